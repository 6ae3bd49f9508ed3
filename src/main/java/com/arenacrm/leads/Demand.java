package com.arenacrm.leads;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Discretion;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Scope;
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
  private final Discretion discretion;
  private final JdbcClient jdbc;

  Demand(
      DemandSignals signals,
      ContactBook contacts,
      Planner planner,
      Organizations organizations,
      Discretion discretion,
      JdbcClient jdbc) {
    this.signals = signals;
    this.contacts = contacts;
    this.planner = planner;
    this.organizations = organizations;
    this.discretion = discretion;
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
   * it by what they said, on the day of the signal; not to what had not taken place by then.
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
        && planner.occurrence(occurrence).filter(o -> !o.day().isAfter(happenedOn)).isPresent()
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

  /**
   * Whether a viewer may see a signal: not when it is about somebody whom only sales people out of
   * their scope work, by an open lead or deal (Q21).
   */
  boolean isVisible(DemandSignalId id, Scope scope) {
    return !list("s.id = :id", "s.id", id.id(), scope).isEmpty();
  }

  List<SignalRow> ofOccurrence(OccurrenceId occurrence, Scope scope) {
    return list("s.occurrence_id = :id", "s.noted_at, s.id limit 200", occurrence.id(), scope);
  }

  List<SignalRow> ofPerson(PersonId person, Scope scope) {
    return list("s.person_id = :id", "s.happened_on desc, s.id desc limit 100", person.id(), scope);
  }

  /** Those on which sales has not said a word yet, the oldest first. */
  List<SignalRow> open(Scope scope) {
    return list(
        "s.confirmed_at is null and s.dismissed_at is null",
        "s.noted_at, s.id limit 100",
        null,
        scope);
  }

  /** The same, for a file. */
  List<SignalRow> allOpen(Scope scope, int most) {
    return list(
        "s.confirmed_at is null and s.dismissed_at is null",
        "s.noted_at, s.id limit " + most,
        null,
        scope);
  }

  private String visible(Scope scope) {
    return scope.all()
        ? "true"
        : """
          (exists (select from leads.lead l
             where l.person_id = s.person_id and l.stage <> 'ENDED' and %1$s)
           or %2$s
           or not (exists (select from leads.lead l
                     where l.person_id = s.person_id and l.stage <> 'ENDED'
                       and l.sales_owner_id is not null and not (%1$s))
                   or %3$s))
          """
            .formatted(
                scope.condition("l.sales_owner_id"),
                discretion.worked("s.person_id", scope),
                discretion.workedByOthers("s.person_id", scope));
  }

  private List<SignalRow> list(String condition, String order, @Nullable UUID id, Scope scope) {
    return jdbc.sql(
            """
            select s.id, s.kind, s.person_id, s.person_name, s.occurrence_id, s.evidence,
                   s.happened_on, s.noted_by, s.noted_at, s.confirmed_at, s.confirmed_by,
                   s.dismissed_at, s.dismissed_by, s.dismissal
            from leads.demand_signal s where %s and %s order by %s
            """
                .formatted(condition, visible(scope), order))
        .param("id", id)
        .param(Scope.PARAMETER, scope.owners())
        .query(SignalRow.class)
        .list();
  }
}
