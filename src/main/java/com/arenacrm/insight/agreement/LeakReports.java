package com.arenacrm.insight.agreement;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.insight.agreement.LeakReport.Cell;
import com.arenacrm.insight.agreement.LeakReport.Line;
import com.arenacrm.insight.agreement.LeakReport.Rival;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads where demand leaks away, and the leads behind each number. */
@Component
@Transactional(readOnly = true)
class LeakReports {

  static final int ROWS_OF_PAGE = 200;

  /** How the leads are parted. */
  enum By {
    PHASE("phase"),
    PROFILE("profile_id"),
    COMPETITOR("rival_key");

    private final String column;

    By(String column) {
      this.column = column;
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A lead behind a number. */
  record Row(
      UUID leadId,
      String personName,
      @Nullable String companyName,
      @Nullable String activity,
      @Nullable String phase,
      String leak,
      @Nullable String rival,
      Instant createdAt,
      @Nullable BigDecimal cost,
      @Nullable BigDecimal amount) {}

  /** Some of the leads behind a number; {@code cell} is all of them. */
  record Rows(List<Row> rows, int first, Cell cell) {

    /** How many stand before those of the next page; null after the last. */
    public @Nullable Integer next() {
      return first + rows.size() < cell.count() ? first + ROWS_OF_PAGE : null;
    }
  }

  // How far a lead came, and whether it was left alone, rests on all of its handoffs: one that went
  // back to the pool was accepted all the same, and the time that passed has passed. Who fell
  // silent is asked only of those below the gate.
  private static final String ROWS =
      """
      with base as materialized (
        select l.id as lead_id, l.person_name, l.company_name, l.source_activity_id as activity_id,
          l.phase, l.profile_id, l.created_at, d.amount,
          case when x.leak = 'COMPETITOR' then coalesce(d.lost_competitor, l.competitor) end as rival,
          x.leak,
          case when x.leak = 'WON' then 5
               when e.accepted and e.talked then 4
               when e.accepted or l.stage = 'ACCEPTED' then 3
               when e.handed then 2
               when l.stage = 'QUALIFIED' or q.qualified_at is not null then 1 else 0 end as level
        from leads.lead l
        left join lateral (
          select h.* from leads.handoff h where h.lead_id = l.id and h.withdrawn_at is null
          order by h.handed_at desc, h.id limit 1) h on true
        cross join lateral (
          select count(*) > 0 as handed, coalesce(bool_or(a.accepted_at is not null), false) as accepted,
            coalesce(bool_or(a.first_contact_at is not null), false) as talked,
            coalesce(bool_or(least(a.due_at, m.due) <
              least(coalesce(a.withdrawn_at, :now), a.rejected_at, a.released_at, :now)), false) as missed
          from leads.handoff a
          left join lateral (select min(s.due_was) as due from leads.assignment s
            where s.handoff_id = a.id and s.due_was < s.at) m on true
          where a.lead_id = l.id) e
        left join lateral (
          select max(q.qualified_at) as qualified_at from leads.qualification q
          where q.lead_id = l.id) q on true
        left join lateral (
          select o.kind, o.lost_to, o.lost_reason, o.lost_competitor,
            case when o.currency = :currency then o.amount end as amount
          from pipeline.opportunity o where o.lead_id = l.id
          order by o.opened_at desc, o.id limit 1) d on true
        cross join lateral (select case
          when l.outcome = 'BOUGHT' or d.kind = 'WON' then 'WON'
          when l.outcome = 'NOT_A_LEAD' then 'NO_LEAD'
          when l.outcome = 'COMPETITOR' or l.outcome is null and d.lost_to = 'COMPETITOR' then 'COMPETITOR'
          when l.outcome = 'UNKNOWN' or d.lost_reason = 'SILENCE' then 'SILENT'
          when l.stage = 'ENDED' or d.kind = 'LOST' then 'NOTHING'
          when l.stage in ('ACCEPTED', 'HANDED_OVER') and e.missed and not e.talked then
            case when e.accepted then 'UNTOUCHED' else 'UNANSWERED' end
          when l.stage = 'QUALIFIED' and coalesce(q.qualified_at, l.created_at) < :unhanded then 'NOT_HANDED'
          when l.stage = 'OPEN' and h.rejected_at is not null then 'RETURNED'
          when l.stage = 'OPEN' and l.created_at < :silent
            and not exists (select from planner.counted_touch t
              where t.person_id = l.person_id and t.at >= :silent)
            and not exists (select from contacts.interaction i
              where i.person_id = l.person_id and i.happened_at >= :silent) then 'BELOW_SILENT'
          else 'UNDER_WAY' end as leak) x
        where l.created_at >= :start and l.created_at < :end
          and (cast(:profile as uuid) is null or l.profile_id = :profile) and %s),
      %s,
      r as (
        select b.*, c.cost,
          regexp_replace(platform.fold(b.rival), '\\s', '', 'g') as rival_key
        from base b left join cost c on c.activity_id = b.activity_id)
      """;

  private static final String NUMBERS =
      """
      count(*) as many, coalesce(sum(r.cost), 0) as cost,
      count(*) filter (where r.cost is null) as unknown, coalesce(sum(r.amount), 0) as amount
      """;

  private final JdbcClient jdbc;

  LeakReports(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private static String rows(CurrentUser viewer) {
    return ROWS.formatted(viewer.scope().condition("l.sales_owner_id"), HandoffSql.COST);
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec sql, Span span, CurrentUser viewer, Instant now) {
    ZoneId zone = viewer.company().zone();
    return sql.param("start", span.start(zone))
        .param("end", span.end(zone))
        .param("profile", span.profile())
        .param("currency", viewer.company().currency().getCurrencyCode())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("silent", now.minus(Duration.ofDays(Leak.SILENT_DAYS)).atOffset(ZoneOffset.UTC))
        .param("unhanded", now.minus(Duration.ofDays(Leak.UNHANDED_DAYS)).atOffset(ZoneOffset.UTC))
        .param(Scope.PARAMETER, viewer.scope().owners());
  }

  /** All numbers, by one statement. */
  LeakReport report(Span span, By by, CurrentUser viewer, Instant now) {
    Map<Leak, Cell> leaks = new EnumMap<>(Leak.class);
    Map<String, Map<Leak, Cell>> lines = new HashMap<>();
    Map<String, String> titles = new HashMap<>();
    List<Rival> rivals = new ArrayList<>();
    Map<Step, Integer> reached = new EnumMap<>(Step.class);
    bind(
            jdbc.sql(
                rows(viewer)
                    + """
                    select g.*, p.name as title from (
                      select grouping(r.leak, r.%1$s, r.level, r.rival_key) as parted, r.leak,
                        cast(r.%1$s as text) as line, r.level, r.rival_key, min(r.rival) as rival, %2$s
                      from r group by grouping sets ((r.leak), (r.leak, r.%1$s), (r.level),
                        (r.leak, r.rival_key))) g
                    left join icp.profile p on cast(p.id as text) = g.line
                    """
                        .formatted(by.column, NUMBERS)),
            span,
            viewer,
            now)
        .query(
            rs -> {
              switch (rs.getInt("parted")) {
                case 0b0111 -> leaks.put(leak(rs), cell(rs));
                case 0b0011 -> {
                  String key = rs.getString("line") == null ? "" : rs.getString("line");
                  lines
                      .computeIfAbsent(key, k -> new EnumMap<>(Leak.class))
                      .put(leak(rs), cell(rs));
                  titles.put(key, rs.getString("title") == null ? "" : rs.getString("title"));
                }
                case 0b0110 -> {
                  if (leak(rs) == Leak.COMPETITOR) {
                    String key = rs.getString("rival_key");
                    rivals.add(
                        new Rival(
                            key == null ? "" : key,
                            rs.getString("rival") == null ? "" : rs.getString("rival"),
                            cell(rs)));
                  }
                }
                default -> {
                  int level = rs.getInt("level");
                  for (int i = 0; i <= level; i++) {
                    reached.merge(Step.values()[i], rs.getInt("many"), Integer::sum);
                  }
                }
              }
            });
    List<Line> sorted =
        lines.entrySet().stream()
            .map(e -> new Line(e.getKey(), titles.get(e.getKey()), e.getValue()))
            .sorted(
                Comparator.comparing((Line line) -> line.lost().cost())
                    .thenComparing(line -> line.lost().count())
                    .reversed()
                    .thenComparing(Line::key))
            .toList();
    rivals.sort(
        Comparator.comparing((Rival rival) -> rival.cell().amount())
            .thenComparing(rival -> rival.cell().count())
            .reversed());
    return new LeakReport(leaks, sorted, rivals, reached);
  }

  private static Leak leak(ResultSet rs) throws SQLException {
    return Leak.valueOf(rs.getString("leak"));
  }

  private static Cell cell(ResultSet rs) throws SQLException {
    return new Cell(
        rs.getInt("many"),
        rs.getBigDecimal("cost"),
        rs.getInt("unknown"),
        rs.getBigDecimal("amount"));
  }

  /**
   * The leads behind a number.
   *
   * @param leak null where a step, or all that leaked away, is asked for
   * @param step how far they came at least; null where a leak is asked for
   * @param by null for all lines together
   * @param line empty for leads of none
   * @param size so many of them
   */
  Rows rows(
      Span span,
      @Nullable Leak leak,
      @Nullable Step step,
      @Nullable By by,
      String line,
      int first,
      int size,
      CurrentUser viewer,
      Instant now) {
    String condition =
        (leak != null
                ? "r.leak = '" + leak.name() + "'"
                : step != null
                    ? "r.level >= " + step.ordinal()
                    : "r.leak not in ('UNDER_WAY', 'WON', 'NO_LEAD')")
            + (by == null
                ? ""
                : line.isEmpty()
                    ? " and r." + by.column + " is null"
                    : " and cast(r." + by.column + " as text) = :line");
    List<Row> rows =
        bind(
                jdbc.sql(
                    rows(viewer)
                        + """
                        select r.lead_id, r.person_name, r.company_name, a.title as activity, r.phase,
                          r.leak, r.rival, r.created_at, r.cost, r.amount
                        from r left join planner.activity a on a.id = r.activity_id
                        where %s order by r.created_at, r.lead_id limit %d offset :first
                        """
                            .formatted(condition, size)),
                span,
                viewer,
                now)
            .param("line", line)
            .param("first", first)
            .query(Row.class)
            .list();
    Cell cell =
        bind(
                jdbc.sql(rows(viewer) + "select " + NUMBERS + " from r where " + condition),
                span,
                viewer,
                now)
            .param("line", line)
            .query((rs, n) -> cell(rs))
            .single();
    return new Rows(rows, first, cell);
  }

  /** The name of a profile; null when there is none. */
  @Nullable String profileNamed(String id) {
    return jdbc.sql("select name from icp.profile where cast(id as text) = :id")
        .param("id", id)
        .query(String.class)
        .optional()
        .orElse(null);
  }
}
