package com.arenacrm.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the digits of a number say of the telephone. */
class PhoneNumberTests {

  @ParameterizedTest
  @CsvSource({
    "611 22 33 44, true",
    "+34 711 22 33 44, true",
    "912 34 56 78, false",
    "+34 934 12 34 56, false",
    "812 34 56 78, false",
    "900 12 34 56, false",
    "902 12 34 56, false",
    "+1 202 555 0142, true",
    "+44 7911 123456, true",
    "+44 20 7946 0958, false",
  })
  void messagesGoToNumbersThatAreNoLandlines(String typed, boolean messages) {
    assertThat(PhoneNumber.parse(typed, "ES").orElseThrow().takesMessages())
        .as(typed)
        .isEqualTo(messages);
  }
}
