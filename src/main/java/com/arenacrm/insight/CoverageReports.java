package com.arenacrm.insight;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Scope;
import com.arenacrm.insight.CoverageReport.Closing;
import com.arenacrm.insight.CoverageReport.Line;
import com.arenacrm.insight.CoverageReport.Review;
import com.arenacrm.insight.CoverageReport.Unclosed;
import com.arenacrm.insight.CoverageReport.WeekPoint;
import com.arenacrm.shared.Balance;
import com.arenacrm.shared.Coverage;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WeekClosed;
import com.arenacrm.shared.WeekReopened;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reads the weekly hourglass-coverage report, and freezes it when a week is closed. */
@Component
class CoverageReports {

  static final int TREND_WEEKS = 12;
  static final int ROWS_OF_PAGE = 500;

  /** A profile that the report can be limited to, with the phases that do not apply to it. */
  record ProfileChoice(UUID id, String name, Map<HourglassPhase, String> notApplicable) {}

  /**
   * One row behind a figure.
   *
   * @param adds what it adds to the figure
   * @param signal of a signal, which one it is
   */
  record Row(
      String target,
      UUID id,
      String title,
      @Nullable String detail,
      @Nullable String kind,
      @Nullable String state,
      Instant at,
      BigDecimal adds,
      @Nullable String phase,
      @Nullable UUID signal) {}

  private final JdbcClient jdbc;
  private final Organizations organizations;

  CoverageReports(JdbcClient jdbc, Organizations organizations) {
    this.jdbc = jdbc;
    this.organizations = organizations;
  }

  /** The profiles that are in use, with what does not apply to each. */
  List<ProfileChoice> profiles() {
    return jdbc.sql(
            """
            select p.id, p.name,
                   array(select x.phase || ':' || x.reason from icp.phase_exclusion x
                         where x.edition_id = e.id) as excluded
            from icp.profile p
            left join icp.edition_in_force e on e.profile_id = p.id
            where p.retired_at is null order by p.name
            """)
        .query(
            (rs, n) ->
                new ProfileChoice(
                    rs.getObject("id", UUID.class),
                    rs.getString("name"),
                    exclusions((String[]) rs.getArray("excluded").getArray())))
        .list();
  }

  private static Map<HourglassPhase, String> exclusions(String[] excluded) {
    Map<HourglassPhase, String> reasons = new EnumMap<>(HourglassPhase.class);
    for (String text : excluded) {
      int colon = text.indexOf(':');
      reasons.put(HourglassPhase.valueOf(text.substring(0, colon)), text.substring(colon + 1));
    }
    return reasons;
  }

  /** The report of a week, for one profile or for all together. */
  @Transactional(readOnly = true)
  public CoverageReport of(
      Week week, @Nullable UUID profile, List<ProfileChoice> profiles, CurrentUser viewer) {
    Terms terms = Terms.now(week, profile, viewer);
    return read(terms, notApplicable(profile, profiles));
  }

  /** A phase does not apply to all together when it applies to none of them. */
  private static Map<HourglassPhase, String> notApplicable(
      @Nullable UUID profile, List<ProfileChoice> profiles) {
    if (profile != null) {
      return profiles.stream()
          .filter(p -> p.id().equals(profile))
          .findFirst()
          .map(ProfileChoice::notApplicable)
          .orElse(Map.of());
    }
    Map<HourglassPhase, String> none = new EnumMap<>(HourglassPhase.class);
    if (!profiles.isEmpty()) {
      for (HourglassPhase phase : HourglassPhase.values()) {
        if (profiles.stream().allMatch(p -> p.notApplicable().containsKey(phase))) {
          none.put(
              phase,
              profiles.stream()
                  .map(p -> p.notApplicable().get(phase))
                  .distinct()
                  .collect(Collectors.joining("; ")));
        }
      }
    }
    return none;
  }

  /**
   * What every query of a report is about.
   *
   * @param known when it is told: what became known later is no part of it; null for now
   */
  private record Terms(
      Week week, @Nullable UUID profile, ZoneId zone, String currency, @Nullable Instant known) {

    static Terms now(Week week, @Nullable UUID profile, CurrentUser viewer) {
      return new Terms(
          week,
          profile,
          viewer.company().zone(),
          viewer.company().currency().getCurrencyCode(),
          null);
    }

    Instant end() {
      Instant end = week.endsIn(zone);
      return known != null && known.isBefore(end) ? known : end;
    }
  }

