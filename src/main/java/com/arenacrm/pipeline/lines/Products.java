package com.arenacrm.pipeline.lines;

import com.arenacrm.identity.UserId;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The list of what we sell, kept by the administrator. */
@Component
@Transactional
public class Products {

  static final int MOST = 500;

  private static final String SELECT =
      """
      select p.id, p.name, p.series, p.unit, p.price, p.currency, p.retired, p.version,
             (select count(*) from (select l.opportunity_id from pipeline.deal_line l
                                     where l.product_id = p.id
                                     union select o.id from pipeline.opportunity o
                                     where o.imported_product_id = p.id) d) as used
      from pipeline.product p
      """;

  private final JdbcClient jdbc;

  Products(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** All of them by name, those no longer offered last. */
  @Transactional(readOnly = true)
  public List<Product> all() {
    return jdbc.sql(SELECT + " order by p.retired, p.name, p.id limit " + MOST)
        .query(Product.class)
        .list();
  }

  @Transactional(readOnly = true)
  Optional<Product> find(UUID id) {
    return jdbc.sql(SELECT + " where p.id = :id").param("id", id).query(Product.class).optional();
  }

  /**
   * Adds a product.
   *
   * @param id chosen by the caller, so that sending a form twice adds one
   * @param by who adds it
   * @throws RefusedException when another has the name, or there are too many
   */
  public void add(
      UUID id,
      String name,
      @Nullable String series,
      @Nullable String unit,
      @Nullable BigDecimal price,
      Currency currency,
      UserId by) {
    if (all().size() >= MOST) {
      throw new RefusedException("products.most", MOST);
    }
    try {
      jdbc.sql(
              """
              insert into pipeline.product
                (id, name, series, unit, price, currency, created_by, version)
              values (:id, :name, :series, :unit, :price, :currency, :by, 0)
              """)
          .param("id", id)
          .param("name", name)
          .param("series", series)
          .param("unit", unit)
          .param("price", price)
          .param("currency", currency.getCurrencyCode())
          .param("by", by.id())
          .update();
    } catch (DuplicateKeyException e) {
      throw new RefusedException("products.name.taken");
    }
  }

  /**
   * Changes a product; lines that are there keep what they say.
   *
   * @param retired whether it is no longer offered
   * @throws RefusedException when another has the name
   * @throws StaleVersionException when somebody changed it meanwhile
   */
  public void change(
      UUID id,
      String name,
      @Nullable String series,
      @Nullable String unit,
      @Nullable BigDecimal price,
      Currency currency,
      boolean retired,
      int version) {
    int changed;
    try {
      changed =
          jdbc.sql(
                  """
                  update pipeline.product
                  set name = :name, series = :series, unit = :unit, price = :price, currency = :currency,
                      retired = :retired, version = version + 1
                  where id = :id and version = :version
                  """)
              .param("id", id)
              .param("name", name)
              .param("series", series)
              .param("unit", unit)
              .param("price", price)
              .param("currency", currency.getCurrencyCode())
              .param("retired", retired)
              .param("version", version)
              .update();
    } catch (DuplicateKeyException e) {
      throw new RefusedException("products.name.taken");
    }
    if (changed == 0) {
      find(id).orElseThrow(NotFoundException::new);
      throw new StaleVersionException();
    }
  }
}
