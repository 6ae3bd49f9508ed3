package com.arenacrm.leads;

import com.arenacrm.contacts.CompanyDraft;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBatch;
import com.arenacrm.contacts.ContactBatch.Taken;
import com.arenacrm.contacts.PersonDraft;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.Effects;
import com.arenacrm.integration.Ghost;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.Outcome.Kind;
import com.arenacrm.integration.Reason;
import com.arenacrm.integration.colleagues.Owners;
import com.arenacrm.integration.records.ImportTable;
import com.arenacrm.integration.records.ImportedRow;
import com.arenacrm.integration.records.KeyedRows;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Planner.ActivityCard;
import com.arenacrm.planner.Planner.TouchCard;
import com.arenacrm.planner.TouchKind;
import com.arenacrm.planner.imports.NamedTimes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Leads of one batch of an import.
 *
 * <p>Which lead a row is: the one with its outside identifier; else the open one of its person, who
 * has one at a time; else, of a file without identifiers, the latest of its person. A lead that has
 * ended is not opened again by a file.
 */
final class LeadBatch {

  private final ImportPass pass;
  private final ContactBatch contacts;
  private final ImportTable table;
  private final Function<Collection<UUID>, Set<UUID>> used;
  private final Planner planner;
  private final NamedTimes times;
  private final Owners.OfBatch owners;
  private final Map<UUID, String> names;
  private final KeyedRows leads = new KeyedRows(this::keys);
  private final Map<String, ActivityCard> activities = new HashMap<>();
  private final Map<String, Optional<OccurrenceId>> occurrences = new HashMap<>();
  private final Map<BatchPlan.Finding, Integer> findings = new LinkedHashMap<>();
  private Map<PersonId, TouchCard> firstTouches = Map.of();
  private Set<UUID> busy = Set.of();

  /**
   * @param used with whom of some leads something has been done
   */
  LeadBatch(
      ImportPass pass,
      ContactBatch contacts,
      ImportTable table,
      Function<Collection<UUID>, Set<UUID>> used,
      Planner planner,
      NamedTimes times,
      Owners.OfBatch owners,
      Map<UUID, String> names) {
    this.pass = pass;
    this.contacts = contacts;
    this.table = table;
    this.used = used;
    this.planner = planner;
    this.times = times;
    this.names = names;
    this.owners = owners;
  }

  BatchPlan plan(List<ImportRow> rows) {
    Map<ImportRow, PersonDraft> drafts = new LinkedHashMap<>();
    rows.forEach(row -> drafts.put(row, draft(row)));
    load(drafts);
    List<com.arenacrm.integration.Outcome> outcomes = new ArrayList<>(rows.size());
    drafts.forEach((row, draft) -> outcomes.add(take(row, draft)));
    return contacts.before(outcomes, findings, this::ghosts, this::write);
  }

  private void load(Map<ImportRow, PersonDraft> drafts) {
    Set<String> ids =
        drafts.keySet().stream()
            .map(row -> row.text("outsideId"))
            .filter(id -> id != null)
            .collect(Collectors.toSet());
    List<ImportedRow> known = table.known(ids, ids.stream().map(this::outsideKey).toList(), pass);
    leads.add(known);
    known.forEach(lead -> contacts.expect(personOf(lead)));
    drafts.values().forEach(contacts::expect);
    contacts.load();
    Set<PersonId> people = contacts.peopleThere();
    List<ImportedRow> own =
        table.load(
            "select id from leads.lead where person_id = any (cast(:people as uuid[]))",
            Map.of("people", ImportTable.texts(people.stream().map(PersonId::id).toList())),
            people.stream().map(LeadBatch::personKey).toList(),
            List.of(),
            pass);
    leads.add(own);
    if (pass.mapped().contains("since") && pass.mode().updates()) {
      busy = used.apply(Stream.concat(known.stream(), own.stream()).map(ImportedRow::id).toList());
    }
    firstTouches = planner.firstTouches(people);
    drafts.keySet().forEach(row -> times.expect(row.text(LeadsImport.ACTIVITY_NAME)));
    times.load();
    times.expectTouchesOf(people);
    Set<String> chosen = new HashSet<>();
    drafts.keySet().forEach(row -> chosen.add(String.valueOf(activityOf(row))));
    chosen.remove("null");
    planner
        .cards(chosen.stream().map(id -> new ActivityId(UUID.fromString(id))).toList())
        .forEach((id, card) -> activities.put(id.toString(), card));
  }

  // Who has neither address nor number is told apart by the lead's identifier.
  private PersonDraft draft(ImportRow row) {
    PersonDraft said = said(row);
    String outsideId = pass.own() ? null : row.text("outsideId");
    boolean reached = said.email() != null || said.phone() != null;
    return said.called(
        reached || outsideId == null ? null : "lead " + outsideId,
        said.name() != null || reached ? said.name() : outsideId);
  }

