package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.validation.MapBindingResult;

class FormReaderTests {

  private static final Locale SPAIN = Locale.forLanguageTag("es-ES");

  private final MapBindingResult errors = new MapBindingResult(new java.util.HashMap<>(), "form");
  private final FormReader reader = new FormReader(errors, SPAIN);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          es-ES | 1250       | 1250
          es-ES | 1.250      | 1250
          es-ES | 1.250,50   | 1250.50
          es-ES | 1250,5     | 1250.5
          es-ES | 1250.50    | 1250.50
          es-ES | 1,250.50 € | 1250.50
          es-ES | 1.250.000  | 1250000
          es-ES | 0          | 0
          en-GB | 1,250      | 1250
          en-GB | 1.250      | 1.250
          en-GB | £1,250.50  | 1250.50
          """)
  void readsAmountsAsPeopleWriteThem(String locale, String text, BigDecimal amount) {
    assertThat(FormReader.parseAmount(text, Locale.forLanguageTag(locale)))
        .hasValueSatisfying(a -> assertThat(a).isEqualByComparingTo(amount));
  }

  @ParameterizedTest
  @CsvSource({"abc", "1e5", "--5", "12345678901234567890", "1.2.3,4,5"})
  void refusesWhatIsNoAmount(String text) {
    assertThat(reader.amount("amount", text)).isNull();
    assertThat(errors.getFieldError("amount").getCode()).isEqualTo("amount.invalid");
  }

  @ParameterizedTest
  @CsvSource({
    "15/04, date.noYear",
    "15-4, date.noYear",
    "15 abr, date.noYear",
    "15 de abril, date.noYear",
    "15/04/26, date.shortYear",
    "31/02/2026, date.invalid",
    "ayer, date.invalid",
  })
  void aDayWithoutItsYearIsRefusedForThat(String text, String why) {
    assertThat(reader.date("on", text)).isNull();
    assertThat(errors.getFieldError("on").getCode()).isEqualTo(why);
  }

  @Test
  void aDayFarAheadIsRefusedWhereOneIsToCome() {
    LocalDate today = LocalDate.of(2026, 11, 18);
    LocalDate known = LocalDate.of(2099, 12, 1);
    assertThat(reader.date("on", "18/11/2046", today, null)).isEqualTo("2046-11-18");
    assertThat(reader.date("on", "2017-01-05", today, null)).isEqualTo("2017-01-05");
    assertThat(reader.date("on", "2099-12-01", today, known)).isEqualTo(known);
    assertThat(reader.failed()).isFalse();
    assertThat(reader.date("on", "15/04/2206", today, known)).isNull();
    assertThat(errors.getFieldError("on").getCode()).isEqualTo("date.far");
  }

  @Test
  void emptyIsNotZero() {
    assertThat(reader.amount("amount", "  ")).isNull();
    assertThat(reader.failed()).isFalse();
    reader.require("amount", null, "required");
    assertThat(errors.getFieldError("amount").getCode()).isEqualTo("required");
  }

  @Test
  void negativeAmountsAreRefusedInTheirOwnWords() {
    assertThat(reader.amount("amount", "-5")).isNull();
    assertThat(errors.getFieldError("amount").getCode()).isEqualTo("amount.negative");
  }

  @Test
  void readsDatesDayFirst() {
    assertThat(FormReader.parseDate("3/4/2026")).contains(LocalDate.of(2026, 4, 3));
    assertThat(FormReader.parseDate("2026-04-03")).contains(LocalDate.of(2026, 4, 3));
    assertThat(FormReader.parseDate("31/2/2026")).isEmpty();
  }

  @Test
  void webAddressesNeedNoSchemeButAHost() {
    assertThat(reader.url("url", "almendro.example")).isEqualTo("https://almendro.example");
    assertThat(reader.url("bad", "javascript:alert(1)")).isNull();
    assertThat(reader.failed()).isTrue();
  }
}
