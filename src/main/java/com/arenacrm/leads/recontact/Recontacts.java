package com.arenacrm.leads.recontact;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to talking again, on a day, to those who did not buy from us (R094, R096). */
@Component
@Transactional
public class Recontacts {

  /**
   * Months after which somebody who did not buy is worth asking again, unless another day is said.
   */
  public static final int USUAL_MONTHS = 6;

  /** Days after which a lead that is still on its way is asked how it ended. */
  static final int ASKED_AFTER_DAYS = 90;

  static final int PAGE = 20;

  /** What became of one. */
  enum Settled {
    TAKEN_UP,
    LET_BE
  }

  /**
   * Somebody to talk to again.
   *
   * @param outcome how the lead ended
   * @param why what to talk about; null where nobody said
   * @param putOff how often the day was put off
   */
  record Row(
      UUID id,
      UUID leadId,
      UUID personId,
      String personName,
      @Nullable String companyName,
      LocalDate dueOn,
      @Nullable String outcome,
      @Nullable String competitor,
      @Nullable String outcomeNote,
      @Nullable Instant endedAt,
      @Nullable String why,
      UUID madeBy,
      @Nullable UUID salesOwnerId,
      int putOff,
      int version) {}

  /** A lead that has been on its way for long. */
  record OnItsWay(
      UUID id,
      String personName,
      @Nullable String companyName,
      String stage,
      Instant createdAt,
      @Nullable UUID ownerId,
      @Nullable Instant returnedAt) {}

  private record Open(UUID id, UUID leadId, LocalDate dueOn, int version) {}

  private final JdbcClient jdbc;

  Recontacts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The day that is proposed when somebody did not buy. */
  public static LocalDate usualDay(LocalDate today) {
    return today.plusMonths(USUAL_MONTHS);
  }

  /**
   * Means to talk again to the person of a lead. There is one open intention a person: the earlier
   * of two days counts, the later reason stays.
   *
   * @param why what to talk about; null for nothing in particular
   */
  public void plan(
      LeadId lead,
      PersonId person,
      LocalDate day,
      @Nullable String why,
      UserId actor,
      Instant now) {
    jdbc.sql(
            """
            insert into leads.recontact
              (id, person_id, lead_id, due_on, why, made_at, made_by, version)
            values (:id, :person, :lead, :day, :why, :now, :actor, 0)
            on conflict (person_id) where settled_at is null do update
            set due_on = least(recontact.due_on, excluded.due_on), lead_id = excluded.lead_id,
                why = coalesce(excluded.why, recontact.why), version = recontact.version + 1
            """)
        .param("id", TimeOrderedUuid.next())
        .param("person", person.id())
        .param("lead", lead.id())
        .param("day", day)
        .param("why", why)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
  }

