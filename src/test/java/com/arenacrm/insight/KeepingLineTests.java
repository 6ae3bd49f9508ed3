package com.arenacrm.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.shared.Quarter;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** What a quarter's sales and spending say, and what they are too few to say. */
class KeepingLineTests {

  @Test
  void fewCasesMakeNoRateNoMedianAndNoCostOfEach() {
    KeepingLine few = line(4, 4, 4, "400", "100");

    assertThat(few.rate()).isEmpty();
    assertThat(few.days()).isEmpty();
    assertThat(few.eachFresh()).isEmpty();
    assertThat(few.eachKept()).isEmpty();
    assertThat(few.verdict()).isEqualTo(KeepingLine.Verdict.UNKNOWN);
  }

  @Test
  void enoughCasesDo() {
    KeepingLine line = line(5, 10, 15, "1000", "100");

    assertThat(line.rate()).hasValue(new BigDecimal("67"));
    assertThat(line.days()).hasValue(new BigDecimal("31"));
    assertThat(line.eachFresh()).hasValue(new BigDecimal("200.00"));
    assertThat(line.eachKept()).hasValue(new BigDecimal("10.00"));
    assertThat(line.verdict()).isEqualTo(KeepingLine.Verdict.WINNING_COSTS_MORE);
    assertThat(line.times()).isEqualByComparingTo("20");
  }

  @Test
  void keepingMayCostMoreAndBothMayCostTheSame() {
    assertThat(line(10, 5, 15, "100", "1000").verdict())
        .isEqualTo(KeepingLine.Verdict.KEEPING_COSTS_MORE);
    assertThat(line(10, 10, 20, "100", "102").verdict()).isEqualTo(KeepingLine.Verdict.ALIKE);
  }

  @Test
  void spendingThatNobodyNotedIsNoCostOfZero() {
    KeepingLine line = line(10, 10, 20, "100", "0");

    assertThat(line.eachKept()).isEmpty();
    assertThat(line.verdict()).isEqualTo(KeepingLine.Verdict.UNKNOWN);
    assertThat(KeepingLine.empty(new Quarter(2014, 1)).verdict())
        .isEqualTo(KeepingLine.Verdict.NOTHING);
  }

  private static KeepingLine line(int fresh, int kept, int buyers, String won, String keeping) {
    return new KeepingLine(
        new Quarter(2014, 1),
        fresh,
        BigDecimal.TEN,
        fresh,
        kept,
        BigDecimal.TEN,
        kept,
        buyers,
        kept,
        new BigDecimal("30.5"),
        new BigDecimal(won),
        new BigDecimal(keeping),
        0,
        0);
  }
}
