package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.NotFoundException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What an occurrence turned out to be: demand, relationship or awareness. Computed by rule from
 * touches and signals, never typed in, so that nobody has to beg for credit (R051–R053, R055).
 */
@Component
class Verdicts {

  /** The possible verdicts. */
  enum Kind {
    DEMAND,
    RELATIONSHIP,
    AWARENESS,
    /** It did not take place, so it turned out to be nothing. */
    NOT_DONE
  }

  /**
   * The verdict with the numbers that it rests on.
   *
   * @param signals confirmed signals of those touched, within the window after the touch
   * @param advances how often a deal with one of them moved on within the window
   * @param deals those deals, as far as the viewer may see them; at most {@value #SHOWN_DEALS}
   * @param waiting signals on which sales has not said a word
   * @param attended people who came
   * @param touched people with any touch
   * @param window days
   */
  record Verdict(
      int signals,
      int advances,
      List<Deal> deals,
      int waiting,
      int attended,
      int touched,
      int window,
      boolean closed,
      boolean notDone) {

    public Kind kind() {
      if (notDone) {
        return Kind.NOT_DONE;
      }
      if (signals > 0 || advances > 0) {
        return Kind.DEMAND;
      }
      return attended > 0 ? Kind.RELATIONSHIP : Kind.AWARENESS;
    }
  }

  /** A deal that moved on. */
  record Deal(UUID id, String name) {}

  private static final int SHOWN_DEALS = 3;

  private final JdbcClient jdbc;

  Verdicts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The verdict on an occurrence.
   *
   * @throws NotFoundException when there is none
   */
  Verdict of(UUID occurrence, CurrentUser viewer) {
    return jdbc.sql(
            """
            with
            touched as (
              select t.person_id, min(t.at) as at,
                     bool_or(t.kind in ('ATTENDED', 'VISITED')) as attended
              from planner.counted_touch t where t.occurrence_id = :occurrence group by t.person_id),
            terms as (select demand_window_days as days from identity.organization),
            advance as (
              select d.id, d.name, d.owner_id, g.at
              from pipeline.stage_change g
              join pipeline.opportunity d on d.id = g.opportunity_id cross join terms
              where g.advance and exists (
                select 1 from touched where g.at >= touched.at
                  and g.at <= touched.at + make_interval(days => terms.days)
                  and (touched.person_id = d.person_id or touched.person_id in (
                    select b.person_id from pipeline.buying_role b where b.opportunity_id = d.id)))
                and (d.person_id in (select person_id from touched) or d.id in (
                  select b.opportunity_id from pipeline.buying_role b
                  where b.person_id in (select person_id from touched)))),
            shown as (
              select d.id, d.name, min(d.at) as at from advance d where %s
              group by d.id, d.name order by min(d.at), d.id limit :most)
            select
              (select count(*) from leads.demand_signal s join touched on touched.person_id = s.person_id
                where s.confirmed_at is not null
                  and s.happened_on >= cast(touched.at at time zone :zone as date)
                  and s.happened_on <= cast(touched.at at time zone :zone as date) + terms.days) as signals,
              (select count(*) from advance) as advances,
              array(select id from shown order by at, id) as deal_ids,
              array(select name from shown order by at, id) as deal_names,
              (select count(*) from leads.demand_signal s
                where s.occurrence_id = o.id and s.confirmed_at is null
                  and s.dismissed_at is null) as waiting,
              coalesce((select n.attended from planner.turnout n where n.occurrence_id = o.id), 0) as attended,
              (select count(*) from touched) as touched,
              terms.days as window, o.state <> 'PLANNED' as closed,
              o.state = 'NOT_DONE' as not_done
            from planner.occurrence o cross join terms
            where o.id = :occurrence
            """
                .formatted(viewer.scope().condition("d.owner_id")))
        .param("occurrence", occurrence)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("most", SHOWN_DEALS)
        .param("zone", viewer.company().zone().getId())
        .query(
            (rs, n) ->
                new Verdict(
                    rs.getInt("signals"),
                    rs.getInt("advances"),
                    deals(rs),
                    rs.getInt("waiting"),
                    rs.getInt("attended"),
                    rs.getInt("touched"),
                    rs.getInt("window"),
                    rs.getBoolean("closed"),
                    rs.getBoolean("not_done")))
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  private static List<Deal> deals(ResultSet rs) throws SQLException {
    UUID[] ids = (UUID[]) rs.getArray("deal_ids").getArray();
    String[] names = (String[]) rs.getArray("deal_names").getArray();
    return IntStream.range(0, ids.length).mapToObj(i -> new Deal(ids[i], names[i])).toList();
  }
}
