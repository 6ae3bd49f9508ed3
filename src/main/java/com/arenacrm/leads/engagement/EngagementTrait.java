package com.arenacrm.leads.engagement;

import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.planner.traits.Trait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How keen somebody who is or was a lead is now (R084). */
@Component
class EngagementTrait implements Trait {

  private final Engagements engagements;

  EngagementTrait(Engagements engagements) {
    this.engagements = engagements;
  }

  @Override
  public String key() {
    return "engagement";
  }

  @Override
  public int place() {
    return 20;
  }

  @Override
  public List<Option> options(Locale locale) {
    return List.of();
  }

  @Override
  public Bounds bounds() {
    return new Bounds(1, 100);
  }

  @Override
  public boolean needsNumber(@Nullable String choice) {
    return true;
  }

  @Override
  public PeopleQuery people(
      @Nullable String choice, @Nullable Integer number, Instant now, String prefix) {
    // What is stored is the logarithm, from which the score of the moment follows, rounded.
    int least = number == null ? 1 : number;
    double lives =
        Engagement.days(Duration.between(Engagement.ORIGIN, now)) / engagements.rule().halfLife();
    return new PeopleQuery(
        "select distinct person_id as id from leads.lead where engagement >= :" + prefix + "least",
        Map.of(prefix + "least", Math.log(least - 0.5) / Math.log(2) + lives));
  }
}
