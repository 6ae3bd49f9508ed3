package com.arenacrm.integration;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the columns of a file mean, and what is to be done with its rows.
 *
 * @param header the names of the columns
 * @param columns for each column the key of its field, {@link #KEEP} or {@link #DROP}
 * @param matchKey key of the chosen {@link MatchKey}
 * @param source under which name outside identifiers are kept; may be empty
 * @param lenient whether a cell that cannot be taken is left out with a note, instead of refusing
 *     its row
 * @param options what was chosen for the whole file
 * @param values for each field that asks for it, what each value of the file means; the empty text
 *     means nothing
 * @param styles for columns of days and numbers that are written in their own way, how
 */
record ImportMapping(
    List<String> header,
    List<String> columns,
    String matchKey,
    ImportMode mode,
    String source,
    boolean lenient,
    Map<String, String> options,
    Map<String, Map<String, String>> values,
    Map<String, ColumnStyle> styles) {

  /** Mappings that were kept before columns had styles have none. */
  ImportMapping {
    styles = styles == null ? Map.of() : styles;
  }

  ImportMapping(
      List<String> header,
      List<String> columns,
      String matchKey,
      ImportMode mode,
      String source,
      boolean lenient,
      Map<String, String> options,
      Map<String, Map<String, String>> values) {
    this(header, columns, matchKey, mode, source, lenient, options, values, Map.of());
  }

  /** The column is kept under its own header. */
  static final String KEEP = "@keep";

  /** The column is not brought in. */
  static final String DROP = "";

  /** Keys of the fields that have a column. */
  Set<String> mapped() {
    Set<String> mapped = new LinkedHashSet<>(columns);
    mapped.remove(KEEP);
    mapped.remove(DROP);
    return mapped;
  }

  /** The header of each field that has a column, by its key. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < columns.size() && i < header.size(); i++) {
      if (!columns.get(i).equals(KEEP) && !columns.get(i).equals(DROP)) {
        headers.put(columns.get(i), header.get(i));
      }
    }
    return headers;
  }

  ImportMapping withValues(Map<String, Map<String, String>> values) {
    return new ImportMapping(
        header,
        columns,
        matchKey,
        mode,
        source,
        lenient,
        options,
        new LinkedHashMap<>(values),
        styles);
  }

  ImportMapping withStyles(Map<String, ColumnStyle> styles) {
    return new ImportMapping(
        header,
        columns,
        matchKey,
        mode,
        source,
        lenient,
        options,
        values,
        new LinkedHashMap<>(styles));
  }
}
