package com.arenacrm.customers;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.shared.Money;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.jspecify.annotations.Nullable;

/**
 * Something that a customer bought: which ones are the best is known from it, and when they will
 * buy again (R004, R011, R036). One that is a won deal follows its deal; only what the deal does
 * not know is said here.
 */
@Entity
// Writes only what changed, because listeners keep names by SQL meanwhile.
@DynamicUpdate
@Table(schema = "customers", name = "purchase")
public class Purchase {

  @EmbeddedId private PurchaseId id;

  @EmbeddedColumnNaming("company_%s")
  private @Nullable CompanyId company;

  @EmbeddedColumnNaming("person_%s")
  private @Nullable PersonId person;

  private @Nullable String companyName;
  private @Nullable String personName;

  @EmbeddedColumnNaming("opportunity_%s")
  private @Nullable OpportunityId opportunity;

  private String what;
  private LocalDate boughtOn;
  private BigDecimal amount;
  private String currency;
  private @Nullable LocalDate dueOn;
  private @Nullable LocalDate paidOn;
  private @Nullable String note;

  @EmbeddedColumnNaming("owner_%s")
  private @Nullable UserId owner;

  @EmbeddedColumnNaming("offer_%s")
  private @Nullable OfferId offer;

  private @Nullable LocalDate renewsOn;
  private @Nullable Integer termMonths;
  private @Nullable LocalDate lastsFrom;
  private @Nullable Integer firstMonths;
  private @Nullable Integer firstDays;
  private @Nullable Integer anchorDay;

  @EmbeddedColumnNaming("renewed_by_%s")
  private @Nullable PurchaseId renewedBy;

  @Enumerated(EnumType.STRING)
  private @Nullable Renewal renewalAs;

  private @Nullable String renewalWhy;
  private @Nullable Instant renewalAt;
  private @Nullable UUID renewalBy;
  private @Nullable Instant deletedAt;
  private @Nullable UUID deletedBy;
  private Instant createdAt;
  private @Nullable UUID createdBy;
  @Version private @Nullable Integer version;

  /** What became of the renewal of a purchase that lasts until a day (R034). */
  public enum Renewal {
    RENEWED,
    /** They did not want it again. */
    ENDED
  }

  protected Purchase() {}

  Purchase(PurchaseId id, PurchaseDetails details, Names names, UserId actor, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.createdBy = actor.id();
    take(details, names);
  }

  /** Names of who bought, copied so that lists need no second table. */
  record Names(@Nullable String company, @Nullable String person) {}

  public PurchaseId id() {
    return id;
  }

  /** The company that bought, or the person without one. */
  public UUID customer() {
    return company == null ? person == null ? id.id() : person.id() : company.id();
  }

  /** How the customer is called. */
  public String customerName() {
    return companyName == null ? personName == null ? "—" : personName : companyName;
  }

  Names names() {
    return new Names(companyName, personName);
  }

  /** The won deal that it is. */
  public Optional<OpportunityId> deal() {
    return Optional.ofNullable(opportunity);
  }

  public PurchaseDetails details() {
    return new PurchaseDetails(
        company,
        person,
        what,
        boughtOn,
        Money.of(amount, Currency.getInstance(currency)),
        dueOn,
        paidOn,
        note,
        owner,
        offer,
        renewsOn,
        termMonths);
  }

  public boolean isDeleted() {
    return deletedAt != null;
  }

  public int version() {
    return version == null ? 0 : version;
  }

  /**
   * Says it anew. Of one that is a won deal only the note is its own.
   *
   * @throws RefusedException when it was taken away
   */
  void change(PurchaseDetails details, Names names) {
    requireThere();
    if (opportunity == null) {
      take(details, names);
    } else {
      note = details.note();
      lasts(details);
    }
  }

  /**
   * Takes it away; it can be brought back.
   *
   * @throws RefusedException when it is a won deal: that is taken back in the deal
   */
  void delete(UserId actor, Instant now) {
    if (opportunity != null) {
      throw new RefusedException("purchase.delete.deal");
    }
    requireThere();
    deletedAt = now;
    deletedBy = actor.id();
  }

  /**
   * Brings it back.
   *
   * @throws RefusedException when it is a deal that is no longer won: it comes back with the win
   */
  void restore() {
    if (opportunity != null) {
      throw new RefusedException("purchase.restore.deal");
    }
    deletedAt = null;
    deletedBy = null;
  }

  /** What became of its renewal; empty while that is open. */
  public Optional<Renewal> renewal() {
    return Optional.ofNullable(renewalAs);
  }

