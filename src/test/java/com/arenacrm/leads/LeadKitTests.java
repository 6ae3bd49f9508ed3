package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.planner.ActivityKits;
import com.arenacrm.playbook.CoreMessage;
import com.arenacrm.playbook.Offer;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.playbook.Script;
import com.arenacrm.playbook.ScriptId;
import com.arenacrm.playbook.SpokenTo;
import com.arenacrm.playbook.Story;
import com.arenacrm.playbook.StoryId;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What a lead was told, what to say to them, and what they tried. */
@ArenaTest
class LeadKitTests {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired ActivityKits kits;
  @Autowired Playbook playbook;
  @Autowired JdbcClient jdbc;

  private final StoryId story = StoryId.next();
  private final ScriptId script = ScriptId.next();
  private final OfferId trial = OfferId.next();
  private PersonId person;
  private LeadId lead;

  @BeforeEach
  void aLeadOfAnActivityWithAKit() {
    CurrentUser lucia = cast.lucia();
    UUID part = UUID.randomUUID();
    int number =
        jdbc.sql("select coalesce(max(number), 0) from playbook.core_message")
            .query(Integer.class)
            .single();
    playbook.word(
        number,
        "Promesa " + part,
        List.of(new CoreMessage.Part(part, "Sin colas", null, null)),
        lucia.id(),
        NOW);
    playbook.tell(
        story,
        new Story.Content(
            Story.Kind.CUSTOMER, "El desayuno de " + part, "Érase", null, Set.of(part), Set.of()),
        lucia.id(),
        NOW);
    playbook.script(
        script,
        new Script.Content(
            "Llamada " + part,
            "Sobre {{historia.titulo}} & más",
            "Hola, {{persona.nombre_de_pila}}, de «{{actividad.nombre}}» ({{historia.titulo}})."
                + " Como {{persona.cargo}}, mira {{oferta.nombre}}.",
            null,
            null,
            null,
            story),
        lucia.id(),
        NOW);
    playbook.offer(
        trial,
        new Offer.Content(
            Offer.Kind.TRIAL,
            "Semana " + part,
            null,
            null,
            lucia.company().currency(),
            Offer.ForWhom.NEW,
            "Sin pagar nada",
            null,
            null,
            List.of()),
        lucia.id(),
        NOW);
    PlannedActivity cata = PlannedActivity.of(jdbc, lucia.id(), "TRY", LocalDate.of(2026, 11, 18));
    jdbc.sql("update planner.activity set story_id = ?, offer_id = ? where id = ?")
        .params(story.id(), trial.id(), cata.id().id())
        .update();
    kits.pack(cata.id(), List.of(script), List.of());
    person = PersonId.next();
    book.addPerson(person, PersonDetails.of("Paula Rey", null, null, null), lucia.id(), NOW);
    lead = LeadId.next();
    intake.open(lead, new LeadIntake.ByHand(person, null, cata.id(), null, Facts.NONE), lucia, NOW);
  }

  @Test
  void theStoryTheyWereToldAndTheScriptOfTheActivityAreAtHand() {
    intake.adapt(lead, "Háblale del turno de noche");

    Page kit = Page.of(get("/leads/" + lead + "/kit", cast.lucia()));

    assertThat(kit.text(".told"))
        .contains("El desayuno de", "Sin colas", "Háblale del turno de noche");
    assertThat(kit.text(".script-text"))
        .contains("Hola, Paula, de «Cata para jefes de sala» (El desayuno de");
    assertThat(kit.texts(".lacks")).as("what nobody knows is seen").contains("cargo de la persona");
    assertThat(kit.text("textarea")).contains("Como [cargo de la persona], mira Semana");
    assertThat(kit.text("main")).contains("de la actividad", "gratis", "Sin pagar nada");
    assertThat(Page.of(get("/leads/people/" + person + "/kit", cast.lucia())).text(".script-text"))
        .contains("Hola, Paula");
    CurrentUser lucia = cast.lucia();
    assertThat(SqlCount.during(() -> get("/leads/" + lead + "/kit", lucia)))
        .as("signing in takes one of them")
        .hasSizeLessThanOrEqualTo(9);
  }

