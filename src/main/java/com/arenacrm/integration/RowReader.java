package com.arenacrm.integration;

import com.arenacrm.identity.CurrentUser;
import java.io.Closeable;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file by what its columns mean. */
final class RowReader implements Closeable {

  /** The longest text that is kept under a header of its own. */
  static final int LONGEST_ATTRIBUTE = 5_000;

  /** How many columns can be kept under their own header. */
  static final int MOST_ATTRIBUTES = 100;

  /** Key of the field that says the currency of a row, where records can have one. */
  private static final String CURRENCY = "currency";

  private static final int LONGEST_NAME = 100;

  /** So many faults of a row are told. */
  private static final int MOST_FAULTS = 20;

  /**
   * A row as read.
   *
   * @param row what it says; null when it is refused
   * @param refusals why it is refused, one fault after the other; empty when it is not
   * @param notes what was left out of it
   */
  record Read(
      TableReader.Line line, @Nullable ImportRow row, List<Reason> refusals, List<Reason> notes) {}

  private final TableReader table;
  private final CellReader cells;
  private final ImportMapping mapping;
  private final String home;
  private final boolean manyCurrencies;
  private final boolean clean;
  private final List<@Nullable ImportField> fields = new ArrayList<>();
  private final List<@Nullable String> attributes = new ArrayList<>();

  /**
   * @param keepsTexts whether a value that means nothing here is kept as a text under the header of
   *     its column, so that nothing of the file is lost
   * @throws TableReader.BrokenException when the file is no table
   */
  RowReader(
      InputStream file,
      ImportSettings settings,
      ImportMapping mapping,
      List<ImportField> known,
      boolean keepsTexts,
      CurrentUser.CompanyFacts company,
      Instant now) {
    this.table = new TableReader(file, settings);
    this.cells =
        new CellReader(
            settings,
            company.zone(),
            mapping.values(),
            mapping.styles(),
            LocalDate.ofInstant(now, company.zone()));
    this.mapping = mapping;
    this.home = company.currency().getCurrencyCode();
    this.manyCurrencies = known.stream().anyMatch(f -> f.key().equals(CURRENCY));
    this.clean = settings.clean();
    Map<String, ImportField> byKey = new HashMap<>();
    known.forEach(field -> byKey.put(field.key(), field));
    Set<String> names = new HashSet<>();
    for (int i = 0; i < table.header().size(); i++) {
      String meaning = i < mapping.columns().size() ? mapping.columns().get(i) : ImportMapping.DROP;
      ImportField field = byKey.get(meaning);
      fields.add(field);
      boolean keep =
          (meaning.equals(ImportMapping.KEEP)
                  || (keepsTexts && field != null && field.type() == ImportField.Type.CHOICE))
              && !table.header().get(i).isBlank()
              && names.size() < MOST_ATTRIBUTES;
      attributes.add(keep ? attributeName(table.header().get(i), names) : null);
    }
  }

  List<String> header() {
    return table.header();
  }

  /**
   * The next row that is not blank; null at the end.
   *
   * @throws TableReader.BrokenException when the file is no table from here on
   */
  @Nullable Read next() {
    TableReader.Line line = table.next();
    while (line != null && line.isBlank()) {
      line = table.next();
    }
    return line == null ? null : read(line);
  }

  private Read read(TableReader.Line line) {
    List<String> found = line.cells();
    int columns = table.header().size();
    if (found.size() > columns) {
      return refused(line, Reason.of("import.refused.ragged", found.size(), columns));
    }
    Map<String, Object> values = new HashMap<>();
    Map<String, String> kept = new LinkedHashMap<>();
    List<Reason> notes = new ArrayList<>();
    List<Reason> faults = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      ImportField field = fields.get(i);
      String attribute = attributes.get(i);
      String raw = found.get(i);
      if ((field == null && attribute == null) || raw.isEmpty()) {
        continue;
      }
      String header = table.header().get(i);
      String cell = cells.plain(raw);
      if (cells.isEmpty(cell)) {
        continue;
      }
      Object value = unreadable(cell) ? Reason.of("import.cell.charset", header, cell) : null;
      if (value == null) {
        value = field == null ? attributeValue(header, cell) : cells.read(field, header, cell);
      }
      if (field != null && ColumnStyle.isNumber(field) && !(value instanceof Reason)) {
        Object currency = currency(field, header, cell, named(found, CURRENCY));
        if (currency instanceof String code) {
          values.put(ImportRow.currencyKey(field.key()), code);
        } else if (currency != null) {
          value = currency;
        }
      }
      if (value instanceof Reason why) {
        (mapping.lenient() ? notes : faults).add(why);
      } else if (value != null && field != null) {
        values.put(field.key(), value);
        Reason otherwise = cells.otherwise(field, header, cell);
        if (otherwise != null) {
          notes.add(otherwise);
        }
        Reason far = cells.farAway(field, header, cell, value);
        if (far != null) {
          notes.add(far);
        }
        String named = field.type() == ImportField.Type.NAMED ? cells.named(field, cell) : null;
        if (named != null) {
          values.put(ImportRow.namedKey(field.key()), named);
        }
      } else if (attribute != null) {
        kept.put(attribute, value == null ? cell.strip() : (String) value);
      }
    }
    return faults.isEmpty()
        ? new Read(line, new ImportRow(line.number(), values, kept), List.of(), notes)
        : new Read(line, null, faults.subList(0, Math.min(faults.size(), MOST_FAULTS)), List.of());
  }

  /**
   * What an amount is in; a {@link Reason} when it cannot be kept so; null when it does not say.
   */
  private @Nullable Object currency(
      ImportField field, String header, String cell, boolean hasColumn) {
    Object currency = cells.currency(field, header, cell);
    if (currency instanceof Reason) {
      return hasColumn ? null : currency;
    }
    return currency == null || manyCurrencies || currency.equals(home)
        ? currency
        : Reason.of("import.cell.foreign", header, cell.strip(), currency, home);
  }

  /** Whether the row says something in the column of this field. */
  private boolean named(List<String> found, String key) {
    int column = mapping.columns().indexOf(key);
    return column >= 0 && column < found.size() && !cells.isEmpty(cells.plain(found.get(column)));
  }

  private static Read refused(TableReader.Line line, Reason why) {
    return new Read(line, null, List.of(why), List.of());
  }

  private static Object attributeValue(String header, String cell) {
    return cell.length() > LONGEST_ATTRIBUTE
        ? Reason.of("import.cell.long", header, LONGEST_ATTRIBUTE)
        : cell;
  }

  // A sign that the character set does not have was replaced when the bytes were read.
  private boolean unreadable(String cell) {
    return (!clean && cell.indexOf('\ufffd') >= 0) || cell.indexOf('\0') >= 0;
  }

  /** A header as the name of a further field: what stands before a colon and a blank there. */
  private static String attributeName(String header, Set<String> taken) {
    String plain = header.replaceAll(":\\s+", ":").strip();
    String name = plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).strip();
    for (int i = 2; !taken.add(name); i++) {
      String number = " (" + i + ")";
      name = plain.substring(0, Math.min(plain.length(), LONGEST_NAME - number.length())) + number;
    }
    return name;
  }

  @Override
  public void close() {
    table.close();
  }
}
