package com.arenacrm.pipeline.value;

import com.arenacrm.identity.UserId;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.value.CostSheet.Cost;
import com.arenacrm.pipeline.value.CostSheet.Row;
import com.arenacrm.platform.StaleVersionException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to cost sheets, one a deal. */
@Component
@Transactional
public class CostSheets {

  static final int MOST_ROWS = 30;

  private final JdbcClient jdbc;

  CostSheets(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A sheet with its version. */
  record Kept(CostSheet sheet, int version) {}

  private record Head(
      String alternative,
      int years,
      String currency,
      @Nullable String forCustomer,
      @Nullable String innerNote,
      int version) {}

  /** The sheet of a deal, where it has one. */
  @Transactional(readOnly = true)
  Optional<Kept> of(OpportunityId deal) {
    return jdbc.sql(
            """
            select alternative, years, currency, for_customer, inner_note, version
            from pipeline.cost_sheet where opportunity_id = :deal
            """)
        .param("deal", deal.id())
        .query(Head.class)
        .optional()
        .map(
            h ->
                new Kept(
                    new CostSheet(
                        h.alternative(),
                        h.years(),
                        Currency.getInstance(h.currency()),
                        rows(deal),
                        h.forCustomer(),
                        h.innerNote()),
                    h.version()));
  }

  /** What a deal came to before in a currency, the last amount first; nothing is none. */
  @Transactional(readOnly = true)
  List<BigDecimal> formerAmounts(OpportunityId deal, Currency in) {
    return jdbc.sql(
            """
            select amount_before from pipeline.amount_change
            where opportunity_id = :deal and currency_before = :currency and amount_before <> 0
            order by at desc, id desc limit 50
            """)
        .param("deal", deal.id())
        .param("currency", in.getCurrencyCode())
        .query(BigDecimal.class)
        .list();
  }

  private List<Row> rows(OpportunityId deal) {
    return jdbc.sql(
            """
            select label, ours_once, ours_yearly, theirs_once, theirs_yearly, inner_note
            from pipeline.cost_row where opportunity_id = :deal order by position
            """)
        .param("deal", deal.id())
        .query(
            (rs, n) ->
                new Row(
                    rs.getString(1),
                    new Cost(plain(rs.getBigDecimal(2)), plain(rs.getBigDecimal(3))),
                    new Cost(plain(rs.getBigDecimal(4)), plain(rs.getBigDecimal(5))),
                    rs.getString(6)))
        .list();
  }

  private static BigDecimal plain(BigDecimal amount) {
    return amount.stripTrailingZeros();
  }

  /**
   * Makes this the sheet of a deal.
   *
   * @param version of the sheet as it was read; 0 where there was none
   * @throws StaleVersionException when somebody changed it meanwhile
   */
  public void put(OpportunityId deal, CostSheet sheet, int version, UserId actor, Instant now) {
    int kept =
        jdbc.sql(
                """
                insert into pipeline.cost_sheet as s (opportunity_id, alternative, years, currency,
                  for_customer, inner_note, changed_at, changed_by, version)
                select :deal, :alternative, :years, :currency, :forCustomer, :innerNote, :now,
                  :actor, 1
                where :version = 0 or exists (select from pipeline.cost_sheet
                  where opportunity_id = :deal)
                on conflict (opportunity_id) do update set alternative = excluded.alternative,
                  years = excluded.years, currency = excluded.currency,
                  for_customer = excluded.for_customer, inner_note = excluded.inner_note,
                  changed_at = excluded.changed_at, changed_by = excluded.changed_by,
                  version = s.version + 1
                where s.version = :version
                """)
            .param("deal", deal.id())
            .param("alternative", sheet.alternative())
            .param("years", sheet.years())
            .param("currency", sheet.currency().getCurrencyCode())
            .param("forCustomer", sheet.forCustomer())
            .param("innerNote", sheet.innerNote())
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("actor", actor.id())
            .param("version", version)
            .update();
    if (kept == 0) {
      throw new StaleVersionException();
    }
    jdbc.sql("delete from pipeline.cost_row where opportunity_id = :deal")
        .param("deal", deal.id())
        .update();
    for (int i = 0; i < sheet.rows().size(); i++) {
      Row row = sheet.rows().get(i);
      jdbc.sql(
              """
              insert into pipeline.cost_row (opportunity_id, position, label, ours_once, ours_yearly,
                theirs_once, theirs_yearly, inner_note)
              values (:deal, :position, :label, :oursOnce, :oursYearly, :theirsOnce, :theirsYearly,
                :note)
              """)
          .param("deal", deal.id())
          .param("position", i + 1)
          .param("label", row.label())
          .param("oursOnce", row.ours().once())
          .param("oursYearly", row.ours().yearly())
          .param("theirsOnce", row.theirs().once())
          .param("theirsYearly", row.theirs().yearly())
          .param("note", row.innerNote())
          .update();
    }
  }

  /**
   * Takes the sheet of a deal away.
   *
   * @throws StaleVersionException when somebody changed it meanwhile
   */
  void remove(OpportunityId deal, int version) {
    int removed =
        jdbc.sql(
                "delete from pipeline.cost_sheet where opportunity_id = :deal and version = :version")
            .param("deal", deal.id())
            .param("version", version)
            .update();
    if (removed == 0 && of(deal).isPresent()) {
      throw new StaleVersionException();
    }
  }
}
