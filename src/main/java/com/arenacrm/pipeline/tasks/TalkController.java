package com.arenacrm.pipeline.tasks;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.pipeline.QuickPick;
import com.arenacrm.pipeline.day.DoneToday;
import com.arenacrm.pipeline.idle.IdleClock;
import com.arenacrm.pipeline.tasks.Talks.Next;
import com.arenacrm.pipeline.tasks.Talks.Said;
import com.arenacrm.pipeline.tasks.Tasks.Wanted;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * A task is done, or somebody talked with a customer: noted where its row stands, together with
 * what comes next, in one form (R063).
 */
@Controller
@RequestMapping("/pipeline/tasks/talk")
class TalkController {

  private static final String ROW = "[a-z][\\w-]{1,80}";

  private final Tasks tasks;
  private final Talks talks;
  private final DoneToday doneToday;
  private final IdleClock clockOfDeals;
  private final Organizations organizations;
  private final Clock clock;

  TalkController(
      Tasks tasks,
      Talks talks,
      DoneToday doneToday,
      IdleClock clockOfDeals,
      Organizations organizations,
      Clock clock) {
    this.tasks = tasks;
    this.talks = talks;
    this.doneToday = doneToday;
    this.clockOfDeals = clockOfDeals;
    this.organizations = organizations;
    this.clock = clock;
  }

  /**
   * With whom it is.
   *
   * @param name how the page calls it
   * @param customer whether one can have talked with them
   */
  private record With(
      @Nullable Task task,
      Subject subject,
      @Nullable PersonId person,
      @Nullable CompanyId company,
      String name,
      boolean customer) {}

  private With with(
      @Nullable UUID task, @Nullable UUID person, @Nullable UUID company, CurrentUser viewer) {
    if (task != null) {
      Task known = tasks.get(task, viewer);
      if (known.deleted() || !known.mayChange(viewer)) {
        throw new NotFoundException();
      }
      return new With(
          known,
          Subject.of(known.personId(), known.companyId(), known.deal()),
          known.person(),
          known.company(),
          known.what(),
          known.isWithCustomer());
    }
    // Of a customer that is a company one may have talked to somebody there.
    Subject subject = Subject.of(company == null ? person : null, company, null);
    PersonId who = person == null ? null : new PersonId(person);
    CompanyId whom = company == null ? null : new CompanyId(company);
    String personName = who == null ? null : tasks.name(who);
    String companyName = whom == null ? null : tasks.name(whom);
    if (subject.isNothing()
        || who != null && personName == null
        || whom != null && companyName == null) {
      throw new NotFoundException();
    }
    return new With(
        null,
        subject,
        who,
        whom,
        Objects.requireNonNull(companyName == null ? personName : companyName),
        true);
  }

  @GetMapping
  ModelAndView form(
      CurrentUser viewer,
      HtmxRequest htmx,
      @RequestParam(required = false) @Nullable UUID task,
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam(required = false) @Nullable UUID company,
      @RequestParam(required = false) @Nullable String row,
      @RequestParam(required = false) @Nullable String back) {
    With with = with(task, person, company, viewer);
    List<QuickPick> picks = picks(viewer);
    TalkForm form =
        new TalkForm(
            TimeOrderedUuid.next().toString(),
            TimeOrderedUuid.next().toString(),
            Objects.toString(task, ""),
            with.task() == null ? 0 : with.task().version(),
            Objects.toString(person, ""),
            Objects.toString(company, ""),
            with.customer() ? InteractionKind.CALL.name() : "",
            "",
            "",
            "",
            QuickPick.usual(picks).toString(),
            "",
            htmx.isHtmxRequest() ? "day" : "page",
            row != null && row.matches(ROW) ? row : "",
            back,
            null);
    ModelAndView page = show(with, picks, viewer, htmx);
    page.addObject("form", form);
    return page;
  }

  /** The deals that it may have been about; none to choose from where the task says it. */
  private List<IdleClock.Candidate> about(With with, CurrentUser viewer) {
    if (!with.customer() || with.subject().deal() != null) {
      return List.of();
    }
    return clockOfDeals.openWith(
        with.person() == null ? null : with.person().id(),
        with.company() == null ? null : with.company().id(),
        viewer.scope());
  }

  private List<QuickPick> picks(CurrentUser viewer) {
    return QuickPick.from(viewer.today(clock), organizations.current().calendar());
  }

