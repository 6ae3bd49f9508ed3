package com.arenacrm.leads;

import com.arenacrm.identity.UserId;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.playbook.OfferId;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * That somebody on their way to buying tries it, by a sample or a diagnosis (R009): they asked for
 * it, they got it, and something came of it. Days are of the company's calendar.
 */
@Entity
@Table(schema = "leads", name = "trial")
public class Trial {

  /** What came of a trial. */
  public enum Result {
    CONVINCED,
    UNDECIDED,
    NOT_CONVINCED
  }

  /** How far a trial has come. */
  public enum State {
    REQUESTED,
    DELIVERED,
    CONCLUDED
  }

  @EmbeddedId private TrialId id;

  @EmbeddedColumnNaming("lead_%s")
  private LeadId lead;

  @EmbeddedColumnNaming("offer_%s")
  private OfferId offer;

  private LocalDate requestedOn;
  private @Nullable LocalDate deliveredOn;
  private @Nullable UUID deliveredBy;

  @Enumerated(EnumType.STRING)
  private @Nullable Result result;

  private @Nullable String resultNote;
  private @Nullable LocalDate resultOn;
  private @Nullable UUID resultBy;
  private Instant createdAt;
  private @Nullable UUID createdBy;
  @Version private @Nullable Integer version;

  protected Trial() {}

  /**
   * @param actor who noted it, or null where they asked for it themselves by a form
   */
  Trial(
      TrialId id,
      LeadId lead,
      OfferId offer,
      LocalDate requestedOn,
      @Nullable UserId actor,
      Instant now) {
    this.id = id;
    this.lead = lead;
    this.offer = offer;
    this.requestedOn = requestedOn;
    this.createdAt = now;
    this.createdBy = actor == null ? null : actor.id();
  }

  public TrialId id() {
    return id;
  }

  public LeadId lead() {
    return lead;
  }

  public OfferId offer() {
    return offer;
  }

  public State state() {
    return deliveredOn == null
        ? State.REQUESTED
        : result == null ? State.DELIVERED : State.CONCLUDED;
  }

  public LocalDate requestedOn() {
    return requestedOn;
  }

  public @Nullable LocalDate deliveredOn() {
    return deliveredOn;
  }

  public @Nullable UUID deliveredBy() {
    return deliveredBy;
  }

  public @Nullable Result result() {
    return result;
  }

  public @Nullable String resultNote() {
    return resultNote;
  }

  public @Nullable LocalDate resultOn() {
    return resultOn;
  }

  public @Nullable UUID resultBy() {
    return resultBy;
  }

  /** Who noted it; nobody where they asked for it themselves by a form. */
  public @Nullable UUID createdBy() {
    return createdBy;
  }

  /**
   * They got it.
   *
   * @throws RefusedException when they had got it, or on a day before they asked or yet to come
   */
  void deliver(LocalDate on, LocalDate today, UserId actor) {
    if (state() != State.REQUESTED) {
      throw new RefusedException("trial.delivered.already");
    }
    if (on.isBefore(requestedOn)) {
      throw new RefusedException("trial.delivered.early");
    }
    if (on.isAfter(today)) {
      throw new RefusedException("trial.later");
    }
    deliveredOn = on;
    deliveredBy = actor.id();
  }

  /**
   * Something came of it.
   *
   * @throws RefusedException before they got it, once it was said, or on a day yet to come
   */
  void conclude(Result result, @Nullable String note, LocalDate on, LocalDate today, UserId actor) {
    if (deliveredOn == null) {
      throw new RefusedException("trial.result.undelivered");
    }
    if (state() == State.CONCLUDED) {
      throw new RefusedException("trial.result.already");
    }
    if (on.isBefore(deliveredOn)) {
      throw new RefusedException("trial.result.early");
    }
    if (on.isAfter(today)) {
      throw new RefusedException("trial.later");
    }
    this.result = result;
    this.resultNote = note;
    this.resultOn = on;
    this.resultBy = actor.id();
  }
}
