package com.arenacrm.insight.buyers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Exports;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Flash;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/** Who really buys: what can be claimed, what was looked at, and the cases behind each number. */
@Controller
@RequestMapping("/reports/buyers")
class BuyersController {

  private final BuyersReports reports;
  private final StudyFields fields;
  private final Exports exports;
  private final Clock clock;

  BuyersController(BuyersReports reports, StudyFields fields, Exports exports, Clock clock) {
    this.reports = reports;
    this.fields = fields;
    this.exports = exports;
    this.clock = clock;
  }

  @GetMapping
  String page(CurrentUser viewer, Filters filters, Model model) {
    Outcome outcome = filters.read("what", Outcome::of).orElse(Outcome.DEALS);
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
    model.addAttribute("mayDecide", viewer.isMarketing() || viewer.isManager());
    boolean writes = viewer.isMarketing() && !study.findings().isEmpty();
    model.addAttribute("profiles", writes ? reports.profiles() : null);
    return "insight/buyers";
  }

  /** Counts a fact in, leaves it out, or leaves it to the check, for the whole company. */
  @PostMapping("/fields")
  String decide(
      CurrentUser actor,
      @RequestParam(defaultValue = "deals") String what,
      @RequestParam String field,
      @RequestParam String use,
      RedirectAttributes next) {
    Outcome outcome = Outcome.of(what).orElse(Outcome.DEALS);
    if (!reports.study(outcome, actor, clock.instant()).knows(field)) {
      throw new NotFoundException();
    }
    Boolean used =
        switch (use) {
          case "yes" -> Boolean.TRUE;
          case "no" -> Boolean.FALSE;
          default -> null;
        };
    Boolean before = fields.decide(field, used, actor, clock.instant());
    Flash.done(next, "buyers.field.decided");
    Flash.undo(
        next,
        UriComponentsBuilder.fromPath("/reports/buyers/fields")
            .queryParam("what", "{what}")
            .queryParam("field", "{field}")
            .queryParam("use", before == null ? "check" : before ? "yes" : "no")
            .encode()
            .buildAndExpand(outcome.key(), field)
            .toUriString());
    return "redirect:/reports/buyers?what=" + outcome.key();
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
      @RequestParam(required = false) @Nullable String source,
      @RequestParam(defaultValue = "0") int first,
      Model model) {
    Outcome outcome = Outcome.of(what).orElseThrow(NotFoundException::new);
    BuyersReports.Rows rows =
        reports.rows(
            outcome,
            field,
            value,
            others,
            yes,
            source,
            Math.max(0, first),
            viewer,
            clock.instant());
    model.addAttribute("outcome", outcome);
    model.addAttribute(
        "trait",
        field == null
            ? null
            : new Trait(field, value == null ? List.of() : List.of(Trait.Value.asked(value))));
    model.addAttribute("value", value);
    model.addAttribute("asked", value == null ? null : Trait.Value.asked(value));
    model.addAttribute("others", others);
    model.addAttribute("yes", yes);
    model.addAttribute("source", source);
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
      @RequestParam(required = false) @Nullable String source,
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
                  reports.rows(
                      outcome, field, value, others, yes, source, first, viewer, clock.instant());
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