  /** What the row says of the person, and no more. */
  private static PersonDraft said(ImportRow row) {
    PersonDraft said = PersonDraft.read(row).with(row.attributes());
    CompanyDraft company =
        said.company() == null
            ? null
            : said.company().with(row.text("website"), row.text("industry"));
    return new PersonDraft(
        null,
        said.name(),
        said.email(),
        said.phone(),
        company,
        said.jobTitle(),
        said.region(),
        said.city(),
        said.country(),
        null,
        said.link(),
        said.notes(),
        Boolean.TRUE.equals(row.yes("noMail")) ? ConsentState.WITHDRAWN : null,
        said.since(),
        said.attributes());
  }

  private com.arenacrm.integration.Outcome take(ImportRow row, PersonDraft draft) {
    String outsideId = row.text("outsideId");
    ImportedRow lead = outsideId == null ? null : first(leads.under(outsideKey(outsideId)));
    if (lead == null && pass.own() && outsideId != null) {
      return refused(Reason.of("import.refused.gone"));
    }
    if (lead == null) {
      PersonId person = contacts.find(draft, pass.matchKey());
      lead = person == null ? null : leadOf(person, row);
    }
    if (lead == null && !pass.mode().creates()) {
      return refused(Reason.of("import.refused.notThere"));
    }
    if (lead != null && !isVisible(lead)) {
      return refused(Reason.of("lead.import.refused.hidden"));
    }
    Taken person =
        lead == null
            ? contacts.person(draft, pass.mode(), pass.matchKey())
            // Whom we know by their lead needs no other name.
            : contacts.person(personOf(lead), said(row), pass.mode());
    if (person.id() == null) {
      return person.outcome();
    }
    List<Reason> notes = new ArrayList<>(person.outcome().notes());
    if (lead == null) {
      make(row, new PersonId(person.id()), notes);
      return com.arenacrm.integration.Outcome.of(Kind.CREATED).noting(notes);
    }
    boolean changed = person.outcome().kind() == Kind.UPDATED;
    if (isOtherOne(lead, row)) {
      notes.add(Reason.of("lead.import.note.alreadyOpen", lead.text("person_name")));
    } else if (pass.mode().updates()) {
      changed |= change(lead, row, notes);
    }
    return com.arenacrm.integration.Outcome.of(changed ? Kind.UPDATED : Kind.UNCHANGED)
        .noting(notes);
  }

  private static com.arenacrm.integration.Outcome refused(Reason why) {
    return com.arenacrm.integration.Outcome.refused(why);
  }

  /** The lead of a person that a row speaks of, whose identifier, if it has one, is not known. */
  private @Nullable ImportedRow leadOf(PersonId person, ImportRow row) {
    List<ImportedRow> own =
        leads.under(personKey(person)).stream()
            .sorted(
                Comparator.comparing((ImportedRow l) -> isEnded(l))
                    .thenComparing(l -> l.moment("created_at"), Comparator.reverseOrder()))
            .toList();
    if (row.text("outsideId") == null) {
      return first(own);
    }
    Outcome outcome = outcomeOf(row);
    return own.stream()
        .filter(
            l ->
                outcome == null
                    ? !isEnded(l)
                    : l.text("outside_id") == null
                        && (!isEnded(l) || outcome.name().equals(l.text("outcome"))))
        .findFirst()
        .orElse(null);
  }

  /** Whether the row is another lead of a person whose lead is still open. */
  private boolean isOtherOne(ImportedRow lead, ImportRow row) {
    String outsideId = row.text("outsideId");
    return outsideId != null
        && !pass.own()
        && lead.text("outside_id") != null
        && pass.source().equals(lead.text("outside_source"))
        && !outsideId.equals(lead.text("outside_id"));
  }

  private void make(ImportRow row, PersonId person, List<Reason> notes) {
    // It cannot have begun later than it ended.
    Instant since = row.moment("since");
    ImportedRow lead =
        ImportedRow.make(
            pass, since == null && outcomeOf(row) != null ? row.moment("ended") : since);
    lead.set("person_id", person.id());
    lead.set("origin", Origin.IMPORT);
    lead.set("stage", LeadStage.OPEN);
    TouchCard first = firstTouches.get(person);
    if (first != null) {
      lead.setMoment("first_touch_at", first.at());
      lead.set("first_touch_activity_id", first.activity().id());
    }
    if (row.choice("owner") == null
        && row.choice(LeadsImport.MARKETING_OWNER) == null
        && row.choice(LeadsImport.SALES_OWNER) == null) {
      boolean bySales = pass.actor().holds(Role.SALES);
      lead.set(bySales ? "sales_owner_id" : "owner_id", pass.actor().id().id());
    }
    change(lead, row, notes);
  }

