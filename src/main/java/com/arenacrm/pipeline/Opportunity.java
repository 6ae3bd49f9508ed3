package com.arenacrm.pipeline;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.OutsideId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.pipeline.idle.Told;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Money;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.AbstractAggregateRoot;

/**
 * A deal with a person, a company or both: what they may buy, for how much and by when, in which
 * stage it stands, and what happens next. An open deal always has a dated next step or a reason for
 * having none (R063).
 */
@Entity
// Writes only what changed, because listeners keep names and the last contact by SQL meanwhile.
@DynamicUpdate
@Table(schema = "pipeline", name = "opportunity")
public class Opportunity extends AbstractAggregateRoot<Opportunity> {

  /** The greatest price that a line may have. */
  static final BigDecimal MOST_PRICE = new BigDecimal("9999999999");

  /** A deal was opened. */
  public record Opened(
      OpportunityId opportunity,
      @Nullable CompanyId company,
      @Nullable PersonId person,
      @Nullable UserId owner,
      HourglassPhase phase,
      Instant at) {}

  /**
   * A deal was won: somebody bought.
   *
   * @param amount in the currency, whose ISO 4217 code is given
   * @param phase the hourglass phase that the win is credited to
   * @param at when they bought
   */
  public record Won(
      OpportunityId opportunity,
      @Nullable CompanyId company,
      @Nullable PersonId person,
      @Nullable UserId owner,
      BigDecimal amount,
      String currency,
      HourglassPhase phase,
      Instant at) {}

  /** A deal was lost. */
  public record Lost(
      OpportunityId opportunity,
      @Nullable CompanyId company,
      @Nullable PersonId person,
      LostReason reason,
      LostTo to,
      Instant at) {}

  /** A deal that had ended is worked again; what followed from its end no longer holds. */
  public record Reopened(OpportunityId opportunity, Instant at) {}

  /** A deal that had ended has another owner, customer, amount or phase than was said before. */
  public record Corrected(OpportunityId opportunity) {}

  @EmbeddedId private OpportunityId id;
  private String name;

  @EmbeddedColumnNaming("person_%s")
  private @Nullable PersonId person;

  @EmbeddedColumnNaming("company_%s")
  private @Nullable CompanyId company;

  private @Nullable String personName;
  private @Nullable String companyName;

  @EmbeddedColumnNaming("lead_%s")
  private @Nullable LeadId lead;

  private boolean referral;

  @EmbeddedColumnNaming("profile_%s")
  private @Nullable ProfileId profile;

  @EmbeddedColumnNaming("owner_%s")
  private @Nullable UserId owner;

  @EmbeddedColumnNaming("stage_%s")
  private StageId stage;

  @Enumerated(EnumType.STRING)
  private Stage.Kind kind;

  private @Nullable BigDecimal amount;
  private String currency;
  private @Nullable LocalDate closeDate;

  // While it is ended: by when it was expected to be decided.
  private @Nullable LocalDate expectedClose;

  private @Nullable String nextStep;
  private @Nullable LocalDate nextStepOn;
  private @Nullable String noStepReason;
  private int stepMoves;
  private @Nullable LocalDate snoozedUntil;
  private @Nullable Instant lastContactAt;

  // Written by the idle clock only.
  @Column(insertable = false, updatable = false)
  @Enumerated(EnumType.STRING)
  private @Nullable InteractionKind lastContactKind;

  @Column(insertable = false, updatable = false)
  @Enumerated(EnumType.STRING)
  private @Nullable InteractionResult lastContactResult;

  @Column(insertable = false, updatable = false)
  private @Nullable UUID lastContactBy;

  @Column(insertable = false, updatable = false)
  private int attempts;

  @Column(insertable = false, updatable = false)
  private @Nullable Instant attemptsSince;

  @Enumerated(EnumType.STRING)
  private HourglassPhase phase;

  private Instant openedAt;
  private @Nullable Instant closedAt;

  @Enumerated(EnumType.STRING)
  private @Nullable HourglassPhase wonPhase;

