package com.arenacrm.contacts;

import com.arenacrm.contacts.ContactPlaces.Within;
import com.arenacrm.contacts.ContactWork.Asked;
import com.arenacrm.contacts.ContactWork.CompanyLine;
import com.arenacrm.contacts.ContactWork.PersonLine;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.identity.Scope;
import com.arenacrm.lists.Neighbourhood.Source;
import com.arenacrm.platform.Alike;
import com.arenacrm.platform.Slice;
import com.arenacrm.platform.TypedNumber;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads people and companies for lists, searches and pages. */
@Component
class ContactLists {

  static final int PAGE = 20;

  /** One line of the list of people. */
  record PersonRow(
      UUID id,
      String name,
      @Nullable UUID companyId,
      @Nullable String companyName,
      @Nullable String jobTitle,
      @Nullable String email,
      @Nullable String phone,
      String consent,
      boolean influencer) {}

  /** Something that was said. */
  record InteractionRow(
      UUID id,
      String kind,
      @Nullable String result,
      String summary,
      Instant happenedAt,
      UUID createdBy,
      @Nullable UUID personId,
      @Nullable String personName) {}

  /** One end of a relationship, seen from the other. */
  record RelationshipRow(
      UUID id,
      String kind,
      boolean outgoing,
      boolean otherIsPerson,
      UUID otherId,
      String otherName,
      @Nullable String note) {}

  /** A word on marketing mail. */
  record ConsentRow(String state, String source, @Nullable String wording, Instant at) {}

  private final JdbcClient jdbc;

  private final Discretion discretion;

  ContactLists(JdbcClient jdbc, Discretion discretion) {
    this.jdbc = jdbc;
    this.discretion = discretion;
  }

  /** People by name; with a text, those in whose name, company, address or number it occurs. */
  Slice<PersonRow> people(
      String text, @Nullable String consent, @Nullable Saved segment, @Nullable UUID after) {
    boolean searching = !text.isBlank();
    Slice<PersonRow> rows = people(text, consent, segment, after, false);
    // Nothing has it to the letter: look for what sounds like it.
    return rows.rows().isEmpty() && searching && after == null
        ? people(text, consent, segment, null, true)
        : rows;
  }

  private Slice<PersonRow> people(
      String text,
      @Nullable String consent,
      @Nullable Saved segment,
      @Nullable UUID after,
      boolean alike) {
    PeopleQuery of = of(segment, false);
    String condition =
        matching("contacts.person", text, alike)
            + (consent == null ? "" : " and p.consent = :consent")
            + of.sql();
    List<PersonRow> rows =
        jdbc.sql(
                """
                select p.id, p.name, p.company_id, p.company_name, p.job_title, p.email, p.phone,
                       p.consent, p.influencer
                from contacts.person p
                where %s
                  and (cast(:after as uuid) is null or (p.name, p.id) >
                    (select a.name, a.id from contacts.person a where a.id = :after))
                order by p.name, p.id limit :limit
                """
                    .formatted(condition))
            .params(of.parameters())
            .param("text", text.strip())
            .param("pattern", Slice.containing(text))
            .param("consent", consent)
            .param("after", after)
            .param("limit", PAGE + 1)
            .query(PersonRow.class)
            .list();
    return Slice.of(rows, PAGE, PersonRow::id);
  }

  /**
   * The list of people with what its columns can show; as {@link #people} finds them.
   *
   * @param spoken whether to say when somebody last spoke with them, as far as the viewer may know
   */
  Slice<PersonLine> personLines(
      Asked asked, Within within, @Nullable UUID after, int size, boolean spoken, Scope scope) {
    String columns =
        """
        p.id, p.name, p.company_id, p.company_name, p.job_title, p.email, p.phone, p.region, p.city,
        p.country, p.consent, p.influencer, p.created_at, %s as spoken_at"""
            .formatted(spoken ? spokenAt("person_id", scope) : NEVER);
    return lines(
        false, columns, PersonLine.class, PersonLine::id, asked, within, after, size, scope);
  }

