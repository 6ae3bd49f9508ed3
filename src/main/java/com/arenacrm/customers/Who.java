package com.arenacrm.customers;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whom a field means that takes a name or an address, with or without a list to choose from. */
final class Who {

  private Who() {}

  /**
   * The one chosen from the list, or the only one it can be.
   *
   * @param chosen from the list; null or empty for nobody
   * @param typed a name or an address
   * @param company at which they are, where one is known
   */
  static Optional<PersonCard> find(
      ContactBook contacts, @Nullable String chosen, String typed, @Nullable String company) {
    if (chosen != null && !chosen.isBlank()) {
      try {
        PersonId id = new PersonId(UUID.fromString(chosen.strip()));
        PersonCard card = contacts.cards(List.of(id)).get(id);
        if (card != null && card.name().equals(typed)) {
          return Optional.of(card);
        }
      } catch (IllegalArgumentException e) {
        // Not a choice from the list: the text decides.
      }
    }
    Optional<PersonId> one = contacts.findOne(typed);
    if (one.isPresent()) {
      return Optional.ofNullable(contacts.cards(List.of(one.get())).get(one.get()));
    }
    List<PersonCard> there =
        contacts.named(typed).stream()
            .filter(p -> company != null && company.equalsIgnoreCase(p.company()))
            .toList();
    return there.size() == 1 ? Optional.of(there.get(0)) : Optional.empty();
  }
}
