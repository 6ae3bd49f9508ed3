package com.arenacrm.leads;

import com.arenacrm.identity.UserId;
import com.arenacrm.leads.clock.ResponseClocks.Due;
import com.arenacrm.platform.RefusedException;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * A qualified lead on its way to a seller, with what marketing says about it. The seller accepts or
 * returns it; until the first word with the customer a clock runs in working minutes (R058, R060,
 * R062).
 */
@Entity
@Table(schema = "leads", name = "handoff")
public class Handoff {

  /** Within this time a seller may take back that they returned a lead. */
  static final Duration SECOND_THOUGHTS = Duration.ofMinutes(10);

  @EmbeddedId private HandoffId id;

  @EmbeddedColumnNaming("lead_%s")
  private LeadId lead;

  private UUID fromUser;
  private @Nullable UUID toUser;
  private String why;
  private @Nullable String promised;
  private String firstStep;
  private Instant handedAt;
  private Instant dueAt;
  private @Nullable Integer targetMinutes;
  private @Nullable Instant acceptedAt;
  private @Nullable UUID acceptedBy;
  private @Nullable Instant rejectedAt;
  private @Nullable UUID rejectedBy;

  @Enumerated(EnumType.STRING)
  private @Nullable Rejection rejection;

  private @Nullable String rejectionNote;

  @Enumerated(EnumType.STRING)
  private @Nullable ReturnAnswer returnAnswer;

  private @Nullable String returnWords;
  private @Nullable Instant returnAnsweredAt;
  private @Nullable UUID returnAnsweredBy;
  private @Nullable Instant withdrawnAt;
  private @Nullable Instant releasedAt;
  private @Nullable Instant firstContactAt;
  @Version private @Nullable Integer version;

  protected Handoff() {}

  Handoff(
      HandoffId id,
      LeadId lead,
      UserId from,
      @Nullable UserId to,
      Packet packet,
      Instant handedAt,
      Due due) {
    this.id = id;
    this.lead = lead;
    this.fromUser = from.id();
    this.toUser = to == null ? null : to.id();
    this.why = packet.why();
    this.promised = packet.promised();
    this.firstStep = packet.firstStep();
    this.handedAt = handedAt;
    this.dueAt = due.at();
    this.targetMinutes = due.targetMinutes();
  }

  /**
   * What marketing tells the seller beyond what the lead itself shows.
   *
   * @param why why this one, now
   * @param promised what was promised; null when nothing was
   * @param firstStep the step that marketing suggests
   */
  public record Packet(String why, @Nullable String promised, String firstStep) {}

  public HandoffId id() {
    return id;
  }

  public LeadId lead() {
    return lead;
  }

  public UserId from() {
    return new UserId(fromUser);
  }

  /** Whose it is; empty while it waits in the queue for somebody. */
  public Optional<UserId> to() {
    return Optional.ofNullable(toUser).map(UserId::new);
  }

  /** Whether it waits for somebody to take it or to be given it. */
  public boolean isQueued() {
    return toUser == null && isWaiting();
  }

  public Packet packet() {
    return new Packet(why, promised, firstStep);
  }

  public Instant handedAt() {
    return handedAt;
  }

  /** By when the customer should have heard from us. */
  public Instant dueAt() {
    return dueAt;
  }

  /** Working minutes that were agreed; empty for those from before that was kept. */
  public Optional<Integer> targetMinutes() {
    return Optional.ofNullable(targetMinutes);
  }

  public Optional<Instant> acceptedAt() {
    return Optional.ofNullable(acceptedAt);
  }

  public Optional<Instant> rejectedAt() {
    return Optional.ofNullable(rejectedAt);
  }

  public Optional<Rejection> rejection() {
    return Optional.ofNullable(rejection);
  }

  public Optional<String> rejectionNote() {
    return Optional.ofNullable(rejectionNote);
  }

  /** Who returned it. */
  public Optional<UserId> rejectedBy() {
    return Optional.ofNullable(rejectedBy).map(UserId::new);
  }

