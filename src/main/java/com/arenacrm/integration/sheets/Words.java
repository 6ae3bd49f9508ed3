package com.arenacrm.integration.sheets;

import java.text.Normalizer;
import java.util.Locale;

/** Compares headers and values as people do. */
public final class Words {

  private Words() {}

  /**
   * The letters and digits of a text in lower case without accents: {@code Account ID} is {@code
   * accountid}.
   */
  public static String key(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    StringBuilder key = new StringBuilder(plain.length());
    plain.codePoints().filter(Character::isLetterOrDigit).forEach(key::appendCodePoint);
    return key.toString();
  }
}
