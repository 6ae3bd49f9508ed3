package com.arenacrm.leads.pool;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook.LastTalk;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.pool.LeadDeals.Work;
import com.arenacrm.leads.pool.PoolReturns.Notice;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A lead in a seller's hands.
 *
 * @param since since when it is theirs
 * @param sparedUntil until when it is put aside, or more time was given
 * @param talk the last word with the customer; null for none
 * @param work its open deal; null for none
 * @param presence when the seller works
 */
record Holding(
    LeadId lead,
    PersonId person,
    @Nullable CompanyId company,
    String personName,
    UserId owner,
    Instant since,
    @Nullable LocalDate sparedUntil,
    @Nullable Notice notice,
    @Nullable LastTalk talk,
    @Nullable Work work,
    WorkingCalendar presence) {

  Holding with(@Nullable LastTalk talk, @Nullable Work work, WorkingCalendar presence) {
    return new Holding(
        lead, person, company, personName, owner, since, sparedUntil, notice, talk, work, presence);
  }

  LocalDate today(Instant now) {
    return LocalDate.ofInstant(now, presence.zone());
  }

  Idle idle(PoolRule rule, Instant now) {
    return Idle.of(since, talk == null ? null : talk.at(), rule, presence, today(now));
  }

  /** The last word, where it was said after the lead became theirs. */
  public @Nullable LastTalk reset() {
    return talk != null && talk.at().isAfter(since) ? talk : null;
  }

  /** Whether it stays where it is today, however long nobody talked: put aside, or planned. */
  boolean isSpared(PoolRule rule, Instant now) {
    LocalDate today = today(now);
    return sparedUntil != null && sparedUntil.isAfter(today)
        || work != null && work.isLookedAfter(today, rule.stepDays());
  }
}
