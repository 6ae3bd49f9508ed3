package com.arenacrm.pipeline.tasks;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Slice;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a list shows, as its address says; what cannot be read there is left out.
 *
 * @param q words in what is to be done, or in whom it is about
 * @param owner whose; null for the reader's own
 * @param everybody all that the reader may see, whoever has them
 */
record TaskFilter(State state, String q, @Nullable UUID owner, boolean everybody) {

  /** How far they have come. */
  enum State {
    OPEN("t.done_at is null"),
    LATE("t.done_at is null and t.due_on < :today"),
    TODAY("t.done_at is null and t.due_on = :today"),
    DONE("t.done_at is not null");

    private final String condition;

    State(String condition) {
      this.condition = condition;
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static TaskFilter of(Filters address) {
    State state = address.choice("state", State.values(), State::key);
    boolean everybody = address.text("owner").equals("all");
    return new TaskFilter(
        state == null ? State.OPEN : state,
        address.words("q"),
        everybody ? null : address.id("owner"),
        everybody);
  }

  public boolean isEmpty() {
    return state == State.OPEN && q.isEmpty() && owner == null && !everybody;
  }

  public boolean isDone() {
    return state == State.DONE;
  }

  /** The filter as part of an address; never empty. */
  public String query() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("state", state.key());
    if (!q.isEmpty()) {
      parts.put("q", q);
    }
    if (everybody || owner != null) {
      parts.put("owner", everybody ? "all" : String.valueOf(owner));
    }
    return parts.entrySet().stream()
        .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** The SQL condition on tasks, called {@code t}; what the viewer may see included. */
  String condition(CurrentUser viewer) {
    StringBuilder sql = new StringBuilder("t.deleted_at is null and ");
    sql.append(Tasks.visible(viewer)).append(" and ").append(state.condition);
    if (!q.isEmpty()) {
      sql.append(" and t.search like platform.fold(:pattern)");
    }
    if (!everybody) {
      sql.append(" and t.owner_id = :owner");
    }
    return sql.toString();
  }

  /** The values for {@link #condition}. */
  Map<String, Object> parameters(CurrentUser viewer, LocalDate today) {
    Map<String, Object> values = new HashMap<>(Tasks.parameters(viewer));
    values.put("today", today);
    values.put("pattern", Slice.containing(q));
    values.put("owner", owner == null ? viewer.id().id() : owner);
    values.put(Scope.PARAMETER, viewer.scope().owners());
    return values;
  }
}
