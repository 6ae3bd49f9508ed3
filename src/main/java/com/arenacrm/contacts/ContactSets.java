package com.arenacrm.contacts;

import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.ScoreSql.Subject;
import com.arenacrm.contacts.Scorecard.Rule;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.PhoneNumber;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to people by the thousand: sets of them, as parts of other modules' queries. */
@Component
@Transactional(readOnly = true)
public class ContactSets {

  private final ContactBook book;
  private final JdbcClient jdbc;

  ContactSets(ContactBook book, JdbcClient jdbc) {
    this.book = book;
    this.jdbc = jdbc;
  }

  /**
   * Some of those that conditions name.
   *
   * @param count how many there are; beyond {@link Slice#COUNTED}, that many and one
   * @param examples the first by name
   */
  public record Preview(int count, List<Example> examples) {}

  /**
   * One of them.
   *
   * @param detail the company of a person, the industry of a company; null where unknown
   */
  public record Example(UUID id, String name, @Nullable String detail) {}

  /**
   * The people who meet the conditions; for conditions on companies, the people who work there.
   *
   * @param any whether one condition is enough
   */
  public PeopleQuery matching(List<Condition> conditions, boolean any, boolean companies) {
    return matching(conditions, any, companies, "set_");
  }

  /**
   * As {@link #matching(List, boolean, boolean)}, for a query that holds several sets.
   *
   * @param prefix of the names of its parameters, letters and digits
   */
  public PeopleQuery matching(
      List<Condition> conditions, boolean any, boolean companies, String prefix) {
    ScoreSql sql = sql(conditions, any, companies, prefix);
    String met = sql.met(any, "true", "");
    return new PeopleQuery(
        companies ? "select id from contacts.person where company_id in (" + met + ")" : met,
        sql.parameters());
  }

  /** By which way we may and can turn to somebody. */
  public enum Reach {
    /** Agreed to be written to, and has an address. */
    MAIL,
    /** Never said no, and has an address. */
    MAIL_UNLESS_REFUSED,
    /** Never said no, and has a telephone number. */
    PHONE,
    /** Never said whether they agree. */
    SILENT
  }

  /** Those whom we may and can reach in that way. */
  public PeopleQuery reached(Reach reach) {
    String condition =
        switch (reach) {
          case MAIL -> "p.consent = 'GIVEN' and p.email is not null";
          case MAIL_UNLESS_REFUSED -> "p.consent <> 'WITHDRAWN' and p.email is not null";
          case PHONE -> "p.consent <> 'WITHDRAWN' and p.phone is not null";
          case SILENT -> "p.consent = 'UNKNOWN'";
        };
    return new PeopleQuery("select p.id from contacts.person p where " + condition, Map.of());
  }

  /**
   * Those who are not ruled out and have at least that score; where nothing is scored, all who are
   * not ruled out.
   *
   * @param prefix of the names of its parameters, letters and digits
   */
  public PeopleQuery fitting(Scorecard scorecard, int least, String prefix) {
    ScoreSql sql = new ScoreSql(Subject.PEOPLE, scorecard, prefix);
    String enough = scorecard.totalWeight() == 0 ? "" : " and score >= :" + prefix + "least";
    PeopleQuery fitting =
        new PeopleQuery(
            "select id from (%s) judged where not ruled_out%s"
                .formatted(sql.standing("true"), enough),
            sql.parameters());
    return new PeopleQuery(fitting.sql(), fitting.with(Map.of(prefix + "least", least)));
  }

  /**
   * Everybody with whether they agreed to be written to and whether they have an address or a
   * number; columns {@code id}, {@code consent} and {@code reachable}.
   */
  public String reachability() {
    return """
    select p.id, p.consent, p.email is not null or p.phone is not null as reachable
    from contacts.person p
    """;
  }

  /** These people, and all who work at those companies. */
  public PeopleQuery theseAndWhoWorksAt(PeopleQuery people, PeopleQuery companies) {
    return new PeopleQuery(
        """
        select id from (%s) these
        union
        select p.id from contacts.person p where p.company_id in (select id from (%s) companies)
        """
            .formatted(people.sql(), companies.sql()),
        people.with(companies.parameters()));
  }

  /**
   * The people who did something at least so often, themselves or the company where they work; what
   * is both theirs and the company's counts once.
   *
   * @param deeds what was done: columns {@code id}, {@code person_id}, {@code company_id}
   */
  public PeopleQuery whoDid(PeopleQuery deeds, int times) {
    return new PeopleQuery(
        """
        select w.id from (
          select d.person_id as id, d.id as deed from (%1$s) d where d.person_id is not null
          union
          select p.id, d.id from (%1$s) d join contacts.person p on p.company_id = d.company_id) w
        group by w.id having count(*) >= %2$d
        """
            .formatted(deeds.sql(), times),
        deeds.parameters());
  }

  /**
   * A query without parameters of what people said to us or met us for, columns {@code person_id}
   * and {@code at}. A visit and a meeting are it unless nobody came; a call, a letter or a message
   * only if what came out of it tells that they answered.
   */
  public String answers() {
    return """
    select i.person_id, i.happened_at as at from contacts.interaction i
    where i.person_id is not null and (
      i.kind in ('VISIT', 'MEETING') and i.result is distinct from 'NO_ANSWER'
        and i.result is distinct from 'SENT'
      or i.kind in ('CALL', 'EMAIL', 'MESSAGE') and i.result in ('TALKED', 'MEETING_AGREED',
        'ASKED_FOR_TIME', 'NOT_INTERESTED', 'AWAITS_ANSWER'))
    """;
  }

