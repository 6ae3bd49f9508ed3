/**
 * Selling, deal by deal: the stages of our method, what is to be done next on each deal, whom it
 * takes to decide, and how it ended. The queue of a sales person's day stands on it.
 *
 * <p>Tables: schema {@code pipeline}. Words: {@code Opportunity}, {@code Stage}, {@code StagePath},
 * {@code Plan} (the dated next step, or why there is none), {@code Loss}, {@code BuyingRole}. Other
 * modules open, move, win and lose deals through {@code Deals}.
 */
@ApplicationModule(
    displayName = "Pipeline",
    allowedDependencies = {
      "shared",
      "platform",
      "identity",
      "lists",
      "notifications",
      "integration",
      "integration :: colleagues",
      "integration :: records",
      "contacts",
      "contacts :: risk",
      "icp",
      "playbook",
      "planner",
      "planner :: traits",
      "leads",
      "leads :: pool",
      "leads :: qualification",
      "leads :: recontact",
      "leads :: routing"
    })
@NullMarked
package com.arenacrm.pipeline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
