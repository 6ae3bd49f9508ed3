package com.arenacrm.contacts;

import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.Effects;
import com.arenacrm.integration.Ghost;
import com.arenacrm.integration.ImportMode;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.MatchKey;
import com.arenacrm.integration.Outcome;
import com.arenacrm.integration.Outcome.Kind;
import com.arenacrm.integration.Reason;
import com.arenacrm.shared.TimeOrderedUuid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * People and companies of one batch of an import: found by a few queries, then taken one after the
 * other in memory, then written by a few statements. Made by {@link ContactImports#batch}.
 *
 * <p>Use: {@link #expect} every draft of the batch, {@link #load} once, then {@link #person},
 * {@link #company} or {@link #link} for each row in order, and in the end hand {@link #ghosts},
 * {@link #besides} and {@link #write} through to the engine. Nothing is written before {@code
 * write}.
 *
 * <p>Who is who: the chosen key first, then whatever else tells a person apart. A person is one per
 * address; a number may be several people's, and then the name says whose it is. Where a row's
 * address belongs to one and its number to another, it is refused in words, since either could be
 * meant. A number alone does not make somebody the same person, since colleagues share telephones:
 * the name must agree, unless the number is the chosen key. Who has neither identifier, address nor
 * number is recognised by name and company. A company is recognised by its name without its legal
 * form, too, where only one bears it and the two do not say different forms; a row says so.
 *
 * <p>An empty cell erases nothing. A row may add to what is known and replace it, further fields
 * and links are only added. A name that differs only in accents and capitals stays as it is written
 * here, unless a list that Arena gave out says by identifier whom it means.
 */
public final class ContactBatch {

  /** The {@code RecordKind}s that a batch writes. */
  static final String PERSON = "person";

  static final String COMPANY = "company";
  static final String CONSENT = "consent";
  static final String ATTRIBUTE = "attribute";

  /**
   * A digest of a row, without what changes by itself: while it stays, nobody touched the record.
   * Stands in SQL with {@code r} for the row.
   */
  static final String MARK =
      "md5((to_jsonb(r) - cast('{version,search,further,company_name,created_at}' as text[]))::text)";

  static final String PERSON_COLUMNS =
      "name, email, phone, company_id, company_name, job_title, region, city, country, influencer,"
          + " links, notes, attributes, consent, outside_source, outside_id";

  static final String COMPANY_COLUMNS =
      "name, website, domain, industry, employees, region, city, country, phone, links, notes,"
          + " attributes, outside_source, outside_id";

  /**
   * What became of a draft.
   *
   * @param id the record; null when the row is refused
   */
  public record Taken(@Nullable UUID id, Outcome outcome) {

    static Taken refused(Reason why) {
      return new Taken(null, Outcome.refused(why));
    }
  }

  /** What may be done to a person. */
  private record May(boolean create, boolean change) {

    static final May NOTHING = new May(false, false);

    static May of(ImportMode mode) {
      return new May(mode.creates(), mode.updates());
    }
  }

  /**
   * A company's name, taken apart.
   *
   * @param base without its legal form
   * @param form that form; empty where the name has none
   */
  private record LegalName(String base, String form) {}

  private record ConsentWord(UUID id, UUID person, String name, ConsentState state) {}

  /** How long after a batch duplicates are looked for, unless another batch comes. */
  private static final Duration UNTIL_ALL_IS_IN = Duration.ofSeconds(60);

  private final ImportPass pass;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ApplicationEventPublisher events;
  private final Lookout lookout;
  private final String now;

  private final List<PersonDraft> expectedPeople = new ArrayList<>();
  private final List<CompanyDraft> expectedCompanies = new ArrayList<>();
  private final Set<UUID> expectedIds = new LinkedHashSet<>();

  private final Map<String, String> folds = new HashMap<>();
  private final Map<String, LegalName> legalNames = new HashMap<>();
  private final Map<String, Set<String>> expectedForms = new HashMap<>();
  private final Map<UUID, ImportedRecord> people = new LinkedHashMap<>();
  private final Map<UUID, ImportedRecord> companies = new LinkedHashMap<>();
  private final Map<String, List<ImportedRecord>> peopleByKey = new HashMap<>();
  private final Map<String, List<ImportedRecord>> companiesByKey = new HashMap<>();
  private final Set<UUID> touchedPeople = new LinkedHashSet<>();
  private final Set<UUID> touchedCompanies = new LinkedHashSet<>();
  private final Map<String, Set<String>> attributeNames = new TreeMap<>();
  private final List<ConsentWord> consents = new ArrayList<>();
  private int companiesBesides;
  private boolean keepsNames;
  private boolean findsAlike;
  private final Map<String, List<Alike>> alike = new HashMap<>();

  ContactBatch(
      ImportPass pass,
      JdbcClient jdbc,
      JsonMapper json,
      ApplicationEventPublisher events,
      Lookout lookout) {
    this.lookout = lookout;
    this.pass = pass;
    this.jdbc = jdbc;
    this.json = json;
    this.events = events;
    this.now = stored(pass.now());
  }

  /** Whoever is there keeps their name: the file is about what they did, not about who they are. */
  public ContactBatch keepingNames() {
    keepsNames = true;
    return this;
  }

  /**
   * Looks also for people who may be those of whom only a name is said: their names begin with the
   * same two words, at whatever company.
   */
  public ContactBatch findingAlike() {
    findsAlike = true;
    return this;
  }

  /**
   * Who a draft may speak of that says only a name, where nobody is called and placed just so.
   *
   * @return nobody where it is known who it is, or where nobody is alike
   */
  public List<Alike> alike(PersonDraft draft, String matchKey) {
    return find(draft, matchKey) != null
        ? List.of()
        : alike.getOrDefault(String.valueOf(draft.name()), List.of());
  }

  /**
   * Somebody who may be meant by a name.
   *
   * @param label the name, with the company if there is one
   */
  public record Alike(PersonId id, String label) {}

  private static boolean isOnlyAName(PersonDraft draft) {
    return draft.name() != null
        && draft.outsideId() == null
        && draft.email() == null
        && draft.phone() == null
        && draft.company() == null;
  }

  private void loadAlike() {
    List<String> names =
        expectedPeople.stream()
            .filter(ContactBatch::isOnlyAName)
            .map(PersonDraft::name)
            .distinct()
            .toList();
    if (!findsAlike || names.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            with said as (
              select n as name, split_part(platform.fold(n), ' ', 1) as one,
                     split_part(platform.fold(n), ' ', 2) as two
              from unnest(cast(:names as text[])) as n),
            known as (
              select id, name, company_name, split_part(platform.fold(name), ' ', 1) as one,
                     split_part(platform.fold(name), ' ', 2) as two
              from contacts.person)
            select said.name, known.id, known.name, known.company_name
            from said join known on known.one = said.one and known.two = said.two
            order by known.name, known.id
            """)
        .param("names", names.toArray(new String[0]))
        .query(
            rs -> {
              PersonId id = new PersonId(rs.getObject(2, UUID.class));
              String company = rs.getString(4);
              String label = company == null ? rs.getString(3) : rs.getString(3) + ", " + company;
              alike
                  .computeIfAbsent(rs.getString(1), n -> new ArrayList<>())
                  .add(new Alike(id, label));
              expectedIds.add(id.id());
            });
  }

  /** Announces a person, and the company that the draft names. */
  public void expect(PersonDraft draft) {
    expectedPeople.add(draft);
    if (draft.company() != null) {
      expectedCompanies.add(draft.company());
    }
  }

  public void expect(CompanyDraft draft) {
    expectedCompanies.add(draft);
  }

  /** Announces somebody of whom it is known who they are, whatever a row says of them. */
  public void expect(PersonId person) {
    expectedIds.add(person.id());
  }

  /** Finds whoever of the announced is there already; locks them in a run. */
  public void load() {
    foldNames();
    loadAlike();
    loadCompanies();
    loadPeople();
  }

  /**
   * Takes a person: makes, changes or only finds them.
   *
   * @param mode what may be done; somebody who is there in mode CREATE is unchanged
   * @param matchKey the chosen key of {@link PersonFields#keys}
   */
  public Taken person(PersonDraft draft, ImportMode mode, String matchKey) {
    return person(null, draft, May.of(mode), matchKey);
  }

  /**
   * Who a draft speaks of, as far as they are there; nothing is made or changed.
   *
   * @return null when it is nobody who is there, or not clear who
   */
  public @Nullable PersonId find(PersonDraft draft, String matchKey) {
    UUID id = person(null, draft, May.NOTHING, matchKey).id();
    return id == null ? null : new PersonId(id);
  }

  /**
   * Takes a person of whom it is known who they are, such as that of a lead which is there already.
   *
   * @param known who was announced by {@link #expect(PersonId)}
   */
  public Taken person(PersonId known, PersonDraft draft, ImportMode mode) {
    return person(people.get(known.id()), draft, May.of(mode), "");
  }

  private Taken person(
      @Nullable ImportedRecord known, PersonDraft draft, May may, String matchKey) {
    String outside = outsideKey(draft.outsideId());
    ImportedRecord byOutside = only(peopleByKey, outside);
    if (isGone(draft.outsideId(), byOutside)) {
      return Taken.refused(Reason.of("import.refused.gone"));
    }
    ImportedRecord byEmail =
        draft.email() == null ? null : only(peopleByKey, "email:" + draft.email().value());
    List<ImportedRecord> sharing =
        draft.phone() == null
            ? List.of()
            : peopleByKey.getOrDefault("phone:" + draft.phone().e164(), List.of());
    boolean namedAmong =
        sharing.size() < 2
            || draft.name() != null && sharing.stream().anyMatch(p -> isSameName(draft, p));
    ImportedRecord byPhone =
        sharing.stream()
            .filter(p -> sharing.size() > 1 && draft.name() != null && isSameName(draft, p))
            .findFirst()
            .orElse(sharing.isEmpty() ? null : sharing.get(0));
    ImportedRecord target =
        known != null
            ? known
            : switch (matchKey) {
              case MatchKey.OUTSIDE -> byOutside;
              case "email" -> byEmail;
              case "phone" -> namedAmong ? byPhone : null;
              default -> null;
            };
    if (target == null) {
      target = byOutside != null ? byOutside : byEmail;
    }
    if (target != null && sharing.contains(target)) {
      byPhone = target;
    }
    PersonDraft said = draft;
    List<Reason> notes = new ArrayList<>();
    if (target == null && byPhone != null && namedAmong && isSameName(draft, byPhone)) {
      target = byPhone;
    }
    if (byOutside != null && byOutside != target) {
      return Taken.refused(
          Reason.of("person.import.refused.outsideOf", draft.outsideId(), byOutside.name()));
    }
    if (byEmail != null && byEmail != target) {
      return Taken.refused(
          Reason.of("person.import.refused.emailOf", draft.email().value(), byEmail.name()));
    }
    if (byPhone != null && byPhone != target) {
      Reason why =
          Reason.of("person.import.refused.phoneOf", draft.phone().readable(), byPhone.name());
      if (!pass.lenient() || (draft.email() == null && draft.outsideId() == null)) {
        return Taken.refused(why);
      }
      notes.add(why);
      said = withoutPhone(draft);
    }
    if (target != null && isOtherThere(target, draft.outsideId())) {
      return Taken.refused(
          Reason.of(
              "person.import.refused.otherId",
              target.name(),
              target.text("outside_id"),
              pass.source()));
    }
    return target == null && isKnownByName(draft)
        ? byName(said, may, notes)
        : take(target, said, may, notes);
  }

  // A list that Arena gave out makes nobody anew who has been removed since.
  private boolean isGone(@Nullable String outsideId, @Nullable ImportedRecord found) {
    return pass.own() && outsideId != null && found == null;
  }

  private Taken byName(PersonDraft draft, May may, List<Reason> notes) {
    if (draft.name() == null) {
      return Taken.refused(Reason.of("person.import.refused.nobody"));
    }
    ImportedRecord company = draft.company() == null ? null : findCompany(draft.company(), null);
    // Somebody at a company that is yet to be made cannot be there already.
    boolean newCompany = draft.company() != null && company == null;
    List<ImportedRecord> namesakes =
        newCompany
            ? List.of()
            : peopleByKey.getOrDefault(
                nameKey(folds.get(draft.name()), company == null ? null : company.id()), List.of());
    if (namesakes.size() > 1) {
      return Taken.refused(
          Reason.of("person.import.refused.namesakes", namesakes.size(), draft.name()));
    }
    return take(namesakes.isEmpty() ? null : namesakes.get(0), draft, may, notes);
  }

  private Taken take(
      @Nullable ImportedRecord target, PersonDraft draft, May may, List<Reason> notes) {
    if (target == null) {
      if (!may.create()) {
        return Taken.refused(Reason.of("import.refused.notThere"));
      }
      String name = draft.nameOrAddress();
      if (name == null) {
        return Taken.refused(Reason.of("person.import.refused.nobody"));
      }
      if (draft.name() == null) {
        notes.add(Reason.of("person.import.note.named", name));
      }
      ImportedRecord person = ImportedRecord.make();
      person.rename(name, folded(name));
      person.set("influencer", false);
      person.set("consent", ConsentState.UNKNOWN.name());
      person.set("created_at", draft.since() == null ? now : stored(draft.since()));
      person.set("created_by", pass.actor().id().toString());
      people.put(person.id(), person);
      say(person, draft, notes);
      touchedPeople.add(person.id());
      return new Taken(person.id(), Outcome.of(Kind.CREATED).noting(notes));
    }
    if (!may.change()) {
      return new Taken(target.id(), Outcome.of(Kind.UNCHANGED).noting(notes));
    }
    boolean changed = say(target, draft, notes);
    return new Taken(
        target.id(), Outcome.of(changed ? Kind.UPDATED : Kind.UNCHANGED).noting(notes));
  }

  // Each row is told whether it changed something, also when an earlier row of the batch has.
  private boolean say(ImportedRecord person, PersonDraft draft, List<Reason> notes) {
    int earlier = person.changes();
    ImportedRecord company =
        draft.company() == null || isThere(person, draft.company())
            ? null
            : linked(draft.company(), notes);
    if (draft.name() != null && mayRename(person, draft.name(), draft.outsideId())) {
      person.rename(draft.name(), folded(draft.name()));
    }
    // What somebody chose when two were merged is not undone by the file that knew the other.
    if (draft.email() != null && isNews(person, "email:" + draft.email().value())) {
      person.set("email", draft.email().value());
    }
    if (draft.phone() != null && isNews(person, "phone:" + draft.phone().e164())) {
      person.set("phone", draft.phone().e164());
    }
    if (company != null) {
      person.set("company_id", company.id().toString());
      person.set("company_name", company.name());
    }
    person.set("job_title", draft.jobTitle());
    person.set("region", draft.region());
    person.set("city", draft.city());
    person.set("country", draft.country());
    person.set("influencer", draft.influencer());
    person.addLink(draft.link());
    person.set("notes", draft.notes());
    person.addAttributes(draft.attributes());
    remember("PERSON", draft.attributes().keySet());
    identify(person, draft.outsideId());
    consent(person, draft.consent(), notes);
    index(person, peopleByKey, personKeys(person));
    if (earlier == person.changes()) {
      return false;
    }
    touchedPeople.add(person.id());
    return true;
  }

  // A list of Arena's own that tells who is who may correct a spelling. Any other knows it no
  // better
  // than we do: files lose accents and capitals more often than they bring them.
  private boolean mayRename(ImportedRecord record, String name, @Nullable String outsideId) {
    if (record.isMade()) {
      return true;
    }
    if (pass.own() && outsideId != null) {
      return !keepsNames;
    }
    return !keepsNames && !folded(name).equals(record.fold()) && !isFormerName(record, name);
  }

  // Wherever they worked then: the company may have been merged, too.
  private boolean isFormerName(ImportedRecord record, String name) {
    String former = "name:" + folded(name);
    return record.aliases().stream()
        .anyMatch(alias -> alias.equals(former) || alias.startsWith(former + "|"));
  }

  private boolean isNews(ImportedRecord person, String alias) {
    return pass.own() || !person.aliases().contains(alias);
  }

  // Of companies with one name, a list of Arena's own means the one where somebody is.
  private boolean isThere(ImportedRecord person, CompanyDraft company) {
    return pass.own()
        && company.name() != null
        && company.name().equals(person.text("company_name"));
  }

  private void consent(ImportedRecord person, @Nullable ConsentState state, List<Reason> notes) {
    String present = person.text("consent");
    if (state == null || state.name().equals(present)) {
      return;
    }
    if (ConsentState.WITHDRAWN.name().equals(present)) {
      notes.add(Reason.of("person.import.note.withdrawn", person.name()));
      return;
    }
    person.set("consent", state.name());
    consents.add(new ConsentWord(TimeOrderedUuid.next(), person.id(), person.name(), state));
  }

  /**
   * Takes a company.
   *
   * @param mode what may be done; a company that is there in mode CREATE is unchanged
   * @param matchKey {@code outside}, {@code name} or {@code domain}
   */
  public Taken company(CompanyDraft draft, ImportMode mode, String matchKey) {
    if (draft.nameOrDomain() == null) {
      return Taken.refused(Reason.of("company.import.refused.nameless"));
    }
    ImportedRecord byOutside = only(companiesByKey, outsideKey(draft.outsideId()));
    if (isGone(draft.outsideId(), byOutside)) {
      return Taken.refused(Reason.of("import.refused.gone"));
    }
    List<ImportedRecord> found =
        switch (matchKey) {
          case "name" -> named(draft);
          case "domain" ->
              draft.domain() == null
                  ? List.of()
                  : companiesByKey.getOrDefault("domain:" + draft.domain(), List.of());
          default -> byOutside == null ? List.of() : List.of(byOutside);
        };
    if (found.isEmpty() && byOutside != null) {
      found = List.of(byOutside);
    }
    // Who has an identifier there is known by it; namesakes are many.
    if (found.isEmpty() && draft.outsideId() == null) {
      found = named(draft);
    }
    List<Reason> notes = new ArrayList<>();
    boolean butForForm = found.isEmpty() && draft.outsideId() == null && !matchKey.equals("domain");
    if (butForForm) {
      found = namedButForForm(draft).stream().toList();
      butForForm = !found.isEmpty();
    }
    if (butForForm) {
      notes.add(Reason.of("company.import.note.form", draft.nameOrDomain(), found.get(0).name()));
    }
    if (found.size() > 1) {
      return Taken.refused(
          Reason.of("company.import.refused.namesakes", found.size(), draft.nameOrDomain()));
    }
    ImportedRecord target = found.isEmpty() ? null : found.get(0);
    if (byOutside != null && byOutside != target) {
      return Taken.refused(
          Reason.of("company.import.refused.outsideOf", draft.outsideId(), byOutside.name()));
    }
    if (target != null && isOtherThere(target, draft.outsideId())) {
      return Taken.refused(
          Reason.of(
              "company.import.refused.otherId",
              target.name(),
              target.text("outside_id"),
              pass.source()));
    }
    if (target == null) {
      if (!mode.creates()) {
        return Taken.refused(Reason.of("import.refused.notThere"));
      }
      if (draft.name() == null) {
        notes.add(Reason.of("company.import.note.named", draft.nameOrDomain()));
      }
      noteLikeButForForm(draft, notes);
      return new Taken(makeCompany(draft).id(), Outcome.of(Kind.CREATED).noting(notes));
    }
    if (!mode.updates()) {
      return new Taken(target.id(), Outcome.of(Kind.UNCHANGED).noting(notes));
    }
    // A form that was missing is news; one that the file leaves out is not.
    boolean keepsName = butForForm && !legalName(target.fold()).form().isEmpty();
    boolean changed = say(target, draft, keepsName);
    return new Taken(
        target.id(), Outcome.of(changed ? Kind.UPDATED : Kind.UNCHANGED).noting(notes));
  }

  /**
   * The one company of that name but for its legal form, where it is the only one and nothing says
   * that it is another: two that say different forms, or have different web domains, are two.
   */
  private Optional<ImportedRecord> namedButForForm(CompanyDraft draft) {
    if (draft.nameOrDomain() == null) {
      return Optional.empty();
    }
    LegalName name = legalName(folded(draft.nameOrDomain()));
    List<ImportedRecord> alike = companiesByKey.getOrDefault("base:" + name.base(), List.of());
    if (alike.size() != 1) {
      return Optional.empty();
    }
    ImportedRecord one = alike.get(0);
    Set<String> forms = new HashSet<>(expectedForms.getOrDefault(name.base(), Set.of()));
    forms.add(name.form());
    forms.add(legalName(one.fold()).form());
    forms.remove("");
    String domain = one.text("domain");
    boolean elsewhere =
        draft.domain() != null
            && domain != null
            && !domain.equals(draft.domain())
            && !one.aliases().contains("domain:" + draft.domain());
    return forms.size() > 1 || elsewhere ? Optional.empty() : Optional.of(one);
  }

  /** Says of a company that is made that there is one of its name but for the legal form. */
  private void noteLikeButForForm(CompanyDraft draft, List<Reason> notes) {
    String fold = folded(draft.nameOrDomain());
    companiesByKey.getOrDefault("base:" + legalName(fold).base(), List.of()).stream()
        .filter(c -> !c.fold().equals(fold))
        .findFirst()
        .ifPresent(
            c ->
                notes.add(
                    Reason.of("company.import.note.otherForm", draft.nameOrDomain(), c.name())));
  }

  private LegalName legalName(String fold) {
    LegalName name = legalNames.get(fold);
    if (name == null) {
      throw new IllegalStateException("The legal form of a name was not read with the batch");
    }
    return name;
  }

  private void readLegalNames(Collection<String> foldedNames) {
    List<String> unread =
        foldedNames.stream().filter(f -> !legalNames.containsKey(f)).distinct().toList();
    if (!unread.isEmpty()) {
      jdbc.sql(
              """
              select n, contacts.company_base(n), contacts.legal_form(n)
              from unnest(cast(:names as text[])) as n
              """)
          .param("names", unread.toArray(new String[0]))
          .query(
              rs -> {
                legalNames.put(rs.getString(1), new LegalName(rs.getString(2), rs.getString(3)));
              });
    }
  }

  /**
   * The company that a row about something else names: by its outside identifier, else by its name,
   * made if there is none of that name. What the row says of it fills gaps and replaces nothing.
   *
   * @param notes takes what to know about the link: several of that name, or an unknown identifier
   * @return null when it cannot be linked
   */
  public @Nullable CompanyId link(CompanyDraft draft, List<Reason> notes) {
    ImportedRecord company = linked(draft, notes);
    return company == null ? null : new CompanyId(company.id());
  }

  /** The company that a row names, if it is there; none is made. */
  public @Nullable CompanyId find(CompanyDraft draft, List<Reason> notes) {
    ImportedRecord company = findCompany(draft, notes);
    return company == null ? null : new CompanyId(company.id());
  }

  /**
   * Those of the announced who are there already, as far as that can be told before a row is taken.
   */
  public Set<PersonId> peopleThere() {
    return people.keySet().stream().map(PersonId::new).collect(java.util.stream.Collectors.toSet());
  }

  /** The name of a company that was taken or linked in this batch. */
  public String nameOf(CompanyId company) {
    return companies.get(company.id()).name();
  }

  /** The name of a person who was taken in this batch. */
  public String nameOf(PersonId person) {
    return people.get(person.id()).name();
  }

  /** The company of a person who was taken in this batch; null when there is none. */
  public @Nullable CompanyId companyOf(PersonId person) {
    String company = people.get(person.id()).text("company_id");
    return company == null ? null : new CompanyId(UUID.fromString(company));
  }

  /** The name of that company; null when there is none. */
  public @Nullable String companyNameOf(PersonId person) {
    return people.get(person.id()).text("company_name");
  }

  private @Nullable ImportedRecord linked(CompanyDraft draft, List<Reason> notes) {
    ImportedRecord company = findCompany(draft, notes);
    if (company == null) {
      if (draft.nameOrDomain() == null) {
        notes.add(Reason.of("company.import.note.unknownId", draft.outsideId(), pass.source()));
        return null;
      }
      noteLikeButForForm(draft, notes);
      company = makeCompany(draft);
      companiesBesides++;
    } else {
      fill(company, draft);
    }
    return company;
  }

  private @Nullable ImportedRecord findCompany(CompanyDraft draft, @Nullable List<Reason> notes) {
    ImportedRecord byOutside = only(companiesByKey, outsideKey(draft.outsideId()));
    if (byOutside != null || draft.nameOrDomain() == null) {
      return byOutside;
    }
    List<ImportedRecord> named = named(draft);
    if (named.size() > 1 && notes != null) {
      notes.add(Reason.of("company.import.note.namesakes", named.size(), draft.nameOrDomain()));
    }
    if (named.isEmpty()) {
      Optional<ImportedRecord> one = namedButForForm(draft);
      if (one.isPresent() && notes != null) {
        notes.add(Reason.of("company.import.note.form", draft.nameOrDomain(), one.get().name()));
      }
      return one.orElse(null);
    }
    return named.stream()
        .min(Comparator.comparing(ImportedRecord::createdAt).thenComparing(c -> c.id().toString()))
        .orElse(null);
  }

  // Of several with one name, those with the web domain of the draft, if there are such.
  private List<ImportedRecord> named(CompanyDraft draft) {
    List<ImportedRecord> named =
        companiesByKey.getOrDefault("name:" + folds.get(draft.nameOrDomain()), List.of());
    if (named.size() < 2 || draft.domain() == null) {
      return named;
    }
    List<ImportedRecord> sameDomain =
        named.stream().filter(c -> draft.domain().equals(c.text("domain"))).toList();
    return sameDomain.isEmpty() ? named : sameDomain;
  }

  private ImportedRecord makeCompany(CompanyDraft draft) {
    ImportedRecord company = ImportedRecord.make();
    company.rename(draft.nameOrDomain(), folded(draft.nameOrDomain()));
    company.set("created_at", draft.since() == null ? now : stored(draft.since()));
    company.set("created_by", pass.actor().id().toString());
    companies.put(company.id(), company);
    say(company, draft, false);
    touchedCompanies.add(company.id());
    return company;
  }

  private boolean say(ImportedRecord company, CompanyDraft draft, boolean keepsName) {
    int earlier = company.changes();
    if (!keepsName && draft.name() != null && mayRename(company, draft.name(), draft.outsideId())) {
      company.rename(draft.name(), folded(draft.name()));
    }
    if (draft.domain() == null || !company.aliases().contains("domain:" + draft.domain())) {
      company.set("website", draft.website());
      company.set("domain", draft.domain());
    }
    company.set("industry", draft.industry());
    company.set("employees", draft.employees());
    company.set("region", draft.region());
    company.set("city", draft.city());
    company.set("country", draft.country());
    company.set("phone", draft.phone());
    company.addLink(draft.link());
    company.set("notes", draft.notes());
    company.addAttributes(draft.attributes());
    remember("COMPANY", draft.attributes().keySet());
    identify(company, draft.outsideId());
    return settle(company, earlier);
  }

  private void fill(ImportedRecord company, CompanyDraft draft) {
    int earlier = company.changes();
    if (company.text("website") == null) {
      company.set("website", draft.website());
      company.set("domain", draft.domain());
    }
    if (company.text("industry") == null) {
      company.set("industry", draft.industry());
    }
    settle(company, earlier);
  }

  private boolean settle(ImportedRecord company, int earlier) {
    index(company, companiesByKey, companyKeys(company));
    if (earlier == company.changes()) {
      return false;
    }
    touchedCompanies.add(company.id());
    return true;
  }

  /** How many companies people's rows made besides. */
  public Map<String, Integer> besides() {
    return companiesBesides == 0 ? Map.of() : Map.of(COMPANY, companiesBesides);
  }

  /** How many companies and people were made, for rows that are about something else. */
  public Map<String, Integer> allBesides() {
    Map<String, Integer> besides = new HashMap<>(besides());
    int made = (int) touched(people, touchedPeople).stream().filter(p -> p.isMade()).count();
    if (made > 0) {
      besides.put(PERSON, made);
    }
    return besides;
  }

  /** What the batch would leave, for the later batches of a rehearsal. */
  public Collection<Ghost> ghosts() {
    List<Ghost> ghosts = new ArrayList<>();
    touchedCompanies.forEach(id -> ghosts.add(ghost(COMPANY, companies.get(id))));
    touchedPeople.forEach(id -> ghosts.add(ghost(PERSON, people.get(id))));
    return ghosts;
  }

  private Ghost ghost(String kind, ImportedRecord record) {
    Map<String, Object> content = new HashMap<>(record.columns());
    content.put("fold", record.fold());
    return new Ghost(
        kind, record.id(), Set.copyOf(record.keys()), json.writeValueAsString(content));
  }

  /**
   * The plan of a batch whose own records name companies and people: these are found by later
   * batches first, and written first.
   *
   * @param outcomes one for each row
   * @param ghosts what the batch would leave of its own records
   * @param write writes its own records
   */
  public BatchPlan before(
      List<Outcome> outcomes, Supplier<Collection<Ghost>> ghosts, Consumer<Effects> write) {
    return before(outcomes, Map.of(), ghosts, write);
  }

  /**
   * The same with what is to be known of the file.
   *
   * @param findings because of these rows
   */
  public BatchPlan before(
      List<Outcome> outcomes,
      Map<BatchPlan.Finding, Integer> findings,
      Supplier<Collection<Ghost>> ghosts,
      Consumer<Effects> write) {
    return new Before(outcomes, findings, ghosts, write);
  }

  private final class Before implements BatchPlan {

    private final List<Outcome> outcomes;
    private final Map<BatchPlan.Finding, Integer> findings;
    private final Supplier<Collection<Ghost>> own;
    private final Consumer<Effects> write;

    Before(
        List<Outcome> outcomes,
        Map<BatchPlan.Finding, Integer> findings,
        Supplier<Collection<Ghost>> own,
        Consumer<Effects> write) {
      this.outcomes = outcomes;
      this.findings = findings;
      this.own = own;
      this.write = write;
    }

    @Override
    public List<Outcome> outcomes() {
      return outcomes;
    }

    @Override
    public Map<String, Integer> besides() {
      return allBesides();
    }

    @Override
    public Map<BatchPlan.Finding, Integer> findings() {
      return findings;
    }

    @Override
    public Collection<Ghost> ghosts() {
      return Stream.concat(ContactBatch.this.ghosts().stream(), own.get().stream()).toList();
    }

    @Override
    public void write(Effects effects) {
      ContactBatch.this.write(effects);
      write.accept(effects);
    }
  }

  /** Writes what was taken, companies before their people. */
  public void write(Effects effects) {
    writeAttributes(effects);
    List<ImportedRecord> changedCompanies = touched(companies, touchedCompanies);
    write(COMPANY, "contacts.company", COMPANY_COLUMNS, changedCompanies, effects);
    renamePeopleOf(changedCompanies.stream().filter(ImportedRecord::isRenamed).toList());
    List<ImportedRecord> changedPeople = touched(people, touchedPeople);
    write(PERSON, "contacts.person", PERSON_COLUMNS, changedPeople, effects);
    writeConsents(effects);
    publish(changedCompanies, changedPeople);
    if (!changedCompanies.isEmpty() || !changedPeople.isEmpty()) {
      lookout.lookAt(pass.now().plus(UNTIL_ALL_IS_IN));
    }
  }

  private static List<ImportedRecord> touched(
      Map<UUID, ImportedRecord> records, Set<UUID> touched) {
    return touched.stream().map(records::get).toList();
  }

  private void write(
      String kind, String table, String columns, List<ImportedRecord> records, Effects effects) {
    Map<UUID, String> marks = new HashMap<>();
    List<ImportedRecord> made = records.stream().filter(ImportedRecord::isMade).toList();
    if (!made.isEmpty()) {
      jdbc.sql(
              """
              insert into %s as r (id, version, created_at, created_by, %s)
              select id, version, created_at, created_by, %s
              from jsonb_populate_recordset(cast(null as %s), cast(:rows as jsonb))
              returning r.id, %s
              """
                  .formatted(table, columns, columns, table, MARK))
          .param("rows", rows(made))
          .query(ContactBatch::mark)
          .list()
          .forEach(m -> marks.put(m.getKey(), m.getValue()));
    }
    List<ImportedRecord> changed = records.stream().filter(ImportedRecord::isChanged).toList();
    if (!changed.isEmpty()) {
      jdbc.sql(
              """
              update %s r
              set (version, %s) = (select r.version + 1, %s
                from jsonb_populate_record(cast(null as %s), u.content))
              from jsonb_array_elements(cast(:rows as jsonb)) as u (content)
              where r.id = cast(u.content ->> 'id' as uuid)
              returning r.id, %s
              """
                  .formatted(table, columns, columns, table, MARK))
          .param("rows", rows(changed))
          .query(ContactBatch::mark)
          .list()
          .forEach(m -> marks.put(m.getKey(), m.getValue()));
    }
    for (ImportedRecord record : records) {
      String mark = marks.get(record.id());
      if (record.isMade()) {
        effects.created(kind, record.id(), record.name(), mark);
      } else {
        effects.updated(kind, record.id(), record.name(), record.before(), mark);
      }
    }
  }

  private static Map.Entry<UUID, String> mark(ResultSet rs, int n) throws SQLException {
    return Map.entry(rs.getObject(1, UUID.class), rs.getString(2));
  }

  private String rows(List<ImportedRecord> records) {
    return json.writeValueAsString(records.stream().map(ImportedRecord::columns).toList());
  }

  private void renamePeopleOf(List<ImportedRecord> renamed) {
    if (!renamed.isEmpty()) {
      jdbc.sql(
              """
              update contacts.person p set company_name = c.name from contacts.company c
              where p.company_id = c.id and c.id = any (cast(:ids as uuid[]))
              """)
          .param("ids", ids(renamed))
          .update();
    }
  }

  private void writeConsents(Effects effects) {
    for (ConsentWord word : consents) {
      effects.created(CONSENT, word.id(), word.name(), word.state().name());
    }
    if (!consents.isEmpty()) {
      jdbc.sql(
              """
              insert into contacts.consent (id, person_id, state, source, at, recorded_by)
              select c.id, c.person_id, c.state, :source, cast(:now as timestamptz), :actor
              from unnest(cast(:ids as uuid[]), cast(:people as uuid[]), cast(:states as text[]))
                as c (id, person_id, state)
              """)
          .param("source", pass.fileName())
          .param("now", now)
          .param("actor", pass.actor().id().id())
          .param("ids", consents.stream().map(c -> c.id().toString()).toArray(String[]::new))
          .param("people", consents.stream().map(c -> c.person().toString()).toArray(String[]::new))
          .param("states", consents.stream().map(c -> c.state().name()).toArray(String[]::new))
          .update();
    }
  }

  private void writeAttributes(Effects effects) {
    attributeNames.forEach(
        (subject, names) ->
            jdbc.sql(
                    """
                    insert into contacts.attribute (subject, name)
                    select :subject, n.name from unnest(cast(:names as text[])) as n (name)
                    on conflict do nothing returning name
                    """)
                .param("subject", subject)
                .param("names", names.toArray(new String[0]))
                .query(String.class)
                .list()
                .forEach(
                    name -> effects.created(ATTRIBUTE, attributeId(subject, name), name, subject)));
  }

  // Further fields are known by their name; effects know records by an identifier.
  private static UUID attributeId(String subject, String name) {
    return UUID.nameUUIDFromBytes(
        (subject + " " + name).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private void publish(List<ImportedRecord> companies, List<ImportedRecord> people) {
    List<CompanyId> changedCompanies =
        companies.stream()
            .filter(ImportedRecord::isChanged)
            .map(c -> new CompanyId(c.id()))
            .toList();
    if (!changedCompanies.isEmpty()) {
      events.publishEvent(new CompaniesChanged(changedCompanies));
    }
    List<PersonId> changed =
        people.stream().filter(ImportedRecord::isChanged).map(p -> new PersonId(p.id())).toList();
    if (!changed.isEmpty()) {
      events.publishEvent(new PeopleChanged(changed));
    }
  }

  private void foldNames() {
    Set<String> names = new HashSet<>();
    expectedCompanies.forEach(c -> add(names, c.nameOrDomain()));
    expectedPeople.forEach(p -> add(names, p.nameOrAddress()));
    if (!names.isEmpty()) {
      jdbc.sql("select n, platform.fold(n) from unnest(cast(:names as text[])) as n")
          .param("names", names.toArray(new String[0]))
          .query((rs, n) -> Map.entry(rs.getString(1), rs.getString(2)))
          .list()
          .forEach(f -> folds.put(f.getKey(), f.getValue()));
    }
  }

  private static void add(Set<String> names, @Nullable String name) {
    if (name != null) {
      names.add(name);
    }
  }

  private void loadCompanies() {
    Set<String> outside = new HashSet<>();
    Set<String> names = new HashSet<>();
    Set<String> bases = new HashSet<>();
    Set<String> domains = new HashSet<>();
    Set<String> keys = new HashSet<>();
    readLegalNames(
        expectedCompanies.stream()
            .map(CompanyDraft::nameOrDomain)
            .filter(Objects::nonNull)
            .map(this::folded)
            .toList());
    for (CompanyDraft draft : expectedCompanies) {
      if (draft.outsideId() != null) {
        outside.add(draft.outsideId());
        keys.add(outsideKey(draft.outsideId()));
      }
      String name = draft.nameOrDomain();
      if (name != null) {
        names.add(folded(name));
        keys.add("name:" + folded(name));
        LegalName legal = legalName(folded(name));
        bases.add(legal.base());
        keys.add("base:" + legal.base());
        if (!legal.form().isEmpty()) {
          expectedForms.computeIfAbsent(legal.base(), b -> new HashSet<>()).add(legal.form());
        }
      }
      if (draft.domain() != null) {
        domains.add(draft.domain());
        keys.add("domain:" + draft.domain());
      }
    }
    if (keys.isEmpty()) {
      return;
    }
    load(
        COMPANY,
        """
        select to_jsonb(r) - 'search' as content, platform.fold(r.name) as fold
        from contacts.company r
        where r.id in (
          select id from contacts.company
          where outside_source = :source and outside_id = any (cast(:outside as text[]))
          union all
          select cast(u as uuid) from unnest(cast(:own as text[])) as u
          union all
          select id from contacts.company where platform.fold(name) = any (cast(:names as text[]))
          union all
          select id from contacts.company
          where contacts.company_base(name) = any (cast(:bases as text[]))
          union all
          select id from contacts.company where domain = any (cast(:domains as text[]))
          union all
          select company_id from contacts.alias
          where kind = 'OUTSIDE' and source = :source and value = any (cast(:outside as text[]))
          union all
          select company_id from contacts.alias
          where kind = 'NAME' and value = any (cast(:names as text[]))
          union all
          select company_id from contacts.alias
          where kind = 'DOMAIN' and value = any (cast(:domains as text[])))
        order by r.id
        """,
        Map.of(
            "source", pass.source(),
            "outside", outside.toArray(new String[0]),
            "own", pass.ownIds(outside),
            "names", names.toArray(new String[0]),
            "bases", bases.toArray(new String[0]),
            "domains", domains.toArray(new String[0])),
        keys,
        List.of(),
        companies);
    readLegalNames(companies.values().stream().map(ImportedRecord::fold).toList());
    companies.values().forEach(c -> index(c, companiesByKey, companyKeys(c)));
    loadAliases("company_id", companies, companiesByKey);
    companies.values().forEach(c -> index(c, companiesByKey, companyKeys(c)));
  }

  private void loadPeople() {
    Set<String> outside = new HashSet<>();
    Set<String> emails = new HashSet<>();
    Set<String> phones = new HashSet<>();
    Set<String> names = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (PersonDraft draft : expectedPeople) {
      if (draft.outsideId() != null) {
        outside.add(draft.outsideId());
        keys.add(outsideKey(draft.outsideId()));
      }
      if (draft.email() != null) {
        emails.add(draft.email().value());
        keys.add("email:" + draft.email().value());
      }
      if (draft.phone() != null) {
        phones.add(draft.phone().e164());
        keys.add("phone:" + draft.phone().e164());
      }
      if (isKnownByName(draft) && draft.name() != null) {
        names.add(folded(draft.name()));
        keys.add("named:" + folded(draft.name()));
      }
    }
    if (keys.isEmpty() && expectedIds.isEmpty()) {
      return;
    }
    load(
        PERSON,
        """
        select to_jsonb(r) - 'search' as content, platform.fold(r.name) as fold
        from contacts.person r
        where r.id in (
          select id from contacts.person
          where outside_source = :source and outside_id = any (cast(:outside as text[]))
          union all
          select id from contacts.person where email = any (cast(:emails as text[]))
          union all
          select id from contacts.person where phone = any (cast(:phones as text[]))
          union all
          select id from contacts.person where platform.fold(name) = any (cast(:names as text[]))
          union all
          select person_id from contacts.alias
          where kind = 'OUTSIDE' and source = :source and value = any (cast(:outside as text[]))
          union all
          select person_id from contacts.alias
          where kind = 'EMAIL' and value = any (cast(:emails as text[]))
          union all
          select person_id from contacts.alias
          where kind = 'PHONE' and value = any (cast(:phones as text[]))
          union all
          select person_id from contacts.alias
          where kind = 'NAME' and person_id is not null and split_part(value, '|', 1) = any (cast(:names as text[]))
          union all
          select cast(u as uuid) from unnest(cast(:ids as text[])) as u)
        order by r.id
        """,
        Map.of(
            "source", pass.source(),
            "ids",
                Stream.concat(
                        expectedIds.stream().map(UUID::toString), Stream.of(pass.ownIds(outside)))
                    .toArray(String[]::new),
            "outside", outside.toArray(new String[0]),
            "emails", emails.toArray(new String[0]),
            "phones", phones.toArray(new String[0]),
            "names", names.toArray(new String[0])),
        keys,
        expectedIds,
        people);
    people.values().forEach(p -> index(p, peopleByKey, personKeys(p)));
    loadAliases("person_id", people, peopleByKey);
    people.values().forEach(p -> index(p, peopleByKey, personKeys(p)));
  }

  /** By what else those found are known; what is somebody's own by now is nobody else's alias. */
  private void loadAliases(
      String column, Map<UUID, ImportedRecord> records, Map<String, List<ImportedRecord>> byKey) {
    if (records.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            select %1$s, case kind when 'OUTSIDE' then 'outside:' || source || '|' || value
              else lower(kind) || ':' || value end
            from contacts.alias where %1$s = any (cast(:ids as uuid[]))
            """
                .formatted(column))
        .param("ids", records.keySet().stream().map(UUID::toString).toArray(String[]::new))
        .query(
            rs -> {
              ImportedRecord record = records.get(rs.getObject(1, UUID.class));
              String key = rs.getString(2);
              if (byKey.getOrDefault(key, List.of()).isEmpty()) {
                record.aliases().add(key);
              }
            });
  }

  private void load(
      String kind,
      String sql,
      Map<String, ?> parameters,
      Set<String> keys,
      Collection<UUID> known,
      Map<UUID, ImportedRecord> into) {
    jdbc.sql(sql + (pass.rehearsal() ? "" : " for update of r"))
        .params(parameters)
        .query(
            rs -> {
              String content = rs.getString(1);
              ImportedRecord record =
                  ImportedRecord.there(columns(content), content, rs.getString(2));
              into.put(record.id(), record);
            });
    Set<UUID> ids = new HashSet<>(into.keySet());
    ids.addAll(known);
    for (Ghost ghost : pass.ghosts().find(kind, keys, ids)) {
      Map<String, Object> content = columns(ghost.content());
      String fold = (String) content.remove("fold");
      ImportedRecord record = ImportedRecord.there(content, ghost.content(), fold);
      into.put(record.id(), record);
    }
  }

  private Map<String, Object> columns(String content) {
    return json.readValue(content, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  private Set<String> personKeys(ImportedRecord person) {
    Set<String> keys = new HashSet<>();
    addKey(keys, "email:", person.text("email"));
    addKey(keys, "phone:", person.text("phone"));
    addOutsideKey(keys, person);
    String company = person.text("company_id");
    keys.addAll(person.aliases());
    keys.add("named:" + person.fold());
    keys.add(nameKey(person.fold(), company == null ? null : UUID.fromString(company)));
    return keys;
  }

  private Set<String> companyKeys(ImportedRecord company) {
    Set<String> keys = new HashSet<>();
    keys.add("name:" + company.fold());
    keys.add("base:" + legalName(company.fold()).base());
    keys.addAll(company.aliases());
    addKey(keys, "domain:", company.text("domain"));
    addOutsideKey(keys, company);
    return keys;
  }

  private static void addKey(Set<String> keys, String prefix, @Nullable String value) {
    if (value != null) {
      keys.add(prefix + value);
    }
  }

  private void addOutsideKey(Set<String> keys, ImportedRecord record) {
    if (pass.own()) {
      keys.add(outsideKey(record.id().toString()));
    }
    if (record.text("outside_id") != null) {
      keys.add("outside:" + record.text("outside_source") + "|" + record.text("outside_id"));
    }
  }

  private @Nullable String outsideKey(@Nullable String outsideId) {
    return outsideId == null
        ? null
        : "outside:"
            + pass.source()
            + "|"
            + (pass.own() ? outsideId.toLowerCase(Locale.ROOT) : outsideId);
  }

  private static String nameKey(String fold, @Nullable UUID company) {
    return "name:" + fold + "|" + (company == null ? "" : company);
  }

  private static void index(
      ImportedRecord record, Map<String, List<ImportedRecord>> byKey, Set<String> keys) {
    for (String gone : record.keys()) {
      if (!keys.contains(gone)) {
        byKey.getOrDefault(gone, new ArrayList<>()).remove(record);
      }
    }
    for (String key : keys) {
      if (!record.keys().contains(key)) {
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(record);
      }
    }
    record.keys().clear();
    record.keys().addAll(keys);
  }

  private static @Nullable ImportedRecord only(
      Map<String, List<ImportedRecord>> byKey, @Nullable String key) {
    List<ImportedRecord> found = key == null ? null : byKey.get(key);
    return found == null || found.isEmpty() ? null : found.get(0);
  }

  private boolean isKnownByName(PersonDraft draft) {
    return !draft.isIdentified() || (pass.matchKey().equals("name") && draft.name() != null);
  }

  private boolean isSameName(PersonDraft draft, ImportedRecord person) {
    return draft.name() == null || folded(draft.name()).equals(person.fold());
  }

  /** Whether the file's own system knows this record under another identifier. */
  private boolean isOtherThere(ImportedRecord record, @Nullable String outsideId) {
    return outsideId != null
        && !pass.own()
        && !record.aliases().contains(outsideKey(outsideId))
        && pass.source().equals(record.text("outside_source"))
        && !outsideId.equals(record.text("outside_id"));
  }

  // A record keeps the identifier of the system that knew it first.
  private void identify(ImportedRecord record, @Nullable String outsideId) {
    if (outsideId != null && !pass.own() && record.text("outside_id") == null) {
      record.set("outside_source", pass.source());
      record.set("outside_id", outsideId);
    }
  }

  private void remember(String subject, Set<String> names) {
    attributeNames.computeIfAbsent(subject, s -> new LinkedHashSet<>()).addAll(names);
  }

  private String folded(String name) {
    String fold = folds.get(name);
    if (fold == null) {
      throw new IllegalStateException("A draft was not announced before the batch was loaded");
    }
    return fold;
  }

  private static PersonDraft withoutPhone(PersonDraft d) {
    return new PersonDraft(
        d.outsideId(),
        d.name(),
        d.email(),
        null,
        d.company(),
        d.jobTitle(),
        d.region(),
        d.city(),
        d.country(),
        d.influencer(),
        d.link(),
        d.notes(),
        d.consent(),
        d.since(),
        d.attributes());
  }

  // As the database keeps it, so that a rehearsal compares as a run does.
  private static String stored(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS).toString();
  }

  private static String[] ids(List<ImportedRecord> records) {
    return records.stream().map(r -> r.id().toString()).toArray(String[]::new);
  }
}
