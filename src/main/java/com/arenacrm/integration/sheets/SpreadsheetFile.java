package com.arenacrm.integration.sheets;

import com.arenacrm.platform.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;
import org.jspecify.annotations.Nullable;

/**
 * An XLSX file: its visible sheets one after the other, a row at a time. Days become {@code
 * 2021-04-15}, numbers are written so that no country can misread them, with the currency that
 * their format shows, formulas count by their last result.
 */
public final class SpreadsheetFile {

  private static final int MOST_SHEETS = 50;

  /** A sheet stores numbers with more digits than it shows; these are what it means. */
  private static final MathContext SHOWN = new MathContext(15);

  /** {@code 1.250} is read as one and a quarter here, and as 1250 there. */
  private static final Pattern AMBIGUOUS = Pattern.compile("-?[1-9]\\d{0,2}\\.\\d{3}");

  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|\\\\.|\\[[^\\]]*\\]|_.|\\*.");
  private static final Pattern SIGNS_OF_DAYS = Pattern.compile("[ydhs]|m");

  private SpreadsheetFile() {}

  /**
   * Reads the file.
   *
   * @throws RefusedException when it cannot be read, or is made to do harm
   */
  public static void read(Path file, RowSink sink) throws IOException {
    PackedFile.inspect(file);
    try (ReadableWorkbook book =
        new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true))) {
      List<Sheet> sheets = book.getSheets().toList();
      List<Sheet> visible =
          sheets.stream().filter(s -> s.getVisibility() == SheetVisibility.VISIBLE).toList();
      for (Sheet sheet : visible.isEmpty() ? sheets : visible) {
        if (sheet.getIndex() < MOST_SHEETS) {
          read(sheet, sink);
        }
      }
    } catch (ExcelReaderException | UncheckedIOException | IllegalArgumentException e) {
      throw new RefusedException("imports.file.brokenSpreadsheet");
    } catch (IOException e) {
      if (e.getClass() == IOException.class) {
        throw new RefusedException("imports.file.brokenSpreadsheet");
      }
      throw e;
    }
  }

  private static void read(Sheet sheet, RowSink sink) throws IOException {
    sink.table(sheet.getName());
    try (Stream<Row> rows = sheet.openStream()) {
      for (Row row : (Iterable<Row>) rows::iterator) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.getCellCount(); i++) {
          String text = text(row.getCell(i));
          if (!text.isEmpty()) {
            if (i >= PackedFile.MOST_COLUMNS) {
              throw new RefusedException(
                  "imports.file.columns", row.getCellCount(), PackedFile.MOST_COLUMNS);
            }
            while (cells.size() < i) {
              cells.add("");
            }
            cells.add(text);
          }
        }
        if (!cells.isEmpty()) {
          sink.row(row.getRowNum(), cells);
        }
      }
    }
  }

  static String text(@Nullable Cell cell) {
    if (cell == null || cell.getType() == CellType.EMPTY) {
      return "";
    }
    String raw = cell.getRawValue();
    if (cell.getType() == CellType.NUMBER || isNumberOfFormula(cell, raw)) {
      return isDay(cell) ? day(cell) : marked(number(raw), cell);
    }
    if (cell.getType() == CellType.BOOLEAN) {
      return Boolean.TRUE.equals(cell.getValue()) ? "TRUE" : "FALSE";
    }
    if (cell.getType() == CellType.STRING) {
      return cell.getText();
    }
    return raw == null ? "" : raw;
  }

  private static boolean isNumberOfFormula(Cell cell, @Nullable String raw) {
    return cell.getType() == CellType.FORMULA
        && cell.getValue() instanceof BigDecimal
        && raw != null;
  }

  private static boolean isDay(Cell cell) {
    Integer id = cell.getDataFormatId();
    if (id != null
        && ((id >= 14 && id <= 22)
            || (id >= 27 && id <= 36)
            || (id >= 45 && id <= 47)
            || (id >= 50 && id <= 58))) {
      return true;
    }
    String format = cell.getDataFormatString();
    return format != null
        && !format.equalsIgnoreCase("general")
        && SIGNS_OF_DAYS
            .matcher(QUOTED.matcher(format.toLowerCase(Locale.ROOT)).replaceAll(""))
            .find();
  }

  // What the sheet shows beside the figures is part of what its author said.
  private static String marked(String number, Cell cell) {
    String mark = number.isEmpty() ? null : MoneyFormat.mark(cell.getDataFormatString());
    return mark == null ? number : number + " " + mark;
  }

  private static String day(Cell cell) {
    try {
      LocalDateTime at = cell.asDate();
      if (at.getYear() < 1901) {
        // A time of day, or a length of time, without a day.
        return at.toLocalTime().format(DateTimeFormatter.ISO_LOCAL_TIME);
      }
      LocalDateTime shown = at.plusNanos(500_000_000).withNano(0);
      return shown.toLocalTime().equals(LocalTime.MIDNIGHT)
          ? shown.toLocalDate().toString()
          : shown.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    } catch (DateTimeException | ArithmeticException | ExcelReaderException e) {
      return number(cell.getRawValue());
    }
  }

  static String number(@Nullable String raw) {
    if (raw == null || raw.isBlank()) {
      return "";
    }
    try {
      BigDecimal number = new BigDecimal(raw.strip()).round(SHOWN);
      if (number.signum() == 0) {
        return "0";
      }
      if (Math.abs((long) number.scale()) > 400) {
        return raw;
      }
      String plain = number.stripTrailingZeros().toPlainString();
      return AMBIGUOUS.matcher(plain).matches() ? plain + "0" : plain;
    } catch (NumberFormatException e) {
      return raw;
    }
  }
}
