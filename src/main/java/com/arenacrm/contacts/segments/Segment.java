package com.arenacrm.contacts.segments;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.Operator;
import com.arenacrm.identity.UserId;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A group with a name: whoever meets its conditions now, so that it grows by itself (R069). A
 * segment over companies stands for the people who work there wherever people are meant.
 */
@Entity
@Table(schema = "contacts", name = "segment")
class Segment {

  /** A condition as it is stored. */
  @Embeddable
  record RuleRow(String field, String operator, String value) {

    static RuleRow of(Condition c) {
      return new RuleRow(c.field().key(), c.operator().name(), c.value());
    }

    Condition condition() {
      return new Condition(
          ContactField.parse(field).orElseThrow(), Operator.valueOf(operator), value);
    }
  }

  @EmbeddedId private SegmentId id;
  private String name;
  private @Nullable String note;
  private @Nullable String community;
  private boolean companies;
  private boolean matchAny;
  private Instant createdAt;
  private UUID createdBy;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(
      schema = "contacts",
      name = "segment_rule",
      joinColumns = @JoinColumn(name = "segment_id"))
  @OrderColumn(name = "position")
  private List<RuleRow> rules = new ArrayList<>();

  @Version private @Nullable Integer version;

  protected Segment() {}

  Segment(SegmentId id, SegmentText text, UserId actor, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.createdBy = actor.id();
    write(text);
  }

  SegmentId id() {
    return id;
  }

  int version() {
    return version == null ? 0 : version;
  }

  SegmentText text() {
    return new SegmentText(
        name,
        note,
        community,
        companies,
        matchAny,
        rules.stream().map(RuleRow::condition).toList());
  }

  void write(SegmentText text) {
    name = text.name();
    note = text.note();
    community = text.community();
    companies = text.companies();
    matchAny = text.any();
    List<RuleRow> written = text.conditions().stream().map(RuleRow::of).toList();
    if (!written.equals(rules)) {
      rules.clear();
      rules.addAll(written);
    }
  }
}
