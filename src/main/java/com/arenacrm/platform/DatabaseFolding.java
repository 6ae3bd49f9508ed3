package com.arenacrm.platform;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Folds by a table that the database itself writes, once: which signs lose an accent differs from
 * one version of PostgreSQL to the next, and an answer of our own would drift away from its.
 */
@Component
class DatabaseFolding implements Folding {

  private record Folded(int sign, String text) {}

  private final JdbcClient jdbc;
  private volatile @Nullable Map<Integer, String> table;

  DatabaseFolding(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String fold(String text) {
    if (text.chars().allMatch(sign -> sign < 128)) {
      return text.toLowerCase(java.util.Locale.ROOT);
    }
    Map<Integer, String> known = table();
    StringBuilder folded = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            sign -> {
              String other = known.get(sign);
              if (other == null) {
                folded.appendCodePoint(sign);
              } else {
                folded.append(other);
              }
            });
    return folded.toString();
  }

  private Map<Integer, String> table() {
    Map<Integer, String> known = table;
    if (known == null) {
      // Two planes of Unicode hold every script that is written today.
      known =
          jdbc
              .sql(
                  """
                  select s.sign, platform.fold(chr(s.sign)) as text
                  from generate_series(1, 131071) as s (sign)
                  where s.sign not between 55296 and 57343
                    and platform.fold(chr(s.sign)) <> chr(s.sign)
                  """)
              .query(Folded.class)
              .list()
              .stream()
              .collect(Collectors.toUnmodifiableMap(Folded::sign, Folded::text));
      table = known;
    }
    return known;
  }
}
