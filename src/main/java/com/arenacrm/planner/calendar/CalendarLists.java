package com.arenacrm.planner.calendar;

import com.arenacrm.planner.calendar.PhaseGrid.Card;
import com.arenacrm.planner.calendar.PhaseGrid.Tally;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads several weeks of the plan, by one statement each for numbers and cards. */
@Component
class CalendarLists {

  private static final String PHASES =
      Stream.of(HourglassPhase.values()).map(Enum::name).collect(Collectors.joining(",", "{", "}"));

  private final JdbcClient jdbc;

  CalendarLists(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What each phase came to in each week; a week without anything has one row without phase. */
  List<Tally> tallies(List<Week> weeks, @Nullable UUID profile, @Nullable UUID owner) {
    return jdbc.sql(
            """
            select w.monday, r.monday is not null as closed, t.phase,
              coalesce(t.everybody, 0) as everybody, coalesce(t.total, 0) as total,
              coalesce(t.done, 0) as done, coalesce(t.tentative, 0) as tentative
            from unnest(cast(:mondays as date[])) as w (monday)
            left join planner.week_review r on r.monday = w.monday
            left join lateral (
              select o.phase, count(*) as everybody, count(*) filter (where %s) as total,
                count(*) filter (where %s and o.state = 'DONE') as done,
                count(*) filter (where %s and o.state = 'PLANNED' and o.tentative) as tentative
              from planner.occurrence o
              where o.day between w.monday and w.monday + 6 %s
              group by o.phase) t on true
            """
                .formatted(own(owner), own(owner), own(owner), of(profile)))
        .param("mondays", array(weeks.stream().map(Week::monday).toList()))
        .param("profile", profile)
        .param("owner", owner)
        .query(Tally.class)
        .list();
  }

  /** The first cards of each day and phase, so that each cell has its first ones. */
  List<Card> cards(List<Week> weeks, @Nullable UUID profile, @Nullable UUID owner) {
    return jdbc.sql(
            """
            select c.* from unnest(cast(:days as date[])) as d (day)
            cross join unnest(cast(:phases as text[])) as p (phase)
            cross join lateral (
              select o.id, o.title, o.phase, o.day, o.start_time, o.state, o.tentative
              from planner.occurrence o
              where o.day = d.day and o.phase = p.phase and %s %s
              order by o.start_time, o.id limit :most) c
            """
                .formatted(own(owner), of(profile)))
        .param("days", array(weeks.stream().flatMap(w -> w.days().stream()).toList()))
        .param("phases", PHASES)
        .param("most", PhaseGrid.CARDS_IN_A_CELL)
        .param("profile", profile)
        .param("owner", owner)
        .query(Card.class)
        .list();
  }

  private static String own(@Nullable UUID owner) {
    return owner == null ? "true" : "o.owner_id = :owner";
  }

  private static String of(@Nullable UUID profile) {
    return profile == null ? "" : "and o.profile_id = :profile";
  }

  private static String array(List<LocalDate> days) {
    return days.stream().map(LocalDate::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
