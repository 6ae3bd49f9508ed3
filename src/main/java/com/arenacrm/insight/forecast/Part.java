package com.arenacrm.insight.forecast;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A number of the forecast. Each deal is in exactly one of the first five; the others add these up.
 */
enum Part {
  /** Won, in the month in which they bought. */
  WON("WON"),
  /** Open, and counted on in the month of its close date. */
  COMMIT("COMMIT"),
  /** Open, and possible if all goes well. */
  BEST("BEST"),
  /** Open and worked, but not counted on. */
  PIPELINE("PIPELINE"),
  /** Open, and added to nothing. */
  OMITTED("OMITTED"),
  /** Won and committed. */
  SAFE("WON", "COMMIT"),
  /** Won, committed and possible. */
  HOPED("WON", "COMMIT", "BEST"),
  /** Won, and each open deal by how likely it is won; those left out are not in it. */
  WEIGHTED("WON", "COMMIT", "BEST", "PIPELINE");

  /** As it stands in the table, from what is sure to what is not, and then what they add up to. */
  static final List<Part> ALL = List.of(values());

  private final List<String> categories;

  Part(String... categories) {
    this.categories = List.of(categories);
  }

  static Optional<Part> of(String key) {
    return Stream.of(values()).filter(p -> p.key().equals(key)).findFirst();
  }

  /** The name in addresses and texts. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it adds others up. */
  public boolean isSum() {
    return compareTo(OMITTED) > 0;
  }

  /** What deals in it count as. */
  List<String> categories() {
    return categories;
  }

  /** What a deal adds to it, in SQL over {@code d}. */
  String value() {
    return this == WEIGHTED ? "round(d.amount * (d.probability * 0.01), 2)" : "d.amount";
  }
}
