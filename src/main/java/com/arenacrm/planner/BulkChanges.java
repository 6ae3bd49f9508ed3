package com.arenacrm.planner;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Changes many occurrences in one go, says beforehand which of them cannot change and why, and
 * takes it back. Its use is for marketing, which the routes see to.
 */
@Component
@Transactional
public class BulkChanges {

  /** What is done with them. */
  public enum Kind {
    OWNER,
    MOVE,
    CONFIRM,
    CANCEL
  }

  /**
   * A change.
   *
   * @param owner who sees to them from now on, where that changes
   * @param days by how many days they move, where they do; earlier when negative
   * @param reason why they will not take place, or why they move
   */
  public record Change(Kind kind, @Nullable UserId owner, int days, @Nullable String reason) {}

  /**
   * An occurrence, and what would become of it.
   *
   * @param to the day that it would move to; its own where it does not move
   * @param objection the key of the sentence why it cannot change; null when it can
   * @param warning the key of the sentence what to think of where it would go; null when nothing
   */
  public record Line(
      UUID id,
      String title,
      LocalDate day,
      LocalDate to,
      UUID ownerId,
      Occurrence.State state,
      boolean tentative,
      int version,
      @Nullable String objection,
      @Nullable String warning) {

    public boolean changes() {
      return objection == null;
    }

    /** Whether it would go to another week, so that its own will lack it. */
    public boolean leavesItsWeek() {
      return changes() && !Week.of(day).contains(to);
    }
  }

  /** An occurrence as the page showed it. */
  public record Seen(UUID id, int version) {}

  /**
   * How many were changed, and how many were not.
   *
   * @param why for the keys of objections and warnings, how many they hold for
   */
  public record Made(int changed, int left, Map<String, Integer> why) {}

  private record Present(
      UUID id,
      UUID activityId,
      String title,
      LocalDate day,
      UUID ownerId,
      Occurrence.State state,
      boolean tentative,
      int version) {}

  private static final String FREE_DAY = "bulk.warn.freeDay";
  private static final String TWICE = "bulk.warn.twice";
  private static final String MEANWHILE = "bulk.not.meanwhile";
  private static final String GONE = "bulk.not.gone";

  private final Planner planner;
  private final Occurrences occurrences;
  private final WeekReviews weeks;
  private final Organizations organizations;
  private final AuditTrail audit;
  private final JdbcClient jdbc;

  BulkChanges(
      Planner planner,
      Occurrences occurrences,
      WeekReviews weeks,
      Organizations organizations,
      AuditTrail audit,
      JdbcClient jdbc) {
    this.planner = planner;
    this.occurrences = occurrences;
    this.weeks = weeks;
    this.organizations = organizations;
    this.audit = audit;
    this.jdbc = jdbc;
  }

  /**
   * The key of the sentence what to think of moving one from its day to that one. Who chooses a day
   * by itself is told that nobody works then, also where nobody did on the day before.
   */
  @Transactional(readOnly = true)
  Optional<String> warningOf(UUID id, LocalDate from, LocalDate to) {
    if (!organizations.current().calendar().isWorkingDay(to)) {
      return Optional.of(FREE_DAY);
    }
    int days = (int) ChronoUnit.DAYS.between(from, to);
    return preview(new Change(Kind.MOVE, null, days, null), List.of(id)).stream()
        .flatMap(line -> Stream.ofNullable(line.warning()))
        .findFirst();
  }

  /** What the change would come to, by day; a few statements, however many there are. */
  @Transactional(readOnly = true)
  public List<Line> preview(Change change, Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<Present> present =
        jdbc.sql(
                """
                select id, activity_id, title, day, owner_id, state, tentative, version
                from planner.occurrence where id in (:ids) order by day, start_time, id
                """)
            .param("ids", ids)
            .query(Present.class)
            .list();
    Set<LocalDate> closed =
        present.isEmpty()
            ? Set.of()
            : new HashSet<>(
                jdbc.sql("select monday from planner.week_review where monday in (:mondays)")
                    .param(
                        "mondays",
                        present.stream()
                            .map(p -> Week.of(to(change, p.day())).monday())
                            .distinct()
                            .toList())
                    .query(LocalDate.class)
                    .list());
    Set<UUID> doubled = change.kind() == Kind.MOVE ? doubled(change, present) : Set.of();
    WorkingCalendar working =
        change.kind() == Kind.MOVE && !present.isEmpty()
            ? organizations.current().calendar()
            : null;
    return present.stream()
        .map(
            p -> {
              LocalDate to = to(change, p.day());
              return new Line(
                  p.id(),
                  p.title(),
                  p.day(),
                  to,
                  p.ownerId(),
                  p.state(),
                  p.tentative(),
                  p.version(),
                  objection(change, p, closed.contains(Week.of(to).monday())),
                  working != null && !working.isWorkingDay(to) && working.isWorkingDay(p.day())
                      ? FREE_DAY
                      : doubled.contains(p.id()) ? TWICE : null);
            })
        .toList();
  }