  /**
   * The lead is open again, or they bought, so nobody needs to be reminded of it.
   *
   * @param actor null where it follows from something else
   */
  public void takenUp(LeadId lead, @Nullable UserId actor, Instant now) {
    jdbc.sql(
            """
            update leads.recontact set settled_at = :now, settled_by = :actor,
              settled_as = 'TAKEN_UP', version = version + 1
            where lead_id = :lead and settled_at is null
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor == null ? null : actor.id())
        .param("lead", lead.id())
        .update();
  }

  /**
   * An open intention to talk to somebody again, as it stood.
   *
   * @param version what it was then
   */
  public record Intention(
      UUID id, UUID leadId, LocalDate dueOn, @Nullable String why, int version) {}

  /** The open intention about a person. */
  @Transactional(readOnly = true)
  public Optional<Intention> of(PersonId person) {
    return jdbc.sql(
            """
            select id, lead_id, due_on, why, version from leads.recontact
            where person_id = :person and settled_at is null
            """)
        .param("person", person.id())
        .query(Intention.class)
        .optional();
  }

  /** Means to talk to the person of a lead on this very day, whatever was meant before. */
  public Intention set(LeadId lead, PersonId person, LocalDate day, UserId actor, Instant now) {
    plan(lead, person, day, null, actor, now);
    jdbc.sql(
            "update leads.recontact set due_on = :day where person_id = :person and settled_at is null")
        .param("day", day)
        .param("person", person.id())
        .update();
    return of(person).orElseThrow();
  }

  /**
   * Makes the open intention about a person what it was.
   *
   * @param before null where there was none
   * @param version that it has unless somebody has changed it since
   * @return whether it had
   */
  public boolean putBack(PersonId person, @Nullable Intention before, int version) {
    String own = " where person_id = :person and settled_at is null and version = :version";
    return (before == null
                ? jdbc.sql("delete from leads.recontact" + own)
                : jdbc.sql(
                        """
                    update leads.recontact
                    set lead_id = :lead, due_on = :day, why = :why, version = version + 1
                    """
                            + own)
                    .param("lead", before.leadId())
                    .param("day", before.dueOn())
                    .param("why", before.why()))
            .param("person", person.id())
            .param("version", version)
            .update()
        > 0;
  }

  /** Whether somebody is to be talked to again about this lead, and when; null for no. */
  @Transactional(readOnly = true)
  public @Nullable LocalDate dayFor(LeadId lead) {
    return jdbc.sql(
            "select due_on from leads.recontact where lead_id = :lead and settled_at is null")
        .param("lead", lead.id())
        .query(LocalDate.class)
        .optional()
        .orElse(null);
  }

  /**
   * Puts the day off.
   *
   * @throws RefusedException when the day is not after today
   */
  void putOff(UUID id, int version, LocalDate day, LocalDate today, CurrentUser actor) {
    if (isDue(id, day, version + 1)) {
      return; // sent twice
    }
    Open open = open(id, version, actor);
    if (!day.isAfter(today)) {
      throw new RefusedException("recontact.day.past");
    }
    jdbc.sql(
            """
            update leads.recontact set due_on = :day, put_off = put_off + :more,
              version = version + 1
            where id = :id
            """)
        .param("day", day)
        .param("more", day.isAfter(open.dueOn()) ? 1 : 0)
        .param("id", id)
        .update();
  }

  /** Lets it be; or takes the lead up again, which the caller opens. */
  LeadId settle(UUID id, int version, Settled as, CurrentUser actor, Instant now) {
    Optional<UUID> settled = settledBefore(id, as, actor);
    if (settled.isPresent()) {
      return new LeadId(settled.get()); // sent twice
    }
    Open open = open(id, version, actor);
    jdbc.sql(
            """
            update leads.recontact set settled_at = :now, settled_by = :actor, settled_as = :as,
              version = version + 1
            where id = :id
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .param("as", as.name())
        .param("id", id)
        .update();
    return new LeadId(open.leadId());
  }

  private boolean isDue(UUID id, LocalDate day, int version) {
    return jdbc.sql(
            """
            select exists (select from leads.recontact
              where id = :id and due_on = :day and version = :version)
            """)
        .param("id", id)
        .param("day", day)
        .param("version", version)
        .query(Boolean.class)
        .single();
  }

  /** The lead of one that this person has settled so already. */
  Optional<UUID> settledBefore(UUID id, Settled as, CurrentUser actor) {
    return jdbc.sql(
            """
            select lead_id from leads.recontact
            where id = :id and settled_as = :as and settled_by = :actor
            """)
        .param("id", id)
        .param("as", as.name())
        .param("actor", actor.id().id())
        .query(UUID.class)
        .optional();
  }

  /** Takes back that it was let be. */
  void meanAgain(UUID id, CurrentUser actor) {
    jdbc.sql(
            """
            update leads.recontact r set settled_at = null, settled_by = null, settled_as = null,
              version = version + 1
            where r.id = :id and r.settled_as = 'LET_BE' and not exists (
              select from leads.recontact o
              where o.person_id = r.person_id and o.settled_at is null)
              and exists (select from leads.lead l where l.id = r.lead_id and %s)
            """
                .formatted(actor.scope().condition("l.sales_owner_id")))
        .param("id", id)
        .param(Scope.PARAMETER, actor.scope().owners())
        .update();
  }

  private Open open(UUID id, int version, CurrentUser actor) {
    Open open =
        jdbc.sql(
                """
                select r.id, r.lead_id, r.due_on, r.version from leads.recontact r
                join leads.lead l on l.id = r.lead_id
                where r.id = :id and r.settled_at is null and %s for update of r
                """
                    .formatted(actor.scope().condition("l.sales_owner_id")))
            .param("id", id)
            .param(Scope.PARAMETER, actor.scope().owners())
            .query(Open.class)
            .optional()
            .orElseThrow(NotFoundException::new);
    StaleVersionException.check(version, open.version());
    return open;
  }

  /**
   * Those to talk to again, the longest due first.
   *
   * @param until up to this day; null for all that are to come too
   */
  @Transactional(readOnly = true)
  Slice<Row> rows(@Nullable LocalDate until, @Nullable UUID after, int size, CurrentUser viewer) {
    List<Row> rows =
        jdbc.sql(
                """
                select r.id, r.lead_id, r.person_id, l.person_name, l.company_name, r.due_on,
                       l.outcome, l.competitor, l.outcome_note, l.ended_at, r.why, r.made_by,
                       l.sales_owner_id, r.put_off, r.version
                from leads.recontact r join leads.lead l on l.id = r.lead_id
                where r.settled_at is null and %s %s %s
                order by r.due_on, r.id limit :limit
                """
                    .formatted(
                        viewer.scope().condition("l.sales_owner_id"),
                        until == null ? "" : "and r.due_on <= :until",
                        after == null
                            ? ""
                            : "and (r.due_on, r.id) > (select a.due_on, a.id from leads.recontact a"
                                + " where a.id = :after)"))
            .param(Scope.PARAMETER, viewer.scope().owners())
            .param("until", until)
            .param("after", after)
            .param("limit", size + 1)
            .query(Row.class)
            .list();
    return Slice.of(rows, size, Row::id);
  }

  /**
   * What of leads somebody is reminded of.
   *
   * @param due how many are to be talked to again, counted up to {@link Slice#COUNTED}
   * @param returning how many of their own leads are about to go back to the pool
   * @param first the day on which the first of these does; null for none
   */
  record Today(int due, int returning, @Nullable LocalDate first) {}

  /** What somebody is reminded of on a day, in one statement. */
  @Transactional(readOnly = true)
  Today today(LocalDate day, CurrentUser viewer) {
    return jdbc.sql(
            """
            select n.returning, n.first, (select count(*) from (
              select from leads.recontact r join leads.lead l on l.id = r.lead_id
              where r.settled_at is null and r.due_on <= :day and %s limit :most) c) as due
            from (select count(*) as returning, min(n.returns_on) as first
                  from leads.pool_notice n
                  join leads.lead l on l.id = n.lead_id and l.sales_owner_id = n.to_user
                    and l.stage in ('HANDED_OVER', 'ACCEPTED')
                  where n.to_user = :self
                    and (l.spared_until is null or l.spared_until <= :day)) n
            """
                .formatted(viewer.scope().condition("l.sales_owner_id")))
        .param("day", day)
        .param("self", viewer.id().id())
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("most", Slice.COUNTED + 1)
        .query(Today.class)
        .single();
  }

  /** Leads that came in so long ago that somebody should say how they ended, oldest first. */
  @Transactional(readOnly = true)
  Slice<OnItsWay> onTheirWay(Instant now, @Nullable UUID after, int size, CurrentUser viewer) {
    List<OnItsWay> rows =
        jdbc.sql(
                """
                select l.id, l.person_name, l.company_name, l.stage, l.created_at, l.owner_id,
                       (select max(h.rejected_at) from leads.handoff h where h.lead_id = l.id)
                         as returned_at
                from leads.lead l
                where %s %s
                order by l.created_at, l.id limit :limit
                """
                    .formatted(
                        LONG_ON_ITS_WAY.formatted(viewer.scope().condition("l.sales_owner_id")),
                        after == null
                            ? ""
                            : "and (l.created_at, l.id) > (select a.created_at, a.id"
                                + " from leads.lead a where a.id = :after)"))
            .param(Scope.PARAMETER, viewer.scope().owners())
            .param("before", before(now))
            .param("after", after)
            .param("limit", size + 1)
            .query(OnItsWay.class)
            .list();
    return Slice.of(rows, size, OnItsWay::id);
  }

  /** How many have been on their way for long, counted up to {@link Slice#COUNTED}. */
  @Transactional(readOnly = true)
  int onTheirWay(Instant now, CurrentUser viewer) {
    return jdbc.sql(
            "select count(*) from (select from leads.lead l where %s limit :most) c"
                .formatted(LONG_ON_ITS_WAY.formatted(viewer.scope().condition("l.sales_owner_id"))))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .param("before", before(now))
        .param("most", Slice.COUNTED + 1)
        .query(Integer.class)
        .single();
  }

  private static final String LONG_ON_ITS_WAY =
      """
      l.stage in ('OPEN', 'QUALIFIED') and l.created_at < :before and %s and not exists (
        select from leads.handoff h where h.lead_id = l.id and h.handed_at >= :before)
      """;

  private static java.time.OffsetDateTime before(Instant now) {
    return now.minus(java.time.Duration.ofDays(ASKED_AFTER_DAYS)).atOffset(ZoneOffset.UTC);
  }
}
