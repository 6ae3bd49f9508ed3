package com.arenacrm.insight.results;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.insight.results.Results.Line;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.MacroPhase;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads what activities yielded, and the rows behind each number. */
@Component
@Transactional(readOnly = true)
class ResultsReports {

  static final int ROWS_OF_PAGE = 200;

  /** A profile to which the report can be limited. */
  record ProfileChoice(UUID id, String name) {}

  /**
   * One row behind a number.
   *
   * @param adds what it adds to the number
   */
  record Row(
      String target,
      UUID link,
      @Nullable String title,
      @Nullable String detail,
      @Nullable String kind,
      Instant at,
      @Nullable String currency,
      BigDecimal adds) {}

  /**
   * Some of the rows behind a number.
   *
   * @param first how many stand before these
   * @param all how many there are
   * @param sum what all of them add up to; of amounts, in the company's currency
   * @param others amounts in other currencies
   */
  record Rows(List<Row> rows, int first, int all, BigDecimal sum, Map<String, BigDecimal> others) {

    boolean isZero() {
      return sum.signum() == 0 && others.values().stream().allMatch(v -> v.signum() == 0);
    }

    /** How many stand before those of the next page; null after the last. */
    public @Nullable Integer next() {
      return first + rows.size() < all ? first + ROWS_OF_PAGE : null;
    }
  }

  private final JdbcClient jdbc;

