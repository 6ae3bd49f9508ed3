package com.arenacrm.insight;

import com.arenacrm.contacts.risk.AccountRisks;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads what needs a manager, over leads and deals alike. Each number is that of exactly the rows
 * behind it.
 */
@Component
class Attention {

  static final int PAGE = 25;

  /**
   * A row of any concern.
   *
   * @param key by which it is chosen, such as {@code lead:…}; null where it is not
   * @param at an instant: when it was due, or the last word with the customer
   * @param day a day: when it returns, or is back
   * @param first a number: how often, how many, working days
   * @param second another one: how many at most
   */
  record Row(
      UUID id,
      @Nullable String key,
      String name,
      @Nullable String more,
      @Nullable UUID owner,
      @Nullable Instant at,
      @Nullable LocalDate day,
      int first,
      int second,
      @Nullable String reason,
      @Nullable String note,
      String path) {

    /** Of deals that left their way, how often they went on with something not met. */
    public int unmet() {
      return reason == null ? 0 : Integer.parseInt(reason);
    }

    /** Of idle deals, whether nobody has spoken with the customer yet. */
    public boolean isNeverSpoken() {
      return second > 0;
    }

    /** Of idle deals, how the last contact was made; null where there was none. */
    public @Nullable String talk() {
      return reason == null || reason.isEmpty() ? null : reason.split("/")[0];
    }

    /** Of idle deals, what came out of the last contact; null where nobody said. */
    public @Nullable String talkResult() {
      return reason == null || !reason.contains("/") ? null : reason.split("/")[1];
    }

    /** Of sellers, how many open deals they have besides those of their leads. */
    public int deals() {
      return reason == null ? 0 : Integer.parseInt(reason);
    }

    /** Of sellers, whether they cannot sign in. */
    public boolean isGone() {
      return note != null;
    }
  }

  private static final String COLUMNS =
      "%s as id, %s as key, %s as name, %s as more, %s as owner, %s as at, %s as day,"
          + " %s as first, %s as second, %s as reason, %s as note, %s as path, %s as place";

  private static final String LATE_CLOCKS =
      """
      (select h.id as handoff, h.lead_id, h.due_at from leads.handoff h
       where h.first_contact_at is null and h.rejected_at is null and h.withdrawn_at is null
         and h.released_at is null and h.due_at < :now
       union all
       select h.id, h.lead_id, f.due_at from leads.following_clock f
       join leads.handoff h on h.id = f.handoff_id and h.rejected_at is null
         and h.withdrawn_at is null and h.released_at is null
       where f.answered_at is null and f.due_at < :now)""";

  private static final String HELD = "l.stage in ('HANDED_OVER', 'ACCEPTED')";

  /** Deals {@code o} that no open lead of their seller stands for: a lead takes its deal along. */
  private static final String WITHOUT_LEAD =
      """
      not exists (select from leads.lead l where l.sales_owner_id = o.owner_id
        and l.stage in ('HANDED_OVER', 'ACCEPTED') and (l.id = o.lead_id or l.id in
          (select a.lead_id from pipeline.acceptance a where a.opportunity_id = o.id)))""";

  private static final String AWAKE = "(o.snoozed_until is null or o.snoozed_until <= :today)";

  private final Organizations organizations;
  private final AccountRisks risks;
  private final JdbcClient jdbc;

  Attention(Organizations organizations, AccountRisks risks, JdbcClient jdbc) {
    this.organizations = organizations;
    this.risks = risks;
    this.jdbc = jdbc;
  }

  /** From when on a deal is idle, and what day it is. */
  record Times(Instant now, LocalDate today, Instant idleBefore, int idleAfter) {}

  Times times(Instant now) {
    Organization company = organizations.current();
    LocalDate today = LocalDate.ofInstant(now, company.timeZone());
    return new Times(
        now,
        today,
        company
            .calendar()
            .workingDayBack(today, company.idleAfterDays())
            .plusDays(1)
            .atStartOfDay(company.calendar().zone())
            .toInstant(),
        company.idleAfterDays());
  }

  /** How many rows each has, counted up to {@link Slice#COUNTED}, in one statement. */
  Map<Concern, Integer> counts(CurrentUser viewer, Times times) {
    String sql =
        Arrays.stream(Concern.ALL)
            .map(
                c ->
                    "(select count(*) from (%s limit :most) x) as %s"
                        .formatted(sql(c, viewer), c.key()))
            .collect(Collectors.joining(",\n", "select ", ""));
    return jdbc.sql(sql)
        .params(parameters(viewer, times))
        .param("most", Slice.COUNTED + 1)
        .query(
            (rs, n) -> {
              Map<Concern, Integer> counts = new EnumMap<>(Concern.class);
              for (Concern c : Concern.ALL) {
                counts.put(c, rs.getInt(c.key()));
              }
              return counts;
            })
        .single();
  }

