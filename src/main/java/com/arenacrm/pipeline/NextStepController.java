package com.arenacrm.pipeline;

import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.pipeline.day.DoneToday;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.StaleVersionException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What happened and what comes next, noted where the deal stands: in the queue, on its card, on its
 * page (R063). One form, no change of page.
 */
@Controller
class NextStepController {

  private final Opportunities opportunities;
  private final Deals deals;
  private final DealLists lists;
  private final DayQueue queue;
  private final DoneToday doneToday;
  private final DealViews views;
  private final DealDesk desk;
  private final UserNames userNames;
  private final Clock clock;

  NextStepController(
      Opportunities opportunities,
      Deals deals,
      DealLists lists,
      DayQueue queue,
      DoneToday doneToday,
      DealViews views,
      DealDesk desk,
      UserNames userNames,
      Clock clock) {
    this.opportunities = opportunities;
    this.deals = deals;
    this.lists = lists;
    this.queue = queue;
    this.doneToday = doneToday;
    this.views = views;
    this.desk = desk;
    this.userNames = userNames;
    this.clock = clock;
  }

  /** The form, to be set into the page; without scripts the deal's own page has it. */
  @GetMapping("/pipeline/opportunities/{id}/step")
  String form(
      CurrentUser actor,
      HtmxRequest htmx,
      @PathVariable UUID id,
      @RequestParam(defaultValue = StepForm.DONE) String form,
      @RequestParam(defaultValue = "deal") String from,
      @RequestParam(required = false) @Nullable String back,
      Model model) {
    if (!List.of(StepForm.DONE, StepForm.MOVE, StepForm.FIRST, "none").contains(form)) {
      throw new NotFoundException();
    }
    DealRow deal = row(id, actor);
    if (!htmx.isHtmxRequest()) {
      return "redirect:/pipeline/opportunities/" + id + "?form=" + form + "#next";
    }
    Idleness idleness = desk.idleness(clock.instant());
    List<QuickPick> picks = QuickPick.from(idleness.today(), idleness.calendar());
    if (!form.equals("none") && deal.isOpen()) {
      StepForm step = StepForm.of(deal, form, from, back, picks);
      model.addAttribute("form", step);
      model.addAttribute("openRow", id);
      if (step.isDone() && !from.equals("day")) {
        model.addAttribute("partners", views.partners(deal, null));
      }
    }
    return show(deal, from, back, picks, model);
  }

  /** A step was done, or something else was said. */
  @PostMapping("/pipeline/opportunities/{id}/steps")
  ModelAndView done(
      CurrentUser actor,
      HtmxRequest htmx,
      @PathVariable UUID id,
      @ModelAttribute("form") StepForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Instant now = clock.instant();
    Opportunity deal = opportunities.get(new OpportunityId(id), actor);
    FormReader reader = new FormReader(errors, locale);
    UUID said = reader.id("id", form.id());
    InteractionKind kind = reader.choice("kind", form.kind(), InteractionKind.class);
    reader.require("kind", kind, "choose");
    InteractionResult result = reader.choice("result", form.result(), InteractionResult.class);
    reader.require("result", result, "step.result.required");
    if (kind != null && !kind.allows(result)) {
      reader.refuse("result", "interaction.result.note");
    }
    String note = reader.text("note", form.note(), 2000);
    PersonId person = person(form, deal, reader, actor);
    Plan plan = form.planFields().read(reader, actor.today(clock));
    if (reader.failed() || said == null || kind == null || result == null || plan == null) {
      return invalid(form, errors, actor, id, htmx);
    }
    try {
      Once.make(
          () -> deals.isDone(said),
          () -> {
            check(form, deal);
            deals.done(
                deal,
                new Deals.Result(said, kind, result, note == null ? "" : note, person),
                plan,
                actor.id(),
                now);
          });
    } catch (StaleVersionException | OptimisticLockingFailureException e) {
      return stale(form, errors, actor, id, htmx);
    }
    String message = plan.step() == null ? "step.done.none" : "step.done";
    return saved(form, message, actor, id, htmx, next);
  }

  /** With whom it was; null for whom the deal is with. */
  private @Nullable PersonId person(
      StepForm form, Opportunity deal, FormReader reader, CurrentUser actor) {
    if (form.person() == null || form.person().isEmpty()) {
      return null;
    }
    UUID id = reader.id("person", form.person());
    if (id == null || deal.person().filter(p -> p.id().equals(id)).isPresent()) {
      return null;
    }
    PersonId person =
        views.partners(row(deal.id().id(), actor), id).stream()
            .map(PersonCard::id)
            .filter(p -> p.id().equals(id))
            .findFirst()
            .orElse(null);
    reader.require("person", person, "choose");
    return person;
  }

