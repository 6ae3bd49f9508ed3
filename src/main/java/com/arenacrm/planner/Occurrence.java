package com.arenacrm.planner;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
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
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * One time that an {@link Activity} happens. Until it is closed it follows its activity, except in
 * what was changed for it alone; once closed it keeps what was true then, and only its result can
 * still be corrected (R013, R015).
 */
@Entity
@Table(schema = "planner", name = "occurrence")
public class Occurrence {

  /** The key of the sentence that refuses what is said to be done before its day. */
  static final String TOO_EARLY = "result.done.tooEarly";

  /** What became of it. */
  public enum State {
    PLANNED,
    DONE,
    NOT_DONE;

    /**
     * The message key of how it stands on a day: what is open after its own is overdue, else what
     * is given.
     */
    public String key(LocalDate day, LocalDate today, String otherwise) {
      return this == PLANNED && day.isBefore(today) ? "overdue" : otherwise;
    }

    /** As in style classes and message keys: {@code not-done}. */
    public String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What may differ from the rest of the series for one time alone. */
  record Variation(
      String title,
      HourglassPhase phase,
      ProfileId profile,
      UserId owner,
      BigDecimal investment,
      @Nullable LocalTime startTime,
      boolean tentative) {}

  @EmbeddedId private OccurrenceId id;

  @EmbeddedColumnNaming("activity_%s")
  private ActivityId activity;

  private String title;

  @Enumerated(EnumType.STRING)
  private HourglassPhase phase;

  @EmbeddedColumnNaming("profile_%s")
  private ProfileId profile;

  @EmbeddedColumnNaming("owner_%s")
  private UserId owner;

  private LocalDate seriesDay;
  private LocalDate day;
  private @Nullable LocalTime startTime;
  private BigDecimal investment;
  private boolean tentative;

  @Enumerated(EnumType.STRING)
  private State state;

  private @Nullable String reason;
  private @Nullable Integer reach;
  private @Nullable Integer invited;
  private @Nullable Integer attended;
  private @Nullable BigDecimal spent;
  private @Nullable Instant closedAt;
  private @Nullable UUID closedBy;
  private @Nullable Instant correctedAt;
  private @Nullable UUID correctedBy;

  @Version private @Nullable Integer version;

  protected Occurrence() {}

  public OccurrenceId id() {
    return id;
  }

  public ActivityId activity() {
    return activity;
  }

  public String title() {
    return title;
  }

  public HourglassPhase phase() {
    return phase;
  }

  public ProfileId profile() {
    return profile;
  }

  public UserId owner() {
    return owner;
  }

  public LocalDate day() {
    return day;
  }

  /** The day that its series gave it, wherever it was moved since. */
  public LocalDate seriesDay() {
    return seriesDay;
  }

  public Week week() {
    return Week.of(day);
  }

  public Optional<LocalTime> startTime() {
    return Optional.ofNullable(startTime);
  }

  public BigDecimal investment() {
    return investment;
  }

  public State state() {
    return state;
  }

  public boolean isOpen() {
    return state == State.PLANNED;
  }

  /** Whether it still has to be confirmed; what is closed no longer has. */
  public boolean isTentative() {
    return tentative;
  }

  /** How it went; empty while it is open. */
  public Optional<Result> result() {
    return isOpen()
        ? Optional.empty()
        : Optional.of(new Result(state == State.DONE, reason, reach, invited, attended, spent));
  }

  public Optional<Instant> closedAt() {
    return Optional.ofNullable(closedAt);
  }

  public Optional<UUID> closedBy() {
    return Optional.ofNullable(closedBy);
  }

  /** When its result was last corrected. */
  public Optional<Instant> correctedAt() {
    return Optional.ofNullable(correctedAt);
  }

  public Optional<UUID> correctedBy() {
    return Optional.ofNullable(correctedBy);
  }

  public int version() {
    return version == null ? 0 : version;
  }

  /** Whether this person may close it and note whom it touched: marketing, and who sees to it. */
  public boolean mayBeClosedBy(CurrentUser user) {
    return user.isMarketing() || owner.equals(user.id());
  }

  void change(Variation variation) {
    requireOpen();
    title = variation.title();
    phase = variation.phase();
    profile = variation.profile();
    owner = variation.owner();
    investment = variation.investment();
    startTime = variation.startTime();
    tentative = variation.tentative();
  }

  /** It will take place as planned. */
  void confirm() {
    requireOpen();
    tentative = false;
  }

  /** Takes its confirmation back. */
  void doubt() {
    requireOpen();
    tentative = true;
  }

  /** Gives it to somebody else. */
  void entrust(UserId to) {
    requireOpen();
    owner = to;
  }

  void moveTo(LocalDate day) {
    requireOpen();
    this.day = day;
  }

  /**
   * @param today in the company's zone
   * @throws RefusedException when it is closed already, or said to be done before its day
   */
  void close(Result result, UserId actor, Instant now, LocalDate today) {
    requireOpen();
    requireItsDay(result, today);
    closedAt = now;
    closedBy = actor.id();
    keep(result);
  }

  /** Puts the result right; that it was corrected, when and by whom, stays to be seen. */
  void correct(Result result, UserId actor, Instant now, LocalDate today) {
    if (isOpen()) {
      throw new RefusedException("occurrence.stillOpen", title);
    }
    requireItsDay(result, today);
    correctedAt = now;
    correctedBy = actor.id();
    keep(result);
  }

  /** Takes a close back, as if it had not been. */
  void reopen() {
    state = State.PLANNED;
    reason = null;
    reach = null;
    invited = null;
    attended = null;
    spent = null;
    closedAt = null;
    closedBy = null;
    correctedAt = null;
    correctedBy = null;
  }

  private void keep(Result result) {
    state = result.done() ? State.DONE : State.NOT_DONE;
    reason = result.done() ? null : result.reason();
    reach = result.reach();
    invited = result.invited();
    attended = result.attended();
    spent = result.spent();
  }

  // That it will not take place can be known before its day; that it did, cannot.
  private void requireItsDay(Result result, LocalDate today) {
    if (result.done() && day.isAfter(today)) {
      throw new RefusedException(TOO_EARLY);
    }
  }

  private void requireOpen() {
    if (!isOpen()) {
      throw new RefusedException("occurrence.closed", title);
    }
  }
}
