package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Closing an occurrence on a telephone: who came, by a tick, a paste or a file (R037, R043). */
@ArenaTest
class AttendanceTests {

  private static final LocalDate DAY = new Week(2016, 8).monday();

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private CurrentUser lucia;
  private OccurrenceId tasting;
  private PersonId paula;
  private PersonId eva;

  @BeforeEach
  void aTastingWithTwoInvited() {
    lucia = cast.lucia();
    Plan plan = new Plan(planner, jdbc);
    ProfileId profile = plan.profile("Lista", lucia.id());
    tasting = plan.on(plan.once("Cata", HourglassPhase.TRY, profile, DAY, lucia), DAY).occurrence();
    paula = person("Paula");
    eva = person("Éva");
    for (PersonId invited : List.of(paula, eva)) {
      planner.touch(tasting, invited, TouchKind.INVITED, Plan.at(DAY), lucia.id());
    }
  }

  @Test
  void whoCameIsTickedOnTheListOfThoseInvited() {
    Page roll = Page.of(get(roll(), lucia));
    assertThat(roll.texts(".roll li")).hasSize(2);
    assertThat(roll.document().select(".roll [checked]")).isEmpty();

    assertThat(tick(Map.of("came", List.of(eva)))).hasStatus(302);

    assertThat(attended()).containsExactly(eva.id());
    Page again = Page.of(get(roll(), lucia));
    assertThat(again.document().select(".roll [checked]").eachAttr("value"))
        .containsExactly(eva.toString());
    assertThat(again.text(".pagehead")).contains("Ha venido 1 de 2");
    assertThat(Page.of(get(roll() + "?q=eva", lucia)).texts(".roll li")).hasSize(1);
  }

  @Test
  void whereNobodyWasInvitedTheRollSaysSoAndWhatIsOverdueIsNotPlanned() {
    Plan plan = new Plan(planner, jdbc);
    ProfileId profile = plan.profile("Nadie", lucia.id());
    OccurrenceId open =
        plan.on(plan.once("Pase", HourglassPhase.KNOW, profile, DAY, lucia), DAY).occurrence();
    planner.touch(open, paula, TouchKind.READ, Plan.at(DAY), lucia.id());

    assertThat(
            Page.of(get("/planner/occurrences/" + open + "/attendance", lucia)).text(".pagehead"))
        .contains("Aún no consta que haya venido nadie. A nadie se convocó por su nombre.");
    String week = "/planner/week?week=" + Week.of(DAY) + "&profile=" + profile;
    assertThat(Page.of(get(week, lucia)).text(".act")).contains("sin cerrar");
    assertThat(Page.of(get(week + "&view=list", lucia)).text("table.list .state"))
        .isEqualTo("sin cerrar");
    assertThat(
            Page.of(
                    get(
                        "/planner/list?from=" + DAY + "&until=" + DAY + "&profile=" + profile,
                        lucia))
                .text("table.list .state"))
        .isEqualTo("sin cerrar");
  }

  @Test
  void twoDoorsDoNotUndoOneAnother() {
    tick(Map.of("came", List.of(eva)));

    tick(Map.of("came", List.of(paula)));
    assertThat(attended()).as("this door had not seen her").contains(eva.id(), paula.id());

    tick(Map.of("was", List.of(eva, paula), "came", List.of(paula)));
    assertThat(attended()).containsExactly(paula.id());
  }

  @Test
  void nobodyElseIsSmuggledInAndNobodyElseMayTick() {
    PersonId stranger = person("Extraña");

    tick(Map.of("came", List.of(stranger)));

    assertThat(attended()).isEmpty();
    assertThat(get(roll(), cast.marcos())).hasStatus(403);
  }

  @Test
  void theFormIsFilledWithWhomIsKnownToHaveBeenInvitedAndToHaveCome() {
    tick(Map.of("came", List.of(eva)));

    Page page = Page.of(get("/planner/occurrences/" + tasting, lucia));

    assertThat(page.value("invited")).isEqualTo("2");
    assertThat(page.value("attended")).isEqualTo("1");
    assertThat(page.has("#result button[formaction$='/result/draft']")).isTrue();
  }

  @Test
  void theReportOfAWebinarSaysWhoCameAndWhoOnlySignedUp() {
    String report =
        """
        Attendee Report
        Attended,First Name,Last Name,Email
        Yes,Paula,Rey,%s
        No,Eva,Prieto,%s
        """
            .formatted(emailOf(paula), emailOf(eva));
    PersonId gone = person("Nadie");
    String other = report + "No,Nadie,Nada," + emailOf(gone) + "\n";

    Page shown = Page.of(upload(other));
    assertThat(shown.text(".lede")).contains("«Attended»");
    assertThat(shown.texts("tbody .tag")).containsExactly("vino", "no vino", "no vino");
    assertThat(attended()).as("nothing is kept yet").isEmpty();

    assertThat(send(shown, "attendance", Map.of())).hasStatus(302);
    assertThat(attended()).containsExactly(paula.id());
    assertThat(planner.touchesOf(gone))
        .extracting(Planner.TouchCard::kind)
        .containsExactly(TouchKind.INVITED);
  }

