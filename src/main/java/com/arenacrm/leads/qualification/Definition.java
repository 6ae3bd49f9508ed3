package com.arenacrm.leads.qualification;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.Operator;
import com.arenacrm.icp.Grade;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.qualification.Criterion.Asks;
import com.arenacrm.platform.RefusedException;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.MapKeyEnumerated;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One wording of what both teams call a qualified prospect (R039, R061). Either team writes and
 * proposes it, the other signs it or sends it back; from both signatures on it is in force and
 * never changes, until a later one replaces it.
 */
@Entity
@Table(schema = "leads", name = "definition")
class Definition {

  /** More criteria than this, nobody goes through with a prospect. */
  static final int MOST = 20;

  /** How far it has come. */
  enum State {
    DRAFT,
    /** One team has signed; the other has not. */
    PROPOSED,
    IN_FORCE,
    /** A later one is in force. */
    REPLACED;

    public boolean isOpen() {
      return this == DRAFT || this == PROPOSED;
    }
  }

  /** The two teams that sign. */
  enum Side {
    MARKETING,
    SALES;

    Role role() {
      return this == MARKETING ? Role.MARKETING : Role.SALES;
    }

    Side other() {
      return this == MARKETING ? SALES : MARKETING;
    }
  }

  /** Who signed, and when. */
  @Embeddable
  record Signature(UUID userId, Instant signedAt) {}

  /** Why the other team sent it back. */
  @Embeddable
  record Objection(String comment, UUID userId, Instant at) {}

  /** A criterion as it is stored. */
  @Embeddable
  record Row(
      @Column(name = "id") UUID key,
      String kind,
      String text,
      @Nullable String field,
      @Nullable String operator,
      @Nullable String value,
      boolean required) {

    static Row of(Criterion criterion) {
      Condition condition = criterion.condition();
      Grade grade = criterion.grade();
      return new Row(
          criterion.id(),
          criterion.kind(),
          criterion.text(),
          condition == null ? null : condition.field().key(),
          condition == null ? null : condition.operator().name(),
          condition != null ? condition.value() : grade != null ? grade.name() : null,
          criterion.required());
    }

    Criterion criterion() {
      return Definition.criterion(key, kind, text, field, operator, value, required);
    }
  }

  @EmbeddedId private DefinitionId id;
  private int number;

  @Enumerated(EnumType.STRING)
  private State state = State.DRAFT;

  private Instant createdAt;
  private UUID createdBy;
  private @Nullable Instant proposedAt;
  private @Nullable Instant inForceAt;
  private @Nullable Instant replacedAt;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(
      schema = "leads",
      name = "definition_criterion",
      joinColumns = @JoinColumn(name = "definition_id"))
  @OrderColumn(name = "position")
  private List<Row> criteria = new ArrayList<>();

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(
      schema = "leads",
      name = "definition_signature",
      joinColumns = @JoinColumn(name = "definition_id"))
  @MapKeyColumn(name = "side")
  @MapKeyEnumerated(EnumType.STRING)
  private Map<Side, Signature> signatures = new EnumMap<>(Side.class);

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(
      schema = "leads",
      name = "definition_objection",
      joinColumns = @JoinColumn(name = "definition_id"))
  @OrderColumn(name = "position")
  private List<Objection> objections = new ArrayList<>();

  @Version private @Nullable Integer version;

  protected Definition() {}

  Definition(DefinitionId id, int number, List<Criterion> criteria, UserId actor, Instant now) {
    this.id = id;
    this.number = number;
    this.createdAt = now;
    this.createdBy = actor.id();
    write(criteria);
  }

  /** Reads a criterion as the tables keep it. */
  static Criterion criterion(
      UUID id,
      String kind,
      String text,
      @Nullable String field,
      @Nullable String operator,
      @Nullable String value,
      boolean required) {
    Asks asks =
        switch (kind) {
          case "CONTACT" ->
              new Asks.Contact(
                  new Condition(
                      ContactField.parse(field).orElseThrow(),
                      Operator.valueOf(String.valueOf(operator)),
                      value == null ? "" : value));
          case "FIT" -> new Asks.Fit(Grade.valueOf(String.valueOf(value)));
          default -> new Asks.Somebody();
        };
    return new Criterion(id, text, asks, required);
  }

