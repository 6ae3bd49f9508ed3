package com.arenacrm.pipeline;

import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.qualification.Judgements;
import com.arenacrm.pipeline.Acceptances.Into;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Sales takes a lead that marketing has handed over: it becomes a deal, or joins one. */
@Controller
class AcceptanceController {

  private static final int LONGEST_STEP = 300;

  private final Acceptances acceptances;
  private final DealLists lists;
  private final DayQueue queue;
  private final DealDesk desk;
  private final UserNames userNames;
  private final Clock clock;

  AcceptanceController(
      Acceptances acceptances,
      DealLists lists,
      DayQueue queue,
      DealDesk desk,
      UserNames userNames,
      Clock clock) {
    this.acceptances = acceptances;
    this.lists = lists;
    this.queue = queue;
    this.desk = desk;
    this.userNames = userNames;
    this.clock = clock;
  }

  /**
   * Accepts with the first step and its day as chosen on the packet; where they are not given, asks
   * for them, with the step that marketing suggested filled in.
   *
   * @param into the deal to join, or {@code new}; left out, the newest one of this person with the
   *     same customer is joined, if there is one
   */
  @PostMapping("/pipeline/handoffs/{handoff}/acceptance")
  ModelAndView accept(
      CurrentUser actor,
      HtmxRequest htmx,
      @PathVariable UUID handoff,
      @RequestParam(defaultValue = "") String into,
      @RequestParam(defaultValue = "") String nextStep,
      @RequestParam(defaultValue = "") String nextStepOn,
      @RequestParam Map<String, String> sent,
      RedirectAttributes next) {
    HandoffId id = new HandoffId(handoff);
    Instant now = clock.instant();
    Into target = target(into);
    Plan chosen = plan(nextStep, nextStepOn, actor.today(clock));
    Map<String, Boolean> checks = Judgements.readChecks(sent);
    try {
      Once.make(
          () -> acceptances.acceptedAs(id).isPresent(),
          () -> acceptances.accept(id, target, chosen, checks, actor, now));
    } catch (RefusedException e) {
      if (htmx.isHtmxRequest()) {
        ModelAndView row = new ModelAndView("pipeline/day :: gone");
        row.addObject("why", e.messageKey());
        row.addObject("whyArguments", e.arguments());
        row.addObject("goneId", handoff);
        return row;
      }
      Flash.refused(next, e);
      return new ModelAndView("redirect:/pipeline/day");
    }
    UUID deal = acceptances.acceptedAs(id).orElseThrow(NotFoundException::new).id();
    Idleness idleness = desk.idleness(now);
    // Somebody else may have been quicker, and their deal is not for everybody to see.
    List<DealRow> rows = lists.rows(List.of(deal), actor, idleness);
    if (rows.isEmpty()) {
      throw new NotFoundException();
    }
    Acceptances.Way way = acceptances.way(id);
    if (way.joined()) {
      return joined(rows.get(0), way, handoff, actor, htmx, next);
    }
    if (!htmx.isHtmxRequest()) {
      Flash.done(next, "day.accepted", rows.get(0).customer());
      return new ModelAndView(
          "redirect:/pipeline/opportunities/"
              + deal
              + (chosen == null ? "?form=" + StepForm.FIRST + "#next" : ""));
    }
    List<QuickPick> picks = QuickPick.from(idleness.today(), idleness.calendar());
    ModelAndView row = new ModelAndView("pipeline/day :: deal");
    row.addObject("item", queue.item(rows.get(0)));
    row.addObject("accepted", true);
    row.addObject("openRow", deal);
    row.addObject("form", StepForm.of(rows.get(0), StepForm.FIRST, "day", "/pipeline/day", picks));
    row.addObject("picks", picks);
    row.addObject("kinds", InteractionKind.values());
    row.addObject("results", InteractionResult.values());
    row.addObject("mayWrite", true);
    return row;
  }

  /** The deals that a waiting lead may join, for the page of its packet; nothing where none is. */
  @GetMapping("/pipeline/handoffs/{handoff}/deals")
  ModelAndView deals(CurrentUser viewer, @PathVariable UUID handoff) {
    Instant now = clock.instant();
    ModelAndView page = new ModelAndView("pipeline/day :: into");
    page.addObject("deals", queue.open(new HandoffId(handoff), viewer, desk.idleness(now), now));
    page.addObject("ownerNames", userNames.all());
    return page;
  }

  /** It joined a deal, which has a next step already: none is asked for. */
  private ModelAndView joined(
      DealRow deal,
      Acceptances.Way way,
      UUID handoff,
      CurrentUser actor,
      HtmxRequest htmx,
      RedirectAttributes next) {
    String who = way.person() == null ? "—" : way.person();
    boolean others = deal.owner() != null && !deal.owner().equals(actor.id().id());
    String key =
        way.left() == null ? "day.joined.step" : others ? "day.joined.told" : "day.joined.task";
    String step = way.left() != null ? way.left() : deal.nextStep() == null ? "—" : deal.nextStep();
    String owner = others ? userNames.all().getOrDefault(deal.owner(), "—") : "";
    Object[] arguments = {who, deal.name(), step, owner};
    if (!htmx.isHtmxRequest()) {
      Flash.done(next, key, arguments);
      return new ModelAndView("redirect:/pipeline/opportunities/" + deal.id());
    }
    ModelAndView row = new ModelAndView("pipeline/day :: joined");
    row.addObject("goneId", handoff);
    row.addObject("deal", deal);
    row.addObject("why", key);
    row.addObject("whyArguments", arguments);
    return row;
  }

  /**
   * The first step as chosen; null where a part of it is missing, cannot be read, is past or too
   * far.
   */
  private static @Nullable Plan plan(String step, String on, LocalDate today) {
    String what = FormReader.clean(step);
    return what.isEmpty() || what.length() > LONGEST_STEP
        ? null
        : FormReader.parseDate(FormReader.clean(on))
            .filter(day -> !day.isBefore(today) && !Plan.isTooFar(day, today))
            .map(day -> Plan.step(what, day))
            .orElse(null);
  }

  private static Into target(String into) {
    if (into.isEmpty()) {
      return new Into.Newest();
    }
    if (into.equals("new")) {
      return new Into.New();
    }
    try {
      return new Into.This(new OpportunityId(UUID.fromString(into)));
    } catch (IllegalArgumentException e) {
      throw new NotFoundException();
    }
  }
}
