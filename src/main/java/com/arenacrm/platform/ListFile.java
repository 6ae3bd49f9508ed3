package com.arenacrm.platform;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * A list on its way into a file, row by row and without holding it: CSV for the reader's own
 * spreadsheet, or XLSX with days and numbers as such. No text becomes a formula (Q42).
 */
public final class ListFile implements Closeable {

  /** More rows are for a narrower filter, or several files. */
  public static final int MOST_ROWS = 250_000;

  private static final int LONGEST_CELL = 32_767;

  /** What spreadsheets allow for the name of a sheet. */
  private static final int LONGEST_NAME = 31;

  private static final int ROWS_HELD = 500;
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** What the file is. */
  public enum Format {
    CSV("text/csv;charset=UTF-8"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");

    private final String type;

    Format(String type) {
      this.type = type;
    }

    /** As servers and browsers call it. */
    public String mediaType() {
      return type;
    }

    /** How names of such files end. */
    public String extension() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final ZoneId zone;
  private final boolean comma;
  private final @Nullable CsvWriter csv;
  private final @Nullable Workbook book;
  private final @Nullable Worksheet sheet;
  private int rows;

  /**
   * @param reader the locale in which its reader writes numbers
   * @param zone in which moments are written
   * @param name of the list, for the sheet
   */
  public ListFile(Format format, Locale reader, ZoneId zone, String name, OutputStream out) {
    this.zone = zone;
    this.comma = DecimalFormatSymbols.getInstance(reader).getDecimalSeparator() == ',';
    if (format == Format.CSV) {
      OutputStreamWriter text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
      try {
        text.write('\uFEFF');
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      this.csv = CsvWriter.builder().fieldSeparator(comma ? ';' : ',').build(text);
      this.book = null;
      this.sheet = null;
    } else {
      this.csv = null;
      this.book = new Workbook(out, "Arena", "1.0");
      String plain = name.replaceAll("[\\[\\]:*?/\\\\]", " ");
      this.sheet = book.newWorksheet(plain.substring(0, Math.min(plain.length(), LONGEST_NAME)));
      sheet.freezePane(0, 1);
    }
  }

  /** How many rows were written, without the names of the columns. */
  public int size() {
    return Math.max(0, rows - 1);
  }

  /** The names of the columns. */
  public void header(List<String> names) {
    if (sheet != null) {
      for (int i = 0; i < names.size(); i++) {
        sheet.style(0, i).bold().set();
        sheet.width(i, Math.max(12, Math.min(40, names.get(i).length() + 4)));
      }
    }
    row(names);
  }

  /**
   * A row.
   *
   * @param cells texts, numbers, days, moments, yes or no; null for nothing
   */
  public void row(List<?> cells) {
    if (csv != null) {
      csv.writeRecord(cells.stream().map(this::text).toList());
    } else {
      for (int i = 0; i < cells.size(); i++) {
        put(i, cells.get(i));
      }
    }
    rows++;
    if (sheet != null && rows % ROWS_HELD == 0) {
      try {
        sheet.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A number with no zeros after its last decimal. */
  public static BigDecimal shortest(BigDecimal number) {
    BigDecimal bare = number.stripTrailingZeros();
    return bare.scale() < 0 ? bare.setScale(0) : bare;
  }

  private String text(@Nullable Object cell) {
    if (cell == null) {
      return "";
    }
    if (cell instanceof BigDecimal number) {
      String plain = number.toPlainString();
      return comma ? plain.replace('.', ',') : plain;
    }
    if (cell instanceof Instant at) {
      return MOMENT.format(local(at));
    }
    return cell instanceof String text ? Spreadsheet.harmless(text) : cell.toString();
  }

  private void put(int column, @Nullable Object cell) {
    if (cell == null || cell.equals("")) {
      return;
    }
    if (cell instanceof Number number) {
      sheet.value(rows, column, number);
    } else if (cell instanceof LocalDate day) {
      sheet.value(rows, column, day);
      sheet.style(rows, column).format("yyyy-mm-dd").set();
    } else if (cell instanceof Instant at) {
      sheet.value(rows, column, local(at));
      sheet.style(rows, column).format("yyyy-mm-dd hh:mm:ss").set();
    } else {
      String text = cell.toString();
      // In the sheet itself, since a table of all texts would have to be held.
      sheet.inlineString(rows, column, text.substring(0, Math.min(text.length(), LONGEST_CELL)));
    }
  }

  private LocalDateTime local(Instant at) {
    return LocalDateTime.ofInstant(at.truncatedTo(ChronoUnit.SECONDS), zone);
  }

  @Override
  public void close() {
    try {
      if (csv != null) {
        csv.close();
      } else {
        book.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
