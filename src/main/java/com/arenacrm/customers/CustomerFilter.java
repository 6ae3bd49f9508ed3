package com.arenacrm.customers;

import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Slice;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which customers are asked for, as an address says it.
 *
 * @param q part of their name, or empty
 * @param owner who is in charge, {@link Retention#NOBODY} for nobody; null for all
 * @param sort in which order; null for the order of the part of the board
 */
record CustomerFilter(String q, @Nullable UUID owner, @Nullable Sort sort) {

  /** How customers are put in order. */
  enum Sort {
    NAME("platform.fold(%s.name)", false),
    /** Whoever bought last first. */
    LAST("%s.last_on", true),
    /** Whoever is to buy next first. */
    NEXT("coalesce(%s.expected_on, 'infinity'::date)", false),
    /** Whoever was spoken with longest ago first. */
    SPOKEN("coalesce(%s.last_contact_at, '-infinity'::timestamptz)", false),
    /** Whoever bought most often first. */
    PURCHASES("%s.purchases", true);

    private final String expression;
    private final boolean descending;

    Sort(String expression, boolean descending) {
      this.expression = expression;
      this.descending = descending;
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What decides, of a customer called so in the SQL. */
    String on(String alias) {
      return expression.formatted(alias);
    }

    boolean isDescending() {
      return descending;
    }
  }

  static CustomerFilter of(Filters address) {
    return new CustomerFilter(
        address.words("q"),
        address.read("owner", Retention::owner).orElse(null),
        address.choice("sort", Sort.values(), Sort::key));
  }

  static CustomerFilter of(Map<String, String> address) {
    return of(Filters.of(address));
  }

  /** As an address spells it; nothing of what is not asked. */
  Map<String, String> spelled() {
    Map<String, String> said = new LinkedHashMap<>();
    put(said, "q", named());
    put(said, "owner", whose());
    put(said, "sort", order());
    return said;
  }

  private static void put(Map<String, String> said, String name, @Nullable String value) {
    if (value != null) {
      said.put(name, value);
    }
  }

  /** Whether all customers are meant, in whatever order. */
  public boolean isEmpty() {
    return q.isEmpty() && owner == null;
  }

  /** Whether it asks for customers of whom nobody is in charge. */
  public boolean isNobody() {
    return Retention.NOBODY.equals(owner);
  }

  /** Who is in charge as the address says it; null for anybody. */
  public @Nullable String whose() {
    return isNobody() ? "none" : owner == null ? null : owner.toString();
  }

  /** The name asked for as the address says it; null for none. */
  public @Nullable String named() {
    return q.isEmpty() ? null : q;
  }

  /** The order as the address says it; null for the usual one. */
  public @Nullable String order() {
    return sort == null ? null : sort.key();
  }

  /** The SQL condition on customers, called {@code c}. */
  String condition() {
    return (q.isEmpty() ? "true" : "c.search like platform.fold(:pattern)")
        + (owner == null
            ? ""
            : isNobody() ? " and c.owner_id is null" : " and c.owner_id = :owner");
  }

  /** The values for {@link #condition}. */
  Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("pattern", q.isEmpty() ? null : Slice.containing(q));
    values.put("owner", owner);
    return values;
  }
}
