package com.arenacrm.planner;

/** How somebody met an occurrence (R043). */
public enum TouchKind {
  INVITED,
  ATTENDED,
  READ,
  WATCHED,
  REPLIED,
  VISITED,
  SUBMITTED
}
