package com.arenacrm.customers;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.shared.Money;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * All that can be said of a purchase.
 *
 * @param company who bought; null where a person did without one
 * @param person who bought there; null where nobody knows
 * @param on the day on which they bought
 * @param due by when it was to be paid, in advance where it is before they bought; null where
 *     nobody has said
 * @param paid when it was paid, which may be in advance too; null while it is not, or nobody has
 *     said
 * @param owner who sold it; null for nobody
 * @param offer that they took; null where none is named
 * @param renews the day until which it lasts; null where it does not end
 * @param term for how many months it is usually renewed; null where nobody has said
 */
public record PurchaseDetails(
    @Nullable CompanyId company,
    @Nullable PersonId person,
    String what,
    LocalDate on,
    Money amount,
    @Nullable LocalDate due,
    @Nullable LocalDate paid,
    @Nullable String note,
    @Nullable UserId owner,
    @Nullable OfferId offer,
    @Nullable LocalDate renews,
    @Nullable Integer term) {

  public PurchaseDetails {
    if (company == null && person == null) {
      throw new RefusedException("purchase.whom.required");
    }
  }

  /** The same, paid on a day; null where it is not. */
  PurchaseDetails paid(@Nullable LocalDate day) {
    return new PurchaseDetails(
        company, person, what, on, amount, due, day, note, owner, offer, renews, term);
  }

  /** The same, sold by somebody else; null for nobody. */
  PurchaseDetails soldBy(@Nullable UserId seller) {
    return new PurchaseDetails(
        company, person, what, on, amount, due, paid, note, seller, offer, renews, term);
  }
}