  @Test
  void whoDidNotComeIsNotNotedAsHavingComeWhateverTheToolCallsIt() {
    Page shown =
        Page.of(
            upload(
                "Name;Email;Status\nPaula;%s;No show\nÉva;%s;Refunded\nTOTAL;2;\n"
                    .formatted(emailOf(paula), emailOf(eva))));

    assertThat(shown.text(".lede")).contains("«Status»", "no es venir");
    assertThat(shown.text(".left-out")).contains("TOTAL, 2 es una suma");
    MvcTestResult kept = send(shown, "attendance", Map.of("row-1", "CAME"));
    assertThat(kept).hasStatus(302);
    assertThat(kept.getMvcResult().getFlashMap().get("leftOutCount")).isEqualTo(1);
    assertThat(attended()).as("only whom somebody said to have come").containsExactly(eva.id());
  }

  @Test
  void aWordThatIsNotUnderstoodIsAskedAbout() {
    Page shown =
        Page.of(
            upload(
                "Nombre,Correo,¿Vas a venir?\nPaula,%s,Sí\nÉva,%s,Puede\n"
                    .formatted(emailOf(paula), emailOf(eva))));
    assertThat(shown.text(".lede")).contains("quién pensaba venir, no quién vino");
    assertThat(shown.texts(".words b")).containsExactly("Sí", "Puede");

    MvcTestResult half = send(shown, "attendance", Map.of("word-0", "CAME"));
    assertThat(half).hasStatus(422);
    Page again = Page.of(half);
    assertThat(again.texts(".words .error")).hasSize(1);
    assertThat(attended()).isEmpty();

    assertThat(send(again, "attendance", Map.of("word-1", "STAYED_AWAY"))).hasStatus(302);
    assertThat(attended()).containsExactly(paula.id());
  }

  @Test
  void whoeverIsOnTheListOfAWebinarWasInvitedWhetherKnownOrNot() {
    PersonId gone = person("Nadie");
    Page shown =
        Page.of(
            upload(
                "Name;Email;Status\nNadie;%s;Attended\nPaula;%s;No show\nNueva Persona;%s;Attended\n"
                    .formatted(emailOf(gone), emailOf(paula), UUID.randomUUID() + "@n.example")));

    send(shown, "attendance", Map.of());
    assertThat(send(strangers(), "strangers", Map.of())).hasStatus(302);

    Page page = Page.of(get("/planner/occurrences/" + tasting, lucia));
    assertThat(page.value("invited")).as("Paula, Éva, and two more").isEqualTo("4");
    assertThat(page.value("attended")).isEqualTo("2");
  }

  @Test
  void aStatusPastedWithoutATitleIsReadAsOne() {
    MvcTestResult pasted =
        mvc.post()
            .uri("/planner/occurrences/" + tasting + "/touches")
            .param("kind", "ATTENDED")
            .param(
                "people",
                "Paula\t" + emailOf(paula) + "\tNo asistió\nÉva\t" + emailOf(eva) + "\tAttended")
            .with(cast.as(lucia))
            .with(csrf())
            .exchange();

    Page shown = Page.of(pasted);
    assertThat(shown.text(".lede")).contains("no tiene títulos");
    assertThat(shown.texts("tbody .tag")).containsExactly("no vino", "vino");
    assertThat(attended()).as("nothing is kept yet").isEmpty();

    assertThat(send(shown, "attendance", Map.of())).hasStatus(302);
    assertThat(attended()).containsExactly(eva.id());
  }

  @Test
  void whatSaysItInWordsWinsOverHoursAndAnotherColumnMayBeChosen() {
    Page shown =
        Page.of(
            upload(
                "Nombre;Correo;Estado;Hora de entrada\nPaula;%s;Asistió;\nÉva;%s;No asistió;18:02\n"
                    .formatted(emailOf(paula), emailOf(eva))));
    assertThat(shown.text(".lede")).contains("«Estado»");
    assertThat(shown.texts("#column option")).containsExactly("Estado", "Hora de entrada");
    assertThat(shown.texts("tbody .tag")).containsExactly("vino", "no vino");

    Page other = Page.of(send(shown, "attendance", Map.of("column", "Hora de entrada")));
    assertThat(attended()).as("it is shown first").isEmpty();
    assertThat(other.text(".lede")).contains("«Hora de entrada»");
    assertThat(other.texts("tbody .tag")).containsExactly("no vino", "vino");

    assertThat(send(other, "attendance", Map.of())).hasStatus(302);
    assertThat(attended()).containsExactly(eva.id());
  }

