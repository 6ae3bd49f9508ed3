package com.arenacrm.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.PlannedActivity;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ArenaTest
class PlaybookPagesTests {

  private static final Instant NOW = Instant.parse("2026-11-16T09:00:00Z");

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Playbook playbook;
  @Autowired CoreMessages messages;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void theMessageIsWordedAnewAndTheWordingBeforeStaysReadable() {
    int before = worded("Antes decíamos esto");
    String part = UUID.randomUUID().toString();
    Map<String, String> form = message("Ahora decimos esto otro", before);
    form.put("parts[0].id", part);
    form.put("parts[0].name", "Sin colas");
    form.put("parts[0].proof", "De doce minutos a cuatro");

    assertThat(post("/playbook/message", cast.lucia(), form)).hasStatus(302);

    Page page = Page.of(get("/playbook", cast.marcos()));
    assertThat(page.text(".promise")).isEqualTo("Ahora decimos esto otro");
    assertThat(page.text(".message-parts"))
        .contains("Sin colas", "De doce minutos a cuatro", "Ninguna historia la lleva");
    assertThat(page.text("main")).contains("Antes decíamos esto");
    assertThat(Page.of(get("/playbook/message/" + before, cast.marcos())).text("main"))
        .contains("Antes decíamos esto", "Lucía Ferrer");

    playbook.tell(
        StoryId.next(),
        new Story.Content(
            Story.Kind.CUSTOMER, "La cola", "Érase", null, Set.of(UUID.fromString(part)), Set.of()),
        cast.lucia().id(),
        NOW);
    assertThat(Page.of(get("/playbook", cast.marcos())).text("#part-" + part))
        .contains("La lleva 1 historia");
    assertThat(Page.of(get("/playbook/stories?part=" + part, cast.marcos())).texts("td a"))
        .containsExactly("La cola");
    assertThat(Page.of(get("/reports/thread?part=" + part, cast.marcos())).text("main"))
        .contains("La cola", "Ninguna actividad la cuenta");
  }

  @Test
  void aPartThatStoriesCarryGoesOnlyWhenSomebodySaysSoAndComesBackByUndo() {
    int before = worded("Antes");
    String part = UUID.randomUUID().toString();
    Map<String, String> form = message("Con la parte", before);
    form.put("parts[0].id", part);
    form.put("parts[0].name", "Sin esperas");
    post("/playbook/message", cast.lucia(), form);
    playbook.tell(
        StoryId.next(),
        new Story.Content(
            Story.Kind.CUSTOMER,
            "La espera",
            "Érase",
            null,
            Set.of(UUID.fromString(part)),
            Set.of()),
        cast.lucia().id(),
        NOW);

    Map<String, String> without = message("Sin la parte", before + 1);
    without.put("parts[0].name", "Otra cosa");
    MvcTestResult warned = post("/playbook/message", cast.lucia(), without);
    assertThat(warned).hasStatus(422);
    Page page = Page.of(warned);
    assertThat(page.text("#dropping")).contains("Sin esperas", "La espera");
    assertThat(page.value("promise")).isEqualTo("Sin la parte");
    String reach = page.document().select("#dropping [hx-get]").attr("hx-get");
    assertThat(Page.of(get(reach, cast.lucia())).document().text()).contains("0 actividades");

    without.put("dropped", part);
    MvcTestResult gone = post("/playbook/message", cast.lucia(), without);
    assertThat(gone).hasStatus(302);
    String undo = (String) gone.getMvcResult().getFlashMap().get("flashUndo");
    assertThat(post(undo, cast.marcos(), Map.of())).hasStatus(403);
    assertThat(post(undo, cast.lucia(), Map.of())).hasStatus(302);
    assertThat(Page.of(get("/playbook", cast.marcos())).text("#part-" + part))
        .contains("La lleva 1 historia");
    // Undone once, the address changes nothing any more.
    post(undo, cast.lucia(), Map.of());
    assertThat(present().number()).isEqualTo(before + 3);
  }

