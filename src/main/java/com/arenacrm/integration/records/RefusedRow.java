package com.arenacrm.integration.records;

import com.arenacrm.integration.Outcome;
import com.arenacrm.integration.Reason;
import java.util.List;

/**
 * A row cannot be imported; thrown by what an importer asks of it, and told with all its faults.
 */
public final class RefusedRow extends RuntimeException {
  private final transient List<Reason> faults;

  public RefusedRow(Reason fault) {
    this(List.of(fault));
  }

  /**
   * @param faults all that is wrong with the row; at least one
   */
  public RefusedRow(List<Reason> faults) {
    super(faults.get(0).messageKey(), null, false, false);
    this.faults = List.copyOf(faults);
  }

  /** What becomes of the row. */
  public Outcome outcome() {
    return Outcome.refused(faults);
  }
}
