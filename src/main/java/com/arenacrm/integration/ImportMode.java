package com.arenacrm.integration;

/** What an import may do to records. It never deletes, and an empty cell never erases. */
public enum ImportMode {
  /** Adds what is new; what is there already stays as it is and counts as unchanged. */
  CREATE,
  /** Changes what is there; what is not there is refused. */
  UPDATE,
  /** Adds what is new and changes what is there. */
  BOTH;

  public boolean creates() {
    return this != UPDATE;
  }

  public boolean updates() {
    return this != CREATE;
  }
}
