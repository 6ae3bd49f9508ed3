/**
 * How likely a lead is to buy, learned from how the company's own leads ended: by facts that were
 * known when they came in, tested on those that came later, and switched off where that is no
 * better than the average (R084).
 *
 * <p>Tables: {@code captured}, {@code learning}, {@code learning_field} of schema {@code leads}.
 */
@ApplicationModule(
    displayName = "Leads: likelihood",
    allowedDependencies = {
      "shared",
      "platform",
      "identity",
      "contacts",
      "planner",
      "integration :: records",
      "leads"
    })
@NullMarked
package com.arenacrm.leads.likelihood;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