  DefinitionId id() {
    return id;
  }

  public int number() {
    return number;
  }

  public State state() {
    return state;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public UserId createdBy() {
    return new UserId(createdBy);
  }

  public Optional<Instant> inForceAt() {
    return Optional.ofNullable(inForceAt);
  }

  public int version() {
    return version == null ? 0 : version;
  }

  public List<Criterion> criteria() {
    return criteria.stream().map(Row::criterion).toList();
  }

  /** Who signed for marketing; null while nobody did. */
  public @Nullable Signature marketing() {
    return signatures.get(Side.MARKETING);
  }

  /** Who signed for sales; null while nobody did. */
  public @Nullable Signature sales() {
    return signatures.get(Side.SALES);
  }

  /** Whether one person signed for both teams. */
  public boolean isSignedByOne() {
    Signature one = marketing();
    Signature other = sales();
    return one != null && other != null && one.userId().equals(other.userId());
  }

  public List<Objection> objections() {
    return List.copyOf(objections);
  }

  /**
   * Writes the draft anew.
   *
   * @throws RefusedException when it is proposed or signed
   */
  void rewrite(List<Criterion> criteria) {
    requireDraft();
    write(criteria);
  }

  private void write(List<Criterion> wanted) {
    if (wanted.size() > MOST) {
      throw new IllegalArgumentException("Too many criteria");
    }
    criteria.clear();
    wanted.forEach(criterion -> criteria.add(Row.of(criterion)));
  }

  /**
   * Signs for one team, and asks the other to.
   *
   * @throws RefusedException when it is no draft
   */
  void propose(Side side, UserId actor, Instant now) {
    requireDraft();
    signatures.put(side, new Signature(actor.id(), now));
    state = State.PROPOSED;
    proposedAt = now;
  }

  /** The team whose signature is missing; empty unless it is proposed. */
  public Optional<Side> awaited() {
    return state != State.PROPOSED
        ? Optional.empty()
        : signatures.containsKey(Side.MARKETING)
            ? Optional.of(Side.SALES)
            : Optional.of(Side.MARKETING);
  }

  /** Who has signed it while the other team is awaited; null unless it is proposed. */
  boolean isSignedBy(UserId user) {
    return signatures.values().stream().anyMatch(s -> s.userId().equals(user.id()));
  }

  @Nullable UserId proposer() {
    return awaited()
        .map(side -> signatures.get(side.other()))
        .map(signature -> new UserId(signature.userId()))
        .orElse(null);
  }

  /**
   * Signs for the team that is awaited; it is in force from now on.
   *
   * @throws RefusedException when it waits for nobody
   */
  void sign(UserId actor, Instant now) {
    Side side = awaited().orElseThrow(() -> new RefusedException("definition.notProposed"));
    signatures.put(side, new Signature(actor.id(), now));
    state = State.IN_FORCE;
    inForceAt = now;
  }

  /**
   * Goes back to who proposed it.
   *
   * @throws RefusedException when it waits for nobody
   */
  void sendBack(UserId actor, String comment, Instant now) {
    requireProposed();
    objections.add(new Objection(comment, actor.id(), now));
    becomeDraft();
  }

  /**
   * Is taken back by who proposed it, to go on writing.
   *
   * @throws RefusedException when it waits for nobody
   */
  void takeBack() {
    requireProposed();
    becomeDraft();
  }

  /** Gives way to a later one. */
  void giveWay(Instant now) {
    if (state != State.IN_FORCE) {
      throw new IllegalStateException("Only a definition in force gives way");
    }
    state = State.REPLACED;
    replacedAt = now;
  }

  void requireDraft() {
    if (state != State.DRAFT) {
      throw new RefusedException("definition.notDraft");
    }
  }

  private void requireProposed() {
    if (state != State.PROPOSED) {
      throw new RefusedException("definition.notProposed");
    }
  }

  private void becomeDraft() {
    signatures.clear();
    state = State.DRAFT;
    proposedAt = null;
  }
}
