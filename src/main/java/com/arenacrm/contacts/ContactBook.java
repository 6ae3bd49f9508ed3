package com.arenacrm.contacts;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.integration.RecordUse;
import com.arenacrm.integration.UndoPass;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.platform.TypedNumber;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to people and companies: finding them, adding them once, and what was said. */
@Component
@Transactional
public class ContactBook {

  private final People people;
  private final Companies companies;
  private final Successors successors;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final List<RecordUse> uses;
  private final Lookout lookout;

  ContactBook(
      People people,
      Companies companies,
      Successors successors,
      JdbcClient jdbc,
      ApplicationEventPublisher events,
      List<RecordUse> uses,
      Lookout lookout) {
    this.lookout = lookout;
    this.people = people;
    this.successors = successors;
    this.companies = companies;
    this.jdbc = jdbc;
    this.events = events;
    this.uses = uses;
  }

  /**
   * What other modules show of a person.
   *
   * @param company the name of the company, or null
   */
  public record PersonCard(
      PersonId id,
      String name,
      @Nullable CompanyId companyId,
      @Nullable String company,
      @Nullable String jobTitle,
      @Nullable String email,
      @Nullable String phone,
      ConsentState consent) {

    /** Whether they can be sent messages by telephone. */
    public boolean takesMessages() {
      return phone != null && new PhoneNumber(phone).takesMessages();
    }
  }

  /**
   * The person; whom they were merged with, where they were.
   *
   * @throws NotFoundException when there is none
   */
  @Transactional(readOnly = true)
  public Person person(PersonId id) {
    return people
        .findById(id)
        .or(
            () ->
                successors
                    .of(id.id(), false)
                    .flatMap(other -> people.findById(new PersonId(other))))
        .orElseThrow(NotFoundException::new);
  }

  /**
   * The company; the one it was merged with, where it was.
   *
   * @throws NotFoundException when there is none
   */
  @Transactional(readOnly = true)
  public Company company(CompanyId id) {
    return companies
        .findById(id)
        .or(
            () ->
                successors
                    .of(id.id(), true)
                    .flatMap(other -> companies.findById(new CompanyId(other))))
        .orElseThrow(NotFoundException::new);
  }

  /** Where somebody and their company are: cities, regions and countries as they are written. */
  @Transactional(readOnly = true)
  public List<String> placesOf(PersonId person) {
    return jdbc.sql(
            """
            select distinct x.place
            from contacts.person p left join contacts.company c on c.id = p.company_id
            cross join lateral unnest(array[p.city, p.region, p.country, c.city, c.region,
              c.country]) x (place)
            where p.id = :person and x.place <> '' order by x.place
            """)
        .param("person", person.id())
        .query(String.class)
        .list();
  }

  /** Where a company is: its city, region and country as they are written. */
  @Transactional(readOnly = true)
  public List<String> placesOf(CompanyId company) {
    return jdbc.sql(
            """
            select distinct x.place from contacts.company c
            cross join lateral unnest(array[c.city, c.region, c.country]) x (place)
            where c.id = :company and x.place <> '' order by x.place
            """)
        .param("company", company.id())
        .query(String.class)
        .list();
  }

  /** What to show of each of these people, by one statement however many they are. */
  @Transactional(readOnly = true)
  public Map<PersonId, PersonCard> cards(Collection<PersonId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return jdbc
        .sql(
            """
            select id, name, company_id, company_name, job_title, email, phone, consent
            from contacts.person where id in (:ids)
            """)
        .param("ids", ids.stream().map(PersonId::id).distinct().toList())
        .query((rs, n) -> card(rs))
        .list()
        .stream()
        .collect(Collectors.toMap(PersonCard::id, Function.identity()));
  }

  private static PersonCard card(java.sql.ResultSet rs) throws java.sql.SQLException {
    UUID company = rs.getObject("company_id", UUID.class);
    return new PersonCard(
        new PersonId(rs.getObject("id", UUID.class)),
        rs.getString("name"),
        company == null ? null : new CompanyId(company),
        rs.getString("company_name"),
        rs.getString("job_title"),
        rs.getString("email"),
        rs.getString("phone"),
        ConsentState.valueOf(rs.getString("consent")));
  }

  /**
   * Those of these people whom a text names, by their name, company, address or telephone; all of
   * them where it is empty.
   *
   * @param most so many at most, in the order of their names
   */
  @Transactional(readOnly = true)
  public List<PersonCard> among(Collection<PersonId> ids, String text, int most) {
    return jdbc.sql(
            """
            select id, name, company_id, company_name, job_title, email, phone, consent
            from contacts.person
            where id = any(cast(:ids as uuid[])) and %s
            order by name, id limit :most
            """
                .formatted(TypedNumber.condition("search", text)))
        .param(
            "ids", ids.stream().map(PersonId::toString).collect(Collectors.joining(",", "{", "}")))
        .param("pattern", Slice.containing(text))
        .param("most", most)
        .query((rs, n) -> card(rs))
        .list();
  }

  /**
   * Those who are known at a company, and these; these first, then by name.
   *
   * @param company null for only these
   * @param most so many at most
   */
  @Transactional(readOnly = true)
  public List<PersonCard> at(@Nullable CompanyId company, Collection<PersonId> these, int most) {
    return jdbc.sql(
            """
            select id, name, company_id, company_name, job_title, email, phone, consent
            from contacts.person
            where id = any(cast(:ids as uuid[])) or company_id = cast(:company as uuid)
            order by id = any(cast(:ids as uuid[])) desc, name, id limit :most
            """)
        .param(
            "ids",
            these.stream().map(PersonId::toString).collect(Collectors.joining(",", "{", "}")))
        .param("company", company == null ? null : company.id())
        .param("most", most)
        .query((rs, n) -> card(rs))
        .list();
  }

