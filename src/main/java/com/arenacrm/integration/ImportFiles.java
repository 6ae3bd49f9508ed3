package com.arenacrm.integration;

import com.arenacrm.integration.ImportSettings.Converted;
import com.arenacrm.integration.sheets.CardFile;
import com.arenacrm.integration.sheets.FileLook;
import com.arenacrm.integration.sheets.RowSink;
import com.arenacrm.integration.sheets.SpreadsheetFile;
import com.arenacrm.platform.RefusedException;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps files in the database in pieces, so that any node can read them and none holds them whole.
 */
@Component
class ImportFiles {

  static final int PIECE = 512 * 1024;

  private final JdbcClient jdbc;

  ImportFiles(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A file that was kept.
   *
   * @param converted what it was, if no text
   */
  record Kept(FileLook.Verdict look, @Nullable Converted converted) {}

  /**
   * Keeps a file, looking at it as it passes, in the transaction in which its import is made. Of a
   * spreadsheet and of address cards the rows are kept, whatever the file is called.
   *
   * @param language in which columns are named that have no name
   * @throws RefusedException when it holds no rows that could be read
   */
  Kept keep(UUID run, InputStream file, Locale language) throws IOException {
    byte[] head = file.readNBytes(PIECE);
    if (startsWith(head, 'P', 'K', 3, 4)) {
      Path copy = copy(head, file);
      try {
        return converted(
            run, Converted.Kind.SPREADSHEET, copy, sink -> SpreadsheetFile.read(copy, sink));
      } finally {
        Files.delete(copy);
      }
    }
    if (CardFile.isOne(beginning(head))) {
      Path copy = copy(head, file);
      try (InputStream whole = Files.newInputStream(copy)) {
        FileLook.Verdict look = look(whole);
        return converted(
            run,
            Converted.Kind.CARDS,
            copy,
            sink -> {
              try (InputStream in = Files.newInputStream(copy)) {
                in.skipNBytes(look.bom());
                CardFile.read(
                    new InputStreamReader(in, Charset.forName(look.charset())), sink, language);
              }
            });
      } finally {
        Files.delete(copy);
      }
    }
    FileLook look = new FileLook();
    byte[] piece = head;
    int number = 0;
    while (piece.length > 0) {
      look.at(piece, piece.length);
      keep(run, 0, number++, piece);
      piece = file.readNBytes(PIECE);
    }
    return new Kept(look.end(), null);
  }

  private static boolean startsWith(byte[] head, int... signs) {
    for (int i = 0; i < signs.length; i++) {
      if (head.length <= i || head[i] != signs[i]) {
        return false;
      }
    }
    return true;
  }

  private static String beginning(byte[] head) {
    String start = new String(head, 0, Math.min(head.length, 100), StandardCharsets.UTF_8);
    return start.replaceAll("[\uFEFF\uFFFD\0]", "");
  }

  private static Path copy(byte[] head, InputStream rest) throws IOException {
    Path copy = Files.createTempFile("arena-import", null);
    try (OutputStream out = Files.newOutputStream(copy)) {
      out.write(head);
      rest.transferTo(out);
    }
    return copy;
  }

  private static FileLook.Verdict look(InputStream file) throws IOException {
    FileLook look = new FileLook();
    byte[] piece;
    while ((piece = file.readNBytes(PIECE)).length > 0) {
      look.at(piece, piece.length);
    }
    return look.end();
  }

  private interface Reading {
    void into(RowSink sink) throws IOException;
  }

  private Kept converted(UUID run, Converted.Kind kind, Path file, Reading reading)
      throws IOException {
    KeptRows rows = new KeptRows(run);
    reading.into(rows);
    List<Converted.Table> tables = rows.end();
    if (tables.isEmpty()) {
      throw new RefusedException("imports.file.empty");
    }
    // A cover sheet with a title is no table.
    int first = 0;
    while (first < tables.size() - 1 && tables.get(first).lines() < 2) {
      first++;
    }
    FileLook.Verdict look =
        new FileLook.Verdict("UTF-8", true, 0, 0, Files.size(file), tables.get(first).lines());
    return new Kept(look, new Converted(kind, first, tables));
  }

  private void keep(UUID run, int part, int number, byte[] piece) {
    jdbc.sql(
            "insert into integration.import_chunk (run_id, part, number, bytes) values (?, ?, ?, ?)")
        .params(run, part, number, piece)
        .update();
  }

  /** Keeps rows as text, each with its number before it. */
  private final class KeptRows implements RowSink {

    private final UUID run;
    private final List<Converted.Table> tables = new ArrayList<>();
    private int part = -1;
    private String name = "";
    private long last;
    private @Nullable PieceStream pieces;
    private @Nullable CsvWriter csv;

    KeptRows(UUID run) {
      this.run = run;
    }

    @Override
    public void table(String name) throws IOException {
      endTable();
      part++;
      this.name = name;
      last = 0;
      pieces = new PieceStream(run, part);
      csv =
          CsvWriter.builder()
              .lineDelimiter(LineDelimiter.LF)
              .build(new OutputStreamWriter(pieces, StandardCharsets.UTF_8));
    }

    @Override
    public void row(long number, List<String> cells) {
      List<String> row = new ArrayList<>(cells.size() + 1);
      row.add(Long.toString(number));
      row.addAll(cells);
      csv.writeRecord(row);
      last = number;
    }

    private void endTable() throws IOException {
      if (csv != null) {
        csv.close();
        if (last > 0) {
          tables.add(new Converted.Table(name, part, last));
        }
      }
    }

    List<Converted.Table> end() throws IOException {
      endTable();
      return tables;
    }
  }

  /** Keeps what is written to it, in pieces of one size. */
  private final class PieceStream extends OutputStream {

    private final UUID run;
    private final int part;
    private final byte[] piece = new byte[PIECE];
    private int length;
    private int number;

    PieceStream(UUID run, int part) {
      this.run = run;
      this.part = part;
    }

    @Override
    public void write(int b) {
      piece[length++] = (byte) b;
      if (length == PIECE) {
        flushPiece();
      }
    }

    @Override
    public void write(byte[] source, int offset, int count) {
      int at = offset;
      int left = count;
      while (left > 0) {
        int some = Math.min(left, PIECE - length);
        System.arraycopy(source, at, piece, length, some);
        length += some;
        at += some;
        left -= some;
        if (length == PIECE) {
          flushPiece();
        }
      }
    }

    private void flushPiece() {
      if (length > 0) {
        keep(run, part, number++, Arrays.copyOf(piece, length));
        length = 0;
      }
    }

    @Override
    public void close() {
      flushPiece();
    }
  }

  /** The bytes of the rows that are read, from the first on; a piece is read when it is needed. */
  InputStream open(UUID run, ImportSettings settings) {
    return new Pieces(run, settings.part());
  }

  /** The first bytes of the rows that are read, at most one piece. */
  byte[] start(UUID run, ImportSettings settings) {
    return start(run, settings.part());
  }

  /** The first bytes of a part of the file, at most one piece. */
  byte[] start(UUID run, int part) {
    byte[] piece = piece(run, part, 0);
    return piece == null ? new byte[0] : piece;
  }

  void forget(UUID run) {
    jdbc.sql("delete from integration.import_chunk where run_id = ?").param(run).update();
  }

  private byte @Nullable [] piece(UUID run, int part, int number) {
    return jdbc.sql(
            """
            select bytes from integration.import_chunk where run_id = ? and part = ? and number = ?
            """)
        .params(run, part, number)
        .query((rs, n) -> rs.getBytes(1))
        .optional()
        .orElse(null);
  }

  private final class Pieces extends InputStream {

    private final UUID run;
    private final int part;
    private int next;
    private byte[] piece = new byte[0];
    private int at;

    Pieces(UUID run, int part) {
      this.run = run;
      this.part = part;
    }

    @Override
    public int read() {
      return fill() ? piece[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, target, offset, count);
      at += count;
      return count;
    }

    private boolean fill() {
      if (at < piece.length) {
        return true;
      }
      byte[] more = piece(run, part, next);
      if (more == null) {
        return false;
      }
      next++;
      piece = more;
      at = 0;
      return true;
    }
  }
}
