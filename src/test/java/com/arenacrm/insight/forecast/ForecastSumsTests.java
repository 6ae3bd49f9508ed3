package com.arenacrm.insight.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.insight.forecast.Forecast.Cell;
import com.arenacrm.insight.forecast.Forecast.Sheet;
import com.arenacrm.insight.forecast.Forecast.Sum;
import com.arenacrm.platform.Slice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the numbers of a forecast add up to, however many sellers there are. */
class ForecastSumsTests {

  private static final Columns COLUMNS = new Columns(LocalDate.of(2026, 11, 23));
  private static final Question QUESTION = new Question(null, null, null);

  @Test
  void theTotalIsThatOfAllSellersThoughAPageShowsSome() {
    List<Cell> cells = new ArrayList<>();
    Map<UUID, String> names = new HashMap<>();
    for (int n = 0; n < Forecast.SELLERS + 3; n++) {
      UUID seller = new UUID(1, n);
      names.put(seller, "Vendedor %02d".formatted(n));
      cells.add(cell("EUR", seller, "COMMIT", n, n));
      cells.add(cell("EUR", seller, "BEST", 100, 100));
    }
    cells.add(cell("EUR", null, "COMMIT", 7, 7));
    Forecast forecast = new Forecast(cells);

    Slice<Optional<UUID>> first = forecast.page(names, null);
    assertThat(first.rows()).hasSize(Forecast.SELLERS).startsWith(Optional.of(new UUID(1, 0)));
    Slice<Optional<UUID>> second = forecast.page(names, first.next());
    assertThat(second.rows())
        .containsExactly(
            Optional.of(new UUID(1, Forecast.SELLERS)),
            Optional.of(new UUID(1, Forecast.SELLERS + 1)),
            Optional.of(new UUID(1, Forecast.SELLERS + 2)),
            Optional.empty());
    assertThat(second.next()).isNull();

    // 0 + 1 + … + 27, and the 7 of nobody.
    Sheet sheet = sheets(forecast, second).get(0);
    assertThat(amount(sheet.sellersTotal().values().get(1).sum())).isEqualTo("385");
    assertThat(sheet.sellers()).hasSize(4);
    assertThat(sheet.sellers().get(3).key()).isEqualTo("none");
    assertThat(amount(sheet.sellers().get(3).values().get(1).sum())).isEqualTo("7");
    assertThat(amount(forecast.of("EUR", null, null, false, Part.HOPED))).isEqualTo("3185");
    assertThat(amount(forecast.of("EUR", null, new UUID(1, 5), true, Part.HOPED))).isEqualTo("105");
  }

  @Test
  void allCurrenciesTogetherAreWhatEachIsWorth() {
    UUID eva = new UUID(2, 1);
    UUID leo = new UUID(2, 2);
    Forecast forecast =
        new Forecast(
            List.of(
                cell("EUR", eva, "COMMIT", 10, 10),
                cell("USD", eva, "COMMIT", 20, 18),
                cell("USD", leo, "COMMIT", 5, 4)));

    List<Sheet> sheets = sheets(forecast, forecast.page(Map.of(), null));

    assertThat(sheets).extracting(Sheet::currency).containsExactly("EUR", "EUR", "USD");
    assertThat(sheets).extracting(Sheet::whole).containsExactly(true, false, false);
    assertThat(sheets)
        .extracting(s -> amount(s.sellersTotal().values().get(9).sum()))
        .containsExactly("32", "10", "25");
    assertThat(amount(forecast.of(Forecast.WHOLE, null, eva, true, Part.SAFE))).isEqualTo("28");
    assertThat(new Forecast(List.of()).isEmpty()).isTrue();
  }

  private static List<Sheet> sheets(Forecast forecast, Slice<Optional<UUID>> sellers) {
    return forecast.sheets(QUESTION, COLUMNS, Part.SAFE, "EUR", sellers.rows());
  }

  private static String amount(Sum sum) {
    return sum.amount().toPlainString();
  }

  private static Cell cell(
      String currency, @Nullable UUID owner, String category, int amount, int worth) {
    BigDecimal own = BigDecimal.valueOf(amount);
    BigDecimal whole = BigDecimal.valueOf(worth);
    return new Cell(currency, "2026-11", owner, category, own, own, whole, whole, 1, 0, 0);
  }
}
