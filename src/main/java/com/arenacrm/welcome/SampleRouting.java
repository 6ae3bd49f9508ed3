package com.arenacrm.welcome;

import com.arenacrm.identity.Absences;
import com.arenacrm.leads.Origin;
import com.arenacrm.leads.clock.ResponseTargets;
import com.arenacrm.leads.clock.ResponseTargets.Minutes;
import com.arenacrm.leads.clock.ResponseTargets.Target;
import com.arenacrm.leads.routing.RoutingRule;
import com.arenacrm.leads.routing.RoutingRule.Conditions;
import com.arenacrm.leads.routing.RoutingRule.Kind;
import com.arenacrm.leads.routing.RoutingRule.Otherwise;
import com.arenacrm.leads.routing.RoutingRules;
import com.arenacrm.leads.routing.SellerCapacities;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What Teresa has set: the hotels inland are Inés's, the others go round with two for Marcos to one
 * for Inés; a recommended hotel hears from us within two hours; and Inés is away next month.
 */
@Component
record SampleRouting(
    RoutingRules rules, SellerCapacities capacities, ResponseTargets targets, Absences absences) {

  void tell(SampleCast cast, SampleProfiles profiles, SampleWords words, SampleTime time) {
    Instant then = time.at(-12, DayOfWeek.MONDAY, 9);
    rules.add(
        rule(
            new Conditions(profiles.hotels().id(), "Lugo, Ourense", null, null, null, null),
            new RoutingRule.Target(Kind.SELLER, cast.ines().id().id(), null, Map.of()),
            2),
        cast.teresa(),
        then);
    rules.add(
        rule(
            new Conditions(profiles.hotels().id(), null, null, null, null, null),
            new RoutingRule.Target(
                Kind.GROUP,
                null,
                null,
                Map.of(cast.marcos().id().id(), 2, cast.ines().id().id(), 1)),
            3),
        cast.teresa(),
        then);
    capacities.set(cast.marcos().id(), cast.marcos().name(), true, 2, 15, -1, cast.teresa());
    capacities.set(cast.ines().id(), cast.ines().name(), true, 1, 10, -1, cast.teresa());
    targets.add(
        new Target(
            TimeOrderedUuid.next(),
            profiles.hotels().id(),
            Origin.REFERRAL,
            new Minutes(120, 240),
            0),
        cast.teresa(),
        then);
    absences.note(
        TimeOrderedUuid.next(),
        cast.ines().id(),
        time.day(5, DayOfWeek.MONDAY),
        time.day(5, DayOfWeek.FRIDAY),
        words.say("routing.absence"),
        cast.ines(),
        time.at(-1, DayOfWeek.WEDNESDAY, 10));
  }

  private static RoutingRule rule(Conditions when, RoutingRule.Target to, int place) {
    return new RoutingRule(TimeOrderedUuid.next(), place, when, to, false, Otherwise.NEXT, 0);
  }
}