  private ModelAndView show(
      With with, List<QuickPick> picks, CurrentUser viewer, HtmxRequest htmx) {
    ModelAndView page =
        new ModelAndView(
            htmx.isHtmxRequest() ? "pipeline/task-talk :: talk" : "pipeline/task-talk");
    page.addObject("name", with.name());
    page.addObject("task", with.task());
    page.addObject("customer", with.customer());
    page.addObject("picks", picks);
    page.addObject("kinds", InteractionKind.values());
    page.addObject("results", InteractionResult.values());
    page.addObject("deals", about(with, viewer));
    return page;
  }

  @PostMapping
  ModelAndView note(
      CurrentUser actor,
      HtmxRequest htmx,
      @ModelAttribute("form") TalkForm form,
      BindingResult errors,
      Locale locale,
      HttpServletResponse response,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    UUID following = reader.id("next", form.next());
    With with =
        with(
            reader.id("task", form.task()),
            reader.id("person", form.person()),
            reader.id("company", form.company()),
            actor);
    InteractionKind kind = reader.choice("kind", form.kind(), InteractionKind.class);
    InteractionResult result = reader.choice("result", form.result(), InteractionResult.class);
    String note = reader.text("note", form.note(), 2000);
    UUID chosen =
        form.about() == null || form.about().isEmpty() ? null : reader.id("about", form.about());
    UUID about = with.subject().deal() == null ? chosen : with.subject().deal();
    if (with.task() == null) {
      reader.require("kind", kind, "choose");
    } else if (with.customer() && kind == null && result != null) {
      reader.refuse("kind", "talk.kind.required");
    }
    if (kind != null && with.customer()) {
      reader.require("result", result, "step.result.required");
      if (!kind.allows(result)) {
        reader.refuse("result", "interaction.result.note");
      }
    }
    String row = form.row() != null && form.row().matches(ROW) ? form.row() : "";
    if (with.task() == null
        ? result != null && result.isReached() && talks.settles(row, actor)
        : with.customer() && with.task().isSettledByWords() && !with.task().isDone()) {
      reader.require("note", note, "talk.words.required");
    }
    String step = reader.text("step", form.step(), 300);
    LocalDate day = step == null ? null : form.planFields().day(reader, actor.today(clock));
    if (id == null || following == null || reader.failed()) {
      return invalid(form, errors, with, actor, htmx, response);
    }
    try {
      talks.note(
          new Talks.Deed(with.task(), form.version() == null ? -1 : form.version(), row, note),
          with.subject(),
          with.person(),
          with.company(),
          kind == null || result == null || !with.customer()
              ? null
              : new Said(id, kind, result, note == null ? "" : note, about),
          step == null ? null : new Next(following, new Wanted(step, null, day, actor.id())),
          actor,
          clock.instant());
    } catch (StaleVersionException e) {
      errors.reject("step.stale");
      Task now = Objects.requireNonNull(with.task());
      return invalid(
          form.at(tasks.get(now.id(), actor).version()), errors, with, actor, htmx, response);
    }
    if (!htmx.isHtmxRequest() || !form.isFromDay()) {
      Flash.done(next, with.task() == null ? "talk.noted" : "task.done", with.name());
      return new ModelAndView(
          "redirect:"
              + TaskController.back(
                  form.back(), actor.isSales() ? "/pipeline/day" : "/pipeline/tasks"));
    }
    ModelAndView page = new ModelAndView("pipeline/task-talk :: finished");
    page.addObject("row", row);
    page.addObject("name", with.name());
    page.addObject("task", with.task());
    page.addObject("step", step);
    page.addObject("day", day);
    page.addObject("doneToday", doneToday.count(actor, clock.instant()));
    return page;
  }

  private ModelAndView invalid(
      TalkForm form,
      BindingResult errors,
      With with,
      CurrentUser actor,
      HtmxRequest htmx,
      HttpServletResponse response) {
    ModelAndView page = show(with, picks(actor), actor, htmx);
    page.addAllObjects(errors.getModel());
    page.addObject("form", form);
    page.addObject("selected", form.about() == null ? "" : form.about());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    // The row stays, with the form in it.
    if (form.isFromDay() && form.row() != null && form.row().matches(ROW)) {
      response.setHeader("HX-Retarget", "#" + form.row() + " .slot");
      response.setHeader("HX-Reswap", "innerHTML");
    }
    return page;
  }
}
