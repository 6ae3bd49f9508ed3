package com.arenacrm.contacts;

import com.arenacrm.identity.Scope;

/**
 * What contacts and leads must know of deals, which stand on a higher floor, to keep from sales
 * people what belongs to deals that they may not see (Q21). Each answer is a condition for an SQL
 * query that is given {@link Scope#PARAMETER}.
 */
public interface Discretion {

  /**
   * That something said does not belong to a deal out of scope.
   *
   * @param interaction the column with its id; a constant of the code, never input
   */
  String mayRead(String interaction, Scope scope);

  /**
   * That somebody takes part in an open deal that is in scope.
   *
   * @param person the column with the person's id; a constant of the code, never input
   */
  String worked(String person, Scope scope);

  /**
   * That somebody takes part in an open deal of a seller who is out of scope.
   *
   * @param person the column with the person's id; a constant of the code, never input
   */
  String workedByOthers(String person, Scope scope);
}
