package com.arenacrm.insight.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.identity.Cast;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A zero is explained by all that makes it one, and by nothing else (complaint 14). */
@ArenaTest
class ZeroTests {

  private static final LocalDate DAY = LocalDate.of(2036, 3, 5);

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;

  private Story story;
  private UUID marcos;
  private UUID activity;

  @BeforeEach
  void oneActivity() {
    assertThat(mvc.get().uri("/pipeline/board").with(cast.as(cast.marcos()))).hasStatusOk();
    story = new Story(jdbc, cast.lucia().id().id());
    marcos = cast.marcos().id().id();
    activity = story.activity("Desayuno con hoteles", "TRY", null, null);
  }

  @Test
  void whatWasDoneIsNotToldAsNotDoneThoughSomeWasNot() {
    UUID done = story.occurrence(activity, DAY, "DONE", "0", 0);
    story.occurrence(activity, DAY.plusDays(1), "DONE", "0", null);
    story.occurrence(activity, DAY.plusDays(2), "NOT_DONE", null, null);
    story.occurrence(activity, DAY.plusDays(3), "PLANNED", null, null);
    story.touch(done, story.person("Nora Gil"), "INVITED", Story.noon(DAY.minusDays(1)));

    assertThat(why("reach"))
        .containsExactly(
            "Una ocurrencia está sin cerrar: sus números se anotan al cerrarlas.",
            "Una ocurrencia no se hizo.",
            "Una ocurrencia se cerró como hecha, sin anotar el alcance.",
            "Una ocurrencia se cerró como hecha, con un cero.");
    assertThat(why("spent"))
        .containsExactly(
            "Una ocurrencia está sin cerrar: sus números se anotan al cerrarlas.",
            "Una ocurrencia no se hizo.",
            "2 ocurrencias se cerraron como hechas, con un cero.");
    assertThat(why("attended"))
        .containsExactly(
            "Una ocurrencia está sin cerrar: sus números se anotan al cerrarlas.",
            "Una ocurrencia no se hizo.",
            "2 ocurrencias se cerraron como hechas, sin anotar asistentes.");
  }

  @Test
  void onlyWhatNobodyWasTouchedByIsSaidToLackPeople() {
    story.occurrence(activity, DAY, "DONE", "0", 0);
    story.occurrence(activity, DAY.plusDays(2), "NOT_DONE", null, null);
    assertThat(why("people"))
        .containsExactly(
            "Una ocurrencia no se hizo.",
            "Ningún contacto anotado: una ocurrencia cerrada como hecha, sin personas.");

    UUID nora = story.person("Nora Gil");
    UUID luis = story.person("Luis Paz");
    UUID here = story.occurrence(activity, DAY.plusDays(3), "DONE", "0", 0);
    UUID before = story.occurrence(activity, DAY.minusDays(60), "DONE", "0", 0);
    for (UUID who : List.of(nora, luis)) {
      story.touch(before, who, "READ", Story.noon(DAY.minusDays(60)));
      story.touch(here, who, "INVITED", Story.noon(DAY));
    }
    story.fit(story.lead(nora, "MANUAL", null, DAY, marcos), "D");
    assertThat(why("new"))
        .containsExactly(
            "A las 2 personas contactadas ya las conocíamos: su primer contacto fue otro.",
            "Una ocurrencia no se hizo.",
            "Ningún contacto anotado: una ocurrencia cerrada como hecha, sin personas.");
    assertThat(why("inside"))
        .containsExactly(
            "Una persona contactada tiene encaje C o D en el perfil de la actividad.",
            "De una persona contactada no se conoce el encaje: se calcula cuando es prospecto.",
            "Una ocurrencia no se hizo.",
            "Ningún contacto anotado: una ocurrencia cerrada como hecha, sin personas.");
  }

  @Test
  void onlySignalsOfTheseDatesThatWouldCountHereAreToldOf() {
    UUID here = story.occurrence(activity, DAY, "DONE", "0", 0);
    UUID other = story.activity("Boletín", "KNOW", null, null);
    UUID there = story.occurrence(other, DAY.plusDays(4), "DONE", "0", 0);
    UUID nora = story.person("Nora Gil");
    story.touch(here, nora, "ATTENDED", Story.noon(DAY));
    story.touch(there, nora, "READ", Story.noon(DAY.plusDays(4)));
    assertThat(why("signals")).containsExactly("Nadie anotó una señal de la persona contactada.");

    // Long before these dates, and of what came later: neither would count here.
    story.signal(nora, null, DAY.minusYears(1), null);
    story.signal(nora, there, DAY.plusDays(5), null);
    assertThat(why("signals")).containsExactly("Nadie anotó una señal de la persona contactada.");

    story.signal(nora, null, DAY.plusDays(6), marcos);
    assertThat(why("signals"))
        .containsExactly(
            "Una señal de estas personas cuenta en otra línea: la de la ocurrencia para la que se anotó o la del último contacto antes de ella.");

    story.signal(nora, here, DAY.plusDays(5), null);
    assertThat(why("signals")).first().asString().contains("Una señal espera a que ventas");
  }