  /** As somebody who only takes part in the deal of another. */
  @Test
  void whoIsNoLeadHasTheStoryThatTheyMetAndTheScriptsForTheirPartInADeal() {
    CurrentUser lucia = cast.lucia();
    PersonId hugo = PersonId.next();
    book.addPerson(hugo, PersonDetails.of("Hugo Vela", null, null, null), lucia.id(), NOW);
    String kit = "/leads/people/" + hugo + "/kit";
    touch(hugo, "INVITED");
    assertThat(Page.of(get(kit, lucia)).has(".told")).as("only invited").isFalse();

    touch(hugo, "ATTENDED");
    assertThat(Page.of(get(kit, lucia)).text(".told")).contains("El desayuno de", "Sin colas");

    String pays = scriptFor(SpokenTo.PAYS);
    String decides = scriptFor(SpokenTo.DECIDES);
    assertThat(Page.of(get(kit, lucia)).text(".kit")).contains(pays, decides);
    deal(cast.marcos(), person, hugo);

    assertThat(Page.of(get(kit, lucia)).text(".kit")).contains(pays).doesNotContain(decides);
    assertThat(SqlCount.during(() -> get(kit, lucia)))
        .as("signing in takes one of them")
        .hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void whoTakesPartInADealHasTheStoryThatItsLeadWasTold() {
    CurrentUser lucia = cast.lucia();
    PersonId hugo = PersonId.next();
    book.addPerson(hugo, PersonDetails.of("Hugo Vela", null, null, null), lucia.id(), NOW);
    UUID deal = deal(cast.marcos(), person, hugo);
    jdbc.sql("update pipeline.opportunity set lead_id = ? where id = ?")
        .params(lead.id(), deal)
        .update();

    assertThat(Page.of(get("/leads/people/" + hugo + "/kit", lucia)).text(".told"))
        .contains("El desayuno de");
    assertThat(Page.of(get("/pipeline/opportunities/" + deal + "/kit", lucia)).text(".told"))
        .contains("El desayuno de");
  }

  @Test
  void whoBuysAgainWasToldTheStoryOfTheirFirstDeal() {
    UUID again = deal(cast.marcos(), person, person);

    assertThat(
            Page.of(get("/pipeline/opportunities/" + again + "/kit", cast.marcos())).text(".told"))
        .contains("El desayuno de");
    jdbc.sql("update leads.lead set stage = 'ENDED' where id = ?").param(lead.id()).update();
    assertThat(
            Page.of(get("/pipeline/opportunities/" + again + "/kit", cast.marcos())).text(".told"))
        .contains("El desayuno de");
    jdbc.sql("update pipeline.buying_role set role = 'BLOCKS' where opportunity_id = ?")
        .param(again)
        .update();
    assertThat(get("/pipeline/opportunities/" + again + "/kit", cast.marcos())).hasStatusOk();
  }

  private String scriptFor(SpokenTo role) {
    ScriptId id = ScriptId.next();
    String title = "A quien " + id;
    playbook.script(
        id,
        new Script.Content(title, null, "Esto cuesta", null, null, role, null),
        cast.lucia().id(),
        NOW);
    return title;
  }

  private void touch(PersonId who, String kind) {
    jdbc.sql(
            """
            insert into planner.touch (id, occurrence_id, person_id, kind, at)
            select gen_random_uuid(), o.id, ?, ?, now() from planner.occurrence o
            join planner.activity a on a.id = o.activity_id where a.story_id = ?
            """)
        .params(who.id(), kind, story.id())
        .update();
  }

  /** An open deal with somebody, in which another pays. */
  private UUID deal(CurrentUser owner, PersonId with, PersonId payer) {
    UUID id = UUID.randomUUID();
    // There are stages as soon as somebody asks for them.
    assertThat(get("/pipeline/board", owner)).hasStatusOk();
    jdbc.sql(
            """
            insert into pipeline.opportunity (id, name, person_id, person_name, owner_id, phase, stage_id,
              kind, currency, opened_at, next_step, next_step_on, created_at, version)
            select ?, 'Venta', p.id, p.name, ?, 'TRY',
              (select id from pipeline.stage where kind = 'OPEN' order by position limit 1),
              'OPEN', 'EUR', now(), 'Llamar', current_date, now(), 0
            from contacts.person p where p.id = ?
            """)
        .params(id, owner.id().id(), with.id())
        .update();
    jdbc.sql(
            """
            insert into pipeline.buying_role (opportunity_id, person_id, role) values (?, ?, 'PAYS')
            """)
        .params(id, payer.id())
        .update();
    return id;
  }

  @Test
  void aScriptOpensAMessageToWhomItIsForWithItsSubjectAndText() {
    PersonId noa = PersonId.next();
    book.addPerson(
        noa,
        PersonDetails.of(
            "Noa Ruiz",
            new EmailAddress("noa+" + UUID.randomUUID() + "@cliente.example"),
            new PhoneNumber("+34611223344"),
            null),
        cast.lucia().id(),
        NOW);
    String address = book.person(noa).email().orElseThrow().value();
    LeadId hers = LeadId.next();
    PlannedActivity cata =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18));
    jdbc.sql("update planner.activity set story_id = ? where id = ?")
        .params(story.id(), cata.id().id())
        .update();
    kits.pack(cata.id(), List.of(script), List.of());
    intake.open(
        hers, new LeadIntake.ByHand(noa, null, cata.id(), null, Facts.NONE), cast.lucia(), NOW);

