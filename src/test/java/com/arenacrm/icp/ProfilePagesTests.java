package com.arenacrm.icp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ArenaTest
@RecordApplicationEvents
class ProfilePagesTests {

  private static final Instant NOW = Instant.parse("2026-11-16T09:00:00Z");

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Profiles profiles;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired ApplicationEvents events;

  @Test
  void aProfileIsWrittenAndReadAsADraft() {
    String name = name("Hoteles");
    String page = redirected(post("/icp", cast.lucia(), form(name)));

    Page read = Page.of(get(page, cast.marcos()));
    assertThat(read.title()).contains(name).contains("borrador");
    assertThat(read.text("main"))
        .contains("A quien solo compara precios")
        .contains("Cargo contiene becari")
        .contains("Empleados entre 20 y 100")
        .contains("Papeles con prisa")
        .contains("El desayuno que se recuerda");
    assertThat(read.texts(".list td.num")).containsExactly("65", "65 %", "35", "35 %");
    assertThat(listed()).contains(name);
  }

  /** What the list shows on all its pages; other tests have profiles, too. */
  private String listed() {
    StringBuilder listed = new StringBuilder();
    String next = "/icp";
    while (!next.isEmpty()) {
      Page page = Page.of(get(next, cast.teresa()));
      listed.append(page.text(".list"));
      next = page.document().select(".pager a[href*=after]").attr("href");
    }
    return listed.toString();
  }

  @Test
  void theEditorShowsAgainWhatWasKept() {
    String page = redirected(post("/icp", cast.lucia(), form(name("Editado"))));

    Page editor = Page.of(get(profileOf(page) + "/edit", cast.lucia()));

    assertThat(editor.value("criteria[1].value")).isEqualTo("20 – 100");
    assertThat(editor.document().select("[name='criteria[1].operator'] [selected]").val())
        .isEqualTo("BETWEEN");
    assertThat(editor.document().select("[name='criteria[0].knockOut']").hasAttr("checked"))
        .isTrue();
    assertThat(editor.value("roles[0].name")).isEqualTo("Papeles con prisa");
  }

  @Test
  void sendingTheFormManyTimesAtOnceAddsOneProfile() throws Exception {
    Map<String, String> form = form(name("Doble"));
    ExecutorService clicks = Executors.newFixedThreadPool(6);
    try {
      var results =
          clicks.invokeAll(
              IntStream.range(0, 6)
                  .<Callable<MvcTestResult>>mapToObj(i -> () -> post("/icp", cast.lucia(), form))
                  .toList());
      for (var result : results) {
        assertThat(result.get()).hasStatus(302);
      }
    } finally {
      clicks.shutdownNow();
    }
    assertThat(editions(UUID.fromString(form.get("id")))).isOne();
  }

  @Test
  void aNameIsTakenOnce() {
    String name = name("Único");
    post("/icp", cast.lucia(), form(name));

    MvcTestResult again = post("/icp", cast.lucia(), form(name.toUpperCase()));

    assertThat(again).hasStatus(422);
    assertThat(Page.of(again).text(".error")).contains(name);
  }

  @Test
  void aPhaseDoesNotApplyOnlyWithAReasonAndNothingTypedIsLost() {
    Map<String, String> form = form(name("Sin probar"));
    form.put("phases[3].off", "true");
    form.put("motivators", "lo que escribí");

    MvcTestResult without = post("/icp", cast.lucia(), form);

    assertThat(without).hasStatus(422);
    Page page = Page.of(without);
    assertThat(page.texts(".error")).containsExactly("Di por qué no aplica esta fase.");
    assertThat(page.value("motivators")).isEqualTo("lo que escribí");
    assertThat(page.value("criteria[0].value")).isEqualTo("Hotel");
    assertThat(page.document().select("[name='phases[3].off']").hasAttr("checked")).isTrue();

    form.put("phases[3].reason", "no hay muestra posible");
    String kept = redirected(post("/icp", cast.lucia(), form));
    assertThat(Page.of(get(kept, cast.lucia())).text(".phaselist"))
        .contains("Probar")
        .contains("no hay muestra posible");
  }

