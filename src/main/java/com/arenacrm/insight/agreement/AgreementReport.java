package com.arenacrm.insight.agreement;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the agreement between the teams was kept in a period.
 *
 * @param lines by each way to part the handoffs
 * @param returns how long marketing took to answer what came back
 * @param timed from how many answers the medians come; beyond {@link AgreementReports#TIMED} the
 *     latest
 */
record AgreementReport(
    Line total, Map<By, List<Line>> lines, @Nullable Duration returns, int timed) {

  /** How the handoffs are parted. */
  enum By {
    ACTIVITY("activity_id"),
    MARKETER("from_user"),
    /** Who answered; or else who had it when its time passed, or has it now. */
    SELLER("seller"),
    /** Who had it when the customer heard from us, or when its time passed. */
    HOLDER("holder"),
    REASON("rejection"),
    DONE("return_answer");

    private final String column;

    By(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }

    /** As in addresses and message keys. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its lines are of returned handoffs alone. */
    boolean isOfReturns() {
      return this == REASON || this == DONE;
    }
  }

  /**
   * The numbers of a line, or of all.
   *
   * @param key of the line in addresses; empty for what belongs to none
   * @param title its name where it is no person and no message
   * @param counts each number
   * @param costs of those numbers that are money
   * @param median working time from handing over to the answer; null when nobody has answered
   * @param against whether fewer or more are accepted than of all the others
   */
  record Line(
      String key,
      @Nullable String title,
      Map<Handed, Integer> counts,
      Map<Handed, BigDecimal> costs,
      @Nullable Duration median,
      Share.Against against) {

    private int count(Handed what) {
      return counts.getOrDefault(what, 0);
    }

    public int handed() {
      return count(Handed.HANDED);
    }

    public int accepted() {
      return count(Handed.ACCEPTED);
    }

    public int returned() {
      return count(Handed.RETURNED);
    }

    public int waiting() {
      return count(Handed.WAITING);
    }

    public int withdrawn() {
      return count(Handed.WITHDRAWN);
    }

    public int inTime() {
      return count(Handed.IN_TIME);
    }

    public int late() {
      return count(Handed.LATE);
    }

    public int overdue() {
      return count(Handed.OVERDUE);
    }

    public int running() {
      return count(Handed.RUNNING);
    }

    public int never() {
      return count(Handed.NEVER);
    }

    public int moved() {
      return count(Handed.MOVED);
    }

    public int answered() {
      return count(Handed.ANSWERED);
    }

    public int unanswered() {
      return count(Handed.UNANSWERED);
    }

    public int risk() {
      return count(Handed.RISK);
    }

    public int riskUntouched() {
      return count(Handed.RISK_UNTOUCHED);
    }

    public int riskLate() {
      return count(Handed.RISK_LATE);
    }

    public int riskWon() {
      return count(Handed.RISK_WON);
    }

    public int riskReturned() {
      return count(Handed.RISK_RETURNED);
    }

    public int riskNoActivity() {
      return count(Handed.RISK_NO_ACTIVITY);
    }

    public int riskNoCost() {
      return count(Handed.RISK_NO_COST);
    }

    public BigDecimal riskCost() {
      return costs.getOrDefault(Handed.RISK, BigDecimal.ZERO);
    }

    public BigDecimal riskUntouchedCost() {
      return costs.getOrDefault(Handed.RISK_UNTOUCHED, BigDecimal.ZERO);
    }

    public BigDecimal riskLateCost() {
      return costs.getOrDefault(Handed.RISK_LATE, BigDecimal.ZERO);
    }

    /** Of those that were answered at all, how many were accepted. */
    public Share acceptance() {
      return new Share(accepted(), accepted() + returned());
    }

    /** How much of all that was returned this is. */
    public Share ofReturned(Line all) {
      return new Share(returned(), all.returned());
    }

    /** Of those whose time is over, how many were answered in time. */
    public Share punctuality() {
      return new Share(inTime(), inTime() + late() + overdue());
    }

    /** With the times of another line: those of whoever had the lead then. */
    Line paced(@Nullable Line other) {
      Map<Handed, Integer> all = new EnumMap<>(Handed.class);
      for (Handed what : Handed.values()) {
        all.put(what, what.isPace() ? other == null ? 0 : other.count(what) : count(what));
      }
      return new Line(key, title, all, costs, median, against);
    }

    Line with(@Nullable Duration median, Share.Against against) {
      return new Line(key, title, counts, costs, median, against);
    }
  }

  public List<Line> byActivity() {
    return lines.getOrDefault(By.ACTIVITY, List.of());
  }

  public List<Line> byMarketer() {
    return lines.getOrDefault(By.MARKETER, List.of());
  }

  public List<Line> bySeller() {
    return lines.getOrDefault(By.SELLER, List.of());
  }

  public List<Line> byReason() {
    return lines.getOrDefault(By.REASON, List.of());
  }

  public List<Line> byDone() {
    return lines.getOrDefault(By.DONE, List.of());
  }
}
