/**
 * The plan over more than a week: months and quarters, so that gaps show; lists in which many
 * occurrences are changed at once; and weeks that are copied. Tables: in {@code planner}.
 */
@ApplicationModule(
    displayName = "Planner: calendar",
    allowedDependencies = {"shared", "platform", "identity", "notifications", "icp", "planner"})
@NullMarked
package com.arenacrm.planner.calendar;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
