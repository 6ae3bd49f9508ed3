package com.arenacrm.pipeline;

import com.arenacrm.identity.UserId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.pool.LeadDeals;
import com.arenacrm.platform.SampleContent;
import com.arenacrm.shared.Money;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The open deals of leads, which go from hand to hand with them (R065). */
@Component
@Transactional
class DealsOfLeads implements LeadDeals {

  private static final String DEALS_OF_LEADS =
      """
      (select lead_id, opportunity_id from pipeline.acceptance
       where lead_id = any(cast(:leads as uuid[]))
       union
       select lead_id, id from pipeline.opportunity where lead_id = any(cast(:leads as uuid[])))
      """;

  private final Opportunities opportunities;
  private final JdbcClient jdbc;

  DealsOfLeads(Opportunities opportunities, JdbcClient jdbc) {
    this.opportunities = opportunities;
    this.jdbc = jdbc;
  }

  @Override
  @Transactional(readOnly = true)
  public Map<LeadId, Work> of(Collection<LeadId> leads) {
    Map<LeadId, Work> work = new HashMap<>();
    if (leads.isEmpty()) {
      return work;
    }
    jdbc.sql(
            """
            select distinct on (x.lead_id) x.lead_id, o.id, o.amount, o.currency, o.next_step_on,
              o.snoozed_until
            from %s x join pipeline.opportunity o on o.id = x.opportunity_id and o.kind = 'OPEN'
            order by x.lead_id, greatest(o.next_step_on, o.snoozed_until) desc nulls last, o.id
            """
                .formatted(DEALS_OF_LEADS))
        .param("leads", SampleContent.array(leads.stream().map(LeadId::id).toList()))
        .query(
            rs -> {
              BigDecimal amount = rs.getBigDecimal("amount");
              work.put(
                  new LeadId(rs.getObject("lead_id", UUID.class)),
                  new Work(
                      rs.getObject("id", UUID.class),
                      amount == null
                          ? null
                          : Money.of(amount, Currency.getInstance(rs.getString("currency"))),
                      rs.getObject("next_step_on", LocalDate.class),
                      rs.getObject("snoozed_until", LocalDate.class)));
            });
    return work;
  }

  @Override
  public void release(LeadId lead, UserId from, @Nullable UserId actor, Instant now) {
    openOf(lead).stream()
        .filter(deal -> deal.owner().filter(from::equals).isPresent())
        .forEach(deal -> hand(deal, null, null, actor, now));
  }

  @Override
  public void give(
      LeadId lead,
      @Nullable UserId from,
      UserId to,
      @Nullable String note,
      UserId actor,
      Instant now) {
    openOf(lead).stream()
        .filter(deal -> deal.owner().isEmpty() || deal.owner().get().equals(from))
        .forEach(deal -> hand(deal, to, note, actor, now));
  }

  /** Makes an open deal somebody else's, and keeps who said so. */
  void hand(
      Opportunity deal,
      @Nullable UserId to,
      @Nullable String note,
      @Nullable UserId actor,
      Instant now) {
    UserId from = deal.owner().orElse(null);
    if (Objects.equals(from, to)) {
      return;
    }
    deal.handTo(to);
    opportunities.save(deal);
    jdbc.sql(
            """
            update pipeline.snooze set ended_at = :now
            where opportunity_id = :deal and ended_at is null
            """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("deal", deal.id().id())
        .update();
    jdbc.sql(
            """
            insert into pipeline.owner_change
              (id, opportunity_id, from_user, to_user, note, at, created_by)
            values (:id, :deal, :from, :to, :note, :now, :actor)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("deal", deal.id().id())
        .param("from", from == null ? null : from.id())
        .param("to", to == null ? null : to.id())
        .param("note", note)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor == null ? null : actor.id())
        .update();
  }

  /** The lead by which a deal is held; empty when it came without one. */
  @Transactional(readOnly = true)
  public List<LeadId> leadsOf(OpportunityId deal) {
    return jdbc
        .sql(
            """
            select lead_id from pipeline.acceptance where opportunity_id = :deal
            union select lead_id from pipeline.opportunity where id = :deal and lead_id is not null
            """)
        .param("deal", deal.id())
        .query(UUID.class)
        .list()
        .stream()
        .map(LeadId::new)
        .toList();
  }

  private List<Opportunity> openOf(LeadId lead) {
    return jdbc
        .sql(
            """
            select o.id from %s x
            join pipeline.opportunity o on o.id = x.opportunity_id and o.kind = 'OPEN'
            order by o.id
            """
                .formatted(DEALS_OF_LEADS))
        .param("leads", SampleContent.array(List.of(lead.id())))
        .query(UUID.class)
        .list()
        .stream()
        .map(id -> opportunities.findById(new OpportunityId(id)).orElseThrow())
        .toList();
  }
}
