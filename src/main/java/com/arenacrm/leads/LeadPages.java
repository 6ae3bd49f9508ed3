package com.arenacrm.leads;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.Fit;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserNames;
import com.arenacrm.leads.recontact.Recontacts;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Planner.ActivityCard;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Gathers what the page of a lead and the packet of its handoff both show. */
@Component
class LeadPages {

  private final LeadLists lists;
  private final LeadFits fits;
  private final HandoffRecords handoffRecords;
  private final Demand demand;
  private final SameDemand sameDemand;
  private final Recontacts recontacts;
  private final ContactBook contacts;
  private final Profiles profiles;
  private final Planner planner;
  private final UserNames userNames;
  private final Clock clock;

  LeadPages(
      LeadLists lists,
      LeadFits fits,
      HandoffRecords handoffRecords,
      Demand demand,
      SameDemand sameDemand,
      Recontacts recontacts,
      ContactBook contacts,
      Profiles profiles,
      Planner planner,
      UserNames userNames,
      Clock clock) {
    this.lists = lists;
    this.fits = fits;
    this.handoffRecords = handoffRecords;
    this.demand = demand;
    this.sameDemand = sameDemand;
    this.recontacts = recontacts;
    this.contacts = contacts;
    this.profiles = profiles;
    this.planner = planner;
    this.userNames = userNames;
    this.clock = clock;
  }

  /**
   * The profile that a lead is outside of: the one it is for or, where none is chosen, the best
   * when not one wants it.
   */
  private static Optional<Fit> outside(Lead lead, List<Fit> bestFirst) {
    return bestFirst.stream()
        .filter(fit -> lead.profile().map(fit.profile()::equals).orElse(true))
        .findFirst()
        .filter(Fit::knockedOut);
  }

  /** All that is shown of a lead. */
  void fill(Model model, Lead lead, CurrentUser viewer, Instant now) {
    List<PersonId> people =
        Stream.concat(Stream.of(lead.person()), lead.referredBy().stream()).toList();
    var cards = contacts.cards(people);
    List<Handoff> history = handoffRecords.findByLeadOrderByHandedAtDesc(lead.id());
    model.addAttribute("lead", lead);
    // What its deal asks for comes first then; what made it a lead, after that.
    model.addAttribute(
        "handled",
        lead.stage() == LeadStage.ACCEPTED || lead.isEnded() && lead.salesOwner().isPresent());
    model.addAttribute("person", cards.get(lead.person()));
    model.addAttribute("referrer", lead.referredBy().map(cards::get).orElse(null));
    LeadLists.Standing standing = lists.standing(lead, viewer.today(clock));
    model.addAttribute("missing", standing.missing());
    model.addAttribute("missingFacts", standing.missingFacts());
    model.addAttribute("facts", QualificationGate.Fact.values());
    model.addAttribute("verdicts", standing.verdicts());
    List<Fit> all = fits.of(lead.id());
    model.addAttribute("fits", all);
    model.addAttribute("fitChanges", fits.changesOf(lead.id()));
    model.addAttribute("outside", outside(lead, all).orElse(null));
    model.addAttribute("signals", demand.ofPerson(lead.person(), viewer.scope()));
    model.addAttribute("besides", sameDemand.besides(lead, viewer));
    model.addAttribute("touches", planner.touchesOf(lead.person()));
    model.addAttribute(
        "submissions",
        lists.submissionsOf(lead.id(), LocaleContextHolder.getLocale().getLanguage()));
    model.addAttribute("qualifications", lists.qualificationsOf(lead.id()));
    model.addAttribute("judgedBefore", lists.judgedBefore(lead).orElse(null));
    model.addAttribute("handoffs", history);
    model.addAttribute(
        "waiting", history.stream().filter(Handoff::isWaiting).findFirst().orElse(null));
    model.addAttribute(
        "activities",
        planner
            .cards(
                Stream.of(lead.sourceActivity(), lead.firstTouchActivity())
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList())
            .values()
            .stream()
            .collect(Collectors.toMap(ActivityCard::id, ActivityCard::title)));
    model.addAttribute("profileChoices", profiles.choices());
    model.addAttribute("profileNames", profiles.names());
    model.addAttribute(
        "caretakers",
        userNames.activeOr(
            lead.owner().map(u -> u.id()).orElse(null),
            Role.MARKETING,
            Role.SALES,
            Role.ADMINISTRATOR));
    model.addAttribute("sellers", userNames.active(Role.SALES));
    model.addAttribute("userNames", userNames.all());
    model.addAttribute("outcomes", Outcome.values());
    model.addAttribute("recontactOn", lead.isEnded() ? recontacts.dayFor(lead.id()) : null);
    model.addAttribute("usual", Recontacts.usualDay(viewer.today(clock)));
    model.addAttribute("rejections", Rejection.values());
    model.addAttribute("kinds", InteractionKind.values());
    model.addAttribute("results", InteractionResult.values());
    model.addAttribute("interactionId", InteractionId.next());
    model.addAttribute("handoffId", HandoffId.next());
    model.addAttribute("signalId", DemandSignalId.next());
    model.addAttribute("signalKinds", DemandSignal.Kind.values());
    model.addAttribute("today", viewer.today(clock));
    model.addAttribute("now", now);
  }
}
