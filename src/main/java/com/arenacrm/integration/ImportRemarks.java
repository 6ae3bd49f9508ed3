package com.arenacrm.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Refused rows with their reason, and notes on rows that were taken, by line. */
@Component
class ImportRemarks {

  /**
   * What is to be said about a row.
   *
   * @param number tells several about one line apart
   * @param cells the row as it stands in the file, where it was refused
   */
  record Remark(
      long line,
      int number,
      boolean refused,
      String reason,
      List<String> arguments,
      @Nullable List<String> cells) {

    static Remark refusal(TableReader.Line line, Reason why) {
      return new Remark(
          line.number(),
          0,
          true,
          why.messageKey(),
          why.arguments().stream().map(Remark::storable).toList(),
          line.cells().stream().map(Remark::storable).toList());
    }

    static Remark note(long line, int number, Reason what) {
      return new Remark(
          line,
          number,
          false,
          what.messageKey(),
          what.arguments().stream().map(Remark::storable).toList(),
          null);
    }

    Reason asReason() {
      return new Reason(reason, null, arguments);
    }

    // No database keeps a NUL.
    private static String storable(String text) {
      return text.replace('\0', '\ufffd');
    }
  }

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ImportRemarks(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  void keep(UUID run, PassKind pass, List<Remark> remarks) {
    if (remarks.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into integration.import_remark
              (run_id, pass, line, number, refused, reason, arguments, cells)
            select ?, ?, r.line, r.number, r.refused, r.reason, r.arguments, r.cells
            from jsonb_to_recordset(cast(? as jsonb)) as r (line bigint, number integer,
              refused boolean, reason text, arguments text[], cells text[])
            on conflict do nothing
            """)
        .params(run, pass.name(), json.writeValueAsString(remarks))
        .update();
  }

  void forget(UUID run, PassKind pass) {
    jdbc.sql("delete from integration.import_remark where run_id = ? and pass = ?")
        .params(run, pass.name())
        .update();
  }

  /** Remarks in the order of the file, those after a line and number. */
  List<Remark> after(UUID run, PassKind pass, boolean refused, long line, int number, int most) {
    return jdbc.sql(
            """
            select line, number, refused, reason, arguments, cells from integration.import_remark
            where run_id = ? and pass = ? and refused = ? and (line, number) > (?, ?)
            order by line, number limit ?
            """)
        .params(run, pass.name(), refused, line, number, most)
        .query(
            (rs, n) -> {
              java.sql.Array cells = rs.getArray("cells");
              return new Remark(
                  rs.getLong("line"),
                  rs.getInt("number"),
                  rs.getBoolean("refused"),
                  rs.getString("reason"),
                  List.of((String[]) rs.getArray("arguments").getArray()),
                  cells == null ? null : new ArrayList<>(List.of((String[]) cells.getArray())));
            })
        .list();
  }
}
