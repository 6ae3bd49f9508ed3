package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Marketing's inbox, and what is done about each lead that sales returned (R060). */
@ArenaTest
@OnOwnDatabase
class InboxTests {

  private static final LocalDate LATER = LocalDate.of(2099, 12, 1);
  private static final Facts ALL = new Facts("40 kg al mes", "1.000 €", "Decide ella", LATER);

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Leads leads;
  @Autowired Handoffs handoffs;
  @Autowired HandoffRecords records;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private LocalDate today;

  @BeforeEach
  void nothingWaits() {
    jdbc.sql("delete from leads.lead").update();
    jdbc.sql("delete from leads.definition").update();
    jdbc.sql("delete from leads.form_submission").update();
    jdbc.sql("delete from notifications.notification").update();
    today = cast.lucia().today(clock);
  }

  @Test
  void emptyPartsSaySo() {
    Page page = inbox();

    assertThat(page.texts("#returned p, #gate > p.muted, #aside p"))
        .containsExactly(
            "Ventas no ha devuelto nada que siga sin respuesta.",
            "A ninguno le falta nada: no hay prospectos por calificar.",
            "Los formularios no han apartado nada.");
    assertThat(page.texts("h2 .h-count")).containsExactly("0", "0", "0");
  }

  @Test
  void theNearestToTheGateComeFirstWithWhatEachLacks() {
    lead("dos", new Facts("40 kg", null, null, LATER));
    lead("cuatro", Facts.NONE);
    lead("nada", ALL);
    lead("uno", new Facts("40 kg", "1.000 €", "Ella", null));

    Page page = inbox();

    assertThat(page.texts("#gate tbody tr td:first-child a"))
        .containsExactly("Persona nada", "Persona uno", "Persona dos", "Persona cuatro");
    assertThat(page.texts("#gate tbody tr td:nth-child(2)"))
        .satisfies(
            lacks -> {
              assertThat(lacks.get(0)).contains("califícalo");
              assertThat(lacks.get(1)).startsWith("un dato:");
              assertThat(lacks.get(3)).startsWith("3 datos:");
            });
    assertThat(page.texts("#gate .h-count")).containsExactly("4");
  }

  @Test
  void thePartIsPagedWithoutLosingOrDoublingAnybody() {
    for (int i = 0; i < 23; i++) {
      lead("p" + i, i % 2 == 0 ? Facts.NONE : new Facts("algo", null, null, null));
    }
    Page first = Page.of(get(cast.lucia(), "/leads/inbox/gate"));
    Page second =
        Page.of(
            get(cast.lucia(), first.document().selectFirst(".pager a[href*=after]").attr("href")));

    List<String> all = new ArrayList<>(first.texts("tbody td:first-child a"));
    all.addAll(second.texts("tbody td:first-child a"));
    assertThat(all).hasSize(23).doesNotHaveDuplicates();
    assertThat(first.texts("tbody tr td:nth-child(2) b").get(0)).startsWith("2 datos");
    assertThat(second.texts("tbody tr td:nth-child(2) b")).allMatch(t -> t.startsWith("3 datos"));
  }

  @Test
  void oneGoesAlongThePartFromLeadToLeadAndBack() {
    lead("dos", new Facts("40 kg", null, null, LATER));
    lead("cuatro", Facts.NONE);
    lead("uno", new Facts("40 kg", "1.000 €", "Ella", null));
    returned("primera", Rejection.OTHER, "Una");
    returned("segunda", Rejection.OTHER, "Otra");

    assertThat(along("#gate")).containsExactly("1 de 3", "2 de 3", "3 de 3");
    assertThat(along("#returned")).containsExactly("1 de 2", "2 de 2");
  }

  private List<String> along(String part) {
    String first = inbox().document().selectFirst(part + " tbody td a").attr("href");
    List<String> places = new ArrayList<>();
    for (String at = first; at != null; ) {
      Page lead = Page.of(get(cast.lucia(), at));
      places.add(lead.text(".place nav > span:first-child"));
      assertThat(lead.text(".place .crumb a")).isEqualTo("Bandeja de marketing");
      String back = lead.document().selectFirst("[data-list-back]").attr("href");
      Page list = Page.of(get(cast.lucia(), back.substring(0, back.indexOf('#'))));
      assertThat(list.has(back.substring(back.indexOf('#')))).isTrue();
      var next = lead.document().selectFirst("[data-next]");
      at = next == null ? null : next.attr("href");
    }
    return places;
  }

