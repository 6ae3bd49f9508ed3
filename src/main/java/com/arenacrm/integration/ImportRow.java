package com.arenacrm.integration;

import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the file, read: for each field its value, or nothing where the column is missing, the
 * cell is empty, or it holds a text that means "empty" in this file.
 */
public final class ImportRow {

  private final long line;
  private final Map<String, Object> values;
  private final Map<String, String> attributes;

  /**
   * @param line the line of the file on which the row starts; 1 is the first
   * @param values by the key of the field, of the type that the field's type says
   * @param attributes cells of columns that mean no field and are kept, by their header
   */
  public ImportRow(long line, Map<String, Object> values, Map<String, String> attributes) {
    this.line = line;
    this.values = values;
    this.attributes = attributes;
  }

  public long line() {
    return line;
  }

  /** Cells of further columns that are to be kept, by header; empty cells are left out. */
  public Map<String, String> attributes() {
    return attributes;
  }

  public boolean has(String field) {
    return values.containsKey(field);
  }

  /** The key under which the choice of a field of type NAMED is kept beside its text. */
  static String namedKey(String field) {
    return field + "@named";
  }

  /**
   * The choice that a text of a field of type NAMED names; the empty text where it was said to name
   * none, and null where that was not asked.
   */
  public @Nullable String named(String field) {
    return (String) values.get(namedKey(field));
  }

  /** The key under which the currency of an amount is kept beside it. */
  static String currencyKey(String field) {
    return field + "@currency";
  }

  /** The field that a key belongs to under which something is kept beside its value. */
  static String fieldOf(String key) {
    return key.replaceFirst("@.*", "");
  }

  /** Whether a key is one under which the year of a column of days is kept. */
  static boolean isYearKey(String key) {
    return key.endsWith("@year");
  }

  /** The key under which the year of a column of days is kept that do not say it. */
  static String yearKey(String field) {
    return field + "@year";
  }

  /**
   * The ISO code of the currency that a cell of a field of type AMOUNT is marked with; null where
   * it has no mark.
   */
  public @Nullable String currency(String field) {
    return (String) values.get(currencyKey(field));
  }

  /** The text of a field of type TEXT, LONG_TEXT, WEB or NAMED. */
  public @Nullable String text(String field) {
    return (String) values.get(field);
  }

  public @Nullable EmailAddress email(String field) {
    return (EmailAddress) values.get(field);
  }

  public @Nullable PhoneNumber phone(String field) {
    return (PhoneNumber) values.get(field);
  }

  public @Nullable Integer whole(String field) {
    return (Integer) values.get(field);
  }

  public @Nullable BigDecimal amount(String field) {
    return (BigDecimal) values.get(field);
  }

  public @Nullable LocalDate date(String field) {
    return (LocalDate) values.get(field);
  }

  public @Nullable Instant moment(String field) {
    return (Instant) values.get(field);
  }

  public @Nullable Boolean yes(String field) {
    return (Boolean) values.get(field);
  }

  /** The value of the choice that the cell was mapped to. */
  public @Nullable String choice(String field) {
    return (String) values.get(field);
  }
}
