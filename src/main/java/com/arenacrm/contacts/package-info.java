/**
 * People and companies, once each: who they are, how to reach them, who has to do with whom, what
 * was said, and what they allow us to send.
 *
 * <p>Tables: schema {@code contacts}. Words: {@code Person}, {@code Company}, {@code Interaction},
 * {@code Relationship}, {@code Consent}, {@code Condition}, {@code Scorecard}.
 */
@ApplicationModule(
    displayName = "Contacts",
    allowedDependencies = {
      "shared",
      "platform",
      "identity",
      "lists",
      "notifications",
      "integration"
    })
@NullMarked
package com.arenacrm.contacts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
