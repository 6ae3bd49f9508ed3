package com.arenacrm.insight.forecast;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Our ways of selling, all of which reports count together: activities are of none of them. */
@Component
public class Processes {

  private final JdbcClient jdbc;

  Processes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Their names in order, those that are over too; empty where there is only one. */
  public List<String> several() {
    List<String> names =
        jdbc.sql("select coalesce(name, '') from pipeline.track order by position")
            .query(String.class)
            .list();
    return names.size() > 1 ? names : List.of();
  }
}
