package com.arenacrm.insight.results;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Why a number is zero, by the filter that leaves everything out or the datum that nobody wrote
 * down; and which touches of a line did not count for deals of the period, because they came after
 * the event or too long before it (R055).
 */
@Component
@Transactional(readOnly = true)
class Whys {

  /**
   * A reason in words.
   *
   * @param key of the message, without its prefix
   * @param count for the message; 0 where it tells of none
   * @param day for the message
   */
  record Reason(String key, int count, @Nullable LocalDate day) {

    static Reason of(String key, int count) {
      return new Reason(key, count, null);
    }

    static Reason of(String key) {
      return new Reason(key, 0, null);
    }
  }

  /**
   * A touch that was not counted for a deal.
   *
   * @param eventAt when the deal was opened, or won
   * @param late whether it came after that
   * @param early whether it came too long before; else it is an invitation that nobody answered
   */
  record NotCounted(
      UUID deal,
      String dealName,
      Instant eventAt,
      UUID occurrence,
      String title,
      UUID person,
      String personName,
      Instant at,
      boolean late,
      boolean early) {}

  static final int SHOWN = 50;

  /** What is known of a line in the period. */
  private record Known(
      int occurrences,
      int planned,
      int done,
      int notDone,
      int withoutPeople,
      int withoutReach,
      int withoutSpent,
      int otherProfile,
      @Nullable LocalDate earlier,
      @Nullable LocalDate later,
      int people,
      int unscored,
      int waiting,
      int dismissed,
      int leads,
      int handed,
      int rejected,
      int deals,
      int open) {}

  private final JdbcClient jdbc;

  Whys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Why a number is zero; the widest reason alone where one explains all.
   *
   * @param line null for the total
   * @param rows how many rows there are, though they add up to nothing
   */
  List<Reason> why(
      Question question, Measure measure, @Nullable String line, int rows, CurrentUser viewer) {
    if (measure.isCredited() && rows > 0) {
      return List.of(Reason.of("withoutAmount", rows));
    }
    if (line != null && line.isEmpty()) {
      return List.of(
          Reason.of(
              measure == Measure.PIPELINE
                  ? "none.pipeline"
                  : "none." + measure.source().name().toLowerCase(java.util.Locale.ROOT)));
    }
    Known known = known(question, measure, line, viewer);
    List<Reason> reasons = new ArrayList<>();
    if (!viewer.scope().all()
        && measure.source() != YieldSource.OCCURRENCES
        && measure.source() != YieldSource.ACTIVITIES) {
      reasons.add(Reason.of("scope"));
    }
    boolean needsPeriod =
        measure.source() == YieldSource.OCCURRENCES || measure.source() == YieldSource.PEOPLE;
    if (known.occurrences() == 0 && needsPeriod) {
      if (known.otherProfile() > 0) {
        reasons.add(0, Reason.of("profile", known.otherProfile()));
      } else if (known.earlier() != null) {
        reasons.add(0, new Reason("earlier", 0, known.earlier()));
      } else if (known.later() != null) {
        reasons.add(0, new Reason("later", 0, known.later()));
      } else {
        reasons.add(0, Reason.of("noActivity"));
      }
      return reasons;
    }
    switch (measure.source()) {
      case ACTIVITIES, OCCURRENCES -> ofOccurrences(measure, known, reasons);
      case PEOPLE -> {
        ofPeople(known, reasons);
        if (measure == Measure.NEW && known.people() > 0) {
          reasons.add(Reason.of("allKnown", known.people()));
        }
        if ((measure == Measure.INSIDE || measure == Measure.KNOWN) && known.people() > 0) {
          reasons.add(
              known.unscored() > 0
                  ? Reason.of("unscored", known.unscored())
                  : Reason.of("allOutside", known.people()));
        }
      }
      case SIGNALS -> {
        ofPeople(known, reasons);
        add(reasons, "waiting", known.waiting());
        add(reasons, "dismissed", known.dismissed());
        if (known.people() > 0 && known.waiting() + known.dismissed() == 0) {
          reasons.add(Reason.of("noSignal", known.people()));
        }
      }
      case LEADS -> {
        reasons.add(
            Reason.of(
                known.leads() == 0
                    ? "noLead"
                    : measure == Measure.INBOUND ? "allOutbound" : "allInbound",
                known.leads()));
      }
      case HANDED ->
          reasons.add(Reason.of(known.leads() == 0 ? "noLead" : "notHanded", known.leads()));
      case ACCEPTED -> {
        if (known.handed() == 0) {
          reasons.add(Reason.of("noneHanded"));
        }
        add(reasons, "rejected", known.rejected());
        add(reasons, "undecided", known.handed() - known.rejected());
      }
      case DEALS, WON -> {
        ofPeople(known, reasons);
        if (question.answered() && known.deals() > 0) {
          reasons.add(Reason.of("answered"));
        }
        boolean decided = measure == Measure.PIPELINE && known.deals() > 0 && known.open() == 0;
        reasons.add(
            Reason.of(
                decided
                    ? "decided"
                    : known.deals() == 0
                        ? measure.source() == YieldSource.DEALS ? "noDeal" : "noWin"
                        : "notCounted." + question.model().key(),
                known.deals()));
      }
    }
    return reasons;
  }

