package com.arenacrm.insight.results;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Shares the amount of one deal out among touches (R053, R055). Nobody types a credit: it follows
 * from who was touched when.
 *
 * <p>Each touch gets its part rounded down to the cent; the cents that are left go one each to the
 * parts that lost most by rounding, the earlier touch first where two lost the same. So the credits
 * always add up to the amount.
 */
final class Attribution {

  private static final int CENTS = 2;

  private Attribution() {}

  /**
   * The credit of each touch that takes part, also of those that get nothing.
   *
   * @param touches those before the event and inside the window, in any order
   * @param amount what is shared out; never negative, at most two decimals count
   * @return empty when no touch takes part: the deal is then credited to no activity
   */
  static Map<UUID, BigDecimal> credits(
      AttributionModel model, Collection<Touchpoint> touches, BigDecimal amount) {
    List<Touchpoint> inTime =
        touches.stream().filter(model::counts).sorted(Touchpoint.IN_TIME).toList();
    int count = inTime.size();
    List<BigInteger> weights =
        IntStream.rangeClosed(1, count)
            .mapToObj(place -> BigInteger.valueOf(model.weight(place, count)))
            .toList();
    BigInteger total = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger cents = amount.setScale(CENTS, RoundingMode.HALF_UP).unscaledValue();
    List<BigInteger> shares = new ArrayList<>();
    List<BigInteger> lost = new ArrayList<>();
    BigInteger left = cents;
    for (BigInteger weight : weights) {
      BigInteger[] part = cents.multiply(weight).divideAndRemainder(total);
      shares.add(part[0]);
      lost.add(part[1]);
      left = left.subtract(part[0]);
    }
    IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparing(lost::get, Comparator.reverseOrder()))
        .limit(count == 0 ? 0 : left.longValueExact())
        .forEach(i -> shares.set(i, shares.get(i).add(BigInteger.ONE)));
    Map<UUID, BigDecimal> credits = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      credits.put(inTime.get(i).id(), new BigDecimal(shares.get(i), CENTS));
    }
    return credits;
  }
}
