package com.arenacrm.insight.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.insight.forecast.Accuracy.Record;
import com.arenacrm.insight.forecast.Accuracy.Said;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What forecasts said against what came. */
class AccuracyTests {

  private static final java.time.YearMonth NOVEMBER = java.time.YearMonth.of(2026, 11);
  private static final LocalDate OCTOBER = LocalDate.of(2026, 10, 1);
  private static final LocalDate SEPTEMBER = LocalDate.of(2026, 9, 1);

  @Test
  void whatWasWonIsAShareOfWhatWasSaid() {
    List<Record> records =
        Accuracy.records(
            List.of(
                said(OCTOBER, false, "EUR", "1000"),
                said(OCTOBER, true, "EUR", "2000"),
                said(SEPTEMBER, false, "EUR", "3000"),
                said(OCTOBER, false, "USD", "0")),
            Map.of("2026-10-01EUR", new BigDecimal("900"), "2026-09-01EUR", new BigDecimal("2700")),
            "EUR",
            NOVEMBER);

    assertThat(records).extracting(Record::currency).containsExactly("EUR", "USD");
    Record euros = records.get(0);
    assertThat(euros.months().get(0).share("safe", false)).hasValue(new BigDecimal("0.9000"));
    assertThat(euros.months().get(0).share("safe", true)).hasValue(new BigDecimal("0.4500"));
    assertThat(euros.months().get(1).said("safe", true)).as("nothing was kept").isNull();
    assertThat(euros.share("safe")).hasValue(new BigDecimal("0.9000"));
    assertThat(euros.isEnough()).isFalse();
    assertThat(records.get(1).share("safe")).as("of nothing there is no share").isEmpty();
  }

  @Test
  void whatWasSaidInSeveralCurrenciesIsOneInTheCompanysAndTheyStayThemselves() {
    List<Said> euros = List.of(said(OCTOBER, false, "EUR", "1000"));
    assertThat(Accuracy.withWhole(euros, "EUR")).as("one is itself").isEqualTo(euros);

    // What each is worth is a tenth of it here.
    List<Said> both =
        Accuracy.withWhole(
            List.of(
                said(OCTOBER, false, "EUR", "1000"),
                said(OCTOBER, false, "USD", "500"),
                said(OCTOBER, true, "USD", "30"),
                said(SEPTEMBER, false, "EUR", "7")),
            "EUR");

    List<Record> records =
        Accuracy.records(
            both, Map.of("2026-10-01" + Forecast.WHOLE, new BigDecimal("75")), "EUR", NOVEMBER);
    assertThat(records).extracting(Record::currency).containsExactly("all", "EUR", "USD");
    Accuracy.Month october = records.get(0).months().get(0);
    assertThat(october.said("safe", false)).isEqualByComparingTo("150");
    assertThat(october.said("weighted", true)).isEqualByComparingTo("3");
    assertThat(october.share("hoped", false)).hasValue(new BigDecimal("0.5000"));
  }

  @Test
  void aMonthIsThereInEachCurrencyThoughNothingWasSaidOfIt() {
    List<Record> records =
        Accuracy.records(
            Accuracy.everywhere(
                List.of(
                    said(LocalDate.of(2026, 8, 1), false, "EUR", "100"),
                    said(SEPTEMBER, false, "EUR", "0")),
                List.of("2026-09-01USD", "2026-09-01" + Forecast.WHOLE)),
            Map.of("2026-09-01USD", new BigDecimal("50")),
            "EUR",
            NOVEMBER);

    assertThat(records).extracting(Record::currency).containsExactly("EUR", "USD");
    for (Record record : records) {
      assertThat(record.months())
          .extracting(m -> m.month().getMonthValue())
          .containsExactly(10, 9, 8);
      assertThat(record.kept()).as("of October nothing was kept").isEqualTo(2);
    }
    assertThat(records.get(1).months().get(1).won()).isEqualByComparingTo("50");
    assertThat(records.get(1).months().get(1).said("safe", false)).isZero();
  }

  private static Said said(LocalDate month, boolean early, String currency, String amount) {
    BigDecimal said = new BigDecimal(amount);
    return new Said(
        month,
        early,
        LocalDate.of(2026, 10, 5),
        Instant.EPOCH,
        currency,
        said,
        said,
        said,
        said.movePointLeft(1),
        said.movePointLeft(1),
        said.movePointLeft(1));
  }
}
