package com.arenacrm.insight;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A number of the weekly report, in the order of its columns. Each is counted from the same rows
 * that it opens, so the rows always add up to it (Q63).
 */
public enum Figure {
  PLANNED(RowSource.OCCURRENCES, "count(*)", "true"),
  DONE(RowSource.OCCURRENCES, "count(*)", "r.state = 'DONE'"),
  NOT_DONE(RowSource.OCCURRENCES, "count(*)", "r.state = 'NOT_DONE'"),
  /** The plan as it was made, also of what was not done in the end. */
  INVESTMENT_PLANNED(RowSource.OCCURRENCES, "sum(r.investment)", "true"),
  INVESTMENT_SPENT(RowSource.OCCURRENCES, "sum(r.spent)", "r.spent is not null"),
  REACH(RowSource.OCCURRENCES, "sum(r.reach)", "r.reach is not null"),
  INVITED(RowSource.OCCURRENCES, "sum(r.invited)", "r.invited is not null"),
  ATTENDED(RowSource.OCCURRENCES, "sum(r.attended)", "r.attended is not null"),
  PEOPLE_TOUCHED(RowSource.PEOPLE, "count(*)", "true"),
  SIGNALS_INTENT(RowSource.SIGNALS, "count(*)", "r.kind = 'PURCHASE_INTENT'"),
  SIGNALS_CLOSING(RowSource.SIGNALS, "count(*)", "r.kind = 'CLOSING_INTENT'"),
  SIGNALS_ADVANCE(RowSource.ADVANCES, "count(*)", "true"),
  LEADS(RowSource.LEADS, "count(*)", "true"),
  QUALIFIED(RowSource.QUALIFIED, "count(*)", "true"),
  ACCEPTED(RowSource.ACCEPTED, "count(*)", "true"),
  DEALS_OPENED(RowSource.OPENED, "count(*)", "true"),
  DEALS_WON(RowSource.WON, "count(*)", "true"),
  AMOUNT_WON(RowSource.WON, "sum(r.amount)", "r.amount is not null"),
  REPEATS(RowSource.BOUGHT_AGAIN, "count(*)", "true"),
  REFERRALS(RowSource.LEADS, "count(*)", "r.kind = 'REFERRAL'");

  private final RowSource source;
  private final String aggregate;
  private final String condition;

  Figure(RowSource source, String aggregate, String condition) {
    this.source = source;
    this.aggregate = aggregate;
    this.condition = condition;
  }

  RowSource source() {
    return source;
  }

  /** Which of the source's rows count, as SQL over the alias {@code r}. */
  String condition() {
    return condition;
  }

  /** The number itself, as SQL over all rows of the source. */
  String column() {
    return "coalesce(%s filter (where %s), 0) as %s".formatted(aggregate, condition, key());
  }

  /** What one row adds to the number, as SQL over the alias {@code r}. */
  String adds() {
    return aggregate.equals("count(*)")
        ? "1"
        : aggregate.substring("sum(".length(), aggregate.length() - 1);
  }

  /** Whether it is an amount of money. */
  public boolean isMoney() {
    return this == INVESTMENT_PLANNED || this == INVESTMENT_SPENT || this == AMOUNT_WON;
  }

  /** Whether it counts one of the three kinds of demand signal. */
  boolean isSignal() {
    return this == SIGNALS_INTENT || this == SIGNALS_CLOSING || this == SIGNALS_ADVANCE;
  }

  /** The name in lower case, as in addresses, message keys and the columns of the CSV. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The figures of the CSV; the page shows two more. Those that came later stand at its end, for
   * programs that read it by position.
   */
  static List<Figure> ofCsv() {
    List<Figure> later = List.of(INVITED, ATTENDED);
    return Stream.concat(
            Stream.of(values()).filter(f -> f != REPEATS && f != REFERRALS && !later.contains(f)),
            later.stream())
        .toList();
  }

  static Optional<Figure> of(String key) {
    return Stream.of(values()).filter(f -> f.key().equals(key)).findFirst();
  }
}
