package com.arenacrm.identity;

import com.arenacrm.identity.Exports.Column;
import com.arenacrm.platform.ListFile;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The audit trail, newest first. */
@Controller
@RequestMapping("/identity/audit")
class AuditController {

  private static final int PAGE = 50;

  /** One line of the trail. */
  record AuditRow(
      UUID id,
      Instant at,
      String actorName,
      @Nullable String actingAs,
      @Nullable String address,
      String action,
      @Nullable String subjectName,
      @Nullable String oldValue,
      @Nullable String newValue) {}

  private static final int PIECE = 1_000;

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("audit.at"),
          Column.of("audit.actor"),
          Column.of("audit.actingFor"),
          Column.of("audit.action"),
          Column.of("audit.subject"),
          Column.of("audit.before"),
          Column.of("audit.after"),
          Column.of("audit.address"));

  private final JdbcClient jdbc;
  private final MessageSource messages;
  private final Exports exports;

  AuditController(JdbcClient jdbc, MessageSource messages, Exports exports) {
    this.jdbc = jdbc;
    this.messages = messages;
    this.exports = exports;
  }

  @GetMapping
  String page(@RequestParam(required = false) @Nullable UUID before, Locale locale, Model model) {
    List<AuditRow> rows = rows(before, PAGE + 1);
    model.addAttribute("rows", rows.subList(0, Math.min(PAGE, rows.size())));
    model.addAttribute("next", rows.size() > PAGE ? rows.get(PAGE - 1).id() : null);
    model.addAttribute("words", new AuditWords(messages, locale));
    return "identity/audit";
  }

  /** The whole trail as a file; that it was taken is in the trail, too. */
  @GetMapping("/export")
  void export(
      CurrentUser viewer,
      @RequestParam(defaultValue = "CSV") ListFile.Format format,
      Locale locale,
      HttpServletResponse response) {
    int count =
        jdbc.sql("select count(*) from (select 1 from identity.audit_entry limit :most) c")
            .param("most", ListFile.MOST_ROWS + 1)
            .query(Integer.class)
            .single();
    AuditWords words = new AuditWords(messages, locale);
    exports.send(
        response,
        viewer,
        locale,
        format,
        "audit.title",
        COLUMNS,
        List.of(),
        count,
        file -> {
          List<AuditRow> piece = rows(null, PIECE);
          while (!piece.isEmpty()) {
            for (AuditRow row : piece) {
              file.row(
                  Arrays.asList(
                      row.at(),
                      row.actorName(),
                      row.actingAs(),
                      messages.getMessage("audit." + row.action(), null, locale),
                      row.subjectName(),
                      words.read(row.oldValue()),
                      words.read(row.newValue()),
                      words.address(row.address())));
            }
            piece = rows(piece.get(piece.size() - 1).id(), PIECE);
          }
        });
  }

  private List<AuditRow> rows(@Nullable UUID before, int most) {
    return jdbc.sql(
            """
                select id, at, actor_name, acting_as, address, action, subject_name, old_value, new_value
                from identity.audit_entry
                where cast(:before as uuid) is null
                   or (at, id) < (select at, id from identity.audit_entry where id = :before)
                order by at desc, id desc limit :limit
                """)
        .param("before", before)
        .param("limit", most)
        .query(AuditRow.class)
        .list();
  }
}
