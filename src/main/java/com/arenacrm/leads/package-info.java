/**
 * Attract: how leads come in, how well they fit, whether they are qualified, how they reach a
 * seller within the agreed time, and the demand that was detected.
 *
 * <p>Tables: schema {@code leads}. Words: {@code Lead}, {@code LeadForm}, {@code Qualification},
 * {@code Handoff}, {@code DemandSignal}.
 */
@ApplicationModule(
    displayName = "Leads",
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
      "icp :: research",
      "playbook",
      "planner",
      "planner :: imports",
      "planner :: traits"
    })
@NullMarked
package com.arenacrm.leads;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
