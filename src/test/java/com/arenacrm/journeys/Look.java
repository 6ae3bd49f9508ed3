package com.arenacrm.journeys;

/**
 * How somebody looks at Arena: on which width, in which theme and language, and whether their
 * browser runs scripts.
 *
 * @param width of the window, in CSS pixels
 * @param dark whether the system asks for dark pages
 * @param language what the browser asks for: {@code es} or {@code en}
 * @param scripts whether the browser runs them
 */
record Look(int width, boolean dark, String language, boolean scripts) {

  /** At a desk: 1440 px, light, in Spanish. */
  static final Look DESK = new Look(1440, false, "es", true);

  /** On a telephone: 390 px, light, in Spanish. */
  static final Look PHONE = new Look(390, false, "es", true);

  Look inTheDark() {
    return new Look(width, true, language, scripts);
  }

  Look inEnglish() {
    return new Look(width, dark, "en", scripts);
  }

  Look withoutScripts() {
    return new Look(width, dark, language, false);
  }

  /** A telephone is higher than wide. */
  int height() {
    return width > 600 ? 900 : 844;
  }

  boolean narrow() {
    return width < 600;
  }

  /** For people who read why a test failed. */
  @Override
  public String toString() {
    return "%d px, %s, %s%s"
        .formatted(width, dark ? "dark" : "light", language, scripts ? "" : ", without scripts");
  }
}
