package com.arenacrm.contacts;

import com.arenacrm.identity.UserId;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.annotations.EmbeddedColumnNaming;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.AbstractAggregateRoot;

/**
 * Somebody outside our company. A person exists once: a lead, a deal and a customer all point here,
 * so no history is ever copied or lost.
 */
@Entity
@Table(schema = "contacts", name = "person")
public class Person extends AbstractAggregateRoot<Person> {

  /** Something that is known of the person changed; copies and scores elsewhere follow. */
  public record Changed(PersonId person) {}

  @EmbeddedId private PersonId id;
  private String name;
  private @Nullable String email;
  private @Nullable String phone;

  @EmbeddedColumnNaming("company_%s")
  private @Nullable CompanyId company;

  private @Nullable String companyName;
  private @Nullable String jobTitle;
  private @Nullable String region;
  private @Nullable String city;
  private @Nullable String country;
  private boolean influencer;
  private String[] links = {};
  private @Nullable String notes;

  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, String> attributes = new TreeMap<>();

  @Enumerated(EnumType.STRING)
  private ConsentState consent = ConsentState.UNKNOWN;

  private @Nullable String outsideSource;
  private @Nullable String outsideId;
  private Instant createdAt;

  private @Nullable UUID createdBy;

  /** Kept by the database; see {@link #furtherEmails()}. */
  @Column(insertable = false, updatable = false)
  private @Nullable String further;

  @Version private @Nullable Integer version;

  protected Person() {}

  Person(
      PersonId id,
      PersonDetails details,
      @Nullable String companyName,
      @Nullable UserId actor,
      Instant now) {
    this.id = id;
    this.createdAt = now;
    this.createdBy = actor == null ? null : actor.id();
    change(details, companyName);
  }

  public PersonId id() {
    return id;
  }

  public String name() {
    return name;
  }

  public Optional<EmailAddress> email() {
    return Optional.ofNullable(email).map(EmailAddress::new);
  }

  public Optional<PhoneNumber> phone() {
    return Optional.ofNullable(phone).map(PhoneNumber::new);
  }

  /** The addresses of those who were merged into this person, but for the one that was chosen. */
  public List<EmailAddress> furtherEmails() {
    return further().filter(f -> f.contains("@")).map(EmailAddress::new).toList();
  }

  /** Their telephones, in the same way. */
  public List<PhoneNumber> furtherPhones() {
    return further().filter(f -> f.startsWith("+")).map(PhoneNumber::new).toList();
  }

  private Stream<String> further() {
    return Stream.of(Objects.requireNonNullElse(further, "").split(" "))
        .filter(f -> !f.isEmpty() && !f.equals(email) && !f.equals(phone));
  }

  public Optional<CompanyId> company() {
    return Optional.ofNullable(company);
  }

  public Optional<String> companyName() {
    return Optional.ofNullable(companyName);
  }

  public ConsentState consent() {
    return consent;
  }

  public int version() {
    return version == null ? 0 : version;
  }

  /** All that can be edited. */
  public PersonDetails details() {
    return new PersonDetails(
        name,
        email().orElse(null),
        phone().orElse(null),
        company,
        jobTitle,
        region,
        city,
        country,
        influencer,
        List.of(links),
        notes,
        Map.copyOf(attributes));
  }

  void change(PersonDetails details, @Nullable String companyName) {
    name = details.name();
    email = details.email() == null ? null : details.email().value();
    phone = details.phone() == null ? null : details.phone().e164();
    company = details.company();
    this.companyName = companyName;
    jobTitle = details.jobTitle();
    region = details.region();
    city = details.city();
    country = details.country();
    influencer = details.influencer();
    links = details.links().toArray(String[]::new);
    notes = details.notes();
    attributes = new TreeMap<>(details.attributes());
    if (version != null) {
      registerEvent(new Changed(id));
    }
  }

  /** Keeps the latest word on marketing mail; each word is kept in full beside it. */
  void consents(ConsentState state) {
    consent = state;
  }

  void knownOutsideAs(OutsideId outside) {
    outsideSource = outside.source();
    outsideId = outside.id();
  }
}
