package com.arenacrm.integration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Looks through a file for the different values of columns whose values must be mapped. */
@Component
class ValueScan {

  /** A column with more different values than this is no list of choices. */
  static final int MOST_VALUES = 300;

  private static final int MOST_NAMES = 2_000;

  /**
   * Values of a column that mean nothing here, and so stay out of their field.
   *
   * @param field message key of what the column means
   * @param header the name of the column
   * @param texts the values, in order
   * @param kept whether they are kept as texts under the header
   */
  record LeftOut(String field, String header, List<String> texts, boolean kept) {

    private static final int SHOWN = 12;

    /** The first of them. */
    public List<String> first() {
      return texts.subList(0, Math.min(SHOWN, texts.size()));
    }

    /** How many more there are. */
    public int more() {
      return texts.size() - first().size();
    }
  }

  private final ImportFiles files;

  ValueScan(ImportFiles files) {
    this.files = files;
  }

  /**
   * What was seen.
   *
   * @param values for each field with choices its different values, with how often they occur; at
   *     most one value more than {@link #MOST_VALUES}
   * @param styles for each field of days or numbers what its cells tell of how they are written
   */
  record Seen(Map<String, Map<String, Integer>> values, Map<String, ColumnStyle.Evidence> styles) {}

  /** What was said to mean nothing here, column by column. */
  static List<LeftOut> leftOut(ImportRun run, RowImporter importer) {
    ImportMapping mapping = run.mapping().orElse(null);
    if (mapping == null) {
      return List.of();
    }
    List<LeftOut> left = new ArrayList<>();
    for (ImportField field : importer.fields()) {
      int column = mapping.columns().indexOf(field.key());
      List<String> texts =
          column < 0 || field.type() != ImportField.Type.CHOICE
              ? List.of()
              : mapping.values().getOrDefault(field.key(), Map.of()).entrySet().stream()
                  .filter(e -> e.getValue().isEmpty())
                  .map(Map.Entry::getKey)
                  .sorted()
                  .toList();
      if (!texts.isEmpty()) {
        left.add(
            new LeftOut(
                field.label(),
                mapping.header().get(column),
                texts,
                importer.keepsOtherColumns() && !mapping.source().equals(MatchKey.ARENA)));
      }
    }
    return left;
  }

  /**
   * Looks through the whole file.
   *
   * @param hasChoices whether there is something that a field can name
   */
  Seen look(
      UUID run,
      ImportSettings settings,
      ImportMapping mapping,
      RowImporter importer,
      Predicate<ImportField> hasChoices) {
    Seen seen = read(run, settings, mapping, importer.fields());
    // A text that may name something is asked about only where there is something to name.
    for (ImportField field : importer.fields()) {
      Map<String, Integer> found = seen.values().get(field.key());
      if (field.type() == ImportField.Type.NAMED
          && found != null
          && (found.isEmpty() || found.size() > MOST_VALUES || !hasChoices.test(field))) {
        seen.values().remove(field.key());
      }
    }
    return seen;
  }

  private Seen read(
      UUID run, ImportSettings settings, ImportMapping mapping, List<ImportField> fields) {
    Seen seen = new Seen(new LinkedHashMap<>(), new LinkedHashMap<>());
    Map<Integer, Consumer<String>> byColumn = new LinkedHashMap<>();
    for (ImportField field : fields) {
      int column = mapping.columns().indexOf(field.key());
      if (column >= 0 && isAsked(field)) {
        Map<String, Integer> counts = new TreeMap<>();
        seen.values().put(field.key(), counts);
        byColumn.put(column, cell -> count(cell.strip(), counts));
      } else if (column >= 0 && (ColumnStyle.isDay(field) || ColumnStyle.isNumber(field))) {
        ColumnStyle.Evidence evidence =
            new ColumnStyle.Evidence(field, mapping.header().get(column));
        seen.styles().put(field.key(), evidence);
        byColumn.put(column, cell -> evidence.add(cell.strip()));
      }
    }
    if (byColumn.isEmpty()) {
      return seen;
    }
    CellReader cells = CellReader.ofTexts(settings);
    try (TableReader table = new TableReader(files.open(run, settings), settings)) {
      TableReader.Line line;
      while ((line = table.next()) != null) {
        for (Map.Entry<Integer, Consumer<String>> column : byColumn.entrySet()) {
          if (column.getKey() < line.cells().size()) {
            String cell = cells.plain(line.cells().get(column.getKey()));
            if (!cells.isEmpty(cell)) {
              column.getValue().accept(cell);
            }
          }
        }
      }
    } catch (TableReader.BrokenException e) {
      // The rehearsal says where and why; until then, the values seen so far do.
    }
    return seen;
  }

  /**
   * The different texts in the columns of some fields, in order; as many as our own people can be.
   */
  Set<String> textsOf(
      UUID run, ImportSettings settings, ImportMapping mapping, Set<String> fields) {
    Map<String, Integer> texts = new TreeMap<>();
    List<Integer> columns = fields.stream().map(mapping.columns()::indexOf).toList();
    CellReader cells = CellReader.ofTexts(settings);
    try (TableReader table = new TableReader(files.open(run, settings), settings)) {
      TableReader.Line line;
      while (texts.size() <= MOST_NAMES && (line = table.next()) != null) {
        for (int column : columns) {
          if (column >= 0 && column < line.cells().size()) {
            String cell = cells.plain(line.cells().get(column));
            if (!cells.isEmpty(cell)) {
              texts.put(cell.strip(), 1);
            }
          }
        }
      }
    } catch (TableReader.BrokenException e) {
      // The rehearsal says where and why.
    }
    return texts.keySet();
  }

  private static boolean isAsked(ImportField field) {
    return field.type() == ImportField.Type.CHOICE || field.type() == ImportField.Type.NAMED;
  }

  private static void count(String value, Map<String, Integer> counts) {
    if (counts.size() <= MOST_VALUES || counts.containsKey(value)) {
      counts.merge(value, 1, Integer::sum);
    }
  }
}
