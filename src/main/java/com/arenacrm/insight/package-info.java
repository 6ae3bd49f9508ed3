/**
 * What happened, seen from above: the weekly hourglass-coverage report, timelines, verdicts and
 * search, read by SQL over every schema. It changes nothing but its own frozen snapshots.
 *
 * <p>Addresses: {@code /reports} and {@code /search}. Tables: schema {@code insight}. Words: {@code
 * CoverageReport}, {@code Timeline}, {@code Verdict}, {@code WeekSnapshot}.
 */
@ApplicationModule(
    displayName = "Insight",
    // Who is in a segment is for contacts to say, who bought and who answered for the plan and the
    // floors that it asks: their conditions become queries there. The plan asks how much demand its
    // occurrences brought.
    allowedDependencies = {
      "shared",
      "platform",
      "identity",
      "contacts",
      "contacts :: risk",
      "playbook",
      "planner",
      "planner :: goals",
      "planner :: traits"
    })
@NullMarked
package com.arenacrm.insight;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
