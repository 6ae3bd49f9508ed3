package com.arenacrm.contacts;

import com.arenacrm.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something was said with a person or a company. Response clocks stop and idle clocks start again
 * only by those in which the customer took part.
 *
 * @param result what came out of it; null where nobody said
 * @param person with whom; null when only the company is known
 * @param at when it was said
 * @param by who of us
 */
public record InteractionLogged(
    InteractionId interaction,
    InteractionKind kind,
    @Nullable InteractionResult result,
    @Nullable PersonId person,
    @Nullable CompanyId company,
    Instant at,
    UserId by) {

  /** Whether the customer took part: neither a note of ours nor a call that nobody took. */
  public boolean withCustomer() {
    return kind.isWithCustomer() && (result == null || result.isReached());
  }
}
