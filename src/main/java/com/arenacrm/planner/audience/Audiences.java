package com.arenacrm.planner.audience;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.Staying;
import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.contacts.SavedFilters;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.icp.Profiles;
import com.arenacrm.icp.Yardstick;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.ActivityAudiences;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.TouchLines.Mentioned;
import com.arenacrm.planner.audience.AudienceFacts.Review;
import com.arenacrm.planner.audience.AudienceLists.Overview;
import com.arenacrm.planner.audience.AudienceLists.View;
import com.arenacrm.planner.traits.Traits;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The front door to the audiences of activities: putting people in and taking them out, asking
 * sales, and sending the invitations (R038, R041, R098).
 */
@Component
@Transactional
public class Audiences implements ActivityAudiences {

  /** So long a launch can be taken back. */
  static final Duration UNDO = Duration.ofMinutes(10);

  /** So long a source that was taken away can be brought back. */
  private static final Duration KEPT = Duration.ofHours(12);

  /** Why somebody was taken out. */
  public enum Why {
    /** Invited again and again without an answer. */
    REPEATED,
    /** Never said whether they agree to be written to, and marketing took them out for good. */
    CONSENT,
    /** A seller did. */
    SALES,
    /** Marketing did. */
    MARKETING
  }

  private final AudienceLists lists;
  private final SavedFilters segments;
  private final ContactSets sets;
  private final Traits traits;
  private final ContactBook contacts;
  private final Profiles profiles;
  private final Organizations organizations;
  private final AudienceNotices notices;
  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  Audiences(
      AudienceLists lists,
      SavedFilters segments,
      ContactSets sets,
      Traits traits,
      ContactBook contacts,
      Profiles profiles,
      Organizations organizations,
      AudienceNotices notices,
      AuditTrail audit,
      JdbcClient jdbc,
      JsonMapper json) {
    this.lists = lists;
    this.segments = segments;
    this.sets = sets;
    this.traits = traits;
    this.contacts = contacts;
    this.profiles = profiles;
    this.organizations = organizations;
    this.notices = notices;
    this.audit = audit;
    this.jdbc = jdbc;
    this.json = json;
  }

  // -- putting people in

  @Override
  public int addSegment(
      UUID source, ActivityId activity, Saved segment, UserId actor, Instant now) {
    return add(
        source,
        activity,
        "SEGMENT",
        segment.name(),
        segment.id(),
        null,
        membersOf(segment),
        actor,
        now);
  }

  /**
   * Puts only those of a segment in who meet conditions now as well.
   *
   * @param label the segment and the conditions in words
   */
  public int addWithin(
      UUID source,
      ActivityId activity,
      Saved segment,
      Asked asked,
      String label,
      UserId actor,
      Instant now) {
    return add(
        source,
        activity,
        "SEGMENT",
        label,
        segment.id(),
        asked,
        within(segment, asked, now),
        actor,
        now);
  }

  /** How many people these sources brought who are in by none but them. */
  int broughtBy(ActivityId activity, Collection<UUID> sources) {
    return jdbc.sql(
            """
            select count(distinct e.person_id) from planner.audience_entry e
            where e.activity_id = :activity and e.source_id = any(cast(:sources as uuid[]))
              and not exists (select from planner.audience_entry o
                where o.activity_id = :activity and o.person_id = e.person_id
                  and o.source_id <> all(cast(:sources as uuid[])))
            """)
        .param("activity", activity.id())
        .param("sources", array(sources))
        .query(Integer.class)
        .single();
  }

  /**
   * Puts those in who meet conditions now.
   *
   * @param label the conditions in words
   */
  public int addMatching(
      UUID source, ActivityId activity, Asked asked, String label, UserId actor, Instant now) {
    return add(source, activity, "FILTER", label, null, asked, whoMeets(asked, now), actor, now);
  }

  @Override
  public int addPeople(
      UUID source,
      ActivityId activity,
      boolean listed,
      String label,
      Collection<PersonId> people,
      UserId actor,
      Instant now) {
    return add(
        source, activity, listed ? "LIST" : "PICKED", label, null, null, these(people), actor, now);
  }