  private static void ofOccurrences(Measure measure, Known known, List<Reason> reasons) {
    add(reasons, "planned", known.planned());
    add(reasons, "notDone", known.notDone());
    if (known.done() > 0) {
      switch (measure) {
        case REACH -> add(reasons, "withoutReach", known.withoutReach());
        case SPENT -> add(reasons, "withoutSpent", known.withoutSpent());
        default -> add(reasons, "withoutPeople", known.withoutPeople());
      }
    }
    if (reasons.isEmpty()) {
      reasons.add(Reason.of("zero", known.done()));
    }
  }

  private static void ofPeople(Known known, List<Reason> reasons) {
    if (known.people() > 0) {
      return;
    }
    add(reasons, "withoutPeople", known.withoutPeople());
    add(reasons, "planned", known.planned());
    add(reasons, "notDone", known.notDone());
  }

  private static void add(List<Reason> reasons, String key, int count) {
    if (count > 0) {
      reasons.add(Reason.of(key, count));
    }
  }

  private Known known(
      Question question, Measure measure, @Nullable String line, CurrentUser viewer) {
    Grouping by = question.by();
    String dimension = by.dimension();
    String isLine = line == null ? "true" : "coalesce(" + by.key() + ", '') = :line";
    String profile = question.profile() == null ? "true" : "r.profile_id = :profile";
    Visible visible = Visible.to(viewer.scope());
    boolean wins = measure.source() == YieldSource.WON;
    return bind(
            jdbc.sql(
                """
                %1$s
                line as materialized (
                  select r.*, %3$s as wanted from planner.occurrence r %2$s where %4$s),
                mine as (
                  select m.*, exists (select from planner.counted_touch t where t.occurrence_id = m.id) as touched
                  from line m where m.wanted and m.day >= :from and m.day < :until),
                met as materialized (
                  select distinct t.person_id, m.profile_id
                  from mine m join planner.counted_touch t on t.occurrence_id = m.id),
                lead as materialized (
                  select l.id, l.created_at from leads.lead l
                  left join planner.activity a on a.id = l.source_activity_id
                  cross join lateral (select l.source_activity_id as activity_id, l.phase,
                    coalesce(a.profile_id, l.profile_id) as profile_id) r %2$s
                  where %4$s and %3$s and %5$s),
                handed as materialized (
                  select h.rejected_at is not null as rejected from lead l
                  join leads.handoff h on h.lead_id = l.id
                  where h.withdrawn_at is null and h.handed_at >= :start and h.handed_at < :end),
                deal as (
                  select count(*) as deals, count(*) filter (where d.kind = 'OPEN') as open
                  from pipeline.opportunity d where %7$s and %8$s
                    and d.person_id in (
                      select t.person_id from line m join planner.counted_touch t on t.occurrence_id = m.id
                      where m.wanted))
                select count(*) as occurrences,
                  count(*) filter (where state = 'PLANNED') as planned,
                  count(*) filter (where state = 'DONE') as done,
                  count(*) filter (where state = 'NOT_DONE') as not_done,
                  count(*) filter (where state = 'DONE' and not touched) as without_people,
                  count(*) filter (where state = 'DONE' and reach is null) as without_reach,
                  count(*) filter (where state = 'DONE' and spent is null) as without_spent,
                  (select count(*) from line where not wanted and day >= :from and day < :until) as other_profile,
                  (select max(day) from line where wanted and day < :from) as earlier,
                  (select min(day) from line where wanted and day >= :until) as later,
                  (select count(distinct person_id) from met) as people,
                  (select count(distinct person_id) from met where not exists (
                     select from leads.lead l join leads.lead_fit f on f.lead_id = l.id
                     where l.person_id = met.person_id and f.profile_id = met.profile_id and %5$s)) as unscored,
                  (select count(*) from leads.demand_signal s
                   where s.person_id in (select person_id from met) and s.confirmed_at is null
                     and s.dismissed_at is null and %6$s) as waiting,
                  (select count(*) from leads.demand_signal s
                   where s.person_id in (select person_id from met) and s.dismissed_at is not null
                     and %6$s) as dismissed,
                  (select count(*) from lead where created_at >= :start and created_at < :end) as leads,
                  (select count(*) from handed) as handed,
                  (select count(*) from handed where rejected) as rejected,
                  (select deals from deal) as deals,
                  (select open from deal) as open
                from mine
                """
                    .formatted(
                        dimension.isEmpty() ? "with" : "with " + dimension + ",",
                        by.join(),
                        profile,
                        isLine,
                        visible.leads(),
                        visible.signals(),
                        visible.deals(),
                        wins
                            ? "d.kind = 'WON' and d.closed_at >= :start and d.closed_at < :end"
                            : "d.opened_at >= :start and d.opened_at < :end")),
            question,
            viewer)
        .param("line", line)
        .query(Known.class)
        .single();
  }

