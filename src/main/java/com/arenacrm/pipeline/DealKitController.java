package com.arenacrm.pipeline;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.LeadKits;
import com.arenacrm.planner.ActivityKits.Packed;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.playbook.Kit;
import com.arenacrm.playbook.MergeField;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.SpokenTo;
import com.arenacrm.playbook.UseHistory;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What to say in a deal, and what to show: by its lead, its people, its offer, its competitor. */
@Controller
@RequestMapping("/pipeline/opportunities/{id}/kit")
class DealKitController {

  private final Opportunities opportunities;
  private final JdbcClient jdbc;
  private final ContactBook contacts;
  private final LeadKits kits;
  private final Playbook playbook;
  private final UseHistory history;
  private final Clock clock;

  DealKitController(
      Opportunities opportunities,
      LeadKits kits,
      Playbook playbook,
      UseHistory history,
      ContactBook contacts,
      JdbcClient jdbc,
      Clock clock) {
    this.history = history;
    this.contacts = contacts;
    this.opportunities = opportunities;
    this.kits = kits;
    this.playbook = playbook;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @GetMapping
  String one(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      @RequestParam(required = false) @Nullable UUID person,
      @RequestParam Map<String, String> sent,
      Locale locale,
      Model model) {
    Opportunity deal = opportunities.get(new OpportunityId(id), viewer);
    Formats show = viewer.formats(locale);
    Optional<LeadKits.Told> atLead = deal.lead().flatMap(kits::told);
    LeadKits.Told told =
        atLead
            .filter(t -> t.story() != null || deal.person().isEmpty())
            .or(() -> deal.person().flatMap(main -> kits.toldTo(main, viewer)))
            .or(() -> atLead)
            .orElse(null);
    Packed brought = told == null ? null : told.brought();
    Listeners listeners = listeners(deal, person);
    PersonCard card = listeners.chosen();
    Map<MergeField, String> typed = MergeField.typed(sent);
    Map<MergeField, String> facts = LeadKits.facts(card, told, viewer);
    facts.put(MergeField.DEAL_NAME, deal.name());
    deal.amount().ifPresent(amount -> facts.put(MergeField.DEAL_AMOUNT, show.money(amount)));
    if (deal.names().company() != null) {
      facts.putIfAbsent(MergeField.COMPANY_NAME, deal.names().company());
    }
    Terms terms = deal.terms();
    OfferId offer =
        terms.offer() != null ? terms.offer() : brought == null ? null : brought.offer();
    Kit kit =
        playbook.kit(
            new Kit.Wanted(
                told == null ? Set.of() : told.scripts(),
                told == null ? Set.of() : told.material(),
                told == null ? null : told.story(),
                offer,
                deal.phase(),
                deal.details().profile(),
                listeners.roles(),
                terms.competitor(),
                Stream.concat(
                        deal.company().map(CompanyId::id).stream(),
                        Stream.ofNullable(card).map(c -> c.id().id()))
                    .collect(Collectors.toSet()),
                facts,
                typed),
            show);
    model.addAttribute("kit", kit);
    model.addAttribute("deal", deal.name());
    model.addAttribute(
        "who",
        card != null
            ? card.name()
            : Objects.requireNonNullElse(deal.names().company(), deal.name()));
    model.addAttribute("unwilling", LeadKits.isUnwilling(card));
    model.addAttribute("back", "/pipeline/opportunities/" + id);
    model.addAttribute("kitAt", "/pipeline/opportunities/" + id + "/kit");
    model.addAttribute("typed", typed);
    model.addAttribute("openScript", sent.get("script"));
    model.addAttribute("listeners", listeners.people());
    model.addAttribute("listener", card == null ? null : card.id());
    model.addAttribute("usesAt", "/pipeline/opportunities/" + id + "/kit/uses");
    // The page of the deal has its own offer beside the kit.
    model.addAttribute("offerBeside", htmx != null && terms.offer() != null);
    model.addAttribute("brought", brought);
    model.addAttribute("adaptation", told == null ? null : told.adaptation());
    model.addAttribute("mergeNames", playbook.mergeNames(locale));
    model.addAttribute("useIds", kit.useIds(TimeOrderedUuid::next));
    model.addAttribute("past", history.of(kit.items(), Kit.About.DEAL, id, viewer));
    return htmx == null ? "pipeline/kit" : "playbook/parts :: kit";
  }

  @PostMapping("/uses")
  String used(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam UUID use,
      @RequestParam(required = false) @Nullable UUID script,
      @RequestParam(required = false) @Nullable UUID material,
      RedirectAttributes next) {
    Optional<UUID> counted = count(actor, id, use, script, material);
    Flash.done(
        next,
        counted.isEmpty() || counted.get().equals(use) ? "kit.used.done" : "kit.used.already");
    counted.ifPresent(known -> Flash.undo(next, "/playbook/uses/" + known + "/deletion"));
    return "redirect:/pipeline/opportunities/" + id;
  }

  /** Who copies a script uses it; the page stays as it is. */
  @PostMapping(path = "/uses", headers = "HX-Request")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void copied(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam UUID use,
      @RequestParam(required = false) @Nullable UUID script,
      @RequestParam(required = false) @Nullable UUID material) {
    count(actor, id, use, script, material);
  }

  private Optional<UUID> count(
      CurrentUser actor, UUID id, UUID use, @Nullable UUID script, @Nullable UUID material) {
    UUID deal = opportunities.get(new OpportunityId(id), actor).id().id();
    return playbook.use(
        use,
        script,
        material,
        Kit.About.DEAL,
        deal,
        actor.id(),
        clock.instant(),
        actor.company().zone());
  }

  /**
   * To whom one speaks in a deal.
   *
   * @param people who have a part in it, whom it is with first
   * @param chosen one of them, or somebody else of the company; null for nobody
   * @param roles what part they have in the purchase
   */
  private record Listeners(
      List<PersonCard> people, @Nullable PersonCard chosen, Set<SpokenTo> roles) {}

  /**
   * @param asked for whom the kit is; null for whom the deal is with
   * @throws NotFoundException when that is nobody of the deal or its company
   */
  private Listeners listeners(Opportunity deal, @Nullable UUID asked) {
    PersonId main = deal.person().orElse(null);
    PersonId wanted = asked == null ? main : new PersonId(asked);
    record Known(List<PersonId> partners, Set<SpokenTo> roles) {}
    Known known =
        jdbc.sql(
                """
                select %s as partners, array(select role from pipeline.buying_role
                  where opportunity_id = :deal and person_id = :person) as roles
                """
                    .formatted(DealViews.PARTNERS.formatted(":deal")))
            .param("deal", deal.id().id())
            .param("person", wanted == null ? null : wanted.id())
            .query(
                (rs, n) ->
                    new Known(
                        DealViews.partners(rs),
                        Stream.of((String[]) rs.getArray("roles").getArray())
                            .filter(role -> !role.equals(BuyingRole.BLOCKS.name()))
                            .map(SpokenTo::valueOf)
                            .collect(Collectors.toUnmodifiableSet())))
            .single();
    Set<PersonId> ids = new LinkedHashSet<>(known.partners());
    Stream.of(main, wanted).filter(Objects::nonNull).forEach(ids::add);
    Map<PersonId, PersonCard> cards = contacts.cards(ids);
    PersonCard chosen = wanted == null ? null : cards.get(wanted);
    boolean theirs =
        wanted == null
            || wanted.equals(main)
            || known.partners().contains(wanted)
            || chosen != null
                && chosen.companyId() != null
                && deal.company().filter(chosen.companyId()::equals).isPresent();
    if (!theirs) {
      throw new NotFoundException();
    }
    return new Listeners(
        cards.values().stream()
            .sorted(
                Comparator.comparing((PersonCard p) -> !p.id().equals(main))
                    .thenComparing(PersonCard::name))
            .toList(),
        chosen,
        known.roles());
  }
}
