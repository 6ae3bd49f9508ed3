package com.arenacrm.contacts.duplicates;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.Lookout;
import com.arenacrm.contacts.duplicates.Likeness.Shared;
import com.arenacrm.contacts.duplicates.Likeness.Verdict;
import com.arenacrm.identity.UserId;
import com.arenacrm.shared.TimeOrderedUuid;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks over everybody for those who are there twice: each night, after an import, and when asked.
 * First it notes the pairs that share something, by a statement for each thing that can be shared;
 * then it looks at each pair closely. What very many share, such as a frequent name or the address
 * of a reception, says nothing and is passed over, so that the work grows with the records and not
 * with their square. Each step is kept, and goes on from there after a restart.
 */
@Component
class DuplicateLook implements Lookout {

  private static final int CLOSELY = 2_000;
  private static final int COMPANIES_AT_ONCE = 500;

  private static final String NOTE =
      """
      insert into contacts.duplicate_candidate (companies, first_id, second_id)
      select :companies, least(a, b), greatest(a, b) from (%s) pair (a, b) where a <> b
      on conflict do nothing
      """;

  /** Everybody who shares a key that at most so many have. */
  private static String sharing(String table, String key, int most) {
    return """
        select x.id, y.id from (
          select %2$s as k, array_agg(distinct p.id) as ids from %1$s p
          where %2$s is not null group by 1 having count(distinct p.id) between 2 and %3$d) block,
          unnest(block.ids) x(id), unnest(block.ids) y(id) where x.id < y.id
        """
        .formatted(table, key, most);
  }

  /** Those of alike names among people who share a key that at most so many have. */
  private static String alikeWithin(String key, int most) {
    return """
        with them as materialized (
          select p.id, %1$s as k, platform.fold(p.name) as f from contacts.person p
          where %1$s is not null),
        small as (select k from them group by k having count(*) between 2 and %2$d),
        those as materialized (select t.* from them t join small using (k))
        select x.id, y.id from those x join those y on x.k = y.k and x.id < y.id
        where similarity(x.f, y.f) >= 0.4
        """
        .formatted(key, most);
  }

  /** Everybody once for each address, or telephone, at which they are reached. */
  private static String reached(String column, String kind) {
    return """
        (select id, %1$s from contacts.person
         union all
         select person_id, value from contacts.alias where kind = '%2$s' and person_id is not null)
        """
        .formatted(column, kind);
  }

  private static final List<String> PEOPLE =
      List.of(
          sharing("contacts.person", "contacts.name_key(p.name)", 10),
          sharing(reached("email", "EMAIL"), "contacts.mail_key(p.email)", 10),
          sharing(reached("phone", "PHONE"), "right(p.phone, 9)", 5),
          alikeWithin("p.company_id", 300),
          alikeWithin("contacts.mail_domain(p.email)", 300),
          sharing("contacts.person", "contacts.sound_key(p.name)", 10),
          sharing(
              """
              (select q.id, k from contacts.person q
               cross join lateral unnest(contacts.slip_keys(q.name)) k)
              """,
              "p.k",
              10));

  private static final List<String> COMPANIES =
      List.of(
          sharing("contacts.company", "contacts.company_key(p.name)", 10),
          sharing("contacts.company", "contacts.company_base(p.name)", 10),
          sharing("contacts.company", "p.domain", 10),
          sharing(
              "contacts.company",
              "nullif(right(regexp_replace(p.phone, '[^0-9]', '', 'g'), 9), '')",
              5));

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final TransactionTemplate transactions;
  private final ObjectProvider<Scheduler> scheduler;
  private final Clock clock;

