package com.arenacrm.customers;

import com.arenacrm.customers.CustomerFilter.Sort;
import com.arenacrm.customers.CustomerRules.Rules;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Slice;
import java.math.BigDecimal;
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

  /** Stands for nobody where customers are narrowed down by who is in charge. */
  static final UUID NOBODY = new UUID(0, 0);

  /** Whose customers are meant: of somebody, or for {@code none} of nobody; empty for neither. */
  static Optional<UUID> owner(String chosen) {
    return chosen.equals("none") ? Optional.of(NOBODY) : Filters.parseId(chosen);
  }

  /** A part of the board; a customer may be in several. */
  enum Part {
    RENEWAL("c.renewal_on <= :renewalUntil", "c.renewal_on", false),
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
    EXPECTED("c.expected_from <= :soon and c.expected_until >= :today", "c.expected_on", false),
    ALL("true", "platform.fold(c.name)", false);

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
  }

  /** A customer on the board. */
  record Row(
      UUID id,
      boolean company,
      String name,
      @Nullable UUID owner,
      @Nullable Instant lastContactAt,
      int purchases,
      @Nullable LocalDate lastOn,
      @Nullable LocalDate renewalOn,
      @Nullable BigDecimal gapDays,
      @Nullable LocalDate expectedFrom,
      @Nullable LocalDate expectedOn,
      @Nullable LocalDate expectedUntil,
      @Nullable Integer score,
      boolean renewal,
      boolean late,
      boolean silent) {

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
    Sort sort = filter.sort();
    boolean descending = sort == null ? part.descending : sort.isDescending();
    String way = descending ? "desc" : "asc";
    String order = sort == null ? part.order : sort.on("c");
    String next =
        after == null
            ? ""
            : "and (%1$s, c.id) %2$s (select %3$s, a.id from customers.customer a where coalesce(a.company_id, a.person_id) = :after)"
                .formatted(
                    order,
                    descending ? "<" : ">",
                    sort == null ? part.order.replace("c.", "a.") : sort.on("a"));
    List<Row> rows =
        bind(
                jdbc.sql(
                    """
                    select coalesce(c.company_id, c.person_id) as id, c.company_id is not null as company,
                      c.name, c.owner_id as owner, c.last_contact_at, c.purchases, c.last_on, c.renewal_on,
                      c.gap_days, c.expected_from, c.expected_on, c.expected_until, c.score,
                      coalesce(%1$s, false) as renewal, exists (select from customers.purchase late
                        where coalesce(late.company_id, late.person_id) = coalesce(c.company_id, c.person_id)
                          and late.deleted_at is null and late.paid_on is null and late.due_on < :today) as late,
                      coalesce(%2$s, false) as silent
                    from customers.customer c where %3$s and %4$s %5$s
                    order by %6$s %7$s, c.id %7$s limit %8$d
                    """
                        .formatted(
                            Part.RENEWAL.condition,
                            Part.SILENT.condition,
                            whom(filter, viewer),
                            part.condition,
                            next,
                            order,
                            way,
                            size + 1)),
                filter,
                rules,
                viewer,
                today)
            .param("after", after)
            .query(Row.class)
            .list();
    return Slice.of(rows, size, Row::id);
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
    ZoneId zone = viewer.company().zone();
    LocalDate silent = today.minusDays(rules.silentDays());
    return sql.param(Scope.PARAMETER, viewer.scope().owners())
        .params(filter.parameters())
        .param("today", today)
        .param("soon", today.plusDays(SOON))
        .param("renewalUntil", today.plusDays(rules.renewalDays()))
        .param("silentDay", silent)
        .param("silentSince", silent.atStartOfDay(zone).toOffsetDateTime());
  }
}
