package com.arenacrm.integration;

/** What goes on in the background of an import. */
enum PassKind {
  /** The rehearsal: works out what the run would do. */
  CHECK,
  RUN,
  UNDO
}
