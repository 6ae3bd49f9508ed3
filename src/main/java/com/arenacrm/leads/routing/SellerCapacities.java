package com.arenacrm.leads.routing;

import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.StaleVersionException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How much each seller takes on, and how much they have now. */
@Component
@Transactional
public class SellerCapacities {

  /**
   * What somebody takes on.
   *
   * @param weight how often they are due where sellers take turns
   * @param most how many open leads at most; null for no limit
   * @param load how many they have: handed over to them or accepted, and not ended
   * @param version −1 while nobody has set it
   */
  public record Capacity(
      boolean takesPart, int weight, @Nullable Integer most, int load, int version) {

    public static final Capacity USUAL = new Capacity(true, 1, null, 0, -1);

    /** Whether no more fit in. */
    public boolean isFull() {
      return most != null && load >= most;
    }
  }

  /** Of all for whom it was set or who have open leads. */
  private static final String ALL =
      """
      select coalesce(c.to_user, l.seller) as seller, coalesce(c.takes_part, true) as part,
        coalesce(c.weight, 1) as weight, c.most, coalesce(l.load, 0) as load,
        coalesce(c.version, -1) as version
      from leads.seller_capacity c
      full join (select sales_owner_id as seller, count(*) as load from leads.lead
                 where stage in ('HANDED_OVER', 'ACCEPTED') and sales_owner_id is not null
                 group by sales_owner_id) l on l.seller = c.to_user
      """;

  /** All of it as one value of a larger query. */
  static final String AS_JSON = "(select json_agg(c) from (%s) c)".formatted(ALL);

  /** One of that value. */
  record Known(
      UUID seller, boolean part, int weight, @Nullable Integer most, int load, int version) {

    Capacity capacity() {
      return new Capacity(part, weight, most, load, version);
    }
  }

  private final AuditTrail audit;
  private final JdbcClient jdbc;

  SellerCapacities(AuditTrail audit, JdbcClient jdbc) {
    this.audit = audit;
    this.jdbc = jdbc;
  }

  /** What each takes on who has set it or has open leads. */
  @Transactional(readOnly = true)
  public Map<UUID, Capacity> all() {
    Map<UUID, Capacity> all = new HashMap<>();
    jdbc.sql(ALL)
        .query(
            rs -> {
              all.put(
                  rs.getObject("seller", UUID.class),
                  new Capacity(
                      rs.getBoolean("part"),
                      rs.getInt("weight"),
                      rs.getObject("most", Integer.class),
                      rs.getInt("load"),
                      rs.getInt("version")));
            });
    return all;
  }

  /**
   * Sets what somebody takes on.
   *
   * @param version that the change was made upon; −1 for nothing set
   * @throws StaleVersionException when somebody set it meanwhile
   */
  public void set(
      UserId seller,
      String name,
      boolean takesPart,
      int weight,
      @Nullable Integer most,
      int version,
      CurrentUser actor) {
    jdbc.sql("select pg_advisory_xact_lock(hashtext('leads.capacity'))").query().listOfRows();
    Capacity before = all().getOrDefault(seller.id(), Capacity.USUAL);
    StaleVersionException.check(version, before.version());
    jdbc.sql(
            """
            insert into leads.seller_capacity (to_user, takes_part, weight, most, version)
            values (:seller, :part, :weight, :most, 0)
            on conflict (to_user) do update set takes_part = excluded.takes_part,
              weight = excluded.weight, most = excluded.most,
              version = leads.seller_capacity.version + 1
            """)
        .param("seller", seller.id())
        .param("part", takesPart)
        .param("weight", weight)
        .param("most", most)
        .update();
    audit.note(
        actor,
        "capacity-set",
        new Subject("user", seller.id(), name),
        describe(before.takesPart(), before.weight(), before.most()),
        describe(takesPart, weight, most));
  }

  private static String describe(boolean takesPart, int weight, @Nullable Integer most) {
    return takesPart
        ? "%s %d; %s %s"
            .formatted(
                AuditTrail.word("capacity.weight"),
                weight,
                AuditTrail.word("capacity.most"),
                most == null ? "—" : most.toString())
        : AuditTrail.word("capacity.out");
  }
}
