package com.arenacrm.customers;

import com.arenacrm.customers.CustomerRules.Rules;
import com.arenacrm.customers.PurchaseLists.Total;
import com.arenacrm.customers.Retention.Part;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.lists.Cell;
import com.arenacrm.lists.ListColumn;
import com.arenacrm.lists.ListState;
import com.arenacrm.lists.Neighbourhood;
import com.arenacrm.lists.Neighbours;
import com.arenacrm.lists.OpenList;
import com.arenacrm.lists.WorkList;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The list of customers: what can be asked of it, and what its columns say. */
@Component
class CustomerWork implements WorkList {

  static final String KEY = "customers";

  /** The column of what they paid for, which is added up only where it is shown. */
  static final String TOTAL = "total";

  private static final List<ListColumn> COLUMNS =
      List.of(
          ListColumn.usual("why", "retention.why"),
          ListColumn.usual("last", "customer.last").sortedBy(CustomerFilter.Sort.LAST.key()),
          ListColumn.usual("next", "retention.next").sortedBy(CustomerFilter.Sort.NEXT.key()),
          ListColumn.usual("spoken", "deal.spoken").sortedBy(CustomerFilter.Sort.SPOKEN.key()),
          ListColumn.usual("owner", "customer.owner"),
          ListColumn.more("purchases", "retention.export.purchases")
              .sortedBy(CustomerFilter.Sort.PURCHASES.key())
              .right(),
          ListColumn.more(TOTAL, "customers.column.total").right(),
          ListColumn.more("first", "customers.column.first"),
          ListColumn.more("gap", "customers.column.gap").right(),
          ListColumn.more("renewal", "retention.export.renewal"),
          ListColumn.more("score", "checkin.title").right(),
          ListColumn.more("heard", "customers.column.heard"));

  private final Retention retention;
  private final Neighbourhood neighbourhood;
  private final MessageSource messages;

