package com.arenacrm.planner;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Exports.Column;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.PlanLists.ActivityRow;
import com.arenacrm.planner.PlanLists.Filter;
import com.arenacrm.planner.PlanLists.OccurrenceRow;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.Slice;
import com.arenacrm.platform.Spreadsheet;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The list of a week as a file for spreadsheets (R016): with the marks and separators that the
 * reader's own spreadsheet expects, and without any cell that it would take for a formula (Q42).
 */
@Controller
class WeekExport {

  private static final int PIECE = 500;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("activity.title.label"),
          Column.of("week.phase"),
          Column.of("week.profile"),
          Column.of("week.owner"),
          Column.of("activity.export.first"),
          Column.of("activity.next"),
          Column.of("activity.export.ended"),
          Column.of("activity.export.done"),
          Column.of("activity.export.due"),
          Column.of("activity.investment.each"));

  private final PlanLists lists;
  private final Profiles profiles;
  private final SignalCounts signals;
  private final UserNames userNames;
  private final AuditTrail audit;
  private final Exports exports;
  private final MessageSource messages;
  private final Clock clock;

  WeekExport(
      PlanLists lists,
      Profiles profiles,
      SignalCounts signals,
      UserNames userNames,
      AuditTrail audit,
      Exports exports,
      MessageSource messages,
      Clock clock) {
    this.lists = lists;
    this.signals = signals;
    this.profiles = profiles;
    this.userNames = userNames;
    this.audit = audit;
    this.exports = exports;
    this.messages = messages;
    this.clock = clock;
  }

  @GetMapping("/planner/week.csv")
  ResponseEntity<byte[]> file(
      CurrentUser viewer,
      @RequestParam(defaultValue = "") String week,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID owner,
      @RequestParam(required = false) @Nullable HourglassPhase phase,
      @RequestParam(required = false) Occurrence.@Nullable State state,
      @RequestParam(defaultValue = "false") boolean tentative,
      Locale locale) {
    Week which = WeekController.parse(week, viewer.today(clock));
    WeekQuery query = new WeekQuery(which, profile, owner, true, phase, state, tentative);
    Spreadsheet sheet = new Spreadsheet(viewer.formats(locale).locale());
    Map<UUID, String> names = userNames.all();
    Map<ProfileId, String> profileNames = profiles.names();
    sheet.row(
        Stream.of(
                "occurrence.day",
                "activity.startTime",
                "activity.title.label",
                "week.phase",
                "week.profile",
                "week.owner",
                "occurrence.state",
                "result.reason",
                "result.reach",
                "result.invited",
                "result.attended",
                "result.signals",
                "week.list.investment",
                "week.list.spent")
            .map(key -> messages.getMessage(key, null, locale))
            .toArray(String[]::new));
    List<OccurrenceRow> rows = lists.allOccurrences(which, query.filter());
    Map<UUID, Integer> brought = signals.confirmed(rows.stream().map(OccurrenceRow::id).toList());
    for (OccurrenceRow o : rows) {
      sheet.row(
          o.day().toString(),
          o.startTime() == null ? "" : o.startTime().toString(),
          Spreadsheet.harmless(o.title()),
          messages.getMessage("phase." + o.phase().key(), null, locale),
          Spreadsheet.harmless(profileNames.getOrDefault(new ProfileId(o.profileId()), "")),
          Spreadsheet.harmless(names.getOrDefault(o.ownerId(), "")),
          messages.getMessage("state." + o.stateKey(), null, locale),
          Spreadsheet.harmless(o.reason()),
          number(o.reach()),
          number(o.invited()),
          number(o.attended()),
          String.valueOf(brought.getOrDefault(o.id(), 0)),
          sheet.number(o.investment()),
          sheet.number(o.spent()));
    }
    audit.note(viewer, "week-exported", new Subject("week", null, which.toString()));
    return sheet.named("arena-" + which + ".csv");
  }

  private static String number(@Nullable Integer number) {
    return number == null ? "" : number.toString();
  }

  @GetMapping("/planner/activities/export")
  void activities(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable HourglassPhase phase,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID owner,
      Locale locale,
      HttpServletResponse response) {
    Filter filter =
        new Filter(
            profile == null ? null : new ProfileId(profile),
            owner == null ? null : new UserId(owner),
            phase,
            null);
    LocalDate today = viewer.today(clock);
    Map<UUID, String> names = userNames.all();
    Map<ProfileId, String> profileNames = profiles.names();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "activities.title",
        COLUMNS,
        List.of(),
        lists.countActivities(q, filter, ListFile.MOST_ROWS),
        file -> {
          UUID after = null;
          do {
            Slice<ActivityRow> piece = lists.activities(q, filter, today, after, PIECE);
            for (ActivityRow a : piece.rows()) {
              file.row(
                  Arrays.asList(
                      a.title(),
                      messages.getMessage("phase." + a.phase().key(), null, locale),
                      profileNames.get(new ProfileId(a.profileId())),
                      names.get(a.ownerId()),
                      a.firstDay(),
                      a.nextDay(),
                      a.endedOn(),
                      a.done(),
                      a.total(),
                      a.investment()));
            }
            after = piece.next();
          } while (after != null);
        });
  }
}