  @Override
  public void copy(ActivityId from, ActivityId to, UserId actor, Instant now) {
    record Source(
        UUID id, String kind, String label, @Nullable UUID segmentId, @Nullable String asked) {}
    List<Source> sources =
        jdbc.sql(
                """
                select s.id, s.kind, s.label, s.segment_id, s.asked from planner.audience_source s
                where s.activity_id = :activity and (s.asked is not null or s.segment_id is not null
                  or exists (select from planner.audience_entry e where e.source_id = s.id))
                order by s.created_at, s.id
                """)
            .param("activity", from.id())
            .query(Source.class)
            .list();
    for (Source s : sources) {
      Optional<Saved> segment = Optional.ofNullable(s.segmentId()).flatMap(segments::find);
      Asked asked = s.asked() == null ? null : Asked.of(s.asked(), json);
      PeopleQuery people =
          segment
              .map(g -> asked == null ? membersOf(g) : within(g, asked, now))
              .orElseGet(
                  () ->
                      asked == null || s.kind().equals("SEGMENT")
                          ? putInBy(s.id())
                          : whoMeets(asked, now));
      add(
          TimeOrderedUuid.next(),
          to,
          s.kind(),
          s.label(),
          segment.map(Saved::id).orElse(null),
          asked,
          people,
          actor,
          now);
    }
    if (sources.isEmpty()) {
      return;
    }
    int version = change(to);
    // Who decided it, when and why is true of the copy as well.
    jdbc.sql(
            """
            insert into planner.audience_exclusion
              (id, activity_id, person_id, why, reason, batch, version, created_at, created_by)
            select n.fresh, :to, n.person_id, n.why, n.reason, n.fresh, :version, n.created_at,
              n.created_by
            from (
              select x.*, gen_random_uuid() as fresh from planner.audience_exclusion x
              where x.activity_id = :from and x.returned_at is null
                and x.why in ('SALES', 'MARKETING') and exists (
                  select from planner.audience_entry e
                  where e.activity_id = :to and e.person_id = x.person_id)) n
            on conflict (activity_id, person_id) where returned_at is null do nothing
            """)
        .param("from", from.id())
        .param("to", to.id())
        .param("version", version)
        .update();
  }

  private static PeopleQuery putInBy(UUID source) {
    return new PeopleQuery(
        "select person_id as id from planner.audience_entry where source_id = :before",
        Map.of("before", source));
  }

  private PeopleQuery whoMeets(Asked asked, Instant now) {
    return traits.having(
        asked.wishes(),
        asked.conditions().isEmpty() && !asked.wishes().isEmpty()
            ? null
            : sets.matching(asked.conditions(), asked.any(), false),
        now);
  }

  private int add(
      UUID source,
      ActivityId activity,
      String kind,
      String label,
      @Nullable UUID segment,
      @Nullable Asked asked,
      PeopleQuery people,
      UserId actor,
      Instant now) {
    int version = change(activity);
    int made =
        jdbc.sql(
                """
                insert into planner.audience_source
                  (id, activity_id, kind, label, segment_id, asked, created_at, created_by)
                values (:id, :activity, :kind, :label, :segment, cast(:asked as jsonb), :now,
                  :actor)
                on conflict (id) do nothing
                """)
            .param("id", source)
            .param("activity", activity.id())
            .param("kind", kind)
            .param("label", label)
            .param("segment", segment)
            .param("asked", asked == null ? null : asked.json(json))
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("actor", actor.id())
            .update();
    if (made > 0) {
      enter(source, activity, people, version, now);
    }
    return jdbc.sql("select count(*) from planner.audience_entry where source_id = :id")
        .param("id", source)
        .query(Integer.class)
        .single();
  }

  /** Keeps the lines of a list that name nobody known, until somebody says what becomes of them. */
  void keepStrangers(
      UUID source, ActivityId activity, List<Mentioned> unknown, List<String> unread) {
    hold(activity);
    requireSource(source, activity);
    boolean kept =
        jdbc.sql("select exists (select from planner.audience_stranger where source_id = :id)")
            .param("id", source)
            .query(Boolean.class)
            .single();
    if (kept) {
      return;
    }
    List<String> lines =
        unread.stream().map(l -> l.substring(0, Math.min(200, l.length()))).toList();
    int all = unknown.size() + lines.size();
    jdbc.sql(
            """
            insert into planner.audience_stranger
              (id, source_id, position, name, email, phone, company, job_title, line)
            select n.id, :source, n.position, coalesce(n.name, ''), coalesce(n.email, ''),
              coalesce(n.phone, ''), coalesce(n.company, ''), coalesce(n.job, ''), n.line
            from unnest(cast(:ids as uuid[]), :names, :emails, :phones, :companies, :jobs,
              :lines)
              with ordinality as n (id, name, email, phone, company, job, line, position)
            """)
        .param("source", source)
        .param("ids", array(Stream.generate(TimeOrderedUuid::next).limit(all).toList()))
        .param("names", column(unknown, lines, Mentioned::name, l -> null))
        .param("emails", column(unknown, lines, Audiences::address, l -> null))
        .param("phones", column(unknown, lines, Mentioned::phone, l -> null))
        .param("companies", column(unknown, lines, Mentioned::company, l -> null))
        .param("jobs", column(unknown, lines, Mentioned::jobTitle, l -> null))
        .param("lines", column(unknown, lines, m -> null, l -> l))
        .update();
  }

  private static @Nullable String address(Mentioned m) {
    return m.email() == null ? null : m.email().value();
  }

  private static @Nullable String[] column(
      List<Mentioned> unknown,
      List<String> lines,
      Function<Mentioned, @Nullable String> of,
      Function<String, @Nullable String> ofLine) {
    return Stream.concat(unknown.stream().map(of), lines.stream().map(ofLine))
        .toArray(String[]::new);
  }

