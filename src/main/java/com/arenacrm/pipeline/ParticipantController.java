package com.arenacrm.pipeline;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Once;
import com.arenacrm.shared.EmailAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who takes part in the customer's decision, and how (R044). */
@Controller
@RequestMapping("/pipeline/opportunities/{id}/people")
class ParticipantController {

  private final Opportunities opportunities;
  private final Deals deals;
  private final ContactBook contacts;
  private final TransactionOperations transaction;
  private final Clock clock;

  ParticipantController(
      Opportunities opportunities,
      Deals deals,
      ContactBook contacts,
      TransactionOperations transaction,
      Clock clock) {
    this.opportunities = opportunities;
    this.deals = deals;
    this.contacts = contacts;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Says which roles a person has; none takes out who takes part already, unless the deal is with
   * them. Whoever is added has at least one, besides those that they have.
   */
  @PostMapping
  String engage(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String person,
      @RequestParam(defaultValue = "") String personName,
      @RequestParam(required = false) @Nullable String newName,
      @RequestParam(defaultValue = "") String newEmail,
      @RequestParam(required = false) @Nullable UUID newId,
      @RequestParam(required = false) @Nullable Set<BuyingRole> roles,
      RedirectAttributes next) {
    Opportunity deal = opportunities.get(new OpportunityId(id), actor);
    boolean none = roles == null || roles.isEmpty();
    if (none && newName == null && !personName.isBlank()) {
      next.addFlashAttribute("wrongRoles", "known");
      next.addFlashAttribute("typedPerson", FormReader.clean(personName));
      next.addFlashAttribute("typedChosen", FormReader.clean(person));
      return "redirect:/pipeline/opportunities/" + id + "#people";
    }
    if (none && newName != null) {
      next.addFlashAttribute("wrongRoles", "new");
    }
    Optional<PersonCard> who =
        newName == null
            ? find(person, FormReader.clean(personName))
            : unknown(
                deal,
                newId == null ? PersonId.next() : new PersonId(newId),
                FormReader.clean(newName),
                FormReader.clean(newEmail),
                none,
                actor,
                next);
    if (who.isEmpty() && newName != null) {
      next.addFlashAttribute("typedNew", FormReader.clean(newName));
      next.addFlashAttribute("typedEmail", FormReader.clean(newEmail));
      next.addFlashAttribute("typedRoles", roles == null ? Set.of() : roles);
      return "redirect:/pipeline/opportunities/" + id + "#people";
    }
    if (who.isEmpty()) {
      Flash.refused(next, "buying.person.unknown", FormReader.clean(personName));
      next.addFlashAttribute("typedPerson", FormReader.clean(personName));
      return "redirect:/pipeline/opportunities/" + id + "#people";
    }
    // Whoever is added once more has that role too; it is taken away where it stands.
    boolean added = newName != null || !personName.isBlank();
    Set<BuyingRole> chosen = roles == null ? Set.of() : roles;
    transaction.executeWithoutResult(
        tx -> {
          if (!added) {
            deals.disengage(deal.id(), who.get().id());
          }
          chosen.forEach(role -> deals.engage(deal.id(), who.get().id(), role));
        });
    Flash.done(next, chosen.isEmpty() ? "buying.removed" : "buying.kept", who.get().name());
    return "redirect:/pipeline/opportunities/" + id + "#people";
  }

  /**
   * Somebody whom nobody knew: a person of the company from now on; who has the address is meant.
   *
   * @param id the new person's, so that sending the form twice adds one
   * @param refused whether something else is wrong, so that nobody is added
   */
  private Optional<PersonCard> unknown(
      Opportunity deal,
      PersonId id,
      String name,
      String email,
      boolean refused,
      CurrentUser actor,
      RedirectAttributes next) {
    EmailAddress address = EmailAddress.parse(email).orElse(null);
    if (name.isEmpty() || name.length() > 200) {
      next.addFlashAttribute("wrongName", name.isEmpty() ? "buying.new.name" : "buying.new.long");
    }
    if (!email.isEmpty() && address == null) {
      next.addFlashAttribute("wrongEmail", "email.invalid");
    }
    if (refused || name.isEmpty() || name.length() > 200 || !email.isEmpty() && address == null) {
      return Optional.empty();
    }
    Optional<PersonId> known =
        address == null ? Optional.empty() : contacts.findOne(address.toString());
    if (known.isEmpty()) {
      Once.make(
          () -> card(id) != null,
          () ->
              contacts.addPerson(
                  id,
                  PersonDetails.of(name, address, null, deal.company().orElse(null)),
                  actor.id(),
                  clock.instant()));
    }
    return Optional.ofNullable(card(known.orElse(id)));
  }

  private Optional<PersonCard> find(String id, String typed) {
    try {
      return contacts
          .meant(id.isBlank() ? null : UUID.fromString(id.strip()), typed)
          .map(this::card);
    } catch (IllegalArgumentException noId) {
      return Optional.empty();
    }
  }

  private @Nullable PersonCard card(PersonId person) {
    return contacts.cards(List.of(person)).get(person);
  }
}