  @Test
  void eachReasonOffersWhatToDoAboutIt() {
    for (Rejection reason : Rejection.values()) {
      returned(reason.name().toLowerCase(), reason, "Palabras de ventas");
    }

    Page page = inbox();

    assertThat(page.texts("#returned .h-count")).containsExactly("6");
    assertThat(page.texts("#returned .heard")).hasSize(6).allMatch("Palabras de ventas"::equals);
    assertThat(page.has("#gate tbody")).as("they wait in one part only").isFalse();
    assertThat(page.document().select("#returned tr:contains(duplicado) a[href*=duplicates/new]"))
        .hasSize(1);
    assertThat(page.document().select("#returned tr:contains(fuera de perfil) [value=ENDED]"))
        .hasSize(1);
    assertThat(page.document().select("#returned [value=RECONTACT]")).hasSize(2);
    assertThat(page.document().select("#returned [value=REPLIED]")).hasSize(1);
  }

  @Test
  void endingAnswersTheReturnTellsTheSellerAndCanBeUndone() {
    Handoff handoff = returned("fuera", Rejection.OUTSIDE_PROFILE, "Es un bar");

    assertThat(answer(handoff, Map.of("answer", "ENDED")))
        .redirectedUrl()
        .isEqualTo("/leads/inbox");

    assertThat(inbox().has("#returned tbody")).isFalse();
    assertThat(lead(handoff).outcome()).contains(Outcome.NOT_A_LEAD);
    assertThat(answered(handoff)).isEqualTo("ENDED " + cast.lucia().id());
    assertThat(told(cast.marcos())).contains("return.told.ENDED");
    assertThat(Page.of(get(cast.marcos(), "/leads/handoffs/" + handoff.id())).text("#answer"))
        .contains("Lo terminó");
    // A second press does nothing more.
    answer(handoff, Map.of("answer", "REPLIED", "words", "¿Otra vez?"));
    assertThat(answered(handoff)).startsWith("ENDED");

    post(cast.lucia(), "/leads/" + handoff.lead() + "/reopening", Map.of());
    assertThat(inbox().texts("#returned tbody td:first-child a")).containsExactly("Persona fuera");
  }

  @Test
  void whoCannotBuyIsTalkedToAgainOnADay() {
    Handoff handoff = returned("sinfecha", Rejection.NO_DATE, null);

    answer(handoff, Map.of("answer", "RECONTACT", "day", today.toString()));
    assertThat(answered(handoff)).as("a day to come").isNull();
    answer(handoff, Map.of("answer", "RECONTACT", "day", today.plusDays(40).toString()));

    assertThat(answered(handoff)).startsWith("RECONTACT");
    assertThat(
            jdbc.sql("select due_on from leads.recontact where lead_id = ?")
                .param(handoff.lead().id())
                .query(LocalDate.class)
                .single())
        .isEqualTo(today.plusDays(40));
  }

  @Test
  void answeringTheSellerNeedsWordsAndKeepsWhatWasTyped() {
    Handoff handoff = returned("otro", Rejection.OTHER, "No entiendo el paquete");

    MvcTestResult refused = answer(handoff, Map.of("answer", "REPLIED", "words", " "));
    assertThat(refused).redirectedUrl().isEqualTo("/leads/inbox/returned/" + handoff.id());
    assertThat(refused.getMvcResult().getFlashMap().get("typedAnswer"))
        .isEqualTo(ReturnAnswer.REPLIED);
    answer(handoff, Map.of("answer", "REPLIED", "words", "Quiere verlo en enero"));

    assertThat(answered(handoff)).startsWith("REPLIED");
    assertThat(Page.of(get(cast.marcos(), "/notifications")).text("main"))
        .contains("«Quiere verlo en enero»");
    assertThat(inbox().texts("#gate tbody td:first-child a")).containsExactly("Persona otro");
  }

  @Test
  void handingOverAgainAnswersTheReturnByItself() {
    Handoff handoff = returned("datos", Rejection.BAD_DATA, "El teléfono no existe");

    handOver(lead(handoff));

    assertThat(answered(handoff)).startsWith("HANDED_AGAIN");
    assertThat(inbox().has("#returned tbody")).isFalse();
  }

  @Test
  void theSellerCannotThinkAgainOnceMarketingHasAnswered() {
    Handoff handoff = returned("tarde", Rejection.OTHER, "Mmm");
    answer(handoff, Map.of("answer", "REPLIED", "words", "Vale"));

    post(cast.marcos(), "/leads/handoffs/" + handoff.id() + "/reconsideration", Map.of());

    assertThat(lead(handoff).stage()).isEqualTo(LeadStage.OPEN);
  }

  @Test
  void theWeekSaysHowManyReturnsWait() {
    assertThat(Page.of(get(cast.lucia(), "/leads/inbox/waiting")).text("body")).isEmpty();

    returned("uno", Rejection.OTHER, "Nada");

    assertThat(Page.of(get(cast.lucia(), "/leads/inbox/waiting")).text("a"))
        .isEqualTo("Un prospecto que devolvió ventas espera tu respuesta");
  }

