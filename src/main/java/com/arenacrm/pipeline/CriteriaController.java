package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Which exit criteria of its stage a deal meets (R092, R103). */
@Controller
class CriteriaController {

  private final Opportunities opportunities;
  private final Deals deals;
  private final StageBook stages;
  private final Clock clock;

  CriteriaController(Opportunities opportunities, Deals deals, StageBook stages, Clock clock) {
    this.opportunities = opportunities;
    this.deals = deals;
    this.stages = stages;
    this.clock = clock;
  }

  /**
   * Keeps what is ticked.
   *
   * @param stage the one that the page showed; when the deal has moved on since, nothing is kept
   */
  @PostMapping("/pipeline/opportunities/{id}/criteria")
  String meet(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam UUID stage,
      @RequestParam(required = false) @Nullable List<String> met,
      RedirectAttributes next) {
    Opportunity deal = opportunities.get(new OpportunityId(id), actor);
    if (!deal.stage().id().equals(stage)) {
      Flash.refused(next, "dealMove.movedMeanwhile");
    } else {
      StagePath path = stages.path();
      Stage following = path.after(path.get(deal.stage()));
      deals.meetExactly(
          deal, following, met == null ? List.of() : met, actor.id(), clock.instant());
      Flash.done(next, "criteria.kept");
    }
    return "redirect:/pipeline/opportunities/" + id;
  }
}
