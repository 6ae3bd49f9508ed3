package com.arenacrm.planner.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import com.arenacrm.planner.Occurrence.State;
import com.arenacrm.planner.feeds.Feeds.Entry;
import com.arenacrm.shared.HourglassPhase;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;

/** The feed says the same to a parser that shares nothing with the library that wrote it (Q45). */
class FeedFileTests {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
  private static final UUID OWNER = UUID.randomUUID();
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

  /**
   * A yearly change of clocks as the file says it: offset before and after, hour, month, which
   * Sunday.
   */
  private static final Pattern CHANGE =
      Pattern.compile(
          "TZOFFSETFROM:([+-]\\d{4})\\r\\nTZOFFSETTO:([+-]\\d{4})\\r\\nDTSTART:\\d{8}T(\\d{6})\\r\\n"
              + "RRULE:FREQ=YEARLY;BYMONTH=(\\d+);BYDAY=(-?\\d)SU");

  private static final Instant CHANGED = Instant.parse("2026-11-20T08:30:15.123456Z");

  @Test
  void anHourIsTheSameInstantOnBothSidesOfEachChangeOfClocks() {
    // Clocks change on 28 March and 31 October 2027.
    for (String day :
        List.of(
            "2027-03-27",
            "2027-03-28",
            "2027-03-29",
            "2027-10-30",
            "2027-10-31",
            "2027-11-01",
            "2028-02-29",
            "2026-12-31")) {
      LocalDate date = LocalDate.parse(day);
      for (String hour : List.of("00:30", "01:59", "05:00", "10:00", "23:45")) {
        LocalTime time = LocalTime.parse(hour);
        VEvent event = only(entry("Cata", date, time, State.PLANNED, false));
        assertThat(event.getDateStart().getValue().toInstant())
            .as("%s %s", day, hour)
            .isEqualTo(ZonedDateTime.of(date, time, MADRID).toInstant());
      }
    }
  }

  @Property(tries = 60)
  void everyHourOfEveryZoneIsTheSameInstant(
      @ForAll @IntRange(min = 0, max = 1000) int days, @ForAll @IntRange(max = 1439) int minute) {
    LocalDate date = LocalDate.of(2026, 1, 1).plusDays(days);
    LocalTime time = LocalTime.ofSecondOfDay(minute * 60L);
    for (String zone : List.of("Europe/Madrid", "Atlantic/Canary", "America/New_York")) {
      ZonedDateTime start = ZonedDateTime.of(date, time, ZoneId.of(zone));
      // Around a change of clocks biweekly takes some hours after noon for those before it (13:00
      // for 01:00); what the file says of the change is compared in the test below.
      if (start.minusHours(30).getOffset().equals(start.plusHours(30).getOffset())) {
        VEvent event =
            read(List.of(entry("Cata", date, time, State.PLANNED, false)), ZoneId.of(zone))
                .getEvents()
                .get(0);
        assertThat(event.getDateStart().getValue().toInstant()).isEqualTo(start.toInstant());
      }
    }
  }

