package com.arenacrm.contacts;

import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.ScoreSql.Subject;
import com.arenacrm.platform.Slice;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The front door to judging people and companies by rules: all at once by one statement, or some of
 * them with the facts that explain why.
 */
@Component
@Transactional(readOnly = true)
public class ContactScores {

  private static final int PAGE = 50;
  private static final int VALUES = 40;

  /**
   * How many have which score.
   *
   * @param bands from the best score down, those ruled out last; they add up to all there are
   * @param rules for each rule of the scorecard how many meet it; for companies, of those rules
   *     that companies are judged by
   */
  public record Tally(List<Band> bands, List<RuleCount> rules) {

    /** All that there are. */
    public long total() {
      return bands.stream().mapToLong(Band::count).sum();
    }
  }

  /**
   * Those of one score.
   *
   * @param out whether a decisive rule spoke against them
   * @param examples the first and the last of them; one where there is but one
   */
  public record Band(boolean out, int score, long count, List<UUID> examples) {}

  /** How many meet a rule, and of how many its fact is not known. */
  public record RuleCount(long met, long unknown) {}

  /** Somebody, or a company, with a score. */
  public record Scored(UUID id, int score) {}

  private record Line(Band band, List<RuleCount> rules) {}

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ContactScores(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Judges all people. */
  public Tally tallyPeople(Scorecard scorecard) {
    return tally(new ScoreSql(Subject.PEOPLE, scorecard));
  }

  /** Judges all companies, by the rules that ask for facts of companies only. */
  public Tally tallyCompanies(Scorecard scorecard) {
    return tally(new ScoreSql(Subject.COMPANIES, scorecard));
  }

  /**
   * People with a score in a span, by name.
   *
   * @param out whether those ruled out are meant, or the others
   * @param least the lowest score
   * @param most the highest
   * @param after the last one of the page before
   */
  public Slice<Scored> people(
      Scorecard scorecard, boolean out, int least, int most, @Nullable UUID after) {
    return matching(new ScoreSql(Subject.PEOPLE, scorecard), out, least, most, after);
  }

  /** Companies with a score in a span, by name; see {@link #people}. */
  public Slice<Scored> companies(
      Scorecard scorecard, boolean out, int least, int most, @Nullable UUID after) {
    return matching(new ScoreSql(Subject.COMPANIES, scorecard), out, least, most, after);
  }

  /** What is known of these people, by one statement, in the order asked for. */
  public Map<PersonId, Facts> factsOfPeople(Collection<PersonId> ids) {
    return ordered(
        ids,
        ids.isEmpty()
            ? List.of()
            : jdbc.sql(
                    """
                    select p.id, p.name, p.company_name as company, p.company_name as company_fact,
                           c.industry, c.employees,
                           coalesce(c.region, p.region) as region, coalesce(c.city, p.city) as city,
                           coalesce(c.country, p.country) as country, c.website, p.job_title, p.email,
                           p.phone, p.influencer, c.attributes as company_attributes,
                           p.attributes as person_attributes
                    from contacts.person p left join contacts.company c on c.id = p.company_id
                    where p.id in (:ids)
                    """)
                .param("ids", ids.stream().map(PersonId::id).distinct().toList())
                .query((rs, n) -> Map.entry(new PersonId(uuid(rs)), facts(rs)))
                .list());
  }

  /** What is known of these companies, by one statement, in the order asked for. */
  public Map<CompanyId, Facts> factsOfCompanies(Collection<CompanyId> ids) {
    return ordered(
        ids,
        ids.isEmpty()
            ? List.of()
            : jdbc.sql(
                    """
                    select c.id, c.name, null as company, c.name as company_fact, c.industry,
                           c.employees, c.region, c.city, c.country, c.website, null as job_title,
                           null as email, null as phone, false as influencer,
                           c.attributes as company_attributes, null as person_attributes
                    from contacts.company c where c.id in (:ids)
                    """)
                .param("ids", ids.stream().map(CompanyId::id).distinct().toList())
                .query((rs, n) -> Map.entry(new CompanyId(uuid(rs)), facts(rs)))
                .list());
  }

  /**
   * The values that a fact has most often, for choosing among; none for facts that differ from one
   * to the next, such as addresses.
   */
  public List<String> commonValues(ContactField field) {
    String column =
        switch (field.kind()) {
          case INDUSTRY -> "c.industry from contacts.company c";
          case REGION -> "c.region from contacts.company c";
          case CITY -> "c.city from contacts.company c";
          case COUNTRY -> "c.country from contacts.company c";
          case JOB_TITLE -> "p.job_title from contacts.person p";
          case COMPANY_ATTRIBUTE -> "c.attributes ->> :label from contacts.company c";
          case PERSON_ATTRIBUTE -> "p.attributes ->> :label from contacts.person p";
          case EMPLOYEES, COMPANY, WEBSITE, EMAIL, PHONE, INFLUENCER -> "";
        };
    if (column.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            """
            select v.value from (select %s) v (value) where btrim(v.value) <> ''
            group by v.value order by count(*) desc, v.value limit :most
            """
                .formatted(column))
        .param("label", field.attribute())
        .param("most", VALUES)
        .query(String.class)
        .list();
  }

  private Tally tally(ScoreSql sql) {
    List<Line> lines =
        jdbc.sql(sql.tally())
            .params(sql.parameters())
            .query(
                (rs, n) ->
                    new Line(
                        new Band(
                            rs.getBoolean("ruled_out"),
                            rs.getInt("score"),
                            rs.getLong("subjects"),
                            Stream.of(rs.getString("first_id"), rs.getString("last_id"))
                                .distinct()
                                .map(UUID::fromString)
                                .toList()),
                        counts(rs)))
            .list();
    int rules = lines.stream().mapToInt(line -> line.rules().size()).findFirst().orElse(0);
    RuleCount[] sums = new RuleCount[rules];
    Arrays.fill(sums, new RuleCount(0, 0));
    for (Line line : lines) {
      for (int i = 0; i < rules; i++) {
        RuleCount more = line.rules().get(i);
        sums[i] = new RuleCount(sums[i].met() + more.met(), sums[i].unknown() + more.unknown());
      }
    }
    return new Tally(lines.stream().map(Line::band).toList(), List.of(sums));
  }

  private Slice<Scored> matching(
      ScoreSql sql, boolean out, int least, int most, @Nullable UUID after) {
    List<Scored> rows =
        jdbc.sql(sql.matching())
            .params(sql.parameters())
            .param("out", out)
            .param("least", least)
            .param("most", most)
            .param("after", after)
            .param("limit", PAGE + 1)
            .query(Scored.class)
            .list();
    return Slice.of(rows, PAGE, Scored::id);
  }

  private static List<RuleCount> counts(ResultSet rs) throws SQLException {
    Long[] met = numbers(rs.getArray("met"));
    Long[] unknown = numbers(rs.getArray("unknown"));
    return IntStream.range(0, met.length).mapToObj(i -> new RuleCount(met[i], unknown[i])).toList();
  }

  private static Long[] numbers(Array array) throws SQLException {
    return (Long[]) array.getArray();
  }

  private static UUID uuid(ResultSet rs) throws SQLException {
    return rs.getObject("id", UUID.class);
  }

  private Facts facts(ResultSet rs) throws SQLException {
    return new Facts.Collected()
        .with(Kind.INDUSTRY, rs.getString("industry"))
        .with(Kind.EMPLOYEES, rs.getString("employees"))
        .with(Kind.REGION, rs.getString("region"))
        .with(Kind.CITY, rs.getString("city"))
        .with(Kind.COUNTRY, rs.getString("country"))
        .with(Kind.COMPANY, rs.getString("company_fact"))
        .with(Kind.WEBSITE, rs.getString("website"))
        .with(Kind.JOB_TITLE, rs.getString("job_title"))
        .with(Kind.EMAIL, rs.getString("email"))
        .with(Kind.PHONE, rs.getString("phone"))
        .with(Kind.INFLUENCER, rs.getBoolean("influencer") ? "true" : null)
        .with(Kind.COMPANY_ATTRIBUTE, attributes(rs.getString("company_attributes")))
        .with(Kind.PERSON_ATTRIBUTE, attributes(rs.getString("person_attributes")))
        .of(rs.getString("name"), rs.getString("company"));
  }

  private Map<String, String> attributes(@Nullable String text) {
    return text == null ? Map.of() : json.readValue(text, new TypeReference<>() {});
  }

  private static <I> Map<I, Facts> ordered(Collection<I> ids, List<Map.Entry<I, Facts>> found) {
    Map<I, Facts> known =
        found.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    Map<I, Facts> ordered = new LinkedHashMap<>();
    ids.forEach(
        id -> {
          if (known.containsKey(id)) {
            ordered.put(id, known.get(id));
          }
        });
    return ordered;
  }
}
