package com.arenacrm.icp;

import com.arenacrm.shared.HourglassPhase;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which phases of the hourglass apply to a profile, or to several together: a phase applies if it
 * does for any of them (R007). Where there is no profile, all apply.
 */
public final class Applicability {

  private final List<EditionText> editions;

  Applicability(List<EditionText> editions) {
    this.editions = List.copyOf(editions);
  }

  public boolean applies(HourglassPhase phase) {
    return editions.isEmpty() || editions.stream().anyMatch(edition -> edition.applies(phase));
  }

  /** Why a phase does not apply, in the words of whoever decided it; empty when it does. */
  public Optional<String> reason(HourglassPhase phase) {
    return applies(phase)
        ? Optional.empty()
        : Optional.of(
            editions.stream()
                .map(edition -> edition.phasesWithout().get(phase))
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(" · ")));
  }

  /** The phases that apply, in their order. */
  public List<HourglassPhase> phases() {
    return Arrays.stream(HourglassPhase.values()).filter(this::applies).toList();
  }
}
