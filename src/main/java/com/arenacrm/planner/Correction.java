package com.arenacrm.planner;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * That the result of a closed occurrence was put right (R015): the numbers of its week stand as
 * they were, and everybody sees what was changed, when and by whom.
 */
record Correction(
    UUID occurrenceId, String title, Instant at, UUID byUser, Result before, Result after) {

  /**
   * One thing that says something else now.
   *
   * @param what the last part of its message key: {@code state}, {@code reason}, {@code reach},
   *     {@code invited}, {@code attended} or {@code spent}
   * @param before the state's key, a text, a number or an amount; null where nothing was said
   */
  record Change(String what, @Nullable Object before, @Nullable Object after) {}

  /** What it changed, in the order of the form. */
  public List<Change> changes() {
    return Stream.of(
            new Change("state", state(before), state(after)),
            new Change("reason", before.reason(), after.reason()),
            new Change("reach", before.reach(), after.reach()),
            new Change("invited", before.invited(), after.invited()),
            new Change("attended", before.attended(), after.attended()),
            new Change("spent", before.spent(), after.spent()))
        .filter(c -> !same(c.before(), c.after()))
        .toList();
  }

  private static String state(Result result) {
    return (result.done() ? Occurrence.State.DONE : Occurrence.State.NOT_DONE).key();
  }

  private static boolean same(@Nullable Object one, @Nullable Object other) {
    return one instanceof BigDecimal a && other instanceof BigDecimal b
        ? a.compareTo(b) == 0
        : Objects.equals(one, other);
  }
}
