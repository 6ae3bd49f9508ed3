package com.arenacrm.customers;

import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.wins.Purchasing;
import com.arenacrm.platform.SampleContent;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Makes one purchase of each won deal, and takes it away with the win: it counts no more, and comes
 * back as it was, with what was done after the sale, when the deal is won again.
 */
@Component
@Transactional
class WonPurchases implements Purchasing {

  private final Customers customers;
  private final AfterSale afterSale;
  private final JdbcClient jdbc;
  private final Clock clock;

  WonPurchases(Customers customers, AfterSale afterSale, JdbcClient jdbc, Clock clock) {
    this.customers = customers;
    this.afterSale = afterSale;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void won(List<Win> wins) {
    // Nobody bought what is sold to nobody.
    List<Win> kept = wins.stream().filter(w -> w.company() != null || w.person() != null).toList();
    List<OpportunityId> others = wins.stream().filter(w -> !kept.contains(w)).map(Win::id).toList();
    Set<UUID> touched = new HashSet<>(customersOf(wins.stream().map(Win::id).toList()));
    takeAway(others, clock.instant());
    Instant now = clock.instant();
    if (!kept.isEmpty()) {
      afterSale.follow(texts(kept, Win::id), texts(kept, Win::owner), now);
      jdbc.sql(
              """
              insert into customers.purchase as p
                (id, opportunity_id, what, company_id, company_name, person_id, person_name, owner_id,
                 amount, currency, bought_on, due_on, paid_on, offer_id, created_at, created_by, version)
              select w.*, 0
              from unnest(cast(:ids as uuid[]), cast(:deals as uuid[]), cast(:whats as text[]),
                cast(:companies as uuid[]), cast(:companyNames as text[]), cast(:people as uuid[]),
                cast(:personNames as text[]), cast(:owners as uuid[]), cast(:amounts as numeric[]),
                cast(:currencies as text[]), cast(:days as date[]), cast(:dues as date[]),
                cast(:paids as date[]), cast(:offers as uuid[]), cast(:moments as timestamptz[]), cast(:makers as uuid[])) w
              on conflict (opportunity_id) do update
              set what = excluded.what, company_id = excluded.company_id,
                company_name = excluded.company_name, person_id = excluded.person_id,
                person_name = excluded.person_name, owner_id = excluded.owner_id,
                amount = excluded.amount, currency = excluded.currency,
                bought_on = excluded.bought_on, due_on = excluded.due_on,
                paid_on = excluded.paid_on, offer_id = excluded.offer_id,
                deleted_at = null, deleted_by = null, version = p.version + 1
              where p.deleted_at is not null or (p.what, p.company_id, p.company_name, p.person_id, p.person_name, p.owner_id,
                  p.amount, p.currency, p.bought_on, p.due_on, p.paid_on, p.offer_id)
                is distinct from (excluded.what, excluded.company_id, excluded.company_name,
                  excluded.person_id, excluded.person_name, excluded.owner_id, excluded.amount,
                  excluded.currency, excluded.bought_on, excluded.due_on, excluded.paid_on,
                  excluded.offer_id)
              """)
          .param("ids", texts(kept, w -> TimeOrderedUuid.next()))
          .param("deals", texts(kept, Win::id))
          .param("whats", texts(kept, Win::what))
          .param("companies", texts(kept, Win::company))
          .param("companyNames", texts(kept, Win::companyName))
          .param("people", texts(kept, Win::person))
          .param("personNames", texts(kept, Win::personName))
          .param("owners", texts(kept, Win::owner))
          .param("amounts", texts(kept, Win::amount))
          .param("currencies", texts(kept, Win::currency))
          .param("days", texts(kept, Win::on))
          .param("dues", texts(kept, Win::due))
          .param("paids", texts(kept, Win::paid))
          .param("offers", texts(kept, Win::offer))
          .param("moments", texts(kept, w -> w.at().atOffset(ZoneOffset.UTC)))
          .param("makers", texts(kept, Win::by))
          .update();
      kept.forEach(w -> touched.add(w.company() == null ? w.person().id() : w.company().id()));
    }
    customers.recount(touched, now);
    if (!kept.isEmpty()) {
      afterSale.begin(
          kept.stream().map(w -> w.id().id()).toList(),
          LocalDate.ofInstant(now, ZoneOffset.UTC),
          now);
    }
  }

  @Override
  public void unwon(Collection<OpportunityId> deals) {
    Set<UUID> touched = customersOf(deals);
    Instant now = clock.instant();
    takeAway(deals, now);
    customers.recount(touched, now);
  }

  @Override
  public void recount(Collection<UUID> touched) {
    customers.recount(touched, clock.instant());
  }

  private Set<UUID> customersOf(Collection<OpportunityId> deals) {
    return new HashSet<>(
        jdbc.sql(
                """
                select coalesce(company_id, person_id) from customers.purchase
                where opportunity_id = any(cast(:deals as uuid[]))
                  and coalesce(company_id, person_id) is not null
                """)
            .param("deals", SampleContent.array(deals.stream().map(OpportunityId::id).toList()))
            .query(UUID.class)
            .list());
  }

  private void takeAway(Collection<OpportunityId> deals, Instant now) {
    if (!deals.isEmpty()) {
      jdbc.sql(
              """
              update customers.purchase set deleted_at = :now, version = version + 1
              where opportunity_id = any(cast(:deals as uuid[])) and deleted_at is null
              """)
          .param("deals", SampleContent.array(deals.stream().map(OpportunityId::id).toList()))
          .param("now", now.atOffset(ZoneOffset.UTC))
          .update();
    }
  }

  @Override
  @Transactional(readOnly = true)
  public Map<OpportunityId, Kept> kept(Collection<OpportunityId> deals) {
    Map<OpportunityId, Kept> kept = new HashMap<>();
    jdbc.sql(
            """
            select p.opportunity_id, p.due_on, p.paid_on, count(t.id), count(t.done_at)
            from customers.purchase p left join customers.task t on t.purchase_id = p.id
            where p.opportunity_id = any (cast(:deals as uuid[])) group by p.id
            """)
        .param("deals", SampleContent.array(deals.stream().map(OpportunityId::id).toList()))
        .query(
            rs -> {
              kept.put(
                  new OpportunityId(rs.getObject(1, UUID.class)),
                  new Kept(
                      rs.getObject(2, LocalDate.class),
                      rs.getObject(3, LocalDate.class),
                      rs.getInt(4),
                      rs.getInt(5)));
            });
    return kept;
  }

  private static @Nullable String[] texts(List<Win> wins, Function<Win, @Nullable Object> part) {
    return wins.stream()
        .map(part)
        .map(
            value ->
                value instanceof UserId user ? user.id().toString() : Objects.toString(value, null))
        .toArray(String[]::new);
  }
}
