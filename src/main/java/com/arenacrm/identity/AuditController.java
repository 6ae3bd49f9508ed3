package com.arenacrm.identity;

import java.time.Instant;
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

  private final JdbcClient jdbc;
  private final MessageSource messages;

  AuditController(JdbcClient jdbc, MessageSource messages) {
    this.jdbc = jdbc;
    this.messages = messages;
  }

  @GetMapping
  String page(@RequestParam(required = false) @Nullable UUID before, Locale locale, Model model) {
    List<AuditRow> rows =
        jdbc.sql(
                """
                select id, at, actor_name, acting_as, address, action, subject_name, old_value, new_value
                from identity.audit_entry
                where cast(:before as uuid) is null
                   or (at, id) < (select at, id from identity.audit_entry where id = :before)
                order by at desc, id desc limit :limit
                """)
            .param("before", before)
            .param("limit", PAGE + 1)
            .query(AuditRow.class)
            .list();
    model.addAttribute("rows", rows.subList(0, Math.min(PAGE, rows.size())));
    model.addAttribute("next", rows.size() > PAGE ? rows.get(PAGE - 1).id() : null);
    model.addAttribute("words", new AuditWords(messages, locale));
    return "identity/audit";
  }
}