  @Test
  void whatWasTypedAboutHowItWentIsThereAgainOnceThePeopleAreNoted() {
    Map<String, String> typed =
        Map.of(
            "version",
            "0",
            "outcome",
            "DONE",
            "reach",
            "5500",
            "spent",
            "95",
            "invited",
            "2",
            "attended",
            "");
    Page before = Page.of(get("/planner/occurrences/" + tasting, lucia));
    assertThat(before.document().select("#people [name=people], #people button[formaction]"))
        .allSatisfy(field -> assertThat(field.attr("form")).isEqualTo("result"));

    assertThat(close("/touches", typed, Map.of("kind", "ATTENDED", "people", emailOf(eva))))
        .hasStatus(302);
    Page page = Page.of(get("/planner/occurrences/" + tasting, lucia));
    assertThat(page.document().select("[name=outcome][checked]").eachAttr("value"))
        .containsExactly("DONE");
    assertThat(page.value("reach")).isEqualTo("5500");
    assertThat(page.value("spent")).isEqualTo("95");
    assertThat(page.value("attended")).as("nobody had typed it").isEqualTo("1");
    assertThat(page.text("main")).contains("Aquí sigue lo que habías escrito");

    assertThat(close("/result/draft", typed, Map.of("reach", "5600"))).hasRedirectedUrl(roll());
    assertThat(Page.of(get("/planner/occurrences/" + tasting, lucia)).value("reach"))
        .isEqualTo("5600");
    assertThat(Page.of(get("/planner/occurrences/" + tasting, cast.nuria())).value("reach"))
        .as("each has their own")
        .isEmpty();

    Map<String, String> now = Map.of("version", page.value("version"));
    assertThat(close("/result", typed, now)).hasStatus(302);
    planner.reopen(tasting, lucia);
    assertThat(Page.of(get("/planner/occurrences/" + tasting, lucia)).value("reach")).isEmpty();
  }

  private MvcTestResult close(String to, Map<String, String> typed, Map<String, String> more) {
    Map<String, String> fields = new java.util.HashMap<>(typed);
    fields.putAll(more);
    var request =
        mvc.post().uri("/planner/occurrences/" + tasting + to).with(cast.as(lucia)).with(csrf());
    fields.forEach(request::param);
    return request.exchange();
  }

  @Test
  void whatIsPutOffOntoADayOfItsSeriesIsWarnedOfAndCanBeTakenBack() {
    LocalDate monday = Week.of(LocalDate.now(clock)).plus(4).monday();
    Plan plan = new Plan(planner, jdbc);
    ActivityId series =
        plan.series(
            "Anuncio",
            plan.profile("Serie", lucia.id()),
            monday,
            Recurrence.weekly(1).times(3),
            lucia);
    OccurrenceId first = plan.on(series, monday).occurrence();

    MvcTestResult putOff =
        mvc.post()
            .uri("/planner/occurrences/" + first + "/result")
            .param("version", "0")
            .param("outcome", "RESCHEDULED")
            .param("day", monday.plusWeeks(1).toString())
            .param("reason", "Sala ocupada")
            .with(cast.as(lucia))
            .with(csrf())
            .exchange();

    var flash = putOff.getMvcResult().getFlashMap();
    assertThat(flash.get("flashKey")).isEqualTo("result.putOff");
    assertThat(((Object[]) flash.get("flashArguments"))[3].toString())
        .contains("ya le toca otra vez a su serie");
    assertThat(Page.of(get("/planner/occurrences/" + first, lucia)).text(".hint-line"))
        .contains("Sala ocupada");

    String undo = flash.get("flashUndo").toString();
    assertThat(mvc.post().uri(URI.create(undo)).with(cast.as(lucia)).with(csrf()).exchange())
        .hasStatus(302);
    assertThat(plan.on(series, monday).day()).isEqualTo(monday);
  }

  @Test
  void whatIsPastedFromASpreadsheetIsReadLikeAFile() {
    MvcTestResult pasted =
        mvc.post()
            .uri("/planner/occurrences/" + tasting + "/touches")
            .param("kind", "ATTENDED")
            .param("people", "Nombre\tCorreo\tEstado\nPaula\t" + emailOf(paula) + "\tAusente")
            .with(cast.as(lucia))
            .with(csrf())
            .exchange();

    assertThat(Page.of(pasted).texts("tbody .tag")).containsExactly("no vino");
    assertThat(attended()).isEmpty();
  }

