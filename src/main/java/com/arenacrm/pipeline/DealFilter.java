package com.arenacrm.pipeline;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.pipeline.tracks.Track;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Slice;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which deals a board or a list shows, as its address says; what cannot be read there is left out.
 *
 * @param q words in the name of the deal, the person or the company
 * @param month in which it should close
 * @param stage only this one; for the list
 * @param idle only those that nobody has spoken about for too long; for the list
 * @param days ended at most so many days ago; for lists of what is won or lost
 * @param track only of this way of selling
 */
record DealFilter(
    String q,
    @Nullable UUID owner,
    @Nullable UUID profile,
    @Nullable YearMonth month,
    @Nullable UUID stage,
    boolean idle,
    @Nullable Integer days,
    @Nullable UUID track) {

  /** How far back the board looks for what is won or lost. */
  static final int RECENT_DAYS = 30;

  /** Stands for the owner of deals that have none. */
  private static final UUID NOBODY = new UUID(0, 0);

  private static final String NONE = "none";

  /** Everything that the viewer may see. */
  static final DealFilter ALL = new DealFilter("", null, null, null, null, false, null, null);

  static DealFilter of(Filters address) {
    return new DealFilter(
        address.words("q"),
        address.text("owner").equals(NONE) ? NOBODY : address.id("owner"),
        address.id("profile"),
        address.month("month"),
        address.id("stage"),
        address.is("idle"),
        address.whole("days", "[1-9]\\d{0,3}"),
        address.id("track"));
  }

  /** The filter of parameters that each stand once. */
  static DealFilter of(Map<String, String> address) {
    return of(Filters.of(address));
  }

  /** The filter of a page by its path and query. */
  static DealFilter ofPath(String path) {
    MultiValueMap<String, String> decoded =
        UriComponentsBuilder.fromUriString(path).build().getQueryParams();
    decoded = new org.springframework.util.LinkedMultiValueMap<>(decoded);
    decoded.replaceAll((k, values) -> values.stream().map(DealFilter::decoded).toList());
    return of(Filters.of(decoded));
  }

  /** The same without what only lists are narrowed by. */
  DealFilter ofBoard() {
    return new DealFilter(q, owner, profile, month, null, false, null, track);
  }

  /** Whether stages of this way of selling are shown. */
  boolean shows(Track of) {
    return track == null || track.equals(of.id());
  }

  /** The same for another stage. */
  DealFilter in(Stage of) {
    return new DealFilter(
        q, owner, profile, month, of.id().id(), idle, of.isOpen() ? null : RECENT_DAYS, track);
  }

  /** Whether only deals without an owner are shown. */
  public boolean isNobodys() {
    return NOBODY.equals(owner);
  }

  public boolean isEmpty() {
    return equals(ALL);
  }

  /** The same as parameters of an address. */
  Map<String, String> spelled() {
    Map<String, String> spelled = new LinkedHashMap<>();
    parts(Map.of()).forEach((name, value) -> spelled.put(name, value.toString()));
    return spelled;
  }

  private Map<String, Object> parts(Map<String, ?> first) {
    Map<String, Object> parts = new LinkedHashMap<>(first);
    if (!q.isBlank()) {
      parts.put("q", q);
    }
    put(parts, "owner", isNobodys() ? NONE : owner);
    put(parts, "profile", profile);
    put(parts, "month", month);
    put(parts, "stage", stage);
    put(parts, "idle", idle ? "true" : null);
    put(parts, "days", days);
    put(parts, "track", track);
    return parts;
  }

  /** The address of a page with this filter. */
  public String path(String page, String... more) {
    Map<String, Object> first = new LinkedHashMap<>();
    for (int i = 0; i + 1 < more.length; i += 2) {
      first.put(more[i], more[i + 1]);
    }
    Map<String, Object> parts = parts(first);
    if (parts.isEmpty()) {
      return page;
    }
    return page
        + "?"
        + parts.entrySet().stream()
            .map(
                p ->
                    p.getKey()
                        + "="
                        + URLEncoder.encode(p.getValue().toString(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }

  /** The address of the board. */
  public String board() {
    return path("/pipeline/board");
  }

  /** The address of the list. */
  public String list() {
    return path("/pipeline/board", "view", "list");
  }

  /** The SQL condition on the table of deals, called {@code o}; the viewer's scope included. */
  String condition(CurrentUser viewer) {
    StringBuilder sql = new StringBuilder(viewer.scope().condition("o.owner_id"));
    if (!q.isBlank()) {
      sql.append(" and ").append(ContactBook.naming("o", q));
    }
    if (isNobodys()) {
      sql.append(" and o.owner_id is null");
    } else if (owner != null) {
      sql.append(" and o.owner_id = :owner");
    }
    if (profile != null) {
      sql.append(" and o.profile_id = :profile");
    }
    if (month != null) {
      sql.append(" and o.close_date between :monthStart and :monthEnd");
    }
    if (stage != null) {
      sql.append(" and o.stage_id = :stage");
    }
    if (track != null) {
      sql.append(
          " and o.stage_id in (select y.id from pipeline.stage y where y.track_id = :track)");
    }
    return sql.toString();
  }

  /** The values for {@link #condition}. */
  Map<String, Object> parameters(CurrentUser viewer) {
    Map<String, Object> values = new HashMap<>();
    values.put(Scope.PARAMETER, viewer.scope().owners());
    if (!q.isBlank()) {
      values.put("pattern", Slice.containing(q));
    }
    put(values, "owner", owner);
    put(values, "profile", profile);
    put(values, "stage", stage);
    put(values, "track", track);
    if (month != null) {
      values.put("monthStart", month.atDay(1));
      values.put("monthEnd", month.atEndOfMonth());
    }
    return values;
  }

  private static void put(Map<String, Object> map, String name, @Nullable Object value) {
    if (value != null) {
      map.put(name, value);
    }
  }

  private static String decoded(String value) {
    try {
      return java.net.URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
