package com.arenacrm.planner;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.NamedPeople.Likeness;
import com.arenacrm.planner.NamedPeople.Question;
import com.arenacrm.planner.PlanLists.OccurrenceFacts;
import com.arenacrm.planner.Touches.Stranger;
import com.arenacrm.planner.Touches.TakenBack;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Those on the lists of an occurrence whom nobody knows yet (R037, R043). They wait until somebody
 * says what becomes of each: added, the same as somebody known, or left out.
 */
@Controller
@RequestMapping("/planner/occurrences/{id}/touches/strangers")
class StrangerController {

  private static final int SHOWN = 200;

  /** So many at most are decided in one go. */
  private static final int MOST = 20_000;

  /** For so long strangers are added in one go; who is left waits for another press. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /** Says that somebody who may be known is left out. */
  private static final String OUT = "out";

  /**
   * Somebody on a list, as the page shows them.
   *
   * @param like those known of whom they may be one, and what was answered to that
   * @param chosen whether they are to be added
   * @param problem the key of what is wrong with what was typed
   */
  record Row(Stranger who, Likeness like, boolean chosen, @Nullable String problem) {}

  private final Touches touches;
  private final PlanLists lists;
  private final NamedPeople namedPeople;
  private final AuditTrail audit;
  private final Clock clock;

  StrangerController(
      Touches touches, PlanLists lists, NamedPeople namedPeople, AuditTrail audit, Clock clock) {
    this.touches = touches;
    this.lists = lists;
    this.namedPeople = namedPeople;
    this.audit = audit;
    this.clock = clock;
  }

  @GetMapping
  String waiting(CurrentUser viewer, @PathVariable UUID id, Model model) {
    OccurrenceFacts occurrence = get(id, viewer);
    if (occurrence.strangers() == 0) {
      return "redirect:" + path(id) + "#people";
    }
    show(model.asMap(), occurrence, Map.of());
    return "planner/touch-strangers";
  }

