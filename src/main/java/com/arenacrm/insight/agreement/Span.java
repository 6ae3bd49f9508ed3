package com.arenacrm.insight.agreement;

import com.arenacrm.platform.Filters;
import com.arenacrm.platform.FormReader;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * From when to when, and of which profile; all of it stands in the address.
 *
 * @param from the first day
 * @param until the last day, included
 * @param profile of the leads; null for all
 */
record Span(LocalDate from, LocalDate until, @Nullable UUID profile) {

  /** Without dates it covers as many weeks as a quarter has. */
  private static final int WEEKS = 13;

  /** As an address says it; days in the wrong order are turned. */
  static Span read(Filters filters, LocalDate today) {
    LocalDate last = filters.read("until", FormReader::parseDate).orElse(today);
    LocalDate first =
        filters.read("from", FormReader::parseDate).orElse(last.minusWeeks(WEEKS).plusDays(1));
    return new Span(
        first.isAfter(last) ? last : first,
        first.isAfter(last) ? first : last,
        filters.id("profile"));
  }

  OffsetDateTime start(ZoneId zone) {
    return from.atStartOfDay(zone).toInstant().atOffset(ZoneOffset.UTC);
  }

  OffsetDateTime end(ZoneId zone) {
    return until.plusDays(1).atStartOfDay(zone).toInstant().atOffset(ZoneOffset.UTC);
  }

  public String agreement() {
    return at("/reports/agreement").toUriString();
  }

  public String leakage() {
    return at("/reports/leakage").toUriString();
  }

  /** The same report as a file. */
  public String leakageFile(String by) {
    return at("/reports/leakage/export").queryParam("by", by).toUriString();
  }

  public String leakageBy(String by) {
    return at("/reports/leakage").queryParam("by", by).toUriString();
  }

  /** The handoffs behind a number of the agreement. */
  public String handoffs(Handed what) {
    return handoffs(what, null, null);
  }

  /**
   * The handoffs behind a number of one line.
   *
   * @param line empty for what belongs to none
   */
  public String handoffs(Handed what, @Nullable String by, @Nullable String line) {
    return rows("/reports/agreement/rows", what.key(), by, line);
  }

  /** The same handoffs as a file. */
  public String export(Handed what, @Nullable String by, @Nullable String line) {
    return rows("/reports/agreement/export", what.key(), by, line);
  }

  /** The leads behind a number of the leakage. */
  public String leads(String what) {
    return leads(what, null, null);
  }

  public String leads(String what, @Nullable String by, @Nullable String line) {
    return rows("/reports/leakage/rows", what, by, line);
  }

  /** The same leads as a file. */
  public String leadsFile(String what, @Nullable String by, @Nullable String line) {
    return rows("/reports/leakage/rows/export", what, by, line);
  }

  private String rows(String path, String what, @Nullable String by, @Nullable String line) {
    UriComponentsBuilder address = at(path).queryParam("what", what);
    return by == null || line == null
        ? address.toUriString()
        : address
            .queryParam("by", by)
            .queryParam("line", "{line}")
            .encode()
            .buildAndExpand(line)
            .toUriString();
  }

  private UriComponentsBuilder at(String path) {
    UriComponentsBuilder address =
        UriComponentsBuilder.fromPath(path).queryParam("from", from).queryParam("until", until);
    if (profile != null) {
      address.queryParam("profile", profile);
    }
    return address;
  }
}
