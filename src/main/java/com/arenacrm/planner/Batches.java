package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Plans several activities in one go, all of them or none, and takes them back for as long as
 * nothing has happened to them. Its use is for marketing, which the routes see to.
 */
@Component
@Transactional
public class Batches {

  /** For so long it can be taken back. */
  private static final Duration UNDOABLE = Duration.ofMinutes(30);

  /** What was planned together. */
  public enum Kind {
    COPY,
    QUARTER
  }

  /** An occurrence that is to happen on another day as well. */
  public record Again(OccurrenceId of, LocalDate day) {}

  /**
   * What a copy came to.
   *
   * @param activities those that continue what happened once
   * @param dates those that were added to series
   */
  public record Copied(int activities, int dates) {}

  private final Series series;
  private final Activities activities;
  private final Occurrences occurrences;
  private final ActivityAudiences audiences;
  private final JdbcClient jdbc;

  Batches(
      Series series,
      Activities activities,
      Occurrences occurrences,
      ActivityAudiences audiences,
      JdbcClient jdbc) {
    this.series = series;
    this.activities = activities;
    this.occurrences = occurrences;
    this.audiences = audiences;
    this.jdbc = jdbc;
  }

  /**
   * Of days on which occurrences are to happen again, those on which their activity, or one that
   * continues it, happens already or will by its rule. By two statements, however many they are.
   *
   * @return by occurrence, those days with the day that each has now, where it was moved
   */
  @Transactional(readOnly = true)
  public Map<OccurrenceId, Map<LocalDate, LocalDate>> there(
      Collection<OccurrenceId> ids, Collection<LocalDate> days) {
    Map<OccurrenceId, Map<LocalDate, LocalDate>> there = new HashMap<>();
    if (ids.isEmpty() || days.isEmpty()) {
      return there;
    }
    record Day(UUID of, LocalDate asked, LocalDate day) {}
    jdbc.sql(
            CHAIN
                + """
                select distinct p.of, d.asked, o.day from part p
                join planner.occurrence o on o.activity_id = p.id
                join unnest(cast(:days as date[])) as d (asked) on d.asked in (o.day, o.series_day)
                """)
        .param("ids", array(ids.stream().map(OccurrenceId::id).toList()))
        .param("days", array(days))
        .query(Day.class)
        .list()
        .forEach(
            d -> {
              Map<LocalDate, LocalDate> of =
                  there.computeIfAbsent(new OccurrenceId(d.of()), id -> new HashMap<>());
              of.merge(d.asked(), d.day(), (a, b) -> a.equals(d.asked()) ? a : b);
            });
    record Rule(UUID of, LocalDate firstDay, String rule, LocalDate storedUntil) {}
    jdbc.sql(
            CHAIN
                + """
                select p.of, a.first_day, a.rule, a.stored_until from part p
                join planner.activity a on a.id = p.id
                where a.rule is not null and a.stored_until < :last
                """)
        .param("ids", array(ids.stream().map(OccurrenceId::id).toList()))
        .param("last", Collections.max(days))
        .query(Rule.class)
        .list()
        .forEach(
            r -> {
              Schedule schedule = new Schedule(r.firstDay(), Recurrence.parse(r.rule()));
              days.stream()
                  .filter(day -> day.isAfter(r.storedUntil()))
                  .filter(day -> !schedule.days(day, day).isEmpty())
                  .forEach(
                      day ->
                          there
                              .computeIfAbsent(new OccurrenceId(r.of()), id -> new HashMap<>())
                              .putIfAbsent(day, day));
            });
    return there;
  }

  /** The activities of occurrences, each with those that it continues and that continue it. */
  private static final String CHAIN =
      """
      with recursive part (of, id) as (
        select o.id, o.activity_id from planner.occurrence o
        where o.id = any(cast(:ids as uuid[]))
        union
        select p.of, n.id from part p cross join lateral (
          select a.id from planner.activity a where a.continues_id = p.id
          union all
          select a.continues_id from planner.activity a
          where a.id = p.id and a.continues_id is not null) n)
      """;

  /**
   * Plans occurrences once more on other days: what repeats gets one more date; what happens once
   * is planned as an activity that continues it, with its message, its kit, who follows it up and
   * whom it is for. Where it happens already, nothing is added.
   *
   * @param id chosen by the caller, so that a form sent twice plans them once
   * @throws RefusedException when one of them cannot be planned, or all are there; then none is
   */
  public void copy(UUID id, List<Again> again, CurrentUser actor, Instant now) {
    note(id, Kind.COPY, actor, now);
    Map<OccurrenceId, Map<LocalDate, LocalDate>> there =
        there(
            again.stream().map(Again::of).distinct().toList(),
            again.stream().map(Again::day).distinct().toList());
    int made = 0;
    int dates = 0;
    for (Again one : again) {
      if (there.getOrDefault(one.of(), Map.of()).containsKey(one.day())) {
        continue;
      }
      Occurrence occurrence = occurrences.findById(one.of()).orElseThrow(NotFoundException::new);
      Activity activity =
          activities.findById(occurrence.activity()).orElseThrow(NotFoundException::new);
      if (activity.repeats()) {
        Optional<OccurrenceId> date = series.addDate(one.of(), one.day(), actor.id());
        date.ifPresent(
            added ->
                jdbc.sql(
                        """
                        insert into planner.batch_occurrence (batch_id, occurrence_id)
                        values (:id, :occurrence)
                        """)
                    .param("id", id)
                    .param("occurrence", added.id())
                    .update());
        dates += date.isPresent() ? 1 : 0;
      } else {
        NewActivity planned =
            new NewActivity(
                ActivityId.next(), activity.details().asOn(occurrence), Schedule.once(one.day()));
        series.planAgain(activity, planned, actor.id(), now);
        audiences.copy(activity.id(), planned.id(), actor.id(), now);
        contain(id, planned.id());
        made++;
      }
    }
    if (made + dates == 0) {
      throw new RefusedException("copy.there");
    }
  }

