package com.arenacrm.pipeline;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.UserId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a deal, apart from its stage and its next step, which have verbs of their own.
 *
 * @param owner the sales person in charge; null when nobody is
 * @param profile the ideal-customer profile that it belongs to
 * @param amount what it may be worth, not negative; null while nobody knows
 * @param closeDate the day by which it should be decided, in the company's calendar
 * @param attributes any further field, by its label
 */
public record DealDetails(
    String name,
    @Nullable PersonId person,
    @Nullable CompanyId company,
    @Nullable UserId owner,
    @Nullable ProfileId profile,
    @Nullable BigDecimal amount,
    Currency currency,
    @Nullable LocalDate closeDate,
    Map<String, String> attributes) {

  /** The same with another amount. */
  DealDetails worth(BigDecimal changed) {
    return new DealDetails(
        name, person, company, owner, profile, changed, currency, closeDate, attributes);
  }

  /** The same in somebody else's charge; nobody's when null. */
  DealDetails of(@Nullable UserId other) {
    return new DealDetails(
        name, person, company, other, profile, amount, currency, closeDate, attributes);
  }

  /** The same to be decided by another day. */
  DealDetails by(@Nullable LocalDate day) {
    return new DealDetails(
        name, person, company, owner, profile, amount, currency, day, attributes);
  }

  /** The same sold by a profile; by none when null. */
  public DealDetails soldBy(@Nullable ProfileId other) {
    return new DealDetails(
        name, person, company, owner, other, amount, currency, closeDate, attributes);
  }

  /** A deal of which only this is known. */
  public static DealDetails of(
      String name,
      @Nullable PersonId person,
      @Nullable CompanyId company,
      @Nullable UserId owner,
      @Nullable BigDecimal amount,
      Currency currency,
      @Nullable LocalDate closeDate) {
    return new DealDetails(
        name, person, company, owner, null, amount, currency, closeDate, Map.of());
  }
}
