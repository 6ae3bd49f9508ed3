package com.arenacrm.leads;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.platform.RefusedException;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * Demand that somebody detected: that a person means to buy, or to close. It needs the person, the
 * day and the evidence, and counts once sales confirms it (R049, R050). The third kind of demand, a
 * deal that moved on, is never typed in: it is read from the history of the deal.
 */
@Entity
@Table(schema = "leads", name = "demand_signal")
public class DemandSignal {

  /** What was detected. */
  public enum Kind {
    PURCHASE_INTENT,
    CLOSING_INTENT
  }

  @EmbeddedId private DemandSignalId id;

  @Enumerated(EnumType.STRING)
  private Kind kind;

  @EmbeddedColumnNaming("person_%s")
  private PersonId person;

  private String personName;

  @EmbeddedColumnNaming("occurrence_%s")
  private @Nullable OccurrenceId occurrence;

  private String evidence;
  private LocalDate happenedOn;
  private Instant notedAt;
  private UUID notedBy;
  private @Nullable Instant confirmedAt;
  private @Nullable UUID confirmedBy;
  private @Nullable Instant dismissedAt;
  private @Nullable UUID dismissedBy;
  private @Nullable String dismissal;
  @Version private @Nullable Integer version;

  protected DemandSignal() {}

  DemandSignal(
      DemandSignalId id,
      Kind kind,
      PersonId person,
      String personName,
      @Nullable OccurrenceId occurrence,
      String evidence,
      LocalDate happenedOn,
      UserId actor,
      Instant now) {
    this.id = id;
    this.kind = kind;
    this.person = person;
    this.personName = personName;
    this.occurrence = occurrence;
    this.evidence = evidence;
    this.happenedOn = happenedOn;
    this.notedBy = actor.id();
    this.notedAt = now;
  }

  public DemandSignalId id() {
    return id;
  }

  LocalDate happenedOn() {
    return happenedOn;
  }

  public PersonId person() {
    return person;
  }

  public Optional<OccurrenceId> occurrence() {
    return Optional.ofNullable(occurrence);
  }

  /** Whether sales has said that it is real. */
  public boolean isConfirmed() {
    return confirmedAt != null;
  }

  void confirm(UserId seller, Instant now) {
    requireOpen();
    confirmedAt = now;
    confirmedBy = seller.id();
  }

  void dismiss(UserId seller, String why, Instant now) {
    requireOpen();
    dismissedAt = now;
    dismissedBy = seller.id();
    dismissal = why;
  }

  /** Is open again, because the judgement was a mistake. */
  void reconsider() {
    confirmedAt = null;
    confirmedBy = null;
    dismissedAt = null;
    dismissedBy = null;
    dismissal = null;
  }

  private void requireOpen() {
    if (confirmedAt != null || dismissedAt != null) {
      throw new RefusedException("signal.judged");
    }
  }
}
