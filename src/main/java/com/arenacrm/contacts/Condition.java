package com.arenacrm.contacts;

import com.arenacrm.platform.Folding;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.RefusedException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a fact must be like. {@link ScoreSql} says the same to the database; a test compares them.
 *
 * @param value as it is kept: texts as typed, several of them with commas or, where a text has a
 *     comma of its own, with semicolons between them; numbers plain, {@code 1250.5}; two numbers as
 *     {@code 10..50}; empty where the operator needs none
 */
public record Condition(ContactField field, Operator operator, String value) {

  /** How many values one condition may name. */
  public static final int MOST_VALUES = 50;

  private static final int LONGEST = 1000;
  private static final Pattern RANGE =
      Pattern.compile(
          "(.+?)\\s*(?:\\.\\.|…|–|—|;|(?<=\\d)\\s*-|\\s(?:y|a|and|to)\\s)\\s*(.+)",
          Pattern.CASE_INSENSITIVE);

  /**
   * @throws IllegalArgumentException when the operator or the value makes no sense for the fact
   */
  public Condition {
    if (!field.operators().contains(operator)) {
      throw new IllegalArgumentException(operator + " makes no sense for " + field);
    }
    if (operator.needsValue() == value.isBlank() || value.length() > LONGEST) {
      throw new IllegalArgumentException("A value is missing, or one too many");
    }
    if (operator == Operator.BETWEEN) {
      Arrays.stream(bounds(value)).forEach(BigDecimal::new);
    } else if (operator.comparesNumbers() || isNumeric(field, operator)) {
      new BigDecimal(value);
    } else if (operator.takesSeveral() && split(value).isEmpty()) {
      throw new IllegalArgumentException("No value between the commas");
    }
  }

  /**
   * Reads a condition as somebody typed it.
   *
   * @throws RefusedException saying what is wrong with the operator or the value
   */
  public static Condition typed(
      ContactField field, Operator operator, @Nullable String typed, Locale locale) {
    if (!field.operators().contains(operator)) {
      throw new RefusedException("condition.operator");
    }
    String text = FormReader.clean(typed);
    if (!operator.needsValue()) {
      return new Condition(field, operator, "");
    }
    if (text.isEmpty()) {
      throw new RefusedException("condition.value");
    }
    if (text.length() > LONGEST) {
      throw new RefusedException("tooLong", LONGEST);
    }
    if (operator == Operator.BETWEEN) {
      Matcher m = RANGE.matcher(text);
      if (!m.matches()) {
        throw new RefusedException("condition.range");
      }
      BigDecimal one = number(m.group(1), locale, "condition.range");
      BigDecimal other = number(m.group(2), locale, "condition.range");
      return new Condition(field, operator, plain(one.min(other)) + ".." + plain(one.max(other)));
    }
    if (operator.comparesNumbers() || isNumeric(field, operator)) {
      return new Condition(field, operator, plain(number(text, locale, "condition.number")));
    }
    if (operator.takesSeveral()) {
      int values = split(text).size();
      if (values == 0) {
        throw new RefusedException("condition.value");
      }
      if (values > MOST_VALUES) {
        throw new RefusedException("condition.values", MOST_VALUES);
      }
    }
    return new Condition(field, operator, text);
  }

  /** Whether a fact is so; of what is not known, only that it is not known. */
  public boolean isMetBy(@Nullable String fact, Folding folding) {
    return switch (operator) {
      case IS_KNOWN -> isKnown(fact);
      case IS_NOT_KNOWN -> !isKnown(fact);
      case IS ->
          comparesNumbers()
              ? compares(fact, n -> n.compareTo(least()) == 0)
              : fact != null && folding.fold(fact).equals(folding.fold(value));
      case IS_ONE_OF ->
          fact != null && values().stream().map(folding::fold).anyMatch(folding.fold(fact)::equals);
      case CONTAINS ->
          fact != null
              && values().stream().map(folding::fold).anyMatch(folding.fold(fact)::contains);
      case AT_LEAST -> compares(fact, n -> n.compareTo(least()) >= 0);
      case AT_MOST -> compares(fact, n -> n.compareTo(most()) <= 0);
      case BETWEEN -> compares(fact, n -> n.compareTo(least()) >= 0 && n.compareTo(most()) <= 0);
    };
  }

  /** Whether whoever meets this meets the other condition, too, by what the two say alone. */
  public boolean implies(Condition other, Folding folding) {
    if (!field.equals(other.field)) {
      return false;
    }
    if (!operator.needsValue() || !other.operator.needsValue()) {
      return operator == other.operator
          || other.operator == Operator.IS_KNOWN && operator.needsValue();
    }
    if (comparesNumbers() && other.comparesNumbers()) {
      return (other.operator == Operator.AT_MOST
              || operator != Operator.AT_MOST && least().compareTo(other.least()) >= 0)
          && (other.operator == Operator.AT_LEAST
              || operator != Operator.AT_LEAST && most().compareTo(other.most()) <= 0);
    }
    return (operator != Operator.CONTAINS || other.operator == Operator.CONTAINS)
        && !comparesNumbers()
        && values().stream().allMatch(value -> other.isMetBy(value, folding));
  }

  /** The texts to compare with. */
  public List<String> values() {
    return operator.takesSeveral() ? split(value) : List.of(value);
  }

  /** Whether it compares numbers. */
  public boolean comparesNumbers() {
    return operator.comparesNumbers() || isNumeric(field, operator);
  }

  /** The lower bound, or the number itself. */
  public BigDecimal least() {
    return new BigDecimal(operator == Operator.BETWEEN ? bounds(value)[0] : value);
  }

  /** The upper bound, or the number itself. */
  public BigDecimal most() {
    return new BigDecimal(operator == Operator.BETWEEN ? bounds(value)[1] : value);
  }

  static boolean isKnown(@Nullable String fact) {
    return fact != null && fact.chars().anyMatch(sign -> sign != ' ');
  }

  private static boolean compares(@Nullable String fact, Predicate<BigDecimal> condition) {
    return fact != null && NumberText.read(fact).filter(condition).isPresent();
  }

  private static boolean isNumeric(ContactField field, Operator operator) {
    return field.isNumber() && operator == Operator.IS;
  }

  private static BigDecimal number(String typed, Locale locale, String otherwise) {
    Optional<BigDecimal> number = FormReader.parseAmount(typed, locale);
    return number.orElseThrow(() -> new RefusedException(otherwise));
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static String[] bounds(String value) {
    String[] bounds = value.split("\\.\\.", 2);
    if (bounds.length != 2) {
      throw new IllegalArgumentException("Two numbers are needed");
    }
    return bounds;
  }

  private static List<String> split(String value) {
    String separator = value.contains(";") ? ";" : value.contains("\n") ? "\n" : ",";
    return Arrays.stream(value.split(separator))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .distinct()
        .toList();
  }
}
