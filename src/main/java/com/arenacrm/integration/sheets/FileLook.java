package com.arenacrm.integration.sheets;

import com.arenacrm.platform.RefusedException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Looks at the bytes of a file while they pass by on their way into the database: whether it is
 * text at all, in which character set, and how many lines. What can never be read as a table is
 * refused as soon as it shows, without waiting for the rest (Q41, Q44).
 */
public final class FileLook {

  /** A line longer than this is no line of a table. */
  public static final int LONGEST_LINE = 1_000_000;

  /** Character sets that can be chosen; those that this Java does not have are left out. */
  public static final List<String> CHARSETS =
      List.of(
              "UTF-8",
              "windows-1252",
              "ISO-8859-15",
              "UTF-16LE",
              "UTF-16BE",
              "IBM850",
              "x-MacRoman",
              "windows-1250",
              "windows-1251")
          .stream()
          .filter(java.nio.charset.Charset::isSupported)
          .toList();

  private static final int HEAD = 64 * 1024;
  private static final long ENOUGH_TO_GUESS = 4L * 1024 * 1024;

  /** The first bytes of files that are no text, and what they are. */
  private static final Map<String, byte[]> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put(
        "imports.file.oldSpreadsheet", new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0});
    KNOWN.put("imports.file.compressed", new byte[] {0x1f, (byte) 0x8b});
    KNOWN.put("imports.file.pdf", new byte[] {'%', 'P', 'D', 'F'});
  }

  /**
   * What was seen.
   *
   * @param charset the likeliest character set
   * @param utf8 whether the whole file is UTF-8
   * @param bom bytes of byte-order mark
   * @param badLine where the first byte stands that is no UTF-8; 0 when the file is UTF-8
   * @param bytes of the whole file
   * @param lines of the whole file
   */
  public record Verdict(
      String charset, boolean utf8, int bom, long badLine, long bytes, long lines) {}

  private final UniversalDetector detector = new UniversalDetector();
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharBuffer decoded = CharBuffer.allocate(8192);
  private ByteBuffer rest = ByteBuffer.allocate(0);

  private @Nullable String wide;
  private int bom;
  private boolean plain = true;
  private long badLine;
  private long bytes;
  private long lines;
  private long lineBytes;
  private boolean afterReturn;
  private long guessed;

  /**
   * Takes the next bytes; the first call should bring at least some thousand, if the file has them.
   *
   * @throws RefusedException when this is no table of text
   */
  public void at(byte[] buffer, int length) {
    if (bytes == 0) {
      start(buffer, length);
    }
    bytes += length;
    count(buffer, length);
    if (wide == null) {
      if (badLine == 0) {
        validate(ByteBuffer.wrap(buffer, 0, length));
      }
      if (!plain && guessed < ENOUGH_TO_GUESS && !detector.isDone()) {
        detector.handleData(buffer, 0, length);
        guessed += length;
      }
    }
  }

  /**
   * What the file is, after its last byte.
   *
   * @throws RefusedException when it is empty
   */
  public Verdict end() {
    if (bytes <= bom) {
      throw new RefusedException("imports.file.empty");
    }
    if (wide != null) {
      return new Verdict(wide, false, bom, 0, bytes, lines);
    }
    if (badLine == 0 && rest.hasRemaining()) {
      badLine = lines + 1;
    }
    if (badLine == 0) {
      return new Verdict("UTF-8", true, bom, 0, bytes, lines);
    }
    detector.dataEnd();
    String guess = detector.getDetectedCharset();
    String charset =
        CHARSETS.stream()
            .filter(c -> c.equalsIgnoreCase(guess) && !c.startsWith("UTF"))
            .findFirst()
            .orElse("windows-1252");
    return new Verdict(charset, false, 0, badLine, bytes, lines);
  }

  private void start(byte[] head, int length) {
    KNOWN.forEach(
        (message, magic) -> {
          if (length >= magic.length
              && Arrays.equals(head, 0, magic.length, magic, 0, magic.length)) {
            throw new RefusedException(message);
          }
        });
    if (startsWith(head, length, 0xef, 0xbb, 0xbf)) {
      bom = 3;
    } else if (startsWith(head, length, 0xff, 0xfe, 0, 0)) {
      throw new RefusedException("imports.file.binary");
    } else if (startsWith(head, length, 0xff, 0xfe)) {
      wide = "UTF-16LE";
      bom = 2;
    } else if (startsWith(head, length, 0xfe, 0xff)) {
      wide = "UTF-16BE";
      bom = 2;
    } else {
      wide = wideWithoutMark(head, Math.min(length, HEAD));
    }
    if (wide == null) {
      refuseMarkup(head, length);
      refuseJunk(head, Math.min(length, HEAD));
    }
  }

  private static boolean startsWith(byte[] head, int length, int... mark) {
    if (length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((head[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  // Western text in two bytes a sign has a zero in nearly every second place.
  private static @Nullable String wideWithoutMark(byte[] head, int length) {
    int even = 0;
    int odd = 0;
    for (int i = 0; i < length; i++) {
      if (head[i] == 0) {
        if (i % 2 == 0) {
          even++;
        } else {
          odd++;
        }
      }
    }
    int half = length / 2;
    if (half < 2) {
      return null;
    }
    if (odd > half * 0.6 && even <= half * 0.02) {
      return "UTF-16LE";
    }
    return even > half * 0.6 && odd <= half * 0.02 ? "UTF-16BE" : null;
  }

  // Programs save web pages and XML under the name of a table.
  private void refuseMarkup(byte[] head, int length) {
    String start =
        new String(head, bom, Math.max(0, Math.min(length - bom, 200)), StandardCharsets.ISO_8859_1)
            .stripLeading()
            .toLowerCase(Locale.ROOT);
    if (start.startsWith("<!doctype html")
        || start.startsWith("<html")
        || start.startsWith("<?xml")) {
      throw new RefusedException("imports.file.markup");
    }
  }

  private static void refuseJunk(byte[] head, int length) {
    int controls = 0;
    for (int i = 0; i < length; i++) {
      int b = head[i] & 0xff;
      if (b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1a) {
        controls++;
      }
    }
    if (controls > 8 && controls > length * 0.03) {
      throw new RefusedException("imports.file.binary");
    }
  }

  private void count(byte[] buffer, int length) {
    long longest = wide == null ? LONGEST_LINE : 2L * LONGEST_LINE;
    for (int i = 0; i < length; i++) {
      byte b = buffer[i];
      if (b == '\n') {
        if (!afterReturn) {
          lines++;
        }
        afterReturn = false;
        lineBytes = 0;
      } else if (b == '\r') {
        lines++;
        afterReturn = true;
        lineBytes = 0;
      } else {
        if (b == 0) {
          if (wide == null) {
            throw new RefusedException("imports.file.nul", lines + 1);
          }
          // The second half of a line break in two bytes.
          lineBytes++;
          continue;
        }
        afterReturn = false;
        if (b < 0) {
          plain = false;
        }
        if (++lineBytes > longest) {
          throw new RefusedException("imports.file.longLine", lines + 1);
        }
      }
    }
  }

  private void validate(ByteBuffer next) {
    ByteBuffer input = next;
    if (rest.hasRemaining()) {
      input = ByteBuffer.allocate(rest.remaining() + next.remaining());
      input.put(rest).put(next).flip();
    }
    while (true) {
      decoded.clear();
      CoderResult result = utf8.decode(input, decoded, false);
      if (result.isError()) {
        badLine = lineOfError(input);
        return;
      }
      if (result.isUnderflow()) {
        break;
      }
    }
    byte[] left = new byte[input.remaining()];
    input.get(left);
    rest = ByteBuffer.wrap(left);
  }

  // Lines were counted for the whole piece already; those behind the error are taken off again.
  private long lineOfError(ByteBuffer input) {
    long behind = 0;
    for (int i = input.position(); i < input.limit(); i++) {
      if (input.get(i) == '\n') {
        behind++;
      }
    }
    return lines - behind + 1;
  }
}
