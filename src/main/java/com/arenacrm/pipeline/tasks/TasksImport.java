package com.arenacrm.pipeline.tasks;

import com.arenacrm.contacts.ContactImports;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserNames;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.Choice;
import com.arenacrm.integration.ImportField;
import com.arenacrm.integration.ImportField.Type;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.MatchKey;
import com.arenacrm.integration.RowImporter;
import com.arenacrm.integration.colleagues.Owners;
import com.arenacrm.platform.FormReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Brings tasks in, such as those of another program. */
@Component
class TasksImport implements RowImporter {

  static final String OPEN = "open";
  static final String DONE = "done";

  private static final Set<String> DONE_WORDS =
      Set.of(
          "completed",
          "complete",
          "done",
          "closed",
          "finished",
          "hecha",
          "hecho",
          "completada",
          "completado",
          "terminada",
          "terminado",
          "cerrada",
          "finalizada",
          "finalizado");

  private final ContactImports contacts;
  private final UserNames userNames;
  private final Owners owners;
  private final TaskTable table;
  private final MessageSource messages;

  TasksImport(
      ContactImports contacts,
      UserNames userNames,
      Owners owners,
      TaskTable table,
      MessageSource messages) {
    this.contacts = contacts;
    this.userNames = userNames;
    this.owners = owners;
    this.table = table;
    this.messages = messages;
  }

  @Override
  public String key() {
    return "tasks";
  }

  @Override
  public int position() {
    return 60;
  }

  @Override
  public List<ImportField> fields() {
    return List.of(
        ImportField.text("outsideId", "person.import.outsideId", 200)
            .called("id", "task id", "id tarea", "identificador", "record id"),
        ImportField.text("what", "task.what", 300)
            .must()
            .called(
                "que hay que hacer",
                "que",
                "tarea",
                "asunto",
                "titulo",
                "subject",
                "task",
                "title",
                "task name",
                "name",
                "what is to be done"),
        ImportField.of("due", "task.due", Type.DATE)
            .called(
                "para cuando",
                "vencimiento",
                "fecha de vencimiento",
                "fecha limite",
                "due date",
                "due",
                "due on",
                "deadline",
                "by when"),
        ImportField.of("state", "task.state", Type.CHOICE)
            .called("estado", "status", "state", "cuales", "which"),
        ImportField.of("owner", "task.owner", Type.CHOICE)
            .called(
                "quien",
                "responsable",
                "a cargo",
                "asignada a",
                "task owner",
                "owner",
                "assigned to",
                "assignee",
                "who"),
        ImportField.text("person", "task.person", 200)
            .called(
                "persona",
                "contacto",
                "contact",
                "contact name",
                "sobre quien (persona)",
                "about whom (person)"),
        ImportField.of("email", "person.email", Type.EMAIL)
            .called("correo", "email", "contact email"),
        ImportField.text("company", "task.company", 200)
            .called("empresa", "cuenta", "company", "account", "account name", "related to"),
        ImportField.of("created", "task.createdAt", Type.MOMENT)
            .called("creada", "creada el", "created time", "created at", "created"),
        ImportField.of("doneAt", "task.doneAt", Type.MOMENT)
            .called("hecha el", "cerrada el", "closed time", "completed at", "completed on"),
        ImportField.text("note", "task.note", 2000)
            .called("nota", "notas", "descripcion", "note", "notes", "description"));
  }

  @Override
  public Map<String, String> naming() {
    return Map.of("owner", COLLEAGUE);
  }

  @Override
  public List<MatchKey> matchKeys() {
    return List.of(
        new MatchKey(MatchKey.OUTSIDE, "person.import.by.outside", Set.of("outsideId")),
        new MatchKey("place", "task.import.by.place", Set.of("what")));
  }

  @Override
  public boolean keepsOtherColumns() {
    return true;
  }

  @Override
  public List<Choice> choices(ImportField field, CurrentUser actor) {
    if (field.key().equals("state")) {
      Locale locale = LocaleContextHolder.getLocale();
      return List.of(
          new Choice(OPEN, messages.getMessage("task.is.open", null, locale)),
          new Choice(DONE, messages.getMessage("task.is.done", null, locale)));
    }
    return Stream.concat(userNames.active(Role.values()).stream(), userNames.absent(actor).stream())
        .map(c -> new Choice(c.value(), c.label()))
        .toList();
  }

  /** Whom nobody here is called like is left out; what is not done is to be done. */
  @Override
  public Optional<String> guess(ImportField field, String value, List<Choice> choices) {
    Optional<String> same = RowImporter.super.guess(field, value, choices);
    if (same.isPresent()) {
      return same;
    }
    if (field.key().equals("state")) {
      String word = FormReader.clean(value).toLowerCase(Locale.ROOT);
      return Optional.of(DONE_WORDS.contains(word) ? DONE : OPEN);
    }
    return Optional.of(NOTHING);
  }

  @Override
  public BatchPlan plan(List<ImportRow> rows, ImportPass pass) {
    return new TaskBatch(pass, contacts.batch(pass), owners.of(pass), table).plan(rows);
  }
}