  /** Touches of a line that did not count for deals of the period, the latest deals first. */
  List<NotCounted> notCounted(
      Question question, Measure measure, @Nullable String line, CurrentUser viewer) {
    Grouping by = question.by();
    String event = measure.source() == YieldSource.WON ? "d.closed_at" : "d.opened_at";
    String dimension = by.dimension();
    return bind(
            jdbc.sql(
                """
                %1$s
                select e.id as deal, e.name as deal_name, e.event_at, r.id as occurrence, r.title,
                       t.person_id as person, p.name as person_name, t.at, t.at >= e.event_at as late,
                       t.at < e.event_at - make_interval(hours => 24 * :window) as early
                from (select d.id, d.name, %2$s as event_at, d.person_id from pipeline.opportunity d
                      where %3$s and %2$s >= :start and %2$s < :end and %4$s) e
                join lateral (select e.person_id as id union
                  select b.person_id from pipeline.buying_role b where b.opportunity_id = e.id) w on true
                join planner.counted_touch t on t.person_id = w.id
                  and (t.at >= e.event_at or t.at < e.event_at - make_interval(hours => 24 * :window) or %9$s)
                join planner.occurrence r on r.id = t.occurrence_id %5$s
                join contacts.person p on p.id = t.person_id
                where %6$s and %7$s
                order by e.event_at desc, e.id, t.at desc, t.id limit %8$d
                """
                    .formatted(
                        dimension.isEmpty() ? "" : "with " + dimension,
                        event,
                        switch (measure) {
                          case PIPELINE -> "d.kind = 'OPEN'";
                          case WON, AMOUNT -> "d.kind = 'WON'";
                          default -> "true";
                        },
                        Visible.to(viewer.scope()).deals(),
                        by.join(),
                        line == null ? "true" : "coalesce(" + by.key() + ", '') = :line",
                        question.profile() == null ? "true" : "r.profile_id = :profile",
                        SHOWN,
                        question.answered() ? "not " + CreditSql.ANSWERED : "false")),
            question,
            viewer)
        .param("line", line)
        .query(NotCounted.class)
        .list();
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec sql, Question question, CurrentUser viewer) {
    ZoneId zone = viewer.company().zone();
    LocalDate end = question.until().plusDays(1);
    return sql.param("from", question.from())
        .param("until", end)
        .param("start", question.from().atStartOfDay(zone).toInstant().atOffset(ZoneOffset.UTC))
        .param("end", end.atStartOfDay(zone).toInstant().atOffset(ZoneOffset.UTC))
        .param("window", question.window())
        .param("profile", question.profile())
        .param(Scope.PARAMETER, viewer.scope().owners());
  }
}