  @Enumerated(EnumType.STRING)
  private @Nullable LostReason lostReason;

  @Enumerated(EnumType.STRING)
  private @Nullable LostTo lostTo;

  private @Nullable String lostCompetitor;
  private @Nullable String lostNote;
  private @Nullable LocalDate paymentDueOn;
  private @Nullable LocalDate paidOn;
  private @Nullable String outsideSource;
  private @Nullable String outsideId;

  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, String> attributes = new TreeMap<>();

  @EmbeddedColumnNaming("offer_%s")
  private @Nullable OfferId offer;

  private @Nullable BigDecimal discount;
  private @Nullable String discountReason;
  private @Nullable UUID discountBy;
  private @Nullable Instant discountAt;
  private @Nullable String competitor;
  private @Nullable Integer lines;

  @Column(insertable = false, updatable = false)
  private @Nullable UUID importedProductId;

  private Instant createdAt;
  private @Nullable UUID createdBy;
  @Version private @Nullable Integer version;

  protected Opportunity() {}

  /**
   * Opens a deal.
   *
   * @param wonBefore whether this customer has bought before
   */
  Opportunity(
      OpportunityId id,
      DealDetails details,
      Names names,
      Source source,
      Stage stage,
      Plan plan,
      boolean wonBefore,
      @Nullable UserId actor,
      Instant openedAt,
      Instant now) {
    if (!stage.isOpen()) {
      throw new RefusedException("deal.open.stage");
    }
    this.id = id;
    this.lead = source.lead();
    this.referral = source.phase() == HourglassPhase.REFER;
    this.phase = phaseAtOpening(wonBefore, source.phase());
    this.stage = stage.id();
    this.kind = Stage.Kind.OPEN;
    this.openedAt = openedAt;
    this.createdAt = now;
    this.createdBy = actor == null ? null : actor.id();
    take(details, names);
    put(plan);
    registerEvent(new Opened(id, company, person, owner, phase, openedAt));
  }

  /** Names of whom the deal is with, copied so that lists need no second table. */
  record Names(@Nullable String person, @Nullable String company) {}

  /**
   * Where a deal comes from.
   *
   * @param phase the hourglass phase that the lead is credited to; REFER for a referral
   */
  record Source(@Nullable LeadId lead, @Nullable HourglassPhase phase) {

    static final Source NONE = new Source(null, null);
  }

  /**
   * The phase that opening a deal is credited to: REPEAT for who has bought before, else that of
   * the lead, else BUY.
   */
  static HourglassPhase phaseAtOpening(boolean wonBefore, @Nullable HourglassPhase ofLead) {
    if (wonBefore) {
      return HourglassPhase.REPEAT;
    }
    return ofLead == null ? HourglassPhase.BUY : ofLead;
  }

  /**
   * The phase that winning a deal is credited to: REPEAT for who had bought before, else REFER for
   * who was referred to us, else the phase that opening it was credited to.
   */
  static HourglassPhase phaseOfWinning(
      boolean wonBefore, boolean referral, HourglassPhase atOpening) {
    if (wonBefore) {
      return HourglassPhase.REPEAT;
    }
    return referral ? HourglassPhase.REFER : atOpening;
  }

  public OpportunityId id() {
    return id;
  }

  public String name() {
    return name;
  }

  public Optional<PersonId> person() {
    return Optional.ofNullable(person);
  }

  public Optional<CompanyId> company() {
    return Optional.ofNullable(company);
  }

  /** The lead that it came from. */
  public Optional<LeadId> lead() {
    return Optional.ofNullable(lead);
  }

  /** The sales person in charge. */
  public Optional<UserId> owner() {
    return Optional.ofNullable(owner);
  }

  /** Whom it is with, by name. */
  Names names() {
    return new Names(personName, companyName);
  }

  /** How often its present step was put off to a later day. */
  int stepMoves() {
    return stepMoves;
  }

  public StageId stage() {
    return stage;
  }

  public Stage.Kind kind() {
    return kind;
  }

  public boolean isOpen() {
    return kind == Stage.Kind.OPEN;
  }

