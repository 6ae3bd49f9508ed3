package com.arenacrm.integration.sheets;

import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An amount as a file writes it, taken apart: {@code $1,117.10K} is {@code 1,117.10}, three zeros
 * more, and a mark that many currencies share.
 *
 * @param number the figures with their signs, nothing else
 * @param zeros how many places the figures are short of, as {@code K} and {@code M} say
 * @param mark the sign or code of a currency as it is written; null where there is none
 * @param currency the ISO code that the mark stands for; null without a mark, and where several
 *     currencies share it
 */
public record MoneyText(
    String number, int zeros, @Nullable String mark, @Nullable String currency) {

  private static final Set<String> CODES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toSet());

  /** What can mean one currency only. */
  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("€", "EUR"),
          Map.entry("EURO", "EUR"),
          Map.entry("EUROS", "EUR"),
          Map.entry("£", "GBP"),
          Map.entry("R$", "BRL"),
          Map.entry("US$", "USD"),
          Map.entry("U$S", "USD"),
          Map.entry("U$D", "USD"),
          Map.entry("U$", "USD"),
          Map.entry("USD$", "USD"),
          Map.entry("MX$", "MXN"),
          Map.entry("MEX$", "MXN"),
          Map.entry("CLP$", "CLP"),
          Map.entry("COP$", "COP"),
          Map.entry("COL$", "COP"),
          Map.entry("AR$", "ARS"),
          Map.entry("CA$", "CAD"),
          Map.entry("CAD$", "CAD"),
          Map.entry("A$", "AUD"),
          Map.entry("AU$", "AUD"),
          Map.entry("NZ$", "NZD"),
          Map.entry("HK$", "HKD"),
          Map.entry("$U", "UYU"),
          Map.entry("RD$", "DOP"),
          Map.entry("S/", "PEN"),
          Map.entry("S/.", "PEN"),
          Map.entry("JP¥", "JPY"),
          Map.entry("CN¥", "CNY"),
          Map.entry("₹", "INR"),
          Map.entry("₺", "TRY"),
          Map.entry("₽", "RUB"),
          Map.entry("₩", "KRW"),
          Map.entry("₴", "UAH"),
          Map.entry("₪", "ILS"),
          Map.entry("₫", "VND"),
          Map.entry("₦", "NGN"),
          Map.entry("₱", "PHP"),
          Map.entry("₲", "PYG"),
          Map.entry("₡", "CRC"),
          Map.entry("ZŁ", "PLN"),
          Map.entry("CHF.", "CHF"),
          Map.entry("KČ", "CZK"));

  private static final List<String> DOLLARS = List.of("USD", "CAD", "AUD", "NZD", "HKD", "SGD");

  /** What several currencies share, with those, the most usual first. */
  private static final Map<String, List<String>> SHARED =
      Map.of(
          "$",
          List.of(
              "USD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP", "CAD", "AUD", "NZD", "HKD", "SGD"),
          "C$",
          List.of("CAD", "NIO"),
          "PESOS",
          List.of("MXN", "ARS", "CLP", "COP", "UYU", "DOP", "PHP"),
          "DOLARES",
          DOLLARS,
          "DÓLARES",
          DOLLARS,
          "DOLLARS",
          DOLLARS,
          "¥",
          List.of("JPY", "CNY"),
          "KR",
          List.of("SEK", "NOK", "DKK", "ISK"));

  /** Codes that are words too: in a header they mean money only in capitals and brackets. */
  private static final Set<String> ALSO_WORDS = Set.of("ALL", "TOP", "TRY", "CUP", "MAD");

  private static final Pattern BRACKETS =
      Pattern.compile("[(\\[{]\\s*(?:(?:en|in)\\s+)?([^)\\]}]+?)\\s*[)\\]}]");

  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("[\\s_:;,|()\\[\\]{}-]+|(?<=\\p{Ll})(?=\\p{Lu}{3}$)");

  private static final Map<String, Integer> SCALES =
      Map.ofEntries(
          Map.entry("K", 3),
          Map.entry("MIL", 3),
          Map.entry("M", 6),
          Map.entry("MM", 6),
          Map.entry("MILL", 6),
          Map.entry("MILL.", 6),
          Map.entry("MILLONES", 6),
          Map.entry("MILLON", 6),
          Map.entry("MILLION", 6),
          Map.entry("B", 9),
          Map.entry("BN", 9));

  /** Takes an amount apart; empty when something else stands beside the figures. */
  public static Optional<MoneyText> of(String text) {
    String plain = text.strip();
    int from = 0;
    while (from < plain.length() && !isFigure(plain, from)) {
      from++;
    }
    int until = plain.length();
    while (until > from && !Character.isDigit(plain.charAt(until - 1))) {
      until--;
    }
    if (from == until) {
      return Optional.empty();
    }
    String before = word(plain.substring(0, from));
    boolean minus = before.startsWith("-") || before.endsWith("-");
    before = minus ? word(before.replace("-", "")) : before;
    String after = word(plain.substring(until));
    int zeros = 0;
    if (!after.isEmpty() && !isMark(after)) {
      String scale =
          SCALES.keySet().stream()
              .filter(after::startsWith)
              .filter(
                  s -> s.length() == after.length() || isMark(word(after.substring(s.length()))))
              .findFirst()
              .orElse(null);
      if (scale == null) {
        return Optional.empty();
      }
      zeros = SCALES.get(scale);
      return of(
          plain.substring(from, until),
          minus,
          zeros,
          before,
          word(after.substring(scale.length())));
    }
    return of(plain.substring(from, until), minus, zeros, before, after);
  }

  private static Optional<MoneyText> of(
      String number, boolean minus, int zeros, String before, String after) {
    if (!before.isEmpty() && !isMark(before)) {
      return Optional.empty();
    }
    String one = before.isEmpty() ? null : meaning(before).orElse(null);
    String other = after.isEmpty() ? null : meaning(after).orElse(null);
    if (one != null && other != null && !one.equals(other)) {
      return Optional.empty();
    }
    String mark = before.isEmpty() || one == null && other != null ? after : before;
    return Optional.of(
        new MoneyText(
            minus ? "-" + number : number,
            zeros,
            mark.isEmpty() ? null : mark,
            one == null ? other : one));
  }

  /**
   * The mark that the header of a column bears, such as {@code USD} in {@code Importe (USD)}; empty
   * where it bears none, or several that mean different currencies.
   */
  public static Optional<String> ofHeader(String header) {
    Set<String> known = new LinkedHashSet<>();
    Map<String, String> byMeaning = new LinkedHashMap<>();
    Set<String> shared = new LinkedHashSet<>();
    for (String mark : marks(header)) {
      Optional<String> meaning = meaning(mark);
      meaning.ifPresent(m -> byMeaning.putIfAbsent(m, word(mark)));
      (meaning.isPresent() ? known : shared).add(word(mark));
    }
    return byMeaning.size() == 1
        ? byMeaning.values().stream().findFirst()
        : known.isEmpty() && shared.size() == 1 ? shared.stream().findFirst() : Optional.empty();
  }

  /** A header without its marks: {@code Importe (USD)} is {@code Importe}. */
  public static String headerWithoutMarks(String header) {
    Set<String> marks = new HashSet<>(marks(header));
    return marks.isEmpty()
        ? header
        : Stream.of(BETWEEN_WORDS.split(header))
            .filter(part -> !marks.contains(part))
            .collect(Collectors.joining(" "))
            .replaceFirst("(?i)\\s(?:en|in)$", "");
  }

  // At either end of a header, or in brackets; elsewhere three letters are part of a name.
  private static List<String> marks(String header) {
    List<String> marks = new ArrayList<>();
    Matcher brackets = BRACKETS.matcher(header);
    while (brackets.find()) {
      String part = brackets.group(1);
      if (isMark(word(part)) && (!ALSO_WORDS.contains(word(part)) || part.equals(word(part)))) {
        marks.add(part);
      }
    }
    List<String> words =
        Stream.of(BETWEEN_WORDS.split(brackets.replaceAll(" ")))
            .filter(part -> !part.isBlank())
            .toList();
    for (int i = 0; i < words.size(); i++) {
      String part = words.get(i);
      boolean end = i == 0 || i == words.size() - 1;
      if (isMark(word(part)) && end && !ALSO_WORDS.contains(word(part))) {
        marks.add(part);
      }
    }
    return marks;
  }

  /** The ISO code that a sign, a code or a word stands for, where it stands for one only. */
  public static Optional<String> meaning(String mark) {
    String word = word(mark);
    return Optional.ofNullable(CODES.contains(word) ? word : SIGNS.get(word));
  }

  /** The currencies that a mark may stand for, the most usual first; all where nobody knows. */
  public static List<String> candidates(String mark) {
    String word = word(mark);
    return meaning(word)
        .map(List::of)
        .orElseGet(() -> SHARED.getOrDefault(word, CODES.stream().sorted().toList()));
  }

  private static boolean isMark(String word) {
    return meaning(word).isPresent()
        || SHARED.containsKey(word)
        || word.length() == 1 && Character.getType(word.charAt(0)) == Character.CURRENCY_SYMBOL;
  }

  private static boolean isFigure(String text, int at) {
    char c = text.charAt(at);
    return Character.isDigit(c)
        || (c == ',' || c == '.' || c == '-')
            && at + 1 < text.length()
            && (Character.isDigit(text.charAt(at + 1)));
  }

  private static String word(String text) {
    return text.replaceAll("[\\s\\u00a0\\u202f]+", "").toUpperCase(Locale.ROOT);
  }
}
