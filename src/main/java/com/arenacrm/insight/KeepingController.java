package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.insight.KeepingReports.Part;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.shared.Quarter;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Whether customers come back, and what winning one costs beside keeping one (R020, R032). */
@Controller
@RequestMapping("/reports")
class KeepingController {

  /** Two years stand on a page. */
  private static final int QUARTERS = 8;

  /** How far back somebody may look, in quarters. */
  private static final int FARTHEST = 120;

  private final KeepingReports reports;
  private final Exports exports;
  private final Clock clock;

  KeepingController(KeepingReports reports, Exports exports, Clock clock) {
    this.reports = reports;
    this.exports = exports;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping("/keeping")
  String page(CurrentUser viewer, Filters filters, Model model) {
    Quarter now = now(viewer);
    Quarter shown = quarter(filters, now);
    model.addAttribute("lines", reports.lines(shown, QUARTERS, viewer));
    model.addAttribute("now", now);
    model.addAttribute("earlier", shown.plus(-QUARTERS));
    model.addAttribute(
        "later", shown.compareTo(now) < 0 ? earliest(shown.plus(QUARTERS), now) : null);
    model.addAttribute("currency", KeepingReports.currency(viewer));
    model.addAttribute("enough", KeepingLine.ENOUGH);
    model.addAttribute("quarter", shown);
    return "insight/keeping";
  }

  /** The sales or activities behind a number. */
  @GetMapping("/keeping/rows")
  String rows(
      CurrentUser viewer,
      Filters filters,
      @RequestParam String of,
      @RequestParam(defaultValue = "0") int first,
      Model model) {
    Part part = Part.of(of).orElseThrow(NotFoundException::new);
    Quarter shown = quarter(filters, now(viewer));
    KeepingReports.Rows rows = reports.rows(part, shown, Math.max(0, first), viewer);
    model.addAttribute("part", part);
    model.addAttribute("quarter", shown);
    model.addAttribute("rows", rows);
    model.addAttribute("currency", KeepingReports.currency(viewer));
    return "insight/keeping-rows";
  }

  /** The rows behind a number as a file. */
  @GetMapping("/keeping/rows/export")
  void rowsFile(
      CurrentUser viewer,
      Filters filters,
      @RequestParam String of,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Part part = Part.of(of).orElseThrow(NotFoundException::new);
    Quarter shown = quarter(filters, now(viewer));
    filters.orNoFile();
    boolean spend = part.isSpend();
    List<String> columns =
        spend
            ? List.of("coverage.row.what", "coverage.phase", "coverage.row.when", "keeping.spent")
            : List.of(
                "coverage.row.what",
                "customers.who",
                "coverage.row.when",
                "keeping.days.since",
                "keeping.amount");
    exports.send(
        response,
        viewer,
        locale,
        format,
        "keeping.part." + part.key(),
        columns,
        Exports.parts(
            first -> {
              KeepingReports.Rows rows = reports.rows(part, shown, first, viewer);
              return new Exports.Part<>(rows.rows(), rows.next());
            },
            r ->
                spend
                    ? Arrays.asList(
                        r.title(),
                        exports.say(
                            "phase." + String.valueOf(r.phase()).toLowerCase(Locale.ROOT), locale),
                        r.at(),
                        r.amount())
                    : Arrays.asList(r.title(), r.detail(), r.at(), r.days(), r.amount())));
  }

  /** The same numbers, for a spreadsheet. */
  @GetMapping("/keeping/export")
  void file(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Quarter shown = quarter(filters, now(viewer));
    filters.orNoFile();
    exports.send(
        response,
        viewer,
        locale,
        format,
        "keeping.title",
        List.of(
            "goals.quarter",
            "keeping.fresh",
            "keeping.fresh.amount",
            "keeping.fresh.customers",
            "keeping.repeats",
            "keeping.repeats.amount",
            "keeping.kept.customers",
            "keeping.buyers",
            "keeping.rate.unit",
            "keeping.days",
            "keeping.won-spend",
            "keeping.each.fresh",
            "keeping.kept-spend",
            "keeping.each.kept"),
        file -> {
          for (KeepingLine line : reports.lines(shown, QUARTERS, viewer)) {
            file.row(
                Arrays.asList(
                    line.quarter().toString(),
                    line.fresh(),
                    line.freshAmount(),
                    line.freshCustomers(),
                    line.repeats(),
                    line.repeatAmount(),
                    line.keptCustomers(),
                    line.buyers(),
                    line.rate().orElse(null),
                    line.days().orElse(null),
                    line.wonSpend(),
                    line.eachFresh().orElse(null),
                    line.keptSpend(),
                    line.eachKept().orElse(null)));
          }
        });
  }

  private Quarter now(CurrentUser viewer) {
    return Quarter.of(viewer.today(clock));
  }

  /** What has not begun is shown as the quarter that runs: nothing can have been sold in it. */
  private static Quarter quarter(Filters filters, Quarter now) {
    return filters.quarter("quarter", now.plus(-FARTHEST), now).orElse(now);
  }

  private static Quarter earliest(Quarter one, Quarter other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
