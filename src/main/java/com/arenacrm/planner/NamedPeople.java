package com.arenacrm.planner;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.TouchLines.Mentioned;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** Tells who is meant on a list of people, and makes those known whom nobody knew yet. */
@Component
public class NamedPeople {

  private final ContactBook contacts;
  private final ContactSets sets;
  private final MessageSource messages;

  NamedPeople(ContactBook contacts, ContactSets sets, MessageSource messages) {
    this.messages = messages;
    this.contacts = contacts;
    this.sets = sets;
  }

  /** So many of those who stay are named. */
  private static final int STAYING = 10;

  /** Those who were added together and cannot be taken back, with why, in a few words. */
  public String inWords(List<ContactBook.Staying> staying, Locale locale) {
    return staying.stream()
            .limit(STAYING)
            .map(
                s ->
                    messages.getMessage(
                        s.changed()
                            ? "audience.strangers.stays.changed"
                            : "audience.strangers.stays.used",
                        new Object[] {s.name()},
                        locale))
            .collect(Collectors.joining(", "))
        + (staying.size() > STAYING ? " …" : "");
  }

  /** So many of those who are called the same are shown. */
  private static final int NAMESAKES = 3;

  /**
   * Whether a stranger is one of those who are called so.
   *
   * @param namesakes who they may be
   * @param said the answer: the identifier of one of them, or {@value #ANOTHER}
   */
  public record Likeness(List<PersonCard> namesakes, String said) {

    /** Says that a stranger is none of those who are called so. */
    public static final String ANOTHER = "another";

    /** Whom they are, where they are one of them. */
    public Optional<PersonId> same() {
      return namesakes.stream()
          .map(PersonCard::id)
          .filter(p -> said.equals(p.toString()))
          .findAny();
    }

    /** Whether it has still to be said. */
    public boolean isOpen() {
      return !namesakes.isEmpty() && same().isEmpty() && !said.equals(ANOTHER);
    }
  }

  /** A few of those who bear each name, by one statement however many they are. */
  public Map<String, List<PersonCard>> namesakes(Collection<String> names) {
    Map<String, List<PersonCard>> few = new HashMap<>();
    contacts
        .namesakes(names.stream().filter(name -> !name.isEmpty()).toList())
        .forEach((name, all) -> few.put(name, all.stream().limit(NAMESAKES).toList()));
    return few;
  }

  /** Who is meant, each once, and who is not known yet. */
  public record Resolved(Set<PersonId> known, List<Mentioned> unknown) {}

  /**
   * Looks them up, by three statements however many they are: by e-mail, else by telephone, else by
   * a name that one person bears.
   *
   * @param region the country of a number without a prefix
   */
  public Resolved resolve(List<Mentioned> mentioned, String region) {
    Map<EmailAddress, PersonId> byEmail =
        contacts.peopleAt(
            mentioned.stream().map(Mentioned::email).filter(Objects::nonNull).toList());
    Map<PhoneNumber, PersonId> byPhone =
        sets.peopleReachedAt(mentioned.stream().flatMap(m -> number(m, region).stream()).toList());
    Map<String, PersonId> byName =
        contacts.peopleCalled(
            mentioned.stream()
                .filter(m -> m.email() == null)
                .map(Mentioned::name)
                .filter(Objects::nonNull)
                .toList());
    Set<PersonId> known = new LinkedHashSet<>();
    List<Mentioned> unknown = new ArrayList<>();
    for (Mentioned m : mentioned) {
      PersonId found = m.email() == null ? null : byEmail.get(m.email());
      if (found == null) {
        found = number(m, region).map(byPhone::get).orElse(null);
      }
      if (found == null && m.email() == null && m.name() != null) {
        found = byName.get(m.name());
      }
      if (found == null) {
        unknown.add(m);
      } else {
        known.add(found);
      }
    }
    return new Resolved(known, unknown);
  }

  /**
   * Adds somebody, unless the address or the number is somebody's already.
   *
   * @param id chosen by the caller, so that adding twice adds once
   * @param company its name, which is made known with them; empty when nobody says
   * @param jobTitle what they do there; empty when nobody says
   * @return who it is; empty when what was typed cannot be kept
   */
  public Optional<PersonId> add(
      PersonId id,
      String name,
      String email,
      String phone,
      String company,
      String jobTitle,
      String region,
      UserId actor,
      Instant now) {
    Optional<EmailAddress> address = EmailAddress.parse(email);
    Optional<PhoneNumber> number =
        phone.isEmpty() ? Optional.empty() : PhoneNumber.parse(phone, region);
    if (name.isEmpty() && email.isEmpty() && phone.isEmpty()
        || !email.isEmpty() && address.isEmpty()
        || !phone.isEmpty() && number.isEmpty()
        || name.length() > 200
        || company.length() > 200
        || jobTitle.length() > 200) {
      return Optional.empty();
    }
    Optional<PersonId> there =
        contacts.find(address.orElse(null), number.orElse(null)).map(p -> p.id());
    if (there.isPresent()) {
      return there;
    }
    String called = name.isEmpty() ? email.isEmpty() ? phone : email : name;
    try {
      Once.make(
          () -> !contacts.cards(List.of(id)).isEmpty(),
          () ->
              contacts.addPerson(
                  id,
                  new PersonDetails(
                      called,
                      address.orElse(null),
                      number.orElse(null),
                      contacts.companyNamed(company, actor, now),
                      jobTitle.isEmpty() ? null : jobTitle,
                      null,
                      null,
                      null,
                      false,
                      List.of(),
                      null,
                      Map.of()),
                  actor,
                  now));
      return Optional.of(id);
    } catch (RefusedException | DataIntegrityViolationException e) {
      // Somebody else may have added them at this moment.
      return contacts.find(address.orElse(null), number.orElse(null)).map(p -> p.id());
    }
  }

  private static Optional<PhoneNumber> number(Mentioned m, String region) {
    return m.phone() == null ? Optional.empty() : PhoneNumber.parse(m.phone(), region);
  }
}
