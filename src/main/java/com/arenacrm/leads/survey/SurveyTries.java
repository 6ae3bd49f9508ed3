package com.arenacrm.leads.survey;

import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Slows down whoever sends answers by the dozen: ten from one place in ten minutes, and that place
 * waits. From where somebody wrote is forgotten as soon as it no longer counts.
 */
@Component
class SurveyTries {

  static final int MOST_FROM_ONE_PLACE = 10;
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private final JdbcClient jdbc;

  SurveyTries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Counts a try, and says whether it is one too many. */
  boolean isTooMany(String address, Instant now) {
    jdbc.sql("delete from leads.survey_try where at <= :since")
        .param("since", now.minus(WINDOW).atOffset(ZoneOffset.UTC))
        .update();
    jdbc.sql("insert into leads.survey_try (id, address, at) values (:id, :address, :at)")
        .param("id", TimeOrderedUuid.next())
        .param("address", address)
        .param("at", now.atOffset(ZoneOffset.UTC))
        .update();
    return jdbc.sql("select count(*) from leads.survey_try where address = :address")
            .param("address", address)
            .query(Integer.class)
            .single()
        > MOST_FROM_ONE_PLACE;
  }
}
