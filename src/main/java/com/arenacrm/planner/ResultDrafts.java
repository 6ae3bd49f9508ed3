package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.OccurrenceController.ResultForm;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What somebody typed about how an occurrence went before they closed it: who notes people halfway
 * finds it again. Each person has their own; it is gone once the occurrence is closed or put off.
 */
@Component
@Transactional
class ResultDrafts {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ResultDrafts(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Keeps what was typed; nothing where that is what the form began with.
   *
   * @param begun what stood in the form before anybody typed
   */
  void keep(UUID occurrence, ResultForm typed, ResultForm begun, CurrentUser who) {
    if (typed.spent() == null) {
      return;
    }
    ResultForm changed = typed.unlike(begun);
    if (changed.isNothing()) {
      jdbc.sql("delete from planner.result_draft where occurrence_id = ? and user_id = ?")
          .params(occurrence, who.id().id())
          .update();
    } else {
      jdbc.sql(
              """
              insert into planner.result_draft (occurrence_id, user_id, typed)
              values (?, ?, cast(? as jsonb))
              on conflict (occurrence_id, user_id) do update set typed = excluded.typed
              """)
          .params(occurrence, who.id().id(), json.writeValueAsString(changed))
          .update();
    }
  }

  /** What they typed; null in it what they left as it was. */
  @Transactional(readOnly = true)
  Optional<ResultForm> of(UUID occurrence, CurrentUser who) {
    return jdbc.sql(
            "select typed from planner.result_draft where occurrence_id = ? and user_id = ?")
        .params(occurrence, who.id().id())
        .query(String.class)
        .optional()
        .map(typed -> json.readValue(typed, ResultForm.class));
  }

  /** It was said how it went. */
  void drop(UUID occurrence) {
    jdbc.sql("delete from planner.result_draft where occurrence_id = ?").param(occurrence).update();
  }
}
