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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "Importe (USD)        | USD   | Importe",
        "Amount EUR           | EUR   | Amount",
        "close_value_usd      | USD   | close value",
        "amountUSD            | USD   | amount",
        "Importe en euros     | EUROS | Importe",
        "Price [in GBP]       | GBP   | Price",
        "Precio €             | €     | Precio",
        "€ Importe            | €     | Importe",
        "Importe ($)          | $     | Importe",
        "Valor en dólares     | DÓLARES | Valor",
        "Amount ($) USD       | USD   | Amount",
        "Importe (TRY)        | TRY   | Importe",
        "USD                  | USD   | ''",
        "EUR to USD           | -     | to",
        "Total (all)          | -     | Total (all)",
        "Amount ALL           | -     | Amount ALL",
        "Best try             | -     | Best try",
        "Sales top            | -     | Sales top",
        "Importe neto sin IVA | -     | Importe neto sin IVA",
        "Account EUR manager  | -     | Account EUR manager",
      })
  void aHeaderBearsAMark(String header, String mark, String without) {
    assertThat(MoneyText.ofHeader(header)).isEqualTo(java.util.Optional.ofNullable(mark));
    assertThat(MoneyText.headerWithoutMarks(header).strip()).isEqualTo(without);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "-",
      value = {
        "#,##0.00 [$€-C0A]                 | €",
        "\"$\"#,##0                        | $",
        "[$$-409]#,##0.00                  | $",
        "[$USD] #,##0.00                   | USD",
        "#,##0.00\\ \"€\";[Red]-#,##0.00 \"$\" | €",
        "_-* #,##0.00\\ \"€\"_-;-* #,##0.00  | €",
        "$#,##0;($#,##0)                   | $",
        "£0.0                              | £",
        "[$R$-416] #,##0.00                | R$",
        "#,##0,\"K €\"                     | €",
        "[Green]#,##0.00                   | -",
        "0.00 \"días\"                     | -",
        "0.0%                              | -",
        "General                           | -",
        "#,##0.00                          | -",
        "\"sin cerrar                      | -",
      })
  void aNumberFormatShowsAMark(String format, String mark) {
    assertThat(MoneyFormat.mark(format)).isEqualTo(mark);
  }
}
