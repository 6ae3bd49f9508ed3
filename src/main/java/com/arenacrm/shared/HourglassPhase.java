package com.arenacrm.shared;

import java.util.Locale;

/**
 * One of the seven phases through which a stranger becomes a customer who recommends us, in their
 * fixed order from the top of the hourglass to its bottom (R006). A phase belongs to the hourglass;
 * a stage belongs to the sales pipeline.
 */
public enum HourglassPhase {
  KNOW(MacroPhase.ACQUISITION),
  LIKE(MacroPhase.ACQUISITION),
  TRUST(MacroPhase.ACQUISITION),
  TRY(MacroPhase.ACTIVATION),
  BUY(MacroPhase.ACTIVATION),
  REPEAT(MacroPhase.RETENTION),
  REFER(MacroPhase.LOYALTY);

  private final MacroPhase macroPhase;

  HourglassPhase(MacroPhase macroPhase) {
    this.macroPhase = macroPhase;
  }

  /** The phase of the commercial cycle to which this phase belongs; fixed (R022). */
  public MacroPhase macroPhase() {
    return macroPhase;
  }

  /** The name in lower case, as in style classes, icons and message keys: {@code know}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
