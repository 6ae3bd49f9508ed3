package com.arenacrm.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The main job, the whole way: Lucía says whom she wants and plans the week, a visitor fills in a
 * form, Lucía qualifies and hands over, Marcos sells, Teresa reads what came of it.
 */
@JourneyTest
class MainJobTests {

  private static final Instant THURSDAY_AFTERNOON = Instant.parse("2026-11-19T15:00:00Z");
  private static final Instant FRIDAY_EVENING = Instant.parse("2026-11-20T17:30:00Z");

  @Autowired Arena arena;

  @BeforeEach
  void aNewCompany() {
    arena.asNew();
  }

  @Test
  void threePeopleGoFromAProfileToAReportWhoseNumbersAgree() {
    theWholeWay(Look.DESK);
  }

  @Test
  void theSameWithoutScripts() {
    theWholeWay(Look.DESK.withoutScripts());
  }

  @Test
  void theMainActionsInEnglishOnATelephone() {
    Look look = Look.PHONE.inEnglish();
    Tab lucia = arena.lucia(look);
    Tab marcos = arena.marcos(look);
    Tab teresa = arena.teresa(look);

    lucia.open("/").follow("Write the first profile");
    lucia.go(() -> lucia.click(lucia.main().locator("a:has-text('New profile')").first()));
    lucia.fill("Name of the profile", "Boutique hotels");
    lucia.go(() -> lucia.click(lucia.button("Save the draft").first()));
    lucia.follow("Week").follow("+ Add one for “Try”").shows("New activity");
    lucia
        .fill("What", "Tasting")
        .fill("Which day, or from when", "2026-11-18")
        .fill("What for", "That they try the coffee.")
        .fill("How", "At the roastery")
        .fill("Investment", "260")
        .choose("For which profile", "Boutique hotels")
        .choose("What it seeks", "Demand: that somebody wants to buy");
    lucia.press("Plan it").shows("The week").says("“Tasting” is in the plan.");

    lucia.go(() -> lucia.click(lucia.page().locator(".phase-try .act a").first()));
    lucia.follow("The activity").follow("Forms");
    lucia.go(() -> lucia.click(lucia.main().locator("a:has-text('New form')").first()));
    lucia.fill("Title", "Come and taste").fill("Address", "tasting");
    save(lucia);
    Tab visitor = arena.visitor(look);
    visitor.open("/forms/tasting").shows("Come and taste");
    arena.clock().pass(Duration.ofMinutes(1));
    visitor.fill("Full name", "Paula Rey").fill("E-mail", "paula@mirador.example");
    visitor.page().locator("[name=company]").fill("Hotel Mirador");
    visitor.tick("I agree to be written to in answer to what I ask for.");
    visitor.press("Send").shows("Thank you");

    lucia.follow("Leads").follow("Paula Rey").says("The five facts");
    lucia
        .fill("What they need", "20 kg a month")
        .fill("Budget", "€700 a month")
        .fill("Who decides", "She does")
        .fill("Purchase date", "2026-12-01");
    lucia.press("Save what was found out").press("Qualify");
    lucia.choose("To whom", "Marcos Vidal").fill("First step that you suggest", "Call her");
    lucia.press("Hand over").says("4 h of work left");

    marcos.open("/").shows("My day").says("4 h of working time left.");
    marcos.stay(() -> marcos.click(marcos.button("Accept")));
    marcos.stay(() -> marcos.click(marcos.button("Confirm and go on")));
    marcos.follow("Hotel Mirador").follow("Won…").fill("Amount of the sale", "8400");
    marcos.fill("If something is not met or skipped, why", "They signed at once.");
    marcos.press("Mark as won").says("is won. Congratulations.").says("€8,400");

    teresa.open("/").shows("Weekly hourglass").says("1 deal");
    teresa.go(
        () ->
            teresa.click(
                teresa
                    .page()
                    .locator("tr.phase-try a")
                    .filter(new Locator.FilterOptions().setHasText("€8,400"))));
    teresa.says("Hotel Mirador");
  }