  /** What it is worth, where somebody has said. */
  public Optional<Money> amount() {
    return Optional.ofNullable(amount).map(a -> Money.of(a, Currency.getInstance(currency)));
  }

  public Optional<LocalDate> closeDate() {
    return Optional.ofNullable(closeDate);
  }

  /** What happens next; empty once the deal has ended. */
  public Optional<Plan> plan() {
    return isOpen() ? Optional.of(new Plan(nextStep, nextStepOn, noStepReason)) : Optional.empty();
  }

  /** The phase that opening it was credited to. */
  public HourglassPhase phase() {
    return phase;
  }

  /** The phase that winning it is credited to; empty unless it is won. */
  public Optional<HourglassPhase> wonPhase() {
    return Optional.ofNullable(wonPhase);
  }

  /** How it was lost; empty unless it is. */
  public Optional<Loss> loss() {
    return lostReason == null || lostTo == null
        ? Optional.empty()
        : Optional.of(new Loss(lostReason, lostTo, lostCompetitor, lostNote));
  }

  /** By when a won deal was to be paid, where somebody has said. */
  public Optional<LocalDate> paymentDueOn() {
    return Optional.ofNullable(paymentDueOn);
  }

  /** When a won deal was paid; empty while it is not, or nobody has said. */
  public Optional<LocalDate> paidOn() {
    return Optional.ofNullable(paidOn);
  }

  /** On what terms it stands. */
  public Terms terms() {
    return new Terms(offer, discount, discountReason, competitor);
  }

  /** Says on what terms it stands; who gave a discount, and when, is kept with it. */
  void agree(Terms terms, UserId actor, Instant now) {
    offer = terms.offer();
    competitor = terms.competitor();
    BigDecimal given = terms.discount();
    boolean same =
        given == null ? discount == null : discount != null && discount.compareTo(given) == 0;
    discount = given;
    discountReason = terms.reason();
    if (!same) {
      discountBy = given == null ? null : actor.id();
      discountAt = given == null ? null : now;
    }
  }

  public Instant openedAt() {
    return openedAt;
  }

  public Optional<Instant> closedAt() {
    return Optional.ofNullable(closedAt);
  }

  /** When a customer was last spoken with. */
  public Optional<Instant> lastContactAt() {
    return Optional.ofNullable(lastContactAt);
  }

  /** With what its idle clock was started again, and what was tried since. */
  Told told() {
    return new Told(lastContactKind, lastContactResult, lastContactBy, attempts, attemptsSince);
  }

  public int version() {
    return version == null ? 0 : version;
  }

  /** All that can be edited. */
  public DealDetails details() {
    return new DealDetails(
        name,
        person,
        company,
        owner,
        profile,
        amount,
        Currency.getInstance(currency),
        closeDate,
        Map.copyOf(attributes));
  }

  /**
   * All that can be edited once it is open: of one that ended, its close date is the one that was
   * expected before, instead of the day on which it ended; null where nobody had said any.
   */
  DealDetails detailsWhileOpen() {
    return isOpen() ? details() : details().by(expectedClose);
  }

  /**
   * Whether another close date has to be explained (R065): a later one than the last known, also
   * where that was taken away meanwhile, or none instead of one.
   *
   * @param present what it is now; null for none
   * @param known the last one that there was; null where there never was any
   * @param changed what it becomes; null for none
   */
  static boolean isPush(
      @Nullable LocalDate present, @Nullable LocalDate known, @Nullable LocalDate changed) {
    return changed == null ? present != null : known != null && changed.isAfter(known);
  }

  void change(DealDetails details, Names names) {
    if (kind == Stage.Kind.WON && details.amount() == null) {
      throw new RefusedException("deal.won.amount");
    }
    requireSumOfLines(details.amount(), details.currency());
    discount = terms().forAmount(amount, details.amount()).discount();
    BigDecimal before = amount;
    take(details, names);
    lineImported(before);
    if (!isOpen()) {
      registerEvent(new Corrected(id));
    }
  }