  /** What marketing did about its return. */
  public Optional<ReturnAnswer> returnAnswer() {
    return Optional.ofNullable(returnAnswer);
  }

  /** What marketing told the seller about it. */
  public Optional<String> returnWords() {
    return Optional.ofNullable(returnWords);
  }

  public Optional<Instant> returnAnsweredAt() {
    return Optional.ofNullable(returnAnsweredAt);
  }

  /** Whether it was returned, and marketing has done nothing about that yet. */
  public boolean isReturnOpen() {
    return rejectedAt != null && returnAnswer == null;
  }

  public Optional<Instant> firstContactAt() {
    return Optional.ofNullable(firstContactAt);
  }

  /** Whether nobody has answered it yet. */
  public boolean isWaiting() {
    return acceptedAt == null && rejectedAt == null && withdrawnAt == null;
  }

  /** Is another seller's, who has the time that is left from the handing over on. */
  void assign(UserId seller, Instant due) {
    requireWaiting();
    toUser = seller.id();
    dueAt = due;
  }

  /** Waits for another seller, out of the hands of the one who has not answered. */
  void release(Instant due) {
    requireWaiting();
    toUser = null;
    dueAt = due;
  }

  /** Is over: the lead that was accepted by it went back to the pool, and waits by another one. */
  void close(Instant now) {
    if (!isHeld()) {
      throw new RefusedException("handoff.answered");
    }
    releasedAt = now;
  }

  /** The lead that was accepted by it is worked by this seller now. */
  void passOn(UserId seller) {
    if (!isHeld()) {
      throw new RefusedException("handoff.answered");
    }
    toUser = seller.id();
  }

  /** Whether it was accepted and the lead is worked upon it still. */
  boolean isHeld() {
    return acceptedAt != null && rejectedAt == null && withdrawnAt == null && releasedAt == null;
  }

  void accept(UserId seller, Instant now) {
    requireWaiting();
    if (toUser == null) {
      throw new RefusedException("handoff.queued");
    }
    acceptedAt = now;
    acceptedBy = seller.id();
  }

  /** Returns it, with a reason that marketing can learn from. */
  void reject(UserId seller, Rejection reason, @Nullable String note, Instant now) {
    requireWaiting();
    rejectedAt = now;
    rejectedBy = seller.id();
    rejection = reason;
    rejectionNote = note;
  }

  /**
   * Keeps what marketing did about the return.
   *
   * @param actor null where it follows from something else
   * @throws RefusedException when it was not returned, or has been answered
   */
  void answerReturn(
      ReturnAnswer answer, @Nullable String words, @Nullable UserId actor, Instant now) {
    if (!isReturnOpen()) {
      throw new RefusedException("return.answered");
    }
    returnAnswer = answer;
    returnWords = words;
    returnAnsweredAt = now.isBefore(rejectedAt) ? rejectedAt : now;
    returnAnsweredBy = actor == null ? null : actor.id();
  }

  /** Takes back what was done about the return, which waits for marketing again. */
  void forgetReturnAnswer() {
    returnAnswer = null;
    returnWords = null;
    returnAnsweredAt = null;
    returnAnsweredBy = null;
  }

  /** Takes a return back while it is fresh, and nobody has done anything about it. */
  void reconsider(Instant now) {
    if (returnAnswer != null) {
      throw new RefusedException("return.answered");
    }
    if (rejectedAt == null || now.isAfter(rejectedAt.plus(SECOND_THOUGHTS))) {
      throw new RefusedException("handoff.reconsider.late");
    }
    rejectedAt = null;
    rejectedBy = null;
    rejection = null;
    rejectionNote = null;
  }

  /** Is taken back by marketing before anybody answered. */
  void withdraw(Instant now) {
    requireWaiting();
    withdrawnAt = now;
  }

  private void requireWaiting() {
    if (!isWaiting()) {
      throw new RefusedException("handoff.answered");
    }
  }
}
