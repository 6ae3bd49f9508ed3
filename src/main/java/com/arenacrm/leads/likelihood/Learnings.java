package com.arenacrm.leads.likelihood;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.likelihood.LeakCheck.Suspicion;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What was learned, each time, with how well it foretells; and which facts may be learned from. */
@Component
@Transactional
class Learnings {

  /** After so many days it is learned again. */
  static final Duration OLD = Duration.ofDays(7);

  private static final int MOST_KEPT = 12;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final AuditTrail audit;

  Learnings(JdbcClient jdbc, JsonMapper json, AuditTrail audit) {
    this.jdbc = jdbc;
    this.json = json;
    this.audit = audit;
  }

  /** The learnings, newest first. */
  @Transactional(readOnly = true)
  List<Learning> newest() {
    return jdbc.sql(
            """
            select id, learned_at, verdict, outcomes, bought, quality, doubts, fields
            from leads.learning where learned_at is not null
            order by learned_at desc, id desc limit :most
            """)
        .param("most", MOST_KEPT)
        .query(
            (rs, n) ->
                new Learning(
                    rs.getObject("id", UUID.class),
                    rs.getObject("learned_at", OffsetDateTime.class).toInstant(),
                    Verdict.valueOf(rs.getString("verdict")),
                    rs.getInt("outcomes"),
                    rs.getInt("bought"),
                    rs.getString("quality") == null
                        ? null
                        : json.readValue(rs.getString("quality"), Quality.class),
                    json.readValue(
                        rs.getString("doubts"),
                        new TypeReference<LinkedHashMap<String, Suspicion>>() {}),
                    json.readValue(rs.getString("fields"), new TypeReference<List<String>>() {})))
        .list();
  }

  /** What the newest learning found out; empty while the likelihood is switched off. */
  @Transactional(readOnly = true)
  Optional<Knowledge> knowledge() {
    return jdbc.sql(
            """
            select knowledge from leads.learning where knowledge is not null
            order by learned_at desc limit 1
            """)
        .query(String.class)
        .optional()
        .map(knowledge -> json.readValue(knowledge, Knowledge.class));
  }

  /** Whether somebody asked for learning and it has not been done yet. */
  @Transactional(readOnly = true)
  boolean isAsked() {
    return jdbc.sql("select exists (select from leads.learning where learned_at is null)")
        .query(Boolean.class)
        .single();
  }

  /** Asks for learning now; asked twice, it is done once. */
  void ask(CurrentUser actor, Instant now) {
    jdbc.sql(
            """
            insert into leads.learning (id, asked_at, asked_by) values (:id, :now, :actor)
            on conflict do nothing
            """)
        .param("id", TimeOrderedUuid.next())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
  }

  /** Facts that somebody put back, true, or took out, false. */
  @Transactional(readOnly = true)
  Map<String, Boolean> decisions() {
    Map<String, Boolean> decisions = new LinkedHashMap<>();
    jdbc.sql("select field, used from leads.learning_field order by field")
        .query(
            rs -> {
              decisions.put(rs.getString("field"), rs.getBoolean("used"));
            });
    return decisions;
  }

