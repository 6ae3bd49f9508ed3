package com.arenacrm.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.shared.PhoneNumber;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.SharedData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Lists go out as files and come back without changing anything that nobody edited (Q42). */
@ArenaTest
class ContactExportTests {

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester mvc;

  @ParameterizedTest
  @ValueSource(strings = {"CSV", "XLSX"})
  void aListComesBackUnchangedAndWithWhatWasEditedInIt(String format) {
    String mark = "Ida" + format;
    imports
        .upload(
            "people",
            """
            Nombre,Correo,Teléfono,Empresa,Notas,Consentimiento,Puntos
            "%1$s =1+1",uno@%1$s.example,+34 600 100 20%2$d,%1$s Uno SL,"Dos
            líneas; y ""comillas"\"",sí,007
            %1$s Dos,dos@%1$s.example,,%1$s Dos SL,'=HOY(),no,
            %1$s Tres,,,%1$s Uno SL,@nada,,"1.250"
            """
                .formatted(mark, format.length()),
            cast.lucia())
        .value("consent", "sí", "GIVEN")
        .value("consent", "no", "WITHDRAWN")
        .rehearsed()
        .start();
    byte[] file = export("/contacts/people/export?q=" + mark + "&format=" + format, cast.lucia());
    List<String> before = people(mark);
    assertThat(before).hasSize(3);

    ImportProbe.Journey back = back("people", file);
    assertThat(back.rehearse()).isEqualTo("created 0 updated 0 unchanged 3 refused 0");
    assertThat(back.start()).isEqualTo(back.counts(false));
    assertThat(people(mark)).isEqualTo(before);

    if (format.equals("CSV")) {
      String text = new String(file, StandardCharsets.UTF_8);
      assertThat(text).startsWith("\uFEFFId de Arena;Nombre y apellidos;");
      assertThat(text).contains(";'+346001002").contains("''=HOY()").contains("'@nada");
      ImportProbe.Journey edited =
          back(
              "people",
              text.replace(mark + " Dos;", mark + " Segunda;").getBytes(StandardCharsets.UTF_8));
      assertThat(edited.rehearse()).isEqualTo("created 0 updated 1 unchanged 2 refused 0");
      assertThat(edited.start()).isEqualTo(edited.counts(false));
      assertThat(people(mark).stream().map(p -> p.replace("Segunda", "Dos"))).isEqualTo(before);
      assertThat(edited.undo()).isEqualTo("deleted {person=0} restored 1 left 0");
      assertThat(people(mark)).isEqualTo(before);

      ImportProbe.Journey gone =
          back(
              "people",
              ("Id de Arena;Nombre y apellidos\n" + UUID.randomUUID() + ";Nadie\n")
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(gone.rehearse()).isEqualTo("created 0 updated 0 unchanged 0 refused 1");
    }
  }

  /** Files lose accents and capitals: those of names that are known stay. */
  @Test
  void anImportKeepsTheSpellingOfNamesThatAreThere() {
    imports
        .upload("people", "Name,Company\nÍñigo Ibáñez,Jardín Botánico Pérez\n", cast.lucia())
        .rehearsed()
        .start();

    ImportProbe.Journey people =
        imports
            .upload(
                "people",
                "Name,Company,Job title\ninigo ibanez,JARDIN BOTANICO PEREZ,Jefe\n",
                cast.lucia())
            .mode("BOTH")
            .key("name");
    assertThat(people.rehearse()).isEqualTo("created 0 updated 1 unchanged 0 refused 0");
    people.start();
    ImportProbe.Journey companies =
        imports
            .upload("companies", "Name,City\nJARDIN BOTANICO PEREZ,Lugo\n", cast.lucia())
            .mode("BOTH")
            .key("name");
    assertThat(companies.rehearse()).isEqualTo("created 0 updated 1 unchanged 0 refused 0");
    companies.start();

    assertThat(
            jdbc.sql(
                    """
                    select p.name || ', ' || p.job_title || ', ' || c.name || ', ' || c.city
                    from contacts.person p join contacts.company c on c.id = p.company_id
                    where platform.fold(p.name) = 'inigo ibanez'
                    """)
                .query(String.class)
                .list())
        .containsExactly("Íñigo Ibáñez, Jefe, Jardín Botánico Pérez, Lugo");
  }

  @Test
  void companiesComeBackUnchanged() {
    imports
        .upload(
            "companies",
            """
            Empresa,Web,Sector,Empleados,Teléfono,Ciudad,Facturación
            Vuelta SL,vuelta.example,Cafés,12,+34 981 22 33 44,Lugo,"1.117,10 €"
            Vuelta SA,https://vuelta.example/sa,,,,,
            """,
            cast.lucia())
        .rehearsed()
        .start();

    byte[] file = export("/contacts/companies/export?q=Vuelta S&format=XLSX", cast.lucia());

    assertThat(back("companies", file).rehearse())
        .isEqualTo("created 0 updated 0 unchanged 2 refused 0");
  }

  @Test
  void theListsGoOutAsTheyAreSeenToo() {
    imports
        .upload(
            "people",
            "Nombre,Correo,Empresa,Ciudad\nSeen Uno,seen-uno@sale.example,Seen Molino SL,Soria\n",
            cast.lucia())
        .rehearsed()
        .start();

    String people =
        new String(
            export("/contacts/people/export?q=Seen Uno&shown=true", cast.lucia()),
            java.nio.charset.StandardCharsets.UTF_8);
    String companies =
        new String(
            export("/contacts/companies/export?q=Seen Molino&shown=true", cast.lucia()),
            java.nio.charset.StandardCharsets.UTF_8);

    assertThat(people.lines().toList()).hasSize(2);
    assertThat(people).contains("Seen Uno;Seen Molino SL;").doesNotContain("Soria");
    assertThat(companies.lines().toList()).hasSize(2);
    assertThat(companies).contains("Seen Molino SL;").endsWith(";1\r\n");
  }

  @Test
  void stringsThatBreakSoftwareComeBackAsTheyWent() {
    List<String> strings =
        new String(SharedData.bytes("naughty_strings/blns.txt"), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .filter(line -> line.chars().noneMatch(c -> c < 0x20 || c == 0xfffd))
            .map(String::strip)
            .distinct()
            .toList();
    assertThat(strings).hasSizeGreaterThan(400);
    String rows =
        java.util.stream.IntStream.range(0, strings.size())
            .mapToObj(
                i ->
                    "malas%d@malas.example;Malas %d;\"%s\"\n"
                        .formatted(i, i, strings.get(i).replace("\"", "\"\"")))
            .collect(Collectors.joining());
    ImportProbe.Journey file =
        imports.upload("people", "Correo;Nombre;Notas\n" + rows, cast.lucia()).wordForWord();
    assertThat(file.rehearse()).startsWith("created " + strings.size() + " updated 0");
    file.start();
    assertThat(
            jdbc.sql("select notes from contacts.person where email like '%@malas.example'")
                .query(String.class)
                .list())
        .as("kept verbatim")
        .containsExactlyInAnyOrderElementsOf(strings);

    for (String format : List.of("CSV", "XLSX")) {
      byte[] out = export("/contacts/people/export?q=malas.example&format=" + format, cast.lucia());
      assertThat(back("people", out).wordForWord().rehearse())
          .as(format)
          .isEqualTo("created 0 updated 0 unchanged " + strings.size() + " refused 0");
    }
    file.undo();
  }

  /** A file takes nobody for another who shares their telephone. */
  @Test
  void ofThoseWhoShareATelephoneTheNameSaysWhoIsMeant() {
    PhoneNumber phone = PhoneNumber.parse("600778811", "ES").orElseThrow();
    for (String name : List.of("Antía Meilán Seoane", "Xurxo Meilán Castro")) {
      book.addSharing(
          PersonId.next(),
          PersonDetails.of(name, null, phone, null),
          cast.lucia().id(),
          java.time.Instant.now());
    }
    String rows =
        """
        Nombre;Teléfono;Ciudad
        Xurxo Meilán Castro;600 778 811;Lugo
        antia meilan seoane;600 778 811;Ourense
        Noa Meilán Pin;600 778 811;Vigo
        """;

    for (String key : List.of("name", "phone")) {
      ImportProbe.Journey file = imports.upload("people", rows, cast.lucia()).key(key).mode("BOTH");
      assertThat(file.rehearse()).as(key).contains("created 0 updated 2").endsWith("refused 1");
      file.start();
      assertThat(file.refusals().toString()).contains("600 77 88 11");
      assertThat(
              jdbc.sql("select name || ' ' || city from contacts.person where phone = ?")
                  .param(phone.e164())
                  .query(String.class)
                  .list())
          .containsExactlyInAnyOrder("Antía Meilán Seoane Ourense", "Xurxo Meilán Castro Lugo");
      file.undo();
    }
  }

  @Test
  void whoTookAListIsInTheTrail() {
    export("/contacts/people/export?q=nadie-se-llama-asi&format=CSV", cast.lucia());

    assertThat(
            jdbc.sql(
                    """
                    select actor_name || ' ' || subject_name from identity.audit_entry
                    where action = 'list-exported' order by at desc limit 1
                    """)
                .query(String.class)
                .single())
        .contains("Personas");
  }

  private ImportProbe.Journey back(String importer, byte[] file) {
    ImportProbe.Journey back = imports.upload(importer, "vuelta.csv", file, cast.lucia());
    assertThat(back.mapping("Id de Arena")).isEqualTo("outsideId");
    if (importer.equals("people") && back.hasColumn("consent")) {
      back.guesses("consent").forEach((text, meaning) -> back.value("consent", text, meaning));
    }
    return back;
  }

  private List<String> people(String mark) {
    return jdbc.sql(
            """
            select (to_jsonb(p) - 'search' - 'version')::text from contacts.person p
            where p.name like :mark order by p.id
            """)
        .param("mark", mark + "%")
        .query(String.class)
        .list();
  }

  private byte[] export(String path, CurrentUser viewer) {
    var result = mvc.get().uri(path).with(cast.as(viewer)).exchange();
    assertThat(result).hasStatusOk();
    return result.getResponse().getContentAsByteArray();
  }
}
