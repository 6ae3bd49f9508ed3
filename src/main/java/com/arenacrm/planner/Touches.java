package com.arenacrm.planner;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.Staying;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.Planner.PeopleTouched;
import com.arenacrm.planner.Planner.TouchCard;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which people met which occurrence, and how (R043). */
@Component
@Transactional
class Touches {

  private static final String CARDS =
      """
      select t.occurrence_id, o.activity_id, o.title, o.phase, t.kind, t.at
      from planner.touch t join planner.occurrence o on o.id = t.occurrence_id
      where t.person_id = :person
      """;

  private static final String FIRST =
      """
      select distinct on (t.person_id)
             t.person_id, t.occurrence_id, o.activity_id, o.title, o.phase, t.kind, t.at
      from planner.counted_touch t join planner.occurrence o on o.id = t.occurrence_id
      where t.person_id = any (cast(:people as uuid[]))
      order by t.person_id, t.at, t.id
      """;

  /** Takes touches away, and keeps who did; the condition is put in. */
  private static final String REMOVED =
      """
      with gone as (
        delete from planner.touch where occurrence_id = :occurrence and %s
        returning id, occurrence_id, person_id, kind, at, noted_at),
      kept as (
        insert into planner.touch_removal
          (id, occurrence_id, person_id, kind, noted_at, at, by_user)
        select (cast(:removals as uuid[]))[row_number() over ()], occurrence_id, person_id, kind,
               noted_at, cast(:now as timestamptz), :actor
        from gone)
      """;

  /** A person who met an occurrence. */
  record TouchRow(UUID id, UUID personId, TouchKind kind, Instant at) {}

  /** So many people are told of at a time. */
  private static final int TOLD_AT_ONCE = 1_000;

  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final ContactBook contacts;

  Touches(JdbcClient jdbc, ApplicationEventPublisher events, ContactBook contacts) {
    this.contacts = contacts;
    this.jdbc = jdbc;
    this.events = events;
  }

  /** An invitation is ours and says nothing of them. */
  private void tell(List<PersonId> people, TouchKind kind) {
    if (kind != TouchKind.INVITED) {
      for (int from = 0; from < people.size(); from += TOLD_AT_ONCE) {
        events.publishEvent(
            new PeopleTouched(
                List.copyOf(people.subList(from, Math.min(people.size(), from + TOLD_AT_ONCE)))));
      }
    }
  }

  /**
   * Notes that these people met it; who is noted already in that way is not noted again.
   *
   * @return how many were noted
   */
  int add(
      OccurrenceId occurrence,
      Collection<PersonId> people,
      TouchKind kind,
      Instant at,
      @Nullable UserId actor) {
    List<UUID> distinct = people.stream().map(PersonId::id).distinct().toList();
    tell(distinct.stream().map(PersonId::new).toList(), kind);
    return distinct.isEmpty()
        ? 0
        : jdbc.sql(
                """
                insert into planner.touch (id, occurrence_id, person_id, kind, at, created_by)
                select p.id, :occurrence, p.person, :kind, :at, :actor
                from unnest(cast(:ids as uuid[]), cast(:people as uuid[])) as p (id, person)
                on conflict (occurrence_id, person_id, kind) do nothing
                """)
            .param("ids", array(distinct.stream().map(p -> TimeOrderedUuid.next()).toList()))
            .param("people", array(distinct))
            .param("occurrence", occurrence.id())
            .param("kind", kind.name())
            .param("at", at.atOffset(ZoneOffset.UTC))
            .param("actor", actor == null ? null : actor.id())
            .update();
  }

  /**
   * Takes a touch away that was noted by mistake; empty when there is none. Who did so stays, since
   * its week may be closed.
   */
  Optional<TouchRow> remove(OccurrenceId occurrence, UUID touch, UserId actor, Instant now) {
    Optional<TouchRow> removed =
        jdbc.sql(REMOVED.formatted("id = :id") + "select id, person_id, kind, at from gone")
            .param("removals", array(List.of(TimeOrderedUuid.next())))
            .param("actor", actor.id())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("id", touch)
            .param("occurrence", occurrence.id())
            .query(TouchRow.class)
            .optional();
    removed.ifPresent(t -> tell(List.of(new PersonId(t.personId())), t.kind()));
    return removed;
  }

  /**
   * Whom it touched in any way.
   *
   * @param came those of them who came
   * @param invited whether anybody was invited by name
   */
  record Roll(Set<PersonId> everybody, Set<PersonId> came, boolean invited) {}

