package com.arenacrm.planner;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Stores the occurrences of activities and keeps them in step when an activity changes. Three rules
 * hold throughout: what is closed never changes; what was moved keeps its day; and an open
 * occurrence for which people are noted stays until somebody closes it. Other days hold from today
 * on, since what was due before must still be closed.
 */
@Component
@Transactional
class Series {

  /** What became of an activity that was to happen no more. */
  record Ended(int removed, int kept, boolean gone) {}

  private final Activities activities;
  private final Occurrences occurrences;
  private final WeekReviews weeks;
  private final AuditTrail audit;
  private final ActivityKits kits;
  private final JdbcClient jdbc;

  Series(
      Activities activities,
      Occurrences occurrences,
      WeekReviews weeks,
      AuditTrail audit,
      ActivityKits kits,
      JdbcClient jdbc) {
    this.activities = activities;
    this.occurrences = occurrences;
    this.weeks = weeks;
    this.audit = audit;
    this.kits = kits;
    this.jdbc = jdbc;
  }

  /**
   * Plans an activity and stores its occurrences.
   *
   * @throws RefusedException when its rule has no day, or its only day lies in a closed week
   */
  Activity plan(NewActivity planned, UserId actor, Instant now) {
    weeks.holdOpen();
    if (!planned.schedule().repeats()) {
      weeks.requireOpen(Week.of(planned.schedule().firstDay()));
    }
    Activity activity = activities.save(new Activity(planned, null, actor, now));
    LocalDate horizon = Activity.horizon(dayOf(now));
    int stored = store(activity, activity.schedule().firstDay(), horizon, Set.of());
    if (stored == 0 && activity.schedule().isOverAfter(horizon)) {
      throw new RefusedException("activity.onlyClosedWeeks");
    }
    return activities.save(activity);
  }

  /**
   * Plans an activity that happens once more, as one that continues it, with what goes with it.
   *
   * @throws RefusedException when the day lies in a closed week
   */
  Activity planAgain(Activity before, NewActivity planned, UserId actor, Instant now) {
    weeks.holdOpen();
    weeks.requireOpen(Week.of(planned.schedule().firstDay()));
    Activity again = activities.save(new Activity(planned, before.id(), actor, now));
    LocalDate day = again.schedule().firstDay();
    store(again, day, Activity.horizon(dayOf(now)), Set.of());
    Activity stored = activities.save(again);
    kits.copy(before.id(), again.id());
    jdbc.sql(
            """
            update planner.activity a set follow_up_per = b.follow_up_per
            from planner.activity b where a.id = :to and b.id = :from
            """)
        .param("from", before.id().id())
        .param("to", again.id().id())
        .update();
    jdbc.sql(
            """
            insert into planner.follow_up_seller (activity_id, to_user, capacity, per)
            select :to, to_user, capacity, per from planner.follow_up_seller
            where activity_id = :from
            """)
        .param("from", before.id().id())
        .param("to", again.id().id())
        .update();
    return stored;
  }

  /**
   * Adds one more date to the series of an occurrence, as it was then. A date that was added stays
   * when the days of the series change.
   *
   * @return the date; empty when the series has one on that day already
   * @throws RefusedException when the day lies in a closed week
   */
  Optional<OccurrenceId> addDate(OccurrenceId like, LocalDate day, UserId actor) {
    weeks.holdOpen();
    weeks.requireOpen(Week.of(day));
    Occurrence occurrence = occurrences.findById(like).orElseThrow(NotFoundException::new);
    ActivityId part = partOn(occurrence.activity(), day);
    lock(part);
    OccurrenceId added = OccurrenceId.next();
    int made =
        jdbc.sql(
                """
                insert into planner.occurrence (id, activity_id, title, phase, profile_id, owner_id,
                  series_day, day, start_time, investment, tentative, state, added_by, version)
                select :id, :activity, o.title, o.phase, o.profile_id, o.owner_id, :day, :day,
                  o.start_time, o.investment, o.tentative, 'PLANNED', :actor, 0
                from planner.occurrence o where o.id = :like
                on conflict (activity_id, series_day) do nothing
                """)
            .param("id", added.id())
            .param("activity", part.id())
            .param("day", day)
            .param("actor", actor.id())
            .param("like", like.id())
            .update();
    return made == 0 ? Optional.empty() : Optional.of(added);
  }

