package com.arenacrm.pipeline;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.Handoffs.Accepted;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.pipeline.Deals.NewDeal;
import com.arenacrm.pipeline.Opportunity.Source;
import com.arenacrm.pipeline.tasks.Subject;
import com.arenacrm.pipeline.tasks.Tasks;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Front door between handoffs and deals: what sales accepts is worked on as a deal (R058). */
@Component
@Transactional
public class Acceptances {

  private final Deals deals;
  private final Opportunities opportunities;
  private final Handoffs handoffs;
  private final Tasks tasks;
  private final ContactBook contacts;
  private final Notices notices;
  private final JdbcClient jdbc;

  Acceptances(
      Deals deals,
      Opportunities opportunities,
      Handoffs handoffs,
      Tasks tasks,
      ContactBook contacts,
      Notices notices,
      JdbcClient jdbc) {
    this.deals = deals;
    this.opportunities = opportunities;
    this.handoffs = handoffs;
    this.tasks = tasks;
    this.contacts = contacts;
    this.notices = notices;
    this.jdbc = jdbc;
  }

  /**
   * Accepts a handed-over lead: opens a deal, or joins one that is open with the same customer. All
   * or nothing, and once: the unique key of the acceptance decides who came first.
   *
   * @return the deal
   * @throws RefusedException when the handoff waits no more
   * @throws NotFoundException when there is no such handoff or deal for this person
   */
  OpportunityId accept(HandoffId handoff, Into into, CurrentUser actor, Instant now) {
    return accept(handoff, into, null, Map.of(), actor, now);
  }

