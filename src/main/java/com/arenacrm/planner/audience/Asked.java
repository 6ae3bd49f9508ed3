package com.arenacrm.planner.audience;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.Operator;
import com.arenacrm.planner.traits.Wish;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * What somebody asked for when they put people in by conditions, so that it can be asked for again.
 *
 * @param any whether one condition is enough
 * @param wishes what all of them must have besides
 */
public record Asked(List<Condition> conditions, boolean any, List<Wish> wishes) {

  private record Stored(List<Rule> conditions, boolean any, List<Wish> wishes) {}

  private record Rule(String field, String operator, String value) {}

  String json(JsonMapper json) {
    return json.writeValueAsString(
        new Stored(
            conditions.stream()
                .map(c -> new Rule(c.field().key(), c.operator().name(), c.value()))
                .toList(),
            any,
            wishes));
  }

  static Asked of(String text, JsonMapper json) {
    Stored stored = json.readValue(text, Stored.class);
    return new Asked(
        stored.conditions().stream()
            .map(
                r ->
                    new Condition(
                        ContactField.parse(r.field()).orElseThrow(),
                        Operator.valueOf(r.operator()),
                        r.value()))
            .toList(),
        stored.any(),
        stored.wishes());
  }
}
