package com.arenacrm.leads.pool;

import com.arenacrm.contacts.InteractionLogged;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.platform.SampleContent;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is kept of leads that go back to the pool: the notices before, and why each went. */
@Component
@Transactional
public class PoolReturns {

  /**
   * That a lead went back.
   *
   * @param owner whose it was
   * @param idleSince of a return by rule: the last word with the customer, or since when it was
   *     theirs; null for a return by hand
   * @param lastTalk how that word was said; null when there was none
   * @param note why, of a return by hand
   * @param lockedUntil the last day on which they may not take it again
   * @param by null for the rule
   */
  public record Return(
      LeadId lead,
      HandoffId handoff,
      UserId owner,
      Instant at,
      @Nullable Instant idleSince,
      @Nullable String lastTalk,
      @Nullable Integer idleDays,
      @Nullable String note,
      LocalDate lockedUntil,
      @Nullable UserId by) {}

  /** That an owner was told: the lead returns on that day unless somebody talks to the customer. */
  public record Notice(UserId owner, Instant idleSince, Instant givenAt, LocalDate returnsOn) {}

  private final JdbcClient jdbc;

  PoolReturns(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void keep(Return made) {
    jdbc.sql(
            """
            insert into leads.pool_return (id, lead_id, handoff_id, owner_id, at, idle_since,
              last_talk, idle_days, note, locked_until, created_by)
            values (:id, :lead, :handoff, :owner, :at, :since, :talk, :days, :note, :locked, :by)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("lead", made.lead().id())
        .param("handoff", made.handoff().id())
        .param("owner", made.owner().id())
        .param("at", made.at().atOffset(ZoneOffset.UTC))
        .param("since", made.idleSince() == null ? null : made.idleSince().atOffset(ZoneOffset.UTC))
        .param("talk", made.lastTalk())
        .param("days", made.idleDays())
        .param("note", made.note())
        .param("locked", made.lockedUntil())
        .param("by", made.by() == null ? null : made.by().id())
        .update();
    begin(made.lead(), made.at());
  }

  /** A lead is in other hands: what was put aside and told about it before is over. */
  public void begin(LeadId lead, Instant now) {
    forget(lead);
    jdbc.sql(
            """
            update leads.snooze set ended_at = :now where lead_id = :lead and ended_at is null
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("lead", lead.id())
        .update();
    jdbc.sql("update leads.lead set spared_until = null where id = :lead")
        .param("lead", lead.id())
        .update();
  }

  /** In whose hands those of these leads are that are handed over; null in the pool. */
  @Transactional(readOnly = true)
  public Map<LeadId, @Nullable UserId> handsOf(Collection<LeadId> leads) {
    Map<LeadId, @Nullable UserId> hands = new HashMap<>();
    if (leads.isEmpty()) {
      return hands;
    }
    jdbc.sql(
            """
            select id, sales_owner_id from leads.lead
            where id = any(cast(:ids as uuid[])) and stage in ('HANDED_OVER', 'ACCEPTED')
            """)
        .param("ids", SampleContent.array(leads.stream().map(LeadId::id).toList()))
        .query(
            rs -> {
              UUID owner = rs.getObject("sales_owner_id", UUID.class);
              hands.put(
                  new LeadId(rs.getObject("id", UUID.class)),
                  owner == null ? null : new UserId(owner));
            });
    return hands;
  }

  /** Until when somebody may not take a lead that they lost; empty when they may. */
  @Transactional(readOnly = true)
  public Optional<LocalDate> lockedUntil(LeadId lead, UserId seller, LocalDate today) {
    return Optional.ofNullable(
        jdbc.sql(
                """
                select max(locked_until) as day from leads.pool_return
                where lead_id = :lead and owner_id = :seller and locked_until >= :today
                """)
            .param("lead", lead.id())
            .param("seller", seller.id())
            .param("today", today)
            .query((rs, n) -> rs.getObject("day", LocalDate.class))
            .list()
            .get(0));
  }

  /** Those of these leads that somebody lost and may not take again yet. */
  @Transactional(readOnly = true)
  public Set<LeadId> lockedFor(Collection<LeadId> leads, UserId seller, LocalDate today) {
    return leads.isEmpty()
        ? Set.of()
        : jdbc
            .sql(
                """
                select distinct lead_id from leads.pool_return
                where lead_id = any(cast(:leads as uuid[])) and owner_id = :seller
                  and locked_until >= :today
                """)
            .param("leads", SampleContent.array(leads.stream().map(LeadId::id).toList()))
            .param("seller", seller.id())
            .param("today", today)
            .query(UUID.class)
            .list()
            .stream()
            .map(LeadId::new)
            .collect(Collectors.toSet());
  }

  /**
   * Keeps that the owner is told.
   *
   * @return whether they had not been told yet of this stretch of silence
   */
  boolean note(LeadId lead, Notice notice) {
    return jdbc.sql(
                """
                insert into leads.pool_notice (lead_id, to_user, idle_since, given_at, returns_on)
                values (:lead, :owner, :since, :at, :day)
                on conflict (lead_id) do update set to_user = excluded.to_user,
                  idle_since = excluded.idle_since, given_at = excluded.given_at,
                  returns_on = excluded.returns_on
                where (pool_notice.to_user, pool_notice.idle_since)
                  is distinct from (excluded.to_user, excluded.idle_since)
                """)
            .param("lead", lead.id())
            .param("owner", notice.owner().id())
            .param("since", notice.idleSince().atOffset(ZoneOffset.UTC))
            .param("at", notice.givenAt().atOffset(ZoneOffset.UTC))
            .param("day", notice.returnsOn())
            .update()
        > 0;
  }

  /** Takes the notice back: somebody talked, or more time was given. */
  void forget(LeadId lead) {
    jdbc.sql("delete from leads.pool_notice where lead_id = :lead")
        .param("lead", lead.id())
        .update();
  }

  /** A word with the customer takes the notice back at once. */
  public void hear(InteractionLogged said) {
    if (!said.isContact()) {
      return;
    }
    jdbc.sql(
            """
            delete from leads.pool_notice n using leads.lead l
            where l.id = n.lead_id and n.idle_since < :at
              and (l.person_id = :person or l.company_id = :company)
            """)
        .param("at", said.at().atOffset(ZoneOffset.UTC))
        .param("person", said.person() == null ? null : said.person().id())
        .param(
            "company", said.person() != null || said.company() == null ? null : said.company().id())
        .update();
  }
}
