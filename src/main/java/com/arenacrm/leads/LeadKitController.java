package com.arenacrm.leads;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.LeadKits.Told;
import com.arenacrm.platform.Flash;
import com.arenacrm.playbook.Kit;
import com.arenacrm.playbook.MergeField;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.UseHistory;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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

/** What to say to a lead or a person, and what to show them (R028, R102). */
@Controller
@RequestMapping("/leads")
class LeadKitController {

  private final Leads leads;
  private final LeadIntake intake;
  private final LeadKits kits;
  private final LeadKits.Parts parts;
  private final Playbook playbook;
  private final UseHistory history;
  private final ContactBook contacts;
  private final Clock clock;

  LeadKitController(
      Leads leads,
      LeadIntake intake,
      LeadKits kits,
      LeadKits.Parts parts,
      Playbook playbook,
      UseHistory history,
      ContactBook contacts,
      Clock clock) {
    this.history = history;
    this.leads = leads;
    this.intake = intake;
    this.kits = kits;
    this.parts = parts;
    this.playbook = playbook;
    this.contacts = contacts;
    this.clock = clock;
  }

  @GetMapping("/{id}/kit")
  String ofLead(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      @RequestParam Map<String, String> sent,
      Locale locale,
      Model model) {
    Lead lead = get(id, viewer);
    model.addAttribute("back", "/leads/" + id);
    model.addAttribute("kitAt", "/leads/" + id + "/kit");
    model.addAttribute("usesAt", "/leads/" + id + "/kit/uses");
    return kit(
        model,
        lead.personName(),
        lead.person(),
        kits.card(lead.person()),
        kits.told(lead),
        null,
        Kit.About.LEAD,
        id,
        viewer,
        htmx,
        sent,
        locale);
  }

  /**
   * For somebody, as the lead that they are and by the part that they have in a deal, as far as the
   * viewer may see them, and by what they were told.
   */
  @GetMapping("/people/{person}/kit")
  String ofPerson(
      CurrentUser viewer,
      @PathVariable UUID person,
      @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
      @RequestParam Map<String, String> sent,
      Locale locale,
      Model model) {
    PersonId id = new PersonId(person);
    Optional<Lead> open = intake.openLeadOf(id).filter(l -> viewer.scope().covers(l.salesOwner()));
    model.addAttribute("back", "/contacts/people/" + person);
    model.addAttribute("kitAt", "/leads/people/" + person + "/kit");
    model.addAttribute("usesAt", "/leads/people/" + person + "/kit/uses");
    PersonCard card = kits.card(id);
    String name =
        open.map(Lead::personName)
            .orElseGet(() -> card == null ? contacts.person(id).name() : card.name());
    LeadKits.Part part = parts.of(id, viewer).orElse(null);
    Told told = kits.toldTo(id, open, viewer).orElse(null);
    if ((told == null || told.story() == null) && part != null && part.lead() != null) {
      told = kits.told(part.lead()).orElse(told);
    }
    return kit(
        model, name, id, card, told, part, Kit.About.PERSON, person, viewer, htmx, sent, locale);
  }

  private String kit(
      Model model,
      String name,
      PersonId person,
      @Nullable PersonCard card,
      @Nullable Told told,
      LeadKits.@Nullable Part part,
      Kit.About kind,
      UUID about,
      CurrentUser viewer,
      @Nullable String htmx,
      Map<String, String> sent,
      Locale locale) {
    Map<MergeField, String> typed = MergeField.typed(sent);
    Kit kit =
        playbook.kit(
            LeadKits.wanted(told, part, person, card, viewer, typed), viewer.formats(locale));
    model.addAttribute("typed", typed);
    model.addAttribute("openScript", sent.get("script"));
    model.addAttribute("kit", kit);
    model.addAttribute("who", name);
    model.addAttribute("unwilling", LeadKits.isUnwilling(card));
    model.addAttribute("brought", told == null ? null : told.brought());
    model.addAttribute("adaptation", told == null ? null : told.adaptation());
    model.addAttribute("mergeNames", playbook.mergeNames(locale));
    // The pages of leads and people have their own way to a blank e-mail.
    model.addAttribute("mailBeside", htmx != null);
    model.addAttribute("useIds", kit.useIds(TimeOrderedUuid::next));
    model.addAttribute("past", history.of(kit.items(), kind, about, viewer));
    return htmx == null ? "leads/kit" : "playbook/parts :: kit";
  }

  @PostMapping("/{id}/kit/uses")
  String usedForLead(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam UUID use,
      @RequestParam(required = false) @Nullable UUID script,
      @RequestParam(required = false) @Nullable UUID material,
      RedirectAttributes next) {
    say(next, use, used(use, script, material, Kit.About.LEAD, get(id, actor).id().id(), actor));
    return "redirect:/leads/" + id;
  }

  @PostMapping("/people/{person}/kit/uses")
  String usedForPerson(
      CurrentUser actor,
      @PathVariable UUID person,
      @RequestParam UUID use,
      @RequestParam(required = false) @Nullable UUID script,
      @RequestParam(required = false) @Nullable UUID material,
      RedirectAttributes next) {
    UUID known = contacts.person(new PersonId(person)).id().id();
    say(next, use, used(use, script, material, Kit.About.PERSON, known, actor));
    return "redirect:/contacts/people/" + person;
  }

  /** Who copies a script uses it; the page stays as it is. */
  @PostMapping(path = "/{id}/kit/uses", headers = "HX-Request")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void copiedForLead(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam UUID use,
      @RequestParam(required = false) @Nullable UUID script,
      @RequestParam(required = false) @Nullable UUID material) {
    UUID lead = get(id, actor).id().id();
    used(use, script, material, Kit.About.LEAD, lead, actor);
  }

  /** Who copies a script uses it; the page stays as it is. */
  @PostMapping(path = "/people/{person}/kit/uses", headers = "HX-Request")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void copiedForPerson(
      CurrentUser actor,
      @PathVariable UUID person,
      @RequestParam UUID use,
      @RequestParam(required = false) @Nullable UUID script,
      @RequestParam(required = false) @Nullable UUID material) {
    UUID known = contacts.person(new PersonId(person)).id().id();
    used(use, script, material, Kit.About.PERSON, known, actor);
  }

  private Optional<UUID> used(
      UUID use,
      @Nullable UUID script,
      @Nullable UUID material,
      Kit.About kind,
      UUID about,
      CurrentUser actor) {
    return playbook.use(
        use, script, material, kind, about, actor.id(), clock.instant(), actor.company().zone());
  }

  private static void say(RedirectAttributes next, UUID use, Optional<UUID> counted) {
    Flash.done(
        next,
        counted.filter(use::equals).isPresent() || counted.isEmpty()
            ? "kit.used.done"
            : "kit.used.already");
    counted.ifPresent(id -> Flash.undo(next, "/playbook/uses/" + id + "/deletion"));
  }

  private Lead get(UUID id, CurrentUser viewer) {
    return leads.seen(new LeadId(id), viewer);
  }
}
