package com.arenacrm.insight.buyers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.insight.buyers.Hindsight.Doubt;
import com.arenacrm.insight.buyers.Study.Source;
import com.arenacrm.insight.buyers.Trait.Part;
import com.arenacrm.insight.buyers.Trait.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Counts how those who bought and those who did not are spread over all that is known of them: the
 * facts of companies and people, their further fields and those of deals, and how they came.
 */
@Component
@Transactional(readOnly = true)
class BuyersReports {

  static final int ROWS_OF_PAGE = 100;

  /** A fact with more different values is a name or a number of something, and tells of nobody. */
  private static final int MOST_VALUES = 2000;

  /**
   * Cases with where they come from: the import that made them, else the other system that names
   * them, else Arena itself. What is too small to be compared by itself is taken together.
   */
  private static final String SOURCES =
      """
      select c.*, case when count(*) over (partition by c.came) >= %2$d
                       then c.came else '*' end as source
      from (%1$s) c
      """;

  private static final String FACTS =
      """
      select d.*, f.field, btrim(f.value) as value
      from (%s) d
      left join contacts.company c on c.id = d.company_id
      left join contacts.person p on p.id = d.person_id
      cross join lateral (
        select 'INDUSTRY' as field, c.industry as value
        union all select 'EMPLOYEES', cast(c.employees as text)
        union all select 'REGION', coalesce(c.region, p.region)
        union all select 'CITY', coalesce(c.city, p.city)
        union all select 'COUNTRY', coalesce(c.country, p.country)
        union all select 'JOB_TITLE', p.job_title
        union all select 'ORIGIN', d.origin
        union all select 'COMPANY_ATTRIBUTE:' || a.key, a.value from jsonb_each_text(c.attributes) a
        union all select 'PERSON_ATTRIBUTE:' || a.key, a.value from jsonb_each_text(p.attributes) a
        union all select 'DEAL_ATTRIBUTE:' || a.key, a.value from jsonb_each_text(d.attributes) a
      ) f
      where btrim(f.value) <> ''
      """;

  /**
   * A profile that a finding can be taken to.
   *
   * @param awaiting whether its next edition waits to be signed, so that nothing can be added now
   */
  record ProfileChoice(UUID id, String name, boolean awaiting) {}

  /** One case behind a number. */
  record Row(UUID id, String title, @Nullable String detail, boolean yes, Instant at) {}

  /** Some of the cases behind a number. */
  record Rows(List<Row> rows, int first, int all) {

    public @Nullable Integer next() {
      return first + rows.size() < all ? first + ROWS_OF_PAGE : null;
    }
  }

  private final JdbcClient jdbc;
  private final StudyFields fields;

  BuyersReports(JdbcClient jdbc, StudyFields fields) {
    this.jdbc = jdbc;
    this.fields = fields;
  }

  List<ProfileChoice> profiles() {
    return jdbc.sql(
            """
            select p.id, p.name, exists (select from icp.edition e
              where e.profile_id = p.id and e.state = 'PROPOSED') as awaiting
            from icp.profile p where p.retired_at is null order by p.name, p.id
            """)
        .query(ProfileChoice.class)
        .list();
  }

  Study study(Outcome outcome, CurrentUser viewer, Instant now) {
    String cases = cases(outcome, viewer);
    List<Source> sources =
        bind(
                jdbc.sql(
                    """
                    select counted.*, r.file_name, r.created_at
                    from (select d.source, count(*) as cases, count(*) filter (where d.yes) as yes
                          from (%s) d group by d.source) counted
                    left join integration.import_run r on cast(r.id as text) = counted.source
                    order by counted.cases desc, counted.source
                    """
                        .formatted(cases)),
                viewer,
                now)
            .query(
                (rs, n) -> {
                  OffsetDateTime at = rs.getObject("created_at", OffsetDateTime.class);
                  return new Source(
                      rs.getString("source"),
                      rs.getInt("cases"),
                      rs.getInt("yes"),
                      rs.getString("file_name"),
                      at == null ? null : at.toInstant());
                })
            .list();
    return Study.of(sources, traits(cases, viewer, now), noted(), fields.decisions());
  }

