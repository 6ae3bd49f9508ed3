package com.arenacrm.customers;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Secret;
import com.arenacrm.platform.RefusedException;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * That a customer was asked how happy they are with what they bought, and what they said (R029); or
 * only what they said, where somebody of us wrote it down. An address works for sixty days and
 * takes one answer, which stays.
 */
@Entity
@DynamicUpdate
@Table(schema = "customers", name = "check_in")
public class CheckIn {

  static final Duration VALID = Duration.ofDays(60);

  /** The best score. */
  public static final int BEST = 10;

  /** Up to here somebody has to see to it. */
  public static final int LOW = 6;

  /** From here on a customer is happy enough to recommend us. */
  public static final int GOOD = 9;

  /** How it stands. */
  public enum State {
    /** Waits for its answer. */
    OPEN,
    ANSWERED,
    /** Nobody answered in time. */
    EXPIRED,
    /** Another address took its place. */
    VOID
  }

  /**
   * What somebody said.
   *
   * @param score from 0, not at all happy, to 10
   */
  public record Answer(int score, @Nullable String comment) {

    public Answer {
      if (score < 0 || score > BEST) {
        throw new IllegalArgumentException("A score lies between 0 and " + BEST);
      }
    }

    /** Whether somebody has to see to it. */
    public boolean isLow() {
      return score <= LOW;
    }

    /** Whether it is the moment to ask for a recommendation. */
    public boolean isGood() {
      return score >= GOOD;
    }
  }

  @EmbeddedId private CheckInId id;

  @EmbeddedColumnNaming("company_%s")
  private @Nullable CompanyId company;

  @EmbeddedColumnNaming("person_%s")
  private @Nullable PersonId person;

  private @Nullable String personName;

  @EmbeddedColumnNaming("purchase_%s")
  private @Nullable PurchaseId purchase;

  private byte @Nullable [] hash;
  private @Nullable Instant askedAt;
  private @Nullable Instant expiresAt;
  private @Nullable Instant voidedAt;
  private @Nullable Instant answeredAt;
  private @Nullable UUID answerId;
  private @Nullable Integer score;
  private @Nullable String comment;
  private @Nullable Instant settledAt;
  private @Nullable UUID settledBy;
  private @Nullable String settledHow;
  private @Nullable UUID taskId;
  private Instant createdAt;
  private @Nullable UUID createdBy;
  @Version private @Nullable Integer version;

  protected CheckIn() {}

  /** Whom it is about, and what. */
  record About(
      @Nullable CompanyId company,
      @Nullable PersonId person,
      @Nullable String personName,
      @Nullable PurchaseId purchase) {}

  private CheckIn(CheckInId id, About about, @Nullable UserId actor, Instant now) {
    this.id = id;
    this.company = about.company();
    this.person = about.person();
    this.personName = about.personName();
    this.purchase = about.purchase();
    this.createdAt = now;
    this.createdBy = actor == null ? null : actor.id();
  }

  /**
   * Asks somebody, at a secret address.
   *
   * @param actor null where the company's rule asks
   */
  static CheckIn asked(
      CheckInId id, About about, Secret secret, @Nullable UserId actor, Instant now) {
    CheckIn asked = new CheckIn(id, about, actor, now);
    asked.hash = secret.hash();
    asked.askedAt = now;
    asked.expiresAt = now.plus(VALID);
    return asked;
  }

  /** Writes down what somebody said. */
  static CheckIn noted(CheckInId id, About about, Answer said, UserId actor, Instant at) {
    CheckIn noted = new CheckIn(id, about, actor, at);
    noted.score = said.score();
    noted.comment = said.comment();
    noted.answeredAt = at;
    return noted;
  }

  public CheckInId id() {
    return id;
  }

  /** The company that was asked, or the person without one. */
  public Optional<UUID> customer() {
    return company != null
        ? Optional.of(company.id())
        : Optional.ofNullable(person).map(PersonId::id);
  }

  public Optional<PersonId> person() {
    return Optional.ofNullable(person);
  }

  Optional<PurchaseId> purchase() {
    return Optional.ofNullable(purchase);
  }

  public Optional<Answer> answer() {
    return Optional.ofNullable(score).map(s -> new Answer(s, comment));
  }

  Optional<Instant> answeredAt() {
    return Optional.ofNullable(answeredAt);
  }

  public int version() {
    return version == null ? 0 : version;
  }

  public State state(Instant now) {
    if (answeredAt != null) {
      return State.ANSWERED;
    }
    if (voidedAt != null) {
      return State.VOID;
    }
    return expiresAt != null && now.isBefore(expiresAt) ? State.OPEN : State.EXPIRED;
  }

  /** Whether its address takes an answer now, which is the only one. */
  boolean takesAnswer(Instant now) {
    return state(now) == State.OPEN;
  }

  /** Whether it was answered by this very form. */
  boolean isAnsweredBy(UUID form) {
    return form.equals(answerId);
  }

  /**
   * They answer. What they said stays, and a low score with it until somebody has seen to it.
   *
   * @throws RefusedException when it takes no answer, any more or again
   */
  void answer(UUID form, Answer said, Instant now) {
    if (!takesAnswer(now)) {
      throw new RefusedException("checkin.over." + state(now));
    }
    answerId = form;
    score = said.score();
    comment = said.comment();
    answeredAt = now;
  }

  /** Another address takes its place. */
  void giveWay(Instant now) {
    if (answeredAt == null) {
      voidedAt = now;
    }
  }

  /** The task to see to it; empty where nobody has one. */
  Optional<UUID> task() {
    return Optional.ofNullable(taskId);
  }

  /**
   * It is somebody's task to see to it.
   *
   * @param task null where it is nobody's any more
   */
  void becomes(@Nullable UUID task) {
    taskId = task;
  }

  /** Whether somebody has to see to it still. */
  boolean isOpen() {
    return score != null && score <= LOW && settledAt == null;
  }

  /** Whether this person has seen to it in this very way. */
  boolean isSettled(String how, UserId actor) {
    return actor.id().equals(settledBy) && how.equals(settledHow);
  }

  /**
   * Somebody has seen to a low score.
   *
   * @throws RefusedException when there is none, it is seen to already, or nobody says how
   */
  void settle(String how, UserId actor, Instant now) {
    if (!isOpen()) {
      throw new RefusedException("checkin.settled");
    }
    if (how.isBlank()) {
      throw new RefusedException("checkin.how.required");
    }
    settledAt = now;
    settledBy = actor.id();
    settledHow = how;
  }

  /** It turned out that nobody has seen to it. */
  void reopen() {
    settledAt = null;
    settledBy = null;
    settledHow = null;
  }
}
