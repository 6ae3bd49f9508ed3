package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Confirms what was tentative: one time, or all that is still to come of an activity; both can be
 * taken back.
 */
@Controller
class ConfirmationController {

  private final Planner planner;
  private final BulkChanges changes;
  private final Clock clock;

  ConfirmationController(Planner planner, BulkChanges changes, Clock clock) {
    this.planner = planner;
    this.changes = changes;
    this.clock = clock;
  }

  @PostMapping("/planner/occurrences/{id}/confirmation")
  String one(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    Occurrence occurrence = planner.read(new OccurrenceId(id)).orElseThrow(NotFoundException::new);
    String back = "/planner/occurrences/" + id;
    if (!occurrence.isOpen()) {
      Flash.refused(next, "occurrence.closed", occurrence.title());
      return "redirect:" + back;
    }
    boolean unsure = occurrence.isTentative();
    planner.confirm(occurrence.id(), actor);
    Flash.done(next, "tentative.confirmed", occurrence.title());
    if (unsure) {
      int version = planner.read(occurrence.id()).map(Occurrence::version).orElse(-1);
      Flash.undo(next, back + "/confirmation/undo?version=" + version);
    }
    return "redirect:" + back;
  }

  /** Takes back that it was confirmed. */
  @PostMapping("/planner/occurrences/{id}/confirmation/undo")
  String undo(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "-1") int version,
      RedirectAttributes next) {
    OccurrenceId occurrence = new OccurrenceId(id);
    String title =
        planner.read(occurrence).map(Occurrence::title).orElseThrow(NotFoundException::new);
    try {
      planner.doubt(occurrence, version, actor);
      Flash.done(next, "tentative.undone", title);
    } catch (RefusedException e) {
      Flash.refused(next, e);
    } catch (StaleVersionException e) {
      Flash.refused(next, "move.stale", title);
    }
    return "redirect:/planner/occurrences/" + id;
  }

  @PostMapping("/planner/activities/{id}/confirmation")
  String all(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    ActivityId activity = new ActivityId(id);
    String title =
        planner
            .activity(activity)
            .map(Planner.ActivityCard::title)
            .orElseThrow(NotFoundException::new);
    String back = "/planner/activities/" + id;
    UUID change = TimeOrderedUuid.next();
    Flash.done(next, "tentative.confirmed", title);
    if (changes.confirmAll(change, activity, actor, clock.instant())) {
      Flash.undo(next, BulkChanges.undoAddress(change, back));
    }
    return "redirect:" + back;
  }
}