  @Test
  void theCompanyArrivesAlsoWhereTheListHasNoHeader() {
    String company = "Hotel " + UUID.randomUUID();
    String pasted = "Ana Nueva, %s@nueva.example, %s".formatted(UUID.randomUUID(), company);
    for (Runnable given :
        List.<Runnable>of(
            () ->
                mvc.post()
                    .uri("/planner/occurrences/" + tasting + "/touches")
                    .param("kind", "ATTENDED")
                    .param("people", pasted)
                    .with(cast.as(lucia))
                    .with(csrf())
                    .exchange(),
            () ->
                upload("Luis Nuevo;%s@nueva.example;%s\n".formatted(UUID.randomUUID(), company)))) {
      given.run();
      Page page = strangers();
      String row = page.document().selectFirst("[name=chosen]").val();

      send(page, "strangers", Map.of());

      assertThat(book.cards(List.of(new PersonId(UUID.fromString(row)))).values())
          .singleElement()
          .satisfies(p -> assertThat(p.company()).isEqualTo(company));
    }
  }

  @Test
  void whatIsLeftOutIsListedWithWhy() {
    MvcTestResult kept =
        upload("Nombre;Correo\nPaula;" + emailOf(paula) + "\nTOTAL;4\nMal;no-es-correo\n");

    assertThat(kept).hasStatus(302);
    var request = mvc.get().uri("/planner/occurrences/" + tasting).with(cast.as(lucia));
    kept.getMvcResult().getFlashMap().forEach(request::requestAttr);
    Page page = Page.of(request.exchange());
    assertThat(page.text(".left-out")).contains("2 líneas", "TOTAL, 4 es una suma", "no-es-correo");
    assertThat(page.text("#people-list")).isEqualTo("Mal, no-es-correo");
  }

  @Test
  void aFileAboutSomethingElseAndAnEmptyOneAreRefusedWithASentence() {
    assertThat(flash(upload("age;job;marital\n30;unemployed;married\n")))
        .isEqualTo("touch.file.columns");
    assertThat(flash(upload(""))).isEqualTo("touch.file.blank");
    assertThat(flash(upload(" \n"))).isEqualTo("touch.file.blank");
  }

  @Test
  void whoIsCalledLikeSomebodyKnownIsAskedAbout() {
    String name = book.cards(List.of(paula)).get(paula).name();
    String list =
        "First Name;Email;Company;Attendee Status\n%s;%s@otra.example;Hotel %s;Checked In\n"
            .formatted(name, UUID.randomUUID(), UUID.randomUUID());
    send(Page.of(upload(list)), "attendance", Map.of());
    Page strangers = strangers();
    assertThat(strangers.text(".namesakes")).contains("Ya conoces a alguien", emailOf(paula));
    assertThat(strangers.document().select("[checked]")).as("nothing is ticked").isEmpty();

    MvcTestResult undecided = send(strangers, "strangers", Map.of());
    assertThat(undecided).hasStatus(422);
    assertThat(Page.of(undecided).text(".strangers .error")).contains("la misma persona o es otra");
    assertThat(attended()).isEmpty();

    assertThat(Page.of(get("/planner/occurrences/" + tasting, lucia)).text("#people .warn"))
        .as("and whoever leaves finds them again")
        .contains("1 línea por resolver");

    String row = strangers.document().selectFirst("[name=shown]").val();
    send(strangers, "strangers", Map.of("same-" + row, paula.toString()));
    assertThat(attended()).containsExactly(paula.id());
    assertThat(get("/planner/occurrences/" + tasting + "/touches/strangers", lucia))
        .as("nothing waits any more")
        .hasStatus(302);

    send(Page.of(upload(list)), "attendance", Map.of());
    send(Page.of(upload(list)), "attendance", Map.of());
    Page again = strangers();
    assertThat(again.document().select("[name=shown]")).as("sent twice, once there").hasSize(1);
    row = again.document().selectFirst("[name=shown]").val();
    send(again, "strangers", Map.of("same-" + row, "another"));
    assertThat(attended()).hasSize(2).contains(UUID.fromString(row));
    assertThat(book.cards(List.of(new PersonId(UUID.fromString(row)))).values())
        .singleElement()
        .satisfies(p -> assertThat(p.company()).startsWith("Hotel "));
  }

  @Test
  void whoIsAskedAboutIsNotLostWhenTheNameIsMendedToo() {
    String name = book.cards(List.of(paula)).get(paula).name();
    String list =
        "First Name;Email;Attendee Status\n%s;%s@otra.example;Checked In\n"
            .formatted(name, UUID.randomUUID());
    send(Page.of(upload(list)), "attendance", Map.of());
    Page strangers = strangers();
    String row = strangers.document().selectFirst("[name=shown]").val();

    Page undecided = refused(send(strangers, "strangers", Map.of("name-" + row, name + " Pérez")));
    assertThat(undecided.text(".strangers .error")).contains("la misma persona o es otra");
    assertThat(undecided.text(".namesakes legend")).contains("puede ser esta persona");

    send(undecided, "strangers", Map.of("same-" + row, "another"));
    assertThat(attended()).containsExactly(UUID.fromString(row));
    assertThat(book.cards(List.of(new PersonId(UUID.fromString(row)))).values())
        .singleElement()
        .satisfies(p -> assertThat(p.name()).isEqualTo(name + " Pérez"));
  }

