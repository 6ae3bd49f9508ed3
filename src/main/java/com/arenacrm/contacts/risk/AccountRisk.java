package com.arenacrm.contacts.risk;

import com.arenacrm.identity.Scope;

/**
 * What is overdue with a company, by which the whole account may be lost (R066). Declared here and
 * known on higher floors, where deals and handoffs are; all of it is read by one statement.
 */
public interface AccountRisk {

  /** The day of the company, as a parameter of the query. */
  String TODAY = "riskToday";

  /** The present moment, as a parameter of the query. */
  String NOW = "riskNow";

  /**
   * A query for what is overdue and in scope: {@code company_id}, {@code kind} (STEP or ANSWER),
   * {@code name} of the deal or person, {@code path} of its page, {@code since} when, and {@code
   * owner_id}. It is given {@link #TODAY}, {@link #NOW} and {@link Scope#PARAMETER}.
   */
  String overdue(Scope scope);
}
