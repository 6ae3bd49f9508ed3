package com.arenacrm.platform;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells dates, months, weekdays and quarters, which say when something was and not who it is. */
public final class CalendarWords {

  private static final Pattern DATE =
      Pattern.compile(
          "\\d{4}-\\d{1,2}(-\\d{1,2})?([ T].*)?"
              + "|\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2,4}.*"
              + "|\\d{1,2} (de )?\\p{L}{3,10}\\.?,? (de )?\\d{4}.*"
              + "|\\p{L}{3,10}\\.? \\d{1,2},? \\d{4}.*"
              + "|[QT][1-4]( \\d{4})?");

  private static final Set<String> NAMES = new HashSet<>();

  static {
    for (Locale language : new Locale[] {Locale.ENGLISH, Locale.forLanguageTag("es")}) {
      for (TextStyle style : new TextStyle[] {TextStyle.FULL, TextStyle.SHORT}) {
        Stream.of(Month.values())
            .map(m -> m.getDisplayName(style, language))
            .forEach(CalendarWords::add);
        Stream.of(DayOfWeek.values())
            .map(d -> d.getDisplayName(style, language))
            .forEach(CalendarWords::add);
      }
    }
  }

  private CalendarWords() {}

  private static void add(String name) {
    NAMES.add(plain(name));
  }

  public static boolean isOne(String text) {
    return DATE.matcher(text).matches() || NAMES.contains(plain(text));
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replace(".", "");
  }
}
