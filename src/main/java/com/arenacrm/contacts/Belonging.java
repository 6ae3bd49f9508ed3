package com.arenacrm.contacts;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that names a person or a company: what becomes of its rows when two are merged. Names of
 * tables and columns are constants of the code, never input.
 *
 * @param kind what its rows are, as in the message {@code duplicate.kind.…}; null for what nobody
 *     counts, such as a copy within something that is counted already
 * @param table with its schema
 * @param companies whether the column names companies; otherwise people
 * @param key the columns of the primary key
 * @param once the columns that together with this one are unique; empty where it may repeat
 * @param onceWhere where that holds only of some rows; {@code row.} stands for the row
 * @param other a column that must not name the same; null where there is none
 * @param copies what else of the person or company stands in the row
 * @param versioned whether the row has a {@code version}, that open forms may notice
 * @param thereby what else is set whenever the row moves; null for nothing
 */
public record Belonging(
    @Nullable String kind,
    String table,
    String column,
    boolean companies,
    List<String> key,
    List<String> once,
    @Nullable String onceWhere,
    @Nullable String other,
    List<Copy> copies,
    boolean versioned,
    @Nullable String thereby) {

  /** What a row may copy of a person or company. */
  public enum Part {
    NAME,
    /** Which company a person is at. */
    COMPANY,
    COMPANY_NAME
  }

  /**
   * A copied value.
   *
   * @param when for which rows the copy follows, {@code row.} standing for the row; null for all
   */
  public record Copy(String column, Part part, @Nullable String when) {}

  /** A column that names people. */
  public static Belonging ofPerson(@Nullable String kind, String table, String column) {
    return plain(kind, table, column, false);
  }

  /** A column that names companies. */
  public static Belonging ofCompany(@Nullable String kind, String table, String column) {
    return plain(kind, table, column, true);
  }

  private static Belonging plain(
      @Nullable String kind, String table, String column, boolean companies) {
    return new Belonging(
        kind,
        table,
        column,
        companies,
        List.of("id"),
        List.of(),
        null,
        null,
        List.of(),
        false,
        null);
  }

  /** The primary key, where it is not {@code id}. */
  public Belonging keyed(String... columns) {
    return new Belonging(
        kind,
        table,
        column,
        companies,
        List.of(columns),
        once,
        onceWhere,
        other,
        copies,
        versioned,
        thereby);
  }

  /** Unique together with these columns: of two that become the same, the survivor's stays. */
  public Belonging once(String... with) {
    return new Belonging(
        kind,
        table,
        column,
        companies,
        key,
        List.of(with),
        onceWhere,
        other,
        copies,
        versioned,
        thereby);
  }

  public Belonging onceWhere(String condition) {
    return new Belonging(
        kind, table, column, companies, key, once, condition, other, copies, versioned, thereby);
  }

  /** A row whose both ends would be the same says nothing any more. */
  public Belonging neverItself(String otherColumn) {
    return new Belonging(
        kind,
        table,
        column,
        companies,
        key,
        once,
        onceWhere,
        otherColumn,
        copies,
        versioned,
        thereby);
  }

  public Belonging copying(String to, Part part) {
    return copying(to, part, null);
  }

  public Belonging copying(String to, Part part, @Nullable String when) {
    List<Copy> more = new ArrayList<>(copies);
    more.add(new Copy(to, part, when));
    return new Belonging(
        kind,
        table,
        column,
        companies,
        key,
        once,
        onceWhere,
        other,
        List.copyOf(more),
        versioned,
        thereby);
  }

  /** Open forms of the row notice that it moved. */
  public Belonging withVersion() {
    return new Belonging(
        kind, table, column, companies, key, once, onceWhere, other, copies, true, thereby);
  }

  public Belonging thereby(String assignment) {
    return new Belonging(
        kind, table, column, companies, key, once, onceWhere, other, copies, versioned, assignment);
  }

  /** The full name of the column. */
  public String name() {
    return table + "." + column;
  }
}
