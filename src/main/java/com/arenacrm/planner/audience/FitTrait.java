package com.arenacrm.planner.audience;

import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.contacts.Scorecard;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.planner.traits.Trait;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How well somebody fits a profile, by its edition in force. */
@Component
class FitTrait implements Trait {

  private final Profiles profiles;
  private final ContactSets sets;

  FitTrait(Profiles profiles, ContactSets sets) {
    this.profiles = profiles;
    this.sets = sets;
  }

  @Override
  public String key() {
    return "fit";
  }

  @Override
  public int place() {
    return 30;
  }

  @Override
  public List<Option> options(Locale locale) {
    return profiles.choices().stream().map(p -> new Option(p.value(), p.label())).toList();
  }

  @Override
  public Bounds bounds() {
    return new Bounds(0, 100);
  }

  @Override
  public PeopleQuery people(
      @Nullable String choice, @Nullable Integer number, Instant now, String prefix) {
    ProfileId profile = new ProfileId(UUID.fromString(String.valueOf(choice)));
    return sets.fitting(
        profiles.yardstick(profile).scorecard(),
        number == null ? Scorecard.LEAST_INSIDE : number,
        prefix);
  }
}
