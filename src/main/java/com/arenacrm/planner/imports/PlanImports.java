package com.arenacrm.planner.imports;

import com.arenacrm.integration.ImportPass;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The front door to the plan for importers of other modules. */
@Component
public class PlanImports {

  private final PlanTables tables;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  PlanImports(PlanTables tables, JdbcClient jdbc, ApplicationEventPublisher events) {
    this.tables = tables;
    this.jdbc = jdbc;
    this.events = events;
  }

  /** The activities that a batch names; to be used within the transaction of its plan. */
  public NamedTimes batch(ImportPass pass) {
    return new NamedTimes(pass, tables, jdbc, events);
  }
}
