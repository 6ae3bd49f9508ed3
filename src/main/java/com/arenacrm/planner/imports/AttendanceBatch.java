package com.arenacrm.planner.imports;

import com.arenacrm.contacts.ContactBatch;
import com.arenacrm.contacts.ContactBatch.Taken;
import com.arenacrm.contacts.PersonDraft;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.Outcome;
import com.arenacrm.integration.Reason;
import com.arenacrm.planner.TouchKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Who met which activity, of one batch of an import. */
final class AttendanceBatch {

  private final ImportPass pass;
  private final ContactBatch contacts;
  private final NamedTimes times;
  private final LocalDate today;

  /** How many people a sentence names. */
  private static final int MOST_NAMED = 5;

  AttendanceBatch(ImportPass pass, ContactBatch contacts, NamedTimes times) {
    this.pass = pass;
    this.contacts = contacts;
    this.times = times;
    this.today = LocalDate.ofInstant(pass.now(), pass.actor().company().zone());
  }

  BatchPlan plan(List<ImportRow> rows) {
    Map<ImportRow, PersonDraft> drafts = new LinkedHashMap<>();
    for (ImportRow row : rows) {
      PersonDraft draft = PersonDraft.read(row);
      drafts.put(row, draft);
      contacts.expect(draft);
      times.expect(row.text("activity"));
    }
    contacts.load();
    times.load();
    times.expectTouchesOf(contacts.peopleThere());
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    drafts.forEach((row, draft) -> outcomes.add(take(row, draft)));
    return contacts.before(outcomes, times::ghosts, times::write);
  }

  private Outcome take(ImportRow row, PersonDraft draft) {
    String name = row.text("activity");
    if (name == null) {
      return Outcome.refused(Reason.of("activity.import.refused.nameless"));
    }
    LocalDate day = row.date("day");
    Optional<NamedTimes.Time> time = times.find(name, day, today);
    if (time.isEmpty()) {
      return Outcome.refused(
          day == null
              ? Reason.of("activity.import.refused.unknown", name)
              : Reason.of("activity.import.refused.unknownDay", name, day));
    }
    String said = row.choice(AttendancesImport.KIND);
    said = said == null ? pass.option(AttendancesImport.KIND) : said;
    TouchKind kind = said == null ? TouchKind.ATTENDED : TouchKind.valueOf(said);
    if (kind != TouchKind.INVITED && time.get().day().isAfter(today)) {
      return Outcome.refused(Reason.of("activity.import.refused.early", time.get().day()));
    }
    List<ContactBatch.Alike> alike = contacts.alike(draft, pass.matchKey());
    String may = pass.option(AttendancesImport.ALIKE);
    boolean same = AttendancesImport.IfAlike.SAME.name().equals(may);
    if (!alike.isEmpty()
        && !AttendancesImport.IfAlike.OTHER.name().equals(may)
        && (!same || alike.size() > 1)) {
      return Outcome.refused(
          Reason.of(
              alike.size() > 1 ? "activity.import.refused.alikes" : "activity.import.refused.alike",
              draft.name(),
              alike.stream()
                  .limit(MOST_NAMED)
                  .map(ContactBatch.Alike::label)
                  .collect(Collectors.joining("; "))));
    }
    Taken person =
        same && !alike.isEmpty()
            ? contacts.person(alike.get(0).id(), draft, pass.mode())
            : contacts.person(draft, pass.mode(), pass.matchKey());
    if (person.id() == null) {
      return person.outcome();
    }
    boolean noted = times.touch(time.get(), new PersonId(person.id()), kind);
    Outcome.Kind counted = noted ? Outcome.Kind.CREATED : person.outcome().kind();
    List<Reason> notes = new ArrayList<>(person.outcome().notes());
    if (!alike.isEmpty()) {
      notes.add(
          Reason.of(
              same ? "activity.import.note.same" : "activity.import.note.other",
              draft.name(),
              alike.get(0).label()));
    }
    return Outcome.of(counted == Outcome.Kind.CREATED && !noted ? Outcome.Kind.UPDATED : counted)
        .noting(notes);
  }
}
