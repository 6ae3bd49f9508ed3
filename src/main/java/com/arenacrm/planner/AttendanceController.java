package com.arenacrm.planner;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.PlanLists.OccurrenceFacts;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Calling the roll at the door, on a telephone (R037, R043): everybody whom the occurrence invited
 * or touched otherwise, with a tick for who came. A tick is sent with what stood there before, so
 * that two people at two doors do not undo one another's.
 */
@Controller
@RequestMapping("/planner/occurrences/{id}/attendance")
class AttendanceController {

  /** As many as a page shows; the rest is found by its name. */
  private static final int SHOWN = 200;

  /** Somebody on the roll. */
  record Guest(PersonCard person, boolean came) {}

  private final Touches touches;
  private final PlanLists lists;
  private final ContactBook contacts;
  private final AuditTrail audit;
  private final Clock clock;

  AttendanceController(
      Touches touches, PlanLists lists, ContactBook contacts, AuditTrail audit, Clock clock) {
    this.touches = touches;
    this.lists = lists;
    this.contacts = contacts;
    this.audit = audit;
    this.clock = clock;
  }

  @GetMapping
  String roll(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String q,
      Model model) {
    OccurrenceFacts occurrence = get(id, viewer);
    Touches.Roll roll = touches.roll(new OccurrenceId(id));
    String text = FormReader.clean(q);
    List<PersonCard> people = contacts.among(roll.everybody(), text, SHOWN + 1);
    model.addAttribute("occurrence", occurrence);
    model.addAttribute(
        "guests",
        people.stream().limit(SHOWN).map(p -> new Guest(p, roll.came().contains(p.id()))).toList());
    model.addAttribute("more", people.size() > SHOWN);
    model.addAttribute("all", roll.everybody().size());
    model.addAttribute("came", roll.came().size());
    model.addAttribute("anybodyInvited", roll.invited());
    model.addAttribute("q", text);
    return "planner/attendance";
  }

  /**
   * Keeps who came.
   *
   * @param was those of the page who were ticked when it was opened
   * @param came those who are ticked now
   */
  @PostMapping
  String keep(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") List<String> was,
      @RequestParam(defaultValue = "") List<String> came,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "false") boolean on,
      RedirectAttributes next) {
    OccurrenceFacts occurrence = get(id, actor);
    OccurrenceId occurrenceId = new OccurrenceId(id);
    Set<PersonId> everybody = touches.roll(occurrenceId).everybody();
    Set<PersonId> before = people(was, everybody);
    Set<PersonId> now = people(came, everybody);
    Set<PersonId> arrived = new HashSet<>(now);
    arrived.removeAll(before);
    Set<PersonId> gone = new HashSet<>(before);
    gone.removeAll(now);
    Instant at = TouchController.when(occurrence, actor.company().zone(), clock.instant());
    int noted = touches.add(occurrenceId, arrived, TouchKind.ATTENDED, at, actor.id());
    int removed =
        touches.remove(occurrenceId, gone, TouchKind.ATTENDED, actor.id(), clock.instant());
    Subject subject = new Subject("occurrence", id, occurrence.title() + " · " + occurrence.day());
    String attended = AuditTrail.word("touch." + TouchKind.ATTENDED);
    if (noted > 0) {
      audit.note(actor, "touch-noted", subject, null, noted + " · " + attended);
    }
    if (removed > 0) {
      audit.note(actor, "touch-removed", subject, removed + " · " + attended, null);
    }
    Flash.done(next, "attendance.kept", touches.roll(occurrenceId).came().size());
    if (on) {
      next.addAttribute("q", q);
      return "redirect:/planner/occurrences/" + id + "/attendance";
    }
    return "redirect:/planner/occurrences/" + id;
  }

  private static Set<PersonId> people(List<String> typed, Set<PersonId> among) {
    List<PersonId> people = new ArrayList<>();
    for (String text : typed) {
      try {
        people.add(new PersonId(UUID.fromString(text)));
      } catch (IllegalArgumentException e) {
        // Nobody has that identifier.
      }
    }
    return people.stream().filter(among::contains).collect(Collectors.toSet());
  }

  private OccurrenceFacts get(UUID id, CurrentUser actor) {
    OccurrenceFacts occurrence =
        lists.facts(new OccurrenceId(id)).orElseThrow(NotFoundException::new);
    if (!occurrence.mayBeClosedBy(actor)) {
      throw new AccessDeniedException("Neither marketing nor who sees to it");
    }
    return occurrence;
  }
}
