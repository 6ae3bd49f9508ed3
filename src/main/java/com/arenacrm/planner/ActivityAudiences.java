package com.arenacrm.planner;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The front door to whom activities are for (R038, R041, R098): who is put in, what sales says, and
 * the invitations. Each identifier is chosen by the caller, so that doing it twice does it once.
 */
public interface ActivityAudiences {

  /**
   * Puts the present members of a segment in.
   *
   * @return how many it has
   */
  int addSegment(UUID source, ActivityId activity, Saved segment, UserId actor, Instant now);

  /**
   * Puts these people in.
   *
   * @param listed whether they come from a list; otherwise somebody picked them
   */
  int addPeople(
      UUID source,
      ActivityId activity,
      boolean listed,
      String label,
      Collection<PersonId> people,
      UserId actor,
      Instant now);

  /**
   * Asks for the same people again for an activity that is planned once more: segments and
   * conditions as they are met now, lists and people as they were put in. Who was taken out by hand
   * is out again; nothing that anybody approved, allowed or answered comes with it.
   */
  void copy(ActivityId from, ActivityId to, UserId actor, Instant now);

  /** Takes somebody out for sales, with the reason. */
  void takeOutForSales(
      UUID exclusion,
      ActivityId activity,
      PersonId person,
      String reason,
      UserId seller,
      Instant now);

  /**
   * Keeps on what ground those who never said whether they agree may be written to; without one
   * they are left out. Whoever withdrew is left out all the same.
   *
   * @param text the ground in words, as sales reads it
   */
  void allowSilent(UUID id, ActivityId activity, String text, UserId actor, Instant now);

  /** Keeps why it goes on below the agreed share, with the numbers of now. */
  void justify(UUID id, ActivityId activity, String text, UserId actor, Instant now);

  /**
   * Asks sales to look at it.
   *
   * @param sellers those in particular; empty for any seller
   */
  void askSales(
      UUID id,
      ActivityId activity,
      @Nullable String note,
      Collection<UserId> sellers,
      UserId actor,
      Instant now);

  /** Says for sales whether it is right. */
  void decide(
      UUID review,
      ActivityId activity,
      boolean approved,
      @Nullable String comment,
      UserId actor,
      Instant now);

  /**
   * Notes that the invitations of an occurrence went out.
   *
   * @param unapproved why, although sales has not approved it; null when it has
   * @return how many were invited
   */
  int launch(
      UUID id,
      ActivityId activity,
      OccurrenceId occurrence,
      @Nullable String unapproved,
      CurrentUser actor,
      Instant now);
}
