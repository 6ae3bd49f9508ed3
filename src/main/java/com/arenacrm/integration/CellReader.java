package com.arenacrm.integration;

import com.arenacrm.integration.sheets.DateStyle;
import com.arenacrm.integration.sheets.MoneyText;
import com.arenacrm.integration.sheets.Words;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Spreadsheet;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what stands in a cell into what its field says, by the settings of the file. */
final class CellReader {

  private static final Set<String> YES =
      Set.of("si", "s", "yes", "y", "true", "verdadero", "1", "x");
  private static final Set<String> NO = Set.of("no", "n", "false", "falso", "0");
  private static final BigDecimal MOST = BigDecimal.valueOf(2_000_000_000L);

  /** A day so many years ahead or back is seldom meant. */
  private static final int YEARS_AHEAD = 20;

  private static final int YEARS_BACK = 100;

  /** Spreadsheets number the days: those of 1954 to 2064 have five figures, from 2 to 5. */
  private static final Pattern SERIAL = Pattern.compile("[2-5]\\d{4}([.,]\\d+)?");

  /** The same where two figures of the year are all that is said. */
  private static final int SHORT_BACK = 40;

  private final ImportSettings settings;
  private final ZoneId zone;
  private final LocalDate today;
  private final Map<String, Map<String, String>> values;
  private final Map<String, ColumnStyle> styles;
  private final Map<String, Optional<String>> marks = new HashMap<>();
  private final Set<String> empties = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @param zone in which times without a zone are meant
   * @param values for each field with choices, what the values of the file mean
   * @param styles of the columns that write days or numbers in their own way
   * @param today from which years are far away or not
   */
  CellReader(
      ImportSettings settings,
      ZoneId zone,
      Map<String, Map<String, String>> values,
      Map<String, ColumnStyle> styles,
      LocalDate today) {
    this.styles = styles;
    this.today = today;
    this.settings = settings;
    this.zone = zone;
    this.values = values;
    empties.addAll(settings.empties());
  }

  /** Reads cells as texts only. */
  static CellReader ofTexts(ImportSettings settings) {
    return new CellReader(settings, ZoneOffset.UTC, Map.of(), Map.of(), LocalDate.EPOCH);
  }

  /** Whether the cell holds nothing, or a text that means so in this file. */
  boolean isEmpty(String cell) {
    return cell.isBlank() || empties.contains(cell.strip());
  }

  /** The cell without the apostrophe that keeps it from being a formula, in files that have it. */
  String plain(String cell) {
    return settings.guarded() ? Spreadsheet.unmarked(cell) : cell;
  }

  /**
   * The value of a cell that is not empty; a {@link Reason} when it is not what its field says;
   * null when it means nothing.
   *
   * @param header the name of the column, for the reason
   */
  @Nullable Object read(ImportField field, String header, String cell) {
    String text = cell.strip();
    return switch (field.type()) {
      case TEXT, NAMED -> fitting(field, header, text.replaceAll("\\s*[\\r\\n]+\\s*", " "));
      case LONG_TEXT -> fitting(field, header, cell);
      case EMAIL -> orReason(EmailAddress.parse(text), "import.cell.email", header, text);
      case PHONE ->
          orReason(
              text.length() > 60
                  ? Optional.empty()
                  : PhoneNumber.parse(text, settings.phoneRegion()),
              "import.cell.phone",
              header,
              text);
      case WEB ->
          orReason(
              text.length() > field.longest() ? Optional.empty() : FormReader.parseUrl(text),
              "import.cell.web",
              header,
              text);
      case WHOLE -> orReason(whole(field, text), "import.cell.whole", header, text);
      case AMOUNT ->
          orReason(
              amount(field, text).filter(a -> a.signum() >= 0), "import.cell.amount", header, text);
      case DATE ->
          orReason(dates(field).day(dated(field, text)), noDate(field, text), header, text);
      case MOMENT ->
          orReason(
              dates(field).moment(dated(field, text), zone), noDate(field, text), header, text);
      case YES_NO -> orReason(yes(text), "import.cell.yesNo", header, text);
      case CHOICE -> choice(field, header, text);
    };
  }

  private static Object fitting(ImportField field, String header, String text) {
    return text.length() > field.longest()
        ? Reason.of("import.cell.long", header, field.longest())
        : text;
  }

  private static Object orReason(Optional<?> value, String messageKey, String header, String text) {
    return value.isPresent() ? value.get() : Reason.of(messageKey, header, text);
  }

  /** What is to be said of a day that was read in another order than the column's; or null. */
  @Nullable Reason otherwise(ImportField field, String header, String cell) {
    if (ColumnStyle.isDay(field) && SERIAL.matcher(cell.strip()).matches()) {
      // In a spreadsheet it is a day that was not shown as one; elsewhere that is a guess.
      return settings.converted() != null
          ? null
          : Reason.of(
              "import.cell.serial",
              header,
              cell.strip(),
              DateStyle.ofSerial(cell.strip()).substring(0, 10));
    }
    return ColumnStyle.isDay(field) && dates(field).isOtherwise(dated(field, cell))
        ? Reason.of(
            dates(field) == DateStyle.DAY_FIRST ? "import.cell.monthFirst" : "import.cell.dayFirst",
            header,
            cell.strip())
        : null;
  }