  ResultsReports(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What holds for every question.
   *
   * @param window how many days before an event the company lets a touch count, unless somebody
   *     asks else
   * @param processes the names of our ways of selling, all of which are counted
   */
  record Terms(int window, List<String> processes) {

    /** The ways of selling where there are several. */
    List<String> several() {
      return processes.size() > 1 ? processes : List.of();
    }
  }

  Terms terms() {
    return jdbc.sql(
            """
            select demand_window_days, array(
              select coalesce(name, '') from pipeline.track order by position) as processes
            from identity.organization
            """)
        .query(
            (rs, n) ->
                new Terms(
                    rs.getInt("demand_window_days"),
                    List.of((String[]) rs.getArray("processes").getArray())))
        .single();
  }

  List<ProfileChoice> profiles() {
    return jdbc.sql("select id, name from icp.profile where retired_at is null order by name, id")
        .query(ProfileChoice.class)
        .list();
  }

  /**
   * The answer, by a statement for what was planned and whom it met, one for demand and leads, and
   * one for deals: a single one would take as long over years as all three, and nothing may keep
   * the database from answering for so long.
   */
  Results answer(Question question, Collection<Measure> measures, CurrentUser viewer) {
    Map<YieldSource.Part, Set<YieldSource>> parts = new EnumMap<>(YieldSource.Part.class);
    measures.forEach(
        m ->
            parts
                .computeIfAbsent(m.source().part(), p -> EnumSet.noneOf(YieldSource.class))
                .add(m.source()));
    String home = viewer.company().currency().getCurrencyCode();
    Map<String, Line> lines = new TreeMap<>();
    Line total = Line.empty("");
    for (Set<YieldSource> sources : parts.values()) {
      String numbers =
          sources.stream()
              .map(source -> counting(source, question, viewer))
              .collect(Collectors.joining("\nunion all\n"));
      bind(jdbc.sql(with(question) + numbers), question, viewer)
          .query(
              rs -> {
                YieldSource source = YieldSource.valueOf(rs.getString("source"));
                Line line =
                    rs.getBoolean("total")
                        ? total
                        : lines.computeIfAbsent(rs.getString("line"), Line::empty);
                BigDecimal[] values = (BigDecimal[]) rs.getArray("figures").getArray();
                List<Measure> of = source.measures();
                for (int i = 0; i < values.length; i++) {
                  line.add(of.get(i), values[i], rs.getString("currency"), home);
                }
              });
    }
    return new Results(lines.values().stream().filter(l -> !l.isNothing()).toList(), total, home);
  }

  private static String with(Question question) {
    String dimension = question.by().dimension();
    return dimension.isEmpty() ? "" : "with " + dimension + "\n";
  }

  private static String counting(YieldSource source, Question question, CurrentUser viewer) {
    String columns =
        source.measures().stream()
            .map(m -> "cast(" + m.aggregate() + " as numeric)")
            .collect(Collectors.joining(", "));
    String line = "coalesce(" + question.by().key() + ", '')";
    return """
    select '%1$s' as source, %2$s as line, grouping(%2$s) = 1 as total, r.currency, array[%3$s] as figures
    %4$s group by grouping sets ((%2$s, r.currency), (r.currency))\
    """
        .formatted(source, line, columns, from(source, question, viewer));
  }

  private static String from(YieldSource source, Question question, CurrentUser viewer) {
    return "from (%s) r %s where %s"
        .formatted(
            source.rows(question.model(), question.answered(), Visible.to(viewer.scope())),
            question.by().join(),
            question.profile() == null ? "true" : "r.profile_id = :profile");
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

  /**
   * The rows behind a number; they add up to it.
   *
   * @param line of which line; null for the total
   * @param first how many rows to leave out at the beginning
   */
  Rows rows(
      Question question, Measure measure, @Nullable String line, int first, CurrentUser viewer) {
    String things =
        """
        select r.target, r.link, r.id, min(r.title) as title, min(r.detail) as detail,
               min(r.kind) as kind, min(r.at) as at, min(r.currency) as currency,
               cast(%s as numeric) as adds
        %s and %s and %s group by r.target, r.link, r.id
        """
            .formatted(
                measure.ofOne(),
                from(measure.source(), question, viewer),
                measure.condition(),
                line == null ? "true" : "coalesce(" + question.by().key() + ", '') = :line");
    String with = with(question);
    List<Row> rows =
        bind(
                jdbc.sql(
                    "%s select x.target, x.link, x.title, x.detail, x.kind, x.at, x.currency, x.adds from (%s) x order by x.at, x.title, x.id limit %d offset :first"
                        .formatted(with, things, ROWS_OF_PAGE)),
                question,
                viewer)
            .param("line", line)
            .param("first", first)
            .query(Row.class)
            .list();
    if (rows.isEmpty() && first == 0) {
      return new Rows(rows, first, 0, BigDecimal.ZERO, Map.of());
    }
    String home = viewer.company().currency().getCurrencyCode();
    Map<String, BigDecimal> sums = new TreeMap<>();
    int[] all = {0};
    bind(
            jdbc.sql(
                "%s select x.currency, count(*) as many, sum(x.adds) as adds from (%s) x group by x.currency"
                    .formatted(with, things)),
            question,
            viewer)
        .param("line", line)
        .query(
            rs -> {
              all[0] += rs.getInt("many");
              String currency = rs.getString("currency");
              sums.merge(
                  measure.isCredited() && currency != null ? currency : home,
                  rs.getBigDecimal("adds"),
                  BigDecimal::add);
            });
    BigDecimal sum = sums.getOrDefault(home, BigDecimal.ZERO);
    sums.remove(home);
    return new Rows(rows, first, all[0], sum, sums);
  }

  /** The lines with their names and the page that each one has. */
  List<Line> named(Grouping by, List<Line> lines) {
    String[] keys = lines.stream().filter(Line::isNamed).map(Line::key).toArray(String[]::new);
    Map<String, String> names = new HashMap<>();
    if (keys.length > 0 && by != Grouping.PHASE && by != Grouping.MACRO) {
      jdbc.sql(
              switch (by) {
                case PROFILE ->
                    "select cast(id as text) as key, name from icp.profile where cast(id as text) = any (:keys)";
                case STORY ->
                    "select cast(id as text) as key, title as name from playbook.story where cast(id as text) = any (:keys)";
                case PROVIDER ->
                    """
                    select regexp_replace(platform.fold(provider), '\\s', '', 'g') as key,
                           mode() within group (order by btrim(provider)) as name
                    from planner.activity where provider is not null
                      and regexp_replace(platform.fold(provider), '\\s', '', 'g') = any (:keys)
                    group by 1
                    """;
                default ->
                    """
                    select cast(id as text) as key, title as name from planner.activity
                    where id = any (cast(:keys as uuid[]))
                    """;
              })
          .param("keys", keys)
          .query(
              rs -> {
                names.put(rs.getString("key"), rs.getString("name"));
              });
    }
    List<Line> named = new ArrayList<>();
    for (Line line : lines) {
      named.add(line.called(names.get(line.key()), page(by, line.key())));
    }
    return named;
  }

  /** Whether series have the lines that activities would have: none of them was ever continued. */
  boolean isAsByActivity(Grouping by, Results results) {
    String[] keys =
        results.lines().stream().map(Line::key).filter(k -> !k.isEmpty()).toArray(String[]::new);
    return by == Grouping.SERIES
        && keys.length > 0
        && jdbc.sql(
                """
                select not exists (
                  select from planner.activity where continues_id = any (cast(:keys as uuid[])))
                """)
            .param("keys", keys)
            .query(Boolean.class)
            .single();
  }

  private static @Nullable String page(Grouping by, String key) {
    if (key.isEmpty() || key.equals(Grouping.NONE)) {
      return null;
    }
    return switch (by) {
      case ACTIVITY, SERIES -> "/planner/activities/" + key;
      case PROFILE -> "/icp/" + key;
      case STORY -> "/playbook/stories/" + key;
      default -> null;
    };
  }

  /** Whether a line of that name can be: what is typed into an address is not always one. */
  static boolean isLine(Grouping by, String key) {
    if (key.isEmpty()) {
      return true;
    }
    return switch (by) {
      case PHASE -> Arrays.stream(HourglassPhase.values()).anyMatch(p -> p.name().equals(key));
      case MACRO -> Arrays.stream(MacroPhase.values()).anyMatch(p -> p.name().equals(key));
      case PROVIDER -> key.length() <= 300;
      case PROFILE, STORY -> key.equals(Grouping.NONE) || isId(key);
      default -> isId(key);
    };
  }

  private static boolean isId(String key) {
    return key.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }
}
