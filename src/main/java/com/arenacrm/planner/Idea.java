package com.arenacrm.planner;

import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An activity to start from (R008): what a form for a new one is filled with.
 *
 * @param key by which it is asked for again
 * @param title what is done
 * @param goal what for
 * @param channel how
 * @param investment what it is likely to cost each time, in the company's currency
 * @param every every so many days, weeks or months; 1 where it happens once
 * @param followUpDays within how many days to follow up whoever it brings; null when open
 * @param own whether the company has kept it itself
 */
public record Idea(
    String key,
    HourglassPhase phase,
    String title,
    String goal,
    String channel,
    BigDecimal investment,
    Nature nature,
    Unit unit,
    int every,
    @Nullable Integer followUpDays,
    boolean own) {

  /** How it recurs. */
  public enum Unit {
    ONCE,
    DAY,
    WEEK,
    MONTH
  }
}
