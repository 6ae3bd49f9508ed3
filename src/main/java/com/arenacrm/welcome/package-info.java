/**
 * The first minutes: set-up of a new Arena, and the sample company that shows all three jobs, made
 * through the other modules' front doors and removed without trace.
 *
 * <p>Tables: schema {@code welcome}. Words: {@code SetUp}, {@code SampleCompany}.
 */
@ApplicationModule(
    displayName = "Welcome",
    allowedDependencies = {
      "shared",
      "platform",
      "identity",
      "lists",
      "notifications",
      "contacts",
      "icp",
      "icp :: research",
      "playbook",
      "planner",
      "planner :: goals",
      "planner :: reviews",
      "leads",
      "leads :: qualification",
      "leads :: clock",
      "leads :: pool",
      "leads :: routing",
      "leads :: forms",
      "leads :: survey",
      "pipeline",
      "pipeline :: comments",
      "pipeline :: forecast",
      "pipeline :: lines",
      "pipeline :: tasks",
      "pipeline :: tracks",
      "pipeline :: value",
      "insight :: forecast",
      "customers"
    })
@NullMarked
package com.arenacrm.welcome;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
