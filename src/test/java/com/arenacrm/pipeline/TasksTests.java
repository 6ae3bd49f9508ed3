package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Small things to do: written down, given to a colleague, ticked off where they stand. */
@ArenaTest
class TasksTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Desk desk;
  private CurrentUser vera;

  @BeforeEach
  void setUp() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    vera = desk.seller("Vera Sanz");
  }

  @Test
  void whoeverHadATaskThatIsPassedOnIsToldOnce() {
    CurrentUser teresa = cast.teresa();
    CurrentUser rosa = desk.seller("Rosa Vidal");
    String id = TimeOrderedUuid.next().toString();
    String day = desk.today().toString();
    desk.post(vera, "/pipeline/tasks", "id", id, "what", "Medir la barra", "when", day);
    String[] pass = {
      "what",
      "Medir la barra",
      "when",
      "date",
      "on",
      day,
      "owner",
      rosa.id().toString(),
      "version",
      "0"
    };
    assertThat(desk.post(teresa, "/pipeline/tasks/" + id, pass)).hasStatus(302);
    pass[9] = "1";
    assertThat(desk.post(teresa, "/pipeline/tasks/" + id, pass)).hasStatus(302);

    assertThat(Page.of(desk.get(vera, "/notifications")).text("main"))
        .containsOnlyOnce("Teresa Prado ha pasado a Rosa Vidal una tarea tuya: Medir la barra");
    assertThat(
            jdbc.sql(
                    "select mail from notifications.notification where text_key = 'task.told.gone'"
                        + " and arguments[3] = 'Medir la barra'")
                .query(String.class)
                .list())
        .as("at once, also by mail")
        .containsExactly("DUE");
    pass[7] = vera.id().toString();
    pass[9] = "2";
    assertThat(desk.post(rosa, "/pipeline/tasks/" + id, pass)).hasStatus(302);
    assertThat(Page.of(desk.get(rosa, "/notifications")).text("main"))
        .as("not whoever gave it away")
        .doesNotContain("una tarea tuya");
  }

  @Test
  void whatIsWrittenDownOnACardStandsThereInTheDayAndInTheList() {
    Person eva = desk.person("Eva Soto", desk.company("Hotel Faro").id());
    String id = TimeOrderedUuid.next().toString();
    String today = desk.today().toString();
    String[] task = {
      "id",
      id,
      "what",
      "Mandar la ficha",
      "when",
      today,
      "person",
      eva.id().toString(),
      "back",
      "/contacts/people/" + eva.id()
    };

    MvcTestResult given = desk.post(vera, "/pipeline/tasks", task);

    assertThat(given).hasStatus(302).redirectedUrl().isEqualTo("/contacts/people/" + eva.id());
    assertThat(desk.post(vera, "/pipeline/tasks", task)).as("sent twice").hasStatus(302);
    assertThat(desk.count("select count(*) from pipeline.task where id = :id", UUID.fromString(id)))
        .isOne();
    assertThat(Page.of(desk.get(vera, "/pipeline/tasks/of?person=" + eva.id())).text("main"))
        .contains("Mandar la ficha", "Vera");
    assertThat(Page.of(desk.get(vera, "/pipeline/tasks")).text("table"))
        .contains("Mandar la ficha", "Eva Soto");
    Page day = Page.of(desk.get(vera, "/pipeline/day"));
    assertThat(day.text("#t-" + id)).contains("Tarea", "Mandar la ficha", "Eva Soto", "Para hoy");
    assertThat(day.document().select("#t-" + id + " .reach a").eachAttr("href"))
        .as("whoever it is about is called from there")
        .contains("tel:" + eva.phone().orElseThrow().e164());

    assertThat(desk.post(vera, "/pipeline/tasks/" + id + "/tick", "version", "0")).hasStatus(302);
    assertThat(desk.post(vera, "/pipeline/tasks/" + id + "/tick", "version", "0"))
        .as("sent twice")
        .hasStatus(302);
    assertThat(Page.of(desk.get(vera, "/pipeline/day")).has("#t-" + id)).isFalse();
    assertThat(Page.of(desk.get(vera, "/pipeline/day")).text("#done-today")).isEqualTo("1");
    assertThat(Page.of(desk.get(vera, "/pipeline/day/done")).texts(".timeline li"))
        .as("the number opens what is behind it")
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).contains("Eva Soto", "Mandar la ficha"));
    assertThat(Page.of(desk.get(vera, "/pipeline/tasks?state=done")).text("table"))
        .contains("Mandar la ficha");
    assertThat(desk.post(vera, "/pipeline/tasks/" + id + "/tick", "version", "0", "done", "false"))
        .as("it has changed")
        .hasStatus(409);
    assertThat(desk.post(vera, "/pipeline/tasks/" + id + "/tick", "version", "1", "done", "false"))
        .hasStatus(302);
    assertThat(Page.of(desk.get(vera, "/pipeline/day")).has("#t-" + id)).isTrue();
  }

  @Test
  void beyondWhatAPageShowsThereIsALinkToAllOfThem() {
    Person many = desk.person("Eva Muchas", null);
    String of = "/pipeline/tasks/of?person=" + many.id();
    for (int i = 0; i < 20; i++) {
      give(many, "Recado " + i, null);
    }
    give(many, "De hace tiempo", "2026-01-07T10:00:00Z");
    assertThat(Page.of(desk.get(vera, of)).document().select(".tasks-part a[href*=all]")).isEmpty();

    give(many, "Uno más", null);
    Page page = Page.of(desk.get(vera, of));
    assertThat(page.document().select(".task-line")).hasSize(20);
    String all = page.document().select(".tasks-part a[href*=all]").attr("href");
    assertThat(Page.of(desk.get(vera, all)).text("main"))
        .contains("Uno más", "Recado 19", "De hace tiempo")
        .doesNotContain("Ver todas las tareas");
  }

  private void give(Person about, String what, String done) {
    jdbc.sql(
            """
            insert into pipeline.task (id, what, owner_id, person_id, person_name, created_at,
              created_by, done_at, done_by, version)
            values (:id, :what, :vera, :person, :name, now(), :vera, cast(:done as timestamptz),
              case when cast(:done as text) is null then null else cast(:vera as uuid) end, 0)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("what", what)
        .param("vera", vera.id().id())
        .param("person", about.id().id())
        .param("name", about.name())
        .param("done", done)
        .update();
  }

  @Test
  void whatIsMissingIsSaidAtItsFieldAndWhatWasTypedStays() {
    MvcTestResult nothing =
        desk.post(
            vera,
            "/pipeline/tasks",
            "id",
            TimeOrderedUuid.next().toString(),
            "what",
            "",
            "when",
            "date",
            "on",
            desk.today().minusDays(1).toString(),
            "personName",
            "Nadie de Nada",
            "note",
            "No perder");

    assertThat(nothing).hasStatus(422);
    Page page = Page.of(nothing);
    assertThat(page.texts(".error"))
        .contains("Di qué hay que hacer.")
        .anyMatch(e -> e.startsWith("Nadie se llama así"));
    assertThat(page.text("textarea[name=note]")).isEqualTo("No perder");
    assertThat(page.value("personName")).isEqualTo("Nadie de Nada");
  }

  @Test
  void aColleagueIsToldOfWhatTheyGetAndOthersDoNotSeeIt() {
    CurrentUser nico = desk.seller("Nico Paz");
    String id = give(vera, nico, "Pedir el catálogo");

    assertThat(
            desk.values(
                "select text_key from notifications.notification where user_id = :id",
                nico.id().id()))
        .contains("reminder.task.given");
    assertThat(Page.of(desk.get(nico, "/pipeline/day")).text("#t-" + id))
        .contains("Pedir el catálogo");
    assertThat(Page.of(desk.get(vera, "/pipeline/day")).has("#t-" + id)).isFalse();
    assertThat(desk.get(vera, "/pipeline/tasks/" + id)).as("who gave it sees it").hasStatusOk();
    assertThat(desk.get(cast.lucia(), "/pipeline/tasks/" + id))
        .as("what is about nobody is nobody else's business")
        .hasStatus(404);
    assertThat(desk.post(cast.lucia(), "/pipeline/tasks/" + id + "/tick", "version", "0"))
        .hasStatus(404);
    assertThat(desk.get(cast.teresa(), "/pipeline/tasks/" + id)).hasStatusOk();
    assertThat(Page.of(desk.get(cast.teresa(), "/pipeline/tasks?owner=" + nico.id())).text("main"))
        .contains("Pedir el catálogo");

    // Whoever gets it may pass it on.
    assertThat(
            desk.post(
                nico,
                "/pipeline/tasks/" + id,
                "what",
                "Pedir el catálogo",
                "when",
                "date",
                "on",
                desk.today().toString(),
                "owner",
                cast.lucia().id().toString(),
                "version",
                "0"))
        .hasStatus(302);
    assertThat(desk.get(cast.lucia(), "/pipeline/tasks/" + id)).hasStatusOk();
    assertThat(Page.of(desk.get(cast.lucia(), "/notifications")).text("main"))
        .contains("Nico Paz te pide: Pedir el catálogo", "1 tarea para hoy");
  }

  @Test
  void aTaskOfADealNamesItOnlyToThoseWhoSeeTheDeal() {
    OpportunityId deal = desk.deal(vera, "Asunto reservado");
    CurrentUser other = desk.seller("Otra Gil");
    Visibility before = cast.see(Visibility.OWN);
    try {
      CurrentUser outside = cast.reread(other.id());
      seesOnlyTheTask(cast.reread(vera.id()), outside, deal);
    } finally {
      cast.see(before);
    }
  }

  private void seesOnlyTheTask(CurrentUser vera, CurrentUser outside, OpportunityId deal) {
    String id = TimeOrderedUuid.next().toString();
    String today = desk.today().toString();

    assertThat(
            desk.post(
                outside,
                "/pipeline/tasks",
                "id",
                id,
                "what",
                "Espiar",
                "when",
                today,
                "deal",
                deal.toString()))
        .hasStatus(404);
    assertThat(desk.get(outside, "/pipeline/tasks/of?deal=" + deal)).hasStatus(404);
    assertThat(
            desk.post(
                vera,
                "/pipeline/tasks",
                "id",
                id,
                "what",
                "Buscar el plano",
                "when",
                today,
                "deal",
                deal.toString(),
                "owner",
                outside.id().toString()))
        .hasStatus(302);
    assertThat(Page.of(desk.get(outside, "/pipeline/tasks/" + id)).text("main"))
        .contains("Buscar el plano")
        .doesNotContain("Asunto reservado");
    assertThat(Page.of(desk.get(outside, "/pipeline/day")).text("main"))
        .doesNotContain("Asunto reservado");
    assertThat(Page.of(desk.get(vera, "/pipeline/tasks/of?deal=" + deal)).text("main"))
        .contains("Buscar el plano");
    assertThat(Page.of(desk.get(vera, "/pipeline/opportunities/" + deal)).has("#tasks")).isTrue();
  }

  @Test
  void oneFormNotesTheTalkTicksTheTaskOffAndWritesDownWhatComesNext() {
    Company faro = desk.company("Hotel Fanal");
    Person eva = desk.person("Eva Fanal", faro.id());
    String id = TimeOrderedUuid.next().toString();
    desk.post(
        vera,
        "/pipeline/tasks",
        "id",
        id,
        "what",
        "Llamar a Eva",
        "when",
        desk.today().toString(),
        "person",
        eva.id().toString());
    String next = TimeOrderedUuid.next().toString();
    String[] said = {
      "id",
      TimeOrderedUuid.next().toString(),
      "next",
      next,
      "task",
      id,
      "version",
      "0",
      "kind",
      "CALL",
      "result",
      "TALKED",
      "note",
      "Quiere muestras",
      "step",
      "Llevar muestras",
      "when",
      desk.today().plusDays(1).toString(),
      "from",
      "day",
      "row",
      "t-" + id
    };

    Page form = Page.of(desk.get(vera, "/pipeline/tasks/talk?task=" + id));
    assertThat(form.has("form.log select[name=kind]")).isTrue();
    String[] empty = said.clone();
    empty[11] = "";
    MvcTestResult refused = desk.htmx(vera, "/pipeline/tasks/talk", empty);
    assertThat(refused).hasStatus(422).headers().hasValue("HX-Retarget", "#t-" + id + " .slot");
    assertThat(Page.of(refused).value("note")).isEqualTo("Quiere muestras");
    MvcTestResult done = desk.htmx(vera, "/pipeline/tasks/talk", said);

    assertThat(done).hasStatusOk();
    Page row = Page.of(done);
    assertThat(row.text("li#t-" + id)).contains("Llamar a Eva", "Llevar muestras");
    assertThat(row.text("#done-today")).isEqualTo("1");
    assertThat(desk.htmx(vera, "/pipeline/tasks/talk", said)).as("sent twice").hasStatusOk();
    assertThat(
            desk.values(
                "select summary from contacts.interaction where person_id = :id", eva.id().id()))
        .containsExactly("Quiere muestras");
    assertThat(
            desk.values(
                "select what || due_on || owner_id from pipeline.task where person_id = :id and done_at is null",
                eva.id().id()))
        .containsExactly("Llevar muestras" + desk.today().plusDays(1) + vera.id());

    // A customer to talk to, of whom there is no task.
    MvcTestResult talk =
        desk.post(
            vera,
            "/pipeline/tasks/talk",
            "id",
            TimeOrderedUuid.next().toString(),
            "next",
            TimeOrderedUuid.next().toString(),
            "company",
            faro.id().toString(),
            "person",
            eva.id().toString(),
            "kind",
            "VISIT",
            "result",
            "MEETING_AGREED",
            "step",
            "");
    assertThat(talk).hasStatus(302).redirectedUrl().isEqualTo("/pipeline/day");
    assertThat(
            desk.post(
                cast.lucia(),
                "/pipeline/tasks/talk",
                "id",
                TimeOrderedUuid.next().toString(),
                "next",
                TimeOrderedUuid.next().toString(),
                "person",
                eva.id().toString(),
                "kind",
                "CALL",
                "result",
                "TALKED",
                "step",
                ""))
        .as("who has no day goes to the tasks")
        .hasStatus(302)
        .redirectedUrl()
        .isEqualTo("/pipeline/tasks");
    assertThat(
            desk.count(
                "select count(*) from contacts.interaction where company_id = :id and kind = 'VISIT'",
                faro.id().id()))
        .isOne();
    assertThat(desk.get(vera, "/pipeline/tasks/talk?company=" + UUID.randomUUID())).hasStatus(404);
  }

  @Test
  void aDayMoreThanAYearAwayIsASlipUnlessItIsThereAlready() {
    String far = desk.today().plusYears(10).toString();
    MvcTestResult made =
        desk.post(
            vera,
            "/pipeline/tasks",
            "id",
            TimeOrderedUuid.next().toString(),
            "what",
            "Mandar la ficha lejos",
            "when",
            "date",
            "on",
            far);
    assertThat(made).hasStatus(422);
    assertThat(Page.of(made).text(".error")).contains("queda a más de un año");

    String id = give(vera, vera, "Ficha lejana");
    String[] changed = {"version", "0", "what", "Ficha lejana", "when", "date", "on", far};
    assertThat(desk.post(vera, "/pipeline/tasks/" + id, changed)).hasStatus(422);
    jdbc.sql("update pipeline.task set due_on = cast(? as date) where id = cast(? as uuid)")
        .params(far, id)
        .update();
    assertThat(desk.post(vera, "/pipeline/tasks/" + id, changed))
        .as("it was there before")
        .hasStatus(302);
  }

  @Test
  void whatWasDoneWithoutTalkingToAnybodyIsKeptWithTheTask() {
    Person eva = desk.person("Eva Callada", null);
    for (boolean scripts : List.of(true, false)) {
      String id = TimeOrderedUuid.next().toString();
      String note = "Ficha en el buzón " + scripts;
      desk.post(
          vera,
          "/pipeline/tasks",
          "id",
          id,
          "what",
          "Dejar la ficha",
          "when",
          desk.today().toString(),
          "person",
          eva.id().toString());
      String[] said = {
        "id",
        TimeOrderedUuid.next().toString(),
        "next",
        TimeOrderedUuid.next().toString(),
        "task",
        id,
        "version",
        "0",
        "kind",
        "",
        "result",
        "",
        "note",
        note,
        "from",
        scripts ? "day" : "page",
        "row",
        "t-" + id
      };
      String[] reached = said.clone();
      reached[List.of(said).indexOf("result") + 1] = "TALKED";
      MvcTestResult dropped =
          scripts
              ? desk.htmx(vera, "/pipeline/tasks/talk", reached)
              : desk.post(vera, "/pipeline/tasks/talk", reached);
      assertThat(dropped).as("a result of no talk").hasStatus(422);
      assertThat(Page.of(dropped).text(".log-kind .error")).contains("di cómo fue");
      assertThat(Page.of(dropped).document().select("select[name=result] [selected]").val())
          .isEqualTo("TALKED");
      MvcTestResult done =
          scripts
              ? desk.htmx(vera, "/pipeline/tasks/talk", said)
              : desk.post(vera, "/pipeline/tasks/talk", said);
      assertThat(done).hasStatus(scripts ? 200 : 302);

      assertThat(Page.of(desk.get(vera, "/pipeline/day/done")).text("main"))
          .contains("Eva Callada", note);
      assertThat(Page.of(desk.get(vera, "/pipeline/tasks/" + id)).text("main")).contains(note);
      assertThat(
              desk.count(
                  "select count(*) from contacts.interaction where person_id = :id", eva.id().id()))
          .as("nobody talked")
          .isZero();
      byte[] file =
          desk.get(vera, "/pipeline/tasks/export?state=done").getResponse().getContentAsByteArray();
      assertThat(new String(file, StandardCharsets.UTF_8)).contains("Qué se hizo", note);
      desk.post(vera, "/pipeline/tasks/" + id + "/tick", "version", "1", "done", "false");
      desk.post(vera, "/pipeline/tasks/" + id + "/tick", "version", "2", "done", "true");
      assertThat(Page.of(desk.get(vera, "/pipeline/tasks/" + id)).text("main"))
          .as("opened and ticked again, it is not lost")
          .contains(note);
    }
  }

  @Test
  void theDealSaysWhatStartedItsClockAgainAndTasksAndNotesDoNot() {
    Person eva = desk.person("Eva Reloj", desk.company("Hotel Reloj").id());
    OpportunityId deal =
        desk.deal(
            vera,
            "Con reloj",
            eva.company().orElseThrow(),
            eva.id(),
            Plan.step("Llamar", desk.today()),
            null,
            desk.now());
    String path = "/pipeline/opportunities/" + deal;
    desk.post(
        vera,
        path + "/steps",
        "id",
        TimeOrderedUuid.next().toString(),
        "version",
        "0",
        "kind",
        "CALL",
        "result",
        "ASKED_FOR_TIME",
        "step",
        "Volver",
        "when",
        desk.today().plusDays(1).toString());
    assertThat(Page.of(desk.get(vera, path)).text(".deal-facts"))
        .contains(
            "Llamada: pide tiempo, Vera Sanz",
            "Lo enviado sin respuesta, los cambios, las notas y las tareas no cuentan");

    String id = TimeOrderedUuid.next().toString();
    desk.post(
        vera,
        "/pipeline/tasks",
        "id",
        id,
        "what",
        "Ordenar papeles",
        "when",
        desk.today().toString(),
        "deal",
        deal.toString());
    desk.post(
        vera,
        "/pipeline/tasks/talk",
        "id",
        TimeOrderedUuid.next().toString(),
        "next",
        TimeOrderedUuid.next().toString(),
        "task",
        id,
        "version",
        "0",
        "kind",
        "NOTE",
        "result",
        "DONE",
        "note",
        "Ordenado");
    assertThat(Page.of(desk.get(vera, path)).text(".deal-facts"))
        .contains("Llamada: pide tiempo, Vera Sanz");
  }

  @Test
  void aTaskThatIsTakenAwayComesBack() {
    String id = give(vera, vera, "Por error");

    assertThat(desk.post(vera, "/pipeline/tasks/" + id + "/deletion")).hasStatus(302);
    assertThat(desk.get(vera, "/pipeline/tasks/" + id)).hasStatus(404);
    assertThat(Page.of(desk.get(vera, "/pipeline/day")).has("#t-" + id)).isFalse();
    assertThat(desk.post(vera, "/pipeline/tasks/" + id + "/restoring")).hasStatus(302);
    assertThat(Page.of(desk.get(vera, "/pipeline/day")).has("#t-" + id)).isTrue();
  }

  @Test
  void itsPagesTakeFewStatementsAndTheListGoesOutAsAFile() throws Exception {
    for (int i = 0; i < 30; i++) {
      give(vera, vera, "Cosa " + i);
    }
    Person eva = desk.person("Eva Larga", null);
    for (String page :
        List.of("/pipeline/tasks", "/pipeline/tasks/of?person=" + eva.id(), "/pipeline/day")) {
      assertThat(desk.statements(vera, page)).as(page).hasSizeLessThanOrEqualTo(8);
    }
    Page first = Page.of(desk.get(vera, "/pipeline/tasks"));
    assertThat(first.texts("table tbody tr")).hasSize(25);
    Page second = Page.of(desk.get(vera, first.document().select(".pager a").last().attr("href")));
    assertThat(second.texts("table tbody tr")).hasSize(5);
    assertThat(
            desk.get(vera, "/pipeline/tasks/export?format=CSV").getResponse().getContentAsString())
        .contains("Cosa 0", "Cosa 29", "pendiente", "Vera Sanz");
  }

  private String give(CurrentUser from, CurrentUser to, String what) {
    String id = TimeOrderedUuid.next().toString();
    assertThat(
            desk.post(
                from,
                "/pipeline/tasks",
                "id",
                id,
                "what",
                what,
                "when",
                desk.today().toString(),
                "owner",
                to.id().toString()))
        .hasStatus(302);
    return id;
  }
}
