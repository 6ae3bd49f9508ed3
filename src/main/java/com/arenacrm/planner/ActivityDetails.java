package com.arenacrm.planner;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.UserId;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.StoryId;
import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * What an activity is, apart from when it happens (R014).
 *
 * @param title what is done
 * @param profile for whom; no activity without one (R003)
 * @param owner who sees to it
 * @param goal what for
 * @param channel how, where, by which means
 * @param investment what each occurrence is planned to cost, in the company's currency; may be 0
 * @param nature what it is meant to bring
 * @param provider the agency, medium or association that offers it (R106)
 * @param startTime on the clock of the company; null when the hour does not matter
 * @param story the story that it tells (R072)
 * @param offer what it offers (R026)
 * @param tentative whether it still has to be confirmed
 */
public record ActivityDetails(
    String title,
    HourglassPhase phase,
    ProfileId profile,
    UserId owner,
    String goal,
    String channel,
    BigDecimal investment,
    Nature nature,
    @Nullable String provider,
    @Nullable LocalTime startTime,
    FollowUp followUp,
    @Nullable StoryId story,
    @Nullable OfferId offer,
    boolean tentative) {

  /** One that needs no confirmation, and tells and offers nothing of ours. */
  public ActivityDetails(
      String title,
      HourglassPhase phase,
      ProfileId profile,
      UserId owner,
      String goal,
      String channel,
      BigDecimal investment,
      Nature nature,
      @Nullable String provider,
      @Nullable LocalTime startTime,
      FollowUp followUp) {
    this(
        title,
        phase,
        profile,
        owner,
        goal,
        channel,
        investment,
        nature,
        provider,
        startTime,
        followUp,
        null,
        null);
  }

  /** One that needs no confirmation, with what it tells and offers. */
  public ActivityDetails(
      String title,
      HourglassPhase phase,
      ProfileId profile,
      UserId owner,
      String goal,
      String channel,
      BigDecimal investment,
      Nature nature,
      @Nullable String provider,
      @Nullable LocalTime startTime,
      FollowUp followUp,
      @Nullable StoryId story,
      @Nullable OfferId offer) {
    this(
        title,
        phase,
        profile,
        owner,
        goal,
        channel,
        investment,
        nature,
        provider,
        startTime,
        followUp,
        story,
        offer,
        false);
  }

  /** The same as it was on one of its days, where that differs from the rest. */
  public ActivityDetails asOn(Occurrence occurrence) {
    return new ActivityDetails(
        occurrence.title(),
        occurrence.phase(),
        occurrence.profile(),
        occurrence.owner(),
        goal,
        channel,
        occurrence.investment(),
        nature,
        provider,
        occurrence.startTime().orElse(null),
        followUp,
        story,
        offer,
        occurrence.isTentative());
  }
}