  private List<Trait> traits(String cases, CurrentUser viewer, Instant now) {
    record Key(String field, String value) {}
    Map<Key, Value> values = new LinkedHashMap<>();
    Map<Key, Map<String, Part>> parts = new HashMap<>();
    // Of each value first how many there are in all, then of each source.
    bind(
            jdbc.sql(
                """
                select * from (
                  select field, lower(value) as key, source, min(value) as value,
                         count(*) as cases, count(*) filter (where yes) as yes,
                         count(distinct customer) as customers,
                         sum(grouping(source)) over (partition by field) as kinds
                  from (%s) facts
                  group by grouping sets ((field, lower(value)), (field, lower(value), source))
                ) counted
                where kinds <= %d
                order by field, max(cases) over (partition by field, key) desc, key,
                  source nulls first
                """
                    .formatted(FACTS.formatted(cases), MOST_VALUES)),
            viewer,
            now)
        .query(
            rs -> {
              Key key = new Key(rs.getString("field"), rs.getString("key"));
              String source = rs.getString("source");
              if (source == null) {
                Map<String, Part> ofSources = new TreeMap<>();
                parts.put(key, ofSources);
                values.put(
                    key,
                    new Value(
                        rs.getString("value"),
                        false,
                        rs.getInt("yes"),
                        rs.getInt("cases"),
                        rs.getInt("customers"),
                        ofSources));
              } else {
                parts.get(key).put(source, new Part(rs.getInt("yes"), rs.getInt("cases")));
              }
            });
    Map<String, List<Value>> byField = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> byField.computeIfAbsent(key.field(), f -> new ArrayList<>()).add(value));
    return byField.entrySet().stream().map(e -> new Trait(e.getKey(), e.getValue())).toList();
  }

  /**
   * What the likelihood's last learning saw of when facts of leads are filled in. Its other doubts
   * rest on all sources together, and are looked at here source by source.
   */
  private Map<String, Doubt> noted() {
    Map<String, Doubt> noted = new LinkedHashMap<>();
    jdbc.sql(
            """
            select d.key, d.value ->> 'doubt' as doubt, d.value ->> 'other' as other,
                   cast(d.value ->> 'figure' as double precision) as figure
            from (select doubts from leads.learning where learned_at is not null
                  order by learned_at desc, id desc limit 1) k
            cross join lateral jsonb_each(k.doubts) d
            where d.value ->> 'doubt' in ('FILLED_LATER', 'WRITTEN_WITH')
            """)
        .query(
            rs -> {
              noted.put(
                  rs.getString("key"),
                  new Doubt(
                      Hindsight.Why.valueOf(rs.getString("doubt")),
                      rs.getDouble("figure"),
                      rs.getString("other")));
            });
    return noted;
  }

  /**
   * The cases behind a number.
   *
   * @param field null for all cases
   * @param value a value, or a band of numbers
   * @param others whether all those are meant of whom the fact is known and is not that value; of a
   *     band, all other numbers
   * @param yes null for both outcomes
   * @param source null for all sources
   */
  Rows rows(
      Outcome outcome,
      @Nullable String field,
      @Nullable String value,
      boolean others,
      @Nullable Boolean yes,
      @Nullable String source,
      int first,
      CurrentUser viewer,
      Instant now) {
    String cases = cases(outcome, viewer);
    boolean band = value != null && Value.asked(value).band();
    String[] ends = band ? value.split("\\.\\.", 2) : new String[0];
    String listed =
        field == null
            ? "select d.* from (" + cases + ") d where true"
            : FACTS.formatted(cases)
                + " and f.field = :field"
                + (value == null
                    ? ""
                    : band
                        ? " and case when btrim(f.value) ~ '^-?[0-9]{1,15}([.][0-9]{1,6})?$' then "
                            + (others ? Trait.known(field) + " and not " : "")
                            + "cast(btrim(f.value) as numeric) between cast(:low as numeric) and cast(:high as numeric) end"
                        : " and lower(btrim(f.value)) " + (others ? "<>" : "=") + " lower(:value)");
    String from =
        "from ("
            + listed
            + ") x where "
            + (yes == null ? "true" : "x.yes = :yes")
            + (source == null ? "" : " and x.source = :source");
    JdbcClient.StatementSpec list =
        jdbc.sql(
            "select x.id, x.title, x.detail, x.yes, x.at %s order by x.at desc, x.id limit %d offset :first"
                .formatted(from, ROWS_OF_PAGE));
    JdbcClient.StatementSpec count = jdbc.sql("select count(*) " + from);
    String low = band ? ends[0] : null;
    String high = band ? ends[1] : null;
    List<Row> rows =
        bind(list, viewer, now)
            .param("field", field)
            .param("value", value)
            .param("low", low)
            .param("high", high)
            .param("yes", yes)
            .param("source", source)
            .param("first", first)
            .query(Row.class)
            .list();
    int all =
        bind(count, viewer, now)
            .param("field", field)
            .param("value", value)
            .param("low", low)
            .param("high", high)
            .param("yes", yes)
            .param("source", source)
            .query(Integer.class)
            .single();
    return new Rows(rows, first, all);
  }

  private static String cases(Outcome outcome, CurrentUser viewer) {
    return SOURCES
        .formatted(outcome.sql(), Study.LEAST_CASES)
        .replace("{deals}", viewer.scope().condition("d.owner_id"))
        .replace("{leads}", viewer.scope().condition("l.sales_owner_id"));
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec sql, CurrentUser viewer, Instant now) {
    return sql.param(Scope.PARAMETER, viewer.scope().owners())
        .param("old", now.minus(Duration.ofDays(Outcome.OPEN_DAYS)).atOffset(ZoneOffset.UTC));
  }
}
