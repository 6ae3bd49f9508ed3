package com.arenacrm.leads;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Planner.ActivityCard;
import com.arenacrm.planner.Planner.TouchCard;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The front door for leads, whichever of the four ways they come: by hand, by a form, by a file, by
 * a referral. Each knows the activity that brought it and the first touch of its person; a person
 * has one lead open at a time.
 */
@Component
@Transactional
public class LeadIntake {

  private final Leads leads;
  private final ContactBook contacts;
  private final Planner planner;

  LeadIntake(Leads leads, ContactBook contacts, Planner planner) {
    this.leads = leads;
    this.contacts = contacts;
    this.planner = planner;
  }

  /**
   * A lead as one of us writes it down.
   *
   * @param sourceActivity what brought it; null when nothing did
   * @param referredBy who recommended us; makes it a referral
   */
  public record ByHand(
      PersonId person,
      @Nullable ProfileId profile,
      @Nullable ActivityId sourceActivity,
      @Nullable PersonId referredBy,
      Facts facts) {}

  /**
   * The lead, if this person may see it.
   *
   * @throws NotFoundException when there is none, or not for this viewer
   */
  @Transactional(readOnly = true)
  public Lead seen(LeadId id, CurrentUser viewer) {
    return leads.seen(id, viewer);
  }

  /** The person's lead that is not ended yet. */
  @Transactional(readOnly = true)
  public Optional<Lead> openLeadOf(PersonId person) {
    return leads.findFirstByPersonAndStageInOrderByCreatedAtDesc(
        person, EnumSet.complementOf(EnumSet.of(LeadStage.ENDED)));
  }

  /**
   * Opens a lead by hand; if the person has one open already, that one is returned and nothing is
   * changed.
   *
   * @param id chosen by the caller, so that sending a form twice opens one lead
   * @throws RefusedException when whoever recommends them is themselves, or came by them
   */
  public Lead open(LeadId id, ByHand lead, CurrentUser actor, Instant now) {
    return open(id, lead, actor.id(), actor.holds(Role.SALES), actor.company().zone(), now);
  }

  /** Keeps what was found out about the purchase. */
  public void learn(LeadId id, Facts facts) {
    Lead lead = leads.findById(id).orElseThrow(NotFoundException::new);
    lead.learn(facts);
    leads.save(lead);
  }

  /** Says how the core message is told to this one in particular (R089). */
  public void adapt(LeadId id, String adaptation) {
    Lead lead = leads.findById(id).orElseThrow(NotFoundException::new);
    lead.adapt(adaptation);
    leads.save(lead);
  }

  /** Opens a lead by hand for somebody who acts without a request of their own. */
  Lead open(
      LeadId id, ByHand lead, UserId actor, boolean bySales, ZoneId companyZone, Instant now) {
    Person person = contacts.person(lead.person());
    Optional<Lead> present = openLeadOf(person.id());
    if (present.isPresent()) {
      return present.get();
    }
    if (lead.referredBy() != null && leads.cameBy(lead.referredBy().id(), person.id().id())) {
      throw new RefusedException("lead.referrer.circle", person.name());
    }
    NewLead.Source source =
        lead.referredBy() == null
            ? source(person.id(), lead.sourceActivity(), LocalDate.ofInstant(now, companyZone))
            : referral(person.id(), lead.sourceActivity());
    return leads.save(
        new Lead(
            id,
            new NewLead(
                person,
                lead.referredBy() == null ? Origin.MANUAL : Origin.REFERRAL,
                source,
                profileOf(lead.profile(), lead.sourceActivity()),
                lead.referredBy(),
                null,
                bySales ? null : actor,
                bySales ? actor : null,
                lead.facts()),
            actor,
            now));
  }

  /**
   * Opens a lead for somebody who filled in a public form, or returns the one that is open.
   *
   * @param occurrence the occurrence that the visitor met
   * @param facts what they say of the purchase; a lead that is open already keeps its own
   */
  public Lead submitted(
      LeadFormId form,
      ActivityCard activity,
      @Nullable OccurrenceId occurrence,
      Person person,
      Facts facts,
      Instant now) {
    Optional<Lead> present = openLeadOf(person.id());
    if (present.isPresent()) {
      return present.get();
    }
    Optional<TouchCard> first = planner.firstTouch(person.id());
    NewLead.Source source =
        new NewLead.Source(
            activity.id(),
            occurrence,
            activity.phase(),
            first.map(TouchCard::at).orElse(now),
            first.map(TouchCard::activity).orElse(activity.id()));
    return leads.save(
        new Lead(
            LeadId.next(),
            new NewLead(
                person,
                Origin.FORM,
                source,
                activity.profile(),
                null,
                form,
                activity.owner(),
                null,
                facts),
            null,
            now));
  }

  private NewLead.Source source(PersonId person, @Nullable ActivityId activity, LocalDate today) {
    Optional<TouchCard> first = planner.firstTouch(person);
    Optional<ActivityCard> card = Optional.ofNullable(activity).flatMap(planner::activity);
    return new NewLead.Source(
        card.map(ActivityCard::id).orElse(null),
        card.flatMap(c -> planner.occurrenceFor(c.id(), today)).orElse(null),
        card.map(ActivityCard::phase).orElse(null),
        first.map(TouchCard::at).orElse(null),
        first.map(TouchCard::activity).orElse(null));
  }

  // A recommendation is the work of the phase REFER, whichever activity asked for it.
  private NewLead.Source referral(PersonId person, @Nullable ActivityId activity) {
    Optional<TouchCard> first = planner.firstTouch(person);
    return new NewLead.Source(
        activity,
        null,
        HourglassPhase.REFER,
        first.map(TouchCard::at).orElse(null),
        first.map(TouchCard::activity).orElse(null));
  }

  private @Nullable ProfileId profileOf(@Nullable ProfileId chosen, @Nullable ActivityId activity) {
    return chosen != null || activity == null
        ? chosen
        : planner.activity(activity).map(ActivityCard::profile).orElse(null);
  }
}
