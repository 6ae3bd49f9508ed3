package com.arenacrm.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Spreadsheets and address cards come in as files of text do (Q41). */
@ArenaTest
class ImportFormatsTests {

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester mvc;

  @Test
  void aSpreadsheetUnderTheNameOfATextComesInSheetBySheet() throws IOException {
    ImportProbe.Journey file = imports.upload("people", "libro.csv", book(), cast.lucia());

    Page reading = page("/integration/imports/" + file.id() + "/reading");
    assertThat(reading.text("main")).contains("Portada").contains("Personas");
    assertThat(reading.document().select("[name=delimiter], [name=charset]")).isEmpty();
    assertThat(
            mvc.post()
                .uri("/integration/imports/" + file.id() + "/reading/table")
                .with(cast.as(cast.lucia()))
                .with(
                    org.springframework.security.test.web.servlet.request
                        .SecurityMockMvcRequestPostProcessors.csrf())
                .param("table", "1"))
        .hasStatus3xxRedirection();

    file.anew();
    assertThat(file.mapping("Alta")).isEqualTo("since");
    assertThat(file.rehearse()).isEqualTo("created 2 updated 0 unchanged 0 refused 1");
    assertThat(file.refusals()).singleElement().asString().startsWith("5 import.cell.email");
    assertThat(file.start()).isEqualTo(file.counts(false));
    assertThat(
            jdbc.sql(
                    """
                    select name || ' ' || phone || ' ' || (created_at at time zone 'Europe/Madrid')::date
                      || ' ' || (attributes ->> 'Puntos')
                    from contacts.person where email like '%@libro.example' order by name
                    """)
                .query(String.class)
                .list())
        .containsExactly(
            "Núria Bosch +34600111222 2021-04-15 1.1170", "Óscar Gil +34600111223 2021-04-16 7");
    assertThat(file.undo()).contains("person=2");
  }

