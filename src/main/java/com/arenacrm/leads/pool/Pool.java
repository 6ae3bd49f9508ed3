package com.arenacrm.leads.pool;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.Handoffs.Released;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.pool.PoolReturns.Return;
import com.arenacrm.leads.pool.SnoozeForm.Wish;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.SampleContent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The front door to what is done by hand about leads that lie: putting one aside, giving more time,
 * and taking one back to the pool.
 */
@Component
@Transactional
public class Pool {

  /** More time than this is a lead that nobody works. */
  public static final int LONGEST_MORE_TIME_DAYS = 60;

  private final Handoffs handoffs;
  private final PoolReturns returns;
  private final PoolRules rules;
  private final Notices notices;
  private final List<LeadDeals> work;
  private final JdbcClient jdbc;

  Pool(
      Handoffs handoffs,
      PoolReturns returns,
      PoolRules rules,
      Notices notices,
      List<LeadDeals> work,
      JdbcClient jdbc) {
    this.work = work;
    this.handoffs = handoffs;
    this.returns = returns;
    this.rules = rules;
    this.notices = notices;
    this.jdbc = jdbc;
  }

  private record Lead(UUID owner, String personName) {}

  /**
   * A lead that was chosen in a list.
   *
   * @param owner whose it is; null in the pool
   */
  public record Chosen(
      LeadId lead, String personName, @Nullable String companyName, @Nullable UserId owner) {}

  /** Those of these leads that are in a seller's hands or in the pool, and that the viewer sees. */
  @Transactional(readOnly = true)
  public List<Chosen> among(Collection<LeadId> leads, CurrentUser viewer) {
    return jdbc.sql(
            """
            select l.id, l.person_name, l.company_name, l.sales_owner_id from leads.lead l
            where l.id = any(cast(:ids as uuid[])) and l.stage in ('HANDED_OVER', 'ACCEPTED')
              and (l.sales_owner_id is null or %s)
            order by l.person_name, l.id
            """
                .formatted(viewer.scope().condition("l.sales_owner_id")))
        .param("ids", SampleContent.array(leads.stream().map(LeadId::id).toList()))
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(
            (rs, n) -> {
              UUID owner = rs.getObject("sales_owner_id", UUID.class);
              return new Chosen(
                  new LeadId(rs.getObject("id", UUID.class)),
                  rs.getString("person_name"),
                  rs.getString("company_name"),
                  owner == null ? null : new UserId(owner));
            })
        .list();
  }

  /** Until when somebody may not take a lead that they lost; null when they may. */
  @Transactional(readOnly = true)
  public @Nullable LocalDate lockedUntil(LeadId lead, UserId seller, LocalDate today) {
    return returns.lockedUntil(lead, seller, today).orElse(null);
  }

  /**
   * A manager takes a lead back to the pool.
   *
   * @param note why, which its owner reads
   * @throws RefusedException when no seller has it
   * @throws NotFoundException when it is none that the actor may see
   */
  public void takeBack(LeadId lead, String note, CurrentUser actor, Instant now) {
    hold(lead, actor);
    Released released = handoffs.release(lead, note, actor.id(), now);
    returns.keep(
        new Return(
            lead,
            released.handoff(),
            released.from(),
            now,
            null,
            null,
            null,
            note,
            today(actor, now).plusDays(rules.current().lockoutDays()),
            actor.id()));
    if (!released.from().equals(actor.id())) {
      notices.tell(
          released.from(),
          new Line(
              "pool",
              "pool.told.taken",
              List.of(released.customer(), actor.name(), note),
              "/leads/pool"),
          now);
    }
  }

  /**
   * A manager gives a lead more time: it does not return before that day.
   *
   * @param id chosen by the caller, so that asking twice gives it once
   * @throws RefusedException when the day is not to come or too far off
   */
  public void moreTime(
      UUID id, LeadId lead, LocalDate until, String note, CurrentUser actor, Instant now) {
    Lead held = hold(lead, actor);
    requireMoreTime(until, today(actor, now));
    if (isSnoozed(id)) {
      return;
    }
    insert(id, lead, "MORE_TIME", until, null, note, actor, now);
    spare(lead);
    returns.forget(lead);
    if (!held.owner().equals(actor.id().id())) {
      notices.tell(
          new UserId(held.owner()),
          show ->
              new Line(
                  "pool",
                  "pool.told.moreTime",
                  List.of(held.personName(), show.date(until), note),
                  "/leads/" + lead),
          now);
    }
  }

  /**
   * Until when whoever manages may give more time, to a lead or a deal.
   *
   * @throws RefusedException when the day is not to come or too far off
   */
  public static void requireMoreTime(LocalDate until, LocalDate today) {
    if (!until.isAfter(today) || until.isAfter(today.plusDays(LONGEST_MORE_TIME_DAYS))) {
      throw new RefusedException("moreTime.day", LONGEST_MORE_TIME_DAYS);
    }
  }