  /** The names of these people, by one statement however many they are. */
  @Transactional(readOnly = true)
  public Map<UUID, String> personNames(Collection<PersonId> ids) {
    return names(
        "select id, name from contacts.person where id in (:ids)",
        ids.stream().map(PersonId::id).distinct().toList());
  }

  /** The names of these companies, by one statement however many they are. */
  @Transactional(readOnly = true)
  public Map<UUID, String> companyNames(Collection<CompanyId> ids) {
    return names(
        "select id, name from contacts.company where id in (:ids)",
        ids.stream().map(CompanyId::id).distinct().toList());
  }

  private Map<UUID, String> names(String sql, List<UUID> ids) {
    Map<UUID, String> names = new HashMap<>();
    if (!ids.isEmpty()) {
      jdbc.sql(sql)
          .param("ids", ids)
          .query(
              rs -> {
                names.put(rs.getObject("id", UUID.class), rs.getString("name"));
              });
    }
    return names;
  }

  /**
   * The SQL condition that a row names somebody in its column {@code search}, or is of somebody
   * whose address or telephone number the text is a part of. The SQL needs the parameter {@code
   * pattern} of {@link Slice#containing}.
   *
   * @param row the alias of a table with the columns {@code search} and {@code person_id}
   */
  public static String naming(String row, String text) {
    String contains = row + ".search like platform.fold(:pattern)";
    if (!text.contains("@") && !TypedNumber.is(text)) {
      return contains;
    }
    return "(%s or %s.person_id = any (array(select contacts.people_found(%s))))"
        .formatted(contains, row, text.contains("@") ? ":pattern" : TypedNumber.PATTERN);
  }

  /** People called exactly so, accents and capitals ignored; at most three, the oldest first. */
  @Transactional(readOnly = true)
  public List<PersonCard> named(String name) {
    return jdbc.sql(
            """
            select id, name, company_id, company_name, job_title, email, phone, consent
            from contacts.person
            where search like platform.fold(:pattern) and platform.fold(name) = platform.fold(:name)
            order by created_at, id limit 3
            """)
        .param("pattern", Slice.containing(name))
        .param("name", name.strip())
        .query((rs, n) -> card(rs))
        .list();
  }

  /** By what somebody resembles the one being typed. */
  public enum Resemblance {
    EMAIL,
    PHONE,
    NAME,
    DOMAIN
  }

  /**
   * Somebody who may be the one being typed.
   *
   * @param sure whether one should not go on without having looked at them: the names are one but
   *     for accents, capitals and order, or at one company differ by slips and what is left out
   */
  public record Alike(
      UUID id,
      String name,
      @Nullable String companyName,
      @Nullable String email,
      @Nullable String phone,
      Resemblance why,
      boolean sure) {

    static final int MOST = 5;

    /**
     * Those to look at whom a form has not shown yet.
     *
     * @param shown the ids that it has shown, in any order
     */
    public static boolean anyUnseen(Collection<Alike> alike, String shown) {
      return alike.stream().anyMatch(a -> a.sure() && !shown.contains(a.id().toString()));
    }
  }

  /**
   * Whether a name is the typed one but for slips and for what one of the two leaves out, such as
   * the second surname: enough where both are at one company.
   */
  private static final String COLLEAGUE =
      """
      (platform.fold(:text) like '_% _%' and p.name like '_% _%'
        and (platform.is_alike(platform.fold(:text), platform.fold(p.name))
          or platform.is_alike(platform.fold(p.name), platform.fold(:text))))
      """;

  /**
   * Who may be the one being typed, the likeliest first: who has the address or the number, now or
   * before a merge; whose name is much alike, despite accents and slips of hand and ear; colleagues
   * by the domain of the address.
   *
   * @param company as typed; may be empty
   */
  @Transactional(readOnly = true)
  public List<Alike> alike(
      String name, @Nullable EmailAddress email, @Nullable PhoneNumber phone, String company) {
    return jdbc.sql(
            """
            with found (id, rank) as (
              select p.id, 0 from contacts.person p where p.email = :email
              union all select a.person_id, 0 from contacts.alias a
              where a.kind = 'EMAIL' and a.value = :email
              union all select p.id, 1 from contacts.person p where p.phone = :phone
              union all select a.person_id, 1 from contacts.alias a
              where a.kind = 'PHONE' and a.value = :phone
              union all (select p.id, 2 from contacts.person p
                where length(:text) >= 4 and {alike}
                  and platform.is_alike(platform.fold(:text), platform.fold(p.name))
                order by {nearness} desc, p.id limit 8)
              union all (select p.id, 2 from contacts.person p
                where length(:text) >= 4 and platform.fold(:text) <% p.search
                  and word_similarity(platform.fold(:text), platform.fold(p.name)) > 0.75
                order by {nearness} desc, p.id limit 8)
              union all (select p.id, 2 from contacts.person p
                where contacts.sound_key(p.name) = contacts.sound_key(:text) limit 8)
              union all (select p.id, 2 from contacts.person p
                where contacts.slip_keys(p.name) && contacts.slip_keys(:text)
                  and contacts.is_near(p.name, :text) limit 8)
              union all (select p.id, 2 from contacts.company c
                join contacts.person p on p.company_id = c.id
                where :company <> ''
                  and contacts.company_base(c.name) = contacts.company_base(:company)
                  and {colleague} limit 8)
              union all (select p.id, 2 from contacts.person p
                where contacts.mail_domain(p.email) = contacts.mail_domain(:email)
                  and {colleague} limit 8)
              union all (select p.id, 3 from contacts.person p
                where contacts.mail_domain(p.email) = contacts.mail_domain(:email)
                order by {nearness} desc, p.id limit 3))
            select p.id, p.name, p.company_name, p.email, p.phone,
              (array['EMAIL', 'PHONE', 'NAME', 'DOMAIN'])[f.rank + 1] as why,
              f.rank >= 2 and (contacts.name_key(p.name) = contacts.name_key(:text)
                or ({colleague}
                  and (contacts.company_base(p.company_name) = contacts.company_base(:company)
                    or contacts.mail_domain(p.email) = contacts.mail_domain(:email)))) is true as sure
            from (select id, min(rank) as rank from found where id is not null group by id) f
            join contacts.person p on p.id = f.id
            order by f.rank, sure desc, {nearness} desc, p.id limit :most
            """
                .replace("{colleague}", COLLEAGUE)
                .replace("{alike}", com.arenacrm.platform.Alike.condition("contacts.person", "p"))
                .replace("{nearness}", com.arenacrm.platform.Alike.nearness("p")))
        .param("text", name.strip())
        .param("email", email == null ? null : email.value())
        .param("phone", phone == null ? null : phone.e164())
        .param("company", company)
        .param("most", Alike.MOST)
        .query(Alike.class)
        .list();
  }

