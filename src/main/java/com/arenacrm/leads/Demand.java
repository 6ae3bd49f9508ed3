package com.arenacrm.leads;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.TouchKind;
import com.arenacrm.platform.NotFoundException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door for demand: noting what was detected, and sales' word on it. */
@Component
@Transactional
public class Demand {

  private final DemandSignals signals;
  private final ContactBook contacts;
  private final Planner planner;
  private final Organizations organizations;
  private final JdbcClient jdbc;

  Demand(
      DemandSignals signals,
      ContactBook contacts,
      Planner planner,
      Organizations organizations,
      JdbcClient jdbc) {
    this.signals = signals;
    this.contacts = contacts;
    this.planner = planner;
    this.organizations = organizations;
    this.jdbc = jdbc;
  }

  /** A signal as lists show it. */
  record SignalRow(
      UUID id,
      String kind,
      UUID personId,
      String personName,
      @Nullable UUID occurrenceId,
      String evidence,
      LocalDate happenedOn,
      UUID notedBy,
      Instant notedAt,
      @Nullable Instant confirmedAt,
      @Nullable UUID confirmedBy,
      @Nullable Instant dismissedAt,
      @Nullable UUID dismissedBy,
      @Nullable String dismissal) {}

  /**
   * Notes a signal. If the person has no touch of the occurrence yet, they get one: they answered
   * it by what they said, on the day of the signal.
   *
   * @param id chosen by the caller, so that sending a form twice notes it once
   * @param occurrence what it came from; null when nothing we did
   */
  public DemandSignal note(
      DemandSignalId id,
      DemandSignal.Kind kind,
      PersonId person,
      @Nullable OccurrenceId occurrence,
      String evidence,
      LocalDate happenedOn,
      UserId actor,
      Instant now) {
    Person who = contacts.person(person);
    if (occurrence != null
        && planner.touchesOf(person).stream().noneMatch(t -> t.occurrence().equals(occurrence))) {
      ZoneId zone = organizations.current().timeZone();
      planner.touch(
          occurrence, person, TouchKind.REPLIED, happenedOn.atStartOfDay(zone).toInstant(), actor);
    }
    return signals.save(
        new DemandSignal(
            id, kind, person, who.name(), occurrence, evidence, happenedOn, actor, now));
  }

  /** Sales says that it is real; from now on it counts. */
  public DemandSignal confirm(DemandSignalId id, UserId seller, Instant now) {
    DemandSignal signal = get(id);
    signal.confirm(seller, now);
    return signals.save(signal);
  }

  /** Sales says that it is not, and why. */
  public DemandSignal dismiss(DemandSignalId id, UserId seller, String why, Instant now) {
    DemandSignal signal = get(id);
    signal.dismiss(seller, why, now);
    return signals.save(signal);
  }

  DemandSignal reconsider(DemandSignalId id) {
    DemandSignal signal = get(id);
    signal.reconsider();
    return signals.save(signal);
  }

  private DemandSignal get(DemandSignalId id) {
    return signals.findById(id).orElseThrow(NotFoundException::new);
  }

  List<SignalRow> ofOccurrence(OccurrenceId occurrence) {
    return list("occurrence_id = :id order by noted_at, id limit 200", occurrence.id());
  }

  List<SignalRow> ofPerson(PersonId person) {
    return list("person_id = :id order by happened_on desc, id desc limit 100", person.id());
  }

  /** Those on which sales has not said a word yet, the oldest first. */
  List<SignalRow> open() {
    return list(
        "confirmed_at is null and dismissed_at is null order by noted_at, id limit 100", null);
  }

  private List<SignalRow> list(String condition, @Nullable UUID id) {
    return jdbc.sql(
            """
            select id, kind, person_id, person_name, occurrence_id, evidence, happened_on, noted_by,
                   noted_at, confirmed_at, confirmed_by, dismissed_at, dismissed_by, dismissal
            from leads.demand_signal where\s"""
                + condition)
        .param("id", id)
        .query(SignalRow.class)
        .list();
  }
}
