package com.arenacrm.planner.audience;

import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.planner.traits.Arrival;
import com.arenacrm.planner.traits.Trait;
import com.arenacrm.shared.HourglassPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * How far somebody has come through the hourglass: the last of its phases that they reached. They
 * reach one by doing something at an activity of it, and being invited is nothing that they did;
 * those for which another module knows an {@link Arrival} are reached by that alone, as timelines
 * have it.
 */
@Component
class PhaseTrait implements Trait {

  private final List<Arrival> arrivals;
  private final MessageSource messages;

  PhaseTrait(List<Arrival> arrivals, MessageSource messages) {
    this.arrivals = arrivals;
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
    HourglassPhase phase = HourglassPhase.valueOf(String.valueOf(choice));
    Map<String, @Nullable Object> parameters = new HashMap<>();
    List<String> later = new ArrayList<>();
    for (HourglassPhase p : HourglassPhase.values()) {
      if (p.compareTo(phase) > 0) {
        later.add(reached(p, prefix, parameters));
      }
    }
    String here = reached(phase, prefix, parameters);
    return new PeopleQuery(
        later.isEmpty()
            ? here
            : "select id from (%s) here where id not in (select id from (%s) further)"
                .formatted(here, String.join(" union all ", later)),
        parameters);
  }

  private String reached(
      HourglassPhase phase, String prefix, Map<String, @Nullable Object> parameters) {
    List<PeopleQuery> ways =
        arrivals.stream()
            .filter(a -> a.phase() == phase)
            .map(a -> a.people(prefix + phase.key() + "_"))
            .toList();
    if (!ways.isEmpty()) {
      ways.forEach(w -> parameters.putAll(w.parameters()));
      return ways.stream()
          .map(w -> "select id from (%s) %s".formatted(w.sql(), phase.key()))
          .collect(Collectors.joining(" union "));
    }
    String name = prefix + phase.key();
    parameters.put(name, phase.name());
    return """
    select t.person_id as id
    from planner.counted_touch t join planner.occurrence o on o.id = t.occurrence_id
    where t.kind <> 'INVITED' and o.phase = :%s group by t.person_id
    """
        .formatted(name);
  }
}