  @Test
  void whoWordsUponAnOldWordingOverwritesNobody() {
    int seen = worded("Primera");
    worded("Segunda, de otra persona");
    Map<String, String> late = message("Tercera, sin haber leído la segunda", seen);
    late.put("parts[0].name", "Parte");

    MvcTestResult result = post("/playbook/message", cast.lucia(), late);

    assertThat(result).hasStatus(409);
    Page page = Page.of(result);
    assertThat(page.value("promise")).isEqualTo("Tercera, sin haber leído la segunda");
    assertThat(page.text(".meanwhile")).contains("Segunda, de otra persona");
    assertThat(present().promise()).isEqualTo("Segunda, de otra persona");
  }

  @Test
  void aPartIsAddedAndMovedWithoutScripts() {
    Map<String, String> form = message("Promesa", 0);
    form.put("parts[0].name", "Primera");
    form.put("parts[1].name", "Segunda");
    form.put("step", "^1");

    Page page = Page.of(post("/playbook/message/draft", cast.lucia(), form));

    assertThat(page.value("parts[0].name")).isEqualTo("Segunda");
    assertThat(page.value("parts[1].name")).isEqualTo("Primera");
    assertThat(page.value("promise")).isEqualTo("Promesa");
  }

  @Test
  void aMessageWithoutPartsIsRefusedAtItsParts() {
    MvcTestResult result = post("/playbook/message", cast.lucia(), message("Sola", number()));

    assertThat(result).hasStatus(422);
    assertThat(Page.of(result).text("#parts .error")).isEqualTo("Pon al menos una parte.");
  }

  @Test
  void anUnknownMergeFieldIsRefusedAtTheTextAndNothingTypedIsLost() {
    Map<String, String> form = script("Hola, {{persona.nombre}}, {{persona.signo}}");

    MvcTestResult result = post("/playbook/scripts", cast.lucia(), form);

    assertThat(result).hasStatus(422);
    Page page = Page.of(result);
    assertThat(page.text("#body-notes .error")).contains("{{persona.signo}}");
    assertThat(page.value("body")).isEqualTo(form.get("body"));
    form.put("body", "Hola, {{persona.nombre}}");
    form.put("subject", "Para {{persona.nombre}}");
    assertThat(post("/playbook/scripts", cast.lucia(), form)).hasStatus(302);
    assertThat(post("/playbook/scripts", cast.lucia(), form)).as("sent again").hasStatus(302);
    Page read = Page.of(get("/playbook/scripts/" + form.get("id"), cast.marcos()));
    assertThat(read.texts(".lacks")).containsOnly("nombre de la persona").hasSize(2);
    assertThat(read.text("main")).doesNotContain("{{");
  }

  @Test
  void twoWhoEditAScriptDoNotOverwriteOneAnother() {
    Map<String, String> form = script("Hola");
    post("/playbook/scripts", cast.lucia(), form);
    String at = "/playbook/scripts/" + form.get("id");
    form.put("body", "Lo primero");
    assertThat(post(at, cast.lucia(), form)).hasStatus(302);
    form.put("body", "Lo segundo");

    MvcTestResult late = post(at, cast.nuria(), form);

    assertThat(late).hasStatus(409);
    assertThat(Page.of(late).value("body")).isEqualTo("Lo segundo");
    assertThat(Page.of(late).text(".meanwhile")).contains("Lo primero");
  }

  @Test
  void aSaleNeedsSomethingBesideThePrice() {
    Map<String, String> form = offer("SALE", "120");

    MvcTestResult bare = post("/playbook/offers", cast.lucia(), form);
    assertThat(bare).hasStatus(422);
    assertThat(Page.of(bare).text("#items .error")).contains("más valor, no menos precio");

    form.put("items[0].label", "Formación");
    form.put("items[0].worth", "1.250,50");
    assertThat(post("/playbook/offers", cast.lucia(), form)).hasStatus(302);
    assertThat(Page.of(get("/playbook/offers/" + form.get("id"), cast.marcos())).text("main"))
        .contains("120 €", "Formación", "1.250,50 €");
  }

