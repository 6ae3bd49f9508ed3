package com.arenacrm.platform;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * A file of separated values that opens well in the reader's own spreadsheet: with its separator
 * and decimal mark, and with letters that it recognizes (Q42).
 */
public final class Spreadsheet {

  private final boolean comma;
  private final StringWriter text = new StringWriter().append('\uFEFF');
  private final CsvWriter csv;

  /**
   * @param reader the locale in which its reader writes numbers
   */
  public Spreadsheet(Locale reader) {
    comma = DecimalFormatSymbols.getInstance(reader).getDecimalSeparator() == ',';
    csv = CsvWriter.builder().fieldSeparator(comma ? ';' : ',').build(text);
  }

  public void row(String... cells) {
    csv.writeRecord(cells);
  }

  public void row(Iterable<String> cells) {
    csv.writeRecord(cells);
  }

  /** A number as it stands in a cell; empty for none. */
  public String number(@Nullable BigDecimal number) {
    if (number == null) {
      return "";
    }
    String plain = number.toPlainString();
    return comma ? plain.replace('.', ',') : plain;
  }

  /** A number with no zeros after its last decimal. */
  public String shortest(BigDecimal number) {
    return number(number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros());
  }

  /**
   * A text that no spreadsheet computes: what begins like a formula is marked as text by an
   * apostrophe, which {@link #unmarked} takes off again. Empty for none.
   */
  public static String harmless(@Nullable String text) {
    if (text == null) {
      return "";
    }
    return couldRun(text) ? "'" + text : text;
  }

  /** What {@link #harmless} was given. */
  public static String unmarked(String cell) {
    return cell.startsWith("'") && couldRun(cell) ? cell.substring(1) : cell;
  }

  // Apostrophes that stood there already count as part of the text behind them, so that taking one
  // off always gives back what was there.
  private static boolean couldRun(String cell) {
    int i = 0;
    while (i < cell.length() && cell.charAt(i) == '\'') {
      i++;
    }
    return i < cell.length() && "=+-@\t\r\n".indexOf(cell.charAt(i)) >= 0;
  }

  /** What has been written. */
  public String text() {
    try {
      csv.flush();
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer that is kept as a file of this name. */
  public ResponseEntity<byte[]> named(String fileName) {
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, "text/csv;charset=UTF-8")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"")
        .body(text().getBytes(StandardCharsets.UTF_8));
  }
}