    Element lacking =
        Page.of(get("/leads/" + hers + "/kit", cast.lucia()))
            .document()
            .select(".kit-item:has(.tag-good)")
            .first();
    assertThat(lacking.select("a[href^=mailto], a[href^='https://wa.me/']"))
        .as("a text with a hole in it is not sent")
        .isEmpty();
    assertThat(lacking.select(".kit-fill label").eachText())
        .containsExactly("cargo de la persona", "oferta");
    assertThat(lacking.select(".kit-fill").attr("action"))
        .isEqualTo("/leads/" + hers + "/kit#script-" + script);

    Page kit =
        Page.of(
            get(
                "/leads/"
                    + hers
                    + "/kit?script="
                    + script
                    + "&m-PERSON_JOB=Jefa de sala&m-OFFER_NAME=Cata&m-PERSON_NAME=Otra&m-PERSON_EMAIL=otra@x.example",
                cast.lucia()));

    Element item = kit.document().select(".kit-item:has(.tag-good)").first();
    assertThat(item.select(".script-text").text()).contains("Como Jefa de sala, mira Cata");
    assertThat(item.select(".kit-fill input[name=m-PERSON_JOB]").val()).isEqualTo("Jefa de sala");
    assertThat(item.hasAttr("open")).isTrue();
    assertThat(item.select(".subject").text()).contains("Sobre El desayuno de", "& más");
    String mail = item.select("a[href^=mailto]").attr("href");
    assertThat(mail)
        .startsWith("mailto:" + address.replace("+", "%2B") + "?subject=Sobre%20El%20desayuno")
        .contains("%26%20m%C3%A1s&body=Hola%2C%20Noa%2C%20de%20");
    assertThat(item.select("a[href^='https://wa.me/']").attr("href"))
        .startsWith("https://wa.me/34611223344?text=Hola%2C%20Noa");
    assertThat(Page.of(get("/leads/" + lead + "/kit", cast.lucia())).has("a[href^=mailto]"))
        .as("there is no address")
        .isFalse();
  }

  @Test
  void whoCameByAFormWasToldTheStoryOfTheForm() {
    CurrentUser lucia = cast.lucia();
    PlannedActivity bare = PlannedActivity.of(jdbc, lucia.id(), "TRY", LocalDate.of(2026, 11, 19));
    UUID form = UUID.randomUUID();
    jdbc.sql(
            """
            insert into leads.lead_form (id, slug, title, design, language, activity_id, story_id, secret,
              created_at, created_by, version, open)
            values (?, ?, 'Apúntate a la feria', '{"texts": {}, "fields": []}', 'es', ?, ?, 'c2VjcmV0',
              now(), ?, 0, true)
            """)
        .params(form, "feria-" + form, bare.id().id(), story.id(), lucia.id().id())
        .update();
    PersonId eva = PersonId.next();
    book.addPerson(eva, PersonDetails.of("Eva Prieto", null, null, null), lucia.id(), NOW);
    LeadId told = LeadId.next();
    intake.open(told, new LeadIntake.ByHand(eva, null, bare.id(), null, Facts.NONE), lucia, NOW);
    jdbc.sql("update leads.lead set form_id = ? where id = ?").params(form, told.id()).update();

    assertThat(Page.of(get("/leads/" + told + "/kit", lucia)).text(".told"))
        .contains("El desayuno de")
        .doesNotContain("no dice qué historia cuenta");
    UUID part =
        jdbc.sql("select part_id from playbook.story_part where story_id = ?")
            .param(story.id())
            .query(UUID.class)
            .single();
    assertThat(Page.of(get("/reports/thread?part=" + part, lucia)).text("main"))
        .contains("Apúntate a la feria", "Llamada");
  }

  @Test
  void whoWasToldAStoryWasToldItThoughTheActivityTellsAnotherNow() {
    CurrentUser lucia = cast.lucia();
    PlannedActivity told = PlannedActivity.of(jdbc, lucia.id(), "TRY", LocalDate.of(2026, 11, 12));
    PersonId eva = PersonId.next();
    book.addPerson(eva, PersonDetails.of("Eva Prieto", null, null, null), lucia.id(), NOW);
    LeadId before = LeadId.next();
    intake.open(
        before,
        new LeadIntake.ByHand(eva, null, told.id(), null, Facts.NONE),
        lucia,
        Instant.parse("2020-11-12T09:00:00Z"));
    String kit = "/leads/" + before + "/kit";
    // Saying which story it was is no change of it.
    tell(told, story.id());
    assertThat(Page.of(get(kit, lucia)).text(".told")).contains("El desayuno de");

    StoryId other = StoryId.next();
    playbook.tell(
        other,
        new Story.Content(
            Story.Kind.COMPANY, "Otra bien distinta", "Érase", null, Set.of(), Set.of()),
        lucia.id(),
        NOW);
    tell(told, other.id());

    assertThat(Page.of(get(kit, lucia)).text(".told")).contains("El desayuno de");
    PersonId leo = PersonId.next();
    book.addPerson(leo, PersonDetails.of("Leo Prieto", null, null, null), lucia.id(), NOW);
    LeadId after = LeadId.next();
    intake.open(
        after,
        new LeadIntake.ByHand(leo, null, told.id(), null, Facts.NONE),
        lucia,
        Instant.now().plusSeconds(3600));
    jdbc.sql("update leads.lead set source_occurrence_id = null where id = ?")
        .param(after.id())
        .update();
    assertThat(Page.of(get("/leads/" + after + "/kit", lucia)).text(".told"))
        .contains("Otra bien distinta");
  }

  private void tell(PlannedActivity activity, UUID story) {
    jdbc.sql("update planner.activity set story_id = ? where id = ?")
        .params(story, activity.id().id())
        .update();
  }

  @Test
  void aLeadWhoseActivityTellsNothingSaysSo() {
    CurrentUser lucia = cast.lucia();
    PlannedActivity bare = PlannedActivity.of(jdbc, lucia.id(), "TRY", LocalDate.of(2026, 11, 19));
    PersonId eva = PersonId.next();
    book.addPerson(eva, PersonDetails.of("Eva Prieto", null, null, null), lucia.id(), NOW);
    LeadId untold = LeadId.next();
    intake.open(untold, new LeadIntake.ByHand(eva, null, bare.id(), null, Facts.NONE), lucia, NOW);

    MvcTestResult kit = get("/leads/" + untold + "/kit", lucia);

    assertThat(kit).hasStatusOk();
    assertThat(Page.of(kit).has("a[href^='/planner/activities/" + bare.id() + "']")).isTrue();
    assertThat(get("/leads/" + untold + "/kit", cast.ines())).hasStatusOk();
  }

  @Test
  void aUseIsCountedOnceHoweverOftenItIsSentAndSaysForWhom() {
    Map<String, String> use =
        Map.of("use", UUID.randomUUID().toString(), "script", script.toString());

    assertThat(post("/leads/" + lead + "/kit/uses", cast.lucia(), use)).hasStatus(302);
    assertThat(post("/leads/" + lead + "/kit/uses", cast.lucia(), use)).hasStatus(302);

    assertThat(Page.of(get("/playbook/scripts/" + script, cast.marcos())).text("aside"))
        .contains("1 vez en los últimos 90 días");
    assertThat(Page.of(get("/reports/uses?script=" + script, cast.lucia())).texts("main li"))
        .singleElement()
        .asString()
        .contains("Lucía Ferrer", "Paula Rey");
  }

  @Test
  void whoCopiesAScriptAndSaysSoUsedItOnceThatDayAndMayTakeItBack() {
    String uses = "/leads/" + lead + "/kit/uses";
    Map<String, String> copied =
        Map.of("use", UUID.randomUUID().toString(), "script", script.toString());
    Map<String, String> said =
        Map.of("use", UUID.randomUUID().toString(), "script", script.toString());
    post(uses, cast.lucia(), copied);
    MvcTestResult again = post(uses, cast.lucia(), said);
    post(
        uses,
        cast.ines(),
        Map.of("use", UUID.randomUUID().toString(), "script", script.toString()));

    Page list = Page.of(get("/reports/uses?script=" + script, cast.lucia()));
    assertThat(list.texts("main li")).hasSize(2);
    Page users = Page.of(get("/reports/uses/users", cast.teresa()));
    assertThat(users.text("tbody")).contains("Lucía Ferrer", "Inés");
    assertThat(get("/reports/uses/users", cast.marcos())).hasStatus(403);
    assertThat(
            Page.of(get("/reports/uses?user=" + cast.lucia().id().id(), cast.teresa()))
                .text("main"))
        .contains("Llamada", "Paula Rey");
    assertThat(get("/reports/uses?user=" + cast.lucia().id().id(), cast.marcos())).hasStatus(404);

    String undo = (String) again.getMvcResult().getFlashMap().get("flashUndo");
    post(undo, cast.ines(), Map.of());
    assertThat(Page.of(get("/reports/uses?script=" + script, cast.lucia())).texts("main li"))
        .as("nobody takes back what another used")
        .hasSize(2);
    post(undo, cast.lucia(), Map.of());
    assertThat(Page.of(get("/reports/uses?script=" + script, cast.lucia())).texts("main li"))
        .hasSize(1);
  }

  @Test
  void whoMayNotSeeTheLeadNeitherReadsNorUsesItsKit() {
    Visibility before = cast.see(Visibility.TEAM);
    try {
      isNotForMarcos();
    } finally {
      cast.see(before);
    }
  }

  private void isNotForMarcos() {
    jdbc.sql("update leads.lead set sales_owner_id = ? where id = ?")
        .params(cast.ines().id().id(), lead.id())
        .update();
    Map<String, String> use =
        Map.of("use", UUID.randomUUID().toString(), "script", script.toString());

    assertThat(get("/leads/" + lead + "/kit", cast.marcos())).hasStatus(404);
    assertThat(get("/leads/" + lead + "/trials", cast.marcos())).hasStatus(404);
    assertThat(post("/leads/" + lead + "/kit/uses", cast.marcos(), use)).hasStatus(404);
    assertThat(Page.of(get("/reports/uses?script=" + script, cast.marcos())).text("main"))
        .doesNotContain("Paula Rey");
    assertThat(Page.of(get("/leads/people/" + person + "/kit", cast.marcos())).text("main"))
        .doesNotContain("Cata para jefes de sala");
  }

  @Test
  void theThreadLeadsFromTheStoryToItsLeads() {
    Page thread = Page.of(get("/reports/thread?story=" + story, cast.lucia()));

    assertThat(thread.text("main")).contains("Cata para jefes de sala", "Llamada");
    String leads = thread.document().select("td.num a").attr("href");
    assertThat(Page.of(get(leads, cast.lucia())).text(".list")).contains("Paula Rey");
  }

  @Test
  void aTrialIsRequestedDeliveredAndConcludedAndCountedOnItsOffer() {
    String id = UUID.randomUUID().toString();
    Map<String, String> asked = Map.of("id", id, "offer", trial.toString(), "on", "2020-11-02");
    assertThat(post("/leads/" + lead + "/trials", cast.lucia(), asked)).hasStatus(302);
    assertThat(post("/leads/" + lead + "/trials", cast.lucia(), asked)).hasStatus(302);

    MvcTestResult early =
        post("/leads/trials/" + id + "/delivery", cast.lucia(), Map.of("on", "2020-11-01"));
    assertThat(early).hasStatus(422);
    assertThat(Page.of(early).text(".error")).contains("antes del día en que la pidió");
    assertThat(post("/leads/trials/" + id + "/delivery", cast.lucia(), Map.of("on", "2020-11-03")))
        .hasStatus(302);
    MvcTestResult without =
        post(
            "/leads/trials/" + id + "/result",
            cast.lucia(),
            Map.of("on", "2020-11-09", "note", "Se la quedan"));
    assertThat(without).hasStatus(422);
    assertThat(Page.of(without).value("note")).isEqualTo("Se la quedan");
    assertThat(
            post(
                "/leads/trials/" + id + "/result",
                cast.lucia(),
                Map.of("on", "2020-11-09", "note", "Se la quedan", "result", "CONVINCED")))
        .hasStatus(302);

    Page counted = Page.of(get("/leads/trials?offer=" + trial, cast.lucia()));
    assertThat(counted.text(".seg"))
        .contains("Pedidas 1", "Entregadas 1", "Con resultado 1", "Por entregar 0");
    assertThat(counted.text(".list")).contains("Paula Rey", "le convenció");
    for (String step : List.of("REQUESTED", "DELIVERED", "CONCLUDED")) {
      Page rows = Page.of(get("/leads/trials?offer=" + trial + "&state=" + step, cast.lucia()));
      assertThat(rows.texts("tbody tr")).as(step).hasSize(1);
    }
    assertThat(Page.of(get("/reports/timeline?person=" + person, cast.lucia())).text("main"))
        .contains("Pidió probar", "La prueba le convenció", "Se la quedan");
  }

  @Test
  void whatIsAdaptedIsKeptWithTheLeadAndReadInTheHandoff() {
    Map<String, String> form =
        Map.of(
            "adaptation",
            "Cuéntale lo de la cola",
            "version",
            jdbc.sql("select version::text from leads.lead where id = ?")
                .param(lead.id())
                .query(String.class)
                .single());
    assertThat(post("/leads/" + lead, cast.lucia(), form)).hasStatus(302);

    assertThat(Page.of(get("/leads/" + lead, cast.lucia())).value("adaptation"))
        .isEqualTo("Cuéntale lo de la cola");
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