  /** Whether its amount is the sum of its lines, and is changed through them only. */
  public boolean isLined() {
    return lines != null;
  }

  /**
   * Its amount is the sum of its lines from now on, and what they give away is its discount.
   *
   * @param given what the lines give away together; 0 for nothing
   * @param why why they do; null for nothing
   */
  void line(BigDecimal sum, BigDecimal given, @Nullable String why, UserId actor, Instant now) {
    // Counted, so that whoever comes later notices, even where the sum is the same.
    lines = lines == null ? 1 : lines + 1;
    amount = sum;
    agree(new Terms(offer, given, why, competitor), actor, now);
    if (!isOpen()) {
      registerEvent(new Corrected(id));
    }
  }

  /** Its amount is what is typed again; it stays what it is until then. */
  void unline() {
    lines = null;
  }

  /** With its first amount, the product that a file named for it is its line. */
  private void lineImported(@Nullable BigDecimal before) {
    if (before == null
        && amount != null
        && amount.compareTo(MOST_PRICE) <= 0
        && importedProductId != null
        && lines == null
        && discount == null) {
      lines = 0;
    }
  }

  /** Whether its one line is what a file said, at its amount; nobody has written its lines. */
  boolean isLinedByFile() {
    return lines != null && lines == 0;
  }

  /** Whether what it is worth can be said in a currency without its lines being rounded anew. */
  boolean mayBeIn(Currency in) {
    return !isLined()
        || in.getDefaultFractionDigits()
            == Currency.getInstance(currency).getDefaultFractionDigits();
  }

  /**
   * Its lines say figures, and the deal in which currency they are: that can be another one, as
   * long as they need not be rounded anew.
   */
  private void requireSumOfLines(@Nullable BigDecimal said, Currency in) {
    if (!isLined()) {
      return;
    }
    if (said == null || amount == null || said.compareTo(amount) != 0) {
      throw new RefusedException("deal.amount.lined");
    }
    if (!mayBeIn(in)) {
      throw new RefusedException("deal.currency.lined", in.getCurrencyCode());
    }
  }

  /** Says what happens next; putting it off to a later day is counted, in other words, too. */
  void plan(Plan plan) {
    requireOpen();
    boolean sameStep = nextStep != null && nextStep.equals(plan.step());
    boolean later = nextStep != null && plan.on() != null && plan.on().isAfter(nextStepOn);
    if (later) {
      stepMoves++;
    } else if (!sameStep) {
      stepMoves = 0;
    }
    put(plan);
  }

  /** Says what whoever takes it up does first, on whatever day: nothing is put off by that. */
  void begin(Plan plan) {
    planBack(plan, 0);
  }

  /** Makes what happens next what it was, as if it had never been put off. */
  void planBack(Plan plan, int stepMoves) {
    requireOpen();
    this.stepMoves = stepMoves;
    put(plan);
  }

  /** A step was done, or something else was said; what follows is planned at once. */
  void done(boolean contact, Plan next, Instant at) {
    requireOpen();
    if (contact && (lastContactAt == null || lastContactAt.isBefore(at))) {
      lastContactAt = at;
    }
    stepMoves = 0;
    put(next);
  }

  /** Whether this person decides about it: whoever has it, and whoever manages. */
  boolean mayHold(CurrentUser actor) {
    return actor.isManager() || actor.id().equals(owner);
  }

  /** Until when it is put aside; empty when it is not. */
  public Optional<LocalDate> snoozedUntil() {
    return Optional.ofNullable(snoozedUntil);
  }

  /** Is put aside until a day, or taken up again. */
  void snooze(@Nullable LocalDate until) {
    requireOpen();
    snoozedUntil = until;
  }

  /** Is somebody else's now; what was put aside is theirs to look at. */
  void handTo(@Nullable UserId seller) {
    requireOpen();
    owner = seller;
    snoozedUntil = null;
  }

  /** Goes to another stage in which deals are worked. */
  void moveTo(Stage to) {
    requireOpen();
    if (!to.isOpen()) {
      throw new RefusedException("dealMove.ending");
    }
    requireInUse(to);
    stage = to.id();
  }

