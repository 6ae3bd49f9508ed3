package com.arenacrm.insight.agreement;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which handoffs a number counts, as a condition on the rows of {@link HandoffSql}. Accepted,
 * returned and waiting add up to those handed over; so do in time, late, overdue, running and
 * never.
 */
enum Handed {
  HANDED("true"),
  ACCEPTED("r.answer = 'ACCEPTED'"),
  RETURNED("r.answer = 'RETURNED'"),
  WAITING("r.answer = 'WAITING'"),

  /** The customer heard from us, or the lead was returned, by the agreed moment. */
  IN_TIME("r.pace = 'IN_TIME'"),
  LATE("r.pace = 'LATE'"),
  /** Nobody has answered, and the moment has passed. */
  OVERDUE("r.pace = 'OVERDUE'"),
  /** Nobody has answered, and there is time left. */
  RUNNING("r.pace = 'RUNNING'"),
  /** The lead ended without our having talked to the customer. */
  NEVER("r.pace = 'NEVER'"),

  RISK("r.risk is not null"),
  RISK_UNTOUCHED("r.risk = 'UNTOUCHED'"),
  RISK_LATE("r.risk = 'LATE'"),
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

  /** As in addresses and message keys. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Handed> of(String key) {
    return Stream.of(values()).filter(h -> h.key().equals(key)).findFirst();
  }
}
