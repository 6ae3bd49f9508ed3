package com.arenacrm.leads.forms;

import java.util.Locale;
import java.util.Optional;

/** The colour of a company, as {@code #0d655d}. */
record Colour(String hex) {

  /** White letters on it, and it on white, must be read easily (WCAG 2.2 AA). */
  static final double LEAST_CONTRAST = 4.5;

  static Optional<Colour> parse(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    String hex = plain.startsWith("#") ? plain : "#" + plain;
    if (hex.matches("#[0-9a-f]{3}")) {
      hex = "#" + hex.substring(1).replaceAll("(.)", "$1$1");
    }
    return hex.matches("#[0-9a-f]{6}") ? Optional.of(new Colour(hex)) : Optional.empty();
  }

  /** From 1, the same as white, to 21, black. */
  double contrastWithWhite() {
    return 1.05 / (luminance() + 0.05);
  }

  boolean isReadable() {
    return contrastWithWhite() >= LEAST_CONTRAST;
  }

  private double luminance() {
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
  }

  private double part(int at) {
    double share = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