  /** Which part of a series that was split has a day: the latest that begins before it. */
  private ActivityId partOn(ActivityId activity, LocalDate day) {
    return jdbc.sql(
            """
            with recursive part (id) as (
              select cast(:id as uuid)
              union
              select n.id from part p cross join lateral (
                select a.id from planner.activity a where a.continues_id = p.id
                union all
                select a.continues_id from planner.activity a
                where a.id = p.id and a.continues_id is not null) n)
            select a.id from planner.activity a join part p on p.id = a.id
            where a.rule is not null and a.first_day <= :day
            order by a.first_day desc, a.id desc limit 1
            """)
        .param("id", activity.id())
        .param("day", day)
        .query(UUID.class)
        .optional()
        .map(ActivityId::new)
        .orElse(activity);
  }

  /**
   * Puts what falls on a day on which nobody works on the next one on which somebody does, and two
   * times never on the same day. It is meant for what has just been planned: nothing is noted as
   * put off.
   */
  void leaveFree(ActivityId id, WorkingCalendar working) {
    if (working.hours().values().stream().allMatch(List::isEmpty)) {
      return;
    }
    record Day(UUID id, LocalDate day) {}
    List<Day> days =
        jdbc.sql(
                """
                select id, day from planner.occurrence
                where activity_id = :id and state = 'PLANNED' order by day
                """)
            .param("id", id.id())
            .query(Day.class)
            .list();
    Set<LocalDate> taken =
        days.stream().map(Day::day).filter(working::isWorkingDay).collect(Collectors.toSet());
    List<UUID> moved = new ArrayList<>();
    List<LocalDate> to = new ArrayList<>();
    for (Day free : days.stream().filter(d -> !working.isWorkingDay(d.day())).toList()) {
      LocalDate next = working.nextWorkingDay(free.day());
      while (!taken.add(next)) {
        next = working.nextWorkingDay(next);
      }
      moved.add(free.id());
      to.add(next);
    }
    if (!moved.isEmpty()) {
      jdbc.sql(
              """
              update planner.occurrence o set day = m.day, version = o.version + 1
              from unnest(cast(:ids as uuid[]), cast(:days as date[])) as m (id, day)
              where o.id = m.id and not exists (select 1 from planner.week_review w
                where w.monday = date_trunc('week', m.day)::date)
              """)
          .param("ids", array(moved))
          .param("days", array(to))
          .update();
    }
  }

  /**
   * Changes the whole activity, that is all that is still open of it.
   *
   * @param version the version that the change was made upon
   */
  Activity changeAll(
      ActivityId id, int version, ActivityDetails details, Schedule schedule, LocalDate today) {
    weeks.holdOpen();
    Activity activity = lock(id);
    StaleVersionException.check(version, activity.version());
    return changeAll(activity, details, schedule, today);
  }

  private Activity changeAll(
      Activity activity, ActivityDetails details, Schedule schedule, LocalDate today) {
    Schedule before = activity.schedule();
    carryOver(activity, details, activity, LocalDate.MIN);
    activity.change(details);
    activities.save(activity);
    if (!schedule.equals(before)) {
      activity.schedule(schedule);
      activities.save(activity);
      if (schedule.repeats() || before.repeats()) {
        putOnItsDays(activity, today, today, Set.of());
      } else {
        putOnItsDay(activity);
      }
    }
    return activities.save(activity);
  }

