package com.arenacrm.planner.audience;

import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.ContactSets.Reach;
import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.planner.traits.Trait;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Whether we may turn to somebody, and by which way we can. */
@Component
class ConsentTrait implements Trait {

  private final ContactSets sets;
  private final MessageSource messages;

  ConsentTrait(ContactSets sets, MessageSource messages) {
    this.sets = sets;
    this.messages = messages;
  }

  @Override
  public String key() {
    return "consent";
  }

  @Override
  public int place() {
    return 50;
  }

  @Override
  public List<Option> options(Locale locale) {
    return Stream.of(Reach.values())
        .map(r -> new Option(r.name(), messages.getMessage("trait.consent." + r, null, locale)))
        .toList();
  }

  @Override
  public PeopleQuery people(
      @Nullable String choice, @Nullable Integer number, Instant now, String prefix) {
    return sets.reached(Reach.valueOf(String.valueOf(choice)));
  }
}
