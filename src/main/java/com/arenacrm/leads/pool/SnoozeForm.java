package com.arenacrm.leads.pool;

import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Putting something aside, as typed.
 *
 * @param id of the snooze, so that sending twice puts aside once
 * @param back where to go afterwards
 */
public record SnoozeForm(
    @Nullable String id,
    @Nullable String until,
    @Nullable String reason,
    @Nullable String note,
    @Nullable String back) {

  private static final int USUAL_DAYS = 7;

  /** What was asked for. */
  public record Wish(UUID id, LocalDate until, SnoozeReason reason, String note) {}

  public static SnoozeForm blank(LocalDate today, PoolRule rule, @Nullable String back) {
    return new SnoozeForm(
        TimeOrderedUuid.next().toString(),
        today.plusDays(Math.min(USUAL_DAYS, rule.snoozeDays())).toString(),
        "",
        "",
        back);
  }

  /** Reads it; empty when something is missing, which is then said at its field. */
  public Optional<Wish> read(FormReader reader, LocalDate today, PoolRule rule) {
    UUID wished = reader.id("id", id);
    reader.require("until", wished, "date.invalid");
    LocalDate day = reader.date("until", until);
    if (day == null) {
      reader.require("until", day, "date.invalid");
    } else {
      try {
        Snooze.requireNear(day, today, rule.snoozeDays());
      } catch (RefusedException e) {
        reader.refuse("until", e.messageKey(), e.arguments());
      }
    }
    SnoozeReason why = reader.choice("reason", reason, SnoozeReason.class);
    reader.require("reason", why, "snooze.reason.required");
    String words = reader.required("note", note, 500);
    return wished == null || day == null || why == null || words.isEmpty() || reader.failed()
        ? Optional.empty()
        : Optional.of(new Wish(wished, day, why, words));
  }
}
