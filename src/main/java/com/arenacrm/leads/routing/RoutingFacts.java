package com.arenacrm.leads.routing;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Origin;
import com.arenacrm.shared.HourglassPhase;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What rules look at in a lead.
 *
 * @param places countries, regions and cities of the person and the company, as they are written
 * @param wants what they need and what they have tried, in words; empty when nothing is known
 * @param language in which they wrote; null when nobody knows
 * @param leadOwner who has an earlier lead of the same customer; null when nobody has
 */
public record RoutingFacts(
    @Nullable PersonId person,
    @Nullable CompanyId company,
    @Nullable UUID profile,
    List<String> places,
    String wants,
    @Nullable String language,
    @Nullable HourglassPhase phase,
    @Nullable Origin origin,
    @Nullable UserId leadOwner) {}