  @Test
  void whatIsWrongWithARuleIsSaidAtItsRow() {
    Map<String, String> form = form(name("Mal"));
    form.put("criteria[1].value", "muchos");
    form.put("criteria[0].weight", "101");
    form.put("exclusions[0].field", "NADA");

    Page page = Page.of(post("/icp", cast.lucia(), form));

    assertThat(page.texts(".rulerow.criteria .error"))
        .containsExactly(
            "Escribe un número entero entre 0 y 100.", "Escribe dos números, por ejemplo 10 y 50.");
    assertThat(page.texts(".rulerow.exclusions .error")).containsExactly("Elige un dato.");
    assertThat(page.value("criteria[1].value")).isEqualTo("muchos");
  }

  @Test
  void withoutScriptsARowIsAddedByAButtonAndEverythingTypedStays() {
    Map<String, String> form = form(name("Filas"));
    form.put("step", "criteria+");

    Page page = Page.of(post("/icp/draft", cast.lucia(), form));

    assertThat(page.document().select(".rulerow.criteria")).hasSize(3);
    assertThat(page.value("name")).isEqualTo(form.get("name"));
    assertThat(page.value("criteria[1].value")).isEqualTo("20 y 100");
    assertThat(page.value("roles[0].words")).isEqualTo("Sin esperas");
    assertThat(page.has("#fit .grades")).isTrue();
    assertThat(page.has("[name='criteria[2].field'][autofocus]")).isTrue();

    form.put("step", "criteria-0");
    Page fewer = Page.of(post("/icp/draft", cast.lucia(), form));
    assertThat(fewer.document().select(".rulerow.criteria")).hasSize(1);
    assertThat(fewer.value("criteria[0].value")).isEqualTo("20 y 100");
    assertThat(exists(form.get("id"))).isFalse();
  }

  @Test
  void anExclusionThatContradictsAMustHaveIsSaid() {
    Map<String, String> form = form(name("Contradicho"));
    form.put("exclusions[0].field", "INDUSTRY");
    form.put("exclusions[0].operator", "IS");
    form.put("exclusions[0].value", "hotel");
    form.put("criteria[0].field", "INDUSTRY");
    form.put("criteria[0].operator", "IS");
    form.put("criteria[0].value", "Hotel");
    form.put("criteria[0].weight", "50");
    form.put("criteria[0].knockOut", "true");

    assertThat(Page.of(post("/icp/fit", cast.lucia(), form)).text("#contradictions"))
        .contains("Sector es hotel")
        .contains("Así no encaja nadie");
    assertThat(post("/icp", cast.lucia(), form)).hasStatus(302);
    Page editor = Page.of(get("/icp/" + form.get("id") + "/edit", cast.lucia()));
    assertThat(editor.text("#contradictions")).contains("Así no encaja nadie");
    form.put("step", "exclusions-0");
    assertThat(Page.of(post("/icp/draft", cast.lucia(), form)).text("#contradictions")).isEmpty();
  }

  @Test
  void theComparisonsOfferedMakeSenseForTheFact() {
    Page numbers = Page.of(get("/icp/choices?criteria%5B0%5D.field=EMPLOYEES", cast.lucia()));
    assertThat(numbers.texts("option")).contains("al menos").doesNotContain("contiene");

    String industry = "Sector " + UUID.randomUUID();
    company("Una del sector", industry);
    Page texts = Page.of(get("/icp/choices?criteria%5B0%5D.field=INDUSTRY", cast.lucia()));
    assertThat(texts.texts("option")).contains("contiene").doesNotContain("al menos");
    assertThat(texts.has("#values-criteria-0 option")).isTrue();
  }

  @Test
  void theLivePanelCountsEverybodyOnceAndSaysWhy() {
    String industry = "Sector " + UUID.randomUUID();
    CompanyId company = company("Hotel del panel", industry);
    person("Paula del Panel", company, "Gerente");
    person("Pía del Panel", company, "Becaria no, becario sí");
    Map<String, String> form =
        new LinkedHashMap<>(
            Map.of(
                "id", ProfileId.next().toString(),
                "exclusions[0].field", "JOB_TITLE",
                "exclusions[0].operator", "CONTAINS",
                "exclusions[0].value", "becario",
                "criteria[0].field", "INDUSTRY",
                "criteria[0].operator", "IS",
                "criteria[0].value", industry,
                "criteria[0].weight", "60"));
    form.putAll(
        Map.of(
            "criteria[1].field", "EMPLOYEES",
            "criteria[1].operator", "AT_LEAST",
            "criteria[1].value", "a medio escribir",
            "criteria[1].weight", "40"));

    Page panel = Page.of(post("/icp/fit", cast.lucia(), form));

    assertThat(numbers(panel, 2)).isEqualTo(count("contacts.person"));
    assertThat(numbers(panel, 3)).isEqualTo(count("contacts.company"));
    assertThat(panel.text(".grade-A .num")).isEqualTo("1 1");
    assertThat(panel.text(".warn")).contains("Una regla a medio escribir");
    assertThat(panel.texts(".example").get(0))
        .contains("Paula del Panel")
        .contains("100")
        .contains("Sector: " + industry);
    assertThat(panel.text(".rulecounts")).contains("Cargo contiene becario");
  }

