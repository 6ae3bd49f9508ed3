package com.arenacrm.leads.routing;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.clock.ResponseClocks;
import io.github.wimdeblauwe.htmx.spring.boot.mvc.HtmxRequest;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Why somebody has a lead, and who would get it now; parts that other pages load. */
@Controller
class AssignmentController {

  private final Routing routing;
  private final Handoffs handoffs;
  private final ResponseClocks clocks;
  private final RoutingWords words;
  private final Clock clock;

  AssignmentController(
      Routing routing, Handoffs handoffs, ResponseClocks clocks, RoutingWords words, Clock clock) {
    this.routing = routing;
    this.handoffs = handoffs;
    this.clocks = clocks;
    this.words = words;
    this.clock = clock;
  }

  /** Who got a handoff, how, and why. */
  @GetMapping("/leads/handoffs/{id}/assignments")
  String assignments(
      CurrentUser viewer,
      HtmxRequest htmx,
      @PathVariable UUID id,
      @RequestParam(name = "clock", defaultValue = "false") boolean withClock,
      Locale locale,
      Model model) {
    HandoffId handoff = handoffs.get(new HandoffId(id), viewer).id();
    if (withClock) {
      model.addAttribute("clock", clocks.read(handoff, clock.instant()));
      model.addAttribute("now", clock.instant());
    }
    model.addAttribute("handoffId", id);
    model.addAttribute("assignments", routing.assignmentsOf(handoff));
    model.addAttribute("words", words.forReader(viewer.formats(locale)));
    return htmx.isHtmxRequest() ? "leads/assignments :: told" : "leads/assignments";
  }

  /** Who would get a lead by the rules now. */
  @GetMapping("/leads/{id}/routing")
  String proposal(
      CurrentUser viewer, HtmxRequest htmx, @PathVariable UUID id, Locale locale, Model model) {
    model.addAttribute("leadId", id);
    model.addAttribute("decision", routing.propose(new LeadId(id), viewer, clock.instant()));
    model.addAttribute("words", words.forReader(viewer.formats(locale)));
    return htmx.isHtmxRequest() ? "leads/proposal :: told" : "leads/proposal";
  }
}