  private CoverageReport read(Terms terms, Map<HourglassPhase, String> notApplicable) {
    Map<String, Map<Figure, BigDecimal>> now = figures(terms);
    Frozen frozen = frozen(terms);
    List<Line> lines = new ArrayList<>();
    for (HourglassPhase phase : HourglassPhase.values()) {
      Map<Figure, BigDecimal> kept = frozen.figures().getOrDefault(phase.name(), Map.of());
      boolean applies =
          frozen.applicable().isEmpty()
              ? !notApplicable.containsKey(phase)
              : frozen.applicable().contains(phase);
      lines.add(
          new Line(
              phase,
              applies,
              applies ? null : notApplicable.getOrDefault(phase, ""),
              now.getOrDefault(phase.name(), Map.of()),
              kept));
    }
    Set<HourglassPhase> applicable = EnumSet.noneOf(HourglassPhase.class);
    lines.stream()
        .filter(Line::applies)
        .forEach(l -> applicable.add(Objects.requireNonNull(l.phase())));
    return new CoverageReport(
        terms.week(),
        terms.profile(),
        lines,
        new Line(
            null,
            true,
            null,
            now.getOrDefault("", Map.of()),
            frozen.figures().getOrDefault(Behind.NONE, Map.of())),
        weeks(terms.week().plus(1 - TREND_WEEKS), TREND_WEEKS, terms.profile(), applicable),
        unclosed(terms),
        review(terms.week()).orElse(null),
        closings(terms.week()));
  }

  /** All figures of a week by phase, by one statement; the empty name is for no phase. */
  private Map<String, Map<Figure, BigDecimal>> figures(Terms terms) {
    String sql =
        Stream.of(RowSource.values())
            .map(source -> counting(source, terms.profile() != null))
            .collect(Collectors.joining("\nunion all\n"));
    Map<String, Map<Figure, BigDecimal>> figures = new TreeMap<>();
    bind(jdbc.sql(sql), terms)
        .query(
            rs -> {
              RowSource source = RowSource.valueOf(rs.getString("source"));
              Map<Figure, BigDecimal> line =
                  figures.computeIfAbsent(
                      rs.getString("phase"), phase -> new EnumMap<>(Figure.class));
              BigDecimal[] values = (BigDecimal[]) rs.getArray("figures").getArray();
              List<Figure> of = source.figures();
              for (int i = 0; i < values.length; i++) {
                line.put(of.get(i), values[i]);
              }
            });
    return figures;
  }

  private static String counting(RowSource source, boolean oneProfile) {
    String columns =
        source.figures().stream()
            .map(f -> "cast(" + f.column().replaceAll(" as \\w+$", "") + " as numeric)")
            .collect(Collectors.joining(", "));
    return "select '%s' as source, coalesce(r.phase, '') as phase, array[%s] as figures from (%s) r group by coalesce(r.phase, '')"
        .formatted(source, columns, source.rows(oneProfile));
  }

  private JdbcClient.StatementSpec bind(JdbcClient.StatementSpec sql, Terms terms) {
    Week week = terms.week();
    return sql.param("from", week.monday())
        .param("until", week.monday().plusDays(7))
        .param("start", week.startsIn(terms.zone()).atOffset(ZoneOffset.UTC))
        .param("end", terms.end().atOffset(ZoneOffset.UTC))
        .param(
            "known",
            terms.known() == null ? OffsetDateTime.MAX : terms.known().atOffset(ZoneOffset.UTC))
        .param("zone", terms.zone().getId())
        .param("currency", terms.currency())
        .param("home", terms.currency())
        .param(
            "decimals",
            Math.max(0, Currency.getInstance(terms.currency()).getDefaultFractionDigits()))
        .param("profile", terms.profile());
  }

