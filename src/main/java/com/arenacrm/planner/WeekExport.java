package com.arenacrm.planner;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.PlanLists.OccurrenceRow;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormatSymbols;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
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
    Locale reader = viewer.formats(locale).locale();
    boolean comma = DecimalFormatSymbols.getInstance(reader).getDecimalSeparator() == ',';
    StringWriter text = new StringWriter().append('\uFEFF');
    Map<UUID, String> names = userNames.all();
    Map<ProfileId, String> profileNames = profiles.names();
    try (CsvWriter csv = CsvWriter.builder().fieldSeparator(comma ? ';' : ',').build(text)) {
      csv.writeRecord(
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
        csv.writeRecord(
            o.day().toString(),
            o.startTime() == null ? "" : o.startTime().toString(),
            harmless(o.title()),
            messages.getMessage("phase." + o.phase().key(), null, locale),
            harmless(profileNames.getOrDefault(new ProfileId(o.profileId()), "")),
            harmless(names.getOrDefault(o.ownerId(), "")),
            messages.getMessage("state." + o.stateKey(), null, locale),
            harmless(o.reason() == null ? "" : o.reason()),
            number(o.reach()),
            number(o.invited()),
            number(o.attended()),
            String.valueOf(brought.getOrDefault(o.id(), 0)),
            amount(o.investment(), comma),
            amount(o.spent(), comma));
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    audit.note(viewer, "week-exported", new Subject("week", null, which.toString()));
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, "text/csv;charset=UTF-8")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"arena-" + which + ".csv\"")
        .body(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A text that no spreadsheet computes: what begins like a formula is marked as text. */
  static String harmless(String text) {
    return text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
  }

  private static String number(@Nullable Integer number) {
    return number == null ? "" : number.toString();
  }

  private static String amount(@Nullable BigDecimal amount, boolean comma) {
    if (amount == null) {
      return "";
    }
    String plain = amount.toPlainString();
    return comma ? plain.replace('.', ',') : plain;
  }
}
