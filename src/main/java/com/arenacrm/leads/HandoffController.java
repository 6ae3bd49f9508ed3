package com.arenacrm.leads;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.clock.ResponseClocks;
import com.arenacrm.leads.qualification.Judgements;
import com.arenacrm.lists.ListState;
import com.arenacrm.lists.Neighbourhood;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Handing a lead to a seller, the packet that the seller reads, and returning it. */
@Controller
class HandoffController {

  private static final int USUAL_PAUSE_DAYS = 5;

  private final Handoffs handoffs;
  private final HandoffRecords records;
  private final Leads leads;
  private final LeadPages pages;
  private final Judgements judgements;
  private final UserNames userNames;
  private final ResponseClocks clocks;
  private final Organizations organizations;
  private final Neighbourhood neighbourhood;
  private final Clock clock;

  HandoffController(
      Handoffs handoffs,
      HandoffRecords records,
      Leads leads,
      LeadPages pages,
      Judgements judgements,
      UserNames userNames,
      ResponseClocks clocks,
      Organizations organizations,
      Neighbourhood neighbourhood,
      Clock clock) {
    this.handoffs = handoffs;
    this.records = records;
    this.leads = leads;
    this.pages = pages;
    this.judgements = judgements;
    this.userNames = userNames;
    this.clocks = clocks;
    this.organizations = organizations;
    this.neighbourhood = neighbourhood;
    this.clock = clock;
  }

  @PostMapping("/leads/{lead}/handoffs")
  String handOver(
      CurrentUser actor,
      @PathVariable UUID lead,
      @RequestParam UUID id,
      @RequestParam(required = false) @Nullable UUID seller,
      @RequestParam(defaultValue = "") String why,
      @RequestParam(defaultValue = "") String promised,
      @RequestParam(defaultValue = "") String firstStep,
      RedirectAttributes next) {
    Lead known = leads.seen(new LeadId(lead), actor);
    String reason = FormReader.clean(why);
    String step = FormReader.clean(firstStep);
    String promise = FormReader.clean(promised);
    if (reason.isEmpty() || step.isEmpty() || reason.length() > 2000 || step.length() > 500) {
      Flash.refused(next, "handoff.packet.required");
      next.addFlashAttribute("typedWhy", reason);
      next.addFlashAttribute("typedStep", step);
      next.addFlashAttribute("typedPromised", promise);
      return "redirect:/leads/" + lead + "#handoff";
    }
    HandoffId handoff = new HandoffId(id);
    try {
      Once.make(
          () -> records.findById(handoff).isPresent(),
          () ->
              handoffs.handOver(
                  known.id(),
                  handoff,
                  seller == null ? null : new UserId(seller),
                  new Handoff.Packet(
                      reason,
                      promise.isEmpty()
                          ? null
                          : promise.substring(0, Math.min(2000, promise.length())),
                      step),
                  actor.id(),
                  clock.instant()));
      Optional<UserId> to = records.findById(handoff).orElseThrow().to();
      if (to.isPresent()) {
        Flash.done(next, "handoff.done", userNames.all().get(to.get().id()));
      } else {
        Flash.done(next, "handoff.done.queue");
      }
    } catch (RefusedException e) {
      Flash.refused(next, e);
      next.addFlashAttribute("typedWhy", reason);
      next.addFlashAttribute("typedStep", step);
      next.addFlashAttribute("typedPromised", promise);
      return "redirect:/leads/" + lead + "#handoff";
    }
    return "redirect:/leads/" + lead;
  }

  /** What the seller reads before answering. */
  @GetMapping("/leads/handoffs/{id}")
  String packet(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(name = ListState.PARAMETER, required = false) @Nullable String from,
      Model model) {
    Handoff handoff = handoffs.get(new HandoffId(id), viewer);
    Lead lead = leads.findById(handoff.lead()).orElseThrow(NotFoundException::new);
    pages.fill(model, lead, viewer, clock.instant());
    model.addAttribute("handoff", handoff);
    model.addAttribute(
        "place",
        WaitingList.named(from, WaitingList.POOL)
            .map(s -> neighbourhood.of(id, s, WaitingList.source(s, viewer)))
            .orElse(null));
    Map<String, Boolean> checks = judgements.checksOf(handoff.id().id());
    if (!model.containsAttribute("typedChecks")) {
      model.addAttribute("typedChecks", checks);
    }
    model.addAttribute("checks", checks);
    model.addAttribute("clock", clocks.read(handoff.id(), clock.instant()));
    model.addAttribute(
        "mine",
        handoff.to().filter(to -> to.equals(viewer.id()) || viewer.isManager()).isPresent());
    model.addAttribute("pauseUntil", pauseUntil(viewer));
    return "leads/handoff";
  }

