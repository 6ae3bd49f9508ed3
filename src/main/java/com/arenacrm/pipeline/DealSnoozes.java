package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.pool.PoolRules;
import com.arenacrm.leads.pool.Snooze;
import com.arenacrm.leads.pool.SnoozeForm.Wish;
import com.arenacrm.leads.pool.SnoozeReason;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to deals that are put aside for some days, with a reason (R065). */
@Component
@Transactional
public class DealSnoozes {

  private final Opportunities opportunities;
  private final PoolRules rules;
  private final JdbcClient jdbc;

  DealSnoozes(Opportunities opportunities, PoolRules rules, JdbcClient jdbc) {
    this.opportunities = opportunities;
    this.rules = rules;
    this.jdbc = jdbc;
  }

  /**
   * Puts a deal aside: until then it is in nobody's day and its lead does not return to the pool.
   *
   * @throws com.arenacrm.platform.RefusedException when it may not be put aside any more, or not
   *     until then
   */
  public void snooze(OpportunityId id, Wish wish, CurrentUser actor, Instant now) {
    Opportunity deal = opportunities.get(id, actor);
    LocalDate today = LocalDate.ofInstant(now, actor.company().zone());
    // Two at once count one after the other.
    jdbc.sql("select id from pipeline.opportunity where id = :id for update")
        .param("id", id.id())
        .query()
        .listOfRows();
    Snooze.requireNear(wish.until(), today, rules.current().snoozeDays());
    Snooze.requireLeft(of(id), today);
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

  /** Takes it up again: as if nothing had been right after, else from now on. */
  public void wake(OpportunityId id, CurrentUser actor, Instant now) {
    Opportunity deal = opportunities.get(id, actor);
    LocalDate today = LocalDate.ofInstant(now, actor.company().zone());
    of(id).stream()
        .filter(s -> s.isRunning(today))
        .findFirst()
        .ifPresent(
            s ->
                jdbc.sql(
                        s.mayUndo(actor.id().id(), now)
                            ? "delete from pipeline.snooze where id = :id"
                            : "update pipeline.snooze set ended_at = :now where id = :id")
                    .param("id", s.id())
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update());
    deal.snooze(null);
    opportunities.save(deal);
  }

  /** Each time that a deal was put aside, the last one first. */
  @Transactional(readOnly = true)
  public List<Snooze> of(OpportunityId deal) {
    return jdbc.sql(
            "select * from pipeline.snooze where opportunity_id = :deal order by at desc, id desc")
        .param("deal", deal.id())
        .query(
            (rs, n) -> {
              OffsetDateTime ended = rs.getObject("ended_at", OffsetDateTime.class);
              return new Snooze(
                  rs.getObject("id", UUID.class),
                  rs.getObject("until_day", LocalDate.class),
                  SnoozeReason.valueOf(rs.getString("reason")),
                  rs.getString("note"),
                  rs.getObject("at", OffsetDateTime.class).toInstant(),
                  rs.getObject("created_by", UUID.class),
                  ended == null ? null : ended.toInstant());
            })
        .list();
  }

  @Transactional(readOnly = true)
  boolean isSnoozed(UUID id) {
    return jdbc.sql("select exists (select from pipeline.snooze where id = :id)")
        .param("id", id)
        .query(Boolean.class)
        .single();
  }
}
