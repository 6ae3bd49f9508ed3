package com.arenacrm.customers;

import com.arenacrm.customers.CustomerFilter.Sort;
import com.arenacrm.customers.CustomerRules.Rules;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.lists.Neighbourhood.Source;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Slice;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which customers need somebody now: renewals due, customers at risk, silent ones, and those who
 * are about to buy again (R034).
 */
@Component
@Transactional(readOnly = true)
class Retention {

  static final int PAGE = 25;

  /** So many days ahead a next purchase is worth preparing. */
  static final int SOON = 30;

  /** What names a customer, called {@code c}, in addresses: the company, or the person without. */
  static final String ID = "coalesce(c.company_id, c.person_id)";

  /** Stands for nobody where customers are narrowed down by who is in charge. */
  static final UUID NOBODY = new UUID(0, 0);

  /** Whose customers are meant: of somebody, or for {@code none} of nobody; empty for neither. */
  static Optional<UUID> owner(String chosen) {
    return chosen.equals("none") ? Optional.of(NOBODY) : Filters.parseId(chosen);
  }

  /** A part of the board; a customer may be in several. */
  enum Part {
    RENEWAL("c.renewal_on <= :renewalUntil", "coalesce(c.renewal_on, 'infinity'::date)", false),
    RISK(
        """
        (c.expected_until < :today or c.score <= 6 or exists (select from customers.purchase late
          where coalesce(late.company_id, late.person_id) = coalesce(c.company_id, c.person_id)
            and late.deleted_at is null and late.paid_on is null and late.due_on < :today))
        """,
        "coalesce(c.expected_until, '-infinity'::date)",
        true),
    SILENT(
        """
        (c.last_contact_at is null or c.last_contact_at < :silentSince)
        and c.last_on < :silentDay
        """,
        "c.last_on",
        false),
    EXPECTED(
        "c.expected_from <= :soon and c.expected_until >= :today",
        "coalesce(c.expected_on, 'infinity'::date)",
        false),
    ALL("true", "platform.fold(c.name)", false);

    /** The parameter of an address that names a part. */
    static final String PARAMETER = "show";

    private final String condition;
    private final String order;
    private final boolean descending;

    Part(String condition, String order, boolean descending) {
      this.condition = condition;
      this.order = order;
      this.descending = descending;
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Part> of(String key) {
      return Stream.of(values()).filter(p -> p.key().equals(key)).findFirst();
    }

    /** The part that an address asks for; all customers where it asks for none. */
    static Part of(Map<String, String> address) {
      return Filters.of(address).read(PARAMETER, Part::of).orElse(ALL);
    }

    /** What an address says of it; null where it need not. */
    @Nullable String said() {
      return this == ALL ? null : key();
    }
  }

  /** A customer on the board. */
  record Row(
      UUID id,
      boolean company,
      String name,
      @Nullable UUID owner,
      @Nullable Instant lastContactAt,
      int purchases,
      @Nullable LocalDate firstOn,
      @Nullable LocalDate lastOn,
      @Nullable LocalDate renewalOn,
      @Nullable BigDecimal gapDays,
      @Nullable LocalDate expectedFrom,
      @Nullable LocalDate expectedOn,
      @Nullable LocalDate expectedUntil,
      @Nullable Integer score,
      boolean renewal,
      boolean late,
      boolean silent,
      boolean owing) {

    /** Whether it is the moment to ask them to recommend us: they have not promised a name yet. */
    public boolean isToBeAsked() {
      return score != null && score >= CheckIn.GOOD && !owing;
    }

    /** The days that usually lie between their purchases; null with too few. */
    public @Nullable Long wholeGapDays() {
      return gapDays == null ? null : gapDays.setScale(0, RoundingMode.HALF_UP).longValue();
    }

    /** Whether they should have bought again by now. */
    public boolean isOverdue(LocalDate today) {
      return expectedUntil != null && expectedUntil.isBefore(today);
    }

    /** Where it stands among the contacts. */
    public String contact() {
      return (company ? "/contacts/companies/" : "/contacts/people/") + id;
    }
  }

  private final JdbcClient jdbc;

