package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.identity.UserNames;
import com.arenacrm.insight.GoalReports.Board;
import com.arenacrm.insight.GoalReports.Rows;
import com.arenacrm.insight.forecast.Processes;
import com.arenacrm.planner.goals.Measure;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.shared.Quarter;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What both teams mean to reach in a quarter, shown to both alike (R035, R090). */
@Controller
class GoalReportController {

  private static final int QUARTERS_BACK = 8;
  private static final int QUARTERS_AHEAD = 4;

  /** How far off a quarter may be, in quarters. */
  private static final int FARTHEST = 80;

  private final GoalReports reports;
  private final UserNames userNames;
  private final Exports exports;
  private final Processes processes;
  private final Clock clock;

  GoalReportController(
      GoalReports reports, UserNames userNames, Exports exports, Processes processes, Clock clock) {
    this.reports = reports;
    this.userNames = userNames;
    this.exports = exports;
    this.processes = processes;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping("/reports/goals")
  String page(CurrentUser viewer, Filters filters, Model model) {
    LocalDate today = viewer.today(clock);
    Quarter now = Quarter.of(today);
    Quarter shown = quarter(filters, now);
    Board board = reports.board(shown, today, viewer);
    model.addAttribute("board", board);
    model.addAttribute("quarter", shown);
    model.addAttribute("isNow", shown.equals(now));
    model.addAttribute("begun", shown.daysBegun(today));
    model.addAttribute("days", shown.days());
    model.addAttribute(
        "quarters",
        Stream.iterate(now.plus(QUARTERS_AHEAD), q -> q.plus(-1))
            .limit(QUARTERS_AHEAD + 1 + QUARTERS_BACK)
            .toList());
    model.addAttribute("moved", board.agreed().moved());
    model.addAttribute("names", board.agreed().moved().isEmpty() ? Map.of() : userNames.all());
    model.addAttribute("processes", processes.several());
    return "insight/goals";
  }

  /** What was reached, row by row; the weeks for what is a mean of them. */
  @GetMapping("/reports/goals/rows")
  String rows(
      CurrentUser viewer,
      Filters filters,
      @RequestParam String measure,
      @RequestParam(defaultValue = "0") int first,
      Model model) {
    LocalDate today = viewer.today(clock);
    Quarter shown = quarter(filters, Quarter.of(today));
    Measure which = measure(measure);
    model.addAttribute("quarter", shown);
    model.addAttribute("measure", which);
    model.addAttribute("today", today);
    if (which.isShare()) {
      List<CoverageReport.WeekPoint> weeks = reports.weeks(shown);
      model.addAttribute("weeks", weeks);
      model.addAttribute("mean", GoalReports.mean(weeks, today, false).orElse(null));
      return "insight/goal-weeks";
    }
    Rows rows = reports.rows(which, shown, Math.max(0, first), viewer);
    model.addAttribute("rows", rows.rows());
    model.addAttribute("first", rows.first());
    model.addAttribute("all", rows.all());
    model.addAttribute("hidden", rows.hidden());
    model.addAttribute("sum", rows.sum());
    model.addAttribute("next", rows.next());
    model.addAttribute("currency", rows.currency());
    return "insight/goal-rows";
  }

  /** The rows behind what was reached as a file; of a share, there are none. */
  @GetMapping("/reports/goals/rows/export")
  void rowsFile(
      CurrentUser viewer,
      Filters filters,
      @RequestParam String measure,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Quarter shown = quarter(filters, Quarter.of(viewer.today(clock)));
    filters.orNoFile();
    Measure which = measure(measure);
    if (which.isShare()) {
      throw new NotFoundException();
    }
    exports.send(
        response,
        viewer,
        locale,
        format,
        "goals.measure." + which.key(),
        List.of(
            "coverage.row.what",
            "coverage.row.detail",
            "coverage.phase",
            "coverage.row.when",
            "goals.reached"),
        Exports.parts(
            first -> {
              Rows rows = reports.rows(which, shown, first, viewer);
              return new Exports.Part<>(rows.rows(), rows.next());
            },
            r ->
                Arrays.asList(
                    r.title(),
                    r.detail(),
                    r.phase() == null
                        ? null
                        : exports.say("phase." + r.phase().toLowerCase(Locale.ROOT), locale),
                    r.at(),
                    r.adds())));
  }

  private static Measure measure(String key) {
    return Stream.of(Measure.values())
        .filter(m -> m.key().equals(key))
        .findFirst()
        .orElseThrow(NotFoundException::new);
  }

  /** The numbers of a quarter, for a spreadsheet. */
  @GetMapping("/reports/goals/export")
  void file(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    LocalDate today = viewer.today(clock);
    Quarter shown = quarter(filters, Quarter.of(today));
    filters.orNoFile();
    Board board = reports.board(shown, today, viewer);
    exports.send(
        response,
        viewer,
        locale,
        format,
        "goals.tab",
        List.of(
            "goals.quarter",
            "goals.what",
            "goals.unit",
            "goals.planned",
            "goals.reached",
            "goals.forecast"),
        file ->
            board
                .lines()
                .forEach(
                    line ->
                        file.row(
                            Arrays.asList(
                                shown.toString(),
                                exports.say("goals.measure." + line.measure().key(), locale),
                                line.measure().isMoney()
                                    ? board.currency()
                                    : line.measure().isShare() ? "%" : null,
                                line.target(),
                                line.reached(),
                                line.forecast()))));
  }

  private static Quarter quarter(Filters filters, Quarter now) {
    return filters.quarter("quarter", now.plus(-FARTHEST), now.plus(FARTHEST)).orElse(now);
  }
}
