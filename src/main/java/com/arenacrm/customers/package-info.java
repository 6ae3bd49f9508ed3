/**
 * Keep and grow: what customers bought, when they will buy again, whether they are happy, and whom
 * they recommend us to. Phases REPEAT and REFER of the hourglass stand on it.
 *
 * <p>A customer is a company that bought, or a person without one. Won deals become purchases in
 * the transaction that wins them; others are written down by hand or come in by a file. A purchase
 * is seen by whoever made it and by whoever is in charge of the customer.
 *
 * <p>Tables: schema {@code customers}. Words: {@code Customer}, {@code Purchase}.
 */
@ApplicationModule(
    displayName = "Customers",
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
      "icp",
      "playbook",
      "leads",
      "pipeline",
      "pipeline :: day",
      "pipeline :: tasks",
      "pipeline :: wins"
    })
@NullMarked
package com.arenacrm.customers;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