  Retention(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How many customers there are in each part, by one statement. */
  Map<Part, Integer> counts(
      CustomerFilter filter, Rules rules, CurrentUser viewer, LocalDate today) {
    return bind(
            jdbc.sql(
                "select %s from customers.customer c where %s"
                    .formatted(
                        Stream.of(Part.values())
                            .map(
                                p ->
                                    "count(*) filter (where %s) as %s"
                                        .formatted(p.condition, "part_" + p.key()))
                            .collect(Collectors.joining(", ")),
                        whom(filter, viewer))),
            filter,
            rules,
            viewer,
            today)
        .query(
            (rs, n) -> {
              Map<Part, Integer> counts = new java.util.EnumMap<>(Part.class);
              for (Part part : Part.values()) {
                counts.put(part, rs.getInt("part_" + part.key()));
              }
              return counts;
            })
        .single();
  }

  /**
   * The customers of a part.
   *
   * @param size so many of them
   */
  Slice<Row> rows(
      Part part,
      CustomerFilter filter,
      @Nullable UUID after,
      int size,
      Rules rules,
      CurrentUser viewer,
      LocalDate today) {
    Order order = Order.of(part, filter);
    String way = order.descending() ? "desc" : "asc";
    String next =
        after == null
            ? ""
            : "and (%1$s, %2$s) %3$s (select %4$s, %5$s from customers.customer a where %5$s = :after)"
                .formatted(
                    order.key(),
                    ID,
                    order.descending() ? "<" : ">",
                    order.key().replace("c.", "a."),
                    ID.replace("c.", "a."));
    List<Row> rows =
        bind(
                jdbc.sql(
                    """
                    select %9$s as id, c.company_id is not null as company,
                      c.name, c.owner_id as owner, c.last_contact_at, c.purchases, c.first_on, c.last_on,
                      c.renewal_on,
                      c.gap_days, c.expected_from, c.expected_on, c.expected_until, c.score,
                      coalesce(%1$s, false) as renewal, exists (select from customers.purchase late
                        where coalesce(late.company_id, late.person_id) = coalesce(c.company_id, c.person_id)
                          and late.deleted_at is null and late.paid_on is null and late.due_on < :today) as late,
                      coalesce(%2$s, false) as silent, exists (select from customers.referral_ask a
                        where coalesce(a.company_id, a.person_id) = coalesce(c.company_id, c.person_id)
                          and %10$s) as owing
                    from customers.customer c where %3$s and %4$s %5$s
                    order by %6$s %7$s, %9$s %7$s limit %8$d
                    """
                        .formatted(
                            Part.RENEWAL.condition,
                            Part.SILENT.condition,
                            whom(filter, viewer),
                            part.condition,
                            next,
                            order.key(),
                            way,
                            size + 1,
                            ID,
                            Referrals.OWED)),
                filter,
                rules,
                viewer,
                today)
            .param("after", after)
            .query(Row.class)
            .list();
    return Slice.of(rows, size, Row::id);
  }

  /** How a part is read, for finding what stands beside a customer. */
  Source source(
      Part part, CustomerFilter filter, Rules rules, CurrentUser viewer, LocalDate today) {
    Order order = Order.of(part, filter);
    return new Source(
        "customers.customer",
        "c",
        ID,
        order.key(),
        order.descending(),
        "c.name",
        whom(filter, viewer) + " and " + part.condition,
        parameters(filter, rules, viewer, today),
        PAGE);
  }

  /** The customers of a part by their ids, so many at most. */
  List<UUID> ids(
      Part part,
      CustomerFilter filter,
      Rules rules,
      CurrentUser viewer,
      LocalDate today,
      int most) {
    return bind(
            jdbc.sql(
                "select %1$s from customers.customer c where %2$s and %3$s order by %1$s limit :most"
                    .formatted(ID, whom(filter, viewer), part.condition)),
            filter,
            rules,
            viewer,
            today)
        .param("most", most)
        .query(UUID.class)
        .list();
  }

  /** What customers stand in order by, before their id. */
  private record Order(String key, boolean descending) {

    static Order of(Part part, CustomerFilter filter) {
      Sort sort = filter.sort();
      return sort == null
          ? new Order(part.order, part.descending)
          : new Order(sort.on("c"), sort.isDescending());
    }
  }

  private static String whom(CustomerFilter filter, CurrentUser viewer) {
    return "c.purchases > 0 and "
        + Customers.visible(viewer.scope())
        + " and "
        + filter.condition();
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec sql,
      CustomerFilter filter,
      Rules rules,
      CurrentUser viewer,
      LocalDate today) {
    return sql.params(parameters(filter, rules, viewer, today));
  }

  private static Map<String, @Nullable Object> parameters(
      CustomerFilter filter, Rules rules, CurrentUser viewer, LocalDate today) {
    ZoneId zone = viewer.company().zone();
    LocalDate silent = today.minusDays(rules.silentDays());
    Map<String, @Nullable Object> values = filter.parameters();
    values.put(Scope.PARAMETER, viewer.scope().owners());
    values.put("today", today);
    values.put("soon", today.plusDays(SOON));
    values.put("renewalUntil", today.plusDays(rules.renewalDays()));
    values.put("silentDay", silent);
    values.put("silentSince", silent.atStartOfDay(zone).toOffsetDateTime());
    return values;
  }
}