  private String noDate(ImportField field, String text) {
    return DateStyle.lacksYear(dated(field, text)) ? "import.cell.noYear" : "import.cell.date";
  }

  /** A day with the year that was said of its column, where it has none of its own. */
  private String dated(ImportField field, String text) {
    if (SERIAL.matcher(text).matches()) {
      return DateStyle.ofSerial(text);
    }
    return values.getOrDefault(ImportRow.yearKey(field.key()), Map.of()).values().stream()
        .filter(year -> year.matches("\\d{4}"))
        .findFirst()
        .map(year -> DateStyle.withYear(text, Integer.parseInt(year)))
        .orElse(text);
  }

  /**
   * What is to be said of a day whose year may not be meant: far from today, or of a century that
   * the cell does not say and that might as well be another; or null.
   */
  @Nullable Reason farAway(ImportField field, String header, String cell, Object value) {
    if (!ColumnStyle.isDay(field)) {
      return null;
    }
    LocalDate day = value instanceof Instant at ? LocalDate.ofInstant(at, zone) : (LocalDate) value;
    int ahead = day.getYear() - today.getYear();
    int least = DateStyle.guessesCentury(cell) ? -SHORT_BACK : -YEARS_BACK;
    return ahead > YEARS_AHEAD || ahead < least
        ? Reason.of("import.cell.far", header, cell.strip(), day)
        : null;
  }

  private DateStyle dates(ImportField field) {
    ColumnStyle own = styles.get(field.key());
    return own == null || own.dates() == null ? settings.dates() : own.dates();
  }

  private Optional<BigDecimal> amount(ImportField field, String text) {
    ColumnStyle own = styles.get(field.key());
    return ColumnStyle.amount(
        text,
        own == null || own.decimalComma() == null ? settings.decimalComma() : own.decimalComma());
  }

  /**
   * The ISO code of the currency that an amount is marked with, in its cell or in the header of its
   * column; a {@link Reason} when several share the mark and nobody said which it is, and when cell
   * and header disagree; null when there is no mark. A mark that several share means the currency
   * of the header, where that is one of them.
   */
  @Nullable Object currency(ImportField field, String header, String cell) {
    MoneyText money = MoneyText.of(cell.strip()).orElse(null);
    String ofColumn =
        marks
            .computeIfAbsent(header, h -> Optional.ofNullable(ColumnStyle.markOf(field, h)))
            .orElse(null);
    String mark = money == null || money.mark() == null ? ofColumn : money.mark();
    if (money == null || mark == null) {
      return null;
    }
    String code = meaning(field, mark, ofColumn);
    if (code == null) {
      return Reason.of("import.cell.currency", header, cell.strip());
    }
    String other = ofColumn == null ? null : meaning(field, ofColumn, null);
    return other == null || other.equals(code)
        ? code
        : Reason.of("import.cell.currencies", header, cell.strip(), code, other);
  }

  private @Nullable String meaning(ImportField field, String mark, @Nullable String ofColumn) {
    Optional<String> column = Optional.ofNullable(ofColumn).flatMap(MoneyText::meaning);
    if (column.isPresent() && MoneyText.candidates(mark).contains(column.get())) {
      return column.get();
    }
    String said = values.getOrDefault(ImportRow.currencyKey(field.key()), Map.of()).get(mark);
    return MoneyText.meaning(mark).orElse(said == null || said.isEmpty() ? null : said);
  }

  private Optional<Integer> whole(ImportField field, String text) {
    return amount(field, text)
        .filter(n -> n.signum() >= 0 && n.compareTo(MOST) <= 0)
        .filter(n -> n.stripTrailingZeros().scale() <= 0)
        .map(BigDecimal::intValueExact);
  }

  private static Optional<Boolean> yes(String text) {
    String word = Words.key(text).toLowerCase(Locale.ROOT);
    return YES.contains(word)
        ? Optional.of(true)
        : NO.contains(word) ? Optional.of(false) : Optional.empty();
  }

  /** Whether a text says no more than yes or no. */
  static boolean isYesOrNo(String text) {
    return yes(text).isPresent();
  }

  /** What a text of a field of type NAMED names by the value mapping; null if nobody said. */
  @Nullable String named(ImportField field, String cell) {
    return values.getOrDefault(field.key(), Map.of()).get(cell.strip());
  }

  private @Nullable Object choice(ImportField field, String header, String text) {
    String chosen = values.getOrDefault(field.key(), Map.of()).get(text);
    if (chosen == null) {
      return Reason.of("import.cell.value", header, text);
    }
    return chosen.isEmpty() ? null : chosen;
  }
}
