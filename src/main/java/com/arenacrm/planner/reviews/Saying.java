package com.arenacrm.planner.reviews;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.planner.OccurrenceId;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What was said of us.
 *
 * @param place where it can be read, such as Google or a newspaper
 * @param stars one to five of a review; null for a mention without any
 * @param tone of a review, what its stars say
 * @param author the name it is signed with, where we do not know the person
 * @param occurrence what moved the person to say it
 * @param answer what we answered; null while we have not
 */
public record Saying(
    String place,
    LocalDate saidOn,
    @Nullable Integer stars,
    Tone tone,
    String said,
    @Nullable String link,
    @Nullable String author,
    @Nullable PersonId person,
    @Nullable OccurrenceId occurrence,
    @Nullable String answer,
    @Nullable LocalDate answeredOn) {

  public Saying {
    if (stars != null) {
      tone = Tone.of(stars);
    }
    if ((answer == null) != (answeredOn == null)) {
      throw new IllegalArgumentException("An answer has a day");
    }
  }
}
