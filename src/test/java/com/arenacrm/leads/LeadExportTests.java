package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Leads go out as files, each viewer's own, and come back without a change (Q21, Q42). */
@ArenaTest
class LeadExportTests {

  @Autowired ImportProbe imports;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired MockMvcTester mvc;

  @ParameterizedTest
  @ValueSource(strings = {"CSV", "XLSX"})
  void leadsComeBackUnchanged(String format) {
    String mark = "Vuelta" + format.toLowerCase(java.util.Locale.ROOT);
    imports
        .upload(
            "leads",
            """
            Nombre,Correo,Empresa,Convertido,Fecha de fin,Fecha de alta,Necesidad,Fecha de compra
            %1$s Uno,uno@%1$s.example,%1$s SL,sí,2024-03-01 10:11:12,2024-01-01,=cafés,
            %1$s Dos,dos@%1$s.example,%1$s SL,no,,2024-01-02 03:04:05,+más,2027-01-15
            %1$s Tres,tres@%1$s.example,,no,,,,
            """
                .formatted(mark),
            cast.lucia())
        .value("outcome", "sí", "BOUGHT")
        .value("outcome", "no", "OPEN")
        .rehearsed()
        .start();
    String before = dump(mark);

    byte[] file = export("/leads/export?stage=ALL&q=" + mark + "&format=" + format, cast.lucia());
    ImportProbe.Journey back = imports.upload("leads", "vuelta.csv", file, cast.lucia());
    for (String field : List.of("outcome", "marketingOwner", "salesOwner")) {
      back.guesses(field).forEach((text, meaning) -> back.value(field, text, meaning));
    }

    assertThat(back.rehearse()).isEqualTo("created 0 updated 0 unchanged 3 refused 0");
    assertThat(back.start()).isEqualTo(back.counts(false));
    assertThat(dump(mark)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"es", "en"})
  void whoIsInChargeInEachTeamComesBackAsItWas(String language) {
    String mark = "Cargo" + language;
    List<UUID> people = new ArrayList<>();
    people.add(null);
    for (CurrentUser one : List.of(cast.lucia(), cast.marcos(), cast.ines(), cast.teresa())) {
      people.add(one.id().id());
    }
    StringBuilder file = new StringBuilder("Nombre,Correo\n");
    for (int i = 0; i < people.size() * people.size(); i++) {
      file.append("%1$s %2$d,%1$s%2$d@cargo.example\n".formatted(mark, i));
    }
    imports.upload("leads", file.toString(), cast.teresa()).rehearsed().start();
    for (int i = 0; i < people.size() * people.size(); i++) {
      jdbc.sql(
              """
              update leads.lead set owner_id = :marketing, sales_owner_id = :sales
              where person_name = :name
              """)
          .param("marketing", people.get(i / people.size()), java.sql.Types.OTHER)
          .param("sales", people.get(i % people.size()), java.sql.Types.OTHER)
          .param("name", mark + " " + i)
          .update();
    }
    List<String> before = inCharge(mark);

    byte[] out =
        mvc.get()
            .uri("/leads/export?stage=ALL&format=CSV&q=" + mark)
            .header("Accept-Language", language)
            .with(cast.as(cast.teresa()))
            .exchange()
            .getResponse()
            .getContentAsByteArray();
    ImportProbe.Journey back = imports.upload("leads", "vuelta.csv", out, cast.teresa());
    for (String field : List.of("outcome", "marketingOwner", "salesOwner")) {
      back.guesses(field).forEach((text, meaning) -> back.value(field, text, meaning));
    }

    assertThat(back.hasColumn("marketingOwner") && back.hasColumn("salesOwner")).isTrue();
    assertThat(text(out))
        .contains(language.equals("es") ? "A cargo en ventas" : "In charge in sales");
    assertThat(back.rehearse()).isEqualTo("created 0 updated 0 unchanged 25 refused 0");
    back.start();
    assertThat(inCharge(mark)).isEqualTo(before);

    // Somebody else in one of the two columns changes that one alone.
    String and = language.equals("es") ? ";" : ",";
    List<String> lines = text(out).lines().toList();
    String edited =
        lines.get(0)
            + "\n"
            + lines.stream()
                .filter(l -> l.contains(mark + " 6" + and))
                .findFirst()
                .orElseThrow()
                .replace(and + cast.lucia().name() + and, and + cast.teresa().name() + and);
    ImportProbe.Journey other =
        imports.upload("leads", "otra.csv", edited.getBytes(StandardCharsets.UTF_8), cast.teresa());
    for (String field : List.of("outcome", "marketingOwner", "salesOwner")) {
      other.guesses(field).forEach((text, meaning) -> other.value(field, text, meaning));
    }
    assertThat(other.rehearse()).isEqualTo("created 0 updated 1 unchanged 0 refused 0");
    other.start();
    assertThat(
            jdbc.sql("select owner_id from leads.lead where person_name = ?")
                .param(mark + " 6")
                .query(UUID.class)
                .single())
        .isEqualTo(cast.teresa().id().id());
  }

