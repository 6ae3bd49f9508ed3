package com.arenacrm.planner.reviews;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.TouchKind;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A review, or a mention, of us in public (R074). */
@Entity
@Table(schema = "planner", name = "mention")
class Mention {

  @EmbeddedId private MentionId id;
  private String kind;
  private String place;
  private LocalDate saidOn;
  private @Nullable Integer stars;

  @Enumerated(EnumType.STRING)
  private Tone tone;

  private String said;
  private @Nullable String link;
  private @Nullable String author;
  private @Nullable UUID personId;
  private @Nullable UUID occurrenceId;
  private @Nullable String answer;
  private @Nullable LocalDate answeredOn;
  private Instant createdAt;
  private UUID createdBy;
  @Version private @Nullable Integer version;

  protected Mention() {}

  Mention(MentionId id, Saying saying, UserId actor, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.createdBy = actor.id();
    change(saying);
  }

  MentionId id() {
    return id;
  }

  int version() {
    return version == null ? 0 : version;
  }

  Saying saying() {
    return new Saying(
        place,
        saidOn,
        stars,
        tone,
        said,
        link,
        author,
        personId == null ? null : new PersonId(personId),
        occurrenceId == null ? null : new OccurrenceId(occurrenceId),
        answer,
        answeredOn);
  }

  /** How it counts as a touch, when a person said it because of an occurrence. */
  TouchKind touch() {
    return stars == null ? TouchKind.MENTIONED : TouchKind.REVIEWED;
  }

  /** Whoever noted it may change it, and marketing may change all. */
  boolean mayBeChangedBy(CurrentUser actor) {
    return actor.isMarketing() || actor.id().id().equals(createdBy);
  }

  void change(Saying saying) {
    kind = saying.stars() == null ? "MENTION" : "REVIEW";
    place = saying.place();
    saidOn = saying.saidOn();
    stars = saying.stars();
    tone = saying.tone();
    said = saying.said();
    link = saying.link();
    author = saying.author();
    personId = saying.person() == null ? null : saying.person().id();
    occurrenceId = saying.occurrence() == null ? null : saying.occurrence().id();
    answer = saying.answer();
    answeredOn = saying.answeredOn();
  }
}
