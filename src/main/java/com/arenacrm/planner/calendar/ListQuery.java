package com.arenacrm.planner.calendar;

import com.arenacrm.planner.Occurrence;
import com.arenacrm.shared.HourglassPhase;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which occurrences are listed: what stands in the address of the list.
 *
 * @param provider null for all; not blank
 * @param tentative only what still has to be confirmed
 */
record ListQuery(
    LocalDate from,
    LocalDate until,
    @Nullable HourglassPhase phase,
    @Nullable UUID profile,
    @Nullable UUID owner,
    @Nullable String provider,
    Occurrence.@Nullable State state,
    boolean tentative) {

  static final String PATH = "/planner/list";

  /** Names that differ only in capitals, accents or spaces are one provider (R106). */
  static final String PROVIDER = "regexp_replace(platform.fold(%s), '\\s', '', 'g')";

  /** The condition over the occurrence {@code o} and its activity {@code a}. */
  String condition() {
    return "o.day between :from and :until"
        + (phase == null ? "" : " and o.phase = :phase")
        + (profile == null ? "" : " and o.profile_id = :profile")
        + (owner == null ? "" : " and o.owner_id = :owner")
        + (provider == null
            ? ""
            : " and "
                + PROVIDER.formatted("a.provider")
                + " = "
                + PROVIDER.formatted("cast(:provider as text)"))
        + (state == null ? "" : " and o.state = :state")
        + (tentative ? " and o.tentative and o.state = 'PLANNED'" : "");
  }

  /** Whether anything but the days is narrowed. */
  public boolean isNarrow() {
    return phase != null
        || profile != null
        || owner != null
        || provider != null
        || state != null
        || tentative;
  }

  public String address() {
    UriComponentsBuilder uri =
        UriComponentsBuilder.fromPath(PATH).queryParam("from", from).queryParam("until", until);
    add(uri, "phase", phase);
    add(uri, "profile", profile);
    add(uri, "owner", owner);
    add(uri, "provider", provider);
    add(uri, "state", state);
    if (tentative) {
      uri.queryParam("tentative", true);
    }
    return uri.encode().build().toUriString();
  }

  /** The same days without anything else. */
  public String plain() {
    return new ListQuery(from, until, null, null, null, null, null, false).address();
  }

  private static void add(UriComponentsBuilder uri, String name, @Nullable Object value) {
    if (value != null) {
      uri.queryParam(name, "{" + name + "}").uriVariables(Map.of(name, value));
    }
  }
}