  /** Those whose series has another time on the day they would move to, one that stays there. */
  private Set<UUID> doubled(Change change, List<Present> present) {
    if (present.isEmpty()) {
      return Set.of();
    }
    record There(UUID id, UUID activityId, LocalDate day) {}
    List<There> there =
        jdbc.sql(
                """
                select id, activity_id, day from planner.occurrence
                where activity_id in (:activities) and day in (:days)
                """)
            .param("activities", present.stream().map(Present::activityId).distinct().toList())
            .param("days", present.stream().map(p -> to(change, p.day())).distinct().toList())
            .query(There.class)
            .list();
    Set<UUID> moving = new HashSet<>();
    present.stream()
        .filter(p -> p.state() == Occurrence.State.PLANNED)
        .forEach(p -> moving.add(p.id()));
    Set<UUID> doubled = new HashSet<>();
    for (Present p : present) {
      LocalDate to = to(change, p.day());
      if (there.stream()
          .anyMatch(
              t ->
                  t.activityId().equals(p.activityId())
                      && t.day().equals(to)
                      && !moving.contains(t.id()))) {
        doubled.add(p.id());
      }
    }
    return doubled;
  }

  /** Whether it has been made already. */
  @Transactional(readOnly = true)
  public boolean isMade(UUID id) {
    return jdbc.sql("select exists (select 1 from planner.bulk_change where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /** How many it changed, and whether it can be taken back by this person's leave. */
  @Transactional(readOnly = true)
  public int size(UUID id) {
    return jdbc.sql("select count(*) from planner.bulk_change_item where change_id = :id")
        .param("id", id)
        .query(Integer.class)
        .single();
  }

  /**
   * Makes it. What cannot change is left, and so is what somebody changed after it was shown.
   *
   * @param id chosen by the caller
   */
  public Made make(UUID id, Change change, List<Seen> seen, CurrentUser actor, Instant now) {
    weeks.holdOpen();
    jdbc.sql(
            """
            insert into planner.bulk_change (id, kind, made_at, created_by)
            values (:id, :kind, :now, :actor)
            """)
        .param("id", id)
        .param("kind", change.kind().name())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
    List<String> names = new ArrayList<>();
    Map<String, Integer> why = new TreeMap<>();
    List<Line> lines = preview(change, seen.stream().map(Seen::id).toList());
    for (Line line : lines) {
      if (line.objection() != null) {
        why.merge(line.objection(), 1, Integer::sum);
      } else if (!seen.contains(new Seen(line.id(), line.version()))) {
        why.merge(MEANWHILE, 1, Integer::sum);
      } else {
        if (line.warning() != null) {
          why.merge(line.warning(), 1, Integer::sum);
        }
        change(new OccurrenceId(line.id()), change, line.to(), actor, now);
        names.add(line.title());
        keep(id, line);
      }
    }
    if (!names.isEmpty()) {
      audit.note(
          actor,
          "plan-bulk-changed",
          new Subject("occurrence", null, String.valueOf(names.size())),
          null,
          change.kind() + ": " + shortened(String.join(", ", names)));
    }
    if (lines.size() < seen.size()) {
      why.merge(GONE, seen.size() - lines.size(), Integer::sum);
    }
    return new Made(names.size(), seen.size() - names.size(), why);
  }

  /**
   * Says that all that is still open of an activity will take place as planned, and what is added
   * to it later, too.
   *
   * @param id chosen by the caller
   * @return whether any of it was not known before
   */
  boolean confirmAll(UUID id, ActivityId activity, CurrentUser actor, Instant now) {
    int later =
        jdbc.sql(
                """
                update planner.activity set tentative = false, version = version + 1
                where id = :id and tentative
                """)
            .param("id", activity.id())
            .update();
    jdbc.sql(
            """
            insert into planner.bulk_change (id, kind, made_at, created_by, activity_id)
            values (:id, 'CONFIRM', :now, :actor, :activity)
            """)
        .param("id", id)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .param("activity", later > 0 ? activity.id() : null)
        .update();
    int changed =
        jdbc.sql(
                """
                with changed as (
                  update planner.occurrence set tentative = false, version = version + 1
                  where activity_id = :activity and tentative and state = 'PLANNED'
                  returning id, version, owner_id, day)
                insert into planner.bulk_change_item
                  (change_id, occurrence_id, version_after, old_owner, old_day, old_tentative)
                select :change, id, version, owner_id, day, true from changed
                """)
            .param("activity", activity.id())
            .param("change", id)
            .update();
    return later + changed > 0;
  }

  /**
   * Where a change is taken back.
   *
   * @param back the page that is shown then
   */
  public static String undoAddress(UUID id, String back) {
    return UriComponentsBuilder.fromPath("/planner/list/changes/{id}/undo")
        .queryParam("back", "{back}")
        .encode()
        .buildAndExpand(id, back)
        .toUriString();
  }

  /**
   * Takes it back as far as nobody has changed anything since.
   *
   * @throws RefusedException when it was taken back before
   */
  public Made undo(UUID id, CurrentUser actor, Instant now) {
    record Item(
        UUID occurrenceId,
        int versionAfter,
        UUID oldOwner,
        LocalDate oldDay,
        boolean oldTentative) {}
    Kind kind =
        jdbc.sql("select kind from planner.bulk_change where id = :id")
            .param("id", id)
            .query(String.class)
            .optional()
            .map(Kind::valueOf)
            .orElseThrow(NotFoundException::new);
    int first =
        jdbc.sql(
                "update planner.bulk_change set undone_at = :now where id = :id and undone_at is null")
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("id", id)
            .update();
    if (first == 0) {
      throw new RefusedException("bulk.undone.already");
    }
    jdbc.sql(
            """
            update planner.activity set tentative = true, version = version + 1
            where id = (select activity_id from planner.bulk_change where id = :id)
            """)
        .param("id", id)
        .update();
    weeks.holdOpen();
    List<Item> items =
        jdbc.sql(
                """
                select occurrence_id, version_after, old_owner, old_day, old_tentative
                from planner.bulk_change_item where change_id = :id order by old_day, occurrence_id
                """)
            .param("id", id)
            .query(Item.class)
            .list();
    int undone = 0;
    for (Item item : items) {
      Optional<Occurrence> now1 = occurrences.findById(new OccurrenceId(item.occurrenceId()));
      if (now1.isEmpty()
          || now1.get().version() != item.versionAfter()
          || weeks.find(Week.of(item.oldDay())).isPresent()) {
        continue;
      }
      Occurrence occurrence = now1.get();
      switch (kind) {
        case OWNER -> occurrence.entrust(new UserId(item.oldOwner()));
        case CONFIRM -> occurrence.doubt();
        case CANCEL -> occurrence.reopen();
        case MOVE -> planner.moveBack(occurrence.id(), occurrence.version(), item.oldDay(), actor);
      }
      if (kind != Kind.MOVE) {
        occurrences.save(occurrence);
      }
      undone++;
    }
    audit.note(
        actor,
        "plan-bulk-undone",
        new Subject("occurrence", null, String.valueOf(undone)),
        kind.name(),
        null);
    return new Made(undone, items.size() - undone, Map.of());
  }

  private void change(
      OccurrenceId id, Change change, LocalDate to, CurrentUser actor, Instant now) {
    switch (change.kind()) {
      case OWNER -> {
        Occurrence occurrence = occurrences.findById(id).orElseThrow(NotFoundException::new);
        occurrence.entrust(java.util.Objects.requireNonNull(change.owner()));
        occurrences.save(occurrence);
      }
      case MOVE -> planner.reschedule(id, to, change.reason(), actor, now);
      case CONFIRM -> planner.confirm(id, actor);
      case CANCEL ->
          planner.close(
              id, Result.notDone(java.util.Objects.requireNonNull(change.reason())), actor, now);
    }
  }

  private void keep(UUID change, Line before) {
    jdbc.sql(
            """
            insert into planner.bulk_change_item
              (change_id, occurrence_id, version_after, old_owner, old_day, old_tentative)
            select :change, o.id, o.version, :owner, :day, :tentative
            from planner.occurrence o where o.id = :id
            """)
        .param("change", change)
        .param("id", before.id())
        .param("owner", before.ownerId())
        .param("day", before.day())
        .param("tentative", before.tentative())
        .update();
  }

  private static LocalDate to(Change change, LocalDate day) {
    return change.kind() == Kind.MOVE ? day.plusDays(change.days()) : day;
  }

  private static @Nullable String objection(Change change, Present p, boolean intoClosedWeek) {
    if (p.state() != Occurrence.State.PLANNED) {
      return "bulk.not.closed";
    }
    return switch (change.kind()) {
      case OWNER ->
          change.owner() != null && change.owner().id().equals(p.ownerId())
              ? "bulk.not.sameOwner"
              : null;
      case MOVE ->
          intoClosedWeek ? "bulk.not.closedWeek" : change.days() == 0 ? "bulk.not.sameDay" : null;
      case CONFIRM -> p.tentative() ? null : "bulk.not.confirmed";
      case CANCEL -> null;
    };
  }

  private static String shortened(String text) {
    return text.length() > 500 ? text.substring(0, 499) + "…" : text;
  }
}
