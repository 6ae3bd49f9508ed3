package com.arenacrm.insight.agreement;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which handoffs a number counts, as a condition on the rows of {@link HandoffSql}. Accepted,
 * returned, waiting and withdrawn add up to those handed over; so do in time, late, overdue,
 * running, never and moved.
 */
enum Handed {
  HANDED("true"),
  ACCEPTED("r.answer = 'ACCEPTED'"),
  RETURNED("r.answer = 'RETURNED'"),
  WAITING("r.answer = 'WAITING'"),
  /** Marketing took it back before anybody answered. */
  WITHDRAWN("r.answer = 'WITHDRAWN'"),

  /** The customer heard from us, or the lead was returned, by the agreed moment. */
  IN_TIME("r.pace = 'IN_TIME'"),
  LATE("r.pace = 'LATE'"),
  /** The moment passed, and nobody had answered; whatever became of the lead afterwards. */
  OVERDUE("r.pace = 'OVERDUE'"),
  /** Nobody has answered, and there is time left. */
  RUNNING("r.pace = 'RUNNING'"),
  /** The lead ended before the moment, without our having talked to the customer. */
  NEVER("r.pace = 'NEVER'"),
  /** Before the moment it was taken back, or went to the pool, where another one runs. */
  MOVED("r.pace = 'MOVED'"),

  RISK("r.risk is not null"),
  RISK_UNTOUCHED("r.risk = 'UNTOUCHED'"),
  RISK_LATE("r.risk = 'LATE'"),
  /** Bought from us all the same. */
  RISK_WON("r.risk is not null and r.bought"),
  /** Sales returned it, late. */
  RISK_RETURNED("r.risk is not null and r.answer = 'RETURNED'"),
  /** No activity brought the lead, so that it cost nothing that is known. */
  RISK_NO_ACTIVITY("r.risk is not null and r.activity_id is null"),
  /** An activity brought it whose cost nobody has noted. */
  RISK_NO_COST("r.risk is not null and r.activity_id is not null and r.cost is null"),

  ANSWERED("r.answer = 'RETURNED' and r.return_answer is not null"),
  UNANSWERED("r.answer = 'RETURNED' and r.return_answer is null");

  private final String condition;

  Handed(String condition) {
    this.condition = condition;
  }

  String condition() {
    return condition;
  }

  /** Whether its number is money. */
  public boolean isMoney() {
    return this == RISK || this == RISK_UNTOUCHED || this == RISK_LATE;
  }

  /** Whether it tells of the time, which counts for whoever had the lead when it passed. */
  boolean isPace() {
    return condition.startsWith("r.pace");
  }

  /** As in addresses and message keys. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Handed> of(String key) {
    return Stream.of(values()).filter(h -> h.key().equals(key)).findFirst();
  }
}
