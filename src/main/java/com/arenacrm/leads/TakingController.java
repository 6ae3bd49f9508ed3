package com.arenacrm.leads;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.RefusedException;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Handoffs find their seller by hand: sellers with room take one, managers give them out. */
@Controller
class TakingController {

  private final Handoffs handoffs;
  private final UserNames userNames;
  private final Clock clock;

  TakingController(Handoffs handoffs, UserNames userNames, Clock clock) {
    this.handoffs = handoffs;
    this.userNames = userNames;
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

  @PostMapping("/leads/handoffs/{id}/assignment")
  String assign(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID seller,
      Locale locale,
      RedirectAttributes next) {
    try {
      if (seller == null) {
        throw new RefusedException("handoff.seller.choose");
      }
      Handoff given =
          handoffs.assign(new HandoffId(id), new UserId(seller), actor, clock.instant());
      Flash.done(
          next,
          "handoff.assigned",
          userNames.all().get(seller),
          actor.formats(locale).dateTime(given.dueAt()));
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/leads/handoffs/" + id;
  }
}
