package com.arenacrm.leads.engagement;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.Talk;
import com.arenacrm.contacts.InteractionLogged;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.engagement.Engagement.Done;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Planner.PeopleTouched;
import com.arenacrm.planner.Planner.TouchCard;
import com.arenacrm.platform.InBatches;
import com.arenacrm.platform.StaleVersionException;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * How keen people are, stored with their leads soon after they do something. What is stored gives
 * the right order at any moment, so that nothing has to be rewritten because time goes by.
 */
@Component
@Transactional
class Engagements {

  private static final int BATCH = 500;

  private record Due(UUID id, UUID personId) {}

  private final ContactBook contacts;
  private final Planner planner;
  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  Engagements(
      ContactBook contacts,
      Planner planner,
      AuditTrail audit,
      JdbcClient jdbc,
      JsonMapper json,
      Clock clock) {
    this.contacts = contacts;
    this.planner = planner;
    this.audit = audit;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** What deeds are worth now. */
  @Transactional(readOnly = true)
  EngagementRule rule() {
    return jdbc.sql("select half_life, weights, version from leads.engagement_rule")
        .query(
            (rs, n) ->
                new EngagementRule(
                    rs.getInt("half_life"),
                    json.readValue(
                        rs.getString("weights"), new TypeReference<Map<Deed, Integer>>() {}),
                    rs.getInt("version")))
        .single();
  }

  /**
   * Changes what deeds are worth; every lead is computed anew.
   *
   * @throws StaleVersionException when somebody else has changed it meanwhile
   */
  void change(EngagementRule rule, CurrentUser actor, Instant now) {
    EngagementRule before = rule();
    int changed =
        jdbc.sql(
                """
                update leads.engagement_rule set half_life = :halfLife,
                  weights = cast(:weights as jsonb), version = version + 1, changed_at = :now,
                  changed_by = :actor
                where version = :version
                """)
            .param("halfLife", rule.halfLife())
            .param("weights", json.writeValueAsString(rule.weights()))
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("actor", actor.id().id())
            .param("version", rule.version())
            .update();
    if (changed == 0) {
      StaleVersionException.check(rule.version(), before.version());
    }
    audit.note(
        actor,
        "engagement-rule",
        new Subject("engagement", null, AuditTrail.word("engagement.title")),
        words(before),
        words(rule));
    jdbc.sql("update leads.lead set engagement_due = true where not engagement_due").update();
  }

  private static String words(EngagementRule rule) {
    return new TreeMap<>(rule.weights())
        .entrySet().stream()
            .map(e -> AuditTrail.word("engagement.deed." + e.getKey()) + " " + e.getValue())
            .collect(
                Collectors.joining(
                    ", ",
                    AuditTrail.word("engagement.halfLife") + " " + rule.halfLife() + ", ",
                    ""));
  }

  /** What this person did as far as it can still count, the latest first. */
  @Transactional(readOnly = true)
  List<Done> deedsOf(PersonId person, EngagementRule rule, Instant since) {
    return deeds(List.of(person), since).getOrDefault(person, List.of());
  }

  private Map<PersonId, List<Done>> deeds(Collection<PersonId> people, Instant since) {
    Map<PersonId, List<Done>> deeds = new LinkedHashMap<>();
    Map<PersonId, List<TouchCard>> touches = planner.touchesOf(people, since);
    Map<PersonId, List<Talk>> talks = contacts.talksWith(people, since);
    for (PersonId person : people) {
      List<Done> own = new ArrayList<>();
      touches
          .getOrDefault(person, List.of())
          .forEach(t -> Deed.of(t.kind()).ifPresent(d -> own.add(new Done(d, t.at(), t.title()))));
      talks
          .getOrDefault(person, List.of())
          .forEach(t -> Deed.of(t).ifPresent(d -> own.add(new Done(d, t.at(), null))));
      deeds.put(person, own);
    }
    return deeds;
  }

  /** Deeds before this are worth nothing any more. */
  static Instant horizon(EngagementRule rule, Instant now) {
    return now.minus(Duration.ofDays((long) rule.halfLife() * EngagementRule.LIVES));
  }

  @ApplicationModuleListener
  void on(PeopleTouched touched) {
    outdated(touched.people());
  }

  @ApplicationModuleListener
  void on(InteractionLogged logged) {
    if (logged.person() != null) {
      outdated(List.of(logged.person()));
    }
  }

  private void outdated(List<PersonId> people) {
    List<UUID> leads =
        jdbc.sql(
                """
                update leads.lead set engagement_due = true
                where person_id = any (cast(:people as uuid[])) returning id
                """)
            .param("people", people.stream().map(PersonId::toString).toArray(String[]::new))
            .query(UUID.class)
            .list();
    compute(leads, clock.instant());
  }

  /**
   * Computes some of the leads that are due.
   *
   * @return how many there were; none when no lead is due
   */
  int computeSome(Instant now) {
    return compute(
        jdbc.sql(
                """
                select id from leads.lead where engagement_due order by id limit :most
                for update skip locked
                """)
            .param("most", BATCH)
            .query(UUID.class)
            .list(),
        now);
  }

  private int compute(List<UUID> ids, Instant now) {
    if (ids.isEmpty()) {
      return 0;
    }
    List<Due> due =
        jdbc.sql(
                """
                select id, person_id from leads.lead where id = any (cast(:ids as uuid[]))
                order by id for update
                """)
            .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
            .query(Due.class)
            .list();
    EngagementRule rule = rule();
    Map<PersonId, Double> orders = new HashMap<>();
    deeds(due.stream().map(d -> new PersonId(d.personId())).distinct().toList(), horizon(rule, now))
        .forEach((person, deeds) -> orders.put(person, Engagement.order(deeds, rule)));
    // Beside the aggregate on purpose: a score is derived, and must not make an open form stale.
    jdbc.sql(
            """
            update leads.lead l set engagement = n.engagement, engagement_due = false
            from unnest(cast(:ids as uuid[]), cast(:orders as double precision[]))
              as n (id, engagement)
            where l.id = n.id
            """)
        .param("ids", due.stream().map(d -> d.id().toString()).toArray(String[]::new))
        .param(
            "orders",
            due.stream()
                .map(d -> orders.getOrDefault(new PersonId(d.personId()), Double.NEGATIVE_INFINITY))
                .toArray(Double[]::new))
        .update();
    return due.size();
  }

  /** The job. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> computeEngagement(Engagements engagements, Clock clock) {
      return InBatches.job(
          "leads-compute-engagement", BATCH, () -> engagements.computeSome(clock.instant()));
    }
  }
}
