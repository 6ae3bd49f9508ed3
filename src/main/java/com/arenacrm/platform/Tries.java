package com.arenacrm.platform;

import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Slows down whoever sends answers by the dozen: ten from one place in ten minutes, and that place
 * waits. From where somebody wrote is forgotten as soon as it no longer counts.
 */
public final class Tries {

  /** So many from one place; more have to wait. */
  public static final int MOST_FROM_ONE_PLACE = 10;

  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final JdbcClient jdbc;
  private final String table;

  /**
   * @param table with its schema, of {@code id}, {@code address} and {@code at}; a constant of the
   *     code, never input
   */
  public Tries(JdbcClient jdbc, String table) {
    this.jdbc = jdbc;
    this.table = table;
  }

  /** Counts a try, and says whether it is one too many. */
  public boolean isTooMany(String address, Instant now) {
    jdbc.sql("delete from %s where at <= :since".formatted(table))
        .param("since", now.minus(WINDOW).atOffset(ZoneOffset.UTC))
        .update();
    jdbc.sql("insert into %s (id, address, at) values (:id, :address, :at)".formatted(table))
        .param("id", TimeOrderedUuid.next())
        .param("address", address)
        .param("at", now.atOffset(ZoneOffset.UTC))
        .update();
    return jdbc.sql("select count(*) from %s where address = :address".formatted(table))
            .param("address", address)
            .query(Integer.class)
            .single()
        > MOST_FROM_ONE_PLACE;
  }
}