  /** Everybody whom it touched in any way, and who of them came. */
  @Transactional(readOnly = true)
  Roll roll(OccurrenceId occurrence) {
    Set<PersonId> everybody = new HashSet<>();
    Set<PersonId> came = new HashSet<>();
    Set<PersonId> invited = new HashSet<>();
    jdbc.sql(
            """
            select person_id, bool_or(kind = 'ATTENDED') as came, bool_or(kind = 'INVITED') as invited
            from planner.touch
            where occurrence_id = :occurrence group by person_id
            """)
        .param("occurrence", occurrence.id())
        .query(
            rs -> {
              PersonId person = new PersonId(rs.getObject("person_id", UUID.class));
              everybody.add(person);
              if (rs.getBoolean("came")) {
                came.add(person);
              }
              if (rs.getBoolean("invited")) {
                invited.add(person);
              }
            });
    return new Roll(everybody, came, !invited.isEmpty());
  }

  /**
   * Takes touches of one kind away that were noted by mistake.
   *
   * @return how many there were
   */
  int remove(
      OccurrenceId occurrence,
      Collection<PersonId> people,
      TouchKind kind,
      UserId actor,
      Instant now) {
    tell(List.copyOf(people), kind);
    return people.isEmpty()
        ? 0
        : jdbc.sql(
                REMOVED.formatted("kind = :kind and person_id = any(cast(:people as uuid[]))")
                    + "select count(*) from gone")
            .param(
                "removals", array(people.stream().map(person -> TimeOrderedUuid.next()).toList()))
            .param("actor", actor.id())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("occurrence", occurrence.id())
            .param("kind", kind.name())
            .param("people", array(people.stream().map(PersonId::id).toList()))
            .query(Integer.class)
            .single();
  }

  /** Who met it, the latest noted first. */
  @Transactional(readOnly = true)
  List<TouchRow> of(OccurrenceId occurrence, int most) {
    return jdbc.sql(
            """
            select id, person_id, kind, at from planner.touch where occurrence_id = :occurrence
            order by id desc limit :most
            """)
        .param("occurrence", occurrence.id())
        .param("most", most)
        .query(TouchRow.class)
        .list();
  }

  /**
   * Somebody on a list whom nobody knows yet, until it is said what becomes of them.
   *
   * @param id the identifier that they will have, so that adding them twice adds them once
   * @param kind what they did
   * @param asked whether they were invited to, besides
   * @param line the line as written, where it was not understood; else empty
   */
  record Stranger(
      UUID id,
      TouchKind kind,
      boolean asked,
      String name,
      String email,
      String phone,
      String company,
      String jobTitle,
      String line) {

    /** What stands for them where they must be named. */
    public String called() {
      return Stream.of(name, email, phone, line)
          .filter(text -> !text.isEmpty())
          .findFirst()
          .orElse("");
    }

    boolean isUnderstood() {
      return line.isEmpty();
    }
  }

  /** Keeps them; of who waits already, only what they did besides. */
  void keepStrangers(OccurrenceId occurrence, Collection<Stranger> strangers) {
    jdbc.sql(
            """
            insert into planner.occurrence_stranger as old (id, occurrence_id, position, kind, asked,
              name, email, phone, company, job_title, line)
            select distinct on (n.name, n.email, n.phone, n.line) n.id, :occurrence,
              n.position + (select coalesce(max(s.position), 0) from planner.occurrence_stranger s
                where s.occurrence_id = :occurrence),
              n.kind, n.asked, n.name, n.email, n.phone, n.company, n.job, n.line
            from unnest(cast(:ids as uuid[]), :kinds, :asked, :names, :emails, :phones, :companies,
              :jobs, :lines)
              with ordinality as n (id, kind, asked, name, email, phone, company, job, line, position)
            order by n.name, n.email, n.phone, n.line, n.position
            on conflict (occurrence_id, name, email, phone, line) do update
            set kind = case when excluded.kind = 'INVITED' then old.kind else excluded.kind end,
                asked = old.asked or excluded.asked
                  or old.kind = 'INVITED' and excluded.kind <> 'INVITED'
                  or excluded.kind = 'INVITED' and old.kind <> 'INVITED'
            """)
        .param("occurrence", occurrence.id())
        .param("ids", array(strangers.stream().map(Stranger::id).toList()))
        .param("kinds", column(strangers, s -> s.kind().name()))
        .param("asked", strangers.stream().map(Stranger::asked).toArray(Boolean[]::new))
        .param("names", column(strangers, Stranger::name))
        .param("emails", column(strangers, Stranger::email))
        .param("phones", column(strangers, Stranger::phone))
        .param("companies", column(strangers, Stranger::company))
        .param("jobs", column(strangers, Stranger::jobTitle))
        .param("lines", column(strangers, Stranger::line))
        .update();
  }

  private static String[] column(Collection<Stranger> strangers, Function<Stranger, String> of) {
    return strangers.stream().map(of).toArray(String[]::new);
  }