  private void theWholeWay(Look look) {
    Tab lucia = arena.lucia(look);
    Tab marcos = arena.marcos(look);
    Tab teresa = arena.teresa(look);

    luciaDefinesWhomSheWants(lucia);
    marcosSigns(marcos);
    luciaKnows(lucia, "Eva Gil", "eva@palacete.example", "Hotel Palacete");
    luciaKnows(lucia, "Hugo Paz", "hugo@faro.example", "Hotel Faro");
    luciaPlansATasting(lucia);
    luciaMovesTheTastingThereAndBack(lucia);
    luciaPlansANewsletter(lucia);
    String form = luciaPutsUpAForm(lucia);
    aVisitorFillsItIn(form);

    arena.clock().set(THURSDAY_AFTERNOON);
    luciaClosesTheTasting(lucia);
    luciaNotesASignal(lucia);
    luciaQualifiesAndHandsOver(lucia);

    arena.clock().pass(Duration.ofMinutes(30));
    marcosAccepts(marcos);
    marcosLogsACall(marcos);
    marcosMovesItOnTheBoard(marcos);
    marcosConfirmsTheSignal(marcos);
    marcosWins(marcos);

    arena.clock().set(FRIDAY_EVENING);
    luciaClosesTheWeek(lucia);
    teresaReadsTheReport(teresa);
    bothTeamsReadTheSameReport(lucia, marcos);
  }

  // -- Lucía says whom she wants

  private void luciaDefinesWhomSheWants(Tab lucia) {
    lucia.open("/").shows("La semana").says("Antes de planificar, di a quién quieres llegar.");
    lucia.follow("Escribir el primer perfil").shows("Perfiles de cliente ideal");
    lucia.go(() -> lucia.click(lucia.main().locator("a:has-text('Nuevo perfil')").first()));
    lucia
        .fill("Nombre del perfil", "Hoteles boutique")
        .fill("A quién no queremos", "A quien solo compara precios.");
    lucia.stay(() -> lucia.click(lucia.button("Añadir un criterio")));
    lucia.page().locator("[name='criteria[0].field']").selectOption("Sector");
    lucia.settle();
    lucia.page().locator("[name='criteria[0].value']").fill("Hotel");
    lucia.page().locator("[name='criteria[0].weight']").fill("60");
    lucia.fill("Propuesta de valor", "Café de especialidad que el huésped recuerda.");
    lucia.check(lucia.page().locator("[name='phases[5].off']"));
    lucia.fill("Por qué no aplica la fase Repetir", "Se compra una vez y se sirve por contrato.");
    lucia.press("Guardar, firmar y enviar a ventas").says("Firmado por marketing.");
  }

  private void marcosSigns(Tab marcos) {
    marcos.open("/").shows("Mi día").says("Ahora mismo no hay nada.");
    marcos.follow("Perfiles").follow("Hoteles boutique");
    marcos.press("Firmar por ventas").says("la edición 1 está en vigor");
  }

  // -- Lucía plans

  private void luciaKnows(Tab lucia, String name, String email, String company) {
    lucia.open("/contacts/people/new");
    lucia.fill("Nombre y apellidos", name).fill("Correo", email).fill("Empresa", company);
    lucia.press("Guardar").shows(name);
  }

  private void luciaPlansATasting(Tab lucia) {
    lucia.open("/").follow("+ Añadir una para «Probar»").shows("Nueva actividad");
    lucia
        .fill("Qué", "Cata para jefes de sala")
        .fill("Qué día, o desde cuándo", "2026-11-19")
        .fill("Para qué", "Que prueben el café.")
        .fill("Cómo", "En el tostadero")
        .fill("Inversión", "260")
        .choose("Para qué perfil", "Hoteles boutique")
        .choose("Qué busca", "Demanda: que alguien quiera comprar");
    lucia.press("Planificar").shows("La semana").says("«Cata para jefes de sala» está en el plan.");
  }

