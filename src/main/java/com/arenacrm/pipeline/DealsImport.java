package com.arenacrm.pipeline;

import com.arenacrm.contacts.ContactImports;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Organizations;
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
import com.arenacrm.integration.records.RowCurrency;
import com.arenacrm.pipeline.lines.ProductNames;
import com.arenacrm.pipeline.lines.Products;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Brings deals in, with the companies and people that they name: open ones to be worked, ended ones
 * as the history that reports stand on, on the days on which they were opened, won and lost.
 */
@Component
class DealsImport implements RowImporter {

  /**
   * What other systems call stages in which deals are worked, from the first to the last; where
   * they stand among ours is told by how far along they are.
   */
  private static final List<Set<String>> KNOWN =
      List.of(
          Set.of("prospecting", "prospeccion", "new", "nuevo", "lead", "contacted", "contactado"),
          Set.of(
              "engaging",
              "qualification",
              "qualified",
              "calificacion",
              "discovery",
              "needsanalysis",
              "valueproposition"),
          Set.of("demo", "trial", "prueba", "evaluation", "presentation", "presentacion"),
          Set.of("proposal", "quote", "offer", "propuesta", "oferta", "proposalpricequote"),
          Set.of("negotiation", "negociacion", "negotiationreview", "contract", "contrato"));

  private static final Set<String> WON =
      Set.of("won", "closedwon", "ganada", "ganado", "cerradaganada", "vendida");
  private static final Set<String> LOST =
      Set.of("lost", "closedlost", "perdida", "perdido", "cerradaperdida");

  private final StageBook stages;
  private final ContactImports contacts;
  private final UserNames userNames;
  private final Owners owners;
  private final Organizations organizations;
  private final DealTable table;
  private final Products products;
  private final MessageSource messages;

  DealsImport(
      StageBook stages,
      ContactImports contacts,
      UserNames userNames,
      Owners owners,
      Organizations organizations,
      DealTable table,
      Products products,
      MessageSource messages) {
    this.stages = stages;
    this.contacts = contacts;
    this.userNames = userNames;
    this.owners = owners;
    this.organizations = organizations;
    this.table = table;
    this.products = products;
    this.messages = messages;
  }

  @Override
  public String key() {
    return "deals";
  }

  @Override
  public int position() {
    return 40;
  }

