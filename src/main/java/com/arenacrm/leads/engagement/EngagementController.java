package com.arenacrm.leads.engagement;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.leads.engagement.Engagement.Band;
import com.arenacrm.leads.engagement.Engagement.Done;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How keen leads are: what deeds are worth, and the deeds behind one lead's score. */
@Controller
class EngagementController {

  private static final int WEEKS = 12;

  /**
   * How keen somebody was at the end of a week.
   *
   * @param before the band a week earlier
   * @param did what they did in that week
   */
  record WeekLine(Instant at, int score, Band band, Band before, List<Done> did) {}

  private record Subject(UUID personId) {}

  private final Engagements engagements;
  private final JdbcClient jdbc;
  private final Clock clock;

  EngagementController(Engagements engagements, JdbcClient jdbc, Clock clock) {
    this.engagements = engagements;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @GetMapping("/leads/engagement")
  ModelAndView page(CurrentUser viewer) {
    EngagementRule rule = engagements.rule();
    return page(viewer, typed(rule), Map.of(), rule.version(), HttpStatus.OK);
  }

  private static Map<String, String> typed(EngagementRule rule) {
    Map<String, String> typed = new LinkedHashMap<>();
    typed.put("halfLife", String.valueOf(rule.halfLife()));
    for (Deed deed : Deed.values()) {
      typed.put(deed.name(), String.valueOf(rule.weight(deed)));
    }
    return typed;
  }

  private ModelAndView page(
      CurrentUser viewer,
      Map<String, String> typed,
      Map<String, String> wrong,
      int version,
      HttpStatus status) {
    ModelAndView page = new ModelAndView("leads/engagement");
    page.addObject("typed", typed);
    page.addObject("wrong", wrong);
    page.addObject("ruleVersion", version);
    page.addObject("deeds", Deed.values());
    page.addObject("bands", Band.values());
    page.addObject("mayChange", viewer.isMarketing());
    page.setStatus(status);
    return page;
  }

  /** Changes what deeds are worth and how soon that fades. */
  @PostMapping("/leads/engagement")
  ModelAndView change(
      CurrentUser actor, @RequestParam Map<String, String> form, RedirectAttributes next) {
    Map<String, String> typed = new LinkedHashMap<>();
    Map<String, String> wrong = new LinkedHashMap<>();
    int halfLife = number("halfLife", form, typed, wrong, 1, EngagementRule.LONGEST);
    Map<Deed, Integer> weights = new EnumMap<>(Deed.class);
    for (Deed deed : Deed.values()) {
      weights.put(deed, number(deed.name(), form, typed, wrong, 0, EngagementRule.MOST));
    }
    EngagementRule present = engagements.rule();
    String sent = FormReader.clean(form.get("version"));
    if (!wrong.isEmpty()) {
      return page(actor, typed, wrong, present.version(), HttpStatus.UNPROCESSABLE_CONTENT);
    }
    int version = sent.matches("[0-9]{1,9}") ? Integer.parseInt(sent) : -1;
    if (version != present.version() && typed.equals(typed(present))) {
      Flash.done(next, "engagement.changed");
      return new ModelAndView("redirect:/leads/engagement");
    }
    if (version != present.version()) {
      ModelAndView late = page(actor, typed, wrong, present.version(), HttpStatus.CONFLICT);
      late.addObject("present", typed(present));
      return late;
    }
    engagements.change(new EngagementRule(halfLife, weights, version), actor, clock.instant());
    Flash.done(next, "engagement.changed");
    return new ModelAndView("redirect:/leads/engagement");
  }

  private static int number(
      String field,
      Map<String, String> form,
      Map<String, String> typed,
      Map<String, String> wrong,
      int least,
      int most) {
    String text = FormReader.clean(form.get(field));
    typed.put(field, text);
    int number = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      wrong.put(field, least + "–" + most);
      return least;
    }
    return number;
  }

  /** Why this lead is as keen as it is, deed by deed, and how that went week by week. */
  @GetMapping("/leads/{id}/engagement")
  String ofLead(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Model model) {
    UUID person =
        jdbc.sql(
                "select l.person_id from leads.lead l where l.id = :id and "
                    + viewer.scope().condition("l.sales_owner_id"))
            .param("id", id)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .query(Subject.class)
            .optional()
            .orElseThrow(NotFoundException::new)
            .personId();
    Instant now = clock.instant();
    EngagementRule rule = engagements.rule();
    Instant first = now.minus(Duration.ofDays(7L * WEEKS));
    List<Done> deeds =
        engagements.deedsOf(new PersonId(person), rule, Engagements.horizon(rule, first));
    model.addAttribute("leadId", id);
    model.addAttribute("engagement", Engagement.at(now, deeds, rule));
    model.addAttribute("rule", rule);
    List<WeekLine> weeks = weeks(now, deeds, rule);
    model.addAttribute("weeks", weeks);
    model.addAttribute(
        "hasHistory", weeks.stream().anyMatch(w -> w.score() > 0 || w.band() != w.before()));
    model.addAttribute("panel", htmx != null);
    return htmx == null ? "leads/lead-engagement" : "leads/lead-engagement :: panel";
  }

  // Computed from the deeds, so that it is exact for any week, whatever the rule is now.
  private static List<WeekLine> weeks(Instant now, List<Done> deeds, EngagementRule rule) {
    List<WeekLine> weeks = new ArrayList<>();
    for (int back = 0; back < WEEKS; back++) {
      Instant end = now.minus(Duration.ofDays(7L * back));
      Instant start = end.minus(Duration.ofDays(7));
      Engagement then = Engagement.at(end, deeds, rule);
      weeks.add(
          new WeekLine(
              end,
              then.score(),
              then.band(),
              Engagement.at(start, deeds, rule).band(),
              deeds.stream()
                  .filter(d -> rule.weight(d.deed()) > 0)
                  .filter(d -> d.at().isAfter(start) && !d.at().isAfter(end))
                  .toList()));
    }
    return weeks;
  }
}
