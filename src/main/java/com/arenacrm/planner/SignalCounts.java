package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How much demand occurrences brought: the third number beside who was invited and who came (R037).
 * Counted as the reports count it.
 */
public interface SignalCounts {

  /**
   * What became known of a week's demand after it had been closed.
   *
   * @param confirmed the signals credited to each of the occurrences now
   * @param late those that were confirmed since, and what was said otherwise of the week's won
   *     deals, the latest first
   */
  record Since(Map<UUID, Integer> confirmed, List<Late> late) {}

  /**
   * A signal that counts since the week was closed, or what was said otherwise since of a deal that
   * was won in the week: {@code AMOUNT}, that its amount is another; {@code WON}, that it was won,
   * written down later; {@code REOPENED}, that it is worked again.
   *
   * @param occurrence that it is credited to; null when nothing of the week is
   * @param title the title of the occurrence
   * @param whose the person or the deal; null when the viewer may not see it
   * @param kind as in message keys
   * @param by who confirmed it, moved the deal on, or changed its amount
   * @param sums of a deal, its amounts; null of a signal
   */
  record Late(
      @Nullable UUID occurrence,
      @Nullable String title,
      @Nullable String whose,
      String kind,
      Instant at,
      @Nullable String by,
      @Nullable Sums sums) {}

  /**
   * The amounts of a deal.
   *
   * @param before null where it is no change, or there was none
   * @param after null where there is none
   */
  record Sums(
      @Nullable BigDecimal before,
      @Nullable String currencyBefore,
      @Nullable BigDecimal after,
      @Nullable String currencyAfter) {}

  /**
   * The confirmed demand signals credited to each of these occurrences, advances of deals among
   * them, by one statement; who has none is left out.
   */
  Map<UUID, Integer> confirmed(Collection<UUID> occurrences);

  /** The same as it was at an instant: without what was confirmed, or moved on, after it (R015). */
  Map<UUID, Integer> confirmedBy(Instant instant, Collection<UUID> occurrences);

  /**
   * The same of a closed week, with what came after its close: signals credited to its occurrences
   * or that happened in its days, and its won deals; by one statement.
   */
  Since since(Week week, Instant closedAt, Collection<UUID> occurrences, CurrentUser viewer);
}
