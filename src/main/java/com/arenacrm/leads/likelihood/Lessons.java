package com.arenacrm.leads.likelihood;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.integration.records.ImportsUnderWay;
import com.arenacrm.leads.likelihood.LeakCheck.Filling;
import com.arenacrm.leads.likelihood.LeakCheck.Suspicion;
import com.arenacrm.shared.TimeOrderedUuid;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Learns from the leads that have ended how likely the others are to buy. */
@Component
class Lessons {

  /** Open for so long, a lead counts as not having bought, as in the study of buyers. */
  static final int OPEN_DAYS = 90;

  private static final int MOST_CASES = 100_000;
  private static final int PAGE = 5_000;

  /** So many are looked at to see how often facts are filled in later. */
  private static final int LOOKED_AT = 2_000;

  /** Who was captured later than this was not captured when they came in. */
  private static final Duration IN_TIME = Duration.ofDays(1);

  /** An SQL condition on {@code l}: that it is known whether a lead bought. */
  static final String DECIDED =
      """
      (l.outcome in ('BOUGHT', 'COMPETITOR', 'NOTHING', 'UNKNOWN')
       or l.outcome is null and l.created_at < :old)
      """;

  private record Row(UUID id, boolean bought, Instant at, Map<String, String> facts) {}

  private final Learnings learnings;
  private final Captures captures;
  private final ImportsUnderWay imports;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  Lessons(
      Learnings learnings,
      Captures captures,
      ImportsUnderWay imports,
      JdbcClient jdbc,
      JsonMapper json) {
    this.imports = imports;
    this.learnings = learnings;
    this.captures = captures;
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Learns when it is time to, but not from half of a file: while one is being brought in, later.
   *
   * @return whether it learned
   */
  boolean learnIfDue(Instant now) {
    if (imports.any() || !learnings.isDue(now)) {
      return false;
    }
    learn(now);
    return true;
  }

  /** Learns anew from all there is and keeps it. */
  Learning learn(Instant now) {
    Cases cases = cases(now);
    Learning learning;
    Knowledge knowledge = null;
    if (Verdict.isEnough(cases.size(), cases.bought())) {
      Map<String, Suspicion> doubts = LeakCheck.of(cases, fillings(cases, now));
      Set<String> without = Learnings.without(doubts, learnings.decisions());
      Quality quality = null;
      Verdict verdict = Verdict.NO_FACTS;
      if (!without.containsAll(cases.fields())) {
        quality = Quality.of(cases, without);
        verdict = Verdict.of(quality);
      }
      if (verdict == Verdict.ON) {
        knowledge = Learner.learn(cases, without, Learner.ridge(cases, without));
      }
      learning = learning(cases, now, verdict, quality, doubts);
    } else {
      learning = learning(cases, now, Verdict.TOO_FEW, null, Map.of());
    }
    learnings.keep(learning, knowledge);
    return learning;
  }

  private static Learning learning(
      Cases cases,
      Instant now,
      Verdict verdict,
      @Nullable Quality quality,
      Map<String, Suspicion> doubts) {
    return new Learning(
        TimeOrderedUuid.next(),
        now,
        verdict,
        cases.size(),
        cases.bought(),
        quality,
        doubts,
        cases.fields());
  }

  /** The newest leads whose outcome is known. */
  Cases cases(Instant now) {
    List<Row> newestFirst = new ArrayList<>();
    Map<String, String> shared = new HashMap<>();
    UUID after = null;
    int read = PAGE;
    while (read == PAGE && newestFirst.size() < MOST_CASES) {
      List<Row> page = page(DECIDED, after, PAGE, now);
      read = page.size();
      if (read > 0) {
        after = page.get(read - 1).id();
      }
      page.forEach(
          row -> {
            Map<String, String> facts = new HashMap<>();
            row.facts()
                .forEach(
                    (field, value) ->
                        facts.put(
                            shared.computeIfAbsent(field, f -> f),
                            shared.computeIfAbsent(value, v -> v)));
            newestFirst.add(new Row(row.id(), row.bought(), row.at(), Map.copyOf(facts)));
          });
    }
    Collections.reverse(newestFirst);
    Cases.Collector cases = new Cases.Collector();
    newestFirst.forEach(row -> cases.add(row.facts(), row.bought(), row.at()));
    return cases.cases();
  }

  private List<Row> page(String which, @Nullable UUID after, int most, Instant now) {
    return jdbc.sql(
            """
            select l.id, l.outcome is not distinct from 'BOUGHT' as bought, l.created_at, c.facts
            from leads.lead l join leads.captured c on c.lead_id = l.id
            where %s %s
            order by l.created_at desc, l.id desc limit :most
            """
                .formatted(
                    which,
                    after == null
                        ? ""
                        : "and (l.created_at, l.id) < (select a.created_at, a.id from leads.lead a where a.id = :after)"))
        .param("old", old(now))
        .param("after", after)
        .param("most", most)
        .query(
            (rs, n) ->
                new Row(
                    rs.getObject("id", UUID.class),
                    rs.getBoolean("bought"),
                    rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                    read(rs.getString("facts"))))
        .list();
  }

  static OffsetDateTime old(Instant now) {
    return now.minus(Duration.ofDays(OPEN_DAYS)).atOffset(ZoneOffset.UTC);
  }

  /** How often each fact is known of which leads; those long open have not ended either. */
  private Map<String, Filling> fillings(Cases cases, Instant now) {
    return LeakCheck.fillings(
        cases.fields(),
        facts(page(DECIDED + " and l.outcome is not null", null, LOOKED_AT, now)),
        facts(page("l.outcome is null and l.stage <> 'ENDED'", null, LOOKED_AT, now)),
        filledLater(now));
  }

  private static List<Map<String, String>> facts(List<Row> rows) {
    return rows.stream().map(Row::facts).toList();
  }

  /** By fact: of how many it is known now, and of how many of those it was not at first. */
  private Map<String, int[]> filledLater(Instant now) {
    record Then(UUID personId, Map<String, String> facts) {}
    List<Then> captured =
        jdbc.sql(
                """
                select l.person_id, c.facts
                from leads.lead l join leads.captured c on c.lead_id = l.id
                where l.created_at < :before and c.at < l.created_at + cast(:inTime as interval)
                order by l.created_at desc, l.id desc limit :most
                """)
            .param("before", now.minus(IN_TIME).atOffset(ZoneOffset.UTC))
            .param("inTime", IN_TIME.toHours() + " hours")
            .param("most", LOOKED_AT)
            .query(
                (rs, n) ->
                    new Then(rs.getObject("person_id", UUID.class), read(rs.getString("facts"))))
            .list();
    Map<PersonId, Map<String, String>> present =
        captures.knownOf(
            new ArrayList<>(
                new HashSet<>(captured.stream().map(c -> new PersonId(c.personId())).toList())));
    Map<String, int[]> later = new HashMap<>();
    for (Then then : captured) {
      present
          .getOrDefault(new PersonId(then.personId()), Map.of())
          .keySet()
          .forEach(
              field -> {
                int[] count = later.computeIfAbsent(field, f -> new int[2]);
                count[0]++;
                count[1] += then.facts().containsKey(field) ? 0 : 1;
              });
    }
    return later;
  }

  private Map<String, String> read(String facts) {
    return json.readValue(facts, new TypeReference<Map<String, String>>() {});
  }

  /** The job, which learns once a week, and soon after somebody asks for it. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> learnLikelihood(Lessons lessons, Clock clock) {
      return Tasks.recurring("leads-learn-likelihood", FixedDelay.ofSeconds(10))
          .execute(
              (instance, context) -> {
                lessons.learnIfDue(clock.instant());
              });
    }
  }
}