  @Test
  void anOfferThatIsBetterForNewCustomersSaysSoOnItsPageAndInTheList() {
    String line = "línea " + UUID.randomUUID();
    Map<String, String> existing = offer("SALE", "120");
    existing.put("productLine", line);
    existing.put("forWhom", "EXISTING");
    existing.put("items[0].label", "Formación");
    existing.put("items[0].worth", "50");
    post("/playbook/offers", cast.lucia(), existing);
    Map<String, String> fresh = new LinkedHashMap<>(existing);
    fresh.put("id", UUID.randomUUID().toString());
    fresh.put("name", "Solo nuevos " + line);
    fresh.put("forWhom", "NEW");
    fresh.put("price", "90");
    post("/playbook/offers", cast.lucia(), fresh);

    assertThat(Page.of(get("/playbook/offers/" + fresh.get("id"), cast.teresa())).text(".warn"))
        .contains("quien es nuevo paga 90 €", "quien ya es cliente, 120 €", existing.get("name"));
    assertThat(
            Page.of(get("/playbook/offers?q=Solo nuevos " + line, cast.teresa())).text("td .warn"))
        .contains("90 €", "120 €");
  }

  @Test
  void whatIsOverOrDoesNotHoldYetIsNotComparedWithWhatNewCustomersCanHaveToday() {
    LocalDate today = cast.lucia().today(clock);
    String line = "línea " + UUID.randomUUID();
    Map<String, String> over = sale(line, "EXISTING", "120");
    over.put("until", today.minusDays(1).toString());
    Map<String, String> later = sale(line, "EXISTING", "130");
    later.put("from", today.plusDays(1).toString());
    Map<String, String> fresh = sale(line, "NEW", "90");
    Map<String, String> tomorrow = sale(line, "NEW", "80");
    tomorrow.put("from", today.plusDays(1).toString());
    String address = "/playbook/offers/" + fresh.get("id");
    for (Map<String, String> offer : List.of(over, later, fresh, tomorrow)) {
      assertThat(post("/playbook/offers", cast.lucia(), offer)).hasStatus(302);
    }
    assertThat(Page.of(get(address, cast.teresa())).has(".hint-line.warn"))
        .as("nothing for existing customers holds today")
        .isFalse();

    Map<String, String> now = sale(line, "EXISTING", "100");
    now.put("from", today.toString());
    now.put("until", today.toString());
    post("/playbook/offers", cast.lucia(), now);

    assertThat(Page.of(get(address, cast.teresa())).text(".hint-line.warn"))
        .contains("quien es nuevo paga 90 €", "quien ya es cliente, 100 €");
    assertThat(
            Page.of(get("/playbook/offers/" + tomorrow.get("id"), cast.teresa()))
                .text(".hint-line.warn"))
        .as("nobody can take it yet")
        .contains(
            "Desde el " + cast.lucia().formats(Locale.forLanguageTag("es")).date(today.plusDays(1)),
            "quien es nuevo pagará 80 €",
            "quien ya es cliente, 130 €");
    assertThat(Page.of(get("/playbook/offers?q=" + line, cast.teresa())).texts("td .warn"))
        .hasSize(2);
  }

  @Test
  void aLineWrittenOtherwiseIsComparedAndAnOfferWithoutOneSaysThatItIsNot() {
    String line = "Café oficinas " + UUID.randomUUID();
    Map<String, String> existing =
        sale(line.toUpperCase(Locale.ROOT).replace("É", "E"), "EXISTING", "120");
    Map<String, String> fresh = sale(line.replace(" ", "  "), "NEW", "90");
    Map<String, String> none = sale("", "NEW", "90");
    for (Map<String, String> offer : List.of(existing, fresh, none)) {
      assertThat(post("/playbook/offers", cast.lucia(), offer)).hasStatus(302);
    }
    assertThat(Page.of(get("/playbook/offers/" + fresh.get("id"), cast.teresa())).text(".warn"))
        .contains("quien es nuevo paga 90 €");
    assertThat(
            Page.of(get("/playbook/offers?q=" + fresh.get("id"), cast.teresa())).text("td .warn"))
        .contains("quien es nuevo paga 90 €");
    assertThat(Page.of(get("/playbook/offers/" + none.get("id"), cast.teresa())).text("main"))
        .contains("Sin línea de producto, esta oferta no se compara");
    assertThat(Page.of(get("/playbook/offers?q=" + none.get("id"), cast.teresa())).text("td"))
        .contains("sin línea: no se compara");
  }