  CustomerWork(Retention retention, Neighbourhood neighbourhood, MessageSource messages) {
    this.retention = retention;
    this.neighbourhood = neighbourhood;
    this.messages = messages;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String path() {
    return "/customers";
  }

  @Override
  public String title() {
    return "nav.customers";
  }

  @Override
  public List<ListColumn> columns() {
    return COLUMNS;
  }

  @Override
  public Map<String, String> read(Filters address) {
    Map<String, String> said = new LinkedHashMap<>();
    String part = address.read(Part.PARAMETER, Part::of).map(Part::said).orElse(null);
    if (part != null) {
      said.put(Part.PARAMETER, part);
    }
    said.putAll(CustomerFilter.of(address).spelled());
    return said;
  }

  /** Where a customer stands in the list that they were opened from; null where from none. */
  @Nullable Neighbours place(
      UUID customer, @Nullable String from, Rules rules, CurrentUser viewer, LocalDate today) {
    if (from == null) {
      return null;
    }
    ListState state = ListState.parse(this, from);
    return neighbourhood.of(
        customer,
        state,
        retention.source(
            Part.of(state.query()), CustomerFilter.of(state.query()), rules, viewer, today));
  }

  /**
   * What is known besides the rows, read once for all of them.
   *
   * @param users names by id
   * @param totals what they paid for, by customer and currency; empty where that is not shown
   */
  record Known(Map<UUID, String> users, Map<UUID, List<Total>> totals, LocalDate today) {}

  /** What the columns say of each row. */
  Map<UUID, List<Cell>> cells(
      List<Retention.Row> rows,
      List<ListColumn> columns,
      Known known,
      Locale locale,
      Formats show) {
    return rows.stream()
        .collect(
            Collectors.toMap(
                Retention.Row::id,
                row ->
                    columns.stream().map(c -> cell(c.key(), row, known, locale, show)).toList()));
  }

  /** Message keys of the columns of a file, the name of the customer first. */
  static List<String> names(OpenList open) {
    return Stream.concat(
            Stream.of("purchase.customer"),
            open.columns().stream()
                .flatMap(
                    c ->
                        c.key().equals(TOTAL)
                            ? Stream.of(c.label(), "purchase.currency")
                            : Stream.of(c.label())))
        .toList();
  }

  private Cell cell(String column, Retention.Row c, Known known, Locale locale, Formats show) {
    return switch (column) {
      case "why" ->
          Cell.styled(null, null, why(c, known.today(), locale, show::shortDate))
              .worth(said(c, known.today(), locale, show));
      case "last" ->
          Cell.styled(
                  null,
                  say("customer.last", locale),
                  List.of(
                      Cell.Part.of("nowrap", show.date(c.lastOn())),
                      new Cell.Part(
                          "tag beside",
                          say("customer.part.count", locale, c.purchases()),
                          "/customers/purchases?customer=" + c.id(),
                          null)))
              .worth(c.lastOn());
      case "next" -> next(c, locale, show);
      case "spoken" ->
          Cell.styled(
                  "nowrap",
                  say("deal.spoken", locale),
                  List.of(
                      Cell.Part.of(
                          null,
                          c.lastContactAt() == null
                              ? say("deal.spoken.never", locale)
                              : show.date(c.lastContactAt()))))
              .worth(c.lastContactAt());
      case "owner" ->
          Cell.of(
              say("customer.owner", locale),
              c.owner() == null ? null : known.users().get(c.owner()));
      case "purchases" ->
          Cell.number(say("retention.export.purchases", locale), show.number(c.purchases()))
              .worth(c.purchases());
      case TOTAL -> total(known.totals().getOrDefault(c.id(), List.of()), locale, show);
      case "first" -> day("customers.column.first", c.firstOn(), locale, show);
      case "gap" ->
          Cell.number(
                  say("customers.column.gap", locale),
                  c.wholeGapDays() == null ? null : say("customers.days", locale, c.wholeGapDays()))
              .worth(c.wholeGapDays());
      case "renewal" -> day("retention.export.renewal", c.renewalOn(), locale, show);
      case "score" ->
          Cell.number(
                  say("checkin.title", locale),
                  c.score() == null ? null : say("checkin.of", locale, c.score(), CheckIn.BEST))
              .worth(c.score());
      case "heard" -> day("customers.column.heard", heard(c, show), locale, show);
      default -> throw new IllegalArgumentException(column);
    };
  }

  /** Why somebody should see to a customer, with where to do so. */
  private List<Cell.Part> why(
      Retention.Row c, LocalDate today, Locale locale, Function<LocalDate, String> day) {
    String page = "/customers/" + c.id();
    LocalDate renewal = c.renewalOn();
    LocalDate until = c.expectedUntil();
    Integer score = c.score();
    List<Cell.Part> reasons = new ArrayList<>();
    if (c.renewal() && renewal != null) {
      String tag = renewal.isBefore(today) ? "retention.tag.ended" : "retention.tag.renewal";
      reasons.add(
          new Cell.Part(
              "tag tag-warn", say(tag, locale, day.apply(renewal)), page + "#renewals", null));
    }
    if (c.late()) {
      reasons.add(
          new Cell.Part(
              "tag tag-bad",
              say("retention.tag.late", locale),
              "/customers/purchases?customer=" + c.id() + "&payment=late",
              null));
    }
    if (c.isOverdue(today) && until != null) {
      reasons.add(
          Cell.Part.of("tag tag-bad", say("retention.tag.overdue", locale, day.apply(until))));
    }
    if (score != null && score <= CheckIn.LOW) {
      reasons.add(
          new Cell.Part(
              "tag tag-bad",
              say("checkin.of", locale, score, CheckIn.BEST),
              page + "/satisfaction",
              null));
    }
    if (c.silent()) {
      reasons.add(Cell.Part.of("tag", say("retention.tag.silent", locale)));
    }
    return reasons;
  }

  /** The same in one text for a file, which is read on another day; null where there is none. */
  @Nullable String said(Retention.Row c, LocalDate today, Locale locale, Formats show) {
    String said =
        why(c, today, locale, show::date).stream()
            .map(Cell.Part::text)
            .collect(Collectors.joining(", "));
    return said.isEmpty() ? null : said;
  }

  /** When they last bought, or took part in what was said. */
  private static @Nullable LocalDate heard(Retention.Row c, Formats show) {
    LocalDate spoken = c.lastContactAt() == null ? null : show.day(c.lastContactAt());
    LocalDate bought = c.lastOn();
    return spoken == null || bought != null && bought.isAfter(spoken) ? bought : spoken;
  }

  private Cell next(Retention.Row c, Locale locale, Formats show) {
    String label = say("retention.next", locale);
    if (c.expectedOn() != null) {
      return Cell.of(
              label,
              Cell.Part.of(
                  "nowrap", say("retention.about", locale, show.shortDate(c.expectedOn()))),
              Cell.Part.of(
                  "muted small nowrap",
                  say(
                      "retention.between",
                      locale,
                      show.shortDate(c.expectedFrom()),
                      show.shortDate(c.expectedUntil()))))
          .worth(c.expectedOn());
    }
    return Cell.of(
        label,
        c.renewalOn() == null
            ? Cell.Part.of("muted small", say("retention.unknown", locale))
            : Cell.Part.of("nowrap", say("retention.renews", locale, show.date(c.renewalOn()))));
  }

  private Cell total(List<Total> totals, Locale locale, Formats show) {
    Cell sums =
        Cell.styled(
            "num",
            say("customers.column.total", locale),
            totals.stream()
                .map(t -> Cell.Part.of("nowrap", show.money(t.sum(), t.currency())))
                .toList());
    return totals.size() == 1 ? sums.worth(totals.get(0).sum()) : sums;
  }

  private Cell day(String label, @Nullable LocalDate day, Locale locale, Formats show) {
    return Cell.styled(
            "nowrap",
            say(label, locale),
            Stream.ofNullable(day).map(d -> Cell.Part.of(null, show.date(d))).toList())
        .worth(day);
  }

  /** What a file says of a row: its name, what the columns show, and the currency of a sum. */
  static List<@Nullable Object> row(
      Retention.Row row, OpenList open, List<Cell> cells, Known known) {
    List<@Nullable Object> values = new ArrayList<>(List.of(row.name()));
    for (int i = 0; i < cells.size(); i++) {
      values.add(cells.get(i).inFile());
      if (open.columns().get(i).key().equals(TOTAL)) {
        List<Total> totals = known.totals().getOrDefault(row.id(), List.of());
        values.add(totals.size() == 1 ? totals.get(0).currency() : null);
      }
    }
    return values;
  }

  /** Who is asked for and works here no more, as message keys. */
  static List<String> gone(CustomerFilter filter, Map<UUID, String> users) {
    return filter.owner() == null || filter.isNobody() || users.containsKey(filter.owner())
        ? List.of()
        : List.of("views.gone.user");
  }

  private String say(String key, Locale locale, Object... arguments) {
    return Objects.requireNonNull(messages.getMessage(key, arguments, locale));
  }
}
