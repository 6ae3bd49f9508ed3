package com.arenacrm.pipeline;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.LeadKits;
import com.arenacrm.planner.ActivityKits.Packed;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.Formats;
import com.arenacrm.playbook.Kit;
import com.arenacrm.playbook.MergeField;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.SpokenTo;
import com.arenacrm.playbook.UseHistory;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
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
  private final LeadKits kits;
  private final Playbook playbook;
  private final UseHistory history;
  private final Clock clock;

  DealKitController(
      Opportunities opportunities,
      LeadKits kits,
      Playbook playbook,
      UseHistory history,
      JdbcClient jdbc,
      Clock clock) {
    this.history = history;
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
      Locale locale,
      Model model) {
    Opportunity deal = opportunities.get(new OpportunityId(id), viewer);
    Formats show = viewer.formats(locale);
    LeadKits.Told told = deal.lead().flatMap(kits::told).orElse(null);
    Packed brought = told == null ? null : told.brought();
    PersonCard card = kits.card(deal.person().orElse(null));
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
                spokenTo(deal),
                terms.competitor(),
                Stream.concat(
                        deal.company().map(CompanyId::id).stream(),
                        deal.person().map(PersonId::id).stream())
                    .collect(Collectors.toSet()),
                facts),
            show);
    model.addAttribute("kit", kit);
    model.addAttribute("who", deal.name());
    model.addAttribute("unwilling", LeadKits.isUnwilling(card));
    model.addAttribute("back", "/pipeline/opportunities/" + id);
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

  /** What part those whom the deal is with have in the purchase. */
  private Set<SpokenTo> spokenTo(Opportunity deal) {
    return deal.person().isEmpty()
        ? Set.of()
        : jdbc
            .sql(
                """
                select role from pipeline.buying_role
                where opportunity_id = :deal and person_id = :person
                """)
            .param("deal", deal.id().id())
            .param("person", deal.person().get().id())
            .query(String.class)
            .list()
            .stream()
            .map(SpokenTo::valueOf)
            .collect(Collectors.toUnmodifiableSet());
  }
}
