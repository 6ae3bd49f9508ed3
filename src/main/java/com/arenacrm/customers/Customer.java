package com.arenacrm.customers;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A company that bought, or a person without one, with what its purchases add up to.
 *
 * @param id of the company or person
 * @param owner who is in charge; null for nobody
 * @param lastContactAt when they last took part in what was said
 * @param score what they said last of how happy they are, from 0 to 10; null before they did
 * @param renewalOn the next day on which something they bought ends; null for none
 * @param gapDays the days that usually lie between their purchases; null with too few
 * @param expectedOn when they are likely to buy again; null where too little is known
 * @param expectedSteady whether they buy as regularly as most do; null where too little is known
 * @param rhythmDue whether it is yet to be worked out when they buy again
 * @param purchases how many there are; 0 once all were taken back
 */
public record Customer(
    UUID id,
    boolean company,
    String name,
    @Nullable UUID owner,
    @Nullable Instant lastContactAt,
    int purchases,
    @Nullable LocalDate firstOn,
    @Nullable LocalDate lastOn,
    @Nullable LocalDate renewalOn,
    @Nullable BigDecimal gapDays,
    @Nullable LocalDate expectedFrom,
    @Nullable LocalDate expectedOn,
    @Nullable LocalDate expectedUntil,
    @Nullable Boolean expectedSteady,
    @Nullable Integer score,
    @Nullable LocalDate scoredOn,
    boolean rhythmDue,
    int version) {

  /** The company; null for a person without one. */
  public @Nullable CompanyId companyId() {
    return company ? new CompanyId(id) : null;
  }

  /** The person who buys without a company; null for a company. */
  public @Nullable PersonId personId() {
    return company ? null : new PersonId(id);
  }

  /** The same in whole days; null with too few purchases. */
  public @Nullable Long wholeGapDays() {
    return gapDays == null ? null : gapDays.setScale(0, RoundingMode.HALF_UP).longValue();
  }

  /** Where it stands among the contacts. */
  public String contact() {
    return (company ? "/contacts/companies/" : "/contacts/people/") + id;
  }
}
