package com.arenacrm.icp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changed from one text to the next, word by word, in the order of reading. */
final class TextDifference {

  /** Beyond this many pairs of words a text counts as written anew. */
  private static final long MOST_PAIRS = 1_000_000;

  /** Whether a piece stands in both texts, in the new one only, or in the old one only. */
  enum Kind {
    SAME,
    ADDED,
    REMOVED
  }

  /** Some words in a row. */
  record Piece(Kind kind, String text) {}

  private TextDifference() {}

  static List<Piece> between(@Nullable String before, @Nullable String after) {
    String[] old = words(before);
    String[] young = words(after);
    if ((long) old.length * young.length > MOST_PAIRS) {
      return joined(
          List.of(
              new Piece(Kind.REMOVED, String.join("", old)),
              new Piece(Kind.ADDED, String.join("", young))));
    }
    // common[i][j]: how many words the rests of both texts share, in order.
    int[][] common = new int[old.length + 1][young.length + 1];
    for (int i = old.length - 1; i >= 0; i--) {
      for (int j = young.length - 1; j >= 0; j--) {
        common[i][j] =
            same(old[i], young[j])
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<Piece> pieces = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.length || j < young.length) {
      if (i < old.length && j < young.length && same(old[i], young[j])) {
        pieces.add(new Piece(Kind.SAME, young[j]));
        i++;
        j++;
      } else if (i < old.length && (j == young.length || common[i + 1][j] >= common[i][j + 1])) {
        pieces.add(new Piece(Kind.REMOVED, old[i++]));
      } else {
        pieces.add(new Piece(Kind.ADDED, young[j++]));
      }
    }
    return joined(pieces);
  }

  private static boolean same(String one, String other) {
    return one.strip().equals(other.strip());
  }

  private static String[] words(@Nullable String text) {
    return text == null || text.isEmpty() ? new String[0] : text.split("(?<=\\s)(?=\\S)");
  }

  private static List<Piece> joined(List<Piece> pieces) {
    List<Piece> joined = new ArrayList<>();
    for (Piece piece : pieces) {
      Piece last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && last.kind() == piece.kind()) {
        joined.set(joined.size() - 1, new Piece(piece.kind(), last.text() + piece.text()));
      } else if (!piece.text().isEmpty()) {
        joined.add(piece);
      }
    }
    return List.copyOf(joined);
  }
}
