package com.arenacrm.integration;

import com.arenacrm.integration.sheets.DateStyle;
import com.arenacrm.integration.sheets.MoneyText;
import com.arenacrm.platform.FormReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one column writes days or numbers, where that differs from the rest of the file or cannot be
 * seen. A cell that can be read in one way only is read so, whatever its column does: {@code 15
 * Apr, 2021} beside {@code 15/04/2021}, {@code $1,117.10K} beside {@code 1.117,10 €}.
 *
 * @param dates how days and months as two numbers are meant; null for a column of numbers
 * @param decimalComma whether decimals follow a comma; null for a column of days
 */
record ColumnStyle(@Nullable DateStyle dates, @Nullable Boolean decimalComma) {

  private static final Locale COMMA = Locale.forLanguageTag("es-ES");

  /** {@code 1.250} is one thousand here and one and a quarter there. */
  private static final Pattern EITHER = Pattern.compile("-?[1-9]\\d{0,2}[.,]\\d{3}");

  private static final Pattern ANY_NUMBER = Pattern.compile("-?\\d[\\d.,' \\u00a0\\u202f]*");

  static ColumnStyle days(DateStyle style) {
    return new ColumnStyle(style, null);
  }

  static ColumnStyle numbers(boolean decimalComma) {
    return new ColumnStyle(null, decimalComma);
  }

  /** The answer as a form carries it. */
  String key() {
    return dates != null ? dates.name() : Boolean.TRUE.equals(decimalComma) ? "COMMA" : "POINT";
  }

  /** The style that a form names; null when it names none of this kind of field. */
  static @Nullable ColumnStyle of(ImportField field, @Nullable String key) {
    if (isDay(field)) {
      return "DAY_FIRST".equals(key) || "MONTH_FIRST".equals(key)
          ? days(DateStyle.valueOf(key))
          : null;
    }
    return "COMMA".equals(key) || "POINT".equals(key) ? numbers("COMMA".equals(key)) : null;
  }

  static boolean isDay(ImportField field) {
    return field.type() == ImportField.Type.DATE || field.type() == ImportField.Type.MOMENT;
  }

  static boolean isNumber(ImportField field) {
    return field.type() == ImportField.Type.AMOUNT || field.type() == ImportField.Type.WHOLE;
  }

  /** A number with its currency and {@code K} or {@code M}: {@code $1,117.10K} is 1,117,100. */
  static Optional<BigDecimal> amount(String text, boolean decimalComma) {
    return MoneyText.of(text).flatMap(money -> amount(money, decimalComma));
  }

  private static Optional<BigDecimal> amount(MoneyText money, boolean decimalComma) {
    // Nothing of less than a thousand has a sign that groups thousands.
    String plain = money.number();
    boolean fraction = plain.matches("-?0[.,]\\d+");
    Locale language = (fraction ? plain.indexOf(',') > 0 : decimalComma) ? COMMA : Locale.US;
    return FormReader.parseAmount(plain, language)
        .map(n -> money.zeros() == 0 ? n : n.scaleByPowerOfTen(money.zeros()))
        .map(n -> n.scale() < 0 ? n.setScale(0) : n);
  }

  /** The mark of a currency in the header of a column of amounts; null where there is none. */
  static @Nullable String markOf(ImportField field, String header) {
    return field.type() == ImportField.Type.AMOUNT ? MoneyText.ofHeader(header).orElse(null) : null;
  }

  /** What the cells of a column tell of its style. */
  static final class Evidence {

    private static final int EXAMPLES = 3;

    private final boolean day;
    private final @Nullable String ofColumn;
    private final @Nullable String currency;
    private int dated;
    private int yearless;
    private final List<String> yearlessExamples = new ArrayList<>();
    private int one;
    private int other;
    private int either;
    private final List<String> examples = new ArrayList<>();
    private final Map<String, Integer> marks = new TreeMap<>();

    /**
     * @param header the name of the column
     */
    Evidence(ImportField field, String header) {
      this.day = isDay(field);
      String mark = markOf(field, header);
      this.currency = mark == null ? null : MoneyText.meaning(mark).orElse(null);
      this.ofColumn = currency == null ? mark : null;
    }

