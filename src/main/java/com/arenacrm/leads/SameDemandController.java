package com.arenacrm.leads;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.SameDemand.Joined;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.RefusedException;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Whoever has more than one lead open, and making one of two. */
@Controller
@RequestMapping("/leads")
class SameDemandController {

  private final SameDemand demands;
  private final UserNames userNames;
  private final Clock clock;

  SameDemandController(SameDemand demands, UserNames userNames, Clock clock) {
    this.demands = demands;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping("/twice")
  String list(CurrentUser viewer, Model model) {
    model.addAttribute("people", demands.open(viewer));
    model.addAttribute("more", demands.count(viewer) > SameDemand.MOST);
    model.addAttribute("userNames", userNames.all());
    return "leads/twice";
  }

  /** How many they are, for the inbox. */
  @GetMapping("/twice/waiting")
  String waiting(CurrentUser viewer, Model model) {
    model.addAttribute("total", demands.count(viewer));
    model.addAttribute("most", SameDemand.MOST);
    return "leads/twice :: waiting";
  }

  @PostMapping("/{id}/joining")
  String join(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(name = "with") UUID other,
      RedirectAttributes next) {
    try {
      Joined joined = demands.join(new LeadId(id), new LeadId(other), actor, clock.instant());
      Flash.done(next, "demand.joined", joined.kept().personName());
      Flash.undo(next, "/leads/" + joined.closed().id() + "/reopening");
      return "redirect:/leads/" + joined.kept().id();
    } catch (RefusedException e) {
      Flash.refused(next, e);
      return "redirect:/leads/" + id;
    }
  }
}
