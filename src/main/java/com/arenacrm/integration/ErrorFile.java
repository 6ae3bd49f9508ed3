package com.arenacrm.integration;

import com.arenacrm.integration.ImportRemarks.Remark;
import com.arenacrm.platform.Spreadsheet;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * The file of refused rows: as they came, with line and reason, for correcting and bringing again.
 * It opens in spreadsheets with its accents, and without any cell becoming a formula (Q42).
 */
@Component
class ErrorFile {

  /** The header of the line's column, in each language. */
  static final Set<String> LINE_HEADERS = Set.of("Arena: línea", "Arena: line");

  /** The header of the reason's column, in each language. */
  static final Set<String> REASON_HEADERS = Set.of("Arena: motivo", "Arena: reason");

  private static final int PAGE = 500;

  private final ImportRemarks remarks;

  ErrorFile(ImportRemarks remarks) {
    this.remarks = remarks;
  }

  /**
   * Writes the file, a page of rows at a time.
   *
   * @param header the columns of the original
   * @param guarded whether the original came from here, with apostrophes of its own
   * @param locale of the reader, for the language and for what separates cells
   * @param words why a row was refused, in that language
   */
  void write(
      UUID run,
      PassKind pass,
      List<String> header,
      boolean guarded,
      Locale locale,
      Function<Remark, String> words,
      OutputStream out)
      throws IOException {
    out.write(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    boolean comma = DecimalFormatSymbols.getInstance(locale).getDecimalSeparator() == ',';
    boolean spanish = locale.getLanguage().equals("es");
    CsvWriter csv =
        CsvWriter.builder()
            .fieldSeparator(comma ? ';' : ',')
            .lineDelimiter(LineDelimiter.CRLF)
            .build(text);
    // Rows that were refused before and are refused again carry the old line and reason.
    List<Integer> columns =
        IntStream.range(0, header.size()).boxed().filter(i -> !isOurs(header.get(i))).toList();
    List<String> names = new ArrayList<>();
    columns.forEach(i -> names.add(Spreadsheet.harmless(header.get(i))));
    names.add(spanish ? "Arena: línea" : "Arena: line");
    names.add(spanish ? "Arena: motivo" : "Arena: reason");
    csv.writeRecord(names);
    long line = 0;
    int number = -1;
    List<Remark> page;
    do {
      page = remarks.after(run, pass, true, line, number, PAGE);
      for (Remark remark : page) {
        csv.writeRecord(record(remark, columns, header.size(), guarded, words));
        line = remark.line();
        number = remark.number();
      }
    } while (page.size() == PAGE);
    csv.flush();
    text.flush();
  }

  private static boolean isOurs(String header) {
    return LINE_HEADERS.contains(header) || REASON_HEADERS.contains(header);
  }

  private static List<String> record(
      Remark remark,
      List<Integer> columns,
      int width,
      boolean guarded,
      Function<Remark, String> words) {
    List<String> cells = remark.cells() == null ? List.of() : remark.cells();
    List<String> record = new ArrayList<>();
    for (int column : columns) {
      String cell = column < cells.size() ? cells.get(column) : "";
      record.add(Spreadsheet.harmless(guarded ? Spreadsheet.unmarked(cell) : cell));
    }
    record.add(Long.toString(remark.line()));
    record.add(Spreadsheet.harmless(words.apply(remark)));
    // Cells beyond the header are why the row was refused, so they come along.
    cells.stream().skip(width).forEach(cell -> record.add(Spreadsheet.harmless(cell)));
    return record;
  }
}
