package com.arenacrm.customers;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Slice;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which purchases a list shows, as its address says; what cannot be read there is left out.
 *
 * @param q words in what was bought, the company or the person
 * @param customer a company, or a person without one
 * @param from bought on this day or later
 * @param until bought on this day or before
 */
record PurchaseFilter(
    String q,
    @Nullable UUID customer,
    @Nullable UUID owner,
    @Nullable Payment payment,
    @Nullable Source source,
    @Nullable LocalDate from,
    @Nullable LocalDate until) {

  static final PurchaseFilter ALL = new PurchaseFilter("", null, null, null, null, null, null);

  /** How a purchase was paid. */
  enum Payment {
    UNPAID("p.paid_on is null"),
    LATE("p.paid_on is null and p.due_on < :today"),
    PAID("p.paid_on is not null");

    private final String condition;

    Payment(String condition) {
      this.condition = condition;
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a purchase came to be known. */
  enum Source {
    DEAL("p.opportunity_id is not null"),
    HAND("p.opportunity_id is null and p.outside_id is null"),
    FILE("p.opportunity_id is null and p.outside_id is not null");

    private final String condition;

    Source(String condition) {
      this.condition = condition;
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static PurchaseFilter of(Filters address) {
    return new PurchaseFilter(
        address.words("q"),
        address.id("customer"),
        address.id("owner"),
        address.choice("payment", Payment.values(), Payment::key),
        address.choice("source", Source.values(), Source::key),
        address.date("from"),
        address.date("until"));
  }

  public boolean isEmpty() {
    return equals(ALL);
  }

  static PurchaseFilter of(Map<String, String> address) {
    return of(Filters.of(address));
  }

  /** As an address spells it; nothing of what is not asked. */
  Map<String, String> spelled() {
    Map<String, Object> parts = new LinkedHashMap<>();
    put(parts, "q", q.isEmpty() ? null : q);
    put(parts, "customer", customer);
    put(parts, "owner", owner);
    put(parts, "payment", payment == null ? null : payment.key());
    put(parts, "source", source == null ? null : source.key());
    put(parts, "from", from);
    put(parts, "until", until);
    Map<String, String> said = new LinkedHashMap<>();
    parts.forEach((name, value) -> said.put(name, value.toString()));
    return said;
  }

  /** The SQL condition on purchases, called {@code p}; what the viewer may see included. */
  String condition(CurrentUser viewer) {
    StringBuilder sql = new StringBuilder("p.deleted_at is null and ");
    sql.append(Purchases.visible(viewer.scope()));
    if (!q.isEmpty()) {
      sql.append(" and p.search like platform.fold(:pattern)");
    }
    if (customer != null) {
      sql.append(" and coalesce(p.company_id, p.person_id) = :customer");
    }
    if (owner != null) {
      sql.append(" and p.owner_id = :owner");
    }
    if (payment != null) {
      sql.append(" and ").append(payment.condition);
    }
    if (source != null) {
      sql.append(" and ").append(source.condition);
    }
    if (from != null) {
      sql.append(" and p.bought_on >= :boughtFrom");
    }
    if (until != null) {
      sql.append(" and p.bought_on <= :boughtUntil");
    }
    return sql.toString();
  }

  /** The values for {@link #condition}. */
  Map<String, Object> parameters(CurrentUser viewer, LocalDate today) {
    Map<String, Object> values = new HashMap<>();
    values.put(Scope.PARAMETER, viewer.scope().owners());
    values.put("today", today);
    put(values, "pattern", q.isEmpty() ? null : Slice.containing(q));
    put(values, "customer", customer);
    put(values, "owner", owner);
    put(values, "boughtFrom", from);
    put(values, "boughtUntil", until);
    return values;
  }

  private static void put(Map<String, Object> map, String name, @Nullable Object value) {
    if (value != null) {
      map.put(name, value);
    }
  }
}
