package com.arenacrm.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Choices.Choice;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ChoicesTests {

  private final List<String> currencies =
      Choices.in(Locale.ENGLISH).currencies().stream().map(Choice::value).toList();

  @Test
  void onlyMoneyThatIsPaidWithTodayIsOffered() {
    assertThat(currencies)
        .contains("EUR", "USD", "GBP", "JPY", "MXN")
        .doesNotContain("DEM", "ESP", "FRF", "XAU", "XXX")
        .doesNotHaveDuplicates();
    assertThat(Choices.currency("DEM")).isEmpty();
    assertThat(Choices.currency("EUR")).isPresent();
  }

  @Test
  void theEuroStandsFirstAndThenTheMoneyOfWhoSpeaksSpanish() {
    assertThat(currencies.get(0)).isEqualTo("EUR");
    assertThat(currencies.subList(1, 20)).contains("ARS", "CLP", "COP", "MXN", "PEN", "USD");
    assertThat(currencies.subList(currencies.size() - 5, currencies.size())).isSorted();
    assertThat(currencies.indexOf("AED")).isGreaterThan(currencies.indexOf("VES"));
  }
}