  @Test
  void everyNumberOfAnEditionOpensItsRows() {
    String industry = "Sector " + UUID.randomUUID();
    CompanyId company = company("Hotel contado", industry);
    person("Contada Una", company, "Gerente");
    person("Contada Dos", company, null);
    ProfileId profile = define(name("Contado"), Example.ofIndustry(industry));
    String fit = "/icp/" + profile + "/editions/1/fit";

    Page panel = Page.of(get(fit, cast.marcos()));
    assertThat(panel.title()).isEqualTo("Quién encaja hoy");
    assertThat(panel.text(".grade-A .num")).isEqualTo("2 1");
    List<String> links = panel.document().select(".grade-A a").eachAttr("href");

    assertThat(Page.of(get(links.get(0), cast.marcos())).texts(".list tbody tr"))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row).contains("Contada", "Hotel contado", "100"));
    assertThat(Page.of(get(links.get(1), cast.marcos())).texts(".list tbody tr"))
        .singleElement()
        .asString()
        .contains("Hotel contado");
  }

  @Test
  void salesSignsWhatMarketingProposesAndTheWorldIsTold() {
    ProfileId profile = define(name("Firmado"), Example.signable());
    String edition = "/icp/" + profile + "/editions/1";
    assertThat(Page.of(get(edition, cast.lucia())).has("[action$=proposal]")).isTrue();

    assertThat(post(edition + "/proposal", cast.lucia(), version(profile, 1))).hasStatus(302);
    Page forSales = Page.of(get(edition, cast.marcos()));
    assertThat(forSales.text(".signing")).contains("Lucía Ferrer").contains("Firmar por ventas");
    assertThat(Page.of(get(edition, cast.lucia())).has("[action$=signature]")).isFalse();
    assertThat(Page.of(get("/icp", cast.marcos())).text(".list")).contains("espera a ventas");

    assertThat(post(edition + "/signature", cast.marcos(), version(profile, 1))).hasStatus(302);

    Page signed = Page.of(get("/icp/" + profile, cast.teresa()));
    assertThat(signed.title()).contains("firmado");
    assertThat(signed.text(".signing")).contains("Lucía Ferrer").contains("Marcos Vidal");
    assertThat(events.stream(IdealCustomerProfile.Changed.class))
        .contains(new IdealCustomerProfile.Changed(profile));
    assertThat(profiles.choices())
        .anySatisfy(
            choice -> {
              assertThat(choice.id()).isEqualTo(profile);
              assertThat(choice.signed()).isTrue();
            });
    assertThat(audited(profile)).contains("profile-proposed", "profile-signed");
  }

  @Test
  void marketingAloneCannotSignForSales() {
    ProfileId profile = proposed(name("Sola"));
    String edition = "/icp/" + profile + "/editions/1";

    assertThat(post(edition + "/signature", cast.lucia(), version(profile, 1))).hasStatus(403);
    assertThat(post(edition + "/objection", cast.lucia(), version(profile, 1))).hasStatus(403);
    assertThat(state(profile, 1)).isEqualTo("PROPOSED");
  }

  @Test
  void whoHoldsBothRolesSignsForBothAndThePageSaysSo() {
    ProfileId profile = define(name("Dos funciones"), Example.signable());
    String edition = "/icp/" + profile + "/editions/1";
    assertThat(Page.of(get(edition, cast.nuria())).text(".signing")).contains("las dos funciones");

    post(edition + "/proposal", cast.nuria(), version(profile, 1));
    post(edition + "/signature", cast.nuria(), version(profile, 1));

    assertThat(state(profile, 1)).isEqualTo("SIGNED");
    assertThat(Page.of(get(edition, cast.marcos())).text(".signing"))
        .contains("Nuria Bello tiene las dos funciones");
  }

  @Test
  void salesCannotWrite() {
    ProfileId profile = define(name("Ajeno"), Example.signable());
    CurrentUser marcos = cast.marcos();

    assertThat(get("/icp/new", marcos)).hasStatus(403);
    assertThat(get("/icp/" + profile + "/edit", marcos)).hasStatus(403);
    assertThat(post("/icp", marcos, form(name("Colado")))).hasStatus(403);
    assertThat(post("/icp/" + profile, marcos, form(name("Colado")))).hasStatus(403);
    assertThat(post("/icp/" + profile + "/retirement", marcos, Map.of())).hasStatus(403);
    assertThat(post("/icp/" + profile + "/editions/1/proposal", marcos, version(profile, 1)))
        .hasStatus(403);
    assertThat(Page.of(get("/icp/" + profile, marcos)).has("main [href$=edit]")).isFalse();
    assertThat(profiles.names().get(profile)).startsWith("Ajeno");
  }

  @Test
  void whatIsIncompleteIsNotSentAndTheReasonIsSaid() {
    ProfileId profile = define(name("A medias"), EditionText.blank());
    String edition = "/icp/" + profile + "/editions/1";

    assertThat(Page.of(get(edition, cast.lucia())).text(".signing .warn"))
        .contains("a quién no queremos");
    post(edition + "/proposal", cast.lucia(), version(profile, 1));

    assertThat(state(profile, 1)).isEqualTo("DRAFT");
  }

  @Test
  void salesSendsBackWithACommentThatMarketingReads() {
    ProfileId profile = proposed(name("Devuelto"));
    String edition = "/icp/" + profile + "/editions/1";

    post(edition + "/objection", cast.marcos(), version(profile, 1));
    assertThat(state(profile, 1)).as("without a comment").isEqualTo("PROPOSED");
    Map<String, String> with = new LinkedHashMap<>(version(profile, 1));
    with.put("comment", "Falta decir la región");
    post(edition + "/objection", cast.marcos(), with);

    assertThat(state(profile, 1)).isEqualTo("DRAFT");
    assertThat(Page.of(get(edition, cast.lucia())).text(".signing"))
        .contains("Marcos Vidal lo devolvió")
        .contains("Falta decir la región");
  }

  @Test
  void aSignedEditionStaysReadableAndTheNextSaysWhatChanges() {
    ProfileId profile = signed(name("Ediciones"));
    String path = "/icp/" + profile;
    Page editor = Page.of(get(path + "/edit", cast.lucia()));
    assertThat(editor.text(".crumb")).contains("La edición 1 está firmada");
    Map<String, String> next = fields(editor);
    next.put("valueStatement", "El desayuno que se nombra");
    next.put("criteria[1].value", "50");

    String second = redirected(post(path, cast.lucia(), next));

    assertThat(second).endsWith("/editions/2");
    Page draft = Page.of(get(second, cast.marcos()));
    assertThat(draft.text(".difference ins")).contains("nombra").contains("al menos 50");
    assertThat(draft.text(".difference del")).contains("recuerda").contains("al menos 20");
    Page inForce = Page.of(get(path, cast.marcos()));
    assertThat(inForce.text(".statement")).isEqualTo("El desayuno que se recuerda");
    assertThat(inForce.text(".notice")).contains("Marketing está escribiendo la edición 2");

    post(second + "/proposal", cast.lucia(), version(profile, 2));
    post(second + "/signature", cast.teresa(), version(profile, 2));

    assertThat(Page.of(get(path, cast.marcos())).text(".statement"))
        .isEqualTo("El desayuno que se nombra");
    Page old = Page.of(get(path + "/editions/1", cast.marcos()));
    assertThat(old.text(".statement")).isEqualTo("El desayuno que se recuerda");
    assertThat(old.title()).contains("sustituido");
    assertThat(old.text(".notice")).contains("ya no está en vigor");
  }

  @Test
  void savingASignedEditionUnchangedBeginsNoOther() {
    ProfileId profile = signed(name("Igual"));

    redirected(
        post(
            "/icp/" + profile,
            cast.lucia(),
            fields(Page.of(get("/icp/" + profile + "/edit", cast.lucia())))));

    assertThat(editions(profile.id())).isOne();
  }

  @Test
  void aStaleFormOverwritesNothing() {
    ProfileId profile = define(name("Rancio"), Example.signable());
    String path = "/icp/" + profile;
    Map<String, String> early = fields(Page.of(get(path + "/edit", cast.lucia())));
    Map<String, String> late = new LinkedHashMap<>(early);
    early.put("valueStatement", "el primero");
    late.put("valueStatement", "el segundo");

    assertThat(post(path, cast.lucia(), early)).hasStatus(302);
    assertThat(post(path, cast.nuria(), late)).hasStatus(409);

    assertThat(Page.of(get(path, cast.lucia())).text(".statement")).isEqualTo("el primero");
  }

  @Test
  void salesSignsOnlyWhatItHasRead() {
    ProfileId profile = proposed(name("Leído"));
    String edition = "/icp/" + profile + "/editions/1";
    Map<String, String> read = version(profile, 1);
    post(edition + "/proposal/withdrawal", cast.lucia(), version(profile, 1));
    Map<String, String> changed = fields(Page.of(get("/icp/" + profile + "/edit", cast.lucia())));
    changed.put("valueStatement", "otra cosa");
    changed.put("then", "propose");
    post("/icp/" + profile, cast.lucia(), changed);
    assertThat(state(profile, 1)).isEqualTo("PROPOSED");

    assertThat(post(edition + "/signature", cast.marcos(), read)).hasStatus(409);

    assertThat(state(profile, 1)).isEqualTo("PROPOSED");
  }

  @Test
  void ofManyWhoSignAtOnceOneDoes() throws Exception {
    ProfileId profile = proposed(name("Carrera"));
    String path = "/icp/" + profile + "/editions/1/signature";
    Map<String, String> read = version(profile, 1);
    List<CurrentUser> signers = List.of(cast.marcos(), cast.ines(), cast.teresa(), cast.nuria());
    ExecutorService hands = Executors.newFixedThreadPool(4);
    List<Integer> answers = new ArrayList<>();
    try {
      for (var result :
          hands.invokeAll(
              signers.stream()
                  .<Callable<MvcTestResult>>map(who -> () -> post(path, who, read))
                  .toList())) {
        answers.add(result.get().getResponse().getStatus());
      }
    } finally {
      hands.shutdownNow();
    }

    assertThat(answers).containsOnlyOnce(302);
    assertThat(answers.stream().filter(status -> status == 409)).hasSize(3);
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from icp.signature s join icp.edition e on e.id = s.edition_id
                    where e.profile_id = ? and s.side = 'SALES'
                    """)
                .param(profile.id())
                .query(Integer.class)
                .single())
        .isOne();
  }

  @Test
  void ofTwoWhoBeginTheNextEditionOneDoes() throws Exception {
    ProfileId profile = signed(name("Dos plumas"));
    Map<String, String> one = fields(Page.of(get("/icp/" + profile + "/edit", cast.lucia())));
    Map<String, String> other = new LinkedHashMap<>(one);
    one.put("motivators", "uno");
    other.put("motivators", "otro");
    ExecutorService hands = Executors.newFixedThreadPool(2);
    List<Integer> answers = new ArrayList<>();
    try {
      for (var result :
          hands.invokeAll(
              List.<Callable<MvcTestResult>>of(
                  () -> post("/icp/" + profile, cast.lucia(), one),
                  () -> post("/icp/" + profile, cast.nuria(), other)))) {
        answers.add(result.get().getResponse().getStatus());
      }
    } finally {
      hands.shutdownNow();
    }

    assertThat(answers).containsExactlyInAnyOrder(302, 409);
    assertThat(editions(profile.id())).isEqualTo(2);
  }

  @Test
  void aDraftIsThrownAwayAndTheSignedEditionStays() {
    ProfileId profile = signed(name("Tirado"));
    profiles.revise(profile, Example.ofIndustry("Hotel"), cast.lucia().id(), NOW);

    post("/icp/" + profile + "/editions/2/deletion", cast.lucia(), version(profile, 2));

    assertThat(get("/icp/" + profile + "/editions/2", cast.lucia())).hasStatus(404);
    assertThat(state(profile, 1)).isEqualTo("SIGNED");
    assertThat(post("/icp/" + profile + "/editions/1/deletion", cast.lucia(), version(profile, 1)))
        .hasStatus(409);
  }

  @Test
  void aRetiredProfileIsNoLongerOfferedButReadAndComesBack() {
    ProfileId profile = signed(name("Retirado"));
    String path = "/icp/" + profile;

    post(path + "/retirement", cast.lucia(), Map.of());

    assertThat(profiles.choices()).noneMatch(choice -> choice.id().equals(profile));
    assertThat(profiles.names()).containsKey(profile);
    assertThat(Page.of(get("/icp?retired=true", cast.marcos())).text(".list")).contains("Retirado");
    assertThat(Page.of(get(path, cast.marcos())).text(".notice")).contains("Retirado el");
    assertThat(get(path + "/edit", cast.lucia())).hasStatus(302);

    post(path + "/return", cast.lucia(), Map.of());
    assertThat(profiles.choices()).anyMatch(choice -> choice.id().equals(profile));
  }

  @Test
  void otherPagesLoadTheValueWithHowToTalkToEach() {
    ProfileId profile = define(name("Valor"), Example.signable());

    MvcTestResult part =
        mvc.get()
            .uri("/icp/" + profile + "/value")
            .header("HX-Request", "true")
            .with(cast.as(cast.marcos()))
            .exchange();

    Page page = Page.of(part);
    assertThat(page.has("header, main")).isFalse();
    assertThat(page.text("section"))
        .contains("El desayuno que se recuerda", "Jefa de sala", "Sin esperas", "borrador");
    assertThat(Page.of(get("/icp/" + profile + "/value", cast.marcos())).has("main")).isTrue();
  }

  @Test
  void peopleAreScoredByTheEditionInForceOfEachActiveProfile() {
    String industry = "Sector " + UUID.randomUUID();
    PersonId paula = person("Paula Puntuada", company("Puntuada, S.L.", industry), "Gerente");
    ProfileId wanted = define(name("La quiere"), Example.ofIndustry(industry));
    ProfileId other = define(name("No la quiere"), Example.ofIndustry("otro"));
    ProfileId retired = define(name("Ya no"), Example.ofIndustry(industry));
    post("/icp/" + retired + "/retirement", cast.lucia(), Map.of());

    List<Fit> fits = profiles.fitsOf(paula);

    assertThat(fits).anyMatch(fit -> fit.profile().equals(wanted) && fit.grade() == Grade.A);
    assertThat(fits).anyMatch(fit -> fit.profile().equals(other) && fit.score() == 0);
    assertThat(fits).noneMatch(fit -> fit.profile().equals(retired));
    assertThat(fits.get(0).score()).isEqualTo(100);
    assertThat(profiles.fitsOf(PersonId.next())).isEmpty();
  }

  @Test
  void applicabilityIsThatOfTheEditionInForce() {
    ProfileId profile =
        define(name("Aplica"), Example.without(Map.of(HourglassPhase.TRY, "no hay muestra")));
    profiles.propose(profile, cast.lucia().id(), NOW);
    profiles.sign(profile, cast.marcos().id(), NOW);
    profiles.revise(profile, Example.signable(), cast.lucia().id(), NOW);

    assertThat(profiles.applicability(profile).applies(HourglassPhase.TRY)).isFalse();
    assertThat(profiles.applicability(profile).reason(HourglassPhase.TRY))
        .contains("no hay muestra");
    assertThat(profiles.applicability(null).phases()).isNotEmpty();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> profiles.applicability(ProfileId.next()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void whatSomebodyTypedNeverRuns() {
    Map<String, String> form = form(name("<script>alert(1)</script>"));
    form.put("notWanted", "<img src=x onerror=alert(1)>");
    form.put("criteria[0].value", "\"><img src=x onerror=alert(1)>");

    Page page = Page.of(get(redirected(post("/icp", cast.lucia(), form)), cast.lucia()));

    assertThat(page.has("main img, main script")).isFalse();
    assertThat(page.text("main")).contains("<img src=x onerror=alert(1)>");
  }

  // What the tests are made of.

  private Map<String, String> form(String name) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("id", ProfileId.next().toString());
    form.put("number", "0");
    form.put("name", name);
    form.put("notWanted", "A quien solo compara precios");
    form.put("exclusions[0].field", "JOB_TITLE");
    form.put("exclusions[0].operator", "CONTAINS");
    form.put("exclusions[0].value", "becari");
    form.put("criteria[0].field", "INDUSTRY");
    form.put("criteria[0].operator", "IS");
    form.put("criteria[0].value", "Hotel");
    form.put("criteria[0].weight", "65");
    form.put("criteria[0].knockOut", "true");
    form.put("criteria[1].field", "EMPLOYEES");
    form.put("criteria[1].operator", "BETWEEN");
    form.put("criteria[1].value", "20 y 100");
    form.put("criteria[1].weight", "35");
    form.put("valueStatement", "El desayuno que se recuerda");
    form.put("roles[0].name", "Papeles con prisa");
    form.put("roles[0].words", "Sin esperas");
    return form;
  }

  /** All that a browser would send with the editor as it stands. */
  private static Map<String, String> fields(Page editor) {
    Map<String, String> fields = new LinkedHashMap<>();
    editor
        .document()
        .select("#profile [name]")
        .forEach(
            field -> {
              switch (field.tagName()) {
                case "select" ->
                    fields.put(field.attr("name"), field.select("option[selected]").val());
                case "textarea" -> fields.put(field.attr("name"), field.wholeText());
                case "input" -> {
                  if (!field.attr("type").equals("checkbox") || field.hasAttr("checked")) {
                    fields.put(field.attr("name"), field.val());
                  }
                }
                default -> {}
              }
            });
    return fields;
  }

  private static String name(String start) {
    return start + " " + UUID.randomUUID().toString().substring(0, 8);
  }

  private ProfileId define(String name, EditionText text) {
    return profiles.define(ProfileId.next(), name, text, cast.lucia().id(), NOW);
  }

  private ProfileId proposed(String name) {
    ProfileId profile = define(name, Example.signable());
    profiles.propose(profile, cast.lucia().id(), NOW);
    return profile;
  }

  private ProfileId signed(String name) {
    ProfileId profile = proposed(name);
    profiles.sign(profile, cast.marcos().id(), NOW);
    return profile;
  }

  private CompanyId company(String name, String industry) {
    return book.addCompany(
            CompanyId.next(),
            new CompanyDetails(
                name, null, industry, null, null, null, null, null, List.of(), null, Map.of()),
            cast.lucia().id(),
            NOW)
        .id();
  }

  private PersonId person(String name, CompanyId company, String jobTitle) {
    return book.addPerson(
            PersonId.next(),
            new PersonDetails(
                name, null, null, company, jobTitle, null, null, null, false, List.of(), null,
                Map.of()),
            cast.lucia().id(),
            NOW)
        .id();
  }

  private static long numbers(Page panel, int column) {
    return panel.texts(".grades tbody tr > :nth-child(" + (column + 1) + ")").stream()
        .mapToLong(text -> Long.parseLong(text.replace(".", "")))
        .sum();
  }

  private long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  private int editions(UUID profile) {
    return jdbc.sql("select count(*) from icp.edition where profile_id = ?")
        .param(profile)
        .query(Integer.class)
        .single();
  }

  private boolean exists(String profile) {
    return editions(UUID.fromString(profile)) > 0;
  }

  private String state(ProfileId profile, int number) {
    return jdbc.sql("select state from icp.edition where profile_id = ? and number = ?")
        .param(profile.id())
        .param(number)
        .query(String.class)
        .single();
  }

  private List<String> audited(ProfileId profile) {
    return jdbc.sql("select action from identity.audit_entry where subject_id = ?")
        .param(profile.id())
        .query(String.class)
        .list();
  }

  private Map<String, String> version(ProfileId profile, int number) {
    return Map.of(
        "version",
        jdbc.sql("select version from icp.edition where profile_id = ? and number = ?")
            .param(profile.id())
            .param(number)
            .query(String.class)
            .single());
  }

  private static String redirected(MvcTestResult result) {
    assertThat(result).hasStatus(302);
    return result.getResponse().getRedirectedUrl();
  }

  private static String profileOf(String editionPage) {
    return editionPage.substring(0, editionPage.indexOf("/editions"));
  }

  private MvcTestResult post(String path, CurrentUser who, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(who));
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(String path, CurrentUser who) {
    return mvc.get().uri(URI.create(path)).with(cast.as(who)).exchange();
  }
}