  /** A title above the table, days that are shown as numbers, and what could not be worked out. */
  @Test
  void aSpreadsheetAsPeopleKeepItComesIn() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Test", "1.0")) {
      Worksheet sheet = book.newWorksheet("Hoja1");
      sheet.value(0, 0, "Clientes\nde 2025");
      sheet.range(0, 0, 0, 3).merge();
      row(sheet, 2, "Nombre", "Correo", "Alta", "Cargo");
      row(sheet, 3, "Fusa Tabla", "fusa@tabla.example", 45720, "#REF!");
      row(sheet, 4, "Otra Tabla", "otra@tabla.example", 45721.5, "Jefa");
    }
    ImportProbe.Journey file =
        imports.upload("people", "tabla.xlsx", out.toByteArray(), cast.lucia());

    assertThat(page("/integration/imports/" + file.id() + "/reading").text("main"))
        .contains("Encima de los títulos de las columnas hay algo que no es de la tabla");
    assertThat(file.columns()).containsExactly("name", "email", "since", "jobTitle");
    assertThat(file.rehearse()).isEqualTo("created 2 updated 0 unchanged 0 refused 0");
    file.start();
    assertThat(tabled())
        .containsExactly("Fusa Tabla 2025-03-04 00:00", "Otra Tabla 2025-03-05 12:00 Jefa");
    assertThat(file.undo()).contains("person=2");
  }

  @Test
  void aTextFileSaysWhichDayANumberIsAndWhatStandsAboveItsTable() {
    ImportProbe.Journey file =
        imports.upload(
            "people",
            """
            "Clientes
            de 2025";;

            Nombre;Correo;Alta
            Fusa Tabla;fusa@tabla.example;45720
            """,
            cast.lucia());

    assertThat(file.columns()).containsExactly("name", "email", "since");
    assertThat(file.rehearse()).isEqualTo("created 1 updated 0 unchanged 0 refused 0");
    assertThat(file.notes()).containsExactly("5 import.cell.serial [Alta, 45720, 2025-03-04]");
  }

  private static void row(Worksheet sheet, int row, Object... cells) {
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] instanceof Number number) {
        sheet.value(row, i, number);
      } else {
        sheet.value(row, i, (String) cells[i]);
      }
    }
  }

  private List<String> tabled() {
    return jdbc.sql(
            """
            select concat_ws(' ', name, to_char(created_at at time zone 'Europe/Madrid',
              'YYYY-MM-DD HH24:MI'), job_title)
            from contacts.person where email like '%@tabla.example' order by name
            """)
        .query(String.class)
        .list();
  }

  @Test
  void cardsOfTelephonesComeInOnce() {
    ImportProbe.Journey file = cards();

    assertThat(file.mapping().columns()).contains("name", "email", "phone", "company", "notes");
    assertThat(file.rehearse()).startsWith("created 1 updated 0 unchanged 0 refused 0");
    assertThat(file.start()).isEqualTo(file.counts(false));
    assertThat(cards().rehearse()).startsWith("created 0 updated 0 unchanged 1 refused 0");
    assertThat(
            jdbc.sql(
                    """
                    select name || ' ' || phone || ' ' || (attributes ->> 'Teléfono 2')
                    from contacts.person where email = 'simon.perreault@viagenie.ca'
                    """)
                .query(String.class)
                .list())
        .isEqualTo(List.of("Simon Perreault +14182626501 +1-418-656-9254"));
    assertThat(file.undo()).contains("person=1");
  }

  @Test
  void aCardWithOneBadNumberComesInWithoutIt() {
    ImportProbe.Journey file =
        imports.upload(
            "people",
            "malas.vcf",
            """
            BEGIN:VCARD
            VERSION:3.0
            FN:Tomás Dos Números
            EMAIL:tomas@malas.example
            TEL;TYPE=CELL:preguntar
            TEL;TYPE=WORK:+34600111333
            END:VCARD
            BEGIN:VCARD
            VERSION:3.0
            FN:Úrsula Sin Número
            EMAIL:ursula@malas.example
            TEL:12
            END:VCARD
            """
                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
            cast.lucia());

    assertThat(file.rehearse()).startsWith("created 2 updated 0 unchanged 0 refused 0");
    assertThat(file.notes()).singleElement().asString().contains("import.cell.phone");
    file.start();
    assertThat(
            jdbc.sql(
                    """
                    select concat_ws(' ', name, phone, attributes ->> 'Teléfono 2') from contacts.person
                    where email like '%@malas.example' order by name
                    """)
                .query(String.class)
                .list())
        .containsExactly("Tomás Dos Números +34600111333 preguntar", "Úrsula Sin Número");
  }

  private ImportProbe.Journey cards() {
    return imports.upload(
        "people", "rfc.vcf", SharedData.bytes("vcards/rfc6350-example.vcf"), cast.lucia());
  }

  private static byte[] book() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Test", "1.0")) {
      Worksheet cover = book.newWorksheet("Portada");
      cover.value(0, 0, "Lista");
      cover.value(1, 0, "de 2021");
      Worksheet sheet = book.newWorksheet("Personas");
      String[] header = {"Nombre", "Correo", "Teléfono", "Alta", "Puntos"};
      for (int i = 0; i < header.length; i++) {
        sheet.value(0, i, header[i]);
      }
      person(sheet, 1, "Núria Bosch", "nuria@libro.example", 600111222, 15, 1.117);
      person(sheet, 3, "Óscar Gil", "oscar@libro.example", 600111223, 16, 7);
      person(sheet, 4, "Nadie", "sin arroba", 600111224, 16, 7);
    }
    return out.toByteArray();
  }

  private static void person(
      Worksheet sheet, int row, String name, String email, int phone, int day, Number points) {
    sheet.value(row, 0, name);
    sheet.value(row, 1, email);
    sheet.value(row, 2, phone);
    sheet.value(row, 3, LocalDate.of(2021, 4, day));
    sheet.style(row, 3).format("dd/mm/yyyy").set();
    sheet.value(row, 4, points);
  }

  private Page page(String path) {
    return Page.of(mvc.get().uri(path).with(cast.as(cast.lucia())).exchange());
  }
}