  /**
   * Puts a fact back or takes it out, and asks for learning anew.
   *
   * @param used null to leave it to the leak check again
   */
  void decide(String field, @Nullable Boolean used, CurrentUser actor, Instant now) {
    Boolean before = decisions().get(field);
    if (used == null) {
      jdbc.sql("delete from leads.learning_field where field = :field")
          .param("field", field)
          .update();
    } else {
      jdbc.sql(
              """
              insert into leads.learning_field (field, used, decided_at, decided_by)
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
    audit.note(
        actor,
        "likelihood-field",
        new Subject("likelihood", null, label(field)),
        word(before),
        word(used));
    ask(actor, now);
  }

  private static String word(@Nullable Boolean used) {
    return AuditTrail.word(
        used == null
            ? "likelihood.field.byCheck"
            : used ? "likelihood.field.used" : "likelihood.field.unused");
  }

  private static String label(String field) {
    return field.substring(field.indexOf(':') + 1);
  }

  /** Which facts are left out: those doubted, unless put back, and those taken out. */
  static Set<String> without(Map<String, Suspicion> doubts, Map<String, Boolean> decisions) {
    Set<String> without = new HashSet<>(doubts.keySet());
    decisions.forEach(
        (field, used) -> {
          if (used) {
            without.remove(field);
          } else {
            without.add(field);
          }
        });
    return without;
  }

  /** Whether there are more outcomes, or fewer, than when there were too few to learn from. */
  private boolean isTooFewOutdated(Instant now) {
    return jdbc.sql(
            """
            select coalesce((
              select k.verdict = 'TOO_FEW' and least(k.outcomes, :most) <> (
                select count(*) from (
                  select from leads.lead l join leads.captured c on c.lead_id = l.id
                  where (%s) limit :most) decided)
              from leads.learning k where k.learned_at is not null
              order by k.learned_at desc, k.id desc limit 1), false)
            """
                .formatted(Lessons.DECIDED))
        .param("most", Verdict.FEWEST_OUTCOMES)
        .param("old", Lessons.old(now))
        .query(Boolean.class)
        .single();
  }

  /**
   * Whether it is time to learn: asked for, never done, long ago, or when there were too few
   * outcomes and that has changed.
   */
  @Transactional(readOnly = true)
  boolean isDue(Instant now) {
    return isAsked()
        || isTooFewOutdated(now)
        || jdbc.sql("select not exists (select from leads.learning where learned_at > :old)")
            .param("old", now.minus(OLD).atOffset(ZoneOffset.UTC))
            .query(Boolean.class)
            .single();
  }

  /** Keeps what was learned, in place of what was known before; every lead is due again. */
  void keep(Learning learning, @Nullable Knowledge knowledge) {
    jdbc.sql("update leads.learning set knowledge = null where knowledge is not null").update();
    // That there were too few is worth knowing once.
    jdbc.sql("delete from leads.learning where verdict = 'TOO_FEW'").update();
    UUID asked =
        jdbc.sql("select id from leads.learning where learned_at is null for update")
            .query(UUID.class)
            .optional()
            .orElse(null);
    jdbc.sql(
            """
            insert into leads.learning (id, asked_at, learned_at, verdict, outcomes, bought, quality,
              doubts, fields, knowledge)
            values (:id, :at, :at, :verdict, :outcomes, :bought, cast(:quality as jsonb),
              cast(:doubts as jsonb), cast(:fields as jsonb), cast(:knowledge as jsonb))
            on conflict (id) do update set learned_at = excluded.learned_at,
              verdict = excluded.verdict, outcomes = excluded.outcomes, bought = excluded.bought,
              quality = excluded.quality, doubts = excluded.doubts, fields = excluded.fields,
              knowledge = excluded.knowledge
            """)
        .param("id", asked == null ? learning.id() : asked)
        .param("at", learning.at().atOffset(ZoneOffset.UTC))
        .param("verdict", learning.verdict().name())
        .param("outcomes", learning.outcomes())
        .param("bought", learning.bought())
        .param(
            "quality",
            learning.quality() == null ? null : json.writeValueAsString(learning.quality()))
        .param("doubts", json.writeValueAsString(learning.doubts()))
        .param("fields", json.writeValueAsString(learning.fields()))
        .param("knowledge", knowledge == null ? null : json.writeValueAsString(knowledge))
        .update();
    jdbc.sql(
            """
            delete from leads.learning where id in (
              select id from leads.learning where learned_at is not null
              order by learned_at desc, id desc offset :most)
            """)
        .param("most", MOST_KEPT)
        .update();
    // Who has ended is not foretold, and nobody is while it is switched off.
    jdbc.sql(
            """
            update leads.lead set likelihood_due = true
            where not likelihood_due and (likelihood is not null or :on and stage <> 'ENDED')
            """)
        .param("on", knowledge != null)
        .update();
  }
}
