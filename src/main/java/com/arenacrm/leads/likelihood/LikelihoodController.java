package com.arenacrm.leads.likelihood;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.NotFoundException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How likely leads are to buy: how well that is known, from what, and why of each lead. */
@Controller
class LikelihoodController {

  private static final int MOST_PUSHES = 8;

  /**
   * A fact on the page.
   *
   * @param decision what somebody said of it; null when nobody did
   */
  record FieldRow(
      String field,
      boolean used,
      LeakCheck.@Nullable Suspicion suspicion,
      @Nullable Boolean decision) {}

  /**
   * A push as the page shows it.
   *
   * @param points whole ones, so that what is shown adds up to the likelihood
   */
  record Part(Knowledge.Push push, int points) {}

  private record Subject(String stage, @Nullable Integer likelihood) {}

  private final Learnings learnings;
  private final Captures captures;
  private final MessageSource messages;
  private final JdbcClient jdbc;
  private final Clock clock;

  LikelihoodController(
      Learnings learnings,
      Captures captures,
      MessageSource messages,
      JdbcClient jdbc,
      Clock clock) {
    this.learnings = learnings;
    this.captures = captures;
    this.messages = messages;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @GetMapping("/leads/likelihood")
  String page(CurrentUser viewer, Locale locale, Model model) {
    List<Learning> history = learnings.newest();
    Learning newest = history.isEmpty() ? null : history.get(0);
    model.addAttribute("learning", newest);
    model.addAttribute("history", history);
    model.addAttribute("asked", learnings.isAsked());
    model.addAttribute("rows", newest == null ? List.of() : fields(newest));
    model.addAttribute("words", new FactWords(messages, locale));
    model.addAttribute("fewest", Verdict.FEWEST_OUTCOMES);
    model.addAttribute("fewestEach", Verdict.FEWEST_OF_EACH);
    model.addAttribute("openDays", Lessons.OPEN_DAYS);
    model.addAttribute("mayLearn", mayLearn(viewer));
    // Learned from all leads; whoever sees some of them only would be led to other numbers.
    model.addAttribute("linked", viewer.scope().all());
    return "leads/likelihood";
  }

  private static boolean mayLearn(CurrentUser viewer) {
    return viewer.isMarketing() || viewer.isManager();
  }

  // What is left out first, the doubtful before the useless; then what is used.
  private List<FieldRow> fields(Learning learning) {
    Map<String, Boolean> decisions = learnings.decisions();
    Set<String> without = Learnings.without(learning.doubts(), decisions);
    List<FieldRow> rows = new ArrayList<>();
    for (String field : learning.fields()) {
      rows.add(
          new FieldRow(
              field, !without.contains(field), learning.doubts().get(field), decisions.get(field)));
    }
    rows.sort(
        Comparator.comparing(
                (FieldRow r) -> r.suspicion() == null ? 2 : r.suspicion().doubt().leak() ? 0 : 1)
            .thenComparing(FieldRow::field));
    return rows;
  }

  /** Asks for learning now. */
  @PostMapping("/leads/likelihood/learning")
  String learn(CurrentUser actor, RedirectAttributes next) {
    learnings.ask(actor, clock.instant());
    Flash.done(next, "likelihood.asked");
    return "redirect:/leads/likelihood";
  }

  /** Puts a fact back, takes it out, or leaves it to the leak check. */
  @PostMapping("/leads/likelihood/fields")
  String decide(
      CurrentUser actor,
      @RequestParam String field,
      @RequestParam String use,
      RedirectAttributes next) {
    List<Learning> history = learnings.newest();
    if (history.isEmpty() || !history.get(0).fields().contains(field)) {
      throw new NotFoundException();
    }
    Boolean used =
        switch (use) {
          case "yes" -> Boolean.TRUE;
          case "no" -> Boolean.FALSE;
          default -> null;
        };
    learnings.decide(field, used, actor, clock.instant());
    Flash.done(next, "likelihood.decided");
    return "redirect:/leads/likelihood";
  }

  /** Why this lead is as likely to buy as it is. */
  @GetMapping("/leads/{id}/likelihood")
  String ofLead(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      Locale locale,
      Model model) {
    Subject lead =
        jdbc.sql(
                "select l.stage, l.likelihood from leads.lead l where l.id = :id and "
                    + viewer.scope().condition("l.sales_owner_id"))
            .param("id", id)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .query(Subject.class)
            .optional()
            .orElseThrow(NotFoundException::new);
    Optional<Knowledge> knowledge =
        lead.stage().equals("ENDED") ? Optional.empty() : learnings.knowledge();
    List<Learning> history = learnings.newest();
    model.addAttribute("verdict", history.isEmpty() ? "NONE" : history.get(0).verdict().name());
    model.addAttribute("leadId", id);
    model.addAttribute("ended", lead.stage().equals("ENDED"));
    model.addAttribute("words", new FactWords(messages, locale));
    knowledge.ifPresent(
        known -> {
          Map<String, String> facts = captures.of(id);
          List<Knowledge.Push> pushes = known.pushes(facts);
          int likelihood = (int) Math.round(100 * known.likelihood(facts));
          int usual = (int) Math.round(100 * known.usual());
          List<Part> parts =
              parts(pushes.subList(0, Math.min(MOST_PUSHES, pushes.size())), known.usual());
          model.addAttribute("likelihood", likelihood);
          model.addAttribute("usual", usual);
          model.addAttribute("parts", parts);
          model.addAttribute(
              "rest", likelihood - usual - parts.stream().mapToInt(Part::points).sum());
        });
    return htmx == null ? "leads/lead-likelihood" : "leads/lead-likelihood :: panel";
  }

  /** Rounded as a whole, so that no point is lost or won between them. */
  static List<Part> parts(List<Knowledge.Push> pushes, double usual) {
    List<Part> parts = new ArrayList<>();
    double reached = 100 * usual;
    for (Knowledge.Push push : pushes) {
      double next = reached + push.points();
      parts.add(new Part(push, (int) (Math.round(next) - Math.round(reached))));
      reached = next;
    }
    return parts;
  }
}