  /**
   * Changes an activity from one of its occurrences on: what lies before stays as it is, and
   * another activity, which continues the first, takes over what is open from there.
   *
   * @param continuation the identifier of the later part, chosen by the caller; asked twice, the
   *     change is made once
   * @return the later part; the activity itself when nothing of it lies before
   */
  Activity changeFrom(
      OccurrenceId from,
      ActivityId continuation,
      int version,
      ActivityDetails details,
      Schedule schedule,
      UserId actor,
      LocalDate today,
      Instant now) {
    weeks.holdOpen();
    Occurrence first = occurrences.findById(from).orElseThrow(NotFoundException::new);
    Activity activity = lock(first.activity());
    Optional<Activity> made = activities.findById(continuation);
    if (made.isPresent()) {
      return made.get();
    }
    StaleVersionException.check(version, activity.version());
    LocalDate day = first.seriesDay();
    if (!hasAnyBefore(activity.id(), day)) {
      return changeAll(activity, details, schedule, today);
    }
    Activity later =
        activities.save(
            new Activity(
                new NewActivity(continuation, details, schedule), activity.id(), actor, now));
    kits.copy(activity.id(), later.id());
    carryOver(activity, details, later, day);
    activity.end(day);
    activities.save(activity);
    LocalDate since = day.isBefore(today) ? today : day;
    putOnItsDays(later, since, today, daysLeftWith(activity.id(), day));
    return activities.save(later);
  }

  /**
   * The activity no longer happens from that day on. What is closed stays, and so do open
   * occurrences for which people are noted.
   */
  Ended end(ActivityId id, int version, LocalDate from, CurrentUser actor) {
    Activity activity = lock(id);
    StaleVersionException.check(version, activity.version());
    activity.end(from);
    activities.save(activity);
    Ended ended = new Ended(removeOpen(id, from), countOpen(id, from), false);
    audit.note(actor, "activity-ended", subject(activity), null, from.toString());
    return ended;
  }

  /**
   * The activity happens no more at all. Of one that has a past its past stays; of one that has
   * none nothing stays.
   *
   * @throws RefusedException when others still need it
   */
  Ended remove(ActivityId id, int version, LocalDate today, CurrentUser actor) {
    Activity activity = lock(id);
    StaleVersionException.check(version, activity.version());
    int removed = removeOpen(id, LocalDate.MIN);
    if (countAll(id) == 0) {
      try {
        activities.delete(activity);
      } catch (DataIntegrityViolationException e) {
        throw new RefusedException("activity.needed", activity.title());
      }
      audit.note(actor, "activity-deleted", subject(activity));
      return new Ended(removed, 0, true);
    }
    activity.end(today);
    activities.save(activity);
    audit.note(actor, "activity-ended", subject(activity), null, today.toString());
    return new Ended(removed, countOpen(id, LocalDate.MIN), false);
  }

  /**
   * Takes one open occurrence out of its series.
   *
   * @throws RefusedException when it is closed, or people are noted for it
   */
  void removeOne(OccurrenceId id, int version, CurrentUser actor) {
    Occurrence occurrence = occurrences.findById(id).orElseThrow(NotFoundException::new);
    lock(occurrence.activity());
    StaleVersionException.check(version, occurrence.version());
    if (!occurrence.isOpen()) {
      throw new RefusedException("occurrence.closed", occurrence.title());
    }
    int removed =
        jdbc.sql(
                """
                delete from planner.occurrence o
                where o.id = :id and o.state = 'PLANNED' and o.version = :version
                  and not exists (select 1 from planner.touch t where t.occurrence_id = o.id)
                """)
            .param("id", id.id())
            .param("version", version)
            .update();
    if (removed == 0) {
      throw new RefusedException("occurrence.touched", occurrence.title());
    }
    audit.note(
        actor,
        "occurrence-deleted",
        new Subject("occurrence", id.id(), occurrence.title() + " · " + occurrence.day()));
  }

