package com.arenacrm.planner.templates;

import com.arenacrm.identity.UserId;
import com.arenacrm.planner.Idea;
import com.arenacrm.planner.Nature;
import com.arenacrm.shared.HourglassPhase;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An activity to start from that the company keeps itself, until it is retired. */
@Entity
@Table(schema = "planner", name = "template")
class Template {

  @EmbeddedId private TemplateId id;
  private String title;

  @Enumerated(EnumType.STRING)
  private HourglassPhase phase;

  private String goal;
  private String channel;
  private BigDecimal investment;

  @Enumerated(EnumType.STRING)
  private Nature nature;

  @Enumerated(EnumType.STRING)
  private Idea.Unit unit;

  private int every;
  private @Nullable Integer followUpDays;
  private Instant createdAt;
  private UUID createdBy;
  private @Nullable Instant retiredAt;

  @Version private @Nullable Integer version;

  protected Template() {}

  Template(TemplateId id, Idea idea, UserId actor, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.createdBy = actor.id();
    change(idea);
  }

  TemplateId id() {
    return id;
  }

  Idea idea() {
    return new Idea(
        id.toString(),
        phase,
        title,
        goal,
        channel,
        investment,
        nature,
        unit,
        every,
        followUpDays,
        true);
  }

  boolean isRetired() {
    return retiredAt != null;
  }

  int version() {
    return version == null ? 0 : version;
  }

  void change(Idea idea) {
    title = idea.title();
    phase = idea.phase();
    goal = idea.goal();
    channel = idea.channel();
    investment = idea.investment();
    nature = idea.nature();
    unit = idea.unit();
    every = idea.every();
    followUpDays = idea.followUpDays();
  }

  /** It is no longer offered; the activities that began with it stay. */
  void retire(Instant now) {
    retiredAt = now;
  }

  void restore() {
    retiredAt = null;
  }
}