  /** The list of companies with what its columns can show. */
  Slice<CompanyLine> companyLines(
      Asked asked, Within within, @Nullable UUID after, int size, boolean spoken, Scope scope) {
    String columns =
        """
        p.id, p.name, p.industry, p.employees, p.region, p.city, p.country, p.domain, p.phone,
        (select count(*) from contacts.person e where e.company_id = p.id) as people, p.created_at,
        %s as spoken_at"""
            .formatted(spoken ? spokenAt("company_id", scope) : NEVER);
    return lines(
        true, columns, CompanyLine.class, CompanyLine::id, asked, within, after, size, scope);
  }

  private static final String NEVER = "cast(null as timestamptz)";

  private String spokenAt(String whom, Scope scope) {
    return """
        (select i.happened_at from contacts.interaction i where i.%s = p.id and %s
         order by i.happened_at desc limit 1)"""
        .formatted(whom, discretion.mayRead("i.id", scope));
  }

  private <R> Slice<R> lines(
      boolean companies,
      String columns,
      Class<R> type,
      Function<R, UUID> key,
      Asked asked,
      Within within,
      @Nullable UUID after,
      int size,
      Scope scope) {
    List<R> rows = List.of();
    // Where nothing has it to the letter, what sounds like it.
    for (boolean alike : asked.q().isBlank() || after != null ? ONCE : TWICE) {
      Source source = source(companies, asked, within, alike);
      rows =
          jdbc.sql(
                  """
                  select %s from %s p where %s
                    and (cast(:after as uuid) is null or (p.name, p.id) >
                      (select a.name, a.id from %s a where a.id = :after))
                  order by p.name, p.id limit :limit
                  """
                      .formatted(columns, source.table(), source.condition(), source.table()))
              .params(source.parameters())
              .param(Scope.PARAMETER, scope.owners())
              .param("after", after)
              .param("limit", size + 1)
              .query(type)
              .list();
      if (!rows.isEmpty()) {
        break;
      }
    }
    return Slice.of(rows, size, key);
  }

  private static final boolean[] ONCE = {false};
  private static final boolean[] TWICE = {false, true};

  /** How a list is read, for finding what stands beside one of its rows. */
  Source source(boolean companies, Asked asked, Within within, boolean alike) {
    String table = companies ? "contacts.company" : "contacts.person";
    PeopleQuery of = of(within.segment(), companies);
    PeopleQuery among = within.among();
    Map<String, @Nullable Object> parameters =
        of.with(Map.of("text", asked.q().strip(), "pattern", Slice.containing(asked.q())));
    String consent = companies ? null : asked.consentName();
    parameters.put("consent", consent);
    if (among != null) {
      parameters.putAll(among.parameters());
    }
    return new Source(
        table,
        "p",
        "p.name",
        false,
        "p.name",
        matching(table, asked.q(), alike)
            + (consent == null ? "" : " and p.consent = :consent")
            + of.sql()
            + within(among),
        parameters,
        PAGE);
  }

  /** The ids of a list, so many at most. */
  List<UUID> ids(boolean companies, Asked asked, Within within, int most) {
    Source source = source(companies, asked, within, false);
    return jdbc.sql(
            "select p.id from %s p where %s order by p.name, p.id limit :most"
                .formatted(source.table(), source.condition()))
        .params(source.parameters())
        .param("most", most)
        .query(UUID.class)
        .list();
  }

  /** How many the list holds; beyond {@link Slice#COUNTED}, that many and one. */
  int count(boolean companies, Asked asked, Within within) {
    Source source = source(companies, asked, within, false);
    return jdbc.sql(
            "select count(*) from (select 1 from %s p where %s limit :most) c"
                .formatted(source.table(), source.condition()))
        .params(source.parameters())
        .param("most", Slice.COUNTED + 1)
        .query(Integer.class)
        .single();
  }

