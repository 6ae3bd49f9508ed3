package com.arenacrm.pipeline;

import com.arenacrm.platform.SampleContent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes the deals of the sample company away, and what its people did on the deals of others. */
@Component
class PipelineSample implements SampleContent {

  private static final List<String> TRACES =
      List.of(
          "delete from pipeline.task where created_by in (:users) or owner_id in (:users)",
          "update pipeline.task set done_by = null where done_by in (:users)",
          "delete from pipeline.opportunity where created_by in (:users)",
          "delete from pipeline.product p where p.created_by in (:users) and not exists"
              + " (select from pipeline.deal_line l where l.product_id = p.id)",
          "delete from pipeline.acceptance where accepted_by in (:users)",
          "delete from pipeline.step_done where done_by in (:users)",
          "delete from pipeline.talk where by_user in (:users)",
          "delete from pipeline.criterion_met where met_by in (:users)",
          "delete from pipeline.snooze where created_by in (:users)",
          "delete from pipeline.more_time where created_by in (:users)",
          "delete from pipeline.owner_change where created_by in (:users)",
          "delete from pipeline.exchange_rate where created_by in (:users)",
          "delete from pipeline.deal_file where created_by in (:users)",
          "delete from pipeline.cost_sheet where changed_by in (:users)",
          "delete from pipeline.buyer_risk where created_by in (:users) or changed_by in (:users)",
          "delete from pipeline.comment where created_by in (:users)",
          "delete from pipeline.deal_forecast where created_by in (:users)",
          "update pipeline.stage_change set by_user = null where by_user in (:users)",
          "update pipeline.amount_change set by_user = null where by_user in (:users)",
          "update pipeline.discount_change set by_user = null where by_user in (:users)",
          "update pipeline.close_advance set by_user = null where by_user in (:users)",
          "update pipeline.postponement set by_user = null where by_user in (:users)",
          "update pipeline.opportunity set last_contact_by = null where last_contact_by in (:users)",
          "update pipeline.opportunity set discount_by = null where discount_by in (:users)",
          "update pipeline.opportunity set owner_id = null where owner_id in (:users)");

  private final JdbcClient jdbc;

  PipelineSample(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public int floor() {
    return 50;
  }

  @Override
  @Transactional
  public void removeMadeBy(Collection<UUID> sampleUsers, Set<UUID> kept) {
    if (!sampleUsers.isEmpty()) {
      TRACES.forEach(sql -> jdbc.sql(sql).param("users", sampleUsers).update());
    }
  }
}
