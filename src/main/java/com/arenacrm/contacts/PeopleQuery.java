package com.arenacrm.contacts;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set of people, said as a query that is part of another one: so that sets which several modules
 * keep are joined by the database, however large, while each module names its own tables only.
 *
 * @param sql a query without order; its first column is {@code id}, each person at most once
 * @param parameters what it needs by name
 */
public record PeopleQuery(String sql, Map<String, @Nullable Object> parameters) {

  /** Its parameters with those of another, for the statement that holds both. */
  public Map<String, @Nullable Object> with(Map<String, ? extends @Nullable Object> more) {
    Map<String, @Nullable Object> all = new HashMap<>(parameters);
    all.putAll(more);
    return all;
  }
}
