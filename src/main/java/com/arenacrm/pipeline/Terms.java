package com.arenacrm.pipeline;

import com.arenacrm.platform.RefusedException;
import com.arenacrm.playbook.OfferId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * On what terms a deal stands: what is offered, how much below the list price, and against whom
 * (R079, R080, R024).
 *
 * @param discount how much less than the list price, in the deal's currency; null for none
 * @param reason why; no discount without one
 * @param competitor whom else the customer considers; several with commas between them
 */
public record Terms(
    @Nullable OfferId offer,
    @Nullable BigDecimal discount,
    @Nullable String reason,
    @Nullable String competitor) {

  /** Nothing agreed yet. */
  public static final Terms NONE = new Terms(null, null, null, null);

  public Terms {
    if (discount != null && discount.signum() == 0) {
      discount = null;
    }
    if (discount != null && (reason == null || reason.isBlank())) {
      throw new RefusedException("terms.discount.why");
    }
    reason = discount == null ? null : reason;
  }

  /**
   * How much a deal of this amount is below its list price, by a percentage of that price: 10 % on
   * 900 is 100, since 1000 would be the list price.
   *
   * @param percent more than 0 and less than 100
   */
  static BigDecimal discountOf(BigDecimal amount, BigDecimal percent) {
    BigDecimal paid = BigDecimal.valueOf(100).subtract(percent);
    return amount.multiply(percent).divide(paid, 2, RoundingMode.HALF_UP);
  }

  /**
   * The same terms for another amount of the deal: who gave 10 % still gives 10 %.
   *
   * @param before the amount for which they were agreed; null or 0 leaves the discount as it is
   * @param after the amount now; null or 0 leaves it too
   */
  Terms forAmount(@Nullable BigDecimal before, @Nullable BigDecimal after) {
    if (discount == null
        || before == null
        || after == null
        || before.signum() <= 0
        || after.signum() <= 0
        || before.compareTo(after) == 0) {
      return this;
    }
    BigDecimal given = discount.multiply(after).divide(before, 2, RoundingMode.HALF_UP);
    return new Terms(offer, given, reason, competitor);
  }

  /** What a deal of this amount would cost by the list; empty without a discount. */
  public Optional<BigDecimal> listPrice(@Nullable BigDecimal amount) {
    return discount == null || amount == null
        ? Optional.empty()
        : Optional.of(amount.add(discount));
  }

  /** The share of the list price that is given away, between 0 and 1. */
  public Optional<BigDecimal> share(@Nullable BigDecimal amount) {
    BigDecimal given = discount;
    return given == null
        ? Optional.empty()
        : listPrice(amount)
            .filter(price -> price.signum() > 0)
            .map(price -> given.divide(price, 4, RoundingMode.HALF_UP));
  }
}
