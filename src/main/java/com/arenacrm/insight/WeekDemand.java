package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.shared.Week;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The demand of a week as both teams talk about it: each signal, and each handoff with what became
 * of it. Sellers see those of people and leads that they may see.
 */
@Component
@Transactional(readOnly = true)
class WeekDemand {

  static final int MOST = 100;

  /**
   * A signal that somebody noted.
   *
   * @param state {@code CONFIRMED}, {@code DISMISSED} or {@code WAITING}
   * @param title of the occurrence that it was noted with
   * @param then its state when the week was closed; {@code NONE} when nobody had noted it yet; the
   *     same as now in an open week
   * @param saidAt when that changed after the first close; else null
   * @param saidBy who did
   * @param between whether the week was closed again after that
   */
  record Signal(
      UUID personId,
      String personName,
      String kind,
      LocalDate happenedOn,
      String evidence,
      String state,
      @Nullable UUID occurrenceId,
      @Nullable String title,
      @Nullable String phase,
      String then,
      @Nullable Instant saidAt,
      @Nullable String saidBy,
      boolean between) {

    /** Whether the proof is a quotation as it was written, with its own marks. */
    public boolean isQuoted() {
      return CreditedSignals.isQuoted(evidence);
    }

    /** Whether it says something else since the close of the week. */
    public boolean isChanged() {
      return !then.equals(state);
    }
  }

  /**
   * That a deal moved to a later stage, the third kind of signal.
   *
   * @param stage where it went
   * @param known whether that was before the close of the week, or the week is open
   */
  record Advance(
      UUID dealId,
      String name,
      @Nullable String companyName,
      String stage,
      Instant at,
      boolean known) {}

  /**
   * A lead that went from marketing to sales in the week.
   *
   * @param state {@code ACCEPTED}, {@code REJECTED}, {@code WITHDRAWN} or {@code WAITING}
   */
  record Handed(
      UUID leadId,
      UUID handoffId,
      String personName,
      @Nullable String companyName,
      String fromName,
      @Nullable String toName,
      Instant handedAt,
      String state,
      @Nullable String rejection,
      @Nullable String rejectionNote,
      boolean late) {}

  private final JdbcClient jdbc;

  WeekDemand(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The signals that happened in the week, in the order of their days. */
  List<Signal> signals(Week week, CurrentUser viewer) {
    return jdbc.sql(
            """
            select s.person_id, s.person_name, s.kind, s.happened_on, s.evidence,
                   case when s.confirmed_at is not null then 'CONFIRMED'
                        when s.dismissed_at is not null then 'DISMISSED' else 'WAITING' end as state,
                   o.id as occurrence_id, o.title, o.phase,
                   case when s.noted_at > r.closed_at then 'NONE'
                        when s.confirmed_at <= r.closed_at then 'CONFIRMED'
                        when s.dismissed_at <= r.closed_at then 'DISMISSED'
                        when r.closed_at is not null then 'WAITING'
                        when s.confirmed_at is not null then 'CONFIRMED'
                        when s.dismissed_at is not null then 'DISMISSED' else 'WAITING' end as then,
                   case when c.said_at > f.closed_at then c.said_at end as said_at,
                   case when c.said_at > f.closed_at then u.name end as said_by,
                   coalesce(c.said_at > f.closed_at and c.said_at <= r.closed_at, false) as between
            from leads.demand_signal s left join planner.occurrence o on o.id = s.occurrence_id
            left join planner.week_review r on r.monday = :monday
            left join lateral (select least(r.closed_at, min(w.closed_at)) as closed_at
              from planner.told_closing w where w.monday = r.monday) f on r.monday is not null
            cross join lateral (select coalesce(s.confirmed_at, s.dismissed_at, s.noted_at) as said_at,
              coalesce(s.confirmed_by, s.dismissed_by, s.noted_by) as said_by) c
            left join identity.user_account u on u.id = c.said_by
            where s.happened_on between :monday and :sunday and %s
            order by s.happened_on, s.id limit :most
            """
                .formatted(
                    viewer.scope().all()
                        ? "true"
                        : Timelines.SIGNALLED.formatted(
                            viewer.scope().condition("l.sales_owner_id"),
                            viewer.scope().condition("d.owner_id"))))
        .param("monday", week.monday())
        .param("sunday", week.sunday())
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("most", MOST)
        .query(Signal.class)
        .list();
  }

  /** The deals that moved on in the week, in order. */
  List<Advance> advances(Week week, CurrentUser viewer) {
    return jdbc.sql(
            """
            select d.id as deal_id, d.name, d.company_name, st.name as stage, g.at,
                   coalesce(g.at <= r.closed_at, true) as known
            from pipeline.stage_change g join pipeline.opportunity d on d.id = g.opportunity_id
            join pipeline.stage st on st.id = g.to_stage
            left join planner.week_review r on r.monday = :monday
            where g.advance and g.at >= :start and g.at < :end and %s
            order by g.at, g.id limit :most
            """
                .formatted(viewer.scope().condition("d.owner_id")))
        .param("monday", week.monday())
        .param("start", week.startsIn(viewer.company().zone()).atOffset(ZoneOffset.UTC))
        .param("end", week.endsIn(viewer.company().zone()).atOffset(ZoneOffset.UTC))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("most", MOST)
        .query(Advance.class)
        .list();
  }

  /** The handoffs made in the week, in order. */
  List<Handed> handoffs(Week week, CurrentUser viewer, Instant now) {
    return jdbc.sql(
            """
            select l.id as lead_id, h.id as handoff_id, l.person_name, l.company_name,
                   f.name as from_name, t.name as to_name, h.handed_at,
                   case when h.accepted_at is not null then 'ACCEPTED'
                        when h.rejected_at is not null then 'REJECTED'
                        when h.withdrawn_at is not null then 'WITHDRAWN' else 'WAITING' end as state,
                   h.rejection, h.rejection_note,
                   h.withdrawn_at is null
                     and coalesce(h.accepted_at, h.rejected_at, :now) > h.due_at as late
            from leads.handoff h join leads.lead l on l.id = h.lead_id
            join identity.user_account f on f.id = h.from_user
            left join identity.user_account t on t.id = h.to_user
            where h.handed_at >= :start and h.handed_at < :end and %s
            order by h.handed_at, h.id limit :most
            """
                .formatted(viewer.scope().condition("l.sales_owner_id")))
        .param("start", week.startsIn(viewer.company().zone()).atOffset(ZoneOffset.UTC))
        .param("end", week.endsIn(viewer.company().zone()).atOffset(ZoneOffset.UTC))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("most", MOST)
        .query(Handed.class)
        .list();
  }
}
