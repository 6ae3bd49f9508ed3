package com.arenacrm.leads;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.InteractionLogged;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.leads.qualification.Judgements;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door for handing leads over: choosing a seller, accepting, returning, the clock. */
@Component
@Transactional
public class Handoffs {

  private final Leads leads;
  private final HandoffRecords handoffs;
  private final LeadLists lists;
  private final Judgements judgements;

  private final Organizations organizations;
  private final UserNames userNames;
  private final JdbcClient jdbc;

  Handoffs(
      Leads leads,
      HandoffRecords handoffs,
      LeadLists lists,
      Judgements judgements,
      Organizations organizations,
      UserNames userNames,
      JdbcClient jdbc) {
    this.leads = leads;
    this.handoffs = handoffs;
    this.lists = lists;
    this.judgements = judgements;
    this.organizations = organizations;
    this.userNames = userNames;
    this.jdbc = jdbc;
  }

  /** A handoff that waits for an answer, as a seller's day shows it. */
  public record Waiting(
      HandoffId id,
      LeadId lead,
      PersonId person,
      String personName,
      @Nullable String companyName,
      String why,
      Instant dueAt,
      Instant handedAt) {}

  /** What a deal takes over from the lead that was accepted. */
  public record Accepted(
      LeadId lead,
      PersonId person,
      String personName,
      @Nullable CompanyId company,
      @Nullable String companyName,
      @Nullable ProfileId profile,
      @Nullable String need,
      @Nullable LocalDate purchaseDate,
      @Nullable HourglassPhase phase,
      String firstStep) {}

  /**
   * Counts the lead as a qualified prospect.
   *
   * @throws RefusedException while one of the five facts is missing
   */
  public void qualify(LeadId id, UserId actor, LocalDate today, Instant now) {
    qualify(leads.findById(id).orElseThrow(NotFoundException::new), actor, today, now);
  }

  void qualify(Lead lead, UserId actor, LocalDate today, Instant now) {
    lead.qualify(lists.standing(lead, today).missing());
    leads.save(lead);
    lists.recordQualification(lead, actor, now);
  }

  /**
   * Hands a qualified lead over.
   *
   * @param seller to whom; null for whoever's turn it is
   * @throws RefusedException when the lead is not qualified, or nobody sells
   */
  public Handoff handOver(
      LeadId id,
      HandoffId handoff,
      @Nullable UserId seller,
      Handoff.Packet packet,
      UserId actor,
      Instant now) {
    Lead lead = leads.findById(id).orElseThrow(NotFoundException::new);
    UserId to = seller == null ? whoseTurn() : activeSeller(seller);
    lead.handOver(to);
    leads.save(lead);
    Organization company = organizations.current();
    Instant due = company.calendar().after(now, company.responseTarget());
    return handoffs.save(new Handoff(handoff, id, actor, to, packet, now, due));
  }

  private UserId activeSeller(UserId chosen) {
    if (userNames.active(Role.SALES).stream().noneMatch(c -> c.id().equals(chosen))) {
      throw new RefusedException("handoff.seller.unknown");
    }
    return chosen;
  }

  /**
   * Whoever has gone longest without a handoff; ties by name. Two who ask at once are answered one
   * after the other, so that the turn goes on.
   */
  private UserId whoseTurn() {
    jdbc.sql("select pg_advisory_xact_lock(hashtext('leads.turn'))").query().listOfRows();
    List<Colleague> sellers = userNames.active(Role.SALES);
    if (sellers.isEmpty()) {
      throw new RefusedException("handoff.nobody");
    }
    List<UUID> served =
        jdbc.sql(
                """
                select to_user from leads.handoff where to_user in (:sellers)
                group by to_user order by max(handed_at), to_user
                """)
            .param("sellers", sellers.stream().map(c -> c.id().id()).toList())
            .query(UUID.class)
            .list();
    return sellers.stream()
        .map(Colleague::id)
        .filter(id -> !served.contains(id.id()))
        .findFirst()
        .orElseGet(() -> new UserId(served.get(0)));
  }

  /**
   * What waits for this person: the handoffs to them, and for a manager those to everybody; the
   * most urgent first.
   */
  @Transactional(readOnly = true)
  public List<Waiting> waitingFor(CurrentUser seller) {
    return lists.waiting(seller.id());
  }

  /**
   * A handoff that the viewer may see.
   *
   * @throws NotFoundException when there is none
   */
  @Transactional(readOnly = true)
  public Handoff get(HandoffId id, CurrentUser viewer) {
    Handoff handoff = handoffs.findById(id).orElseThrow(NotFoundException::new);
    if (!viewer.scope().covers(Optional.of(handoff.to())) && !handoff.to().equals(viewer.id())) {
      throw new NotFoundException();
    }
    return handoff;
  }

