package com.arenacrm.leads.survey;

import com.arenacrm.icp.research.ResearchNoteId;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Secret;
import com.arenacrm.leads.TrialId;
import com.arenacrm.platform.RefusedException;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * That somebody who has tried an offer was asked what it was like, and what they said: what
 * experience customers expect when they try (R076). Its address is a secret, works for sixty days
 * and takes one answer.
 */
@Entity
@Table(schema = "leads", name = "survey")
public class Survey {

  /** For so long its address takes an answer. */
  static final Duration VALID = Duration.ofDays(60);

  /** The best score: it was as they expected, or better. */
  public static final int BEST = 5;

  /** How a survey stands. */
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
   * @param score whether it was as they expected: 1, much worse, to 5, as expected or better
   * @param expected what they had expected
   * @param surprised what surprised them
   */
  public record Answer(int score, @Nullable String expected, @Nullable String surprised) {

    public Answer {
      if (score < 1 || score > BEST) {
        throw new IllegalArgumentException("A score lies between 1 and " + BEST);
      }
    }
  }

  @EmbeddedId private SurveyId id;

  @EmbeddedColumnNaming("trial_%s")
  private TrialId trial;

  private byte[] hash;
  private Instant createdAt;
  private UUID createdBy;
  private Instant expiresAt;
  private @Nullable Instant voidedAt;
  private @Nullable Instant answeredAt;
  private @Nullable UUID answerId;
  private @Nullable Integer score;
  private @Nullable String expected;
  private @Nullable String surprised;
  private @Nullable UUID noteId;
  @Version private @Nullable Integer version;

  protected Survey() {}

  Survey(SurveyId id, TrialId trial, Secret secret, UserId actor, Instant now) {
    this.id = id;
    this.trial = trial;
    this.hash = secret.hash();
    this.createdAt = now;
    this.createdBy = actor.id();
    this.expiresAt = now.plus(VALID);
  }

  public SurveyId id() {
    return id;
  }

  public TrialId trial() {
    return trial;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public UUID createdBy() {
    return createdBy;
  }

  public Instant expiresAt() {
    return expiresAt;
  }

  public Optional<Instant> answeredAt() {
    return Optional.ofNullable(answeredAt);
  }

  public Optional<Answer> answer() {
    return Optional.ofNullable(score).map(s -> new Answer(s, expected, surprised));
  }

  /** The research note that was made of the answer. */
  public Optional<ResearchNoteId> note() {
    return Optional.ofNullable(noteId).map(ResearchNoteId::new);
  }

  public State state(Instant now) {
    if (answeredAt != null) {
      return State.ANSWERED;
    }
    if (voidedAt != null) {
      return State.VOID;
    }
    return now.isBefore(expiresAt) ? State.OPEN : State.EXPIRED;
  }

  boolean isAt(Secret secret) {
    return MessageDigest.isEqual(hash, secret.hash());
  }

  /** Whether it was answered by this very form. */
  boolean isAnsweredBy(UUID form) {
    return form.equals(answerId);
  }

  /**
   * They answer.
   *
   * @param form identifies the form that was sent, so that sending it twice answers once
   * @throws RefusedException when it takes no answer, any more or again
   */
  void answer(UUID form, Answer said, Instant now) {
    if (state(now) != State.OPEN) {
      throw new RefusedException("survey.over." + state(now));
    }
    answerId = form;
    score = said.score();
    expected = said.expected();
    surprised = said.surprised();
    answeredAt = now;
  }

  /**
   * Another address takes its place.
   *
   * @throws RefusedException once it was answered: nobody is asked twice about one trial
   */
  void giveWay(Instant now) {
    if (answeredAt != null) {
      throw new RefusedException("survey.answered.already");
    }
    voidedAt = now;
  }

  /**
   * Marketing made a research note of the answer.
   *
   * @throws RefusedException before there is an answer, or when there is a note already
   */
  void note(ResearchNoteId note) {
    if (answeredAt == null) {
      throw new RefusedException("survey.note.early");
    }
    if (noteId != null) {
      throw new RefusedException("survey.note.already");
    }
    noteId = note.id();
  }
}