  @Test
  void whoeverMayStillRipenGoesIntoTheAudienceOfAnActivity() {
    Handoff handoff = returned("verde", Rejection.OUTSIDE_PROFILE, "Aún no");
    PlannedActivity tasting = PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", today);
    jdbc.sql("update icp.profile set retired_at = now() where id = ?")
        .param(tasting.profile())
        .update();

    answer(handoff, Map.of("answer", "NURTURED", "activity", UUID.randomUUID().toString()));
    assertThat(answered(handoff)).isNull();
    answer(handoff, Map.of("answer", "NURTURED", "activity", tasting.id().toString()));

    assertThat(answered(handoff)).startsWith("NURTURED");
    assertThat(
            jdbc.sql(
                    """
                    select e.person_id from planner.audience_entry e
                    join planner.audience_source s on s.id = e.source_id where s.activity_id = ?
                    """)
                .param(tasting.id().id())
                .query(UUID.class)
                .list())
        .containsExactly(lead(handoff).person().id());
  }

  @Test
  void onlyMarketingOpensItAndItStaysCheap() {
    assertThat(get(cast.marcos(), "/leads/inbox")).hasStatus(403);
    assertThat(get(cast.teresa(), "/leads/inbox")).hasStatus(403);
    Handoff handoff = returned("caro", Rejection.OTHER, "Nada");
    lead("otra", Facts.NONE);
    assertThat(
            post(cast.ines(), "/leads/inbox/returned/" + handoff.id(), Map.of("answer", "ENDED")))
        .hasStatus(403);

    CurrentUser lucia = cast.lucia();
    assertThat(SqlCount.during(() -> get(lucia, "/leads/inbox")))
        .hasSizeLessThanOrEqualTo(9); // one of them is the test's own sign-in
  }

  @Test
  void theCountOfDuplicatesIsThatOfThePeopleWhomItsLinkShows() {
    Page page =
        Page.of(
            mvc.get()
                .uri("/contacts/duplicates/sure")
                .header("HX-Request", "true")
                .with(cast.as(cast.lucia()))
                .exchange());
    int sure =
        jdbc.sql(
                """
                select count(*) from contacts.duplicate
                where first_person is not null and dismissed_at is null and certainty >= 85
                """)
            .query(Integer.class)
            .single();
    assertThat(page.text(".h-count")).isEqualTo(String.valueOf(sure));
  }

  private Page inbox() {
    return Page.of(get(cast.lucia(), "/leads/inbox"));
  }

  private Lead lead(String name, Facts facts) {
    PersonId person =
        book.addPerson(
                PersonId.next(),
                PersonDetails.of(
                    "Persona " + name,
                    new EmailAddress(name + "." + UUID.randomUUID() + "@bandeja.example"),
                    null,
                    book.companyNamed("Empresa " + name, cast.lucia().id(), clock.instant())),
                cast.lucia().id(),
                clock.instant())
            .id();
    return intake.open(
        LeadId.next(),
        new LeadIntake.ByHand(person, null, null, null, facts),
        cast.lucia(),
        clock.instant());
  }

  private Handoff handOver(Lead lead) {
    handoffs.qualify(lead.id(), cast.lucia().id(), today, clock.instant());
    return handoffs.handOver(
        lead.id(),
        HandoffId.next(),
        cast.marcos().id(),
        new Handoff.Packet("Pidió precio", null, "Llamar mañana"),
        cast.lucia().id(),
        clock.instant());
  }

  private Handoff returned(String name, Rejection reason, @Nullable String note) {
    Handoff handoff = handOver(lead(name, ALL));
    return handoffs.reject(handoff.id(), reason, note, cast.marcos(), clock.instant());
  }

  private Lead lead(Handoff handoff) {
    return leads.findById(handoff.lead()).orElseThrow();
  }

  private @Nullable String answered(Handoff handoff) {
    return jdbc.sql(
            "select return_answer || ' ' || return_answered_by from leads.handoff where id = ?")
        .param(handoff.id().id())
        .query((rs, n) -> Optional.ofNullable(rs.getString(1)))
        .single()
        .orElse(null);
  }

  private List<String> told(CurrentUser user) {
    return jdbc.sql("select text_key from notifications.notification where user_id = ?")
        .param(user.id().id())
        .query(String.class)
        .list();
  }

  private MvcTestResult answer(Handoff handoff, Map<String, String> fields) {
    return post(cast.lucia(), "/leads/inbox/returned/" + handoff.id(), fields);
  }

  private MvcTestResult post(CurrentUser user, String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(user));
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(CurrentUser user, String path) {
    return mvc.get().uri(java.net.URI.create(path)).with(cast.as(user)).exchange();
  }
}
