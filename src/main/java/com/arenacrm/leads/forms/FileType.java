package com.arenacrm.leads.forms;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The few kinds of file that forms take and give, told by what is in them and not by their name.
 */
enum FileType {
  PDF("application/pdf", "pdf"),
  PNG("image/png", "png"),
  JPEG("image/jpeg", "jpg");

  static final Set<FileType> PICTURES = Set.of(PNG, JPEG);

  private final String media;
  private final String ending;

  FileType(String media, String ending) {
    this.media = media;
    this.ending = ending;
  }

  String media() {
    return media;
  }

  /** What it is; empty for anything else. */
  static Optional<FileType> of(byte[] content) {
    if (begins(content, "%PDF-".getBytes(StandardCharsets.US_ASCII))) {
      return Optional.of(PDF);
    }
    if (begins(content, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})) {
      return Optional.of(PNG);
    }
    return begins(content, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff})
        ? Optional.of(JPEG)
        : Optional.empty();
  }

  /** The name of a file, without a folder or signs that a header could not bear. */
  String named(String given) {
    String base = given.replaceAll("^.*[/\\\\]", "").replaceAll("\\.[^.]*$", "");
    String plain = base.replaceAll("[^\\p{L}\\p{N} ._-]", "").strip();
    String kept = plain.substring(0, Math.min(80, plain.length())).strip();
    return (kept.isEmpty() ? "file" : kept) + "." + ending;
  }

  private static boolean begins(byte[] content, byte[] with) {
    return content.length > with.length && Arrays.equals(Arrays.copyOf(content, with.length), with);
  }
}
