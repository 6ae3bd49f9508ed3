package com.arenacrm.leads;

import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.shared.HourglassPhase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lead about to be opened.
 *
 * @param referredBy who recommended us; for a referral only
 * @param owner who in marketing looks after it
 * @param salesOwner the seller who brought it; null when marketing did
 */
record NewLead(
    Person person,
    Origin origin,
    Source source,
    @Nullable ProfileId profile,
    @Nullable PersonId referredBy,
    @Nullable LeadFormId form,
    @Nullable UserId owner,
    @Nullable UserId salesOwner,
    Facts facts) {

  /**
   * What brought it.
   *
   * @param phase the phase to credit; null when no activity brought it
   */
  record Source(
      @Nullable ActivityId activity,
      @Nullable OccurrenceId occurrence,
      @Nullable HourglassPhase phase,
      @Nullable Instant firstTouchAt,
      @Nullable ActivityId firstTouchActivity) {}
}
