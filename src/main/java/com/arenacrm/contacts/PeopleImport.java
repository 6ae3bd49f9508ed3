package com.arenacrm.contacts;

import com.arenacrm.contacts.ContactBatch.Taken;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.Choice;
import com.arenacrm.integration.Effects;
import com.arenacrm.integration.Ghost;
import com.arenacrm.integration.ImportField;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.MatchKey;
import com.arenacrm.integration.Outcome;
import com.arenacrm.integration.Reason;
import com.arenacrm.integration.RowImporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Brings people in, with the companies that they name. */
@Component
class PeopleImport implements RowImporter {

  private final ContactImports contacts;
  private final MessageSource messages;

  PeopleImport(ContactImports contacts, MessageSource messages) {
    this.contacts = contacts;
    this.messages = messages;
  }

  @Override
  public String key() {
    return "people";
  }

  @Override
  public int position() {
    return 20;
  }

  @Override
  public List<ImportField> fields() {
    return PersonFields.all();
  }

  @Override
  public List<MatchKey> matchKeys() {
    return PersonFields.keys();
  }

  @Override
  public boolean keepsOtherColumns() {
    return true;
  }

  /** Somebody needs a name, or something to be called by. */
  @Override
  public List<Reason> missing(Set<String> mapped) {
    return Set.of("name", "firstName", "lastName", "email", "phone").stream()
            .anyMatch(mapped::contains)
        ? List.of()
        : List.of(Reason.of("person.import.missing.name"));
  }

  @Override
  public List<Choice> choices(ImportField field, CurrentUser actor) {
    return List.of(choice(ConsentState.GIVEN), choice(ConsentState.WITHDRAWN));
  }

  private Choice choice(ConsentState state) {
    return new Choice(
        state.name(),
        messages.getMessage("consent." + state, null, LocaleContextHolder.getLocale()));
  }

  @Override
  public Optional<String> guess(ImportField field, String value, List<Choice> choices) {
    return PersonFields.guessConsent(value, choices);
  }

  @Override
  public BatchPlan plan(List<ImportRow> rows, ImportPass pass) {
    ContactBatch batch = contacts.batch(pass);
    List<PersonDraft> drafts =
        rows.stream().map(row -> PersonDraft.read(row).with(row.attributes())).toList();
    drafts.forEach(batch::expect);
    batch.load();
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    for (PersonDraft draft : drafts) {
      Taken taken = batch.person(draft, pass.mode(), pass.matchKey());
      outcomes.add(taken.outcome());
    }
    return new Plan(outcomes, batch);
  }

  private record Plan(List<Outcome> outcomes, ContactBatch batch) implements BatchPlan {

    @Override
    public Map<String, Integer> besides() {
      return batch.besides();
    }

    @Override
    public Collection<Ghost> ghosts() {
      return batch.ghosts();
    }

    @Override
    public void write(Effects effects) {
      batch.write(effects);
    }
  }
}
