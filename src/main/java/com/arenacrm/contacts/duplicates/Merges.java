package com.arenacrm.contacts.duplicates;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.contacts.duplicates.MergeFields.Restored;
import com.arenacrm.contacts.duplicates.MergeFields.Take;
import com.arenacrm.contacts.duplicates.Moves.Names;
import com.arenacrm.identity.Accounts;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes one record of two, with all that hangs on them, and two of one again (R005, Q07). Each is
 * one transaction: what happens while it runs waits, and comes out on one side or the other.
 */
@Component
@Transactional
class Merges {

  /** Two records side by side, the one that stays first. */
  record Pair(
      Subject subject,
      UUID survivor,
      UUID merged,
      Map<String, Object> survivorRow,
      Map<String, Object> mergedRow) {

    MergeFields fields() {
      return new MergeFields(subject, survivorRow, mergedRow);
    }

    public String survivorName() {
      return (String) survivorRow.get("name");
    }

    public String mergedName() {
      return (String) mergedRow.get("name");
    }

    /** Both so that one knows which is meant, also where they are named the same. */
    public Namesakes called() {
      return Namesakes.of(survivorRow, mergedRow);
    }

    public int survivorVersion() {
      return (Integer) survivorRow.get("version");
    }

    public int mergedVersion() {
      return (Integer) mergedRow.get("version");
    }

    /** Whether one of the two has withdrawn consent, and therefore both. */
    public boolean withdraws() {
      return "WITHDRAWN".equals(survivorRow.get("consent"))
          != "WITHDRAWN".equals(mergedRow.get("consent"));
    }
  }

  /**
   * A merge taken back.
   *
   * @param kept fields that somebody has written since, and that stay
   * @param lost rows that could not be brought back, since what they belonged to is gone
   */
  record Undone(
      Subject subject,
      UUID survivor,
      UUID merged,
      String survivorName,
      String mergedName,
      List<String> kept,
      int lost) {}

  /**
   * What is known of the address of a person: whether it is one of the company of either, by its
   * site or by the colleagues there; whether it is one of work at all; whether they agreed.
   */
  private static final String MAIL =
      """
      || jsonb_build_object('%s', jsonb_build_object(
        'company', contacts.mail_domain(r.email) is not null and exists (
          select 1 from contacts.person x join contacts.company c on c.id = x.company_id
          where x.id in (:one, :other) and (c.domain = contacts.mail_domain(r.email)
            or exists (select 1 from contacts.person k
              where k.company_id = c.id and k.id not in (:one, :other)
                and contacts.mail_domain(k.email) = contacts.mail_domain(r.email)))),
        'work', contacts.mail_domain(r.email) is not null,
        'own', contacts.mail_key(r.email) is not null,
        'agreed', r.consent = 'GIVEN'))
      """
          .formatted(MergeFields.MAIL);

  private static final String PAIRS = "contacts.duplicate";
  private static final String PAIRS_MADE = "contacts.duplicate made";

  private final Moves moves;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Accounts accounts;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;
  private final Duration undoableFor;

  Merges(
      Moves moves,
      JdbcClient jdbc,
      JsonMapper json,
      Accounts accounts,
      AuditTrail audit,
      ApplicationEventPublisher events,
      @Value("${arena.merge.undoable-for:30d}") Duration undoableFor) {
    this.moves = moves;
    this.jdbc = jdbc;
    this.json = json;
    this.accounts = accounts;
    this.audit = audit;
    this.events = events;
    this.undoableFor = undoableFor;
  }

  Duration undoableFor() {
    return undoableFor;
  }

  /**
   * Both, the one first that would stay: the older, but never one of the sample company instead of
   * a real one, which would go with it.
   *
   * @throws NotFoundException when one of them is not there
   */
  @Transactional(readOnly = true)
  public Pair pair(Subject subject, UUID one, UUID other) {
    return pair(subject, one, other, "");
  }

