package com.arenacrm.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Refused rows with their reason, and notes on rows that were taken, by line. */
@Component
class ImportRemarks {

  /**
   * What is to be said about a row.
   *
   * @param number tells several about one line apart
   * @param cells the row as it stands in the file, where it was refused
   * @param more what else a row was refused for
   */
  record Remark(
      long line,
      int number,
      boolean refused,
      String reason,
      List<String> arguments,
      @Nullable List<String> cells,
      @Nullable List<Fault> more) {

    /** A further fault of a row. */
    record Fault(String messageKey, List<String> arguments) {

      Reason asReason() {
        return new Reason(messageKey, null, arguments);
      }
    }

    /**
     * @param faults at least one
     */
    static Remark refusal(TableReader.Line line, List<Reason> faults) {
      Reason first = faults.get(0);
      return new Remark(
          line.number(),
          0,
          true,
          first.messageKey(),
          storable(first.arguments()),
          storable(line.cells()),
          faults.size() == 1
              ? null
              : faults.stream()
                  .skip(1)
                  .map(f -> new Fault(f.messageKey(), storable(f.arguments())))
                  .toList());
    }

    static Remark note(long line, int number, Reason what) {
      return new Remark(
          line, number, false, what.messageKey(), storable(what.arguments()), null, null);
    }

    /** What is said of the row, one after the other. */
    List<Reason> asReasons() {
      return Stream.concat(
              Stream.of(new Reason(reason, null, arguments)),
              more == null ? Stream.empty() : more.stream().map(Fault::asReason))
          .toList();
    }

    // No database keeps a NUL.
    private static List<String> storable(List<String> texts) {
      return texts.stream().map(text -> text.replace('\0', '\ufffd')).toList();
    }
  }

  private static final TypeReference<List<Remark.Fault>> FAULTS = new TypeReference<>() {};

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
              (run_id, pass, line, number, refused, reason, arguments, cells, more)
            select ?, ?, r.line, r.number, r.refused, r.reason, r.arguments, r.cells, r.more
            from jsonb_to_recordset(cast(? as jsonb)) as r (line bigint, number integer,
              refused boolean, reason text, arguments text[], cells text[], more jsonb)
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
            select line, number, refused, reason, arguments, cells, more
            from integration.import_remark
            where run_id = ? and pass = ? and refused = ? and (line, number) > (?, ?)
            order by line, number limit ?
            """)
        .params(run, pass.name(), refused, line, number, most)
        .query(
            (rs, n) -> {
              java.sql.Array cells = rs.getArray("cells");
              String more = rs.getString("more");
              return new Remark(
                  rs.getLong("line"),
                  rs.getInt("number"),
                  rs.getBoolean("refused"),
                  rs.getString("reason"),
                  List.of((String[]) rs.getArray("arguments").getArray()),
                  cells == null ? null : new ArrayList<>(List.of((String[]) cells.getArray())),
                  more == null ? null : json.readValue(more, FAULTS));
            })
        .list();
  }
}
