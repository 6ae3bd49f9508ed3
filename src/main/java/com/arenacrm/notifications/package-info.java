/**
 * Telling a person: by e-mail where a mail server is configured.
 *
 * <p>Tables: none yet. Words: {@code Letter}.
 */
@ApplicationModule(
    displayName = "Notifications",
    allowedDependencies = {"shared", "platform", "identity"})
@NullMarked
package com.arenacrm.notifications;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
