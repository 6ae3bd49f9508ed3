package com.arenacrm.leads.forms;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.leads.LeadFormId;
import com.arenacrm.platform.FileType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The files of forms: the company's picture, what visitors may fetch, and what they sent along.
 * None is ever run or shown as a page.
 */
@Component
@Transactional
class FormFiles {

  static final int LARGEST_LOGO = 200 * 1024;
  static final int LARGEST_DOWNLOAD = 10 * 1024 * 1024;
  static final int LARGEST_ATTACHMENT = 5 * 1024 * 1024;

  enum Part {
    LOGO,
    DOWNLOAD
  }

  record Kept(String name, String type, byte[] content) {}

  /** A file that came along with an answer. */
  record AttachmentRow(UUID id, UUID submissionId, String field, String name, int size) {}

  private final JdbcClient jdbc;

  FormFiles(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void keep(LeadFormId form, Part part, Kept file) {
    jdbc.sql(
            """
            insert into leads.form_file (form_id, part, name, type, content)
            values (:form, :part, :name, :type, :content)
            on conflict (form_id, part) do update
              set name = :name, type = :type, content = :content
            """)
        .param("form", form.id())
        .param("part", part.name())
        .param("name", file.name())
        .param("type", file.type())
        .param("content", file.content())
        .update();
  }

  void remove(LeadFormId form, Part part) {
    jdbc.sql("delete from leads.form_file where form_id = :form and part = :part")
        .param("form", form.id())
        .param("part", part.name())
        .update();
  }

  /** The name of the file; empty when there is none. */
  @Transactional(readOnly = true)
  Optional<String> nameOf(LeadFormId form, Part part) {
    return jdbc.sql("select name from leads.form_file where form_id = :form and part = :part")
        .param("form", form.id())
        .param("part", part.name())
        .query(String.class)
        .optional();
  }

  @Transactional(readOnly = true)
  Optional<Kept> find(LeadFormId form, Part part) {
    return jdbc.sql(
            """
            select name, type, content from leads.form_file where form_id = :form and part = :part
            """)
        .param("form", form.id())
        .param("part", part.name())
        .query((rs, n) -> new Kept(rs.getString(1), rs.getString(2), rs.getBytes(3)))
        .optional();
  }

  @Transactional(readOnly = true)
  List<AttachmentRow> attachmentsOf(List<UUID> submissions) {
    if (submissions.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            """
            select id, submission_id, field, name, length(content) as size
            from leads.form_attachment where submission_id in (:ids) order by id
            """)
        .param("ids", submissions)
        .query(AttachmentRow.class)
        .list();
  }

  /**
   * A file that came along, if this person may see the lead; where there is none yet, marketing
   * may.
   */
  @Transactional(readOnly = true)
  Optional<Kept> attachment(UUID id, CurrentUser viewer) {
    return jdbc.sql(
            """
            select a.name, a.type, a.content from leads.form_attachment a
            join leads.form_submission s on s.id = a.submission_id
            left join leads.lead l on l.id = s.lead_id
            where a.id = :id and (l.id is null and :marketing or l.id is not null and %s)
            """
                .formatted(viewer.scope().condition("l.sales_owner_id")))
        .param("id", id)
        .param("marketing", viewer.isMarketing() || viewer.isAdministrator())
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query((rs, n) -> new Kept(rs.getString(1), rs.getString(2), rs.getBytes(3)))
        .optional();
  }

  /** The answer by which a file is kept, and never shown in the page's place. */
  static ResponseEntity<byte[]> download(Kept file) {
    return FileType.download(file.name(), file.type(), file.content());
  }

  static ResponseEntity<byte[]> picture(Kept file) {
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_TYPE, file.type())
        .header("X-Content-Type-Options", "nosniff")
        .cacheControl(CacheControl.maxAge(Duration.ofMinutes(10)).cachePublic())
        .body(file.content());
  }
}
