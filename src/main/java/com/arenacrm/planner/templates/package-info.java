/**
 * Activities to start from, for a company without experience (R008): those that Arena brings, at
 * least four for each phase, and those that the company keeps itself; and a whole first quarter
 * made of them. Tables: {@code planner.template}.
 */
@ApplicationModule(
    displayName = "Planner: templates",
    allowedDependencies = {"shared", "platform", "identity", "icp", "planner"})
@NullMarked
package com.arenacrm.planner.templates;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