  /** What comes next, or on another day. */
  @PostMapping("/pipeline/opportunities/{id}/next-step")
  ModelAndView plan(
      CurrentUser actor,
      HtmxRequest htmx,
      @PathVariable UUID id,
      @ModelAttribute("form") StepForm form,
      BindingResult errors,
      Locale locale,
      RedirectAttributes next) {
    Opportunity deal = opportunities.get(new OpportunityId(id), actor);
    FormReader reader = new FormReader(errors, locale);
    Plan plan = form.planFields().read(reader, actor.today(clock));
    if (reader.failed() || plan == null) {
      return invalid(form, errors, actor, id, htmx);
    }
    // Sent twice, it is done already.
    if (!deal.plan().equals(java.util.Optional.of(plan))) {
      try {
        check(form, deal);
        // Once: what was put off since then is put off.
        if (StepForm.FIRST.equals(form.form()) && deal.stepMoves() == 0) {
          deals.begin(deal, plan);
        } else {
          deals.plan(deal, plan);
        }
      } catch (StaleVersionException | OptimisticLockingFailureException e) {
        return stale(form, errors, actor, id, htmx);
      }
    }
    String said = plan.step() == null ? "step.planned.none" : "step.planned";
    return saved(form, said, actor, id, htmx, next);
  }

  private ModelAndView saved(
      StepForm form,
      String message,
      CurrentUser actor,
      UUID id,
      HtmxRequest htmx,
      RedirectAttributes next) {
    if (!htmx.isHtmxRequest()) {
      Flash.done(next, message);
      return new ModelAndView(
          "redirect:" + DealDesk.back(form.back(), "/pipeline/opportunities/" + id));
    }
    DealRow deal = row(id, actor);
    if (form.isFrom("day")) {
      ModelAndView row = new ModelAndView("pipeline/day :: finished");
      row.addObject("deal", deal);
      row.addObject("finished", form.form());
      row.addObject("doneToday", doneToday.count(actor, clock.instant()));
      return row;
    }
    ModelAndView card = new ModelAndView("pipeline/board :: kept");
    card.addObject("c", deal);
    card.addObject("back", form.back());
    card.addObject("ownerNames", userNames.all());
    card.addObject("mayWrite", true);
    card.addObject("spoken", message);
    return card;
  }

  private ModelAndView stale(
      StepForm form, BindingResult errors, CurrentUser actor, UUID id, HtmxRequest htmx) {
    errors.reject("step.stale");
    return invalid(form.at(row(id, actor).version()), errors, actor, id, htmx);
  }

  private ModelAndView invalid(
      StepForm form, BindingResult errors, CurrentUser actor, UUID id, HtmxRequest htmx) {
    DealRow deal = row(id, actor);
    Idleness idleness = desk.idleness(clock.instant());
    List<QuickPick> picks = QuickPick.from(idleness.today(), idleness.calendar());
    ModelAndView page = new ModelAndView();
    page.addAllObjects(errors.getModel());
    page.addObject("form", form);
    page.addObject("openRow", id);
    if (form.isDone() && !(htmx.isHtmxRequest() && form.isFrom("day"))) {
      page.addObject("partners", views.partners(deal, typedPerson(form)));
    }
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    Model model = new org.springframework.ui.ExtendedModelMap();
    page.setViewName(
        show(
            deal,
            htmx.isHtmxRequest() ? String.valueOf(form.from()) : "page",
            form.back(),
            picks,
            model));
    page.addAllObjects(model.asMap());
    return page;
  }

  private static @Nullable UUID typedPerson(StepForm form) {
    try {
      return form.person() == null || form.person().isEmpty()
          ? null
          : UUID.fromString(form.person());
    } catch (IllegalArgumentException noId) {
      return null;
    }
  }

  private String show(
      DealRow deal, String from, @Nullable String back, List<QuickPick> picks, Model model) {
    model.addAttribute("picks", picks);
    model.addAttribute("kinds", InteractionKind.values());
    model.addAttribute("results", InteractionResult.values());
    model.addAttribute("back", back);
    model.addAttribute("mayWrite", true);
    model.addAttribute("deal", deal);
    switch (from) {
      case "day" -> {
        model.addAttribute("item", queue.item(deal));
        return "pipeline/day :: deal";
      }
      case "board" -> {
        model.addAttribute("c", deal);
        model.addAttribute("ownerNames", userNames.all());
        return "pipeline/board :: card";
      }
      default -> {
        return "pipeline/step";
      }
    }
  }

  private DealRow row(UUID id, CurrentUser viewer) {
    return lists.rows(List.of(id), viewer, desk.idleness(clock.instant())).stream()
        .findFirst()
        .orElseThrow(NotFoundException::new);
  }

  private static void check(StepForm form, Opportunity deal) {
    StaleVersionException.check(form.version() == null ? -1 : form.version(), deal.version());
  }
}
