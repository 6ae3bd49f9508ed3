package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.playbook.Kit;
import com.arenacrm.playbook.UseHistory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was used with a customer already, and how often it won, for the kit of a record. It counts
 * deals as {@link UsefulReports} does: those that the viewer may see, each once for an item used in
 * them, or with the lead that they came from, before they were decided.
 */
@Component
@Transactional(readOnly = true)
class KitHistory implements UseHistory {

  /** So many uses of an item are told, the last ones. */
  private static final int MOST = 3;

  private static final String PAST =
      """
      with item as (select unnest(cast(:items as uuid[])) as id),
      used as (
        select i.id as item, u.id, u.about_kind as kind, u.about_id as about, u.used_at, u.used_by
        from item i join playbook.item_use u on u.script_id = i.id
        union all
        select i.id, u.id, u.about_kind, u.about_id, u.used_at, u.used_by
        from item i join playbook.item_use u on u.material_id = i.id),
      ended as (
        select n.item, d.id, d.kind
        from used n join pipeline.opportunity d on n.kind = 'DEAL' and d.id = n.about
        where d.kind <> 'OPEN' and n.used_at >= :since and n.used_at <= d.closed_at and %1$s
        union
        select n.item, d.id, d.kind
        from used n join pipeline.opportunity d on n.kind = 'LEAD' and d.lead_id = n.about
        where d.kind <> 'OPEN' and n.used_at >= :since and n.used_at <= d.closed_at and %1$s),
      outcome as (
        select item, count(*) filter (where kind = 'WON') as won,
          count(*) filter (where kind in ('WON', 'LOST')) as decided
        from ended group by item),
      who as (
        select d.person_id as person, d.company_id as company from pipeline.opportunity d
        where :kind = 'DEAL' and d.id = :about
        union all
        select l.person_id, l.company_id from leads.lead l where :kind = 'LEAD' and l.id = :about
        union all
        select p.id, p.company_id from contacts.person p where :kind = 'PERSON' and p.id = :about),
      theirs as (
        select n.item, n.id, n.about, n.used_at, n.used_by, d.name
        from used n join pipeline.opportunity d on n.kind = 'DEAL' and d.id = n.about
        join who on d.id = :about or d.company_id = who.company or d.person_id = who.person
        where %1$s
        union all
        select n.item, n.id, n.about, n.used_at, n.used_by, l.person_name
        from used n join leads.lead l on n.kind = 'LEAD' and l.id = n.about
        join who on l.id = :about or l.company_id = who.company or l.person_id = who.person
        where %2$s
        union all
        select n.item, n.id, n.about, n.used_at, n.used_by, p.name
        from used n join contacts.person p on n.kind = 'PERSON' and p.id = n.about
        join who on p.company_id = who.company or p.id = who.person),
      lately as (
        select t.*, row_number() over (partition by t.item order by t.used_at desc, t.id) as nth
        from theirs t)
      select i.id as item, coalesce(o.won, 0) as won, coalesce(o.decided, 0) as decided,
        t.id as use, t.used_at as at, t.used_by as by, u.name as by_name,
        case when t.about <> :about then t.name end as about
      from item i left join outcome o on o.item = i.id
      left join lately t on t.item = i.id and t.nth <= :most
      left join identity.user_account u on u.id = t.used_by
      where o.item is not null or t.id is not null
      order by i.id, t.nth
      """;

  private record Row(
      UUID item,
      int won,
      int decided,
      @Nullable UUID use,
      @Nullable Instant at,
      @Nullable UUID by,
      @Nullable String byName,
      @Nullable String about) {}

  private final JdbcClient jdbc;
  private final Clock clock;

  KitHistory(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public Map<UUID, Past> of(
      Collection<UUID> items, Kit.About kind, UUID about, CurrentUser viewer) {
    Map<UUID, Past> known = new LinkedHashMap<>();
    if (items.isEmpty()) {
      return known;
    }
    List<Row> rows =
        jdbc.sql(
                PAST.formatted(
                    viewer.scope().condition("d.owner_id"),
                    viewer.scope().condition("l.sales_owner_id")))
            .param("items", items.stream().map(UUID::toString).toArray(String[]::new))
            .param("kind", kind.name())
            .param("about", about)
            .param("since", clock.instant().minus(UsefulReports.BACK).atOffset(ZoneOffset.UTC))
            .param("most", MOST)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .query(Row.class)
            .list();
    for (Row row : rows) {
      List<Use> uses =
          known
              .computeIfAbsent(
                  row.item(), i -> new Past(new ArrayList<>(), row.won(), row.decided()))
              .uses();
      if (row.use() != null && row.at() != null && row.by() != null && row.byName() != null) {
        uses.add(new Use(row.use(), row.at(), row.by(), row.byName(), row.about()));
      }
    }
    return known;
  }
}