  /**
   * Whoever already has this address or number, or had it before they were merged with another; the
   * address counts first. A number that several people share is nobody's in particular.
   */
  @Transactional(readOnly = true)
  public Optional<Person> find(@Nullable EmailAddress email, @Nullable PhoneNumber phone) {
    return find(email, phone, "");
  }

  /**
   * The same, where a name is said, too: among people who share the number it says who is meant.
   *
   * @param name empty where none is said
   */
  @Transactional(readOnly = true)
  public Optional<Person> find(
      @Nullable EmailAddress email, @Nullable PhoneNumber phone, String name) {
    return Optional.ofNullable(email)
        .flatMap(e -> people.findByEmail(e.value()).or(() -> alias("EMAIL", e.value())))
        .or(() -> Optional.ofNullable(phone).flatMap(p -> reachedAt(p, name)));
  }

  private Optional<Person> reachedAt(PhoneNumber phone, String name) {
    List<Person> sharing = people.findByPhoneOrderByCreatedAt(phone.e164());
    if (sharing.size() < 2) {
      return sharing.stream().findFirst().or(() -> alias("PHONE", phone.e164()));
    }
    return name.isBlank()
        ? Optional.empty()
        : jdbc.sql(
                """
                select id from contacts.person
                where phone = :phone and contacts.name_key(name) = contacts.name_key(:name)
                order by created_at, id limit 1
                """)
            .param("phone", phone.e164())
            .param("name", name)
            .query(UUID.class)
            .optional()
            .flatMap(id -> people.findById(new PersonId(id)));
  }

  /** Those who have this number, or had it before they were merged, without one of them. */
  @Transactional(readOnly = true)
  public List<Person> sharing(PhoneNumber phone, PersonId but) {
    List<Person> sharing = people.findByPhoneOrderByCreatedAt(phone.e164());
    return (sharing.isEmpty() ? alias("PHONE", phone.e164()).stream().toList() : sharing)
        .stream().filter(other -> !other.id().equals(but)).toList();
  }

  private Optional<Person> alias(String kind, String value) {
    return jdbc.sql(
            """
            select person_id from contacts.alias
            where kind = :kind and value = :value and person_id is not null
            order by id desc limit 1
            """)
        .param("kind", kind)
        .param("value", value)
        .query(UUID.class)
        .optional()
        .flatMap(id -> people.findById(new PersonId(id)));
  }

  private Optional<UUID> known(OutsideId outside, String column) {
    return jdbc.sql(
            """
            select %1$s from contacts.alias
            where kind = 'OUTSIDE' and source = :source and value = :id and %1$s is not null
            order by id desc limit 1
            """
                .formatted(column))
        .param("source", outside.source())
        .param("id", outside.id())
        .query(UUID.class)
        .optional();
  }

  /** Those of these addresses that are somebody's, by one statement however many they are. */
  @Transactional(readOnly = true)
  public Map<EmailAddress, PersonId> peopleAt(Collection<EmailAddress> addresses) {
    if (addresses.isEmpty()) {
      return Map.of();
    }
    Map<EmailAddress, PersonId> people = new HashMap<>();
    jdbc.sql(
            """
            select person_id as id, value as email from contacts.alias
            where kind = 'EMAIL' and value = any (string_to_array(:emails, ' '))
            union all
            select id, email from contacts.person where email = any (string_to_array(:emails, ' '))
            """)
        .param(
            "emails",
            addresses.stream().map(EmailAddress::value).distinct().collect(Collectors.joining(" ")))
        .query(
            rs -> {
              people.put(
                  new EmailAddress(rs.getString("email")),
                  new PersonId(rs.getObject("id", UUID.class)));
            });
    return people;
  }

  /**
   * Those of these names that exactly one person bears, by one statement however many they are;
   * accents and case ignored.
   */
  @Transactional(readOnly = true)
  public Map<String, PersonId> peopleCalled(Collection<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    Map<String, PersonId> people = new HashMap<>();
    jdbc.sql(
            """
            select n.name, (array_agg(p.id))[1] as id
            from string_to_table(:names, chr(10)) as n (name)
            join contacts.person p on platform.fold(p.name) = platform.fold(n.name)
            group by n.name having count(distinct p.id) = 1
            """)
        .param("names", names.stream().distinct().collect(Collectors.joining("\n")))
        .query(
            rs -> {
              people.put(rs.getString("name"), new PersonId(rs.getObject("id", UUID.class)));
            });
    return people;
  }

