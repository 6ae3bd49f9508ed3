package com.arenacrm.leads;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileName;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Exports.Column;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.Demand.SignalRow;
import com.arenacrm.leads.LeadLists.Filter;
import com.arenacrm.leads.LeadLists.LeadRow;
import com.arenacrm.leads.LeadLists.Sort;
import com.arenacrm.leads.LeadLists.Standings;
import com.arenacrm.lists.Cell;
import com.arenacrm.lists.ListColumn;
import com.arenacrm.lists.ListDesk;
import com.arenacrm.lists.OpenList;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.Planner;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.Slice;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Leads and signals as files, as their lists are filtered and as far as the viewer may see. */
@Controller
class LeadExportController {

  private static final List<Column> LEADS =
      List.of(
          Exports.ID,
          Column.of("person.name"),
          Column.of("person.company"),
          Column.of("person.jobTitle"),
          Column.of("person.email"),
          Column.of("person.phone"),
          Column.of("lead.outcome"),
          Column.of("lead.import.ended"),
          Column.of("lead.since"),
          Column.of("lead.need"),
          Column.of("lead.budget"),
          Column.of("lead.authority"),
          Column.of("lead.purchaseDate"),
          Column.of("lead.owner"),
          Column.of("lead.salesOwner"),
          Column.readOnly("lead.stage"),
          Column.readOnly("lead.fit"),
          Column.readOnly("engagement.title"),
          Column.readOnly("leads.likelihood"),
          Column.readOnly("lead.missing"),
          Column.readOnly("lead.profile"),
          Column.readOnly("lead.origin"),
          Column.readOnly("lead.activity"));

  private static final List<Column> SIGNALS =
      List.of(
          Column.of("signal.kind"),
          Column.of("signal.person"),
          Column.of("signal.evidence"),
          Column.of("signal.day"),
          Column.of("signal.export.notedBy"),
          Column.of("signal.export.notedAt"));

  private final LeadLists lists;
  private final LeadWork work;
  private final ListDesk desk;
  private final Profiles profiles;
  private final Demand demand;
  private final ContactBook contacts;
  private final Planner planner;
  private final UserNames userNames;
  private final Exports exports;
  private final MessageSource messages;
  private final Clock clock;

  LeadExportController(
      LeadLists lists,
      LeadWork work,
      ListDesk desk,
      Profiles profiles,
      Demand demand,
      ContactBook contacts,
      Planner planner,
      UserNames userNames,
      Exports exports,
      MessageSource messages,
      Clock clock) {
    this.clock = clock;
    this.lists = lists;
    this.work = work;
    this.desk = desk;
    this.profiles = profiles;
    this.demand = demand;
    this.contacts = contacts;
    this.planner = planner;
    this.userNames = userNames;
    this.exports = exports;
    this.messages = messages;
  }

  @GetMapping("/leads/export")
  void leads(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters address,
      Locale locale,
      HttpServletResponse response) {
    Filter filter = Filter.of(address);
    Sort sort = Sort.of(address);
    address.orNoFile();
    Instant now = clock.instant();
    Map<UUID, String> names = userNames.all();
    int total = lists.count(filter, viewer, now, ListFile.MOST_ROWS);
    Function<@Nullable UUID, Slice<LeadRow>> read =
        after -> lists.leads(filter, sort, after, viewer, now, Exports.PIECE);
    if (address.is(OpenList.SHOWN)) {
      List<ListColumn> columns = work.shown(desk.open(work, address, viewer), lists);
      // The page says the company beside the name, unless it is a column of its own.
      boolean beside = columns.stream().noneMatch(c -> c.key().equals("company"));
      List<Column> header =
          new ArrayList<>(OpenList.names("person.name", columns).stream().map(Column::of).toList());
      if (beside) {
        header.add(1, Column.of("person.company"));
      }
      Map<UUID, String> profileNames =
          profiles.choices().stream()
              .collect(Collectors.toMap(p -> p.id().id(), ProfileName::name));
      exports.send(
          response,
          viewer,
          locale,
          format,
          "leads.title",
          header,
          List.of(),
          total,
          Exports.pieces(
              read,
              (rows, file) -> {
                Standings standings = lists.standings(rows, viewer.today(clock));
                Map<UUID, String> activities = new HashMap<>();
                activitiesOf(rows).forEach((id, a) -> activities.put(id.id(), a.title()));
                Map<UUID, List<Cell>> cells =
                    work.cells(
                        rows,
                        columns,
                        new LeadWork.Known(
                            standings.missing(),
                            standings.people(),
                            names,
                            activities,
                            profileNames),
                        locale,
                        viewer.formats(locale));
                for (LeadRow row : rows) {
                  List<Object> line = OpenList.row(row.personName(), cells.get(row.id()));
                  if (beside) {
                    line.add(1, row.companyName() == null ? "" : row.companyName());
                  }
                  file.row(line);
                }
              }));
      return;
    }
    exports.send(
        response,
        viewer,
        locale,
        format,
        "leads.title",
        LEADS,
        List.of(),
        total,
        Exports.pieces(read, (rows, file) -> write(rows, names, viewer, locale, file)));
  }

