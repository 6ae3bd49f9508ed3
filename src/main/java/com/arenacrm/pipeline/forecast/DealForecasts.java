package com.arenacrm.pipeline.forecast;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Scope;
import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.Stage;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to what deals count as in the forecast. */
@Component
@Transactional
public class DealForecasts {

  private final JdbcClient jdbc;

  DealForecasts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a deal counts as.
   *
   * @throws NotFoundException when there is no such deal, or not for this viewer
   */
  @Transactional(readOnly = true)
  DealForecast of(UUID deal, CurrentUser viewer) {
    return jdbc.sql(
            """
            select o.id as deal, o.name, o.kind = 'OPEN' as open, o.owner_id as owner,
                   s.name as stage, s.forecast as of_stage, f.category as said,
                   f.created_by as by, f.at, coalesce(f.version, 0) as version
            from pipeline.opportunity o join pipeline.stage s on s.id = o.stage_id
            left join pipeline.deal_forecast f on f.opportunity_id = o.id
            where o.id = :deal and %s
            """
                .formatted(viewer.scope().condition("o.owner_id")))
        .param("deal", deal)
        .param(Scope.PARAMETER, viewer.scope().owners())
        .query(DealForecast.class)
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  /**
   * Says what an open deal counts as.
   *
   * @param category null for what its stage says
   * @param version of what was said when the form was opened
   * @throws StaleVersionException when somebody said something else meanwhile
   */
  void say(
      DealForecast known,
      Stage.@Nullable Forecast category,
      int version,
      CurrentUser actor,
      Instant now) {
    if (!known.open()) {
      throw new RefusedException("deal.ended");
    }
    // Whoever comes second waits here, and then sees what the first has said.
    jdbc.sql("select id from pipeline.opportunity where id = :deal for update")
        .param("deal", known.deal())
        .query()
        .listOfRows();
    StaleVersionException.check(version, of(known.deal(), actor).version());
    write(known.deal(), category, actor.id(), now);
  }

  /** Says what a deal counts as; null for what its stage says. */
  public void say(
      OpportunityId deal, Stage.@Nullable Forecast category, UserId actor, Instant now) {
    write(deal.id(), category, actor, now);
  }

  private void write(UUID deal, Stage.@Nullable Forecast category, UserId actor, Instant now) {
    if (category == null) {
      jdbc.sql("delete from pipeline.deal_forecast where opportunity_id = :deal")
          .param("deal", deal)
          .update();
      return;
    }
    jdbc.sql(
            """
            insert into pipeline.deal_forecast (opportunity_id, category, at, created_by, version)
            values (:deal, :category, :now, :actor, 1)
            on conflict (opportunity_id) do update
            set category = excluded.category, at = excluded.at, created_by = excluded.created_by,
                version = deal_forecast.version + 1
            """)
        .param("deal", deal)
        .param("category", category.name())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("actor", actor.id())
        .update();
  }
}