  @Property(tries = 60)
  void itsClocksChangeWhenThoseOfTheZoneDo(
      @ForAll @IntRange(min = 0, max = 1000) int days, @ForAll @IntRange(max = 1439) int minute) {
    LocalDate date = LocalDate.of(2026, 1, 1).plusDays(days);
    LocalTime time = LocalTime.ofSecondOfDay(minute * 60L);
    for (String zone : List.of("Europe/Madrid", "Atlantic/Canary", "America/New_York")) {
      String text =
          new String(
              write(List.of(entry("Cata", date, time, State.PLANNED, false)), ZoneId.of(zone)),
              StandardCharsets.UTF_8);
      LocalDateTime shown = ZonedDateTime.of(date, time, ZoneId.of(zone)).toLocalDateTime();
      assertThat(text).contains("DTSTART;TZID=" + zone + ":" + LOCAL.format(shown) + "\r\n");
      List<MatchResult> changes = CHANGE.matcher(text).results().toList();
      assertThat(changes).hasSize(2);
      for (MatchResult change : changes) {
        LocalDate day =
            date.withDayOfMonth(1)
                .withMonth(Integer.parseInt(change.group(4)))
                .with(
                    TemporalAdjusters.dayOfWeekInMonth(
                        Integer.parseInt(change.group(5)), DayOfWeek.SUNDAY));
        Instant at =
            day.atTime(LocalTime.parse(change.group(3), DateTimeFormatter.ofPattern("HHmmss")))
                .toInstant(ZoneOffset.of(change.group(1)));
        ZoneOffsetTransition real = ZoneId.of(zone).getRules().nextTransition(at.minusSeconds(1));
        assertThat(real.getInstant()).as("%s %s", zone, day).isEqualTo(at);
        assertThat(real.getOffsetAfter()).isEqualTo(ZoneOffset.of(change.group(2)));
      }
    }
  }

  @Test
  void withoutAnHourItTakesTheDay() {
    VEvent event = only(entry("Artículo", LocalDate.of(2027, 3, 28), null, State.DONE, false));
    assertThat(event.getDateStart().getValue().hasTime()).isFalse();
    assertThat(event.getDateStart().getValue().getRawComponents().toString()).contains("20270328");
    assertThat(event.getDateEnd().getValue().getRawComponents().toString()).contains("20270329");
    assertThat(event.getTransparency().getValue()).isEqualTo("TRANSPARENT");
  }

  @Test
  void whatIsTentativeOrCalledOffSaysSo() {
    LocalDate day = LocalDate.of(2027, 5, 4);
    assertThat(only(entry("A", day, null, State.PLANNED, true)).getStatus().getValue())
        .isEqualTo("TENTATIVE");
    assertThat(only(entry("A", day, null, State.PLANNED, false)).getStatus().getValue())
        .isEqualTo("CONFIRMED");
    assertThat(only(entry("A", day, null, State.DONE, true)).getStatus().getValue())
        .isEqualTo("CONFIRMED");
    assertThat(only(entry("A", day, null, State.NOT_DONE, false)).getStatus().getValue())
        .isEqualTo("CANCELLED");
  }

  @Test
  void eachEventCanBeFollowedThroughItsChanges() {
    Entry entry = entry("Cata", LocalDate.of(2027, 5, 4), LocalTime.NOON, State.PLANNED, false);
    VEvent event = only(entry);
    assertThat(event.getUid().getValue()).isEqualTo(entry.id() + "@arena");
    assertThat(event.getSequence().getValue()).isEqualTo(7);
    assertThat(event.getLastModified().getValue().toInstant())
        .isEqualTo(Instant.parse("2026-11-20T08:30:15Z"));
    assertThat(event.getDateTimeStamp().getValue().toInstant())
        .isEqualTo(Instant.parse("2026-11-20T08:30:15Z"));
    assertThat(event.getUrl().getValue()).isEqualTo("https://arena.example/o/" + entry.id());
    assertThat(event.getCategories().get(0).getValues()).containsExactly("Probar");
    assertThat(write(List.of(entry), MADRID)).isEqualTo(write(List.of(entry), MADRID));
  }

  @Property(tries = 200)
  void everyTitleComesThroughAsItWasTyped(@ForAll @StringLength(min = 1, max = 200) String typed) {
    String title = typed.replaceAll("[\\p{Cc}\\p{Cs}\\p{Cn}\\uFEFF\\uFFFE\\uFFFF]", "x");
    assertThat(
            only(entry(title, LocalDate.of(2027, 5, 4), null, State.PLANNED, false))
                .getSummary()
                .getValue())
        .isEqualTo(title);
  }

