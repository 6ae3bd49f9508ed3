/**
 * Who really buys: what those who bought have in common, said only where it is no coincidence, and
 * which customers are the best ones (R004, R040). It reads by SQL over every schema, and keeps
 * nothing but which facts somebody left out of the study or took into it.
 *
 * <p>Addresses: {@code /reports/buyers}, {@code /reports/customers}. Words: {@code Trait}, {@code
 * Study}, {@code Finding}.
 */
@ApplicationModule(
    displayName = "Buyers",
    allowedDependencies = {"shared", "platform", "identity"})
@NullMarked
package com.arenacrm.insight.buyers;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