  /** Those of whom nobody said yet what becomes of them, in the order of their lists. */
  @Transactional(readOnly = true)
  List<Stranger> strangers(OccurrenceId occurrence, int most) {
    return jdbc.sql(
            """
            select id, kind, asked, name, email, phone, company, job_title, line
            from planner.occurrence_stranger where occurrence_id = :occurrence
            order by position, id limit :most
            """)
        .param("occurrence", occurrence.id())
        .param("most", most)
        .query(Stranger.class)
        .list();
  }

  /** Of these it has been said what becomes of them. */
  void forgetStrangers(OccurrenceId occurrence, Collection<UUID> decided) {
    jdbc.sql(
            """
            delete from planner.occurrence_stranger
            where occurrence_id = :occurrence and id = any(cast(:decided as uuid[]))
            """)
        .param("occurrence", occurrence.id())
        .param("decided", array(decided))
        .update();
  }

  /**
   * Keeps whom one press made known, as their lines stood, so that it can be taken back.
   *
   * @param since when the press began
   */
  void keepAdded(UUID batch, OccurrenceId occurrence, Collection<Stranger> made, Instant since) {
    jdbc.sql(
            """
            insert into planner.occurrence_added (batch, id, occurrence_id, position, kind, asked,
              name, email, phone, company, job_title, line, created_at)
            select :batch, n.id, :occurrence, n.position, n.kind, n.asked, n.name, n.email, n.phone,
              n.company, n.job, n.line, :since
            from unnest(cast(:ids as uuid[]), :kinds, :asked, :names, :emails, :phones, :companies,
              :jobs, :lines)
              with ordinality as n (id, kind, asked, name, email, phone, company, job, line, position)
            on conflict do nothing
            """)
        .param("batch", batch)
        .param("occurrence", occurrence.id())
        .param("since", since.atOffset(ZoneOffset.UTC))
        .param("ids", array(made.stream().map(Stranger::id).toList()))
        .param("kinds", column(made, s -> s.kind().name()))
        .param("asked", made.stream().map(Stranger::asked).toArray(Boolean[]::new))
        .param("names", column(made, Stranger::name))
        .param("emails", column(made, Stranger::email))
        .param("phones", column(made, Stranger::phone))
        .param("companies", column(made, Stranger::company))
        .param("jobs", column(made, Stranger::jobTitle))
        .param("lines", column(made, Stranger::line))
        .update();
  }

  /**
   * What became of people who were added together.
   *
   * @param gone how many are known no more, and wait as lines again
   * @param staying who stays, because somebody changed or used them since
   */
  record TakenBack(int gone, List<Staying> staying) {}

  /**
   * Takes people back whom one press made known and noted: who was changed since, or is used
   * elsewhere, stays, noted as before.
   *
   * @throws NotFoundException when the press made nobody, or was taken back already
   */
  TakenBack takeBack(UUID batch, OccurrenceId occurrence, CurrentUser actor, Instant now) {
    record Added(UUID id, String name, OffsetDateTime createdAt, boolean elsewhere) {}
    List<Added> added =
        jdbc.sql(
                """
                select b.id, b.name, b.created_at,
                       exists (select from planner.touch t
                         where t.person_id = b.id and (t.occurrence_id <> b.occurrence_id
                           or t.kind <> b.kind and not (b.asked and t.kind = 'INVITED')))
                       or exists (select from planner.audience_entry e where e.person_id = b.id)
                       or exists (select from planner.audience_exclusion x where x.person_id = b.id)
                         as elsewhere
                from planner.occurrence_added b
                where b.batch = :batch and b.occurrence_id = :occurrence
                order by b.position for update of b
                """)
            .param("batch", batch)
            .param("occurrence", occurrence.id())
            .query(Added.class)
            .list();
    if (added.isEmpty()) {
      throw new NotFoundException();
    }
    List<Staying> staying = new ArrayList<>();
    added.stream()
        .filter(Added::elsewhere)
        .forEach(a -> staying.add(new Staying(new PersonId(a.id()), a.name(), false)));
    List<UUID> asked = added.stream().filter(a -> !a.elsewhere()).map(Added::id).toList();
    Instant since =
        added.stream().map(a -> a.createdAt().toInstant()).min(Instant::compareTo).orElseThrow();
    // Their own touches are no reason to stay; who stays for another one gets them back.
    String touches =
        jdbc.sql(
                """
                with gone as (
                  delete from planner.touch
                  where occurrence_id = :occurrence and person_id = any(cast(:people as uuid[]))
                  returning *)
                select cast(coalesce(jsonb_agg(to_jsonb(gone)), '[]') as text) from gone
                """)
            .param("occurrence", occurrence.id())
            .param("people", array(asked))
            .query(String.class)
            .single();
    staying.addAll(
        contacts.takeBack(batch, asked.stream().map(PersonId::new).toList(), since, actor, now));
    String stay = array(staying.stream().map(s -> s.id().id()).toList());
    jdbc.sql(
            """
            insert into planner.touch
            select t.* from jsonb_populate_recordset(
              cast(null as planner.touch), cast(:touches as jsonb)) t
            where t.person_id = any(cast(:stay as uuid[]))
            """)
        .param("touches", touches)
        .param("stay", stay)
        .update();
    int gone =
        jdbc.sql(
                """
                insert into planner.occurrence_stranger (id, occurrence_id, position, kind, asked,
                  name, email, phone, company, job_title, line)
                select b.id, b.occurrence_id, b.position + (
                    select coalesce(max(s.position), 0) from planner.occurrence_stranger s
                    where s.occurrence_id = b.occurrence_id),
                  b.kind, b.asked, b.name, b.email, b.phone, b.company, b.job_title, b.line
                from planner.occurrence_added b
                where b.batch = :batch and b.occurrence_id = :occurrence
                  and not b.id = any(cast(:stay as uuid[]))
                on conflict do nothing
                """)
            .param("batch", batch)
            .param("occurrence", occurrence.id())
            .param("stay", stay)
            .update();
    jdbc.sql(
            """
            delete from planner.occurrence_added
            where batch = :batch and occurrence_id = :occurrence
            """)
        .param("batch", batch)
        .param("occurrence", occurrence.id())
        .update();
    return new TakenBack(gone, staying);
  }

