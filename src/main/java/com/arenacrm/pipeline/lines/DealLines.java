package com.arenacrm.pipeline.lines;

import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.lines.DealLine.Discount;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to the lines of deals. */
@Component
@Transactional
public class DealLines {

  /** The greatest amount that a deal may have has twelve digits before the comma. */
  static final BigDecimal MOST = new BigDecimal("999999999999.99");

  static final int MOST_LINES = 50;

  private final Deals deals;
  private final Products products;
  private final JdbcClient jdbc;

  DealLines(Deals deals, Products products, JdbcClient jdbc) {
    this.deals = deals;
    this.products = products;
    this.jdbc = jdbc;
  }

  /** The lines of a deal, in their order. */
  @Transactional(readOnly = true)
  public List<DealLine> of(OpportunityId deal) {
    return jdbc.sql(
            """
            select product_id, what, quantity, price, discount, percent, reason
            from pipeline.deal_line where opportunity_id = :deal order by position
            """)
        .param("deal", deal.id())
        .query(DealLines::line)
        .list();
  }

  /** The product that a file named for a deal of which there are no lines yet. */
  @Transactional(readOnly = true)
  Optional<Product> imported(OpportunityId deal) {
    return jdbc.sql(
            """
            select imported_product_id from pipeline.opportunity
            where id = :deal and lines is null and imported_product_id is not null
            """)
        .param("deal", deal.id())
        .query(UUID.class)
        .optional()
        .flatMap(products::find);
  }

  /**
   * Makes these the lines of a deal, and its amount their sum. Without lines its amount stays, to
   * be typed again.
   *
   * @param currency that of the deal
   * @param version of the deal as it was read
   * @throws NotFoundException when there is no such deal
   * @throws RefusedException when the sum is more than a deal may be worth
   * @throws StaleVersionException when somebody changed the deal meanwhile
   */
  public void put(
      OpportunityId deal,
      List<DealLine> lines,
      Currency currency,
      int version,
      UserId actor,
      Instant now) {
    DealLine.Sum sum = DealLine.Sum.of(lines, currency);
    if (sum.total().compareTo(MOST) > 0 || lines.size() > MOST_LINES) {
      throw new RefusedException("lines.sum.most");
    }
    deals.line(
        deal, lines.isEmpty() ? null : sum.total(), sum.given(), sum.why(), version, actor, now);
    jdbc.sql("delete from pipeline.deal_line where opportunity_id = :deal")
        .param("deal", deal.id())
        .update();
    for (int i = 0; i < lines.size(); i++) {
      DealLine line = lines.get(i);
      jdbc.sql(
              """
              insert into pipeline.deal_line (opportunity_id, position, product_id, what, quantity,
                price, discount, percent, reason, total)
              values (:deal, :position, :product, :what, :quantity, :price, :discount, :percent,
                :reason, :total)
              """)
          .param("deal", deal.id())
          .param("position", i + 1)
          .param("product", line.product())
          .param("what", line.what())
          .param("quantity", line.quantity())
          .param("price", line.price())
          .param("discount", line.given(currency))
          .param(
              "percent",
              line.discount().percent() && !line.discount().isNone()
                  ? line.discount().number()
                  : null)
          .param("reason", line.given(currency).signum() == 0 ? null : line.reason())
          .param("total", line.total(currency))
          .update();
    }
  }

  private static DealLine line(ResultSet rs, int n) throws SQLException {
    BigDecimal percent = rs.getBigDecimal("percent");
    BigDecimal discount = rs.getBigDecimal("discount");
    return new DealLine(
        rs.getObject("product_id", UUID.class),
        rs.getString("what"),
        rs.getBigDecimal("quantity").stripTrailingZeros(),
        rs.getBigDecimal("price").stripTrailingZeros(),
        // A share of so little that nothing is given away is no discount.
        discount.signum() == 0
            ? Discount.NONE
            : percent == null
                ? new Discount(discount, false)
                : new Discount(percent.stripTrailingZeros(), true),
        rs.getString("reason"));
  }
}
