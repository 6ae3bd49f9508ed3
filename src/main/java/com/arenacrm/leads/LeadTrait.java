package com.arenacrm.leads;

import com.arenacrm.contacts.ContactSets;
import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.planner.traits.Trait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the last time went that somebody was a lead: its stage, or how they came. */
record LeadTrait(
    String key,
    int place,
    String column,
    List<String> values,
    ContactSets sets,
    MessageSource messages)
    implements Trait {

  /** Says that somebody never was one. */
  private static final String NEVER = "NEVER";

  @Configuration(proxyBeanMethods = false)
  static class Both {

    @Bean
    Trait leadStageTrait(ContactSets sets, MessageSource messages) {
      return new LeadTrait(
          "lead-stage",
          60,
          "stage",
          Stream.of(LeadStage.values()).map(Enum::name).toList(),
          sets,
          messages);
    }

    @Bean
    Trait leadOriginTrait(ContactSets sets, MessageSource messages) {
      return new LeadTrait(
          "lead-origin",
          70,
          "origin",
          Stream.of(Origin.values()).map(Enum::name).toList(),
          sets,
          messages);
    }
  }

  @Override
  public List<Option> options(Locale locale) {
    List<Option> options = new ArrayList<>();
    values.forEach(v -> options.add(new Option(v, text("lead." + column + "." + v, locale))));
    if (column.equals("stage")) {
      options.add(new Option(NEVER, text("trait.lead-stage.never", locale)));
    }
    return options;
  }

  private String text(String key, Locale locale) {
    return messages.getMessage(key, null, locale);
  }

  @Override
  public PeopleQuery people(
      @Nullable String choice, @Nullable Integer number, Instant now, String prefix) {
    if (NEVER.equals(choice)) {
      return sets.others(new PeopleQuery("select person_id as id from leads.lead", Map.of()));
    }
    return new PeopleQuery(
        """
        select l.person_id as id from leads.lead l
        where l.%s = :%swanted and not exists (select from leads.lead n
          where n.person_id = l.person_id and (n.created_at, n.id) > (l.created_at, l.id))
        """
            .formatted(column, prefix),
        Map.of(prefix + "wanted", String.valueOf(choice)));
  }
}
