package com.arenacrm.shared;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One of the four phases of the commercial cycle, into which the seven fold for reports (R022). */
public enum MacroPhase {
  ACQUISITION,
  ACTIVATION,
  LOYALTY,
  RETENTION;

  /** The hourglass phases of this macro-phase, in hourglass order. */
  public List<HourglassPhase> phases() {
    return Stream.of(HourglassPhase.values()).filter(p -> p.macroPhase() == this).toList();
  }

  /** The name in lower case, as in style classes and message keys. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
