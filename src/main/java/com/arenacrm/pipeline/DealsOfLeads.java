package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.pool.LeadDeals;
import com.arenacrm.leads.pool.PoolReturns;
import com.arenacrm.leads.pool.Snooze;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.platform.SampleContent;
import com.arenacrm.shared.Money;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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
  private final PoolReturns returns;
  private final Notices notices;
  private final UserNames userNames;
  private final JdbcClient jdbc;

  DealsOfLeads(
      Opportunities opportunities,
      PoolReturns returns,
      Notices notices,
      UserNames userNames,
      JdbcClient jdbc) {
    this.returns = returns;
    this.notices = notices;
    this.userNames = userNames;
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
              o.snoozed_until,
              (select count(*) from pipeline.snooze s where s.opportunity_id = o.id) as snoozes
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
                      rs.getObject("snoozed_until", LocalDate.class),
                      rs.getInt("snoozes")));
            });
    return work;
  }

  @Override
  @Transactional(readOnly = true)
  public Set<LeadId> soldTo(Collection<Customer> customers) {
    if (customers.isEmpty()) {
      return Set.of();
    }
    List<Customer> all = List.copyOf(customers);
    return new HashSet<>(
        jdbc.sql(
                """
                select c.lead from unnest(cast(:leads as uuid[]), cast(:people as uuid[]),
                  cast(:companies as uuid[]), cast(:since as timestamptz[]))
                  as c (lead, person, company, since)
                where exists (select from pipeline.opportunity o where o.kind = 'WON'
                  and (o.lead_id = c.lead
                    or (o.person_id = c.person or o.company_id = c.company)
                      and o.closed_at >= date_trunc('day', c.since)))
                """)
            .param("leads", SampleContent.array(all.stream().map(c -> c.lead().id()).toList()))
            .param("people", SampleContent.array(all.stream().map(c -> c.person().id()).toList()))
            .param(
                "companies",
                all.stream()
                    .map(c -> c.company() == null ? null : c.company().toString())
                    .toArray(String[]::new))
            .param("since", all.stream().map(c -> c.since().toString()).toArray(String[]::new))
            .query((rs, n) -> new LeadId(rs.getObject("lead", UUID.class)))
            .list());
  }

  @Override
  @Transactional(readOnly = true)
  public List<Snooze> snoozesOf(LeadId lead) {
    return snoozesOf(
        jdbc.sql("select x.opportunity_id from %s x".formatted(DEALS_OF_LEADS))
            .param("leads", SampleContent.array(List.of(lead.id())))
            .query(UUID.class)
            .list());
  }

  /** Each time that one of these deals was put aside, the last one first. */
  List<Snooze> snoozesOf(Collection<UUID> deals) {
    return jdbc.sql(
            """
            select * from pipeline.snooze where opportunity_id = any(cast(:deals as uuid[]))
            order by at desc, id desc
            """)
        .param("deals", SampleContent.array(deals))
        .query((rs, n) -> Snooze.read(rs))
        .list();
  }

  @Override
  public void release(LeadId lead, UserId from, @Nullable UserId actor, Instant now) {
    openOf(lead).stream()
        .filter(deal -> deal.owner().filter(from::equals).isPresent() || !isHeldBeside(deal, lead))
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
        .filter(
            deal ->
                deal.owner().isEmpty()
                    || (from == null ? !isHeldBeside(deal, lead) : deal.owner().get().equals(from)))
        .forEach(deal -> hand(deal, to, note, actor, now));
  }

  /** Whether the owner of a deal has it by another lead. */
  private boolean isHeldBeside(Opportunity deal, LeadId lead) {
    List<LeadId> others = leadsOf(deal.id()).stream().filter(l -> !l.equals(lead)).toList();
    return deal.owner().filter(returns.handsOf(others)::containsValue).isPresent();
  }

  /**
   * Those of some deals that have no owner because their lead waits in the pool: whoever takes it
   * has them.
   *
   * @param owners by deal; null for nobody
   */
  @Transactional(readOnly = true)
  Set<UUID> pooled(Map<UUID, @Nullable UUID> owners) {
    Map<UUID, List<LeadId>> leads = leadsOf(owners.keySet());
    Map<LeadId, @Nullable UserId> hands =
        returns.handsOf(leads.values().stream().flatMap(List::stream).distinct().toList());
    return leads.entrySet().stream()
        .filter(
            e -> {
              UUID owner = owners.get(e.getKey());
              List<LeadId> own = e.getValue().stream().filter(hands::containsKey).toList();
              return own.stream().anyMatch(l -> hands.get(l) == null)
                  && own.stream().map(hands::get).noneMatch(h -> h != null && h.id().equals(owner));
            })
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private Map<UUID, List<LeadId>> leadsOf(Collection<UUID> deals) {
    Map<UUID, List<LeadId>> leads = new HashMap<>();
    jdbc.sql(
            """
            select opportunity_id, lead_id from pipeline.acceptance
            where opportunity_id = any(cast(:deals as uuid[])) and lead_id is not null
            union select id, lead_id from pipeline.opportunity
            where id = any(cast(:deals as uuid[])) and lead_id is not null and kind = 'OPEN'
            """)
        .param("deals", SampleContent.array(deals))
        .query(
            rs -> {
              leads
                  .computeIfAbsent(
                      rs.getObject("opportunity_id", UUID.class), d -> new ArrayList<>())
                  .add(new LeadId(rs.getObject("lead_id", UUID.class)));
            });
    return leads;
  }

  /**
   * Those of some deals whose lead somebody lost and may not take again yet: neither may they have
   * its deal, unless whoever manages gives it to them.
   */
  @Transactional(readOnly = true)
  Set<UUID> lockedFor(Collection<UUID> deals, UserId seller, LocalDate today) {
    Map<UUID, List<LeadId>> leads = leadsOf(deals);
    Set<LeadId> locked =
        returns.lockedFor(
            leads.values().stream().flatMap(List::stream).distinct().toList(), seller, today);
    return leads.entrySet().stream()
        .filter(e -> e.getValue().stream().anyMatch(locked::contains))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Whether an open deal is nobody's because its lead waits in the pool. */
  @Transactional(readOnly = true)
  boolean isPooled(Opportunity deal) {
    return deal.isOpen()
        && pooled(
                Collections.singletonMap(deal.id().id(), deal.owner().map(UserId::id).orElse(null)))
            .contains(deal.id().id());
  }

  /**
   * Changes a deal, whose owner may be another one then: what was put aside is theirs to look at,
   * and whoever had it and whoever has it now are told.
   *
   * @param note what whoever has it now is to know; null for nothing
   */
  void reown(
      Opportunity deal,
      @Nullable UserId to,
      @Nullable String note,
      CurrentUser actor,
      Instant now,
      Runnable change) {
    UserId from = deal.owner().orElse(null);
    if (Objects.equals(from, to)) {
      change.run();
      return;
    }
    if (deal.isOpen()) {
      deal.snooze(null);
    }
    change.run();
    keepHanding(deal, from, to, note, actor.id(), now);
    tell(deal, from, to, note, actor, now);
  }

  /**
   * Makes a deal again whose it was before a change that is undone, and takes back what both were
   * told of it.
   *
   * @param at when it was made somebody else's
   * @param change which says so of the deal
   */
  void reownBack(Opportunity deal, CurrentUser actor, Instant at, Instant now, Runnable change) {
    UserId gone = deal.owner().orElse(null);
    change.run();
    UserId back = deal.owner().orElse(null);
    jdbc.sql("delete from pipeline.owner_change where opportunity_id = :deal and at = :at")
        .param("deal", deal.id().id())
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
    String path = "/pipeline/opportunities/" + deal.id();
    List<String> said = List.of(deal.name(), actor.name());
    if (gone != null) {
      notices.takeBack(gone, new Line("deal", "deal.told.undone.gone", said, path), at, now);
    }
    if (back != null) {
      notices.takeBack(back, new Line("deal", "deal.told.undone.back", said, path), at, now);
    }
  }

  /** Makes an open deal somebody else's, and tells whoever had it and whoever has it now. */
  void passOn(Opportunity deal, UserId to, @Nullable String note, CurrentUser actor, Instant now) {
    UserId from = deal.owner().orElse(null);
    if (!to.equals(from)) {
      hand(deal, to, note, actor.id(), now);
      tell(deal, from, to, note, actor, now);
    }
  }

  private void tell(
      Opportunity deal,
      @Nullable UserId from,
      @Nullable UserId to,
      @Nullable String note,
      CurrentUser actor,
      Instant now) {
    String path = "/pipeline/opportunities/" + deal.id();
    if (to != null && !to.equals(actor.id())) {
      notices.tellAtOnce(
          to,
          show ->
              note == null
                  ? new Line("deal", "deal.told.passed", List.of(deal.name(), actor.name()), path)
                  : new Line(
                      "deal",
                      "deal.told.passed.note",
                      List.of(deal.name(), actor.name(), note),
                      path),
          now);
    }
    notices.tellColleague(
        from,
        actor.id(),
        show ->
            new Line(
                "deal", "deal.told.gone", List.of(deal.name(), actor.name(), nameOf(to)), path),
        now);
  }

  private String nameOf(@Nullable UserId user) {
    return user == null ? "—" : userNames.all().getOrDefault(user.id(), "—");
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
    keepHanding(deal, from, to, note, actor, now);
  }

  private void keepHanding(
      Opportunity deal,
      @Nullable UserId from,
      @Nullable UserId to,
      @Nullable String note,
      @Nullable UserId actor,
      Instant now) {
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
