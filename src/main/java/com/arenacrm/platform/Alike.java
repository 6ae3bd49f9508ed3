package com.arenacrm.platform;

/**
 * Finds what is spelt much like a text, for a search in which nothing has it to the letter:
 * «mirdor» finds the Mirador. Every word must be begun or be there with few slips: one in a word of
 * four or five letters (of three, beside other words), two in a longer one. Of a text that
 * thousands of rows resemble, some are found and not all, so that the answer comes while one types.
 *
 * <p>Which rows share enough groups of three letters with its two longest words is read from the
 * index of the column {@code search}; how many that is, {@code pg_trgm.word_similarity_threshold}
 * says.
 */
public final class Alike {

  private static final int LOOKED_AT = 120;

  private Alike() {}

  /**
   * The condition for rows of a table that has the columns {@code id} and {@code search}. The SQL
   * needs the parameter {@code text}.
   *
   * @param table with its schema
   * @param row its alias in the query
   */
  public static String condition(String table, String row) {
    // Written so that the index is used: limited at once, it looks cheaper to read the whole table.
    return """
        :row.id in (
          with near as materialized (
            select n.id, n.search from :table n
            where platform.long_word(platform.fold(:text), 1) <% n.search
              and platform.long_word(platform.fold(:text), 2) <% n.search)
          select c.id from (select id, search from near limit :most) c
          where platform.is_alike(platform.fold(:text), c.search))
        """
        .replace(":row", row)
        .replace(":table", table)
        .replace(":most", "" + LOOKED_AT);
  }

  /** How near a row is, the nearest being the greatest. */
  public static String nearness(String row) {
    return "strict_word_similarity(platform.fold(:text), " + row + ".search)";
  }
}