  private void luciaPlansANewsletter(Tab lucia) {
    lucia.follow("+ Añadir una para «Conocer»").shows("Nueva actividad");
    lucia
        .fill("Qué", "Boletín")
        .fill("Qué día, o desde cuándo", "2026-11-18")
        .fill("Para qué", "Que sepan de nosotros.")
        .fill("Cómo", "Correo")
        .fill("Inversión", "35,50")
        .choose("Para qué perfil", "Hoteles boutique")
        .choose("Qué busca", "Notoriedad: que sepan que existimos");
    lucia.click(lucia.main().getByText("Por semanas"));
    if (lucia.look().scripts()) {
      Locator ticked = lucia.main().locator("[name=weekdays]:checked");
      lucia.fill("Qué día, o desde cuándo", "2026-11-20");
      assertThat(ticked).hasValue("FRIDAY");
      lucia.fill("Qué día, o desde cuándo", "2026-11-18");
      assertThat(ticked).hasValue("WEDNESDAY");
    }
    lucia.check(lucia.main().locator("[name=weekdays][value=WEDNESDAY]"));
    lucia.check(lucia.main().locator("[name=weekdays][value=FRIDAY]"));
    if (lucia.look().scripts()) {
      lucia.says("mié 18 nov, vie 20 nov").examine();
    }
    lucia.press("Planificar").shows("La semana");
    Locator week = lucia.page().locator("table.week");
    assertThat(week.locator(".phase-know .act")).hasCount(2);
    assertThat(week.locator(".phase-try .act")).hasCount(1);
    assertThat(week.locator(".phase-like")).containsText("Sin actividad esta semana.");
    assertThat(week.locator(".phase-repeat"))
        .containsText("No aplica. Se compra una vez y se sirve por contrato.");
    lucia.says("de 6 fases").says("de 331 €");
    if (lucia.look().scripts()) {
      luciaDropsTheTastingOnOtherPhases(lucia, week);
    }
  }

  private void luciaDropsTheTastingOnOtherPhases(Tab lucia, Locator week) {
    Locator tasting = week.locator(".phase-try .act[data-drag]");
    for (String other : List.of(".phase-like td.gap", ".phase-know td >> nth=0")) {
      tasting.dragTo(week.locator(other));
      assertThat(lucia.page().locator("#flash .flash-refused")).containsText("día de su fase");
      assertThat(lucia.page().locator("#live")).containsText("día de su fase");
      lucia.page().evaluate("document.getElementById('flash').replaceChildren()");
      assertThat(week.locator(".phase-try .act")).hasCount(1);
    }
  }

  /** From the page of the occurrence, where no grid stands around the form. */
  private void luciaMovesTheTastingThereAndBack(Tab lucia) {
    lucia.follow("Cata para jefes de sala").follow("Mover a…");
    lucia.shows("Mover «Cata para jefes de sala»");
    lucia.check(lucia.page().locator("[name=day][value='2026-11-20']"));
    lucia.press("Mover").shows("La semana").says("pasa al viernes 20 de noviembre, semana 47.");
    lucia.press("Deshacer").shows("La semana").says("pasa al jueves 19 de noviembre, semana 47.");
  }

  // -- the visitor

  private String luciaPutsUpAForm(Tab lucia) {
    lucia.follow("Cata para jefes de sala").follow("La actividad").follow("Formularios");
    lucia.go(() -> lucia.click(lucia.main().locator("a:has-text('Nuevo formulario')").first()));
    lucia.fill("Título", "Ven a la cata").fill("Dirección", "cata");
    assertThat(lucia.field("Actividad").locator("option:checked"))
        .containsText("Cata para jefes de sala");
    lucia.stay(() -> lucia.click(lucia.button("Añadir una pregunta")));
    Locator question = lucia.main().locator("[name='fields[4].words[0].called']");
    question.waitFor();
    question.fill("¿Cuántos cafés servís al día?");
    save(lucia).says("Formulario hecho.");
    return lucia.field("Dirección pública").inputValue();
  }

  // The first button of that name is for the Enter key.
  private static Tab save(Tab lucia) {
    return lucia.go(() -> lucia.click(lucia.main().locator(".buttons button.btn-primary").first()));
  }

  private void aVisitorFillsItIn(String address) {
    assertThat(address).isEqualTo(arena.origin() + "/forms/cata");
    Tab visitor = arena.visitor(Look.PHONE.withoutScripts());
    visitor.open("/forms/cata").shows("Ven a la cata");
    arena.clock().pass(Duration.ofMinutes(2));
    visitor.fill("Nombre y apellidos", "Paula Rey");
    visitor.fill("Correo", "paula@mirador.example");
    visitor.page().locator("[name=company]").fill("Hotel Mirador");
    visitor
        .page()
        .getByLabel("¿Cuántos cafés servís al día?")
        .fill("Unos 200, entre desayunos y salón.");
    visitor.tick("Acepto que me escribáis para responder a lo que pido.");
    visitor.press("Enviar").shows("Gracias");
  }

