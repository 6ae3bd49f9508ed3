package com.arenacrm.pipeline.wins;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.playbook.OfferId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps what customers bought. Declared here and known on a higher floor; told of won deals in
 * the transaction that wins, changes or takes them back, so that both always say the same.
 */
public interface Purchasing {

  /**
   * A deal that is won, as it stands now.
   *
   * @param what its name
   * @param on the day on which they bought
   * @param currency ISO 4217
   * @param due by when it was to be paid; null where nobody has said
   * @param paid when it was paid; null while it is not, or nobody has said
   * @param offer that they took, where one was named
   * @param by whoever opened or imported it; null when nobody did
   */
  record Win(
      OpportunityId id,
      String what,
      @Nullable CompanyId company,
      @Nullable String companyName,
      @Nullable PersonId person,
      @Nullable String personName,
      @Nullable UserId owner,
      BigDecimal amount,
      String currency,
      LocalDate on,
      Instant at,
      @Nullable LocalDate due,
      @Nullable LocalDate paid,
      @Nullable OfferId offer,
      @Nullable UserId by) {}

  /**
   * What is kept with the purchase that a deal was or is: it stops counting while the deal is
   * worked again, and is as it was when the deal is won again.
   *
   * @param due by when it was to be paid; null where nobody has said
   * @param paid when it was paid; null while it is not
   * @param steps to do after the sale, and how many of them are done
   */
  record Kept(@Nullable LocalDate due, @Nullable LocalDate paid, int steps, int done) {}

  /** What is kept with the purchase of a deal; empty where it never was one. */
  default Optional<Kept> kept(OpportunityId deal) {
    return Optional.ofNullable(kept(List.of(deal)).get(deal));
  }

  /** What is kept with the purchases of these deals, of those that are one or were. */
  Map<OpportunityId, Kept> kept(Collection<OpportunityId> deals);

  /** These deals are won, or say something else now than they did before. */
  void won(List<Win> wins);

  /** These deals are not won, or not any more, or are about to go. */
  void unwon(Collection<OpportunityId> deals);

  /**
   * Won deals of these customers may have been deleted, and what they bought with them.
   *
   * @param customers companies, and people without one
   */
  void recount(Collection<UUID> customers);
}