  DuplicateLook(
      JdbcClient jdbc,
      JsonMapper json,
      PlatformTransactionManager transactions,
      ObjectProvider<Scheduler> scheduler,
      Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.transactions = new TransactionTemplate(transactions);
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /**
   * How far a look has come.
   *
   * @param step null while none is under way
   */
  record Progress(
      boolean companies,
      @Nullable Integer step,
      @Nullable UUID afterId,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      long lookedAt,
      long found) {}

  Progress progress(Subject subject) {
    return jdbc.sql("select * from contacts.duplicate_look where companies = :companies")
        .param("companies", subject.companies())
        .query(Progress.class)
        .single();
  }

  /** Starts a look at once, unless one is under way. */
  void now(Instant now) {
    for (Subject subject : Subject.values()) {
      begin(subject, now);
    }
    lookAt(now);
  }

  @Override
  public void lookAt(Instant when) {
    // While one is under way, it cannot be put off: then another follows it.
    for (String name : List.of("asked", "again")) {
      try {
        scheduler
            .getObject()
            .schedule(
                Job.LOOK.instance(name).scheduledTo(when), ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
        return;
      } catch (TaskInstanceCurrentlyExecutingException e) {
        continue;
      }
    }
  }

  /**
   * Looks over everybody, going on where the last look was stopped.
   *
   * @param stopping whether the application is being stopped
   * @return whether it came to the end
   */
  boolean look(BooleanSupplier stopping) {
    for (Subject subject : Subject.values()) {
      begin(subject, clock.instant());
      while (step(subject)) {
        if (stopping.getAsBoolean()) {
          return false;
        }
      }
    }
    return true;
  }

  private void begin(Subject subject, Instant now) {
    jdbc.sql(
            """
            update contacts.duplicate_look set step = 0, after_id = null, started_at = :now
            where companies = :companies and step is null
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("companies", subject.companies())
        .update();
  }

  /** One step of the way; false at the end. */
  private boolean step(Subject subject) {
    return Boolean.TRUE.equals(
        transactions.execute(
            status -> {
              Progress at =
                  jdbc.sql(
                          "select * from contacts.duplicate_look where companies = :companies for update")
                      .param("companies", subject.companies())
                      .query(Progress.class)
                      .single();
              if (at.step() == null) {
                return false;
              }
              List<String> rules = subject.companies() ? COMPANIES : PEOPLE;
              if (at.step() < rules.size()) {
                note(subject, rules.get(at.step()));
                advance(subject, at.step() + 1, null);
                return true;
              }
              if (subject.companies() && at.step() == rules.size()) {
                UUID last = slips(at.afterId());
                advance(subject, last == null ? at.step() + 1 : at.step(), last);
                return true;
              }
              return closely(subject, at) || finish(subject, at);
            }));
  }

  private void note(Subject subject, String pairs) {
    jdbc.sql(NOTE.formatted(pairs)).param("companies", subject.companies()).update();
  }

  private void advance(Subject subject, int step, @Nullable UUID after) {
    jdbc.sql(
            """
            update contacts.duplicate_look set step = :step, after_id = :after
            where companies = :companies
            """)
        .param("step", step)
        .param("after", after)
        .param("companies", subject.companies())
        .update();
  }

  /** Companies whose names differ by a slip; answers the last one looked at, null at the end. */
  private @Nullable UUID slips(@Nullable UUID after) {
    List<UUID> some =
        jdbc.sql(
                """
                select id from contacts.company
                where cast(:after as uuid) is null or id > :after order by id limit :most
                """)
            .param("after", after)
            .param("most", COMPANIES_AT_ONCE)
            .query(UUID.class)
            .list();
    if (some.isEmpty()) {
      return null;
    }
    jdbc.sql("set local pg_trgm.similarity_threshold = 0.6").update();
    jdbc.sql(
            NOTE.formatted(
                """
                select c.id, o.id from contacts.company c,
                  lateral (select o.id from contacts.company o
                    where contacts.company_key(o.name) % contacts.company_key(c.name) and o.id <> c.id
                    limit 10) o
                where c.id = any (cast(:some as uuid[]))
                """))
        .param("companies", true)
        .param("some", some.stream().map(UUID::toString).toArray(String[]::new))
        .update();
    return some.get(some.size() - 1);
  }

  private record Candidate(
      UUID firstId,
      UUID secondId,
      boolean sameName,
      boolean alikeName,
      double nameSimilarity,
      @Nullable Boolean sameCompany,
      @Nullable Boolean sameMailName,
      @Nullable Boolean sameDomain,
      @Nullable Boolean samePhone,
      @Nullable Boolean sameCity,
      boolean nearName,
      boolean oneWord,
      Likeness.Form form,
      String likeness) {

    Verdict verdict(Subject subject) {
      return Likeness.of(
          subject,
          new Shared(
              sameName,
              alikeName,
              nameSimilarity,
              sameCompany,
              sameMailName,
              sameDomain,
              samePhone,
              sameCity,
              nearName,
              oneWord,
              form));
    }
  }

  private static final String OF_PEOPLE =
      """
      contacts.name_key(a.name) = contacts.name_key(b.name) as same_name,
      platform.is_alike(platform.fold(a.name), platform.fold(b.name))
        or platform.is_alike(platform.fold(b.name), platform.fold(a.name)) as alike_name,
      similarity(contacts.name_key(a.name), contacts.name_key(b.name)) as name_similarity,
      a.company_id = b.company_id
        or contacts.company_key(a.company_name) = contacts.company_key(b.company_name) as same_company,
      contacts.reach_keys('NAME', a.email, a.further) && contacts.reach_keys('NAME', b.email, b.further)
        as same_mail_name,
      contacts.reach_keys('DOMAIN', a.email, a.further)
        && contacts.reach_keys('DOMAIN', b.email, b.further) as same_domain,
      contacts.reach_keys('PHONE', a.phone, a.further) && contacts.reach_keys('PHONE', b.phone, b.further)
        as same_phone,
      platform.fold(a.city) = platform.fold(b.city) as same_city,
      contacts.is_near(a.name, b.name) as near_name,
      trim(a.name) not like '% %' or trim(b.name) not like '% %' as one_word,
      'SAME' as form,
      md5(concat_ws('|', a.name, a.email, a.phone, a.company_id, b.name, b.email, b.phone, b.company_id,
        nullif(a.further, ''), nullif(b.further, ''))) as likeness
      """;

  private static final String OF_COMPANIES =
      """
      contacts.company_key(a.name) = contacts.company_key(b.name)
        or contacts.company_base(a.name) = contacts.company_base(b.name) as same_name,
      length(contacts.company_key(a.name)) >= 5 and length(contacts.company_key(b.name)) >= 5
        and platform.is_alike(contacts.company_key(a.name), contacts.company_key(b.name)) as alike_name,
      similarity(contacts.company_key(a.name), contacts.company_key(b.name)) as name_similarity,
      cast(null as boolean) as same_company,
      cast(null as boolean) as same_mail_name,
      a.domain = b.domain as same_domain,
      right(regexp_replace(a.phone, '[^0-9]', '', 'g'), 9)
        = right(regexp_replace(b.phone, '[^0-9]', '', 'g'), 9) as same_phone,
      platform.fold(a.city) = platform.fold(b.city) as same_city,
      false as near_name, false as one_word,
      case when not contacts.forms_agree(a.name, b.name) then 'OTHER'
        when contacts.company_words(a.name) = contacts.company_words(b.name) then 'SAME'
        else 'LEFT_OUT' end as form,
      md5(concat_ws('|', a.name, a.domain, a.phone, a.city, b.name, b.domain, b.phone, b.city)) as likeness
      """;

  private static String compared(Subject subject, String pairs) {
    return """
        select pair.first_id, pair.second_id, %1$s
        from (%2$s) pair join %3$s a on a.id = pair.first_id join %3$s b on b.id = pair.second_id
        """
        .formatted(subject.companies() ? OF_COMPANIES : OF_PEOPLE, pairs, subject.table());
  }

  /** What the rules say of two, whether or not anything has found them. */
  record Compared(Verdict verdict, String likeness) {}

  Compared compare(Subject subject, UUID first, UUID second) {
    Candidate candidate =
        jdbc.sql(
                compared(
                    subject,
                    "select least(cast(:one as uuid), cast(:other as uuid)) as first_id, greatest(cast(:one as uuid), cast(:other as uuid)) as second_id"))
            .param("one", first)
            .param("other", second)
            .query(Candidate.class)
            .single();
    return new Compared(candidate.verdict(subject), candidate.likeness());
  }

  @Override
  public void keepApart(CompanyId added, Collection<CompanyId> others, UserId actor, Instant now) {
    if (others.isEmpty()) {
      return;
    }
    Likely likely =
        Likely.of(
            Subject.COMPANIES,
            jdbc.sql(
                    compared(
                        Subject.COMPANIES,
                        """
                        select least(o.id, :added) as first_id, greatest(o.id, :added) as second_id
                        from unnest(cast(:others as uuid[])) as o (id) where o.id <> :added
                        """))
                .param("added", added.id())
                .param("others", others.stream().map(CompanyId::toString).toArray(String[]::new))
                .query(Candidate.class)
                .list());
    put(
        Subject.COMPANIES,
        likely,
        now,
        actor.id(),
        """
        dismissed_at = coalesce(d.dismissed_at, excluded.dismissed_at),
        dismissed_by = coalesce(d.dismissed_by, excluded.dismissed_by), version = d.version + 1
        """);
  }

  private boolean closely(Subject subject, Progress at) {
    List<Candidate> some =
        jdbc.sql(
                """
                with taken as (
                  delete from contacts.duplicate_candidate d using (
                    select first_id, second_id from contacts.duplicate_candidate
                    where companies = :companies order by first_id, second_id limit :most) t
                  where d.companies = :companies and d.first_id = t.first_id and d.second_id = t.second_id
                  returning d.first_id, d.second_id)
                """
                    + compared(subject, "select first_id, second_id from taken"))
            .param("companies", subject.companies())
            .param("most", CLOSELY)
            .query(Candidate.class)
            .list();
    keep(subject, some, at);
    return Boolean.TRUE.equals(
        jdbc.sql(
                "select exists (select 1 from contacts.duplicate_candidate where companies = :companies)")
            .param("companies", subject.companies())
            .query(Boolean.class)
            .single());
  }

  private void keep(Subject subject, List<Candidate> candidates, Progress at) {
    put(
        subject,
        Likely.of(subject, candidates),
        at.startedAt(),
        null,
        """
        found_at = excluded.found_at, certainty = excluded.certainty,
        reasons = excluded.reasons, likeness = excluded.likeness,
        dismissed_at = null, dismissed_by = null,
        version = d.version + 1
        where d.dismissed_at is null
          or (d.likeness <> excluded.likeness and d.certainty < excluded.certainty)
        """);
  }

  /** Those of the pairs that are worth somebody's time, with what the rules say of each. */
  private record Likely(List<Candidate> pairs, List<Verdict> verdicts) {

    static Likely of(Subject subject, List<Candidate> candidates) {
      List<Candidate> pairs = new ArrayList<>();
      List<Verdict> verdicts = new ArrayList<>();
      for (Candidate c : candidates) {
        Verdict verdict = c.verdict(subject);
        if (verdict.certainty() >= Likeness.LEAST) {
          pairs.add(c);
          verdicts.add(verdict);
        }
      }
      return new Likely(pairs, verdicts);
    }
  }

  /**
   * Puts pairs on the list.
   *
   * @param dismisses who says that they are two; null for nobody
   * @param change of those that are on it already
   */
  private void put(
      Subject subject, Likely likely, Instant found, @Nullable UUID dismisses, String change) {
    if (likely.pairs().isEmpty()) {
      return;
    }
    List<Candidate> kept = likely.pairs();
    jdbc.sql(
            """
            insert into contacts.duplicate as d
              (id, %1$s, %2$s, certainty, reasons, found_at, likeness, dismissed_at, dismissed_by,
               version)
            select p.id, p.one, p.other, p.certainty, cast(p.reasons as jsonb), :now, p.likeness,
              case when cast(:actor as uuid) is not null then cast(:now as timestamptz) end, :actor, 0
            from unnest(cast(:ids as uuid[]), cast(:firsts as uuid[]), cast(:seconds as uuid[]),
              cast(:certainties as integer[]), cast(:reasons as text[]), cast(:likenesses as text[]))
              as p (id, one, other, certainty, reasons, likeness)
            on conflict (%1$s, %2$s) do update set %3$s
            """
                .formatted(subject.first(), subject.second(), change))
        .param("now", found.atOffset(ZoneOffset.UTC))
        .param("actor", dismisses)
        .param(
            "ids", kept.stream().map(c -> TimeOrderedUuid.next().toString()).toArray(String[]::new))
        .param("firsts", kept.stream().map(c -> c.firstId().toString()).toArray(String[]::new))
        .param("seconds", kept.stream().map(c -> c.secondId().toString()).toArray(String[]::new))
        .param(
            "certainties",
            likely.verdicts().stream().map(Verdict::certainty).toArray(Integer[]::new))
        .param(
            "reasons",
            likely.verdicts().stream()
                .map(v -> json.writeValueAsString(v.reasons()))
                .toArray(String[]::new))
        .param("likenesses", kept.stream().map(Candidate::likeness).toArray(String[]::new))
        .update();
  }

  /** Those that are alike no longer go; what somebody proposed stays until somebody decides. */
  private boolean finish(Subject subject, Progress at) {
    jdbc.sql(
            """
            delete from contacts.duplicate where %s is not null and dismissed_at is null
              and proposed_by is null and found_at < :started
            """
                .formatted(subject.first()))
        .param("started", at.startedAt().atOffset(ZoneOffset.UTC))
        .update();
    jdbc.sql(
            """
            update contacts.duplicate_look set step = null, after_id = null, finished_at = :now,
              looked_at = (select count(*) from %s),
              found = (select count(*) from contacts.duplicate where %s is not null and dismissed_at is null)
            where companies = :companies
            """
                .formatted(subject.table(), subject.first()))
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("companies", subject.companies())
        .update();
    return false;
  }

  /** The jobs, which run on one node at a time. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    static final TaskDescriptor<Void> LOOK = TaskDescriptor.of("duplicates");
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

    @Bean
    Task<Void> duplicatesTask(DuplicateLook look) {
      return Tasks.custom(LOOK)
          .onFailure(
              (complete, operations) ->
                  operations.reschedule(complete, complete.getTimeDone().plus(AFTER_FAILURE)))
          .onDeadExecutionRevive()
          .execute(
              (instance, context) ->
                  look.look(() -> context.getSchedulerState().isShuttingDown())
                      ? (complete, operations) -> operations.remove()
                      : (complete, operations) ->
                          operations.reschedule(complete, complete.getTimeDone()));
    }

    @Bean
    RecurringTask<Void> nightlyDuplicates(DuplicateLook look, Merges merges, Clock clock) {
      return Tasks.recurring(
              "duplicates-nightly", Schedules.daily(ZoneOffset.UTC, LocalTime.of(1, 40)))
          .execute(
              (instance, context) -> {
                merges.forget(clock.instant());
                look.lookAt(clock.instant());
              });
    }
  }
}
