/**
 * What we say and offer: the core message and its parts, stories that carry them, scripts filled
 * from the record, material that helps to sell, offers with their value, and how often each is
 * used.
 *
 * <p>Address: {@code /playbook}. Tables: schema {@code playbook}. Words: {@code CoreMessage},
 * {@code Story}, {@code Script}, {@code Material}, {@code Offer}, {@code Kit}.
 */
@ApplicationModule(
    displayName = "Playbook",
    allowedDependencies = {"shared", "platform", "identity", "notifications", "icp"})
@NullMarked
package com.arenacrm.playbook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
