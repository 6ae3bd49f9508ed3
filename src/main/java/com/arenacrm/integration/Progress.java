package com.arenacrm.integration;

import com.arenacrm.identity.AuditTrail;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far one pass of an import has come, as last committed.
 *
 * @param handled rows of the file, or effects to undo, that are done
 * @param line of the file up to which it came
 * @param total how many there are; null until that is known
 * @param created in an undo: records deleted
 * @param updated in an undo: records restored
 * @param refused in an undo: records left
 * @param noted rows that were taken with a note
 * @param besides records made besides those of the rows, by kind; in an undo, records deleted
 * @param findings of a pass through the file: what is to be known of it, as {@link
 *     BatchPlan.Finding} says, by key and what it is about, with how many rows
 * @param effects how many effects were kept
 * @param failure why it ended without result, or null
 */
record Progress(
    PassKind kind,
    int attempt,
    long handled,
    long line,
    @Nullable Long total,
    long created,
    long updated,
    long unchanged,
    long refused,
    long noted,
    Map<String, Integer> besides,
    Map<String, Map<String, Integer>> findings,
    long effects,
    boolean cancelAsked,
    boolean pauseAsked,
    @Nullable Reason failure,
    UUID askedBy,
    Instant startedAt,
    @Nullable Instant finishedAt) {

  boolean isFinished() {
    return finishedAt != null;
  }

  /** The counts in one line, for the audit trail. */
  String summary() {
    return "%s: %d, %s: %d, %s: %d, %s: %d"
        .formatted(
            AuditTrail.word("audit.value.created"),
            created,
            AuditTrail.word("audit.value.updated"),
            updated,
            AuditTrail.word("audit.value.unchanged"),
            unchanged,
            AuditTrail.word("audit.value.refused"),
            refused);
  }
}
