package com.arenacrm.insight;

import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.MacroPhase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which line of the report a number stands in, as its link says it: a phase, a macro-phase, what no
 * activity brought, or the total.
 *
 * @param phases those that the line adds up; none for what no activity brought
 * @param titleKey the message with the name of the line; null for the total
 */
record Behind(String name, List<HourglassPhase> phases, @Nullable String titleKey) {

  static final String ALL = "ALL";
  static final String NONE = "NONE";

  static Optional<Behind> parse(String name) {
    if (name.equals(ALL)) {
      return Optional.of(new Behind(ALL, List.of(HourglassPhase.values()), null));
    }
    if (name.equals(NONE)) {
      return Optional.of(new Behind(NONE, List.of(), "coverage.unattributed"));
    }
    return Stream.concat(
            Stream.of(HourglassPhase.values())
                .map(p -> new Behind(p.name(), List.of(p), "phase." + p.key())),
            Stream.of(MacroPhase.values())
                .map(m -> new Behind(m.name(), m.phases(), "macro." + m.key())))
        .filter(line -> line.name().equals(name))
        .findFirst();
  }

  /** The condition on the column {@code r.phase} of the rows, reading {@code :phases}. */
  String condition() {
    return switch (name) {
      case ALL -> "true";
      case NONE -> "r.phase is null";
      default -> "r.phase = any (:phases)";
    };
  }

  /** The lines of a closed week's snapshot that it adds up. */
  String[] kept() {
    Stream<String> named = phases.stream().map(HourglassPhase::name);
    return (name.equals(ALL) || name.equals(NONE) ? Stream.concat(named, Stream.of(NONE)) : named)
        .toArray(String[]::new);
  }
}