  /**
   * Everybody who bears one of these names, by one statement however many they are, the oldest
   * first; accents and case ignored. Names that nobody bears are missing.
   */
  @Transactional(readOnly = true)
  public Map<String, List<PersonCard>> namesakes(Collection<String> names) {
    Map<String, List<PersonCard>> namesakes = new HashMap<>();
    if (!names.isEmpty()) {
      jdbc.sql(
              """
              select n.name as asked, p.id, p.name, p.company_id, p.company_name, p.job_title,
                     p.email, p.phone, p.consent
              from string_to_table(:names, chr(10)) as n (name)
              join contacts.person p on platform.fold(p.name) = platform.fold(n.name)
              order by p.created_at, p.id
              """)
          .param("names", names.stream().distinct().collect(Collectors.joining("\n")))
          .query(
              rs -> {
                namesakes
                    .computeIfAbsent(rs.getString("asked"), name -> new ArrayList<>())
                    .add(card(rs));
              });
    }
    return namesakes;
  }

  /** The one person with this e-mail address, or else with exactly this name. */
  @Transactional(readOnly = true)
  public Optional<PersonId> findOne(String addressOrName) {
    Optional<PersonId> byAddress =
        EmailAddress.parse(addressOrName).flatMap(e -> find(e, null)).map(Person::id);
    if (byAddress.isPresent() || addressOrName.isBlank()) {
      return byAddress;
    }
    List<PersonCard> named = named(addressOrName);
    return named.size() == 1 ? Optional.of(named.get(0).id()) : Optional.empty();
  }

  /**
   * Whom a field means in which somebody is chosen or typed. What was typed decides where it is not
   * the name of the one chosen: without scripts, who changes the name leaves the choice as it was.
   *
   * @param chosen null when nobody was chosen
   * @param typed a name or an e-mail address; blank where there is nothing to type
   * @return empty when nobody, or more than one, can be meant
   */
  @Transactional(readOnly = true)
  public Optional<PersonId> meant(@Nullable UUID chosen, String typed) {
    String text = typed.strip();
    if (chosen != null) {
      PersonId id = new PersonId(chosen);
      PersonCard card = cards(List.of(id)).get(id);
      if (card != null && (text.isEmpty() || card.name().equals(text))) {
        return Optional.of(id);
      }
    }
    return findOne(text);
  }

  @Transactional(readOnly = true)
  public Optional<Person> find(OutsideId outside) {
    return people
        .findByOutsideSourceAndOutsideId(outside.source(), outside.id())
        .or(() -> known(outside, "person_id").flatMap(id -> people.findById(new PersonId(id))));
  }

  @Transactional(readOnly = true)
  public Optional<Company> findCompany(OutsideId outside) {
    return companies
        .findByOutsideSourceAndOutsideId(outside.source(), outside.id())
        .or(
            () ->
                known(outside, "company_id").flatMap(id -> companies.findById(new CompanyId(id))));
  }

  /**
   * The company of that name, the oldest where several share it; accents and case ignored. Where
   * none is called just so, the one whose name differs in its legal form only, if there is no other
   * of that name and the two do not say different forms: «X» is «X, S. L.», and «X, S. A.» is not.
   */
  @Transactional(readOnly = true)
  public Optional<CompanyId> findCompany(String name) {
    return jdbc.sql(
            """
            (select id from contacts.company where platform.fold(name) = platform.fold(:name)
             order by created_at, id limit 1)
            union all
            select company_id from contacts.alias
            where kind = 'NAME' and value = platform.fold(:name) and company_id is not null
            union all
            select min(id::text)::uuid from contacts.company
            where contacts.company_base(name) = contacts.company_base(:name) and :name <> ''
            having count(*) = 1 and bool_and(contacts.forms_agree(name, :name))
            limit 1
            """)
        .param("name", name.strip())
        .query(UUID.class)
        .optional()
        .map(CompanyId::new);
  }

  /** A company that may be meant, with what tells it from others of its name. */
  public record Namesake(
      CompanyId id, String name, @Nullable String city, @Nullable String domain) {

    /** How one says that none of those is meant that were shown. */
    public static final String NONE = "none";

    static final int MOST = 20;
  }

  /**
   * What a form says of which company is meant by the name typed into it.
   *
   * @param asked the name of which it was asked; another one since is to be asked anew
   * @param which the id of one of those shown, or {@link Namesake#NONE}
   */
  public record WhichCompany(@Nullable String asked, @Nullable String which) {

    public static final WhichCompany UNASKED = new WhichCompany(null, null);

    private boolean isOf(@Nullable String name) {
      return asked != null && asked.strip().equals(name);
    }
  }

  /**
   * The company that a name typed into a form means.
   *
   * @param name null where none was typed
   * @param stays the company that was there already and has just that name: it stays who it is,
   *     whoever else is called so
   * @param namesakes those that may be meant, where it has to be asked; see {@link #unclear}
   * @param said what the form says of it
   */
  public record CompanyMeant(
      @Nullable String name,
      @Nullable CompanyId stays,
      List<Namesake> namesakes,
      WhichCompany said) {

    /** None at all. */
    public static final CompanyMeant NOBODY =
        new CompanyMeant(null, null, List.of(), WhichCompany.UNASKED);

    /** Whether it was asked about this very name, be it answered or not. */
    public boolean wasAsked() {
      return said.isOf(name);
    }

    /** Asks at the field {@code company} where it was not answered. */
    public void require(FormReader reader) {
      if (!namesakes.isEmpty() && !isNone() && chosen().isEmpty()) {
        reader.refuse("company", "company.which.ask", name);
      }
    }

    /** Shows on the form what there is to choose from, and what was chosen. */
    public void show(BiConsumer<String, Object> model) {
      model.accept("namesakes", namesakes);
      model.accept("which", Objects.requireNonNullElse(said.which(), ""));
    }

    private boolean isNone() {
      return wasAsked() && Namesake.NONE.equals(said.which());
    }

    private Optional<CompanyId> chosen() {
      return namesakes.stream()
          .map(Namesake::id)
          .filter(id -> wasAsked() && id.toString().equals(said.which()))
          .findFirst();
    }
  }

