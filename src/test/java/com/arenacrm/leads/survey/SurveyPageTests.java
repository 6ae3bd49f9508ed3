package com.arenacrm.leads.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.EditionText;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.leads.Secret;
import com.arenacrm.leads.TrialId;
import com.arenacrm.leads.Trials;
import com.arenacrm.platform.Tries;
import com.arenacrm.playbook.Offer;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Asking what a trial was like, answering without signing in, and reading it (R076). */
@ArenaTest
class SurveyPageTests {

  private static final AtomicInteger PLACES = new AtomicInteger();

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Trials trials;
  @Autowired Playbook playbook;
  @Autowired Profiles profiles;
  @Autowired Surveys surveys;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private CurrentUser lucia;
  private CurrentUser marcos;
  private Instant now;
  private OfferId offer;

  /** Somebody who has tried the offer. */
  private record Tried(PersonId person, String name, LeadId lead, TrialId trial) {

    String panel() {
      return "/leads/trials/" + trial + "/survey";
    }
  }

  @BeforeEach
  void anOffer() {
    lucia = cast.lucia();
    marcos = cast.marcos();
    now = clock.instant();
    offer =
        playbook.offer(
            OfferId.next(),
            new Offer.Content(
                Offer.Kind.TRIAL,
                "Semana de la máquina",
                null,
                null,
                Currency.getInstance("EUR"),
                Offer.ForWhom.ALL,
                null,
                null,
                null,
                List.of()),
            lucia.id(),
            now);
  }

  @Test
  void askingShowsTheAddressOnceAndAnotherTakesItsPlace() {
    Tried tried = tried("Ada Opina");
    Page before = Page.of(get(marcos, tried.panel()));
    assertThat(before.texts("button")).contains("Pedir opinión: Semana de la máquina");
    String secret = before.value("secret");

    Page made = Page.of(post(marcos, tried.panel(), Map.of("secret", secret)));
    Page again = Page.of(post(marcos, tried.panel(), Map.of("secret", secret)));

    String address = made.document().select("#survey-address").attr("value");
    assertThat(address).endsWith("/surveys/" + secret);
    assertThat(again.document().select("#survey-address").attr("value")).isEqualTo(address);
    assertThat(made.document().select("a[href^=mailto]").attr("href"))
        .startsWith("mailto:ada")
        .contains("subject=")
        .contains(secret);
    assertThat(made.text("main")).contains("+34 600 11 22 33");
    Page after = Page.of(get(marcos, tried.panel()));
    assertThat(after.document().html()).doesNotContain(secret);
    assertThat(after.text("main")).contains("Opinión pedida por Marcos Vidal");

    String second = after.value("secret");
    post(lucia, tried.panel(), Map.of("secret", second));

    assertThat(visit("/surveys/" + secret)).hasStatus(410);
    assertThat(visit("/surveys/" + second)).hasStatusOk();
    assertThat(post(lucia, tried.panel(), Map.of("secret", secret)))
        .as("the first is not taken up again")
        .hasStatus3xxRedirection();
    assertThat(
            jdbc.sql("select count(*) from leads.survey where trial_id = ?")
                .param(tried.trial().id())
                .query(Integer.class)
                .single())
        .isEqualTo(2);
  }

  @Test
  void whatTakesNoAnswerSaysSoAndNothingOfWhomItWasFor() {
    Tried tried = tried("Berta Calla");
    Secret late = Secret.next();
    surveys.ask(tried.trial(), late, lucia, now.minus(Duration.ofDays(61)));

    MvcTestResult expired = visit("/surveys/" + late.value());
    MvcTestResult unknown = visit("/surveys/" + Secret.next().value());
    MvcTestResult odd = visit("/surveys/x?lang=en");

    assertThat(expired).hasStatus(410);
    assertThat(Page.of(expired).title()).isEqualTo("Esta dirección ha caducado");
    assertThat(unknown).hasStatus(404);
    assertThat(Page.of(unknown).title()).isEqualTo("Aquí no hay nada que contestar");
    assertThat(odd).hasStatus(404);
    assertThat(Page.of(odd).title()).isEqualTo("There is nothing to answer here");
    assertThat(send(late, fields(4), place())).hasStatus(410);
    assertThat(Page.of(expired).text("body"))
        .contains("Cafés Almendro")
        .doesNotContain("Berta")
        .doesNotContain("Semana de la máquina");
    assertThat(expired.getResponse().getHeaders("Referrer-Policy")).containsExactly("no-referrer");
    assertThat(expired.getResponse().getHeader("X-Robots-Tag")).contains("noindex");
    assertThat(expired.getResponse().getHeader("Cache-Control")).contains("no-store");
  }

