package com.arenacrm.pipeline.tasks;

import com.arenacrm.contacts.CompanyDraft;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBatch;
import com.arenacrm.contacts.PersonDraft;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.Outcome;
import com.arenacrm.integration.Reason;
import com.arenacrm.integration.colleagues.Owners;
import com.arenacrm.integration.records.ImportedRow;
import com.arenacrm.integration.records.KeyedRows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
 * Tasks of one batch of an import. Which task a row is: the one with its outside identifier; of a
 * file without identifiers, the one that came from the same line with the same words, because
 * programs give out many tasks that are alike in all that they say. Whom a task is about is linked
 * where they are known here, and never made.
 */
final class TaskBatch {

  /** Whom a row is about, as it says. */
  private record Drafts(@Nullable CompanyDraft company, @Nullable PersonDraft person) {}

  private final ImportPass pass;
  private final ContactBatch contacts;
  private final Owners.OfBatch owners;
  private final TaskTable table;
  private final KeyedRows tasks = new KeyedRows(this::keys);

  TaskBatch(ImportPass pass, ContactBatch contacts, Owners.OfBatch owners, TaskTable table) {
    this.pass = pass;
    this.contacts = contacts;
    this.owners = owners;
    this.table = table;
  }

  BatchPlan plan(List<ImportRow> rows) {
    Map<ImportRow, Drafts> drafts = new LinkedHashMap<>();
    Set<String> ids = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (ImportRow row : rows) {
      Drafts about = drafts(row);
      drafts.put(row, about);
      if (about.company() != null) {
        contacts.expect(about.company());
      }
      if (about.person() != null) {
        contacts.expect(about.person());
      }
      ids.add(idOf(row));
      keys.add(outsideKey(pass.source(), idOf(row)));
    }
    contacts.load();
    tasks.add(table.known(ids, keys, pass));
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    drafts.forEach((row, about) -> outcomes.add(take(row, about)));
    return contacts.before(
        outcomes, () -> table.ghosts(tasks), effects -> table.write(tasks.touched(), effects));
  }

  private static Drafts drafts(ImportRow row) {
    CompanyDraft company =
        row.text("company") == null ? null : CompanyDraft.of(null, row.text("company"));
    PersonDraft person = PersonDraft.named(row.text("person"), row.email("email"), company);
    return new Drafts(company, person);
  }

  /** Its outside identifier, or where it stands and what it says. */
  private static String idOf(ImportRow row) {
    String id = row.text("outsideId");
    if (id != null) {
      return id;
    }
    String words = row.text("what") + "|" + row.date("due") + "|" + row.moment("created");
    return "line "
        + row.line()
        + " "
        + UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
  }

  private Outcome take(ImportRow row, Drafts about) {
    List<ImportedRow> found = tasks.under(outsideKey(pass.source(), idOf(row)));
    ImportedRow there = found.isEmpty() ? null : found.get(0);
    List<Reason> notes = new ArrayList<>();
    if (there == null) {
      if (pass.own() && row.text("outsideId") != null) {
        return Outcome.refused(Reason.of("import.refused.gone"));
      }
      if (!pass.mode().creates()) {
        return Outcome.refused(Reason.of("import.refused.notThere"));
      }
      if (row.text("what") == null) {
        return Outcome.refused(Reason.of("task.what.required"));
      }
      ImportedRow task = ImportedRow.make(pass, row.moment("created"));
      task.set("outside_source", pass.source());
      task.set("outside_id", idOf(row));
      task.set("owner_id", pass.actor().id().id());
      task.add("attributes", Map.of());
      tell(task, row, about, notes);
      tasks.touch(task);
      return Outcome.of(Outcome.Kind.CREATED).noting(notes);
    }
    if (!mayChange(there)) {
      return Outcome.refused(Reason.of("deal.import.refused.hidden"));
    }
    if (there.text("deleted_at") != null || !pass.mode().updates()) {
      return Outcome.of(Outcome.Kind.UNCHANGED);
    }
    int before = there.changes();
    tell(there, row, about, notes);
    if (before == there.changes()) {
      return Outcome.of(Outcome.Kind.UNCHANGED).noting(notes);
    }
    tasks.touch(there);
    return Outcome.of(Outcome.Kind.UPDATED).noting(notes);
  }

  private boolean mayChange(ImportedRow task) {
    UUID me = pass.actor().id().id();
    return me.equals(task.reference("owner_id"))
        || me.equals(task.reference("created_by"))
        || pass.actor().isManager()
            && pass.actor()
                .scope()
                .covers(Optional.ofNullable(task.reference("owner_id")).map(UserId::new));
  }

  private void tell(ImportedRow task, ImportRow row, Drafts about, List<Reason> notes) {
    task.set("what", row.text("what"));
    task.set("note", row.text("note"));
    LocalDate due = row.date("due");
    task.set("due_on", due == null ? null : due.toString());
    UUID owner = task.reference("owner_id");
    task.set("owner_id", owners.of(row, "owner", notes));
    if (TasksImport.DONE.equals(row.choice("state")) && task.text("done_at") == null) {
      Instant at = row.moment("doneAt");
      task.setMoment("done_at", at == null || at.isAfter(pass.now()) ? pass.now() : at);
    }
    if (task.text("done_at") == null && !Objects.equals(owner, task.reference("owner_id"))) {
      owners.warn(task.reference("owner_id"), notes);
    }
    if (task.text("opportunity_id") == null) {
      link(task, about, notes);
    }
    if (!row.attributes().isEmpty()) {
      task.add("attributes", row.attributes());
    }
  }

  private void link(ImportedRow task, Drafts about, List<Reason> notes) {
    PersonId person = about.person() == null ? null : contacts.find(about.person(), "email");
    if (person != null) {
      if (task.text("company_id") == null) {
        task.set("person_id", person.id());
        task.derive("person_name", contacts.nameOf(person));
      }
      return;
    }
    CompanyId company = about.company() == null ? null : contacts.find(about.company(), notes);
    if (company != null && task.text("person_id") == null) {
      task.set("company_id", company.id());
      task.derive("company_name", contacts.nameOf(company));
    } else if (company == null && (about.person() != null || about.company() != null)) {
      notes.add(Reason.of("task.import.note.unknown"));
    }
  }

  private Set<String> keys(ImportedRow task) {
    Set<String> keys = new HashSet<>();
    if (pass.own()) {
      keys.add(outsideKey(pass.source(), task.id().toString()));
    }
    if (task.text("outside_id") != null) {
      keys.add(
          outsideKey(Objects.requireNonNull(task.text("outside_source")), task.text("outside_id")));
    }
    return keys;
  }

  private static String outsideKey(String source, @Nullable String id) {
    return "outside:" + source + "|" + id;
  }
}
