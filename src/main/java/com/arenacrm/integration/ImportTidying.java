package com.arenacrm.integration;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Removes what imports no longer need: files that nobody went on with, and, when the time for an
 * undo is over, what an undo would need.
 */
@Component
class ImportTidying {

  private final JdbcClient jdbc;
  private final Duration abandonedAfter;
  private final Duration undoableFor;

  ImportTidying(
      JdbcClient jdbc,
      @Value("${arena.import.abandoned-after:7d}") Duration abandonedAfter,
      @Value("${arena.import.undoable-for:30d}") Duration undoableFor) {
    this.jdbc = jdbc;
    this.abandonedAfter = abandonedAfter;
    this.undoableFor = undoableFor;
  }

  @Transactional
  void tidy(Instant now) {
    jdbc.sql(
            """
            delete from integration.import_run
            where state in ('UPLOADED', 'READ', 'REFUSED', 'CHECKED') and created_at < ?
            """)
        .param(now.minus(abandonedAfter).atOffset(ZoneOffset.UTC))
        .update();
    jdbc.sql(
            """
            delete from integration.import_set s
            where not exists (select 1 from integration.import_run r where r.set_id = s.id)
            """)
        .update();
    jdbc.sql(
            """
            delete from integration.import_effect e
            using integration.import_run r, integration.import_pass p
            where r.id = e.run_id and p.run_id = r.id and p.kind = 'RUN'
              and r.state in ('DONE', 'CANCELLED', 'FAILED') and p.finished_at < ?
            """)
        .param(now.minus(undoableFor).atOffset(ZoneOffset.UTC))
        .update();
  }
}
