package com.arenacrm.leads.pool;

import com.arenacrm.platform.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That a lead or a deal is put aside until a day, with a reason: limited, so that nobody hoards for
 * a better moment (R065). What the customer waits for goes on: the response clock does not stop.
 *
 * @param until the day on which it is back
 * @param endedAt when it was taken up again before its day; null when it was not
 */
public record Snooze(
    UUID id,
    LocalDate until,
    SnoozeReason reason,
    String note,
    Instant at,
    UUID by,
    @Nullable Instant endedAt) {

  /** So often one record is put aside at most. */
  public static final int MOST = 2;

  /** How long whoever put it aside may take that back, as if nothing had been. */
  public static final Duration UNDO = Duration.ofMinutes(10);

  /** Reads it from the columns of its table, which leads and deals have alike. */
  public static Snooze read(ResultSet rs) throws SQLException {
    OffsetDateTime ended = rs.getObject("ended_at", OffsetDateTime.class);
    return new Snooze(
        rs.getObject("id", UUID.class),
        rs.getObject("until_day", LocalDate.class),
        SnoozeReason.valueOf(rs.getString("reason")),
        rs.getString("note"),
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getObject("created_by", UUID.class),
        ended == null ? null : ended.toInstant());
  }

  public boolean isRunning(LocalDate today) {
    return endedAt == null && until.isAfter(today);
  }

  /**
   * Whether a record may be put aside. A lead and its deal share how often.
   *
   * @param before those of the same record
   * @param beside those of the lead that belongs to the deal, or of the deal of the lead
   * @throws RefusedException when it is put aside already, or was as often as it may be
   */
  public static void requireLeft(List<Snooze> before, List<Snooze> beside, LocalDate today) {
    if (before.stream().anyMatch(s -> s.isRunning(today))) {
      throw new RefusedException("snooze.running");
    }
    if (before.size() + beside.size() >= MOST) {
      throw new RefusedException("snooze.most", MOST);
    }
  }

  /**
   * @throws RefusedException when the day is not to come, or farther off than agreed
   */
  public static void requireNear(LocalDate until, LocalDate today, int days) {
    if (!until.isAfter(today) || until.isAfter(today.plusDays(days))) {
      throw new RefusedException("snooze.day", days);
    }
  }

  /** Whether this person may still take it back. */
  public boolean mayUndo(UUID actor, Instant now) {
    return by.equals(actor) && !now.isAfter(at.plus(UNDO));
  }
}
