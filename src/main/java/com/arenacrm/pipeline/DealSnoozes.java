package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.pool.Pool;
import com.arenacrm.leads.pool.PoolRules;
import com.arenacrm.leads.pool.Snooze;
import com.arenacrm.leads.pool.SnoozeForm.Wish;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
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

/** The front door to deals that are put aside for some days, with a reason (R065). */
@Component
@Transactional
public class DealSnoozes {

  private final Opportunities opportunities;
  private final PoolRules rules;
  private final Pool pool;
  private final DealsOfLeads leads;
  private final Notices notices;
  private final JdbcClient jdbc;

  DealSnoozes(
      Opportunities opportunities,
      PoolRules rules,
      Pool pool,
      DealsOfLeads leads,
      Notices notices,
      JdbcClient jdbc) {
    this.pool = pool;
    this.leads = leads;
    this.notices = notices;
    this.opportunities = opportunities;
    this.rules = rules;
    this.jdbc = jdbc;
  }

  /**
   * Puts a deal aside: until then it is in nobody's day and its lead does not return to the pool.
   *
   * @throws RefusedException when it may not be put aside any more, or not until then
   * @throws NotFoundException when it is neither the actor's nor theirs to manage
   */
  public void snooze(OpportunityId id, Wish wish, CurrentUser actor, Instant now) {
    // Two at once count one after the other.
    pool.lockSnoozes();
    Opportunity deal = mine(id, actor);
    LocalDate today = LocalDate.ofInstant(now, actor.company().zone());
    Snooze.requireNear(wish.until(), today, rules.current().snoozeDays());
    Snooze.requireLeft(of(id), besides(id), today);
    deal.snooze(wish.until());
    opportunities.save(deal);
    jdbc.sql(
            """
            insert into pipeline.snooze
              (id, opportunity_id, until_day, reason, note, at, created_by)
            values (:id, :deal, :until, :reason, :note, :now, :actor)
            """)
        .param("id", wish.id())
        .param("deal", id.id())
        .param("until", wish.until())
        .param("reason", wish.reason().name())
        .param("note", wish.note())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .update();
  }

  /**
   * Whoever manages gives a deal more time: it is put aside until then, however often its seller
   * put it aside, and its owner reads why. For a deal that is held by a lead, the lead is given
   * more time instead.
   *
   * @param asked chosen by the caller, so that asking twice gives it once
   * @throws RefusedException when the day is not to come or too far off
   * @throws NotFoundException when it is none that the actor manages
   */
  void moreTime(
      UUID asked, OpportunityId id, LocalDate until, String note, CurrentUser actor, Instant now) {
    Opportunity deal = mine(id, actor);
    Pool.requireMoreTime(until, LocalDate.ofInstant(now, actor.company().zone()));
    int given =
        jdbc.sql(
                """
                insert into pipeline.more_time (id, opportunity_id, until_day, note, at, created_by)
                values (:id, :deal, :until, :note, :now, :actor) on conflict do nothing
                """)
            .param("id", asked)
            .param("deal", id.id())
            .param("until", until)
            .param("note", note)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("actor", actor.id().id())
            .update();
    if (given == 0) {
      return;
    }
    deal.snooze(until);
    opportunities.save(deal);
    deal.owner()
        .filter(owner -> !owner.equals(actor.id()))
        .ifPresent(
            owner ->
                notices.tell(
                    owner,
                    show ->
                        new Line(
                            "deal",
                            "pool.told.moreTime",
                            List.of(deal.name(), show.date(until), note),
                            "/pipeline/opportunities/" + id),
                    now));
  }

  /**
   * A deal that the actor may put aside and take up again: their own, or one that they manage.
   *
   * @throws NotFoundException when it is neither
   */
  Opportunity mine(OpportunityId id, CurrentUser actor) {
    Opportunity deal = opportunities.get(id, actor);
    if (!deal.isOpen() || !deal.mayHold(actor)) {
      throw new NotFoundException();
    }
    return deal;
  }

  /** Each time that the leads of a deal were put aside. */
  @Transactional(readOnly = true)
  List<Snooze> besides(OpportunityId deal) {
    return leads.leadsOf(deal).stream().flatMap(lead -> pool.snoozesOf(lead).stream()).toList();
  }

  /**
   * Takes it up again from now on.
   *
   * @param undone the snooze that whoever made it takes back: as if nothing had been, within some
   *     minutes; null for none, and each one counts
   * @return whether it was put aside by one that counts
   */
  public boolean wake(OpportunityId id, @Nullable UUID undone, CurrentUser actor, Instant now) {
    Opportunity deal = mine(id, actor);
    LocalDate today = LocalDate.ofInstant(now, actor.company().zone());
    Optional<Snooze> running = of(id).stream().filter(s -> s.isRunning(today)).findFirst();
    boolean undo =
        running.filter(s -> s.id().equals(undone) && s.mayUndo(actor.id().id(), now)).isPresent();
    running.ifPresent(
        s ->
            jdbc.sql(
                    undo
                        ? "delete from pipeline.snooze where id = :id"
                        : "update pipeline.snooze set ended_at = :now where id = :id")
                .param("id", s.id())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update());
    deal.snooze(null);
    opportunities.save(deal);
    return running.isPresent() && !undo;
  }

  /** Each time that a deal was put aside, the last one first. */
  @Transactional(readOnly = true)
  public List<Snooze> of(OpportunityId deal) {
    return leads.snoozesOf(List.of(deal.id()));
  }

  @Transactional(readOnly = true)
  boolean isSnoozed(UUID id) {
    return jdbc.sql("select exists (select from pipeline.snooze where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }
}
