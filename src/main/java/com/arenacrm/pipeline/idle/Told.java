package com.arenacrm.pipeline.idle;

import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the idle clock of a deal tells: with what it was started again, and what was tried since.
 *
 * @param kind how the last contact was made; null where there was none, or nobody knows
 * @param result what came out of it; null where nobody said
 * @param by who of us made it
 * @param attempts how often nobody answered since
 * @param since the first of these attempts; null without one
 */
public record Told(
    @Nullable InteractionKind kind,
    @Nullable InteractionResult result,
    @Nullable UUID by,
    int attempts,
    @Nullable Instant since) {

  /** Reads the columns of a deal, which are called as in its table. */
  public static Told read(ResultSet rs) throws SQLException {
    String kind = rs.getString("last_contact_kind");
    String result = rs.getString("last_contact_result");
    OffsetDateTime since = rs.getObject("attempts_since", OffsetDateTime.class);
    return new Told(
        kind == null ? null : InteractionKind.valueOf(kind),
        result == null ? null : InteractionResult.valueOf(result),
        rs.getObject("last_contact_by", UUID.class),
        rs.getInt("attempts"),
        since == null ? null : since.toInstant());
  }
}