  private Map<String, String> sale(String line, String forWhom, String price) {
    Map<String, String> form = offer("SALE", price);
    form.put("name", "Oferta " + form.get("id"));
    form.put("productLine", line);
    form.put("forWhom", forWhom);
    form.put("items[0].label", "Formación");
    form.put("items[0].worth", "50");
    return form;
  }

  @Test
  void aBenchmarkHasItsSource() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("id", UUID.randomUUID().toString());
    form.put("kind", "BENCHMARK");
    form.put("title", "Colas");
    form.put("figure", "38 %");

    MvcTestResult result = post("/playbook/material", cast.lucia(), form);

    assertThat(result).hasStatus(422);
    assertThat(Page.of(result).text("#source-notes .error")).contains("de dónde sale");
  }

  @Test
  void anObjectionHasItsAnswerAndIsAtHandWhereItSuits() {
    String word = "Objeción " + UUID.randomUUID();
    Map<String, String> form = new LinkedHashMap<>();
    String id = UUID.randomUUID().toString();
    form.put("id", id);
    form.put("kind", "OBJECTION");
    form.put("title", word);
    form.put("body", "«Es más caro que lo que tengo»");
    form.put("spokenTo", "PAYS");
    MvcTestResult refused = post("/playbook/material", cast.lucia(), form);
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("#answer-notes .error")).contains("qué responder");

    form.put("answer", "Pregunta qué les cuesta cada avería");
    assertThat(post("/playbook/material", cast.lucia(), form)).hasStatus(302);
    Page page = Page.of(get("/playbook/material/" + id, cast.marcos()));
    assertThat(page.text("main")).contains("Objeción", "Es más caro", "cada avería", "paga");
    assertThat(
            Page.of(
                    get(
                        "/playbook/material?kind=OBJECTION&q=" + word.replaceAll(".* ", ""),
                        cast.marcos()))
                .text("tbody"))
        .contains(word);
    assertThat(Page.of(get("/playbook/material?q=tengo", cast.marcos())).text("tbody"))
        .as("found by what the customer says")
        .contains(word);
    assertThat(Page.of(get("/reports/uses/won?kind=objection", cast.teresa())).text("main"))
        .contains(word);

    java.util.function.BiFunction<SpokenTo, String, Kit> kit =
        (role, competitor) ->
            playbook.kit(
                new Kit.Wanted(
                    Set.of(),
                    Set.of(),
                    null,
                    null,
                    null,
                    null,
                    Set.of(role),
                    competitor,
                    Set.of(),
                    Map.of(),
                    Map.of()),
                cast.marcos().formats(Locale.forLanguageTag("es")));
    assertThat(kit.apply(SpokenTo.PAYS, "Otro").objections())
        .extracting(m -> m.content().title())
        .contains(word);
    assertThat(kit.apply(SpokenTo.USES, "Otro").objections())
        .extracting(m -> m.content().title())
        .doesNotContain(word);
  }

  @Test
  void salesReadAndMarketingWrites() {
    assertThat(get("/playbook/scripts", cast.marcos())).hasStatusOk();
    assertThat(post("/playbook/scripts", cast.marcos(), script("Hola"))).hasStatus(403);
    assertThat(get("/playbook/offers/new", cast.teresa())).hasStatus(403);
  }

  @Test
  void whatIsRetiredLeavesTheListAndComesBack() {
    Map<String, String> form = script("Hola");
    form.put("title", "Retirable " + form.get("id"));
    post("/playbook/scripts", cast.lucia(), form);
    String list = "/playbook/scripts?q=" + form.get("title");

    post("/playbook/scripts/" + form.get("id") + "/retirement", cast.lucia(), Map.of());
    assertThat(Page.of(get(list, cast.lucia())).text("main")).doesNotContain(form.get("title"));
    assertThat(Page.of(get(list + "&retired=true", cast.lucia())).text(".list"))
        .contains(form.get("title"));
    post("/playbook/scripts/" + form.get("id") + "/return", cast.lucia(), Map.of());
    assertThat(Page.of(get(list, cast.lucia())).text(".list")).contains(form.get("title"));
  }

  @Test
  void listsAskTheDatabaseTheSameHoweverLong() {
    for (int i = 0; i < 5; i++) {
      playbook.script(
          ScriptId.next(),
          new Script.Content("Guion " + i, null, "Hola", HourglassPhase.TRY, null, null, null),
          cast.lucia().id(),
          NOW);
    }
    for (String page :
        List.of(
            "/playbook",
            "/playbook/stories",
            "/playbook/scripts",
            "/playbook/material",
            "/playbook/offers",
            "/reports/untold",
            "/reports/discounts")) {
      CurrentUser lucia = cast.lucia();
      assertThat(SqlCount.during(() -> get(page, lucia))).as(page).hasSizeLessThanOrEqualTo(8);
    }
  }

  @Test
  void whatTellsAStoryWithoutAPartTellsNothing() {
    StoryId bare = StoryId.next();
    playbook.tell(
        bare,
        new Story.Content(
            Story.Kind.CUSTOMER, "La feria de " + bare, "Estuvimos allí", null, Set.of(), Set.of()),
        cast.lucia().id(),
        NOW);
    ScriptId script = ScriptId.next();
    playbook.script(
        script,
        new Script.Content("Guion de feria", null, "Hola", HourglassPhase.TRY, null, null, bare),
        cast.lucia().id(),
        NOW);

    assertThat(Page.of(get("/reports/untold", cast.lucia())).text("#script"))
        .contains("cuenta «La feria de " + bare + "», que no lleva ninguna parte");
    assertThat(
            Page.of(get("/playbook/scripts/" + script + "/edit", cast.lucia()))
                .text("option[selected][value='" + bare + "']"))
        .contains("no lleva ninguna parte de la plomada");
  }

  @Test
  void whatTellsARetiredStoryIsNamedWhereverItIsMet() {
    StoryId gone = StoryId.next();
    String title = "La feria de " + gone;
    playbook.tell(
        gone,
        new Story.Content(Story.Kind.CUSTOMER, title, "Estuvimos", null, Set.of(), Set.of()),
        cast.lucia().id(),
        NOW);
    ScriptId script = ScriptId.next();
    playbook.script(
        script,
        new Script.Content("Guion de " + gone, null, "Hola", HourglassPhase.TRY, null, null, gone),
        cast.lucia().id(),
        NOW);
    PlannedActivity activity =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 25));
    jdbc.sql("update planner.activity set story_id = ?, title = ? where id = ?")
        .params(gone.id(), "Cata de " + gone, activity.id().id())
        .update();
    assertThat(Page.of(get("/playbook/scripts/" + script, cast.lucia())).text("main"))
        .doesNotContain("está retirada");

    MvcTestResult retired =
        post("/playbook/stories/" + gone + "/retirement", cast.lucia(), Map.of());
    assertThat(retired.getMvcResult().getFlashMap().values()).contains("story.retired.told");

    assertThat(Page.of(get("/playbook/stories/" + gone, cast.marcos())).text(".still-told"))
        .contains("Guion de " + gone, "Cata de " + gone);
    Page untold = Page.of(get("/reports/untold", cast.lucia()));
    assertThat(untold.text("#script")).contains("cuenta una historia que está retirada: «" + title);
    assertThat(untold.text("#activity")).contains("Cata de " + gone);
    assertThat(untold.text("#story")).doesNotContain(title);
    assertThat(Page.of(get("/playbook/scripts/" + script, cast.lucia())).text("main"))
        .contains("Esa historia está retirada");
    String kit = "/planner/activities/" + activity.id() + "/kit";
    assertThat(
            Page.of(
                    mvc.get()
                        .uri(kit)
                        .header("HX-Request", "true")
                        .with(cast.as(cast.lucia()))
                        .exchange())
                .text(".warn"))
        .contains("Esa historia está retirada", "Elegir otra");
    assertThat(Page.of(get(kit, cast.lucia())).text("option[selected][value='" + gone + "']"))
        .isEqualTo(title + " · está retirada");
  }

  @Test
  void anOfferThatIsOverIsNotOfferedAndIsRefusedWithASentence() {
    Map<String, String> over = offer("SALE", "120");
    LocalDate today = cast.lucia().today(clock);
    over.put("until", today.minusDays(1).toString());
    over.put("items[0].label", "Formación");
    over.put("items[0].worth", "50");
    assertThat(post("/playbook/offers", cast.lucia(), over)).hasStatus(302);
    Map<String, String> last = offer("SALE", "130");
    last.put("until", today.toString());
    last.put("items[0].label", "Formación");
    last.put("items[0].worth", "50");
    assertThat(post("/playbook/offers", cast.lucia(), last)).hasStatus(302);
    PlannedActivity activity =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 25));
    String kit = "/planner/activities/" + activity.id() + "/kit";
    Page page = Page.of(get(kit, cast.lucia()));
    assertThat(page.has("option[value='" + over.get("id") + "']")).isFalse();
    assertThat(page.has("option[value='" + last.get("id") + "']")).as("its last day").isTrue();
    assertThat(
            Page.of(get("/planner/activities/new", cast.lucia()))
                .has("option[value='" + over.get("id") + "']"))
        .isFalse();

    Map<String, String> form =
        Map.of("offer", over.get("id"), "story", "", "version", page.value("version"));
    MvcTestResult refused = post(kit, cast.lucia(), form);
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text(".has-error .error")).contains("Esa oferta ya acabó");

    jdbc.sql("update planner.activity set offer_id = ? where id = ?")
        .params(UUID.fromString(over.get("id")), activity.id().id())
        .update();
    assertThat(
            Page.of(get(kit, cast.lucia()))
                .text("option[selected][value='" + over.get("id") + "']"))
        .as("what was chosen before stays, and says so")
        .endsWith("ya acabó");
    assertThat(post(kit, cast.lucia(), form)).hasStatus(302);
  }

  @Test
  void whereThereIsNothingYetItIsSaidWithWhatToDo() {
    Integer open =
        jdbc.sql("select count(*) from leads.lead_form where open").query(Integer.class).single();
    Page page = Page.of(get("/reports/untold", cast.lucia()));
    assertThat(page.text("#form").contains("No hay ningún formulario abierto"))
        .isEqualTo(open == 0);
    assertThat(page.has("#form a[href='/leads/forms/new']")).isEqualTo(open == 0);
  }

  private CoreMessage present() {
    return messages.findFirstByOrderByNumberDesc().orElseThrow();
  }

  private int number() {
    return messages.findFirstByOrderByNumberDesc().map(CoreMessage::number).orElse(0);
  }

  private int worded(String promise) {
    return playbook.word(
        number(),
        promise,
        List.of(new CoreMessage.Part(UUID.randomUUID(), "Parte", null, null)),
        cast.lucia().id(),
        NOW);
  }

  private static Map<String, String> message(String promise, int version) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("promise", promise);
    form.put("version", "" + version);
    return form;
  }

  private static Map<String, String> script(String body) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("id", UUID.randomUUID().toString());
    form.put("title", "Llamada");
    form.put("body", body);
    form.put("version", "0");
    return form;
  }

  private static Map<String, String> offer(String kind, String price) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("id", UUID.randomUUID().toString());
    form.put("kind", kind);
    form.put("name", "Oferta");
    form.put("price", price);
    form.put("forWhom", "ALL");
    return form;
  }

  private MvcTestResult get(String path, CurrentUser user) {
    return mvc.get().uri(path).with(cast.as(user)).exchange();
  }

  private MvcTestResult post(String path, CurrentUser user, Map<String, String> form) {
    var request = mvc.post().uri(path).with(cast.as(user)).with(csrf());
    form.forEach(request::param);
    return request.exchange();
  }
}