  @Test
  void whoIsSaidToBeSomebodyKnownIsNotedUnderAnyNameWrittenBesides() {
    String name = book.cards(List.of(paula)).get(paula).name();
    upload("%s;%s@otra.example\n".formatted(name, UUID.randomUUID()));
    Page strangers = strangers();
    String row = strangers.document().selectFirst("[name=shown]").val();

    send(
        strangers,
        "strangers",
        Map.of("name-" + row, "Otra " + UUID.randomUUID(), "same-" + row, paula.toString()));

    assertThat(attended()).containsExactly(paula.id());
    assertThat(book.cards(List.of(new PersonId(UUID.fromString(row))))).isEmpty();
  }

  @Test
  void aNameMendedToThatOfSomebodyElseIsAskedAboutAgain() {
    String name = book.cards(List.of(paula)).get(paula).name();
    upload("%s;%s@otra.example\n".formatted(name, UUID.randomUUID()));
    Page strangers = strangers();
    String row = strangers.document().selectFirst("[name=shown]").val();

    Page again =
        refused(
            send(
                strangers,
                "strangers",
                Map.of(
                    "name-" + row,
                    book.cards(List.of(eva)).get(eva).name(),
                    "same-" + row,
                    "another")));
    assertThat(again.text(".namesakes")).contains(emailOf(eva));
    assertThat(attended()).isEmpty();

    send(again, "strangers", Map.of("same-" + row, eva.toString()));
    assertThat(attended()).containsExactly(eva.id());
  }

  @Test
  void whatTheyDidStartsAsWhatFitsTheDay() {
    assertThat(
            Page.of(get("/planner/occurrences/" + tasting, lucia))
                .document()
                .select("#kind [selected]")
                .val())
        .isEqualTo("ATTENDED");
  }

  @Test
  void aSignalBeforeAnythingReachedItsPersonIsSaidToCountForNoActivity() {
    UUID person =
        jdbc.sql(
                "insert into contacts.person (id, name, created_at, created_by, version) values (?, 'Señal Temprana', now(), ?, 0) returning id")
            .params(com.arenacrm.shared.TimeOrderedUuid.next(), lucia.id().id())
            .query(UUID.class)
            .single();
    UUID signal = com.arenacrm.shared.TimeOrderedUuid.next();
    var noted =
        mvc.post()
            .uri("/leads/signals")
            .with(cast.as(lucia))
            .with(csrf())
            .param("id", signal.toString())
            .param("kind", "PURCHASE_INTENT")
            .param("personId", person.toString())
            .param("occurrence", tasting.toString())
            .param("evidence", "pidió precio")
            .param("day", "2015-01-01")
            .exchange();
    assertThat(noted).hasStatus3xxRedirection();
    assertThat(flash(noted)).isEqualTo("signal.noted.nowhere");
    Page page = Page.of(get("/leads/signals?occurrence=" + tasting, lucia));
    assertThat(page.text(".signals li:has(a[href$='" + person + "'])"))
        .contains("No cuenta para ninguna actividad");
    var confirmed =
        mvc.post()
            .uri("/leads/signals/" + signal + "/confirmation")
            .with(cast.as(cast.marcos()))
            .with(csrf())
            .exchange();
    assertThat(flash(confirmed)).isEqualTo("signal.confirmed.nowhere");
  }

  @Test
  void aSignalBeforeItsActivityIsSaidToCountForTheOneThatHadReachedItsPerson() {
    Plan plan = new Plan(planner, jdbc);
    LocalDate before = DAY.minusDays(10);
    OccurrenceId visit =
        plan.on(
                plan.once(
                    "Visita",
                    HourglassPhase.TRUST,
                    plan.profile("Antes", lucia.id()),
                    before,
                    lucia),
                before)
            .occurrence();
    UUID person =
        jdbc.sql(
                "insert into contacts.person (id, name, created_at, created_by, version) values (?, 'Señal de Otra', now(), ?, 0) returning id")
            .params(com.arenacrm.shared.TimeOrderedUuid.next(), lucia.id().id())
            .query(UUID.class)
            .single();
    planner.touch(visit, new PersonId(person), TouchKind.VISITED, Plan.at(before), lucia.id());
    UUID signal = com.arenacrm.shared.TimeOrderedUuid.next();
    var noted =
        mvc.post()
            .uri("/leads/signals")
            .with(cast.as(lucia))
            .with(csrf())
            .param("id", signal.toString())
            .param("kind", "PURCHASE_INTENT")
            .param("personId", person.toString())
            .param("occurrence", tasting.toString())
            .param("evidence", "pidió precio")
            .param("day", DAY.minusDays(5).toString())
            .exchange();
    assertThat(flash(noted)).isEqualTo("signal.noted.forAnother");
    Page page = Page.of(get("/leads/signals?occurrence=" + tasting, lucia));
    assertThat(page.document().select(".signals .warn a").attr("href"))
        .isEqualTo("/planner/occurrences/" + visit);
    var confirmed =
        mvc.post()
            .uri("/leads/signals/" + signal + "/confirmation")
            .with(cast.as(cast.marcos()))
            .with(csrf())
            .exchange();
    assertThat(flash(confirmed)).isEqualTo("signal.confirmed.forAnother");
    assertThat(confirmed.getMvcResult().getFlashMap().get("flashLink"))
        .isEqualTo("/planner/occurrences/" + visit);
  }

