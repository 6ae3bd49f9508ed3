package com.arenacrm.identity;

import com.arenacrm.platform.Formats;
import com.arenacrm.shared.Week;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who makes this request, read from the database at each request, so that a change of role, team or
 * account holds from the next click on (Q23). It is a parameter of every write and every query.
 *
 * @param id the user
 * @param name as colleagues see it
 * @param roles at least one
 * @param team empty when in none
 * @param scope whose leads and deals are visible
 * @param zone in which this person reads times: the one they chose, else where they work, else the
 *     company's
 * @param language of this person's pages; null to follow the browser
 * @param company what pages need to know of the company itself
 * @param workZone by whose holidays and hours this person works; null for the company's
 * @param sample whether this is a person of the sample company
 * @param administrator the administrator who stepped into this person's shoes; null normally
 * @param address from where the request comes
 */
public record CurrentUser(
    UserId id,
    String name,
    Set<Role> roles,
    Optional<TeamId> team,
    Scope scope,
    ZoneId zone,
    @Nullable String language,
    CompanyFacts company,
    @Nullable UUID workZone,
    boolean sample,
    @Nullable ActingAdministrator administrator,
    @Nullable String address) {

  /**
   * What every page needs of the company.
   *
   * @param zone the zone of its days and weeks
   * @param region ISO 3166 country
   */
  public record CompanyFacts(
      String name, String language, ZoneId zone, Currency currency, String region) {}

  /** The administrator behind a sample person. */
  public record ActingAdministrator(UserId id, String name) {}

  /** Whether this person holds the role; an administrator may do what every role may. */
  public boolean is(Role role) {
    return roles.contains(role) || roles.contains(Role.ADMINISTRATOR);
  }

  public boolean isMarketing() {
    return is(Role.MARKETING);
  }

  public boolean isSales() {
    return is(Role.SALES);
  }

  public boolean isManager() {
    return is(Role.MANAGER);
  }

  public boolean isAdministrator() {
    return roles.contains(Role.ADMINISTRATOR);
  }

  /** Whether this person was given the role itself. */
  public boolean holds(Role role) {
    return roles.contains(role);
  }

  /** The page on which this person's day starts: that of the first role held. */
  public String home() {
    return Stream.of(Role.values())
        .filter(roles::contains)
        .findFirst()
        .orElse(Role.MARKETING)
        .home();
  }

  /** The name without surnames, for greetings and narrow places. */
  public String firstName() {
    return name.split(" ")[0];
  }

  /** Today in the company's zone. */
  public LocalDate today(Clock clock) {
    return LocalDate.ofInstant(clock.instant(), company.zone());
  }

  /** The company's current week. */
  public Week thisWeek(Clock clock) {
    return Week.of(today(clock));
  }

  /** How this person reads numbers and dates in a language. */
  public Formats formats(Locale locale) {
    return new Formats(
        Formats.localeFor(locale.getLanguage(), company.region()), zone, company.currency());
  }
}
