package com.arenacrm.planner;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.PlanLists.Filter;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which week is looked at, and how: what stands in the address of the page, so that every view of
 * it can be linked to and come back to.
 *
 * @param list whether it is shown as a list
 * @param phase in the list, only of this phase
 * @param state in the list, only in this state
 * @param tentative in the list, only what still has to be confirmed
 */
record WeekQuery(
    Week week,
    @Nullable UUID profile,
    @Nullable UUID owner,
    boolean list,
    @Nullable HourglassPhase phase,
    Occurrence.@Nullable State state,
    boolean tentative) {

  static final String PATH = "/planner/week";

  static WeekQuery of(Week week) {
    return new WeekQuery(week, null, null, false, null, null, false);
  }

  /**
   * The view behind an address of this server, so that somebody who did something there comes back
   * to it; anything else is the plain week.
   */
  static WeekQuery behind(@Nullable String address, Week week) {
    try {
      UriComponents uri =
          UriComponentsBuilder.fromUriString(address == null ? "" : address).build();
      if (!String.valueOf(uri.getPath()).endsWith(PATH)) {
        return of(week);
      }
      MultiValueMap<String, String> query = uri.getQueryParams();
      return new WeekQuery(
          Optional.ofNullable(query.getFirst("week")).flatMap(Week::parse).orElse(week),
          uuid(query.getFirst("profile")),
          uuid(query.getFirst("owner")),
          "list".equals(query.getFirst("view")),
          null,
          null,
          false);
    } catch (IllegalArgumentException e) {
      return of(week);
    }
  }

  Filter filter() {
    return new Filter(
        profile == null ? null : new ProfileId(profile),
        owner == null ? null : new UserId(owner),
        list ? phase : null,
        list ? state : null,
        list && tentative);
  }

  /** The address of the same view of another week. */
  public String in(Week other) {
    return new WeekQuery(other, profile, owner, list, phase, state, tentative).address();
  }

  /** The address of the grid. */
  public String asGrid() {
    return new WeekQuery(week, profile, owner, false, null, null, false).address();
  }

  /** The address of the whole list. */
  public String asList() {
    return asList(null, null);
  }

  /** The address of the list of one phase, in one state; of all where they are null. */
  public String asList(@Nullable HourglassPhase only, Occurrence.@Nullable State in) {
    return new WeekQuery(week, profile, owner, true, only, in, false).address();
  }

  /** The address of the list of what still has to be confirmed. */
  public String asTentative() {
    return new WeekQuery(week, profile, owner, true, null, null, true).address();
  }

  /** The address of the same for everybody. */
  public String forEverybody() {
    return new WeekQuery(week, profile, null, list, phase, state, tentative).address();
  }

  /** The address of the list as a file. */
  public String asFile() {
    return new WeekQuery(week, profile, owner, true, phase, state, tentative)
        .address()
        .replaceFirst(PATH, PATH + ".csv");
  }

  /** The address of this view. */
  public String address() {
    UriComponentsBuilder uri = UriComponentsBuilder.fromPath(PATH).queryParam("week", week);
    if (profile != null) {
      uri.queryParam("profile", profile);
    }
    if (owner != null) {
      uri.queryParam("owner", owner);
    }
    if (list) {
      uri.queryParam("view", "list");
      if (phase != null) {
        uri.queryParam("phase", phase);
      }
      if (state != null) {
        uri.queryParam("state", state);
      }
      if (tentative) {
        uri.queryParam("tentative", true);
      }
    }
    return uri.build().toUriString();
  }

  private static @Nullable UUID uuid(@Nullable String text) {
    return text == null || text.isBlank() ? null : UUID.fromString(text);
  }
}
