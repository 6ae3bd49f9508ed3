package com.arenacrm.platform;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a list that is paged by key: reading the hundredth page costs as much as the first.
 *
 * @param rows what to show
 * @param next the key after which the next rows follow; null at the end
 */
public record Slice<T>(List<T> rows, @Nullable UUID next) {

  /** Up to here rows are counted; a longer list says so, since counting it would take long. */
  public static final int COUNTED = 10_000;

  /**
   * Cuts rows that were read with one more than the page holds.
   *
   * @param key the key of a row
   */
  public static <T> Slice<T> of(List<T> oneMore, int size, Function<T, UUID> key) {
    return oneMore.size() > size
        ? new Slice<>(oneMore.subList(0, size), key.apply(oneMore.get(size - 1)))
        : new Slice<>(oneMore, null);
  }

  /** The SQL {@code like} pattern for texts that contain this one, whatever signs it holds. */
  public static String containing(String text) {
    return "%" + text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