  /**
   * Stores what has come into reach since the activity was last looked at; safe to be called any
   * number of times, also by two nodes at once.
   *
   * @return how many occurrences were stored
   */
  int extend(ActivityId id, LocalDate today) {
    LocalDate horizon = Activity.horizon(today);
    weeks.holdOpen();
    record Due(LocalDate firstDay, @Nullable String rule, LocalDate storedUntil) {}
    Optional<Due> due =
        jdbc.sql(
                """
                select first_day, rule, stored_until from planner.activity
                where id = :id and stored_until < :horizon for update
                """)
            .param("id", id.id())
            .param("horizon", horizon)
            .query(Due.class)
            .optional();
    if (due.isEmpty()) {
      return 0;
    }
    String rule = due.get().rule();
    Schedule schedule =
        new Schedule(due.get().firstDay(), rule == null ? null : Recurrence.parse(rule));
    int stored = insert(id, schedule.days(due.get().storedUntil().plusDays(1), horizon));
    // Nobody's form is about this column, so the version stays.
    jdbc.sql("update planner.activity set stored_until = :until where id = :id")
        .param("id", id.id())
        .param("until", schedule.isOverAfter(horizon) ? Activity.FOR_GOOD : horizon)
        .update();
    return stored;
  }

  /** The activities of which some days may have come into reach. */
  @Transactional(readOnly = true)
  List<ActivityId> due(LocalDate today) {
    return jdbc
        .sql("select id from planner.activity where stored_until < :horizon order by stored_until")
        .param("horizon", Activity.horizon(today))
        .query(UUID.class)
        .list()
        .stream()
        .map(ActivityId::new)
        .toList();
  }

  @Transactional(readOnly = true)
  Optional<Activity> read(ActivityId id) {
    return activities.findById(id);
  }

  private Activity lock(ActivityId id) {
    return activities.lock(id).orElseThrow(NotFoundException::new);
  }

  private void putOnItsDays(
      Activity activity, LocalDate from, LocalDate today, Set<LocalDate> taken) {
    LocalDate horizon = Activity.horizon(today);
    jdbc.sql(
            """
            delete from planner.occurrence o
            where o.activity_id = :id and o.state = 'PLANNED' and o.series_day >= :from
              and o.day = o.series_day and o.added_by is null and not o.series_day = any (cast(:days as date[]))
              and not exists (select 1 from planner.touch t where t.occurrence_id = o.id)
            """)
        .param("id", activity.id().id())
        .param("from", from)
        .param("days", array(activity.schedule().days(from, horizon)))
        .update();
    store(activity, from, horizon, taken);
  }

  private int store(Activity activity, LocalDate from, LocalDate horizon, Set<LocalDate> taken) {
    Schedule schedule = activity.schedule();
    // What happens once is stored however far away it is.
    LocalDate until =
        schedule.repeats() || schedule.firstDay().isBefore(horizon) ? horizon : schedule.firstDay();
    List<LocalDate> days =
        schedule.days(from, until).stream().filter(day -> !taken.contains(day)).toList();
    int stored = insert(activity.id(), days);
    activity.stored(until);
    return stored;
  }

  private int insert(ActivityId id, List<LocalDate> days) {
    return days.isEmpty()
        ? 0
        : jdbc.sql(
                """
                insert into planner.occurrence (id, activity_id, title, phase, profile_id, owner_id,
                  series_day, day, start_time, investment, tentative, state, version)
                select s.id, a.id, a.title, a.phase, a.profile_id, a.owner_id, s.day, s.day,
                  a.start_time, a.investment, a.tentative, 'PLANNED', 0
                from planner.activity a,
                  unnest(cast(:ids as uuid[]), cast(:days as date[])) as s (id, day)
                where a.id = :activity
                  and not exists (select 1 from planner.week_review w
                    where w.monday = date_trunc('week', s.day)::date)
                on conflict (activity_id, series_day) do nothing
                """)
            .param("ids", array(days.stream().map(day -> TimeOrderedUuid.next()).toList()))
            .param("days", array(days))
            .param("activity", id.id())
            .update();
  }

  /** Moves the occurrence of an activity that happens once to the day that it has now. */
  private void putOnItsDay(Activity activity) {
    LocalDate day = activity.schedule().firstDay();
    weeks.requireOpen(Week.of(day));
    int moved =
        jdbc.sql(
                """
                update planner.occurrence set series_day = :day, day = :day, version = version + 1
                where activity_id = :id and state = 'PLANNED'
                """)
            .param("id", activity.id().id())
            .param("day", day)
            .update();
    if (moved == 0 && countAll(activity.id()) > 0) {
      throw new RefusedException("occurrence.closed", activity.title());
    }
    store(activity, day, day, Set.of());
  }

