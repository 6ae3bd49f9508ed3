package com.arenacrm.integration.records;

import com.arenacrm.integration.ImportPass;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record as a batch of an import sees it: the row of its table, by column, as it is or would be.
 * Knows whether the batch makes or changes it. An import erases nothing, so that setting a column
 * to nothing leaves it as it is.
 */
public final class ImportedRow {

  private final UUID id;
  private final Map<String, Object> columns;
  private final boolean made;
  private final @Nullable String before;
  private final Set<String> keys = new HashSet<>();
  private int changes;

  private ImportedRow(UUID id, Map<String, Object> columns, boolean made, @Nullable String before) {
    this.id = id;
    this.columns = columns;
    this.made = made;
    this.before = before;
  }

  /**
   * A record that is to be made.
   *
   * @param since when it came to be
   */
  public static ImportedRow make(ImportPass pass, @Nullable Instant since) {
    UUID id = TimeOrderedUuid.next();
    ImportedRow row = new ImportedRow(id, new LinkedHashMap<>(), true, null);
    row.columns.put("id", id.toString());
    row.columns.put("version", 0);
    row.columns.put("created_by", pass.actor().id().toString());
    row.setMoment("created_at", since == null ? pass.now() : since);
    return row;
  }

  /** A record that is there: in the database, or as the ghost of an earlier batch. */
  static ImportedRow there(Map<String, Object> columns, String before) {
    return new ImportedRow(UUID.fromString((String) columns.get("id")), columns, false, before);
  }

  public UUID id() {
    return id;
  }

  /** Whether this batch makes it. */
  public boolean isMade() {
    return made;
  }

  /** How often something of it was changed, to see whether a row did. */
  public int changes() {
    return changes;
  }

  Map<String, Object> columns() {
    return columns;
  }

  String before() {
    return Objects.requireNonNull(before);
  }

  Set<String> keys() {
    return keys;
  }

  public @Nullable String text(String column) {
    return (String) columns.get(column);
  }

  public @Nullable BigDecimal amount(String column) {
    return (BigDecimal) columns.get(column);
  }

  public @Nullable Integer whole(String column) {
    return (Integer) columns.get(column);
  }

  /** The identifier that a column holds. */
  public @Nullable UUID reference(String column) {
    String id = text(column);
    return id == null ? null : UUID.fromString(id);
  }

  public @Nullable Instant moment(String column) {
    String at = text(column);
    return at == null ? null : OffsetDateTime.parse(at).toInstant();
  }

  /** Sets a column, unless there is nothing to set. */
  public void set(String column, @Nullable Object value) {
    Object plain = value instanceof UUID || value instanceof Enum ? value.toString() : value;
    if (plain != null && !same(plain, columns.get(column))) {
      columns.put(column, plain);
      changes++;
    }
  }

  /** Sets a column of times, unless there is nothing to set. */
  public void setMoment(String column, @Nullable Instant at) {
    // As the database keeps it, so that a rehearsal compares as a run does.
    Instant stored = at == null ? null : at.truncatedTo(ChronoUnit.MICROS);
    if (stored != null && !stored.equals(moment(column))) {
      columns.put(column, stored.toString());
      changes++;
    }
  }

  /** Sets a column that is derived from others, or a copy: which is no change by itself. */
  public void derive(String column, @Nullable Object value) {
    columns.put(column, value instanceof UUID || value instanceof Enum ? value.toString() : value);
  }

  /** Empties a column because another says that it no longer holds. */
  public void clear(String column) {
    if (columns.get(column) != null) {
      columns.put(column, null);
      changes++;
    }
  }

  /** Adds further fields to those of a column, replacing those of the same name. */
  @SuppressWarnings("unchecked")
  public void add(String column, Map<String, String> more) {
    Map<String, String> present = (Map<String, String>) columns.get(column);
    Map<String, String> merged = new TreeMap<>(present == null ? Map.of() : present);
    merged.putAll(more);
    if (present == null || !merged.equals(present)) {
      columns.put(column, merged);
      changes++;
    }
  }

  private static boolean same(Object one, @Nullable Object other) {
    return one instanceof BigDecimal a && other instanceof BigDecimal b
        ? a.compareTo(b) == 0
        : one.equals(other);
  }
}