  /**
   * Adds people whom nobody knew yet, and notes them; those who were shown and not chosen are left
   * out. Who cannot be kept as typed waits until that is mended, and who may be somebody known of
   * the same name until it is said whether they are. A line that nobody understands waits until it
   * is mended or all are left out.
   *
   * @param shown those who stood on the page
   * @param skip whether all of them are left out
   * @param all whether it goes for those, too, who found no room on the page; what nobody
   *     understands is added only where it was shown
   */
  @PostMapping
  ModelAndView decide(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") List<String> shown,
      @RequestParam(defaultValue = "") List<String> chosen,
      @RequestParam(defaultValue = "false") boolean skip,
      @RequestParam(defaultValue = "false") boolean all,
      @RequestParam Map<String, String> typed,
      RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id, actor);
    OccurrenceId occurrenceId = new OccurrenceId(id);
    Set<String> there = new HashSet<>(shown);
    Set<String> wanted = new HashSet<>(chosen);
    List<Stranger> waiting =
        touches.strangers(occurrenceId, all ? MOST : SHOWN).stream()
            .filter(s -> all || there.contains(s.id().toString()))
            .toList();
    Instant since = clock.instant();
    Instant until = since.plus(LONGEST);
    UUID batch = TimeOrderedUuid.next();
    int created = 0;
    int noted = 0;
    int out = 0;
    Map<UUID, Row> again = new LinkedHashMap<>();
    for (int from = 0; from < waiting.size() && clock.instant().isBefore(until); from += SHOWN) {
      List<Stranger> some =
          waiting.subList(from, Math.min(waiting.size(), from + SHOWN)).stream()
              .map(s -> there.contains(s.id().toString()) ? typed(s, typed) : s)
              .toList();
      Map<UUID, Likeness> likeness =
          skip
              ? Map.of()
              : namedPeople.likeness(
                  some.stream()
                      .map(s -> there.contains(s.id().toString()) ? answered(s, typed) : unasked(s))
                      .toList());
      Set<UUID> decided = new LinkedHashSet<>();
      Map<TouchKind, Set<PersonId>> people = new EnumMap<>(TouchKind.class);
      Set<PersonId> asked = new LinkedHashSet<>();
      List<Stranger> made = new ArrayList<>();
      for (Stranger one : some) {
        Likeness like = likeness.get(one.id());
        if (skip || like == null || like.said().equals(OUT)) {
          decided.add(one.id());
          continue;
        }
        boolean isChosen =
            there.contains(one.id().toString())
                ? wanted.contains(one.id().toString())
                : all && one.isUnderstood();
        boolean unmarked = !like.asked() && like.namesakes().isEmpty() && !isChosen;
        if (unmarked && one.isUnderstood()) {
          decided.add(one.id());
        } else if (unmarked) {
          continue;
        } else if (like.isOpen()) {
          // Whom they were said to be may be gone by now: then they can only be added.
          boolean gone = like.namesakes().isEmpty();
          again.put(
              one.id(),
              new Row(one, like, isChosen || gone, gone ? "stranger.gone" : "stranger.undecided"));
        } else {
          Optional<PersonId> who = like.same().or(() -> add(one, actor));
          if (who.isPresent()) {
            people.computeIfAbsent(one.kind(), k -> new LinkedHashSet<>()).add(who.get());
            if (who.get().id().equals(one.id())) {
              made.add(one);
            }
            if (one.asked()) {
              asked.add(who.get());
            }
            decided.add(one.id());
          } else {
            again.put(one.id(), new Row(one, like, true, "stranger.refused"));
          }
        }
      }
      note(occurrence, asked, TouchKind.INVITED, actor);
      for (Map.Entry<TouchKind, Set<PersonId>> those : people.entrySet()) {
        noted += note(occurrence, those.getValue(), those.getKey(), actor);
      }
      if (!made.isEmpty()) {
        created += made.size();
        touches.keepAdded(batch, occurrenceId, made, since);
      }
      touches.forgetStrangers(occurrenceId, decided);
      out += decided.size();
    }
    if (!again.isEmpty()) {
      ModelAndView page = new ModelAndView("planner/touch-strangers");
      show(page.getModel(), get(id, actor), again);
      page.addObject("noted", noted);
      page.addObject("batch", created > 0 ? batch : null);
      page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return page;
    }
    if (created > 0) {
      Flash.undo(next, path(id) + "/touches/strangers/" + batch + "/undo");
    }
    boolean more = touches.strangers(occurrenceId, 1).stream().anyMatch(Stranger::isUnderstood);
    if (all && more) {
      Flash.done(next, "stranger.going", noted, get(id, actor).strangers());
    } else if (noted == 0 && out > 0) {
      Flash.done(next, "stranger.leftOut", out);
    } else {
      Flash.done(next, "touch.noted", noted, occurrence.title());
    }
    return new ModelAndView("redirect:" + path(id) + (more ? "/touches/strangers" : "#people"));
  }

  /** Takes back whom one press made known, but for those whom somebody changed or used since. */
  @PostMapping("/{batch}/undo")
  String takeBack(
      CurrentUser actor,
      @PathVariable UUID id,
      @PathVariable UUID batch,
      Locale locale,
      RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id, actor);
    TakenBack back = touches.takeBack(batch, new OccurrenceId(id), actor, clock.instant());
    if (back.gone() > 0) {
      audit.note(
          actor,
          "touch-removed",
          new Subject("occurrence", id, occurrence.title() + " · " + occurrence.day()),
          String.valueOf(back.gone()),
          null);
    }
    if (back.staying().isEmpty()) {
      Flash.done(next, "audience.strangers.undone", back.gone());
    } else {
      Flash.done(
          next,
          "audience.strangers.undone.but",
          back.gone(),
          back.staying().size(),
          namedPeople.inWords(back.staying(), locale));
    }
    return "redirect:" + path(id) + (back.gone() > 0 ? "/touches/strangers" : "#people");
  }

  /**
   * @param typed those who could not be kept as typed
   */
  private void show(Map<String, Object> model, OccurrenceFacts occurrence, Map<UUID, Row> typed) {
    List<Stranger> some = touches.strangers(new OccurrenceId(occurrence.id()), SHOWN);
    Map<UUID, Likeness> likeness =
        namedPeople.likeness(some.stream().map(StrangerController::unasked).toList());
    List<Row> rows =
        some.stream()
            .map(
                s ->
                    typed.getOrDefault(
                        s.id(),
                        new Row(
                            s,
                            Objects.requireNonNull(likeness.get(s.id())),
                            s.isUnderstood(),
                            null)))
            .toList();
    model.put("occurrence", occurrence);
    model.put("strangers", rows);
    model.put("maybe", rows.stream().anyMatch(r -> !r.like().namesakes().isEmpty()));
    model.put("left", occurrence.strangers() - some.size());
  }

  private static Question unasked(Stranger one) {
    return Question.unasked(one.id(), one.name());
  }

  private static Question answered(Stranger one, Map<String, String> typed) {
    return Question.answered(
        one.id(), one.name(), typed.get("same-" + one.id()), typed.get("like-" + one.id()));
  }

  private static Stranger typed(Stranger s, Map<String, String> typed) {
    return new Stranger(
        s.id(),
        s.kind(),
        s.asked(),
        FormReader.clean(typed.get("name-" + s.id())),
        FormReader.clean(typed.get("email-" + s.id())),
        FormReader.clean(typed.get("phone-" + s.id())),
        FormReader.clean(typed.get("company-" + s.id())),
        FormReader.clean(typed.get("job-" + s.id())),
        s.line());
  }

  private Optional<PersonId> add(Stranger one, CurrentUser actor) {
    return namedPeople.add(
        new PersonId(one.id()),
        one.name(),
        one.email(),
        one.phone(),
        one.company(),
        one.jobTitle(),
        actor.company().region(),
        actor.id(),
        clock.instant());
  }

  private int note(
      OccurrenceFacts occurrence, Set<PersonId> people, TouchKind kind, CurrentUser actor) {
    return TouchController.note(touches, audit, occurrence, people, kind, actor, clock.instant());
  }

  private OccurrenceFacts get(UUID id, CurrentUser actor) {
    OccurrenceFacts occurrence =
        lists.facts(new OccurrenceId(id)).orElseThrow(NotFoundException::new);
    if (!occurrence.mayBeClosedBy(actor)) {
      throw new AccessDeniedException("Neither marketing nor who sees to it");
    }
    return occurrence;
  }

  private static String path(UUID id) {
    return "/planner/occurrences/" + id;
  }
}
