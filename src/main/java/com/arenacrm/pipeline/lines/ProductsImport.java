package com.arenacrm.pipeline.lines;

import com.arenacrm.identity.Role;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.Effect;
import com.arenacrm.integration.Effects;
import com.arenacrm.integration.Ghost;
import com.arenacrm.integration.ImportField;
import com.arenacrm.integration.ImportField.Type;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.MatchKey;
import com.arenacrm.integration.Outcome;
import com.arenacrm.integration.Reason;
import com.arenacrm.integration.RecordKind;
import com.arenacrm.integration.RowImporter;
import com.arenacrm.integration.UndoPass;
import com.arenacrm.integration.records.ImportTable;
import com.arenacrm.integration.records.ImportedRow;
import com.arenacrm.integration.records.KeyedRows;
import com.arenacrm.integration.records.RowCurrency;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings a price list in: each row is a product, known by its name. They come before the deals that
 * name them.
 */
@Component
class ProductsImport implements RowImporter, RecordKind {

  private static final BigDecimal MOST_PRICE = new BigDecimal("9999999999");

  private static final String USED =
      """
      exists (select 1 from pipeline.deal_line l where l.product_id = r.id)
      or exists (select 1 from pipeline.opportunity o where o.imported_product_id = r.id)
      """;

  private final Products products;
  private final ImportTable table;

  ProductsImport(Products products, JdbcClient jdbc, JsonMapper json) {
    this.products = products;
    this.table =
        ImportTable.ofParts(
            jdbc,
            json,
            ProductNames.PRODUCT,
            "pipeline.product",
            List.of("name", "series", "unit", "price", "currency", "retired"),
            List.of());
  }

  @Override
  public String key() {
    return "products";
  }

  @Override
  public int position() {
    return 35;
  }

  /** The list is the administrator's. */
  @Override
  public Set<Role> roles() {
    return EnumSet.noneOf(Role.class);
  }

  @Override
  public List<ImportField> fields() {
    return List.of(
        ImportField.text("name", "products.name", 120)
            .must()
            .called(
                "producto",
                "product",
                "product name",
                "nombre del producto",
                "nombre",
                "name",
                "articulo",
                "servicio",
                "item"),
        ImportField.text("series", "products.series", 60)
            .called(
                "familia",
                "series",
                "serie",
                "family",
                "product family",
                "linea",
                "gama",
                "categoria",
                "category"),
        ImportField.text("unit", "products.unit", 20)
            .called("unidad", "unit", "unidad de medida", "unit of measure"),
        ImportField.of("price", "products.price", Type.AMOUNT)
            .called(
                "precio",
                "sales price",
                "price",
                "unit price",
                "list price",
                "precio de venta",
                "precio unitario",
                "tarifa",
                "pvp"),
        ImportField.text(RowCurrency.FIELD, "deal.export.currency", 20)
            .called("moneda", "divisa", "currency", "currency code"));
  }

  @Override
  public List<MatchKey> matchKeys() {
    return List.of(new MatchKey("name", "products.import.by.name", Set.of("name")));
  }

  @Override
  public Map<String, Set<String>> bringing() {
    return Map.of(ProductNames.PRODUCT, Set.of("name"));
  }

  @Override
  public boolean keepsOtherColumns() {
    return false;
  }

  @Override
  public BatchPlan plan(List<ImportRow> rows, ImportPass pass) {
    KeyedRows known = new KeyedRows(ProductsImport::keys);
    Set<String> keys = new HashSet<>();
    rows.forEach(row -> keys.add(nameKey(String.valueOf(row.text("name")))));
    known.add(table.load("select id from pipeline.product", Map.of(), keys, List.of(), pass));
    int there = products.all().size();
    List<Outcome> outcomes = new ArrayList<>();
    for (ImportRow row : rows) {
      outcomes.add(take(row, known, there, pass));
    }
    return new Plan(outcomes, known);
  }

  private Outcome take(ImportRow row, KeyedRows known, int there, ImportPass pass) {
    String name = row.text("name");
    if (name == null) {
      return Outcome.refused(Reason.of("products.import.nameless"));
    }
    BigDecimal price = row.amount("price");
    if (price != null && price.compareTo(MOST_PRICE) > 0) {
      return Outcome.refused(Reason.of("amount.invalid"));
    }
    Optional<Reason> unclear = RowCurrency.problem(row, "price");
    if (unclear.isPresent()) {
      return Outcome.refused(unclear.get());
    }
    List<ImportedRow> same = known.under(nameKey(name));
    ImportedRow product = same.isEmpty() ? null : same.get(0);
    if (product == null && !pass.mode().creates()) {
      return Outcome.refused(Reason.of("import.refused.notThere"));
    }
    if (product != null && !pass.mode().updates()) {
      return Outcome.of(Outcome.Kind.UNCHANGED);
    }
    boolean made = product == null;
    if (made) {
      long more = known.touched().stream().filter(ImportedRow::isMade).count();
      if (there + more >= Products.MOST) {
        return Outcome.refused(Reason.of("products.most", Products.MOST));
      }
      product = ImportedRow.make(pass, null);
      product.set("name", name);
      product.set("currency", pass.actor().company().currency().getCurrencyCode());
      product.set("retired", false);
    }
    int earlier = product.changes();
    product.set("series", row.text("series"));
    product.set("unit", row.text("unit"));
    if (made || price != null) {
      product.set("currency", RowCurrency.of(row, "price"));
    }
    product.set("price", price == null ? null : price.setScale(4, RoundingMode.HALF_UP));
    if (!made && earlier == product.changes()) {
      return Outcome.of(Outcome.Kind.UNCHANGED);
    }
    known.touch(product);
    return Outcome.of(made ? Outcome.Kind.CREATED : Outcome.Kind.UPDATED);
  }

  private static Set<String> keys(ImportedRow product) {
    String name = String.valueOf(product.text("name"));
    return Set.of(nameKey(name), ProductNames.ghostKey(ProductNames.key(name)));
  }

  // As the database compares them: whatever the capitals and accents.
  private static String nameKey(String name) {
    return "named:"
        + Normalizer.normalize(name, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT);
  }

  private final class Plan implements BatchPlan {

    private final List<Outcome> outcomes;
    private final KeyedRows rows;

    Plan(List<Outcome> outcomes, KeyedRows rows) {
      this.outcomes = outcomes;
      this.rows = rows;
    }

    @Override
    public List<Outcome> outcomes() {
      return outcomes;
    }

    @Override
    public Map<String, Integer> besides() {
      return Map.of();
    }

    @Override
    public Collection<Ghost> ghosts() {
      return rows.ghosts(table);
    }

    @Override
    public void write(Effects effects) {
      table.write(rows.touched(), "name", effects);
    }
  }

  @Override
  public String kind() {
    return ProductNames.PRODUCT;
  }

  @Override
  public String page(UUID id) {
    return "/pipeline/products/" + id;
  }

  @Override
  public List<Left> undo(List<Effect> effects, UndoPass pass) {
    return table.undo(effects, pass, USED).left();
  }
}
