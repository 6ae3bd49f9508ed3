package com.arenacrm.pipeline.map;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.LastTalk;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.pipeline.BuyingRole;
import com.arenacrm.pipeline.OpportunityId;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads who takes part in the decision of a deal. */
@Component
class ContactMap {

  /**
   * Somebody of the customer's.
   *
   * @param last when they were last spoken with; null where nobody has
   */
  record Contact(PersonCard person, Set<BuyingRole> roles, @Nullable LastTalk last) {}

  /** A part in the decision, and who has it. */
  record Part(BuyingRole role, List<Contact> people) {

    /** Whether somebody should have it and nobody that we know does. */
    public boolean isMissing() {
      return role.isWanted() && people.isEmpty();
    }
  }

  /**
   * The map.
   *
   * @param parts every part in the decision
   * @param others who takes part in a way that nobody knows
   */
  record Known(List<Part> parts, List<Contact> others) {

    /** The parts that nobody has whom we know. */
    public List<BuyingRole> missing() {
      return parts.stream().filter(Part::isMissing).map(Part::role).toList();
    }
  }

  private final ContactBook contacts;
  private final JdbcClient jdbc;

  ContactMap(ContactBook contacts, JdbcClient jdbc) {
    this.contacts = contacts;
    this.jdbc = jdbc;
  }

  Known of(OpportunityId deal) {
    Map<PersonId, Set<BuyingRole>> roles = new LinkedHashMap<>();
    jdbc.sql(
            """
            select person_id, role from pipeline.buying_role where opportunity_id = :deal
            union all
            select person_id, null from pipeline.opportunity
            where id = :deal and person_id is not null
            union all
            select person_id, null from pipeline.acceptance
            where opportunity_id = :deal and person_id is not null
            """)
        .param("deal", deal.id())
        .query(
            rs -> {
              Set<BuyingRole> own =
                  roles.computeIfAbsent(
                      new PersonId(rs.getObject(1, UUID.class)),
                      p -> EnumSet.noneOf(BuyingRole.class));
              String role = rs.getString(2);
              if (role != null) {
                own.add(BuyingRole.valueOf(role));
              }
            });
    Map<PersonId, PersonCard> cards = contacts.cards(roles.keySet());
    Map<UUID, LastTalk> talks =
        roles.isEmpty() ? Map.of() : contacts.lastTalks(roles.keySet(), List.of());
    List<Contact> people =
        roles.entrySet().stream()
            .map(
                e -> {
                  PersonCard card = cards.get(e.getKey());
                  return card == null
                      ? null
                      : new Contact(card, e.getValue(), talks.get(e.getKey().id()));
                })
            .filter(Objects::nonNull)
            .sorted((a, b) -> a.person().name().compareTo(b.person().name()))
            .toList();
    return new Known(
        Stream.of(BuyingRole.values())
            .map(r -> new Part(r, people.stream().filter(p -> p.roles().contains(r)).toList()))
            .toList(),
        people.stream().filter(p -> p.roles().isEmpty()).toList());
  }
}