  @Test
  void anAnswerIsTakenOnceShownWhereItBelongsAndTold() {
    Tried tried = tried("Clara Cuenta");
    Secret secret = asked(tried);
    Page page = Page.of(visit("/surveys/" + secret.value()));
    assertThat(page.has("script")).isFalse();
    assertThat(page.text("main")).contains("Semana de la máquina").doesNotContain("Clara");
    assertThat(
            Page.of(visit("/surveys/" + secret.value() + "?lang=en")).has("[name=lang][value=en]"))
        .as("the language that was chosen goes along")
        .isTrue();
    Map<String, String> said = fields(null);
    String place = place();

    MvcTestResult refused = send(secret, said, place);
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).texts("fieldset .error"))
        .containsExactly("Elige un número del 1 al 5.");
    assertThat(Page.of(refused).value("expected")).isEqualTo("Menos ruido");

    said.put("score", "4");
    for (int i = 0; i < 2; i++) {
      assertThat(send(secret, said, place))
          .redirectedUrl()
          .isEqualTo("/surveys/" + secret.value() + "/thanks");
    }
    assertThat(Page.of(visit("/surveys/" + secret.value() + "/thanks")).title())
        .isEqualTo("Gracias");
    assertThat(visit("/surveys/" + secret.value())).hasStatus(410);
    assertThat(send(secret, fields(1), place)).as("another answer").hasStatus(410);
    said.put("score", "1");
    MvcTestResult changed = send(secret, said, place);
    assertThat(changed).as("gone back and changed").hasStatus(410);
    assertThat(Page.of(changed).text("main")).contains("la de esta ya nos llegó");

    assertThat(Page.of(get(marcos, tried.panel())).text(".survey"))
        .contains("4 de 5")
        .contains("Esperaba: Menos ruido")
        .contains("Le sorprendió: El martes <b>nadie</b> preguntó");
    Page timeline = Page.of(get(marcos, "/reports/timeline?person=" + tried.person()));
    assertThat(
            timeline.texts(".timeline li b").stream()
                .filter(t -> t.equals("Contó cómo le fue: 4 de 5")))
        .hasSize(1);
    assertThat(timeline.text(".timeline")).contains("Esperaba: Menos ruido");
    for (CurrentUser inCharge : List.of(lucia, marcos)) {
      assertThat(Page.of(get(inCharge, "/notifications")).texts(".inbox button"))
          .containsOnlyOnce(
              "Clara Cuenta ha contado cómo le fue con «Semana de la máquina»: 4 de 5");
    }
    assertThat(
            Page.of(post(marcos, tried.panel(), Map.of("secret", Secret.next().value())))
                .has("#survey-address"))
        .as("nobody is asked twice")
        .isFalse();
  }

  @Test
  void whoeverWithdrewConsentIsNotAsked() {
    Tried tried = tried("Dora Retira");
    book.consent(tried.person(), ConsentState.WITHDRAWN, "Correo", null, lucia.id(), now);

    Page page = Page.of(get(lucia, tried.panel()));
    assertThat(page.text(".survey")).contains("retiró su consentimiento");
    assertThat(page.has("[name=secret]")).isFalse();
    assertThat(post(lucia, tried.panel(), Map.of("secret", Secret.next().value())))
        .hasStatus3xxRedirection();
    assertThat(surveys.of(tried.trial())).isEmpty();
  }

  @Test
  void sellersSeeTheAnswersOfTheirOwnLeadsOnly() {
    Tried tried = tried("Elsa Ajena");
    Secret secret = asked(tried);
    surveys.answer(secret, UUID.randomUUID(), new Survey.Answer(2, "Otra cosa", null), now);
    Visibility before = cast.see(Visibility.OWN);
    try {
      CurrentUser ines = cast.ines();
      assertThat(get(ines, tried.panel())).hasStatus(404);
      assertThat(post(ines, tried.panel(), Map.of("secret", Secret.next().value()))).hasStatus(404);
      Page hers = Page.of(get(ines, "/leads/surveys?offer=" + offer));
      assertThat(hers.text("main"))
          .contains("Todavía no se ha pedido opinión a nadie")
          .doesNotContain("Elsa");
      assertThat(Page.of(get(ines, "/reports/timeline?person=" + tried.person())).text("main"))
          .doesNotContain("Otra cosa");
      assertThat(Page.of(get(cast.marcos(), "/leads/surveys?offer=" + offer)).text("main"))
          .contains("Elsa Ajena");
    } finally {
      cast.see(before);
    }
  }

  @Test
  void theOfferSaysHowManyAnsweredAndWhatTheMeanRestsOn() {
    for (int i = 1; i <= 4; i++) {
      surveys.answer(
          asked(tried("Fina " + i)), UUID.randomUUID(), new Survey.Answer(i, null, null), now);
    }
    asked(tried("Gala Espera"));
    String list = "/leads/surveys?offer=" + offer;
    Page few = Page.of(get(lucia, list));
    assertThat(few.text("main"))
        .contains("2,5 de 5 de media, con 4 respuestas. Con una más empezará a decir algo");
    assertThat(few.texts(".seg a"))
        .containsExactly("Pedidas 5", "Contestadas 4", "Sin contestar 1");
    assertThat(few.texts("tbody tr")).hasSize(5);
    assertThat(Page.of(get(lucia, list + "&which=ANSWERED")).texts("tbody tr")).hasSize(4);
    assertThat(Page.of(get(lucia, list + "&which=UNANSWERED")).texts("tbody tr")).hasSize(1);

    surveys.answer(
        asked(tried("Hada Quinta")), UUID.randomUUID(), new Survey.Answer(5, null, null), now);
    assertThat(Page.of(get(lucia, list)).text("main"))
        .contains("3 de 5 de media, con 5 respuestas.")
        .doesNotContain("casualidad");
    assertThat(SqlCount.during(() -> get(lucia, list))).hasSizeLessThanOrEqualTo(8);
    Tried open = tried("Iria Panel");
    asked(open);
    String panel = open.panel();
    assertThat(SqlCount.during(() -> get(lucia, panel))).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void marketingMakesAResearchNoteOfAnAnswerOnce() {
    Tried tried = tried("Inma Estudia");
    surveys.answer(asked(tried), UUID.randomUUID(), new Survey.Answer(4, "Menos ruido", null), now);
    ProfileId profile = profile();
    String note = "/leads/surveys/" + surveys.of(tried.trial()).orElseThrow().id() + "/note";
    assertThat(get(marcos, note)).hasStatus(403);
    Page form = Page.of(get(lucia, note));
    assertThat(form.value("finding")).contains("Esperaba: Menos ruido").doesNotContain("Inma");
    Map<String, String> fields = new HashMap<>();
    for (String field : List.of("id", "title", "finding", "source", "foundOn")) {
      fields.put(field, form.value(field));
    }

    MvcTestResult refused = post(lucia, note, fields);
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text(".has-error label")).isEqualTo("Perfil");
    fields.put("profile", profile.toString());
    for (int i = 0; i < 2; i++) {
      assertThat(post(lucia, note, fields))
          .redirectedUrl()
          .isEqualTo("/leads/" + tried.lead() + "#trials");
    }

    assertThat(Page.of(get(lucia, "/icp/research?expected=true&profile=" + profile)).text("tbody"))
        .contains("Qué se espera al probar «Semana de la máquina»")
        .contains("qué esperan al probar");
    assertThat(Page.of(get(lucia, tried.panel())).texts(".survey a"))
        .contains("Anotado en el estudio");
    assertThat(get(lucia, note)).redirectedUrl().isEqualTo("/icp/research/" + fields.get("id"));
  }

  @Test
  void aPlaceThatSendsByTheDozenWaitsAndLosesNothing() {
    Secret secret = asked(tried("Julia Corre"));
    String place = place();
    for (int i = 0; i < Tries.MOST_FROM_ONE_PLACE; i++) {
      assertThat(send(Secret.next(), fields(3), place)).hasStatus(404);
    }

    MvcTestResult refused = send(secret, fields(3), place);

    assertThat(refused).hasStatus(429);
    assertThat(Page.of(refused).text(".problems")).contains("espera diez minutos");
    assertThat(Page.of(refused).value("expected")).isEqualTo("Menos ruido");
    assertThat(Page.of(refused).has("[name=score][value=3][checked]")).isTrue();
    assertThat(send(secret, fields(3), place())).hasStatus3xxRedirection();
  }

  private Secret asked(Tried tried) {
    Secret secret = Secret.next();
    surveys.ask(tried.trial(), secret, lucia, now);
    return secret;
  }

  private Tried tried(String name) {
    PersonId person = PersonId.next();
    book.addPerson(
        person,
        PersonDetails.of(
            name,
            new EmailAddress(
                name.split(" ")[0].toLowerCase(Locale.ROOT)
                    + "."
                    + person.id()
                    + "@survey.example"),
            name.startsWith("Ada") ? PhoneNumber.parse("600112233", "ES").orElseThrow() : null,
            null),
        lucia.id(),
        now);
    LeadId lead = LeadId.next();
    intake.open(lead, new LeadIntake.ByHand(person, null, null, null, Facts.NONE), lucia, now);
    jdbc.sql("update leads.lead set owner_id = ?, sales_owner_id = ? where id = ?")
        .params(lucia.id().id(), marcos.id().id(), lead.id())
        .update();
    LocalDate today = lucia.today(clock);
    Trials.By by = new Trials.By(lucia, now);
    TrialId trial = trials.request(TrialId.next(), lead, offer, today, by);
    trials.deliver(trial, today, today, by);
    return new Tried(person, name, lead, trial);
  }

  private ProfileId profile() {
    return profiles.define(
        ProfileId.next(),
        "Perfil " + UUID.randomUUID(),
        new EditionText(
            "A quien solo mira el precio",
            List.of(),
            List.of(),
            null,
            null,
            null,
            List.of(),
            Map.of()),
        lucia.id(),
        now);
  }

  private static Map<String, String> fields(Integer score) {
    Map<String, String> fields = new HashMap<>();
    fields.put("id", UUID.randomUUID().toString());
    fields.put("expected", "Menos ruido");
    fields.put("surprised", "El martes <b>nadie</b> preguntó");
    if (score != null) {
      fields.put("score", score.toString());
    }
    return fields;
  }

  private MvcTestResult send(Secret secret, Map<String, String> fields, String address) {
    var request =
        mvc.post()
            .uri("/surveys/" + secret.value())
            .with(csrf())
            .with(
                r -> {
                  r.setRemoteAddr(address);
                  return r;
                });
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult visit(String path) {
    return mvc.get().uri(path).header("Accept-Language", "en").exchange();
  }

  private MvcTestResult get(CurrentUser viewer, String path) {
    return mvc.get().uri(path).with(cast.as(viewer)).exchange();
  }

  private MvcTestResult post(CurrentUser actor, String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(actor));
    fields.forEach(request::param);
    return request.exchange();
  }

  private static String place() {
    return "10.7.0." + PLACES.incrementAndGet();
  }
}