  /** The names of companies like this, a page of them, for choosing one. */
  List<String> companyNames(String text) {
    Within all = new Within(null, false, null);
    List<String> same = companiesCalled(text);
    for (boolean alike : TWICE) {
      Source source = source(true, new Asked(text, null, null, false), all, alike);
      List<String> names =
          jdbc.sql(
                  "select p.name from contacts.company p where %s order by p.name, p.id limit :limit"
                      .formatted(source.condition()))
              .params(source.parameters())
              .param("limit", PAGE)
              .query(String.class)
              .list();
      if (!names.isEmpty()) {
        return Stream.concat(same.stream(), names.stream()).distinct().limit(PAGE).toList();
      }
    }
    return same;
  }

  /** Companies of that name whatever their legal form. */
  private List<String> companiesCalled(String name) {
    return jdbc.sql(
            """
            select name from contacts.company
            where contacts.company_base(name) = contacts.company_base(:name)
            order by contacts.forms_agree(name, :name) desc, name, id limit 5
            """)
        .param("name", name)
        .query(String.class)
        .list();
  }

  private static String within(@Nullable PeopleQuery among) {
    return among == null ? "" : " and p.id in (" + among.sql() + ")";
  }

  /** By what a company resembles the one being typed. */
  enum CompanyResemblance {
    DOMAIN,
    NAME,
    FORM,
    OTHER_FORM,
    ALIKE
  }

  /** A company that may be the one being typed. */
  record CompanyAlike(
      UUID id,
      String name,
      @Nullable String city,
      @Nullable String domain,
      CompanyResemblance why) {}

  /**
   * Companies of one name whatever their legal form, or whose name is much alike despite slips and
   * accents, or that share the web domain.
   */
  List<CompanyAlike> companiesAlike(String name, @Nullable String domain) {
    return jdbc.sql(
            """
            select p.id, p.name, p.city, p.domain,
              case when p.domain = :domain or p.id in (select a.company_id from contacts.alias a
                    where a.kind = 'DOMAIN' and a.value = :domain) then 'DOMAIN'
                when contacts.company_words(p.name) = contacts.company_words(:text) then 'NAME'
                when contacts.company_base(p.name) <> contacts.company_base(:text) then 'ALIKE'
                when contacts.forms_agree(p.name, :text) then 'FORM'
                else 'OTHER_FORM' end as why
            from contacts.company p
            where p.id in (
              select id from contacts.company where domain = :domain
              union all
              select company_id from contacts.alias where kind = 'DOMAIN' and value = :domain
              union all
              select id from contacts.company
              where :text <> '' and contacts.company_base(name) = contacts.company_base(:text)
              union all
              select id from contacts.company
              where length(:text) >= 3 and platform.fold(:text) <% search
                and word_similarity(platform.fold(:text), search) > 0.75
              union all
              select p.id from contacts.company p where length(:text) >= 3 and {alike})
            order by p.domain = :domain desc nulls last,
              contacts.company_base(p.name) = contacts.company_base(:text) desc,
              contacts.forms_agree(p.name, :text) desc, {nearness} desc, p.id limit 4
            """
                .replace("{alike}", Alike.condition("contacts.company", "p"))
                .replace("{nearness}", Alike.nearness("p")))
        .param("text", name.strip())
        .param("domain", domain)
        .query(CompanyAlike.class)
        .list();
  }

  /** What was said with somebody, but for what belongs to deals that the viewer may not see. */
  List<InteractionRow> interactionsWith(PersonId person, Scope scope) {
    return jdbc.sql(
            """
            select i.id, i.kind, i.result, i.summary, i.happened_at, i.created_by, null::uuid as person_id,
                   null as person_name
            from contacts.interaction i where i.person_id = :id and %s
            order by i.happened_at desc, i.id desc limit 50
            """
                .formatted(discretion.mayRead("i.id", scope)))
        .param("id", person.id())
        .param(Scope.PARAMETER, scope.owners())
        .query(InteractionRow.class)
        .list();
  }