  Slice<Row> rows(
      Concern concern, CurrentUser viewer, Times times, @Nullable UUID after, int size) {
    return page(sql(concern, viewer), viewer, times, after, size, Map.of());
  }

  /** All that a seller has, to be passed on while they are away or have too much. */
  Slice<Row> heldBy(UUID seller, CurrentUser viewer, Times times, @Nullable UUID after, int size) {
    String sql =
        "select "
            + COLUMNS.formatted(
                "l.id",
                "'lead:' || l.id",
                "l.person_name",
                "l.company_name",
                "l.sales_owner_id",
                "l.created_at",
                "null::date",
                "0",
                "0",
                "l.stage",
                "null",
                "'/leads/' || l.id",
                "extract(epoch from l.created_at)")
            + " from leads.lead l where l.sales_owner_id = :seller and "
            + HELD
            + " and "
            + viewer.scope().condition("l.sales_owner_id");
    String deals =
        select(
            "o.id",
            "'deal:' || o.id",
            "o.name",
            "coalesce(o.company_name, o.person_name)",
            "o.owner_id",
            "o.opened_at",
            "null::date",
            "0",
            "0",
            "'DEAL'",
            "null",
            "'/pipeline/opportunities/' || o.id",
            "extract(epoch from o.opened_at)",
            """
            from pipeline.opportunity o
            where o.kind = 'OPEN' and o.owner_id = :seller and %s and %s
            """
                .formatted(WITHOUT_LEAD, viewer.scope().condition("o.owner_id")));
    return page(sql + " union all " + deals, viewer, times, after, size, Map.of("seller", seller));
  }

  /** Everything that is put aside now, the first back first. */
  Slice<Row> snoozed(CurrentUser viewer, Times times, @Nullable UUID after, int size) {
    return page(snoozes(viewer, 0), viewer, times, after, size, Map.of());
  }

  /** How much somebody has put aside. */
  int snoozedBy(CurrentUser seller, Times times) {
    return jdbc.sql("select count(*) from (" + snoozes(seller, 0) + ") s where s.owner = :self")
        .params(parameters(seller, times))
        .param("self", seller.id().id())
        .query(Integer.class)
        .single();
  }

  private Slice<Row> page(
      String sql,
      CurrentUser viewer,
      Times times,
      @Nullable UUID after,
      int size,
      Map<String, Object> more) {
    List<Row> rows =
        jdbc.sql(
                "with c as (%s) select * from c %s order by place, id limit :limit"
                    .formatted(
                        sql,
                        after == null
                            ? ""
                            : "where (place, id) > (select x.place, x.id from c x where x.id ="
                                + " :after)"))
            .params(parameters(viewer, times))
            .params(more)
            .param("after", after)
            .param("limit", size + 1)
            .query(Attention::row)
            .list();
    return Slice.of(rows, size, Row::id);
  }

  private Map<String, Object> parameters(CurrentUser viewer, Times times) {
    Map<String, Object> values = new HashMap<>(risks.parameters(viewer, times.now()));
    values.put("now", times.now().atOffset(ZoneOffset.UTC));
    values.put("today", times.today());
    values.put("idleBefore", times.idleBefore().atOffset(ZoneOffset.UTC));
    values.put(Scope.PARAMETER, viewer.scope().owners());
    return values;
  }

