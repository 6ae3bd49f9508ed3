package com.arenacrm.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.integration.sheets.DateStyle;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days and money of several styles in one file are read as they are meant, or asked about. */
class ColumnStyleTests {

  private static final ImportField DAY =
      ImportField.of("close", "deal.closeDate", ImportField.Type.DATE);
  private static final ImportField AMOUNT =
      ImportField.of("amount", "deal.amount", ImportField.Type.AMOUNT);

  private static final ImportSettings SETTINGS =
      new ImportSettings(
          "UTF-8", true, 0, 0, ',', true, true, DateStyle.DAY_FIRST, "ES", List.of(), false, null);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$1,117.10K     | false | 1117100",
        "$1,117.10K     | true  | 1117100",
        "1.117,10 €     | true  | 1117.10",
        "1.117,10 €     | false | 1117.10",
        "1.250          | true  | 1250",
        "1.250          | false | 1.250",
        "1,250          | false | 1250",
        "0.125          | true  | 0.125",
        "2,5 M€         | true  | 2500000",
        "12 mil         | true  | 12000",
        "EUR 1 234,50   | true  | 1234.50",
        "3.4bn          | false | 3400000000",
        "1.234.567      | false | 1234567",
      })
  void money(String text, boolean comma, BigDecimal meant) {
    assertThat(ColumnStyle.amount(text, comma).orElseThrow()).isEqualByComparingTo(meant);
  }

  @Test
  void whatIsNoMoneyIsNone() {
    for (String text : List.of("K", "12 manzanas", "1,2,3.4.5", "", "--5", "1e9")) {
      assertThat(ColumnStyle.amount(text, true)).as(text).isEmpty();
    }
  }

  @Test
  void oneColumnMayWriteDaysInSeveralWays() {
    for (String text :
        List.of(
            "15 Apr, 2021 00:03:00",
            "2021-04-15",
            "15/04/2021",
            "04/15/2021",
            "15 de abril de 2021")) {
      assertThat(DateStyle.DAY_FIRST.day(text)).as(text).hasToString("Optional[2021-04-15]");
    }
    assertThat(DateStyle.DAY_FIRST.day("04/03/2021")).hasToString("Optional[2021-03-04]");
    assertThat(DateStyle.MONTH_FIRST.day("04/03/2021")).hasToString("Optional[2021-04-03]");
    assertThat(DateStyle.ISO.day("15/04/2021")).isEmpty();
    assertThat(DateStyle.DAY_FIRST.day("31/02/2021")).isEmpty();
  }

  @Test
  void onlyWhatNothingShowsIsAsked() {
    assertThat(evidence(DAY, "03/04/2021", "2021-05-01").isOpen(SETTINGS)).isTrue();
    assertThat(evidence(DAY, "03/04/2021", "25/04/2021").isOpen(SETTINGS)).isFalse();
    assertThat(evidence(DAY, "03/04/2021", "25/04/2021").shown())
        .isEqualTo(ColumnStyle.days(DateStyle.DAY_FIRST));
    assertThat(evidence(DAY, "03/04/2021", "25/04/2021", "04/25/2021").isOpen(SETTINGS)).isTrue();
    assertThat(evidence(DAY, "2021-05-01", "15 Apr, 2021").isOpen(SETTINGS)).isFalse();

    // Other days of the file show another style than this column.
    ColumnStyle.Evidence months = evidence(DAY, "02/05/2026", "1/13/2026");
    assertThat(months.isOpen(SETTINGS)).isTrue();
    assertThat(evidence(DAY, "1/13/2026", "1/14/2026").isOpen(SETTINGS)).isFalse();
    assertThat(evidence(DAY, "1/13/2026", "1/14/2026").style(SETTINGS)).isNull();

    assertThat(evidence(AMOUNT, "1.250", "300").isOpen(SETTINGS)).isTrue();
    assertThat(evidence(AMOUNT, "1.250", "1.117,10 €").isOpen(SETTINGS)).isFalse();
    assertThat(evidence(AMOUNT, "1.250", "$1,117.10K").shown())
        .isEqualTo(ColumnStyle.numbers(false));
    assertThat(evidence(AMOUNT, "1.250", "7,5", "7.5").isOpen(SETTINGS)).isTrue();
    assertThat(evidence(AMOUNT, "300", "1054").isOpen(SETTINGS)).isFalse();
    assertThat(evidence(AMOUNT, "1.250", "1.250").examples()).containsExactly("1.250");
  }

  private static ColumnStyle.Evidence evidence(ImportField field, String... cells) {
    ColumnStyle.Evidence evidence = new ColumnStyle.Evidence(field, "Columna");
    for (String cell : cells) {
      evidence.add(cell);
    }
    return evidence;
  }
}
