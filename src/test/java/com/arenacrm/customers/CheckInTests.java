package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.Secret;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.platform.Tries;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * How happy customers are: asked at a secret address, answered once, seen to where they are not.
 */
@ArenaTest
class CheckInTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired Deals deals;
  @Autowired Purchases purchases;
  @Autowired CheckIns checkIns;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Shop shop;
  private CurrentUser marcos;
  private Company company;
  private Person paula;

  @BeforeEach
  void open() {
    shop = new Shop(mvc, cast, book, deals, purchases, clock);
    shop.open();
    marcos = cast.marcos();
    company = shop.company("Hotel Contento");
    paula = shop.person("Paula " + UUID.randomUUID(), company.id());
    shop.bought(marcos, company.id(), "100", shop.today().minusDays(3));
    jdbc.sql("delete from customers.check_in_try").update();
  }

  @Test
  void anUnhappyCustomerIsATaskUntilSomebodySaysWhatWasDone() {
    String secret = Secret.next().value();
    Map<String, String> whom = Map.of("secret", secret, "personName", paula.name());
    MvcTestResult asked = post(path("/questions"), whom);
    assertThat(asked).hasStatusOk();
    assertThat(Page.of(asked).value("personName")).isNotNull();
    assertThat(Page.of(asked).document().select("#checkin-address").val())
        .endsWith("/opinions/" + secret);
    assertThat(post(path("/questions"), whom)).as("sent twice").hasStatusOk();
    assertThat(count()).isEqualTo(1);

    Page page = Page.of(visit("/opinions/" + secret));
    assertThat(page.texts(".scale label")).hasSize(11);
    assertThat(page.text("body")).doesNotContain("Paula", company.name());
    MvcTestResult empty =
        answer(secret, Map.of("id", UUID.randomUUID().toString(), "comment", "Tarde"));
    assertThat(empty).hasStatus(422);
    assertThat(Page.of(empty).value("comment")).isEqualTo("Tarde");

    Map<String, String> low =
        Map.of("id", UUID.randomUUID().toString(), "score", "3", "comment", "Llegó tarde");
    assertThat(answer(secret, low)).hasStatus(302);
    assertThat(answer(secret, low)).as("sent twice").hasStatus(302);
    assertThat(count()).isEqualTo(1);
    assertThat(Page.of(visit("/opinions/" + secret)).text("body"))
        .as("what they said is shown to nobody who has the address")
        .doesNotContain("Llegó tarde");

    assertThat(Page.of(get("/pipeline/day")).texts(".queue > li"))
        .filteredOn(row -> row.contains(company.name()))
        .as("once")
        .singleElement()
        .asString()
        .contains(company.name() + " no está contento: os pone un 3 de 10", "Llegó tarde");
    assertThat(Page.of(get("/pipeline/tasks")).text("table"))
        .contains(company.name() + " no está contento");
    assertThat(Page.of(get("/customers?show=risk")).text("main")).contains("3 de 10");
    UUID id = id();
    assertThat(
            post(
                "/customers/check-ins/" + id + "/settling",
                Map.of("version", version(id), "how", "")))
        .flash()
        .containsEntry("flashKey", "checkin.how.required");
    assertThat(
            post(
                "/customers/check-ins/" + id + "/settling",
                Map.of("version", version(id), "how", "Se le abona el envío")))
        .hasStatus(302);
    assertThat(Page.of(get("/pipeline/day")).text("main")).doesNotContain("Llegó tarde");
    assertThat(Page.of(get(path(""))).text("main")).contains("Se le abona el envío");
    assertThat(Page.of(get("/pipeline/tasks")).text("main"))
        .doesNotContain(company.name() + " no está contento");
    assertThat(Page.of(get("/pipeline/tasks?state=done")).text("table"))
        .contains(company.name() + " no está contento");
    assertThat(get("/customers/check-ins/" + id)).hasStatus(302).hasRedirectedUrl(path(""));
  }

  @Test
  void theFirstAnswerStaysAndAnotherIsRefusedWithAFriendlyPage() {
    String secret = Secret.next().value();
    post(path("/questions"), Map.of("secret", secret, "personName", paula.name()));
    String form = UUID.randomUUID().toString();
    answer(secret, Map.of("id", form, "score", "3", "comment", "Llegó frío"));
    assertThat(Page.of(visit("/opinions/" + secret + "/thanks")).document().select("main a"))
        .as("nothing to change it by")
        .isEmpty();

    for (String[] changed : new String[][] {{"9", "Llegó frío"}, {"3", "Ya está bien"}}) {
      MvcTestResult back =
          answer(secret, Map.of("id", form, "score", changed[0], "comment", changed[1]));
      assertThat(back).as("gone back and changed").hasStatus(410);
      assertThat(Page.of(back).text("body"))
          .contains("Ya contestaste", "no se ha enviado", changed[0] + " de 10", changed[1]);
    }
    assertThat(answer(secret, Map.of("id", form, "score", "3", "comment", "Llegó frío")))
        .as("sent twice")
        .hasStatus(302);

    MvcTestResult again = answer(secret, Map.of("id", UUID.randomUUID().toString(), "score", "9"));
    assertThat(again).hasStatus(410);
    assertThat(Page.of(again).text("body")).contains("Ya contestaste");
    assertThat(visit("/opinions/" + secret)).hasStatus(410);
    assertThat(Page.of(get("/pipeline/day")).text("main"))
        .contains(company.name() + " no está contento: os pone un 3 de 10", "Llegó frío");
    assertThat(Page.of(get(path(""))).text("main")).contains("3 de 10", "Llegó frío");
  }

  @Test
  void theTaskOfAnUnhappyCustomerGoesWithThemAndATalkAboutItSettlesIt() {
    post(path(""), Map.of("checkIn", UUID.randomUUID().toString(), "score", "2"));
    UUID task = task();
    String owner = "/customers/" + company.id() + "/owner";
    CurrentUser ines = cast.ines();
    post(owner, Map.of("version", customer(), "owner", ines.id().toString()), cast.teresa());
    assertThat(Page.of(get(ines, "/pipeline/day")).text("#t-" + task)).contains(company.name());
    assertThat(Page.of(get("/pipeline/day")).text("main")).doesNotContain(company.name());

    post(owner, Map.of("version", customer(), "owner", ""), cast.teresa());
    assertThat(task()).as("nobody has it").isNull();
    assertThat(Page.of(get(ines, "/pipeline/day")).text("main")).doesNotContain(company.name());
    post(owner, Map.of("version", customer(), "owner", marcos.id().toString()), cast.teresa());
    Page day = Page.of(get("/pipeline/day"));
    assertThat(day.text("#t-" + task())).contains(company.name());

    int done = Integer.parseInt(day.text("#done-today"));
    MvcTestResult talk =
        post(
            "/pipeline/tasks/talk",
            Map.of(
                "id",
                UUID.randomUUID().toString(),
                "next",
                UUID.randomUUID().toString(),
                "task",
                task().toString(),
                "version",
                "0",
                "kind",
                "CALL",
                "result",
                "TALKED",
                "note",
                "Le pedimos perdón"));
    assertThat(talk).hasStatus(302);
    Page after = Page.of(get("/pipeline/day"));
    assertThat(after.text("main")).doesNotContain(company.name());
    assertThat(after.text("#done-today")).isEqualTo(String.valueOf(done + 1));
    assertThat(Page.of(get(path(""))).text("main"))
        .contains("Le pedimos perdón")
        .doesNotContain("sin atender");
  }

  @Test
  void whatWasDoneWithoutATalkSettlesItAndNothingSaidDoesNotCloseItsTask() {
    said("3", "Llegó tarde");
    UUID task = task();
    MvcTestResult silent = talk("task", task, "", "", "");
    assertThat(silent).hasStatus(422);
    assertThat(Page.of(silent).text("form.log .log-note .error")).contains("qué se hizo");
    assertThat(Page.of(get("/pipeline/day")).text("#t-" + task)).contains(company.name());

    assertThat(talk("task", task, "", "", "Le abono el envío")).hasStatus(302);
    assertThat(Page.of(get("/pipeline/day")).text("main")).doesNotContain(company.name());
    assertThat(Page.of(get(path(""))).text("main"))
        .contains("Le abono el envío")
        .doesNotContain("sin atender");
  }

  @Test
  void ofACompanyWithoutPeopleItIsSaidThatNobodyCanBeAsked() {
    assertThat(Page.of(get(path(""))).has(".nobody")).isFalse();
    Company empty = shop.company("Sin gente");
    shop.bought(marcos, empty.id(), "90", shop.today().minusDays(9));
    Page page = Page.of(get("/customers/" + empty.id() + "/satisfaction"));
    assertThat(page.text(".nobody")).contains("Aún no conocemos a nadie de " + empty.name());
    String add = page.document().select(".nobody a").attr("href");
    assertThat(add).isEqualTo("/contacts/people/new?company=" + empty.id());
    assertThat(Page.of(get(add)).value("company")).isEqualTo(empty.name());
  }

  @Test
  void anAddressThatGaveWayDoesNotSpeakOfAMailThatNobodySent() {
    String first = Secret.next().value();
    for (String secret : List.of(first, Secret.next().value())) {
      post(path("/questions"), Map.of("secret", secret, "personName", paula.name()));
    }
    assertThat(Page.of(visit("/opinions/" + first)).text("main"))
        .contains("la última que te hemos dado")
        .doesNotContain("correo");
  }

  @Test
  void theTaskOfAComplaintIsNotDoneBeforeSomebodySaysWhatWasDone() {
    said("3", "Llegó tarde");
    UUID task = task();
    String tick = "/pipeline/tasks/" + task + "/tick";
    MvcTestResult ticked = post(tick, Map.of("version", "0", "done", "true"));
    assertThat(ticked)
        .hasRedirectedUrl("/pipeline/tasks/talk?task=" + task + "&back=%2Fpipeline%2Ftasks");
    assertThat(ticked).flash().containsEntry("flashKey", "talk.words.required");
    assertThat(Page.of(get("/pipeline/day")).text("#t-" + task)).contains(company.name());
    for (String page :
        List.of(
            "/pipeline/tasks",
            "/pipeline/tasks/" + task,
            "/pipeline/tasks/of?company=" + company.id())) {
      var document = Page.of(get(page)).document();
      assertThat(document.select("form[action=" + tick + "]")).as(page).isEmpty();
      assertThat(document.select("main a[href^=/pipeline/tasks/talk?task=" + task + "]"))
          .as(page)
          .isNotEmpty();
    }

    assertThat(talk("task", task, "", "", "Le abono el envío")).hasStatus(302);
    assertThat(post(tick, Map.of("version", "1", "done", "false")).getResponse().getStatus())
        .isEqualTo(302);
    assertThat(post(tick, Map.of("version", "2", "done", "true")))
        .as("what was done was not enough")
        .hasRedirectedUrl("/pipeline/tasks/talk?task=" + task + "&back=%2Fpipeline%2Ftasks");
  }

  @Test
  void whoeverReopensTheTaskOfAComplaintReopensItAndEachClosingSaysItsOwnWords() {
    UUID id = said("3", "Llegó tarde");
    UUID task = task();
    assertThat(talk("task", task, "", "", "Primero un vale")).hasStatus(302);
    assertThat(everywhere(task)).allMatch(page -> page.contains("Primero un vale"));
    assertThat(Page.of(get(path(""))).has("#how-" + id)).isFalse();

    reopen(task, 1);
    assertThat(Page.of(get("/pipeline/day")).text("#t-" + task)).contains(company.name());
    assertThat(Page.of(get(path(""))).has("#how-" + id)).as("to be seen to again").isTrue();
    assertThat(everywhere(task)).noneMatch(page -> page.contains("Primero un vale"));

    assertThat(talk("task", task, 2, "", "", "Después una visita")).hasStatus(302);
    assertThat(everywhere(task))
        .allMatch(page -> page.contains("Después una visita"))
        .noneMatch(page -> page.contains("Primero un vale"));

    reopen(task, 3);
    assertThat(talk("task", task, 4, "CALL", "TALKED", "Y por fin hablamos")).hasStatus(302);
    assertThat(everywhere(task))
        .allMatch(page -> page.contains("Y por fin hablamos"))
        .noneMatch(page -> page.contains("Después una visita"));
    assertThat(Page.of(get("/pipeline/day/done")).texts(".timeline li"))
        .filteredOn(line -> line.contains("Y por fin hablamos"))
        .singleElement()
        .asString()
        .contains("Llamada: hablamos", company.name());
    assertThat(Page.of(get("/pipeline/day")).text("main")).doesNotContain(company.name());
  }

  /** Where it stands what was done: satisfaction, the task, what was done today. */
  private List<String> everywhere(UUID task) {
    return List.of(path(""), "/pipeline/tasks/" + task, "/pipeline/day/done").stream()
        .map(page -> Page.of(get(page)).text("main"))
        .toList();
  }

  private void reopen(UUID task, int version) {
    assertThat(
            post(
                "/pipeline/tasks/" + task + "/tick",
                Map.of("version", String.valueOf(version), "done", "false")))
        .hasStatus(302);
  }

  @Test
  void aTalkNotedInTheRowOfAComplaintWithoutATaskSettlesIt() {
    UUID id = said("3", "Llegó tarde");
    UUID task = task();
    jdbc.sql("update customers.check_in set task_id = null where task_id = ?").param(task).update();
    jdbc.sql("update pipeline.task set deleted_at = now() where id = ?").param(task).update();
    String row = "m-unhappy-" + id;
    assertThat(Page.of(get("/pipeline/day")).text("#" + row)).contains("Llegó tarde");

    assertThat(talk(row, null, "CALL", "NO_ANSWER", "No lo coge")).hasStatus(302);
    assertThat(Page.of(get("/pipeline/day")).text("#" + row))
        .as("nobody was reached")
        .contains("Llegó tarde");
    assertThat(talk(row, null, "CALL", "TALKED", "")).as("say what was done").hasStatus(422);
    assertThat(talk(row, null, "CALL", "TALKED", "Le pido perdón")).hasStatus(302);
    assertThat(Page.of(get("/pipeline/day")).text("main")).doesNotContain("Llegó tarde");
    assertThat(Page.of(get(path(""))).text("main"))
        .contains("Le pido perdón")
        .doesNotContain("sin atender");
    assertThat(talk(row, null, "CALL", "TALKED", "Y otra vez")).as("settled").hasStatus(302);
  }

  private MvcTestResult talk(
      String row, @Nullable UUID task, String kind, String result, String note) {
    return talk(row, task, 0, kind, result, note);
  }

  private MvcTestResult talk(
      String row, @Nullable UUID task, int version, String kind, String result, String note) {
    Map<String, String> form = new HashMap<>();
    form.put("id", UUID.randomUUID().toString());
    form.put("next", UUID.randomUUID().toString());
    form.put("kind", kind);
    form.put("result", result);
    form.put("note", note);
    form.put("row", row);
    if (task == null) {
      form.put("company", company.id().toString());
    } else {
      form.put("task", task.toString());
      form.put("version", String.valueOf(version));
    }
    return post("/pipeline/tasks/talk", form);
  }

  @Test
  void furtherLowScoresAreAddedToTheTaskThatIsOpen() {
    UUID first = said("3", "Llegó tarde");
    UUID task = task();
    UUID second = said("2", "Y ahora frío");

    assertThat(tasks()).containsExactly(task);
    Page day = Page.of(get("/pipeline/day"));
    assertThat(day.texts(".queue > li"))
        .filteredOn(row -> row.contains(company.name()))
        .singleElement()
        .asString()
        .contains("os pone un 2 de 10", "Y ahora frío", "Antes, un 3 de 10.", "Llegó tarde");
    assertThat(Page.of(get("/pipeline/tasks")).text("main"))
        .doesNotContain(company.name() + " no está contento: os pone un 3 de 10");

    settle(second, "Se le llama");
    assertThat(Page.of(get("/pipeline/day")).text("#t-" + task)).contains("os pone un 3 de 10");
    settle(first, "Se le abona");
    assertThat(Page.of(get("/pipeline/day")).text("main")).doesNotContain(company.name());

    said("4", "Otra vez");
    assertThat(tasks()).as("what is done is done").hasSize(2);
    said("1", "");
    UUID open = tasks().stream().filter(t -> !t.equals(task)).findFirst().orElseThrow();
    assertThat(tasks()).hasSize(2);
    post(
        "/pipeline/tasks/talk",
        Map.of(
            "id",
            UUID.randomUUID().toString(),
            "next",
            UUID.randomUUID().toString(),
            "task",
            open.toString(),
            "version",
            "1",
            "kind",
            "CALL",
            "result",
            "TALKED",
            "note",
            "Le pedimos perdón por todo"));
    assertThat(Page.of(get(path(""))).text("main")).doesNotContain("sin atender");
  }

  @Test
  void whatWasDoneAboutOneOfTwoLowScoresIsSaidOnTheTaskAndWhatIsLeftIsSaidToo() {
    UUID first = said("3", "Llegó tarde");
    UUID task = task();
    UUID second = said("2", "Y ahora frío");

    assertThat(settle(second, "Le llevo otro"))
        .flash()
        .as("the older one is left")
        .containsEntry("flashKey", "checkin.seenTo.left");
    assertThat(Page.of(get("/pipeline/tasks/" + task)).document().select("#note").text())
        .contains("El 2 de 10 ya está atendido: Le llevo otro", "Llegó tarde");
    jdbc.sql(
            "update customers.check_in set settled_at = settled_at - interval '2 min' where id = ?")
        .param(second)
        .update();
    assertThat(Page.of(get("/pipeline/day/done")).texts(".timeline li"))
        .filteredOn(line -> line.contains("Le llevo otro"))
        .singleElement()
        .asString()
        .contains("Queja atendida", company.name());

    assertThat(settle(first, "Le abono el envío"))
        .flash()
        .containsEntry("flashKey", "checkin.seenTo");
    Page done = Page.of(get("/pipeline/tasks/" + task));
    assertThat(done.text("main")).contains("La dio por hecha", "Qué se hizo Le abono el envío");
    List<String> today =
        Page.of(get("/pipeline/day/done")).texts(".timeline li").stream()
            .filter(line -> line.contains(company.name()))
            .toList();
    assertThat(today).filteredOn(line -> line.contains("Le abono el envío")).hasSize(1);
    assertThat(today).filteredOn(line -> line.contains("Le llevo otro")).hasSize(1);

    reopen(task, Integer.parseInt(version("pipeline.task", task)));
    assertThat(Page.of(get(path(""))).document().select("input[name=how]").eachAttr("id"))
        .as("what was seen to by itself stays so")
        .containsExactly("how-" + first);
    settle(first, "Y le llamo");
  }

  private String version(String table, UUID id) {
    return jdbc.sql("select version from " + table + " where id = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  private UUID said(String score, String comment) {
    UUID id = UUID.randomUUID();
    assertThat(post(path(""), Map.of("checkIn", id.toString(), "score", score, "comment", comment)))
        .hasStatus(302);
    return id;
  }

  private MvcTestResult settle(UUID checkIn, String how) {
    MvcTestResult settled =
        post(
            "/customers/check-ins/" + checkIn + "/settling",
            Map.of("version", version(checkIn), "how", how));
    assertThat(settled).hasStatus(302);
    return settled;
  }

  private List<UUID> tasks() {
    return jdbc.sql(
            "select distinct task_id from customers.check_in where company_id = ? and task_id is not null")
        .param(company.id().id())
        .query(UUID.class)
        .list();
  }

  private @Nullable UUID task() {
    return (UUID)
        jdbc.sql("select task_id from customers.check_in where company_id = ?")
            .param(company.id().id())
            .query()
            .singleRow()
            .get("task_id");
  }

  private String customer() {
    return jdbc.sql("select version from customers.customer where company_id = ?")
        .param(company.id().id())
        .query(String.class)
        .single();
  }

  @Test
  void whatWasWrittenInASecondAnswerIsThereToCopy() {
    String secret = Secret.next().value();
    post(path("/questions"), Map.of("secret", secret, "personName", paula.name()));
    answer(secret, Map.of("id", UUID.randomUUID().toString(), "score", "3"));

    MvcTestResult again =
        answer(
            secret,
            Map.of("id", UUID.randomUUID().toString(), "score", "9", "comment", "Ya está <b>bien"));

    assertThat(again).hasStatus(410);
    assertThat(Page.of(again).text("main"))
        .contains("Ya contestaste", "no se ha enviado", "9 de 10", "Ya está <b>bien")
        .doesNotContain("3 de 10");
    assertThat(Page.of(visit("/opinions/" + secret)).text("main"))
        .doesNotContain("no se ha enviado");
  }

  @Test
  void onlyThePeopleOfACustomerAreAsked() {
    Company other = shop.company("Hotel Ajeno");
    Person olga = shop.person("Olga " + UUID.randomUUID(), other.id());
    MvcTestResult refused =
        post(
            path("/questions"), Map.of("secret", Secret.next().value(), "personName", olga.name()));

    assertThat(refused)
        .hasStatus(302)
        .flash()
        .containsEntry("wrongPerson", "checkin.person.elsewhere")
        .containsEntry("typedPerson", olga.name());
    assertThat(
            Page.of(
                    mvc.get()
                        .uri(path(""))
                        .cookie(refused.getResponse().getCookies())
                        .with(cast.as(marcos))
                        .exchange())
                .text("#personName-notes .error"))
        .contains(olga.name() + " no es de " + company.name());
    assertThat(count()).isZero();

    // Whoever bought there may be asked, wherever they work.
    jdbc.sql("update customers.purchase set person_id = ? where company_id = ?")
        .params(olga.id().id(), company.id().id())
        .update();
    assertThat(
            post(
                path("/questions"),
                Map.of("secret", Secret.next().value(), "personName", olga.name())))
        .hasStatusOk();
  }

  @Test
  void whatWasDoneAboutAComplaintIsSaidTwiceByADoublePress() {
    String secret = Secret.next().value();
    checkIns.ask(
        paula.id(), company.id(), null, Secret.parse(secret).orElseThrow(), null, shop.now());
    answer(secret, Map.of("id", UUID.randomUUID().toString(), "score", "2"));
    Map<String, String> settled = Map.of("version", version(id()), "how", "Se le llama");
    String address = "/customers/check-ins/" + id() + "/settling";
    post(address, settled);

    assertThat(post(address, settled))
        .hasStatus(302)
        .flash()
        .containsEntry("flashKey", "checkin.seenTo");
    assertThat(post(address, Map.of("version", settled.get("version"), "how", "Otra cosa")))
        .as("that is something else")
        .hasStatus(409);
  }

  @Test
  void whoIsUnhappyAndInNobodysChargeIsTheManagers() {
    CurrentUser teresa = cast.teresa();
    jdbc.sql("update customers.customer set owner_id = null where company_id = ?")
        .param(company.id().id())
        .update();
    String secret = Secret.next().value();
    checkIns.ask(
        paula.id(), company.id(), null, Secret.parse(secret).orElseThrow(), null, shop.now());
    answer(secret, Map.of("id", UUID.randomUUID().toString(), "score", "2", "comment", "Nadie"));

    assertThat(Page.of(get(teresa, "/notifications")).text("main"))
        .contains(company.name() + " no está contento");
    assertThat(Page.of(get(teresa, "/reports/attention?what=unhappy")).text("main"))
        .contains(company.name(), "un 2 de 10", "Nadie");
    assertThat(Page.of(get(teresa, "/customers?show=all&owner=none")).text("tbody"))
        .contains(company.name());
    assertThat(Page.of(get(teresa, "/customers?show=all&owner=none")).text("option[selected]"))
        .isEqualTo("Nadie");
    post(
        "/customers/check-ins/" + id() + "/settling",
        Map.of("version", version(id()), "how", "Se le llama"),
        teresa);
    assertThat(Page.of(get(teresa, "/reports/attention?what=unhappy")).text("main"))
        .doesNotContain(company.name());
  }

  private MvcTestResult get(CurrentUser who, String path) {
    return mvc.get().uri(URI.create(path)).with(cast.as(who)).exchange();
  }

  private MvcTestResult post(String path, Map<String, String> fields, CurrentUser who) {
    var request = mvc.post().uri(path).with(cast.as(who)).with(csrf());
    fields.forEach(request::param);
    return request.exchange();
  }

  @Test
  void anAddressGivesWayToTheNextAndOthersTellNothing() {
    String first = Secret.next().value();
    String second = Secret.next().value();
    post(path("/questions"), Map.of("secret", first, "personName", paula.name()));
    post(path("/questions"), Map.of("secret", second, "personName", paula.name()));

    assertThat(visit("/opinions/" + first)).hasStatus(410);
    assertThat(visit("/opinions/" + second)).hasStatusOk();
    assertThat(visit("/opinions/" + Secret.next().value())).hasStatus(404);
    assertThat(visit("/opinions/nada")).hasStatus(404);
    checkIns.at(Secret.parse(second).orElseThrow());
    jdbc.sql(
            "update customers.check_in set expires_at = now() - interval '1 minute' where company_id = ?")
        .param(company.id().id())
        .update();
    assertThat(visit("/opinions/" + second)).hasStatus(410);
    assertThat(Page.of(visit("/opinions/" + second + "?lang=en")).text("h1"))
        .isEqualTo("This question has passed");
  }

  @Test
  void whoeverSendsByTheDozenWaits() {
    String secret = Secret.next().value();
    post(path("/questions"), Map.of("secret", secret, "personName", paula.name()));
    for (int i = 0; i < Tries.MOST_FROM_ONE_PLACE; i++) {
      assertThat(answer(secret, Map.of("id", "x", "score", "99"))).hasStatus(422);
    }
    assertThat(answer(secret, Map.of("id", UUID.randomUUID().toString(), "score", "9")))
        .hasStatus(429);
    assertThat(answer(Secret.next().value(), Map.of())).hasStatus(404);
  }

  @Test
  void whatIsSaidByWordOfMouthIsNotedOnceAndCountsInTheMonth() {
    String id = UUID.randomUUID().toString();
    assertThat(post(path(""), Map.of("checkIn", id, "score", "11")))
        .flash()
        .containsEntry("wrongScore", "checkin.score.required");
    post(path(""), Map.of("checkIn", id, "score", "10", "comment", "De diez"));
    post(path(""), Map.of("checkIn", id, "score", "10", "comment", "De diez"));
    assertThat(count()).isEqualTo(1);

    Page all = Page.of(get("/customers/satisfaction"));
    assertThat(all.text("main")).contains(company.name(), "De diez");
    assertThat(all.texts("aside tbody tr")).hasSize(12);
    assertThat(
            Page.of(
                    get(
                        "/customers/satisfaction?show=good&month="
                            + shop.today().withDayOfMonth(1)))
                .text("main"))
        .contains("De diez");
    var signedIn = cast.as(marcos);
    for (String page : java.util.List.of("/customers/satisfaction", path(""), "/pipeline/day")) {
      assertThat(SqlCount.during(() -> mvc.get().uri(page).with(signedIn).exchange()))
          .as(page)
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  private String path(String rest) {
    return "/customers/" + company.id() + "/satisfaction" + rest;
  }

  private int count() {
    return jdbc.sql("select count(*) from customers.check_in where company_id = ?")
        .param(company.id().id())
        .query(Integer.class)
        .single();
  }

  private UUID id() {
    return jdbc.sql("select id from customers.check_in where company_id = ?")
        .param(company.id().id())
        .query(UUID.class)
        .single();
  }

  private String version(UUID id) {
    return jdbc.sql("select version from customers.check_in where id = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  private MvcTestResult visit(String path) {
    return mvc.get().uri(path).exchange();
  }

  private MvcTestResult answer(String secret, Map<String, String> fields) {
    var request = mvc.post().uri("/opinions/" + secret).with(csrf());
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(URI.create(path)).with(cast.as(marcos)).exchange();
  }

  private MvcTestResult post(String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(cast.as(marcos)).with(csrf());
    fields.forEach(request::param);
    return request.exchange();
  }
}
