package com.arenacrm.leads;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.InteractionLogged;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.contacts.risk.AccountRisks;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.Workforce;
import com.arenacrm.leads.clock.ResponseClocks;
import com.arenacrm.leads.clock.ResponseClocks.Due;
import com.arenacrm.leads.pool.LeadDeals;
import com.arenacrm.leads.pool.PoolReturns;
import com.arenacrm.leads.qualification.Judgements;
import com.arenacrm.leads.routing.Decision;
import com.arenacrm.leads.routing.Routing;
import com.arenacrm.leads.routing.Routing.Way;
import com.arenacrm.leads.routing.SellerCapacities.Capacity;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders.Line;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
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
  private final Workforce workforce;
  private final Routing routing;
  private final ResponseClocks clocks;
  private final PoolReturns returns;
  private final List<LeadDeals> work;
  private final Notices notices;

  Handoffs(
      Leads leads,
      HandoffRecords handoffs,
      LeadLists lists,
      Judgements judgements,
      Organizations organizations,
      UserNames userNames,
      Workforce workforce,
      Routing routing,
      ResponseClocks clocks,
      PoolReturns returns,
      List<LeadDeals> work,
      Notices notices) {
    this.leads = leads;
    this.handoffs = handoffs;
    this.lists = lists;
    this.judgements = judgements;
    this.organizations = organizations;
    this.userNames = userNames;
    this.workforce = workforce;
    this.routing = routing;
    this.clocks = clocks;
    this.returns = returns;
    this.work = work;
    this.notices = notices;
  }

  /**
   * A handoff that waits for an answer, as a seller's day shows it: for the first one, or, once the
   * lead was taken on, for the next one to what the customer asked since.
   *
   * @param dueAt when that answer is due
   * @param following whether it is an answer after the first one
   * @param accepted whether the lead was taken on already
   * @param calendar by which its time counts; null for the company's
   * @param pausedUntil when its clock runs again after the last pause; null when there was none
   * @param snoozedUntil until when its seller put it aside; null when they did not
   * @param risk what is overdue with the company; null when nothing is
   */
  public record Waiting(
      HandoffId id,
      LeadId lead,
      PersonId person,
      String personName,
      @Nullable String companyName,
      String why,
      Instant dueAt,
      boolean following,
      boolean accepted,
      Instant handedAt,
      @Nullable WorkingCalendar calendar,
      @Nullable Instant pausedUntil,
      @Nullable LocalDate snoozedUntil,
      @Nullable CompanyId company,
      AccountRisks.@Nullable Count risk) {

    /** Whether its seller is to be reminded of it. */
    public boolean isAwake(LocalDate today) {
      return snoozedUntil == null || !snoozedUntil.isAfter(today);
    }

    /** Whether its clock stands still. */
    public boolean isPaused(Instant now) {
      return pausedUntil != null && now.isBefore(pausedUntil);
    }
  }

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
   * Counts the lead as a qualified prospect; or judges it again, where that was by an earlier
   * edition of the definition than the one in force (R061).
   *
   * @throws RefusedException while one of the five facts is missing
   */
  public void qualify(LeadId id, UserId actor, LocalDate today, Instant now) {
    qualify(leads.findById(id).orElseThrow(NotFoundException::new), actor, today, now);
  }

  void qualify(Lead lead, UserId actor, LocalDate today, Instant now) {
    List<QualificationGate.Gap> missing = lists.standing(lead, today).missing();
    if (lead.stage() == LeadStage.QUALIFIED && lists.judgedBefore(lead).isPresent()) {
      lead.requalify(missing);
    } else {
      lead.qualify(missing);
    }
    leads.save(lead);
    lists.recordQualification(lead, actor, now);
  }

  /**
   * Hands a qualified lead over. Whoever gets it is told at once.
   *
   * @param seller to whom; null for whoever gets it by the rules, or the queue when nobody does
   * @throws RefusedException when the lead is not qualified, or not by the definition in force, or
   *     the seller does not sell, or has no room for more
   */
  public Handoff handOver(
      LeadId id,
      HandoffId handoff,
      @Nullable UserId seller,
      Handoff.Packet packet,
      UserId actor,
      Instant now) {
    Lead lead = leads.findById(id).orElseThrow(NotFoundException::new);
    lists
        .judgedBefore(lead)
        .ifPresent(
            old -> {
              throw new RefusedException("handoff.edition.old", old.inForce());
            });
    Decision decision = seller == null ? routing.decide(id, now) : null;
    UserId to = decision == null ? activeSeller(seller) : decision.seller().orElse(null);
    if (decision == null) {
      requireRoom(seller, null);
    }
    lead.handOver(to);
    leads.save(lead);
    settleReturns(id, ReturnAnswer.HANDED_AGAIN, actor, now);
    Due due = clocks.first(to, lead.profile().orElse(null), lead.origin(), now);
    Handoff made = handoffs.save(new Handoff(handoff, id, actor, to, packet, now, due));
    routing.keep(handoff, decision == null ? Way.HAND : Way.RULES, to, decision, null, actor, now);
    if (to != null) {
      tell(made, lead, to, actor, now);
    } else {
      for (UserId manager : userNames.managersOf(null, actor)) {
        if (!manager.equals(actor)) {
          notices.tellAtOnce(
              manager,
              show ->
                  new Line(
                      "handoff",
                      "handoff.told.queue",
                      List.of(customer(lead), show.dateTime(made.dueAt())),
                      inPool(handoff)),
              now);
        }
      }
    }
    return made;
  }

  /**
   * That somebody has room for one more lead: whichever way it comes to them, nobody gets more than
   * they take (R065). What is asked here holds until the transaction ends.
   *
   * @throws RefusedException when they have no room
   */
  public void requireRoom(UserId seller, @Nullable UserId actor) {
    Capacity capacity = routing.capacityToGive(seller);
    if (!capacity.isFull()) {
      return;
    }
    if (seller.equals(actor)) {
      throw new RefusedException("handoff.queue.full");
    }
    throw new RefusedException(
        "handoff.seller.full",
        userNames.all().getOrDefault(seller.id(), ""),
        capacity.load(),
        capacity.most());
  }

  /** How many more somebody takes, behind the same lock; empty without a limit. */
  OptionalInt roomFor(UserId seller) {
    Capacity capacity = routing.capacityToGive(seller);
    return capacity.most() == null
        ? OptionalInt.empty()
        : OptionalInt.of(Math.max(0, capacity.most() - capacity.load()));
  }

  private UserId activeSeller(UserId chosen) {
    if (userNames.active(Role.SALES).stream().noneMatch(c -> c.id().equals(chosen))) {
      throw new RefusedException("handoff.seller.unknown");
    }
    return chosen;
  }

  /**
   * Gives a lead to a seller, whether it waits in the pool, for another seller's answer, or is
   * worked by one; its open deal goes with it.
   *
   * @param note what the seller should know; null for nothing
   * @throws RefusedException when it is nobody's to give, it is theirs already, or they have no
   *     room for more
   * @throws NotFoundException when it is none that the actor may see
   */
  public void passOn(
      LeadId id, UserId seller, @Nullable String note, CurrentUser actor, Instant now) {
    passOn(id, seller, note, false, actor, now);
  }

  /**
   * Gives a lead to a seller as above.
   *
   * @param beyond whether whoever gives it was told that the seller has no room, and said to give
   *     it all the same
   */
  public void passOn(
      LeadId id,
      UserId seller,
      @Nullable String note,
      boolean beyond,
      CurrentUser actor,
      Instant now) {
    routing.lock();
    Lead lead = leads.findById(id).orElseThrow(NotFoundException::new);
    Handoff handoff = current(id);
    boolean pooled = handoff.isQueued() && actor.isManager();
    if (!pooled && !actor.scope().covers(lead.salesOwner())) {
      throw new NotFoundException();
    }
    if (lead.salesOwner().filter(seller::equals).isPresent()) {
      throw new RefusedException("handoff.already");
    }
    if (!beyond || !actor.isManager()) {
      requireRoom(activeSeller(seller), actor.id());
    }
    if (handoff.isWaiting()) {
      give(handoff, activeSeller(seller), Way.HAND, note, actor, now);
      return;
    }
    UserId from = lead.passOn(activeSeller(seller));
    leads.save(lead);
    handoff.passOn(seller);
    handoffs.save(handoff);
    routing.keep(handoff.id(), Way.HAND, seller, null, note, handoff.dueAt(), actor.id(), now);
    returns.begin(id, now);
    work.forEach(w -> w.give(id, from, seller, note, actor.id(), now));
    if (!seller.equals(actor.id())) {
      notices.tellAtOnce(
          seller,
          show ->
              new Line(
                  "handoff",
                  note == null ? "handoff.told.passed" : "handoff.told.passed.note",
                  note == null
                      ? List.of(customer(lead), actor.name())
                      : List.of(customer(lead), actor.name(), note),
                  "/leads/" + id),
          now);
    }
    tellGone(lead, from, seller, actor, now);
  }

  /**
   * That a lead went back to the pool.
   *
   * @param handoff by which it waits there
   * @param from who had it
   */
  public record Released(HandoffId handoff, UserId from, String customer) {}

  /**
   * Takes a lead out of the hands of its seller, answered or not; its open deal goes with it. One
   * that nobody answered waits on by the same handoff, because the customer does; one that was
   * accepted waits by a new one.
   *
   * @param note why; null where the rule says so
   * @param actor null for the rule
   * @throws RefusedException when no seller has it
   */
  public Released release(LeadId id, @Nullable String note, @Nullable UserId actor, Instant now) {
    Lead lead = leads.findById(id).orElseThrow(NotFoundException::new);
    UserId from = lead.release();
    leads.save(lead);
    Handoff handoff = current(id);
    Instant dueWas = handoff.isWaiting() ? handoff.dueAt() : null;
    if (handoff.isWaiting()) {
      int target = handoff.targetMinutes().orElseGet(this::usualTarget);
      handoff.release(clocks.moved(handoff.id(), null, handoff.handedAt(), target, now));
      handoffs.save(handoff);
    } else {
      handoff.close(now);
      handoffs.save(handoff);
      Due due = clocks.first(null, lead.profile().orElse(null), lead.origin(), now);
      handoff =
          handoffs.save(
              new Handoff(HandoffId.next(), id, handoff.from(), null, handoff.packet(), now, due));
    }
    routing.keep(handoff.id(), Way.RETURNED, null, null, note, dueWas, actor, now);
    work.forEach(w -> w.release(id, from, actor, now));
    return new Released(handoff.id(), from, customer(lead));
  }

  /** The handoff that says whose a lead is now. */
  private Handoff current(LeadId lead) {
    return handoffs.findByLeadOrderByHandedAtDesc(lead).stream()
        .filter(h -> h.isWaiting() || h.isHeld())
        .findFirst()
        .orElseThrow(() -> new RefusedException("pool.notHeld"));
  }

  private int usualTarget() {
    return Math.toIntExact(organizations.current().responseTarget().toMinutes());
  }

  /**
   * A seller takes a handoff out of the queue. What is counted is counted behind the lock, so that
   * nobody gets more than they take, however many they ask for at once; and whoever has it already
   * and asks again has it still.
   *
   * @throws RefusedException when somebody was quicker, or they are away or have no room for more
   */
  public Handoff take(HandoffId id, CurrentUser actor, Instant now) {
    routing.lock();
    Handoff handoff = handoffs.findById(id).orElseThrow(NotFoundException::new);
    if (handoff.to().filter(actor.id()::equals).isPresent()
        && (handoff.isWaiting() || handoff.isHeld())) {
      return handoff;
    }
    if (!handoff.isQueued()) {
      throw new RefusedException("handoff.queue.gone");
    }
    get(id, actor);
    switch (routing.stateOf(actor.id(), now)) {
      case GONE -> throw new RefusedException("handoff.seller.unknown");
      case AWAY -> throw new RefusedException("handoff.queue.away");
      default -> {
        // Whoever does not take part in turns may still take one by themselves.
      }
    }
    requireRoom(actor.id(), actor.id());
    returns
        .lockedUntil(handoff.lead(), actor.id(), LocalDate.ofInstant(now, actor.company().zone()))
        .ifPresent(
            day -> {
              throw new RefusedException(
                  "pool.locked", actor.formats(LocaleContextHolder.getLocale()).date(day));
            });
    return give(handoff, actor.id(), Way.TAKEN, null, actor, now);
  }

  private Handoff give(
      Handoff handoff,
      UserId seller,
      Way way,
      @Nullable String note,
      CurrentUser actor,
      Instant now) {
    Lead lead = leads.findById(handoff.lead()).orElseThrow(NotFoundException::new);
    UserId from = handoff.to().orElse(null);
    Instant dueWas = handoff.dueAt();
    int target = handoff.targetMinutes().orElseGet(this::usualTarget);
    handoff.assign(seller, clocks.moved(handoff.id(), seller, handoff.handedAt(), target, now));
    Handoff given = handoffs.save(handoff);
    lead.reassign(seller);
    leads.save(lead);
    routing.keep(handoff.id(), way, seller, null, note, dueWas, actor.id(), now);
    returns.begin(lead.id(), now);
    work.forEach(w -> w.give(lead.id(), from, seller, note, actor.id(), now));
    tell(given, lead, seller, actor.id(), now);
    if (from != null && !from.equals(seller)) {
      tellGone(lead, from, seller, actor, now);
    }
    return given;
  }

  private void tellGone(Lead lead, UserId from, UserId seller, CurrentUser actor, Instant now) {
    notices.tellColleague(
        from,
        actor.id(),
        show ->
            new Line(
                "handoff",
                "handoff.told.gone",
                List.of(
                    customer(lead), actor.name(), userNames.all().getOrDefault(seller.id(), "—")),
                "/leads/" + lead.id()),
        now);
  }

  private void tell(Handoff handoff, Lead lead, UserId seller, UserId actor, Instant now) {
    if (seller.equals(actor)) {
      return;
    }
    notices.tellAtOnce(
        seller,
        show ->
            new Line(
                "handoff",
                handoff.dueAt().isBefore(now) ? "handoff.told.late" : "handoff.told",
                List.of(customer(lead), show.dateTime(handoff.dueAt()), handoff.packet().why()),
                "/leads/handoffs/" + handoff.id()),
        now);
  }

  /** Its row in the pool. */
  private static String inPool(HandoffId handoff) {
    return "/leads/pool#r-" + handoff;
  }

  private static String customer(Lead lead) {
    return lead.companyName()
        .map(company -> lead.personName() + " (" + company + ")")
        .orElse(lead.personName());
  }

  /**
   * What waits for this person: the handoffs to them, and the customers of those they took on who
   * have asked something since; the most urgent first (R062).
   */
  @Transactional(readOnly = true)
  public List<Waiting> waitingFor(CurrentUser seller, Instant now) {
    return lists.waiting(
        seller, now, () -> seller.workZone() == null ? null : workforce.calendarOf(seller.id()));
  }

  /**
   * A handoff that the viewer may see.
   *
   * @throws NotFoundException when there is none
   */
  @Transactional(readOnly = true)
  public Handoff get(HandoffId id, CurrentUser viewer) {
    Handoff handoff = handoffs.findById(id).orElseThrow(NotFoundException::new);
    // What nobody has yet is for every seller to look at.
    boolean open = handoff.isQueued() && viewer.isSales();
    if (!open
        && !viewer.scope().covers(handoff.to())
        && handoff.to().filter(viewer.id()::equals).isEmpty()) {
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
    lead.accept(handoff.to().orElseThrow());
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
    tellSender(
        handoff,
        actor,
        "handoff.told.returned." + reason,
        show -> List.of(customer(lead), actor.name(), show.quoted(note)),
        "/leads/inbox#returned",
        now);
    return handoff;
  }

  /** The seller thinks again, within ten minutes. */
  public Handoff reconsider(HandoffId id, CurrentUser actor, Instant now) {
    Handoff handoff = answerable(id, actor);
    Lead lead = leads.findById(handoff.lead()).orElseThrow(NotFoundException::new);
    handoff.to().ifPresent(seller -> requireRoom(seller, actor.id()));
    handoff.reconsider(now);
    handoffs.save(handoff);
    lead.waitAgain(handoff.to().orElse(null));
    leads.save(lead);
    tellSender(
        handoff,
        actor,
        "handoff.told.reconsidered",
        show -> List.of(customer(lead), actor.name()),
        "/leads/" + lead.id(),
        now);
    return handoff;
  }

  /**
   * Marketing says what it does about a lead that was returned. Whoever returned it hears of it.
   *
   * @param words for the seller; null for none
   * @throws RefusedException when it was not returned, or has been answered
   */
  public void answerReturn(
      HandoffId id, ReturnAnswer answer, @Nullable String words, CurrentUser actor, Instant now) {
    Handoff handoff = get(id, actor);
    Lead lead = leads.findById(handoff.lead()).orElseThrow(NotFoundException::new);
    handoff.answerReturn(answer, words, actor.id(), now);
    handoffs.save(handoff);
    UserId seller = handoff.rejectedBy().orElseThrow();
    if (seller.equals(actor.id()) || !userNames.isActive(seller)) {
      return;
    }
    String customer = customer(lead);
    Function<Formats, Line> line =
        show ->
            new Line(
                "handoff",
                "return.told." + answer,
                List.of(customer, actor.name(), show.quoted(words)),
                "/leads/handoffs/" + id);
    if (answer == ReturnAnswer.REPLIED) {
      notices.tellAtOnce(seller, line, now);
    } else {
      notices.tell(seller, line, now);
    }
  }

  /** Something was done with a lead that answers its return, where one is open. */
  void settleReturns(LeadId lead, ReturnAnswer answer, @Nullable UserId actor, Instant now) {
    for (Handoff open : handoffs.openReturnsOf(lead)) {
      open.answerReturn(answer, null, actor, now);
      handoffs.save(open);
    }
  }

  /** Tells whoever handed it over what became of it. */
  private void tellSender(
      Handoff handoff,
      CurrentUser actor,
      String textKey,
      Function<Formats, List<String>> arguments,
      String path,
      Instant now) {
    notices.tellColleague(
        handoff.from(),
        actor.id(),
        show -> new Line("handoff", textKey, arguments.apply(show), path),
        now);
  }

  /** Marketing takes a handoff back that nobody has answered. */
  void withdraw(HandoffId id, CurrentUser actor, Instant now) {
    Handoff handoff = handoffs.findById(id).orElseThrow(NotFoundException::new);
    Lead lead = leads.findById(handoff.lead()).orElseThrow(NotFoundException::new);
    handoff.withdraw(now);
    handoffs.save(handoff);
    lead.comeBack();
    leads.save(lead);
    Line instead =
        new Line(
            "handoff",
            "handoff.told.withdrawn",
            List.of(customer(lead), actor.name()),
            "/leads/" + lead.id());
    // Whoever has it, or was told that nobody has.
    handoff
        .to()
        .filter(seller -> !seller.equals(actor.id()))
        .ifPresent(seller -> notices.takeBack(seller, "/leads/handoffs/" + id, instead, now));
    for (UserId manager : userNames.managersOf(null, actor.id())) {
      notices.takeBack(manager, inPool(id), instead, now);
    }
  }

  /** Whatever is said with a customer moves the clock. */
  @ApplicationModuleListener
  void on(InteractionLogged said) {
    clocks.hear(said);
    returns.hear(said);
  }

  /**
   * A handoff that the actor may answer.
   *
   * @throws NotFoundException when it is nobody's they may answer for
   */
  Handoff answerable(HandoffId id, CurrentUser actor) {
    Handoff handoff = get(id, actor);
    boolean own = handoff.to().filter(actor.id()::equals).isPresent();
    if (!own && !actor.isManager()) {
      throw new NotFoundException();
    }
    return handoff;
  }
}
