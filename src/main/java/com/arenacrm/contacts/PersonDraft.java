package com.arenacrm.contacts;

import com.arenacrm.integration.ImportRow;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a file says of a person; null is what it does not say.
 *
 * @param outsideId under which the file's source knows the person
 * @param company where they work
 * @param link a page in a social network
 * @param consent what they said about marketing mail; a withdrawal in Arena outlasts it (Q46)
 * @param since when the person became known, for a new one; null for now
 */
public record PersonDraft(
    @Nullable String outsideId,
    @Nullable String name,
    @Nullable EmailAddress email,
    @Nullable PhoneNumber phone,
    @Nullable CompanyDraft company,
    @Nullable String jobTitle,
    @Nullable String region,
    @Nullable String city,
    @Nullable String country,
    @Nullable Boolean influencer,
    @Nullable String link,
    @Nullable String notes,
    @Nullable ConsentState consent,
    @Nullable Instant since,
    Map<String, String> attributes) {

  /**
   * The person that a row speaks of, by the keys of {@link PersonFields}; a field that an importer
   * does not offer is simply not there. Further columns are not taken: the caller says whose they
   * are.
   */
  public static PersonDraft read(ImportRow row) {
    String name = row.text("name");
    if (name == null) {
      name =
          Stream.of("firstName", "lastName")
              .map(row::text)
              .filter(part -> part != null)
              .collect(Collectors.joining(" "));
    }
    String company = row.text("company");
    String companyId = row.text("companyId");
    String consent = row.choice("consent");
    return new PersonDraft(
        row.text("outsideId"),
        name.isEmpty() ? null : name,
        row.email("email"),
        row.phone("phone"),
        company == null && companyId == null ? null : CompanyDraft.of(companyId, company),
        row.text("jobTitle"),
        row.text("region"),
        row.text("city"),
        row.text("country"),
        row.yes("influencer"),
        row.text("link"),
        row.text("notes"),
        consent == null ? null : ConsentState.valueOf(consent),
        row.moment("since"),
        Map.of());
  }

  /**
   * Whom a row names beside what it is about.
   *
   * @return null where it names nobody
   */
  public static @Nullable PersonDraft named(
      @Nullable String name, @Nullable EmailAddress email, @Nullable CompanyDraft company) {
    return named(null, name, email, company);
  }

  /**
   * The same where a row may name them by the identifier of the file's source.
   *
   * @return null where it names nobody
   */
  public static @Nullable PersonDraft named(
      @Nullable String outsideId,
      @Nullable String name,
      @Nullable EmailAddress email,
      @Nullable CompanyDraft company) {
    return outsideId == null && name == null && email == null
        ? null
        : new PersonDraft(
            outsideId, name, email, null, company, null, null, null, null, null, null, null, null,
            null, Map.of());
  }

  /** The same with further fields. */
  public PersonDraft with(Map<String, String> attributes) {
    return copy(outsideId, name, company, attributes);
  }

  /** The same working somewhere. */
  public PersonDraft at(@Nullable CompanyDraft company) {
    return copy(outsideId, name, company, attributes);
  }

  /** The same under a name, for a file that has none. */
  public PersonDraft named(String name) {
    return copy(outsideId, name, company, attributes);
  }

  /** The same under another identifier and name, or under none. */
  public PersonDraft called(@Nullable String outsideId, @Nullable String name) {
    return copy(outsideId, name, company, attributes);
  }

  private PersonDraft copy(
      @Nullable String outsideId,
      @Nullable String name,
      @Nullable CompanyDraft company,
      Map<String, String> attributes) {
    return new PersonDraft(
        outsideId,
        name,
        email,
        phone,
        company,
        jobTitle,
        region,
        city,
        country,
        influencer,
        link,
        notes,
        consent,
        since,
        attributes);
  }

  /** Whether anything but the name tells this person from a namesake. */
  boolean isIdentified() {
    return outsideId != null || email != null || phone != null;
  }

  /** Their name; of somebody without one, the address, else the number. */
  @Nullable String nameOrAddress() {
    return name != null
        ? name
        : email != null ? email.value() : phone != null ? phone.readable() : null;
  }
}
