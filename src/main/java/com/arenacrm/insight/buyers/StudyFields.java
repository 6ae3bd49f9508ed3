package com.arenacrm.insight.buyers;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.insight.buyers.Study.Decision;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which facts somebody took into the study of buyers, or left out of it, for the whole company. */
@Component
@Transactional
class StudyFields {

  private final JdbcClient jdbc;
  private final AuditTrail audit;

  StudyFields(JdbcClient jdbc, AuditTrail audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  /** What was decided, by field. */
  @Transactional(readOnly = true)
  Map<String, Decision> decisions() {
    Map<String, Decision> decisions = new LinkedHashMap<>();
    jdbc.sql(
            """
            select f.field, f.used, f.decided_at, u.name
            from insight.study_field f join identity.user_account u on u.id = f.decided_by
            order by f.field
            """)
        .query(
            rs -> {
              decisions.put(
                  rs.getString("field"),
                  new Decision(
                      rs.getString("field"),
                      rs.getBoolean("used"),
                      rs.getString("name"),
                      rs.getObject("decided_at", OffsetDateTime.class).toInstant()));
            });
    return decisions;
  }

  /**
   * Counts a fact in, or leaves it out.
   *
   * @param used null to leave it to the check of what looks written afterwards
   * @return what was decided of it before; null where nobody had
   */
  @Nullable Boolean decide(String field, @Nullable Boolean used, CurrentUser actor, Instant now) {
    Decision decision = decisions().get(field);
    Boolean before = decision == null ? null : Boolean.valueOf(decision.used());
    if (used == null) {
      jdbc.sql("delete from insight.study_field where field = :field")
          .param("field", field)
          .update();
    } else {
      jdbc.sql(
              """
              insert into insight.study_field (field, used, decided_at, decided_by)
              values (:field, :used, :now, :actor)
              on conflict (field) do update
              set used = :used, decided_at = :now, decided_by = :actor
              """)
          .param("field", field)
          .param("used", used)
          .param("now", now.atOffset(ZoneOffset.UTC))
          .param("actor", actor.id().id())
          .update();
    }
    int colon = field.indexOf(':');
    String name = colon < 0 ? AuditTrail.word("buyers.trait." + field) : field.substring(colon + 1);
    audit.note(actor, "study-field", new Subject("study", null, name), word(before), word(used));
    return before;
  }

  private static String word(@Nullable Boolean used) {
    return AuditTrail.word(
        used == null
            ? "buyers.field.byCheck"
            : used ? "buyers.field.counted" : "buyers.field.leftOut");
  }
}
