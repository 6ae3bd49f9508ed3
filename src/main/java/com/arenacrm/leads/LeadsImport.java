package com.arenacrm.leads;

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
import com.arenacrm.integration.colleagues.Owners;
import com.arenacrm.planner.Planner;
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

/**
 * Brings leads in: each row is a person, with their company, who becomes a lead with the origin
 * {@link Origin#IMPORT}. What a file says of the outcome is kept: who bought is an ended lead, so
 * that the history of an earlier system is not work to be done.
 */
@Component
class LeadsImport implements RowImporter {

  /** The word for a lead that has not ended, among the outcomes that a file may name. */
  static final String STILL_OPEN = "OPEN";

  /** Who looks after it in marketing, where a file tells both apart. */
  static final String MARKETING_OWNER = "marketingOwner";

  /** Who looks after it in sales, where a file tells both apart. */
  static final String SALES_OWNER = "salesOwner";

  static final String ACTIVITY = "activity";

  /** The activity as the file calls it, which may come in together with the leads. */
  static final String ACTIVITY_NAME = "activityName";

  static final String ACTIVITY_DAY = "activityDay";

  /** What became of those of whom a file says when it ended and not how. */
  static final String ENDED_AS = "endedAs";

  private final LeadImports leads;
  private final Planner planner;
  private final MessageSource messages;

  LeadsImport(LeadImports leads, Planner planner, MessageSource messages) {
    this.leads = leads;
    this.planner = planner;
    this.messages = messages;
  }

  @Override
  public String key() {
    return "leads";
  }

  @Override
  public int position() {
    return 30;
  }