  // -- Lucía closes, notes, qualifies, hands over

  private void luciaClosesTheTasting(Tab lucia) {
    lucia.open("/");
    lucia.go(() -> lucia.click(lucia.page().locator(".phase-try .act a").first()));
    lucia.click(lucia.main().getByText("Hecha", new Locator.GetByTextOptions().setExact(true)));
    lucia
        .fill("Alcance", "40")
        .fill("Convocadas", "12")
        .fill("Asistieron", "8")
        .fill("Gastado", "245,50");
    lucia.press("Guardar el resultado").says("«Cata para jefes de sala» está hecha.");
    if (!lucia.look().scripts()) {
      lucia.follow("Volver a la actividad");
    }
    lucia.fill("O una lista", "eva@palacete.example\nHugo Paz");
    lucia.press("Anotar personas").says("2 personas más anotadas");
    lucia.says("rellenaron un formulario: 1").says("asistieron: 2");
  }

  private void luciaNotesASignal(Tab lucia) {
    if (!lucia.look().scripts()) {
      lucia.follow("Ver y anotar las señales");
    }
    lucia
        .fill("Persona", "paula@mirador.example")
        .fill("La prueba", "Preguntó por 20 kg al mes para enero.");
    lucia.press("Anotar la señal").says("Señal anotada.");
    if (!lucia.look().scripts()) {
      lucia.follow("Ver y anotar las señales");
    }
    lucia.says("Contará cuando ventas la confirme.");
  }

  private void luciaQualifiesAndHandsOver(Tab lucia) {
    lucia.follow("Prospectos").follow("Paula Rey").says("Los cinco datos");
    lucia.says("Unos 200, entre desayunos y salón.").says("Cata para jefes de sala");
    assertThat(lucia.button("Calificar")).isDisabled();
    lucia.says("Falta: necesidad, capacidad, fecha");
    lucia
        .fill("Qué necesita", "20 kg al mes de café en grano")
        .fill("Presupuesto", "700 € al mes")
        .fill("Quién decide", "Ella, con la directora")
        .fill("Fecha de compra", "2026-12-01");
    lucia.press("Guardar lo averiguado").press("Calificar").says("Calificado");
    lucia
        .choose("A quién", "Marcos Vidal")
        .fill("Por qué ahora", "Quiere empezar en diciembre.")
        .fill("Qué se le ha prometido", "Una muestra de dos orígenes")
        .fill("Primer paso que propones", "Llamar para llevar la muestra");
    lucia.press("Entregar").says("Entregado a Marcos Vidal.").says("de trabajo");
  }

  // -- Marcos sells

  private void marcosAccepts(Tab marcos) {
    marcos.open("/").shows("Mi día").says("Quedan 3 h 30 min de trabajo.").says("Paula Rey");
    marcos.follow("Paula Rey").shows("Entrega: Paula Rey").says("Una muestra de dos orígenes");
    marcos.follow("Mi día");
    marcos.stay(() -> marcos.click(marcos.button("Aceptar")));
    assertThat(marcos.page().locator("[name=step]")).hasValue("Llamar para llevar la muestra");
    marcos.stay(() -> marcos.click(marcos.button("Confirmar y seguir")));
    marcos.says("Llamar para llevar la muestra");
  }

  private void marcosLogsACall(Tab marcos) {
    marcos.open("/pipeline/day").follow("Oportunidades");
    marcos.go(() -> marcos.click(marcos.main().locator(".card-name")));
    marcos.says("Llamar para llevar la muestra");
    if (marcos.look().scripts()) {
      marcos.says("Cata para jefes de sala");
    }
    marcos.follow("Hecho");
    marcos.page().locator("[name=result]").selectOption("TALKED");
    marcos.page().locator("[name=note]").fill("Le llevo la muestra mañana a las diez.");
    marcos.page().locator("[name=step]").fill("Llevar la muestra");
    marcos.click(marcos.main().locator("form[action*='/steps'] .log-when").getByText("mañana"));
    marcos.press("Guardar y seguir").says("Anotado, y el próximo paso queda planeado.");
    marcos.says("Le llevo la muestra mañana a las diez.").says("Llevar la muestra");
  }

