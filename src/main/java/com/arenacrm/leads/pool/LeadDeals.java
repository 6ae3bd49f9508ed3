package com.arenacrm.leads.pool;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.shared.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is worked upon leads beyond this module. Declared here and known on a higher floor, where
 * the deals are.
 */
public interface LeadDeals {

  /**
   * The open deal of a lead.
   *
   * @param value what it may bring; null where nobody has said
   * @param nextStepOn the day of its next step; null when there is none
   * @param snoozedUntil until when it is put aside; null when it is not
   * @param snoozes how often it was put aside
   */
  record Work(
      UUID deal,
      @Nullable Money value,
      @Nullable LocalDate nextStepOn,
      @Nullable LocalDate snoozedUntil,
      int snoozes) {

    /**
     * Whether something is planned or put aside, so that the lead is not forgotten. What is planned
     * for a day farther off keeps nobody's lead.
     *
     * @param days how many days ahead a step counts
     */
    public boolean isLookedAfter(LocalDate today, int days) {
      return nextStepOn != null && !nextStepOn.isBefore(today) && !isFarOff(today, days)
          || snoozedUntil != null && snoozedUntil.isAfter(today);
    }

    /** Whether its step is planned for a day beyond those that count. */
    public boolean isFarOff(LocalDate today, int days) {
      return nextStepOn != null && nextStepOn.isAfter(today.plusDays(days));
    }
  }

  /** The open deals of these leads; those without one are left out. */
  Map<LeadId, Work> of(Collection<LeadId> leads);

  /**
   * Whom a lead is about.
   *
   * @param since when the lead came
   */
  record Customer(LeadId lead, PersonId person, @Nullable CompanyId company, Instant since) {}

  /** Those of these leads whose person or company bought something since they came. */
  Set<LeadId> soldTo(Collection<Customer> customers);

  /** Each time that the deals of a lead were put aside, the last one first. */
  List<Snooze> snoozesOf(LeadId lead);

  /** A lead left its owner's hands: so does its deal. */
  void release(LeadId lead, UserId from, @Nullable UserId actor, Instant now);

  /**
   * A lead is a seller's: so is its deal.
   *
   * @param from whose it was; null for nobody's
   */
  void give(
      LeadId lead,
      @Nullable UserId from,
      UserId to,
      @Nullable String note,
      UserId actor,
      Instant now);
}
