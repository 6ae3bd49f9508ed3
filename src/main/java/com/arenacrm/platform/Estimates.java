package com.arenacrm.platform;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the database takes a table for. Looked at while all its rows were being rolled back, as
 * after a try of an import, it is taken for empty; every index seems as good as any other then, and
 * what joins a thousand new rows takes minutes in place of milliseconds, until the database looks
 * again.
 */
public final class Estimates {

  private Estimates() {}

  /**
   * Has the database look at a table that it takes for smaller than what was just written to it.
   * What the transaction itself wrote is seen.
   *
   * @param table with its schema
   * @param rows that were just written
   */
  public static void keepUp(JdbcClient jdbc, String table, int rows) {
    boolean low =
        jdbc.sql("select reltuples < :rows from pg_class where oid = cast(:table as regclass)")
            .param("rows", rows)
            .param("table", table)
            .query(Boolean.class)
            .single();
    if (low) {
      jdbc.sql("analyze " + table).update();
    }
  }
}
