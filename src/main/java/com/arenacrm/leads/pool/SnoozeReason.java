package com.arenacrm.leads.pool;

/** Why something is put aside for some days. */
public enum SnoozeReason {
  BUDGET,
  DECIDER_AWAY,
  SEASON,
  WAITING_FOR_US,
  OTHER
}
