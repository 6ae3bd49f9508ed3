package com.arenacrm.integration.records;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells whether files are being brought in, so that nobody counts half of one. */
@Component
public class ImportsUnderWay {

  private final JdbcClient jdbc;

  ImportsUnderWay(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether some file, or one of several that came together, is being brought in or taken back. */
  public boolean any() {
    return jdbc.sql(
            """
            select exists (select from integration.import_run where state in ('RUNNING', 'UNDOING'))
              or exists (
                select from integration.import_set s where s.state in ('RUNNING', 'UNDOING')
                  and not exists (select from integration.import_run r
                                  where r.set_id = s.id and r.state = 'PAUSED'))
            """)
        .query(Boolean.class)
        .single();
  }
}
