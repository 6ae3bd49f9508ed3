package com.arenacrm.planner;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.TouchLines.Mentioned;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
   * A stranger of whom it is to be said whether they are somebody known.
   *
   * @param id the stranger's own, so that sent twice they are no namesake of themselves
   * @param name as it stands now; somebody may have mended it together with the answer
   * @param said the answer; empty where nobody gave one
   * @param shown of whom they were asked
   */
  public record Question(UUID id, String name, String said, Set<PersonId> shown) {

    /** Nobody was asked yet. */
    public static Question unasked(UUID id, String name) {
      return new Question(id, name, "", Set.of());
    }

    /**
     * As answered in a form.
     *
     * @param shown identifiers as the form sends them back, between commas
     */
    public static Question answered(
        UUID id, String name, @Nullable String said, @Nullable String shown) {
      return new Question(
          id,
          name,
          FormReader.clean(said),
          Stream.of(FormReader.clean(shown).split(","))
              .flatMap(Question::person)
              .collect(Collectors.toSet()));
    }

    private static Stream<PersonId> person(String typed) {
      try {
        return Stream.of(new PersonId(UUID.fromString(typed)));
      } catch (IllegalArgumentException e) {
        return Stream.empty();
      }
    }
  }

  /**
   * Whether a stranger is one of those who may be meant.
   *
   * @param namesakes who they may be: those of the name as it stands, and those of whom it was
   *     asked
   * @param said the answer: the identifier of one of them, or {@value #ANOTHER}
   * @param asked whether it was asked, or answered
   * @param sameName whether all of them bear the name as it stands
   * @param fresh whether one of them bears it of whom it was not asked yet
   */
  public record Likeness(
      List<PersonCard> namesakes, String said, boolean asked, boolean sameName, boolean fresh) {

    /** Says that a stranger is none of those who are called so. */
    public static final String ANOTHER = "another";

    /** Whom they are, where they are one of them. */
    public Optional<PersonId> same() {
      return namesakes.stream()
          .map(PersonCard::id)
          .filter(p -> said.equals(p.toString()))
          .findAny();
    }

    /** Whether it has still to be said; of whom nobody had been asked is no answer. */
    public boolean isOpen() {
      return said.equals(ANOTHER)
          ? asked && fresh
          : same().isEmpty() && (asked || !namesakes.isEmpty());
    }

    /** The answer as far as it still holds. */
    public String held() {
      return isOpen() ? "" : said;
    }

    /** Whom the question names, between commas. */
    public String shown() {
      return namesakes.stream().map(p -> p.id().toString()).collect(Collectors.joining(","));
    }
  }

  /** Who each stranger may be, by two statements however many they are. */
  public Map<UUID, Likeness> likeness(Collection<Question> questions) {
    Map<String, List<PersonCard>> byName =
        namesakes(questions.stream().map(Question::name).toList());
    Map<PersonId, PersonCard> shown =
        contacts.cards(questions.stream().flatMap(q -> q.shown().stream()).distinct().toList());
    Map<UUID, Likeness> likeness = new HashMap<>();
    for (Question q : questions) {
      List<PersonCard> named =
          byName.getOrDefault(q.name(), List.of()).stream()
              .filter(p -> !p.id().id().equals(q.id()))
              .toList();
      Map<PersonId, PersonCard> all = new LinkedHashMap<>();
      named.forEach(p -> all.put(p.id(), p));
      q.shown().stream()
          .map(shown::get)
          .filter(Objects::nonNull)
          .forEach(p -> all.putIfAbsent(p.id(), p));
      boolean fresh =
          !q.shown().isEmpty() && named.stream().anyMatch(p -> !q.shown().contains(p.id()));
      likeness.put(
          q.id(),
          new Likeness(
              List.copyOf(all.values()),
              q.said(),
              !q.shown().isEmpty() || !q.said().isEmpty(),
              all.size() == named.size(),
              fresh));
    }
    return likeness;
  }

  /** A few of those who bear each name, by one statement however many they are. */
  private Map<String, List<PersonCard>> namesakes(Collection<String> names) {
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
        contacts.find(address.orElse(null), number.orElse(null), name).map(p -> p.id());
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
      return contacts.find(address.orElse(null), number.orElse(null), name).map(p -> p.id());
    }
  }

  private static Optional<PhoneNumber> number(Mentioned m, String region) {
    return m.phone() == null ? Optional.empty() : PhoneNumber.parse(m.phone(), region);
  }
}
