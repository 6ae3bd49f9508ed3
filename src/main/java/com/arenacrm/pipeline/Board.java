package com.arenacrm.pipeline;

import com.arenacrm.pipeline.DealLists.Total;
import com.arenacrm.shared.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The board: one column a stage. */
final class Board {

  private Board() {}

  /**
   * A stage with its first deals.
   *
   * @param track its way of selling, where columns of several are shown; else null
   * @param deals how many the whole filter has there, not only those shown
   * @param totals what they add up to, one a currency
   * @param whole all of them in the company's currency; null where none is in another
   * @param more the key after which further cards follow; null when all are shown
   * @param list the address of the list of exactly these deals
   */
  record Column(
      Stage stage,
      @Nullable String track,
      int deals,
      List<Total> totals,
      @Nullable Sum whole,
      List<DealRow> cards,
      @Nullable UUID more,
      String list) {}

  /**
   * What deals add up to in one currency.
   *
   * @param without how many are not in it, because nobody had said what their currency is worth
   */
  record Sum(int deals, Money sum, Money weighted, int without) {

    private Sum plus(Sum other) {
      return new Sum(
          deals + other.deals,
          sum.plus(other.sum),
          weighted.plus(other.weighted),
          without + other.without);
    }
  }

  /** One column for each stage in use, and for those retired in which deals still stand. */
  static List<Column> columns(
      StagePath path, List<Total> totals, Map<UUID, List<DealRow>> cards, DealFilter filter) {
    boolean many = filter.track() == null && path.isMany();
    List<Column> columns = new ArrayList<>();
    for (Stage stage : path.all()) {
      List<Total> own = totals.stream().filter(t -> t.stage().equals(stage.id().id())).toList();
      int deals = own.stream().mapToInt(Total::deals).sum();
      if (stage.isRetired() && deals == 0 || !filter.shows(stage.track())) {
        continue;
      }
      List<DealRow> rows = cards.getOrDefault(stage.id().id(), List.of());
      boolean more = rows.size() > DealLists.PAGE;
      columns.add(
          new Column(
              stage,
              many ? stage.track().name() : null,
              deals,
              own,
              whole(own),
              more ? rows.subList(0, DealLists.PAGE) : rows,
              more ? rows.get(DealLists.PAGE - 1).id() : null,
              filter.in(stage).list()));
    }
    return columns;
  }

  /** All open deals, per currency, the greatest first. */
  static List<Sum> open(List<Total> totals) {
    Map<Currency, Sum> sums = new LinkedHashMap<>();
    for (Total total : totals) {
      if (total.kind() == Stage.Kind.OPEN) {
        sums.merge(
            total.sum().currency(),
            new Sum(total.deals(), total.sum(), total.weighted(), 0),
            Sum::plus);
      }
    }
    return sums.values().stream()
        .sorted((a, b) -> b.sum().amount().compareTo(a.sum().amount()))
        .toList();
  }

  /** All open deals in the company's currency; null where none of them is in another. */
  static @Nullable Sum openWhole(List<Total> totals) {
    return whole(totals.stream().filter(t -> t.kind() == Stage.Kind.OPEN).toList());
  }

  /**
   * Several currencies as one, each deal at the rate at which it was entered; null where there is
   * none but the company's.
   */
  static @Nullable Sum whole(List<Total> totals) {
    return totals.stream().allMatch(t -> t.sum().currency().equals(t.worth().currency()))
        ? null
        : totals.stream()
            .map(t -> new Sum(t.deals(), t.worth(), t.weightedWorth(), t.without()))
            .reduce(Sum::plus)
            .orElse(null);
  }

  /** What the head of the board says of all that is open, by the names of its template. */
  static Map<String, Object> sums(List<Total> totals, Currency ours) {
    List<Sum> open = open(totals);
    Map<String, Object> sums = new HashMap<>();
    sums.put("sums", open.isEmpty() ? List.of(none(ours)) : open);
    sums.put("whole", openWhole(totals));
    return sums;
  }

  /** Nothing, in a currency; for filters that find nothing. */
  private static Sum none(Currency currency) {
    Money zero = Money.of(BigDecimal.ZERO, currency);
    return new Sum(0, zero, zero, 0);
  }
}
