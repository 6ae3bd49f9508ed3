package com.arenacrm.leads.likelihood;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much one fact, or two together, push the likelihood of a lead, in logarithms of the odds.
 *
 * @param field which fact
 * @param with the other fact, when two count together
 * @param cuts where the bands of a number begin; empty for words
 * @param weights by value or by number of the band
 * @param unknown where nothing is known
 * @param rest for values that were too rare to learn from
 * @param usual what it pushes on average, against which a lead is compared
 */
record Factor(
    String field,
    @Nullable String with,
    List<Double> cuts,
    Map<String, Double> weights,
    double unknown,
    double rest,
    double usual) {

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}([.][0-9]{1,6})?");
  private static final String AND = "\u001f";

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /** How a value is told from others: without regard to case. */
  static String key(String value) {
    return value.toLowerCase(Locale.ROOT);
  }

  /** Two values together; what is not known counts as a value, too. */
  static String key(@Nullable String one, @Nullable String other) {
    return (one == null ? "" : key(one)) + AND + (other == null ? "" : key(other));
  }

  /** The band of a number. */
  static int band(List<Double> cuts, double number) {
    int band = 0;
    while (band < cuts.size() && number >= cuts.get(band)) {
      band++;
    }
    return band;
  }

  /** What it pushes for a lead with these facts. */
  double push(Map<String, String> facts) {
    String value = facts.get(field);
    if (with != null) {
      return weights.getOrDefault(key(value, facts.get(with)), rest);
    }
    if (value == null) {
      return unknown;
    }
    if (cuts.isEmpty()) {
      return weights.getOrDefault(key(value), rest);
    }
    return isNumber(value)
        ? weights.getOrDefault(String.valueOf(band(cuts, Double.parseDouble(value))), rest)
        : rest;
  }
}
