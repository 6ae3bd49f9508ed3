package com.arenacrm.pipeline.value;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the customer fears of buying (R088).
 *
 * @param mitigation what we do about it; null where nobody has said, which a handled one never is
 * @param changedBy who said so last
 */
public record BuyerRisk(
    UUID id,
    String risk,
    @Nullable String mitigation,
    State state,
    Instant changedAt,
    UUID changedBy,
    int version) {

  /** How far it has come. */
  public enum State {
    /** Nobody has taken it from them yet. */
    OPEN,
    /** We have taken it from them. */
    HANDLED,
    /** They know it, and buy all the same. */
    ACCEPTED
  }
}
