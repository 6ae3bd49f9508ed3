/**
 * What the two teams agreed and how it is kept: handoffs accepted, returned and answered in time,
 * the money at risk behind those that nobody answers (R059, R060, R064), and where demand leaks
 * away between marketing's effort and the close (R093, R095). It only reads, by SQL over every
 * schema.
 *
 * <p>Addresses: {@code /reports/agreement}, {@code /reports/leakage}. Words: {@code Handed}, {@code
 * Share}, {@code Leak}.
 */
@ApplicationModule(
    displayName = "Agreement",
    allowedDependencies = {"shared", "platform", "identity"})
@NullMarked
package com.arenacrm.insight.agreement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
