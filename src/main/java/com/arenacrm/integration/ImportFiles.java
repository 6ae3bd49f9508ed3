package com.arenacrm.integration;

import java.io.IOException;
import java.io.InputStream;
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

  /** Keeps a file, looking at it as it passes, in the transaction in which its import is made. */
  FileLook.Verdict keep(UUID run, InputStream file) throws IOException {
    FileLook look = new FileLook();
    byte[] piece = new byte[PIECE];
    int number = 0;
    int length;
    while ((length = file.readNBytes(piece, 0, PIECE)) > 0) {
      look.at(piece, length);
      byte[] bytes = length == PIECE ? piece : java.util.Arrays.copyOf(piece, length);
      jdbc.sql("insert into integration.import_chunk (run_id, number, bytes) values (?, ?, ?)")
          .params(run, number++, bytes)
          .update();
    }
    return look.end();
  }

  /** The file's bytes from the first on; a piece is read when it is needed. */
  InputStream open(UUID run) {
    return new Pieces(run);
  }

  /** The first bytes of the file, at most one piece. */
  byte[] start(UUID run) {
    byte[] piece = piece(run, 0);
    return piece == null ? new byte[0] : piece;
  }

  void forget(UUID run) {
    jdbc.sql("delete from integration.import_chunk where run_id = ?").param(run).update();
  }

  private byte @Nullable [] piece(UUID run, int number) {
    return jdbc.sql("select bytes from integration.import_chunk where run_id = ? and number = ?")
        .params(run, number)
        .query((rs, n) -> rs.getBytes(1))
        .optional()
        .orElse(null);
  }

  private final class Pieces extends InputStream {

    private final UUID run;
    private int next;
    private byte[] piece = new byte[0];
    private int at;

    Pieces(UUID run) {
      this.run = run;
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
      byte[] more = piece(run, next);
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
