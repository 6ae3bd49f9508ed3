package com.arenacrm.insight.agreement;

import java.math.BigDecimal;
import java.time.Duration;
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
    SELLER("to_user"),
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
   * @param median working time from handing over to the answer; null when nobody has answered
   * @param against whether fewer or more are accepted than of all the others
   */
  record Line(
      String key,
      @Nullable String title,
      int handed,
      int accepted,
      int returned,
      int waiting,
      int inTime,
      int late,
      int overdue,
      int running,
      int never,
      int answered,
      int unanswered,
      int risk,
      int riskUntouched,
      int riskLate,
      int riskNoActivity,
      int riskNoCost,
      BigDecimal riskCost,
      BigDecimal riskUntouchedCost,
      BigDecimal riskLateCost,
      @Nullable Duration median,
      Share.Against against) {

    /** Of those that were answered at all, how many were accepted. */
    public Share acceptance() {
      return new Share(accepted, accepted + returned);
    }

    /** How much of all that was returned this is. */
    public Share ofReturned(Line all) {
      return new Share(returned, all.returned);
    }

    /** Of those whose time is over, how many were answered in time. */
    public Share punctuality() {
      return new Share(inTime, inTime + late + overdue);
    }

    Line with(@Nullable Duration median, Share.Against against) {
      return new Line(
          key,
          title,
          handed,
          accepted,
          returned,
          waiting,
          inTime,
          late,
          overdue,
          running,
          never,
          answered,
          unanswered,
          risk,
          riskUntouched,
          riskLate,
          riskNoActivity,
          riskNoCost,
          riskCost,
          riskUntouchedCost,
          riskLateCost,
          median,
          against);
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