  @Test
  void aZeroWithoutOccurrencesOnTheseDatesIsExplainedForSignalsToo() {
    story.occurrence(activity, DAY.minusDays(200), "DONE", "0", 0);
    story.lead(story.person("Nora Gil"), "MANUAL", activity, DAY, marcos);
    assertThat(why("signals")).hasSize(1).first().asString().contains("la última fue el");
  }

  @Test
  void onlyDealsOfWhichTheLineHasAShareAreSaidToBeDecided() {
    UUID here = story.occurrence(activity, DAY, "DONE", "0", 0);
    UUID nora = story.person("Nora Gil");
    UUID eva = story.person("Eva Prieto");
    story.touch(here, nora, "ATTENDED", Story.noon(DAY));
    story.touch(here, eva, "ATTENDED", Story.noon(DAY.plusDays(1)));
    // Decided, and won by somebody who was here: hers through a role in buying it.
    UUID shared =
        story.deal(story.person("Quien firma"), marcos, "9", "EUR", DAY.plusDays(3), null);
    story.role(shared, eva, "DECIDES");
    story.lose(shared, DAY.plusDays(6));
    // Decided, but opened before anybody was here.
    story.lose(story.deal(nora, marcos, "9", "EUR", DAY.minusDays(3), null), DAY.plusDays(6));
    assertThat(why("pipeline"))
        .containsExactly(
            "La oportunidad en la que esto tiene parte ya se ganó o se perdió: no queda nada por cerrar.");

    story.deal(nora, marcos, "70", "EUR", DAY.minusDays(2), null);
    assertThat(why("pipeline"))
        .containsExactly(
            "La oportunidad en la que esto tiene parte ya se ganó o se perdió: no queda nada por cerrar.",
            "Hay una oportunidad de estas personas, pero sus contactos de aquí son posteriores, o de más de 90 días antes.");
  }

  @Test
  void aShareThatAnotherContactTookIsToldApartFromOneThatCameTooLate() {
    UUID here = story.occurrence(activity, DAY, "DONE", "0", 0);
    UUID other = story.activity("Boletín", "KNOW", null, null);
    UUID there = story.occurrence(other, DAY.minusDays(4), "DONE", "0", 0);
    UUID nora = story.person("Nora Gil");
    UUID luis = story.person("Luis Paz");
    story.touch(there, nora, "READ", Story.noon(DAY.minusDays(4)));
    story.touch(here, nora, "ATTENDED", Story.noon(DAY));
    story.touch(here, luis, "ATTENDED", Story.noon(DAY));
    story.deal(nora, marcos, "10", "EUR", DAY.plusDays(3), null);
    story.deal(luis, marcos, "10", "EUR", DAY.minusDays(3), null);
    assertThat(why("deals&model=first"))
        .containsExactly(
            "Hay una oportunidad de estas personas, pero sus contactos de aquí son posteriores, o de más de 90 días antes.",
            "Hay una oportunidad de estas personas, pero su primer contacto dentro de los 90 días anteriores fue otro.");
    assertThat(why("won"))
        .containsExactly(
            "Ninguna de las personas contactadas tiene una oportunidad ganada en estas fechas.");
  }

  @Test
  void aDealOfALeadThatItBroughtIsNamedWhereNobodyNotedThatThePersonWasThere() {
    story.occurrence(activity, DAY, "DONE", "0", 0);
    UUID nora = story.person("Nora Origen");
    UUID lead = story.lead(nora, "MANUAL", activity, DAY, marcos);
    UUID deal = story.deal(nora, marcos, "15000", "EUR", DAY.plusDays(3), null);
    jdbc.sql("update pipeline.opportunity set lead_id = ? where id = ?")
        .params(lead, deal)
        .update();

    assertThat(why("deals"))
        .containsExactly(
            "Una oportunidad viene de un prospecto que esto trajo, pero cuenta en otra línea: aquí no consta ningún contacto suyo que cuente. Abajo se ve cuáles.",
            "Ningún contacto anotado: una ocurrencia cerrada como hecha, sin personas.");
    Page rows = rows("deals", activity.toString());
    assertThat(rows.text("main")).contains("Vienen de aquí y no cuentan aquí");
    assertThat(rows.document().select("table.not-counted a[href=/leads/" + lead + "]")).hasSize(1);
    // Where no activity has a share, it says that there is one to be asked about.
    assertThat(rows("pipeline", "").text("main"))
        .contains("Su prospecto sí vino de una actividad")
        .contains("Desayuno con hoteles");
    assertThat(why("won"))
        .containsExactly(
            "Ningún contacto anotado: una ocurrencia cerrada como hecha, sin personas.");

    // Once it is noted, it counts here and is explained no longer.
    UUID here = story.occurrence(activity, DAY.plusDays(1), "DONE", "0", 0);
    story.touch(here, nora, "ATTENDED", Story.noon(DAY.plusDays(1)));
    assertThat(rows("deals", activity.toString()).text("main")).doesNotContain("Vienen de aquí");
    assertThat(rows("pipeline", "").text("main")).doesNotContain("sí vino de una actividad");
  }

