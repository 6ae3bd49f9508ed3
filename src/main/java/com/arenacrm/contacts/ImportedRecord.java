package com.arenacrm.contacts;

import com.arenacrm.shared.TimeOrderedUuid;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person or company as a batch of an import sees it: the row of its table, by column, as it is or
 * would be. Knows whether the batch makes or changes it.
 */
final class ImportedRecord {

  private final UUID id;
  private final Map<String, Object> columns;
  private final boolean made;
  private final @Nullable String before;
  private int changes;
  private boolean renamed;
  private String fold;
  private final Set<String> keys = new HashSet<>();
  private final Set<String> aliases = new HashSet<>();

  private ImportedRecord(
      UUID id, Map<String, Object> columns, boolean made, @Nullable String before, String fold) {
    this.id = id;
    this.columns = columns;
    this.made = made;
    this.before = before;
    this.fold = fold;
  }

  /** By what else it is known since another was merged with it, as keys. */
  Set<String> aliases() {
    return aliases;
  }

  /** A record that is to be made. */
  static ImportedRecord make() {
    UUID id = TimeOrderedUuid.next();
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("id", id.toString());
    columns.put("version", 0);
    columns.put("links", new ArrayList<>());
    columns.put("attributes", new TreeMap<>());
    return new ImportedRecord(id, columns, true, null, "");
  }

  /**
   * A record that is there: in the database, or as the ghost of an earlier batch.
   *
   * @param before the record as JSON, to be restored by an undo
   * @param fold its name as searches see it
   */
  static ImportedRecord there(Map<String, Object> columns, String before, String fold) {
    return new ImportedRecord(
        UUID.fromString((String) columns.get("id")), columns, false, before, fold);
  }

  UUID id() {
    return id;
  }

  Map<String, Object> columns() {
    return columns;
  }

  /** Whether this batch makes it. */
  boolean isMade() {
    return made;
  }

  /** Whether this batch changes what was there before. */
  boolean isChanged() {
    return changes > 0 && !made;
  }

  /** How often something of it was changed, to see whether a row did. */
  int changes() {
    return changes;
  }

  boolean isRenamed() {
    return renamed && !made;
  }

  String before() {
    return Objects.requireNonNull(before);
  }

  String fold() {
    return fold;
  }

  Set<String> keys() {
    return keys;
  }

  String name() {
    return (String) columns.get("name");
  }

  @Nullable String text(String column) {
    return (String) columns.get(column);
  }

  /** When it came to be, for telling the oldest of namesakes. */
  OffsetDateTime createdAt() {
    return OffsetDateTime.parse((String) columns.get("created_at"));
  }

  /** Sets a column, unless there is nothing to set. */
  void set(String column, @Nullable Object value) {
    if (value != null && !value.equals(columns.get(column))) {
      columns.put(column, value);
      changes++;
    }
  }

  void rename(String name, String fold) {
    if (!name.equals(columns.get("name"))) {
      columns.put("name", name);
      this.fold = fold;
      changes++;
      renamed = true;
    }
  }

  @SuppressWarnings("unchecked")
  void addLink(@Nullable String link) {
    List<String> links = (List<String>) columns.get("links");
    if (link != null && !links.contains(link)) {
      List<String> more = new ArrayList<>(links);
      more.add(link);
      columns.put("links", more);
      changes++;
    }
  }

  @SuppressWarnings("unchecked")
  void addAttributes(Map<String, String> more) {
    Map<String, String> attributes = (Map<String, String>) columns.get("attributes");
    Map<String, String> merged = new TreeMap<>(attributes);
    merged.putAll(more);
    if (!merged.equals(attributes)) {
      columns.put("attributes", merged);
      changes++;
    }
  }
}