  /** Marketing reads deals and does not write them. */
  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.SALES, Role.MANAGER);
  }

  @Override
  public List<ImportField> fields() {
    return List.of(
        ImportField.text("outsideId", "person.import.outsideId", 200)
            .called(
                "opportunity id",
                "deal id",
                "id oportunidad",
                "id de oportunidad",
                "record id",
                "id",
                "identificador",
                "codigo",
                "referencia"),
        ImportField.text("name", "deal.name", 200)
            .called(
                "oportunidad",
                "nombre de la oportunidad",
                "opportunity name",
                "deal name",
                "opportunity",
                "deal",
                "titulo",
                "asunto",
                "name",
                "nombre"),
        ImportField.named("product", "deal.import.product", 200)
            .called("producto", "product", "product name", "servicio", "service", "articulo"),
        ImportField.text("company", "person.company", 200)
            .called(
                "empresa",
                "company",
                "company name",
                "nombre de la empresa",
                "account name",
                "account",
                "cuenta",
                "cliente",
                "customer",
                "organizacion",
                "organization",
                "razon social"),
        ImportField.text("companyId", "person.import.companyId", 200)
            .called(
                "account id",
                "company id",
                "id empresa",
                "id de empresa",
                "id cuenta",
                "id cliente",
                "customer id"),
        ImportField.text("person", "deal.person", 200)
            .called("contacto", "persona", "contact name", "contact", "primary contact"),
        ImportField.text("personId", "deal.import.personId", 200)
            .called(
                "contact id",
                "primary contact id",
                "person id",
                "id contacto",
                "id de contacto",
                "id del contacto",
                "id persona"),
        ImportField.of("email", "person.email", Type.EMAIL)
            .called("correo", "email", "correo del contacto", "contact email"),
        ImportField.of("stage", "deal.stage", Type.CHOICE)
            .must()
            .called(
                "etapa", "stage", "deal stage", "opportunity stage", "fase", "estado", "status"),
        ImportField.of("amount", "deal.amount", Type.AMOUNT)
            .called(
                "importe",
                "amount",
                "close value",
                "close amount",
                "value",
                "deal value",
                "valor",
                "total",
                "precio",
                "expected revenue"),
        ImportField.text(RowCurrency.FIELD, "deal.export.currency", 20)
            .called("moneda", "divisa", "currency", "currency code", "deal currency"),
        ImportField.of("opened", "deal.import.opened", Type.DATE)
            .called(
                "fecha de apertura",
                "engage date",
                "open date",
                "opened",
                "created date",
                "created time",
                "created at",
                "create date",
                "fecha de creacion",
                "fecha de alta"),
        ImportField.of("close", "deal.closeDate", Type.DATE)
            .called(
                "fecha de cierre",
                "close date",
                "closing date",
                "closed date",
                "expected close date",
                "close",
                "closed on",
                "won date",
                "cierre"),
        ImportField.of("closed", "deals.column.closed", Type.DATE)
            .called("cerrada el", "ended on", "actual close date"),
        ImportField.of("paymentDue", "payment.due", Type.DATE)
            .called(
                "vencimiento",
                "fecha de vencimiento",
                "payment due",
                "payment due date",
                "due date",
                "a pagar el"),
        ImportField.of("paid", "payment.paid", Type.DATE)
            .called(
                "cobrado el",
                "fecha de cobro",
                "fecha de pago",
                "pagado el",
                "paid on",
                "paid date",
                "payment date"),
        ImportField.of("owner", "deal.owner", Type.CHOICE)
            .called(
                "responsable",
                "a cargo",
                "owner",
                "deal owner",
                "opportunity owner",
                "comercial",
                "propietario",
                "assigned to")
            .alsoCalled(Owners.SELLER_HEADERS));
  }

  @Override
  public Map<String, String> naming() {
    return Map.of("owner", COLLEAGUE, ProductNames.PRODUCT, ProductNames.PRODUCT);
  }

  @Override
  public List<MatchKey> matchKeys() {
    return List.of(
        new MatchKey(MatchKey.OUTSIDE, "person.import.by.outside", Set.of("outsideId")),
        new MatchKey("name", "deal.import.by.name", Set.of("name", "product", "company")));
  }

  @Override
  public boolean keepsOtherColumns() {
    return true;
  }

  @Override
  public List<Choice> choices(ImportField field, CurrentUser actor) {
    return switch (field.key()) {
      case "stage" -> {
        StagePath path = stages.path();
        yield path.active().stream()
            .map(s -> new Choice(s.id().toString(), path.label(s)))
            .toList();
      }
      case "product" -> products.all().stream().map(p -> new Choice(p.value(), p.name())).toList();
      default ->
          Stream.concat(
                  userNames.assignable(actor, null).stream(), userNames.absent(actor).stream())
              .map(c -> new Choice(c.value(), c.label()))
              .toList();
    };
  }

  /**
   * Sellers whom nobody here is called like are left out, and what no product is called like stays
   * a text; a stage that is not known is asked.
   */
  @Override
  public Optional<String> guess(ImportField field, String value, List<Choice> choices) {
    Optional<String> same = RowImporter.super.guess(field, value, choices);
    if (same.isPresent()) {
      return same;
    }
    if (!field.key().equals("stage")) {
      return Optional.of(NOTHING);
    }
    String word = plain(value);
    StagePath path = stages.path();
    Optional<Stage> named = path.named(value);
    if (named.isPresent()) {
      return Optional.of(named.get().id().toString());
    }
    if (WON.contains(word)) {
      return Optional.of(path.won(path.first()).id().toString());
    }
    if (LOST.contains(word)) {
      return Optional.of(path.lost(path.first()).id().toString());
    }
    List<Stage> open = path.open(path.first());
    for (int i = 0; i < KNOWN.size(); i++) {
      if (KNOWN.get(i).contains(word)) {
        int place = Math.round(i * (open.size() - 1) / (float) (KNOWN.size() - 1));
        return Optional.of(open.get(place).id().toString());
      }
    }
    return Optional.empty();
  }

  private static String plain(String value) {
    return java.text.Normalizer.normalize(value, java.text.Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z]", "");
  }

  @Override
  public BatchPlan plan(List<ImportRow> rows, ImportPass pass) {
    Organization company = organizations.current();
    Locale language = Locale.forLanguageTag(company.language());
    return new DealBatch(
            pass,
            contacts.batch(pass),
            owners.of(pass),
            table,
            ProductNames.of(products, rows, pass),
            stages.path(),
            company,
            new DealBatch.Texts(
                messages.getMessage("deal.import.noStep", null, language),
                messages.getMessage("deal.import.product", null, language)))
        .plan(rows);
  }
}