  /** Five working days from now, which is what most customers ask for. */
  private LocalDate pauseUntil(CurrentUser viewer) {
    LocalDate day = viewer.today(clock);
    for (int i = 0; i < USUAL_PAUSE_DAYS; i++) {
      day = organizations.current().calendar().nextWorkingDay(day);
    }
    return day;
  }

  /** Stops the clock while we wait for the customer. */
  @PostMapping("/leads/handoffs/{id}/pause")
  String pause(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String until,
      @RequestParam(defaultValue = "") String note,
      RedirectAttributes next) {
    Handoff handoff = handoffs.answerable(new HandoffId(id), actor);
    String text = FormReader.clean(note);
    Optional<LocalDate> day = FormReader.parseDate(FormReader.clean(until));
    try {
      if (day.isEmpty() || text.length() > 500) {
        throw new RefusedException(day.isEmpty() ? "date.invalid" : "clock.pause.note.long");
      }
      clocks.pause(handoff.id(), day.get(), text.isEmpty() ? null : text, actor, clock.instant());
      Flash.done(next, "clock.paused");
    } catch (RefusedException e) {
      Flash.refused(next, e);
      next.addFlashAttribute("typedPauseNote", text);
      next.addFlashAttribute("typedPauseUntil", until);
    }
    return "redirect:/leads/handoffs/" + id;
  }

  /** Lets the clock run on before its day. */
  @PostMapping("/leads/handoffs/{id}/resumption")
  String resume(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    Handoff handoff = handoffs.answerable(new HandoffId(id), actor);
    clocks.resume(handoff.id(), clock.instant());
    Flash.done(next, "clock.resumed");
    return "redirect:/leads/handoffs/" + id;
  }

  @PostMapping("/leads/handoffs/{id}/rejection")
  String reject(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable Rejection reason,
      @RequestParam(defaultValue = "") String note,
      @RequestParam Map<String, String> sent,
      RedirectAttributes next) {
    HandoffId handoff = new HandoffId(id);
    Map<String, Boolean> checks = Judgements.readChecks(sent);
    String text = FormReader.clean(note);
    if (reason == null || (reason == Rejection.OTHER && text.isEmpty()) || text.length() > 1000) {
      handoffs.get(handoff, actor);
      next.addFlashAttribute(
          "rejectionProblem",
          reason == null
              ? "choose"
              : text.isEmpty() ? "handoff.rejection.words" : "handoff.rejection.long");
      next.addFlashAttribute("typedNote", text);
      next.addFlashAttribute("typedReason", reason);
      next.addFlashAttribute("typedChecks", checks);
      next.addFlashAttribute("typedStep", FormReader.clean(sent.get("nextStep")));
      next.addFlashAttribute("typedDay", FormReader.clean(sent.get("nextStepOn")));
      return "redirect:/leads/handoffs/" + id;
    }
    try {
      handoffs.reject(
          handoff, reason, text.isEmpty() ? null : text, checks, actor, clock.instant());
      Flash.done(next, "handoff.rejected");
      Flash.undo(next, "/leads/handoffs/" + id + "/reconsideration");
      return "redirect:/pipeline/day";
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return "redirect:/leads/handoffs/" + id;
    }
  }

  @PostMapping("/leads/handoffs/{id}/reconsideration")
  String reconsider(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    try {
      handoffs.reconsider(new HandoffId(id), actor, clock.instant());
      Flash.done(next, "handoff.reconsidered");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/leads/handoffs/" + id;
  }

  @PostMapping("/leads/handoffs/{id}/withdrawal")
  String withdraw(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    Handoff handoff = handoffs.get(new HandoffId(id), actor);
    try {
      handoffs.withdraw(handoff.id(), actor, clock.instant());
      Flash.done(next, "handoff.withdrawn");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/leads/" + handoff.lead();
  }
}
