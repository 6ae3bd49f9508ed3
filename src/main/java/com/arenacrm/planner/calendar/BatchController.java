package com.arenacrm.planner.calendar;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.Batches;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.Week;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Takes back what was planned together. */
@Controller
class BatchController {

  /** The week to go back to; without one it is the quarter. */
  static final String WEEK = "week";

  private final Batches batches;
  private final Clock clock;

  BatchController(Batches batches, Clock clock) {
    this.batches = batches;
    this.clock = clock;
  }

  @PostMapping("/planner/batches/{id}/undo")
  String undo(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(name = WEEK, defaultValue = "") String week,
      RedirectAttributes next) {
    try {
      Flash.done(
          next,
          week.isEmpty() ? "batch.undone" : "batch.undone.copy",
          batches.undo(id, actor, clock.instant()));
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:"
        + Week.parse(week).map(w -> "/planner/week?week=" + w).orElse("/planner/quarter");
  }
}
