/**
 * What marketing may spend by month and phase, beside what the plan costs and what was spent.
 * Tables: {@code planner.budget}.
 */
@ApplicationModule(
    displayName = "Planner: budget",
    allowedDependencies = {"shared", "platform", "identity", "planner"})
@NullMarked
package com.arenacrm.planner.budget;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
