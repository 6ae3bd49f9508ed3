package com.arenacrm.leads;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.AbstractAggregateRoot;

/**
 * A person, and their company, on the way to being a qualified prospect: marketing's most valuable
 * deliverable (R058). It holds what qualification asks and where it stands; who the person is, what
 * they said and which activities they met stays with the person, so that nothing is lost when the
 * lead becomes a deal.
 */
@Entity
@Table(schema = "leads", name = "lead")
public class Lead extends AbstractAggregateRoot<Lead> {

  /** A lead came in or opened again, or its person changed: its scores have to be computed. */
  public record FitOutdated(LeadId lead) {}

  /** Somebody who knows us recommended us to the person of a new lead. */
  public record Recommended(LeadId lead, PersonId person, PersonId by, Instant at) {}

  @EmbeddedId private LeadId id;

  @EmbeddedColumnNaming("person_%s")
  private PersonId person;

  @EmbeddedColumnNaming("company_%s")
  private @Nullable CompanyId company;

  private String personName;
  private @Nullable String companyName;

  @EmbeddedColumnNaming("profile_%s")
  private @Nullable ProfileId profile;

  @Enumerated(EnumType.STRING)
  private Origin origin;

  @EmbeddedColumnNaming("source_activity_%s")
  private @Nullable ActivityId sourceActivity;

  @EmbeddedColumnNaming("source_occurrence_%s")
  private @Nullable OccurrenceId sourceOccurrence;

  @Enumerated(EnumType.STRING)
  private @Nullable HourglassPhase phase;

  private @Nullable Instant firstTouchAt;

  @EmbeddedColumnNaming("first_touch_activity_%s")
  private @Nullable ActivityId firstTouchActivity;

  private @Nullable UUID referredBy;

  @EmbeddedColumnNaming("form_%s")
  private @Nullable LeadFormId form;

  @EmbeddedColumnNaming("owner_%s")
  private @Nullable UserId owner;

  @EmbeddedColumnNaming("sales_owner_%s")
  private @Nullable UserId salesOwner;

  @Enumerated(EnumType.STRING)
  private LeadStage stage;

  private @Nullable String need;
  private @Nullable String budget;
  private @Nullable String authority;
  private @Nullable LocalDate purchaseDate;
  private @Nullable String adaptation;

  @Enumerated(EnumType.STRING)
  private @Nullable Outcome outcome;

  private @Nullable String outcomeNote;
  private @Nullable String competitor;
  private @Nullable Instant endedAt;
  private @Nullable UUID endedBy;
  private Instant createdAt;
  private @Nullable UUID createdBy;
  @Version private @Nullable Integer version;

  protected Lead() {}

  Lead(LeadId id, NewLead lead, @Nullable UserId actor, Instant now) {
    this.id = id;
    this.person = lead.person().id();
    this.company = lead.person().company().orElse(null);
    this.personName = lead.person().name();
    this.companyName = lead.person().companyName().orElse(null);
    this.profile = lead.profile();
    this.origin = lead.origin();
    this.sourceActivity = lead.source().activity();
    this.sourceOccurrence = lead.source().occurrence();
    this.phase = lead.source().phase();
    this.firstTouchAt = lead.source().firstTouchAt();
    this.firstTouchActivity = lead.source().firstTouchActivity();
    this.referredBy = lead.referredBy() == null ? null : lead.referredBy().id();
    if (lead.referredBy() != null) {
      registerEvent(new Recommended(id, person, lead.referredBy(), now));
    }
    this.form = lead.form();
    this.owner = lead.owner();
    this.salesOwner = lead.salesOwner();
    this.stage = LeadStage.OPEN;
    this.createdAt = now;
    this.createdBy = actor == null ? null : actor.id();
    learn(lead.facts());
    registerEvent(new FitOutdated(id));
  }

  public LeadId id() {
    return id;
  }

  public PersonId person() {
    return person;
  }

  public Optional<CompanyId> company() {
    return Optional.ofNullable(company);
  }

  public String personName() {
    return personName;
  }

  public Optional<String> companyName() {
    return Optional.ofNullable(companyName);
  }

  public Optional<ProfileId> profile() {
    return Optional.ofNullable(profile);
  }

  public Origin origin() {
    return origin;
  }

  /** The occurrence of its activity that brought it, where somebody said which. */
  Optional<OccurrenceId> sourceOccurrence() {
    return Optional.ofNullable(sourceOccurrence);
  }

  /** The form by which it came. */
  Optional<LeadFormId> form() {
    return Optional.ofNullable(form);
  }

  /** The activity that brought it; empty when none did. */
  public Optional<ActivityId> sourceActivity() {
    return Optional.ofNullable(sourceActivity);
  }

  /** The phase that is credited with it; empty when no activity brought it. */
  public Optional<HourglassPhase> phase() {
    return Optional.ofNullable(phase);
  }

  /** Who recommended us. */
  public Optional<PersonId> referredBy() {
    return Optional.ofNullable(referredBy).map(PersonId::new);
  }

  /** When the person first met an activity of ours, as far as we know. */
  public Optional<Instant> firstTouchAt() {
    return Optional.ofNullable(firstTouchAt);
  }

  public Optional<ActivityId> firstTouchActivity() {
    return Optional.ofNullable(firstTouchActivity);
  }

  /** Who in marketing looks after it. */
  public Optional<UserId> owner() {
    return Optional.ofNullable(owner);
  }

