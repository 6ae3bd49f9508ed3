/**
 * How keen somebody is: what they did of late, each deed by its weight, fading with time (R084). It
 * stands apart from how well they fit, and qualifies nobody (R057).
 *
 * <p>Tables: {@code engagement_rule} of schema {@code leads}.
 */
@ApplicationModule(
    displayName = "Leads: engagement",
    allowedDependencies = {
      "shared",
      "platform",
      "identity",
      "contacts",
      "planner",
      "planner :: traits",
      "leads"
    })
@NullMarked
package com.arenacrm.leads.engagement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
