package com.arenacrm.planner.audience;

import com.arenacrm.platform.FormReader;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What somebody wishes people to have, as typed; left empty it does not matter. */
record WishForm(@Nullable String trait, @Nullable String choice, @Nullable String number) {

  private static final int MOST = 20;

  /** As many rows as a form can have, so that each can be said what is wrong with it. */
  static List<WishForm> whole(@Nullable List<WishForm> rows) {
    return IntStream.range(0, MOST)
        .mapToObj(
            i ->
                rows == null || i >= rows.size() || rows.get(i) == null
                    ? new WishForm("", "", "")
                    : rows.get(i))
        .toList();
  }

  boolean isBlank() {
    return FormReader.clean(choice).isEmpty() && FormReader.clean(number).isEmpty();
  }
}