  /** Why it was not renewed. */
  public Optional<String> renewalWhy() {
    return Optional.ofNullable(renewalWhy);
  }

  /**
   * The next purchase, like this one: for as long as the first time, from where this one ends, to
   * be paid as long after it begins. Whole months end on the same day of the month as the first
   * time, as far as the month has it.
   *
   * @param today on which it is bought, unless this one ended before
   */
  Purchase next(PurchaseId id, UserId actor, LocalDate today, Instant now) {
    LocalDate ends = Objects.requireNonNull(renewsOn);
    LocalDate begins = lastsFrom == null ? boughtOn : lastsFrom;
    LocalDate on = ends.isAfter(today) ? today : ends;
    Term usual = usual(begins, ends);
    int day = anchorDay == null ? (usual.months() > 0 ? begins : ends).getDayOfMonth() : anchorDay;
    PurchaseDetails present = details();
    Purchase next =
        new Purchase(
            id,
            new PurchaseDetails(
                company,
                person,
                what,
                on,
                present.amount(),
                dueOn == null ? null : ends.plusDays(ChronoUnit.DAYS.between(begins, dueOn)),
                null,
                null,
                owner,
                offer,
                (termMonths == null ? usual : Term.ofMonths(termMonths)).after(ends, day),
                termMonths),
            names(),
            actor,
            now);
    next.lastsFrom = ends;
    next.firstMonths = usual.months() == 0 ? null : usual.months();
    next.firstDays = usual.days() == 0 ? null : usual.days();
    next.anchorDay = day;
    return next;
  }

  // Of a renewal, how long the first one lasted: counted again, thirty days might become a month.
  private Term usual(LocalDate begins, LocalDate ends) {
    return firstMonths != null
        ? Term.ofMonths(firstMonths)
        : firstDays != null ? new Term(0, firstDays) : Term.between(begins, ends);
  }

  /** The purchase by which it was renewed; while its renewal is open, one that was taken away. */
  public Optional<PurchaseId> renewedBy() {
    return Optional.ofNullable(renewedBy);
  }

  /**
   * Its renewal is settled.
   *
   * @param next by which it is renewed; null where it is not
   * @param why needed where it is not renewed
   * @throws RefusedException when it does not end, is settled already, or nobody says why it ends
   */
  void settle(@Nullable PurchaseId next, @Nullable String why, UserId actor, Instant now) {
    requireThere();
    Renewal as = next == null ? Renewal.ENDED : Renewal.RENEWED;
    if (renewsOn == null || renewalAs != null) {
      throw new RefusedException("renewal.settled");
    }
    if (as == Renewal.ENDED && (why == null || why.isBlank())) {
      throw new RefusedException("renewal.why.required");
    }
    renewalAs = as;
    renewedBy = next;
    renewalWhy = why;
    renewalAt = now;
    renewalBy = actor.id();
  }

  /**
   * The purchase by which it was renewed is taken away: its renewal is open, and settled again when
   * that one is brought back.
   */
  void missesRenewal() {
    PurchaseId next = renewedBy;
    reopenRenewal();
    renewedBy = next;
  }

  /** The purchase by which it was renewed is there again. */
  void hasRenewalAgain(UserId actor, Instant now) {
    renewalAs = Renewal.RENEWED;
    renewalAt = now;
    renewalBy = actor.id();
  }

  void reopenRenewal() {
    renewalAs = null;
    renewedBy = null;
    renewalWhy = null;
    renewalAt = null;
    renewalBy = null;
  }

  private void requireThere() {
    if (deletedAt != null) {
      throw new RefusedException("purchase.gone");
    }
  }

  private void take(PurchaseDetails details, Names names) {
    company = details.company();
    person = details.person();
    companyName = names.company();
    personName = names.person();
    what = details.what();
    boughtOn = details.on();
    amount = details.amount().amount();
    currency = details.amount().currency().getCurrencyCode();
    dueOn = details.due();
    paidOn = details.paid();
    note = details.note();
    owner = details.owner();
    offer = details.offer();
    lasts(details);
  }

  // Another day means that its renewal is open again.
  private void lasts(PurchaseDetails details) {
    if (!Objects.equals(renewsOn, details.renews())) {
      reopenRenewal();
      firstMonths = null;
      firstDays = null;
      anchorDay = null;
    }
    if (lastsFrom != null && (details.renews() == null || !details.renews().isAfter(lastsFrom))) {
      lastsFrom = null;
    }
    renewsOn = details.renews();
    termMonths = details.term();
  }
}
