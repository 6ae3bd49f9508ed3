package com.arenacrm.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The reader's own separators, and no text that a spreadsheet would compute. */
class SpreadsheetTests {

  @Test
  void eachReaderGetsTheirSeparators() {
    assertThat(file(Locale.forLanguageTag("es-ES"))).isEqualTo("\uFEFFUno;1234,50;1234,5;\r\n");
    assertThat(file(Locale.forLanguageTag("en-US"))).isEqualTo("\uFEFFUno,1234.50,1234.5,\r\n");
  }

  @Test
  void aFormulaIsMarkedAsText() {
    for (String formula : new String[] {"=1+1", "+1", "-1", "@A1", "\tx", "\rx"}) {
      assertThat(Spreadsheet.harmless(formula)).isEqualTo("'" + formula);
    }
    assertThat(Spreadsheet.harmless("a=b")).isEqualTo("a=b");
    assertThat(Spreadsheet.harmless(null)).isEmpty();
  }

  private static String file(Locale reader) {
    Spreadsheet sheet = new Spreadsheet(reader);
    BigDecimal number = new BigDecimal("1234.50");
    sheet.row("Uno", sheet.number(number), sheet.shortest(number), sheet.number(null));
    return sheet.text();
  }
}
