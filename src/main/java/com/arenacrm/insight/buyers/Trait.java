package com.arenacrm.insight.buyers;

import com.arenacrm.platform.CalendarWords;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One thing that is known of those who decided, such as their industry, with how many of each value
 * said yes. Of whom it is not known is not among them.
 *
 * @param field the fact, as {@code INDUSTRY} or {@code COMPANY_ATTRIBUTE:Camas}
 * @param values what it can be
 */
record Trait(String field, List<Value> values) {

  /** How many parts a number is cut into. */
  private static final int BANDS = 4;

  /** From how many different numbers on they are cut into parts. */
  private static final int MOST_NUMBERS = 8;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,6})?");

  private static final Pattern YEAR = Pattern.compile("1[89][0-9]{2}|20[0-9]{2}");

  private static final Pattern BAND = Pattern.compile(NUMBER + "\\.\\." + NUMBER);

  private static final String OPEN_END = "9999999";

  /** Sizes of companies as statistics offices cut them. */
  private static final List<String> SIZES =
      List.of("1..9", "10..49", "50..249", "250..999", "1000.." + OPEN_END);

  /**
   * A value.
   *
   * @param text as written; of a band of numbers, {@code 10..49}
   * @param band whether it is a band of numbers
   * @param yes how many bought
   * @param all how many decided
   * @param customers of how many different customers
   * @param parts the same by source, those alone that have any
   */
  record Value(
      String text, boolean band, int yes, int all, int customers, Map<String, Part> parts) {

    /** Of one source only. */
    static Value of(String text, int yes, int all, int customers) {
      return of(text, customers, Map.of("", new Part(yes, all)));
    }

    static Value of(String text, int customers, Map<String, Part> parts) {
      return new Value(
          text,
          false,
          parts.values().stream().mapToInt(Part::yes).sum(),
          parts.values().stream().mapToInt(Part::all).sum(),
          customers,
          parts);
    }

    /** The value, or band, that somebody asks the cases of. */
    static Value asked(String text) {
      return new Value(text, BAND.matcher(text).matches(), 0, 0, 0, Map.of());
    }

    /** What comes from one source; its customers are not told apart. */
    Value in(String source) {
      Part part = parts.getOrDefault(source, Part.NONE);
      return new Value(text, band, part.yes(), part.all(), customers, Map.of(source, part));
    }

    /** Whether both ends of a band are the same. */
    public boolean isSingle() {
      return band && least().equals(most());
    }

    /** Whether all its numbers could be years. */
    private boolean isYears() {
      return band
          ? !most().isEmpty() && YEAR.matcher(least()).matches() && YEAR.matcher(most()).matches()
          : YEAR.matcher(text).matches();
    }

    /** Whether it is a number with decimals: one without may be a code, such as that of a town. */
    public boolean isDecimal() {
      return !band && text.indexOf('.') > 0 && NUMBER.matcher(text).matches();
    }

    /** The lower end of a band. */
    public String least() {
      return text.substring(0, text.indexOf(".."));
    }

    /** The upper end of a band; empty for one that is open upwards. */
    public String most() {
      String end = text.substring(text.indexOf("..") + 2);
      return end.equals(OPEN_END) ? "" : end;
    }

    public double rate() {
      return all == 0 ? 0 : (double) yes / all;
    }

    Value plus(Value other) {
      Map<String, Part> both = new TreeMap<>(parts);
      other.parts.forEach((source, part) -> both.merge(source, part, Part::plus));
      return new Value(
          text, band, yes + other.yes, all + other.all, customers + other.customers, both);
    }
  }

  /**
   * What comes from one source.
   *
   * @param yes how many bought
   * @param all how many decided
   */
  record Part(int yes, int all) {

    static final Part NONE = new Part(0, 0);

    Part plus(Part other) {
      return new Part(yes + other.yes, all + other.all);
    }
  }

  /** The sources that know it. */
  Set<String> sources() {
    Set<String> sources = new TreeSet<>();
    values.forEach(v -> sources.addAll(v.parts().keySet()));
    return sources;
  }

  /** As one source knows it, with those values alone that occur there. */
  Trait in(String source) {
    return new Trait(
        field, values.stream().map(v -> v.in(source)).filter(v -> v.all() > 0).toList());
  }

  /** Whether its numbers are years, which nobody writes as amounts. */
  public boolean isYears() {
    return !values.isEmpty() && values.stream().allMatch(Value::isYears);
  }

  int yes() {
    return values.stream().mapToInt(Value::yes).sum();
  }

  int all() {
    return values.stream().mapToInt(Value::all).sum();
  }

  /** How many bought of those of whom this is known, between 0 and 1. */
  double rate() {
    return all() == 0 ? 0 : (double) yes() / all();
  }

  /** The kind of fact, without the label of a further field. */
  public String kind() {
    int colon = field.indexOf(':');
    return colon < 0 ? field : field.substring(0, colon);
  }

  /** The label of a further field; empty for the others. */
  public String label() {
    int colon = field.indexOf(':');
    return colon < 0 ? "" : field.substring(colon + 1);
  }

  /** Whether a profile can ask for it: it is a fact of a person or a company. */
  public boolean isCriterion() {
    return !kind().equals("DEAL_ATTRIBUTE") && !kind().equals("ORIGIN");
  }

  /** Whether it says when something was, which is nothing that a customer is. */
  boolean isCalendar() {
    int dates =
        values.stream().filter(v -> CalendarWords.isOne(v.text())).mapToInt(Value::all).sum();
    return all() > 0 && dates >= 0.9 * all();
  }

  /** With the most frequent values first, as people read it. */
  Trait ordered() {
    List<Value> byMany = new ArrayList<>(values);
    if (values.stream().noneMatch(Value::band)) {
      byMany.sort(Comparator.comparingInt(Value::all).reversed().thenComparing(Value::text));
    }
    return new Trait(field, byMany);
  }

  /** Whether a number belongs to one of the bands of a fact, in SQL over {@code f.value}. */
  static String known(String field) {
    return field.equals("EMPLOYEES")
        ? "cast(btrim(f.value) as numeric) between 1 and " + OPEN_END
        : "true";
  }

  /**
   * With numbers cut into bands: of employees the usual sizes, of others parts of about as many
   * cases. Where they are not numbers, or few different ones, it stays as it is.
   */
  Trait banded() {
    boolean size = field.equals("EMPLOYEES");
    long numbers =
        values.stream().filter(v -> NUMBER.matcher(v.text()).matches()).mapToInt(Value::all).sum();
    if (!size && (values.size() <= MOST_NUMBERS || numbers < 0.95 * all())) {
      return this;
    }
    TreeMap<BigDecimal, Value> sorted = new TreeMap<>();
    values.stream()
        .filter(v -> NUMBER.matcher(v.text()).matches())
        .forEach(v -> sorted.merge(new BigDecimal(v.text()), v, Value::plus));
    return new Trait(field, size ? sizes(sorted) : parts(sorted));
  }

  private static List<Value> sizes(TreeMap<BigDecimal, Value> sorted) {
    List<Value> bands = new ArrayList<>();
    for (String size : SIZES) {
      String[] ends = size.split("\\.\\.");
      band(sorted.subMap(new BigDecimal(ends[0]), true, new BigDecimal(ends[1]), true), size)
          .ifPresent(bands::add);
    }
    return bands;
  }

  private static List<Value> parts(TreeMap<BigDecimal, Value> sorted) {
    int all = sorted.values().stream().mapToInt(Value::all).sum();
    List<Value> bands = new ArrayList<>();
    TreeMap<BigDecimal, Value> part = new TreeMap<>();
    int before = 0;
    for (var one : sorted.entrySet()) {
      part.put(one.getKey(), one.getValue());
      before += one.getValue().all();
      if (before >= (long) all * (bands.size() + 1) / BANDS) {
        named(part).ifPresent(bands::add);
        part = new TreeMap<>();
      }
    }
    named(part).ifPresent(bands::add);
    return bands;
  }

  private static Optional<Value> named(TreeMap<BigDecimal, Value> part) {
    return part.isEmpty()
        ? Optional.empty()
        : band(part, part.firstKey().toPlainString() + ".." + part.lastKey().toPlainString());
  }

  private static Optional<Value> band(Map<BigDecimal, Value> part, String name) {
    return part.values().stream()
        .reduce(Value::plus)
        .map(v -> new Value(name, true, v.yes(), v.all(), v.customers(), v.parts()));
  }
}
