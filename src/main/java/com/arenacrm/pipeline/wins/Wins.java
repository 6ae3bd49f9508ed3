package com.arenacrm.pipeline.wins;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.platform.SampleContent;
import com.arenacrm.playbook.OfferId;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells whoever keeps purchases of deals that are won, changed, or no longer won. */
@Component
public class Wins {

  private final Purchasing purchasing;
  private final JdbcClient jdbc;

  Wins(Purchasing purchasing, JdbcClient jdbc) {
    this.purchasing = purchasing;
    this.jdbc = jdbc;
  }

  /** Tells of these deals, as they stand in the database now. */
  public void tell(Collection<UUID> deals) {
    if (deals.isEmpty()) {
      return;
    }
    List<Purchasing.Win> won =
        jdbc.sql(
                """
                select o.id, o.name, o.company_id, o.company_name, o.person_id, o.person_name,
                  o.owner_id, coalesce(o.amount, 0) as amount, o.currency, o.close_date,
                  o.closed_at, o.payment_due_on, o.paid_on, o.offer_id, o.created_by
                from pipeline.opportunity o
                where o.id = any(cast(:ids as uuid[])) and o.kind = 'WON'
                order by o.id
                """)
            .param("ids", SampleContent.array(deals))
            .query(
                (rs, n) -> {
                  OffsetDateTime closed = rs.getObject("closed_at", OffsetDateTime.class);
                  LocalDate on = rs.getObject("close_date", LocalDate.class);
                  return new Purchasing.Win(
                      new OpportunityId(rs.getObject("id", UUID.class)),
                      rs.getString("name"),
                      typed(rs.getObject("company_id", UUID.class), CompanyId::new),
                      rs.getString("company_name"),
                      typed(rs.getObject("person_id", UUID.class), PersonId::new),
                      rs.getString("person_name"),
                      typed(rs.getObject("owner_id", UUID.class), UserId::new),
                      rs.getBigDecimal("amount"),
                      rs.getString("currency"),
                      on == null ? closed.toLocalDate() : on,
                      closed.toInstant(),
                      rs.getObject("payment_due_on", LocalDate.class),
                      rs.getObject("paid_on", LocalDate.class),
                      typed(rs.getObject("offer_id", UUID.class), OfferId::new),
                      typed(rs.getObject("created_by", UUID.class), UserId::new));
                })
            .list();
    Set<UUID> others = new HashSet<>(deals);
    won.forEach(w -> others.remove(w.id().id()));
    gone(others);
    if (!won.isEmpty()) {
      purchasing.won(won);
    }
  }

  /** What is kept with the purchase of a deal that is won, or was. */
  public Optional<Purchasing.Kept> kept(OpportunityId deal) {
    return purchasing.kept(deal);
  }

  /** What is kept with the purchases of these deals, of those that are won, or were. */
  public Map<OpportunityId, Purchasing.Kept> kept(Collection<OpportunityId> deals) {
    return deals.isEmpty() ? Map.of() : purchasing.kept(deals);
  }

  /** These are no longer won, or are about to go. */
  public void gone(Collection<UUID> deals) {
    if (!deals.isEmpty()) {
      purchasing.unwon(deals.stream().map(OpportunityId::new).toList());
    }
  }

  /** Deals of these customers have been deleted, whichever they were. */
  public void deleted(Set<UUID> companies, Set<UUID> people) {
    Set<UUID> customers = new HashSet<>(companies);
    customers.addAll(people);
    if (!customers.isEmpty()) {
      purchasing.recount(customers);
    }
  }

  private static <T> @Nullable T typed(@Nullable UUID id, Function<UUID, T> type) {
    return id == null ? null : type.apply(id);
  }
}
