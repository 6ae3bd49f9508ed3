package com.arenacrm.pipeline.value;

import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.value.BuyerRisk.State;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.Once;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The front door to what customers fear of buying. */
@Component
public class BuyerRisks {

  static final int MOST = 40;

  private final JdbcClient jdbc;

  BuyerRisks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The risks of a deal: open ones first, each kind in the order in which they came up. */
  List<BuyerRisk> of(OpportunityId deal) {
    return jdbc.sql(
            """
            select id, risk, mitigation, state, changed_at, changed_by, version
            from pipeline.buyer_risk where opportunity_id = :deal
            order by state <> 'OPEN', created_at, id
            """)
        .param("deal", deal.id())
        .query(BuyerRisk.class)
        .list();
  }

  /**
   * Notes a risk.
   *
   * @param id chosen by the caller, so that sending a form twice notes it once
   * @throws RefusedException when it is handled without saying how, or there are too many
   */
  public void add(
      UUID id,
      OpportunityId deal,
      String risk,
      @Nullable String mitigation,
      State state,
      UserId actor,
      Instant now) {
    requireSaid(mitigation, state);
    if (of(deal).size() >= MOST) {
      throw new RefusedException("risks.most", MOST);
    }
    Once.make(
        () ->
            jdbc.sql("select true from pipeline.buyer_risk where id = :id")
                .param("id", id)
                .query(Boolean.class)
                .optional()
                .isPresent(),
        () ->
            jdbc.sql(
                    """
                    insert into pipeline.buyer_risk (id, opportunity_id, risk, mitigation, state,
                      created_at, created_by, changed_at, changed_by, version)
                    values (:id, :deal, :risk, :mitigation, :state, :now, :actor, :now, :actor, 0)
                    """)
                .param("id", id)
                .param("deal", deal.id())
                .param("risk", risk)
                .param("mitigation", mitigation)
                .param("state", state.name())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("actor", actor.id())
                .update());
  }

  /**
   * Says anew what a risk is and how far it has come.
   *
   * @throws RefusedException when it is handled without saying how
   * @throws StaleVersionException when somebody changed it meanwhile
   * @throws NotFoundException when the deal has no such risk
   */
  void change(
      UUID id,
      OpportunityId deal,
      String risk,
      @Nullable String mitigation,
      State state,
      int version,
      UserId actor,
      Instant now) {
    requireSaid(mitigation, state);
    int changed =
        jdbc.sql(
                """
                update pipeline.buyer_risk
                set risk = :risk, mitigation = :mitigation, state = :state, changed_at = :now,
                    changed_by = :actor, version = version + 1
                where id = :id and opportunity_id = :deal and version = :version
                """)
            .param("id", id)
            .param("deal", deal.id())
            .param("risk", risk)
            .param("mitigation", mitigation)
            .param("state", state.name())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("actor", actor.id())
            .param("version", version)
            .update();
    if (changed == 0) {
      get(id, deal);
      throw new StaleVersionException();
    }
  }

  BuyerRisk get(UUID id, OpportunityId deal) {
    return of(deal).stream()
        .filter(r -> r.id().equals(id))
        .findFirst()
        .orElseThrow(NotFoundException::new);
  }

  /** Takes away a risk that was none. */
  void remove(UUID id, OpportunityId deal) {
    int removed =
        jdbc.sql("delete from pipeline.buyer_risk where id = :id and opportunity_id = :deal")
            .param("id", id)
            .param("deal", deal.id())
            .update();
    if (removed == 0) {
      throw new NotFoundException();
    }
  }

  private static void requireSaid(@Nullable String mitigation, State state) {
    if (state == State.HANDLED && (mitigation == null || mitigation.isBlank())) {
      throw new RefusedException("risks.handled.how");
    }
  }
}
