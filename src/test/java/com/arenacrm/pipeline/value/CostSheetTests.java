package com.arenacrm.pipeline.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.pipeline.value.CostSheet.Cost;
import com.arenacrm.pipeline.value.CostSheet.Row;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** What a purchase costs in all, with us and with something else. */
class CostSheetTests {

  @Test
  void whatCostsMoreAtFirstMayCostLessInTheEnd() {
    CostSheet sheet = sheet(3, row(1000, 100, 400, 350), row(0, 50, 0, 75));
    assertThat(sheet.ours().over(3)).isEqualByComparingTo("1450");
    assertThat(sheet.theirs().over(3)).isEqualByComparingTo("1675");
    assertThat(sheet.saved()).isEqualByComparingTo("225");
    // 1150 against 825, 1300 against 1250, 1450 against 1675.
    assertThat(sheet.paysOffIn()).hasValue(3);
  }

  @Test
  void whatNeverPaysOffSaysSo() {
    CostSheet sheet = sheet(5, row(1000, 100, 400, 150));
    assertThat(sheet.saved()).isEqualByComparingTo("-350");
    assertThat(sheet.difference()).isEqualByComparingTo("350");
    assertThat(sheet.paysOffIn()).isEqualTo(OptionalInt.empty());
  }

  @Test
  void whatCostsLessFromTheBeginningHasNothingToPayOff() {
    assertThat(sheet(5, row(100, 10, 400, 150)).paysOffIn()).isEmpty();
  }

  @Test
  void aSheetKnowsWhetherItSaysWhatTheDealComesTo() {
    CostSheet sheet = sheet(3, row(9000, 0, 400, 0), row(500, 100, 0, 0));
    assertThat(sheet.says(new BigDecimal("9000.00"))).as("a line").isTrue();
    assertThat(sheet.says(BigDecimal.valueOf(9500))).as("all of what is paid once").isTrue();
    assertThat(sheet.says(BigDecimal.valueOf(9800))).as("all of three years").isTrue();
    assertThat(sheet.says(BigDecimal.valueOf(400))).as("a cost of the alternative").isFalse();
    assertThat(sheet.says(BigDecimal.valueOf(10_000))).isFalse();
    assertThat(sheet.isTheirsFree()).isFalse();
    assertThat(sheet(3, row(9000, 0, 0, 0)).isTheirsFree()).isTrue();
    assertThat(sheet(3, row(9000, 0, 0, 1)).isTheirsFree()).isFalse();
  }

  @Property(tries = 300)
  void theYearItPaysOffIsTheFirstInWhichItIsCheaper(
      @ForAll @IntRange(min = 1, max = 20) int years,
      @ForAll @LongRange(min = 0, max = 5000) long oursOnce,
      @ForAll @LongRange(min = 0, max = 5000) long oursYearly,
      @ForAll @LongRange(min = 0, max = 5000) long theirsOnce,
      @ForAll @LongRange(min = 0, max = 5000) long theirsYearly) {
    CostSheet sheet = sheet(years, row(oursOnce, oursYearly, theirsOnce, theirsYearly));
    sheet
        .paysOffIn()
        .ifPresent(
            year -> {
              assertThat(sheet.ours().over(year)).isLessThan(sheet.theirs().over(year));
              assertThat(sheet.ours().over(year - 1))
                  .isGreaterThanOrEqualTo(sheet.theirs().over(year - 1));
              // What has paid off once stays so.
              assertThat(sheet.saved()).isPositive();
            });
    assertThat(sheet.ours().over(years).add(sheet.saved()))
        .isEqualByComparingTo(sheet.theirs().over(years));
  }

  private static CostSheet sheet(int years, Row... rows) {
    return new CostSheet(
        "Cafés Norte", years, Currency.getInstance("EUR"), List.of(rows), null, null);
  }

  private static Row row(long oursOnce, long oursYearly, long theirsOnce, long theirsYearly) {
    return new Row(
        "Precio",
        new Cost(BigDecimal.valueOf(oursOnce), BigDecimal.valueOf(oursYearly)),
        new Cost(BigDecimal.valueOf(theirsOnce), BigDecimal.valueOf(theirsYearly)),
        null);
  }
}
