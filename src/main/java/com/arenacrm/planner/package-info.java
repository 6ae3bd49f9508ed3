/**
 * The hourglass plan: what marketing does in which phase for which profile, once or in a series;
 * each time that it happens, whom it touched and with what result; and the close of the week.
 *
 * <p>Tables: schema {@code planner}. Words: {@code Activity}, {@code Recurrence}, {@code
 * Occurrence}, {@code Result}, {@code Touch}, {@code WeekReview}.
 */
@ApplicationModule(
    displayName = "Planner",
    allowedDependencies = {
      "shared",
      "platform",
      "identity",
      "notifications",
      "integration",
      "integration :: records",
      "contacts",
      "icp",
      "playbook"
    })
@NullMarked
package com.arenacrm.planner;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
