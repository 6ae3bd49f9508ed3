package com.arenacrm.contacts;

import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a person.
 *
 * @param email unique among people
 * @param phone unique among people; a switchboard belongs to the company
 * @param company where they work
 * @param influencer whether others listen to them (R047)
 * @param links pages in social networks (R086)
 * @param attributes any further field, by its label
 */
public record PersonDetails(
    String name,
    @Nullable EmailAddress email,
    @Nullable PhoneNumber phone,
    @Nullable CompanyId company,
    @Nullable String jobTitle,
    @Nullable String region,
    @Nullable String city,
    @Nullable String country,
    boolean influencer,
    List<String> links,
    @Nullable String notes,
    Map<String, String> attributes) {

  /** A person of whom only this is known. */
  public static PersonDetails of(
      String name,
      @Nullable EmailAddress email,
      @Nullable PhoneNumber phone,
      @Nullable CompanyId company) {
    return new PersonDetails(
        name, email, phone, company, null, null, null, null, false, List.of(), null, Map.of());
  }

  /** The same of somebody who works there; nowhere that is known for null. */
  public PersonDetails at(@Nullable CompanyId other) {
    return new PersonDetails(
        name,
        email,
        phone,
        other,
        jobTitle,
        region,
        city,
        country,
        influencer,
        links,
        notes,
        attributes);
  }
}