  @Test
  void whatWasHandedOverIsToldByWhatBecameOfIt() {
    story.occurrence(activity, DAY, "DONE", "0", 0);
    for (int i = 0; i < 3; i++) {
      UUID lead = story.lead(story.person("Prospecto " + i), "MANUAL", activity, DAY, marcos);
      story.handoff(lead, marcos, DAY.plusDays(1), i == 0);
      if (i == 1) {
        jdbc.sql(
                "update leads.handoff set rejected_at = handed_at, rejected_by = to_user, rejection = 'OTHER' where lead_id = ?")
            .param(lead)
            .update();
      }
    }
    jdbc.sql(
            "update leads.handoff set accepted_at = timestamptz '2036-06-01 10:00Z' where accepted_at is not null and lead_id in (select id from leads.lead where source_activity_id = ?)")
        .param(activity)
        .update();
    assertThat(why("accepted"))
        .containsExactly(
            "Ventas devolvió una entrega.",
            "Una entrega espera respuesta.",
            "Una entrega se aceptó en otras fechas.");
  }

  @Test
  void whatWasHandedOverBeforeOrByNoActivityIsToldByWhatBecameOfItToo() {
    story.occurrence(activity, DAY, "DONE", "0", 0);
    UUID waiting = story.lead(story.person("Espera Antes"), "MANUAL", activity, DAY, marcos);
    story.handoff(waiting, marcos, DAY.minusDays(40), false);
    UUID returned = story.lead(story.person("Vuelve Ahora"), "MANUAL", activity, DAY, marcos);
    story.handoff(returned, marcos, DAY.minusDays(30), false);
    jdbc.sql(
            "update leads.handoff set rejected_at = timestamptz '2036-03-06 10:00Z', rejected_by = to_user, rejection = 'OTHER' where lead_id = ?")
        .param(returned)
        .update();
    assertThat(why("accepted"))
        .containsExactly(
            "Ventas devolvió en estas fechas una entrega de antes.",
            "Una entrega de antes sigue sin respuesta.",
            "Ninguno se entregó a ventas en estas fechas.");

    UUID ofNone = story.lead(story.person("Sin Origen"), "MANUAL", null, DAY, marcos);
    jdbc.sql("update leads.lead set profile_id = ? where id = ?")
        .params(story.profile, ofNone)
        .update();
    story.handoff(ofNone, marcos, DAY.plusDays(1), false);
    assertThat(rows("accepted", "").texts(".whys li"))
        .contains("Una entrega espera respuesta.")
        .noneMatch(w -> w.contains("tiene su actividad"));
  }

  @Test
  void whereNobodyWasTouchedAZeroOfSalesSaysSoAndSpeaksOfNoTouchedPeople() {
    story.occurrence(activity, DAY, "DONE", "0", 0);
    for (String measure : List.of("won", "deals", "pipeline", "amount")) {
      assertThat(why(measure))
          .as(measure)
          .containsExactly(
              "Ningún contacto anotado: una ocurrencia cerrada como hecha, sin personas.");
    }
  }

  @Test
  void anExplanationTakesFewStatements() {
    story.occurrence(activity, DAY, "DONE", "0", 0);
    var teresa = cast.as(cast.teresa());
    for (Measure measure : Measure.values()) {
      assertThat(
              SqlCount.during(() -> mvc.get().uri(address(measure.key())).with(teresa).exchange()))
          .as(measure.key())
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  private List<String> why(String measure) {
    return Page.of(mvc.get().uri(address(measure)).with(cast.as(cast.teresa())).exchange())
        .texts(".whys li");
  }

  private Page rows(String measure, String line) {
    return Page.of(
        mvc.get()
            .uri(
                "/reports/results/rows?by=activity&from=2036-02-25&until=2036-03-31&window=90&profile=%s&line=%s&measure=%s"
                    .formatted(story.profile, line, measure))
            .with(cast.as(cast.teresa()))
            .exchange());
  }

  private String address(String measure) {
    return "/reports/results/rows?by=activity&from=2036-02-25&until=2036-03-31&window=90&profile=%s&line=%s&measure=%s"
        .formatted(story.profile, activity, measure);
  }
}
