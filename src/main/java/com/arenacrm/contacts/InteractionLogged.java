package com.arenacrm.contacts;

import com.arenacrm.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something was said with a person or a company. Response clocks stop and idle clocks start again
 * only by those in which the customer took part.
 *
 * @param person with whom; null when only the company is known
 * @param at when it was said
 * @param by who of us
 */
public record InteractionLogged(
    InteractionId interaction,
    InteractionKind kind,
    @Nullable PersonId person,
    @Nullable CompanyId company,
    Instant at,
    UserId by) {}
