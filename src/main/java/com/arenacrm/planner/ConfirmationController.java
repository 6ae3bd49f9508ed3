package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Confirms what was tentative: one time, or all that is still to come of an activity. */
@Controller
class ConfirmationController {

  private final Planner planner;

  ConfirmationController(Planner planner) {
    this.planner = planner;
  }

  @PostMapping("/planner/occurrences/{id}/confirmation")
  String one(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    OccurrenceId occurrence = new OccurrenceId(id);
    String title =
        planner
            .occurrence(occurrence)
            .map(Planner.OccurrenceCard::title)
            .orElseThrow(NotFoundException::new);
    try {
      planner.confirm(occurrence, actor);
      Flash.done(next, "tentative.confirmed", title);
    } catch (RefusedException e) {
      Flash.refused(next, e);
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
    planner.confirmAll(activity);
    Flash.done(next, "tentative.confirmed", title);
    return "redirect:/planner/activities/" + id;
  }
}
