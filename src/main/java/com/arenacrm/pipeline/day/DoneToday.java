package com.arenacrm.pipeline.day;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.leads.Outcomes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What somebody has done today, by the company's clock. */
@Component
@Transactional(readOnly = true)
public class DoneToday {

  /** For counting, whatever anybody may see. */
  private static final Scope ALL = new Scope(true, List.of());

  /**
   * Steps, tasks with the talk that did them, deals that ended and are still so or stand in another
   * stage than in the morning, leads that were accepted or ended, and what was said besides, each
   * once though it was sent twice.
   */
  private static final String DEEDS =
      """
      select d.done_at as at, d.step as what, d.kind, d.result, d.note, o.name as "with",
        '/pipeline/opportunities/' || o.id as path, null as deed
      from pipeline.step_done d
      left join pipeline.opportunity o on o.id = d.opportunity_id and %1$s
      where d.done_by = :doneBy and d.done_at >= :doneFrom and d.done_at < :doneUntil
      union all
      select t.done_at, t.what, i.kind, i.result, coalesce(t.said, i.note),
        coalesce(t.person_name, t.company_name, o.name), '/pipeline/tasks/' || t.id, null
      from pipeline.task t
      left join pipeline.opportunity o on o.id = t.opportunity_id and %1$s
      left join lateral (
        select * from (%4$s) talk
        where talk.at = t.done_at and (t.opportunity_id is not null
          or talk.person_id = t.person_id or talk.company_id = t.company_id)
        order by talk.id limit 1) i on true
      where t.done_by = :doneBy and t.done_at >= :doneFrom and t.done_at < :doneUntil
        and t.deleted_at is null
      union all
      select c.at, case c.kind when 'OPEN' then c.stage end, null, null, c.reason, o.name,
        '/pipeline/opportunities/' || o.id, case c.kind when 'OPEN' then 'MOVED' else c.kind end
      from (
        select distinct on (s.opportunity_id) s.opportunity_id, s.noted_at as at, s.reason, e.kind,
          g.name as stage
        from pipeline.stage_change s
        join pipeline.opportunity e on e.id = s.opportunity_id and e.stage_id = s.to_stage
        join pipeline.stage g on g.id = e.stage_id
        where s.by_user = :doneBy and s.noted_at >= :doneFrom and s.noted_at < :doneUntil
          and (e.kind <> 'OPEN' or e.stage_id is distinct from coalesce((
            select f.from_stage from pipeline.stage_change f
            where f.opportunity_id = s.opportunity_id and f.from_stage is not null
              and f.noted_at >= :doneFrom
            order by f.noted_at, f.id limit 1), e.stage_id))
        order by s.opportunity_id, s.noted_at desc, s.id desc) c
      left join pipeline.opportunity o on o.id = c.opportunity_id and %1$s
      union all
      select a.accepted_at, case when not a.joined then o.person_name end, null, null, null, o.name, '/pipeline/opportunities/' || o.id,
        'ACCEPTED'
      from pipeline.acceptance a
      left join pipeline.opportunity o on o.id = a.opportunity_id and %1$s
      where a.accepted_by = :doneBy and a.accepted_at >= :doneFrom and a.accepted_at < :doneUntil
      union all
      select l.at, null, null, null, l.note, case when %2$s then l.name end,
        case when %2$s then '/leads/' || l.id end, 'LEAD'
      from (%3$s) l
      union all
      select i.at, null, i.kind, i.result, i.note, i.name, i.path, null
      from (%4$s) i
      where not exists (select from pipeline.step_done s where s.interaction_id = i.id)
        and not exists (select from pipeline.task t where t.done_by = :doneBy and t.done_at = i.at)
      """;

  private final List<DoneWork> besides;
  private final JdbcClient jdbc;

  DoneToday(List<DoneWork> besides, JdbcClient jdbc) {
    this.besides = besides;
    this.jdbc = jdbc;
  }

  private String deeds(Scope viewer) {
    String own =
        DEEDS.formatted(
            viewer.condition("o.owner_id"),
            viewer.condition("l.owner"),
            Outcomes.ENDED_BY,
            ContactBook.NOTED_BY);
    return Stream.concat(Stream.of(own), besides.stream().map(work -> work.done(viewer)))
        .collect(Collectors.joining(" union all "));
  }

  /** How many things were done: SQL with the {@link #parameters}. */
  public String counted() {
    return "(select count(*) from (" + deeds(ALL) + ") deed)";
  }

  /** The values for {@link #counted}: who, and the company's day on which it is now. */
  public static Map<String, Object> parameters(CurrentUser who, Instant now) {
    ZoneId zone = who.company().zone();
    LocalDate today = LocalDate.ofInstant(now, zone);
    return Map.of(
        "doneBy", who.id().id(),
        "doneFrom", start(today, zone),
        "doneUntil", start(today.plusDays(1), zone));
  }

  private static OffsetDateTime start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toOffsetDateTime();
  }

  /** How many things somebody has done today. */
  public int count(CurrentUser who, Instant now) {
    return jdbc.sql("select " + counted())
        .params(parameters(who, now))
        .query(Integer.class)
        .single();
  }

  /**
   * Something that was done: a step or a task, a deal that was won, lost or moved, a lead that was
   * accepted or ended, a talk, or what {@link DoneWork} names.
   *
   * @param what was done, or the stage to which a deal was moved; null for a talk that no step had
   *     asked for, and for an end
   * @param kind how it was said; null where nobody talked
   * @param with the deal, the person or the company; null for nothing, or what the reader may not
   *     see
   * @param path where it stands; null where the reader may not see it
   * @param result what came out of that; null where nobody says
   * @param deed the key of what it was besides a step, a task or a talk; null for those
   */
  public record Done(
      Instant at,
      @Nullable String what,
      @Nullable String kind,
      @Nullable String result,
      @Nullable String note,
      @Nullable String with,
      @Nullable String path,
      @Nullable String deed) {}

  /**
   * What somebody has done today, the latest first: as many as {@link #count} says, up to 100.
   *
   * @param viewer who looks at it, and sees the names only of what is theirs to see
   */
  public List<Done> list(CurrentUser who, CurrentUser viewer, Instant now) {
    return jdbc.sql("select * from (" + deeds(viewer.scope()) + ") deed order by at desc limit 100")
        .params(parameters(who, now))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(Done.class)
        .list();
  }
}
