package com.arenacrm.insight;

import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.contacts.SavedFilters;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.platform.Slice;
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

  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration QUARTER = Duration.ofDays(90);

  /** A number of the report; each names some of a segment's people. */
  enum Figure {
    PEOPLE("true"),
    NEW_30("p.created_at >= :month"),
    NEW_90("p.created_at >= :quarter"),
    ANSWERED(
        """
        exists (select from planner.counted_touch t where t.person_id = p.id and t.kind <> 'INVITED'
          and t.at >= :quarter)
        """),
    /** All that they did; its rows are answers, not people. */
    ANSWERS(ANSWERED.condition),
    LEADS("exists (select from leads.lead l where l.person_id = p.id)"),
    ACCEPTED(
        """
        exists (select from leads.lead l join leads.handoff h on h.lead_id = l.id
          where l.person_id = p.id and h.accepted_at is not null)
        """),
    WON(
        """
        exists (select from pipeline.opportunity o where o.person_id = p.id and o.kind = 'WON')
        """);

    private final String condition;

    Figure(String condition) {
      this.condition = condition;
    }
  }

  /**
   * What a segment comes to.
   *
   * @param answers what its people did in 90 days but being invited
   */
  record Line(
      Saved segment,
      int people,
      int new30,
      int new90,
      int answers,
      int answered,
      int leads,
      int accepted,
      int won) {

    /** Answers for each person in 90 days; 0 for an empty segment. */
    public double engagement() {
      return people == 0 ? 0 : (double) answers / people;
    }

    /** The part of its people that this many are, 0 to 1. */
    public double share(int many) {
      return people == 0 ? 0 : (double) many / people;
    }
  }

  /** Something that one of them did. */
  record Answer(
      UUID id,
      UUID personId,
      String name,
      String kind,
      Instant at,
      UUID occurrenceId,
      String title) {}

  /** One of the people behind a number. */
  record Person(UUID id, String name, @Nullable String companyName, Instant createdAt) {}

  private record Counts(
      int n,
      int people,
      int new30,
      int new90,
      int answers,
      int answered,
      int leads,
      int accepted,
      int won) {}

  private final SavedFilters segments;
  private final ContactSets sets;
  private final JdbcClient jdbc;

  SegmentReports(SavedFilters segments, ContactSets sets, JdbcClient jdbc) {
    this.segments = segments;
    this.sets = sets;
    this.jdbc = jdbc;
  }

  /** All segments by name, by two statements. */
  List<Line> lines(Instant now) {
    List<Saved> saved = segments.choices(null).stream().limit(MOST).toList();
    if (saved.isEmpty()) {
      return List.of();
    }
    StringJoiner sql = new StringJoiner(" union all ", DOINGS, " order by n");
    Map<String, @Nullable Object> parameters = times(now);
    for (int i = 0; i < saved.size(); i++) {
      Saved s = saved.get(i);
      PeopleQuery members =
          sets.matching(s.conditions(), s.any(), s.companies(), "segment" + i + "x");
      parameters.putAll(members.parameters());
      sql.add(
          """
          select %d as n, count(*) as people, %s as new30, %s as new90,
            coalesce(sum(a.many), 0) as answers, count(a.person_id) as answered,
            count(c.person_id) as leads, count(*) filter (where c.accepted) as accepted,
            count(b.person_id) as won
          from (%s) m join contacts.person p on p.id = m.id
          left join answered a on a.person_id = p.id
          left join came c on c.person_id = p.id
          left join bought b on b.person_id = p.id
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
                  c.answers(),
                  c.answered(),
                  c.leads(),
                  c.accepted(),
                  c.won());
            })
        .toList();
  }

  /** The people behind a number, by name. */
  Slice<Person> people(Saved segment, Figure figure, @Nullable UUID after, Instant now) {
    PeopleQuery members = sets.matching(segment.conditions(), segment.any(), segment.companies());
    List<Person> rows =
        jdbc.sql(
                """
                select p.id, p.name, p.company_name, p.created_at
                from (%s) m join contacts.person p on p.id = m.id
                where %s and (cast(:after as uuid) is null or (p.name, p.id) >
                  (select a.name, a.id from contacts.person a where a.id = :after))
                order by p.name, p.id limit :limit
                """
                    .formatted(members.sql(), figure.condition))
            .params(times(now))
            .params(members.parameters())
            .param("after", after)
            .param("limit", PAGE + 1)
            .query(Person.class)
            .list();
    return Slice.of(rows, PAGE, Person::id);
  }

  /** What its people did in 90 days but being invited, the latest first. */
  Slice<Answer> answers(Saved segment, @Nullable UUID after, Instant now) {
    PeopleQuery members = sets.matching(segment.conditions(), segment.any(), segment.companies());
    List<Answer> rows =
        jdbc.sql(
                """
                select t.id, p.id as person_id, p.name, t.kind, t.at, o.id as occurrence_id, o.title
                from (%s) m join contacts.person p on p.id = m.id
                join planner.counted_touch t on t.person_id = p.id
                join planner.occurrence o on o.id = t.occurrence_id
                where t.kind <> 'INVITED' and t.at >= :quarter
                  and (cast(:after as uuid) is null or (t.at, t.id) <
                    (select a.at, a.id from planner.counted_touch a where a.id = :after))
                order by t.at desc, t.id desc limit :limit
                """
                    .formatted(members.sql()))
            .params(times(now))
            .params(members.parameters())
            .param("after", after)
            .param("limit", PAGE + 1)
            .query(Answer.class)
            .list();
    return Slice.of(rows, PAGE, Answer::id);
  }

  /** What people did, once for all segments: each as the conditions of the figures say it. */
  private static final String DOINGS =
      """
      with answered as materialized (
        select t.person_id, count(*) as many from planner.counted_touch t
        where t.kind <> 'INVITED' and t.at >= :quarter group by t.person_id),
      came as materialized (
        select l.person_id, bool_or(h.accepted_at is not null) as accepted
        from leads.lead l left join leads.handoff h on h.lead_id = l.id group by l.person_id),
      bought as materialized (
        select distinct o.person_id from pipeline.opportunity o
        where o.kind = 'WON' and o.person_id is not null)
      """;

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
