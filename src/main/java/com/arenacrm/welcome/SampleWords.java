package com.arenacrm.welcome;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/**
 * What the people of the sample company say and write down, in the language of the company that
 * looks at them. The classes beside this one tell what happens, and call each text by its meaning;
 * the texts themselves stand in {@code welcome/sample.properties}, and in English in {@code
 * welcome/sample_en.properties}. Names are the same in both, and so are all numbers: what a profile
 * looks for is translated together with the contacts that have it.
 */
final class SampleWords {

  private final String language;
  private final Properties texts = new Properties();

  private SampleWords(String language) {
    this.language = language;
    String file =
        language.equals("en") ? "/welcome/sample_en.properties" : "/welcome/sample.properties";
    try (Reader in =
        new InputStreamReader(
            Objects.requireNonNull(SampleWords.class.getResourceAsStream(file), file),
            StandardCharsets.UTF_8)) {
      texts.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param language {@code es} or {@code en}
   */
  static SampleWords in(String language) {
    return new SampleWords(language);
  }

  /** {@code es} or {@code en}. */
  String language() {
    return language;
  }

  /** The text of that meaning; a typing mistake in the story ends its making. */
  String say(String meaning) {
    String text = texts.getProperty(meaning);
    if (text == null) {
      throw new IllegalStateException("No words for " + meaning + " in " + language);
    }
    return text;
  }
}