  /**
   * Some of the rows behind a figure, and what all of them add up to.
   *
   * @param first how many rows stand before these
   * @param all how many there are
   * @param hidden how many more there are that the viewer may not see; they are in the sum
   * @param keptSum the number when the week was closed, where it is another now; else null
   * @param since of the rows that came or changed after the close, who said so and when
   * @param gone what counted when the week was closed and does not any more
   */
  record Rows(
      List<Row> rows,
      int first,
      int all,
      int hidden,
      BigDecimal sum,
      @Nullable BigDecimal keptSum,
      Map<Row, Since> since,
      List<Gone> gone) {

    /** How many stand before those of the next page; null after the last. */
    @Nullable Integer next() {
      return first + rows.size() < all ? first + ROWS_OF_PAGE : null;
    }
  }

  /**
   * A deal that was won in the week when that was closed, and is not any more.
   *
   * @param by null where nobody is known to have said so
   */
  record Gone(
      UUID id,
      String name,
      @Nullable BigDecimal amount,
      String currency,
      Instant at,
      @Nullable String by) {}

  /**
   * Who said something after a week had been closed, and when.
   *
   * @param between whether the week was closed again after it
   */
  record Since(Instant at, @Nullable String by, boolean between) {}

  /**
   * The rows behind a figure, of one phase, of none, or of all; they add up to it. Leads, deals and
   * signals of others stay hidden from sales people who see only their own; the sum is the
   * company's.
   *
   * @param first how many rows to leave out at the beginning
   */
  @Transactional(readOnly = true)
  public Rows rows(
      Week week,
      @Nullable UUID profile,
      Figure figure,
      Behind behind,
      int first,
      CurrentUser viewer) {
    Terms terms = Terms.now(week, profile, viewer);
    String from =
        "from (%s) r where %s and %s"
            .formatted(
                figure.source().rows(profile != null), figure.condition(), behind.condition());
    String[] phases = behind.phases().stream().map(HourglassPhase::name).toArray(String[]::new);
    String visible = visible(figure.source(), viewer.scope());
    List<Row> rows =
        bind(
                jdbc.sql(
                    """
                    select r.target, r.id, r.title, r.detail, r.kind, r.state, r.at, r.phase,
                           cast(%s as numeric) as adds, %s as signal
                    %s and %s order by r.at, r.title, r.id limit %d offset :first
                    """
                        .formatted(
                            figure.adds(),
                            figure.source() == RowSource.SIGNALS ? "r.signal" : "null::uuid",
                            from,
                            visible,
                            ROWS_OF_PAGE)),
                terms)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .param("phases", phases)
            .param("first", first)
            .query(Row.class)
            .list();
    BigDecimal kept = kept(terms, figure, behind);
    Map<Row, Since> since = since(terms, figure, rows);
    List<Gone> gone = kept == null ? List.of() : gone(terms, figure, viewer);
    return bind(
            jdbc.sql(
                "select count(*) as every, count(*) filter (where %s) as all_rows, %s %s"
                    .formatted(visible, figure.column(), from)),
            terms)
        .param("phases", phases)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(
            (rs, n) -> {
              BigDecimal sum = rs.getBigDecimal(figure.key());
              return new Rows(
                  rows,
                  first,
                  rs.getInt("all_rows"),
                  rs.getInt("every") - rs.getInt("all_rows"),
                  sum,
                  kept == null || kept.compareTo(sum) == 0 ? null : kept,
                  since,
                  gone);
            })
        .single();
  }

  /** Which rows of a source a viewer sees, as SQL over the alias {@code r}. */
  static String visible(RowSource source, Scope scope) {
    if (scope.all()) {
      return "true";
    }
    return switch (source) {
      case OCCURRENCES, PEOPLE -> "true";
      case SIGNALS ->
          "(select %s from (select r.id as person_id) s)"
              .formatted(
                  Timelines.SIGNALLED.formatted(
                      scope.condition("l.sales_owner_id"), scope.condition("d.owner_id")));
      case LEADS, QUALIFIED, ACCEPTED ->
          "exists (select from leads.lead v where v.id = r.id and %s)"
              .formatted(scope.condition("v.sales_owner_id"));
      case BOUGHT_AGAIN ->
          """
          (exists (select from pipeline.opportunity v where v.id = r.id and %s)
            or exists (select from customers.purchase v
              left join customers.customer c
                on coalesce(c.company_id, c.person_id) = coalesce(v.company_id, v.person_id)
              where v.id = r.id and (%s or %s)))
          """
              .formatted(
                  scope.condition("v.owner_id"),
                  scope.condition("v.owner_id"),
                  scope.condition("c.owner_id"));
      case ADVANCES, OPENED, WON ->
          "exists (select from pipeline.opportunity v where v.id = r.id and %s)"
              .formatted(scope.condition("v.owner_id"));
    };
  }

