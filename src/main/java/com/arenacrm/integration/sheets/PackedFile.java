package com.arenacrm.integration.sheets;

import com.arenacrm.platform.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Looks through a packed spreadsheet before anybody reads it: whether it is one, and whether it is
 * made to swell up. Stops at the first sign, so that refusing takes no longer than reading a few
 * megabytes (Q44).
 */
final class PackedFile {

  static final int MOST_COLUMNS = 1_000;

  /** How many columns a sheet can have in any program. */
  private static final int WIDEST = 16_384;

  private static final int MOST_ENTRIES = 5_000;

  /** Unpacked. What people write in tables becomes a tenth to a thirtieth when it is packed. */
  private static final long MOST_BYTES = 2L * 1024 * 1024 * 1024;

  private static final long HARMLESS = 16L * 1024 * 1024;
  private static final int MOST_SWELLING = 120;

  /** All texts that occur in cells; these are held in memory. */
  private static final long MOST_TEXTS = 64L * 1024 * 1024;

  private static final int LONGEST_PIECE = 1_000_000;

  private PackedFile() {}

  /**
   * @throws RefusedException when it is no spreadsheet, or would be too large unpacked
   */
  static void inspect(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.getEntry("xl/workbook.xml") == null) {
        boolean other =
            zip.getEntry("content.xml") != null || zip.getEntry("xl/workbook.bin") != null;
        throw new RefusedException(
            other ? "imports.file.otherSpreadsheet" : "imports.file.compressed");
      }
      if (zip.size() > MOST_ENTRIES) {
        throw new RefusedException("imports.file.swelling");
      }
      long total = 0;
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        if (entry.getName().startsWith("xl/") && entry.getName().endsWith(".xml")) {
          total += inspect(zip, entry, total);
        }
      }
    } catch (ZipException e) {
      throw new RefusedException("imports.file.brokenSpreadsheet");
    }
  }

  private static long inspect(ZipFile zip, ZipEntry entry, long before) throws IOException {
    boolean held = !entry.getName().startsWith("xl/worksheets/");
    long packed = Math.max(1, entry.getCompressedSize());
    Cells cells = new Cells();
    byte[] buffer = new byte[64 * 1024];
    long bytes = 0;
    try (InputStream in = zip.getInputStream(entry)) {
      int length;
      while ((length = in.read(buffer)) > 0) {
        bytes += length;
        boolean swelling = bytes > HARMLESS && bytes / packed > MOST_SWELLING;
        if (swelling || before + bytes > MOST_BYTES) {
          throw new RefusedException("imports.file.swelling");
        }
        if (held && bytes > MOST_TEXTS) {
          throw new RefusedException("imports.file.tooManyTexts");
        }
        if (!held) {
          cells.at(buffer, length);
        }
      }
    }
    return bytes;
  }

  /** Counts the cells of each row, and how long tags and texts are. */
  private static final class Cells {

    private final byte[] name = new byte[4];
    private int nameLength = -1;
    private int inRow;
    private int piece;

    void at(byte[] buffer, int length) {
      for (int i = 0; i < length; i++) {
        byte b = buffer[i];
        if (b == '<') {
          nameLength = 0;
          piece = 0;
        } else if (nameLength >= 0) {
          if (b == ':') {
            nameLength = 0;
          } else if (b == ' ' || b == '>' || b == '/' || b == '\n' || b == '\t' || b == '\r') {
            tag();
            nameLength = -1;
          } else if (nameLength < name.length) {
            name[nameLength++] = b;
          }
        }
        if (++piece > LONGEST_PIECE) {
          throw new RefusedException("imports.file.longCell");
        }
      }
    }

    private void tag() {
      if (nameLength == 1 && name[0] == 'c') {
        // No program writes more; those of a table are counted where empty ones are left out.
        if (++inRow > WIDEST) {
          throw new RefusedException("imports.file.columns", WIDEST, MOST_COLUMNS);
        }
      } else if (nameLength == 3 && name[0] == 'r' && name[1] == 'o' && name[2] == 'w') {
        inRow = 0;
      }
    }
  }
}
