package com.arenacrm.leads.pool;

import com.arenacrm.identity.UserId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.shared.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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

    /** Whether something is planned or put aside, so that the lead is not forgotten. */
    public boolean isLookedAfter(LocalDate today) {
      return nextStepOn != null && !nextStepOn.isBefore(today)
          || snoozedUntil != null && snoozedUntil.isAfter(today);
    }
  }

  /** The open deals of these leads; those without one are left out. */
  Map<LeadId, Work> of(Collection<LeadId> leads);

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