    void add(String cell) {
      int sign = day ? ofDay(cell) : ofNumber(cell);
      if (sign < 0) {
        one++;
      } else if (sign > 0) {
        other++;
      }
    }

    private int ofDay(String cell) {
      boolean lacksYear = DateStyle.lacksYear(cell);
      // In a leap year, each day is one.
      DateStyle.Sign sign = DateStyle.signOf(lacksYear ? DateStyle.withYear(cell, 2000) : cell);
      if (lacksYear) {
        yearless++;
        if (yearlessExamples.size() < EXAMPLES && !yearlessExamples.contains(cell)) {
          yearlessExamples.add(cell);
        }
      } else if (sign != null) {
        dated++;
      }
      if (sign == DateStyle.Sign.EITHER) {
        open(cell);
      }
      return sign == DateStyle.Sign.DAY_FIRST ? -1 : sign == DateStyle.Sign.MONTH_FIRST ? 1 : 0;
    }

    private int ofNumber(String cell) {
      MoneyText money = MoneyText.of(cell).orElse(null);
      if (money == null || !ANY_NUMBER.matcher(money.number()).matches()) {
        return 0;
      }
      if (money.mark() != null && money.currency() == null) {
        if (currency == null || !MoneyText.candidates(money.mark()).contains(currency)) {
          marks.merge(money.mark(), 1, Integer::sum);
        }
      } else if (money.mark() == null && ofColumn != null) {
        marks.merge(ofColumn, 1, Integer::sum);
      }
      String number = money.number();
      if (EITHER.matcher(number).matches()) {
        open(cell);
        return 0;
      }
      int comma = number.lastIndexOf(',');
      int point = number.lastIndexOf('.');
      boolean oneComma = comma >= 0 && comma == number.indexOf(',');
      boolean onePoint = point >= 0 && point == number.indexOf('.');
      if (comma > point && (oneComma || point < 0)) {
        return oneComma ? -1 : 1;
      }
      return point > comma ? (onePoint ? 1 : -1) : 0;
    }

    private void open(String cell) {
      either++;
      if (examples.size() < EXAMPLES && !examples.contains(cell)) {
        examples.add(cell);
      }
    }

    /**
     * Whether a person has to say how some cells are meant: of numbers, where the others do not
     * show it; of days, also where they show another style than was chosen for the file.
     */
    boolean isOpen(ImportSettings settings) {
      ColumnStyle shown = shown();
      return either > 0
          && (shown == null || day && !Objects.equals(shown.dates(), settings.dates()));
    }

    /**
     * How the column is read without being asked about; null where the file's own style holds. For
     * days that is the style chosen for the file, if it reads them at all: what does not fit it is
     * read with a note.
     */
    @Nullable ColumnStyle style(ImportSettings settings) {
      return day && settings.dates().ordersNumbers() ? null : shown();
    }

    /** How many cells show the first of the styles to choose from. */
    int one() {
      return one;
    }

    /** How many cells show the other one. */
    int other() {
      return other;
    }

    /** What the cells say, where they all say the same; null when they say nothing. */
    @Nullable ColumnStyle shown() {
      if ((one > 0) == (other > 0)) {
        return null;
      }
      return day ? days(one > 0 ? DateStyle.DAY_FIRST : DateStyle.MONTH_FIRST) : numbers(one > 0);
    }

    /** Whether days of it do not say their year, so that a person has to. */
    boolean lacksYears() {
      return yearless > 0;
    }

    /** Whether others of its days do say theirs. */
    boolean hasYears() {
      return dated > 0;
    }

    int yearless() {
      return yearless;
    }

    /** Days of it without a year, as one text. */
    String yearlessExamples() {
      return String.join(" · ", yearlessExamples);
    }

    /** Whether a person has to say something of the column. */
    boolean asks(ImportSettings settings) {
      return isOpen(settings) || !marks.isEmpty() || lacksYears();
    }

    /**
     * Marks that several currencies share and the header does not explain, in cells or header, with
     * how many cells they mean.
     */
    Map<String, Integer> marks() {
      return marks;
    }

    int either() {
      return either;
    }

    List<String> examples() {
      return examples;
    }
  }
}
