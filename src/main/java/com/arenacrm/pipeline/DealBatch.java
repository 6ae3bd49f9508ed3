package com.arenacrm.pipeline;

import com.arenacrm.contacts.CompanyDraft;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBatch;
import com.arenacrm.contacts.ContactBatch.Taken;
import com.arenacrm.contacts.PersonDraft;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.ImportMode;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.MatchKey;
import com.arenacrm.integration.Outcome;
import com.arenacrm.integration.Reason;
import com.arenacrm.integration.colleagues.Owners;
import com.arenacrm.integration.records.ImportedRow;
import com.arenacrm.integration.records.KeyedRows;
import com.arenacrm.integration.records.RefusedRow;
import com.arenacrm.integration.records.RowCurrency;
import com.arenacrm.pipeline.lines.ProductNames;
import com.arenacrm.pipeline.wins.Purchasing;
import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Deals of one batch of an import.
 *
 * <p>Which deal a row is: the one with its outside identifier; of a file without identifiers, the
 * one of the same name, company and day of opening. An open deal may go on or end by a file; one
 * that has ended is not opened again, and neither is one ended that marketing handed over, since
 * its lead would not know.
 */
final class DealBatch {

  /** The greatest amount that a deal may have has twelve digits before the comma. */
  private static final BigDecimal MOST = new BigDecimal("999999999999.99");

  /**
   * Texts that are kept with deals, in the company's language.
   *
   * @param noStep why an imported deal has no next step
   * @param product the name of the further field that holds the product
   */
  record Texts(String noStep, String product) {}

  /**
   * What a row says of whom the deal is with.
   *
   * @param unidentified the person without their identifier; null where the row says no more of
   *     them
   */
  private record Drafts(
      @Nullable CompanyDraft company,
      @Nullable PersonDraft person,
      @Nullable PersonDraft unidentified) {}

  private final ImportPass pass;
  private final ContactBatch contacts;
  private final Owners.OfBatch owners;
  private final DealTable table;
  private final ProductNames products;
  private final StagePath path;
  private final Organization company;
  private final Texts texts;
  private final Set<String> rated;
  private final ZoneId zone;
  private final LocalDate today;
  private final KeyedRows deals = new KeyedRows(this::keys);
  private final List<DealTable.Move> moves = new ArrayList<>();
  private Map<OpportunityId, Purchasing.Kept> paidBefore = Map.of();
  private final Map<BatchPlan.Finding, Integer> findings = new LinkedHashMap<>();

  DealBatch(
      ImportPass pass,
      ContactBatch contacts,
      Owners.OfBatch owners,
      DealTable table,
      ProductNames products,
      StagePath path,
      Organization company,
      Texts texts) {
    this.pass = pass;
    this.contacts = contacts;
    this.owners = owners;
    this.table = table;
    this.products = products;
    this.path = path;
    this.company = company;
    this.texts = texts;
    this.rated = table.rated();
    this.zone = company.timeZone();
    this.today = LocalDate.ofInstant(pass.now(), zone);
  }

  BatchPlan plan(List<ImportRow> rows) {
    Map<ImportRow, Drafts> drafts = new LinkedHashMap<>();
    rows.forEach(row -> drafts.put(row, drafts(row)));
    load(drafts);
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    drafts.forEach(
        (row, draft) -> {
          try {
            outcomes.add(take(row, draft));
          } catch (RefusedRow e) {
            outcomes.add(e.outcome());
          }
        });
    return contacts.before(
        outcomes,
        findings,
        () -> table.ghosts(deals),
        effects -> table.write(deals.touched(), moves, pass.actor().id(), pass.now(), effects));
  }

  private static Drafts drafts(ImportRow row) {
    String name = row.text("company");
    String id = row.text("companyId");
    CompanyDraft company = name == null && id == null ? null : CompanyDraft.of(id, name);
    return new Drafts(
        company,
        PersonDraft.named(row.text("personId"), row.text("person"), row.email("email"), company),
        PersonDraft.named(row.text("person"), row.email("email"), company));
  }

