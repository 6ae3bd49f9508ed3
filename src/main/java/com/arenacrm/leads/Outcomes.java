package com.arenacrm.leads;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.pool.LeadDeals;
import com.arenacrm.leads.pool.LeadDeals.Customer;
import com.arenacrm.leads.recontact.Recontacts;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.playbook.Competitors;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps how leads ended, told by whoever knows: the pipeline for those that became deals (R094).
 */
@Component
@Transactional
public class Outcomes {

  /**
   * A query of the leads that {@code :doneBy} ended from {@code :doneFrom} until before {@code
   * :doneUntil}, without those that ended with their deal: columns {@code id}, {@code at}, {@code
   * name}, {@code note} and {@code owner}.
   */
  public static final String ENDED_BY =
      """
      select e.id, e.ended_at as at, e.person_name as name, e.outcome_note as note,
        e.sales_owner_id as owner
      from leads.lead e
      where e.ended_by = :doneBy and e.ended_at >= :doneFrom and e.ended_at < :doneUntil
      """;

  /**
   * How a lead ended.
   *
   * @param competitor who won it; kept only where somebody else did, and then known
   * @param note anything worth remembering; null for nothing
   * @param recontactOn when we mean to talk to them again (R096); null for never, and for those who
   *     bought or never were a lead
   */
  public record Ending(
      Outcome outcome,
      @Nullable String competitor,
      @Nullable String note,
      @Nullable LocalDate recontactOn) {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_NOTE = 2000;

    /**
     * @throws RefusedException when a competitor won it and is not named
     */
    public Ending {
      if (outcome != Outcome.COMPETITOR) {
        competitor = null;
      } else if (competitor == null || competitor.isBlank()) {
        throw new RefusedException("lead.competitor.required");
      } else if (competitor.length() > LONGEST_NAME) {
        throw new RefusedException("tooLong", LONGEST_NAME);
      }
      if (note != null && note.length() > LONGEST_NOTE) {
        throw new RefusedException("tooLong", LONGEST_NOTE);
      }
      if (outcome == Outcome.BOUGHT || outcome == Outcome.NOT_A_LEAD) {
        recontactOn = null;
      }
    }
  }

  private final Leads leads;
  private final HandoffRecords handoffs;
  private final Handoffs desk;
  private final Recontacts recontacts;
  private final Competitors competitors;
  private final List<LeadDeals> deals;

  Outcomes(
      Leads leads,
      HandoffRecords handoffs,
      Handoffs desk,
      Recontacts recontacts,
      Competitors competitors,
      List<LeadDeals> deals) {
    this.competitors = competitors;
    this.desk = desk;
    this.deals = deals;
    this.leads = leads;
    this.handoffs = handoffs;
    this.recontacts = recontacts;
  }

  /** The deal was won. */
  public void bought(LeadId id, Instant at) {
    Lead lead = leads.findById(id).orElseThrow(NotFoundException::new);
    lead.end(Outcome.BOUGHT, null, null, at);
    leads.save(lead);
    recontacts.takenUp(id, null, at);
  }

  /**
   * The deal was lost.
   *
   * @param outcome what the customer did instead
   * @param note with whom, or why
   */
  public void lost(LeadId id, Outcome outcome, @Nullable String note, Instant at) {
    Lead lead = leads.findById(id).orElseThrow(NotFoundException::new);
    lead.end(outcome, outcome == Outcome.COMPETITOR ? note : null, note, at);
    leads.save(lead);
  }

  /**
   * The deal was lost, and it is known whether to talk to them again.
   *
   * @param at when it was lost
   */
  public void lost(LeadId id, Ending ending, UserId actor, Instant at) {
    end(leads.findById(id).orElseThrow(NotFoundException::new), ending, actor, at);
  }

  /**
   * Somebody says how a lead ended.
   *
   * @throws NotFoundException when it is none that the actor may see
   * @throws RefusedException when it waits for a seller's answer, or has an open deal, which says
   *     how it ended; or it is said to have bought from us and nothing was sold
   */
  public void end(LeadId id, Ending ending, CurrentUser actor, Instant now) {
    Lead lead = leads.seen(id, actor);
    if (lead.stage() == LeadStage.ACCEPTED
        && deals.stream().anyMatch(known -> !known.of(List.of(id)).isEmpty())) {
      throw new RefusedException("lead.end.deal");
    }
    if (ending.outcome() == Outcome.BOUGHT && !isSold(List.of(customer(lead))).contains(id)) {
      throw new RefusedException("lead.end.unsold");
    }
    lead.saidBy(actor.id());
    end(lead, ending, actor.id(), now);
  }

  private static Customer customer(Lead lead) {
    return new Customer(lead.id(), lead.person(), lead.company().orElse(null), lead.createdAt());
  }

  /** Those of these leads whose customer bought from us since they came. */
  Set<LeadId> isSold(Collection<Customer> customers) {
    return deals.stream()
        .flatMap(known -> known.soldTo(customers).stream())
        .collect(Collectors.toSet());
  }

  /** Takes back what followed from the end of a lead that is about to be opened again. */
  void forget(Lead lead) {
    lead.endedAt()
        .ifPresent(
            at ->
                handoffs
                    .returnsAnswered(lead.id(), at)
                    .forEach(
                        returned -> {
                          returned.forgetReturnAnswer();
                          handoffs.save(returned);
                        }));
  }

  /**
   * The deal, or the lead itself, was opened again.
   *
   * @throws RefusedException when its seller has no room for one more
   */
  public void reopened(LeadId id, UserId actor) {
    Lead lead = leads.findById(id).orElseThrow(NotFoundException::new);
    if (lead.isEnded()) {
      open(lead, actor);
    }
  }

  /**
   * A deal of the lead that had ended is worked again, so the lead has not ended either, and nobody
   * needs to be reminded of it (R094).
   *
   * @throws RefusedException when its seller has no room for one more
   */
  public void workedAgain(LeadId id, @Nullable UserId actor, Instant at) {
    Lead lead = leads.findById(id).orElseThrow(NotFoundException::new);
    if (lead.isEnded()) {
      forget(lead);
      open(lead, actor);
      recontacts.takenUp(id, actor, at);
    }
  }

  private void open(Lead lead, @Nullable UserId actor) {
    if (actor != null) {
      lead.salesOwner().ifPresent(seller -> desk.requireRoom(seller, actor));
    }
    lead.reopen();
    leads.save(lead);
  }

  private void end(Lead lead, Ending ending, UserId actor, Instant at) {
    String rival = ending.competitor();
    lead.end(
        ending.outcome(),
        rival == null ? null : competitors.called(rival, actor, at),
        ending.note(),
        at);
    leads.save(lead);
    LocalDate day = ending.recontactOn();
    for (Handoff returned : handoffs.openReturnsOf(lead.id())) {
      returned.answerReturn(
          day == null ? ReturnAnswer.ENDED : ReturnAnswer.RECONTACT, null, actor, at);
      handoffs.save(returned);
    }
    if (day != null) {
      recontacts.plan(lead.id(), lead.person(), day, ending.note(), actor, at);
    }
  }
}
