package com.arenacrm.insight.agreement;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.Exports.Column;
import com.arenacrm.insight.agreement.LeakReports.By;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.shared.HourglassPhase;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where demand leaks away between marketing's effort and the close (R093, R095). */
@Controller
@RequestMapping("/reports/leakage")
class LeakController {

  /** In addresses: all that leaked away. */
  private static final String LOST = "lost";

  private final LeakReports reports;
  private final AgreementReports agreement;
  private final Exports exports;
  private final Clock clock;

  LeakController(LeakReports reports, AgreementReports agreement, Exports exports, Clock clock) {
    this.reports = reports;
    this.agreement = agreement;
    this.exports = exports;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping
  String page(CurrentUser viewer, Filters filters, Model model) {
    Span span = Span.read(filters, viewer.today(clock));
    By parted = filters.read("by", by -> by(by).filter(b -> b != By.COMPETITOR)).orElse(By.PHASE);
    model.addAttribute("q", span);
    model.addAttribute("by", parted.key());
    model.addAttribute("profiles", agreement.profiles());
    LeakReport report = reports.report(span, parted, viewer, clock.instant());
    model.addAttribute("report", report);
    model.addAttribute("kinds", Leak.values());
    model.addAttribute("under", report.cell(Leak.UNDER_WAY));
    model.addAttribute("won", report.cell(Leak.WON));
    model.addAttribute("narrowed", !viewer.scope().all());
    model.addAttribute("silentDays", Leak.SILENT_DAYS);
    model.addAttribute("unhandedDays", Leak.UNHANDED_DAYS);
    return "insight/leakage";
  }

  /** The report as a file: each way in which leads leak away, then where they came from. */
  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters filters,
      @RequestParam(defaultValue = "phase") String by,
      Locale locale,
      HttpServletResponse response) {
    Span span = Span.read(filters, viewer.today(clock));
    filters.orNoFile();
    By parted = by(by).filter(b -> b != By.COMPETITOR).orElse(By.PHASE);
    LeakReport report = reports.report(span, parted, viewer, clock.instant());
    exports.send(
        response,
        viewer,
        locale,
        format,
        "leakage.title",
        List.of(
            "results.by." + parted.key(),
            "leakage.step",
            "leads.title",
            "agreement.cost",
            "leakage.unknown",
            "leakage.amount"),
        file -> {
          for (Leak leak : Leak.values()) {
            row(file, null, leak, report.cell(leak), locale);
          }
          for (LeakReport.Line line : report.lines()) {
            for (Leak leak : Leak.values()) {
              if (line.cell(leak).count() > 0) {
                row(file, nameOf(line, parted, locale), leak, line.cell(leak), locale);
              }
            }
          }
        });
  }

  private void row(
      ListFile file, @Nullable String of, Leak leak, LeakReport.Cell cell, Locale locale) {
    file.row(
        Arrays.asList(
            of == null ? exports.say("coverage.total", locale) : of,
            exports.say("leakage.way." + leak.key(), locale),
            cell.count(),
            cell.cost(),
            cell.unknown(),
            cell.amount()));
  }

  private String nameOf(LeakReport.Line line, By by, Locale locale) {
    if (line.key().isEmpty()) {
      return exports.say(by == By.PHASE ? "results.untouched" : "results.none.profile", locale);
    }
    return by == By.PHASE
        ? exports.say("phase." + line.key().toLowerCase(Locale.ROOT), locale)
        : String.valueOf(line.title());
  }

  /** Which leads an address asks for. */
  private record Behind(
      Span span, @Nullable Leak leak, @Nullable Step step, @Nullable By parted, String line) {}

  private static Behind behind(Span span, String what, @Nullable String by, String line) {
    Leak leak = Leak.of(what).orElse(null);
    Step step = what.startsWith("to-") ? Step.of(what.substring(3)).orElse(null) : null;
    if (leak == null && step == null && !what.equals(LOST)) {
      throw new NotFoundException();
    }
    By parted = by == null ? null : by(by).orElseThrow(NotFoundException::new);
    if (parted == By.PHASE
        && !line.isEmpty()
        && Stream.of(HourglassPhase.values()).noneMatch(p -> p.name().equals(line))) {
      throw new NotFoundException();
    }
    return new Behind(span, leak, step, parted, line);
  }

  private LeakReports.Rows rows(Behind of, int first, int size, CurrentUser viewer) {
    return reports.rows(
        of.span(),
        of.leak(),
        of.step(),
        of.parted(),
        of.line(),
        first,
        size,
        viewer,
        clock.instant());
  }

  /** The leads behind a number. */
  @GetMapping("/rows")
  String rows(
      CurrentUser viewer,
      Filters filters,
      @RequestParam String what,
      @RequestParam(required = false) @Nullable String by,
      @RequestParam(defaultValue = "") String line,
      @RequestParam(defaultValue = "0") int first,
      Model model) {
    Span span = Span.read(filters, viewer.today(clock));
    Behind of = behind(span, what, by, line);
    model.addAttribute("q", span);
    model.addAttribute("what", what);
    model.addAttribute("by", by);
    model.addAttribute("line", line);
    model.addAttribute(
        "profileName",
        of.parted() == By.PROFILE && !line.isEmpty() ? reports.profileNamed(line) : null);
    model.addAttribute("silentDays", Leak.SILENT_DAYS);
    model.addAttribute("unhandedDays", Leak.UNHANDED_DAYS);
    model.addAttribute("rows", rows(of, Math.max(0, first), LeakReports.ROWS_OF_PAGE, viewer));
    return "insight/leakage-rows";
  }

  /** The same leads as a file. */
  @GetMapping("/rows/export")
  void rowsFile(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Filters filters,
      @RequestParam String what,
      @RequestParam(required = false) @Nullable String by,
      @RequestParam(defaultValue = "") String line,
      Locale locale,
      HttpServletResponse response) {
    Span span = Span.read(filters, viewer.today(clock));
    filters.orNoFile();
    LeakReports.Rows rows = rows(behind(span, what, by, line), 0, ListFile.MOST_ROWS, viewer);
    exports.send(
        response,
        viewer,
        locale,
        format,
        "leakage.title",
        List.of(
            Column.of("lead.who"),
            Column.of("person.company"),
            Column.of("agreement.by.activity"),
            Column.of("coverage.phase"),
            Column.of("leakage.became"),
            Column.of("leakage.rival"),
            Column.of("leakage.row.when"),
            Column.of("agreement.row.cost"),
            Column.of("leakage.amount")),
        List.of(),
        rows.cell().count(),
        file ->
            rows.rows()
                .forEach(
                    r ->
                        file.row(
                            Arrays.asList(
                                r.personName(),
                                r.companyName(),
                                r.activity(),
                                r.phase() == null
                                    ? null
                                    : exports.say(
                                        "phase." + r.phase().toLowerCase(Locale.ROOT), locale),
                                exports.say(
                                    "leakage.way."
                                        + r.leak().toLowerCase(Locale.ROOT).replace('_', '-'),
                                    locale),
                                r.rival(),
                                r.createdAt(),
                                r.cost(),
                                r.amount()))));
  }

  private static Optional<By> by(String key) {
    return Stream.of(By.values()).filter(b -> b.key().equals(key)).findFirst();
  }
}
