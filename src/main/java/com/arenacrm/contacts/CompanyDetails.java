package com.arenacrm.contacts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a company.
 *
 * @param employees how many work there; null when unknown
 * @param country ISO 3166 code, or as somebody wrote it
 * @param phone as dialled; companies may share one
 * @param links pages in social networks (R086)
 * @param attributes any further field, by its label
 */
public record CompanyDetails(
    String name,
    @Nullable String website,
    @Nullable String industry,
    @Nullable Integer employees,
    @Nullable String region,
    @Nullable String city,
    @Nullable String country,
    @Nullable String phone,
    List<String> links,
    @Nullable String notes,
    Map<String, String> attributes) {

  /** A company of which only the name is known. */
  public static CompanyDetails named(String name) {
    return new CompanyDetails(
        name, null, null, null, null, null, null, null, List.of(), null, Map.of());
  }
}