  /**
   * They bought.
   *
   * @param amount what they pay
   * @param on the day on which they bought
   * @param wonBefore whether this customer had bought before
   */
  void win(Stage to, BigDecimal amount, LocalDate on, Instant at, boolean wonBefore) {
    requireOpen();
    requireSumOfLines(amount, Currency.getInstance(currency));
    end(to, Stage.Kind.WON, at);
    BigDecimal before = this.amount;
    this.amount = amount;
    lineImported(before);
    closeDate = on;
    wonPhase = phaseOfWinning(wonBefore, referral, phase);
    registerEvent(new Won(id, company, person, owner, amount, currency, wonPhase, at));
  }

  /** They did not buy. */
  void lose(Stage to, Loss loss, LocalDate on, Instant at) {
    requireOpen();
    end(to, Stage.Kind.LOST, at);
    closeDate = on;
    lostReason = loss.reason();
    lostTo = loss.to();
    lostCompetitor = loss.competitor();
    lostNote = loss.note();
    registerEvent(new Lost(id, company, person, loss.reason(), loss.to(), at));
  }

  /**
   * Notes when the customer was to pay, and paid (R004).
   *
   * @param due null where it is not known
   * @param paid null while they have not
   * @throws RefusedException when the deal is not won
   */
  void paid(@Nullable LocalDate due, @Nullable LocalDate paid) {
    if (kind != Stage.Kind.WON) {
      throw new RefusedException("payment.notWon");
    }
    paymentDueOn = due;
    paidOn = paid;
  }

  /** Works a deal again that had ended; it is expected to close when it was before. */
  void reopen(Stage to, Plan plan, Instant at) {
    if (isOpen()) {
      throw new RefusedException("deal.notEnded");
    }
    if (!to.isOpen()) {
      throw new RefusedException("dealMove.closed");
    }
    requireInUse(to);
    stage = to.id();
    kind = Stage.Kind.OPEN;
    closedAt = null;
    closeDate = expectedClose;
    expectedClose = null;
    paymentDueOn = null;
    paidOn = null;
    wonPhase = null;
    lostReason = null;
    lostTo = null;
    lostCompetitor = null;
    lostNote = null;
    put(plan);
    registerEvent(new Reopened(id, at));
  }

  /** Credits a won deal anew, because an earlier win of the customer appeared or went away. */
  void creditWin(boolean wonBefore) {
    wonPhase = phaseOfWinning(wonBefore, referral, phase);
    registerEvent(new Corrected(id));
  }

  /** A further lead turns out to belong to this deal. */
  void join(Source source) {
    requireOpen();
    if (lead == null) {
      lead = source.lead();
    }
  }

  void knownOutsideAs(OutsideId outside) {
    outsideSource = outside.source();
    outsideId = outside.id();
  }

  private void take(DealDetails details, Names names) {
    name = details.name();
    person = details.person();
    company = details.company();
    personName = names.person();
    companyName = names.company();
    owner = details.owner();
    profile = details.profile();
    amount = details.amount();
    currency = details.currency().getCurrencyCode();
    closeDate = details.closeDate();
    attributes = new TreeMap<>(details.attributes());
  }

  private void put(Plan plan) {
    nextStep = plan.step();
    nextStepOn = plan.on();
    noStepReason = plan.whyNone();
  }

  private void end(Stage to, Stage.Kind as, Instant at) {
    if (to.kind() != as) {
      throw new RefusedException("dealMove.ending");
    }
    requireInUse(to);
    stage = to.id();
    kind = as;
    closedAt = at;
    expectedClose = closeDate;
    nextStep = null;
    nextStepOn = null;
    noStepReason = null;
    stepMoves = 0;
    snoozedUntil = null;
  }

  private void requireOpen() {
    if (!isOpen()) {
      throw new RefusedException("deal.ended");
    }
  }

  private static void requireInUse(Stage stage) {
    if (stage.isRetired()) {
      throw new RefusedException("dealMove.retired", stage.name());
    }
  }
}
