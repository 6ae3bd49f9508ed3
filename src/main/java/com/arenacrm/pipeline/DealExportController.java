package com.arenacrm.pipeline;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Exports.Column;
import com.arenacrm.identity.UserNames;
import com.arenacrm.lists.Cell;
import com.arenacrm.lists.ListColumn;
import com.arenacrm.lists.ListDesk;
import com.arenacrm.lists.OpenList;
import com.arenacrm.pipeline.DealLists.DealLine;
import com.arenacrm.pipeline.DealLists.Order;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.ListFile;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Deals as a file, as their list is filtered and as far as the viewer may see. */
@Controller
class DealExportController {

  private static final int PIECE = 1_000;
  private static final String AMOUNT = "amount";

  private static final List<Column> COLUMNS =
      List.of(
          Exports.ID,
          Column.of("deal.name"),
          Column.of("person.company"),
          Column.of("deal.person"),
          Column.of("person.email"),
          Column.of("deal.stage"),
          Column.of("deal.amount"),
          Column.of("deal.export.currency"),
          Column.of("deal.import.opened"),
          Column.of("deal.closeDate"),
          Column.of("deals.column.closed"),
          Column.readOnly("loss.reason"),
          Column.readOnly("loss.competitor"),
          Column.of("payment.due"),
          Column.of("payment.paid"),
          Column.of("deal.owner"),
          Column.readOnly("board.column.step"),
          Column.readOnly("deal.export.stepOn"));

  private final DealLists lists;
  private final DealWork work;
  private final ListDesk listDesk;
  private final Profiles profiles;
  private final StageBook stages;
  private final DealDesk desk;
  private final ContactBook contacts;
  private final UserNames userNames;
  private final Exports exports;
  private final JsonMapper json;
  private final MessageSource messages;
  private final Clock clock;

  DealExportController(
      DealLists lists,
      DealWork work,
      ListDesk listDesk,
      Profiles profiles,
      StageBook stages,
      DealDesk desk,
      ContactBook contacts,
      UserNames userNames,
      Exports exports,
      JsonMapper json,
      MessageSource messages,
      Clock clock) {
    this.lists = lists;
    this.work = work;
    this.listDesk = listDesk;
    this.profiles = profiles;
    this.stages = stages;
    this.desk = desk;
    this.contacts = contacts;
    this.userNames = userNames;
    this.exports = exports;
    this.json = json;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping("/pipeline/board/export")
  void deals(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters address,
      Locale locale,
      HttpServletResponse response) {
    Instant now = clock.instant();
    Idleness idleness = desk.idleness(now);
    StagePath path = stages.path();
    DealFilter filter = DealFilter.of(address);
    address.orNoFile();
    Stage stage =
        path.all().stream()
            .filter(s -> s.id().id().equals(filter.stage()))
            .findFirst()
            .orElse(null);
    Order order = BoardController.order(address.text("sort"), stage == null || stage.isOpen());
    Map<UUID, String> names = userNames.all();
    int total =
        lists.listTotals(filter, viewer, idleness, now, stage).stream()
            .mapToInt(DealLists.Total::deals)
            .sum();
    if (address.is(OpenList.SHOWN)) {
      List<ListColumn> columns = listDesk.open(work, address, viewer).columns();
      DealWork.Known known = work.known(path, names, profiles.choices());
      exports.send(
          response,
          viewer,
          locale,
          format,
          "nav.pipeline",
          shown(columns).map(Column::of).toList(),
          List.of(),
          total,
          Exports.pieces(
              after ->
                  lists.list(filter, order, viewer, idleness, after, now, stage, Exports.PIECE),
              (rows, file) -> {
                Map<UUID, List<Cell>> cells =
                    work.cells(rows, columns, known, locale, viewer.formats(locale));
                rows.forEach(row -> file.row(shown(row, columns, cells.get(row.id()))));
              }));
      return;
    }
    List<String> further = lists.attributes(filter, viewer, idleness, now, stage);
    exports.send(
        response,
        viewer,
        locale,
        format,
        "nav.pipeline",
        COLUMNS,
        further,
        total,
        file -> {
          UUID after = null;
          List<DealLine> piece;
          do {
            piece = lists.lines(filter, order, viewer, idleness, after, now, stage, PIECE);
            write(piece, path, further, names, viewer.company().zone(), locale, file);
            after = piece.isEmpty() ? null : piece.get(piece.size() - 1).id();
          } while (piece.size() == PIECE);
        });
  }

  /** As the list shows them, with what its first column and its amounts say besides. */
  private static Stream<String> shown(List<ListColumn> columns) {
    return Stream.concat(
        Stream.of("deal.name", "deals.column.customer"),
        columns.stream()
            .flatMap(
                c ->
                    c.key().equals(AMOUNT)
                        ? Stream.of(c.label(), "deal.currency")
                        : Stream.of(c.label())));
  }

  private static List<Object> shown(DealRow row, List<ListColumn> columns, List<Cell> cells) {
    List<Object> values = new ArrayList<>(Arrays.asList(row.name(), row.customer()));
    for (int i = 0; i < columns.size(); i++) {
      values.add(cells.get(i).inFile());
      if (columns.get(i).key().equals(AMOUNT)) {
        values.add(row.amount() == null ? null : row.amount().currency().getCurrencyCode());
      }
    }
    return values;
  }

  private void write(
      List<DealLine> rows,
      StagePath path,
      List<String> further,
      Map<UUID, String> names,
      ZoneId zone,
      Locale locale,
      ListFile file) {
    Map<PersonId, PersonCard> people =
        contacts.cards(
            rows.stream()
                .map(DealLine::personId)
                .filter(Objects::nonNull)
                .distinct()
                .map(PersonId::new)
                .toList());
    for (DealLine row : rows) {
      PersonCard person = row.personId() == null ? null : people.get(new PersonId(row.personId()));
      List<Object> cells =
          new ArrayList<>(
              Arrays.asList(
                  row.id().toString(),
                  row.name(),
                  row.companyName(),
                  row.personName(),
                  person == null ? null : person.email(),
                  path.label(path.get(new StageId(row.stageId()))),
                  row.amount(),
                  row.currency(),
                  day(row.openedAt(), zone),
                  row.expectedClose(),
                  row.closedAt() == null ? null : day(row.closedAt(), zone),
                  row.lostReason() == null
                      ? null
                      : messages.getMessage("loss.reason." + row.lostReason(), null, locale),
                  row.lostCompetitor(),
                  row.paymentDueOn(),
                  row.paidOn(),
                  row.ownerId() == null ? null : names.get(row.ownerId()),
                  row.nextStep(),
                  row.nextStepOn()));
      Map<String, Object> attributes =
          json.readValue(row.attributes(), new TypeReference<Map<String, Object>>() {});
      further.forEach(name -> cells.add(attributes.get(name)));
      file.row(cells);
    }
  }

  private static LocalDate day(@Nullable Instant at, ZoneId zone) {
    return LocalDate.ofInstant(Objects.requireNonNull(at), zone);
  }
}