  private List<Gone> gone(Terms terms, Figure figure, CurrentUser viewer) {
    List<Closing> closings = closings(terms.week());
    if (figure.source() != RowSource.WON || closings.isEmpty()) {
      return List.of();
    }
    return bind(
            jdbc.sql(
                """
                select distinct on (e.id) e.id, e.name, e.amount_after as amount,
                       e.currency_after as currency, e.at, u.name as by
                from (%s) e join pipeline.opportunity o on o.id = e.id
                left join identity.user_account u on u.id = e.by_user
                where e.kind = 'REOPENED' and e.visible
                  and not (o.kind = 'WON' and o.closed_at >= :start and o.closed_at < :end)
                  and (cast(:profile as uuid) is null or o.profile_id = :profile)
                order by e.id, e.at desc
                """
                    .formatted(WonDeals.CHANGED.formatted(viewer.scope().condition("d.owner_id")))),
            terms)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("closed", closings.get(0).closedAt().atOffset(ZoneOffset.UTC))
        .query(Gone.class)
        .list();
  }

  /** Who changed or added some of the rows after the first close of the week. */
  private Map<Row, Since> since(Terms terms, Figure figure, List<Row> rows) {
    List<Closing> closings = closings(terms.week());
    if (closings.isEmpty() || rows.isEmpty()) {
      return Map.of();
    }
    String sql =
        switch (figure.source()) {
          case OCCURRENCES ->
              """
              select c.occurrence_id as id, '' as what,
                     max(c.at) filter (where c.was is distinct from c.is_now) as at,
                     (array_agg(coalesce(u.name, '') order by c.at desc)
                       filter (where c.was is distinct from c.is_now))[1] as by
              from (select k.occurrence_id, k.at, k.by_user, %s as was, %s as is_now
                    from planner.correction k) c
              left join identity.user_account u on u.id = c.by_user
              where c.occurrence_id = any (cast(:ids as uuid[])) and c.at > :closed
              group by c.occurrence_id
              having (array_agg(c.was order by c.at))[1]
                is distinct from (array_agg(c.is_now order by c.at desc))[1]
              %s
              """
                  .formatted(told(figure, "k.before"), told(figure, "k.after"), namedLater(figure));
          case PEOPLE ->
              """
              select distinct on (t.person_id, o.phase) t.person_id as id, o.phase as what,
                     t.noted_at as at,
                     case when t.noted_at > :recorded then coalesce(u.name, '') end as by
              from planner.touch t join planner.occurrence o on o.id = t.occurrence_id
              left join identity.user_account u on u.id = t.created_by
              where t.day >= :from and t.day < :until and t.person_id = any (cast(:ids as uuid[]))
                and t.counts and (cast(:profile as uuid) is null or o.profile_id = :profile)
              order by t.person_id, o.phase, t.noted_at
              """;
          case SIGNALS ->
              """
              select s.person_id as id, cast(s.id as text) as what, s.confirmed_at as at,
                     u.name as by
              from leads.demand_signal s left join identity.user_account u on u.id = s.confirmed_by
              where s.person_id = any (cast(:ids as uuid[])) and s.confirmed_at > :closed
                and s.happened_on >= :from and s.happened_on < :until
              """;
          case WON ->
              """
              select distinct on (e.id) e.id, '' as what, e.at, coalesce(u.name, '') as by
              from (%s) e left join identity.user_account u on u.id = e.by_user
              where e.id = any (cast(:ids as uuid[])) and e.kind in (%s)
              order by e.id, e.at desc
              """
                  .formatted(
                      WonDeals.CHANGED.formatted("true"),
                      figure.isMoney() ? "'AMOUNT', 'WON'" : "'WON'");
          default -> "";
        };
    if (sql.isEmpty()) {
      return Map.of();
    }
    Closing first = closings.get(0);
    Closing last = closings.get(closings.size() - 1);
    Instant again = figure.source() == RowSource.PEOPLE ? last.recordedAt() : last.closedAt();
    Map<String, Since> said = new TreeMap<>();
    bind(jdbc.sql(sql), terms)
        .param(
            "ids",
            rows.stream().map(r -> r.id().toString()).collect(Collectors.joining(",", "{", "}")))
        .param("closed", first.closedAt().atOffset(ZoneOffset.UTC))
        .param("recorded", first.recordedAt().atOffset(ZoneOffset.UTC))
        .query(
            rs -> {
              if (rs.getString("by") != null) {
                Instant at = rs.getObject("at", OffsetDateTime.class).toInstant();
                said.put(
                    rs.getString("id") + rs.getString("what"),
                    new Since(at, rs.getString("by"), !at.isAfter(again)));
              }
            });
    Map<Row, Since> since = new HashMap<>();
    for (Row row : rows) {
      Since of =
          said.get(
              row.id()
                  + switch (figure.source()) {
                    case SIGNALS -> String.valueOf(row.signal());
                    case PEOPLE -> row.phase();
                    default -> "";
                  });
      if (of != null) {
        since.put(row, of);
      }
    }
    return since;
  }

