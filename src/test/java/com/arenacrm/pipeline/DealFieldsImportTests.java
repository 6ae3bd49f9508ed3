package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.integration.ImportField;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.UnsupportedEncodingException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** What a file says of a deal comes back in the file that the list gives out (Q41). */
@ArenaTest
class DealFieldsImportTests {

  /** Field, stage of the deal, what the file says and what the list gives out. */
  static final List<String> FIELDS =
      List.of(
          "company|Propuesta|Campos SL|Campos SL",
          "person|Propuesta|Berta Campos|Berta Campos",
          "email|Propuesta|berta@campos.example|berta@campos.example",
          "stage|Negociación||Negociación",
          "product|Propuesta|Molino de campos|Molino de campos",
          "amount|Propuesta|1234.56|1234,56",
          "amount|Ganada|1234.56|1234,56",
          "currency|Propuesta|USD|USD",
          "opened|Propuesta|2026-05-02|2026-05-02",
          "close|Propuesta|2027-01-15|2027-01-15",
          "close|Propuesta|31/01/2027|2027-01-31",
          "close|Ganada|2026-06-01|2026-06-01",
          "close|Perdida|2026-06-01|2026-06-01",
          "closed|Ganada|2026-06-01|2026-06-01",
          "closed|Perdida|2026-06-01|2026-06-01",
          "paymentDue|Ganada|2027-01-15|2027-01-15",
          "paid|Ganada|2026-06-15|2026-06-15",
          "owner|Propuesta|Inés Soto|Inés Soto",
          "name|Propuesta||");

  @Autowired ImportProbe imports;
  @Autowired DealsImport importer;
  @Autowired Cast cast;
  @Autowired MockMvcTester mvc;
  @Autowired MessageSource messages;
  @Autowired JdbcClient jdbc;

  @ParameterizedTest
  @FieldSource("FIELDS")
  void whatAFileSaysOfANewDealComesBack(String line) throws Exception {
    String[] c = line.split("\\|", -1);
    String name = "Nueva " + line.replaceAll("[^\\p{L}\\d]+", " ").strip();

    file(name, c[0], c[1], c[2]);

    assertThat(given(name, c[0], c[1])).isEqualTo(c[0].equals("name") ? name : c[3]);
  }

  @ParameterizedTest
  @FieldSource("FIELDS")
  void whatALaterFileSaysOfItComesBack(String line) throws Exception {
    String[] c = line.split("\\|", -1);
    String name = "Luego " + line.replaceAll("[^\\p{L}\\d]+", " ").strip();
    file(name, "", c[0].equals("stage") ? "Propuesta" : c[1], "");

    file(name, c[0], c[1], c[2]);

    assertThat(given(name, c[0], c[1])).isEqualTo(c[0].equals("name") ? name : c[3]);
  }

  @Test
  void noFieldIsForgotten() {
    Set<String> tried =
        FIELDS.stream().map(l -> l.substring(0, l.indexOf('|'))).collect(Collectors.toSet());
    Set<String> all =
        importer.fields().stream()
            .map(ImportField::key)
            .collect(Collectors.toCollection(HashSet::new));
    // The identifiers of another system are no columns of the list.
    all.removeAll(Set.of("outsideId", "companyId", "personId"));
    assertThat(tried).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Propuesta", "Perdida"})
  void whatOnlyAWonDealCanHaveIsSaidToBeLeftOut(String stage) {
    ImportProbe.Journey file = file("Sin cobro " + stage, "paid", stage, "2026-06-15");

    assertThat(file.notes()).anyMatch(n -> n.contains("deal.import.note.unpaid"));
  }

  private ImportProbe.Journey file(String name, String field, String stage, String text) {
    cast.ines();
    boolean ended = !stage.equals("Propuesta") && !stage.equals("Negociación");
    ImportProbe.Journey file =
        imports
            .upload(
                "deals",
                "Id,Asunto,Etapa,Importe,Fecha de apertura,Fecha de cierre,Otra\n%s,%s,%s,%s,%s,%s,%s\n"
                    .formatted(
                        name,
                        name,
                        stage,
                        stage.equals("Ganada") && !field.equals("amount") ? "9" : "",
                        field.equals("opened") ? "" : "2026-04-01",
                        ended && !field.equals("close") ? "2026-05-01" : "",
                        text),
                cast.teresa())
            .source("campos");
    // What the columns of the last file meant is remembered.
    for (String own : List.of("amount", "opened", "close")) {
      file.column(label(own), field.equals(own) ? "" : own);
    }
    file.column("Otra", text.isEmpty() ? "" : field);
    for (String asked :
        text.isEmpty() || !field.equals("owner") ? Set.of("stage") : Set.of("stage", "owner")) {
      file.guesses(asked).forEach((value, meaning) -> file.value(asked, value, meaning));
    }
    assertThat(file.rehearsed().refusals()).isEmpty();
    file.start();
    return file;
  }

  private static String label(String field) {
    return switch (field) {
      case "amount" -> "Importe";
      case "opened" -> "Fecha de apertura";
      default -> "Fecha de cierre";
    };
  }

  private String id(String stage) {
    return jdbc.sql("select id::text from pipeline.stage where name = :name")
        .param("name", stage)
        .query(String.class)
        .single();
  }

  /** Of what has ended, the day by which files expect it is often the one on which it did. */
  private static boolean isEnd(String field, String stage) {
    return field.equals("close") && !stage.equals("Propuesta");
  }

  /** What the file that the list gives out says in the column of a field. */
  private String given(String name, String field, String stage)
      throws UnsupportedEncodingException {
    String file =
        mvc.get()
            .uri("/pipeline/board/export?stage=" + id(stage))
            .with(cast.as(cast.teresa()))
            .exchange()
            .getResponse()
            .getContentAsString()
            .replace("\uFEFF", "");
    String column =
        importer.fields().stream()
            .filter(f -> f.key().equals(isEnd(field, stage) ? "closed" : field))
            .map(f -> messages.getMessage(f.label(), null, Locale.forLanguageTag("es")))
            .findFirst()
            .orElseThrow();
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().fieldSeparator(';').ofNamedCsvRecord(file)) {
      return rows.stream()
          .filter(row -> row.getField("De qué va").equals(name))
          .map(row -> row.getField(column))
          .findFirst()
          .orElseThrow();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