  private void marcosMovesItOnTheBoard(Tab marcos) {
    marcos.follow("Oportunidades");
    marcos.stay(() -> marcos.click(marcos.main().locator(".card-do:has-text('Mover a…')")));
    marcos.stay(() -> marcos.click(marcos.main().getByText("Necesidad clara…")));
    marcos.click(marcos.main().getByText("Sabemos con quién hablar"));
    marcos.click(marcos.main().getByText("Hay una conversación acordada"));
    marcos.stay(() -> marcos.click(marcos.button("Mover a Necesidad clara")));
    assertThat(
            marcos
                .main()
                .locator(
                    "section.column",
                    new Locator.LocatorOptions()
                        .setHas(marcos.page().locator("h2:has-text('Necesidad clara')"))))
        .containsText("Hotel Mirador");
  }

  private void marcosConfirmsTheSignal(Tab marcos) {
    marcos.follow("Prospectos").follow("Señales por confirmar");
    marcos.says("Preguntó por 20 kg al mes para enero.");
    marcos.press("Confirmar").says("Confirmada: ya cuenta.");
  }

  private void marcosWins(Tab marcos) {
    marcos.follow("Oportunidades");
    marcos.go(() -> marcos.click(marcos.main().locator(".card-name")));
    marcos.follow("Ganada…").fill("Importe de la venta", "8400");
    marcos.expecting(422).press("Marcar como ganada").says("Marca lo que se cumple, o di por qué");
    marcos.fill("Si algo no se cumple o se salta, por qué", "Firman hoy tras probarlo.");
    marcos.press("Marcar como ganada").says("está ganada. Enhorabuena.").says("8.400");
  }

  // -- Lucía closes the week

  private void luciaClosesTheWeek(Tab lucia) {
    lucia.open("/").follow("Cerrar la semana").shows("Cerrar la semana 47");
    lucia.says("Quedan 2 sin cerrar").says("Cuando cada actividad tenga su estado");
    lucia.go(() -> lucia.click(lucia.main().locator(".closing a").first()));
    lucia.click(lucia.main().getByText("Hecha", new Locator.GetByTextOptions().setExact(true)));
    lucia.fill("Alcance", "400").fill("Gastado", "30").press("Guardar el resultado");
    lucia.open("/planner/week/closing?week=2026-W47").says("Queda una sin cerrar");
    lucia.fill("Gastado", "0").fill("Si no se hizo, por qué", "La imprenta falló.");
    lucia.press("No hecha").shows("Cerrar la semana 47");
    lucia.fill("En una frase", "La cata trae a quien decide.");
    lucia.press("Cerrar la semana").says("La semana 47 está cerrada.");
  }

  // -- Teresa reads

  /** What the report must say, column by column; the phases and columns not named are zero. */
  private static Map<String, Map<String, String>> whatWasDone() {
    Map<String, Map<String, String>> phases = new LinkedHashMap<>();
    phases.put(
        "KNOW",
        Map.of(
            "planned", "2",
            "done", "1",
            "not_done", "1",
            "investment_planned", "71",
            "investment_spent", "30",
            "reach", "400"));
    phases.put(
        "TRY",
        Map.ofEntries(
            Map.entry("planned", "1"),
            Map.entry("done", "1"),
            Map.entry("investment_planned", "260"),
            Map.entry("investment_spent", "245.5"),
            Map.entry("reach", "40"),
            Map.entry("people_touched", "3"),
            Map.entry("invited", "12"),
            Map.entry("attended", "8"),
            Map.entry("signals_intent", "1"),
            Map.entry("signals_advance", "2"),
            Map.entry("leads", "1"),
            Map.entry("qualified", "1"),
            Map.entry("accepted", "1"),
            Map.entry("deals_opened", "1"),
            Map.entry("deals_won", "1"),
            Map.entry("amount_won", "8400")));
    return phases;
  }

