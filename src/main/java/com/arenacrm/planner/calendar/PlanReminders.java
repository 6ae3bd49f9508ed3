package com.arenacrm.planner.calendar;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.notifications.Reminders;
import com.arenacrm.platform.Formats;
import com.arenacrm.shared.Week;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the plan reminds people of: what they see to today, what they have left without saying how
 * it went, and on Mondays how much the week holds; marketing and managers also of the weeks that
 * are over and not closed (R015).
 */
@Component
class PlanReminders implements Reminders {

  private static final int MOST_TODAY = 10;

  /** What was left open longer ago is no longer news. */
  private static final int DAYS_BACK = 60;

  private static final int WEEKS_BACK = 8;

  /** One of today, if there is any, and in each row how many there are besides. */
  private record Row(
      @Nullable UUID id,
      @Nullable String title,
      @Nullable LocalTime startTime,
      int left,
      @Nullable LocalDate since,
      int week) {}

  private final JdbcClient jdbc;

  PlanReminders(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Line> due(CurrentUser user, LocalDate day, Formats show) {
    List<Line> lines = new ArrayList<>();
    Week week = Week.of(day);
    List<Row> rows =
        jdbc.sql(
                """
                with mine as materialized (
                  select id, title, day, start_time from planner.occurrence
                  where owner_id = :owner and state = 'PLANNED' and day between :back and :sunday)
                select t.id, t.title, t.start_time, c.*
                from (select count(*) filter (where day < :day) as "left",
                        min(day) filter (where day < :day) as since,
                        count(*) filter (where day between :monday and :sunday) as week
                      from mine) c
                left join (select * from mine where day = :day
                  order by start_time, id limit :most) t on true
                order by t.start_time, t.id
                """)
            .param("owner", user.id().id())
            .param("day", day)
            .param("back", day.minusDays(DAYS_BACK))
            .param("monday", week.monday())
            .param("sunday", week.sunday())
            .param("most", MOST_TODAY)
            .query(Row.class)
            .list();
    for (Row today : rows) {
      if (today.title() != null) {
        lines.add(
            new Line(
                "today",
                today.startTime() == null ? "reminder.today" : "reminder.today.at",
                today.startTime() == null
                    ? List.of(today.title())
                    : List.of(today.title(), show.time(today.startTime())),
                "/planner/occurrences/" + today.id()));
      }
    }
    Row counts = rows.get(0);
    if (counts.since() != null) {
      lines.add(
          new Line(
              "left",
              counts.left() == 1 ? "reminder.left.one" : "reminder.left",
              List.of(String.valueOf(counts.left()), show.shortDate(counts.since())),
              list(user, counts.since(), day.minusDays(1))));
    }
    if (day.getDayOfWeek() == DayOfWeek.MONDAY && counts.week() > 0) {
      lines.add(
          new Line(
              "week",
              counts.week() == 1 ? "reminder.week.one" : "reminder.week",
              List.of(String.valueOf(counts.week())),
              list(user, week.monday(), week.sunday())));
    }
    if (user.isMarketing() || user.isManager()) {
      unclosed(week).ifPresent(lines::add);
    }
    return lines;
  }

  /** The weeks before this one that hold something and are not closed, or are open again. */
  private Optional<Line> unclosed(Week now) {
    List<Week> open =
        jdbc
            .sql(
                """
                select w.monday from (
                  select distinct cast(date_trunc('week', day) as date) as monday
                  from planner.occurrence where day between :back and :until) w
                where not exists (select from planner.week_review r where r.monday = w.monday)
                order by w.monday
                """)
            .param("back", now.monday().minusWeeks(WEEKS_BACK))
            .param("until", now.previous().sunday())
            .query(LocalDate.class)
            .list()
            .stream()
            .map(Week::of)
            .toList();
    if (open.isEmpty()) {
      return Optional.empty();
    }
    Week first = open.get(0);
    return Optional.of(
        new Line(
            "unclosed",
            open.size() == 1 ? "reminder.unclosed.one" : "reminder.unclosed",
            List.of(String.valueOf(first.number()), String.valueOf(open.size())),
            "/planner/week/closing?week=" + first));
  }

  private static String list(CurrentUser user, LocalDate from, LocalDate until) {
    return "/planner/list?from=%s&until=%s&owner=%s&state=PLANNED"
        .formatted(from, until, user.id());
  }
}
