package com.arenacrm.planner.imports;

import com.arenacrm.contacts.ContactImports;
import com.arenacrm.contacts.PersonFields;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.Choice;
import com.arenacrm.integration.ImportField;
import com.arenacrm.integration.ImportField.Type;
import com.arenacrm.integration.ImportOption;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.MatchKey;
import com.arenacrm.integration.Reason;
import com.arenacrm.integration.RowImporter;
import com.arenacrm.planner.TouchKind;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Brings in who met which activity: each row is a person, an activity, and what they did. */
@Component
class AttendancesImport implements RowImporter {

  /** What those did of whom the file does not say it. */
  static final String KIND = "kind";

  /** What becomes of whoever is said by name only and is called much like somebody here. */
  static final String ALIKE = "alike";

  private static final Map<TouchKind, Set<String>> KNOWN =
      Map.of(
          TouchKind.INVITED,
              Set.of(
                  "invited",
                  "invitado",
                  "invitada",
                  "sent",
                  "enviado",
                  "registered",
                  "registrado",
                  "inscrito",
                  "inscrita",
                  "noshow",
                  "noasistio",
                  "novino",
                  "didnotcome",
                  "false",
                  "no"),
          TouchKind.ATTENDED,
              Set.of(
                  "attended",
                  "asistio",
                  "asistente",
                  "present",
                  "presente",
                  "came",
                  "vino",
                  "si",
                  "yes",
                  "x",
                  "true"),
          TouchKind.READ, Set.of("read", "opened", "leyo", "abrio", "leido", "abierto"),
          TouchKind.WATCHED, Set.of("watched", "viewed", "vio", "visto"),
          TouchKind.REPLIED,
              Set.of("replied", "responded", "respondio", "clicked", "contesto", "respondido"),
          TouchKind.VISITED, Set.of("visited", "visito", "visita"),
          TouchKind.SUBMITTED, Set.of("submitted", "formsubmitted", "relleno"));

  /** What becomes of somebody who is said by name only and is called much like others. */
  enum IfAlike {
    /** It is that person, where there is only one. */
    SAME,
    /** It is somebody else, who is added. */
    OTHER
  }

  private final ContactImports contacts;
  private final PlanImports plan;
  private final MessageSource messages;

  AttendancesImport(ContactImports contacts, PlanImports plan, MessageSource messages) {
    this.contacts = contacts;
    this.plan = plan;
    this.messages = messages;
  }

  @Override
  public String key() {
    return "attendances";
  }

  @Override
  public int position() {
    return 35;
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.MARKETING);
  }

  @Override
  public List<ImportField> fields() {
    List<ImportField> fields = new ArrayList<>();
    fields.add(
        ImportField.text("activity", "activity.title.label", 200)
            .must()
            .called(
                "actividad",
                "campaña",
                "campaign name",
                "campaign",
                "activity",
                "evento",
                "event",
                "event name",
                "nombre de la campaña",
                "id de campaña",
                "campaign id",
                "activity id"));
    fields.add(
        ImportField.of("day", "activity.import.day", Type.DATE)
            .called(
                "fecha de la actividad",
                "fecha",
                "dia",
                "day",
                "event date",
                "campaign date",
                "activity date",
                "date"));
    fields.add(
        ImportField.of(KIND, "activity.import.kind", Type.CHOICE)
            .called(
                "que hizo",
                "came",
                "vino",
                "attended",
                "what they did",
                "member status",
                "campaign member status",
                "asistencia",
                "asistio",
                "attendance",
                "response",
                "respuesta",
                "estado",
                "status"));
    fields.addAll(PersonFields.basics());
    return List.copyOf(fields);
  }

  @Override
  public List<MatchKey> matchKeys() {
    return PersonFields.keys().stream().filter(k -> !k.key().equals(MatchKey.OUTSIDE)).toList();
  }

  @Override
  public boolean keepsOtherColumns() {
    return false;
  }

  @Override
  public List<ImportOption> options(CurrentUser actor) {
    return List.of(
        new ImportOption(KIND, "activity.import.kind", "activity.import.kind.hint", false, kinds()),
        new ImportOption(
            ALIKE,
            "activity.import.alike",
            "activity.import.alike.hint",
            false,
            Stream.of(IfAlike.values())
                .map(
                    a ->
                        new Choice(
                            a.name(),
                            messages.getMessage(
                                "activity.import.alike." + a,
                                null,
                                LocaleContextHolder.getLocale())))
                .toList()));
  }

  @Override
  public List<Reason> missing(Set<String> mapped) {
    List<Reason> missing = new ArrayList<>(RowImporter.super.missing(mapped));
    if (Stream.of("name", "firstName", "lastName", "email", "phone").noneMatch(mapped::contains)) {
      missing.add(Reason.of("person.import.missing.name"));
    }
    return missing;
  }

  @Override
  public List<Choice> choices(ImportField field, CurrentUser actor) {
    return kinds();
  }

  private List<Choice> kinds() {
    Locale locale = LocaleContextHolder.getLocale();
    return Stream.of(TouchKind.values())
        .map(k -> new Choice(k.name(), messages.getMessage("touch.one." + k, null, locale)))
        .toList();
  }

  @Override
  public Optional<String> guess(ImportField field, String value, List<Choice> choices) {
    Optional<String> same = RowImporter.super.guess(field, value, choices);
    if (same.isPresent()) {
      return same;
    }
    String word =
        Normalizer.normalize(value, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z]", "");
    return KNOWN.entrySet().stream()
        .filter(e -> e.getValue().contains(word))
        .map(e -> e.getKey().name())
        .findFirst();
  }

  @Override
  public BatchPlan plan(List<ImportRow> rows, ImportPass pass) {
    return new AttendanceBatch(
            pass, contacts.batch(pass).keepingNames().findingAlike(), plan.batch(pass))
        .plan(rows);
  }
}
