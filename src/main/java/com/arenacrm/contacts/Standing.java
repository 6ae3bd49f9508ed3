package com.arenacrm.contacts;

/** Where somebody stands to a profile (R038); each person has exactly one. */
public enum Standing {
  /** Is whom we want. */
  INSIDE,
  /** Is not, and no further fact would change it. */
  OUTSIDE,
  /** Too little is known to say. */
  UNKNOWN
}
