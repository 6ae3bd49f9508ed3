package com.arenacrm.integration.colleagues;

import com.arenacrm.identity.Colleagues;
import com.arenacrm.identity.Colleagues.Colleague;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.Choice;
import com.arenacrm.integration.Effect;
import com.arenacrm.integration.ImportField;
import com.arenacrm.integration.ImportField.Type;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.MatchKey;
import com.arenacrm.integration.RecordKind;
import com.arenacrm.integration.RowImporter;
import com.arenacrm.integration.UndoPass;
import com.arenacrm.integration.sheets.Words;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings our own people in, without access, with their teams and those who manage them: whoever
 * moves to Arena has deals of sellers who left, or who do not use Arena yet (complaint 3, Q40).
 * Nobody who has access is changed by it. They come before everything that may be theirs.
 */
@Component
class ColleaguesImport implements RowImporter, RecordKind {

  /** Names of columns that hold our own people and nobody else's. */
  private static final List<String> SELLERS =
      List.of("sales agent", "agente", "vendedor", "comercial", "sales rep", "owner name");

  private static final Map<Role, Set<String>> CALLED =
      Map.of(
          Role.SALES,
              Set.of(
                  "sales",
                  "ventas",
                  "seller",
                  "vendedor",
                  "vendedora",
                  "comercial",
                  "agente",
                  "agent",
                  "salesagent",
                  "salesrep",
                  "salesrepresentative",
                  "salesperson",
                  "accountexecutive"),
          Role.MANAGER,
              Set.of(
                  "manager",
                  "direccion",
                  "director",
                  "directora",
                  "jefe",
                  "jefa",
                  "gerente",
                  "salesmanager",
                  "teamlead",
                  "responsable",
                  "supervisor",
                  "supervisora"),
          Role.MARKETING, Set.of("marketing", "marketer", "mercadotecnia"));

  private final Colleagues colleagues;
  private final MessageSource messages;
  private final JsonMapper json;

  ColleaguesImport(Colleagues colleagues, MessageSource messages, JsonMapper json) {
    this.colleagues = colleagues;
    this.messages = messages;
    this.json = json;
  }

  @Override
  public String key() {
    return "colleagues";
  }

  @Override
  public int position() {
    return 5;
  }

  /** Who is one of ours is the administrator's to say. */
  @Override
  public Set<Role> roles() {
    return EnumSet.noneOf(Role.class);
  }

  @Override
  public List<ImportField> fields() {
    List<String> names = new ArrayList<>(SELLERS);
    names.addAll(
        List.of(
            "full name",
            "nombre completo",
            "nombre y apellidos",
            "user name",
            "usuario",
            "empleado",
            "employee",
            "nombre",
            "name"));
    return List.of(
        ImportField.text("name", "user.name", 120).must().called(names.toArray(new String[0])),
        ImportField.of("email", "user.email", Type.EMAIL)
            .called("correo", "email", "correo electronico", "email address", "work email", "mail"),
        ImportField.of("role", "colleague.role", Type.CHOICE)
            .called("funcion", "funciones", "role", "roles", "rol", "cargo", "puesto"),
        ImportField.text("team", "user.team", 100)
            .called(
                "equipo",
                "team",
                "regional office",
                "oficina",
                "office",
                "sales team",
                "region",
                "zona"),
        ImportField.text("manager", "colleague.manager", 120)
            .called(
                "manager",
                "jefe",
                "jefa",
                "responsable del equipo",
                "gerente",
                "sales manager",
                "manager name",
                "reports to"));
  }

  @Override
  public List<MatchKey> matchKeys() {
    return List.of(new MatchKey("name", "colleague.import.by", Set.of("name")));
  }

  @Override
  public boolean keepsOtherColumns() {
    return false;
  }

  @Override
  public Map<String, Set<String>> bringing() {
    return Map.of(COLLEAGUE, Set.of("name", "manager"));
  }

  /** A list of names with addresses is rather one of people outside: ours have a manager. */
  @Override
  public boolean isLikely(Map<String, String> columns) {
    return columns.containsKey("manager")
        || columns.containsKey("team")
            && SELLERS.stream().map(Words::key).anyMatch(Words.key(columns.get("name"))::equals);
  }

  /** Everybody administers Arena by being asked to, never by a file. */
  @Override
  public List<Choice> choices(ImportField field, CurrentUser actor) {
    Locale locale = LocaleContextHolder.getLocale();
    return Stream.of(Role.SALES, Role.MANAGER, Role.MARKETING)
        .map(r -> new Choice(r.name(), messages.getMessage("role." + r.key(), null, locale)))
        .toList();
  }

  @Override
  public Optional<String> guess(ImportField field, String value, List<Choice> choices) {
    String word = Words.key(value);
    return RowImporter.super
        .guess(field, value, choices)
        .or(
            () ->
                CALLED.entrySet().stream()
                    .filter(e -> e.getValue().contains(word))
                    .map(e -> e.getKey().name())
                    .findFirst());
  }

  @Override
  public BatchPlan plan(List<ImportRow> rows, ImportPass pass) {
    Locale language = Locale.forLanguageTag(pass.actor().company().language());
    return new ColleagueBatch(
            pass,
            colleagues,
            json,
            name -> messages.getMessage("colleague.import.teamOf", new Object[] {name}, language))
        .plan(rows);
  }

  @Override
  public String kind() {
    return Roster.COLLEAGUE;
  }

  @Override
  public String page(UUID id) {
    return "/identity/users/" + id;
  }

  @Override
  public List<Left> undo(List<Effect> effects, UndoPass pass) {
    List<UUID> ids = effects.stream().map(Effect::id).toList();
    Map<UUID, String> now = colleagues.marks(ids);
    Set<UUID> named = colleagues.named(ids);
    List<Left> left = new ArrayList<>();
    Map<UUID, Effect> made = new HashMap<>();
    List<UUID> deletions = new ArrayList<>();
    List<Colleague> restorations = new ArrayList<>();
    for (Effect effect : effects) {
      String mark = now.get(effect.id());
      if (mark == null) {
        continue; // There is nothing to take back any more.
      }
      if (!mark.equals(effect.mark())) {
        left.add(Left.touched(effect));
      } else if (!effect.isCreation()) {
        restorations.add(json.readValue(effect.before(), Colleague.class));
      } else if (named.contains(effect.id())) {
        left.add(Left.used(effect));
      } else {
        made.put(effect.id(), effect);
        deletions.add(effect.id());
      }
    }
    pass.each(deletions, colleagues::remove).forEach(id -> left.add(Left.used(made.get(id))));
    if (!restorations.isEmpty()) {
      colleagues.change(restorations);
    }
    return left;
  }
}
