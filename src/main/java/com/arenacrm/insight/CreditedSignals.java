package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.planner.SignalCounts;
import com.arenacrm.shared.Week;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
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
 * The demand signals that are credited to an occurrence, each to one only, as the reports count
 * them (R052, R055): a signal to the occurrence that it was noted for, else to the last touch of
 * its person before it and inside the window; an advance of a deal, to the last touch of its
 * people. So the plan and the results never tell two numbers of the same thing.
 */
@Component
@Transactional(readOnly = true)
class CreditedSignals implements SignalCounts {

  private static final int MOST = 200;

  /**
   * A signal or an advance.
   *
   * @param saidLate when somebody said so, where the week had been closed by then: the frozen
   *     figures do not hold it; else null
   */
  record Row(
      String target,
      UUID link,
      String title,
      @Nullable String detail,
      String kind,
      Instant at,
      @Nullable Instant saidLate) {

    /** Whether the detail is a quotation as it was written, with its own marks. */
    public boolean isQuoted() {
      return detail != null && CreditedSignals.isQuoted(detail);
    }
  }

  /** Whether a text brings its quotation marks along. */
  static boolean isQuoted(String text) {
    String marks = "\"'«“”‘„";
    String said = text.strip();
    return !said.isEmpty() && marks.indexOf(said.charAt(0)) >= 0;
  }

  /**
   * What is credited to an occurrence.
   *
   * @param rows those that the viewer may see, at most {@value #MOST}, in order
   * @param all how many there are
   * @param hidden how many of them the viewer may not see
   */
  record Rows(String title, List<Row> rows, int all, int hidden) {}

  private static final String CREDITED =
      """
      with asked as (select unnest(cast(:ids as uuid[])) as id),
      met as (select distinct t.person_id from planner.counted_touch t join asked a on a.id = t.occurrence_id),
      terms as (
        select time_zone as zone from identity.organization),
      deal as (
        select d.id from pipeline.opportunity d join met on met.person_id = d.person_id
        union
        select b.opportunity_id from pipeline.buying_role b join met on met.person_id = b.person_id),
      credited as (
        select c.id as occurrence_id, 'person' as target, s.person_id as link, s.id,
               s.person_name as title, s.evidence as detail, s.kind,
               s.confirmed_at as said_at, s.confirmed_by as said_by,
               cast(s.happened_on as timestamp) at time zone terms.zone as at, %s as visible
        from leads.demand_signal s join met on met.person_id = s.person_id cross join terms
        cross join lateral {signal} c
        where s.confirmed_at is not null and c.id in (select id from asked)
        union all
        select c.id, 'deal', d.id, g.id, d.name, st.name, 'ADVANCE',
               coalesce(g.noted_at, g.at), g.by_user, g.at, %s
        from deal join pipeline.opportunity d on d.id = deal.id
        join pipeline.stage_change g on g.opportunity_id = d.id and g.advance
        left join pipeline.stage st on st.id = g.to_stage
        cross join lateral {advance} c
        where c.id in (select id from asked))
      """
          .replace("{signal}", SignalCredit.ofSignal("o.id", "terms.zone"))
          .replace("{advance}", SignalCredit.ofAdvance("o.id"));

  private final JdbcClient jdbc;