  private Map<ActivityId, Planner.ActivityCard> activitiesOf(List<LeadRow> rows) {
    return planner.cards(
        rows.stream()
            .map(LeadRow::sourceActivityId)
            .filter(Objects::nonNull)
            .distinct()
            .map(ActivityId::new)
            .toList());
  }

  private void write(
      List<LeadRow> rows,
      Map<UUID, String> names,
      CurrentUser viewer,
      Locale locale,
      ListFile file) {
    Standings standings = lists.standings(rows, viewer.today(clock));
    Map<UUID, String> profileNames =
        profiles.choices().stream().collect(Collectors.toMap(p -> p.id().id(), ProfileName::name));
    Map<PersonId, PersonCard> people =
        contacts.cards(rows.stream().map(row -> new PersonId(row.personId())).toList());
    Map<ActivityId, Planner.ActivityCard> activities = activitiesOf(rows);
    for (LeadRow row : rows) {
      PersonCard person = people.get(new PersonId(row.personId()));
      Planner.ActivityCard activity =
          row.sourceActivityId() == null
              ? null
              : activities.get(new ActivityId(row.sourceActivityId()));
      file.row(
          Arrays.asList(
              row.id().toString(),
              row.personName(),
              row.companyName(),
              person == null ? null : person.jobTitle(),
              person == null ? null : person.email(),
              person == null ? null : person.phone(),
              text(
                  row.outcome() == null ? "lead.stage.open" : "lead.outcome." + row.outcome(),
                  locale),
              row.endedAt(),
              row.createdAt(),
              row.need(),
              row.budget(),
              row.authority(),
              row.purchaseDate(),
              row.ownerId() == null ? null : names.get(row.ownerId()),
              row.salesOwnerId() == null ? null : names.get(row.salesOwnerId()),
              text("lead.stage." + row.stage(), locale),
              row.fitGrade() == null ? null : row.fitGrade() + " " + row.fitScore(),
              row.engagement(),
              row.likelihood() == null || row.outcome() != null ? null : row.likelihood(),
              missing(row, standings, locale),
              row.profileId() == null ? null : profileNames.get(row.profileId()),
              text("lead.origin." + row.origin(), locale),
              activity == null ? null : activity.title()));
    }
  }

  private @Nullable String missing(LeadRow row, Standings standings, Locale locale) {
    return !row.stage().equals(LeadStage.OPEN.name())
        ? null
        : standings.missing().getOrDefault(row.id(), List.of()).stream()
            .map(
                gap ->
                    gap.fact() == null
                        ? gap.text()
                        : text("fact." + gap.fact().key() + ".short", locale))
            .collect(Collectors.joining(", "));
  }

  @GetMapping("/leads/signals/export")
  void signals(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    List<SignalRow> signals = demand.allOpen(viewer.scope(), ListFile.MOST_ROWS + 1);
    Map<UUID, String> names = userNames.all();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "signals.waiting",
        SIGNALS,
        List.of(),
        signals.size(),
        file ->
            signals.forEach(
                s ->
                    file.row(
                        Arrays.asList(
                            text("signal." + s.kind(), locale),
                            s.personName(),
                            s.evidence(),
                            s.happenedOn(),
                            names.get(s.notedBy()),
                            s.notedAt()))));
  }

  private String text(String key, Locale locale) {
    return messages.getMessage(key, null, locale);
  }
}