  private boolean change(ImportedRow lead, ImportRow row, List<Reason> notes) {
    int earlier = lead.changes();
    if (row.text("outsideId") != null && !pass.own() && lead.text("outside_id") == null) {
      lead.set("outside_source", pass.source());
      lead.set("outside_id", row.text("outsideId"));
    }
    arrive(lead, row);
    lead.set("need", row.text("need"));
    lead.set("budget", row.text("budget"));
    lead.set("authority", row.text("authority"));
    LocalDate purchase = row.date("purchaseDate");
    lead.set("purchase_date", purchase == null ? null : purchase.toString());
    UUID marketer = lead.reference("owner_id");
    UUID seller = lead.reference("sales_owner_id");
    String owner = owners.of(row, "owner", notes);
    if (owner != null) {
      entrust(lead, owners.sells(UUID.fromString(owner)) ? "sales_owner_id" : "owner_id", owner);
    }
    entrust(lead, "owner_id", owners.of(row, LeadsImport.MARKETING_OWNER, notes));
    entrust(lead, "sales_owner_id", owners.of(row, LeadsImport.SALES_OWNER, notes));
    credit(lead, row);
    bring(lead, row, notes);
    end(lead, row, notes);
    if (!isEnded(lead)) {
      warn(marketer, lead.reference("owner_id"), notes);
      warn(seller, lead.reference("sales_owner_id"), notes);
    }
    if (!lead.isMade() && earlier == lead.changes()) {
      return false;
    }
    copy(lead);
    lead.derive("fit_due", true);
    leads.touch(lead);
    return true;
  }

  /**
   * Who came in with a file came as early as any file says, unless something has been done with
   * them, or touched them for the first time, in between: what was counted from their arrival stays
   * true. Where the day differs and stays, that is said.
   */
  private void arrive(ImportedRow lead, ImportRow row) {
    Instant said = row.moment("since");
    if (lead.isMade() || said == null || pass.own() || isSameDay(said, arrivalOf(lead))) {
      return;
    }
    Instant arrival = arrivalOf(lead);
    Instant touched = lead.moment("first_touch_at");
    boolean between = touched != null && !touched.isBefore(said) && !touched.isAfter(arrival);
    if (Origin.IMPORT.name().equals(lead.text("origin"))
        && said.isBefore(arrival)
        && !between
        && !busy.contains(lead.id())) {
      lead.setMoment("created_at", said);
    } else {
      findings.merge(
          new BatchPlan.Finding(
              "lead.import.finding.since", String.valueOf(lead.text("person_name"))),
          1,
          Integer::sum);
    }
  }

  private static Instant arrivalOf(ImportedRow lead) {
    return Objects.requireNonNull(lead.moment("created_at"));
  }

  // Many files know the day only.
  private boolean isSameDay(Instant one, Instant other) {
    ZoneId zone = pass.actor().company().zone();
    return LocalDate.ofInstant(one, zone).equals(LocalDate.ofInstant(other, zone));
  }

  private void warn(@Nullable UUID before, @Nullable UUID owner, List<Reason> notes) {
    if (!Objects.equals(before, owner)) {
      owners.warn(owner, notes);
    }
  }

  // Of two people with one name, a list of Arena's own means the one who is in charge.
  private void entrust(ImportedRow lead, String column, @Nullable String owner) {
    UUID present = lead.reference(column);
    boolean namesake =
        owner != null
            && present != null
            && pass.own()
            && Objects.equals(names.get(present), names.get(UUID.fromString(owner)));
    if (!namesake) {
      lead.set(column, owner);
    }
  }

  private void credit(ImportedRow lead, ImportRow row) {
    ActivityCard activity = activities.get(String.valueOf(activityOf(row)));
    if (activity == null || activity.id().id().equals(lead.reference("source_activity_id"))) {
      return;
    }
    LocalDate day = LocalDate.ofInstant(lead.moment("created_at"), pass.actor().company().zone());
    lead.set("source_activity_id", activity.id().id());
    lead.set("phase", activity.phase());
    lead.set("profile_id", activity.profile().id());
    occurrences
        .computeIfAbsent(activity.id() + " " + day, k -> planner.occurrenceFor(activity.id(), day))
        .ifPresent(occurrence -> lead.set("source_occurrence_id", occurrence.id()));
  }

