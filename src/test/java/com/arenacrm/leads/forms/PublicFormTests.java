package com.arenacrm.leads.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.leads.Lead;
import com.arenacrm.leads.LeadFormId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.leads.LeadStage;
import com.arenacrm.leads.Origin;
import com.arenacrm.leads.PlannedActivity;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ArenaTest
class PublicFormTests {

  private static final AtomicInteger PLACES = new AtomicInteger();

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired LeadForms forms;
  @Autowired LeadIntake intake;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void aVisitorBecomesAPersonATouchAConsentAndALead() {
    PlannedActivity cata =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18));
    LeadForm form = form(cata);

    MvcTestResult sent = send(form, fields(form, "visita@form.example"), place());

    assertThat(sent).redirectedUrl().startsWith("/forms/" + form.slug() + "/thanks?t=");
    assertThat(Page.of(mvc.get().uri("/forms/" + form.slug() + "/thanks").exchange()).title())
        .isEqualTo("Gracias");
    Person person = book.find(new EmailAddress("visita@form.example"), null).orElseThrow();
    assertThat(person.consent()).isEqualTo(ConsentState.GIVEN);
    Lead lead = intake.openLeadOf(person.id()).orElseThrow();
    assertThat(lead.origin()).isEqualTo(Origin.FORM);
    assertThat(lead.sourceActivity()).contains(cata.id());
    assertThat(lead.facts().need()).isEqualTo("Café para 40 habitaciones");
    assertThat(lead.stage()).as("a filled form qualifies nobody").isEqualTo(LeadStage.OPEN);
    assertThat(
            jdbc.sql("select kind from planner.touch where person_id = ? and occurrence_id = ?")
                .params(person.id().id(), cata.occurrence().id())
                .query(String.class)
                .single())
        .isEqualTo("SUBMITTED");
  }

  @Test
  void sendingItTwiceCountsOnce() {
    LeadForm form =
        form(PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18)));
    Map<String, String> fields = fields(form, "doble@form.example");

    send(form, fields, "10.9.0.1");
    send(form, fields, "10.9.0.1");

    assertThat(submissions(form, "quarantine is null")).isOne();
  }

  @Test
  void tenAtOnceAreOneAnswerOnePersonAndOneLead() throws InterruptedException {
    LeadForm form =
        form(PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18)));
    Map<String, String> same = fields(form, "a.la.vez@form.example");
    List<Callable<Integer>> presses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      presses.add(() -> send(form, same, "10.9.3.1").getResponse().getStatus());
    }
    for (int i = 0; i < 2; i++) {
      Map<String, String> other = fields(form, "a.la.vez@form.example");
      other.put("answer", "Otra pregunta " + "ab".charAt(i));
      presses.add(() -> send(form, other, place()).getResponse().getStatus());
    }
    ExecutorService people = Executors.newFixedThreadPool(5);
    try {
      assertThat(people.invokeAll(presses))
          .allSatisfy(answer -> assertThat(answer.get()).isEqualTo(302));
    } finally {
      people.shutdown();
    }

    assertThat(submissions(form, "quarantine is null")).isEqualTo(3);
    assertThat(submissions(form, "lead_id is null")).isZero();
    assertThat(
            jdbc.sql("select count(distinct lead_id) from leads.form_submission where form_id = ?")
                .param(form.id().id())
                .query(Integer.class)
                .single())
        .isOne();
  }

  @Test
  void whatFallsIntoTheTrapIsThankedAndCountsNowhere() {
    LeadForm form =
        form(PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18)));
    Map<String, String> fields = fields(form, "bot@form.example");
    fields.put("website", "https://spam.example");

    assertThat(send(form, fields, place())).redirectedUrl().contains("/thanks?t=");

    assertThat(submissions(form, "quarantine = 'TRAP'")).isOne();
    assertThat(book.find(new EmailAddress("bot@form.example"), null)).isEmpty();
  }

  @Test
  void whoeverIsFasterThanAHumanIsKeptApart() {
    LeadForm form =
        form(PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18)));
    Map<String, String> fields = fields(form, "rapido@form.example");
    fields.put("stamp", form.stamp(UUID.fromString(fields.get("id")), clock.instant()));

    send(form, fields, place());

    assertThat(submissions(form, "quarantine = 'TOO_FAST'")).isOne();
  }

  @Test
  void marketingTakesWhatWasKeptApartForAHumansAndItCountsOnce() {
    LeadForm form =
        form(PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18)));
    Map<String, String> fields = fields(form, "deprisa@form.example");
    fields.put("stamp", form.stamp(UUID.fromString(fields.get("id")), clock.instant()));
    send(form, fields, place());
    Page page =
        Page.of(
            mvc.get()
                .uri("/leads/forms/" + form.id() + "?which=ASIDE")
                .with(cast.as(cast.lucia()))
                .exchange());
    String release = page.document().select("form[action$=/release]").attr("action");

    for (int i = 0; i < 2; i++) {
      assertThat(mvc.post().uri(release).with(cast.as(cast.lucia())).with(csrf()).exchange())
          .hasStatus3xxRedirection();
    }

    assertThat(submissions(form, "quarantine is null and lead_id is not null")).isOne();
    assertThat(book.find(new EmailAddress("deprisa@form.example"), null)).isPresent();
  }

  @Test
  void manyFromOnePlaceAreKeptApartAndOthersAreNot() {
    LeadForm form =
        form(PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18)));
    for (int i = 0; i < Suspicion.FEW_FROM_ONE_PLACE + 2; i++) {
      send(form, fields(form, "muchos" + i + "@form.example"), "10.9.9.9");
    }
    send(form, fields(form, "otro@form.example"), place());

    assertThat(submissions(form, "quarantine = 'TOO_MANY'")).isEqualTo(2);
    assertThat(submissions(form, "quarantine is null")).isEqualTo(Suspicion.FEW_FROM_ONE_PLACE + 1);
  }

  @Test
  void withoutConsentOrAddressNothingIsStoredAndNothingTypedIsLost() {
    LeadForm form =
        form(PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18)));
    Map<String, String> fields = fields(form, "no es correo");
    fields.remove("consent");

    MvcTestResult refused = send(form, fields, place());

    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.texts(".error")).hasSize(2);
    assertThat(page.value("email")).isEqualTo("no es correo");
    assertThat(page.document().select("[name=answer]").text())
        .isEqualTo("Café para 40 habitaciones");
    assertThat(submissions(form, "true")).isZero();
  }

  @Test
  void aForgedMomentIsNotBelieved() {
    LeadForm form =
        form(PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18)));
    Map<String, String> fields = fields(form, "falso@form.example");
    fields.put("stamp", "zzzzzzz.0000");

    assertThat(send(form, fields, place())).hasStatus(422);
    assertThat(submissions(form, "true")).isZero();
  }

  @Test
  void whatIsKnownOfSomebodyIsNeitherShownNorChanged() {
    LeadForm form =
        form(PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18)));
    send(form, fields(form, "sabida@form.example"), place());
    Map<String, String> fields = fields(form, "sabida@form.example");
    fields.put("fullName", "Otro Nombre");
    fields.put("company", "Otra Empresa");

    send(form, fields, place());

    Person person = book.find(new EmailAddress("sabida@form.example"), null).orElseThrow();
    assertThat(person.name()).isEqualTo("Visita Nueva");
    assertThat(person.companyName()).contains("Hotel de la Visita");
  }

  @Test
  void theePageSpeaksTheLanguageOfItsFormAndNeedsNoScript() {
    LeadForm form =
        form(PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18)));

    MvcTestResult page =
        mvc.get().uri("/forms/" + form.slug()).header("Accept-Language", "en").exchange();

    assertThat(Page.of(page).document().select("html").attr("lang")).isEqualTo("es");
    assertThat(Page.of(page).has("script")).isFalse();
  }

  @Test
  void aClosedFormTakesNothingMore() {
    LeadForm form =
        form(PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18)));
    mvc.post()
        .uri("/leads/forms/" + form.id() + "/closing")
        .with(csrf())
        .with(cast.as(cast.lucia()))
        .exchange();

    assertThat(mvc.get().uri("/forms/" + form.slug())).hasStatus(410);
    assertThat(send(form, fields(form, "tarde@form.example"), place())).hasStatus(410);
    assertThat(submissions(form, "true")).isZero();
  }

  private LeadForm form(PlannedActivity activity) {
    String id = LeadFormId.next().toString();
    String slug = "cata-" + id.substring(24);
    mvc.post()
        .uri("/leads/forms")
        .param("id", id)
        .param("slug", slug)
        .param("activity", activity.id().toString())
        .param("languages", "es")
        .param("texts[0].title", "Cata para jefes de sala")
        .param("texts[0].consent", "Acepto que me escribáis")
        .param("consentRequired", "true")
        .param("fields[0].id", "fullName")
        .param("fields[0].kind", "SHORT_TEXT")
        .param("fields[0].required", "true")
        .param("fields[1].id", "email")
        .param("fields[1].kind", "EMAIL")
        .param("fields[1].required", "true")
        .param("fields[2].id", "phone")
        .param("fields[2].kind", "PHONE")
        .param("fields[3].id", "company")
        .param("fields[3].kind", "SHORT_TEXT")
        .param("fields[4].id", "answer")
        .param("fields[4].kind", "LONG_TEXT")
        .param("fields[4].kept", "NEED")
        .param("fields[4].words[0].called", "¿Qué buscas?")
        .with(csrf())
        .with(cast.as(cast.lucia()))
        .exchange();
    return forms.findBySlug(slug).orElseThrow();
  }

  private Map<String, String> fields(LeadForm form, String email) {
    Map<String, String> fields = new HashMap<>();
    UUID id = UUID.randomUUID();
    fields.put("id", id.toString());
    fields.put("stamp", form.stamp(id, clock.instant().minus(Duration.ofSeconds(20))));
    fields.put("fullName", "Visita Nueva");
    fields.put("email", email);
    fields.put("company", "Hotel de la Visita");
    fields.put("answer", "Café para 40 habitaciones");
    fields.put("consent", "true");
    return fields;
  }

  private MvcTestResult send(LeadForm form, Map<String, String> fields, String address) {
    mvc.get()
        .uri("/forms/" + form.slug() + "/seen.css")
        .param("id", fields.get("id"))
        .param("stamp", fields.get("stamp"))
        .exchange();
    var request =
        mvc.post()
            .uri("/forms/" + form.slug())
            .with(csrf())
            .with(
                r -> {
                  r.setRemoteAddr(address);
                  return r;
                });
    fields.forEach(request::param);
    return request.exchange();
  }

  private int submissions(LeadForm form, String condition) {
    return jdbc.sql("select count(*) from leads.form_submission where form_id = ? and " + condition)
        .param(form.id().id())
        .query(Integer.class)
        .single();
  }

  private static String place() {
    return "10.8.0." + PLACES.incrementAndGet();
  }
}
