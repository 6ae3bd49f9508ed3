package com.arenacrm.leads.pool;

import org.jspecify.annotations.Nullable;

/**
 * What the company has set about leads that nobody talks to, and about putting things aside (R065).
 *
 * @param idleDays working days without a word with the customer after which a lead returns; null
 *     where none returns by rule
 * @param noticeDays working days before, on which its owner is told
 * @param lockoutDays days for which whoever lost a lead may not take it again
 * @param snoozeDays how many days ahead something can be put aside, two weeks at most
 * @param stepDays how many days ahead a planned step keeps a lead with its owner
 */
public record PoolRule(
    @Nullable Integer idleDays,
    int noticeDays,
    int lockoutDays,
    int snoozeDays,
    int stepDays,
    int version) {

  /** What is put aside for longer is not put aside, but forgotten. */
  static final int MOST_SNOOZE_DAYS = 14;
}
