package com.arenacrm.leads.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionLogged;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.Handoff;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.leads.clock.ClockReading.Face;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The week of Monday 17 November 2025, by the company's hours: 9 to 14 and 15 to 18. */
@ArenaTest
class ResponseClockTests {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Handoffs handoffs;
  @Autowired ResponseClocks clocks;
  @Autowired ClockAlarms alarms;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester mvc;
  @Autowired Clock clock;

  @Test
  void whileWeWaitForTheCustomerTheClockStandsStill() {
    Handed h = handed("2025-11-18T10:00");

    clocks.pause(
        h.id(),
        LocalDate.of(2025, 11, 20),
        "Vuelve el jueves",
        cast.marcos(),
        at("2025-11-18T11:00"));

    ClockReading paused = clocks.read(h.id(), at("2025-11-19T12:00"));
    assertThat(paused.face()).isEqualTo(Face.PAUSED);
    assertThat(paused.time()).isEqualTo(Duration.ofHours(3));
    assertThat(paused.note()).isEqualTo("Vuelve el jueves");
    ClockReading running = clocks.read(h.id(), at("2025-11-20T10:00"));
    assertThat(running.face()).isEqualTo(Face.RUNNING);
    assertThat(running.due()).isEqualTo(at("2025-11-20T12:00"));
    assertThatThrownBy(
            () ->
                clocks.pause(
                    h.id(),
                    LocalDate.of(2025, 11, 27),
                    null,
                    cast.marcos(),
                    at("2025-11-20T13:00")))
        .as("what is late is answered, not put off")
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aCustomerWhoWritesEndsThePause() {
    Handed h = handed("2025-11-18T10:00");
    clocks.pause(h.id(), LocalDate.of(2025, 11, 25), null, cast.marcos(), at("2025-11-18T11:00"));

    hear(h, InteractionKind.EMAIL, InteractionResult.AWAITS_ANSWER, "2025-11-19T09:00");

    ClockReading reading = clocks.read(h.id(), at("2025-11-19T09:30"));
    assertThat(reading.face()).isEqualTo(Face.RUNNING);
    assertThat(reading.following()).isFalse();
    assertThat(reading.due()).isEqualTo(at("2025-11-19T12:00"));
  }

  @Test
  void afterTheFirstWordEachQuestionHasAClockOfItsOwn() {
    Handed h = handed("2025-11-18T10:00");
    hear(h, InteractionKind.CALL, InteractionResult.TALKED, "2025-11-18T11:00");
    assertThat(clocks.read(h.id(), at("2025-11-18T12:00")))
        .extracting(ClockReading::face, ClockReading::time)
        .containsExactly(Face.ANSWERED, Duration.ofHours(1));

    UUID question =
        hear(h, InteractionKind.EMAIL, InteractionResult.AWAITS_ANSWER, "2025-11-18T17:00");
    again(question, h, InteractionKind.EMAIL, InteractionResult.AWAITS_ANSWER, "2025-11-18T17:00");

    ClockReading asked = clocks.read(h.id(), at("2025-11-19T09:00"));
    assertThat(asked.following()).isTrue();
    assertThat(asked.face()).isEqualTo(Face.RUNNING);
    assertThat(asked.due()).isEqualTo(at("2025-11-19T12:00"));
    hear(h, InteractionKind.CALL, InteractionResult.NO_ANSWER, "2025-11-19T09:10");
    assertThat(clocks.read(h.id(), at("2025-11-19T10:00")).face()).isEqualTo(Face.RUNNING);
    hear(h, InteractionKind.EMAIL, InteractionResult.SENT, "2025-11-19T13:00");
    assertThat(clocks.read(h.id(), at("2025-11-20T10:00")).face()).isEqualTo(Face.ANSWERED_LATE);
    assertThat(
            jdbc.sql("select count(*) from leads.following_clock where handoff_id = ?")
                .param(h.id().id())
                .query(Integer.class)
                .single())
        .isOne();
  }

  @Test
  void eachIsToldOnceAndInTime() {
    Handed h = handed("2025-11-18T10:00");

    alarms.watch(at("2025-11-18T11:00"));
    assertThat(told(h)).isEmpty();
    alarms.watch(at("2025-11-18T13:30"));
    alarms.watch(at("2025-11-18T13:40"));
    assertThat(told(h)).containsExactly("clock.alarm.SOON Marcos Vidal");
    alarms.watch(at("2025-11-18T16:00"));
    alarms.watch(at("2025-11-18T17:00"));
    alarms.watch(at("2025-11-19T13:00"));
    alarms.watch(at("2025-11-21T13:00"));

    assertThat(told(h))
        .contains("clock.alarm.LATE Teresa Prado", "clock.alarm.STILL_LATE Teresa Prado")
        .contains("clock.alarm.LATE.yours Marcos Vidal")
        .doesNotHaveDuplicates()
        .noneMatch(line -> line.startsWith("clock.alarm.LATE Marcos"));
  }

  /** At the moment at which it is late, and not an hour afterwards, by mail, too. */
  @Test
  void whoIsLateIsToldAtOnceWithTheirManager() {
    Handed h = handed("2025-11-18T10:00");
    jdbc.sql("update leads.handoff set target_minutes = 120, due_at = :due where id = :id")
        .param("due", at("2025-11-18T12:00").atOffset(java.time.ZoneOffset.UTC))
        .param("id", h.id().id())
        .update();

    alarms.watch(at("2025-11-18T11:59"));
    assertThat(told(h)).noneMatch(line -> line.contains("LATE"));
    alarms.watch(at("2025-11-18T12:01"));
    assertThat(told(h))
        .contains("clock.alarm.LATE Teresa Prado", "clock.alarm.LATE.yours Marcos Vidal");
    assertThat(
            jdbc.sql(
                    """
                    select distinct mail from notifications.notification
                    where link = ? and text_key like 'clock.alarm.LATE%'
                    """)
                .param("/leads/handoffs/" + h.id())
                .query(String.class)
                .list())
        .as("by mail at once")
        .isNotEmpty()
        .doesNotContain("NONE");
    alarms.watch(at("2025-11-18T12:03"));
    assertThat(told(h)).as("once").doesNotHaveDuplicates();
  }

  @Test
  void theNextAnswerIsWatchedAsTheFirstOneIs() {
    Handed h = handed("2025-11-18T10:00");
    hear(h, InteractionKind.CALL, InteractionResult.TALKED, "2025-11-18T11:00");
    hear(h, InteractionKind.EMAIL, InteractionResult.AWAITS_ANSWER, "2025-11-18T12:00");

    // Four working hours: due at 17.
    alarms.watch(at("2025-11-18T13:00"));
    assertThat(told(h)).isEmpty();
    alarms.watch(at("2025-11-18T16:30"));
    assertThat(told(h)).containsExactly("clock.alarm.SOON Marcos Vidal");
    alarms.watch(at("2025-11-18T17:30"));
    alarms.watch(at("2025-11-18T17:40"));
    assertThat(told(h)).contains("clock.alarm.LATE Teresa Prado").doesNotHaveDuplicates();
    hear(h, InteractionKind.CALL, InteractionResult.TALKED, "2025-11-19T09:10");
    alarms.watch(at("2025-11-21T13:00"));
    assertThat(told(h)).noneMatch(line -> line.startsWith("clock.alarm.STILL_LATE"));
  }

  @Test
  void holidaysOfTheSellersZoneCountForThem() {
    UUID zone = UUID.randomUUID();
    jdbc.sql(
            """
            insert into identity.work_zone (id, name, holidays, created_at, created_by, version)
            values (?, ?, '{2025-11-18}', now(), ?, 0)
            """)
        .params(zone, "Zona " + zone, cast.andres().id().id())
        .update();
    jdbc.sql("update identity.user_account set work_zone_id = ? where id = ?")
        .params(zone, cast.nuria().id().id())
        .update();
    try {
      Handed h = handed("2025-11-17T16:00");
      assertThat(clocks.read(h.id(), at("2025-11-17T16:30")).due())
          .isEqualTo(at("2025-11-18T11:00"));

      handoffs.passOn(
          handoffs.get(h.id(), cast.teresa()).lead(),
          cast.nuria().id(),
          null,
          cast.teresa(),
          at("2025-11-17T16:30"));

      assertThat(clocks.read(h.id(), at("2025-11-17T16:30")).due())
          .as("from the handing over on, by the new one's calendar")
          .isEqualTo(at("2025-11-19T11:00"));
    } finally {
      jdbc.sql("delete from identity.work_zone where id = ?").param(zone).update();
    }
  }

  /** What was answered stays as it was; of what runs, the time that was left is left (R062). */
  @Test
  void otherHoursTakeNothingFromWhatWasAgreedOrJudged() {
    UserId nuria = cast.nuria().id();
    Handed running = handed("2026-11-18T10:00", nuria);
    Handed answered = handed("2026-11-18T09:00", nuria);
    hear(answered, InteractionKind.CALL, InteractionResult.TALKED, "2026-11-18T09:20");
    Handed late = handed("2026-11-17T09:00", nuria);
    hear(late, InteractionKind.CALL, InteractionResult.TALKED, "2026-11-18T09:20");
    Handed paused = handed("2026-11-18T10:00", nuria);
    clocks.pause(
        paused.id(), LocalDate.of(2026, 11, 23), null, cast.andres(), at("2026-11-18T10:15"));
    Instant now = at("2026-11-18T10:30");
    // Yesterday, today and Monday are holidays where she works from now on, half past ten.
    UUID zone =
        cast.workElsewhere(
            nuria,
            List.of(
                LocalDate.of(2026, 11, 17), LocalDate.of(2026, 11, 18), LocalDate.of(2026, 11, 23)),
            now);
    try {
      ClockReading left = clocks.read(running.id(), now);
      assertThat(left.face()).isEqualTo(Face.RUNNING);
      assertThat(left.time()).isEqualTo(Duration.ofMinutes(210));
      assertThat(left.due()).isEqualTo(at("2026-11-19T12:30"));
      assertThat(clocks.read(answered.id(), now))
          .extracting(ClockReading::face, ClockReading::time)
          .containsExactly(Face.ANSWERED, Duration.ofMinutes(20));
      assertThat(clocks.read(late.id(), now))
          .extracting(ClockReading::face, ClockReading::time)
          .containsExactly(Face.ANSWERED_LATE, Duration.ofMinutes(8 * 60 + 20));
      assertThat(clocks.read(paused.id(), at("2026-11-24T09:00")))
          .extracting(ClockReading::face, ClockReading::time, ClockReading::due)
          .containsExactly(Face.RUNNING, Duration.ofMinutes(225), at("2026-11-24T12:45"));
      hear(running, InteractionKind.CALL, InteractionResult.TALKED, "2026-11-19T09:30");
      assertThat(clocks.read(running.id(), at("2026-11-19T09:30")))
          .extracting(ClockReading::face, ClockReading::time)
          .as("half an hour by the old hours, half an hour by the new")
          .containsExactly(Face.ANSWERED, Duration.ofMinutes(60));
    } finally {
      cast.workAsUsual(zone, at("2026-11-19T10:00"));
    }
    assertThat(clocks.read(answered.id(), now).time()).isEqualTo(Duration.ofMinutes(20));
  }

  /** Where the company closes for a month, nobody has to answer within it. */
  @Test
  void whoHasOtherHoursHasTheTimeThatWasLeftOfThem() {
    Instant now = clock.instant();
    String when = LocalDateTime.ofInstant(now, MADRID).toString();
    Handed h = handed(when);
    LocalDate today = LocalDate.ofInstant(now, MADRID);
    String before = company(null);
    company(
        today
            .datesUntil(today.plusDays(30))
            .map(LocalDate::toString)
            .collect(Collectors.joining("\n")));
    try {
      assertThat(clocks.read(h.id(), now).due())
          .isAfter(today.plusDays(30).atStartOfDay(MADRID).toInstant());
    } finally {
      company(before);
    }
    assertThat(clocks.read(h.id(), now).due())
        .isBefore(today.plusDays(7).atStartOfDay(MADRID).toInstant());
  }

  /** Says on the company's page which days nobody works; answers which those were. */
  private String company(@Nullable String holidays) {
    Page page = Page.of(mvc.get().uri("/identity/company").with(cast.as(cast.andres())).exchange());
    if (holidays != null) {
      var request = mvc.post().uri("/identity/company").with(cast.as(cast.andres())).with(csrf());
      for (Element field : page.document().select("main form [name]:not([name=_csrf])")) {
        if (field.tagName().equals("select")) {
          request.param(field.attr("name"), field.select("option[selected]").attr("value"));
        } else if (field.attr("name").equals("holidays")) {
          request.param("holidays", holidays);
        } else if (!field.attr("type").matches("radio|checkbox") || field.hasAttr("checked")) {
          request.param(field.attr("name"), field.attr("value"));
        }
      }
      assertThat(request.exchange()).hasStatus(302);
    }
    return page.document().select("textarea[name=holidays]").first().wholeText();
  }

  /** Before our first word the customer waits for that; it is due sooner where the answer is. */
  @Test
  void whatTheCustomerAsksBeforeOurFirstWordIsAnsweredByIt() {
    Handed h = handed("2025-11-18T10:00");
    jdbc.sql("update leads.handoff set target_minutes = 480, due_at = :due where id = :id")
        .param("due", at("2025-11-19T10:00").atOffset(java.time.ZoneOffset.UTC))
        .param("id", h.id().id())
        .update();
    handoffs.accept(h.id(), cast.marcos(), at("2025-11-18T10:30"));
    UUID question =
        hear(h, InteractionKind.EMAIL, InteractionResult.AWAITS_ANSWER, "2025-11-18T11:00");
    again(question, h, InteractionKind.EMAIL, InteractionResult.AWAITS_ANSWER, "2025-11-18T11:00");
    hear(h, InteractionKind.EMAIL, InteractionResult.AWAITS_ANSWER, "2025-11-18T12:00");

    ClockReading waits = clocks.read(h.id(), at("2025-11-18T13:00"));
    assertThat(waits.asked()).isEqualTo(at("2025-11-18T11:00"));
    assertThat(waits.due()).as("four hours from the question").isEqualTo(at("2025-11-18T16:00"));
    assertThat(waits.following()).isFalse();
    assertThat(
            Page.of(
                    mvc.get()
                        .uri("/leads/handoffs/" + h.id())
                        .with(cast.as(cast.marcos()))
                        .exchange())
                .text(".response"))
        .contains("El cliente espera nuestra respuesta desde");

    hear(h, InteractionKind.EMAIL, InteractionResult.SENT, "2025-11-18T16:30");
    assertThat(clocks.read(h.id(), at("2025-11-18T17:00")).face()).isEqualTo(Face.ANSWERED_LATE);
    assertThat(
            jdbc.sql("select count(*) from leads.following_clock where handoff_id = ?")
                .param(h.id().id())
                .query(Integer.class)
                .single())
        .as("one clock runs at most")
        .isZero();
  }

  /** Who has asked something waits no longer because somebody else is to answer. */
  @Test
  void aQuestionBeforeOurFirstWordGoesWithTheLead() {
    Handed h = handed("2025-11-18T10:00");
    jdbc.sql("update leads.handoff set target_minutes = 480, due_at = :due where id = :id")
        .param("due", at("2025-11-19T10:00").atOffset(java.time.ZoneOffset.UTC))
        .param("id", h.id().id())
        .update();
    hear(h, InteractionKind.EMAIL, InteractionResult.AWAITS_ANSWER, "2025-11-18T11:00");

    handoffs.passOn(
        handoffs.get(h.id(), cast.teresa()).lead(),
        cast.nuria().id(),
        null,
        cast.teresa(),
        at("2025-11-18T11:30"));

    assertThat(clocks.read(h.id(), at("2025-11-18T11:30")).due()).isEqualTo(at("2025-11-18T16:00"));
  }

  /** Of a minute that has passed twice before anybody looks, the first notice is the first. */
  @Test
  void onceMoreIsSaidOnlyOnceItWasSaid() {
    Handed h = handed("2025-11-18T10:00");
    jdbc.sql("update leads.handoff set target_minutes = 1, due_at = :due where id = :id")
        .param("due", at("2025-11-18T10:01").atOffset(java.time.ZoneOffset.UTC))
        .param("id", h.id().id())
        .update();

    alarms.watch(at("2025-11-18T10:03"));

    assertThat(told(h))
        .containsExactlyInAnyOrder(
            "clock.alarm.LATE Teresa Prado", "clock.alarm.LATE.yours Marcos Vidal");
    alarms.watch(at("2025-11-18T10:05"));
    alarms.watch(at("2025-11-18T10:07"));
    assertThat(told(h))
        .contains("clock.alarm.STILL_LATE.yours Marcos Vidal")
        .doesNotHaveDuplicates();
  }

  private record Handed(HandoffId id, PersonId person) {}

  private Handed handed(String when) {
    return handed(when, cast.marcos().id());
  }

  private Handed handed(String when, UserId seller) {
    PersonId person = PersonId.next();
    book.addPerson(
        person,
        PersonDetails.of("Persona reloj", new EmailAddress(person + "@reloj.example"), null, null),
        cast.lucia().id(),
        at(when));
    LeadId lead = LeadId.next();
    intake.open(
        lead, new LeadIntake.ByHand(person, null, null, null, Facts.NONE), cast.lucia(), at(when));
    // Qualified by hand, since its facts do not matter here.
    jdbc.sql("update leads.lead set stage = 'QUALIFIED' where id = ?").param(lead.id()).update();
    HandoffId handoff = HandoffId.next();
    handoffs.handOver(
        lead,
        handoff,
        seller,
        new Handoff.Packet("Pidió precio", null, "Llamar"),
        cast.lucia().id(),
        at(when));
    cast.teresa();
    return new Handed(handoff, person);
  }

  private UUID hear(Handed h, InteractionKind kind, InteractionResult result, String when) {
    UUID id = InteractionId.next().id();
    again(id, h, kind, result, when);
    return id;
  }

  private void again(
      UUID id, Handed h, InteractionKind kind, InteractionResult result, String when) {
    clocks.hear(
        new InteractionLogged(
            new InteractionId(id),
            kind,
            result,
            h.person(),
            null,
            at(when),
            cast.marcos().id(),
            null));
  }

  private List<String> told(Handed h) {
    return jdbc.sql(
            """
            select n.text_key || ' ' || u.name from notifications.notification n
            join identity.user_account u on u.id = n.user_id
            where n.link = ? and n.kind = 'clock' order by n.id
            """)
        .param("/leads/handoffs/" + h.id())
        .query(String.class)
        .list();
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(MADRID).toInstant();
  }
}