  /** Whoever may open a lead by hand. */
  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.MARKETING, Role.SALES);
  }

  @Override
  public List<ImportField> fields() {
    List<ImportField> fields = new ArrayList<>();
    fields.add(
        ImportField.text("outsideId", "person.import.outsideId", 200)
            .called(
                "lead id",
                "id prospecto",
                "id de prospecto",
                "lead number",
                "mql id",
                "prospect id",
                "record id",
                "id",
                "identificador",
                "codigo",
                "referencia"));
    fields.addAll(PersonFields.basics());
    fields.add(
        ImportField.of("website", "company.website", Type.WEB)
            .called("web", "website", "sitio web", "pagina web", "url", "domain", "dominio"));
    fields.add(
        ImportField.text("industry", "company.industry", 100)
            .called("sector", "industry", "industria", "ramo"));
    fields.add(
        ImportField.of("outcome", "lead.outcome", Type.CHOICE)
            .called(
                "converted",
                "convertido",
                "outcome",
                "resultado",
                "en que acabo",
                "lead status",
                "status",
                "estado del prospecto"));
    fields.add(
        ImportField.of("ended", "lead.import.ended", Type.MOMENT)
            .called(
                "converted time",
                "converted date",
                "conversion date",
                "closed date",
                "won date",
                "fecha de conversion",
                "fecha de fin"));
    fields.add(
        ImportField.of("since", "lead.since", Type.MOMENT)
            .called(
                "created time",
                "created at",
                "fecha de alta",
                "fecha de creacion",
                "created",
                "creation date",
                "creado",
                "create date",
                "date added",
                "first contact date",
                "desde",
                "alta"));
    fields.add(
        ImportField.of("need", "lead.need", Type.LONG_TEXT)
            .called(
                "necesidad",
                "que necesita",
                "need",
                "needs",
                "interes",
                "interest",
                "product interest",
                "requirement"));
    fields.add(
        ImportField.text("budget", "lead.budget", 500).called("presupuesto", "budget", "importe"));
    fields.add(
        ImportField.text("authority", "lead.authority", 500)
            .called("quien decide", "decisor", "decision maker", "authority"));
    fields.add(
        ImportField.of("purchaseDate", "lead.purchaseDate", Type.DATE)
            .called("fecha de compra", "purchase date", "expected purchase date"));
    fields.add(
        ImportField.of("owner", "lead.inCharge", Type.CHOICE)
            .called(
                "lead owner",
                "owner",
                "a cargo",
                "responsable",
                "propietario",
                "assigned to",
                "comercial"));
    fields.add(
        ImportField.of(MARKETING_OWNER, "lead.owner", Type.CHOICE)
            .called("a cargo en marketing", "marketing owner", "in charge in marketing"));
    fields.add(
        ImportField.of(SALES_OWNER, "lead.salesOwner", Type.CHOICE)
            .called("a cargo en ventas", "sales owner", "in charge in sales")
            .alsoCalled(Owners.SELLER_HEADERS));
    fields.add(ImportField.of(ACTIVITY, "lead.activity", Type.CHOICE));
    fields.add(
        ImportField.text(ACTIVITY_NAME, "lead.import.activityName", 200)
            .called(
                "campaign name",
                "campaña",
                "campaign",
                "nombre de la campaña",
                "actividad",
                "activity",
                "activity name",
                "campaign source",
                "evento",
                "event",
                "campaign id",
                "id de campaña"));
    fields.add(
        ImportField.of(ACTIVITY_DAY, "lead.import.activityDay", Type.DATE)
            .called(
                "fecha de la actividad",
                "fecha de la campaña",
                "campaign date",
                "campaign start date",
                "activity date",
                "event date",
                "fecha del evento"));
    fields.add(
        ImportField.of("noMail", "lead.import.noMail", Type.YES_NO)
            .called(
                "do not email",
                "email opt out",
                "unsubscribed",
                "no enviar correo",
                "no enviar correos",
                "baja de correo"));
    fields.add(PersonFields.notes());
    return List.copyOf(fields);
  }

  @Override
  public Map<String, String> naming() {
    return Map.of("owner", COLLEAGUE, MARKETING_OWNER, COLLEAGUE, SALES_OWNER, COLLEAGUE);
  }

  @Override
  public List<MatchKey> matchKeys() {
    return PersonFields.keys();
  }

  /** They are kept with the person, who is the one that profiles ask about. */
  @Override
  public boolean keepsOtherColumns() {
    return true;
  }

  @Override
  public List<ImportOption> options(CurrentUser actor) {
    return List.of(
        new ImportOption(
            ACTIVITY, "lead.activity", "lead.import.activity.hint", false, activities()),
        new ImportOption(
            ENDED_AS, "lead.import.endedAs", "lead.import.endedAs.hint", false, outcomes()));
  }

  /** When somebody ended says nothing of how, and nobody is taken for a buyer without a word. */
  @Override
  public boolean asks(ImportOption option, Set<String> mapped) {
    return option.key().equals(ENDED_AS) && mapped.contains("ended") && !mapped.contains("outcome");
  }

  @Override
  public boolean begins(Set<String> mapped) {
    return mapped.contains("since");
  }

  private List<Choice> outcomes() {
    return Stream.concat(
            Stream.of(new Choice(STILL_OPEN, text("lead.stage.open"))),
            Stream.of(Outcome.values()).map(o -> new Choice(o.name(), text("lead.outcome." + o))))
        .toList();
  }

  /** A lead is called by its name, or else by whatever tells it apart. */
  @Override
  public List<Reason> missing(Set<String> mapped) {
    return Set.of("outsideId", "name", "firstName", "lastName", "email", "phone").stream()
            .anyMatch(mapped::contains)
        ? List.of()
        : List.of(Reason.of("person.import.missing.name"));
  }

  @Override
  public List<Choice> choices(ImportField field, CurrentUser actor) {
    return switch (field.key()) {
      case "outcome" -> outcomes();
      case "owner", MARKETING_OWNER, SALES_OWNER ->
          leads.caretakers(actor).stream().map(c -> new Choice(c.value(), c.label())).toList();
      default -> activities();
    };
  }

  /**
   * Nothing but a word that says so is taken for a purchase: in most systems a converted lead is
   * one that became a contact or a deal, whatever came of it, and in others one that bought. That
   * is asked. Who did not may still do so: such a lead stays open unless the person who imports
   * says how it ended. Owners whom nobody here is called like are left out.
   */
  @Override
  public Optional<String> guess(ImportField field, String value, List<Choice> choices) {
    Optional<String> same = RowImporter.super.guess(field, value, choices);
    if (same.isPresent()) {
      return same;
    }
    if (!field.key().equals("outcome")) {
      return Optional.of(NOTHING);
    }
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "won", "closed won", "ganado", "compró", "comprado", "bought", "cliente", "customer" ->
          Optional.of(Outcome.BOUGHT.name());
      case "0",
          "no",
          "false",
          "open",
          "new",
          "abierto",
          "nuevo",
          "contacted",
          "contactado",
          "not contacted",
          "no contactado",
          "attempted to contact",
          "contact in future",
          "working",
          "pre qualified",
          "qualified" ->
          Optional.of(STILL_OPEN);
      case "junk", "junk lead", "spam", "no válido", "invalid" ->
          Optional.of(Outcome.NOT_A_LEAD.name());
      case "lost", "lost lead", "perdido" -> Optional.of(Outcome.UNKNOWN.name());
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<String> hint(ImportField field) {
    return field.key().equals("outcome")
        ? Optional.of("lead.import.outcome.hint")
        : Optional.empty();
  }

  private List<Choice> activities() {
    return planner.choices().stream().map(a -> new Choice(a.value(), a.label())).toList();
  }

  private String text(String key) {
    return messages.getMessage(key, null, LocaleContextHolder.getLocale());
  }

  @Override
  public BatchPlan plan(List<ImportRow> rows, ImportPass pass) {
    return leads.plan(rows, pass);
  }
}
