package com.arenacrm.pipeline.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.pipeline.lines.DealLine.Discount;
import com.arenacrm.platform.RefusedException;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What lines of deals come to, to the cent. */
class DealLineTests {

  private static final Currency EUR = Currency.getInstance("EUR");

  @Test
  void eachLineIsRoundedAsOnThePaperThatTheCustomerSigns() {
    // Three times 1.005 are 1.01 each and 3.03 together; rounding only the sum would say 3.02.
    List<DealLine> lines =
        LongStream.range(0, 3).mapToObj(i -> line("1", "1.005", Discount.NONE)).toList();
    assertThat(DealLine.Sum.of(lines, EUR).total()).isEqualByComparingTo("3.03");
  }

  @Test
  void aShareIsOfTheRoundedLine() {
    DealLine line = line("3", "33.335", new Discount(new BigDecimal("12.5"), true));
    assertThat(line.gross(EUR)).isEqualByComparingTo("100.01");
    assertThat(line.given(EUR)).isEqualByComparingTo("12.50");
    assertThat(line.total(EUR)).isEqualByComparingTo("87.51");
  }

  @Test
  void yenHaveNoCents() {
    DealLine line = line("1.5", "333", new Discount(new BigDecimal("10"), true));
    Currency yen = Currency.getInstance("JPY");
    assertThat(line.gross(yen)).isEqualTo(new BigDecimal("500"));
    assertThat(line.total(yen)).isEqualTo(new BigDecimal("450"));
  }

  @Test
  void nothingIsGivenAwayWithoutAReason() {
    assertThatThrownBy(
            () ->
                new DealLine(
                    null,
                    "Café",
                    BigDecimal.ONE,
                    BigDecimal.TEN,
                    new Discount(BigDecimal.ONE, false),
                    " "))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void theReasonsAreSaidOnceEach() {
    Discount some = new Discount(BigDecimal.ONE, false);
    DealLine.Sum sum =
        DealLine.Sum.of(
            List.of(line("1", "10", some), line("2", "10", some), line("1", "5", Discount.NONE)),
            EUR);
    assertThat(sum.why()).isEqualTo("Volumen");
    assertThat(sum.given()).isEqualByComparingTo("2");
    assertThat(DealLine.Sum.of(List.of(), EUR).why()).isNull();
  }

  @Property(tries = 300)
  void whatIsPaidAndWhatIsGivenAwayAreAlwaysTheWhole(
      @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 99_999_999) Long> prices,
      @ForAll @IntRange(min = 1, max = 99_999) int quantity,
      @ForAll @IntRange(min = 0, max = 10_000) int percent) {
    List<DealLine> lines =
        prices.stream()
            .map(
                p ->
                    line(
                        BigDecimal.valueOf(quantity, 3).toPlainString(),
                        BigDecimal.valueOf(p, 4).toPlainString(),
                        new Discount(BigDecimal.valueOf(percent, 2), true)))
            .toList();
    DealLine.Sum sum = DealLine.Sum.of(lines, EUR);
    assertThat(sum.total().add(sum.given())).isEqualByComparingTo(sum.gross());
    assertThat(sum.total())
        .isEqualByComparingTo(
            lines.stream().map(l -> l.total(EUR)).reduce(BigDecimal.ZERO, BigDecimal::add));
    assertThat(lines).allSatisfy(l -> assertThat(l.total(EUR).signum()).isGreaterThanOrEqualTo(0));
    assertThat(lines).allSatisfy(l -> assertThat(l.total(EUR).scale()).isLessThanOrEqualTo(2));
  }

  private static DealLine line(String quantity, String price, Discount discount) {
    return new DealLine(
        null, "Café", new BigDecimal(quantity), new BigDecimal(price), discount, "Volumen");
  }
}
