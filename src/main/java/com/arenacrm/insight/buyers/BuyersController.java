package com.arenacrm.insight.buyers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.platform.ListFile;
import com.arenacrm.platform.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who really buys: what can be claimed, what was looked at, and the cases behind each number. */
@Controller
@RequestMapping("/reports/buyers")
class BuyersController {

  private final BuyersReports reports;
  private final Exports exports;
  private final Clock clock;

  BuyersController(BuyersReports reports, Exports exports, Clock clock) {
    this.reports = reports;
    this.exports = exports;
    this.clock = clock;
  }

  @GetMapping
  String page(CurrentUser viewer, @RequestParam(defaultValue = "deals") String what, Model model) {
    Outcome outcome = Outcome.of(what).orElse(Outcome.DEALS);
    Study study = reports.study(outcome, viewer, clock.instant());
    model.addAttribute("outcome", outcome);
    model.addAttribute("outcomes", Outcome.values());
    model.addAttribute("study", study);
    model.addAttribute("least", Study.LEAST_CASES);
    model.addAttribute("leastEach", Study.LEAST_EACH);
    model.addAttribute("leastOfValue", Study.LEAST_OF_VALUE);
    model.addAttribute("leastCustomers", Study.LEAST_CUSTOMERS);
    model.addAttribute("openDays", Outcome.OPEN_DAYS);
    model.addAttribute("narrowed", !viewer.scope().all());
    boolean writes = viewer.isMarketing() && !study.findings().isEmpty();
    model.addAttribute("profiles", writes ? reports.profiles() : null);
    return "insight/buyers";
  }

  /** The cases behind a number. */
  @GetMapping("/rows")
  String rows(
      CurrentUser viewer,
      @RequestParam String what,
      @RequestParam(required = false) @Nullable String field,
      @RequestParam(required = false) @Nullable String value,
      @RequestParam(defaultValue = "false") boolean others,
      @RequestParam(required = false) @Nullable Boolean yes,
      @RequestParam(defaultValue = "0") int first,
      Model model) {
    Outcome outcome = Outcome.of(what).orElseThrow(NotFoundException::new);
    BuyersReports.Rows rows =
        reports.rows(
            outcome, field, value, others, yes, Math.max(0, first), viewer, clock.instant());
    model.addAttribute("outcome", outcome);
    model.addAttribute("trait", field == null ? null : new Trait(field, List.of()));
    model.addAttribute("value", value);
    model.addAttribute("asked", value == null ? null : Trait.Value.asked(value));
    model.addAttribute("others", others);
    model.addAttribute("yes", yes);
    model.addAttribute("rows", rows.rows());
    model.addAttribute("first", rows.first());
    model.addAttribute("all", rows.all());
    model.addAttribute("next", rows.next());
    return "insight/buyers-rows";
  }

  /** The same cases as a file. */
  @GetMapping("/rows/export")
  void rowsFile(
      CurrentUser viewer,
      @RequestParam String what,
      @RequestParam(required = false) @Nullable String field,
      @RequestParam(required = false) @Nullable String value,
      @RequestParam(defaultValue = "false") boolean others,
      @RequestParam(required = false) @Nullable Boolean yes,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    Outcome outcome = Outcome.of(what).orElseThrow(NotFoundException::new);
    exports.send(
        response,
        viewer,
        locale,
        format,
        "buyers.cases." + outcome.key(),
        List.of("coverage.row.what", "coverage.row.detail", "buyers.outcome", "coverage.row.when"),
        Exports.parts(
            first -> {
              BuyersReports.Rows rows =
                  reports.rows(outcome, field, value, others, yes, first, viewer, clock.instant());
              return new Exports.Part<>(rows.rows(), rows.next());
            },
            r ->
                Arrays.asList(
                    r.title(),
                    r.detail(),
                    exports.say("buyers.one." + (r.yes() ? "yes." : "no.") + outcome.key(), locale),
                    r.at())));
  }
}