  /** What the copy of that identifier came to. */
  @Transactional(readOnly = true)
  public Copied copied(UUID id) {
    return jdbc.sql(
            """
            select (select count(*) from planner.batch_activity where batch_id = :id) as activities,
              (select count(*) from planner.batch_occurrence where batch_id = :id) as dates
            """)
        .param("id", id)
        .query(Copied.class)
        .single();
  }

  private void note(UUID id, Kind kind, CurrentUser actor, Instant now) {
    jdbc.sql(
            """
            insert into planner.batch (id, kind, made_at, created_by)
            values (:id, :kind, :now, :actor)
            """)
        .param("id", id)
        .param("kind", kind.name())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
  }

  private void contain(UUID id, ActivityId activity) {
    jdbc.sql("insert into planner.batch_activity (batch_id, activity_id) values (:id, :activity)")
        .param("id", id)
        .param("activity", activity.id())
        .update();
  }

  /** Whether it has been planned already. */
  @Transactional(readOnly = true)
  public boolean isMade(UUID id) {
    return jdbc.sql("select exists (select 1 from planner.batch where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /** What this person has planned together within the last half hour, if nothing came after it. */
  @Transactional(readOnly = true)
  public Optional<UUID> latest(Kind kind, CurrentUser actor, Instant now) {
    return jdbc.sql(
            """
            select b.id from planner.batch b
            where b.kind = :kind and b.created_by = :actor and b.made_at > :since
              and exists (select 1 from planner.batch_activity a where a.batch_id = b.id)
            order by b.made_at desc limit 1
            """)
        .param("kind", kind.name())
        .param("actor", actor.id().id())
        .param("since", now.minus(UNDOABLE).atOffset(ZoneOffset.UTC))
        .query(UUID.class)
        .optional();
  }

  /**
   * Plans them.
   *
   * @param id chosen by the caller, so that a form sent twice plans them once
   * @param working what falls on a day without work moves to the next one with some; null when
   *     every day was chosen
   * @throws RefusedException when one of them cannot be planned; then none is
   */
  public void make(
      UUID id,
      Kind kind,
      List<NewActivity> planned,
      @Nullable WorkingCalendar working,
      CurrentUser actor,
      Instant now) {
    note(id, kind, actor, now);
    for (NewActivity activity : planned) {
      series.plan(activity, actor.id(), now);
      if (working != null) {
        series.leaveFree(activity.id(), working);
      }
      contain(id, activity.id());
    }
  }

  /**
   * Takes all of them out of the plan again.
   *
   * @return how many
   * @throws RefusedException when thirty minutes are over, or something of them has been closed or
   *     has people noted
   */
  public int undo(UUID id, CurrentUser actor, Instant now) {
    OffsetDateTime made =
        jdbc.sql("select made_at from planner.batch where id = :id and created_by = :actor")
            .param("id", id)
            .param("actor", actor.id().id())
            .query(OffsetDateTime.class)
            .optional()
            .orElseThrow(NotFoundException::new);
    if (made.toInstant().plus(UNDOABLE).isBefore(now)) {
      throw new RefusedException("batch.tooLate");
    }
    boolean used =
        jdbc.sql(
                """
                select exists (
                  select 1 from planner.occurrence o
                  where (o.id in (select b.occurrence_id from planner.batch_occurrence b
                        where b.batch_id = :id)
                      or o.activity_id in (select b.activity_id from planner.batch_activity b
                        where b.batch_id = :id))
                    and (o.state <> 'PLANNED'
                      or exists (select 1 from planner.touch t where t.occurrence_id = o.id)))
                """)
            .param("id", id)
            .query(Boolean.class)
            .single();
    if (used) {
      throw new RefusedException("batch.used");
    }
    List<UUID> ids =
        jdbc.sql("select activity_id from planner.batch_activity where batch_id = :id")
            .param("id", id)
            .query(UUID.class)
            .list();
    for (UUID activity : ids) {
      Activity one = activities.findById(new ActivityId(activity)).orElseThrow();
      series.remove(one.id(), one.version(), actor.today(Clock.fixed(now, ZoneOffset.UTC)), actor);
    }
    int dates =
        jdbc.sql(
                """
                delete from planner.occurrence where id in
                  (select occurrence_id from planner.batch_occurrence where batch_id = :id)
                """)
            .param("id", id)
            .update();
    return ids.size() + dates;
  }

  private static String array(Collection<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }
}
