package com.arenacrm.platform;

import java.util.regex.Pattern;

/**
 * A telephone number in a search, as people type it: «601 22 33 44», «601-223-344», «(0034)
 * 601.22.33.44» or a part of it, «22 33 44». People are kept with the bare number, so that it is
 * looked for by its digits too. The number is no less a text: «12 / 2026» may be in a name.
 */
public final class TypedNumber {

  /**
   * The SQL {@code like} pattern of the digits alone, without the zeros that stand for {@code +}.
   * The SQL needs the parameter {@code pattern} of {@link Slice#containing}. It is read from the
   * index of the column as any pattern is.
   */
  public static final String PATTERN =
      "('%' || regexp_replace(:pattern, '^%[^0-9]*00|[^0-9]', '', 'g') || '%')";

  /** With fewer digits, almost any number would be meant. */
  private static final int FEWEST = 4;

  private static final Pattern SIGNS = Pattern.compile("[0-9\\s\\p{Zs}\\p{Pd}().,+/·]+");

  private TypedNumber() {}

  /** Whether a text is made of digits, and what is written between them, only. */
  public static boolean is(String text) {
    return SIGNS.matcher(text).matches()
        && text.chars().filter(c -> c >= '0' && c <= '9').count() >= FEWEST;
  }

  /**
   * The condition that a searchable column contains the text, or the number that it is. The SQL
   * needs the parameter {@code pattern} of {@link Slice#containing}.
   *
   * @param column with the alias of its table
   */
  public static String condition(String column, String text) {
    String contains = column + " like platform.fold(:pattern)";
    return is(text) ? "(" + contains + " or " + column + " like " + PATTERN + ")" : contains;
  }
}
