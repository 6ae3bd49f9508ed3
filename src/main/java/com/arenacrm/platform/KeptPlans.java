package com.arenacrm.platform;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets the database keep its plans while many rows are written. Else it plans anew, for each row
 * and each reference to or from it, how to look whether that holds, since the pool asks it for a
 * new plan each time. Not for what grows while it is looked into: a plan for a small table is none
 * for a large one.
 */
public final class KeptPlans {

  private KeptPlans() {}

  /**
   * Keeps plans until the end of the transaction. Those that this connection kept from a time when
   * the tables were small go first.
   */
  public static void untilTheEnd(JdbcClient jdbc) {
    jdbc.sql("discard plans").update();
    jdbc.sql("set local plan_cache_mode = auto").update();
  }
}