  /**
   * Credits the activity that the row names: it brought the lead, and the person answered to it.
   */
  private void bring(ImportedRow lead, ImportRow row, List<Reason> notes) {
    String name = row.text(LeadsImport.ACTIVITY_NAME);
    if (name == null || row.choice(LeadsImport.ACTIVITY) != null) {
      return;
    }
    LocalDate day = row.date(LeadsImport.ACTIVITY_DAY);
    LocalDate since = LocalDate.ofInstant(lead.moment("created_at"), pass.actor().company().zone());
    NamedTimes.Time time = times.find(name, day, since).orElse(null);
    if (time == null) {
      notes.add(
          day == null
              ? Reason.of("lead.import.note.noActivity", name)
              : Reason.of("lead.import.note.noActivityOn", name, day));
      return;
    }
    lead.set("source_activity_id", time.activity().id());
    lead.set("source_occurrence_id", time.id().id());
    lead.set("phase", time.phase());
    lead.set("profile_id", time.profile().id());
    if (times.momentOf(time).isAfter(pass.now().minusNanos(1))) {
      return; // It is yet to come: nobody can have met it.
    }
    boolean noted = times.touch(time, personOf(lead), TouchKind.REPLIED);
    Instant first = lead.moment("first_touch_at");
    if (noted && (first == null || times.momentOf(time).isBefore(first))) {
      lead.setMoment("first_touch_at", times.momentOf(time));
      lead.set("first_touch_activity_id", time.activity().id());
    }
  }

  private void end(ImportedRow lead, ImportRow row, List<Reason> notes) {
    Outcome outcome = outcomeOf(row);
    if (outcome == null) {
      return;
    }
    LeadStage stage = LeadStage.valueOf(lead.text("stage"));
    if (stage == LeadStage.HANDED_OVER || stage == LeadStage.ACCEPTED) {
      notes.add(Reason.of("lead.import.note.withSales", lead.text("person_name")));
      return;
    }
    lead.set("stage", LeadStage.ENDED);
    lead.set("outcome", outcome);
    if (!isSameSecond(row.moment("ended"), lead.moment("ended_at"))) {
      lead.setMoment("ended_at", row.moment("ended"));
    }
    if (lead.moment("ended_at") == null) {
      lead.setMoment("ended_at", pass.now());
    }
  }

  // Files know no fractions of a second.
  private static boolean isSameSecond(@Nullable Instant said, @Nullable Instant known) {
    return said != null
        && known != null
        && said.truncatedTo(ChronoUnit.SECONDS).equals(known.truncatedTo(ChronoUnit.SECONDS));
  }

  private void copy(ImportedRow lead) {
    PersonId person = personOf(lead);
    CompanyId company = contacts.companyOf(person);
    lead.derive("person_name", contacts.nameOf(person));
    lead.derive("company_id", company == null ? null : company.id());
    lead.derive("company_name", contacts.companyNameOf(person));
  }

  private @Nullable String activityOf(ImportRow row) {
    String own = row.choice(LeadsImport.ACTIVITY);
    return own == null ? pass.option(LeadsImport.ACTIVITY) : own;
  }

  private @Nullable Outcome outcomeOf(ImportRow row) {
    String outcome = row.choice("outcome");
    if (!pass.mapped().contains("outcome") && row.moment("ended") != null) {
      outcome = pass.option(LeadsImport.ENDED_AS);
    }
    return outcome == null || outcome.equals(LeadsImport.STILL_OPEN)
        ? null
        : Outcome.valueOf(outcome);
  }

  private boolean isVisible(ImportedRow lead) {
    return pass.actor()
        .scope()
        .covers(Optional.ofNullable(lead.reference("sales_owner_id")).map(UserId::new));
  }

  private static boolean isEnded(ImportedRow lead) {
    return LeadStage.ENDED.name().equals(lead.text("stage"));
  }

  private static PersonId personOf(ImportedRow lead) {
    return new PersonId(lead.reference("person_id"));
  }

  private Set<String> keys(ImportedRow lead) {
    Set<String> keys = new HashSet<>(Set.of(personKey(personOf(lead))));
    if (pass.own()) {
      keys.add(outsideKey(lead.id().toString()));
    }
    if (lead.text("outside_id") != null) {
      keys.add("outside:" + lead.text("outside_source") + "|" + lead.text("outside_id"));
    }
    return keys;
  }

  private static String personKey(PersonId person) {
    return "person:" + person;
  }

  private String outsideKey(String id) {
    return "outside:" + pass.source() + "|" + id;
  }

  private static @Nullable ImportedRow first(List<ImportedRow> found) {
    return found.isEmpty() ? null : found.get(0);
  }

  private Collection<Ghost> ghosts() {
    return Stream.concat(leads.ghosts(table).stream(), times.ghosts().stream()).toList();
  }

  private void write(Effects effects) {
    leads.touched().forEach(this::copy);
    times.write(effects);
    table.write(leads.touched(), "person_name", effects);
  }
}
