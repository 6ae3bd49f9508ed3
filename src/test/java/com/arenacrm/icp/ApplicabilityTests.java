package com.arenacrm.icp;

import static com.arenacrm.icp.Example.without;
import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.shared.HourglassPhase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApplicabilityTests {

  private static final EditionText ALL = without(Map.of());
  private static final EditionText NO_TRIAL =
      without(Map.of(HourglassPhase.TRY, "no hay muestra posible"));
  private static final EditionText NO_TRIAL_NOR_REPEAT =
      without(
          Map.of(
              HourglassPhase.TRY, "se enseña en obra",
              HourglassPhase.REPEAT, "se compra una vez"));

  @Test
  void aPhaseDoesNotApplyWithItsReason() {
    Applicability applicability = new Applicability(List.of(NO_TRIAL));

    assertThat(applicability.applies(HourglassPhase.TRY)).isFalse();
    assertThat(applicability.reason(HourglassPhase.TRY)).contains("no hay muestra posible");
    assertThat(applicability.reason(HourglassPhase.BUY)).isEmpty();
    assertThat(applicability.phases())
        .containsExactly(
            HourglassPhase.KNOW,
            HourglassPhase.LIKE,
            HourglassPhase.TRUST,
            HourglassPhase.BUY,
            HourglassPhase.REPEAT,
            HourglassPhase.REFER);
  }

  @Test
  void forSeveralProfilesAPhaseAppliesIfItDoesForAny() {
    Applicability both = new Applicability(List.of(NO_TRIAL, NO_TRIAL_NOR_REPEAT));

    assertThat(both.applies(HourglassPhase.REPEAT)).isTrue();
    assertThat(both.applies(HourglassPhase.TRY)).isFalse();
    assertThat(both.reason(HourglassPhase.TRY))
        .contains("no hay muestra posible · se enseña en obra");
    assertThat(new Applicability(List.of(NO_TRIAL, ALL)).phases())
        .containsExactly(HourglassPhase.values());
  }

  @Test
  void withoutAnyProfileAllPhasesApply() {
    assertThat(new Applicability(List.of()).phases()).containsExactly(HourglassPhase.values());
  }
}
