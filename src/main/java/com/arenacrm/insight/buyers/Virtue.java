package com.arenacrm.insight.buyers;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What makes a good customer: the four things that the ideal one does (R004). */
public enum Virtue {
  /**
   * Bought on at least two days and still does: not longer ago than one and a half times the days
   * that usually lie between their purchases, though nobody is late before 30 days. Of two
   * purchases there is but one such interval, so that the last lies within a year besides.
   */
  REGULAR(
      Virtue.STILL_BUYS, "case when " + Virtue.STILL_BUYS + " then 1000000 else 0 end + purchases"),
  /** In the last twelve months they bought for at least what the middle customer did. */
  PAYS_WELL("lately > 0 and lately >= middle", "lately"),
  /** Of the payments that are known, at least nine of ten were on time. */
  ON_TIME(
      "payments > 0 and 10 * on_time >= 9 * payments",
      "cast(on_time as numeric) / nullif(payments, 0)"),
  /** Somebody of theirs recommended us. */
  RECOMMENDS("recommended > 0", "recommended");

  private static final String STILL_BUYS =
      """
      buying_days >= 2 and (buying_days >= 3 or last >= :year)
        and last >= cast(:today as date) - greatest(30, cast(ceil(1.5 * gap) as integer))\
      """;

  /** Who bought regularly, and does so no longer: a reason to talk to them; as SQL. */
  static final String STOPPED = "buying_days >= 2 and not (" + STILL_BUYS + ")";

  private final String condition;
  private final String order;

  Virtue(String condition, String order) {
    this.condition = condition;
    this.order = order;
  }

  /** Whether a customer has it, as SQL. */
  String condition() {
    return condition;
  }

  /** How much of it, as SQL; null where nothing is known. */
  String order() {
    return order;
  }

  /** As in addresses and message keys. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Virtue> of(String key) {
    return Stream.of(values()).filter(v -> v.key().equals(key)).findFirst();
  }
}
