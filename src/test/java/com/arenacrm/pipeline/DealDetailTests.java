package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What the pages of deals say in particular cases. */
@ArenaTest
class DealDetailTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Desk desk;
  private CurrentUser seller;

  @BeforeEach
  void setUp() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    seller = desk.seller("Detalla Todo");
  }

  /** Two companies are called the same: whose deal it is is asked, and it stays theirs. */
  @Test
  void whichCompanyOfSeveralADealIsWithIsAskedAndStays() {
    desk.company("Corme Doble");
    CompanyId newer = desk.company("Corme Doble").id();
    String id = OpportunityId.next().toString();
    String[] typed = {
      "id",
      id,
      "name",
      "Cafetera de Corme",
      "company",
      "Corme Doble",
      "closeDate",
      desk.today().plusDays(30).toString(),
      "amount",
      "900",
      "step",
      "Llamar",
      "when",
      desk.today().plusDays(1).toString()
    };

    MvcTestResult asked = desk.post(seller, "/pipeline/opportunities", typed);
    assertThat(asked).hasStatus(422);
    assertThat(Page.of(asked).text("#company-notes .error")).contains("Corme Doble");
    String[] said = Arrays.copyOf(typed, typed.length + 4);
    said[typed.length] = "asked";
    said[typed.length + 1] = Page.of(asked).value("asked");
    said[typed.length + 2] = "which";
    said[typed.length + 3] = newer.toString();
    assertThat(desk.post(seller, "/pipeline/opportunities", said)).hasStatus(302);
    assertThat(companyOf(id)).containsExactly(newer.toString());

    Page edit = Page.of(desk.get(seller, "/pipeline/opportunities/" + id + "/edit"));
    MvcTestResult changed =
        desk.post(
            seller,
            "/pipeline/opportunities/" + id,
            "name",
            "Cafetera grande de Corme",
            "company",
            edit.value("company"),
            "closeDate",
            edit.value("closeDate"),
            "amount",
            "1.900",
            "version",
            edit.value("version"));
    assertThat(changed).hasStatus(302);
    assertThat(companyOf(id)).as("another field changed").containsExactly(newer.toString());
  }

  /** Who begins at a company means that one, and whoever chooses somebody means where they work. */
  @Test
  void aDealBegunAtACompanyIsWithThatOne() {
    desk.company("Razo Doble");
    CompanyId newer = desk.company("Razo Doble").id();
    Page blank = Page.of(desk.get(seller, "/pipeline/opportunities/new?company=" + newer));
    assertThat(blank.value("company")).isEqualTo("Razo Doble");
    assertThat(blank.value("asked")).isEqualTo("Razo Doble");
    assertThat(blank.document().select("input[name=which][checked]").val())
        .isEqualTo(newer.toString());

    Person person = desk.person("Antía Razo Doble", newer);
    String id = OpportunityId.next().toString();
    MvcTestResult opened =
        desk.post(
            seller,
            "/pipeline/opportunities",
            "id",
            id,
            "name",
            "Molino de Razo",
            "company",
            "Razo Doble",
            "person",
            person.id().toString(),
            "personName",
            person.name(),
            "step",
            "Llamar",
            "when",
            desk.today().plusDays(1).toString());
    assertThat(opened).hasStatus(302);
    assertThat(companyOf(id)).containsExactly(newer.toString());
  }

  private List<String> companyOf(String deal) {
    return desk.values(
        "select company_id::text from pipeline.opportunity where id = :id", UUID.fromString(deal));
  }

  @Test
  void aRowThatWasPlannedInAnotherTabSaysWhatIsPlanned() {
    OpportunityId deal = desk.deal(seller, "Dos pestañas");
    LocalDate later = desk.today().plusDays(9);
    deals.planNextStep(deal, Plan.step("Mandar muestras", later), seller.id(), desk.now());

    MvcTestResult late =
        desk.htmx(
            seller,
            "/pipeline/opportunities/" + deal + "/next-step",
            "id",
            TimeOrderedUuid.next().toString(),
            "version",
            "0",
            "form",
            "move",
            "from",
            "day",
            "step",
            "Llamar",
            "when",
            desk.today().plusDays(1).toString());

    assertThat(late).hasStatus(422);
    assertThat(Page.of(late).text("#r-" + deal))
        .contains("Próximo paso: Mandar muestras")
        .doesNotContain("Se esperaba cerrar");
  }

  @Test
  void theBarOfStagesTellsThoseThatWereLeftOut() {
    OpportunityId deal = desk.deal(seller, "Salta");
    deals.move(deal, desk.stage("Prueba"), "Ya nos conocen", seller.id(), desk.now());

    Page page = Page.of(desk.get(seller, "/pipeline/opportunities/" + deal));

    assertThat(page.texts(".stagebar .stage-before")).containsExactly("Contactado");
    assertThat(page.texts(".stagebar .stage-skipped"))
        .containsExactly("Necesidad clara, sin pasar por ella");
    assertThat(page.texts(".stagebar .stage-present")).containsExactly("Prueba");
  }

  @Test
  void whereThereIsNothingToTickOnlyTheReasonIsAskedFor() {
    OpportunityId deal = desk.deal(seller, "Atrás");
    deals.move(deal, desk.stage("Prueba"), "Ya nos conocen", seller.id(), desk.now());

    assertThat(Page.of(move(deal, "Contactado")).text("form .error"))
        .isEqualTo("Di por qué se mueve así. Queda anotado.");
    assertThat(Page.of(move(deal, "Propuesta")).text("form .error"))
        .startsWith("Marca lo que se cumple");
  }

  @Test
  void aQuantityBelowNothingSaysWhatAQuantityIs() {
    OpportunityId deal = desk.deal(seller, "Menos uno");

    MvcTestResult refused =
        desk.post(
            seller,
            "/pipeline/opportunities/" + deal + "/lines",
            "version",
            "0",
            "lines[0].what",
            "Café",
            "lines[0].quantity",
            "-1",
            "lines[0].price",
            "10");

    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text(".linerow .error"))
        .isEqualTo("La cantidad tiene que ser mayor que 0.");
  }

  @Test
  void whatSomebodyElseSavedMeanwhileIsWrittenAsItIsRead() {
    OpportunityId deal = desk.deal(seller, "Conflicto");
    DealDetails d = deals.details(deal).orElseThrow();
    deals.change(deal, d.worth(new BigDecimal("12345.67")), null, seller.id(), desk.now());

    MvcTestResult late = late(deal, d.closeDate());

    assertThat(late).hasStatus(409);
    assertThat(Page.of(late).texts(".meanwhile"))
        .contains("Ahora: 12.345,67 €")
        .anyMatch(t -> t.matches("Ahora: \\d{1,2} [a-z]{3,4} 20\\d\\d"));

    deals.change(deal, d.worth(new BigDecimal("12345")), null, seller.id(), desk.now());
    assertThat(Page.of(late(deal, d.closeDate())).texts(".meanwhile")).contains("Ahora: 12.345 €");
  }

  private MvcTestResult late(OpportunityId deal, LocalDate close) {
    return desk.post(
        seller,
        "/pipeline/opportunities/" + deal,
        "version",
        "0",
        "name",
        "Conflicto",
        "company",
        "Empresa Conflicto",
        "amount",
        "900",
        "currency",
        "EUR",
        "closeDate",
        close.minusDays(3).toString(),
        "owner",
        seller.id().toString());
  }

  @Test
  void aDayThatHasPassedIsNoExpectedCloseAndOneThatPassesSaysSo() {
    OpportunityId deal = desk.deal(seller, "Caduca " + UUID.randomUUID());
    MvcTestResult refused = close(deal, "2020-01-01");
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("#closeDate-notes .error")).contains("ya ha pasado");
    assertThat(Page.of(refused).value("closeDate")).isEqualTo("2020-01-01");
    assertThat(close(deal, desk.today().plusDays(3).toString())).hasStatus(302);
    Page soon = Page.of(desk.get(seller, "/pipeline/opportunities/" + deal));
    assertThat(soon.text(".deal-facts")).doesNotContain("ya ha pasado");

    jdbc.sql("update pipeline.opportunity set close_date = date '2020-01-01' where id = ?")
        .param(deal.id())
        .update();
    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text(".deal-facts"))
        .contains("1 ene 2020", "ya ha pasado");
    assertThat(
            Page.of(desk.get(seller, "/pipeline/board?owner=" + seller.id()))
                .text("#c-" + deal + " .card-facts"))
        .contains("cierre vencido: 1 ene 2020");
    assertThat(Page.of(desk.get(seller, "/pipeline/day")).text("main"))
        .contains("Se esperaba cerrar el 1 ene 2020");
    assertThat(close(deal, "2020-01-01")).as("what stands may stay").hasStatus(302);
  }

  @Test
  void aCloseThatIsTakenAwaySaysWhyAndALaterOneIsAPushAllTheSame() {
    OpportunityId deal = desk.deal(seller, "Sin fecha " + UUID.randomUUID());
    LocalDate known = deals.details(deal).orElseThrow().closeDate();

    MvcTestResult silent = close(deal, "", "");
    assertThat(silent).hasStatus(422);
    assertThat(Page.of(silent).text("#push-notes .error")).contains("se quita", "di por qué");
    assertThat(close(deal, "", "No saben cuándo")).hasStatus(302);
    assertThat(pushes(deal)).containsExactly(known + " – No saben cuándo");
    Page emptied = Page.of(desk.get(seller, "/pipeline/opportunities/" + deal));
    assertThat(emptied.text(".folded .timeline"))
        .contains("Cierre previsto quitado", "No saben cuándo");
    assertThat(emptied.text(".deal-facts")).doesNotContain("aplazado");
    assertThat(close(deal, "", "")).as("nothing is taken away again").hasStatus(302);

    LocalDate later = known.plusMonths(10);
    MvcTestResult again = close(deal, later.toString(), "");
    assertThat(again).hasStatus(422);
    assertThat(Page.of(again).text("#push-notes .error"))
        .contains("para el " + known.getDayOfMonth() + " ", "di por qué");
    assertThat(close(deal, later.toString(), "Obras")).hasStatus(302);
    assertThat(pushes(deal))
        .containsExactly(known + " – No saben cuándo", known + " " + later + " Obras");
    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text(".deal-facts"))
        .contains("aplazado una vez");
  }

  @Test
  void aCloseSaidAgainThatIsNoLaterThanTheLastIsNoPush() {
    OpportunityId deal = desk.deal(seller, "Vuelve la fecha " + UUID.randomUUID());
    LocalDate known = deals.details(deal).orElseThrow().closeDate();
    assertThat(close(deal, "", "No saben")).hasStatus(302);
    assertThat(close(deal, known.toString(), "")).hasStatus(302);
    assertThat(close(deal, "", "Otra vez")).hasStatus(302);
    assertThat(close(deal, known.minusDays(1).toString(), "")).hasStatus(302);

    assertThat(pushes(deal)).containsExactly(known + " – No saben", known + " – Otra vez");
  }

  @Test
  void aCloseSaidAgainOnTheWayToAStageIsAPushAllTheSame() {
    OpportunityId deal = desk.deal(seller, "Mueve sin fecha " + UUID.randomUUID());
    LocalDate known = deals.details(deal).orElseThrow().closeDate();
    deals.move(deal, desk.stage("Prueba"), "Ya", seller.id(), desk.now());
    assertThat(close(deal, "", "No saben")).hasStatus(302);
    jdbc.sql("delete from pipeline.criterion_met where opportunity_id = ?")
        .param(deal.id())
        .update();
    LocalDate later = known.plusMonths(10);

    MvcTestResult silent = propose(deal, later, "");
    assertThat(silent).hasStatus(422);
    assertThat(propose(deal, later, "Obras")).hasStatus(302);

    assertThat(deals.details(deal).orElseThrow().closeDate()).isEqualTo(later);
    assertThat(pushes(deal)).containsExactly(known + " – No saben", known + " " + later + " Obras");
  }

  @Test
  void howADealWasLostStaysWhenItIsWorkedAgain() {
    OpportunityId deal = desk.deal(seller, "Perdida y vuelta " + UUID.randomUUID());
    String path = "/pipeline/opportunities/" + deal;
    deals.lose(
        deal,
        new Loss(LostReason.PRICE, LostTo.COMPETITOR, "Cafés Rivales", "Regalan la máquina"),
        desk.today(),
        seller.id(),
        desk.now());
    String move =
        Page.of(desk.get(seller, path + "/move?stage=" + desk.stage("Contactado"))).text("#unlost");
    assertThat(move).contains("quedan en su recorrido");

    assertThat(
            desk.post(
                seller,
                path + "/moves",
                "stage",
                desk.stage("Contactado").toString(),
                "version",
                String.valueOf(
                    desk.count(
                        "select version from pipeline.opportunity where id = :id", deal.id())),
                "asked",
                "true",
                "reason",
                "Han vuelto",
                "step",
                "Llamar",
                "when",
                desk.today().plusDays(1).toString()))
        .hasStatus(302);

    assertThat(deals.details(deal)).isPresent();
    assertThat(Page.of(desk.get(seller, path)).text(".folded .timeline"))
        .contains("Precio.", "Se la llevó Cafés Rivales.", "Regalan la máquina", "Han vuelto");
    assertThat(Page.of(desk.get(seller, "/reports/timeline?deal=" + deal)).texts("ol.timeline li"))
        .filteredOn(e -> e.contains("Oportunidad perdida"))
        .singleElement()
        .asString()
        .contains(
            "Oportunidad perdida: Precio", "Se la llevó Cafés Rivales.", "Regalan la máquina");
  }

  private MvcTestResult propose(OpportunityId deal, LocalDate close, String why) {
    return desk.post(
        seller,
        "/pipeline/opportunities/" + deal + "/moves",
        "stage",
        desk.stage("Propuesta").toString(),
        "version",
        String.valueOf(
            desk.count("select version from pipeline.opportunity where id = :id", deal.id())),
        "asked",
        "true",
        "met",
        "",
        "reason",
        why,
        "amount",
        "1000",
        "closeDate",
        close.toString());
  }

  private List<String> pushes(OpportunityId deal) {
    return jdbc.sql(
            """
            select from_date || ' ' || coalesce(to_date::text, '–') || ' ' || reason
            from pipeline.postponement where opportunity_id = ? order by at, id
            """)
        .param(deal.id())
        .query(String.class)
        .list();
  }

  private MvcTestResult close(OpportunityId deal, String day) {
    return close(deal, day, "Piden tiempo");
  }

  private MvcTestResult close(OpportunityId deal, String day, String why) {
    DealDetails present = deals.details(deal).orElseThrow();
    return desk.post(
        seller,
        "/pipeline/opportunities/" + deal,
        "version",
        String.valueOf(
            desk.count("select version from pipeline.opportunity where id = :id", deal.id())),
        "name",
        present.name(),
        "company",
        "Empresa " + present.name(),
        "amount",
        "1000",
        "currency",
        "EUR",
        "closeDate",
        day,
        "push",
        why,
        "owner",
        seller.id().toString());
  }

  @Test
  void aFileSaysTheDayOfTheStepAndNotHowFarOffItIs() {
    OpportunityId deal = desk.deal(seller, "Exportada");

    String file =
        new String(
            desk.get(seller, "/pipeline/board/export?shown=true&format=CSV&owner=" + seller.id())
                .getResponse()
                .getContentAsByteArray(),
            StandardCharsets.UTF_8);

    assertThat(file).contains(" 2026 · Llamar").doesNotContain("hoy");
    assertThat(deal).isNotNull();
  }

  @Test
  void aNameThatNobodyHasIsSaidWhereOneSeesIt() {
    OpportunityId deal = desk.deal(seller, "Comentada");
    String path = "/pipeline/opportunities/" + deal + "/comments";

    MvcTestResult said =
        desk.post(seller, path, "id", UUID.randomUUID().toString(), "text", "Mira esto, @Nadie");

    assertThat(said).hasStatus(302).redirectedUrl().isEqualTo(path);
    assertThat(desk.post(seller, path, "id", UUID.randomUUID().toString(), "text", "Mira esto"))
        .redirectedUrl()
        .endsWith("#comments");
  }

  @Test
  void somebodyUnknownWhoTakesPartBecomesAPersonOfTheCompany() {
    Company company = desk.company("Hotel Nuevo Contacto");
    OpportunityId deal =
        desk.deal(seller, "Con nueva", company.id(), Plan.step("Llamar", desk.today()));
    String path = "/pipeline/opportunities/" + deal + "/people";

    MvcTestResult refused = desk.post(seller, path, "newName", " ", "newEmail", "no es correo");
    assertThat(refused.getMvcResult().getFlashMap().keySet()).contains("wrongName", "wrongEmail");
    assertThat(
            desk.post(
                seller,
                path,
                "newName",
                "Nuria Nueva",
                "newEmail",
                "nuria@nueva.example",
                "roles",
                "DECIDES"))
        .hasStatus(302);

    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text("#people"))
        .contains("Nuria Nueva", "decide");
    assertThat(
            desk.values(
                "select name || ' ' || email from contacts.person where company_id = :id",
                company.id().id()))
        .containsExactly("Nuria Nueva nuria@nueva.example");

    // Who has the address already is meant.
    Person known = desk.person("Conocida", null);
    String address =
        desk.values("select email from contacts.person where id = :id", known.id().id()).get(0);
    desk.post(seller, path, "newName", "Otra vez", "newEmail", address, "roles", "USES");
    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text("#people"))
        .contains("Conocida")
        .doesNotContain("Otra vez");
  }

  @Test
  void whoeverIsAddedHasARoleAndOnlyChangingItMayTakeItAway() {
    Company company = desk.company("Hotel Sin Papel");
    OpportunityId deal =
        desk.deal(seller, "Con papel", company.id(), Plan.step("Llamar", desk.today()));
    Person known = desk.person("Conocida Sin Papel", company.id());
    String path = "/pipeline/opportunities/" + deal + "/people";

    MvcTestResult noRole =
        desk.post(
            seller, path, "person", known.id().toString(), "personName", "Conocida Sin Papel");
    assertThat(noRole)
        .flash()
        .containsEntry("wrongRoles", "known")
        .containsEntry("typedPerson", "Conocida Sin Papel");
    Page again = after(noRole, "/pipeline/opportunities/" + deal);
    assertThat(again.text("#people .checks-field.has-error")).contains("Marca al menos un papel");
    assertThat(again.text("#people ul")).doesNotContain("Conocida Sin Papel");
    MvcTestResult newNoRole = desk.post(seller, path, "newName", "Nadie Sin Papel");
    assertThat(newNoRole).flash().containsEntry("wrongRoles", "new");
    assertThat(
            desk.count(
                "select count(*) from contacts.person where name = 'Nadie Sin Papel' and :id is not null",
                deal.id()))
        .isZero();

    String id = known.id().toString();
    desk.post(seller, path, "person", id, "personName", "Conocida Sin Papel", "roles", "USES");
    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text("#people ul"))
        .contains("Conocida Sin Papel");
    assertThat(desk.post(seller, path, "person", id))
        .flash()
        .containsEntry("flashKey", "buying.removed");
  }

  @Test
  void aDealThatHasEndedIsNotAskedHowItEnded() {
    OpportunityId won = desk.deal(seller, "Ya ganada");
    OpportunityId lost = desk.deal(seller, "Ya perdida");
    deals.win(won, new BigDecimal("900"), desk.today(), "Ya lo querían", seller.id(), desk.now());
    deals.lose(
        lost,
        new Loss(LostReason.PRICE, LostTo.NOBODY, null, null),
        desk.today(),
        seller.id(),
        desk.now());
    for (OpportunityId ended : List.of(won, lost)) {
      String address = "/pipeline/opportunities/" + ended;
      String end = ended == won ? "won" : "lost";
      MvcTestResult same = desk.get(seller, address + "/move?stage=" + end);
      assertThat(same).hasStatus(302).hasRedirectedUrl(address);
      assertThat(same).flash().containsEntry("flashKey", "dealMove.there.by");
      MvcTestResult other =
          desk.get(seller, address + "/move?stage=" + (ended == won ? "lost" : "won"));
      assertThat(other).hasStatus(302).hasRedirectedUrl(address);
      assertThat(other).flash().containsEntry("flashKey", "dealMove.closed");
    }
  }

  @Test
  void whatWasSaidNamesWithWhom() {
    CompanyId hotel = desk.company("Hotel Hablado").id();
    Person chef = desk.person("Berta Cocina", hotel);
    OpportunityId deal =
        desk.deal(seller, "Con dos personas", hotel, Plan.step("Llamar", desk.today()));
    deals.engage(deal, chef.id(), BuyingRole.USES);
    for (String person : List.of(chef.id().toString(), "")) {
      assertThat(
              desk.post(
                  seller,
                  "/pipeline/opportunities/" + deal + "/steps",
                  "id",
                  UUID.randomUUID().toString(),
                  "form",
                  "done",
                  "kind",
                  "CALL",
                  "result",
                  "TALKED",
                  "person",
                  person,
                  "note",
                  "Hablado",
                  "step",
                  "Volver a llamar",
                  "when",
                  desk.today().plusDays(1).toString(),
                  "version",
                  String.valueOf(
                      desk.count(
                          "select version from pipeline.opportunity where id = :id", deal.id()))))
          .hasStatus(302);
    }

    Page page = Page.of(desk.get(seller, "/pipeline/opportunities/" + deal));
    assertThat(page.document().select("section:has(h2:contains(Lo hablado)) li a"))
        .singleElement()
        .satisfies(
            who -> {
              assertThat(who.text()).isEqualTo("Berta Cocina");
              assertThat(who.attr("href")).isEqualTo("/contacts/people/" + chef.id());
            });
  }

  @Test
  void whoeverHasADealIsToldHowAColleagueEndedItAndWhy() {
    CurrentUser colleague = desk.seller("Cierra Por Otra");
    OpportunityId won = desk.deal(seller, "Ganada por otra");
    OpportunityId lost = desk.deal(seller, "Perdida por otra");
    OpportunityId own = desk.deal(seller, "Perdida por ella");
    Loss price = new Loss(LostReason.PRICE, LostTo.NOBODY, null, "Era el doble");
    deals.win(
        won, new BigDecimal("900"), desk.today(), "Ya lo querían", colleague.id(), desk.now());
    deals.lose(lost, price, desk.today(), colleague.id(), desk.now());
    deals.lose(own, price, desk.today(), seller.id(), desk.now());
    String version =
        String.valueOf(
            desk.count("select version from pipeline.opportunity where id = :id", won.id()));
    assertThat(
            desk.post(
                colleague,
                "/pipeline/opportunities/" + won + "/moves",
                "stage",
                desk.stage("Contactado").toString(),
                "version",
                version,
                "asked",
                "true",
                "reason",
                "Se echan atrás",
                "step",
                "Llamar",
                "when",
                desk.today().plusDays(1).toString()))
        .hasStatus(302);

    assertThat(Page.of(desk.get(seller, "/notifications")).text("main").replace('\u00a0', ' '))
        .contains("Cierra Por Otra ha ganado tu oportunidad «Ganada por otra» por 900 €")
        .contains("«Ya lo querían»")
        .contains("Cierra Por Otra ha dado por perdida tu oportunidad «Perdida por otra»: precio")
        .contains("«Era el doble»")
        .contains("Cierra Por Otra ha reabierto tu oportunidad «Ganada por otra»: «Se echan atrás»")
        .doesNotContain("Perdida por ella");
  }

  /** The page to which somebody was sent back. */
  private Page after(MvcTestResult sent, String path) {
    return Page.of(
        mvc.get()
            .uri(path)
            .cookie(sent.getResponse().getCookies())
            .with(cast.as(seller))
            .exchange());
  }

  private MvcTestResult move(OpportunityId deal, String stage) {
    return desk.post(
        seller,
        "/pipeline/opportunities/" + deal + "/moves",
        "stage",
        desk.stage(stage).toString(),
        "version",
        String.valueOf(
            desk.count("select version from pipeline.opportunity where id = :id", deal.id())),
        "asked",
        "true");
  }
}
