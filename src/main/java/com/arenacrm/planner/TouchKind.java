package com.arenacrm.planner;

/** How somebody met an occurrence (R043). */
public enum TouchKind {
  INVITED,
  ATTENDED,
  READ,
  WATCHED,
  REPLIED,
  VISITED,
  SUBMITTED,
  /** Wrote a review of us because of it (R074). */
  REVIEWED,
  /** Spoke of us in public because of it (R074). */
  MENTIONED
}