  /**
   * Who was noted later by name, where more are known so than were counted, as SQL to be added to
   * corrections.
   */
  private static String namedLater(Figure figure) {
    String more =
        """
        union all
        select t.occurrence_id, '', max(t.noted_at),
               (array_agg(coalesce(u.name, '') order by t.noted_at desc))[1]
        from planner.touch t join planner.occurrence o on o.id = t.occurrence_id
        join planner.turnout n on n.occurrence_id = o.id
        left join identity.user_account u on u.id = t.created_by
        where t.occurrence_id = any (cast(:ids as uuid[])) and t.noted_at > :recorded
          and t.kind in (%s) and n.%s_named > coalesce(o.%2$s, 0)
        group by t.occurrence_id
        """;
    return switch (figure) {
      case ATTENDED -> more.formatted("'ATTENDED', 'VISITED'", "attended");
      case INVITED -> more.formatted("'INVITED'", "invited");
      default -> "";
    };
  }

  /**
   * What a correction says of a figure, as SQL.
   *
   * @param result the column of what was said before it, or since
   */
  private static String told(Figure figure, String result) {
    String done = "(" + result + " ->> 'done')";
    return switch (figure) {
      case DONE, NOT_DONE -> done;
      case INVESTMENT_SPENT -> "cast(" + result + " ->> 'spent' as numeric)";
      case REACH -> result + " ->> 'reach'";
      case INVITED -> result + " ->> 'invited'";
      case ATTENDED -> "case when " + done + " = 'true' then " + result + " ->> 'attended' end";
      default -> "cast(null as text)";
    };
  }

  /** The number of a line when its week was closed; null when it was not, or kept none. */
  private @Nullable BigDecimal kept(Terms terms, Figure figure, Behind behind) {
    return jdbc.sql(
            """
            select sum(%s) as kept from insight.week_snapshot
            where monday = :monday and profile_id is not distinct from cast(:profile as uuid)
              and replaced_at is null
              and phase = any (:phases)
            """
                .formatted(figure.key()))
        .param("monday", terms.week().monday())
        .param("profile", terms.profile())
        .param("phases", behind.kept())
        .query((rs, n) -> Optional.ofNullable(rs.getBigDecimal("kept")))
        .single()
        .orElse(null);
  }

  /** The weeks of all profiles together, as each said of itself if it is closed. */
  @Transactional(readOnly = true)
  public List<WeekPoint> weeks(Week first, int count) {
    Set<HourglassPhase> applicable = EnumSet.allOf(HourglassPhase.class);
    applicable.removeAll(notApplicable(null, profiles()).keySet());
    return weeks(first, count, null, applicable);
  }

