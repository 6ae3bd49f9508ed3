package com.arenacrm.contacts;

import com.arenacrm.identity.UserId;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.AbstractAggregateRoot;

/** An organisation that buys, might buy, or matters to those who do. */
@Entity
@Table(schema = "contacts", name = "company")
public class Company extends AbstractAggregateRoot<Company> {

  /** What is known of it changed; copies elsewhere follow. */
  public record Changed(CompanyId company) {}

  @EmbeddedId private CompanyId id;
  private String name;
  private @Nullable String website;
  private @Nullable String domain;
  private @Nullable String industry;
  private @Nullable Integer employees;
  private @Nullable String region;
  private @Nullable String city;
  private @Nullable String country;
  private @Nullable String phone;
  private String[] links = {};
  private @Nullable String notes;

  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, String> attributes = new TreeMap<>();

  private @Nullable String outsideSource;
  private @Nullable String outsideId;
  private Instant createdAt;

  private @Nullable UUID createdBy;

  @Version private @Nullable Integer version;

  protected Company() {}

  Company(CompanyId id, CompanyDetails details, UserId actor, Instant now) {
    this.id = id;
    this.createdAt = now;
    this.createdBy = actor.id();
    change(details);
  }

  public CompanyId id() {
    return id;
  }

  public String name() {
    return name;
  }

  public int version() {
    return version == null ? 0 : version;
  }

  /** All that can be edited. */
  public CompanyDetails details() {
    return new CompanyDetails(
        name,
        website,
        industry,
        employees,
        region,
        city,
        country,
        phone,
        java.util.List.of(links),
        notes,
        Map.copyOf(attributes));
  }

  public Optional<String> domain() {
    return Optional.ofNullable(domain);
  }

  void change(CompanyDetails details) {
    boolean announced = version != null && !details.equals(details());
    name = details.name();
    website = details.website();
    domain = domainOf(details.website());
    industry = details.industry();
    employees = details.employees();
    region = details.region();
    city = details.city();
    country = details.country();
    phone = details.phone();
    links = details.links().toArray(String[]::new);
    notes = details.notes();
    attributes = new TreeMap<>(details.attributes());
    if (announced) {
      registerEvent(new Changed(id));
    }
  }

  void knownOutsideAs(OutsideId outside) {
    outsideSource = outside.source();
    outsideId = outside.id();
  }

  /** The host of a web address without {@code www.}; null when there is none. */
  static @Nullable String domainOf(@Nullable String website) {
    if (website == null || website.isBlank()) {
      return null;
    }
    try {
      String address = website.strip();
      String host = URI.create(address.contains("://") ? address : "https://" + address).getHost();
      if (host == null) {
        return null;
      }
      String plain = host.toLowerCase(Locale.ROOT);
      return plain.startsWith("www.") ? plain.substring(4) : plain;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
