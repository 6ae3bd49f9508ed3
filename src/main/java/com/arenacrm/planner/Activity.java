package com.arenacrm.planner;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.UserId;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.StoryId;
import com.arenacrm.shared.HourglassPhase;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * Something that marketing plans to do for many people at once (R069), in one phase of the
 * hourglass and for one profile, once or in a series. Each time that it happens is an {@link
 * Occurrence}, stored ahead.
 */
@Entity
@Table(schema = "planner", name = "activity")
public class Activity {

  /** Stands for: all of its days are stored. */
  static final LocalDate FOR_GOOD = LocalDate.of(9999, 12, 31);

  /** How far ahead the days of a series are stored. */
  private static final int MONTHS_AHEAD = 13;

  @EmbeddedId private ActivityId id;
  private String title;

  @Enumerated(EnumType.STRING)
  private HourglassPhase phase;

  @EmbeddedColumnNaming("profile_%s")
  private ProfileId profile;

  @EmbeddedColumnNaming("owner_%s")
  private UserId owner;

  private String goal;
  private String channel;
  private BigDecimal investment;

  @Enumerated(EnumType.STRING)
  private Nature nature;

  private @Nullable String provider;
  private @Nullable UUID followUpBy;
  private @Nullable Integer followUpDays;
  private @Nullable Integer expectedPeople;
  private @Nullable Integer followUpCapacity;

  @EmbeddedColumnNaming("story_%s")
  private @Nullable StoryId story;

  @EmbeddedColumnNaming("offer_%s")
  private @Nullable OfferId offer;

  private boolean tentative;
  private LocalDate firstDay;
  private @Nullable LocalTime startTime;
  private @Nullable String rule;
  private LocalDate storedUntil;
  private @Nullable LocalDate endedOn;

  @EmbeddedColumnNaming("continues_%s")
  private @Nullable ActivityId continues;

  private Instant createdAt;
  private UUID createdBy;

  @Version private @Nullable Integer version;

  protected Activity() {}

  Activity(NewActivity planned, @Nullable ActivityId continues, UserId actor, Instant now) {
    this.id = planned.id();
    this.continues = continues;
    this.createdAt = now;
    this.createdBy = actor.id();
    change(planned.details());
    schedule(planned.schedule());
  }

  public ActivityId id() {
    return id;
  }

  public String title() {
    return title;
  }

  public int version() {
    return version == null ? 0 : version;
  }

  /** All that can be edited, apart from when it happens. */
  public ActivityDetails details() {
    return new ActivityDetails(
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
        new FollowUp(
            followUpBy == null ? null : new UserId(followUpBy),
            followUpDays,
            expectedPeople,
            followUpCapacity),
        story,
        offer,
        tentative);
  }

  /** When it happens. */
  public Schedule schedule() {
    return new Schedule(firstDay, rule == null ? null : Recurrence.parse(rule));
  }

  public boolean repeats() {
    return rule != null;
  }

  /** The day from which on it no longer happens; empty while it goes on. */
  public Optional<LocalDate> endedOn() {
    return Optional.ofNullable(endedOn);
  }

  /** The activity of which this one is the later part. */
  public Optional<ActivityId> continues() {
    return Optional.ofNullable(continues);
  }

  void change(ActivityDetails details) {
    title = details.title();
    phase = details.phase();
    profile = details.profile();
    owner = details.owner();
    goal = details.goal();
    channel = details.channel();
    investment = details.investment();
    nature = details.nature();
    provider = details.provider();
    startTime = details.startTime();
    FollowUp followUp = details.followUp();
    followUpBy = followUp.by() == null ? null : followUp.by().id();
    followUpDays = followUp.withinDays();
    expectedPeople = followUp.expected();
    followUpCapacity = followUp.capacity();
    story = details.story();
    offer = details.offer();
    tentative = details.tentative();
  }

  /** Says which story it tells and what it offers. */
  void tell(@Nullable StoryId story, @Nullable OfferId offer) {
    this.story = story;
    this.offer = offer;
  }

  /** Gives it other days; it goes on if it had ended. */
  void schedule(Schedule schedule) {
    Schedule proper = schedule.startingOnADayOfItsOwn();
    firstDay = proper.firstDay();
    rule = proper.recurrence() == null ? null : proper.recurrence().rule();
    endedOn = null;
    storedUntil = firstDay.minusDays(1);
  }

  /** From that day on it no longer happens. */
  void end(LocalDate day) {
    Schedule schedule = schedule();
    LocalDate last = day.minusDays(1);
    if (schedule.recurrence() != null && !schedule.isOverAfter(last)) {
      rule = schedule.recurrence().until(last).rule();
    }
    endedOn = day;
    storedUntil = FOR_GOOD;
  }

  /** Notes up to which day its occurrences are stored. */
  void stored(LocalDate until) {
    storedUntil = schedule().isOverAfter(until) ? FOR_GOOD : until;
  }

  /** Up to which day occurrences are stored when it is this day. */
  static LocalDate horizon(LocalDate today) {
    return today.plusMonths(MONTHS_AHEAD);
  }
}
