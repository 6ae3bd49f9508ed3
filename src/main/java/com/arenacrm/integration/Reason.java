package com.arenacrm.integration;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a row is refused, or what to know about it, kept as a message so that each reader sees it in
 * their own language.
 *
 * @param messageKey the sentence, whose text stands in the bundle of whoever says it
 * @param label message key of a name that is the sentence's first argument; null for none
 * @param arguments texts for the arguments that follow
 */
public record Reason(String messageKey, @Nullable String label, List<String> arguments) {

  /** The longest text of a file that is repeated in a sentence. */
  private static final int LONGEST = 80;

  /** A reason with texts in it, such as what the cell held; long ones are cut. */
  public static Reason of(String messageKey, Object... arguments) {
    return new Reason(
        messageKey, null, Stream.of(arguments).map(String::valueOf).map(Reason::cut).toList());
  }

  /** A reason about something that has a name in each language, such as a field. */
  public static Reason about(String messageKey, String label) {
    return new Reason(messageKey, label, List.of());
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }
}
