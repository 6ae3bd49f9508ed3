package com.arenacrm.insight.forecast;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose forecast, and as of when, as its address says.
 *
 * @param at the Monday of the week at whose start it stood so; null for now
 * @param seller one seller's; {@link #NOBODY} for deals of nobody; null for all that the viewer may
 *     see
 * @param track only of this way of selling; null for all
 */
record Question(@Nullable LocalDate at, @Nullable UUID seller, @Nullable UUID track) {

  /** Stands for the seller of deals that have none. */
  static final UUID NOBODY = new UUID(0, 0);

  static final String NONE = "none";

  /** The same of one seller, by the word that stands in addresses. */
  public Question of(String seller) {
    return new Question(at, seller.equals(NONE) ? NOBODY : UUID.fromString(seller), track);
  }

  public boolean isNobodys() {
    return NOBODY.equals(seller);
  }

  /**
   * The condition on who has a deal, and on which way of selling it is: the viewer's scope, and
   * what is asked for.
   *
   * @param owner the column of the owner, beside which stands that of the stage
   */
  String condition(CurrentUser viewer, String owner) {
    String scope = viewer.scope().condition(owner);
    if (track != null) {
      scope +=
          " and %s in (select y.id from pipeline.stage y where y.track_id = :track)"
              .formatted(owner.replace("owner_id", "stage_id"));
    }
    return seller == null
        ? scope
        : scope + (isNobodys() ? " and " + owner + " is null" : " and " + owner + " = :seller");
  }

  Map<String, Object> parameters(CurrentUser viewer) {
    Map<String, Object> values = new HashMap<>();
    values.put(Scope.PARAMETER, viewer.scope().owners());
    if (seller != null && !isNobodys()) {
      values.put("seller", seller);
    }
    if (track != null) {
      values.put("track", track);
    }
    return values;
  }

  /** Whether a deal of this owner is meant; a part of what the viewer may see. */
  boolean means(Optional<UUID> owner, CurrentUser viewer) {
    boolean seen =
        viewer.scope().all() || owner.map(viewer.scope().owners()::contains).orElse(false);
    return seen && (seller == null || seller.equals(owner.orElse(NOBODY)));
  }

  /** The address of a page with this question and more. */
  public String path(String page, @Nullable String... more) {
    Map<String, String> parts = new LinkedHashMap<>();
    if (at != null) {
      parts.put("at", at.toString());
    }
    if (seller != null) {
      parts.put("seller", isNobodys() ? NONE : seller.toString());
    }
    if (track != null) {
      parts.put("track", track.toString());
    }
    for (int i = 0; i + 1 < more.length; i += 2) {
      String value = more[i + 1];
      if (value != null) {
        parts.put(String.valueOf(more[i]), value);
      }
    }
    return parts.isEmpty()
        ? page
        : parts.entrySet().stream()
            .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", page + "?", ""));
  }

  /** The address of the forecast. */
  public String forecast() {
    return path("/reports/forecast");
  }
}
