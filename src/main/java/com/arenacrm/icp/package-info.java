/**
 * Whom we want: ideal-customer profiles in signed editions, whom they exclude, how well people and
 * companies fit, how to talk to each who takes part in buying, and which phases do not apply.
 *
 * <p>Tables: schema {@code icp}. Words: {@code IdealCustomerProfile}, {@code Edition}, {@code
 * Criterion}, {@code Fit}, {@code Grade}, {@code Signature}, {@code Applicability}.
 */
@ApplicationModule(
    displayName = "Ideal-customer profiles",
    allowedDependencies = {
      "shared",
      "platform",
      "identity",
      "notifications",
      "integration",
      "contacts"
    })
@NullMarked
package com.arenacrm.icp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