  private void teresaReadsTheReport(Tab teresa) {
    teresa.open("/").shows("Reloj semanal").says("La cata trae a quien decide.");
    List<String> csv = csv(teresa, "");
    String header = csv.get(0);
    assertThat(header)
        .isEqualTo(
            "phase,applicable,planned,done,not_done,investment_planned,investment_spent,reach,"
                + "people_touched,signals_intent,signals_closing,signals_advance,leads,qualified,"
                + "accepted,deals_opened,deals_won,amount_won,invited,attended");
    List<String> figures = List.of(header.split(",")).subList(2, 20);
    List<String> expected = new ArrayList<>(List.of(header));
    for (String phase : List.of("KNOW", "LIKE", "TRUST", "TRY", "BUY", "REPEAT", "REFER")) {
      Map<String, String> line = whatWasDone().getOrDefault(phase, Map.of());
      StringBuilder text = new StringBuilder(phase + "," + !phase.equals("REPEAT"));
      figures.forEach(figure -> text.append(',').append(line.getOrDefault(figure, "0")));
      expected.add(text.toString());
    }
    assertThat(csv).containsExactlyElementsOf(expected);
    String profile =
        teresa.page().locator("#profile option:has-text('Hoteles boutique')").getAttribute("value");
    assertThat(csv(teresa, "&profile=" + profile)).containsExactlyElementsOf(expected);

    teresa.says("de 6 fases");
    // In the file they stand last, where programs that read by position do not trip over them.
    List<String> onScreen = new ArrayList<>(figures);
    onScreen.removeAll(List.of("invited", "attended"));
    onScreen.addAll(onScreen.indexOf("reach") + 1, List.of("invited", "attended"));
    theScreenSaysTheSame(teresa, onScreen);
    eachNumberOpensItsRows(teresa, onScreen);
  }

  private List<String> csv(Tab teresa, String more) {
    APIResponse answer =
        teresa
            .page()
            .context()
            .request()
            .get(arena.origin() + "/reports/coverage.csv?week=2026-W47" + more);
    assertThat(answer.status()).isEqualTo(200);
    return answer.text().lines().toList();
  }

  private void theScreenSaysTheSame(Tab teresa, List<String> figures) {
    for (String phase : List.of("know", "like", "trust", "try", "buy", "repeat", "refer")) {
      Map<String, String> line =
          whatWasDone().getOrDefault(phase.toUpperCase(Locale.ROOT), Map.of());
      List<String> cells =
          teresa.page().locator("table.report tr.phase-" + phase + " td").allInnerTexts();
      for (int i = 0; i < figures.size(); i++) {
        assertThat(plain(cells.get(i + 1)))
            .as("%s of %s", figures.get(i), phase)
            .isEqualTo(line.getOrDefault(figures.get(i), "0"));
      }
    }
  }

  private static String plain(String shown) {
    String text = shown.replaceAll("[.\\s€\u00a0]", "").replace(',', '.');
    return text.equals("—") ? "0" : text.replaceAll("\\.(\\d)0$", ".$1");
  }

  private void eachNumberOpensItsRows(Tab teresa, List<String> figures) {
    for (var phase : whatWasDone().entrySet()) {
      for (var figure : phase.getValue().entrySet()) {
        String rows = number(teresa, figures, phase.getKey(), figure.getKey()).getAttribute("href");
        List<String> cells =
            Jsoup.parse(teresa.page().context().request().get(arena.origin() + rows).text())
                .select("tbody td:last-child")
                .eachText();
        assertThat(cells.stream().mapToDouble(c -> Double.parseDouble(plain(c))).sum())
            .as("rows of %s of %s", figure.getKey(), phase.getKey())
            .isEqualTo(Double.parseDouble(figure.getValue()));
      }
    }
    teresa.go(() -> teresa.click(number(teresa, figures, "TRY", "people_touched")));
    teresa.says("Eva Gil").says("Hugo Paz").says("Paula Rey");
    teresa.go(() -> teresa.click(teresa.main().locator(".crumb a")));
    teresa.go(() -> teresa.click(number(teresa, figures, "TRY", "amount_won")));
    teresa.says("Hotel Mirador").says("8.400");
  }

  private static Locator number(Tab teresa, List<String> figures, String phase, String figure) {
    return teresa
        .page()
        .locator("table.report tr.phase-" + phase.toLowerCase(Locale.ROOT) + " td")
        .nth(figures.indexOf(figure) + 1)
        .locator("a");
  }

  /** The same numbers for both teams (R090); whose deals lie behind them is another matter. */
  private void bothTeamsReadTheSameReport(Tab... others) {
    for (Tab other : others) {
      other.open("/reports/coverage").shows("Reloj semanal").says("La cata trae a quien decide.");
    }
  }
}
