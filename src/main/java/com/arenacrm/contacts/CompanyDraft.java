package com.arenacrm.contacts;

import com.arenacrm.integration.ImportRow;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a row of a file says of a company; null is what it does not say.
 *
 * @param outsideId under which the file's source knows the company
 * @param website with scheme
 * @param phone as dialled
 * @param link a page in a social network
 * @param since when the company became known, for a new one; null for now
 */
public record CompanyDraft(
    @Nullable String outsideId,
    @Nullable String name,
    @Nullable String website,
    @Nullable String industry,
    @Nullable Integer employees,
    @Nullable String region,
    @Nullable String city,
    @Nullable String country,
    @Nullable String phone,
    @Nullable String link,
    @Nullable String notes,
    @Nullable Instant since,
    Map<String, String> attributes) {

  /** A company of which a row about something else says only this much. */
  public static CompanyDraft of(@Nullable String outsideId, @Nullable String name) {
    return new CompanyDraft(
        outsideId, name, null, null, null, null, null, null, null, null, null, null, Map.of());
  }

  /** The same with two facts that rows about people often carry. */
  public CompanyDraft with(@Nullable String website, @Nullable String industry) {
    return new CompanyDraft(
        outsideId,
        name,
        website,
        industry,
        employees,
        region,
        city,
        country,
        phone,
        link,
        notes,
        since,
        attributes);
  }

  /** A row of a file of companies, by the fields of {@link CompanyImport}. */
  static CompanyDraft read(ImportRow row) {
    return new CompanyDraft(
        row.text("outsideId"),
        row.text("name"),
        row.text("website"),
        row.text("industry"),
        row.whole("employees"),
        row.text("region"),
        row.text("city"),
        row.text("country"),
        row.text("phone"),
        row.text("link"),
        row.text("notes"),
        row.moment("since"),
        row.attributes());
  }

  @Nullable String domain() {
    return Company.domainOf(website);
  }

  /** Its name; of a company without one, its web domain. */
  @Nullable String nameOrDomain() {
    return name == null ? domain() : name;
  }
}