  /** Of these it has been said what becomes of them; a source that holds nobody else goes too. */
  void forgetStrangers(UUID source, ActivityId activity, Collection<UUID> decided) {
    hold(activity);
    requireSource(source, activity);
    jdbc.sql(
            """
            delete from planner.audience_stranger
            where source_id = :source and id = any(cast(:decided as uuid[]))
            """)
        .param("source", source)
        .param("decided", array(decided))
        .update();
    jdbc.sql(
            """
            delete from planner.audience_source s where s.id = :source
              and not exists (select from planner.audience_stranger n where n.source_id = s.id)
              and not exists (select from planner.audience_entry e where e.source_id = s.id)
            """)
        .param("source", source)
        .update();
  }

  /** Keeps of which lines people were made together, so that it can be taken back. */
  void keepAdded(
      UUID batch,
      UUID source,
      ActivityId activity,
      List<AudienceLists.Stranger> made,
      UserId actor,
      Instant now) {
    requireSource(source, activity);
    jdbc.sql(
            """
            insert into planner.audience_added (batch, id, source_id, position, name, email, phone,
              company, job_title, line, created_at, created_by)
            select :batch, n.id, :source, n.position, n.name, n.email, n.phone, n.company, n.job,
              n.line, :now, :actor
            from unnest(cast(:ids as uuid[]), cast(:names as text[]), cast(:emails as text[]),
              cast(:phones as text[]), cast(:companies as text[]), cast(:jobs as text[]),
              cast(:lines as text[]))
              with ordinality as n (id, name, email, phone, company, job, line, position)
            """)
        .param("batch", batch)
        .param("source", source)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .param("ids", array(made.stream().map(AudienceLists.Stranger::id).toList()))
        .param("names", made.stream().map(s -> s.name()).toArray(String[]::new))
        .param("emails", made.stream().map(s -> s.email()).toArray(String[]::new))
        .param("phones", made.stream().map(s -> s.phone()).toArray(String[]::new))
        .param("companies", made.stream().map(s -> s.company()).toArray(String[]::new))
        .param("jobs", made.stream().map(s -> s.jobTitle()).toArray(String[]::new))
        .param("lines", made.stream().map(s -> s.line()).toArray(String[]::new))
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
   * Takes people back whom one press made known: who was changed since, or is used elsewhere, stays
   * in the audience.
   *
   * @throws NotFoundException when the press made nobody, or was taken back already
   */
  TakenBack takeBack(UUID batch, UUID source, ActivityId activity, CurrentUser actor, Instant now) {
    change(activity);
    requireSource(source, activity);
    record Added(UUID id, String name, OffsetDateTime createdAt, boolean elsewhere) {}
    List<Added> added =
        jdbc.sql(
                """
                select b.id, b.name, b.created_at,
                       exists (select from planner.audience_entry e
                         where e.person_id = b.id and e.source_id <> b.source_id)
                       or exists (select from planner.audience_exclusion x where x.person_id = b.id)
                         as elsewhere
                from planner.audience_added b
                where b.batch = :batch and b.source_id = :source
                order by b.position for update of b
                """)
            .param("batch", batch)
            .param("source", source)
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
    staying.addAll(
        contacts.takeBack(batch, asked.stream().map(PersonId::new).toList(), since, actor, now));
    List<UUID> stay = staying.stream().map(s -> s.id().id()).toList();
    int gone =
        jdbc.sql(
                """
                insert into planner.audience_stranger
                  (id, source_id, position, name, email, phone, company, job_title, line)
                select b.id, b.source_id, b.position + (
                    select coalesce(max(s.position), 0) from planner.audience_stranger s
                    where s.source_id = b.source_id),
                  b.name, b.email, b.phone, b.company, b.job_title, b.line
                from planner.audience_added b
                where b.batch = :batch and b.source_id = :source
                  and not b.id = any(cast(:stay as uuid[]))
                on conflict (id) do nothing
                """)
            .param("batch", batch)
            .param("source", source)
            .param("stay", array(stay))
            .update();
    jdbc.sql("delete from planner.audience_added where batch = :batch and source_id = :source")
        .param("batch", batch)
        .param("source", source)
        .update();
    return new TakenBack(gone, staying);
  }

  /** Puts more people into a source that is there. */
  int addTo(UUID source, ActivityId activity, Collection<PersonId> people, Instant now) {
    int version = change(activity);
    requireSource(source, activity);
    return enter(source, activity, these(people), version, now);
  }

  /**
   * Puts those in who have joined the segment, or have come to meet the conditions, since.
   *
   * @return how many
   */
  int refresh(UUID source, ActivityId activity, Instant now) {
    int version = change(activity);
    record Source(@Nullable UUID segmentId, @Nullable String asked) {}
    Source stored =
        jdbc.sql(
                """
                select segment_id, asked from planner.audience_source
                where id = :id and activity_id = :activity
                  and (segment_id is not null or asked is not null and kind <> 'SEGMENT')
                """)
            .param("id", source)
            .param("activity", activity.id())
            .query(Source.class)
            .optional()
            .orElseThrow(NotFoundException::new);
    Asked asked = stored.asked() == null ? null : Asked.of(stored.asked(), json);
    Saved segment =
        stored.segmentId() == null
            ? null
            : segments.find(stored.segmentId()).orElseThrow(NotFoundException::new);
    PeopleQuery people =
        segment == null
            ? whoMeets(Objects.requireNonNull(asked), now)
            : asked == null ? membersOf(segment) : within(segment, asked, now);
    return enter(source, activity, people, version, now);
  }

  /** Takes a source away, until it is brought back; who is also in by another stays. */
  void removeSource(UUID source, ActivityId activity, UserId actor, Instant now) {
    hold(activity);
    requireSource(source, activity);
    jdbc.sql("delete from planner.audience_source_removed where removed_at < :before")
        .param("before", now.minus(KEPT).atOffset(ZoneOffset.UTC))
        .update();
    // What sales decided stays, so that adding them again does not bring them back unseen.
    jdbc.sql(
            """
            with gone as (
              select x.* from planner.audience_exclusion x
              where x.activity_id = :activity and x.why <> 'SALES' and not exists (
                select from planner.audience_entry e where e.activity_id = x.activity_id
                  and e.person_id = x.person_id and e.source_id <> :id)),
            kept as (
              insert into planner.audience_source_removed
                (id, activity_id, whole, removed_at, removed_by)
              select s.id, s.activity_id, jsonb_build_object(
                  'source', to_jsonb(s),
                  'entries', (select jsonb_agg(to_jsonb(e)) from planner.audience_entry e
                    where e.source_id = s.id),
                  'strangers', (select jsonb_agg(to_jsonb(n)) from planner.audience_stranger n
                    where n.source_id = s.id),
                  'exclusions', (select jsonb_agg(to_jsonb(g)) from gone g)),
                :now, :actor
              from planner.audience_source s where s.id = :id)
            delete from planner.audience_exclusion x using gone where x.id = gone.id
            """)
        .param("id", source)
        .param("activity", activity.id())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
    jdbc.sql("delete from planner.audience_source where id = :id").param("id", source).update();
  }

  /**
   * Brings a source back as it was. Where sales has decided since, its people came in afterwards.
   *
   * @throws NotFoundException when it is not there to be brought back any more
   */
  void restoreSource(UUID source, ActivityId activity, Instant now) {
    int version = change(activity);
    boolean there =
        jdbc.sql("select exists (select from planner.audience_source where id = :id)")
            .param("id", source)
            .query(Boolean.class)
            .single();
    if (there) {
      requireSource(source, activity);
      return;
    }
    record Kept(@Nullable UUID segment) {}
    Kept kept =
        jdbc.sql(
                """
                select cast(whole -> 'source' ->> 'segment_id' as uuid) as segment
                from planner.audience_source_removed
                where id = :id and activity_id = :activity
                """)
            .param("id", source)
            .param("activity", activity.id())
            .query(Kept.class)
            .optional()
            .orElseThrow(NotFoundException::new);
    boolean segment = kept.segment() != null && segments.find(kept.segment()).isPresent();
    jdbc.sql(
            """
            insert into planner.audience_source
              (id, activity_id, kind, label, segment_id, asked, created_at, created_by)
            select s.id, s.activity_id, s.kind, s.label,
              case when :segment then s.segment_id end, s.asked, s.created_at, s.created_by
            from planner.audience_source_removed r
            cross join jsonb_populate_record(
              null::planner.audience_source, r.whole -> 'source') s
            where r.id = :id
            """)
        .param("id", source)
        .param("segment", segment)
        .update();
    jdbc.sql(
            """
            insert into planner.audience_entry (source_id, person_id, activity_id, added_at, version)
            select e.source_id, e.person_id, e.activity_id,
              case when exists (select from planner.audience_review d
                  where d.activity_id = e.activity_id and d.decided_at >= r.removed_at)
                then :now else e.added_at end, :version
            from planner.audience_source_removed r
            cross join jsonb_populate_recordset(
              null::planner.audience_entry, nullif(r.whole -> 'entries', 'null')) e
            where r.id = :id and e.person_id = any(cast(:people as uuid[]))
            """)
        .param("id", source)
        .param("version", version)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("people", array(stillThere(source, "entries")))
        .update();
    jdbc.sql(
            """
            insert into planner.audience_stranger
            select n.* from planner.audience_source_removed r
            cross join jsonb_populate_recordset(
              null::planner.audience_stranger, nullif(r.whole -> 'strangers', 'null')) n
            where r.id = :id
            """)
        .param("id", source)
        .update();
    jdbc.sql(
            """
            insert into planner.audience_exclusion
            select x.* from planner.audience_source_removed r
            cross join jsonb_populate_recordset(
              null::planner.audience_exclusion, nullif(r.whole -> 'exclusions', 'null')) x
            where r.id = :id and x.person_id = any(cast(:people as uuid[]))
            on conflict do nothing
            """)
        .param("id", source)
        .param("people", array(stillThere(source, "exclusions")))
        .update();
    jdbc.sql("delete from planner.audience_source_removed where id = :id")
        .param("id", source)
        .update();
  }

  /** Of the people who were kept of it, those whom we still know. */
  private List<UUID> stillThere(UUID source, String part) {
    List<PersonId> kept =
        jdbc
            .sql(
                """
                select distinct cast(e ->> 'person_id' as uuid)
                from planner.audience_source_removed r
                cross join jsonb_array_elements(
                  coalesce(nullif(r.whole -> :part, 'null'), '[]')) e
                where r.id = :id
                """)
            .param("id", source)
            .param("part", part)
            .query(UUID.class)
            .list()
            .stream()
            .map(PersonId::new)
            .toList();
    return contacts.cards(kept).keySet().stream().map(PersonId::id).toList();
  }

  private int enter(
      UUID source, ActivityId activity, PeopleQuery people, int version, Instant now) {
    return jdbc.sql(
            """
            insert into planner.audience_entry (source_id, person_id, activity_id, added_at, version)
            select :source, q.id, :activity, :now, :version from (%s) q
            on conflict (source_id, person_id) do nothing
            """
                .formatted(people.sql()))
        .params(people.parameters())
        .param("source", source)
        .param("activity", activity.id())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("version", version)
        .update();
  }

  private static PeopleQuery these(Collection<PersonId> people) {
    return new PeopleQuery(
        "select unnest(cast(:these as uuid[])) as id",
        Map.of("these", array(people.stream().map(PersonId::id).distinct().toList())));
  }

  private PeopleQuery within(Saved segment, Asked asked, Instant now) {
    PeopleQuery members =
        sets.matching(segment.conditions(), segment.any(), segment.companies(), "within_");
    PeopleQuery met = whoMeets(asked, now);
    return new PeopleQuery(
        "select id from (%s) members where id in (select id from (%s) met)"
            .formatted(members.sql(), met.sql()),
        met.with(members.parameters()));
  }

  private PeopleQuery membersOf(Saved segment) {
    return sets.matching(segment.conditions(), segment.any(), segment.companies());
  }

  private void requireSource(UUID source, ActivityId activity) {
    jdbc.sql("select 1 from planner.audience_source where id = :id and activity_id = :activity")
        .param("id", source)
        .param("activity", activity.id())
        .query(Integer.class)
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  // -- taking people out

  /**
   * Takes somebody out.
   *
   * @param reason why, in words
   * @throws NotFoundException when they are not in it
   */
  public void takeOut(
      UUID exclusion,
      ActivityId activity,
      PersonId person,
      Why why,
      String reason,
      UserId actor,
      Instant now) {
    int version = change(activity);
    jdbc.sql(
            """
            select 1 from planner.audience_entry
            where activity_id = :activity and person_id = :person limit 1
            """)
        .param("activity", activity.id())
        .param("person", person.id())
        .query(Integer.class)
        .optional()
        .orElseThrow(NotFoundException::new);
    exclude(
        activity,
        List.of(exclusion),
        List.of(person.id()),
        why,
        reason,
        exclusion,
        version,
        actor,
        now);
  }

  @Override
  public void takeOutForSales(
      UUID exclusion,
      ActivityId activity,
      PersonId person,
      String reason,
      UserId seller,
      Instant now) {
    takeOut(exclusion, activity, person, Why.SALES, reason, seller, now);
  }

  /**
   * Takes out whoever was invited again and again without an answer.
   *
   * @return how many, under the batch by which they can be put back
   */
  public int takeRepeatedOut(UUID batch, ActivityId activity, CurrentUser actor, Instant now) {
    int version = change(activity);
    List<UUID> people = people(activity, View.REPEATED, now);
    List<UUID> ids = people.stream().map(p -> TimeOrderedUuid.next()).toList();
    exclude(activity, ids, people, Why.REPEATED, null, batch, version, actor.id(), now);
    return people.size();
  }

  private void exclude(
      ActivityId activity,
      List<UUID> ids,
      List<UUID> people,
      Why why,
      @Nullable String reason,
      UUID batch,
      int version,
      UserId actor,
      Instant now) {
    jdbc.sql(
            """
            insert into planner.audience_exclusion
              (id, activity_id, person_id, why, reason, batch, version, created_at, created_by)
            select p.id, :activity, p.person, :why, :reason, :batch, :version, :now, :actor
            from unnest(cast(:ids as uuid[]), cast(:people as uuid[])) as p (id, person)
            on conflict (activity_id, person_id) where returned_at is null do nothing
            """)
        .param("ids", array(ids))
        .param("people", array(people))
        .param("activity", activity.id())
        .param("why", why.name())
        .param("reason", reason)
        .param("batch", batch)
        .param("version", version)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
  }

  /**
   * Puts those back who were taken out together, or the one of that exclusion. Why they were out
   * stays to be read; where sales had decided it, its approval lapses.
   */
  int putBack(ActivityId activity, UUID batchOrExclusion, UserId actor, Instant now) {
    int version = change(activity);
    return jdbc.sql(
            """
            update planner.audience_exclusion
            set returned_at = :now, returned_by = :actor, returned_version = :version
            where activity_id = :activity and (batch = :id or id = :id) and returned_at is null
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .param("version", version)
        .param("activity", activity.id())
        .param("id", batchOrExclusion)
        .update();
  }

  // -- on what ground they may be written to

  @Override
  public void allowSilent(UUID id, ActivityId activity, String text, UserId actor, Instant now) {
    int version = change(activity);
    boolean kept =
        jdbc.sql("select exists (select from planner.audience_ground where id = :id)")
            .param("id", id)
            .query(Boolean.class)
            .single();
    if (kept) {
      return;
    }
    List<UUID> silent = people(activity, View.SILENT, now);
    if (silent.isEmpty()) {
      throw new RefusedException("audience.ground.nobody");
    }
    jdbc.sql(
            """
            insert into planner.audience_ground
              (id, activity_id, text, version, created_at, created_by)
            values (:id, :activity, :text, :version, :now, :actor)
            """)
        .param("id", id)
        .param("version", version)
        .param("activity", activity.id())
        .param("text", text)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
    jdbc.sql(
            """
            insert into planner.audience_ground_person (ground_id, person_id)
            select :id, p from unnest(cast(:people as uuid[])) as p
            """)
        .param("id", id)
        .param("people", array(silent))
        .update();
  }

  private List<UUID> people(ActivityId activity, View view, Instant now) {
    return lists
        .allPeople(activity, yardstick(activity), organizations.current(), view, "", now)
        .stream()
        .map(AudienceLists.Member::id)
        .toList();
  }

  /** From now on those whom it covers are left out again. */
  void leaveSilentOut(UUID ground, ActivityId activity, UserId actor, Instant now) {
    hold(activity);
    jdbc.sql(
            """
            update planner.audience_ground set ended_at = :now, ended_by = :actor
            where id = :id and activity_id = :activity and ended_at is null
            """)
        .param("id", ground)
        .param("activity", activity.id())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
  }

  // -- saying why, asking sales

  @Override
  public void justify(UUID id, ActivityId activity, String text, UserId actor, Instant now) {
    hold(activity);
    Organization agreed = organizations.current();
    Shares shares = lists.overview(activity, yardstick(activity), agreed, null, 0, now).shares();
    int made =
        jdbc.sql(
                """
            insert into planner.audience_justification
              (id, activity_id, text, people, inside, agreed, created_at, created_by)
            values (:id, :activity, :text, :people, :inside, :agreed, :now, :actor)
            on conflict (id) do nothing
            """)
            .param("id", id)
            .param("activity", activity.id())
            .param("text", text)
            .param("people", shares.invited())
            .param("inside", shares.inside())
            .param("agreed", agreed.agreedShare())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("actor", actor.id())
            .update();
    if (made > 0) {
      jdbc.sql(
              """
              insert into planner.audience_justification_person (justification_id, person_id)
              select :id, p from unnest(cast(:people as uuid[])) as p
              """)
          .param("id", id)
          .param("people", array(people(activity, View.INVITED, now)))
          .update();
    }
  }

  @Override
  public void askSales(
      UUID id,
      ActivityId activity,
      @Nullable String note,
      Collection<UserId> sellers,
      UserId actor,
      Instant now) {
    hold(activity);
    AudienceFacts facts = lists.facts(activity, LocalDate.EPOCH);
    if (facts.reviews().stream().anyMatch(r -> r.id().equals(id))) {
      return;
    }
    if (facts.openReview().isPresent()) {
      throw new RefusedException("audience.review.open");
    }
    int people =
        lists
            .overview(activity, yardstick(activity), organizations.current(), null, 0, now)
            .shares()
            .invited();
    if (people == 0) {
      throw new RefusedException("audience.nobody");
    }
    jdbc.sql(
            """
            insert into planner.audience_review
              (id, activity_id, note, people, created_at, created_by)
            values (:id, :activity, :note, :people, :now, :actor)
            """)
        .param("id", id)
        .param("activity", activity.id())
        .param("note", note)
        .param("people", people)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
    if (!sellers.isEmpty()) {
      jdbc.sql(
              """
              insert into planner.audience_reviewer (review_id, to_user)
              select :id, s from unnest(cast(:sellers as uuid[])) as s
              """)
          .param("id", id)
          .param("sellers", array(sellers.stream().map(UserId::id).distinct().toList()))
          .update();
    }
  }

  @Override
  public void decide(
      UUID review,
      ActivityId activity,
      boolean approved,
      @Nullable String comment,
      UserId actor,
      Instant now) {
    hold(activity);
    AudienceFacts facts = lists.facts(activity, LocalDate.EPOCH);
    Review asked = review(facts, review);
    answer(
        facts, asked, approved, comment, facts.version(), asked.isForOthersThan(actor), actor, now);
  }

  /**
   * Says for sales whether it is right, as it was seen.
   *
   * @param seen the version that was on the page (R098)
   * @param inPlace whether it is said in place of those who were asked
   * @throws RefusedException when others were asked and it is not said in their place, or when
   *     somebody came in since who would be approved unseen
   */
  void decide(
      UUID review,
      ActivityId activity,
      boolean approved,
      @Nullable String comment,
      int seen,
      boolean inPlace,
      CurrentUser actor,
      Instant now) {
    hold(activity);
    AudienceFacts facts = lists.facts(activity, LocalDate.EPOCH);
    Review asked = review(facts, review);
    boolean others = asked.isForOthersThan(actor);
    if (others && !inPlace) {
      throw new RefusedException("audience.review.notAsked");
    }
    answer(facts, asked, approved, comment, seen, others, actor.id(), now);
  }

  private static Review review(AudienceFacts facts, UUID review) {
    return facts.reviews().stream()
        .filter(r -> r.id().equals(review))
        .findFirst()
        .orElseThrow(NotFoundException::new);
  }

  private void answer(
      AudienceFacts facts,
      Review review,
      boolean approved,
      @Nullable String comment,
      int seen,
      boolean inPlace,
      UserId actor,
      Instant now) {
    ActivityId activity = facts.activity();
    if (!review.isOpen()) {
      throw new RefusedException("audience.review.decided");
    }
    if (!approved && comment == null) {
      throw new RefusedException("audience.review.comment.required");
    }
    Organization agreed = organizations.current();
    Yardstick yardstick = profiles.yardstick(facts.profile());
    if (approved) {
      AudienceLists.Unseen unseen = lists.unseen(activity, yardstick, agreed, seen, now);
      if (unseen.people() > 0) {
        throw new RefusedException("audience.review.cameSince", unseen.people(), unseen.names());
      }
    }
    int people = lists.overview(activity, yardstick, agreed, null, 0, now).shares().invited();
    jdbc.sql(
            """
            update planner.audience_review
            set decided_at = :now, decided_by = :actor, approved = :approved, in_place = :inPlace,
              comment = :comment, approved_people = :people
            where id = :id
            """)
        .param("id", review.id())
        .param("approved", approved)
        .param("inPlace", inPlace)
        .param("comment", comment)
        .param("people", approved ? people : null)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
    notices.answered(facts, review, approved, comment, inPlace, actor, now);
  }

  /** Keeps what somebody has to say of it. */
  public void remark(UUID id, ActivityId activity, String text, UserId actor, Instant now) {
    hold(activity);
    int made =
        jdbc.sql(
                """
            insert into planner.audience_comment (id, activity_id, text, created_at, created_by)
            values (:id, :activity, :text, :now, :actor) on conflict (id) do nothing
            """)
            .param("id", id)
            .param("activity", activity.id())
            .param("text", text)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("actor", actor.id())
            .update();
    if (made > 0) {
      notices.commented(lists.facts(activity, LocalDate.EPOCH), text, actor, now);
    }
  }

  // -- the invitations

  @Override
  public int launch(
      UUID id,
      ActivityId activity,
      OccurrenceId occurrence,
      @Nullable String unapproved,
      CurrentUser actor,
      Instant now) {
    hold(activity);
    LocalDate today = LocalDate.ofInstant(now, actor.company().zone());
    AudienceFacts facts = lists.facts(activity, today);
    Optional<AudienceFacts.Launch> made =
        facts.launches().stream().filter(l -> l.id().equals(id)).findFirst();
    if (made.isPresent()) {
      return made.get().people();
    }
    AudienceFacts.Coming which =
        facts.toCome().stream()
            .filter(o -> o.id().equals(occurrence.id()))
            .findFirst()
            .orElseThrow(() -> new RefusedException("audience.launch.notToCome"));
    Organization agreed = organizations.current();
    Yardstick yardstick = profiles.yardstick(facts.profile());
    Overview overview = lists.overview(activity, yardstick, agreed, which.id(), 0, now);
    Shares shares = overview.shares();
    if (overview.newcomers() == 0) {
      throw new RefusedException(
          shares.invited() > 0
              ? "audience.launch.allInvited"
              : shares.silent() > 0 ? "audience.nobody.silent" : "audience.nobody");
    }
    if (shares.isBelow(agreed.agreedShare()) && facts.justification(overview).isEmpty()) {
      throw new RefusedException("audience.launch.justify", agreed.agreedShare());
    }
    boolean approved = facts.state(shares.people(), null) == AudienceState.APPROVED;
    if (!approved && unapproved == null) {
      throw new RefusedException("audience.launch.unapproved");
    }
    List<UUID> people = lists.newcomers(activity, yardstick, agreed, which.id(), now);
    keepLaunch(id, facts, which, overview, people.size(), approved ? null : unapproved, actor, now);
    invite(id, which.id(), people, actor.id(), now);
    audit.note(
        actor,
        "audience-launched",
        new Subject("occurrence", which.id(), which.title() + " · " + which.day()),
        null,
        String.valueOf(people.size()));
    return people.size();
  }

  private void keepLaunch(
      UUID id,
      AudienceFacts facts,
      AudienceFacts.Coming occurrence,
      Overview overview,
      int people,
      @Nullable String unapproved,
      CurrentUser actor,
      Instant now) {
    Shares shares = overview.shares();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("id", id);
    values.put("activity", facts.activity().id());
    values.put("occurrence", occurrence.id());
    values.put("people", people);
    values.put("inside", shares.inside());
    values.put("outside", shares.outside());
    values.put("unjudged", shares.unjudged());
    values.put("repeated", shares.repeated());
    values.put("consent", shares.consentUnknown());
    values.put("withdrawn", shares.withdrawn());
    values.put("out", shares.takenOut());
    values.put("review", facts.review().map(Review::id).orElse(null));
    values.put("silent", shares.silent());
    values.put("unapproved", unapproved);
    values.put("now", now.atOffset(ZoneOffset.UTC));
    values.put("actor", actor.id().id());
    jdbc.sql(
            """
            insert into planner.launch
              (id, activity_id, occurrence_id, people, inside, outside, unjudged, repeated,
               consent_unknown, withdrawn, silent, taken_out, review_id, unapproved,
               created_at, created_by)
            values (:id, :activity, :occurrence, :people, :inside, :outside, :unjudged, :repeated,
               :consent, :withdrawn, :silent, :out, :review, :unapproved, :now, :actor)
            """)
        .params(values)
        .update();
    jdbc.sql(
            """
            insert into planner.launch_ground (launch_id, ground_id)
            select :id, g from unnest(cast(:grounds as uuid[])) as g
            """)
        .param("id", id)
        .param("grounds", array(overview.grounds().keySet()))
        .update();
  }

  private void invite(UUID launch, UUID occurrence, List<UUID> people, UserId actor, Instant now) {
    jdbc.sql(
            """
            insert into planner.touch
              (id, occurrence_id, person_id, kind, at, created_by, launch_id)
            select p.id, :occurrence, p.person, 'INVITED', :now, :actor, :launch
            from unnest(cast(:ids as uuid[]), cast(:people as uuid[])) as p (id, person)
            on conflict (occurrence_id, person_id, kind) do nothing
            """)
        .param("ids", array(people.stream().map(p -> TimeOrderedUuid.next()).toList()))
        .param("people", array(people))
        .param("occurrence", occurrence)
        .param("launch", launch)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
  }

  /**
   * Takes a launch back, with its invitations.
   *
   * @throws RefusedException when it was too long ago, or somebody has answered
   */
  void undoLaunch(UUID id, ActivityId activity, CurrentUser actor, Instant now) {
    hold(activity);
    AudienceFacts.Launch launch =
        lists.facts(activity, LocalDate.EPOCH).launches().stream()
            .filter(l -> l.id().equals(id))
            .findFirst()
            .orElseThrow(NotFoundException::new);
    if (launch.at().toInstant().plus(UNDO).isBefore(now)) {
      throw new RefusedException("audience.launch.tooLate", UNDO.toMinutes());
    }
    boolean answered =
        jdbc.sql(
                """
                select exists (select from planner.touch t
                  join planner.touch answer on answer.occurrence_id = t.occurrence_id
                    and answer.person_id = t.person_id and answer.kind <> 'INVITED'
                  where t.launch_id = :id)
                """)
            .param("id", id)
            .query(Boolean.class)
            .single();
    if (answered) {
      throw new RefusedException("audience.launch.answered");
    }
    jdbc.sql("delete from planner.launch where id = :id").param("id", id).update();
    audit.note(
        actor,
        "audience-launch-undone",
        new Subject("occurrence", launch.occurrence(), launch.day().toString()),
        String.valueOf(launch.people()),
        null);
  }

  private Yardstick yardstick(ActivityId activity) {
    return profiles.yardstick(lists.facts(activity, LocalDate.EPOCH).profile());
  }

  /** Whoever else changes the audience waits until this is done. */
  private void hold(ActivityId activity) {
    jdbc.sql("select id from planner.activity where id = :id for update")
        .param("id", activity.id())
        .query(UUID.class)
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  /**
   * The same for who changes who is in it.
   *
   * @return its version from now on
   */
  private int change(ActivityId activity) {
    return jdbc.sql(
            """
            update planner.activity set audience_version = audience_version + 1
            where id = :id returning audience_version
            """)
        .param("id", activity.id())
        .query(Integer.class)
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  private static String array(Collection<UUID> ids) {
    return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
