package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.insight.CoverageReport.Line;
import com.arenacrm.insight.CoverageReports.ProfileChoice;
import com.arenacrm.insight.CoverageReports.Rows;
import com.arenacrm.insight.forecast.Processes;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Hourglass;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.shared.Week;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The weekly hourglass-coverage report: page, the rows behind each number, CSV. */
@Controller
@RequestMapping("/reports")
class CoverageController {

  private final CoverageReports reports;
  private final Exports exports;
  private final MessageSource messages;
  private final Processes processes;
  private final Clock clock;

  CoverageController(
      CoverageReports reports,
      Exports exports,
      MessageSource messages,
      Processes processes,
      Clock clock) {
    this.reports = reports;
    this.exports = exports;
    this.messages = messages;
    this.processes = processes;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping("/coverage")
  ModelAndView page(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable String week,
      Filters filters,
      Locale locale,
      Model model) {
    Optional<Week> asked = week(week, viewer);
    if (asked.isEmpty()) {
      return noSuchWeek(String.valueOf(week));
    }
    List<ProfileChoice> profiles = reports.profiles();
    UUID chosen = filters.read("profile", text -> profileOf(text, profiles)).orElse(null);
    CoverageReport report = reports.of(asked.get(), chosen, profiles, viewer);
    model.addAttribute("report", report);
    model.addAttribute("coverage", report.coverage());
    model.addAttribute("plannedCoverage", report.plannedCoverage());
    model.addAttribute("balance", report.balance());
    model.addAttribute("total", report.total());
    model.addAttribute("today", report.today());
    model.addAttribute("previous", report.trend().get(CoverageReports.TREND_WEEKS - 2));
    model.addAttribute("week", asked.get());
    model.addAttribute("thisWeek", viewer.thisWeek(clock));
    model.addAttribute(
        "weeks", Stream.iterate(viewer.thisWeek(clock).plus(4), Week::previous).limit(30).toList());
    model.addAttribute("profiles", profiles);
    model.addAttribute("profile", chosen);
    model.addAttribute(
        "byMacro",
        filters
            .read("by", text -> Optional.of(text).filter(List.of("4", "7")::contains))
            .filter("4"::equals)
            .isPresent());
    model.addAttribute("trend", Trend.draw(report.trend()));
    model.addAttribute("glass", Hourglass.draw(shares(report), messages, locale));
    model.addAttribute("figures", Figure.values());
    model.addAttribute("plannedFigure", Figure.PLANNED);
    model.addAttribute("doneFigure", Figure.DONE);
    model.addAttribute("spentFigure", Figure.INVESTMENT_SPENT);
    model.addAttribute("intentFigure", Figure.SIGNALS_INTENT);
    model.addAttribute("closingFigure", Figure.SIGNALS_CLOSING);
    model.addAttribute("advanceFigure", Figure.SIGNALS_ADVANCE);
    model.addAttribute("wonFigure", Figure.AMOUNT_WON);
    model.addAttribute("dealsFigure", Figure.DEALS_WON);
    model.addAttribute("repeatsFigure", Figure.REPEATS);
    model.addAttribute("processes", processes.several());
    return new ModelAndView("insight/coverage");
  }

  /** The rows of one number; they add up to it. */
  @GetMapping("/coverage/rows")
  ModelAndView rows(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable String week,
      @RequestParam(defaultValue = "") String profile,
      @RequestParam String figure,
      @RequestParam(defaultValue = Behind.ALL) String phase,
      @RequestParam(defaultValue = "0") int first,
      Model model) {
    Optional<Week> asked = week(week, viewer);
    if (asked.isEmpty()) {
      return noSuchWeek(String.valueOf(week));
    }
    Figure number = Figure.of(figure).orElseThrow(NotFoundException::new);
    Behind behind = Behind.parse(phase).orElseThrow(NotFoundException::new);
    UUID chosen = profile(profile, reports.profiles());
    Rows behindIt = reports.rows(asked.get(), chosen, number, behind, Math.max(0, first), viewer);
    model.addAttribute("rows", behindIt.rows());
    model.addAttribute("first", behindIt.first());
    model.addAttribute("all", behindIt.all());
    model.addAttribute("hidden", behindIt.hidden());
    model.addAttribute("since", behindIt.since());
    model.addAttribute("gone", behindIt.gone());
    model.addAttribute("sum", behindIt.sum());
    model.addAttribute("kept", behindIt.keptSum());
    model.addAttribute("next", behindIt.next());
    model.addAttribute("figure", number);
    model.addAttribute("untouched", number.isSignal() && behind.name().equals(Behind.NONE));
    model.addAttribute("behind", behind);
    model.addAttribute("week", asked.get());
    model.addAttribute("profile", chosen);
    return new ModelAndView("insight/coverage-rows");
  }

  /** The rows behind a number as a file. */
  @GetMapping("/coverage/rows/export")
  void rowsFile(
      CurrentUser viewer,
      @RequestParam String week,
      @RequestParam(defaultValue = "") String profile,
      @RequestParam String figure,
      @RequestParam(defaultValue = Behind.ALL) String phase,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Week asked = week(week, viewer).orElseThrow(NotFoundException::new);
    Figure number = Figure.of(figure).orElseThrow(NotFoundException::new);
    Behind behind = Behind.parse(phase).orElseThrow(NotFoundException::new);
    UUID chosen = profile(profile, reports.profiles());
    exports.send(
        response,
        viewer,
        locale,
        format,
        "figure." + number.key() + ".long",
        List.of(
            "coverage.row.what",
            "coverage.row.detail",
            "coverage.phase",
            "coverage.row.when",
            "figure." + number.key()),
        Exports.parts(
            first -> {
              Rows rows = reports.rows(asked, chosen, number, behind, first, viewer);
              return new Exports.Part<>(rows.rows(), rows.next());
            },
            r -> Arrays.asList(r.title(), r.detail(), phase(r.phase(), locale), r.at(), r.adds())));
  }

  private @Nullable String phase(@Nullable String phase, Locale locale) {
    return phase == null ? null : exports.say("phase." + phase.toLowerCase(Locale.ROOT), locale);
  }

  /**
   * The seven phases as comma-separated values: in codes for programs, or in the reader's words and
   * separators with what no activity brought and the total.
   */
  @GetMapping("/coverage.csv")
  void csv(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable String week,
      @RequestParam(defaultValue = "") String profile,
      Locale locale,
      HttpServletResponse response)
      throws IOException {
    Optional<Week> asked = week(week, viewer);
    List<ProfileChoice> profiles = reports.profiles();
    Optional<UUID> chosen = profileOf(profile, profiles);
    if (asked.isEmpty() || (chosen.isEmpty() && !profile.isBlank())) {
      response.setStatus(HttpStatus.BAD_REQUEST.value());
      response.setContentType("text/plain;charset=UTF-8");
      String key = asked.isEmpty() ? "coverage.week.none" : "coverage.profile.none";
      String what = asked.isEmpty() ? String.valueOf(week) : profile;
      response.getWriter().println(messages.getMessage(key, new Object[] {what}, locale));
      return;
    }
    CoverageReport report = reports.of(asked.get(), chosen.orElse(null), profiles, viewer);
    response.setContentType("text/csv;charset=UTF-8");
    response.setHeader(
        "Content-Disposition", "attachment; filename=\"arena-" + asked.get() + ".csv\"");
    PrintWriter out = response.getWriter();
    out.print("phase,applicable");
    Figure.ofCsv().forEach(f -> out.print("," + f.key()));
    out.print("\r\n");
    for (Line line : report.lines()) {
      out.print(Objects.requireNonNull(line.phase()).name() + "," + line.applies());
      for (Figure figure : Figure.ofCsv()) {
        out.print("," + plain(line.value(figure)));
      }
      out.print("\r\n");
    }
  }

  /** The report of a week in words, as its page shows it. */
  @GetMapping("/coverage/export")
  void export(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable String week,
      @RequestParam(defaultValue = "") String profile,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Week asked = week(week, viewer).orElseThrow(NotFoundException::new);
    List<ProfileChoice> profiles = reports.profiles();
    CoverageReport report = reports.of(asked, profile(profile, profiles), profiles, viewer);
    List<String> head = new ArrayList<>();
    head.add(say("coverage.phase", locale));
    head.add(say("coverage.csv.applies", locale));
    for (Figure figure : Figure.values()) {
      String money = figure.isMoney() ? " " + viewer.company().currency().getCurrencyCode() : "";
      head.add(say("figure." + figure.key() + ".long", locale) + money);
    }
    exports.send(
        response,
        viewer,
        locale,
        format,
        "coverage.title",
        List.of(),
        head,
        report.lines().size() + 2,
        file -> {
          for (Line line : report.lines()) {
            file.row(
                cells(
                    say("phase." + Objects.requireNonNull(line.phase()).key(), locale),
                    say("coverage.csv.applies." + line.applies(), locale),
                    line));
          }
          file.row(cells(say("coverage.unattributed", locale), "", report.unattributed()));
          file.row(cells(say("coverage.total", locale), "", report.total()));
        });
  }

  private static List<Object> cells(String name, String applies, Line line) {
    List<Object> cells = new ArrayList<>(List.of(name, applies));
    for (Figure figure : Figure.values()) {
      cells.add(ListFile.shortest(line.value(figure)));
    }
    return cells;
  }

  private String say(String key, Locale locale) {
    return messages.getMessage(key, null, locale);
  }

  private Optional<Week> week(@Nullable String text, CurrentUser viewer) {
    return text == null || text.isBlank()
        ? Optional.of(viewer.thisWeek(clock))
        : Week.parse(text.strip());
  }

  private static @Nullable UUID profile(String text, List<ProfileChoice> profiles) {
    if (text.isBlank()) {
      return null;
    }
    return profileOf(text, profiles).orElseThrow(NotFoundException::new);
  }

  private static Optional<UUID> profileOf(String text, List<ProfileChoice> profiles) {
    return profiles.stream()
        .map(ProfileChoice::id)
        .filter(id -> id.toString().equals(text.strip()))
        .findFirst();
  }

  private static ModelAndView noSuchWeek(String text) {
    ModelAndView page = new ModelAndView("insight/no-week", "asked", text);
    page.setStatus(HttpStatus.BAD_REQUEST);
    return page;
  }

  private static List<Hourglass.Share> shares(CoverageReport report) {
    return report.lines().stream()
        .map(
            line ->
                new Hourglass.Share(
                    Objects.requireNonNull(line.phase()),
                    line.applies(),
                    line.value(Figure.DONE).intValue(),
                    line.value(Figure.PLANNED).intValue()))
        .collect(Collectors.toList());
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
