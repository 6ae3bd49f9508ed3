package com.arenacrm.insight.results;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the amount of a deal is shared out among the touches before it. Each model is said twice, for
 * one deal in Java and for all deals in SQL; a test compares them.
 */
public enum AttributionModel {
  /** All to the touch by which we were met. */
  FIRST("case when place = 1 then 1 else 0 end"),
  /** All to the touch nearest to the event. */
  LAST("case when place = touches then 1 else 0 end"),
  /** The same to each. */
  LINEAR("1"),
  /**
   * 40 % to the first, 40 % to the last, 20 % to all between them in equal parts. Of two touches
   * each gets half, because there is nothing between them; a single one gets all.
   */
  U_SHAPED(
      """
      case when touches <= 2 then 1 when place = 1 or place = touches then 2 * (touches - 2)
           else 1 end\
      """),
  /**
   * The same to each touch of an occurrence of which that person gave a confirmed signal, with its
   * evidence; the others get nothing.
   */
  EVIDENCED("1");

  private final String sql;

  AttributionModel(String sql) {
    this.sql = sql;
  }

  /** Whether a touch takes part at all. */
  boolean counts(Touchpoint touch) {
    return this != EVIDENCED || touch.evidenced();
  }

  /**
   * What a touch weighs.
   *
   * @param place its place in time among those that take part, from 1
   * @param touches how many take part
   */
  long weight(int place, int touches) {
    return switch (this) {
      case FIRST -> place == 1 ? 1 : 0;
      case LAST -> place == touches ? 1 : 0;
      case LINEAR, EVIDENCED -> 1;
      case U_SHAPED -> touches <= 2 ? 1 : place == 1 || place == touches ? 2L * (touches - 2) : 1;
    };
  }

  /** The weight as SQL over {@code place} and {@code touches}. */
  String sql() {
    return sql;
  }

  /** As in addresses and message keys. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<AttributionModel> of(String key) {
    return Stream.of(values()).filter(m -> m.key().equals(key)).findFirst();
  }
}
