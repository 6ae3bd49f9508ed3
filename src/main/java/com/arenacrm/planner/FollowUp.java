package com.arenacrm.planner;

import com.arenacrm.identity.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What happens with the people whom an activity brings, thought of before it is launched, because
 * somebody must finish what it starts (R097). Each part may still be open.
 *
 * @param by who follows them up
 * @param withinDays in how many of the company's working days after an occurrence; 0 is the same
 *     day
 * @param expected how many people each occurrence is expected to bring
 * @param capacity how many of them that person can attend to
 */
public record FollowUp(
    @Nullable UserId by,
    @Nullable Integer withinDays,
    @Nullable Integer expected,
    @Nullable Integer capacity) {

  /** Nothing thought of yet. */
  public static final FollowUp NONE = new FollowUp(null, null, null, null);

  public boolean isOpen() {
    return by == null;
  }
}
