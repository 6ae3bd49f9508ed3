package com.arenacrm.leads;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.Demand.SignalRow;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Planner.OccurrenceCard;
import com.arenacrm.planner.Planner.TouchCard;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Demand signals: noted where they were detected, confirmed or dismissed by sales. */
@Controller
@RequestMapping("/leads/signals")
class SignalController {

  private final Demand demand;
  private final DemandSignals signals;
  private final ContactBook contacts;
  private final Planner planner;
  private final UserNames userNames;
  private final Organizations organizations;
  private final Clock clock;

  SignalController(
      Demand demand,
      DemandSignals signals,
      ContactBook contacts,
      Planner planner,
      UserNames userNames,
      Organizations organizations,
      Clock clock) {
    this.demand = demand;
    this.signals = signals;
    this.contacts = contacts;
    this.planner = planner;
    this.userNames = userNames;
    this.organizations = organizations;
    this.clock = clock;
  }

  /** The signals of one occurrence, with a form for the next; or those that wait for sales. */
  @GetMapping
  String list(
      CurrentUser viewer,
      @RequestParam(required = false) @Nullable UUID occurrence,
      HtmxRequest htmx,
      Model model) {
    model.addAttribute("userNames", userNames.all());
    model.addAttribute("signalKinds", DemandSignal.Kind.values());
    model.addAttribute("today", viewer.today(clock));
    model.addAttribute("signalId", DemandSignalId.next());
    if (occurrence == null) {
      List<SignalRow> open = demand.open(viewer.scope());
      model.addAttribute("signals", open);
      model.addAttribute("early", early(open, viewer));
      return "leads/signals";
    }
    OccurrenceCard card =
        planner.occurrence(new OccurrenceId(occurrence)).orElseThrow(NotFoundException::new);
    model.addAttribute("occurrence", card);
    LocalDate today = viewer.today(clock);
    model.addAttribute("signalDay", card.day().isBefore(today) ? card.day() : today);
    List<SignalRow> rows = demand.ofOccurrence(new OccurrenceId(occurrence), viewer.scope());
    model.addAttribute("signals", rows);
    model.addAttribute("early", early(rows, viewer));
    return htmx.isHtmxRequest() ? "leads/signals :: ofOccurrence" : "leads/signals";
  }

  @PostMapping
  String note(
      CurrentUser actor,
      @RequestParam UUID id,
      @RequestParam(required = false) DemandSignal.@Nullable Kind kind,
      @RequestParam(defaultValue = "") String person,
      @RequestParam(required = false) @Nullable UUID personId,
      @RequestParam(required = false) @Nullable UUID occurrence,
      @RequestParam(defaultValue = "") String evidence,
      @RequestParam(defaultValue = "") String day,
      @RequestParam(defaultValue = "") String back,
      Locale locale,
      RedirectAttributes next) {
    Optional<PersonId> who =
        personId == null ? contacts.findOne(person) : Optional.of(new PersonId(personId));
    Optional<LocalDate> on =
        FormReader.clean(day).isEmpty()
            ? Optional.of(actor.today(clock))
            : FormReader.parseDate(FormReader.clean(day));
    String proof = FormReader.clean(evidence);
    String refusal = refusal(kind, who, on, proof, actor.today(clock));
    if (refusal != null) {
      Flash.refused(next, refusal);
      for (Map.Entry<String, String> typed :
          Map.of("typedPerson", person, "typedEvidence", proof, "typedDay", day).entrySet()) {
        next.addFlashAttribute(typed.getKey(), typed.getValue());
      }
      // The page of an occurrence loads its signals afterwards, when what was typed is gone.
      return occurrence == null ? backTo(back, null) : backTo("", occurrence);
    }
    DemandSignalId signal = new DemandSignalId(id);
    Once.make(
        () -> signals.findById(signal).isPresent(),
        () ->
            demand.note(
                signal,
                java.util.Objects.requireNonNull(kind),
                who.orElseThrow(),
                occurrence == null ? null : new OccurrenceId(occurrence),
                proof,
                on.orElseThrow(),
                actor.id(),
                clock.instant()));
    if (countsFor(who.orElseThrow(), on.orElseThrow(), actor)) {
      Flash.done(next, "signal.noted");
    } else {
      Flash.done(
          next,
          "signal.noted.nowhere",
          actor.formats(locale).date(on.orElseThrow()),
          organizations.current().demandWindowDays());
    }
    return backTo(back, occurrence);
  }

