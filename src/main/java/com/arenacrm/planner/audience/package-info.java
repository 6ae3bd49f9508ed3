/**
 * Whom an activity is for: who was put in and by whom, which share lies inside the profile, who is
 * invited again and again, who may not be written to; what sales says of it; and the invitations
 * (R037, R038, R041, R098). Who follows up the people that come (R097).
 *
 * <p>Tables: {@code audience_*}, {@code launch} and {@code follow_up_seller} in schema {@code
 * planner}. Words: {@code Audiences}, {@code Shares}, {@code Launch}.
 */
@ApplicationModule(
    displayName = "Audiences",
    allowedDependencies = {
      "shared",
      "platform",
      "identity",
      "notifications",
      "contacts",
      "icp",
      "planner",
      "planner :: traits"
    })
@NullMarked
package com.arenacrm.planner.audience;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