  private Pair pair(Subject subject, UUID one, UUID other, String lock) {
    Map<UUID, Map<String, Object>> rows = new LinkedHashMap<>();
    jdbc.sql(
            """
            select to_jsonb(r) - 'search' %s as content from %s r
            where r.id in (:one, :other) order by r.id %s
            """
                .formatted(subject.companies() ? "" : MAIL, subject.table(), lock))
        .param("one", one)
        .param("other", other)
        .query(String.class)
        .list()
        .forEach(
            content -> {
              Map<String, Object> row = read(content);
              rows.put(UUID.fromString((String) row.get("id")), row);
            });
    if (rows.size() != 2) {
      throw new NotFoundException();
    }
    Set<Object> sample =
        accounts.samplePeople().stream()
            .map(u -> (Object) u.id().id().toString())
            .collect(Collectors.toSet());
    List<Map<String, Object>> both = new ArrayList<>(rows.values());
    both.sort(
        java.util.Comparator.comparing(
                (Map<String, Object> row) -> sample.contains(row.get("created_by")))
            .thenComparing(row -> Instant.parse(utc((String) row.get("created_at"))))
            .thenComparing(row -> (String) row.get("id")));
    return new Pair(
        subject,
        UUID.fromString((String) both.get(0).get("id")),
        UUID.fromString((String) both.get(1).get("id")),
        both.get(0),
        both.get(1));
  }

  private static String utc(String stored) {
    return java.time.OffsetDateTime.parse(stored).toInstant().toString();
  }