  /**
   * The seller takes the lead on. Whoever may answer in the seller's place, a manager, may too.
   *
   * @throws RefusedException when it has been answered already
   * @throws NotFoundException when it is nobody's the actor may answer for
   */
  public Accepted accept(HandoffId id, CurrentUser actor, Instant now) {
    Handoff handoff = answerable(id, actor);
    Lead lead = leads.findById(handoff.lead()).orElseThrow(NotFoundException::new);
    handoff.accept(actor.id(), now);
    handoffs.save(handoff);
    lead.accept(handoff.to());
    leads.save(lead);
    return new Accepted(
        lead.id(),
        lead.person(),
        lead.personName(),
        lead.company().orElse(null),
        lead.companyName().orElse(null),
        lead.profile().orElse(null),
        lead.facts().need(),
        lead.facts().purchaseDate(),
        lead.phase().orElse(null),
        handoff.packet().firstStep());
  }

  /**
   * Keeps what the seller found when checking the lead against the definition, before accepting it
   * (R101).
   *
   * @param checks by item whether it holds
   * @throws RefusedException when it has been answered already
   */
  public void check(HandoffId id, Map<String, Boolean> checks, CurrentUser actor, Instant now) {
    Handoff handoff = answerable(id, actor);
    if (handoff.isWaiting()) {
      judgements.check(id.id(), checks, actor.id(), now);
    }
  }

  /** The seller returns the lead to marketing, with a reason. */
  public Handoff reject(
      HandoffId id, Rejection reason, @Nullable String note, CurrentUser actor, Instant now) {
    return reject(id, reason, note, Map.of(), actor, now);
  }

  /**
   * The seller returns the lead to marketing, having checked it against the definition (R101).
   *
   * @param checks by item whether it holds
   */
  Handoff reject(
      HandoffId id,
      Rejection reason,
      @Nullable String note,
      Map<String, Boolean> checks,
      CurrentUser actor,
      Instant now) {
    Handoff handoff = answerable(id, actor);
    judgements.check(id.id(), checks, actor.id(), now);
    Lead lead = leads.findById(handoff.lead()).orElseThrow(NotFoundException::new);
    handoff.reject(actor.id(), reason, note, now);
    handoffs.save(handoff);
    lead.comeBack();
    leads.save(lead);
    return handoff;
  }

  /** The seller thinks again, within ten minutes. */
  public Handoff reconsider(HandoffId id, CurrentUser actor, Instant now) {
    Handoff handoff = answerable(id, actor);
    Lead lead = leads.findById(handoff.lead()).orElseThrow(NotFoundException::new);
    handoff.reconsider(now);
    handoffs.save(handoff);
    lead.waitAgain(handoff.to());
    leads.save(lead);
    return handoff;
  }

  /** Marketing takes a handoff back that nobody has answered. */
  void withdraw(HandoffId id, CurrentUser actor, Instant now) {
    Handoff handoff = handoffs.findById(id).orElseThrow(NotFoundException::new);
    Lead lead = leads.findById(handoff.lead()).orElseThrow(NotFoundException::new);
    handoff.withdraw(now);
    handoffs.save(handoff);
    lead.comeBack();
    leads.save(lead);
  }

  /** The first word with the customer stops the clocks of that person's handoffs. */
  @ApplicationModuleListener
  void on(InteractionLogged said) {
    if (!said.withCustomer()) {
      return;
    }
    // Beside the aggregate on purpose: several words said at once must not get in each other's way,
    // and whichever is known last, the first of them counts.
    jdbc.sql(
            """
            update leads.handoff h set first_contact_at = :at
            from leads.lead l
            where l.id = h.lead_id and (l.person_id = :person or l.company_id = :company)
              and h.handed_at <= :at and h.rejected_at is null and h.withdrawn_at is null
              and (h.first_contact_at is null or h.first_contact_at > :at)
            """)
        .param("at", said.at().atOffset(ZoneOffset.UTC))
        .param("person", said.person() == null ? null : said.person().id())
        .param(
            "company", said.person() != null || said.company() == null ? null : said.company().id())
        .update();
  }

  /** Working time left until the customer should have heard from us; negative when it is late. */
  @Transactional(readOnly = true)
  public Duration left(Instant dueAt, Instant now) {
    return now.isAfter(dueAt)
        ? organizations.current().calendar().workedBetween(dueAt, now).negated()
        : organizations.current().calendar().workedBetween(now, dueAt);
  }

  private Handoff answerable(HandoffId id, CurrentUser actor) {
    Handoff handoff = get(id, actor);
    boolean own = handoff.to().equals(actor.id());
    if (!own && !actor.isManager()) {
      throw new NotFoundException();
    }
    return handoff;
  }
}
