package com.arenacrm.pipeline.map;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.Seen;
import com.arenacrm.pipeline.OpportunityId;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The contact map of a deal, on a page that can be printed. */
@Controller
class ContactMapController {

  private final Deals deals;
  private final ContactMap map;
  private final UserNames userNames;

  ContactMapController(Deals deals, ContactMap map, UserNames userNames) {
    this.deals = deals;
    this.map = map;
    this.userNames = userNames;
  }

  @GetMapping("/pipeline/opportunities/{id}/map")
  String map(CurrentUser viewer, @PathVariable UUID id, Model model) {
    Seen deal = deals.seen(new OpportunityId(id), viewer);
    model.addAttribute("deal", deal);
    model.addAttribute("map", map.of(deal.id()));
    model.addAttribute("names", userNames.all());
    return "pipeline/map";
  }
}
