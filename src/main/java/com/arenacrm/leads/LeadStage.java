package com.arenacrm.leads;

/** Where a lead stands between marketing and sales. */
public enum LeadStage {
  /** With marketing, not yet all five facts; also after sales has returned it. */
  OPEN,
  /** All five facts are known and somebody has vouched for them. */
  QUALIFIED,
  /** Waiting for a seller to accept or reject. */
  HANDED_OVER,
  /** A seller works on it. */
  ACCEPTED,
  /** Over, with one known outcome. */
  ENDED
}