  /**
   * Puts a lead aside; the response clock runs on.
   *
   * @throws RefusedException when it may not be put aside any more, or not until then
   * @throws NotFoundException when it is neither the actor's nor theirs to manage
   */
  public void snooze(LeadId lead, Wish wish, CurrentUser actor, Instant now) {
    mine(lead, actor);
    lockSnoozes();
    LocalDate today = today(actor, now);
    Snooze.requireNear(wish.until(), today, rules.current().snoozeDays());
    Snooze.requireLeft(snoozesOf(lead), besides(lead), today);
    insert(wish.id(), lead, "SNOOZE", wish.until(), wish.reason(), wish.note(), actor, now);
    spare(lead);
    returns.forget(lead);
  }

  /** What is put aside is put aside one after the other, so that a lead and its deal share it. */
  public void lockSnoozes() {
    jdbc.sql("select pg_advisory_xact_lock(hashtext('leads.snooze'))").query().listOfRows();
  }

  /** Each time that the deals of a lead were put aside. */
  @Transactional(readOnly = true)
  public List<Snooze> besides(LeadId lead) {
    return work.stream().flatMap(w -> w.snoozesOf(lead).stream()).toList();
  }

  /**
   * Takes it up again from now on.
   *
   * @param undone the snooze that whoever made it takes back: as if nothing had been, within some
   *     minutes; null for none, and each one counts
   * @return whether it was put aside by one that counts
   */
  public boolean wake(LeadId lead, @Nullable UUID undone, CurrentUser actor, Instant now) {
    mine(lead, actor);
    LocalDate today = today(actor, now);
    Optional<Snooze> running = snoozesOf(lead).stream().filter(s -> s.isRunning(today)).findFirst();
    boolean undo =
        running.filter(s -> s.id().equals(undone) && s.mayUndo(actor.id().id(), now)).isPresent();
    running.ifPresent(
        s ->
            jdbc.sql(
                    undo
                        ? "delete from leads.snooze where id = :id"
                        : "update leads.snooze set ended_at = :now where id = :id")
                .param("id", s.id())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update());
    spare(lead);
    return running.isPresent() && !undo;
  }

  /** Each time that a lead was put aside, the last one first. */
  @Transactional(readOnly = true)
  public List<Snooze> snoozesOf(LeadId lead) {
    return jdbc.sql(
            """
            select * from leads.snooze where lead_id = :lead and kind = 'SNOOZE'
            order by at desc, id desc
            """)
        .param("lead", lead.id())
        .query((rs, n) -> Snooze.read(rs))
        .list();
  }

  @Transactional(readOnly = true)
  boolean isSnoozed(UUID id) {
    return jdbc.sql("select exists (select from leads.snooze where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }

  /** A lead in a seller's hands whose scope the actor has, locked. */
  private Lead hold(LeadId lead, CurrentUser actor) {
    return jdbc.sql(
            """
            select l.sales_owner_id as owner, l.person_name from leads.lead l
            where l.id = :id and l.stage in ('HANDED_OVER', 'ACCEPTED')
              and l.sales_owner_id is not null and %s for update
            """
                .formatted(actor.scope().condition("l.sales_owner_id")))
        .param("id", lead.id())
        .param(Scope.PARAMETER, actor.scope().owners())
        .query(Lead.class)
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  private void mine(LeadId lead, CurrentUser actor) {
    if (!hold(lead, actor).owner().equals(actor.id().id()) && !actor.isManager()) {
      throw new NotFoundException();
    }
  }

  private void insert(
      UUID id,
      LeadId lead,
      String kind,
      LocalDate until,
      @Nullable SnoozeReason reason,
      String note,
      CurrentUser actor,
      Instant now) {
    jdbc.sql(
            """
            insert into leads.snooze (id, lead_id, kind, until_day, reason, note, at, created_by)
            values (:id, :lead, :kind, :until, :reason, :note, :now, :actor)
            """)
        .param("id", id)
        .param("lead", lead.id())
        .param("kind", kind)
        .param("until", until)
        .param("reason", reason == null ? null : reason.name())
        .param("note", note)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
  }

  private void spare(LeadId lead) {
    jdbc.sql(
            """
            update leads.lead set spared_until =
              (select max(until_day) from leads.snooze where lead_id = :lead and ended_at is null)
            where id = :lead
            """)
        .param("lead", lead.id())
        .update();
  }

  private static LocalDate today(CurrentUser actor, Instant now) {
    return LocalDate.ofInstant(now, actor.company().zone());
  }
}
