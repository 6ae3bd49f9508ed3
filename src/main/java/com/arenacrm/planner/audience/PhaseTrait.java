package com.arenacrm.planner.audience;

import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.planner.traits.Trait;
import com.arenacrm.shared.HourglassPhase;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * How far somebody has come through the hourglass: the last of its phases in which they did
 * something with us. That they were invited is nothing that they did.
 */
@Component
class PhaseTrait implements Trait {

  private final MessageSource messages;

  PhaseTrait(MessageSource messages) {
    this.messages = messages;
  }

  @Override
  public String key() {
    return "phase";
  }

  @Override
  public int place() {
    return 10;
  }

  @Override
  public List<Option> options(Locale locale) {
    return Stream.of(HourglassPhase.values())
        .map(p -> new Option(p.name(), messages.getMessage("phase." + p.key(), null, locale)))
        .toList();
  }

  @Override
  public PeopleQuery people(
      @Nullable String choice, @Nullable Integer number, Instant now, String prefix) {
    String later =
        Stream.of(HourglassPhase.values())
            .skip(HourglassPhase.valueOf(String.valueOf(choice)).ordinal() + 1L)
            .map(Enum::name)
            .reduce((a, b) -> a + "," + b)
            .orElse("");
    return new PeopleQuery(
        """
        select t.person_id as id
        from planner.counted_touch t join planner.occurrence o on o.id = t.occurrence_id
        where t.kind <> 'INVITED'
          and (o.phase = :%1$sphase or o.phase = any(string_to_array(:%1$slater, ',')))
        group by t.person_id
        having not bool_or(o.phase = any(string_to_array(:%1$slater, ',')))
        """
            .formatted(prefix),
        Map.of(prefix + "phase", String.valueOf(choice), prefix + "later", later));
  }
}
