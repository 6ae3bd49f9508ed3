package com.arenacrm.lists;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one column says of one record, ready to be shown: nothing, or one or more texts.
 *
 * @param style of the cell
 * @param label what it is called where the row is folded and its heading is gone; null where the
 *     texts say it themselves
 * @param value the number or the day that it stands for, for files; null where the texts are all
 */
public record Cell(
    @Nullable String style, @Nullable String label, List<Part> parts, @Nullable Object value) {

  /**
   * One of its texts.
   *
   * @param style null for none
   * @param link where it leads; null for nowhere
   * @param note what more there is to say of it, such as the number behind a grade
   */
  public record Part(
      @Nullable String style, String text, @Nullable String link, @Nullable String note) {

    public static Part of(@Nullable String style, String text) {
      return new Part(style, text, null, null);
    }
  }

  private static final Cell EMPTY = new Cell(null, null, List.of(), null);

  /** A text under its label; nothing where there is none. */
  public static Cell of(@Nullable String label, @Nullable String text) {
    return styled(null, label, Stream.ofNullable(text).map(t -> Part.of(null, t)).toList());
  }

  /** A number under its label. */
  public static Cell number(String label, @Nullable String text) {
    return styled("num", label, Stream.ofNullable(text).map(t -> Part.of(null, t)).toList());
  }

  public static Cell of(@Nullable String label, @Nullable Part... parts) {
    return styled(null, label, Stream.of(parts).filter(Objects::nonNull).toList());
  }

  public static Cell styled(@Nullable String style, @Nullable String label, List<Part> parts) {
    List<Part> said = parts.stream().filter(p -> !p.text().isBlank()).toList();
    return said.isEmpty()
        ? style == null ? EMPTY : new Cell(style, null, List.of(), null)
        : new Cell(style, label, said, null);
  }

  /** The same, standing for a number or a day. */
  public Cell worth(@Nullable Object value) {
    return new Cell(style, label, parts, value);
  }

  /** What a file says in its place: the number or day, else its texts; null where it is empty. */
  public @Nullable Object inFile() {
    if (value != null || parts.isEmpty()) {
      return value;
    }
    return parts.stream().map(Part::text).collect(Collectors.joining(" · "));
  }
}
