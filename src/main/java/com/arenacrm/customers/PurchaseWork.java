package com.arenacrm.customers;

import com.arenacrm.customers.PurchaseFilter.Source;
import com.arenacrm.customers.PurchaseLists.Row;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** The list of purchases: what can be asked of it, and what its columns say. */
@Component
class PurchaseWork implements WorkList {

  static final String KEY = "purchases";

  private static final String AMOUNT = "amount";

  private static final List<ListColumn> COLUMNS =
      List.of(
          ListColumn.usual("customer", "purchase.customer"),
          ListColumn.usual("on", "purchase.on"),
          ListColumn.usual(AMOUNT, "purchase.amount").right(),
          ListColumn.usual("payment", "purchase.payment"),
          ListColumn.usual("owner", "purchase.owner"),
          ListColumn.more("person", "purchase.person"),
          ListColumn.more("due", "payment.due"),
          ListColumn.more("paid", "payment.paid"),
          ListColumn.more("from", "purchases.column.from"),
          ListColumn.more("until", "purchase.renews"),
          ListColumn.more("source", "purchase.source"),
          ListColumn.more("note", "purchase.note"));

  private final PurchaseLists lists;
  private final Neighbourhood neighbourhood;
  private final MessageSource messages;

  PurchaseWork(PurchaseLists lists, Neighbourhood neighbourhood, MessageSource messages) {
    this.lists = lists;
    this.neighbourhood = neighbourhood;
    this.messages = messages;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String path() {
    return "/customers/purchases";
  }

  @Override
  public String title() {
    return "purchases.title";
  }

  @Override
  public List<ListColumn> columns() {
    return COLUMNS;
  }

  @Override
  public Map<String, String> read(Filters address) {
    return PurchaseFilter.of(address).spelled();
  }

  /** Where a purchase stands in the list that it was opened from; null where from none. */
  @Nullable Neighbours place(
      UUID purchase, @Nullable String from, CurrentUser viewer, LocalDate today) {
    if (from == null) {
      return null;
    }
    ListState state = ListState.parse(this, from);
    return neighbourhood.of(
        purchase, state, lists.source(PurchaseFilter.of(state.query()), viewer, today));
  }

  /** What the columns say of each row. */
  Map<UUID, List<Cell>> cells(
      List<Row> rows,
      List<ListColumn> columns,
      Map<UUID, String> users,
      LocalDate today,
      Locale locale,
      Formats show) {
    return rows.stream()
        .collect(
            Collectors.toMap(
                Row::id,
                row ->
                    columns.stream()
                        .map(c -> cell(c.key(), row, users, today, locale, show))
                        .toList()));
  }

  /** Message keys of the columns of a file, what was bought first. */
  static List<String> names(OpenList open) {
    return Stream.concat(
            Stream.of("purchase.what"),
            open.columns().stream()
                .flatMap(
                    c ->
                        c.key().equals(AMOUNT)
                            ? Stream.of(c.label(), "purchase.currency")
                            : Stream.of(c.label())))
        .toList();
  }

  /** What a file says of a row: what was bought, what the columns show, and the currency. */
  static List<@Nullable Object> row(Row row, OpenList open, List<Cell> cells) {
    List<@Nullable Object> values = new ArrayList<>(List.of(row.what()));
    for (int i = 0; i < cells.size(); i++) {
      values.add(cells.get(i).inFile());
      if (open.columns().get(i).key().equals(AMOUNT)) {
        values.add(row.currency());
      }
    }
    return values;
  }

  /** How a purchase came to be known, in words. */
  String source(Row row, Locale locale) {
    Source source =
        row.opportunityId() != null
            ? Source.DEAL
            : row.outsideSource() != null ? Source.FILE : Source.HAND;
    return say("purchase.source." + source.key(), locale);
  }

  private Cell cell(
      String column, Row p, Map<UUID, String> users, LocalDate today, Locale locale, Formats show) {
    return switch (column) {
      case "customer" ->
          Cell.of(
              null,
              new Cell.Part(
                  null,
                  p.customerName(),
                  p.customer() == null ? null : "/customers/" + p.customer(),
                  null));
      case "on" -> day("purchase.on", p.boughtOn(), locale, show);
      case AMOUNT ->
          Cell.styled(
                  "num", null, List.of(Cell.Part.of(null, show.money(p.amount(), p.currency()))))
              .worth(p.amount());
      case "payment" -> Cell.of(null, payment(p, today, locale, show));
      case "owner" ->
          Cell.of(
              say("purchase.owner", locale), p.ownerId() == null ? null : users.get(p.ownerId()));
      case "person" -> Cell.of(null, p.personName());
      case "due" -> day("payment.due", p.dueOn(), locale, show);
      case "paid" -> day("payment.paid", p.paidOn(), locale, show);
      case "from" -> day("purchases.column.from", p.from(), locale, show);
      case "until" -> day("purchase.renews", p.until(), locale, show);
      case "source" -> Cell.of(say("purchase.source", locale), source(p, locale));
      case "note" -> Cell.of(say("purchase.note", locale), p.note());
      default -> throw new IllegalArgumentException(column);
    };
  }

  private Cell.Part payment(Row p, LocalDate today, Locale locale, Formats show) {
    if (p.paidOn() != null) {
      return Cell.Part.of(
          "tag tag-good", say("purchase.paidOn", locale, show.nearDate(p.paidOn(), today)));
    }
    if (p.dueOn() == null) {
      return Cell.Part.of("muted small", say("purchase.payment.unknown", locale));
    }
    String due = show.nearDate(p.dueOn(), today);
    return p.isLate(today)
        ? Cell.Part.of("tag tag-bad", say("purchase.late", locale, due))
        : Cell.Part.of("tag", say("purchase.due", locale, due));
  }

  private Cell day(String label, @Nullable LocalDate day, Locale locale, Formats show) {
    return Cell.styled(
            "nowrap",
            say(label, locale),
            Stream.ofNullable(day).map(d -> Cell.Part.of(null, show.date(d))).toList())
        .worth(day);
  }

  private String say(String key, Locale locale, Object... arguments) {
    return Objects.requireNonNull(messages.getMessage(key, arguments, locale));
  }
}
