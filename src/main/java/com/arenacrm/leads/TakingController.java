package com.arenacrm.leads;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.RefusedException;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Sellers with room take leads that nobody has. */
@Controller
class TakingController {

  private final Handoffs handoffs;
  private final Clock clock;

  TakingController(Handoffs handoffs, Clock clock) {
    this.handoffs = handoffs;
    this.clock = clock;
  }

  @PostMapping("/leads/handoffs/{id}/taking")
  String take(CurrentUser actor, @PathVariable UUID id, RedirectAttributes next) {
    try {
      handoffs.take(new HandoffId(id), actor, clock.instant());
      Flash.done(next, "handoff.taken");
      return "redirect:/leads/handoffs/" + id;
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return "redirect:/leads/pool";
    }
  }
}
