package com.arenacrm.customers;

import com.arenacrm.integration.Effect;
import com.arenacrm.integration.Effects;
import com.arenacrm.integration.Ghost;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.RecordKind;
import com.arenacrm.integration.UndoPass;
import com.arenacrm.integration.records.ImportTable;
import com.arenacrm.integration.records.ImportedRow;
import com.arenacrm.integration.records.KeyedRows;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** How imports write purchases, and how that is taken back. */
@Component
class PurchaseTable implements RecordKind {

  // What was done after the sale would go with it.
  private static final String USED =
      """
      exists (select 1 from customers.task t
              where t.purchase_id = r.id and (t.done_at is not null or t.version > 0))
      or exists (select 1 from customers.check_in c where c.purchase_id = r.id)
      """;

  static final String PURCHASE = "purchase";

  private static final List<String> COLUMNS =
      List.of(
          "company_id",
          "person_id",
          "company_name",
          "person_name",
          "what",
          "bought_on",
          "amount",
          "currency",
          "due_on",
          "paid_on",
          "note",
          "owner_id",
          "outside_source",
          "outside_id",
          "attributes");

  private static final List<String> DERIVED = List.of("person_name", "company_name");

  private final JdbcClient jdbc;
  private final Customers customers;
  private final ImportTable table;
  private final Clock clock;

  PurchaseTable(JdbcClient jdbc, Customers customers, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.customers = customers;
    this.table = new ImportTable(jdbc, json, PURCHASE, "customers.purchase", COLUMNS, DERIVED);
    this.clock = clock;
  }

  /** The purchases that a source knows under these identifiers. */
  List<ImportedRow> known(Set<String> ids, Collection<String> keys, ImportPass pass) {
    return table.known(ids, keys, pass);
  }

  /** The purchases of these days, those that were taken away left out. */
  List<ImportedRow> of(Set<String> days, Collection<String> keys, ImportPass pass) {
    return days.isEmpty()
        ? List.of()
        : table.load(
            """
            select id from customers.purchase
            where bought_on = any (cast(:days as date[])) and deleted_at is null
            """,
            Map.of("days", days.toArray(new String[0])),
            keys,
            List.of(),
            pass);
  }

  List<Ghost> ghosts(KeyedRows purchases) {
    return purchases.ghosts(table);
  }

  void write(List<ImportedRow> purchases, Effects effects) {
    Set<UUID> touched =
        new HashSet<>(customersOf(purchases.stream().map(ImportedRow::id).toList()));
    table.write(purchases, "what", effects);
    touched.addAll(customersOf(purchases.stream().map(ImportedRow::id).toList()));
    customers.recount(touched, clock.instant());
  }

  @Override
  public String kind() {
    return PURCHASE;
  }

  @Override
  public String page(UUID id) {
    return "/customers/purchases/" + id;
  }

  @Override
  public List<Left> undo(List<Effect> effects, UndoPass pass) {
    List<UUID> ids = effects.stream().map(Effect::id).toList();
    Set<UUID> touched = new HashSet<>(customersOf(ids));
    List<Left> left = new ArrayList<>(table.undo(effects, pass, USED).left());
    touched.addAll(customersOf(ids));
    customers.recount(touched, clock.instant());
    jdbc.sql(
            """
            delete from customers.customer c
            where c.purchases = 0 and c.version = 0
              and coalesce(c.company_id, c.person_id) = any(cast(:ids as uuid[]))
              and not exists (select from customers.purchase p
                where coalesce(p.company_id, p.person_id) = coalesce(c.company_id, c.person_id))
            """)
        .param("ids", ImportTable.texts(touched))
        .update();
    return left;
  }

  private List<UUID> customersOf(List<UUID> purchases) {
    return jdbc.sql(
            """
            select distinct coalesce(company_id, person_id) from customers.purchase
            where id = any(cast(:ids as uuid[])) and coalesce(company_id, person_id) is not null
            """)
        .param("ids", ImportTable.texts(purchases))
        .query(UUID.class)
        .list();
  }
}
