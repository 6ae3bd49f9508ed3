package com.arenacrm.platform;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/**
 * The few kinds of file that people keep here, told by what is in them and not by their name. None
 * is ever run, unpacked or shown in a page's place.
 */
public enum FileType {
  PDF("application/pdf", "pdf"),
  PNG("image/png", "png"),
  JPEG("image/jpeg", "jpg"),
  TEXT_DOCUMENT("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
  SPREADSHEET("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
  SLIDES("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
  OPEN_TEXT("application/vnd.oasis.opendocument.text", "odt"),
  OPEN_SPREADSHEET("application/vnd.oasis.opendocument.spreadsheet", "ods"),
  OPEN_SLIDES("application/vnd.oasis.opendocument.presentation", "odp");

  public static final Set<FileType> PICTURES = Set.of(PNG, JPEG);

  /** What visitors send, and are given. */
  public static final Set<FileType> OF_VISITORS = Set.of(PDF, PNG, JPEG);

  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private final String media;
  private final String ending;

  FileType(String media, String ending) {
    this.media = media;
    this.ending = ending;
  }

  /** Its media type, as in a header. */
  public String media() {
    return media;
  }

  /** What it is; empty for anything else, and for documents with programs in them. */
  public static Optional<FileType> of(byte[] content) {
    if (begins(content, ascii("%PDF-"))) {
      return Optional.of(PDF);
    }
    if (begins(content, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})) {
      return Optional.of(PNG);
    }
    if (begins(content, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff})) {
      return Optional.of(JPEG);
    }
    return begins(content, ZIP) ? document(content) : Optional.empty();
  }

  // An office document is an archive; the names of its parts stand in it as they are.
  private static Optional<FileType> document(byte[] content) {
    if (holds(content, "vbaProject.bin")) {
      return Optional.empty();
    }
    if (holds(content, "[Content_Types].xml")) {
      return holds(content, "word/document.xml")
          ? Optional.of(TEXT_DOCUMENT)
          : holds(content, "xl/workbook.xml")
              ? Optional.of(SPREADSHEET)
              : holds(content, "ppt/presentation.xml") ? Optional.of(SLIDES) : Optional.empty();
    }
    // Its first part says what it is, unpacked, with no name longer than these.
    String start =
        new String(content, 0, Math.min(120, content.length), StandardCharsets.ISO_8859_1);
    return EnumSet.of(OPEN_SPREADSHEET, OPEN_SLIDES, OPEN_TEXT).stream()
        .filter(t -> start.startsWith("mimetype" + t.media, 30))
        .findFirst();
  }

  /** The name of a file, without a folder or signs that a header could not bear. */
  public String named(String given) {
    String base = given.replaceAll("^.*[/\\\\]", "").replaceAll("\\.[^.]*$", "");
    String plain = base.replaceAll("[^\\p{L}\\p{N} ._-]", "").strip();
    String kept = plain.substring(0, Math.min(80, plain.length())).strip();
    return (kept.isEmpty() ? "file" : kept) + "." + ending;
  }

  /** The answer by which a file is kept, and never shown in the page's place. */
  public static ResponseEntity<byte[]> download(String name, String media, byte[] content) {
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, media)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(name, StandardCharsets.UTF_8)
                .build()
                .toString())
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Robots-Tag", "noindex, nofollow")
        .cacheControl(CacheControl.noStore())
        .body(content);
  }

  private static boolean begins(byte[] content, byte[] with) {
    return content.length > with.length && Arrays.equals(Arrays.copyOf(content, with.length), with);
  }

  private static boolean holds(byte[] content, String name) {
    byte[] sought = ascii(name);
    for (int i = 0; i <= content.length - sought.length; i++) {
      if (content[i] == sought[0]
          && Arrays.equals(content, i, i + sought.length, sought, 0, sought.length)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
