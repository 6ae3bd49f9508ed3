package com.arenacrm.contacts;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Notes what was said with a person or a company. */
@Controller
class InteractionController {

  private final ContactBook book;
  private final Clock clock;

  InteractionController(ContactBook book, Clock clock) {
    this.book = book;
    this.clock = clock;
  }

  @PostMapping("/contacts/people/{person}/interactions")
  String withPerson(
      CurrentUser actor,
      @PathVariable UUID person,
      @RequestParam UUID id,
      @RequestParam InteractionKind kind,
      @RequestParam(required = false) @Nullable InteractionResult result,
      @RequestParam(defaultValue = "") String summary,
      @RequestParam(required = false) @Nullable String day,
      @RequestParam(required = false) @Nullable UUID about,
      RedirectAttributes next) {
    PersonId who = book.person(new PersonId(person)).id();
    log(actor, id, kind, result, who, null, summary, day, about, next);
    return "redirect:/contacts/people/" + person;
  }

  @PostMapping("/contacts/companies/{company}/interactions")
  String withCompany(
      CurrentUser actor,
      @PathVariable UUID company,
      @RequestParam UUID id,
      @RequestParam InteractionKind kind,
      @RequestParam(required = false) @Nullable InteractionResult result,
      @RequestParam(defaultValue = "") String summary,
      @RequestParam(required = false) @Nullable String day,
      @RequestParam(required = false) @Nullable UUID about,
      RedirectAttributes next) {
    CompanyId whom = book.company(new CompanyId(company)).id();
    log(actor, id, kind, result, null, whom, summary, day, about, next);
    return "redirect:/contacts/companies/" + company;
  }

  private void log(
      CurrentUser actor,
      UUID id,
      InteractionKind kind,
      @Nullable InteractionResult result,
      @Nullable PersonId person,
      @Nullable CompanyId company,
      String summary,
      @Nullable String day,
      @Nullable UUID about,
      RedirectAttributes next) {
    String text = FormReader.clean(summary);
    if ((text.isEmpty() && result == null) || text.length() > 10_000) {
      Flash.refused(next, "interaction.summary.required");
      keep(next, kind, result, text, day);
      return;
    }
    if (!kind.allows(result)) {
      Flash.refused(next, "interaction.result.note");
      next.addFlashAttribute("wrongResult", "interaction.result.note");
      keep(next, kind, result, text, day);
      return;
    }
    Instant now = clock.instant();
    Optional<Instant> at = when(actor, day, now);
    if (at.isEmpty()) {
      Flash.refused(next, "interaction.day.invalid");
      keep(next, kind, result, text, day);
      return;
    }
    book.log(
        new InteractionId(id),
        kind,
        result,
        person,
        company,
        text,
        at.get(),
        about,
        actor.id(),
        now);
    Flash.done(next, "interaction.logged");
  }

  private static void keep(
      RedirectAttributes next,
      InteractionKind kind,
      @Nullable InteractionResult result,
      String summary,
      @Nullable String day) {
    next.addFlashAttribute("typedSummary", summary);
    next.addFlashAttribute("typedKind", kind.name());
    next.addFlashAttribute("typedResult", result == null ? "" : result.name());
    next.addFlashAttribute("typedDay", FormReader.clean(day));
  }

  // Today means now; an earlier day means its noon, since nobody remembers the hour.
  private static Optional<Instant> when(CurrentUser actor, @Nullable String day, Instant now) {
    String text = FormReader.clean(day);
    if (text.isEmpty()) {
      return Optional.of(now);
    }
    LocalDate today = LocalDate.ofInstant(now, actor.zone());
    return FormReader.parseDate(text)
        .filter(date -> !date.isAfter(today))
        .map(
            date ->
                date.equals(today)
                    ? now
                    : date.atTime(LocalTime.NOON).atZone(actor.zone()).toInstant());
  }
}
