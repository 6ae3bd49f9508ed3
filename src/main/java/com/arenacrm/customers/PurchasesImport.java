package com.arenacrm.customers;

import com.arenacrm.contacts.ContactImports;
import com.arenacrm.identity.CurrentUser;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Brings purchases in, such as the invoices of another program, with who bought. */
@Component
class PurchasesImport implements RowImporter {

  private final ContactImports contacts;
  private final UserNames userNames;
  private final Owners owners;
  private final Organizations organizations;
  private final PurchaseTable table;

  PurchasesImport(
      ContactImports contacts,
      UserNames userNames,
      Owners owners,
      Organizations organizations,
      PurchaseTable table) {
    this.contacts = contacts;
    this.userNames = userNames;
    this.owners = owners;
    this.organizations = organizations;
    this.table = table;
  }

  @Override
  public String key() {
    return "purchases";
  }

  @Override
  public int position() {
    return 50;
  }

  /** Marketing reads purchases and does not write them. */
  @Override
  public Set<Role> roles() {
    return EnumSet.of(Role.SALES, Role.MANAGER);
  }

  @Override
  public List<ImportField> fields() {
    return List.of(
        ImportField.text("outsideId", "person.import.outsideId", 200)
            .called(
                "numero de factura",
                "factura",
                "invoice number",
                "invoice no",
                "invoice",
                "order number",
                "order id",
                "pedido",
                "numero de pedido",
                "id compra",
                "purchase id",
                "id",
                "identificador",
                "referencia"),
        ImportField.of("on", "purchase.on", Type.DATE)
            .must()
            .called(
                "fecha",
                "fecha de compra",
                "fecha de factura",
                "fecha de pedido",
                "date",
                "purchase date",
                "invoice date",
                "order date",
                "invoicedate",
                "compro el",
                "bought on"),
        ImportField.text("company", "person.company", 200)
            .called(
                "empresa",
                "company",
                "company name",
                "cliente",
                "customer",
                "customer name",
                "account",
                "account name",
                "cuenta",
                "razon social"),
        ImportField.text("companyId", "person.import.companyId", 200)
            .called("id empresa", "id cliente", "customer id", "account id", "company id"),
        ImportField.text("person", "purchase.person", 200)
            .called("persona", "contacto", "contact", "contact name", "comprador", "buyer"),
        ImportField.of("email", "person.email", Type.EMAIL)
            .called("correo", "email", "correo del contacto", "contact email"),
        ImportField.text("what", "purchase.what", 200)
            .called(
                "que",
                "que compro",
                "concepto",
                "producto",
                "articulo",
                "descripcion",
                "product",
                "item",
                "description",
                "service",
                "servicio"),
        ImportField.of("amount", "purchase.amount", Type.AMOUNT)
            .must()
            .called(
                "importe", "total", "amount", "valor", "value", "precio", "price", "net amount"),
        ImportField.text("currency", "purchase.currency", 20)
            .called("moneda", "divisa", "currency"),
        ImportField.of("due", "payment.due", Type.DATE)
            .called(
                "vencimiento",
                "fecha de vencimiento",
                "vence",
                "vence el",
                "due date",
                "due",
                "due on",
                "payment due",
                "a pagar el"),
        ImportField.of("paid", "payment.paid", Type.DATE)
            .called(
                "cobrado el",
                "fecha de cobro",
                "fecha de pago",
                "pagado el",
                "paid on",
                "paid date",
                "payment date",
                "cobrado",
                "cobro",
                "pagado",
                "pago",
                "payment",
                "paid"),
        ImportField.of("owner", "purchase.owner", Type.CHOICE)
            .called("responsable", "a cargo", "owner", "comercial", "quien la vendio")
            .alsoCalled(Owners.SELLER_HEADERS),
        ImportField.text("note", "purchase.note", 2000).called("nota", "notas", "note", "notes"));
  }

  @Override
  public Map<String, String> naming() {
    return Map.of("owner", COLLEAGUE);
  }

  @Override
  public List<MatchKey> matchKeys() {
    return List.of(
        new MatchKey(MatchKey.OUTSIDE, "person.import.by.outside", Set.of("outsideId")),
        new MatchKey("same", "purchase.import.by.same", Set.of("on", "amount", "company", "what")));
  }

  @Override
  public boolean keepsOtherColumns() {
    return true;
  }

  @Override
  public List<Choice> choices(ImportField field, CurrentUser actor) {
    return Stream.concat(
            userNames.active(Role.SALES).stream()
                .filter(
                    c ->
                        actor.scope().all()
                            || actor.scope().owners().contains(c.id().id())
                            || c.id().equals(actor.id())),
            userNames.absent(actor).stream())
        .map(c -> new Choice(c.value(), c.label()))
        .toList();
  }

  /** Sellers whom nobody here is called like are left out. */
  @Override
  public Optional<String> guess(ImportField field, String value, List<Choice> choices) {
    return Optional.of(RowImporter.super.guess(field, value, choices).orElse(NOTHING));
  }

  @Override
  public BatchPlan plan(List<ImportRow> rows, ImportPass pass) {
    return new PurchaseBatch(
            pass, contacts.batch(pass), owners.of(pass), table, organizations.current())
        .plan(rows);
  }
}
