package com.arenacrm.insight.results;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.insight.SignalCredit;
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

    /** Whether it says that there is no deal at all. */
    private boolean isNoDeal() {
      return key.equals("noDeal") || key.equals("noOpen") || key.equals("noWin");
    }

    /** Whether it tells of deals, which may have touches that did not count. */
    boolean isOfDeals() {
      return key.equals("withoutAmount")
          || key.equals("decided")
          || key.equals("outside")
          || key.equals("answered")
          || key.startsWith("notCounted.");
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

  /**
   * A deal whose lead came from a line in which the deal has no share.
   *
   * @param activity that the lead came from
   */
  record ByOrigin(
      UUID deal,
      String dealName,
      Instant eventAt,
      UUID lead,
      String personName,
      UUID activity,
      String title) {}

  static final int SHOWN = 50;

  /** What is known of the plan of a line in the period, and of what came of it. */
  private record Known(
      int occurrences,
      int planned,
      int notDone,
      int unknown,
      int zero,
      int untouchedPlanned,
      int untouchedNotDone,
      int untouchedDone,
      int otherProfile,
      @Nullable LocalDate earlier,
      @Nullable LocalDate later,
      int people,
      int outside,
      int unscored,
      int withoutProfile,
      int leads,
      int handed,
      int rejected,
      int undecided,
      int rejectedOfBefore,
      int undecidedOfBefore,
      boolean touchedEver) {}

  /**
   * The signals of the period that have to do with a line.
   *
   * @param waiting which would count in it, once confirmed
   * @param dismissed which would have counted in it
   * @param elsewhere of people touched by the line, but which count in another
   * @param unled of people touched by the line, but with no touch before them inside the window
   */
  private record Signals(int waiting, int dismissed, int elsewhere, int unled) {}

  /**
   * The deals of the period that have to do with a line.
   *
   * @param shared of which it has a share, whatever became of them
   * @param outside of people whom the line touched, but only after the event or too long before it
   * @param unanswered the same, touched in time by invitations only, which nobody answered
   * @param taken the same, touched in time, but the model gives nothing to these touches
   */
  private record Deals(int shared, int outside, int unanswered, int taken) {

    boolean isNone() {
      return shared + outside + unanswered + taken == 0;
    }
  }

  private final JdbcClient jdbc;

  Whys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Why a number is zero; the widest reason alone where one explains all.
   *
   * @param line null for the total
   * @param rows how many rows there are, though they add up to nothing
   * @param byOrigin how many deals of the line's leads count elsewhere
   */
  List<Reason> why(
      Question question,
      Measure measure,
      @Nullable String line,
      int rows,
      int byOrigin,
      CurrentUser viewer) {
    if (measure.isCredited() && rows > 0) {
      return List.of(Reason.of("withoutAmount", rows));
    }
    boolean ofNone = line != null && line.isEmpty();
    if (ofNone && measure.source() == YieldSource.ACCEPTED) {
      List<Reason> reasons = new ArrayList<>();
      ofHanded(known(question, measure, line, viewer), reasons);
      return reasons.isEmpty() ? List.of(Reason.of("none.accepted")) : reasons;
    }
    if (ofNone) {
      return List.of(
          Reason.of(
              measure == Measure.PIPELINE
                  ? "none.pipeline"
                  : "none." + measure.source().name().toLowerCase(java.util.Locale.ROOT)));
    }
    List<Reason> reasons = new ArrayList<>();
    if (!viewer.scope().all()
        && measure.source() != YieldSource.OCCURRENCES
        && measure.source() != YieldSource.ACTIVITIES) {
      reasons.add(Reason.of("scope"));
    }
    if (measure.isAttributed()) {
      Deals deals = deals(question, measure, line, viewer);
      add(reasons, "byOrigin", byOrigin);
      ofDeals(question, measure, deals, byOrigin, reasons);
      if (!deals.isNone()) {
        return reasons;
      }
    }
    Known known = known(question, measure, line, viewer);
    switch (measure.source()) {
      case ACTIVITIES -> ofPeriod(known, reasons);
      case OCCURRENCES -> {
        ofPeriod(known, reasons);
        add(reasons, "planned", known.planned());
        add(reasons, "notDone", known.notDone());
        add(reasons, "without." + measure.key(), known.unknown());
        add(reasons, "zero", known.zero());
      }
      case PEOPLE -> {
        ofPeriod(known, reasons);
        if (measure == Measure.NEW) {
          add(reasons, "allKnown", known.people());
        }
        if (measure == Measure.INSIDE || measure == Measure.KNOWN) {
          add(reasons, "allOutside", known.outside());
          add(reasons, "unscored", known.unscored());
          add(reasons, "withoutProfile", known.withoutProfile());
        }
        ofUntouched(known, reasons);
      }
      case SIGNALS -> {
        Signals signals = signals(question, line, viewer);
        add(reasons, "waiting", signals.waiting());
        add(reasons, "dismissed", signals.dismissed());
        add(reasons, "elsewhere", signals.elsewhere());
        add(reasons, "unled", signals.unled());
        if (signals.waiting() + signals.dismissed() + signals.elsewhere() + signals.unled() == 0) {
          add(reasons, "noSignal", known.people());
          ofNobody(known, reasons);
        }
      }
      case LEADS ->
          reasons.add(
              Reason.of(
                  known.leads() == 0
                      ? "noLead"
                      : measure == Measure.INBOUND ? "allOutbound" : "allInbound",
                  known.leads()));
      case HANDED ->
          reasons.add(Reason.of(known.leads() == 0 ? "noLead" : "notHanded", known.leads()));
      case ACCEPTED -> {
        ofHanded(known, reasons);
        if (reasons.isEmpty() || known.handed() == 0) {
          reasons.add(Reason.of("noneHanded"));
        }
      }
      case DEALS, WON -> {
        if (!known.touchedEver()) {
          reasons.removeIf(Reason::isNoDeal);
        }
        ofNobody(known, reasons);
        if (reasons.isEmpty()) {
          reasons.add(Reason.of("nobody"));
        }
      }
    }
    return reasons;
  }

  /** What became of the leads that were handed over, and of those that were before the period. */
  private static void ofHanded(Known known, List<Reason> reasons) {
    add(reasons, "rejected", known.rejected());
    add(reasons, "undecided", known.undecided());
    add(reasons, "acceptedLater", known.handed() - known.rejected() - known.undecided());
    add(reasons, "rejectedOfBefore", known.rejectedOfBefore());
    add(reasons, "undecidedOfBefore", known.undecidedOfBefore());
  }

  /** That nothing of the line takes place in the period, where so. */
  private static void ofPeriod(Known known, List<Reason> reasons) {
    if (known.occurrences() > 0) {
      return;
    }
    if (known.otherProfile() > 0) {
      reasons.add(0, Reason.of("profile", known.otherProfile()));
    } else if (known.earlier() != null) {
      reasons.add(0, new Reason("earlier", 0, known.earlier()));
    } else if (known.later() != null) {
      reasons.add(0, new Reason("later", 0, known.later()));
    } else {
      reasons.add(0, Reason.of("noActivity"));
    }
  }

  /** The occurrences that touched nobody, by what became of them. */
  private static void ofUntouched(Known known, List<Reason> reasons) {
    add(reasons, "planned", known.untouchedPlanned());
    add(reasons, "notDone", known.untouchedNotDone());
    add(reasons, "withoutPeople", known.untouchedDone());
  }

  /** Why nobody was touched from whom anything could come, where so. */
  private static void ofNobody(Known known, List<Reason> reasons) {
    if (known.people() == 0) {
      ofPeriod(known, reasons);
      ofUntouched(known, reasons);
    }
  }

  private static void ofDeals(
      Question question, Measure measure, Deals deals, int byOrigin, List<Reason> reasons) {
    if (measure == Measure.PIPELINE) {
      add(reasons, "decided", deals.shared());
    }
    add(reasons, "outside", deals.outside());
    add(reasons, "answered", deals.unanswered());
    add(reasons, "notCounted." + question.model().key(), deals.taken());
    if (deals.isNone() && byOrigin == 0) {
      reasons.add(
          Reason.of(
              measure == Measure.PIPELINE
                  ? "noOpen"
                  : measure == Measure.DEALS ? "noDeal" : "noWin"));
    }
  }

  private static void add(List<Reason> reasons, String key, int count) {
    if (count > 0) {
      reasons.add(Reason.of(key, count));
    }
  }

  private static String isLine(Grouping by, @Nullable String line) {
    return line == null ? "true" : "coalesce(" + by.key() + ", '') = :line";
  }

  private static String isWanted(Question question) {
    return question.profile() == null ? "true" : "r.profile_id is not distinct from :profile";
  }

  private static String with(Grouping by) {
    return by.dimension().isEmpty() ? "with" : "with " + by.dimension() + ",";
  }

  private Known known(
      Question question, Measure measure, @Nullable String line, CurrentUser viewer) {
    Grouping by = question.by();
    return bind(
            jdbc.sql(
                """
                %1$s
                line as materialized (
                  select r.*, %3$s as wanted from planner.occurrence r %2$s where %4$s),
                mine as materialized (
                  select m.state, %6$s as value,
                    exists (select from planner.counted_touch t where t.occurrence_id = m.id) as touched
                  from line m left join planner.named n on n.occurrence_id = m.id
                    and n.day >= :from and n.day < :until
                  where m.wanted and m.day >= :from and m.day < :until),
                met as materialized (
                  select t.person_id, bool_or(m.profile_id is not null) as profiled,
                    bool_or(f.known) as known
                  from line m join planner.counted_touch t on t.occurrence_id = m.id
                  left join lateral (
                    select true as known from leads.lead_fit f join leads.lead l on l.id = f.lead_id
                    where f.person_id = t.person_id and f.profile_id = m.profile_id and %5$s limit 1) f on true
                  where m.wanted and m.day >= :from and m.day < :until
                  group by t.person_id),
                lead as materialized (
                  select l.id, l.created_at from leads.lead l
                  left join planner.activity a on a.id = l.source_activity_id
                  cross join lateral (select l.source_activity_id as activity_id, l.phase,
                    coalesce(a.profile_id, l.profile_id) as profile_id) r %2$s
                  where %4$s and %3$s and %5$s),
                handed as materialized (
                  select h.rejected_at is not null as rejected,
                    h.rejected_at is null and h.accepted_at is null as undecided,
                    h.handed_at < :start as before,
                    h.rejected_at >= :start and h.rejected_at < :end as rejected_now from lead l
                  join leads.handoff h on h.lead_id = l.id
                  where h.withdrawn_at is null and h.handed_at < :end)
                select count(*) as occurrences,
                  count(*) filter (where state = 'PLANNED') as planned,
                  count(*) filter (where state = 'NOT_DONE') as not_done,
                  count(*) filter (where state = 'DONE' and value is null) as unknown,
                  count(*) filter (where state = 'DONE' and value = 0) as zero,
                  count(*) filter (where state = 'PLANNED' and not touched) as untouched_planned,
                  count(*) filter (where state = 'NOT_DONE' and not touched) as untouched_not_done,
                  count(*) filter (where state = 'DONE' and not touched) as untouched_done,
                  (select count(*) from line where not wanted and day >= :from and day < :until) as other_profile,
                  (select max(day) from line where wanted and day < :from) as earlier,
                  (select min(day) from line where wanted and day >= :until) as later,
                  (select count(*) from met) as people,
                  (select count(*) from met where known) as outside,
                  (select count(*) from met where profiled and known is null) as unscored,
                  (select count(*) from met where not profiled) as without_profile,
                  (select count(*) from lead where created_at >= :start and created_at < :end) as leads,
                  (select count(*) from handed where not before) as handed,
                  (select count(*) from handed where not before and rejected) as rejected,
                  (select count(*) from handed where not before and undecided) as undecided,
                  (select count(*) from handed where before and rejected_now) as rejected_of_before,
                  (select count(*) from handed where before and undecided) as undecided_of_before,
                  exists (select from line m join planner.counted_touch t on t.occurrence_id = m.id
                    where m.wanted) as touched_ever
                from mine
                """
                    .formatted(
                        with(by),
                        by.join(),
                        isWanted(question),
                        isLine(by, line),
                        Visible.to(viewer.scope()).leads(),
                        switch (measure) {
                          case REACH -> "m.reach";
                          case SPENT -> "m.spent";
                          case INVITED -> "planner.invited(m.invited, n.invited)";
                          case ATTENDED -> "planner.attended(m.state, m.attended, n.attended)";
                          default -> "null::numeric";
                        })),
            question,
            viewer)
        .param("line", line)
        .query(Known.class)
        .single();
  }

  private Signals signals(Question question, @Nullable String line, CurrentUser viewer) {
    Grouping by = question.by();
    Visible visible = Visible.to(viewer.scope());
    return bind(
            jdbc.sql(
                """
                %1$s
                met as materialized (
                  select distinct t.person_id from planner.occurrence r
                  join planner.counted_touch t on t.occurrence_id = r.id %2$s
                  where r.day >= :from and r.day < :until and %3$s and %4$s),
                signal as (
                  select %3$s and %4$s and r.id is not null as here, r.id is not null as led,
                    s.confirmed_at is not null as confirmed, s.dismissed_at is not null as dismissed,
                    s.person_id in (select person_id from met) as met
                  from leads.demand_signal s
                  left join lateral %5$s r on true %2$s
                  where s.happened_on >= :from and s.happened_on < :until and %6$s
                  union all
                  select %3$s and %4$s and r.id is not null, r.id is not null, true, false,
                    d.person_id in (select person_id from met)
                      or exists (select from pipeline.buying_role b join met on met.person_id = b.person_id
                                 where b.opportunity_id = d.id)
                  from pipeline.stage_change g join pipeline.opportunity d on d.id = g.opportunity_id
                  left join (select c.id as change, c.occurrence as id, c.activity_id, c.phase, c.profile_id
                    from %7$s c) r on r.change = g.id %2$s
                  where g.advance and g.at >= :start and g.at < :end and %8$s)
                select count(*) filter (where here and not confirmed and not dismissed) as waiting,
                  count(*) filter (where here and not confirmed and dismissed) as dismissed,
                  count(*) filter (where met and confirmed and led and not here) as elsewhere,
                  count(*) filter (where met and confirmed and not led) as unled
                from signal
                """
                    .formatted(
                        with(by),
                        by.join(),
                        isWanted(question),
                        isLine(by, line),
                        SignalCredit.ofSignal(
                            "o.id, o.activity_id, o.phase, o.profile_id", ":zone"),
                        visible.signals(),
                        SignalCredit.ofAdvances(
                            "o.id as occurrence, o.activity_id, o.phase, o.profile_id",
                            "g.advance and g.at >= :start and g.at < :end"),
                        visible.deals())),
            question,
            viewer)
        .param("line", line)
        .query(Signals.class)
        .single();
  }

  /** When what a measure counts of a deal {@code d} took place. */
  private static String event(Measure measure) {
    return measure.source() == YieldSource.WON ? "d.closed_at" : "d.opened_at";
  }

  /** Which deals {@code d} a measure counts. */
  private static String meant(Measure measure) {
    return switch (measure) {
      case PIPELINE -> "d.kind = 'OPEN'";
      case WON, AMOUNT -> "d.kind = 'WON'";
      default -> "true";
    };
  }

  private Deals deals(
      Question question, Measure measure, @Nullable String line, CurrentUser viewer) {
    Grouping by = question.by();
    Visible visible = Visible.to(viewer.scope());
    String event = event(measure);
    return bind(
            jdbc.sql(
                """
                %1$s
                shared as materialized (
                  select distinct r.id from (%5$s) r %2$s where %3$s and %4$s),
                event as (
                  select d.id, d.person_id, %6$s as event_at from pipeline.opportunity d
                  where %7$s and %6$s >= :start and %6$s < :end and %8$s
                    and d.id not in (select id from shared)),
                touched as (
                  select e.id, %9$s as answered,
                    t.at < e.event_at and t.at >= e.event_at - make_interval(hours => 24 * :window) as timely
                  from event e
                  join lateral (select e.person_id as id union
                    select b.person_id from pipeline.buying_role b where b.opportunity_id = e.id) w on true
                  join planner.counted_touch t on t.person_id = w.id
                  join planner.occurrence r on r.id = t.occurrence_id %2$s
                  where %3$s and %4$s),
                deal as (
                  select id, bool_or(timely) as timely, bool_or(timely and answered) as answered
                  from touched group by id)
                select (select count(*) from shared) as shared,
                  count(*) filter (where not timely) as outside,
                  count(*) filter (where timely and not answered) as unanswered,
                  count(*) filter (where answered) as taken
                from deal
                """
                    .formatted(
                        with(by),
                        by.join(),
                        isWanted(question),
                        isLine(by, line),
                        measure.source().rows(question.model(), question.answered(), visible),
                        event,
                        meant(measure),
                        visible.deals(),
                        question.answered() ? CreditSql.ANSWERED : "true")),
            question,
            viewer)
        .param("line", line)
        .query(Deals.class)
        .single();
  }

  /**
   * Deals of the period whose lead came from a line, though no touch gives the line a share of
   * them, the latest first; for what no activity brought, those whose lead did come from one. The
   * weekly report shows them by that origin.
   *
   * @param line never null: the total has nothing left out
   */
  List<ByOrigin> byOrigin(Question question, Measure measure, String line, CurrentUser viewer) {
    Grouping by = question.by();
    Visible visible = Visible.to(viewer.scope());
    String event = event(measure);
    return bind(
            jdbc.sql(
                """
                %1$s
                shared as materialized (
                  select distinct r.id from (%5$s) r %2$s where %10$s and %4$s)
                select d.id as deal, d.name as deal_name, %6$s as event_at, l.id as lead,
                       l.person_name, a.id as activity, a.title
                from pipeline.opportunity d
                join leads.lead l on l.id = d.lead_id
                join planner.activity a on a.id = l.source_activity_id
                cross join lateral (select l.source_activity_id as activity_id, l.phase,
                  coalesce(a.profile_id, l.profile_id) as profile_id) r %2$s
                where %7$s and %6$s >= :start and %6$s < :end and %8$s and %3$s and %9$s
                order by %6$s desc, d.id limit %11$d
                """
                    .formatted(
                        with(by),
                        by.join(),
                        isWanted(question),
                        isLine(by, line),
                        measure.source().rows(question.model(), question.answered(), visible),
                        event,
                        meant(measure),
                        visible.deals(),
                        line.isEmpty()
                            ? "d.id in (select id from shared)"
                            : "d.id not in (select id from shared) and " + isLine(by, line),
                        line.isEmpty() ? "true" : isWanted(question),
                        SHOWN)),
            question,
            viewer)
        .param("line", line)
        .query(ByOrigin.class)
        .list();
  }

  /** Touches of a line that did not count for deals of the period, the latest deals first. */
  List<NotCounted> notCounted(
      Question question, Measure measure, @Nullable String line, CurrentUser viewer) {
    Grouping by = question.by();
    String event = event(measure);
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
                        meant(measure),
                        Visible.to(viewer.scope()).deals(),
                        by.join(),
                        isLine(by, line),
                        isWanted(question),
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
        .param("zone", zone.getId())
        .param("window", question.window())
        .param("profile", question.profile())
        .param(Scope.PARAMETER, viewer.scope().owners());
  }
}
