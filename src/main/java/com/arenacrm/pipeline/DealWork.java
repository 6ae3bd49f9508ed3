package com.arenacrm.pipeline;

import com.arenacrm.icp.ProfileName;
import com.arenacrm.lists.Cell;
import com.arenacrm.lists.Cell.Part;
import com.arenacrm.lists.ListColumn;
import com.arenacrm.lists.WorkList;
import com.arenacrm.pipeline.DealLists.Order;
import com.arenacrm.pipeline.idle.Told;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Formats;
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

/** The list of deals: what can be asked of it, and what its columns say. */
@Component
class DealWork implements WorkList {

  static final String KEY = "deals";

  private static final String CLOSE = "close";

  private static final List<ListColumn> COLUMNS =
      List.of(
          ListColumn.usual("stage", "board.column.stage"),
          ListColumn.usual("amount", "board.column.amount").sortedBy("amount").right(),
          ListColumn.usual(CLOSE, "board.column.close").sortedBy("close"),
          ListColumn.usual("step", "board.column.step").sortedBy("step"),
          ListColumn.usual("contact", "board.column.contact").sortedBy("contact"),
          ListColumn.usual("owner", "board.column.owner"),
          ListColumn.more("person", "deal.person"),
          ListColumn.more("profile", "deal.profile"),
          ListColumn.more("opened", "deal.import.opened").sortedBy("opened"),
          ListColumn.more("closed", "deals.column.closed"));

  private final MessageSource messages;

  DealWork(MessageSource messages) {
    this.messages = messages;
  }

  @Override
  public String key() {
    return KEY;
  }

  @Override
  public String path() {
    return "/pipeline/board?view=list";
  }

  @Override
  public String title() {
    return "nav.pipeline";
  }

  @Override
  public List<ListColumn> columns() {
    return COLUMNS;
  }

  @Override
  public Map<String, String> read(Filters address) {
    Map<String, String> said = DealFilter.of(address).spelled();
    Order order = address.choice("sort", Order.values(), Order::key);
    if (order != null) {
      said.put("sort", order.key());
    }
    return said;
  }

  /** The columns as the list shows them; what has ended is in the order in which it ended. */
  List<ListColumn> columns(List<ListColumn> chosen, boolean ended) {
    return chosen.stream()
        .map(
            c ->
                ended && c.key().equals(CLOSE)
                    ? new ListColumn(c.key(), c.label(), "closed", c.number(), c.usual())
                    : c)
        .toList();
  }

  /** What is known besides the rows, read once for all of them: names by id. */
  record Known(Map<UUID, String> stages, Map<UUID, String> users, Map<UUID, String> profiles) {}

  Known known(StagePath path, Map<UUID, String> users, List<ProfileName> profiles) {
    return new Known(
        path.labels(),
        users,
        profiles.stream().collect(Collectors.toMap(p -> p.id().id(), ProfileName::name)));
  }

  /** What the columns say of each row. */
  Map<UUID, List<Cell>> cells(
      List<DealRow> rows, List<ListColumn> columns, Known known, Locale locale, Formats show) {
    return rows.stream()
        .collect(
            Collectors.toMap(
                DealRow::id,
                row ->
                    columns.stream().map(c -> cell(c.key(), row, known, locale, show)).toList()));
  }

  private Cell cell(String column, DealRow d, Known known, Locale locale, Formats show) {
    return switch (column) {
      case "stage" -> Cell.of(null, known.stages().get(d.stage()));
      case "amount" ->
          Cell.styled("num", null, List.of(Part.of(null, show.money(d.amount()))))
              .worth(d.amount() == null ? null : d.amount().amount());
      case CLOSE ->
          Cell.styled(
                  "nowrap",
                  say("board.column.close", locale),
                  List.of(Part.of(null, show.date(d.closeDate()))))
              .worth(d.closeDate());
      case "step" -> step(d, locale, show);
      case "contact" ->
          Cell.styled(
                  null,
                  say("board.column.contact", locale),
                  d.isOpen() ? contact(d, locale, show) : List.of())
              .worth(d.isOpen() ? d.lastContactAt() : null);
      case "owner" -> Cell.of(null, name(d.owner(), known.users()));
      case "person" ->
          Cell.of(
              null,
              d.personId() == null
                  ? null
                  : new Part(
                      null,
                      String.valueOf(d.personName()),
                      "/contacts/people/" + d.personId(),
                      null));
      case "profile" -> Cell.of(say("deal.profile", locale), name(d.profile(), known.profiles()));
      case "opened" ->
          Cell.styled(
                  "nowrap",
                  say("deal.import.opened", locale),
                  List.of(Part.of(null, show.date(d.openedAt()))))
              .worth(d.openedAt());
      case "closed" ->
          Cell.styled(
                  "nowrap",
                  say("deals.column.closed", locale),
                  d.closedAt() == null
                      ? List.of()
                      : List.of(Part.of(null, show.date(d.closedAt()))))
              .worth(d.closedAt());
      default -> throw new IllegalArgumentException(column);
    };
  }

  /** Since when nobody has spoken, with what the clock was started again, and what was tried. */
  private List<Part> contact(DealRow d, Locale locale, Formats show) {
    Told told = d.told();
    Part spoken =
        Part.of(
            d.idle() ? "warn" : "muted",
            d.lastContactAt() == null
                ? say("board.spokenNever", locale)
                : say("board.spokenDays", locale, d.spokenDays()));
    Part how =
        told.kind() == null
            ? null
            : Part.of(
                "muted",
                say("interaction." + told.kind(), locale)
                    + (told.result() == null
                        ? ""
                        : ": " + say("interaction.result." + told.result(), locale)));
    Part tried =
        told.attempts() == 0
            ? null
            : Part.of(
                "muted",
                say("deal.attempts", locale, told.attempts(), show.shortDate(told.since())));
    return Stream.of(spoken, how, tried).filter(Objects::nonNull).toList();
  }

  private Cell step(DealRow d, Locale locale, Formats show) {
    if (!d.isOpen()) {
      return Cell.of(null, (String) null);
    }
    String when =
        d.stepState().isDated()
            ? show.shortDate(d.nextStepOn())
            : say("step.dot." + d.stepState().key(), locale, d.daysLate());
    String what = d.nextStep() == null ? d.noStepReason() : d.nextStep();
    // A file is read on another day.
    String inFile =
        Stream.of(d.nextStepOn() == null ? null : show.date(d.nextStepOn()), what)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" · "));
    return Cell.of(
            null,
            Part.of("dot dot-" + d.stepState().key(), when),
            what == null ? null : Part.of("muted", what))
        .worth(inFile.isEmpty() ? null : inFile);
  }

  private static @Nullable String name(@Nullable UUID id, Map<UUID, String> names) {
    return id == null ? null : names.get(id);
  }

  private String say(String key, Locale locale, Object... arguments) {
    return messages.getMessage(key, arguments, locale);
  }
}
