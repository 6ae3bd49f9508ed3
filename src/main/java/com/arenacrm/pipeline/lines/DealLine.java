package com.arenacrm.pipeline.lines;

import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line of a deal: so much of something at that price, less what is given away, with a reason
 * (R079). All amounts are in the currency of the deal and rounded half up to its decimals; the sum
 * of a deal is that of its rounded lines, as on the paper that the customer signs.
 *
 * @param product the product that it is about; null for something that is in no list
 * @param what its name as the customer reads it
 * @param quantity more than 0
 * @param price of one, not negative, with up to four decimals
 * @param discount what is given away of quantity times price
 * @param reason why; null without a discount
 */
public record DealLine(
    @Nullable UUID product,
    String what,
    BigDecimal quantity,
    BigDecimal price,
    Discount discount,
    @Nullable String reason) {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * What is given away: a share of the line or an amount.
   *
   * @param number percent of the line, or an amount in the currency of the deal; not negative
   */
  public record Discount(BigDecimal number, boolean percent) {

    /** Nothing is given away. */
    public static final Discount NONE = new Discount(BigDecimal.ZERO, false);

    public boolean isNone() {
      return number.signum() == 0;
    }
  }

  /**
   * @throws RefusedException when something is given away without a reason
   */
  public DealLine {
    if (!discount.isNone() && (reason == null || reason.isBlank())) {
      throw new RefusedException("lines.discount.why");
    }
    reason = discount.isNone() ? null : reason;
  }

  /** What it costs by the list. */
  BigDecimal gross(Currency currency) {
    return Money.of(quantity.multiply(price), currency).amount();
  }

  /** What is given away of that, never more than all of it. */
  BigDecimal given(Currency currency) {
    BigDecimal gross = gross(currency);
    BigDecimal given =
        discount.percent()
            ? gross.multiply(discount.number()).divide(HUNDRED, 6, RoundingMode.HALF_UP)
            : discount.number();
    return Money.of(given, currency).amount().min(gross);
  }

  /** What the customer pays for it. */
  BigDecimal total(Currency currency) {
    return gross(currency).subtract(given(currency));
  }

  /**
   * What lines come to.
   *
   * @param gross by the list
   * @param given what is given away of it
   * @param total what the customer pays
   * @param why the reasons, each once; null where nothing is given away
   */
  public record Sum(BigDecimal gross, BigDecimal given, BigDecimal total, @Nullable String why) {

    private static final int LONGEST_REASON = 500;

    static Sum of(List<DealLine> lines, Currency currency) {
      BigDecimal gross = BigDecimal.ZERO;
      BigDecimal given = BigDecimal.ZERO;
      for (DealLine line : lines) {
        gross = gross.add(line.gross(currency));
        given = given.add(line.given(currency));
      }
      Set<String> reasons =
          lines.stream()
              .map(DealLine::reason)
              .filter(Objects::nonNull)
              .collect(Collectors.toCollection(LinkedHashSet::new));
      String why = String.join("; ", reasons);
      return new Sum(
          gross,
          given,
          gross.subtract(given),
          given.signum() == 0
              ? null
              : why.length() > LONGEST_REASON ? why.substring(0, LONGEST_REASON) : why);
    }
  }
}