  private void load(Map<ImportRow, Drafts> drafts) {
    Set<String> ids = new HashSet<>();
    Set<String> idKeys = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Map.Entry<ImportRow, Drafts> row : drafts.entrySet()) {
      if (row.getValue().company() != null) {
        contacts.expect(row.getValue().company());
      }
      if (row.getValue().person() != null) {
        contacts.expect(row.getValue().person());
      }
      if (row.getValue().unidentified() != null) {
        contacts.expect(row.getValue().unidentified());
      }
      String id = row.getKey().text("outsideId");
      if (id != null) {
        ids.add(id);
        idKeys.add(outsideKey(pass.source(), id));
      }
      if (isKnownByName(row.getKey())) {
        names.add(plain(nameOf(row.getKey())));
      }
    }
    contacts.load();
    List<ImportedRow> known = table.known(ids, idKeys, pass);
    List<ImportedRow> named =
        table.named(names, names.stream().map(n -> "named:" + n).toList(), pass);
    deals.add(known);
    deals.add(named);
    paidBefore =
        table.paidBefore(
            Stream.concat(known.stream(), named.stream())
                .filter(DealBatch::isOpen)
                .map(deal -> new OpportunityId(deal.id()))
                .toList());
  }

  private Outcome take(ImportRow row, Drafts drafts) {
    List<Reason> faults = new ArrayList<>();
    Stage stage = stageOf(row, faults);
    check(row, faults);
    ImportedRow deal = find(row, drafts);
    if (deal == null) {
      if (!pass.mode().creates()) {
        throw new RefusedRow(Reason.of("import.refused.notThere"));
      }
      checkNew(row, stage, faults);
    }
    if (!faults.isEmpty()) {
      throw new RefusedRow(faults);
    }
    if (deal == null) {
      List<Reason> notes = new ArrayList<>();
      make(row, drafts, stage == null ? path.first() : stage, notes);
      return Outcome.of(Outcome.Kind.CREATED).noting(notes);
    }
    Optional<UserId> owner = Optional.ofNullable(deal.reference("owner_id")).map(UserId::new);
    if (!pass.actor().scope().covers(owner)) {
      throw new RefusedRow(Reason.of("deal.import.refused.hidden"));
    }
    if (!pass.mode().updates()) {
      return Outcome.of(Outcome.Kind.UNCHANGED);
    }
    List<Reason> notes = new ArrayList<>();
    boolean changed = change(deal, row, drafts, stage, notes);
    return Outcome.of(changed ? Outcome.Kind.UPDATED : Outcome.Kind.UNCHANGED).noting(notes);
  }

  private @Nullable Stage stageOf(ImportRow row, List<Reason> faults) {
    String chosen = row.choice("stage");
    if (chosen == null) {
      return null;
    }
    Optional<Stage> stage =
        path.active().stream().filter(s -> s.id().toString().equals(chosen)).findFirst();
    if (stage.isEmpty()) {
      faults.add(Reason.of("deal.import.refused.stage"));
    }
    return stage.orElse(null);
  }

  private static void check(ImportRow row, List<Reason> faults) {
    BigDecimal amount = row.amount("amount");
    if (amount != null && amount.compareTo(MOST) > 0) {
      faults.add(Reason.of("deal.import.refused.amount", amount.toPlainString()));
    }
    RowCurrency.problem(row, "amount").ifPresent(faults::add);
  }

  /** What a deal that is to be made lacks. */
  private void checkNew(ImportRow row, @Nullable Stage stage, List<Reason> faults) {
    if (nameOf(row) == null) {
      faults.add(Reason.of("deal.import.refused.nameless"));
    }
    if (stage != null && stage.kind() == Stage.Kind.WON && row.amount("amount") == null) {
      faults.add(Reason.of("deal.import.refused.wonAmount"));
    }
    LocalDate close = endOf(row);
    if (stage != null && !stage.isOpen() && close != null && close.isAfter(today)) {
      faults.add(Reason.of("deal.import.refused.future", close));
    }
  }

  private @Nullable ImportedRow find(ImportRow row, Drafts drafts) {
    String id = row.text("outsideId");
    List<ImportedRow> found = id == null ? List.of() : deals.under(outsideKey(pass.source(), id));
    if (found.isEmpty() && pass.own() && id != null) {
      throw new RefusedRow(Reason.of("import.refused.gone"));
    }
    if (found.isEmpty() && isKnownByName(row)) {
      found = namesakes(row, drafts);
    }
    if (found.size() > 1) {
      throw new RefusedRow(Reason.of("deal.import.refused.namesakes", found.size(), nameOf(row)));
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private List<ImportedRow> namesakes(ImportRow row, Drafts drafts) {
    CompanyId with =
        drafts.company() == null ? null : contacts.find(drafts.company(), new ArrayList<>());
    if (drafts.company() != null && with == null) {
      return List.of(); // A deal with a company that is yet to be made cannot be there already.
    }
    UUID customer = with == null ? null : with.id();
    LocalDate opened = row.date("opened");
    return deals.under("named:" + plain(nameOf(row))).stream()
        .filter(d -> java.util.Objects.equals(d.reference("company_id"), customer))
        .filter(d -> opened == null || opened.equals(dayOf(d.moment("opened_at"))))
        .filter(d -> row.text("outsideId") == null || d.text("outside_id") == null)
        .toList();
  }

  private boolean isKnownByName(ImportRow row) {
    return (row.text("outsideId") == null || pass.matchKey().equals("name")) && nameOf(row) != null;
  }

  /** As the file says; else by what is sold, to whom, or whatever tells the deal apart. */
  private static @Nullable String nameOf(ImportRow row) {
    String id = row.text("outsideId");
    if (row.text("name") != null) {
      return row.text("name");
    }
    if (row.text("product") != null) {
      boolean nobody =
          row.text("company") == null && row.text("person") == null && row.email("email") == null;
      return nobody && id != null ? row.text("product") + " · " + id : row.text("product");
    }
    return row.text("company") != null ? row.text("company") : id;
  }

  private void make(ImportRow row, Drafts drafts, Stage stage, List<Reason> notes) {
    Instant closed = stage.isOpen() ? null : closingOf(row, notes);
    Instant opened = row.date("opened") == null ? closed : momentOf(row.date("opened"));
    if (opened == null) {
      opened = pass.now();
      notes.add(Reason.of("deal.import.note.opened"));
    }
    ImportedRow deal = ImportedRow.make(pass, null);
    deal.set("name", nameOf(row));
    deal.set("referral", false);
    deal.set("step_moves", 0);
    deal.set("currency", company.currency().getCurrencyCode());
    deal.set("phase", HourglassPhase.BUY);
    deal.setMoment("opened_at", opened);
    deal.add("attributes", Map.of());
    // Until the file ends it, it is open: what is said of open deals holds.
    deal.set("kind", Stage.Kind.OPEN);
    identify(deal, row);
    tell(deal, row, drafts, notes);
    if (deal.text("owner_id") == null) {
      boolean mine =
          pass.mapped().contains("owner")
              ? !pass.actor().scope().all()
              : pass.actor().holds(Role.SALES) || !pass.actor().scope().all();
      deal.set("owner_id", mine ? pass.actor().id().id() : null);
    }
    Stage entry = stage.isOpen() ? stage : path.open(stage).get(0);
    deal.set("stage_id", entry.id().id());
    Instant entered = closed != null && closed.isBefore(opened) ? closed : opened;
    moves.add(new DealTable.Move(deal, null, entry.id(), false, entered));
    if (closed == null) {
      deal.set("no_step_reason", texts.noStep());
      owners.warn(deal.reference("owner_id"), notes);
    } else {
      end(deal, entry, stage, closed, row);
    }
    warnOfPayment(deal, row, notes);
    tellOfFile(deal, row);
    deals.touch(deal);
  }

  private boolean change(
      ImportedRow deal, ImportRow row, Drafts drafts, @Nullable Stage stage, List<Reason> notes) {
    Stage from = path.get(new StageId(deal.reference("stage_id")));
    Stage to = stage == null ? from : path.alike(stage, from);
    boolean wins = to.kind() == Stage.Kind.WON;
    if (wins && row.amount("amount") == null && deal.amount("amount") == null) {
      throw new RefusedRow(Reason.of("deal.import.refused.wonAmount"));
    }
    if (!from.isOpen() && to.kind() != from.kind()) {
      notes.add(Reason.of("deal.import.note.ended", from.name()));
      return false;
    }
    boolean moves = !to.id().equals(from.id()) && from.isOpen();
    if (moves && !to.isOpen() && deal.text("lead_id") != null) {
      notes.add(Reason.of("deal.import.note.handedOver"));
      moves = false;
    }
    Instant closed = moves && !to.isOpen() ? closingOf(row, notes) : null;
    int earlier = deal.changes();
    identify(deal, row);
    String name = row.text("name");
    // One that was recognised by its name keeps the capitals that it has here.
    if (row.text("outsideId") != null
        || name == null
        || !name.equalsIgnoreCase(deal.text("name"))) {
      deal.set("name", name);
    }
    LocalDate opened = row.date("opened");
    if (opened != null && !opened.equals(dayOf(deal.moment("opened_at")))) {
      deal.setMoment("opened_at", momentOf(opened));
    }
    UUID owner = deal.reference("owner_id");
    String expected = deal.text("close_date");
    tell(deal, row, drafts, notes);
    if (closed == null
        && from.isOpen()
        && !java.util.Objects.equals(owner, deal.reference("owner_id"))) {
      owners.warn(deal.reference("owner_id"), notes);
    }
    if (closed != null) {
      deal.set("expected_close", expected);
      end(deal, from, to, closed, row);
    } else if (moves) {
      deal.set("stage_id", to.id().id());
      this.moves.add(
          new DealTable.Move(deal, from.id(), to.id(), path.isAdvance(from, to), pass.now()));
    } else if (!from.isOpen()) {
      LocalDate day = endOf(row);
      if (day != null && !day.equals(dayOf(deal.moment("closed_at"))) && !day.isAfter(today)) {
        deal.setMoment("closed_at", momentOf(day));
        deal.set("close_date", day.toString());
      }
    }
    warnOfPayment(deal, row, notes);
    if (earlier == deal.changes()) {
      return false;
    }
    tellOfFile(deal, row);
    deals.touch(deal);
    return true;
  }

  /** What is to be known of the file because of a deal as it comes in. */
  private void tellOfFile(ImportedRow deal, ImportRow row) {
    String currency = deal.text("currency");
    if (row.amount("amount") != null && currency != null && !rated.contains(currency)) {
      found("noRate", currency);
    }
    LocalDate close = row.date("close");
    if (close != null && close.isBefore(today) && isOpen(deal)) {
      found("pastClose", deal.text("name"));
    }
  }

  private void found(String what, String about) {
    findings.merge(new BatchPlan.Finding("deal.import.finding." + what, about), 1, Integer::sum);
  }

  private void identify(ImportedRow deal, ImportRow row) {
    if (row.text("outsideId") != null && !pass.own() && deal.text("outside_id") == null) {
      deal.set("outside_source", pass.source());
      deal.set("outside_id", row.text("outsideId"));
    }
  }

  /**
   * Somebody whom a row names by the identifier of the file's source. Whom nobody here is known to
   * be by it, is who has the address, or the name at that company; else they are made.
   */
  private Taken identified(Drafts drafts) {
    PersonDraft draft = drafts.person();
    if (contacts.find(draft, MatchKey.OUTSIDE) == null && drafts.unidentified() != null) {
      PersonId named = contacts.find(drafts.unidentified(), "email");
      Taken known = named == null ? null : contacts.person(named, draft, ImportMode.CREATE);
      if (known != null && known.id() != null) {
        return known;
      }
    }
    return contacts.person(draft, ImportMode.CREATE, MatchKey.OUTSIDE);
  }

  /** What is said alike of a deal that is new and of one that is there. */
  private void tell(ImportedRow deal, ImportRow row, Drafts drafts, List<Reason> notes) {
    if (drafts.company() != null && !isSame(row.text("company"), deal.text("company_name"))) {
      CompanyId with = contacts.link(drafts.company(), notes);
      if (with != null) {
        deal.set("company_id", with.id());
        deal.derive("company_name", contacts.nameOf(with));
      }
    }
    boolean identified = row.text("personId") != null;
    if (drafts.person() != null
        && (identified || !isSame(row.text("person"), deal.text("person_name")))) {
      Taken person =
          identified
              ? identified(drafts)
              : contacts.person(drafts.person(), ImportMode.CREATE, "email");
      if (person.id() == null && identified && drafts.unidentified() == null) {
        notes.add(Reason.of("deal.import.note.unknownPerson", row.text("personId"), pass.source()));
      } else if (person.id() == null) {
        notes.add(person.outcome().reason());
      } else {
        notes.addAll(person.outcome().notes());
        deal.set("person_id", person.id());
        deal.derive("person_name", contacts.nameOf(new PersonId(person.id())));
      }
    }
    deal.set("owner_id", owners.of(row, "owner", notes));
    BigDecimal amount = row.amount("amount");
    BigDecimal known = deal.amount("amount");
    Integer lines = deal.whole("lines");
    String currency = RowCurrency.of(row, "amount");
    boolean other = currency != null && !currency.equals(deal.text("currency"));
    if (lines == null || lines == 0) {
      if (amount != null || known == null) {
        deal.set("currency", currency);
      } else if (other) {
        notes.add(Reason.of("deal.import.note.currency"));
      }
      deal.set("amount", amount == null ? null : amount.setScale(2, RoundingMode.HALF_UP));
      about(deal, row, known);
    } else if (other || amount != null && (known == null || amount.compareTo(known) != 0)) {
      notes.add(Reason.of("deal.import.note.lined"));
    }
    LocalDate close = row.date("close");
    if (isOpen(deal)) {
      deal.set("close_date", close == null ? null : close.toString());
    }
    if (Stage.Kind.WON.name().equals(deal.text("kind"))) {
      pay(deal, row);
    }
    Map<String, String> attributes = new HashMap<>(row.attributes());
    if (row.text("product") != null) {
      attributes.put(texts.product(), row.text("product"));
    }
    if (!attributes.isEmpty()) {
      deal.add("attributes", attributes);
    }
  }

  /**
   * Links the deal with the product that the row names. Its line is worth what the deal is: without
   * an amount there is none yet, since no file that says nothing of a price means that of the list.
   */
  private void about(ImportedRow deal, ImportRow row, @Nullable BigDecimal before) {
    UUID product = products.of(row);
    UUID known = deal.reference("imported_product_id");
    deal.set("imported_product_id", product);
    BigDecimal amount = deal.amount("amount");
    boolean told = product != null && !product.equals(known) || known != null && before == null;
    if (told
        && deal.whole("lines") == null
        && deal.amount("discount") == null
        && amount != null
        && amount.compareTo(Opportunity.MOST_PRICE) <= 0) {
      deal.set("lines", 0);
    }
  }

  // Of several with one name, a list of Arena's own means the one that the deal has.
  private boolean isSame(@Nullable String said, @Nullable String known) {
    return pass.own() && said != null && said.equals(known);
  }

  private static boolean isOpen(ImportedRow deal) {
    return Stage.Kind.OPEN.name().equals(deal.text("kind"));
  }

  private static void pay(ImportedRow deal, ImportRow row) {
    LocalDate due = row.date("paymentDue");
    LocalDate paid = row.date("paid");
    deal.set("payment_due_on", due == null ? null : due.toString());
    deal.set("paid_on", paid == null ? null : paid.toString());
  }

  /** Only a deal that is won can be paid: what a file says of others is left out, and said. */
  private static void warnOfPayment(ImportedRow deal, ImportRow row, List<Reason> notes) {
    if ((row.has("paymentDue") || row.has("paid"))
        && !Stage.Kind.WON.name().equals(deal.text("kind"))) {
      notes.add(Reason.of("deal.import.note.unpaid"));
    }
  }

  private void end(ImportedRow deal, Stage from, Stage to, Instant closed, ImportRow row) {
    deal.set("stage_id", to.id().id());
    deal.set("kind", to.kind());
    deal.setMoment("closed_at", closed);
    deal.set("close_date", dayOf(closed).toString());
    deal.clear("next_step");
    deal.clear("next_step_on");
    deal.clear("no_step_reason");
    if (to.kind() == Stage.Kind.WON) {
      // Counted among the customer's other wins when all are written.
      deal.derive("won_phase", HourglassPhase.valueOf(deal.text("phase")));
      // One that was won before is paid as it was, unless the file knows better.
      Purchasing.Kept before = paidBefore.get(new OpportunityId(deal.id()));
      if (before != null) {
        deal.set("payment_due_on", before.due() == null ? null : before.due().toString());
        deal.set("paid_on", before.paid() == null ? null : before.paid().toString());
      }
      pay(deal, row);
    } else {
      deal.set("lost_reason", LostReason.OTHER);
      deal.set("lost_to", LostTo.UNKNOWN);
    }
    // What happened before Arena knew of the deal is no demand that anybody saw arrive.
    boolean advance = !deal.isMade() && path.isAdvance(from, to);
    moves.add(new DealTable.Move(deal, from.id(), to.id(), advance, closed));
  }

  /** On which day a deal ended: many files say it where they say by when it was expected. */
  private static @Nullable LocalDate endOf(ImportRow row) {
    LocalDate ended = row.date("closed");
    return ended == null ? row.date("close") : ended;
  }

  private Instant closingOf(ImportRow row, List<Reason> notes) {
    LocalDate day = endOf(row);
    if (day == null) {
      notes.add(Reason.of("deal.import.note.closed"));
      return pass.now();
    }
    if (day.isAfter(today)) {
      throw new RefusedRow(Reason.of("deal.import.refused.future", day));
    }
    return momentOf(day);
  }

  /** Today means now; another day means its noon, since no file remembers the hour. */
  private Instant momentOf(LocalDate day) {
    return day.equals(today) ? pass.now() : day.atTime(LocalTime.NOON).atZone(zone).toInstant();
  }

  private LocalDate dayOf(Instant at) {
    return LocalDate.ofInstant(at, zone);
  }

  private Set<String> keys(ImportedRow deal) {
    Set<String> keys = new HashSet<>(Set.of("named:" + plain(deal.text("name"))));
    if (pass.own()) {
      keys.add(outsideKey(pass.source(), deal.id().toString()));
    }
    if (deal.text("outside_id") != null) {
      keys.add(outsideKey(deal.text("outside_source"), deal.text("outside_id")));
    }
    return keys;
  }

  private static String outsideKey(String source, String id) {
    return "outside:" + source + "|" + id;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
