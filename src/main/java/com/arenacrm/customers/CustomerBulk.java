package com.arenacrm.customers;

import com.arenacrm.customers.Retention.Part;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.lists.BulkEdit;
import com.arenacrm.platform.NotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What can be changed on many customers in one go: who is in charge of them, with a note for
 * whoever goes on (R031).
 */
@Component
class CustomerBulk implements BulkEdit {

  private static final String OWNER = "OWNER";
  private static final String NOTE = "note";

  /** Stands for nobody among those to choose. */
  private static final String NOBODY = "none";

  private record Present(UUID id, String name, @Nullable UUID ownerId, int version) {}

  private final Customers customers;
  private final Retention retention;
  private final CustomerRules rules;
  private final UserNames userNames;
  private final JdbcClient jdbc;
  private final MessageSource messages;
  private final Clock clock;

  CustomerBulk(
      Customers customers,
      Retention retention,
      CustomerRules rules,
      UserNames userNames,
      JdbcClient jdbc,
      MessageSource messages,
      Clock clock) {
    this.customers = customers;
    this.retention = retention;
    this.rules = rules;
    this.userNames = userNames;
    this.jdbc = jdbc;
    this.messages = messages;
    this.clock = clock;
  }

  @Override
  public String list() {
    return CustomerWork.KEY;
  }

  @Override
  public List<Kind> kinds(CurrentUser viewer) {
    return PurchaseController.mayWrite(viewer)
        ? List.of(
            Kind.of(
                OWNER,
                "customers.bulk.OWNER",
                () ->
                    List.of(
                        Field.choice("owner", "customer.owner", heirs())
                            .hint("customer.owner.hint"),
                        Field.text(NOTE, "aftersale.pass.note", AfterSaleController.LONGEST_NOTE)
                            .orNot())))
        : List.of();
  }

  /** Those who sell, and nobody. */
  private List<Option> heirs() {
    return Stream.concat(
            userNames.active(Role.SALES).stream().map(c -> new Option(c.value(), c.label())),
            Stream.of(
                new Option(
                    NOBODY,
                    messages.getMessage(
                        "customer.owner.none", null, LocaleContextHolder.getLocale()))))
        .toList();
  }

  @Override
  public List<UUID> all(Map<String, String> query, CurrentUser viewer, Instant now, int most) {
    return retention.ids(
        Part.of(query),
        CustomerFilter.of(query),
        rules.current(),
        viewer,
        viewer.today(clock),
        most);
  }

  @Override
  public List<Line> preview(
      Change change, Collection<UUID> ids, boolean hold, CurrentUser viewer, Instant now) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<Present> present =
        jdbc.sql(
                """
                select %1$s as id, c.name, c.owner_id, c.version from customers.customer c
                where %1$s in (:ids) and c.purchases > 0 and %2$s order by c.id %3$s
                """
                    .formatted(
                        Retention.ID, Customers.visible(viewer.scope()), hold ? "for update" : ""))
            .param("ids", ids)
            .param(Scope.PARAMETER, viewer.scope().owners())
            .query(Present.class)
            .list();
    Map<UUID, String> names = userNames.all();
    return present.stream()
        .sorted(Comparator.comparing(Present::name))
        .map(
            p ->
                new Line(
                    p.id(),
                    p.name(),
                    "/customers/" + p.id(),
                    p.version(),
                    p.ownerId() == null ? null : names.get(p.ownerId()),
                    objection(change, p, viewer)))
        .toList();
  }

  private static @Nullable String objection(Change change, Present p, CurrentUser viewer) {
    if (Objects.equals(change.id("owner"), p.ownerId())) {
      return "changes.not.same";
    }
    return Customers.mayGive(p.ownerId(), viewer) ? null : "customers.bulk.not.yours";
  }

  @Override
  public Applied apply(Change change, UUID id, CurrentUser actor, Instant now) {
    Customer customer = customers.get(id, actor);
    customers.give(customer, user(change.id("owner")), change.value(NOTE), actor, now);
    Map<String, String> before = new HashMap<>();
    if (customer.owner() != null) {
      before.put("owner", customer.owner().toString());
    }
    return new Applied(customer.version() + 1, before);
  }

  @Override
  public boolean restore(
      Change change, UUID id, Applied applied, Instant at, CurrentUser actor, Instant now) {
    Customer customer = customers.find(id, actor).orElseThrow(NotFoundException::new);
    if (customer.version() != applied.version()) {
      return false;
    }
    String before = applied.before().get("owner");
    customers.giveBack(
        customer, user(before == null ? null : UUID.fromString(before)), actor, at, now);
    return true;
  }

  private static @Nullable UserId user(@Nullable UUID id) {
    return id == null ? null : new UserId(id);
  }
}
