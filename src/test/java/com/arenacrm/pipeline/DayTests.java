package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.icp.EditionText;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.planner.ActivityDetails;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.FollowUp;
import com.arenacrm.planner.Nature;
import com.arenacrm.planner.NewActivity;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Schedule;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The home of sales: one queue, one inline form. */
@ArenaTest
class DayTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired Acceptances acceptances;
  @Autowired Opportunities opportunities;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;
  @Autowired Profiles profiles;
  @Autowired Planner planner;

  private Desk desk;
  private CurrentUser nora;

  @BeforeEach
  void setUp() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    nora = desk.seller("Nora Gil");
  }

  @Test
  void eachKeyOfTheDayStandsInTheHelp() {
    Page day = Page.of(desk.get(nora, "/pipeline/day"));
    assertThat(day.texts(".keys kbd")).contains("h", "o");
    assertThat(Page.of(desk.get(nora, "/help")).texts("dt kbd"))
        .containsAll(day.texts(".keys kbd"));
  }

  @Test
  void aProfileThatWaitsForTheSignatureOfSalesIsSaidThere() {
    ProfileId profile = new ProfileId(TimeOrderedUuid.next());
    profiles.define(
        profile, "Firmas " + profile, EditionText.blank(), cast.lucia().id(), clock.instant());
    String link = "a[href='/icp/" + profile + "/editions/1']";
    assertThat(Page.of(desk.get(nora, "/pipeline/day/hints")).has(link)).isFalse();

    jdbc.sql("update icp.edition set state = 'PROPOSED', proposed_at = now() where profile_id = ?")
        .param(profile.id())
        .update();
    assertThat(Page.of(desk.get(nora, "/pipeline/day/hints")).text(link))
        .contains("espera tu firma");

    jdbc.sql("update icp.edition set state = 'DRAFT' where profile_id = ?")
        .param(profile.id())
        .update();
    assertThat(Page.of(desk.get(nora, "/pipeline/day/hints")).has(link)).isFalse();

    jdbc.sql(
            """
            insert into icp.objection
            select id, 0, 'No es quien compra', ?, now() from icp.edition where profile_id = ?
            """)
        .params(nora.id().id(), profile.id())
        .update();
    assertThat(Page.of(desk.get(cast.lucia(), "/planner/week")).text(link))
        .contains("Ventas ha devuelto");
  }

  @Test
  void whatOneLeftOpenIsSaidThereAndInTheInboxAtAnyHour() {
    LocalDate today = desk.today();
    assertThat(Page.of(desk.get(nora, "/notifications")).text("#due"))
        .contains("Hoy no te toca nada", "La próxima lista llega el");
    ProfileId profile = new ProfileId(TimeOrderedUuid.next());
    profiles.define(
        profile, "Comidas " + profile, EditionText.blank(), cast.lucia().id(), clock.instant());
    planner.plan(
        new NewActivity(
            ActivityId.next(),
            new ActivityDetails(
                "Comida con el gremio",
                HourglassPhase.TRUST,
                profile,
                nora.id(),
                "Que nos recomienden",
                "Comida",
                BigDecimal.TEN,
                Nature.DEMAND,
                null,
                null,
                FollowUp.NONE,
                null,
                null),
            Schedule.once(today.minusDays(2))),
        nora.id(),
        clock.instant());
    desk.deal(nora, "Por mover");
    Page day = Page.of(desk.get(nora, "/pipeline/day/hints"));
    assertThat(day.text("main .hint-line")).contains("Di cómo fue «Comida con el gremio»");
    Page inbox = Page.of(desk.get(nora, "/notifications"));
    assertThat(inbox.texts("#due li"))
        .anySatisfy(line -> assertThat(line).startsWith("Queda 1 actividad por cerrar"))
        .contains("Hay 1 oportunidad en tu día");
    assertThat(inbox.text("main")).doesNotContainIgnoringCase("nada pendiente");
    assertThat(desk.statements(nora, "/notifications")).hasSizeLessThanOrEqualTo(8);
    assertThat(desk.statements(nora, "/pipeline/day")).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void theQueueGoesByWhatItCostsToLeaveIt() {
    LocalDate today = desk.today();
    OpportunityId idle =
        desk.deal(
            nora,
            "Parada",
            desk.company("Parada, S.L.").id(),
            null,
            Plan.step("Ya llamaré", today.plusDays(20)),
            new BigDecimal("900"),
            desk.now().minus(Duration.ofDays(40)));
    desk.deal(nora, "Sin paso", desk.company("Sin Paso, S.L.").id(), Plan.none("Están de obras"));
    desk.deal(nora, "Hoy", desk.company("Hoy, S.L.").id(), Plan.step("Llamar a las 12", today));
    desk.deal(
        nora,
        "Vencida",
        desk.company("Vencida, S.L.").id(),
        Plan.step("Enviar coste", today.minusDays(1)));
    desk.deal(
        nora,
        "Más vencida",
        desk.company("Más Vencida, S.L.").id(),
        Plan.step("Llamar", today.minusDays(6)));
    desk.deal(
        nora,
        "Tranquila",
        desk.company("Tranquila, S.L.").id(),
        Plan.step("Visitar", today.plusDays(2)));
    Person person = desk.person("Paula Rey", desk.company("Hotel Mirador").id());
    desk.handoff(desk.lead(person, "TRY"), nora, desk.now().plus(Duration.ofDays(3)));

    Page page = Page.of(desk.get(nora, "/pipeline/day"));

    assertThat(page.texts(".queue > li .what b"))
        .containsExactly(
            "Paula Rey",
            "Más Vencida, S.L.",
            "Vencida, S.L.",
            "Hoy, S.L.",
            "Sin Paso, S.L.",
            "Parada, S.L.");
    assertThat(page.texts(".queue > li > .tag"))
        .containsExactly("Entrega", "Vencido", "Vencido", "Hoy", "Sin paso", "Parada");
    assertThat(page.text(".queue"))
        .contains("Paso vencido ayer: Enviar coste.")
        .contains("Paso vencido hace 6 días: Llamar.")
        .contains("Llamar a las 12.")
        .contains("Sin próximo paso: Están de obras.")
        .contains("días laborables sin hablar con el cliente.");
    assertThat(page.text("#r-" + idle)).contains("Próximo paso: Ya llamaré");
    assertThat(page.text(".pagehead")).contains("6 por hacer");
  }

  @Test
  void whatShouldHaveEndedIsAskedForUntilItEndsOrGetsAnotherDate() {
    LocalDate today = desk.today();
    Plan plan = Plan.step("Visitar", today.plusDays(4));
    OpportunityId due = desk.deal(nora, "Debía", desk.company("Debía, S.L.").id(), plan);
    OpportunityId open = desk.deal(nora, "Aún no", desk.company("Aún No, S.L.").id(), plan);
    OpportunityId silent =
        desk.deal(
            nora,
            "Callada",
            desk.company("Callada, S.L.").id(),
            null,
            Plan.step("Llamar", today),
            null,
            desk.now().minus(Duration.ofDays(61)));
    String close = "update pipeline.opportunity set close_date = ? where id = ?";
    jdbc.sql(close).params(today.minusDays(2), due.id()).update();

    Page page = Page.of(desk.get(nora, "/pipeline/day"));

    assertThat(page.has("#r-" + open)).isFalse();
    assertThat(page.text("#r-" + due)).contains("¿Acabó?", "Se esperaba cerrar el", "Visitar");
    assertThat(page.text("#r-" + silent)).contains("Hoy", "¿En qué acabó?");
    for (OpportunityId asked : List.of(due, silent)) {
      for (String end : List.of("won", "lost")) {
        String path = "/pipeline/opportunities/" + asked + "/move?stage=" + end;
        assertThat(page.document().select("#r-" + asked + " a[href^='" + path + "']")).hasSize(1);
        assertThat(desk.get(nora, path + "&back=/pipeline/day")).hasStatusOk();
      }
    }
    jdbc.sql(close).params(today, due.id()).update();
    assertThat(Page.of(desk.get(nora, "/pipeline/day")).has("#r-" + due)).isFalse();
  }

  @Test
  void aHandoffSaysHowMuchWorkingTimeIsLeftOrGone() {
    Person person = desk.person("Con prisa", null);
    HandoffId waiting =
        desk.handoff(desk.lead(person, "TRY"), nora, desk.now().plus(Duration.ofDays(14)));
    HandoffId late =
        desk.handoff(
            desk.lead(desk.person("Tarde", null), "TRY"),
            nora,
            desk.now().minus(Duration.ofDays(14)));

    Page page = Page.of(desk.get(nora, "/pipeline/day"));

    assertThat(page.text("#h-" + waiting)).containsPattern("Quedan \\d+ h( \\d+ min)? de trabajo");
    assertThat(page.text("#h-" + late))
        .containsPattern("Debía estar contestada hace \\d+ h( \\d+ min)? de trabajo");
    assertThat(page.document().select("#h-" + waiting + " a[href=/leads/handoffs/" + waiting + "]"))
        .hasSize(1);
    assertThat(
            page.document()
                .select(
                    "#h-"
                        + waiting
                        + " form[action=/leads/handoffs/"
                        + waiting
                        + "/rejection] option"))
        .hasSize(7);
  }

  /** The customer wrote after the first word: whoever took the lead on owes the next answer. */
  @Test
  void theNextAnswerThatIsDueStandsAmongTheFirstOnes() {
    HandoffId first =
        desk.handoff(
            desk.lead(desk.person("Primera vez", null), "TRY"),
            nora,
            desk.now().plus(Duration.ofDays(9)));
    Person asks = desk.person("Vuelve a escribir", null);
    HandoffId next =
        desk.handoff(desk.lead(asks, "TRY"), nora, desk.now().minus(Duration.ofDays(20)));
    desk.taken(next);
    assertThat(Page.of(desk.get(nora, "/pipeline/day")).has("#h-" + next)).isFalse();
    desk.asks(next, desk.now().plus(Duration.ofDays(5)));

    Page page = Page.of(desk.get(nora, "/pipeline/day"));

    assertThat(page.texts(".queue > li .what b"))
        .containsExactly("Vuelve a escribir", "Primera vez");
    assertThat(page.text("#h-" + next))
        .contains("Espera respuesta", "Ha preguntado y espera tu respuesta")
        .containsPattern("Quedan? \\d+ h( \\d+ min)? de trabajo")
        .doesNotContain("Aceptar", "Rechazar");
    assertThat(page.document().select("#h-" + next + " a[data-done]").attr("href"))
        .contains("/pipeline/tasks/talk", "person=" + asks.id());
    assertThat(page.text("#h-" + first)).contains("Entrega", "Aceptar");
    assertThat(page.text(".pagehead")).contains("2 por hacer");
    assertThat(Page.of(desk.get(nora, "/notifications")).texts("#due li"))
        .anySatisfy(line -> assertThat(line).contains("Esperan tu respuesta 2 personas"));
    assertThat(desk.statements(nora, "/pipeline/day")).hasSizeLessThanOrEqualTo(8);

    jdbc.sql("update leads.following_clock set due_at = ? where handoff_id = ?")
        .params(desk.now().minus(Duration.ofDays(9)).atOffset(ZoneOffset.UTC), next.id())
        .update();
    assertThat(Page.of(desk.get(nora, "/pipeline/day")).text("#h-" + next))
        .containsPattern("Debía tener respuesta hace \\d+ h( \\d+ min)? de trabajo");
    jdbc.sql("update leads.following_clock set answered_at = ? where handoff_id = ?")
        .params(desk.now().atOffset(ZoneOffset.UTC), next.id())
        .update();
    assertThat(Page.of(desk.get(nora, "/pipeline/day")).has("#h-" + next)).isFalse();
  }

  @Test
  void aRowOffersToCallWriteAndSendAMessage() {
    Person person = desk.person("Localizable", null);
    OpportunityId deal =
        desk.deal(
            nora,
            "Contacto",
            null,
            person.id(),
            Plan.step("Llamar", desk.today()),
            null,
            desk.now());

    Page page = Page.of(desk.get(nora, "/pipeline/day"));

    String number = person.phone().orElseThrow().e164();
    assertThat(page.document().select("#r-" + deal + " .reach a").eachAttr("href"))
        .containsExactly(
            "tel:" + number,
            "https://wa.me/" + number.substring(1),
            "/pipeline/opportunities/" + deal + "/kit");
    Page kit = Page.of(desk.get(nora, "/pipeline/opportunities/" + deal + "/kit"));
    assertThat(kit.document().select("[data-plain-mail]").attr("href"))
        .as("a mail without a template is one press away")
        .isEqualTo("mailto:" + person.email().orElseThrow().value());
    assertThat(
            Page.of(desk.get(nora, "/pipeline/opportunities/" + deal))
                .document()
                .select(".pagehead .reach a")
                .eachAttr("href"))
        .contains("/pipeline/opportunities/" + deal + "/kit")
        .noneMatch(address -> address.startsWith("mailto:"));
  }

  @Test
  void doneNotesTheTalkPlansTheNextStepAndAnswersWithTheFinishedRow() {
    Person person = desk.person("Nómada", null);
    OpportunityId deal =
        desk.deal(
            nora,
            "Suministro",
            null,
            person.id(),
            Plan.step("Llamar", desk.today()),
            null,
            desk.now());
    LocalDate tomorrow = desk.today().plusDays(1);

    MvcTestResult done =
        done(
            deal,
            TimeOrderedUuid.next().toString(),
            "TALKED",
            "note",
            "Quiere 40 kg al mes",
            "step",
            "Enviar propuesta",
            "when",
            tomorrow.toString());

    assertThat(done).hasStatus(200);
    Page row = Page.of(done);
    assertThat(row.text("li[data-finished]")).contains("Nómada").contains("Enviar propuesta");
    assertThat(row.text("#done-today")).isEqualTo("1");
    assertThat(row.text("#live")).contains("Enviar propuesta");
    Opportunity after = opportunities.findById(deal).orElseThrow();
    assertThat(after.plan()).contains(Plan.step("Enviar propuesta", tomorrow));
    assertThat(after.lastContactAt()).isPresent();
    assertThat(
            desk.values(
                "select summary from contacts.interaction where person_id = :id", person.id().id()))
        .containsExactly("Quiere 40 kg al mes");
    assertThat(
            desk.values(
                "select result from contacts.interaction where person_id = :id", person.id().id()))
        .containsExactly("TALKED");
    assertThat(Page.of(desk.get(nora, "/pipeline/day")).has("#r-" + deal)).isFalse();
    for (String page :
        List.of(
            "/contacts/people/" + person.id(),
            "/pipeline/opportunities/" + deal,
            "/reports/timeline?person=" + person.id())) {
      assertThat(Page.of(desk.get(nora, page)).text(".timeline"))
          .as(page)
          .contains("Llamada: hablamos")
          .contains("Quiere 40 kg al mes");
    }
  }

  @Test
  void resultAndNoteAreAskedForApartAndOnlyTheNoteMayBeMissing() {
    OpportunityId deal = desk.deal(nora, "Aparte");

    MvcTestResult refused = doneWith(deal, "", "Lo coge su hermana");
    assertThat(refused).hasStatus(422);
    Page row = Page.of(refused);
    assertThat(row.text("#r-" + deal + " .log-outcome .error")).contains("Elige");
    assertThat(row.value("note")).isEqualTo("Lo coge su hermana");

    assertThat(doneWith(deal, "SENT", "")).hasStatus(200);
    assertThat(
            desk.values(
                "select result || '/' || note from pipeline.step_done where opportunity_id = :id",
                deal.id()))
        .containsExactly("SENT/");
  }

  @Test
  void aCallThatNobodyTookIsNoConversationYetEnoughForToday() {
    Person person = desk.person("No coge", null);
    OpportunityId deal =
        desk.deal(
            nora,
            "Sin respuesta",
            null,
            person.id(),
            Plan.step("Llamar", desk.today()),
            null,
            desk.now().minus(java.time.Duration.ofDays(60)));

    assertThat(doneWith(deal, "NO_ANSWER", "")).hasStatus(200);

    assertThat(opportunities.findById(deal).orElseThrow().lastContactAt()).isEmpty();
    assertThat(Page.of(desk.get(nora, "/pipeline/day")).has("#r-" + deal)).isFalse();
    assertThat(Page.of(desk.get(nora, "/contacts/people/" + person.id())).text(".timeline"))
        .contains("Llamada: sin respuesta");
  }

  @Test
  void whatWasWonLostOrClosedTodayIsDoneToday() {
    CurrentUser olga = desk.seller("Olga Rey");
    OpportunityId won = desk.deal(olga, "Ganada hoy");
    deals.win(won, new BigDecimal("900"), desk.today(), "Firmaron ya", olga.id(), desk.now());
    OpportunityId moved = desk.deal(olga, "Solo movida");
    deals.win(moved, new BigDecimal("90"), desk.today(), "No", cast.teresa().id(), desk.now());
    LeadId lead = desk.lead(desk.person("Luis Cierra", null), null);
    jdbc.sql("update leads.lead set stage = 'ACCEPTED', sales_owner_id = ? where id = ?")
        .params(olga.id().id(), lead.id())
        .update();
    assertThat(desk.post(olga, "/leads/" + lead + "/ending", "version", "0", "outcome", "NOTHING"))
        .hasStatus(302);

    assertThat(Page.of(desk.get(olga, "/pipeline/day")).text("#done-today")).isEqualTo("2");
    assertThat(Page.of(desk.get(olga, "/pipeline/day/done")).texts(".timeline li"))
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("Ganada hoy", "Ganada", "Firmaron ya"))
        .anySatisfy(line -> assertThat(line).contains("Luis Cierra", "Prospecto cerrado"));
  }

  @Test
  void whatWasAcceptedOrMovedTodayIsDoneTodayOnce() {
    CurrentUser rosa = desk.seller("Rosa Mueve");
    HandoffId handoff =
        desk.handoff(
            desk.lead(desk.person("Berta Aceptada", null), "TRY"),
            rosa,
            desk.now().plus(Duration.ofDays(1)));
    assertThat(desk.post(rosa, "/pipeline/handoffs/" + handoff + "/acceptance", "into", "new"))
        .hasStatus(302);
    OpportunityId on = desk.deal(rosa, "Dos etapas");
    OpportunityId back = desk.deal(rosa, "Ida y vuelta");
    StageId before = opportunities.findById(back).orElseThrow().stage();
    for (OpportunityId deal : List.of(on, back)) {
      deals.move(deal, desk.stage("Necesidad clara"), "Ya", rosa.id(), desk.now());
      deals.move(deal, desk.stage("Prueba"), "Ya", rosa.id(), desk.now());
    }
    deals.move(back, before, "Era un error", rosa.id(), desk.now());

    assertThat(Page.of(desk.get(rosa, "/pipeline/day/done")).texts(".timeline li"))
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).contains("Berta Aceptada", "Entrega aceptada"))
        .anySatisfy(line -> assertThat(line).contains("Dos etapas", "Pasada a: Prueba"));
    assertThat(Page.of(desk.get(rosa, "/pipeline/day")).text("#done-today")).isEqualTo("2");
  }

  @Test
  void aConversationThatNeverWasIsNotStated() {
    OpportunityId deal =
        desk.deal(
            nora,
            "Nunca hablada",
            desk.company("Empresa Nunca hablada").id(),
            null,
            Plan.none("Esperan al comité"),
            null,
            desk.now().minus(java.time.Duration.ofDays(13)));

    assertThat(Page.of(desk.get(nora, "/pipeline/day")).text("#r-" + deal))
        .contains("Ninguna conversación aún; abierta hace 13 días.")
        .doesNotContain("Última conversación");
  }

  @Test
  void whoWasGivenADealReadsByWhomAndWhyUntilSomethingIsDone() {
    CurrentUser gone = desk.seller("Se Va");
    OpportunityId deal = desk.deal(gone, "Pasada");
    assertThat(
            desk.post(
                cast.teresa(),
                "/pipeline/reassignment",
                "id",
                TimeOrderedUuid.next().toString(),
                "row",
                "deal:" + deal,
                "seller",
                nora.id().toString(),
                "note",
                "Es de tu zona"))
        .hasStatus(302);

    assertThat(Page.of(desk.get(gone, "/notifications")).text("main"))
        .contains("Teresa Prado ha pasado a " + nora.name() + " una oportunidad que llevabas");
    Page day = Page.of(desk.get(nora, "/pipeline/day"));
    assertThat(day.text("#r-" + deal))
        .containsPattern("La pasó Teresa Prado el \\d+ \\p{L}+: Es de tu zona");
    assertThat(desk.statements(nora, "/pipeline/day")).hasSizeLessThanOrEqualTo(8);
    assertThat(Page.of(desk.get(nora, "/pipeline/day?row=" + deal)).text("#r-" + deal))
        .contains("Es de tu zona");

    String version = Page.of(desk.get(nora, "/pipeline/day?row=" + deal)).value("version");
    assertThat(
            desk.post(
                nora,
                "/pipeline/opportunities/" + deal + "/steps",
                "id",
                TimeOrderedUuid.next().toString(),
                "version",
                version,
                "form",
                "done",
                "from",
                "day",
                "kind",
                "CALL",
                "result",
                "NO_ANSWER",
                "step",
                "Volver a llamar",
                "when",
                desk.today().toString()))
        .hasStatus(302);
    assertThat(Page.of(desk.get(nora, "/pipeline/day")).text("#r-" + deal))
        .contains("Volver a llamar")
        .doesNotContain("Es de tu zona");
  }

  private MvcTestResult doneWith(OpportunityId deal, String result, String note) {
    return done(
        deal,
        TimeOrderedUuid.next().toString(),
        result,
        "note",
        note,
        "step",
        "Volver a llamar",
        "when",
        desk.today().plusDays(1).toString());
  }

  private MvcTestResult done(OpportunityId deal, String id, String result, String... rest) {
    return desk.htmx(
        nora,
        "/pipeline/opportunities/" + deal + "/steps",
        Stream.concat(
                Stream.of(
                    "id", id, "version", "0", "form", "done", "from", "day", "kind", "CALL",
                    "result", result),
                Stream.of(rest))
            .toArray(String[]::new));
  }

  @Test
  void withoutScriptsTheSameFormLeadsBackToTheQueue() {
    OpportunityId deal = desk.deal(nora, "Sin scripts");

    Page open = Page.of(desk.get(nora, "/pipeline/day?row=" + deal));
    MvcTestResult done =
        desk.post(
            nora,
            "/pipeline/opportunities/" + deal + "/steps",
            "id",
            open.value("id"),
            "version",
            open.value("version"),
            "form",
            "done",
            "from",
            "day",
            "back",
            open.value("back"),
            "kind",
            "CALL",
            "result",
            "TALKED",
            "note",
            "Sí",
            "step",
            "Visitar",
            "when",
            open.value("when"));

    assertThat(done).hasStatus(302).redirectedUrl().isEqualTo("/pipeline/day");
    assertThat(opportunities.findById(deal).orElseThrow().plan().orElseThrow().step())
        .isEqualTo("Visitar");
  }

  @Test
  void anOpenDealWithoutANextStepNeedsAReasonAndNothingTypedIsLost() {
    OpportunityId deal = desk.deal(nora, "Sin nada");

    MvcTestResult refused =
        done(
            deal,
            TimeOrderedUuid.next().toString(),
            "TALKED",
            "note",
            "Hablé con Paula",
            "step",
            "",
            "when",
            "date",
            "on",
            "");

    assertThat(refused).hasStatus(422);
    Page row = Page.of(refused);
    assertThat(row.text("#r-" + deal + " .error")).contains("Escribe el próximo paso");
    assertThat(row.text("[name=result] option[selected]")).isEqualTo("hablamos");
    assertThat(row.value("note")).isEqualTo("Hablé con Paula");
    assertThat(moves(deal)).isZero();

    MvcTestResult kept =
        done(
            deal,
            TimeOrderedUuid.next().toString(),
            "TALKED",
            "note",
            "Hablé con Paula",
            "step",
            "",
            "why",
            "Esperan a enero");
    assertThat(kept).hasStatus(200);
    assertThat(opportunities.findById(deal).orElseThrow().plan())
        .contains(Plan.none("Esperan a enero"));
  }

  @Test
  void aStepHasADayThatHasNotPassed() {
    OpportunityId deal = desk.deal(nora, "Fechas");
    String path = "/pipeline/opportunities/" + deal + "/next-step";

    assertThat(
            Page.of(
                    desk.htmx(
                        nora, path, "version", "0", "form", "move", "from", "day", "step", "Llamar",
                        "when", "date", "on", ""))
                .text(".error"))
        .contains("Elige un día");
    assertThat(
            Page.of(
                    desk.htmx(
                        nora,
                        path,
                        "version",
                        "0",
                        "form",
                        "move",
                        "from",
                        "day",
                        "step",
                        "Llamar",
                        "when",
                        "date",
                        "on",
                        desk.today().minusDays(1).toString()))
                .text(".error"))
        .contains("ya ha pasado");
    for (String far : List.of("2036-11-20", desk.today().plusYears(1).plusDays(1).toString())) {
      for (String[] when : List.of(new String[] {"date", far}, new String[] {far, ""})) {
        MvcTestResult refused =
            desk.htmx(
                nora, path, "version", "0", "form", "move", "from", "day", "step", "Llamar", "when",
                when[0], "on", when[1]);
        assertThat(refused).hasStatus(422);
        assertThat(Page.of(refused).text(".error")).contains("queda a más de un año");
      }
    }
    assertThat(
            desk.htmx(
                nora,
                path,
                "version",
                "0",
                "form",
                "move",
                "from",
                "day",
                "step",
                "Llamar",
                "when",
                desk.today().plusDays(3).toString()))
        .hasStatus(200);
    assertThat(opportunities.findById(deal).orElseThrow().stepMoves()).isOne();
  }

  @Test
  void sendingItManyTimesAtOnceNotesItOnce() throws Exception {
    OpportunityId deal = desk.deal(nora, "Doble clic");
    String result = TimeOrderedUuid.next().toString();

    List<MvcTestResult> answers =
        together(
            10,
            () ->
                done(
                    deal,
                    result,
                    "TALKED",
                    "note",
                    "Una vez",
                    "step",
                    "Otra",
                    "when",
                    desk.today().toString()));

    assertThat(answers).allSatisfy(answer -> assertThat(answer).hasStatus(200));
    assertThat(moves(deal)).isOne();
    assertThat(
            desk.count(
                "select count(*) from contacts.interaction where id = :id",
                UUID.fromString(result)))
        .isOne();
  }

  @Test
  void whoWasOvertakenIsToldAndKeepsWhatTheyTyped() {
    OpportunityId deal = desk.deal(nora, "A dos manos");
    deals.planNextStep(
        deal, Plan.step("Ya quedé yo", desk.today().plusDays(5)), nora.id(), desk.now());

    MvcTestResult late =
        desk.htmx(
            nora,
            "/pipeline/opportunities/" + deal + "/steps",
            "id",
            TimeOrderedUuid.next().toString(),
            "version",
            "0",
            "form",
            "done",
            "from",
            "day",
            "kind",
            "EMAIL",
            "result",
            "TALKED",
            "note",
            "Les escribí",
            "step",
            "Esperar",
            "when",
            desk.today().toString());

    assertThat(late).hasStatus(422);
    Page row = Page.of(late);
    assertThat(row.text(".log-stale")).contains("Otra persona ha cambiado");
    assertThat(row.text("[name=result] option[selected]")).isEqualTo("hablamos");
    assertThat(row.value("note")).isEqualTo("Les escribí");
    assertThat(row.value("version")).isEqualTo("1");
    assertThat(opportunities.findById(deal).orElseThrow().plan().orElseThrow().step())
        .isEqualTo("Ya quedé yo");
  }

  @Test
  void acceptingOpensADealWithTheFirstStepThatMarketingSuggests() {
    Person person = desk.person("Paula Rey", desk.company("Hotel Acepta").id());
    HandoffId handoff =
        desk.handoff(desk.lead(person, "TRY"), nora, desk.now().plus(Duration.ofDays(1)));

    MvcTestResult accepted =
        desk.htmx(nora, "/pipeline/handoffs/" + handoff + "/acceptance", "into", "new");

    assertThat(accepted).hasStatus(200);
    Page row = Page.of(accepted);
    assertThat(row.text(".tag")).contains("Aceptada");
    assertThat(row.value("step")).isEqualTo("Proponer una prueba");
    Opportunity deal =
        opportunities.findById(acceptances.acceptedAs(handoff).orElseThrow()).orElseThrow();
    assertThat(deal.name()).isEqualTo("Café para 40 camas");
    assertThat(deal.owner()).contains(nora.id());
    assertThat(deal.phase().name()).isEqualTo("TRY");
    assertThat(deal.closeDate()).contains(desk.today().plusDays(45));
    assertThat(deal.plan().orElseThrow().step()).isEqualTo("Proponer una prueba");
    assertThat(Page.of(desk.get(nora, "/pipeline/day")).has("#h-" + handoff)).isFalse();
    String address = "/pipeline/opportunities/" + deal.id() + "/next-step";
    for (int days : List.of(8, 12)) {
      Opportunity now = opportunities.findById(deal.id()).orElseThrow();
      assertThat(
              desk.post(
                  nora,
                  address,
                  "form",
                  days == 8 ? "first" : "move",
                  "version",
                  String.valueOf(now.version()),
                  "step",
                  "Proponer una prueba",
                  "when",
                  "",
                  "on",
                  desk.today().plusDays(days).toString()))
          .hasStatus(302);
      assertThat(opportunities.findById(deal.id()).orElseThrow().stepMoves())
          .as("the suggested step gets a day, then it is put off")
          .isEqualTo(days == 8 ? 0 : 1);
    }
  }

  @Test
  void fiftyAtOnceMakeOneDeal() throws Exception {
    Person person = desk.person("Solicitada", desk.company("Hotel Solicitado").id());
    HandoffId handoff =
        desk.handoff(desk.lead(person, "TRY"), nora, desk.now().plus(Duration.ofDays(1)));

    List<MvcTestResult> answers =
        together(50, () -> desk.post(nora, "/pipeline/handoffs/" + handoff + "/acceptance"));

    String page =
        "/pipeline/opportunities/"
            + acceptances.acceptedAs(handoff).orElseThrow()
            + "?form=first#next";
    assertThat(answers)
        .allSatisfy(a -> assertThat(a).hasStatus(302).redirectedUrl().isEqualTo(page));
    assertThat(
            desk.count(
                "select count(*) from pipeline.opportunity where person_id = :id",
                person.id().id()))
        .isOne();
  }

  @Test
  void twoLeadsOfOneCompanyAcceptedAtOnceMakeOneDeal() throws Exception {
    var company = desk.company("Hotel Doble");
    List<HandoffId> both =
        IntStream.range(0, 2)
            .mapToObj(
                i ->
                    desk.handoff(
                        desk.lead(desk.person("Persona " + i, company.id()), "TRY"),
                        nora,
                        desk.now().plus(Duration.ofDays(1))))
            .toList();
    var turn = both.iterator();

    together(
        2,
        () -> {
          HandoffId mine;
          synchronized (turn) {
            mine = turn.next();
          }
          return desk.post(nora, "/pipeline/handoffs/" + mine + "/acceptance");
        });

    assertThat(acceptances.acceptedAs(both.get(0)))
        .isEqualTo(acceptances.acceptedAs(both.get(1)))
        .isPresent();
  }

  @Test
  void anAcceptedLeadJoinsTheDealThatIsOpenWithItsCompany() {
    var company = desk.company("Hotel Abierto");
    OpportunityId open =
        desk.deal(nora, "Ya abierta", company.id(), Plan.step("Llamar", desk.today()));
    Person person = desk.person("Segunda persona", company.id());
    HandoffId handoff =
        desk.handoff(desk.lead(person, "TRY"), nora, desk.now().plus(Duration.ofDays(1)));

    assertThat(Page.of(desk.get(nora, "/pipeline/day")).text("#h-" + handoff))
        .contains("Sumarla a «Ya abierta»");
    desk.htmx(nora, "/pipeline/handoffs/" + handoff + "/acceptance", "into", open.toString());

    assertThat(acceptances.acceptedAs(handoff)).contains(open);
    assertThat(opportunities.findById(open).orElseThrow().lead()).isPresent();
    assertThat(Page.of(desk.get(nora, "/pipeline/opportunities/" + open)).text("#people"))
        .contains("Segunda persona");
  }

  /** What marketing suggests stands in the form already, and is no word of the seller's own. */
  @Test
  void aDealThatIsJoinedKeepsItsNextStepUnlessAnotherIsGiven() {
    var company = desk.company("Hotel Conserva");
    OpportunityId open =
        desk.deal(nora, "Con paso", company.id(), Plan.step("Llamar al gerente", desk.today()));
    for (String typed : List.of("Proponer una prueba", "Enviar muestras")) {
      HandoffId handoff =
          desk.handoff(
              desk.lead(desk.person("Suma " + typed, company.id()), "TRY"),
              nora,
              desk.now().plus(Duration.ofDays(1)));
      MvcTestResult accepted =
          desk.post(
              nora,
              "/pipeline/handoffs/" + handoff + "/acceptance",
              "into",
              open.toString(),
              "nextStep",
              typed,
              "nextStepOn",
              desk.today().plusDays(2).toString());
      boolean own = typed.equals("Enviar muestras");

      assertThat(accepted).hasStatus(302);
      assertThat(accepted.getMvcResult().getFlashMap().get("flashKey"))
          .isEqualTo(own ? "day.joined.step" : "day.joined.task");
      Opportunity joined = opportunities.findById(open).orElseThrow();
      assertThat(joined.plan().orElseThrow().step()).isEqualTo(own ? typed : "Llamar al gerente");
      assertThat(joined.stepMoves()).as("another first step puts nothing off").isZero();
    }
  }

  @Test
  void aPacketOffersTheDealsThatItsLeadMayJoinAndWhoHasOneHearsOfAnotherBesideIt() {
    CurrentUser owner = desk.seller("Dora Lleva");
    var company = desk.company("Balneario Aparte");
    OpportunityId open =
        desk.deal(owner, "Cafetería aparte", company.id(), Plan.step("Llamar", desk.today()));
    LeadId lead = desk.lead(desk.person("Iria Aparte", company.id()), "TRY");
    HandoffId handoff = desk.handoff(lead, nora, desk.now().plus(Duration.ofDays(1)));
    String offered = "/pipeline/handoffs/" + handoff + "/deals";
    assertThat(
            Page.of(desk.get(nora, "/leads/handoffs/" + handoff)).has("[hx-get='" + offered + "']"))
        .isTrue();
    assertThat(
            Page.of(desk.get(nora, "/leads/handoffs/" + handoff))
                .document()
                .select("form[action$=/acceptance] noscript")
                .html())
        .as("without scripts it joins one's own deal, or not")
        .contains("name=\"into\" value=\"new\"");
    Page deals = Page.of(desk.get(nora, offered));
    assertThat(deals.texts("label"))
        .containsExactly(
            "Sumarla a «Cafetería aparte», que lleva Dora Lleva", "Abrir una oportunidad nueva");
    assertThat(deals.document().select("input[checked]").eachAttr("value"))
        .containsExactly(open.toString());
    assertThat(Page.of(desk.get(owner, offered)).has("input")).isFalse();

    desk.post(
        nora,
        "/pipeline/handoffs/" + handoff + "/acceptance",
        "into",
        "new",
        "nextStep",
        "Llamar",
        "nextStepOn",
        desk.today().plusDays(1).toString());

    assertThat(Page.of(desk.get(owner, "/notifications")).text("main"))
        .contains(
            "Nora Gil ha aceptado a Iria Aparte y ha abierto otra oportunidad con el mismo cliente"
                + " que tu «Cafetería aparte»");
  }

  @Test
  void joiningAColleaguesDealLeavesTheirStepAndTellsThem() {
    CurrentUser owner = desk.seller("Olga Dueña");
    var company = desk.company("Balneario Ajeno");
    Plan late = Plan.step("Enviar la oferta", desk.today().minusDays(1));
    OpportunityId open = desk.deal(owner, "Cafetería ajena", company.id(), late);
    for (boolean scripts : new boolean[] {true, false}) {
      String name = scripts ? "Irene Guion" : "Irene Llana";
      LeadId lead = desk.lead(desk.person(name, company.id()), "TRY");
      HandoffId handoff = desk.handoff(lead, nora, desk.now().plus(Duration.ofDays(1)));
      String address = "/pipeline/handoffs/" + handoff + "/acceptance";
      MvcTestResult accepted =
          scripts
              ? desk.htmx(nora, address, "into", open.toString())
              : desk.post(nora, address, "into", open.toString());

      if (scripts) {
        Page row = Page.of(accepted);
        assertThat(row.text("#h-" + handoff))
            .contains("Irene Guion se ha sumado a «Cafetería ajena»")
            .contains("Olga Dueña, que ya lo sabe")
            .contains("«Proponer una prueba» queda como tarea tuya");
        assertThat(row.document().select("input[name=step]")).isEmpty();
      } else {
        assertThat(accepted)
            .hasStatus(302)
            .redirectedUrl()
            .isEqualTo("/pipeline/opportunities/" + open);
        assertThat(accepted.getMvcResult().getFlashMap().get("flashKey"))
            .isEqualTo("day.joined.told");
      }
      assertThat(opportunities.findById(open).orElseThrow().plan()).contains(late);
      Page page = Page.of(desk.get(nora, "/pipeline/opportunities/" + open));
      assertThat(page.text(".pairs")).contains(name);
      assertThat(page.text("main")).contains("Se suma " + name);
      assertThat(Page.of(desk.get(owner, "/notifications")).text("main"))
          .contains("Nora Gil ha sumado a " + name + " a tu oportunidad «Cafetería ajena»")
          .contains("Proponer una prueba");
      assertThat(
              desk.values(
                  "select what from pipeline.task where note = '"
                      + name
                      + "' and owner_id = :id and created_by = owner_id",
                  nora.id().id()))
          .containsExactly("Proponer una prueba");
    }
  }

  @Test
  void aDealOfSomebodyElsesCannotBeJoinedByItsAddress() {
    var company = desk.company("Hotel Ajeno");
    OpportunityId other =
        desk.deal(nora, "Otra empresa", desk.company("Otra").id(), Plan.none("x"));
    HandoffId handoff =
        desk.handoff(
            desk.lead(desk.person("Alguien", company.id()), "TRY"),
            nora,
            desk.now().plus(Duration.ofDays(1)));

    assertThat(
            desk.post(
                nora, "/pipeline/handoffs/" + handoff + "/acceptance", "into", other.toString()))
        .hasStatus(404);
    assertThat(acceptances.acceptedAs(handoff)).isEmpty();
    assertThat(
            desk.count(
                "select count(*) from leads.handoff where id = :id and accepted_at is null",
                handoff.id()))
        .as("nothing was done by halves")
        .isOne();
  }

  @Test
  void managersLookAtSomebodysDayAndOthersDoNot() {
    desk.deal(nora, "De Nora");

    assertThat(Page.of(desk.get(cast.teresa(), "/pipeline/day?owner=" + nora.id())).text(".queue"))
        .contains("De Nora");
    assertThat(desk.get(cast.marcos(), "/pipeline/day?owner=" + nora.id())).hasStatus(404);
    assertThat(desk.get(cast.lucia(), "/pipeline/day")).hasStatus(403);
    assertThat(desk.get(cast.teresa(), "/pipeline/day?owner=" + UUID.randomUUID())).hasStatus(404);
  }

  @Test
  void anEmptyDayOffersTheNextThingToDo() {
    Page page = Page.of(desk.get(nora, "/pipeline/day"));

    assertThat(page.text(".empty")).contains("Nueva oportunidad");
    assertThat(page.has(".queue")).isFalse();
  }

  @Test
  void theDayTakesFewStatementsHoweverLongItIs() {
    dayOf(5);
    int few = statements();
    dayOf(45);

    assertThat(statements()).isEqualTo(few).isLessThanOrEqualTo(8);
  }

  private void dayOf(int rows) {
    for (int i = 0; i < rows; i++) {
      Person person = desk.person("Fila " + i, desk.company("Filas " + i).id());
      desk.deal(
          nora,
          "Fila " + i,
          null,
          person.id(),
          Plan.step("Llamar", desk.today()),
          null,
          desk.now());
      if (i % 9 == 0) {
        desk.handoff(desk.lead(person, "TRY"), nora, desk.now().plus(Duration.ofDays(1)));
      }
    }
  }

  private int statements() {
    List<String> heard = desk.statements(nora, "/pipeline/day");
    assertThat(heard).isNotEmpty();
    return heard.size();
  }

  private int moves(OpportunityId deal) {
    return desk.count(
        "select count(*) from pipeline.step_done where opportunity_id = :id", deal.id());
  }

  private static <T> List<T> together(int times, Callable<T> work) throws Exception {
    ExecutorService clicks = Executors.newFixedThreadPool(Math.min(times, 12));
    try {
      List<T> results = new java.util.ArrayList<>();
      for (var result : clicks.invokeAll(IntStream.range(0, times).mapToObj(i -> work).toList())) {
        results.add(result.get());
      }
      return results;
    } finally {
      clicks.shutdownNow();
    }
  }
}