  /**
   * Companies of one name, whatever their legal form, or with this web domain: those called just so
   * first, then those of the same form.
   *
   * @param domain null for none
   */
  @Transactional(readOnly = true)
  public List<Namesake> namesakes(String name, @Nullable String domain) {
    return jdbc.sql(
            """
            select id, name, city, domain from contacts.company
            where contacts.company_base(name) = contacts.company_base(:name) and :name <> ''
              or domain = :domain
            order by platform.fold(name) = platform.fold(:name) desc,
              contacts.forms_agree(name, :name) desc, created_at, id limit :most
            """)
        .param("name", name.strip())
        .param("domain", domain)
        .param("most", Namesake.MOST)
        .query(
            (rs, n) ->
                new Namesake(
                    new CompanyId(rs.getObject("id", UUID.class)),
                    rs.getString("name"),
                    rs.getString("city"),
                    rs.getString("domain")))
        .list();
  }

  /**
   * Which companies a typed name may mean, where somebody has to say which: several are called just
   * so, or none is and it is not clear that the only one of that name is meant (see {@link
   * #findCompany(String)}). Empty where it is clear, also because nobody is called so.
   */
  @Transactional(readOnly = true)
  public List<Namesake> unclear(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return List.of();
    }
    List<Namesake> all = namesakes(name, null);
    if (all.isEmpty()) {
      return all;
    }
    int same =
        jdbc.sql(
                """
                select count(*) from contacts.company where platform.fold(name) = platform.fold(:name)
                """)
            .param("name", name.strip())
            .query(Integer.class)
            .single();
    return same > 1 || same == 0 && findCompany(name).isEmpty() ? all : List.of();
  }

  /** Which company a form means by a typed name. */
  @Transactional(readOnly = true)
  public CompanyMeant companyMeant(@Nullable String name, WhichCompany said) {
    return new CompanyMeant(name, null, unclear(name), said);
  }

  /**
   * The same where a company is there already.
   *
   * @param present null where there is none
   * @param called what it is called
   */
  @Transactional(readOnly = true)
  public CompanyMeant companyMeant(
      @Nullable String name,
      WhichCompany said,
      @Nullable CompanyId present,
      @Nullable String called) {
    return present != null && called != null && called.equals(name)
        ? new CompanyMeant(name, present, List.of(), said)
        : companyMeant(name, said);
  }

  /** A certain company, with which a form begins. */
  @Transactional(readOnly = true)
  public CompanyMeant companyMeant(CompanyId id) {
    String name = company(id).name();
    return companyMeant(name, new WhichCompany(name, id.toString()));
  }

  /**
   * The company that a form means. One that is said to be none of those shown is made, and
   * remembered to be none of them; so is one that nobody knows yet. Null where none is named.
   */
  public @Nullable CompanyId companyNamed(CompanyMeant meant, UserId actor, Instant now) {
    if (meant.stays() != null) {
      return meant.stays();
    }
    if (meant.isNone()) {
      return addCompany(
              CompanyId.next(),
              CompanyDetails.named(Objects.requireNonNull(meant.name()).strip()),
              meant.namesakes(),
              actor,
              now)
          .id();
    }
    return meant.chosen().orElseGet(() -> companyNamed(meant.name(), actor, now));
  }

  /** The company of that name, made if there is none; null for an empty name. */
  public @Nullable CompanyId companyNamed(@Nullable String name, UserId actor, Instant now) {
    if (name == null || name.isBlank()) {
      return null;
    }
    return findCompany(name)
        .orElseGet(
            () ->
                addCompany(CompanyId.next(), CompanyDetails.named(name.strip()), actor, now).id());
  }

  /**
   * Adds a person.
   *
   * @param id chosen by the caller, so that sending a form twice adds one person
   * @throws RefusedException when the address is somebody else's, or the number is one other
   *     person's; what several share already, one more may have
   */
  public Person addPerson(PersonId id, PersonDetails details, @Nullable UserId actor, Instant now) {
    requireUnclaimed(id, details, false);
    return people.save(new Person(id, details, nameOf(details.company()), actor, now));
  }

  /**
   * Adds a person who is known to share their number with whoever has it.
   *
   * @throws RefusedException when the address is somebody else's
   */
  public Person addSharing(
      PersonId id, PersonDetails details, @Nullable UserId actor, Instant now) {
    requireUnclaimed(id, details, true);
    return people.save(new Person(id, details, nameOf(details.company()), actor, now));
  }

  /**
   * The same of somebody who works where a typed name says; the company is made with them, or
   * neither is.
   */
  public Person addSharing(
      PersonId id, PersonDetails details, CompanyMeant company, UserId actor, Instant now) {
    CompanyId at = companyNamed(company, actor, now);
    return addSharing(id, details.at(at), actor, now);
  }

  /**
   * Somebody who was added and cannot be taken back.
   *
   * @param changed whether somebody changed them since; else they are in use
   */
  public record Staying(PersonId id, String name, boolean changed) {}

  /**
   * Takes people back who were added together, and the companies that were made known with them;
   * who was changed or is in use since stays.
   *
   * @param batch what they were added by
   * @param since when the first of them was added
   * @return who stays, by name
   */
  public List<Staying> takeBack(
      UUID batch, Collection<PersonId> added, Instant since, CurrentUser actor, Instant now) {
    record Standing(UUID id, String name, @Nullable UUID company, boolean same, boolean used) {}
    UndoPass pass = new UndoPass(batch, actor, now, uses, jdbc);
    List<UUID> ids = added.stream().map(PersonId::id).toList();
    List<Standing> all =
        jdbc.sql(
                """
                select r.id, r.name, r.company_id as company, r.version = 0 as same, (%s) as used
                from contacts.person r where r.id = any(cast(:ids as uuid[]))
                order by r.name, r.id for update of r
                """
                    .formatted(ImportedContacts.PERSON_USED))
            .param("ids", texts(ids))
            .query(Standing.class)
            .list();
    Set<UUID> above = pass.usedAmong(ContactBatch.PERSON, ids);
    List<UUID> free =
        all.stream()
            .filter(s -> s.same() && !s.used() && !above.contains(s.id()))
            .map(Standing::id)
            .toList();
    Set<UUID> gone = new HashSet<>(free);
    pass.each(
            free,
            some ->
                jdbc.sql("delete from contacts.person where id = any(cast(:ids as uuid[]))")
                    .param("ids", texts(some))
                    .update())
        .forEach(gone::remove);
    takeCompaniesBack(
        pass,
        all.stream()
            .filter(s -> gone.contains(s.id()))
            .map(Standing::company)
            .filter(Objects::nonNull)
            .distinct()
            .toList(),
        since);
    return all.stream()
        .filter(s -> !gone.contains(s.id()))
        .map(s -> new Staying(new PersonId(s.id()), s.name(), !s.same()))
        .toList();
  }

  private void takeCompaniesBack(UndoPass pass, List<UUID> ids, Instant since) {
    Set<UUID> above = pass.usedAmong(ContactBatch.COMPANY, ids);
    List<UUID> free =
        jdbc
            .sql(
                """
                select r.id from contacts.company r where r.id = any(cast(:ids as uuid[]))
                  and r.version = 0 and r.created_at >= :since and r.created_by = :actor
                  and not (%s)
                for update of r
                """
                    .formatted(ImportedContacts.COMPANY_USED))
            .param("ids", texts(ids))
            .param("since", since.atOffset(ZoneOffset.UTC))
            .param("actor", pass.actor().id().id())
            .query(UUID.class)
            .list()
            .stream()
            .filter(id -> !above.contains(id))
            .toList();
    pass.each(
        free,
        some ->
            jdbc.sql("delete from contacts.company where id = any(cast(:ids as uuid[]))")
                .param("ids", texts(some))
                .update());
  }

  private static String[] texts(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).toArray(String[]::new);
  }

  public Company addCompany(CompanyId id, CompanyDetails details, UserId actor, Instant now) {
    rememberAttributes("COMPANY", details.attributes().keySet());
    return companies.save(new Company(id, details, actor, now));
  }

  /**
   * Adds a company that is none of those of its name.
   *
   * @param others whom whoever adds it was shown
   */
  public Company addCompany(
      CompanyId id,
      CompanyDetails details,
      Collection<Namesake> others,
      UserId actor,
      Instant now) {
    Company company = addCompany(id, details, actor, now);
    lookout.keepApart(id, others.stream().map(Namesake::id).toList(), actor, now);
    return company;
  }

  /** Adds a person whom another system knows under a name of its own. */
  public Person addPerson(
      PersonId id, PersonDetails details, OutsideId outside, UserId actor, Instant now) {
    requireUnclaimed(id, details, false);
    Person person = new Person(id, details, nameOf(details.company()), actor, now);
    person.knownOutsideAs(outside);
    return people.save(person);
  }

  /** Adds a company that another system knows under a name of its own. */
  public Company addCompany(
      CompanyId id, CompanyDetails details, OutsideId outside, UserId actor, Instant now) {
    rememberAttributes("COMPANY", details.attributes().keySet());
    Company company = new Company(id, details, actor, now);
    company.knownOutsideAs(outside);
    return companies.save(company);
  }

  /**
   * Changes what is known of a person.
   *
   * @throws RefusedException when the address is somebody else's, or the number is new to them and
   *     one other person's
   */
  public Person change(Person person, PersonDetails details) {
    return change(person, details, false);
  }

  /**
   * The same of somebody who may be known to share their number.
   *
   * @param shares whether the number may be somebody else's, too
   */
  public Person change(Person person, PersonDetails details, boolean shares) {
    boolean kept = person.phone().isPresent() && person.phone().get().equals(details.phone());
    requireUnclaimed(person.id(), details, shares || kept);
    person.change(details, nameOf(details.company()));
    return people.save(person);
  }

  /**
   * The same of somebody who works where a typed name says; the company is made with the change, or
   * neither is.
   */
  public Person change(
      Person person, PersonDetails details, CompanyMeant company, UserId actor, Instant now) {
    CompanyId at = companyNamed(company, actor, now);
    return change(person, details.at(at), true);
  }

  /**
   * Forgets one of the further addresses or telephones of a person: they are no longer reached or
   * recognised by it, and it may be somebody else's.
   *
   * @param value as it is kept; nothing happens where it is none of theirs
   */
  void forgetFurther(PersonId person, String value) {
    jdbc.sql(
            """
            delete from contacts.alias
            where person_id = :person and kind in ('EMAIL', 'PHONE') and value = :value
            """)
        .param("person", person.id())
        .param("value", value)
        .update();
  }

  /** Changes what is known of a company; its people carry the new name. */
  public Company change(Company company, CompanyDetails details) {
    boolean renamed = !company.name().equals(details.name());
    rememberAttributes("COMPANY", details.attributes().keySet());
    company.change(details);
    Company saved = companies.save(company);
    if (renamed) {
      jdbc.sql("update contacts.person set company_name = :name where company_id = :id")
          .param("name", details.name())
          .param("id", company.id().id())
          .update();
    }
    return saved;
  }

  /**
   * A query of what {@code :doneBy} noted from {@code :doneFrom} until before {@code :doneUntil} of
   * talks in that time: columns {@code id}, {@code at}, {@code kind}, {@code result}, {@code note},
   * {@code name} of the person, or else of the company, and {@code path} of theirs.
   */
  public static final String NOTED_BY =
      """
      select i.id, i.person_id, i.company_id, i.created_at as at, i.kind, i.result,
        nullif(i.summary, '') as note,
        coalesce(p.name, c.name) as name,
        coalesce('/contacts/people/' || p.id, '/contacts/companies/' || c.id) as path
      from contacts.interaction i
      left join contacts.person p on p.id = i.person_id
      left join contacts.company c on c.id = i.company_id
      where i.created_by = :doneBy and i.created_at >= :doneFrom and i.created_at < :doneUntil
        and i.kind <> 'NOTE' and i.happened_at >= :doneFrom and i.happened_at < :doneUntil
      """;

  /**
   * Notes something said.
   *
   * @param id chosen by the caller, so that sending a form twice notes it once
   * @param result what came out of it; null when nobody says
   * @param summary what was said, in words; may be empty where a result is given
   * @param at when it was said
   */
  public void log(
      InteractionId id,
      InteractionKind kind,
      @Nullable InteractionResult result,
      @Nullable PersonId person,
      @Nullable CompanyId company,
      String summary,
      Instant at,
      UserId actor,
      Instant now) {
    log(id, kind, result, person, company, summary, at, null, actor, now);
  }

  /**
   * The same, with what it was about.
   *
   * @param about the id of something on a higher floor, such as a deal; null for nothing in
   *     particular
   */
  public void log(
      InteractionId id,
      InteractionKind kind,
      @Nullable InteractionResult result,
      @Nullable PersonId person,
      @Nullable CompanyId company,
      String summary,
      Instant at,
      @Nullable UUID about,
      UserId actor,
      Instant now) {
    PersonId who = person == null ? null : new PersonId(standing(person.id(), false));
    CompanyId whom = company == null ? null : new CompanyId(standing(company.id(), true));
    int noted =
        jdbc.sql(
                """
            insert into contacts.interaction
              (id, kind, result, person_id, company_id, summary, happened_at, created_at, created_by)
            values (:id, :kind, :result, :person, :company, :summary, :at, :now, :actor)
            on conflict (id) do nothing
            """)
            .param("id", id.id())
            .param("kind", kind.name())
            .param("result", result == null ? null : result.name())
            .param("person", who == null ? null : who.id())
            .param("company", whom == null ? null : whom.id())
            .param("summary", summary)
            .param("at", at.atOffset(ZoneOffset.UTC))
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("actor", actor.id())
            .update();
    if (noted > 0) {
      events.publishEvent(new InteractionLogged(id, kind, result, who, whom, at, actor, about));
    }
  }

  /**
   * Something that was said with somebody.
   *
   * @param result what came out of it; null where nobody said
   */
  public record Talk(InteractionKind kind, @Nullable InteractionResult result, Instant at) {}

  /**
   * What was said, in words.
   *
   * @param person with whom; null where only the company is known
   * @param summary may be empty
   */
  public record Said(UUID id, @Nullable UUID person, String summary) {}

  /** What was said in these interactions, by their ids, in one statement. */
  @Transactional(readOnly = true)
  public Map<UUID, Said> said(Collection<UUID> interactions) {
    if (interactions.isEmpty()) {
      return Map.of();
    }
    return jdbc
        .sql(
            """
            select id, person_id as person, summary from contacts.interaction
            where id = any (cast(:ids as uuid[]))
            """)
        .param("ids", interactions.stream().map(UUID::toString).toArray(String[]::new))
        .query(Said.class)
        .list()
        .stream()
        .collect(java.util.stream.Collectors.toMap(Said::id, s -> s));
  }

  /** What was said with these people since then, by one statement, the latest first. */
  @Transactional(readOnly = true)
  public Map<PersonId, List<Talk>> talksWith(Collection<PersonId> people, Instant since) {
    Map<PersonId, List<Talk>> talks = new HashMap<>();
    if (people.isEmpty()) {
      return talks;
    }
    jdbc.sql(
            """
            select person_id, kind, result, happened_at from contacts.interaction
            where person_id = any (cast(:people as uuid[])) and happened_at >= :since
            order by happened_at desc, id desc
            """)
        .param("people", people.stream().map(PersonId::toString).toArray(String[]::new))
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query(
            rs -> {
              String result = rs.getString("result");
              talks
                  .computeIfAbsent(
                      new PersonId(rs.getObject("person_id", UUID.class)), p -> new ArrayList<>())
                  .add(
                      new Talk(
                          InteractionKind.valueOf(rs.getString("kind")),
                          result == null ? null : InteractionResult.valueOf(result),
                          rs.getObject("happened_at", java.time.OffsetDateTime.class).toInstant()));
            });
    return talks;
  }

  /**
   * The last time that a customer took part in what was said.
   *
   * @param result what came out of it; null where nobody said
   * @param by who of us
   */
  public record LastTalk(
      InteractionKind kind, @Nullable InteractionResult result, Instant at, UserId by) {}

  // As InteractionKind.isContact says.
  private static final String CONTACT =
      """
      (i.kind in ('CALL', 'MEETING', 'VISIT')
         and (i.result is null or i.result not in ('NO_ANSWER', 'SENT'))
       or i.kind in ('EMAIL', 'MESSAGE') and i.result in
         ('TALKED', 'MEETING_AGREED', 'ASKED_FOR_TIME', 'NOT_INTERESTED', 'AWAITS_ANSWER'))""";

  /**
   * When these people and companies last took part in what was said, by their ids, in one
   * statement. What was said with a person of a company is that person's, not the company's.
   */
  @Transactional(readOnly = true)
  public Map<UUID, LastTalk> lastTalks(
      Collection<PersonId> people, Collection<CompanyId> companies) {
    Map<UUID, LastTalk> talks = new HashMap<>();
    jdbc.sql(
            """
            select w.id, t.* from unnest(cast(:people as uuid[])) as w (id)
            cross join lateral (
              select i.kind, i.result, i.happened_at, i.created_by from contacts.interaction i
              where i.person_id = w.id
                and %s
              order by i.happened_at desc limit 1) t
            union all
            select w.id, t.* from unnest(cast(:companies as uuid[])) as w (id)
            cross join lateral (
              select i.kind, i.result, i.happened_at, i.created_by from contacts.interaction i
              where i.company_id = w.id and i.person_id is null
                and %s
              order by i.happened_at desc limit 1) t
            """
                .formatted(CONTACT, CONTACT))
        .param("people", people.stream().map(PersonId::toString).toArray(String[]::new))
        .param("companies", companies.stream().map(CompanyId::toString).toArray(String[]::new))
        .query(
            rs -> {
              String result = rs.getString("result");
              talks.put(
                  rs.getObject("id", UUID.class),
                  new LastTalk(
                      InteractionKind.valueOf(rs.getString("kind")),
                      result == null ? null : InteractionResult.valueOf(result),
                      rs.getObject("happened_at", java.time.OffsetDateTime.class).toInstant(),
                      new UserId(rs.getObject("created_by", UUID.class))));
            });
    return talks;
  }

  /**
   * When each of these people and companies last took part in what was said, by their ids, in one
   * statement; whoever never did is not among them. Who is known at a company speaks for it.
   *
   * @param ids of people and of companies
   */
  @Transactional(readOnly = true)
  public Map<UUID, Instant> lastSpoken(Collection<UUID> ids) {
    Map<UUID, Instant> spoken = new HashMap<>();
    jdbc.sql(
            """
            select w.id, max(t.happened_at) as at from unnest(cast(:ids as uuid[])) as w (id)
            cross join lateral (
              (select i.happened_at from contacts.interaction i
               where i.person_id = w.id and %1$s order by i.happened_at desc limit 1)
              union all
              (select i.happened_at from contacts.interaction i
               where i.company_id = w.id and %1$s order by i.happened_at desc limit 1)
              union all
              select i.happened_at from contacts.person p
              join contacts.interaction i on i.person_id = p.id
              where p.company_id = w.id and %1$s) t
            group by w.id
            """
                .formatted(CONTACT))
        .param("ids", texts(ids))
        .query(
            rs -> {
              spoken.put(
                  rs.getObject("id", UUID.class),
                  rs.getObject("at", java.time.OffsetDateTime.class).toInstant());
            });
    return spoken;
  }

  /**
   * Keeps a word on marketing mail, with where and how it was given.
   *
   * @param wording the text that was agreed to, or null
   */
  public void consent(
      PersonId id,
      ConsentState state,
      String source,
      @Nullable String wording,
      @Nullable UserId actor,
      Instant at) {
    Person person = person(new PersonId(standing(id.id(), false)));
    jdbc.sql(
            """
            insert into contacts.consent (id, person_id, state, wording, source, at, recorded_by)
            values (:id, :person, :state, :wording, :source, :at, :actor)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("person", person.id().id())
        .param("state", state.name())
        .param("wording", wording)
        .param("source", source)
        .param("at", at.atOffset(ZoneOffset.UTC))
        .param("actor", actor == null ? null : actor.id())
        .update();
    person.consents(state);
    people.save(person);
  }

  /**
   * Who stands for a record until the end of the transaction: itself, or whom it was merged with,
   * perhaps in this very moment.
   */
  private UUID standing(UUID id, boolean company) {
    String table = company ? "contacts.company" : "contacts.person";
    return jdbc.sql("select id from %s where id = :id for key share".formatted(table))
        .param("id", id)
        .query(UUID.class)
        .optional()
        .or(() -> successors.of(id, company))
        .orElseThrow(NotFoundException::new);
  }

  /** The people whom these users added: whatever hangs on them leaves with a sample company. */
  @Transactional(readOnly = true)
  public List<PersonId> peopleAddedBy(Collection<UUID> users) {
    return jdbc
        .sql("select id from contacts.person where created_by in (:users)")
        .param("users", users)
        .query(UUID.class)
        .list()
        .stream()
        .map(PersonId::new)
        .toList();
  }

  /** Whether somebody was merged with another one since then, and that was not taken back. */
  @Transactional(readOnly = true)
  public boolean isMerged(PersonId person, Instant since) {
    return jdbc.sql(
            """
            select exists (select from contacts.merge
              where survivor_id = :person and not companies and undone_at is null
                and merged_at >= :since)
            """)
        .param("person", person.id())
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .single();
  }

  /** The further fields that people, or companies, are known to have. */
  @Transactional(readOnly = true)
  public List<String> attributeNames(boolean ofCompanies) {
    return jdbc.sql("select name from contacts.attribute where subject = :subject order by name")
        .param("subject", ofCompanies ? "COMPANY" : "PERSON")
        .query(String.class)
        .list();
  }

  private void requireUnclaimed(PersonId id, PersonDetails details, boolean shares) {
    rememberAttributes("PERSON", details.attributes().keySet());
    if (details.email() != null) {
      find(details.email(), null)
          .filter(other -> !other.id().equals(id))
          .ifPresent(
              other -> {
                throw new RefusedException("person.email.taken", other.name());
              });
    }
    if (details.phone() != null && !shares) {
      List<Person> others = sharing(details.phone(), id);
      if (others.size() == 1) {
        throw new RefusedException("person.phone.taken", others.get(0).name());
      }
    }
  }

  private @Nullable String nameOf(@Nullable CompanyId company) {
    return company == null ? null : company(company).name();
  }

  private void rememberAttributes(String subject, Collection<String> names) {
    for (String name : names) {
      jdbc.sql(
              """
              insert into contacts.attribute (subject, name) values (:subject, :name)
              on conflict do nothing
              """)
          .param("subject", subject)
          .param("name", name)
          .update();
    }
  }
}