  @Test
  void naughtyTitlesStayTitles() {
    for (String title :
        List.of(
            "BEGIN:VEVENT",
            "a\\nb",
            "uno, dos; tres: \"cuatro\"",
            "END:VCALENDAR\\",
            "¡Ñandú! 😀 中文 العربية",
            "=cmd|' /C calc'!A0",
            "<script>alert(1)</script>",
            "á".repeat(200))) {
      ICalendar calendar =
          read(List.of(entry(title, LocalDate.of(2027, 5, 4), null, State.PLANNED, false)), MADRID);
      assertThat(calendar.getEvents()).hasSize(1);
      assertThat(calendar.getEvents().get(0).getSummary().getValue()).isEqualTo(title);
    }
  }

  @Test
  void linesAreFoldedAndEndAsTheStandardWants() {
    String text =
        new String(
            write(
                List.of(
                    entry("Á".repeat(180), LocalDate.of(2027, 5, 4), null, State.PLANNED, false)),
                MADRID),
            StandardCharsets.UTF_8);
    assertThat(text.replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
    assertThat(text).startsWith("BEGIN:VCALENDAR\r\n").endsWith("END:VCALENDAR\r\n");
    assertThat(text).contains("BEGIN:VTIMEZONE\r\nTZID:Europe/Madrid");
    for (String line : text.split("\r\n")) {
      assertThat(line.length()).isLessThanOrEqualTo(75);
    }
  }

  @Test
  void aLineIsNoLongerThanItsOctetsAndSplitsNoSign() {
    for (String sign : List.of("😀", "Á", "中", "a😀", "👩‍🍳é")) {
      byte[] file =
          write(
              List.of(
                  entry(
                      "Cata " + sign.repeat(60),
                      LocalDate.of(2027, 5, 4),
                      null,
                      State.PLANNED,
                      false)),
              MADRID);
      String text = new String(file, StandardCharsets.UTF_8);
      assertThat(text).as(sign).doesNotContain("\ufffd").contains("\r\n ");
      for (String line : text.split("\r\n")) {
        assertThat(line.getBytes(StandardCharsets.UTF_8).length).as(line).isLessThanOrEqualTo(75);
      }
      assertThat(text.replace("\r\n ", "")).contains("SUMMARY:Cata " + sign.repeat(60));
    }
  }

  @Test
  void itTellsTheClocksOfItsOwnTimeOnly() {
    String text =
        new String(
            write(
                List.of(
                    entry("A", LocalDate.of(2026, 10, 25), LocalTime.of(3, 0), State.DONE, false),
                    entry("B", LocalDate.of(2027, 3, 28), LocalTime.NOON, State.PLANNED, false)),
                MADRID),
            StandardCharsets.UTF_8);
    assertThat(text)
        .containsOnlyOnce("BEGIN:STANDARD\r\n")
        .containsOnlyOnce("BEGIN:DAYLIGHT\r\n")
        .contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n")
        .contains("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n");
  }

  private static VEvent only(Entry entry) {
    return read(List.of(entry), MADRID).getEvents().get(0);
  }

  private static ICalendar read(List<Entry> entries, ZoneId zone) {
    ICalendar calendar =
        Biweekly.parse(new String(write(entries, zone), StandardCharsets.UTF_8)).first();
    assertThat(calendar.validate(biweekly.ICalVersion.V2_0).toString()).isEmpty();
    return calendar;
  }

  private static byte[] write(List<Entry> entries, ZoneId zone) {
    StaticMessageSource messages = new StaticMessageSource();
    messages.addMessage("phase.try", Locale.ROOT, "Probar");
    return FeedFile.write(
        "Cafés Almendro",
        entries,
        zone,
        Map.of(OWNER, "Lucía Ferrer"),
        id -> "https://arena.example/o/" + id,
        messages,
        Locale.ROOT);
  }

  private static Entry entry(
      String title, LocalDate day, @Nullable LocalTime time, State state, boolean tentative) {
    return new Entry(
        UUID.randomUUID(),
        title,
        HourglassPhase.TRY,
        OWNER,
        day,
        time,
        state,
        tentative,
        CHANGED,
        7,
        "Que prueben",
        "En el tostadero");
  }
}
