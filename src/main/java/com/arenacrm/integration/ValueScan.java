package com.arenacrm.integration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks through a file for the different values of columns whose values must be mapped. */
@Component
class ValueScan {

  /** A column with more different values than this is no list of choices. */
  static final int MOST_VALUES = 300;

  private final ImportFiles files;

  ValueScan(ImportFiles files) {
    this.files = files;
  }

  /**
   * The different values of each field with choices, with how often they occur.
   *
   * @param fields those with choices, by key
   * @return for each field at most one value more than {@link #MOST_VALUES}
   */
  Map<String, Map<String, Integer>> valuesOf(
      UUID run, ImportSettings settings, ImportMapping mapping, List<ImportField> fields) {
    Map<String, Map<String, Integer>> values = new LinkedHashMap<>();
    Map<Integer, Map<String, Integer>> byColumn = new LinkedHashMap<>();
    for (ImportField field : fields) {
      int column = mapping.columns().indexOf(field.key());
      if (field.type() == ImportField.Type.CHOICE && column >= 0) {
        Map<String, Integer> counts = new TreeMap<>();
        values.put(field.key(), counts);
        byColumn.put(column, counts);
      }
    }
    if (byColumn.isEmpty()) {
      return values;
    }
    CellReader cells = new CellReader(settings, java.time.ZoneOffset.UTC, Map.of());
    try (TableReader table = new TableReader(files.open(run), settings)) {
      TableReader.Line line;
      while ((line = table.next()) != null) {
        for (Map.Entry<Integer, Map<String, Integer>> column : byColumn.entrySet()) {
          if (column.getKey() < line.cells().size()) {
            String cell = cells.plain(line.cells().get(column.getKey()));
            Map<String, Integer> counts = column.getValue();
            if (!cells.isEmpty(cell)
                && (counts.size() <= MOST_VALUES || counts.containsKey(cell.strip()))) {
              counts.merge(cell.strip(), 1, Integer::sum);
            }
          }
        }
      }
    } catch (TableReader.BrokenException e) {
      // The rehearsal says where and why; until then, the values seen so far do.
    }
    return values;
  }
}