  /** The same with a company and its people. */
  List<InteractionRow> interactionsWith(CompanyId company, Scope scope) {
    return jdbc.sql(
            """
            select i.id, i.kind, i.result, i.summary, i.happened_at, i.created_by, p.id as person_id,
                   p.name as person_name
            from (select id from contacts.interaction where company_id = :id
                  union
                  select s.id from contacts.person w
                  join contacts.interaction s on s.person_id = w.id where w.company_id = :id) said
            join contacts.interaction i on i.id = said.id
            left join contacts.person p on p.id = i.person_id
            where %s
            order by i.happened_at desc, i.id desc limit 50
            """
                .formatted(discretion.mayRead("i.id", scope)))
        .param("id", company.id())
        .param(Scope.PARAMETER, scope.owners())
        .query(InteractionRow.class)
        .list();
  }

  /** How many pairs wait for somebody to say whether they are one; at most a thousand. */
  int openDuplicates(boolean companies) {
    return jdbc.sql(
            """
            select count(*) from (
              select 1 from contacts.duplicate
              where %s is not null and dismissed_at is null limit 1000) d
            """
                .formatted(companies ? "first_company" : "first_person"))
        .query(Integer.class)
        .single();
  }

  List<RelationshipRow> relationshipsOf(@Nullable PersonId person, @Nullable CompanyId company) {
    return jdbc.sql(
            """
            select r.id, r.kind, true as outgoing, r.to_person is not null as other_is_person,
                   coalesce(r.to_person, r.to_company) as other_id,
                   coalesce(tp.name, tc.name) as other_name, r.note
            from contacts.relationship r
            left join contacts.person tp on tp.id = r.to_person
            left join contacts.company tc on tc.id = r.to_company
            where r.from_person = :person or r.from_company = :company
            union all
            select r.id, r.kind, false, r.from_person is not null,
                   coalesce(r.from_person, r.from_company), coalesce(fp.name, fc.name), r.note
            from contacts.relationship r
            left join contacts.person fp on fp.id = r.from_person
            left join contacts.company fc on fc.id = r.from_company
            where r.to_person = :person or r.to_company = :company
            order by kind, other_name
            """)
        .param("person", person == null ? null : person.id())
        .param("company", company == null ? null : company.id())
        .query(RelationshipRow.class)
        .list();
  }

  List<PersonRow> peopleOf(CompanyId company) {
    return jdbc.sql(
            """
            select p.id, p.name, p.company_id, p.company_name, p.job_title, p.email, p.phone,
                   p.consent, p.influencer
            from contacts.person p where p.company_id = :id order by p.name, p.id limit 100
            """)
        .param("id", company.id())
        .query(PersonRow.class)
        .list();
  }

  List<ConsentRow> consentsOf(PersonId person) {
    return jdbc.sql(
            """
            select state, source, wording, at from contacts.consent where person_id = :id
            order by at desc, id desc
            """)
        .param("id", person.id())
        .query(ConsentRow.class)
        .list();
  }

  /** A further condition on {@code p}: that it is in the segment; none without one. */
  static PeopleQuery of(@Nullable Saved segment, boolean companies) {
    if (segment == null) {
      return new PeopleQuery("", Map.of());
    }
    ScoreSql sql =
        ContactSets.sql(segment.conditions(), segment.any(), segment.companies(), "segment_");
    String met = sql.met(segment.any(), "true", "");
    boolean throughCompanies = segment.companies() && !companies;
    return new PeopleQuery(
        " and p." + (throughCompanies ? "company_id" : "id") + " in (" + met + ")",
        sql.parameters());
  }

  static String matching(String table, String text, boolean alike) {
    if (text.isBlank()) {
      return "true";
    }
    return alike ? Alike.condition(table, "p") : TypedNumber.condition("p.search", text);
  }
}
