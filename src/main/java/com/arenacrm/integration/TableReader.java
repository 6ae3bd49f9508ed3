package com.arenacrm.integration;

import com.arenacrm.integration.sheets.FileLook;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file as a table, a record at a time: quotes, line breaks in quotes, and the true line of
 * each record. Strict: what it cannot tell apart it does not guess.
 */
final class TableReader implements Closeable {

  static final int MOST_COLUMNS = 1_000;
  private static final int LONGEST_CELL = 200_000;
  private static final Pattern STARTED = Pattern.compile("starting at line (\\d+)");

  /**
   * A record.
   *
   * @param number the line of the file on which it starts
   */
  record Line(long number, List<String> cells) {

    /** Whether no cell holds anything: the tail of a spreadsheet. */
    boolean isBlank() {
      return cells.stream().allMatch(String::isBlank);
    }
  }

  /** From a line on, the file is no table. */
  static final class BrokenException extends RuntimeException {

    private final Reason reason;

    BrokenException(Reason reason) {
      super(reason.messageKey(), null, false, false);
      this.reason = reason;
    }

    Reason reason() {
      return reason;
    }
  }

  private final CsvReader<CsvRecord> reader;
  private final boolean numbered;
  private final Iterator<CsvRecord> records;
  private final List<String> header;
  private @Nullable Line ahead;

  /**
   * @throws BrokenException when the file has more columns than a table should
   */
  TableReader(InputStream file, ImportSettings settings) {
    this(textOf(file, settings), settings);
  }

  TableReader(Reader text, ImportSettings settings) {
    this.numbered = settings.converted() != null;
    this.reader =
        CsvReader.builder()
            .fieldSeparator(settings.delimiter())
            .quoteCharacter('"')
            .commentStrategy(CommentStrategy.NONE)
            .skipEmptyLines(true)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .build(
                CsvRecordHandler.of(
                    h ->
                        h.maxFields(16_384)
                            .maxFieldSize(LONGEST_CELL)
                            .maxRecordSize(FileLook.LONGEST_LINE)),
                text);
    if (settings.skippedLines() > 0) {
      reader.skipLines(settings.skippedLines());
    }
    this.records = reader.iterator();
    this.ahead = read();
    this.header = header(settings);
  }

  private static Reader textOf(InputStream file, ImportSettings settings) {
    try {
      file.skipNBytes(settings.bom());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new InputStreamReader(file, Charset.forName(settings.charset()));
  }

  /**
   * The names of the columns, no two alike; a column without a name has an empty one. Without a
   * header row, they are numbered.
   */
  List<String> header() {
    return header;
  }

  /**
   * The next record; null at the end.
   *
   * @throws BrokenException when the file is no table from here on
   */
  @Nullable Line next() {
    Line line = ahead;
    ahead = line == null ? null : read();
    return line;
  }

  private List<String> header(ImportSettings settings) {
    Line first = ahead;
    if (first == null) {
      return List.of();
    }
    if (first.cells().size() > MOST_COLUMNS) {
      throw new BrokenException(
          Reason.of("imports.file.columns", first.cells().size(), MOST_COLUMNS));
    }
    List<String> names = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < first.cells().size(); i++) {
      String name =
          settings.headerRow()
              ? first.cells().get(i).strip().replaceAll("\\s+", " ")
              : Integer.toString(i + 1);
      int count = name.isEmpty() ? 1 : seen.merge(name, 1, Integer::sum);
      names.add(count == 1 ? name : name + " (" + count + ")");
    }
    if (settings.headerRow()) {
      ahead = read();
    }
    return List.copyOf(names);
  }

  private @Nullable Line read() {
    try {
      if (!records.hasNext()) {
        return null;
      }
      CsvRecord record = records.next();
      List<String> cells = record.getFields();
      return numbered
          ? new Line(Long.parseLong(cells.get(0)), cells.subList(1, cells.size()))
          : new Line(record.getStartingLineNumber(), cells);
    } catch (CsvParseException e) {
      throw new BrokenException(reasonOf(e));
    }
  }

  private static Reason reasonOf(CsvParseException e) {
    String message = String.valueOf(e.getMessage());
    Matcher m = STARTED.matcher(message);
    String line = m.find() ? m.group(1) : "?";
    if (message.contains("Unclosed")) {
      return Reason.of("imports.broken.unclosed", line);
    }
    return Reason.of(
        message.contains("closing quote") ? "imports.broken.quote" : "imports.broken.long", line);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
