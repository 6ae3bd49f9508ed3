package com.arenacrm.playbook;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * What to say so that a conversation begins and goes on professionally (R045, R102), with places
 * that are filled from the record of whom one talks to.
 */
@Entity
@Table(schema = "playbook", name = "script")
public class Script {

  /**
   * What is said.
   *
   * @param subject of an e-mail with this text, with merge fields; null where it has none
   * @param body with merge fields, see {@link MergeText}
   * @param phase in which phase; null for any
   * @param profile to which profile; null for any
   * @param spokenTo to whom; null for anybody
   * @param story the story that it tells
   */
  public record Content(
      String title,
      @Nullable String subject,
      String body,
      @Nullable HourglassPhase phase,
      @Nullable ProfileId profile,
      @Nullable SpokenTo spokenTo,
      @Nullable StoryId story) {}

  @EmbeddedId private ScriptId id;
  private String title;
  private @Nullable String subject;
  private String body;

  @Enumerated(EnumType.STRING)
  private @Nullable HourglassPhase phase;

  @EmbeddedColumnNaming("profile_%s")
  private @Nullable ProfileId profile;

  @Enumerated(EnumType.STRING)
  private @Nullable SpokenTo spokenTo;

  @EmbeddedColumnNaming("story_%s")
  private @Nullable StoryId story;

  private @Nullable Instant retiredAt;
  private Instant createdAt;
  private UUID createdBy;
  @Version private @Nullable Integer version;

  protected Script() {}

  Script(ScriptId id, Content content, UserId actor, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.createdBy = actor.id();
    change(content);
  }

  public ScriptId id() {
    return id;
  }

  public String title() {
    return title;
  }

  public Content content() {
    return new Content(title, subject, body, phase, profile, spokenTo, story);
  }

  /** When we stopped using it; empty while we do. */
  public Optional<Instant> retiredAt() {
    return Optional.ofNullable(retiredAt);
  }

  public int version() {
    return version == null ? 0 : version;
  }

  /**
   * @throws RefusedException when it names a merge field that there is not
   */
  void change(Content content) {
    List<String> unknown =
        MergeText.unknown(
            content.subject() == null ? content.body() : content.subject() + "\n" + content.body());
    if (!unknown.isEmpty()) {
      throw new RefusedException("script.merge.unknown", String.join(", ", unknown));
    }
    title = content.title();
    subject = content.subject();
    body = content.body();
    phase = content.phase();
    profile = content.profile();
    spokenTo = content.spokenTo();
    story = content.story();
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