  /** How many met it in each way. */
  @Transactional(readOnly = true)
  Map<TouchKind, Integer> counts(OccurrenceId occurrence) {
    Map<TouchKind, Integer> counts = new EnumMap<>(TouchKind.class);
    jdbc.sql(
            """
            select kind, count(*) as people from planner.touch where occurrence_id = :occurrence
            group by kind
            """)
        .param("occurrence", occurrence.id())
        .query(
            rs -> {
              counts.put(TouchKind.valueOf(rs.getString("kind")), rs.getInt("people"));
            });
    return counts;
  }

  @Transactional(readOnly = true)
  List<TouchCard> of(PersonId person, int most) {
    return jdbc.sql(CARDS + " order by t.at desc, t.id desc limit :most")
        .param("person", person.id())
        .param("most", most)
        .query(Touches::card)
        .list();
  }

  @Transactional(readOnly = true)
  Optional<TouchCard> firstOf(PersonId person) {
    return jdbc.sql(CARDS + " and t.counts order by t.at, t.id limit 1")
        .param("person", person.id())
        .query(Touches::card)
        .optional();
  }

  @Transactional(readOnly = true)
  Map<PersonId, TouchCard> firstOf(Collection<PersonId> people) {
    Map<PersonId, TouchCard> first = new HashMap<>();
    jdbc.sql(FIRST)
        .param("people", array(people.stream().map(PersonId::id).toList()))
        .query(
            (rs, n) -> first.put(new PersonId(rs.getObject("person_id", UUID.class)), card(rs, n)))
        .list();
    return first;
  }

  /** What these people met since then, by person, the latest first. */
  @Transactional(readOnly = true)
  Map<PersonId, List<TouchCard>> of(Collection<PersonId> people, Instant since) {
    return met("planner.touch", people, since);
  }

  /** The same without those that count nowhere. */
  @Transactional(readOnly = true)
  Map<PersonId, List<TouchCard>> countedOf(Collection<PersonId> people, Instant since) {
    return met("planner.counted_touch", people, since);
  }

  private Map<PersonId, List<TouchCard>> met(
      String from, Collection<PersonId> people, Instant since) {
    Map<PersonId, List<TouchCard>> met = new HashMap<>();
    jdbc.sql(
            """
            select t.person_id, t.occurrence_id, o.activity_id, o.title, o.phase, t.kind, t.at
            from %s t join planner.occurrence o on o.id = t.occurrence_id
            where t.person_id = any (cast(:people as uuid[])) and t.at >= :since
            order by t.at desc, t.id desc
            """
                .formatted(from))
        .param("people", array(people.stream().map(PersonId::id).toList()))
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query(
            (rs, n) ->
                met.computeIfAbsent(
                        new PersonId(rs.getObject("person_id", UUID.class)), p -> new ArrayList<>())
                    .add(card(rs, n)))
        .list();
    return met;
  }

  private static TouchCard card(ResultSet rs, int n) throws SQLException {
    return new TouchCard(
        new OccurrenceId(rs.getObject("occurrence_id", UUID.class)),
        new ActivityId(rs.getObject("activity_id", UUID.class)),
        rs.getString("title"),
        HourglassPhase.valueOf(rs.getString("phase")),
        TouchKind.valueOf(rs.getString("kind")),
        rs.getObject("at", OffsetDateTime.class).toInstant());
  }

  private static String array(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
