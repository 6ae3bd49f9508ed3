package com.arenacrm.contacts;

import com.arenacrm.identity.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something was said with a person or a company. Response clocks stop by our answer, idle clocks
 * start again only by what the customer took part in.
 *
 * @param result what came out of it; null where nobody said
 * @param person with whom; null when only the company is known
 * @param at when it was said
 * @param by who of us
 * @param about what it was about on a higher floor, such as a deal; null where nobody said
 */
public record InteractionLogged(
    InteractionId interaction,
    InteractionKind kind,
    @Nullable InteractionResult result,
    @Nullable PersonId person,
    @Nullable CompanyId company,
    Instant at,
    UserId by,
    @Nullable UUID about) {

  /** Whether we answered or spoke: neither a note of ours nor a call that nobody took. */
  public boolean withCustomer() {
    return kind.isWithCustomer() && (result == null || result.isReached());
  }

  /** Whether the customer took part, as {@link InteractionKind#isContact} says (R065). */
  public boolean isContact() {
    return kind.isContact(result);
  }
}
