package com.arenacrm.integration;

import java.util.Locale;
import java.util.Set;

/** How far an import has come. */
enum ImportState {
  /** The file is here; how it is read is to be confirmed. */
  UPLOADED,
  /** How the file is read is settled; what its columns mean is to be said. */
  READ,
  /** The rehearsal is under way. */
  CHECKING,
  /** The rehearsal found that the file cannot be read as it was said. */
  REFUSED,
  /** The rehearsal is done; nothing was written yet. */
  CHECKED,
  RUNNING,
  /** Held up by a person on the way, to go on where it stopped. */
  PAUSED,
  DONE,
  /** Stopped by a person on the way; what was written until then stays until it is undone. */
  CANCELLED,
  /** Stopped by a failure on the way; what was written until then stays until it is undone. */
  FAILED,
  UNDOING,
  UNDONE;

  private static final Set<ImportState> WORKING = Set.of(CHECKING, RUNNING, UNDOING);
  private static final Set<ImportState> PREPARING = Set.of(UPLOADED, READ, REFUSED, CHECKED);
  private static final Set<ImportState> ENDED = Set.of(DONE, CANCELLED, FAILED);

  /** Whether something goes on in the background. */
  public boolean isWorking() {
    return WORKING.contains(this);
  }

  /** Whether nothing was written yet, and reading and meaning may still be changed. */
  public boolean isPreparing() {
    return PREPARING.contains(this);
  }

  /** Whether something may have been written that can be undone. */
  public boolean isEnded() {
    return ENDED.contains(this);
  }

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