  private Map<String, Object> read(String content) {
    return json.readValue(content, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  /** Whether this merge has been made. */
  @Transactional(readOnly = true)
  public boolean isMade(UUID merge) {
    return jdbc.sql("select exists (select 1 from contacts.merge where id = :id)")
        .param("id", merge)
        .query(Boolean.class)
        .single();
  }

  /**
   * Makes one of two.
   *
   * @param id of the merge, chosen by the caller, so that sending a form twice merges once
   * @param survivor who stays, as {@link #pair} said when the page was shown
   * @param survivorVersion of the record as it was shown, as is the other
   * @param chosen what stays, by the keys of the fields
   * @throws NotFoundException when one of them is not there (any more)
   * @throws StaleVersionException when one of them has changed since the page was shown
   */
  public void merge(
      UUID id,
      Subject subject,
      UUID survivor,
      int survivorVersion,
      UUID merged,
      int mergedVersion,
      Map<String, Take> chosen,
      CurrentUser actor,
      Instant now) {
    Pair pair = pair(subject, survivor, merged, "for update of r");
    if (!pair.survivor().equals(survivor)) {
      throw new StaleVersionException();
    }
    StaleVersionException.check(survivorVersion, pair.survivorVersion());
    StaleVersionException.check(mergedVersion, pair.mergedVersion());
    Map<String, Object> result = pair.fields().result(chosen);
    jdbc.sql(
            """
            insert into contacts.merge (id, companies, survivor_id, merged_id, survivor_name,
              merged_name, survivor_before, merged_before, moved, merged_at, merged_by)
            select :id, :companies, s.id, m.id, :name, m.name, to_jsonb(s) - 'search',
              to_jsonb(m) - 'search', '{}', :now, :actor
            from %1$s s, %1$s m where s.id = :survivor and m.id = :merged
            """
                .formatted(subject.table()))
        .param("id", id)
        .param("companies", subject.companies())
        .param("name", result.get("name"))
        .param("survivor", survivor)
        .param("merged", merged)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
    Object company = result.get("company_id");
    Map<String, Integer> moved =
        moves.move(
            subject,
            id,
            survivor,
            merged,
            new Names(
                (String) result.get("name"),
                company == null ? null : UUID.fromString((String) company),
                (String) result.get("company_name")));
    movePairs(subject, id, survivor, merged, now);
    jdbc.sql("delete from %s where id = :merged".formatted(subject.table()))
        .param("merged", merged)
        .update();
    write(subject, survivor, result);
    jdbc.sql(
            """
            update contacts.merge m set moved = cast(:moved as jsonb), survivor_after = to_jsonb(s) - 'search'
            from %s s where m.id = :id and s.id = m.survivor_id
            """
                .formatted(subject.table()))
        .param("moved", json.writeValueAsString(moved))
        .param("id", id)
        .update();
    remember(subject, id, survivor);
    audit.note(
        actor,
        "records-merged",
        new AuditTrail.Subject(
            subject.companies() ? "company" : "person", survivor, (String) result.get("name")),
        pair.survivorName() + " + " + pair.mergedName(),
        (String) result.get("name"));
    announce(subject, List.of(survivor));
  }

  private void write(Subject subject, UUID id, Map<String, Object> values) {
    String columns = String.join(", ", subject.columns());
    jdbc.sql(
            """
            update %1$s r set (version, %2$s) = (select r.version + 1, %2$s
              from jsonb_populate_record(cast(null as %1$s), cast(:values as jsonb)))
            where r.id = :id
            """
                .formatted(subject.table(), columns))
        .param("values", json.writeValueAsString(values))
        .param("id", id)
        .update();
  }

  /**
   * The pairs of the one that goes: those that somebody said are two stay so, of the survivor; the
   * next look finds the others again.
   */
  private void movePairs(Subject subject, UUID merge, UUID survivor, UUID merged, Instant now) {
    String columns = "d.%1$s, d.%2$s".formatted(subject.first(), subject.second());
    jdbc.sql(
            """
            with gone as (
              delete from contacts.duplicate d where :merged in (%1$s) returning d.*),
            kept as (
              insert into contacts.merge_image (merge_id, holding, before)
              select :merge, :holding, to_jsonb(d) from gone d),
            others as (
              select case when d.%2$s = :merged then d.%3$s else d.%2$s end as other, d.*
              from gone d where d.dismissed_at is not null),
            made as (
              insert into contacts.duplicate (id, %2$s, %3$s, certainty, reasons, found_at,
                dismissed_at, dismissed_by, likeness, version)
              select gen_random_uuid(), least(o.other, cast(:survivor as uuid)),
                greatest(o.other, cast(:survivor as uuid)), o.certainty, o.reasons, o.found_at,
                o.dismissed_at, o.dismissed_by, o.likeness, 0
              from others o where o.other <> :survivor
              on conflict do nothing returning *)
            insert into contacts.merge_image (merge_id, holding, before, after)
            select :merge, :made, to_jsonb(m), to_jsonb(m) from made m
            """
                .formatted(columns, subject.first(), subject.second()))
        .param("merged", merged)
        .param("survivor", survivor)
        .param("merge", merge)
        .param("holding", PAIRS)
        .param("made", PAIRS_MADE)
        .update();
  }

  /** Where those are who were a pair until they were merged, as an address. */
  @Transactional(readOnly = true)
  public Optional<String> settled(UUID pair) {
    return jdbc.sql(
            """
            select m.companies, m.survivor_id from contacts.merge_image i
            join contacts.merge m on m.id = i.merge_id
            where i.holding = :holding and i.after is null and i.before ->> 'id' = :pair
            order by i.number desc limit 1
            """)
        .param("holding", PAIRS)
        .param("pair", pair.toString())
        .query(
            (rs, n) ->
                (rs.getBoolean("companies") ? Subject.COMPANIES : Subject.PEOPLE).page()
                    + rs.getObject("survivor_id", UUID.class))
        .optional();
  }

  /** Keeps by what else the survivor is known from now on. */
  private void remember(Subject subject, UUID merge, UUID survivor) {
    String known =
        subject.companies()
            ? """
              select 'NAME', null, platform.fold(c.content ->> 'name') from both_rows c
              union select 'DOMAIN', null, c.content ->> 'domain' from both_rows c
              """
            : """
              select 'EMAIL', null, c.content ->> 'email' from both_rows c
              union select 'PHONE', null, c.content ->> 'phone' from both_rows c
              union select 'NAME', null, platform.fold(c.content ->> 'name') || '|'
                || coalesce(c.content ->> 'company_id', '') from both_rows c
              """;
    String same =
        subject.companies()
            ? """
              (k.kind = 'NAME' and k.value = platform.fold(s.name))
              or (k.kind = 'DOMAIN' and k.value = s.domain)
              """
            : """
              (k.kind = 'EMAIL' and k.value = s.email) or (k.kind = 'PHONE' and k.value = s.phone)
              or (k.kind = 'NAME' and k.value = platform.fold(s.name) || '|' || coalesce(s.company_id::text, ''))
              """;
    jdbc.sql(
            """
            with both_rows (content) as (
              select survivor_before from contacts.merge where id = :merge
              union all select merged_before from contacts.merge where id = :merge),
            known (kind, source, value) as (
              %s union select 'OUTSIDE', c.content ->> 'outside_source', c.content ->> 'outside_id'
              from both_rows c where c.content ->> 'outside_source' is not null)
            insert into contacts.alias (id, merge_id, %s, kind, source, value)
            select gen_random_uuid(), :merge, s.id, k.kind, k.source, k.value
            from known k join %s s on s.id = :survivor
            where k.value is not null and not coalesce(%s or (k.kind = 'OUTSIDE'
              and k.source = s.outside_source and k.value = s.outside_id), false)
            """
                .formatted(
                    known, subject.companies() ? "company_id" : "person_id", subject.table(), same))
        .param("merge", merge)
        .param("survivor", survivor)
        .update();
  }

  private void announce(Subject subject, List<UUID> ids) {
    for (UUID id : ids) {
      events.publishEvent(
          subject.companies()
              ? new Company.Changed(new CompanyId(id))
              : new Person.Changed(new PersonId(id)));
    }
  }

  private record Kept(
      boolean companies,
      UUID survivorId,
      UUID mergedId,
      @Nullable String survivorBefore,
      @Nullable String survivorAfter,
      @Nullable String mergedBefore,
      Instant mergedAt,
      @Nullable Instant undoneAt) {}

  /**
   * Makes two of one again. What nobody has touched since is as it was; what came since stays with
   * the one that stayed, as do fields that somebody has written since. Whoever has withdrawn
   * consent since has withdrawn it as both, since nobody knows as which of them (Q46).
   *
   * @throws RefusedException when it is too late, or one of them has become a third
   */
  public Undone undo(UUID merge, CurrentUser actor, Instant now) {
    Kept kept =
        jdbc.sql(
                """
                select companies, survivor_id, merged_id, survivor_before, survivor_after,
                  merged_before, merged_at, undone_at
                from contacts.merge where id = :id for update
                """)
            .param("id", merge)
            .query(Kept.class)
            .optional()
            .orElseThrow(NotFoundException::new);
    Subject subject = Subject.of(kept.companies());
    UUID survivor = kept.survivorId();
    UUID merged = kept.mergedId();
    if (kept.undoneAt() != null) {
      throw new RefusedException("merge.undo.already");
    }
    if (kept.mergedBefore() == null || kept.mergedAt().plus(undoableFor).isBefore(now)) {
      throw new RefusedException("merge.undo.late", undoableFor.toDays());
    }
    Map<String, Object> present =
        jdbc.sql(
                "select to_jsonb(r) - 'search' from %s r where r.id = :id for update"
                    .formatted(subject.table()))
            .param("id", survivor)
            .query(String.class)
            .optional()
            .map(this::read)
            .orElseThrow(() -> new RefusedException("merge.undo.gone"));
    List<String[]> later = laterMerges(kept.mergedAt());
    followLaterMerges(merge, later);
    Map<String, Object> mergedRow = read(following(kept.mergedBefore(), later));
    Map<String, Object> survivorAfter =
        read(following(Objects.requireNonNull(kept.survivorAfter()), later));
    if (!subject.companies()) {
      giveBack(survivorAfter, mergedRow, present);
    }
    Restored restored =
        MergeFields.restored(
            subject, read(following(kept.survivorBefore(), later)), survivorAfter, present);
    List<String> stays = new ArrayList<>(restored.kept());
    Map<String, Object> values = new LinkedHashMap<>(restored.values());
    boolean withdrawnSince = !subject.companies() && withdrawnSince(survivor, kept.mergedAt());
    if (!subject.companies()) {
      if (values.get("email") != null && isTaken((String) values.get("email"), survivor)) {
        values.put("email", present.get("email"));
        stays.add("email");
      }
      if (withdrawnSince) {
        values.put("consent", "WITHDRAWN");
        mergedRow.put("consent", "WITHDRAWN");
      }
    }
    write(subject, survivor, values);
    if (!subject.companies()
        && mergedRow.get("email") != null
        && isTaken((String) mergedRow.get("email"), merged)) {
      mergedRow.put("email", null);
      if (!stays.contains("email")) {
        stays.add("email");
      }
    }
    String columns = String.join(", ", moves.columnsOf(subject.table()));
    jdbc.sql(
            """
            insert into %1$s (%2$s) select %2$s
            from jsonb_populate_record(cast(null as %1$s), cast(:row as jsonb))
            """
                .formatted(subject.table(), columns))
        .param("row", json.writeValueAsString(mergedRow))
        .update();
    // Before anything else hangs on them: the aliases go, and what the merge had remembered.
    jdbc.sql("delete from contacts.alias where merge_id = :id").param("id", merge).update();
    int lost = moves.restore(subject, merge);
    restorePairs(merge);
    if (!subject.companies()) {
      followCompanies(survivor, merged);
    }
    if (withdrawnSince) {
      withdraw(merged, actor, now);
    }
    jdbc.sql(
            """
            update contacts.merge set undone_at = :now, undone_by = :actor, survivor_before = null,
              survivor_after = null, merged_before = null where id = :id
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .param("id", merge)
        .update();
    jdbc.sql("delete from contacts.merge_image where merge_id = :id").param("id", merge).update();
    Undone undone =
        new Undone(
            subject,
            survivor,
            merged,
            (String) values.get("name"),
            (String) mergedRow.get("name"),
            stays,
            lost);
    audit.note(
        actor,
        "merge-undone",
        new AuditTrail.Subject(
            subject.companies() ? "company" : "person", survivor, (String) present.get("name")),
        (String) present.get("name"),
        undone.survivorName() + " + " + undone.mergedName());
    announce(subject, List.of(survivor, merged));
    return undone;
  }

  /** Whoever became somebody else since: in what was kept, they are who they became. */
  private List<String[]> laterMerges(Instant since) {
    return jdbc.sql(
            """
            select merged_id::text, survivor_id::text from contacts.merge
            where undone_at is null and merged_at >= :since order by merged_at, id
            """)
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query((rs, n) -> new String[] {rs.getString(1), rs.getString(2)})
        .list();
  }

  private void followLaterMerges(UUID merge, List<String[]> later) {
    String own =
        jdbc.sql("select merged_id::text from contacts.merge where id = :id")
            .param("id", merge)
            .query(String.class)
            .single();
    later.removeIf(l -> l[0].equals(own));
    for (String[] l : later) {
      jdbc.sql(
              """
              update contacts.merge_image
              set before = cast(replace(before::text, :gone, :became) as jsonb),
                after = cast(replace(after::text, :gone, :became) as jsonb)
              where merge_id = :merge
                and (strpos(before::text, :gone) > 0 or strpos(after::text, :gone) > 0)
              """)
          .param("gone", l[0])
          .param("became", l[1])
          .param("merge", merge)
          .update();
    }
  }

  private static String following(@Nullable String kept, List<String[]> later) {
    String text = Objects.requireNonNull(kept);
    for (String[] l : later) {
      text = text.replace(l[0], l[1]);
    }
    return text;
  }

  /**
   * Where the one that stayed was given the address or telephone of the other since, that is not
   * news: each has their own again.
   */
  private static void giveBack(
      Map<String, Object> survivorAfter, Map<String, Object> merged, Map<String, Object> present) {
    for (String column : List.of("email", "phone")) {
      if (present.get(column) != null && present.get(column).equals(merged.get(column))) {
        survivorAfter.put(column, present.get(column));
      }
    }
  }

  // Telephones may be shared.
  private boolean isTaken(String email, UUID by) {
    return jdbc.sql(
            "select exists (select 1 from contacts.person where email = :email and id <> :id)")
        .param("email", email)
        .param("id", by)
        .query(Boolean.class)
        .single();
  }

  private boolean withdrawnSince(UUID survivor, Instant since) {
    return jdbc.sql(
            """
            select coalesce((select state = 'WITHDRAWN' from contacts.consent
              where person_id = :id and at > :since order by at desc, id desc limit 1), false)
            """)
        .param("id", survivor)
        .param("since", since.atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .single();
  }

  private void withdraw(UUID merged, CurrentUser actor, Instant now) {
    jdbc.sql(
            """
            insert into contacts.consent (id, person_id, state, source, at, recorded_by)
            values (:id, :person, 'WITHDRAWN', :source, :now, :actor)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("person", merged)
        .param("source", actor.name())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
  }

  private void restorePairs(UUID merge) {
    jdbc.sql(
            """
            delete from contacts.duplicate d using contacts.merge_image i
            where i.merge_id = :merge and i.holding = :made and d.id = cast(i.after ->> 'id' as uuid)
              and d.version = cast(i.after ->> 'version' as integer)
            """)
        .param("merge", merge)
        .param("made", PAIRS_MADE)
        .update();
    moves.reinsert(PAIRS, PAIRS, merge);
  }

  // The company may have another name by now, or be another.
  private void followCompanies(UUID survivor, UUID merged) {
    jdbc.sql(
            """
            update contacts.person p set company_name = c.name from contacts.company c
            where p.id in (:survivor, :merged) and c.id = p.company_id and p.company_name is distinct from c.name
            """)
        .param("survivor", survivor)
        .param("merged", merged)
        .update();
  }

  /** Forgets what merges were like before that can no longer be taken back. */
  void forget(Instant now) {
    jdbc.sql(
            """
            with late as (
              update contacts.merge set survivor_before = null, survivor_after = null, merged_before = null
              where merged_at < :until and merged_before is not null returning id)
            delete from contacts.merge_image i using late where i.merge_id = late.id
            """)
        .param("until", now.minus(undoableFor).atOffset(ZoneOffset.UTC))
        .update();
  }
}
