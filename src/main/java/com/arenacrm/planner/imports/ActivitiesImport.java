package com.arenacrm.planner.imports;

import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserNames;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.Choice;
import com.arenacrm.integration.ImportField;
import com.arenacrm.integration.ImportField.Type;
import com.arenacrm.integration.ImportOption;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.MatchKey;
import com.arenacrm.integration.RowImporter;
import com.arenacrm.planner.Nature;
import com.arenacrm.planner.Occurrence.State;
import com.arenacrm.planner.Planner;
import com.arenacrm.shared.HourglassPhase;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Brings activities in: those to come into the plan, and those that are over as history, with what
 * they cost.
 */
@Component
class ActivitiesImport implements RowImporter {

  /** For all activities of the file of which it does not say otherwise. */
  static final String PHASE = "phase";

  static final String PROFILE = "profile";

  /** What became of those of days past of which the file does not say whether they were done. */
  static final String PAST = "past";

  private static final Map<String, Set<String>> PHASES =
      Map.of(
          "KNOW",
              Set.of(
                  "conocer",
                  "know",
                  "awareness",
                  "attention",
                  "tofu",
                  "notoriedad",
                  "conocimiento",
                  "reach"),
          "LIKE", Set.of("gustar", "like", "interest", "interes", "engagement"),
          "TRUST",
              Set.of(
                  "confiar",
                  "trust",
                  "consideration",
                  "consideracion",
                  "mofu",
                  "nurture",
                  "nurturing"),
          "TRY", Set.of("probar", "try", "trial", "prueba", "evaluation", "evaluacion", "demo"),
          "BUY",
              Set.of(
                  "comprar",
                  "buy",
                  "purchase",
                  "compra",
                  "decision",
                  "conversion",
                  "bofu",
                  "acquisition"),
          "REPEAT",
              Set.of(
                  "repetir",
                  "repeat",
                  "retention",
                  "retencion",
                  "loyalty",
                  "fidelizacion",
                  "upsell"),
          "REFER",
              Set.of("recomendar", "refer", "advocacy", "referral", "recomendacion", "referidos"));

  private static final Map<String, Set<String>> STATES =
      Map.of(
          "PLANNED",
              Set.of(
                  "planned",
                  "planning",
                  "planificada",
                  "prevista",
                  "scheduled",
                  "upcoming",
                  "notstarted",
                  "inprogress",
                  "active",
                  "activa",
                  "encurso",
                  "pendiente",
                  "pending",
                  "draft"),
          "DONE",
              Set.of(
                  "done",
                  "completed",
                  "complete",
                  "finished",
                  "closed",
                  "sent",
                  "hecha",
                  "realizada",
                  "completada",
                  "terminada",
                  "finalizada",
                  "enviada"),
          "NOT_DONE",
              Set.of(
                  "cancelled",
                  "canceled",
                  "aborted",
                  "notdone",
                  "inactive",
                  "suspended",
                  "cancelada",
                  "anulada",
                  "suspendida",
                  "norealizada",
                  "nohecha"));

  private static final Map<String, Set<String>> NATURES =
      Map.of(
          "DEMAND", Set.of("demand", "demanda", "leadgeneration", "leads", "sales", "ventas"),
          "RELATIONSHIP", Set.of("relationship", "relacion", "nurturing", "community"),
          "AWARENESS", Set.of("awareness", "notoriedad", "brand", "marca", "branding"));

  private final PlanTables tables;
  private final Planner planner;
  private final Profiles profiles;
  private final UserNames userNames;
  private final Organizations organizations;
  private final MessageSource messages;
  private final JdbcClient jdbc;

  ActivitiesImport(
      PlanTables tables,
      Planner planner,
      Profiles profiles,
      UserNames userNames,
      Organizations organizations,
      MessageSource messages,
      JdbcClient jdbc) {
    this.tables = tables;
    this.planner = planner;
    this.profiles = profiles;
    this.userNames = userNames;
    this.organizations = organizations;
    this.messages = messages;
    this.jdbc = jdbc;
  }

  @Override
  public String key() {
    return "activities";
  }

  @Override
  public int position() {
    return 25;
  }