  /**
   * What companies did, as done by each of their people.
   *
   * @param deeds a query with the columns {@code company_id} and {@code at}
   * @return one with the columns {@code person_id} and {@code at}
   */
  public String byEachOf(String deeds) {
    return """
    select p.id as person_id, done.at from (%s) done
    join contacts.person p on p.company_id = done.company_id
    """
        .formatted(deeds);
  }

  /** Everybody but these. */
  public PeopleQuery others(PeopleQuery people) {
    return new PeopleQuery(
        """
        select p.id from contacts.person p
        where not exists (select from (%s) these where these.id = p.id)
        """
            .formatted(people.sql()),
        people.parameters());
  }

  /**
   * Where each of these people stands; columns {@code id, name, company_name, job_title, email,
   * phone, consent, standing}.
   */
  public PeopleQuery judged(Scorecard scorecard, PeopleQuery among) {
    ScoreSql sql = new ScoreSql(Subject.PEOPLE, scorecard, "fit_");
    return new PeopleQuery(
        """
        select s.id, p.name, p.company_name, p.job_title, p.email, p.phone, p.consent, s.standing
        from (%s) s join contacts.person p on p.id = s.id
        """
            .formatted(sql.standing("p.id in (select id from (" + among.sql() + ") asked)")),
        among.with(sql.parameters()));
  }

  /** People of whose name, company, address or telephone a text is a part, accents aside. */
  public PeopleQuery containing(String text) {
    return new PeopleQuery(
        "select p.id from contacts.person p where p.search like platform.fold(:containing)",
        Map.of("containing", Slice.containing(text)));
  }

  /** How many meet the conditions, with the first of them. */
  public Preview preview(List<Condition> conditions, boolean any, boolean companies, int most) {
    ScoreSql sql = sql(conditions, any, companies, "");
    String alias = companies ? "c" : "p";
    Integer count =
        jdbc.sql(
                "select count(*) from (select 1 from (%s) met limit :most) counted"
                    .formatted(sql.met(any, "true", "")))
            .params(sql.parameters())
            .param("most", Slice.COUNTED + 1)
            .query(Integer.class)
            .single();
    List<Example> examples =
        jdbc.sql(
                """
                select x.id, x.name, x.%s as detail
                from (%s limit :most) met join contacts.%s x on x.id = met.id order by x.name, x.id
                """
                    .formatted(
                        companies ? "industry" : "company_name",
                        sql.met(any, "true", "order by %1$s.name, %1$s.id".formatted(alias)),
                        companies ? "company" : "person"))
            .params(sql.parameters())
            .param("most", most)
            .query(Example.class)
            .list();
    return new Preview(count, examples);
  }

  /** The facts that conditions can ask for, of companies or of people themselves. */
  public List<ContactField> fields(boolean ofCompanies) {
    Kind further = ofCompanies ? Kind.COMPANY_ATTRIBUTE : Kind.PERSON_ATTRIBUTE;
    return Stream.concat(
            Stream.of(Kind.values())
                .filter(kind -> !kind.isAttribute())
                .map(ContactField::of)
                .filter(field -> field.ofCompanies() == ofCompanies),
            book.attributeNames(ofCompanies).stream()
                .filter(label -> !label.isBlank())
                .map(label -> new ContactField(further, label)))
        .toList();
  }

  /**
   * How many each of these conditions name, in order, by one statement; beyond {@link
   * Slice#COUNTED}, that many and one.
   */
  public List<Integer> counts(List<SavedFilters.Saved> filters) {
    if (filters.isEmpty()) {
      return List.of();
    }
    StringJoiner counts = new StringJoiner(" union all ");
    Map<String, @Nullable Object> parameters = new HashMap<>();
    for (int i = 0; i < filters.size(); i++) {
      SavedFilters.Saved f = filters.get(i);
      ScoreSql sql = sql(f.conditions(), f.any(), f.companies(), "s" + i + "_");
      counts.add(
          "select %d as n, count(*) as c from (select 1 from (%s) met limit :most) x"
              .formatted(i, sql.met(f.any(), "true", "")));
      parameters.putAll(sql.parameters());
    }
    return jdbc.sql("select c from (" + counts + ") all_counts order by n")
        .params(parameters)
        .param("most", Slice.COUNTED + 1)
        .query(Integer.class)
        .list();
  }

  /**
   * Those of these numbers that are one person's, by one statement however many they are; what
   * several share says of nobody who it is.
   */
  public Map<PhoneNumber, PersonId> peopleReachedAt(Collection<PhoneNumber> numbers) {
    if (numbers.isEmpty()) {
      return Map.of();
    }
    Map<PhoneNumber, PersonId> people = new HashMap<>();
    jdbc.sql(
            """
            select (array_agg(id))[1] as id, phone from contacts.person
            where phone = any (string_to_array(:phones, ' ')) group by phone having count(*) = 1
            """)
        .param(
            "phones",
            numbers.stream().map(PhoneNumber::e164).distinct().collect(Collectors.joining(" ")))
        .query(
            rs -> {
              people.put(
                  new PhoneNumber(rs.getString("phone")),
                  new PersonId(rs.getObject("id", UUID.class)));
            });
    return people;
  }

  static ScoreSql sql(List<Condition> conditions, boolean any, boolean companies, String prefix) {
    return new ScoreSql(
        companies ? Subject.COMPANIES : Subject.PEOPLE,
        new Scorecard(
            conditions.stream()
                .map(c -> any ? Rule.criterion(c, 1, false) : Rule.criterion(c, 0, true))
                .toList()),
        prefix);
  }
}