  private List<WeekPoint> weeks(
      Week first, int count, @Nullable UUID profile, Set<HourglassPhase> applicable) {
    Map<Week, Map<HourglassPhase, Integer>> done = new TreeMap<>();
    Map<Week, Map<HourglassPhase, Integer>> planned = new TreeMap<>();
    Map<Week, Set<HourglassPhase>> appliedThen = new TreeMap<>();
    // A closed week is read from what it kept; only the others are counted.
    jdbc.sql(
            """
            select w.week, c.phase, c.planned, c.done, c.applicable
            from generate_series(0, :last) w (week)
            cross join lateral (
              select s.phase, s.planned, s.done, s.applicable
              from insight.week_snapshot s
              where s.monday = :from + 7 * w.week
                and s.profile_id is not distinct from cast(:profile as uuid) and s.phase <> 'NONE'
                and s.replaced_at is null
              union all
              select o.phase, count(*), count(*) filter (where o.state = 'DONE'), false
              from planner.occurrence o
              where o.day >= :from + 7 * w.week and o.day < :from + 7 * w.week + 7 %s
                and (select count(*) from insight.week_snapshot s
                     where s.monday = :from + 7 * w.week
                       and s.profile_id is not distinct from cast(:profile as uuid)) = 0
              group by o.phase) c
            """
                .formatted(profile == null ? "" : "and o.profile_id = :profile"))
        .param("from", first.monday())
        .param("last", count - 1)
        .param("profile", profile)
        .query(
            rs -> {
              Week week = first.plus(rs.getInt("week"));
              HourglassPhase phase = HourglassPhase.valueOf(rs.getString("phase"));
              counts(done, week).put(phase, rs.getInt("done"));
              counts(planned, week).put(phase, rs.getInt("planned"));
              if (rs.getBoolean("applicable")) {
                appliedThen
                    .computeIfAbsent(week, w -> EnumSet.noneOf(HourglassPhase.class))
                    .add(phase);
              }
            });
    return Stream.iterate(first, week -> week.plus(1))
        .limit(count)
        .map(
            week -> {
              Set<HourglassPhase> applied = appliedThen.getOrDefault(week, applicable);
              return new WeekPoint(
                  week,
                  Coverage.of(counts(done, week), applied).covered(),
                  Coverage.of(counts(planned, week), applied).covered(),
                  applied.size(),
                  Balance.of(counts(done, week), applied));
            })
        .toList();
  }

  private static Map<HourglassPhase, Integer> counts(
      Map<Week, Map<HourglassPhase, Integer>> weeks, Week week) {
    return weeks.computeIfAbsent(week, w -> new EnumMap<>(HourglassPhase.class));
  }

  private List<Unclosed> unclosed(Terms terms) {
    return jdbc.sql(
            """
            select o.id, o.title, o.day, u.name as owner
            from planner.occurrence o join identity.user_account u on u.id = o.owner_id
            where o.state = 'PLANNED' and o.day >= :from and o.day < :until %s
            order by o.day, o.title limit 100
            """
                .formatted(terms.profile() == null ? "" : "and o.profile_id = :profile"))
        .param("from", terms.week().monday())
        .param("until", terms.week().monday().plusDays(7))
        .param("profile", terms.profile())
        .query(Unclosed.class)
        .list();
  }

  private Optional<Review> review(Week week) {
    return jdbc.sql(
            """
            select r.learned, r.closed_at, u.name as closed_by
            from planner.week_review r join identity.user_account u on u.id = r.closed_by
            where r.monday = :monday
            """)
        .param("monday", week.monday())
        .query(Review.class)
        .optional();
  }

  private List<Closing> closings(Week week) {
    return jdbc.sql(
            """
            select w.learned, w.closed_at, c.name as closed_by, w.recorded_at, w.opened_at, o.name as opened_by,
                   w.reworded
            from planner.told_closing w
            left join identity.user_account c on c.id = w.closed_by
            left join identity.user_account o on o.id = w.opened_by
            where w.monday = :monday order by w.recorded_at, w.closed_at
            """)
        .param("monday", week.monday())
        .query(Closing.class)
        .list();
  }

  /** What a closed week keeps, by the names of phases and {@link Behind#NONE}. */
  private record Frozen(
      Set<HourglassPhase> applicable, Map<String, Map<Figure, BigDecimal>> figures) {}

