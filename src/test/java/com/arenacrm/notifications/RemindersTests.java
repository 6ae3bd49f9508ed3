package com.arenacrm.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is told first of all that is due. */
class RemindersTests {

  private static final Formats SHOW =
      new Formats(Locale.ENGLISH, ZoneId.of("Europe/Madrid"), Currency.getInstance("EUR"));

  @Test
  void aCustomerWhoWaitsComesBeforeThePlanAndWhatCanWaitComesLast() {
    List<Reminders> all =
        List.of(
            (u, d, f) -> List.of(line("duplicates")),
            (u, d, f) -> List.of(line("today"), line("week"), line("unheard-of")),
            (u, d, f) -> List.of(line("handoff")));
    assertThat(Reminders.all(all, null, LocalDate.of(2041, 3, 5), SHOW))
        .extracting(Line::kind)
        .containsExactly("handoff", "today", "week", "duplicates", "unheard-of");
  }

  @Test
  void wordsStandBetweenTheMarksOfTheLanguage() {
    assertThat(SHOW.quoted("no date")).isEqualTo("“no date”");
    assertThat(SHOW.quoted(null)).isEmpty();
    Formats spanish =
        new Formats(
            Locale.forLanguageTag("es"), ZoneId.of("Europe/Madrid"), Currency.getInstance("EUR"));
    assertThat(spanish.quoted("sin fecha")).isEqualTo("«sin fecha»");
    assertThat(spanish.longDate(LocalDate.of(2026, 11, 20))).isEqualTo("viernes 20 de noviembre");
  }

  private static Line line(String kind) {
    return new Line(kind, "reminder.today", List.of(), "/");
  }
}
