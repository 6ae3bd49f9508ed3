package com.arenacrm.integration.records;

import com.arenacrm.integration.Ghost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The records that a batch of an import may meet, by their keys; later rows see earlier ones. */
public final class KeyedRows {

  private final Function<ImportedRow, Set<String>> keysOf;
  private final Map<UUID, ImportedRow> rows = new HashMap<>();
  private final Map<String, List<ImportedRow>> byKey = new HashMap<>();
  private final Map<UUID, ImportedRow> touched = new LinkedHashMap<>();

  /**
   * @param keysOf all keys under which a record may be looked for
   */
  public KeyedRows(Function<ImportedRow, Set<String>> keysOf) {
    this.keysOf = keysOf;
  }

  /** Takes up records that are there. */
  public void add(List<ImportedRow> found) {
    for (ImportedRow row : found) {
      if (rows.putIfAbsent(row.id(), row) == null) {
        index(row);
      }
    }
  }

  /** Notes that the batch made or changed a record. */
  public void touch(ImportedRow row) {
    rows.put(row.id(), row);
    touched.put(row.id(), row);
    index(row);
  }

  /** The records under a key, those found first first. */
  public List<ImportedRow> under(String key) {
    return byKey.getOrDefault(key, List.of());
  }

  /** What the batch made and changed, in the order of the file. */
  public List<ImportedRow> touched() {
    return List.copyOf(touched.values());
  }

  /** What the batch would leave, for the later batches of a rehearsal. */
  public List<Ghost> ghosts(ImportTable table) {
    return touched.values().stream().map(row -> table.ghost(row, keysOf.apply(row))).toList();
  }

  private void index(ImportedRow row) {
    Set<String> keys = new LinkedHashSet<>(keysOf.apply(row));
    for (String gone : row.keys()) {
      if (!keys.contains(gone)) {
        byKey.get(gone).remove(row);
      }
    }
    for (String key : keys) {
      if (row.keys().add(key)) {
        byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
      }
    }
    row.keys().retainAll(keys);
  }
}
