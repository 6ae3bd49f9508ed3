/**
 * The plan in other calendars: private addresses that Outlook, Google and Apple follow without
 * signing in (Q34, Q45). Tables: {@code planner.feed}.
 */
@ApplicationModule(
    displayName = "Planner: feeds",
    allowedDependencies = {"shared", "platform", "identity", "planner"})
@NullMarked
package com.arenacrm.planner.feeds;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
