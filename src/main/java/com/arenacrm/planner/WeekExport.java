package com.arenacrm.planner;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.PlanLists.OccurrenceRow;
import com.arenacrm.platform.Spreadsheet;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.time.Clock;
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

  private final PlanLists lists;
  private final Profiles profiles;
  private final SignalCounts signals;
  private final UserNames userNames;
  private final AuditTrail audit;
  private final MessageSource messages;
  private final Clock clock;

  WeekExport(
      PlanLists lists,
      Profiles profiles,
      SignalCounts signals,
      UserNames userNames,
      AuditTrail audit,
      MessageSource messages,
      Clock clock) {
    this.lists = lists;
    this.signals = signals;
    this.profiles = profiles;
    this.userNames = userNames;
    this.audit = audit;
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
}