  private Frozen frozen(Terms terms) {
    Set<HourglassPhase> applicable = EnumSet.noneOf(HourglassPhase.class);
    Map<String, Map<Figure, BigDecimal>> figures = new TreeMap<>();
    jdbc.sql(
            """
            select * from insight.week_snapshot
            where monday = :monday and profile_id is not distinct from cast(:profile as uuid)
              and replaced_at is null
            """)
        .param("monday", terms.week().monday())
        .param("profile", terms.profile())
        .query(
            rs -> {
              String phase = rs.getString("phase");
              if (rs.getBoolean("applicable") && !phase.equals(Behind.NONE)) {
                applicable.add(HourglassPhase.valueOf(phase));
              }
              figures.put(phase, frozenFigures(rs));
            });
    return new Frozen(applicable, figures);
  }

  private static Map<Figure, BigDecimal> frozenFigures(ResultSet rs) throws SQLException {
    Map<Figure, BigDecimal> kept = new EnumMap<>(Figure.class);
    for (Figure figure : Figure.values()) {
      // What a week did not keep when it was closed is shown as it is now.
      BigDecimal value = rs.getBigDecimal(figure.key());
      if (value != null) {
        kept.put(figure, value);
      }
    }
    return kept;
  }

  /**
   * Keeps the numbers of the week as they are, in the transaction that closes it (R015). A week
   * that is opened again goes on saying what it said, until it is closed again.
   */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  public void freeze(WeekClosed closed) {
    var company = organizations.current();
    // What it said when it was closed before stays to be read.
    jdbc.sql(
            """
            update insight.week_snapshot set replaced_at = :at
            where monday = :monday and replaced_at is null
            """)
        .param("monday", closed.week().monday())
        .param("at", closed.at().atOffset(ZoneOffset.UTC))
        .update();
    List<ProfileChoice> profiles = profiles();
    List<UUID> scopes = new ArrayList<>();
    scopes.add(null);
    profiles.forEach(p -> scopes.add(p.id()));
    for (UUID profile : scopes) {
      Terms terms =
          new Terms(
              closed.week(),
              profile,
              company.timeZone(),
              company.currency().getCurrencyCode(),
              closed.at());
      Map<String, Map<Figure, BigDecimal>> now = figures(terms);
      Map<HourglassPhase, String> notApplicable = notApplicable(profile, profiles);
      for (HourglassPhase phase : HourglassPhase.values()) {
        keep(
            closed,
            profile,
            phase.name(),
            !notApplicable.containsKey(phase),
            now.getOrDefault(phase.name(), Map.of()));
      }
      keep(closed, profile, Behind.NONE, true, now.getOrDefault("", Map.of()));
    }
  }

  /**
   * Forgets what a close had frozen that was taken back at once, in the same transaction: what the
   * week said when it was closed before, if it was, holds again.
   */
  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  public void forget(WeekReopened reopened) {
    if (!reopened.takenBack()) {
      return;
    }
    List<OffsetDateTime> taken =
        jdbc.sql(
                """
                delete from insight.week_snapshot where monday = :monday and replaced_at is null
                returning taken_at
                """)
            .param("monday", reopened.week().monday())
            .query(OffsetDateTime.class)
            .list();
    if (!taken.isEmpty()) {
      jdbc.sql(
              """
              update insight.week_snapshot set replaced_at = null
              where monday = :monday and replaced_at = :taken
              """)
          .param("monday", reopened.week().monday())
          .param("taken", taken.get(0))
          .update();
    }
  }

  private void keep(
      WeekClosed closed,
      @Nullable UUID profile,
      String phase,
      boolean applicable,
      Map<Figure, BigDecimal> line) {
    String columns = Stream.of(Figure.values()).map(Figure::key).collect(Collectors.joining(", "));
    JdbcClient.StatementSpec insert =
        jdbc.sql(
                """
                insert into insight.week_snapshot (monday, profile_id, phase, applicable, taken_at, %s)
                values (:monday, :profile, :phase, :applicable, :at, %s)
                on conflict do nothing
                """
                    .formatted(columns, columns.replaceAll("(\\w+)", ":$1")))
            .param("monday", closed.week().monday())
            .param("profile", profile)
            .param("phase", phase)
            .param("applicable", applicable)
            .param("at", closed.at().atOffset(ZoneOffset.UTC));
    for (Figure figure : Figure.values()) {
      insert = insert.param(figure.key(), line.getOrDefault(figure, BigDecimal.ZERO));
    }
    insert.update();
  }
}
