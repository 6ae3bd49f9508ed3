package com.arenacrm.planner.audience;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.audience.AudienceLists.Overview;
import com.arenacrm.shared.HourglassPhase;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that was done with the audience of an activity, the newest first.
 *
 * @param version counts the changes of who is in it
 * @param toCome its occurrences that are still to come or were launched, the soonest first
 * @param lastAddition when somebody was last put in, or brought back whom sales had out, or a
 *     ground was given for those who never said whether they agree
 * @param followed whether somebody is to follow up those who come
 * @param grounds why those who never said whether they agree may be written to, those in force
 */
record AudienceFacts(
    ActivityId activity,
    String title,
    HourglassPhase phase,
    ProfileId profile,
    UUID owner,
    int version,
    boolean followed,
    @Nullable Instant lastAddition,
    List<Source> sources,
    List<Review> reviews,
    List<Remark> remarks,
    List<Justification> justifications,
    List<Ground> grounds,
    List<Launch> launches,
    List<Coming> toCome) {

  /**
   * One way in which people were put in.
   *
   * @param strangers lines of its list of which nobody said yet what becomes of them
   */
  record Source(
      UUID id,
      String kind,
      String label,
      @Nullable UUID segment,
      UUID by,
      OffsetDateTime at,
      int people,
      int strangers,
      boolean asked) {

    /** Whether it is known what was asked for, so that it can be asked for again. */
    public boolean isRefreshable() {
      return segment != null || asked;
    }
  }

  /**
   * That sales was asked, and what it answered.
   *
   * @param people how many would be invited when it was asked
   * @param approvedPeople how many when it approved; null where it did not, or nobody kept it
   * @param inPlace whether somebody answered in place of those who were asked
   */
  record Review(
      UUID id,
      @Nullable String note,
      UUID by,
      OffsetDateTime at,
      int people,
      @Nullable OffsetDateTime decidedAt,
      @Nullable UUID decidedBy,
      @Nullable Boolean approved,
      @Nullable String comment,
      @Nullable Integer approvedPeople,
      boolean inPlace,
      @Nullable List<UUID> asked) {

    public boolean isOpen() {
      return decidedAt == null;
    }

    /** Those asked in particular; empty for any seller. */
    public List<UUID> reviewers() {
      return asked == null ? List.of() : asked;
    }

    /** Whether others were asked in particular. */
    boolean isForOthersThan(UserId who) {
      return !reviewers().isEmpty() && !reviewers().contains(who.id());
    }

    /** Whether others were asked: in particular, or as they sell and this one does not. */
    boolean isForOthersThan(CurrentUser who) {
      return isForOthersThan(who.id()) || reviewers().isEmpty() && !who.isSales();
    }
  }

  /** What somebody had to say. */
  record Remark(UUID id, String text, UUID by, OffsetDateTime at) {}

  /** Why it goes on below the agreed share, with the numbers of that moment. */
  record Justification(
      UUID id, String text, UUID by, OffsetDateTime at, int people, int inside, int agreed) {

    /** The share inside the profile of that moment, 0 to 1. */
    public double share() {
      return people == 0 ? 0 : (double) inside / people;
    }
  }

  /** Why some of those who never said whether they agree may be written to. */
  record Ground(UUID id, String text, UUID by, OffsetDateTime at) {}

  /** The invitations of an occurrence. */
  record Launch(
      UUID id,
      UUID occurrence,
      LocalDate day,
      int people,
      int inside,
      int repeated,
      int withdrawn,
      int takenOut,
      @Nullable String unapproved,
      @Nullable String ground,
      UUID by,
      OffsetDateTime at) {}

  /** An occurrence that can be launched. */
  record Coming(UUID id, String title, LocalDate day, @Nullable LocalTime time, boolean launched) {

    public String value() {
      return id.toString();
    }
  }

  public Optional<Review> review() {
    return reviews.stream().findFirst();
  }

  public Optional<Review> openReview() {
    return review().filter(Review::isOpen);
  }

  /**
   * The reason that was given for the share as it is now, if one was: for no better a share, and of
   * everybody who is not inside.
   */
  Optional<Justification> justification(Overview overview) {
    return justifications.stream()
        .filter(j -> overview.justified().contains(j.id()))
        .filter(j -> overview.shares().isNoWorseThan(j.inside(), j.people()))
        .findFirst();
  }

  /** How many were invited to one occurrence, by all launches together; 0 for none. */
  int invitedTo(@Nullable UUID occurrence) {
    return launches.stream()
        .filter(l -> l.occurrence().equals(occurrence))
        .mapToInt(Launch::people)
        .sum();
  }

  /** How far it has come towards one occurrence; null for none. */
  AudienceState state(int people, @Nullable UUID occurrence) {
    Optional<Review> last = review();
    return AudienceState.of(
        people,
        launches.stream().anyMatch(l -> l.occurrence().equals(occurrence)),
        last.isPresent(),
        last.map(Review::approved).orElse(null),
        last.map(Review::decidedAt).map(OffsetDateTime::toInstant).orElse(null),
        lastAddition);
  }
}
