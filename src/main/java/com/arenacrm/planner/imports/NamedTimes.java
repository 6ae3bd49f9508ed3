package com.arenacrm.planner.imports;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.integration.Effects;
import com.arenacrm.integration.Ghost;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.records.ImportTable;
import com.arenacrm.integration.records.ImportedRow;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner.PeopleTouched;
import com.arenacrm.planner.TouchKind;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The times of activities that rows of other files name: whom they brought, who came. Those that an
 * earlier file of a rehearsal would bring are found, too.
 */
public final class NamedTimes {

  /** The record kind of what is noted of people. */
  static final String TOUCH = "touch";

  /** One time of an activity. */
  public record Time(
      OccurrenceId id,
      ActivityId activity,
      String title,
      HourglassPhase phase,
      ProfileId profile,
      LocalDate day) {}

  private record Touch(UUID occurrence, UUID person, TouchKind kind) {

    String key() {
      return occurrence + "|" + person + "|" + kind;
    }
  }

  private record Noted(UUID id, Time time, PersonId person, TouchKind kind) {}

  private final ImportPass pass;
  private final KnownTimes known;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final ZoneId zone;
  private final Set<String> there = new HashSet<>();
  private final Map<String, Noted> noted = new LinkedHashMap<>();

  NamedTimes(
      ImportPass pass, PlanTables tables, JdbcClient jdbc, ApplicationEventPublisher events) {
    this.pass = pass;
    this.known = new KnownTimes(tables, pass);
    this.jdbc = jdbc;
    this.events = events;
    this.zone = pass.actor().company().zone();
  }

  /**
   * Announces an activity that a row names.
   *
   * @param name its title, or the identifier under which the file's source knows it; null for none
   */
  public void expect(@Nullable String name) {
    known.expect(name, name);
  }

  /** Finds those announced. */
  public void load() {
    known.load();
  }

  /**
   * The time that a row means.
   *
   * @param day on which it took place; null when the row does not say
   * @param about then the latest time on or before this day is meant, else the first after it
   */
  public Optional<Time> find(String name, @Nullable LocalDate day, LocalDate about) {
    List<ImportedRow> called =
        known.withId(name).stream().flatMap(a -> known.timesOf(a.id()).stream()).toList();
    if (called.isEmpty()) {
      called = known.called(name);
    }
    Stream<ImportedRow> meant =
        day == null
            ? called.stream()
            : called.stream().filter(t -> KnownTimes.dayOf(t).equals(day));
    return meant
        .min(
            Comparator.comparing((ImportedRow t) -> KnownTimes.dayOf(t).isAfter(about))
                .thenComparing(t -> Math.abs(KnownTimes.dayOf(t).toEpochDay() - about.toEpochDay()))
                .thenComparing(t -> t.id().toString()))
        .map(NamedTimes::time);
  }

  private static Time time(ImportedRow row) {
    return new Time(
        new OccurrenceId(Objects.requireNonNull(row.reference("id"))),
        new ActivityId(Objects.requireNonNull(row.reference("activity_id"))),
        String.valueOf(row.text("title")),
        HourglassPhase.valueOf(String.valueOf(row.text("phase"))),
        new ProfileId(Objects.requireNonNull(row.reference("profile_id"))),
        KnownTimes.dayOf(row));
  }

  /** Learns what is noted of these people already. */
  public void expectTouchesOf(Set<PersonId> people) {
    if (people.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            select occurrence_id, person_id, kind from planner.touch
            where person_id = any (cast(:people as uuid[]))
            """)
        .param("people", ImportTable.texts(people.stream().map(PersonId::id).toList()))
        .query(
            rs -> {
              there.add(
                  new Touch(
                          rs.getObject(1, UUID.class),
                          rs.getObject(2, UUID.class),
                          TouchKind.valueOf(rs.getString(3)))
                      .key());
            });
  }

  /** When somebody met it: on its day, whose hour no file remembers. */
  public Instant momentOf(Time time) {
    Instant noon = time.day().atTime(LocalTime.NOON).atZone(zone).toInstant();
    return noon.isAfter(pass.now()) ? pass.now() : noon;
  }

  /**
   * Notes that a person met it.
   *
   * @return whether that was not known yet
   */
  public boolean touch(Time time, PersonId person, TouchKind kind) {
    String key = new Touch(time.id().id(), person.id(), kind).key();
    if (there.contains(key)
        || noted.containsKey(key)
        || !pass.ghosts().find(TOUCH, List.of(key), List.of()).isEmpty()) {
      return false;
    }
    noted.put(key, new Noted(TimeOrderedUuid.next(), time, person, kind));
    return true;
  }

  /** What the batch would note, for the later batches of a rehearsal. */
  public List<Ghost> ghosts() {
    List<Ghost> ghosts = new ArrayList<>();
    noted.forEach((key, touch) -> ghosts.add(new Ghost(TOUCH, touch.id(), Set.of(key), "{}")));
    return ghosts;
  }

  /** Writes what was noted; people and activities first. */
  public void write(Effects effects) {
    if (noted.isEmpty()) {
      return;
    }
    List<Noted> all = List.copyOf(noted.values());
    Set<UUID> written =
        Set.copyOf(
            jdbc.sql(
                    """
                    insert into planner.touch (id, occurrence_id, person_id, kind, at, created_by)
                    select t.id, t.occurrence, t.person, t.kind, t.at, :actor
                    from unnest(cast(:ids as uuid[]), cast(:occurrences as uuid[]),
                        cast(:people as uuid[]), cast(:kinds as text[]),
                        cast(:moments as timestamptz[])) as t (id, occurrence, person, kind, at)
                    on conflict (occurrence_id, person_id, kind) do nothing
                    returning id
                    """)
                .param("actor", pass.actor().id().id())
                .param("ids", texts(all, Noted::id))
                .param("occurrences", texts(all, n -> n.time().id()))
                .param("people", texts(all, n -> n.person().id()))
                .param("kinds", texts(all, Noted::kind))
                .param("moments", texts(all, n -> momentOf(n.time())))
                .query(UUID.class)
                .list());
    for (Noted touch : all) {
      if (written.contains(touch.id())) {
        effects.created(TOUCH, touch.id(), touch.time().title(), "");
      }
    }
    List<PersonId> people =
        all.stream()
            .filter(n -> n.kind() != TouchKind.INVITED)
            .map(Noted::person)
            .collect(Collectors.collectingAndThen(Collectors.toSet(), List::copyOf));
    if (!people.isEmpty()) {
      events.publishEvent(new PeopleTouched(people));
    }
  }

  private static String[] texts(List<Noted> all, java.util.function.Function<Noted, Object> part) {
    return all.stream().map(n -> part.apply(n).toString()).toArray(String[]::new);
  }
}
