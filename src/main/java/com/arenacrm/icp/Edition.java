package com.arenacrm.icp;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.Operator;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
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
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * One wording of a profile (R039). Marketing writes and proposes it, sales signs it or sends it
 * back; from both signatures on it never changes, and stays readable for ever.
 */
@Entity
@Table(schema = "icp", name = "edition")
class Edition {

  /** How far an edition has come; without both signatures it is a draft. */
  enum State {
    /** Marketing is writing it. */
    DRAFT,
    /** Marketing has signed; sales has not. */
    PROPOSED,
    /** Both have signed: this one is in force. */
    SIGNED,
    /** A later one was signed. */
    SUPERSEDED;

    static final Set<State> OPEN = Set.of(DRAFT, PROPOSED);

    public boolean isSigned() {
      return this == SIGNED || this == SUPERSEDED;
    }
  }

  /** The two sides that sign. */
  enum Side {
    MARKETING,
    SALES
  }

  /** Who signed, and when. */
  @Embeddable
  record Signature(UUID userId, Instant signedAt) {}

  /** Why sales sent a proposal back. */
  @Embeddable
  record Objection(String comment, UUID userId, Instant at) {}

  /** A rule as it is stored. */
  @Embeddable
  record RuleRow(
      boolean exclusion,
      String field,
      String operator,
      String value,
      int weight,
      boolean knockOut,
      @Nullable String note) {

    static RuleRow of(Condition condition) {
      return new RuleRow(
          true,
          condition.field().key(),
          condition.operator().name(),
          condition.value(),
          0,
          false,
          null);
    }

    static RuleRow of(Criterion criterion) {
      Condition condition = criterion.condition();
      return new RuleRow(
          false,
          condition.field().key(),
          condition.operator().name(),
          condition.value(),
          criterion.weight(),
          criterion.knockOut(),
          criterion.note());
    }

    Condition condition() {
      return new Condition(
          ContactField.parse(field).orElseThrow(), Operator.valueOf(operator), value);
    }
  }

  /** A buying role as it is stored. */
  @Embeddable
  record RoleRow(
      String name, @Nullable String reality, @Nullable String words, @Nullable String solution) {

    static RoleRow of(BuyingRole role) {
      return new RoleRow(role.name(), role.reality(), role.words(), role.solution());
    }

    BuyingRole role() {
      return new BuyingRole(name, reality, words, solution);
    }
  }

  @EmbeddedId private EditionId id;

  @EmbeddedColumnNaming("profile_%s")
  private ProfileId profile;

  private int number;

  @Enumerated(EnumType.STRING)
  private State state = State.DRAFT;

  private @Nullable String notWanted;
  private @Nullable String motivators;
  private @Nullable String channels;
  private @Nullable String valueStatement;
  private Instant createdAt;
  private UUID createdBy;
  private @Nullable Instant proposedAt;
  private @Nullable Instant signedAt;

  @ElementCollection
  @CollectionTable(
      schema = "icp",
      name = "criterion",
      joinColumns = @JoinColumn(name = "edition_id"))
  @OrderColumn(name = "position")
  private List<RuleRow> rules = new ArrayList<>();

  @ElementCollection
  @CollectionTable(
      schema = "icp",
      name = "buying_role",
      joinColumns = @JoinColumn(name = "edition_id"))
  @OrderColumn(name = "position")
  private List<RoleRow> roles = new ArrayList<>();

  @ElementCollection
  @CollectionTable(
      schema = "icp",
      name = "phase_exclusion",
      joinColumns = @JoinColumn(name = "edition_id"))
  @MapKeyColumn(name = "phase")
  @MapKeyEnumerated(EnumType.STRING)
  @Column(name = "reason")
  private Map<HourglassPhase, String> phasesWithout = new EnumMap<>(HourglassPhase.class);

  @ElementCollection
  @CollectionTable(
      schema = "icp",
      name = "signature",
      joinColumns = @JoinColumn(name = "edition_id"))
  @MapKeyColumn(name = "side")
  @MapKeyEnumerated(EnumType.STRING)
  private Map<Side, Signature> signatures = new EnumMap<>(Side.class);

