package com.arenacrm.playbook;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.UserId;
import com.arenacrm.shared.HourglassPhase;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * Something that helps a seller to convince (R024, R100): a case, a figure with its source, what to
 * answer when a competitor is named or a customer objects, or a link.
 */
@Entity
@Table(schema = "playbook", name = "material")
public class Material {

  /** What it is. */
  public enum Kind {
    /** Whom we helped, and how. */
    CASE,
    /** A figure with its source. */
    BENCHMARK,
    /** What to answer when a competitor is named. */
    BATTLECARD,
    /** What a customer says against it, and what to answer. */
    OBJECTION,
    /** Something to send. */
    LINK
  }

  /**
   * What it says.
   *
   * @param figure of a benchmark: the figure itself, as one says it
   * @param source of a benchmark: where the figure is from; no figure without
   * @param competitor of a battlecard: whom it is about
   * @param answer of a battlecard: what to say when they are named; of an objection, which stands
   *     in the body as customers say it: what to answer
   * @param spokenTo for whom it is by their part in the purchase; null for all
   */
  public record Content(
      Kind kind,
      String title,
      @Nullable String body,
      @Nullable String figure,
      @Nullable String source,
      @Nullable String url,
      @Nullable String competitor,
      @Nullable String strengths,
      @Nullable String weaknesses,
      @Nullable String answer,
      @Nullable HourglassPhase phase,
      @Nullable ProfileId profile,
      @Nullable SpokenTo spokenTo) {

    /** For everybody, whatever their part in the purchase. */
    public Content(
        Kind kind,
        String title,
        @Nullable String body,
        @Nullable String figure,
        @Nullable String source,
        @Nullable String url,
        @Nullable String competitor,
        @Nullable String strengths,
        @Nullable String weaknesses,
        @Nullable String answer,
        @Nullable HourglassPhase phase,
        @Nullable ProfileId profile) {
      this(
          kind,
          title,
          body,
          figure,
          source,
          url,
          competitor,
          strengths,
          weaknesses,
          answer,
          phase,
          profile,
          null);
    }
  }

  @EmbeddedId private MaterialId id;

  @Enumerated(EnumType.STRING)
  private Kind kind;

  private String title;
  private @Nullable String body;
  private @Nullable String figure;
  private @Nullable String source;
  private @Nullable String url;
  private @Nullable String competitor;
  private @Nullable String strengths;
  private @Nullable String weaknesses;
  private @Nullable String answer;

  @Enumerated(EnumType.STRING)
  private @Nullable HourglassPhase phase;

  @EmbeddedColumnNaming("profile_%s")
  private @Nullable ProfileId profile;

  @Enumerated(EnumType.STRING)
  private @Nullable SpokenTo spokenTo;

  private @Nullable Instant retiredAt;
  private Instant createdAt;
  private UUID createdBy;
  @Version private @Nullable Integer version;

  protected Material() {}

  Material(MaterialId id, Content content, UserId actor, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.createdBy = actor.id();
    change(content);
  }

  public MaterialId id() {
    return id;
  }

  public String title() {
    return title;
  }

  public Content content() {
    return new Content(
        kind,
        title,
        body,
        figure,
        source,
        url,
        competitor,
        strengths,
        weaknesses,
        answer,
        phase,
        profile,
        spokenTo);
  }

  /** When we stopped using it; empty while we do. */
  public Optional<Instant> retiredAt() {
    return Optional.ofNullable(retiredAt);
  }

  public int version() {
    return version == null ? 0 : version;
  }

  void change(Content content) {
    kind = content.kind();
    title = content.title();
    body = content.body();
    figure = content.figure();
    source = content.source();
    url = content.url();
    competitor = content.competitor();
    strengths = content.strengths();
    weaknesses = content.weaknesses();
    answer = content.answer();
    phase = content.phase();
    profile = content.profile();
    spokenTo = content.spokenTo();
  }

  /** Is no longer offered; what was said with it stays counted. */
  void retire(Instant now) {
    if (retiredAt == null) {
      retiredAt = now;
    }
  }

  void bringBack() {
    retiredAt = null;
  }
}