  private String sql(Concern concern, CurrentUser viewer) {
    Scope scope = viewer.scope();
    String leads = "(l.sales_owner_id is null or " + scope.condition("l.sales_owner_id") + ")";
    String deals = "o.kind = 'OPEN' and " + scope.condition("o.owner_id");
    return switch (concern) {
      case LATE ->
          select(
              "h.handoff",
              "'lead:' || l.id",
              "l.person_name",
              "l.company_name",
              "l.sales_owner_id",
              "h.due_at",
              "null::date",
              "0",
              "0",
              "null",
              "null",
              "'/leads/handoffs/' || h.handoff",
              "extract(epoch from h.due_at)",
              """
              from %s h join leads.lead l on l.id = h.lead_id and %s
              where %s and not exists (select from leads.clock_pause p
                where p.handoff_id = h.handoff and p.ended_at is null and p.until_at > :now)
              """
                  .formatted(LATE_CLOCKS, HELD, leads));
      case UNHAPPY ->
          select(
              "k.id",
              "null",
              "c.name",
              "k.person_name",
              "c.owner_id",
              "k.answered_at",
              "null::date",
              "k.score",
              "10",
              "null",
              "k.comment",
              "'/customers/' || coalesce(c.company_id, c.person_id) || '/satisfaction'",
              "extract(epoch from k.answered_at)",
              """
              from customers.check_in k
              join customers.customer c
                on coalesce(c.company_id, c.person_id) = coalesce(k.company_id, k.person_id)
              where k.score <= 6 and k.settled_at is null and not exists (
                select from identity.user_account u where u.id = c.owner_id and u.enabled)
              """);
      case RETURNING ->
          select(
              "l.id",
              "'lead:' || l.id",
              "l.person_name",
              "l.company_name",
              "l.sales_owner_id",
              "n.idle_since",
              "n.returns_on",
              "0",
              "0",
              "null",
              "null",
              "'/leads/' || l.id",
              "extract(epoch from n.returns_on)",
              """
              from leads.pool_notice n
              join leads.lead l on l.id = n.lead_id and l.sales_owner_id = n.to_user and %s
              where %s and (l.spared_until is null or l.spared_until <= :today)
              """
                  .formatted(HELD, leads));
      case POOLED ->
          select(
              "h.id",
              "'lead:' || l.id",
              "l.person_name",
              "l.company_name",
              "(select r.owner_id from leads.pool_return r where r.handoff_id = h.id"
                  + " order by r.at desc limit 1)",
              "h.due_at",
              "null::date",
              "0",
              "0",
              "null",
              "null",
              "'/leads/handoffs/' || h.id",
              "extract(epoch from h.due_at)",
              """
              from leads.handoff h join leads.lead l on l.id = h.lead_id
              where h.to_user is null and h.accepted_at is null and h.rejected_at is null
                and h.withdrawn_at is null
              """);
      case SNOOZED -> snoozes(viewer, 2);
      case IDLE ->
          select(
              "o.id",
              "'deal:' || o.id",
              "o.name",
              "coalesce(o.company_name, o.person_name)",
              "o.owner_id",
              "coalesce(o.last_contact_at, o.opened_at)",
              "o.next_step_on",
              "o.attempts",
              "(o.last_contact_at is null)::int",
              "concat_ws('/', o.last_contact_kind, o.last_contact_result)",
              "o.next_step",
              "'/pipeline/opportunities/' || o.id",
              "extract(epoch from coalesce(o.last_contact_at, o.opened_at))",
              """
              from pipeline.opportunity o
              where %s and coalesce(o.last_contact_at, o.opened_at) < :idleBefore and %s
              """
                  .formatted(deals, AWAKE));
      case PUSHED ->
          select(
              "o.id",
              "'deal:' || o.id",
              "o.name",
              "coalesce(o.company_name, o.person_name)",
              "o.owner_id",
              "p.last",
              "o.close_date",
              "p.pushes",
              "0",
              "null",
              "p.reason",
              "'/pipeline/opportunities/' || o.id",
              "- p.pushes::numeric",
              """
              from (select p.opportunity_id, count(p.to_date)::int as pushes, max(p.at) as last,
                      (array_agg(p.reason order by p.at desc))[1] as reason
                    from pipeline.postponement p group by p.opportunity_id
                    having count(p.to_date) >= 2) p
              join pipeline.opportunity o on o.id = p.opportunity_id
              where %s
              """
                  .formatted(deals));
      case STRAYED ->
          select(
              "o.id",
              "'deal:' || o.id",
              "o.name",
              "coalesce(o.company_name, o.person_name)",
              "o.owner_id",
              "s.last",
              "null::date",
              "s.skips",
              "s.backs",
              "nullif(s.unmet, 0)::text",
              "s.reason",
              "'/pipeline/opportunities/' || o.id",
              "- (s.skips + s.backs + s.unmet)::numeric",
              """
              from (select g.opportunity_id, max(g.at) as last,
                      count(*) filter (where g.strayed = 'SKIPPED')::int as skips,
                      count(*) filter (where g.strayed = 'BACK')::int as backs,
                      count(g.unmet)::int as unmet,
                      (array_agg(g.reason order by g.at desc))[1] as reason
                    from pipeline.stage_change g where g.strayed is not null or g.unmet is not null
                    group by g.opportunity_id) s
              join pipeline.opportunity o on o.id = s.opportunity_id
              where %s
              """
                  .formatted(deals));
      case RISK ->
          select(
              "c.id",
              "null",
              "c.name",
              "c.city",
              "r.owner_id",
              "r.since",
              "null::date",
              "r.deals",
              "r.leads",
              "r.path",
              "r.name",
              "'/contacts/companies/' || c.id || '#risk'",
              "- (r.deals + r.leads)::numeric",
              """
              from (select x.company_id, count(*) filter (where x.kind = 'STEP')::int as deals,
                      count(*) filter (where x.kind = 'ANSWER')::int as leads,
                      min(x.since) as since,
                      (array_agg(x.owner_id order by x.since, x.path))[1] as owner_id,
                      (array_agg(x.name order by x.since, x.path))[1] as name,
                      (array_agg(x.path order by x.since, x.path))[1] as path
                    from (%s) x
                    where x.company_id is not null group by x.company_id) r
              join contacts.company c on c.id = r.company_id
              """
                  .formatted(risks.query(scope)));
      case SELLERS ->
          select(
              "u.id",
              "null",
              "u.name",
              "null",
              "u.id",
              "null::timestamptz",
              "a.until_day",
              "w.load",
              "coalesce(w.most, 0)",
              "w.deals::text",
              "case when not u.enabled then 'GONE' end",
              "'/reports/attention?seller=' || u.id",
              "- (w.load + w.deals)::numeric",
              """
              from (select x.seller, sum(x.load)::int as load, sum(x.deals)::int as deals,
                      max(c.most) as most
                    from (
                      select l.sales_owner_id as seller, count(*) as load, 0 as deals
                      from leads.lead l where %s and l.sales_owner_id is not null group by 1
                      union all
                      select o.owner_id, 0, count(*) from pipeline.opportunity o
                      where o.kind = 'OPEN' and o.owner_id is not null and %s group by 1) x
                    left join leads.seller_capacity c on c.to_user = x.seller
                    group by x.seller) w
              join identity.user_account u on u.id = w.seller
              left join lateral (select max(a.until_day) as until_day from identity.absence a
                where a.user_id = u.id and a.removed_at is null
                  and :today between a.from_day and a.until_day) a on true
              where %s and (w.load > w.most or a.until_day is not null or not u.enabled)
              """
                  .formatted(HELD, WITHOUT_LEAD, scope.condition("u.id")));
    };
  }

