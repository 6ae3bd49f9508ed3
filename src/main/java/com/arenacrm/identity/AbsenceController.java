package com.arenacrm.identity;

import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who is away when: one's own days, and for those who manage everybody's. */
@Controller
@RequestMapping("/identity/absences")
class AbsenceController {

  private static final int LONGEST_DAYS = 3660;

  /** An absence as typed; {@code id} is the new one's. */
  record AbsenceForm(String id, String who, String from, String until, String note) {}

  private final Absences absences;
  private final UserNames names;
  private final Clock clock;

  AbsenceController(Absences absences, UserNames names, Clock clock) {
    this.absences = absences;
    this.names = names;
    this.clock = clock;
  }

  @GetMapping
  String page(CurrentUser viewer, Model model) {
    model.addAttribute(
        "form",
        new AbsenceForm(TimeOrderedUuid.next().toString(), viewer.id().toString(), "", "", ""));
    return fill(model, viewer);
  }

  @PostMapping
  ModelAndView note(
      CurrentUser actor,
      @ModelAttribute("form") AbsenceForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    FormReader reader = new FormReader(errors, locale);
    UUID id = reader.id("id", form.id());
    UUID who = actor.isManager() ? reader.id("who", form.who()) : actor.id().id();
    LocalDate from = reader.date("from", form.from());
    reader.require("from", from, "required");
    LocalDate last = reader.date("until", form.until());
    LocalDate until = last == null && !errors.hasFieldErrors("until") ? from : last;
    String note = reader.text("note", form.note(), 200);
    if (from != null && until != null) {
      if (until.isBefore(from)) {
        reader.refuse("until", "absence.until.before");
      } else if (until.isAfter(from.plusDays(LONGEST_DAYS))) {
        reader.refuse("until", "date.invalid");
      }
    }
    if (who == null
        || names.active(Role.values()).stream().noneMatch(c -> c.id().id().equals(who))) {
      reader.require("who", null, "choose");
    }
    if (id != null && who != null && from != null && until != null && !reader.failed()) {
      try {
        Once.make(
            () -> absences.isThere(id),
            () -> absences.note(id, new UserId(who), from, until, note, actor, clock.instant()));
        Flash.done(next, "absence.noted");
        return new ModelAndView("redirect:/identity/absences");
      } catch (RefusedException e) {
        reader.refuse("from", e.messageKey(), e.arguments());
      }
    }
    return new ModelAndView(fill(model, actor), model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
  }

  @PostMapping("/{id}/removal")
  String remove(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    absences.remove(id, actor, clock.instant());
    Flash.done(next, "absence.removed");
    Flash.undo(next, "/identity/absences/" + id + "/restoration");
    return "redirect:/identity/absences";
  }

  @PostMapping("/{id}/restoration")
  String restore(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    try {
      absences.restore(id, actor);
      Flash.done(next, "absence.noted");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/identity/absences";
  }

  private String fill(Model model, CurrentUser viewer) {
    LocalDate today = viewer.today(clock);
    List<Absences.Absence> ahead = absences.from(today);
    model.addAttribute("absences", ahead);
    model.addAttribute("today", today);
    model.addAttribute("mayAll", viewer.isManager());
    if (viewer.isManager()) {
      model.addAttribute("people", names.active(Role.values()));
    }
    return "identity/absences";
  }
}