  @Test
  void aSellerTakesOnlyWhatTheySee() {
    imports
        .upload("leads", "Nombre,Correo\nDe Marcos,de-marcos@sale.example\n", cast.marcos())
        .rehearsed()
        .start();

    Visibility before = cast.see(Visibility.OWN);
    try {
      String own = text(export("/leads/export?q=Marcos&stage=ALL", cast.marcos()));
      String others = text(export("/leads/export?q=Marcos&stage=ALL", cast.ines()));

      assertThat(own).contains("De Marcos").contains("Estado (solo lectura)");
      assertThat(others).doesNotContain("De Marcos").doesNotContain("de-marcos");
    } finally {
      cast.see(before);
    }
  }

  @Test
  void theListGoesOutAsItIsSeenToo() {
    imports
        .upload(
            "leads",
            "Nombre,Correo,Empresa\nVista Una,vista-una@sale.example,Mesón Visto\n",
            cast.lucia())
        .rehearsed()
        .start();

    String seen = text(export("/leads/export?q=Vista Una&shown=true", cast.lucia()));
    List<String> lines = seen.lines().toList();

    assertThat(lines.get(0))
        .contains("Nombre y apellidos;Empresa;")
        .contains(";Encaje;")
        .doesNotContain("Correo");
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).startsWith("Vista Una;Mesón Visto;");
    assertThat(
            Page.of(mvc.get().uri("/leads?q=Vista Una").with(cast.as(cast.lucia())).exchange())
                .document()
                .select("a[download]")
                .eachAttr("href"))
        .containsExactly(
            "/leads/export?q=Vista+Una&shown=true&format=XLSX",
            "/leads/export?q=Vista+Una&shown=true&format=CSV",
            "/leads/export?q=Vista+Una&format=XLSX",
            "/leads/export?q=Vista+Una&format=CSV");
  }

  private List<String> inCharge(String mark) {
    return jdbc.sql(
            """
            select concat_ws(' | ', person_name, stage, 'marketing', owner_id, 'sales', sales_owner_id)
            from leads.lead where person_name like :mark order by id
            """)
        .param("mark", mark + "%")
        .query(String.class)
        .list();
  }

  private String dump(String mark) {
    return String.join(
        "\n",
        jdbc.sql(
                """
                select (to_jsonb(l) - cast('{search,version,fit_due,fit_score,fit_grade,likelihood,likelihood_due,engagement,engagement_due}' as text[]))::text
                from leads.lead l where l.person_name like :mark order by l.id
                """)
            .param("mark", mark + "%")
            .query(String.class)
            .list());
  }

  private static String text(byte[] file) {
    return new String(file, StandardCharsets.UTF_8);
  }

  private byte[] export(String path, CurrentUser viewer) {
    var result = mvc.get().uri(path).with(cast.as(viewer)).exchange();
    assertThat(result).hasStatusOk();
    return result.getResponse().getContentAsByteArray();
  }
}
