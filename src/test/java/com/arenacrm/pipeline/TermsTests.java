package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.platform.RefusedException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TermsTests {

  @Test
  void aDiscountAsksForAReason() {
    assertThatThrownBy(() -> new Terms(null, new BigDecimal("50"), " ", null))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.messageKey()).isEqualTo("terms.discount.why"));
    assertThat(new Terms(null, BigDecimal.ZERO, "porque sí", null)).isEqualTo(Terms.NONE);
  }

  @Test
  void aPercentageIsOfTheListPrice() {
    assertThat(Terms.discountOf(new BigDecimal("900"), BigDecimal.TEN)).isEqualByComparingTo("100");
    assertThat(Terms.discountOf(new BigDecimal("99.99"), new BigDecimal("33.3")))
        .isEqualByComparingTo("49.92");
  }

  @Test
  void theListPriceIsWhatIsPaidAndWhatIsGivenAway() {
    Terms terms = new Terms(null, new BigDecimal("100"), "Tres años", null);
    assertThat(terms.listPrice(new BigDecimal("900")).get()).isEqualByComparingTo("1000");
    assertThat(terms.share(new BigDecimal("900")).get()).isEqualByComparingTo("0.1");
    assertThat(terms.share(null)).isEmpty();
  }

  @Test
  void anotherAmountKeepsTheShareThatWasGiven() {
    Terms terms = new Terms(null, new BigDecimal("1666.67"), "Tres años", "Cafés Sur");

    Terms then = terms.forAmount(new BigDecimal("15000"), new BigDecimal("1000"));

    assertThat(then.discount()).isEqualByComparingTo("111.11");
    assertThat(then.reason()).isEqualTo("Tres años");
    assertThat(then.competitor()).isEqualTo("Cafés Sur");
    assertThat(terms.forAmount(null, BigDecimal.TEN)).isEqualTo(terms);
    assertThat(terms.forAmount(BigDecimal.TEN, null)).isEqualTo(terms);
    assertThat(terms.forAmount(BigDecimal.ZERO, BigDecimal.TEN)).isEqualTo(terms);
  }
}
