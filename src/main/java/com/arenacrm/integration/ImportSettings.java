package com.arenacrm.integration;

import java.util.List;
import java.util.Locale;

/**
 * How a file is read: proposed by {@link Detection}, corrected by the person.
 *
 * @param charset name of the character set
 * @param clean whether every byte of the file is known to make sense in it; where not, a row with
 *     an unreadable sign is refused
 * @param bom how many bytes of byte-order mark the file starts with
 * @param skippedLines lines before the table, such as {@code sep=;}
 * @param delimiter what separates cells
 * @param headerRow whether the first row names the columns
 * @param decimalComma whether decimals follow a comma
 * @param dates how days are written
 * @param phoneRegion ISO 3166 country of telephone numbers without a prefix
 * @param empties texts that mean that a cell is empty, whatever their case
 * @param guarded whether cells that could be formulas carry an apostrophe, as in the files that
 *     Arena itself gives out
 */
record ImportSettings(
    String charset,
    boolean utf8,
    int bom,
    int skippedLines,
    char delimiter,
    boolean headerRow,
    boolean decimalComma,
    DateStyle dates,
    String phoneRegion,
    List<String> empties,
    boolean guarded) {

  /**
   * Whether every byte of the file makes sense in the character set; where that is not known, a row
   * with an unreadable sign is refused.
   */
  boolean clean() {
    return utf8 && charset.equals("UTF-8");
  }

  /** The language whose way of writing numbers fits. */
  Locale numbers() {
    return decimalComma ? Locale.forLanguageTag("es-ES") : Locale.US;
  }
}
