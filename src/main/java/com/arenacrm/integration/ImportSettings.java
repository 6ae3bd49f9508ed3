package com.arenacrm.integration;

import com.arenacrm.integration.sheets.DateStyle;
import com.arenacrm.integration.sheets.FileLook;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
 * @param converted of which spreadsheet or cards the rows were taken; null for a file of text
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
    boolean guarded,
    @Nullable Converted converted) {

  /** Rows of a spreadsheet or of cards are kept as this; each begins with its own number. */
  static final FileLook.Verdict KEPT = new FileLook.Verdict("UTF-8", true, 0, 0, 0, 0);

  /** Which part of what is kept of the file holds the rows. */
  int part() {
    return converted == null ? 0 : converted.chosen().part();
  }

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

  /**
   * Of a file that was no text: what it was, and which of its tables is read.
   *
   * @param table number of the table, from 0
   * @param tables all of them that hold rows
   */
  record Converted(Kind kind, int table, List<Table> tables) {

    /** What the file was. */
    enum Kind {
      SPREADSHEET,
      CARDS
    }

    /**
     * A table of the file.
     *
     * @param lines the number of its last row
     */
    record Table(String name, int part, long lines) {}

    /** The table that is read. */
    Table chosen() {
      return tables.get(table);
    }

    Converted choosing(int table) {
      return new Converted(kind, table, tables);
    }
  }
}
