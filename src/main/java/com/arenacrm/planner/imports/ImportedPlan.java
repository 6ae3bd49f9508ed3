package com.arenacrm.planner.imports;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.integration.Effect;
import com.arenacrm.integration.RecordKind;
import com.arenacrm.integration.UndoPass;
import com.arenacrm.integration.records.ImportTable;
import com.arenacrm.planner.Planner.PeopleTouched;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes back what imports brought into the plan, unless somebody worked on it since. */
@Configuration(proxyBeanMethods = false)
class ImportedPlan {

  // What was done with a time would go with it.
  private static final String TIME_USED =
      """
      exists (select 1 from planner.touch t where t.occurrence_id = r.id)
      or exists (select 1 from planner.occurrence_stranger s where s.occurrence_id = r.id)
      or exists (select 1 from planner.mention m where m.occurrence_id = r.id)
      or exists (select 1 from planner.launch l where l.occurrence_id = r.id)
      or exists (select 1 from planner.result_draft d where d.occurrence_id = r.id)
      """;

  private static final String ACTIVITY_USED =
      """
      exists (select 1 from planner.occurrence o where o.activity_id = r.id)
      or exists (select 1 from planner.audience_source s where s.activity_id = r.id)
      or exists (select 1 from planner.activity_kit k where k.activity_id = r.id)
      or exists (select 1 from planner.follow_up_seller f where f.activity_id = r.id)
      """;

  private record Kind(
      String kind, @Nullable String pages, BiFunction<List<Effect>, UndoPass, List<Left>> undoing)
      implements RecordKind {

    @Override
    public @Nullable String page(UUID id) {
      return pages == null ? null : pages + id;
    }

    @Override
    public List<Left> undo(List<Effect> effects, UndoPass pass) {
      return undoing.apply(effects, pass);
    }
  }

  @Bean
  RecordKind importedActivities(PlanTables tables) {
    return new Kind(
        PlanTables.ACTIVITY,
        "/planner/activities/",
        (effects, pass) -> tables.activities.undo(effects, pass, ACTIVITY_USED).left());
  }

  @Bean
  RecordKind importedOccurrences(PlanTables tables) {
    return new Kind(
        PlanTables.OCCURRENCE,
        "/planner/occurrences/",
        (effects, pass) -> tables.times.undo(effects, pass, TIME_USED).left());
  }

  @Bean
  RecordKind importedTouches(JdbcClient jdbc, ApplicationEventPublisher events) {
    return new Kind(
        NamedTimes.TOUCH,
        null,
        (effects, pass) -> {
          List<PersonId> people =
              jdbc
                  .sql(
                      """
                      delete from planner.touch where id = any (cast(:ids as uuid[]))
                      returning person_id
                      """)
                  .param("ids", ImportTable.texts(effects.stream().map(Effect::id).toList()))
                  .query(UUID.class)
                  .list()
                  .stream()
                  .distinct()
                  .map(PersonId::new)
                  .toList();
          if (!people.isEmpty()) {
            events.publishEvent(new PeopleTouched(people));
          }
          return List.of();
        });
  }
}
