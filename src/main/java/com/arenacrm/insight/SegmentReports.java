package com.arenacrm.insight;

import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.contacts.SavedFilters;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.planner.traits.AnswerRule;
import com.arenacrm.planner.traits.Arrival;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.HourglassPhase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How segments do as groups (R078): their size, how they grow, how they answer, and what becomes of
 * their people. A segment over companies stands for the people who work there.
 */
@Component
@Transactional(readOnly = true)
class SegmentReports {

  static final int PAGE = 50;

  /** So many segments are compared. */
  private static final int MOST = 40;

  /** Who was a lead, once for all segments. */
  private static final String CAME =
      """
      , came as materialized (
        select l.person_id, bool_or(h.accepted_at is not null) as accepted
        from leads.lead l left join leads.handoff h on h.lead_id = l.id group by l.person_id)
      """;

  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration QUARTER = Duration.ofDays(90);

  /** A number of the report; each names some of a segment's people. */
  enum Figure {
    PEOPLE("true"),
    NEW_30("p.created_at >= :month"),
    NEW_90("p.created_at >= :quarter"),
    ANSWERED("p.id in (select id from answered)"),
    LEADS("exists (select from leads.lead l where l.person_id = p.id)"),
    ACCEPTED(
        """
        exists (select from leads.lead l join leads.handoff h on h.lead_id = l.id
          where l.person_id = p.id and h.accepted_at is not null)
        """),
    WON("p.id in (select id from bought)");

    private final String condition;

    Figure(String condition) {
      this.condition = condition;
    }
  }

  /**
   * What a segment comes to.
   *
   * @param answered who of its people answered in 90 days, as {@link AnswerRule} has it
   * @param won who of them bought, themselves or the company where they work
   */
  record Line(
      Saved segment,
      int people,
      int new30,
      int new90,
      int answered,
      int leads,
      int accepted,
      int won) {

    /** The part of its people that this many are, 0 to 1. */
    public double share(int many) {
      return people == 0 ? 0 : (double) many / people;
    }
  }

  /** One of the people behind a number. */
  record Person(UUID id, String name, @Nullable String companyName, Instant createdAt) {}

  private record Counts(
      int n, int people, int new30, int new90, int answered, int leads, int accepted, int won) {}

  private final SavedFilters segments;
  private final ContactSets sets;
  private final AnswerRule answers;
  private final List<Arrival> arrivals;
  private final JdbcClient jdbc;

  SegmentReports(
      SavedFilters segments,
      ContactSets sets,
      AnswerRule answers,
      List<Arrival> arrivals,
      JdbcClient jdbc) {
    this.segments = segments;
    this.sets = sets;
    this.answers = answers;
    this.arrivals = arrivals;
    this.jdbc = jdbc;
  }

  /** All segments by name, by two statements. */
  List<Line> lines(Instant now) {
    List<Saved> saved = segments.choices(null).stream().limit(MOST).toList();
    if (saved.isEmpty()) {
      return List.of();
    }
    PeopleQuery doers = doers();
    StringJoiner sql = new StringJoiner(" union all ", doers.sql() + CAME, " order by n");
    Map<String, @Nullable Object> parameters = times(now);
    parameters.putAll(doers.parameters());
    for (int i = 0; i < saved.size(); i++) {
      Saved s = saved.get(i);
      PeopleQuery members =
          sets.matching(s.conditions(), s.any(), s.companies(), "segment" + i + "x");
      parameters.putAll(members.parameters());
      sql.add(
          """
          select %d as n, count(*) as people, %s as new30, %s as new90,
            count(a.id) as answered, count(c.person_id) as leads,
            count(*) filter (where c.accepted) as accepted, count(b.id) as won
          from (%s) m join contacts.person p on p.id = m.id
          left join answered a on a.id = p.id
          left join came c on c.person_id = p.id
          left join bought b on b.id = p.id
          """
              .formatted(i, counted(Figure.NEW_30), counted(Figure.NEW_90), members.sql()));
    }
    List<Counts> counts = jdbc.sql(sql.toString()).params(parameters).query(Counts.class).list();
    return IntStream.range(0, saved.size())
        .mapToObj(
            i -> {
              Counts c = counts.get(i);
              return new Line(
                  saved.get(i),
                  c.people(),
                  c.new30(),
                  c.new90(),
                  c.answered(),
                  c.leads(),
                  c.accepted(),
                  c.won());
            })
        .toList();
  }

  /** The people behind a number, by name. */
  Slice<Person> people(Saved segment, Figure figure, @Nullable UUID after, int size, Instant now) {
    PeopleQuery members = sets.matching(segment.conditions(), segment.any(), segment.companies());
    PeopleQuery doers = doers();
    List<Person> rows =
        jdbc.sql(
                """
                %s
                select p.id, p.name, p.company_name, p.created_at
                from (%s) m join contacts.person p on p.id = m.id
                where %s and (cast(:after as uuid) is null or (p.name, p.id) >
                  (select a.name, a.id from contacts.person a where a.id = :after))
                order by p.name, p.id limit :limit
                """
                    .formatted(doers.sql(), members.sql(), figure.condition))
            .params(times(now))
            .params(doers.parameters())
            .params(members.parameters())
            .param("after", after)
            .param("limit", size + 1)
            .query(Person.class)
            .list();
    return Slice.of(rows, size, Person::id);
  }

  /** Who answered and who bought, as audiences have it. */
  private PeopleQuery doers() {
    PeopleQuery buyers =
        arrivals.stream()
            .filter(a -> a.phase() == HourglassPhase.BUY)
            .map(a -> a.people("buyers_"))
            .reduce(
                (a, b) ->
                    new PeopleQuery(
                        "select id from ("
                            + a.sql()
                            + ") a union select id from ("
                            + b.sql()
                            + ") b",
                        a.with(b.parameters())))
            .orElseThrow();
    PeopleQuery answered = answers.since("quarter");
    return new PeopleQuery(
        """
        with answered as materialized (%s),
        bought as materialized (select distinct b.id from (%s) b)
        """
            .formatted(answered.sql(), buyers.sql()),
        answered.with(buyers.parameters()));
  }

  private static String counted(Figure figure) {
    return "count(*) filter (where " + figure.condition + ")";
  }

  private static Map<String, @Nullable Object> times(Instant now) {
    Map<String, @Nullable Object> times = new HashMap<>();
    times.put("month", now.minus(MONTH).atOffset(ZoneOffset.UTC));
    times.put("quarter", now.minus(QUARTER).atOffset(ZoneOffset.UTC));
    return times;
  }
}
