package com.arenacrm.playbook;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.UserId;
import com.arenacrm.shared.HourglassPhase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * Something true that we tell about ourselves, what we sell or whom we helped (R072). It carries
 * one or more parts of the core message; activities, forms and scripts tell it.
 */
@Entity
@Table(schema = "playbook", name = "story")
public class Story {

  /** What a story is about. */
  public enum Kind {
    COMPANY,
    PRODUCT,
    CUSTOMER
  }

  /**
   * What is told.
   *
   * @param profile for whom in particular; null for everybody
   * @param parts the parts of the core message that it carries
   * @param phases where in the hourglass it belongs; none for anywhere
   */
  public record Content(
      Kind kind,
      String title,
      String body,
      @Nullable ProfileId profile,
      Set<UUID> parts,
      Set<HourglassPhase> phases) {}

  @EmbeddedId private StoryId id;

  @Enumerated(EnumType.STRING)
  private Kind kind;

  private String title;
  private String body;

  @EmbeddedColumnNaming("profile_%s")
  private @Nullable ProfileId profile;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(
      schema = "playbook",
      name = "story_part",
      joinColumns = @JoinColumn(name = "story_id"))
  @Column(name = "part_id")
  private Set<UUID> parts = new HashSet<>();

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(
      schema = "playbook",
      name = "story_phase",
      joinColumns = @JoinColumn(name = "story_id"))
  @Column(name = "phase")
  @Enumerated(EnumType.STRING)
  private Set<HourglassPhase> phases = new HashSet<>();

  private @Nullable Instant retiredAt;
  private Instant createdAt;
  private UUID createdBy;
  @Version private @Nullable Integer version;

  protected Story() {}

  Story(StoryId id, Content content, UserId actor, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.createdBy = actor.id();
    change(content);
  }

  public StoryId id() {
    return id;
  }

  public String title() {
    return title;
  }

  public Content content() {
    return new Content(kind, title, body, profile, Set.copyOf(parts), new TreeSet<>(phases));
  }

  /** When we stopped telling it; empty while we do. */
  public Optional<Instant> retiredAt() {
    return Optional.ofNullable(retiredAt);
  }

  public Instant createdAt() {
    return createdAt;
  }

  public UUID createdBy() {
    return createdBy;
  }

  public int version() {
    return version == null ? 0 : version;
  }

  void change(Content content) {
    kind = content.kind();
    title = content.title();
    body = content.body();
    profile = content.profile();
    parts.retainAll(content.parts());
    parts.addAll(content.parts());
    phases.retainAll(content.phases());
    phases.addAll(content.phases());
  }

  /** Is no longer told; what told it goes on saying so. */
  void retire(Instant now) {
    if (retiredAt == null) {
      retiredAt = now;
    }
  }

  void bringBack() {
    retiredAt = null;
  }
}