  /**
   * Brings open occurrences in step with new details. What was changed for one of them alone, so
   * that it differs from what the activity said before, stays.
   */
  private void carryOver(Activity from, ActivityDetails details, Activity to, LocalDate since) {
    ActivityDetails before = from.details();
    if (from == to && before.equals(details)) {
      return;
    }
    jdbc.sql(
            """
            update planner.occurrence set
              activity_id = :to,
              title = case when title = :titleBefore then :title else title end,
              phase = case when phase = :phaseBefore then :phase else phase end,
              profile_id = case when profile_id = :profileBefore then :profile else profile_id end,
              owner_id = case when owner_id = :ownerBefore then :owner else owner_id end,
              investment =
                case when investment = :investmentBefore then :investment else investment end,
              start_time = case when start_time is not distinct from cast(:timeBefore as time)
                then cast(:time as time) else start_time end,
              tentative = case when tentative = :tentativeBefore then :tentative else tentative end,
              version = version + 1
            where activity_id = :from and state = 'PLANNED' and series_day >= :since
            """)
        .param("from", from.id().id())
        .param("to", to.id().id())
        .param("since", earliest(since))
        .param("titleBefore", before.title())
        .param("title", details.title())
        .param("phaseBefore", before.phase().name())
        .param("phase", details.phase().name())
        .param("profileBefore", before.profile().id())
        .param("profile", details.profile().id())
        .param("ownerBefore", before.owner().id())
        .param("owner", details.owner().id())
        .param("investmentBefore", before.investment())
        .param("investment", details.investment())
        .param("timeBefore", before.startTime())
        .param("time", details.startTime())
        .param("tentativeBefore", before.tentative())
        .param("tentative", details.tentative())
        .update();
  }

  private boolean hasAnyBefore(ActivityId id, LocalDate day) {
    return jdbc.sql(
            """
            select exists (select 1 from planner.occurrence
              where activity_id = :id and series_day < :day)
            """)
        .param("id", id.id())
        .param("day", day)
        .query(Boolean.class)
        .single();
  }

  /** The days of the series that stay with an activity although another continues it from there. */
  private Set<LocalDate> daysLeftWith(ActivityId id, LocalDate since) {
    return new HashSet<>(
        jdbc.sql(
                """
                select series_day from planner.occurrence
                where activity_id = :id and series_day >= :since
                """)
            .param("id", id.id())
            .param("since", since)
            .query(LocalDate.class)
            .list());
  }

  private int removeOpen(ActivityId id, LocalDate from) {
    return jdbc.sql(
            """
            delete from planner.occurrence o
            where o.activity_id = :id and o.state = 'PLANNED' and o.day >= :from
              and not exists (select 1 from planner.touch t where t.occurrence_id = o.id)
            """)
        .param("id", id.id())
        .param("from", earliest(from))
        .update();
  }

  private int countOpen(ActivityId id, LocalDate from) {
    return jdbc.sql(
            """
            select count(*) from planner.occurrence
            where activity_id = :id and state = 'PLANNED' and day >= :from
            """)
        .param("id", id.id())
        .param("from", earliest(from))
        .query(Integer.class)
        .single();
  }

  private int countAll(ActivityId id) {
    return jdbc.sql("select count(*) from planner.occurrence where activity_id = :id")
        .param("id", id.id())
        .query(Integer.class)
        .single();
  }

  private static Subject subject(Activity activity) {
    return new Subject("activity", activity.id().id(), activity.title());
  }

  private static LocalDate dayOf(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  private static LocalDate earliest(LocalDate day) {
    return day.equals(LocalDate.MIN) ? LocalDate.of(1900, 1, 1) : day;
  }

  private static String array(Collection<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }
}
