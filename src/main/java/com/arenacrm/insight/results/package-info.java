/**
 * What marketing's activities yielded: from how many they reached to what was won, what each cost,
 * and which touches a deal is credited to (R001, R013, R049–R055). It only reads, by SQL over every
 * schema.
 *
 * <p>Addresses: {@code /reports/results}, {@code /reports/providers}, {@code /reports/credits}.
 * Words: {@code Attribution}, {@code Measure}, {@code Question}.
 */
@ApplicationModule(
    displayName = "Results",
    allowedDependencies = {"shared", "platform", "identity", "insight"})
@NullMarked
package com.arenacrm.insight.results;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
