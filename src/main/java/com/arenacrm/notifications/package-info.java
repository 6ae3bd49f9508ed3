/**
 * Telling a person: in their inbox, and by e-mail where a mail server is configured. What there is
 * to tell comes from higher floors, through {@code Reminders}.
 *
 * <p>Tables: schema {@code notifications}. Words: {@code Letter}, {@code Reminders}, {@code
 * Digest}.
 */
@ApplicationModule(
    displayName = "Notifications",
    allowedDependencies = {"shared", "platform", "identity"})
@NullMarked
package com.arenacrm.notifications;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