  /**
   * What is put aside now.
   *
   * @param least only those put aside at least so often
   */
  private static String snoozes(CurrentUser viewer, int least) {
    return select(
            "l.id",
            "'lead:' || l.id",
            "l.person_name",
            "l.company_name",
            "l.sales_owner_id",
            "s.at",
            "s.until_day",
            "s.times",
            "0",
            "s.reason",
            "s.note",
            "'/leads/' || l.id",
            "extract(epoch from s.until_day)",
            """
            from (select s.*, (
                    (select count(*) from leads.snooze t
                     where t.lead_id = s.lead_id and t.kind = 'SNOOZE')
                    + (select count(*) from pipeline.snooze t where t.opportunity_id in
                        (select opportunity_id from pipeline.acceptance a
                         where a.lead_id = s.lead_id
                         union select o.id from pipeline.opportunity o
                         where o.lead_id = s.lead_id)))::int as times
                  from leads.snooze s where s.kind = 'SNOOZE') s
            join leads.lead l on l.id = s.lead_id and %s
            where s.ended_at is null and s.until_day > :today and s.times >= %d and %s
            """
                .formatted(HELD, least, viewer.scope().condition("l.sales_owner_id")))
        + " union all "
        + select(
            "o.id",
            "'deal:' || o.id",
            "o.name",
            "coalesce(o.company_name, o.person_name)",
            "o.owner_id",
            "s.at",
            "s.until_day",
            "s.times",
            "0",
            "s.reason",
            "s.note",
            "'/pipeline/opportunities/' || o.id",
            "extract(epoch from s.until_day)",
            """
            from (select s.*, (
                    (select count(*) from pipeline.snooze t
                     where t.opportunity_id = s.opportunity_id)
                    + (select count(*) from leads.snooze t
                       where t.kind = 'SNOOZE' and t.lead_id in
                        (select lead_id from pipeline.acceptance a
                         where a.opportunity_id = s.opportunity_id
                         union select o.lead_id from pipeline.opportunity o
                         where o.id = s.opportunity_id)))::int as times
                  from pipeline.snooze s) s
            join pipeline.opportunity o on o.id = s.opportunity_id and o.kind = 'OPEN'
            where s.ended_at is null and s.until_day > :today and s.times >= %d and %s
            """
                .formatted(least, viewer.scope().condition("o.owner_id")));
  }

  private static String select(String... parts) {
    String columns = COLUMNS.formatted((Object[]) Arrays.copyOf(parts, parts.length - 1));
    return "select " + columns + " " + parts[parts.length - 1];
  }

  private static Row row(ResultSet rs, int n) throws SQLException {
    OffsetDateTime at = rs.getObject("at", OffsetDateTime.class);
    return new Row(
        rs.getObject("id", UUID.class),
        rs.getString("key"),
        rs.getString("name"),
        rs.getString("more"),
        rs.getObject("owner", UUID.class),
        at == null ? null : at.toInstant(),
        rs.getObject("day", LocalDate.class),
        rs.getInt("first"),
        rs.getInt("second"),
        rs.getString("reason"),
        rs.getString("note"),
        rs.getString("path"));
  }
}
