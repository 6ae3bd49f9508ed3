package com.arenacrm.leads.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionLogged;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The week of Monday 17 November 2025, by the company's hours: 9 to 14 and 15 to 18. */
@ArenaTest
class ResponseClockTests {

  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Handoffs handoffs;
  @Autowired ResponseClocks clocks;
  @Autowired ClockAlarms alarms;
  @Autowired JdbcClient jdbc;

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

  private record Handed(HandoffId id, PersonId person) {}

  private Handed handed(String when) {
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
        cast.marcos().id(),
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
    return LocalDateTime.parse(local).atZone(ZoneId.of("Europe/Madrid")).toInstant();
  }
}
