package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.arenacrm.contacts.Company;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What starts the idle clock of which deal again, and where one sees it (R065). */
@ArenaTest
class IdleClockTests {

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
    seller = desk.seller("Olga Reloj");
  }

  @Test
  void aTalkNotedOnADealStartsOnlyItsClockAgain() {
    Company company = desk.company("Hotel Dos Tratos");
    Person person = desk.person("Dora Dos", company.id());
    OpportunityId one = deal("Uno", company, person);
    OpportunityId other = deal("Otro", company, person);

    assertThat(noted(one, "CALL", "TALKED")).isEqualTo(200);
    settle();

    assertThat(clockOf(one)).isEqualTo("CALL/TALKED/0");
    assertThat(clockOf(other)).as("nobody spoke about it").isEqualTo("-/-/0");
  }

  @Test
  void aTalkWithACustomerOfSeveralDealsStartsNoneUnlessOneIsChosen() {
    Company company = desk.company("Hotel Varios");
    Person person = desk.person("Vera Varios", company.id());
    OpportunityId one = deal("Varios uno", company, person);
    OpportunityId other = deal("Varios otro", company, null);

    said(person, "CALL", "TALKED", "");
    settle();
    assertThat(List.of(clockOf(one), clockOf(other))).containsExactly("-/-/0", "-/-/0");

    said(person, "CALL", "TALKED", other.toString());
    await().untilAsserted(() -> assertThat(clockOf(other)).isEqualTo("CALL/TALKED/0"));
    assertThat(clockOf(one)).isEqualTo("-/-/0");
  }

  @Test
  void aTalkWithACustomerOfOneDealStartsItsClock() {
    Company company = desk.company("Hotel Único");
    Person person = desk.person("Una Única", company.id());
    OpportunityId deal = deal("Único", company, null);

    said(person, "VISIT", "", "");

    await().untilAsserted(() -> assertThat(clockOf(deal)).isEqualTo("VISIT/-/0"));
  }

  @Test
  void aDealOfAnotherCustomerCannotBeChosen() {
    Person person = desk.person("Ajena", null);
    OpportunityId foreign = desk.deal(seller, "De otra empresa");

    said(person, "CALL", "TALKED", foreign.toString());
    settle();

    assertThat(clockOf(foreign)).isEqualTo("-/-/0");
  }

  @Test
  void whatWasOnlySentIsAnAttemptUntilSomebodyAnswers() {
    Company company = desk.company("Hotel Callado");
    Person person = desk.person("Calla Callado", company.id());
    OpportunityId deal = deal("Callado", company, person);

    assertThat(noted(deal, "EMAIL", "SENT")).isEqualTo(200);
    said(person, "CALL", "NO_ANSWER", "");
    said(person, "MESSAGE", "", "");
    await().untilAsserted(() -> assertThat(clockOf(deal)).isEqualTo("-/-/3"));
    said(person, "NOTE", "", "");
    settle();
    assertThat(clockOf(deal)).as("a note of ours is no attempt").isEqualTo("-/-/3");

    // An attempt made today is enough for today.
    age(deal, 1);
    for (String path : List.of("/pipeline/opportunities/" + deal, "/pipeline/day")) {
      assertThat(Page.of(desk.get(seller, path)).text("main"))
          .as(path)
          .contains("3 intentos sin respuesta desde el");
    }
    assertThat(Page.of(desk.get(seller, "/pipeline/board")).text("#c-" + deal))
        .contains("3 intentos sin respuesta");

    said(person, "EMAIL", "AWAITS_ANSWER", "");
    await().untilAsserted(() -> assertThat(clockOf(deal)).isEqualTo("EMAIL/AWAITS_ANSWER/0"));
  }

  @Test
  void whatStartedTheClockIsShownWhereTheDealStands() {
    Company company = desk.company("Hotel Visible");
    OpportunityId deal = deal("Visible", company, desk.person("Vito Visible", company.id()));
    assertThat(noted(deal, "CALL", "ASKED_FOR_TIME")).isEqualTo(200);

    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text(".deal-facts"))
        .contains("Llamada: pide tiempo")
        .contains("Olga Reloj");
    assertThat(Page.of(desk.get(seller, "/pipeline/board")).text("#c-" + deal))
        .contains("Llamada: pide tiempo");

    age(deal, 40);
    assertThat(Page.of(desk.get(seller, "/pipeline/day")).text("#r-" + deal))
        .contains("Llamada: pide tiempo");
    assertThat(
            Page.of(desk.get(cast.teresa(), "/reports/attention?what=idle"))
                .text("tr:has(a[href$=" + deal + "])"))
        .contains("Llamada: pide tiempo");
  }

  @Test
  void theFormAsksAboutWhichOfSeveralDealsItWas() {
    Company company = desk.company("Hotel Elige");
    Person person = desk.person("Elisa Elige", company.id());
    OpportunityId one = deal("Elige uno", company, person);
    OpportunityId other = deal("Elige otro", company, null);

    Page choice = Page.of(desk.get(seller, "/pipeline/talks/about?person=" + person.id()));

    assertThat(choice.has("a[href*=" + one + "]")).isTrue();
    assertThat(choice.has("a[href*=" + other + "]")).isTrue();

    Page talk =
        Page.of(
            desk.get(
                seller, "/pipeline/tasks/talk?person=" + person.id() + "&company=" + company.id()));
    assertThat(talk.has("select[name=about] option[value=" + other + "]")).isTrue();
    assertThat(
            desk.post(
                    seller,
                    "/pipeline/tasks/talk",
                    "id",
                    TimeOrderedUuid.next().toString(),
                    "next",
                    TimeOrderedUuid.next().toString(),
                    "person",
                    person.id().toString(),
                    "company",
                    company.id().toString(),
                    "kind",
                    "CALL",
                    "result",
                    "TALKED",
                    "about",
                    other.toString())
                .getResponse()
                .getStatus())
        .isEqualTo(302);
    await().untilAsserted(() -> assertThat(clockOf(other)).isEqualTo("CALL/TALKED/0"));
    assertThat(clockOf(one)).isEqualTo("-/-/0");
  }

  @Test
  void aTalkChosenFromAPersonsPageIsWithThatPerson() {
    Company company = desk.company("Hotel Con Quién");
    Person jon = desk.person("Jon Quién", company.id());
    Person maite = desk.person("Maite Quién", company.id());
    OpportunityId deal = deal("Con quién", company, jon);
    OpportunityId other = deal("Con quién más", company, jon);
    deals.engage(deal, maite.id(), BuyingRole.USES);

    Page about = Page.of(desk.get(seller, "/pipeline/talks/about?person=" + maite.id()));
    String link = about.document().select("a[href*=" + deal + "]").attr("href");
    Page page = Page.of(desk.get(seller, link.replaceFirst("#.*", "")));
    assertThat(page.document().select("select[name=person] option[selected]").val())
        .isEqualTo(maite.id().toString());
    assertThat(page.texts("select[name=person] option"))
        .containsExactly("Jon Quién", "Maite Quién");
    // Of the other deal she has no part yet, and can be spoken with all the same.
    String there = about.document().select("a[href*=" + other + "]").attr("href");
    assertThat(
            Page.of(desk.get(seller, there.replaceFirst("#.*", "")))
                .document()
                .select("select[name=person] option[selected]")
                .text())
        .isEqualTo("Maite Quién");

    assertThat(noted(deal, "CALL", "TALKED", maite.id().toString())).isEqualTo(200);

    assertThat(talksOf(maite)).isEqualTo(1);
    assertThat(talksOf(jon)).isZero();
    assertThat(clockOf(deal)).isEqualTo("CALL/TALKED/0");
    assertThat(clockOf(other)).isEqualTo("-/-/0");
    assertThat(Page.of(desk.get(seller, "/contacts/people/" + maite.id())).text("main"))
        .doesNotContain("Aún no se ha anotado nada");
    assertThat(Page.of(desk.get(seller, "/pipeline/opportunities/" + deal)).text(".timeline"))
        .contains("Llamada");
  }

  @Test
  void theFormOfADealOffersThoseWhoTakePartAndTheMainPersonFirst() {
    Company company = desk.company("Hotel Reparto");
    Person main = desk.person("Zoe Reparto", company.id());
    Person other = desk.person("Abel Reparto", company.id());
    OpportunityId deal = deal("Reparto", company, main);
    String form = "/pipeline/opportunities/" + deal + "?form=done";
    assertThat(Page.of(desk.get(seller, form)).has("select[name=person]"))
        .as("nobody to choose from")
        .isFalse();

    deals.engage(deal, other.id(), BuyingRole.PAYS);
    Page page = Page.of(desk.get(seller, form));
    assertThat(page.texts("select[name=person] option"))
        .containsExactly("Zoe Reparto", "Abel Reparto");
    assertThat(desk.statements(seller, form)).hasSizeLessThanOrEqualTo(8);
    assertThat(noted(deal, "CALL", "TALKED", "")).isEqualTo(200);
    assertThat(List.of(talksOf(main), talksOf(other))).containsExactly(1, 0);

    // Its step is due, so that it stands in the day.
    jdbc.sql("update pipeline.opportunity set next_step_on = :today where id = :id")
        .param("today", desk.today())
        .param("id", deal.id())
        .update();
    assertThat(desk.statements(seller, "/pipeline/day?row=" + deal)).hasSizeLessThanOrEqualTo(8);
    assertThat(
            Page.of(desk.get(seller, "/pipeline/day?row=" + deal))
                .texts("#r-" + deal + " select[name=person] option"))
        .containsExactly("Zoe Reparto", "Abel Reparto");
  }

  @Test
  void aDealOfNobodyInParticularStaysWithItsCompanyUnlessSomebodyIsChosen() {
    Company company = desk.company("Hotel Nadie");
    Person role = desk.person("Rosa Nadie", company.id());
    OpportunityId deal = deal("Nadie", company, null);
    deals.engage(deal, role.id(), BuyingRole.USES);

    assertThat(noted(deal, "CALL", "TALKED", "")).isEqualTo(200);
    assertThat(talksOf(role)).isZero();
    assertThat(noted(deal, "CALL", "TALKED", role.id().toString())).isEqualTo(200);
    assertThat(talksOf(role)).isEqualTo(1);
    Person stranger = desk.person("Ajeno Nadie", null);
    assertThat(noted(deal, "CALL", "TALKED", stranger.id().toString()))
        .as("who has nothing to do with it")
        .isEqualTo(422);
    assertThat(talksOf(stranger)).isZero();
  }

  private int talksOf(Person person) {
    return desk.count(
        "select count(*) from contacts.interaction where person_id = :id", person.id().id());
  }

  private OpportunityId deal(String name, Company company, Person person) {
    return desk.deal(
        seller,
        name,
        company.id(),
        person == null ? null : person.id(),
        Plan.step("Llamar", desk.today().plusDays(5)),
        new BigDecimal("900"),
        desk.now().minus(Duration.ofDays(30)));
  }

  @Test
  void aNoteOfOursHasNoResultOfATalk() {
    Company company = desk.company("Hotel Nota " + TimeOrderedUuid.next());
    Person person = desk.person("Nota", company.id());
    OpportunityId deal = deal("Nota", company, person);

    assertThat(noted(deal, "NOTE", "TALKED")).isEqualTo(422);
    assertThat(noted(deal, "NOTE", "DONE")).isEqualTo(200);

    MvcTestResult refused =
        desk.post(
            seller,
            "/contacts/people/" + person.id() + "/interactions",
            "id",
            TimeOrderedUuid.next().toString(),
            "kind",
            "NOTE",
            "result",
            "TALKED",
            "summary",
            "Lo que fuese");
    assertThat(refused).flash().containsEntry("wrongResult", "interaction.result.note");
    assertThat(
            desk.count(
                "select count(*) from contacts.interaction where person_id = :id and result = 'TALKED'",
                person.id().id()))
        .isZero();
    Page page =
        Page.of(
            mvc.get()
                .uri("/contacts/people/" + person.id())
                .with(cast.as(seller))
                .cookie(refused.getResponse().getCookie("arena"))
                .exchange());
    assertThat(page.text("#result-notes")).contains("Una nota nuestra no tiene ese resultado");
    assertThat(page.text("#summary")).isEqualTo("Lo que fuese");
  }

  private int noted(OpportunityId deal, String kind, String result) {
    return noted(deal, kind, result, "");
  }

  private int noted(OpportunityId deal, String kind, String result, String person) {
    return desk.htmx(
            seller,
            "/pipeline/opportunities/" + deal + "/steps",
            "id",
            TimeOrderedUuid.next().toString(),
            "version",
            String.valueOf(
                desk.count("select version from pipeline.opportunity where id = :id", deal.id())),
            "form",
            "done",
            "from",
            "day",
            "kind",
            kind,
            "result",
            result,
            "person",
            person,
            "step",
            "Volver a llamar",
            "when",
            desk.today().plusDays(20).toString())
        .getResponse()
        .getStatus();
  }

  private void said(Person person, String kind, String result, String about) {
    desk.post(
        seller,
        "/contacts/people/" + person.id() + "/interactions",
        "id",
        TimeOrderedUuid.next().toString(),
        "kind",
        kind,
        "result",
        result,
        "summary",
        "Lo que fuese",
        "about",
        about);
  }

  /** Waits until a talk with somebody else, noted later, has been heard. */
  private void settle() {
    Company company = desk.company("Hotel Final " + TimeOrderedUuid.next());
    Person last = desk.person("Final", company.id());
    OpportunityId deal = deal("Final", company, last);
    said(last, "CALL", "TALKED", "");
    await().untilAsserted(() -> assertThat(clockOf(deal)).isEqualTo("CALL/TALKED/0"));
  }

  private void age(OpportunityId deal, int days) {
    jdbc.sql(
            "update pipeline.opportunity set last_contact_at = last_contact_at - make_interval(days => :days) where id = :id")
        .param("days", days)
        .param("id", deal.id())
        .update();
    jdbc.sql(
            "update pipeline.step_done set done_at = done_at - make_interval(days => :days) where opportunity_id = :id")
        .param("days", days)
        .param("id", deal.id())
        .update();
  }

  private String clockOf(OpportunityId deal) {
    return desk.values(
            """
            select coalesce(last_contact_kind, '-') || '/' || coalesce(last_contact_result, '-') || '/' || attempts
            from pipeline.opportunity where id = :id
            """,
            deal.id())
        .get(0);
  }
}
