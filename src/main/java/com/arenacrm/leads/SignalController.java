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
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
      model.addAttribute("credited", credited(open, viewer));
      model.addAttribute("windowDays", organizations.current().demandWindowDays());
      return "leads/signals";
    }
    OccurrenceCard card =
        planner.occurrence(new OccurrenceId(occurrence)).orElseThrow(NotFoundException::new);
    model.addAttribute("occurrence", card);
    LocalDate today = viewer.today(clock);
    model.addAttribute("signalDay", card.day().isBefore(today) ? card.day() : today);
    List<SignalRow> rows = demand.ofOccurrence(new OccurrenceId(occurrence), viewer.scope());
    model.addAttribute("signals", rows);
    model.addAttribute("credited", credited(rows, viewer));
    model.addAttribute("windowDays", organizations.current().demandWindowDays());
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
    Optional<PersonId> who = contacts.meant(personId, person);
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
    say(
        next,
        "signal.noted",
        who.orElseThrow(),
        occurrence == null ? null : new OccurrenceId(occurrence),
        on.orElseThrow(),
        actor,
        locale);
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
      say(
          next,
          "signal.confirmed",
          said.person(),
          said.occurrence().orElse(null),
          said.happenedOn(),
          actor,
          locale);
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

  /** What was done, and for which activity it counts: not always the one it was noted with. */
  private void say(
      RedirectAttributes next,
      String done,
      PersonId person,
      @Nullable OccurrenceId noted,
      LocalDate day,
      CurrentUser viewer,
      Locale locale) {
    Formats show = viewer.formats(locale);
    TouchCard credited =
        credited(
            planner
                .countedTouchesOf(List.of(person), windowOf(day, viewer))
                .getOrDefault(person, List.of()),
            noted,
            day,
            viewer);
    if (credited == null) {
      Flash.done(
          next, done + ".nowhere", show.date(day), organizations.current().demandWindowDays());
    } else if (credited.occurrence().equals(noted)) {
      Flash.done(next, done);
    } else {
      Flash.done(next, done + (noted == null ? ".for" : ".forAnother"));
      Flash.link(
          next,
          "/planner/occurrences/" + credited.occurrence(),
          credited.title() + ", " + show.date(credited.at()));
    }
  }

  private Instant windowOf(LocalDate day, CurrentUser viewer) {
    return day.minusDays(organizations.current().demandWindowDays())
        .atStartOfDay(viewer.company().zone())
        .toInstant();
  }

  /**
   * What a signal counts for (R052, R055): the occurrence that it was noted with, else the last
   * that had reached its person by that day and inside the window; null when none had.
   *
   * @param touches the latest first
   */
  private @Nullable TouchCard credited(
      List<TouchCard> touches, @Nullable OccurrenceId noted, LocalDate day, CurrentUser viewer) {
    Instant until = day.plusDays(1).atStartOfDay(viewer.company().zone()).toInstant();
    Instant since = windowOf(day, viewer);
    List<TouchCard> before =
        touches.stream().filter(t -> t.at().isBefore(until) && !t.at().isBefore(since)).toList();
    return before.stream()
        .filter(t -> t.occurrence().equals(noted))
        .findFirst()
        .or(() -> before.stream().findFirst())
        .orElse(null);
  }

  /** What each of these signals counts for; those that count for nothing are left out. */
  private Map<UUID, TouchCard> credited(List<SignalRow> rows, CurrentUser viewer) {
    Optional<LocalDate> first = rows.stream().map(SignalRow::happenedOn).min(LocalDate::compareTo);
    if (first.isEmpty()) {
      return Map.of();
    }
    Map<PersonId, List<TouchCard>> met =
        planner.countedTouchesOf(
            rows.stream().map(r -> new PersonId(r.personId())).distinct().toList(),
            windowOf(first.get(), viewer));
    Map<UUID, TouchCard> credited = new HashMap<>();
    for (SignalRow row : rows) {
      TouchCard one =
          credited(
              met.getOrDefault(new PersonId(row.personId()), List.of()),
              row.occurrenceId() == null ? null : new OccurrenceId(row.occurrenceId()),
              row.happenedOn(),
              viewer);
      if (one != null) {
        credited.put(row.id(), one);
      }
    }
    return credited;
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
