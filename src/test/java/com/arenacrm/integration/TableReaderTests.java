package com.arenacrm.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.integration.sheets.FileLook;
import com.arenacrm.testing.SharedData;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Tables of others are read as they are meant, with what was detected of them (Q41). */
class TableReaderTests {

  // One is left out: the carriage returns within its cells were lost before it came here.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "comma_in_quotes",
        "empty",
        "empty_crlf",
        "escaped_quotes",
        "json",
        "newlines",
        "quotes_and_newlines",
        "simple",
        "simple_crlf",
        "utf8"
      })
  void whatTheSpectrumSaysIsRead(String name) {
    List<Map<String, String>> meant =
        JsonMapper.shared()
            .readValue(
                SharedData.bytes("csv_spectrum/json/" + name + ".json"),
                new TypeReference<List<Map<String, String>>>() {});

    assertThat(read(SharedData.bytes("csv_spectrum/csvs/" + name + ".csv"))).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({
    "bank_marketing/bank.csv, 17, 4521",
    "ifood_campaign/marketing_campaign.csv, 29, 2240",
    "olist_funnel/olist_mql_before_2018-04.csv, 4, 5345",
    "olist_funnel/olist_deals_before_2018-04.csv, 14, 529",
    "crm_sales_opportunities/sales_pipeline.csv, 8, 8800",
    "csv_papaparse/verylong-sample.csv, 3, 2000",
    "zoho_export/Tasks.csv, 6, 2978"
  })
  void realFilesHaveTheirRowsAndColumns(String name, int columns, int rows) {
    List<Map<String, String>> read = read(SharedData.bytes(name));

    assertThat(read).hasSize(rows);
    assertThat(read).allSatisfy(row -> assertThat(row).hasSize(columns));
    assertThat(read.get(0).keySet()).noneMatch(header -> header.contains("\uFEFF"));
  }

  @Test
  void accentsSurviveEveryCharacterSet() {
    String text = "Nombre;Ciudad\nÁngela Muñoz;Logroño\nÍñigo Güell;Àvila\n".repeat(20);
    for (String charset : List.of("UTF-8", "windows-1252", "UTF-16LE")) {
      byte[] bytes = text.getBytes(java.nio.charset.Charset.forName(charset));
      assertThat(read(bytes).get(0).values())
          .as(charset)
          .containsExactly("Ángela Muñoz", "Logroño");
    }
  }

  private static List<Map<String, String>> read(byte[] bytes) {
    FileLook look = new FileLook();
    look.at(bytes, bytes.length);
    FileLook.Verdict verdict = look.end();
    ImportSettings settings = Detection.of(bytes, verdict, List.of(), "ES").settings();
    List<Map<String, String>> rows = new ArrayList<>();
    try (TableReader table = new TableReader(new ByteArrayInputStream(bytes), settings)) {
      TableReader.Line line;
      while ((line = table.next()) != null) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < table.header().size(); i++) {
          row.put(table.header().get(i), i < line.cells().size() ? line.cells().get(i) : "");
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