  /** Who in sales it was handed to. */
  public Optional<UserId> salesOwner() {
    return Optional.ofNullable(salesOwner);
  }

  public LeadStage stage() {
    return stage;
  }

  public Facts facts() {
    return new Facts(need, budget, authority, purchaseDate);
  }

  /** How the core message is told to this one in particular (R089). */
  public Optional<String> adaptation() {
    return Optional.ofNullable(adaptation);
  }

  public Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** Who won it, where somebody else did and is known. */
  public Optional<String> competitor() {
    return Optional.ofNullable(competitor);
  }

  public Optional<String> outcomeNote() {
    return Optional.ofNullable(outcomeNote);
  }

  public Instant createdAt() {
    return createdAt;
  }

  public int version() {
    return version == null ? 0 : version;
  }

  public boolean isEnded() {
    return stage == LeadStage.ENDED;
  }

  /** Keeps what was found out about the purchase. */
  void learn(Facts facts) {
    need = facts.need();
    budget = facts.budget();
    authority = facts.authority();
    purchaseDate = facts.purchaseDate();
  }

  /** Says how the core message is told to this one in particular. */
  void adapt(@Nullable String adaptation) {
    this.adaptation = adaptation;
  }

  void lookAfter(@Nullable UserId owner, @Nullable ProfileId profile) {
    this.owner = owner;
    if (!Objects.equals(this.profile, profile)) {
      this.profile = profile;
      registerEvent(new FitOutdated(id));
    }
  }

  /**
   * Counts as a qualified prospect from now on.
   *
   * @throws RefusedException while something is missing, or when it is past that point
   */
  void qualify(List<QualificationGate.Gap> missing) {
    requireStage(LeadStage.OPEN);
    if (!missing.isEmpty()) {
      throw new RefusedException("lead.qualification.missing");
    }
    stage = LeadStage.QUALIFIED;
  }

  /**
   * Is judged again, by a later edition of the definition.
   *
   * @throws RefusedException while something that it asks for is missing
   */
  void requalify(List<QualificationGate.Gap> missing) {
    requireStage(LeadStage.QUALIFIED);
    if (!missing.isEmpty()) {
      throw new RefusedException("lead.qualification.missing");
    }
  }

  /**
   * Waits for a seller.
   *
   * @param seller null when it is nobody's yet
   */
  void handOver(@Nullable UserId seller) {
    requireStage(LeadStage.QUALIFIED);
    stage = LeadStage.HANDED_OVER;
    salesOwner = seller;
  }

  /** Waits for this seller now. */
  void reassign(UserId seller) {
    requireStage(LeadStage.HANDED_OVER);
    salesOwner = seller;
  }

  /**
   * Waits for another seller, out of the hands of the one who has it.
   *
   * @return who had it
   */
  UserId release() {
    UserId from = requireHeld();
    stage = LeadStage.HANDED_OVER;
    salesOwner = null;
    return from;
  }

  /**
   * Is another seller's now, answered or not.
   *
   * @return who had it
   */
  UserId passOn(UserId seller) {
    UserId from = requireHeld();
    salesOwner = seller;
    return from;
  }

  private UserId requireHeld() {
    if (salesOwner == null || stage != LeadStage.HANDED_OVER && stage != LeadStage.ACCEPTED) {
      throw new RefusedException("pool.notHeld");
    }
    return salesOwner;
  }

  /** Is a seller's now. */
  void accept(UserId seller) {
    requireStage(LeadStage.HANDED_OVER);
    stage = LeadStage.ACCEPTED;
    salesOwner = seller;
  }

  /** Comes back to marketing, which has to qualify it again. */
  void comeBack() {
    requireStage(LeadStage.HANDED_OVER);
    stage = LeadStage.OPEN;
    salesOwner = null;
  }

  /** Waits for the seller again, because the return was a mistake. */
  void waitAgain(@Nullable UserId seller) {
    requireStage(LeadStage.OPEN);
    stage = LeadStage.HANDED_OVER;
    salesOwner = seller;
  }

  /** Ends with the one thing that became of it. */
  void end(Outcome outcome, @Nullable String competitor, @Nullable String note, Instant now) {
    if (stage == LeadStage.HANDED_OVER) {
      throw new RefusedException("lead.stage.waiting");
    }
    this.stage = LeadStage.ENDED;
    this.outcome = outcome;
    this.outcomeNote = note;
    this.competitor = competitor;
    this.endedAt = now;
  }

  /** Who said how it ended; where its deal did, nobody had to. */
  void saidBy(UserId actor) {
    endedBy = actor.id();
  }

  /** When it ended; empty while it is on its way. */
  public Optional<Instant> endedAt() {
    return Optional.ofNullable(endedAt);
  }

  /** Is open again where it stood: with its seller if it had one, else with marketing. */
  void reopen() {
    if (stage != LeadStage.ENDED) {
      throw new RefusedException("lead.stage.notEnded");
    }
    stage = salesOwner == null ? LeadStage.OPEN : LeadStage.ACCEPTED;
    outcome = null;
    outcomeNote = null;
    competitor = null;
    endedAt = null;
    endedBy = null;
    registerEvent(new FitOutdated(id));
  }

  private void requireStage(LeadStage expected) {
    if (stage != expected) {
      throw new RefusedException("lead.stage.is." + stage);
    }
  }
}