  /**
   * Accepts a handed-over lead that the seller has checked.
   *
   * @param chosen the first step as the seller wants it; null for the one that marketing suggests.
   *     A deal that is joined keeps its own next step, unless it is the seller's and this is
   *     another than the suggested one: then the first step is a task of whoever accepts. The owner
   *     of a colleague's deal is told who joined it
   * @param checks what the seller found, by item of the definition, see {@link Handoffs#check}
   */
  OpportunityId accept(
      HandoffId handoff,
      Into into,
      @Nullable Plan chosen,
      Map<String, Boolean> checks,
      CurrentUser actor,
      Instant now) {
    handoffs.check(handoff, checks, actor, now);
    Accepted lead = handoffs.accept(handoff, actor, now);
    deals.lock(lead.company() == null ? lead.person().id() : lead.company().id());
    Opportunity joined =
        dealFor(into, lead, actor)
            .map(id -> opportunities.findById(id).orElseThrow(NotFoundException::new))
            .orElse(null);
    Plan firstStep = chosen == null ? Plan.step(lead.firstStep(), deals.workingDay(now)) : chosen;
    boolean left = joined != null && !join(joined, lead, firstStep, chosen != null, actor);
    OpportunityId deal =
        joined == null
            ? deals.open(newDeal(lead, firstStep, actor, now), actor.id(), now)
            : joined.id();
    if (left) {
      tasks.give(
          TimeOrderedUuid.next(),
          new Tasks.Wanted(firstStep.step(), lead.personName(), firstStep.on(), actor.id()),
          Subject.of(null, null, deal.id()),
          actor,
          now);
    }
    if (joined != null) {
      tellOwner(joined, lead, firstStep, actor, now);
    } else {
      tellColleagues(lead, deal, actor, now);
    }
    jdbc.sql(
            """
            insert into pipeline.acceptance
              (handoff_id, opportunity_id, lead_id, person_id, accepted_at, accepted_by, joined,
               step_left)
            values (:handoff, :deal, :lead, :person, :now, :actor, :joined, :left)
            """)
        .param("handoff", handoff.id())
        .param("deal", deal.id())
        .param("lead", lead.lead().id())
        .param("person", lead.person().id())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id().id())
        .param("joined", joined != null)
        .param("left", left ? firstStep.step() : null)
        .update();
    return deal;
  }

  /**
   * Accepts a handed-over lead into the newest deal that is open with the same customer, or else
   * into a new one.
   *
   * @throws RefusedException when the handoff waits no more
   */
  public OpportunityId accept(HandoffId handoff, CurrentUser actor, Instant now) {
    return accept(handoff, new Into.Newest(), actor, now);
  }

  /** Which deal an accepted lead goes into. */
  sealed interface Into {

    /** The newest open one of this sales person with the same customer, or else a new one. */
    record Newest() implements Into {}

    /** A new one. */
    record New() implements Into {}

    /** This one, which must be open, with the same customer, and visible. */
    record This(OpportunityId deal) implements Into {}
  }

  private Optional<OpportunityId> dealFor(Into into, Accepted lead, CurrentUser actor) {
    if (into instanceof Into.This given) {
      return Optional.of(openWith(given.deal(), lead, actor));
    }
    return into instanceof Into.Newest ? newestOpen(lead, actor) : Optional.empty();
  }

  /** The deal that a handoff became; empty while it is not accepted. */
  @Transactional(readOnly = true)
  Optional<OpportunityId> acceptedAs(HandoffId handoff) {
    return jdbc.sql("select opportunity_id from pipeline.acceptance where handoff_id = :id")
        .param("id", handoff.id())
        .query(UUID.class)
        .optional()
        .map(OpportunityId::new);
  }

  /**
   * How a lead was accepted.
   *
   * @param person of the lead, by name
   * @param joined whether the deal was open before
   * @param left the first step that is a task of whoever accepted; null where the deal has it
   */
  record Way(@Nullable String person, boolean joined, @Nullable String left) {}

  /** How a handoff was accepted. */
  @Transactional(readOnly = true)
  Way way(HandoffId handoff) {
    return jdbc.sql(
            "select person_id, joined, step_left from pipeline.acceptance where handoff_id = :id")
        .param("id", handoff.id())
        .query(
            (rs, n) -> {
              UUID person = rs.getObject("person_id", UUID.class);
              return new Way(
                  person == null
                      ? null
                      : contacts.personNames(List.of(new PersonId(person))).get(person),
                  rs.getBoolean("joined"),
                  rs.getString("step_left"));
            })
        .single();
  }

  private Optional<OpportunityId> newestOpen(Accepted lead, CurrentUser actor) {
    return openWith(lead, "o.owner_id = :actor", Map.of("actor", actor.id().id()));
  }

  private OpportunityId openWith(OpportunityId id, Accepted lead, CurrentUser actor) {
    return openWith(
            lead,
            "o.id = :id and " + actor.scope().condition("o.owner_id"),
            Map.of("id", id.id(), Scope.PARAMETER, actor.scope().owners()))
        .orElseThrow(NotFoundException::new);
  }

  private Optional<OpportunityId> openWith(
      Accepted lead, String condition, Map<String, ?> parameters) {
    return jdbc.sql(
            """
            select o.id from pipeline.opportunity o
            where o.kind = 'OPEN' and %s and %s order by o.opened_at desc, o.id desc limit 1
            """
                .formatted(Deals.customerIs(lead.company()), condition))
        .params(parameters)
        .param("customer", lead.company() == null ? lead.person().id() : lead.company().id())
        .query(UUID.class)
        .optional()
        .map(OpportunityId::new);
  }

  /** Answers whether the first step is now that of the deal. */
  private boolean join(
      Opportunity deal, Accepted lead, Plan firstStep, boolean chosen, CurrentUser actor) {
    deal.join(new Source(lead.lead(), lead.phase()));
    String present = deal.plan().map(Plan::step).orElse(null);
    // What marketing suggests stands in the form already; only words of the seller's own replace
    // what the deal has to do next, and nobody replaces what a colleague has to do.
    boolean own = chosen && !lead.firstStep().strip().equals(firstStep.step());
    boolean mine = deal.owner().filter(actor.id()::equals).isPresent();
    boolean same = Objects.equals(present, firstStep.step());
    if (mine && !same && (own || present == null)) {
      deal.begin(firstStep);
      same = true;
    }
    opportunities.save(deal);
    return mine && same;
  }

  private void tellOwner(
      Opportunity deal, Accepted lead, Plan firstStep, CurrentUser actor, Instant now) {
    notices.tellColleague(
        deal.owner().orElse(null),
        actor.id(),
        show ->
            new Line(
                "deal",
                "deal.told.joined",
                List.of(deal.name(), actor.name(), lead.personName(), firstStep.step()),
                "/pipeline/opportunities/" + deal.id()),
        now);
  }

  /** Those who have open deals with the customer of the new one hear of it. */
  private void tellColleagues(Accepted lead, OpportunityId opened, CurrentUser actor, Instant now) {
    record Beside(UUID id, String name, UUID ownerId) {}
    jdbc.sql(
            """
            select distinct on (o.owner_id) o.id, o.name, o.owner_id from pipeline.opportunity o
            where o.kind = 'OPEN' and o.owner_id <> :actor and o.id <> :opened and %s
            order by o.owner_id, o.opened_at desc, o.id
            """
                .formatted(Deals.customerIs(lead.company())))
        .param("actor", actor.id().id())
        .param("opened", opened.id())
        .param("customer", lead.company() == null ? lead.person().id() : lead.company().id())
        .query(Beside.class)
        .list()
        .forEach(
            beside ->
                notices.tellColleague(
                    new UserId(beside.ownerId()),
                    actor.id(),
                    show ->
                        new Line(
                            "deal",
                            "deal.told.beside",
                            List.of(beside.name(), actor.name(), lead.personName()),
                            "/pipeline/opportunities/" + beside.id()),
                    now));
  }

  private NewDeal newDeal(Accepted lead, Plan firstStep, CurrentUser actor, Instant now) {
    DealDetails details =
        new DealDetails(
            nameOf(lead),
            lead.person(),
            lead.company(),
            actor.id(),
            lead.profile(),
            null,
            actor.company().currency(),
            lead.purchaseDate(),
            Map.of());
    return NewDeal.of(details, firstStep, now).from(lead.lead(), lead.phase());
  }

  /** What they need, in its first words; else who they are. */
  private static String nameOf(Accepted lead) {
    String need = lead.need() == null ? "" : lead.need().strip().lines().findFirst().orElse("");
    if (need.isEmpty()) {
      return lead.companyName() == null ? lead.personName() : lead.companyName();
    }
    return need.length() <= 80 ? need : need.substring(0, 79).strip() + "…";
  }
}