  CreditedSignals(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Map<UUID, Integer> confirmed(Collection<UUID> occurrences) {
    return counted(OffsetDateTime.MAX, occurrences);
  }

  @Override
  public Map<UUID, Integer> confirmedBy(Instant instant, Collection<UUID> occurrences) {
    return counted(instant.atOffset(ZoneOffset.UTC), occurrences);
  }

  private Map<UUID, Integer> counted(OffsetDateTime until, Collection<UUID> occurrences) {
    Map<UUID, Integer> counts = new HashMap<>();
    if (!occurrences.isEmpty()) {
      jdbc.sql(
              CREDITED.formatted("true", "true")
                  + """
                    select occurrence_id, count(*) as signals from credited
                    where said_at <= :until group by occurrence_id
                    """)
          .param("ids", array(occurrences))
          .param("until", until)
          .query(
              rs -> {
                counts.put(rs.getObject("occurrence_id", UUID.class), rs.getInt("signals"));
              });
    }
    return counts;
  }

  @Override
  public Since since(
      Week week, Instant closedAt, Collection<UUID> occurrences, CurrentUser viewer) {
    Scope scope = viewer.scope();
    Map<UUID, Integer> counts = new HashMap<>();
    List<Late> late = new ArrayList<>();
    jdbc.sql(
            CREDITED.formatted(signalled(scope), scope.condition("d.owner_id"))
                + """
                select c.occurrence_id, c.title, c.kind, c.said_at, u.name as said_by, c.visible,
                       c.said_at > :closed as late, o.title as activity,
                       null::numeric as before, null::text as currency_before,
                       null::numeric as after, null::text as currency_after
                from credited c left join identity.user_account u on u.id = c.said_by
                left join planner.occurrence o on o.id = c.occurrence_id
                union all
                select null, s.person_name, s.kind, s.confirmed_at, u.name, %s, true, null, null,
                       null, null, null
                from leads.demand_signal s
                left join identity.user_account u on u.id = s.confirmed_by
                where s.confirmed_at > :closed and s.happened_on between :monday and :sunday
                  and not exists (select from credited c where c.id = s.id)
                union all
                select null, e.name, e.kind, e.at, u.name, e.visible, true, null, e.amount_before,
                       e.currency_before, e.amount_after, e.currency_after
                from (%s) e left join identity.user_account u on u.id = e.by_user
                order by 4 desc, 2
                """
                    .formatted(
                        signalled(scope),
                        WonDeals.CHANGED.formatted(scope.condition("d.owner_id"))))
        .param("ids", array(occurrences))
        .param("closed", closedAt.atOffset(ZoneOffset.UTC))
        .param("monday", week.monday())
        .param("sunday", week.sunday())
        .param("start", week.startsIn(viewer.company().zone()).atOffset(ZoneOffset.UTC))
        .param("end", week.next().startsIn(viewer.company().zone()).atOffset(ZoneOffset.UTC))
        .param(Scope.PARAMETER, scope.owners())
        .query(
            rs -> {
              UUID occurrence = rs.getObject("occurrence_id", UUID.class);
              if (occurrence != null) {
                counts.merge(occurrence, 1, Integer::sum);
              }
              if (rs.getBoolean("late") && late.size() < MOST) {
                late.add(
                    new Late(
                        occurrence,
                        rs.getString("activity"),
                        rs.getBoolean("visible") ? rs.getString("title") : null,
                        rs.getString("kind"),
                        rs.getObject("said_at", OffsetDateTime.class).toInstant(),
                        rs.getString("said_by"),
                        rs.getString("currency_after") == null
                            ? null
                            : new Sums(
                                rs.getBigDecimal("before"),
                                rs.getString("currency_before"),
                                rs.getBigDecimal("after"),
                                rs.getString("currency_after"))));
              }
            });
    return new Since(counts, late);
  }

  private static String signalled(Scope scope) {
    return scope.all()
        ? "true"
        : Timelines.SIGNALLED.formatted(
            scope.condition("l.sales_owner_id"), scope.condition("d.owner_id"));
  }

  /** What is credited to an occurrence; empty when there is no such occurrence. */
  Optional<Rows> of(UUID occurrence, CurrentUser viewer) {
    return jdbc.sql("select title from planner.occurrence where id = :id")
        .param("id", occurrence)
        .query(String.class)
        .optional()
        .map(title -> rows(title, occurrence, viewer));
  }

  private Rows rows(String title, UUID occurrence, CurrentUser viewer) {
    Scope scope = viewer.scope();
    String signals = signalled(scope);
    int[] tally = {0, 0};
    List<Row> rows =
        jdbc
            .sql(
                CREDITED.formatted(signals, scope.condition("d.owner_id"))
                    + """
                      select c.target, c.link, c.title, c.detail, c.kind, c.at, c.visible,
                             case when c.said_at > r.closed_at then c.said_at end as said_late
                      from credited c join planner.occurrence o on o.id = c.occurrence_id
                      left join planner.week_review r
                        on r.monday = cast(date_trunc('week', o.day) as date)
                      order by c.at, c.id
                      """)
            .param("ids", array(List.of(occurrence)))
            .param(Scope.PARAMETER, scope.owners())
            .query(
                (rs, n) -> {
                  tally[0]++;
                  if (!rs.getBoolean("visible")) {
                    tally[1]++;
                    return Optional.<Row>empty();
                  }
                  OffsetDateTime saidLate = rs.getObject("said_late", OffsetDateTime.class);
                  return Optional.of(
                      new Row(
                          rs.getString("target"),
                          rs.getObject("link", UUID.class),
                          rs.getString("title"),
                          rs.getString("detail"),
                          rs.getString("kind"),
                          rs.getObject("at", OffsetDateTime.class).toInstant(),
                          saidLate == null ? null : saidLate.toInstant()));
                })
            .list()
            .stream()
            .flatMap(Optional::stream)
            .limit(MOST)
            .toList();
    return new Rows(title, rows, tally[0], tally[1]);
  }

  private static String array(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
