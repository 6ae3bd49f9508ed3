package com.arenacrm.integration.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No amount loses the currency that it is marked with. */
class MoneyTextTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "1,117.10    | 1,117.10  | 0 | -   | -",
        "$1,117.10K  | 1,117.10  | 3 | $   | -",
        "$2,000.50   | 2,000.50  | 0 | $   | -",
        "USD 300     | 300       | 0 | USD | USD",
        "300 usd     | 300       | 0 | USD | USD",
        "£20         | 20        | 0 | £   | GBP",
        "R$ 10       | 10        | 0 | R$  | BRL",
        "10 US$      | 10        | 0 | US$ | USD",
        "$10 MXN     | 10        | 0 | MXN | MXN",
        "1.117,10 €  | 1.117,10  | 0 | €   | EUR",
        "2,5 M€      | 2,5       | 6 | €   | EUR",
        "12 mil      | 12        | 3 | -   | -",
        "3.4bn       | 3.4       | 9 | -   | -",
        "¥ 900       | 900       | 0 | ¥   | -",
        "-5 CHF      | -5        | 0 | CHF | CHF",
        "$-5         | -5        | 0 | $   | -",
        "EUR 1 234,50| 1 234,50  | 0 | EUR | EUR",
        "5 MXN       | 5         | 0 | MXN | MXN",
      })
  void anAmountIsTakenApart(String text, String number, int zeros, String mark, String currency) {
    assertThat(MoneyText.of(text)).contains(new MoneyText(number, zeros, mark, currency));
  }

  @Test
  void whatIsBesideTheFiguresMustBeMoney() {
    for (String text : List.of("12 manzanas", "K", "", "hacia 300", "10 USD o EUR", "€10 USD")) {
      assertThat(MoneyText.of(text)).as(text).isEmpty();
    }
  }

  @Test
  void aMarkThatManyShareNamesThem() {
    assertThat(MoneyText.candidates("$")).startsWith("USD").contains("MXN", "COP");
    assertThat(MoneyText.candidates("US$")).containsExactly("USD");
    assertThat(MoneyText.meaning("€")).contains("EUR");
    assertThat(MoneyText.meaning("$")).isEmpty();
    assertThat(MoneyText.meaning("manzanas")).isEmpty();
  }
}