  @ElementCollection
  @CollectionTable(
      schema = "icp",
      name = "objection",
      joinColumns = @JoinColumn(name = "edition_id"))
  @OrderColumn(name = "position")
  private List<Objection> objections = new ArrayList<>();

  @Version private @Nullable Integer version;

  protected Edition() {}

  Edition(
      EditionId id, ProfileId profile, int number, EditionText text, UserId actor, Instant now) {
    this.id = id;
    this.profile = profile;
    this.number = number;
    this.createdAt = now;
    this.createdBy = actor.id();
    write(text);
  }

  EditionId id() {
    return id;
  }

  ProfileId profile() {
    return profile;
  }

  int number() {
    return number;
  }

  State state() {
    return state;
  }

  int version() {
    return version == null ? 0 : version;
  }

  Optional<Signature> signature(Side side) {
    return Optional.ofNullable(signatures.get(side));
  }

  List<Objection> objections() {
    return List.copyOf(objections);
  }

  EditionText text() {
    return new EditionText(
        notWanted,
        rules.stream().filter(RuleRow::exclusion).map(RuleRow::condition).toList(),
        rules.stream()
            .filter(rule -> !rule.exclusion())
            .map(
                rule ->
                    new Criterion(rule.condition(), rule.weight(), rule.knockOut(), rule.note()))
            .toList(),
        motivators,
        channels,
        valueStatement,
        roles.stream().map(RoleRow::role).toList(),
        phasesWithout);
  }

  /**
   * Writes the draft anew.
   *
   * @throws RefusedException when it is proposed or signed
   */
  void rewrite(EditionText text) {
    if (state != State.DRAFT) {
      throw new RefusedException("icp.notDraft");
    }
    write(text);
  }

  private void write(EditionText text) {
    notWanted = text.notWanted();
    motivators = text.motivators();
    channels = text.channels();
    valueStatement = text.valueStatement();
    rules.clear();
    text.exclusions().forEach(condition -> rules.add(RuleRow.of(condition)));
    text.criteria().forEach(criterion -> rules.add(RuleRow.of(criterion)));
    roles.clear();
    text.roles().forEach(role -> roles.add(RoleRow.of(role)));
    phasesWithout.clear();
    phasesWithout.putAll(text.phasesWithout());
  }

  /**
   * Sends the draft to sales, with the signature of marketing.
   *
   * @throws RefusedException when something is missing, or it is no draft
   */
  void propose(UserId marketing, Instant now) {
    if (state != State.DRAFT) {
      throw new RefusedException("icp.notDraft");
    }
    text().requireSignable();
    signatures.put(Side.MARKETING, new Signature(marketing.id(), now));
    state = State.PROPOSED;
    proposedAt = now;
  }

  /**
   * Takes the proposal back to go on writing.
   *
   * @throws RefusedException when it is not waiting for sales
   */
  void takeBack() {
    requireProposed();
    becomeDraft();
  }

  /**
   * Sends the proposal back to marketing.
   *
   * @param comment what has to change
   * @throws RefusedException when it is not waiting for sales
   */
  void sendBack(UserId sales, String comment, Instant now) {
    requireProposed();
    objections.add(new Objection(comment, sales.id(), now));
    becomeDraft();
  }

  /**
   * Signs for sales; from now on this edition never changes.
   *
   * @throws RefusedException when it is not waiting for sales
   */
  void sign(UserId sales, Instant now) {
    requireProposed();
    signatures.put(Side.SALES, new Signature(sales.id(), now));
    state = State.SIGNED;
    signedAt = now;
  }

  /** Gives way to a later edition. */
  void supersede() {
    if (state != State.SIGNED) {
      throw new IllegalStateException("Only a signed edition gives way to a later one");
    }
    state = State.SUPERSEDED;
  }

  /**
   * @throws RefusedException when it is not waiting for sales
   */
  void requireProposed() {
    if (state != State.PROPOSED) {
      throw new RefusedException("icp.notProposed");
    }
  }

  private void becomeDraft() {
    signatures.remove(Side.MARKETING);
    state = State.DRAFT;
    proposedAt = null;
  }
}
