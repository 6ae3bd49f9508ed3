package com.arenacrm.insight.results;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A number of the results, in the order of the way from reach to money. Each is counted from the
 * very rows that it opens, so they always add up to it (Q63). Invited, attended and signals are
 * three numbers, never one (R037).
 */
public enum Measure {
  ACTIVITIES(YieldSource.ACTIVITIES, "", "true"),
  SPENT(YieldSource.OCCURRENCES, "spent", "r.spent > 0"),
  REACH(YieldSource.OCCURRENCES, "reach", "r.reach > 0"),
  INVITED(YieldSource.OCCURRENCES, "invited", "r.invited > 0"),
  ATTENDED(YieldSource.OCCURRENCES, "attended", "r.attended > 0"),
  PEOPLE(YieldSource.PEOPLE, "", "true"),
  NEW(YieldSource.PEOPLE, "", "r.fresh"),
  KNOWN(YieldSource.PEOPLE, "", "r.inside is not null"),
  INSIDE(YieldSource.PEOPLE, "", "r.inside"),
  SIGNALS(YieldSource.SIGNALS, "", "true"),
  INBOUND(YieldSource.LEADS, "", "r.kind in ('FORM', 'REFERRAL')"),
  OUTBOUND(YieldSource.LEADS, "", "r.kind in ('MANUAL', 'IMPORT')"),
  HANDED(YieldSource.HANDED, "", "true"),
  ACCEPTED(YieldSource.ACCEPTED, "", "true"),
  DEALS(YieldSource.DEALS, "", "true"),
  /** Of the deals opened in the period, the amount of those that are neither won nor lost. */
  PIPELINE(YieldSource.DEALS, "amount", "r.kind = 'OPEN'"),
  WON(YieldSource.WON, "", "true"),
  AMOUNT(YieldSource.WON, "amount", "true");

  private final YieldSource source;
  private final String column;
  private final String condition;

  Measure(YieldSource source, String column, String condition) {
    this.source = source;
    this.column = column;
    this.condition = condition;
  }

  YieldSource source() {
    return source;
  }

  /** Which rows count, as SQL over the alias {@code r}. */
  String condition() {
    return condition;
  }

  /** The number, as SQL: a sum, or how many different things. */
  String aggregate() {
    String count = source.countsOnce() ? "count(*)" : "count(distinct r.id)";
    return "coalesce(%s filter (where %s), 0)"
        .formatted(column.isEmpty() ? count : "sum(r." + column + ")", condition);
  }

  /** What one thing adds, as SQL over all its rows. */
  String ofOne() {
    return column.isEmpty() ? "1" : "sum(r." + column + ")";
  }

  /** Whether it is an amount of money. */
  public boolean isMoney() {
    return this == SPENT || isCredited();
  }

  /** Whether it is an amount of deals, each in its currency. */
  public boolean isCredited() {
    return this == PIPELINE || this == AMOUNT;
  }

  /** Whether the model of attribution has a say in it. */
  public boolean isAttributed() {
    return source == YieldSource.DEALS || source == YieldSource.WON;
  }

  /** Whether it makes sense to say what each cost. */
  public boolean hasCost() {
    return this != SPENT && this != ACTIVITIES && this != KNOWN && !isCredited();
  }

  /** Whether it is among the few that a line shows of itself on a telephone. */
  public boolean isMain() {
    return this == REACH || this == PEOPLE || this == SIGNALS || this == DEALS || this == AMOUNT;
  }

  /** As in addresses and message keys. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The columns of the page; what is left out stands within another's cell. */
  static List<Measure> columns() {
    return Stream.of(values()).filter(m -> m != ACTIVITIES && m != KNOWN).toList();
  }

  /** The columns of the scorecard of providers. */
  static List<Measure> ofProviders() {
    return List.of(ACTIVITIES, SPENT, INVITED, ATTENDED, INSIDE, SIGNALS, WON, AMOUNT);
  }

  static Optional<Measure> of(String key) {
    return Stream.of(values()).filter(m -> m.key().equals(key)).findFirst();
  }
}
