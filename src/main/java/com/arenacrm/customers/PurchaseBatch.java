package com.arenacrm.customers;

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
import com.arenacrm.integration.Outcome;
import com.arenacrm.integration.Reason;
import com.arenacrm.integration.colleagues.Owners;
import com.arenacrm.integration.records.ImportedRow;
import com.arenacrm.integration.records.KeyedRows;
import com.arenacrm.integration.records.RefusedRow;
import com.arenacrm.integration.records.RowCurrency;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Purchases of one batch of an import. Which purchase a row is: the one with its outside
 * identifier; of a file without identifiers, the one of the same customer, day, amount and words. A
 * purchase that is a won deal follows its deal, and no file.
 */
final class PurchaseBatch {

  private static final BigDecimal MOST = new BigDecimal("999999999999.99");

  /** Who bought, as a row says. */
  private record Drafts(@Nullable CompanyDraft company, @Nullable PersonDraft person) {}

  private final ImportPass pass;
  private final ContactBatch contacts;
  private final Owners.OfBatch owners;
  private final PurchaseTable table;
  private final Organization company;
  private final LocalDate today;
  private final KeyedRows purchases = new KeyedRows(this::keys);

  PurchaseBatch(
      ImportPass pass,
      ContactBatch contacts,
      Owners.OfBatch owners,
      PurchaseTable table,
      Organization company) {
    this.pass = pass;
    this.contacts = contacts;
    this.owners = owners;
    this.table = table;
    this.company = company;
    this.today = LocalDate.ofInstant(pass.now(), company.timeZone());
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
        () -> table.ghosts(purchases),
        effects -> table.write(purchases.touched(), effects));
  }

  private static Drafts drafts(ImportRow row) {
    String name = row.text("company");
    String id = row.text("companyId");
    CompanyDraft company = name == null && id == null ? null : CompanyDraft.of(id, name);
    PersonDraft person = PersonDraft.named(row.text("person"), row.email("email"), company);
    return new Drafts(company, person);
  }

  private void load(Map<ImportRow, Drafts> drafts) {
    Set<String> ids = new HashSet<>();
    Set<String> idKeys = new HashSet<>();
    Set<String> days = new HashSet<>();
    for (Map.Entry<ImportRow, Drafts> row : drafts.entrySet()) {
      if (row.getValue().company() != null) {
        contacts.expect(row.getValue().company());
      }
      if (row.getValue().person() != null) {
        contacts.expect(row.getValue().person());
      }
      String id = row.getKey().text("outsideId");
      if (id != null) {
        ids.add(id);
        idKeys.add(outsideKey(pass.source(), id));
      }
      LocalDate on = row.getKey().date("on");
      if (isKnownByDay(row.getKey()) && on != null) {
        days.add(on.toString());
      }
    }
    contacts.load();
    purchases.add(table.known(ids, idKeys, pass));
    purchases.add(table.of(days, days.stream().map(d -> "on:" + d).toList(), pass));
  }

  private Outcome take(ImportRow row, Drafts drafts) {
    List<Reason> faults = new ArrayList<>();
    check(row, faults);
    ImportedRow there = find(row, drafts);
    if (there == null) {
      if (!pass.mode().creates()) {
        throw new RefusedRow(Reason.of("import.refused.notThere"));
      }
      checkNew(row, drafts, faults);
    }
    if (!faults.isEmpty()) {
      throw new RefusedRow(faults);
    }
    if (there == null) {
      List<Reason> notes = new ArrayList<>();
      make(row, drafts, notes);
      return Outcome.of(Outcome.Kind.CREATED).noting(notes);
    }
    Optional<UserId> owner = Optional.ofNullable(there.reference("owner_id")).map(UserId::new);
    if (!pass.actor().scope().covers(owner)) {
      throw new RefusedRow(Reason.of("deal.import.refused.hidden"));
    }
    if (there.text("deleted_at") != null) {
      return Outcome.of(Outcome.Kind.UNCHANGED)
          .noting(List.of(Reason.of("purchase.import.note.deleted")));
    }
    if (!pass.mode().updates()) {
      return Outcome.of(Outcome.Kind.UNCHANGED);
    }
    if (there.text("opportunity_id") != null) {
      return Outcome.of(Outcome.Kind.UNCHANGED)
          .noting(List.of(Reason.of("purchase.import.note.deal")));
    }
    List<Reason> notes = new ArrayList<>();
    boolean changed = change(there, row, drafts, notes);
    return Outcome.of(changed ? Outcome.Kind.UPDATED : Outcome.Kind.UNCHANGED).noting(notes);
  }

  private void check(ImportRow row, List<Reason> faults) {
    BigDecimal amount = row.amount("amount");
    if (amount != null && amount.compareTo(MOST) > 0) {
      faults.add(Reason.of("deal.import.refused.amount", amount.toPlainString()));
    }
    LocalDate on = row.date("on");
    if (on != null && on.isAfter(today)) {
      faults.add(Reason.of("purchase.import.refused.future", on));
    }
    LocalDate paid = row.date("paid");
    if (paid != null && paid.isAfter(today)) {
      faults.add(Reason.of("purchase.import.refused.paidFuture", paid));
    }
    RowCurrency.problem(row, "amount").ifPresent(faults::add);
  }

  /** What a purchase that is to be made lacks. */
  private static void checkNew(ImportRow row, Drafts drafts, List<Reason> faults) {
    if (drafts.company() == null && drafts.person() == null) {
      faults.add(Reason.of("purchase.import.refused.whom"));
    }
    if (row.date("on") == null || row.amount("amount") == null) {
      faults.add(Reason.of("purchase.import.refused.bare"));
    }
  }

  private @Nullable ImportedRow find(ImportRow row, Drafts drafts) {
    String id = row.text("outsideId");
    List<ImportedRow> found =
        id == null ? List.of() : purchases.under(outsideKey(pass.source(), id));
    if (found.isEmpty() && pass.own() && id != null) {
      throw new RefusedRow(Reason.of("import.refused.gone"));
    }
    if (found.isEmpty() && isKnownByDay(row)) {
      found = same(row, drafts);
    }
    if (found.size() > 1) {
      throw new RefusedRow(Reason.of("purchase.import.refused.alike", found.size()));
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private List<ImportedRow> same(ImportRow row, Drafts drafts) {
    CompanyId with =
        drafts.company() == null ? null : contacts.find(drafts.company(), new ArrayList<>());
    PersonId who =
        with == null && drafts.person() != null ? contacts.find(drafts.person(), "email") : null;
    UUID customer = with != null ? with.id() : who == null ? null : who.id();
    LocalDate on = row.date("on");
    BigDecimal amount = row.amount("amount");
    if (customer == null || on == null || amount == null) {
      return List.of(); // Of somebody who is yet to be made nothing can be there already.
    }
    String what = whatOf(row);
    String currency = RowCurrency.of(row, "amount");
    return purchases.under("on:" + on).stream()
        .filter(
            p ->
                customer.equals(
                    p.reference("company_id") == null
                        ? p.reference("person_id")
                        : p.reference("company_id")))
        .filter(p -> amount.compareTo(Objects.requireNonNull(p.amount("amount"))) == 0)
        .filter(p -> currency == null || currency.equals(p.text("currency")))
        .filter(p -> what == null || what.equalsIgnoreCase(p.text("what")))
        .filter(p -> row.text("outsideId") == null || p.text("outside_id") == null)
        .toList();
  }

  private boolean isKnownByDay(ImportRow row) {
    return row.text("outsideId") == null || pass.matchKey().equals("same");
  }

  private static @Nullable String whatOf(ImportRow row) {
    return row.text("what") == null ? row.text("outsideId") : row.text("what");
  }

  private void make(ImportRow row, Drafts drafts, List<Reason> notes) {
    ImportedRow purchase = ImportedRow.make(pass, null);
    purchase.set("currency", company.currency().getCurrencyCode());
    purchase.set("what", whatOf(row) == null ? row.date("on").toString() : whatOf(row));
    purchase.add("attributes", Map.of());
    tell(purchase, row, drafts, notes);
    if (purchase.text("company_id") == null && purchase.text("person_id") == null) {
      throw new RefusedRow(
          notes.isEmpty() ? Reason.of("purchase.import.refused.whom") : notes.get(0));
    }
    if (purchase.text("owner_id") == null) {
      boolean mine =
          pass.mapped().contains("owner")
              ? !pass.actor().scope().all()
              : pass.actor().holds(Role.SALES) || !pass.actor().scope().all();
      purchase.set("owner_id", mine ? pass.actor().id().id() : null);
    }
    purchases.touch(purchase);
  }

  private boolean change(ImportedRow purchase, ImportRow row, Drafts drafts, List<Reason> notes) {
    int earlier = purchase.changes();
    purchase.set("what", row.text("what"));
    tell(purchase, row, drafts, notes);
    if (earlier == purchase.changes()) {
      return false;
    }
    purchases.touch(purchase);
    return true;
  }

  /** What is said alike of a purchase that is new and of one that is there. */
  private void tell(ImportedRow purchase, ImportRow row, Drafts drafts, List<Reason> notes) {
    if (row.text("outsideId") != null && !pass.own() && purchase.text("outside_id") == null) {
      purchase.set("outside_source", pass.source());
      purchase.set("outside_id", row.text("outsideId"));
    }
    if (drafts.company() != null && !isSame(row.text("company"), purchase.text("company_name"))) {
      CompanyId with = contacts.link(drafts.company(), notes);
      if (with != null) {
        purchase.set("company_id", with.id());
        purchase.derive("company_name", contacts.nameOf(with));
      }
    }
    if (drafts.person() != null && !isSame(row.text("person"), purchase.text("person_name"))) {
      Taken person = contacts.person(drafts.person(), ImportMode.CREATE, "email");
      if (person.id() == null) {
        notes.add(person.outcome().reason());
      } else {
        notes.addAll(person.outcome().notes());
        purchase.set("person_id", person.id());
        purchase.derive("person_name", contacts.nameOf(new PersonId(person.id())));
      }
    }
    BigDecimal amount = row.amount("amount");
    purchase.set("amount", amount == null ? null : amount.setScale(2, RoundingMode.HALF_UP));
    purchase.set("currency", amount == null ? null : RowCurrency.of(row, "amount"));
    purchase.set("bought_on", text(row.date("on")));
    LocalDate due = row.date("due");
    if (due != null && row.date("on") != null && due.isBefore(row.date("on"))) {
      notes.add(Reason.of("purchase.import.note.dueEarly", due, row.date("on")));
    }
    purchase.set("due_on", text(due));
    purchase.set("paid_on", text(row.date("paid")));
    purchase.set("owner_id", owners.of(row, "owner", notes));
    purchase.set("note", row.text("note"));
    if (!row.attributes().isEmpty()) {
      purchase.add("attributes", row.attributes());
    }
  }

  private static @Nullable String text(@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }

  // Of several with one name, a list of Arena's own means the one that the purchase has.
  private boolean isSame(@Nullable String said, @Nullable String known) {
    return pass.own() && said != null && said.equals(known);
  }

  private Set<String> keys(ImportedRow purchase) {
    Set<String> keys = new HashSet<>();
    if (purchase.text("bought_on") != null) {
      keys.add("on:" + purchase.text("bought_on"));
    }
    if (pass.own()) {
      keys.add(outsideKey(pass.source(), purchase.id().toString()));
    }
    if (purchase.text("outside_id") != null) {
      keys.add(outsideKey(purchase.text("outside_source"), purchase.text("outside_id")));
    }
    return keys;
  }

  private static String outsideKey(@Nullable String source, @Nullable String id) {
    return "outside:" + source + "|" + id;
  }
}