  /** Who plans. */
  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.MARKETING);
  }

  @Override
  public List<ImportField> fields() {
    return List.of(
        ImportField.text("outsideId", "person.import.outsideId", 200)
            .called(
                "campaign id",
                "activity id",
                "id de campaña",
                "id campaña",
                "id de actividad",
                "id actividad",
                "event id",
                "record id",
                "id",
                "identificador",
                "codigo",
                "referencia"),
        ImportField.text("title", "activity.what", 200)
            .must()
            .called(
                "campaign name",
                "nombre de la campaña",
                "campaña",
                "campaign",
                "actividad",
                "nombre de la actividad",
                "activity",
                "activity name",
                "event name",
                "evento",
                "event",
                "titulo",
                "title",
                "nombre",
                "name",
                "que"),
        ImportField.of("day", "occurrence.day", Type.DATE)
            .must()
            .called(
                "fecha",
                "dia",
                "date",
                "start date",
                "fecha de inicio",
                "campaign start date",
                "event date",
                "fecha del evento",
                "inicio",
                "cuando",
                "send date",
                "fecha de envio"),
        ImportField.of("phase", "activity.phase", Type.CHOICE)
            .called("fase", "fase del reloj", "phase", "funnel stage", "etapa del embudo", "stage"),
        ImportField.of("profile", "activity.profile", Type.CHOICE)
            .called(
                "perfil", "perfil de cliente", "profile", "segment", "segmento", "target", "icp"),
        ImportField.text("channel", "activity.channel", 300)
            .called(
                "como",
                "canal",
                "channel",
                "tipo",
                "type",
                "campaign type",
                "tipo de campaña",
                "tipo de actividad",
                "activity type",
                "medio",
                "medium"),
        ImportField.of("owner", "activity.owner", Type.CHOICE)
            .called(
                "quien",
                "responsable",
                "owner",
                "campaign owner",
                "propietario",
                "a cargo",
                "assigned to"),
        ImportField.text("goal", "activity.goal", 1000)
            .called("para que", "objetivo", "goal", "description", "descripcion", "objective"),
        ImportField.of("nature", "activity.nature", Type.CHOICE)
            .called("que busca", "naturaleza", "nature", "purpose"),
        ImportField.of("investment", "activity.investment", Type.AMOUNT)
            .called(
                "inversion",
                "coste previsto",
                "presupuesto",
                "budgeted cost",
                "budget",
                "planned cost",
                "budgeted cost in campaign",
                "budget items total",
                "planned budget"),
        ImportField.text("provider", "activity.provider", 200)
            .called("proveedor", "agencia", "provider", "vendor", "agency", "supplier"),
        ImportField.of("state", "occurrence.state", Type.CHOICE)
            .called("estado", "status", "state", "campaign status"),
        ImportField.text("reason", "result.reason", 500)
            .called("motivo", "por que no", "reason", "por que no se hizo"),
        ImportField.of("spent", "result.spent", Type.AMOUNT)
            .called(
                "gastado",
                "coste real",
                "gasto",
                "coste",
                "actual cost",
                "spent",
                "spend",
                "actual cost in campaign",
                "spend items total",
                "cost",
                "amount spent"),
        ImportField.of("reach", "result.reach", Type.WHOLE)
            .called("alcance", "reach", "impressions", "impresiones", "audience reached"),
        ImportField.of("invited", "result.invited", Type.WHOLE)
            .called(
                "convocadas",
                "invitados",
                "invitadas",
                "invited",
                "num sent",
                "num sent in campaign",
                "enviados",
                "registrations"),
        ImportField.of("attended", "result.attended", Type.WHOLE)
            .called("asistieron", "asistentes", "attended", "attendees", "attendance"));
  }

  @Override
  public List<MatchKey> matchKeys() {
    return List.of(
        new MatchKey(MatchKey.OUTSIDE, "person.import.by.outside", Set.of("outsideId")),
        new MatchKey("name", "activity.import.by.name", Set.of("title")));
  }

  /** An activity has no fields of the company's own. */
  @Override
  public boolean keepsOtherColumns() {
    return false;
  }

  @Override
  public List<ImportOption> options(CurrentUser actor) {
    return List.of(
        new ImportOption(
            PROFILE, "activity.profile", "activity.import.profile.hint", false, profileChoices()),
        new ImportOption(
            PHASE, "activity.phase", "activity.import.phase.hint", false, phaseChoices()),
        new ImportOption(
            PAST,
            "activity.import.past",
            "activity.import.past.hint",
            false,
            List.of(
                new Choice(State.DONE.name(), text("result.DONE")),
                new Choice(State.NOT_DONE.name(), text("result.NOT_DONE")))));
  }

  @Override
  public List<Choice> choices(ImportField field, CurrentUser actor) {
    return switch (field.key()) {
      case "phase" -> phaseChoices();
      case "profile" -> profileChoices();
      case "owner" ->
          userNames.active(Role.MARKETING, Role.SALES, Role.MANAGER, Role.ADMINISTRATOR).stream()
              .map(c -> new Choice(c.value(), c.label()))
              .toList();
      case "nature" ->
          Stream.of(Nature.values()).map(n -> new Choice(n.name(), text("nature." + n))).toList();
      default ->
          Stream.of(State.values())
              .map(s -> new Choice(s.name(), text("state." + s.key())))
              .toList();
    };
  }

  /** Owners whom nobody here is called like are left out; a profile that is not known is asked. */
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
    return switch (field.key()) {
      case "phase" -> known(PHASES, word);
      case "state" -> known(STATES, word);
      case "nature" -> known(NATURES, word);
      case "owner" -> Optional.of(NOTHING);
      default -> Optional.empty();
    };
  }

  private static Optional<String> known(Map<String, Set<String>> words, String word) {
    return words.entrySet().stream()
        .filter(e -> e.getValue().contains(word))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private List<Choice> phaseChoices() {
    return Stream.of(HourglassPhase.values())
        .map(p -> new Choice(p.name(), text("phase." + p.key())))
        .toList();
  }

  private List<Choice> profileChoices() {
    return profiles.choices().stream().map(p -> new Choice(p.value(), p.label())).toList();
  }

  private String text(String key) {
    return messages.getMessage(key, null, LocaleContextHolder.getLocale());
  }

  @Override
  public BatchPlan plan(List<ImportRow> rows, ImportPass pass) {
    if (!pass.rehearsal()) {
      planner.holdWeeksOpen();
    }
    Locale language = Locale.forLanguageTag(organizations.current().language());
    return new ActivityBatch(
            pass,
            tables,
            Set.copyOf(
                jdbc.sql("select monday from planner.week_review").query(LocalDate.class).list()),
            profiles,
            new ActivityBatch.Texts(
                messages.getMessage("activity.import.goal", null, language),
                messages.getMessage("activity.import.channel", null, language),
                messages.getMessage("activity.import.reason", null, language)))
        .plan(rows);
  }
}