  @Test
  void withoutScriptsTheVerdictComesNext() {
    var request =
        mvc.post()
            .uri("/planner/occurrences/" + tasting + "/result")
            .with(cast.as(lucia))
            .with(csrf())
            .param("outcome", "DONE")
            .param("spent", "10")
            .param("version", "0");
    assertThat(request.param("then", "verdict").exchange())
        .hasRedirectedUrl("/reports/verdict?occurrence=" + tasting);
    Page verdict = Page.of(get("/reports/verdict?occurrence=" + tasting, lucia));
    assertThat(verdict.has(".verdict .hint")).as("with its rule").isTrue();
  }

  @Test
  void aSignalIsOfTheDayOnWhichItWasSeen() {
    assertThat(Page.of(get("/leads/signals?occurrence=" + tasting, lucia)).value("day"))
        .isEqualTo(DAY.toString());
  }

  @Test
  void oneButtonSavesTheResultAndThePeopleGivenWithIt() {
    String known = emailOf(eva);
    String stranger = "nueva." + tasting + "@mirador.example";
    MvcTestResult saved =
        mvc.post()
            .uri("/planner/occurrences/" + tasting + "/result")
            .with(cast.as(lucia))
            .with(csrf())
            .param("outcome", "DONE")
            .param("spent", "10")
            .param("version", "0")
            .param("then", "verdict")
            .param("kind", "ATTENDED")
            .param("person", paula.toString())
            .param("people", known + "\n" + stranger + "\nmal@@mal")
            .exchange();

    assertThat(saved)
        .as("somebody waits there")
        .hasRedirectedUrl("/planner/occurrences/" + tasting);
    assertThat(List.of((Object[]) saved.getMvcResult().getFlashMap().get("flashArguments")))
        .asString()
        .contains("está hecha", "2 personas más anotadas", "2 líneas por resolver");
    assertThat(attended()).containsExactlyInAnyOrder(paula.id(), eva.id());
    Page page = Page.of(get("/planner/occurrences/" + tasting, lucia));
    assertThat(page.text("#people .warn")).contains("2 líneas por resolver");
    assertThat(page.text(".facts")).contains("2 con nombre");
  }

  @Test
  void aFileGivenWithTheResultIsReadAsWell() {
    String plain =
        "Nombre,Correo,Asistió\nÉva," + emailOf(eva) + ",Sí\nPaula," + emailOf(paula) + ",No\n";
    assertThat(saveWith(plain)).hasStatus(302);
    assertThat(attended()).containsExactly(eva.id());
    assertThat(
            jdbc.sql("select state from planner.occurrence where id = ?")
                .param(tasting.id())
                .query(String.class)
                .single())
        .isEqualTo("DONE");
  }

  @Test
  void whereAFileNeedsALookTheResultIsSavedAndThePageAsks() {
    String unclear = "Nombre,Correo,Asistió\nÉva," + emailOf(eva) + ",tal vez\n";
    MvcTestResult asked = saveWith(unclear);
    assertThat(asked).hasStatus(422);
    assertThat(Page.of(asked).text(".flash")).contains("está hecha", "di quién vino");
    assertThat(planner.read(tasting).orElseThrow().isOpen()).isFalse();
  }

