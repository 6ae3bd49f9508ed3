package com.arenacrm.integration;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Slice;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads imports for lists. */
@Component
class ImportLists {

  static final int PAGE = 20;
  static final int REMARKS = 50;

  /**
   * One line of the list of imports; the counts are those of the run, before it of the rehearsal.
   */
  record ImportLine(
      UUID id,
      String importer,
      String fileName,
      String state,
      Instant createdAt,
      UUID createdBy,
      @Nullable Long created,
      @Nullable Long updated,
      @Nullable Long unchanged,
      @Nullable Long refused) {

    public String stateKey() {
      return state.toLowerCase(Locale.ROOT);
    }
  }

  /** A record that an undo had to leave. */
  record LeftLine(
      long number, String kind, UUID recordId, String name, String reason, List<String> arguments) {

    Reason asReason() {
      return new Reason(reason, null, arguments);
    }
  }

  private final JdbcClient jdbc;

  ImportLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The imports that this person may see, newest first. */
  Slice<ImportLine> imports(CurrentUser viewer, @Nullable UUID after) {
    List<ImportLine> rows =
        jdbc.sql(
                """
                select r.id, r.importer, r.file_name, r.state, r.created_at, r.created_by,
                       p.created, p.updated, p.unchanged, p.refused
                from integration.import_run r
                left join lateral (
                  select * from integration.import_pass p
                  where p.run_id = r.id and p.kind in ('CHECK', 'RUN')
                  order by p.kind desc limit 1) p on true
                where (r.created_by = :viewer or :all)
                  and (cast(:after as uuid) is null or (r.created_at, r.id) <
                    (select a.created_at, a.id from integration.import_run a where a.id = :after))
                order by r.created_at desc, r.id desc limit :limit
                """)
            .param("viewer", viewer.id().id())
            .param("all", viewer.isManager())
            .param("after", after)
            .param("limit", PAGE + 1)
            .query(ImportLine.class)
            .list();
    return Slice.of(rows, PAGE, ImportLine::id);
  }

  /** What an undo had to leave, as it was found, from a number down. */
  List<LeftLine> left(UUID run, @Nullable Long below, int most) {
    return jdbc.sql(
            """
            select number, kind, record_id, name, reason, arguments from integration.import_left
            where run_id = :run and (cast(:below as bigint) is null or number < :below)
            order by number desc limit :most
            """)
        .param("run", run)
        .param("below", below)
        .param("most", most)
        .query(
            (rs, n) ->
                new LeftLine(
                    rs.getLong("number"),
                    rs.getString("kind"),
                    rs.getObject("record_id", UUID.class),
                    rs.getString("name"),
                    rs.getString("reason"),
                    List.of((String[]) rs.getArray("arguments").getArray())))
        .list();
  }

  /** Whether the run's effects are still kept, so that it can be undone. */
  boolean isUndoable(UUID run) {
    return jdbc.sql("select exists (select 1 from integration.import_effect where run_id = ?)")
        .param(run)
        .query(Boolean.class)
        .single();
  }
}