  @PostMapping("/{id}/confirmation")
  String confirm(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String back,
      Locale locale,
      RedirectAttributes next) {
    try {
      DemandSignalId signal = visible(id, actor);
      demand.confirm(signal, actor.id(), clock.instant());
      DemandSignal said = signals.findById(signal).orElseThrow();
      if (countsFor(said.person(), said.happenedOn(), actor)) {
        Flash.done(next, "signal.confirmed");
      } else {
        Flash.done(
            next,
            "signal.confirmed.nowhere",
            actor.formats(locale).date(said.happenedOn()),
            organizations.current().demandWindowDays());
      }
      Flash.undo(next, "/leads/signals/" + id + "/reconsideration");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return backTo(back, null);
  }

  @PostMapping("/{id}/dismissal")
  String dismiss(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String why,
      @RequestParam(defaultValue = "") String back,
      RedirectAttributes next) {
    String reason = FormReader.clean(why);
    if (reason.isEmpty() || reason.length() > 500) {
      Flash.refused(next, "signal.dismissal.required");
      return backTo(back, null);
    }
    try {
      demand.dismiss(visible(id, actor), actor.id(), reason, clock.instant());
      Flash.done(next, "signal.dismissed");
      Flash.undo(next, "/leads/signals/" + id + "/reconsideration");
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return backTo(back, null);
  }

  @PostMapping("/{id}/reconsideration")
  String reconsider(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    demand.reconsider(visible(id, actor));
    Flash.done(next, "signal.reconsidered");
    return "redirect:/leads/signals";
  }

  private DemandSignalId visible(UUID id, CurrentUser actor) {
    return Optional.of(new DemandSignalId(id))
        .filter(signal -> demand.isVisible(signal, actor.scope()))
        .orElseThrow(NotFoundException::new);
  }

  private static @Nullable String refusal(
      DemandSignal.@Nullable Kind kind,
      Optional<PersonId> who,
      Optional<LocalDate> on,
      String proof,
      LocalDate today) {
    if (kind == null) {
      return "signal.kind.required";
    }
    if (who.isEmpty()) {
      return "signal.person.unknown";
    }
    if (proof.isEmpty() || proof.length() > 2000) {
      return "signal.evidence.required";
    }
    return on.isEmpty() || on.get().isAfter(today) ? "signal.day.invalid" : null;
  }

  /** Whether an activity had reached somebody by that day and inside the window (R055). */
  private boolean countsFor(PersonId person, LocalDate day, CurrentUser viewer) {
    return counts(planner.touchesOf(person), day, viewer);
  }

  private boolean counts(List<TouchCard> touches, LocalDate day, CurrentUser viewer) {
    ZoneId zone = viewer.company().zone();
    Instant until = day.plusDays(1).atStartOfDay(zone).toInstant();
    Instant since =
        day.minusDays(organizations.current().demandWindowDays()).atStartOfDay(zone).toInstant();
    return touches.stream().anyMatch(t -> t.at().isBefore(until) && !t.at().isBefore(since));
  }

  /** Those of these signals that lie before anything of ours reached their person. */
  private Set<UUID> early(List<SignalRow> rows, CurrentUser viewer) {
    Map<PersonId, TouchCard> first =
        planner.firstTouches(
            rows.stream().map(r -> new PersonId(r.personId())).distinct().toList());
    ZoneId zone = viewer.company().zone();
    return rows.stream()
        .filter(
            r -> {
              TouchCard touch = first.get(new PersonId(r.personId()));
              return touch == null
                  || !touch
                      .at()
                      .isBefore(r.happenedOn().plusDays(1).atStartOfDay(zone).toInstant());
            })
        .map(SignalRow::id)
        .collect(Collectors.toSet());
  }

  // Only to pages of ours that show signals.
  private static String backTo(String back, @Nullable UUID occurrence) {
    List<String> pages =
        List.of(
            "/leads/[0-9a-f-]{36}",
            "/leads/handoffs/[0-9a-f-]{36}",
            "/planner/occurrences/[0-9a-f-]{36}",
            "/pipeline/day");
    if (pages.stream().anyMatch(back::matches)) {
      return "redirect:" + back;
    }
    return occurrence == null
        ? "redirect:/leads/signals"
        : "redirect:/leads/signals?occurrence=" + occurrence;
  }
}