  @Test
  void aFileThatCannotBeReadKeepsTheResultOpenAndWhatWasTyped() {
    MvcTestResult refused = saveWith("Factura,Importe\nUno,20\n");
    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.text(".problems")).contains("ninguna columna de nombres");
    assertThat(page.value("spent")).isEqualTo("10");
    assertThat(planner.read(tasting).orElseThrow().isOpen()).isTrue();
  }

  @Test
  void pressedTwiceItIsSavedOnce() {
    for (int press = 0; press < 2; press++) {
      MvcTestResult saved =
          press(Map.of("outcome", "NOT_DONE", "reason", "Llovía", "spent", "120"));
      assertThat(saved).hasRedirectedUrl("/planner/occurrences/" + tasting);
      assertThat(saved.getMvcResult().getFlashMap().get("flashKey"))
          .isEqualTo("result.kept.NOT_DONE");
    }
    assertThat(press(Map.of("outcome", "NOT_DONE", "reason", "Nevaba", "spent", "120")))
        .as("something else was said")
        .hasStatus(409);
  }

  @Test
  void pressedTwiceItIsPutOffOnce() {
    LocalDate later = LocalDate.now(clock).plusDays(3);
    for (int press = 0; press < 2; press++) {
      MvcTestResult saved =
          press(Map.of("outcome", "RESCHEDULED", "reason", "Llovía", "day", later.toString()));
      assertThat(saved).hasStatus(302);
      assertThat(saved.getMvcResult().getFlashMap().get("flashKey")).isEqualTo("result.putOff");
    }
  }

  private MvcTestResult press(Map<String, String> form) {
    var request =
        mvc.post()
            .uri("/planner/occurrences/" + tasting + "/result")
            .with(cast.as(lucia))
            .with(csrf())
            .param("version", "0");
    form.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult saveWith(String file) {
    return mvc.post()
        .uri("/planner/occurrences/" + tasting + "/result")
        .multipart()
        .file(
            new MockMultipartFile(
                "file", "a.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)))
        .with(cast.as(lucia))
        .with(csrf())
        .param("outcome", "DONE")
        .param("spent", "10")
        .param("version", "0")
        .param("kind", "ATTENDED")
        .exchange();
  }

  private MvcTestResult upload(String text) {
    return mvc.post()
        .uri("/planner/occurrences/" + tasting + "/touches")
        .multipart()
        .file(
            new MockMultipartFile(
                "file", "webinar.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8)))
        .param("kind", "ATTENDED")
        .with(cast.as(lucia))
        .with(csrf())
        .exchange();
  }

  @Test
  void aLongListIsNotedOrLeftOutByOnePress() {
    String mark = UUID.randomUUID().toString();
    StringBuilder list = new StringBuilder("First Name;Email;Attendee Status\n");
    for (int i = 0; i < 215; i++) {
      list.append("Nueva %d %s;n%d-%s@larga.example;Checked In\n".formatted(i, mark, i, mark));
    }
    send(Page.of(upload(list.toString())), "attendance", Map.of());
    Page page = strangers();
    assertThat(page.document().select("tbody tr")).hasSize(200);
    assertThat(page.texts("button[name=all]"))
        .containsExactly("Añadir estas y las 15 que faltan", "Dejar fuera a las 215");
    String left = page.document().selectFirst("[name=chosen]").val();
    page.document().selectFirst("[name=chosen]").remove();
    String first = page.document().selectFirst("[name=chosen]").val();
    var request =
        mvc.post()
            .uri("/planner/occurrences/" + tasting + "/touches/strangers")
            .with(cast.as(lucia))
            .with(csrf())
            .param("all", "true");
    page.document()
        .select("main form[method=post] input:not([type=radio])")
        .forEach(f -> request.param(f.attr("name"), f.val()));
    assertThat(request.exchange()).hasStatus(302);
    assertThat(attended())
        .as("who was not ticked is left out, the others are noted")
        .hasSize(214)
        .contains(UUID.fromString(first))
        .doesNotContain(UUID.fromString(left));
    assertThat(get("/planner/occurrences/" + tasting + "/touches/strangers", lucia)).hasStatus(302);
  }

  @Test
  void whomOnePressAddedGoesByOneMoreButForThoseWhoWereChangedOrUsedSince() {
    String mark = UUID.randomUUID().toString().replaceAll("[^a-f]", "x");
    String firm = "Taberna " + mark;
    StringBuilder list = new StringBuilder("Nombre;Correo;Empresa\n");
    for (String name : List.of("Uno", "Dos", "Tres", "Cuatro")) {
      list.append("%s %s;%s%s@undo.example;%s\n".formatted(name, mark, name, mark, firm));
    }
    send(Page.of(upload(list.toString())), "attendance", Map.of());
    MvcTestResult added = everybody();
    assertThat(attended()).hasSize(4);
    String undo = (String) added.getMvcResult().getFlashMap().get("flashUndo");
    assertThat(undo).startsWith("/planner/occurrences/" + tasting + "/touches/strangers/");

    PersonId two = book.peopleCalled(List.of("Dos " + mark)).get("Dos " + mark);
    PersonId three = book.peopleCalled(List.of("Tres " + mark)).get("Tres " + mark);
    jdbc.sql("update contacts.person set version = 1, city = 'Vigo' where id = :id")
        .param("id", two.id())
        .update();
    planner.touch(tasting, three, TouchKind.READ, Plan.at(DAY), lucia.id());
    List<Map<String, Object>> before = touchesOf(two);

    assertThat(mvc.post().uri(undo).with(cast.as(cast.marcos())).with(csrf()).exchange())
        .as("who does not see to it")
        .hasStatus(403);
    MvcTestResult undone = mvc.post().uri(undo).with(cast.as(lucia)).with(csrf()).exchange();

    assertThat(undone).hasRedirectedUrl("/planner/occurrences/" + tasting + "/touches/strangers");
    assertThat(attended()).containsExactlyInAnyOrder(two.id(), three.id());
    assertThat(touchesOf(two)).as("who stays is noted as before").isEqualTo(before);
    Object[] said = (Object[]) undone.getMvcResult().getFlashMap().get("flashArguments");
    assertThat(said).startsWith(2, 2);
    assertThat((String) said[2])
        .contains("Dos " + mark + " (alguien cambió su ficha)")
        .contains("Tres " + mark + " (ya se usa en otro sitio)");
    assertThat(book.peopleCalled(List.of("Uno " + mark, "Cuatro " + mark))).isEmpty();
    assertThat(book.findCompany(firm)).as("others work there").isPresent();
    assertThat(strangers().document().select("input[name^=name-]").eachAttr("value"))
        .as("their lines wait again")
        .containsExactly("Uno " + mark, "Cuatro " + mark);
    assertThat(mvc.post().uri(undo).with(cast.as(lucia)).with(csrf()).exchange())
        .as("once")
        .hasStatus(404);

    everybody();
    assertThat(attended()).hasSize(4);
  }

  /** Presses the button that adds all who wait. */
  private MvcTestResult everybody() {
    var request =
        mvc.post()
            .uri("/planner/occurrences/" + tasting + "/touches/strangers")
            .with(cast.as(lucia))
            .with(csrf());
    strangers()
        .document()
        .select("main form[method=post] input:not([type=radio])")
        .forEach(f -> request.param(f.attr("name"), f.val()));
    MvcTestResult result = request.exchange();
    assertThat(result).hasStatus(302);
    return result;
  }

  private List<Map<String, Object>> touchesOf(PersonId person) {
    return jdbc.sql("select * from planner.touch where person_id = :id order by id")
        .param("id", person.id())
        .query()
        .listOfRows();
  }

  /** Sends the form of a page as a browser does, with some of it changed. */
  private MvcTestResult send(Page page, String to, Map<String, String> changed) {
    var request =
        mvc.post()
            .uri("/planner/occurrences/" + tasting + "/touches/" + to)
            .with(cast.as(lucia))
            .with(csrf());
    Map<String, String> fields = new java.util.LinkedHashMap<>();
    page.document()
        .select("main form[method=post] input:not([type=radio]), main form[method=post] select")
        .forEach(
            f ->
                fields.put(
                    f.attr("name"),
                    f.tagName().equals("input")
                        ? f.val()
                        : f.select("[selected]").isEmpty() ? "" : f.select("[selected]").val()));
    fields.putAll(changed);
    fields.forEach(request::param);
    return request.exchange();
  }

  private Page strangers() {
    return Page.of(get("/planner/occurrences/" + tasting + "/touches/strangers", lucia));
  }

  private static Page refused(MvcTestResult result) {
    assertThat(result).hasStatus(422);
    return Page.of(result);
  }

  private static Object flash(MvcTestResult result) {
    return result.getMvcResult().getFlashMap().get("flashKey");
  }

  private List<UUID> attended() {
    return jdbc.sql(
            "select person_id from planner.touch where occurrence_id = :id and kind = 'ATTENDED'")
        .param("id", tasting.id())
        .query(UUID.class)
        .list();
  }

  private PersonId person(String name) {
    PersonId id = PersonId.next();
    book.addPerson(
        id,
        PersonDetails.of(
            name + " " + UUID.randomUUID(),
            EmailAddress.parse(UUID.randomUUID() + "@lista.example").orElseThrow(),
            null,
            null),
        lucia.id(),
        clock.instant());
    return id;
  }

  private String emailOf(PersonId person) {
    return book.cards(List.of(person)).get(person).email();
  }

  private String roll() {
    return "/planner/occurrences/" + tasting + "/attendance";
  }

  private MvcTestResult tick(Map<String, List<PersonId>> ticks) {
    var request = mvc.post().uri(roll()).with(cast.as(lucia)).with(csrf());
    ticks.forEach((name, people) -> people.forEach(p -> request.param(name, p.toString())));
    return request.exchange();
  }

  private MvcTestResult get(String path, CurrentUser viewer) {
    return mvc.get().uri(URI.create(path)).with(cast.as(viewer)).exchange();
  }
}
