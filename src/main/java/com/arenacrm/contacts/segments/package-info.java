/**
 * Segments: saved filters over people or companies, so that a group has a name and always its
 * present members (R069, R078).
 *
 * <p>Tables: {@code segment} and {@code segment_rule} in schema {@code contacts}. Words: {@code
 * Segment}.
 */
@ApplicationModule(
    displayName = "Segments",
    allowedDependencies = {"shared", "platform", "identity", "contacts"})
@NullMarked
package com.arenacrm.contacts.segments;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
