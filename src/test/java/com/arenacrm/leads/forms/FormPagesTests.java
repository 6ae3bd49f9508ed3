package com.arenacrm.leads.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.Lead;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.leads.PlannedActivity;
import com.arenacrm.leads.Secret;
import com.arenacrm.playbook.Offer;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.Playbook;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.io.UnsupportedEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ArenaTest
class FormPagesTests {

  private static final AtomicInteger PLACES = new AtomicInteger();
  private static final byte[] PDF = "%PDF-1.7 carta".getBytes();
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 1, 2, 3};

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired LeadForms forms;
  @Autowired FormSubmissions submissions;
  @Autowired LeadIntake intake;
  @Autowired ContactBook book;
  @Autowired Playbook playbook;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private PlannedActivity tasting;

  @BeforeEach
  void plan() {
    tasting = PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 18));
  }

  @Test
  void fieldsAreAddedMovedAndRemovedByButtonsAndNothingTypedIsLost() {
    Map<String, String> typed = typed();
    Page added = draft(typed, "add");
    assertThat(added.document().select("ol.asked > li")).hasSize(4);
    assertThat(added.value("texts[0].intro")).isEqualTo("Te esperamos");
    assertThat(added.texts("#preview label").stream().filter(l -> l.startsWith("Nombre y")))
        .as("a question without words has none")
        .hasSize(1);

    Map<String, String> four = fieldsOf(added);
    four.put("fields[3].words[0].called", "¿Cuántos cafés?");
    four.put("fields[3].kind", "NUMBER");
    Page moved = draft(four, "up:3");
    assertThat(moved.value("fields[2].words[0].called")).isEqualTo("¿Cuántos cafés?");
    assertThat(moved.texts("#preview label").toString()).contains("¿Cuántos cafés?");

    Page removed = draft(fieldsOf(moved), "remove:0");
    assertThat(removed.document().select("ol.asked > li")).hasSize(3);
    assertThat(removed.document().select("button[value='add:fullName']")).hasSize(1);
  }

  @Test
  void aFormMayBelongToAnActivityThatIsNotAmongTheLatest() {
    jdbc.sql("update planner.occurrence set day = day - 400 where activity_id = ?")
        .param(tasting.id().id())
        .update();
    Map<String, String> typed = typed();

    assertThat(
            mvc.get().uri("/leads/forms/new?activity=" + tasting.id()).with(cast.as(cast.lucia())))
        .bodyText()
        .containsPattern("value=\"" + tasting.id() + "\"[^>]*selected");
    assertThat(post("/leads/forms", typed)).hasStatus3xxRedirection();
    assertThat(forms.findBySlug(typed.get("slug"))).isPresent();

    typed = typed();
    typed.put("activity", UUID.randomUUID().toString());
    assertThat(post("/leads/forms", typed)).hasStatus(422);
  }

  @Test
  void aFormIsBuiltInBothLanguagesAndSpeaksThatOfItsVisitor() {
    Map<String, String> typed = typed();
    typed.put("languages", "es+en");
    typed.put("texts[1].title", "Come and try");
    typed.put("texts[1].consent", "I agree");
    typed.put("fields[3].id", "q00000000000a");
    typed.put("fields[3].kind", "CHOICE");
    typed.put("fields[3].kept", "BUDGET");
    typed.put("fields[3].words[0].called", "¿Cuánto?");
    typed.put("fields[3].words[0].choices", "Poco\nMucho");
    typed.put("fields[3].words[1].called", "How much?");
    typed.put("fields[3].words[1].choices", "Little\nMuch");
    post("/leads/forms", typed);
    LeadForm form = forms.findBySlug(typed.get("slug")).orElseThrow();

    Page english =
        Page.of(
            mvc.get()
                .uri("/forms/" + form.slug())
                .header("Accept-Language", "en-GB,en;q=0.8")
                .exchange());
    assertThat(english.document().select("html").attr("lang")).isEqualTo("en");
    assertThat(english.title()).isEqualTo("Come and try");
    assertThat(english.texts("select option")).contains("Little", "Much");
    Page spanish = Page.of(mvc.get().uri("/forms/" + form.slug() + "?lang=es").exchange());
    assertThat(spanish.title()).isEqualTo("Ven a probar");
    assertThat(spanish.document().select(".languages a")).hasSize(2);

    Map<String, String> said = visitor(form, "dos@lenguas.example");
    said.put("lang", "en");
    said.put("q00000000000a", "Mucho");
    send(form, said);
    assertThat(lead("dos@lenguas.example").facts().budget()).isEqualTo("Mucho");
  }

  @Test
  void whatIsMissingIsSaidAtItsField() {
    Map<String, String> typed = typed();
    typed.put("languages", "es+en");
    typed.put("fields[1].id", "q00000000000b");
    typed.put("fields[1].kind", "CHOICES");
    typed.put("fields[1].words[0].choices", "Uno");
    typed.put("redirect", "http://otra.example");
    typed.put("doubleOptIn", "true");

    MvcTestResult refused = post("/leads/forms", typed);

    assertThat(refused).hasStatus(422);
    List<String> errors = Page.of(refused).texts(".error");
    assertThat(errors)
        .as(errors.toString())
        .contains(
            "Escribe una dirección completa que empiece por https://.",
            "Deja el correo o el teléfono: sin ninguno no podréis responder.",
            "Escribe entre 2 y 50 opciones.",
            "Antes hay que configurar el correo de Arena: sin él nadie podría confirmar.");
  }

  @Test
  void aNewWordingIsANewVersionAndEachAnswerKeepsItsOwn() {
    LeadForm form = form(c -> c);
    send(form, visitor(form, "antes@version.example"));
    Map<String, String> edit =
        fieldsOf(Page.of(get("/leads/forms/" + form.id() + "/edit")), "#builder");
    edit.put("texts[0].consent", "Acepto el boletín");
    assertThat(post("/leads/forms/" + form.id(), edit)).hasStatus3xxRedirection();
    LeadForm changed = forms.findById(form.id()).orElseThrow();
    send(changed, visitor(changed, "despues@version.example"));

    assertThat(
            jdbc.sql(
                    """
                    select consent_version || ' ' || language || ' ' || wording
                    from leads.form_submission where form_id = ? order by consent_version
                    """)
                .param(form.id().id())
                .query(String.class)
                .list())
        .containsExactly("1 es Acepto que me escribáis", "2 es Acepto el boletín");
    Person before = book.find(new EmailAddress("antes@version.example"), null).orElseThrow();
    assertThat(
            jdbc.sql("select wording from contacts.consent where person_id = ?")
                .param(before.id().id())
                .query(String.class)
                .single())
        .isEqualTo("Acepto que me escribáis");
    assertThat(Page.of(get("/leads/forms/" + form.id() + "/consents")).texts("tbody tr"))
        .hasSize(2);
  }

  @Test
  void ownFieldsAreKeptWhereTheFormSaysAndShownInTheListAndTheFile()
      throws UnsupportedEncodingException {
    LeadForm form = form(c -> c);
    Map<String, String> said = visitor(form, "propias@campos.example");
    said.put(FormFixture.CUPS, "1.200");
    said.put(FormFixture.DAY, "2027-02-01");
    said.put(FormFixture.WISHES, "Postre");
    said.put("answer", "=SUMA(A1) café");
    send(form, said);

    Lead lead = lead("propias@campos.example");
    assertThat(lead.facts().purchaseDate()).isEqualTo(LocalDate.of(2027, 2, 1));
    assertThat(lead.facts().need()).isEqualTo("=SUMA(A1) café");
    assertThat(book.person(lead.person()).details().attributes())
        .containsEntry("Cafés al día", "1200");
    assertThat(Page.of(get("/leads/forms/" + form.id())).texts("tbody td").toString())
        .contains("Postre", "1200");
    assertThat(Page.of(get("/leads/forms/" + form.id())).document().select(".menu a[download]"))
        .extracting(a -> a.attr("href"))
        .containsExactly(
            "/leads/forms/" + form.id() + "/answers/export?which=COUNTED&format=XLSX",
            "/leads/forms/" + form.id() + "/answers/export?which=COUNTED&format=CSV");
    String address = "/leads/forms/" + form.id() + "/answers/export?format=";
    MvcTestResult file = get(address + "CSV");
    assertThat(file.getResponse().getContentAsString())
        .contains("¿Cuántos cafés?", ";1200", "'=SUMA(A1) café");
    assertThat(get(address + "CSV&q=nadie").getResponse().getContentAsString())
        .doesNotContain("propias@campos.example");
    assertThat(get(address + "XLSX").getResponse().getContentAsByteArray()).startsWith('P', 'K');
    assertThat(Page.of(get("/leads/" + lead.id())).document().text())
        .contains("¿Qué buscas? =SUMA(A1) café");
  }

  @Test
  void theListTakesFewStatements() {
    LeadForm form = form(c -> c);
    for (int i = 0; i < 3; i++) {
      send(form, visitor(form, "lista" + i + "@campos.example"));
    }
    var lucia = cast.as(cast.lucia());
    assertThat(
            SqlCount.during(
                () -> mvc.get().uri("/leads/forms/" + form.id()).with(lucia).exchange()))
        .as("signing in takes one of them")
        .hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void whoWaitsForTheLetterIsNoLeadAndBecomesOneByTheButton() {
    LeadForm form = form(c -> FormFixture.with(c, true, true, null));
    MvcTestResult sent = send(form, visitor(form, "carta@espera.example"));
    assertThat(Page.of(mvc.get().uri(sent.getResponse().getRedirectedUrl()).exchange()).title())
        .isEqualTo("Falta un paso");
    assertThat(book.find(new EmailAddress("carta@espera.example"), null)).isEmpty();
    assertThat(Page.of(get("/leads/forms/" + form.id())).texts(".seg a"))
        .containsExactly("Respuestas 0", "Por confirmar 1", "Apartadas 0");
    Secret secret = letter(form);
    String link = "/forms/" + form.slug() + "/confirmation/" + secret.value();

    for (int i = 0; i < 2; i++) {
      assertThat(mvc.get().uri(link)).as("a scanner uses nothing up").hasStatusOk();
    }
    assertThat(book.find(new EmailAddress("carta@espera.example"), null)).isEmpty();
    assertThat(mvc.post().uri(link).with(csrf())).redirectedUrl().contains("confirmed=true");
    assertThat(mvc.post().uri(link).with(csrf())).as("a second press").hasStatus3xxRedirection();

    Person person = book.find(new EmailAddress("carta@espera.example"), null).orElseThrow();
    assertThat(person.consent()).isEqualTo(ConsentState.GIVEN);
    assertThat(
            jdbc.sql("select count(*) from contacts.consent where person_id = ?")
                .param(person.id().id())
                .query(Integer.class)
                .single())
        .isOne();
    assertThat(intake.openLeadOf(person.id())).isPresent();
  }

  @Test
  void aLinkThatIsTooOldOrNotOursConfirmsNothing() {
    LeadForm form = form(c -> FormFixture.with(c, true, true, null));
    send(form, visitor(form, "vieja@espera.example"));
    Secret secret = letter(form);
    jdbc.sql("update leads.form_submission set secret_expires_at = now() where form_id = ?")
        .param(form.id().id())
        .update();
    for (String value : List.of(secret.value(), Secret.next().value(), "corto")) {
      assertThat(mvc.post().uri("/forms/" + form.slug() + "/confirmation/" + value).with(csrf()))
          .hasStatus(410);
    }
    assertThat(book.find(new EmailAddress("vieja@espera.example"), null)).isEmpty();
  }

  /** Whoever builds it in Spanish sees the English form in English, to the last mark. */
  @Test
  void theFormIsShownInItsOwnLanguageWhoeverBuildsIt() {
    LeadForm form = form(c -> c);
    Page page = Page.of(get("/leads/forms/" + form.id() + "/edit"));

    assertThat(page.text(".preview[lang=es] label:contains(Teléfono)")).contains("(opcional)");
    assertThat(page.text(".preview[lang=en]"))
        .contains("(optional)", "PDF, PNG or JPEG")
        .doesNotContain("opcional", "hasta 5 MB");
    assertThat(page.text(".language-block:has(h3:containsOwn(inglés))"))
        .contains("Vacío: «We have received it.");
    assertThat(page.document().select("[name='texts[1].button']").attr("placeholder"))
        .as("what the button says where nothing is written")
        .isEqualTo("Send");
    assertThat(page.document().select("[name='fields[2].words[1].called']").attr("placeholder"))
        .isEqualTo(page.text(".preview[lang=en] label[for$=phone]").replace(" (optional)", ""));
    assertThat(page.document().select("[name='fields[2].words[0].called']").attr("placeholder"))
        .isEqualTo("Teléfono");
  }

  /** Under the address of another form it is refused, and stays good for its own. */
  @Test
  void aLinkUnderAnotherFormsAddressIsNotUsedUp() {
    LeadForm form = form(c -> FormFixture.with(c, true, true, null));
    LeadForm other = form(c -> FormFixture.with(c, true, true, null));
    send(form, visitor(form, "cruzada@espera.example"));
    String rest = "/confirmation/" + letter(form).value();

    assertThat(mvc.get().uri("/forms/" + other.slug() + rest)).hasStatus(410);
    assertThat(mvc.post().uri("/forms/" + other.slug() + rest).with(csrf())).hasStatus(410);
    assertThat(book.find(new EmailAddress("cruzada@espera.example"), null)).isEmpty();
    assertThat(mvc.get().uri("/forms/" + form.slug() + rest)).hasStatusOk();
    assertThat(mvc.post().uri("/forms/" + form.slug() + rest).with(csrf()))
        .redirectedUrl()
        .contains("confirmed=true");
    assertThat(book.find(new EmailAddress("cruzada@espera.example"), null)).isPresent();
    assertThat(mvc.post().uri("/forms/" + other.slug() + rest).with(csrf())).hasStatus(410);
  }

  @Test
  void whoWithdrewAgreesAgainOnlyByTickingIt() {
    LeadForm form = form(c -> FormFixture.with(c, false, false, null));
    send(form, visitor(form, "vuelve@permiso.example"));
    Person person = book.find(new EmailAddress("vuelve@permiso.example"), null).orElseThrow();
    book.consent(person.id(), ConsentState.WITHDRAWN, "baja", null, null, clock.instant());
    Map<String, String> without = visitor(form, "vuelve@permiso.example");
    without.remove("consent");
    without.put("answer", "Otra cosa");
    send(form, without);
    assertThat(book.person(person.id()).consent()).isEqualTo(ConsentState.WITHDRAWN);

    Map<String, String> ticked = visitor(form, "vuelve@permiso.example");
    ticked.put("answer", "Y otra más");
    send(form, ticked);
    assertThat(book.person(person.id()).consent()).isEqualTo(ConsentState.GIVEN);
  }

  @Test
  void whatIsTypedAboutSomebodyKnownIsProposedAndTakenByAButton() {
    LeadForm form = form(c -> c);
    send(form, visitor(form, "sabida@propuesta.example"));
    Map<String, String> other = visitor(form, "sabida@propuesta.example");
    other.put("fullName", "Nombre Nuevo");
    other.put("phone", "600 77 19 34");
    MvcTestResult known = send(form, other);
    MvcTestResult unknown = send(form, visitor(form, "nadie@propuesta.example"));
    assertThat(known.getResponse().getStatus()).isEqualTo(unknown.getResponse().getStatus());
    Person person = book.find(new EmailAddress("sabida@propuesta.example"), null).orElseThrow();
    assertThat(person.name()).isEqualTo("Visita Nueva");
    String answer = other.get("id");
    Page page = Page.of(get("/leads/forms/" + form.id() + "/answers/" + answer));
    assertThat(page.document().select("input[name=what]").eachAttr("value"))
        .containsExactly("name", "phone");

    post("/leads/forms/" + form.id() + "/answers/" + answer + "/adoption", Map.of("what", "phone"));
    post("/leads/forms/" + form.id() + "/answers/" + answer + "/adoption", Map.of("what", "email"));

    Person after = book.person(person.id());
    assertThat(after.phone().orElseThrow().e164()).isEqualTo("+34600771934");
    assertThat(after.name()).isEqualTo("Visita Nueva");
  }

  @Test
  void whoAsksForATrialByItsFormHasAskedForItOnce() {
    OfferId trial = OfferId.next();
    CurrentUser lucia = cast.lucia();
    playbook.offer(
        trial,
        new Offer.Content(
            Offer.Kind.TRIAL,
            "Semana " + trial.id(),
            null,
            null,
            lucia.company().currency(),
            Offer.ForWhom.NEW,
            "Sin pagar nada",
            null,
            null,
            List.of()),
        lucia.id(),
        clock.instant());
    LeadForm form = form(c -> FormFixture.with(c, trial));
    send(form, visitor(form, "prueba@oferta.example"));
    Map<String, String> again = visitor(form, "prueba@oferta.example");
    again.put("answer", "¿Cuándo llega?");
    send(form, again);

    assertThat(
            jdbc.sql("select offer_id from leads.trial where lead_id = ?")
                .param(lead("prueba@oferta.example").id().id())
                .query(UUID.class)
                .list())
        .containsExactly(trial.id());
    Lead lead = lead("prueba@oferta.example");
    assertThat(page("/leads/" + lead.id() + "/trials", lucia).document().text())
        .as("nobody of ours noted it")
        .contains("pedida por un formulario el");
    assertThat(
            Page.of(
                    mvc.get()
                        .uri("/reports/timeline?person=" + lead.person().id())
                        .with(cast.as(lucia))
                        .exchange())
                .document()
                .select("time + b:contains(Pidió probar)")
                .prev()
                .text())
        .as("a day, without an invented hour")
        .isNotEmpty()
        .doesNotContain(":");
  }

  @Test
  void whoPreparesALeadIsOfferedWhateverTheirRoleSoThatSavingChangesNobody() {
    LeadForm form = form(c -> c);
    send(form, visitor(form, "prepara@direccion.example"));
    Lead lead = lead("prepara@direccion.example");
    jdbc.sql("update leads.lead set owner_id = ? where id = ?")
        .params(cast.teresa().id().id(), lead.id().id())
        .update();

    assertThat(
            page("/leads/" + lead.id(), cast.lucia())
                .document()
                .select("select[name=owner] option[selected]")
                .val())
        .isEqualTo(cast.teresa().id().toString());
  }

  private Page page(String path, CurrentUser reader) {
    return Page.of(mvc.get().uri(path).with(cast.as(reader)).exchange());
  }

  @Test
  void theCampaignIsKeptWithTheAnswerAndTheFirstOneWithTheLead() {
    LeadForm form = form(c -> c);
    Page page =
        Page.of(
            mvc.get()
                .uri("/forms/" + form.slug() + "?utm_source=boletin&utm_campaign=otoño")
                .header("Referer", "https://www.mirador.example/noticias")
                .exchange());
    assertThat(page.document().select(".languages a[lang=en]").attr("href"))
        .isEqualTo(
            "?lang=en&utm_source=boletin&utm_campaign=oto%C3%B1o&referrer=www.mirador.example");
    Map<String, String> said = visitor(form, "camino@utm.example");
    for (String name : List.of("utm_source", "utm_campaign", "referrer")) {
      said.put(name, page.value(name));
    }
    send(form, said);
    Map<String, String> later = visitor(form, "camino@utm.example");
    later.put("utm_campaign", "invierno");
    later.put("answer", "Más tarde");
    send(form, later);

    Lead lead = lead("camino@utm.example");
    assertThat(Page.of(get("/leads/" + lead.id())).document().text())
        .contains("Así llegó por primera vez: boletin · otoño · www.mirador.example");
    assertThat(
            jdbc.sql("select campaign from leads.lead_campaign where lead_id = ?")
                .param(lead.id().id())
                .query(String.class)
                .single())
        .isEqualTo("otoño");
    assertThat(Page.of(get("/leads/forms/" + form.id() + "?campaign=invierno")).texts("tbody tr"))
        .hasSize(1);
    assertThat(
            Page.of(get("/leads/forms/" + form.id() + "/sharing?source=red social&campaign=otoño"))
                .document()
                .getElementById("address")
                .attr("value"))
        .endsWith("?utm_source=red%20social&utm_campaign=oto%C3%B1o");
  }

  @Test
  void itIsFramedOnlyByTheSitesThatTheCompanyNames() {
    LeadForm form = form(c -> c);
    assertThat(policy("/forms/" + form.slug() + "/embed")).contains("frame-ancestors 'none'");
    dress(form, "#0d655d", "www.almendro.example");
    assertThat(policy("/forms/" + form.slug() + "/embed"))
        .contains("frame-ancestors https://www.almendro.example");
    assertThat(
            mvc.get()
                .uri("/forms/" + form.slug() + "/embed")
                .exchange()
                .getResponse()
                .getHeader("X-Frame-Options"))
        .isNull();
    for (String other : List.of("/forms/" + form.slug(), "/sign-in")) {
      assertThat(policy(other)).contains("frame-ancestors 'none'");
      assertThat(mvc.get().uri(other).exchange().getResponse().getHeader("X-Frame-Options"))
          .isEqualTo("DENY");
    }
    assertThat(
            Page.of(get("/leads/forms/" + form.id() + "/sharing"))
                .document()
                .getElementById("frame-code")
                .wholeText())
        .contains("/forms/" + form.slug() + "/embed");
  }

  @Test
  void whatIsPastedSpeaksTheLanguageChosenOrIsOfferedInEach() {
    LeadForm form = form(c -> c);
    dress(form, "", "https://www.almendro.example");
    String sharing = "/leads/forms/" + form.id() + "/sharing";
    Page each = Page.of(get(sharing));
    assertThat(each.document().getElementById("paste-code").wholeText())
        .contains("Acepto que me escribáis", "name=\"lang\" value=\"es\"");
    assertThat(each.document().getElementById("paste-code-en").wholeText())
        .contains("I agree", "name=\"lang\" value=\"en\"");
    assertThat(each.document().getElementById("frame-code").wholeText()).doesNotContain("lang=");

    Page english = Page.of(get(sharing + "?language=en&source=boletin"));
    assertThat(english.document().select("textarea[id^=paste-code]").eachText())
        .singleElement()
        .asString()
        .contains("I agree");
    assertThat(english.document().getElementById("frame-code").wholeText())
        .contains("lang=en", "title=\"Come and try\"");
    assertThat(english.document().getElementById("address").val())
        .contains("lang=en", "utm_source=boletin");
    assertThat(english.document().select("input[name=language]").val()).isEqualTo("en");
  }

  @Test
  void withoutMailNobodyCanAskForAConfirmationByLetter() {
    Page fresh = Page.of(get("/leads/forms/new"));
    assertThat(fresh.document().select("input[name=doubleOptIn]").hasAttr("disabled")).isTrue();
    assertThat(fresh.text("main")).contains("Antes hay que configurar el correo de Arena");
    LeadForm form = form(c -> FormFixture.with(c, true, true, null));
    Page known = Page.of(get("/leads/forms/" + form.id() + "/edit"));
    Map<String, String> asked = typed();
    asked.put("doubleOptIn", "true");
    String said =
        Page.of(post("/leads/forms", asked))
            .document()
            .select("[name=doubleOptIn]")
            .first()
            .closest(".field")
            .text();
    assertThat(said.split("Antes hay que configurar", -1)).as("said once").hasSize(2);
    assertThat(known.document().select("input[name=doubleOptIn]").hasAttr("disabled"))
        .as("what stands from before can be taken away")
        .isFalse();
    assertThat(Page.of(get("/leads/forms/" + form.id() + "/sharing")).text(".warn"))
        .contains("nadie recibe el correo");
  }

  @Test
  void aPaleColourIsRefusedWithItsContrast() {
    LeadForm form = form(c -> c);
    MvcTestResult refused = dress(form, "#f2c94c", "");
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text(".error")).contains("demasiado claro", "4,5");
    assertThat(dress(form, "#0D655D", "")).hasStatus3xxRedirection();
    assertThat(mvc.get().uri("/forms/" + form.slug() + "/brand.css"))
        .bodyText()
        .contains("--accent: #0d655d");
  }

  @Test
  void whatIsPastedIntoAnotherSiteIsShownFirstAndCountsByOneMorePress() {
    LeadForm form = form(c -> c);
    String code =
        Page.of(get("/leads/forms/" + form.id() + "/sharing"))
            .document()
            .getElementById("paste-code")
            .wholeText();
    assertThat(code).contains("name=\"email\"", "/forms/" + form.slug()).doesNotContain("stamp");
    var request =
        mvc.post()
            .uri("/forms/" + form.slug())
            .param("fullName", "Desde Fuera")
            .param("email", "fuera@pegado.example")
            .param("consent", "true")
            .with(at(place()));
    MvcTestResult first = request.exchange();
    assertThat(first).hasStatusOk();
    assertThat(one(form, "select count(*) from leads.form_submission")).isEqualTo("0");
    Page page = Page.of(first);
    assertThat(page.text(".notice")).contains("una vez más");
    Map<String, String> again = fieldsOf(page);
    again.put(
        "stamp", form.stamp(UUID.fromString(again.get("id")), clock.instant().minusSeconds(5)));
    send(form, again);
    assertThat(book.find(new EmailAddress("fuera@pegado.example"), null)).isPresent();
  }

  @Test
  void aFileIsTakenByWhatIsInItAndOnlySeenByThoseWhoSeeTheLead() {
    LeadForm form = form(c -> c);
    Map<String, String> wrong = visitor(form, "archivo@carta.example");
    MvcTestResult refused =
        sendFile(form, wrong, "carta.pdf", "<script>alert(1)</script>".getBytes());
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text(".error")).isEqualTo("Solo PDF, PNG o JPEG.");

    assertThat(sendFile(form, wrong, "../../<b>carta.exe", PDF)).hasStatus3xxRedirection();
    Lead lead = lead("archivo@carta.example");
    String link =
        Page.of(get("/leads/" + lead.id()))
            .document()
            .select("a[href^=/leads/attachments/]")
            .attr("href");
    MvcTestResult file = get(link);
    assertThat(file.getResponse().getContentType()).isEqualTo("application/pdf");
    assertThat(file.getResponse().getHeader("Content-Disposition"))
        .startsWith("attachment")
        .contains("bcarta.pdf");
    assertThat(mvc.get().uri(link)).hasStatus(401);
  }

  /** A browser forgets the file that was chosen; whoever sent one is told to choose it again. */
  @Test
  void aFileThatWasChosenIsAskedForAgainWhereSomethingElseIsWrong() {
    LeadForm form = form(c -> c);
    Map<String, String> wrong = visitor(form, "sin arroba");
    MvcTestResult refused = sendFile(form, wrong, "carta.pdf", PDF);
    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.texts(".has-error").toString())
        .contains("Elige otra vez «carta.pdf»: el navegador no lo guarda.");
    assertThat(Page.of(send(form, wrong)).text("main")).doesNotContain("Elige otra vez");

    MvcTestResult dressed =
        mvc.perform(
            mvc.post()
                .multipart()
                .uri("/leads/forms/" + form.id() + "/look")
                .file(new MockMultipartFile("logo", "logo.png", "image/png", PNG))
                .param("version", String.valueOf(form.version()))
                .param("accent", "#f2c94c")
                .with(csrf())
                .with(cast.as(cast.lucia())));
    assertThat(dressed).hasStatus(422);
    assertThat(Page.of(dressed).text("#logo-notes")).contains("Elige otra vez «logo.png»");
    assertThat(Page.of(dressed).text("#download-notes")).doesNotContain("Elige otra vez");
  }

  @Test
  void thePromisedFileIsFetchedOnlyByATicket() {
    LeadForm form = form(c -> c);
    mvc.perform(
        mvc.post()
            .multipart()
            .uri("/leads/forms/" + form.id() + "/look")
            .file(new MockMultipartFile("download", "guia.pdf", "text/html", PDF))
            .file(new MockMultipartFile("logo", "logo.svg", "image/png", PNG))
            .param("version", String.valueOf(form.version()))
            .with(csrf())
            .with(cast.as(cast.lucia())));
    assertThat(mvc.get().uri("/forms/" + form.slug() + "/file")).hasStatus(404);
    assertThat(
            mvc.get()
                .uri("/forms/" + form.slug() + "/logo")
                .exchange()
                .getResponse()
                .getContentType())
        .isEqualTo("image/png");
    LeadForm dressed = forms.findById(form.id()).orElseThrow();
    MvcTestResult sent = send(dressed, visitor(dressed, "lleva@archivo.example"));
    Page thanks = Page.of(mvc.get().uri(sent.getResponse().getRedirectedUrl()).exchange());
    String link = thanks.document().select("a[href*=/file]").attr("href");
    assertThat(mvc.get().uri(link)).hasStatusOk().hasContentType("application/pdf");
    for (String language : List.of("es", "en")) {
      String other = thanks.document().select(".languages a[lang=" + language + "]").attr("href");
      assertThat(
              Page.of(mvc.get().uri("/forms/" + form.slug() + "/thanks" + other).exchange())
                  .document()
                  .select("a[href*=/file]"))
          .as(other)
          .hasSize(1);
    }
    String old = form.ticket(clock.instant().minus(Duration.ofHours(2)));
    assertThat(mvc.get().uri("/forms/" + form.slug() + "/file?t=" + old)).hasStatus(404);
  }

  @Test
  void afterSendingTheyGoToThePageOfTheCompany() {
    LeadForm form = form(c -> FormFixture.with(c, true, false, "https://www.almendro.example/ya"));
    MvcTestResult sent = send(form, visitor(form, "sigue@pagina.example"));
    Page thanks =
        Page.of(
            mvc.get()
                .uri(sent.getResponse().getRedirectedUrl() + "&redirect=https://otra.example")
                .exchange());
    assertThat(thanks.document().select("meta[http-equiv=refresh]").attr("content"))
        .isEqualTo("0; url=https://www.almendro.example/ya");
  }

  @Test
  void junkIsThrownAwayByHandAndByItselfAfterThirtyDays() {
    LeadForm form = form(c -> c);
    for (int i = 0; i < 2; i++) {
      Map<String, String> trapped = visitor(form, "basura" + i + "@bot.example");
      trapped.put("website", "x");
      send(form, trapped);
    }
    send(form, visitor(form, "queda@gente.example"));
    jdbc.sql(
            """
            update leads.form_submission set at = at - interval '31 days'
            where form_id = ? and email in ('basura0@bot.example', 'queda@gente.example')
            """)
        .param(form.id().id())
        .update();
    submissions.forget(clock.instant());
    assertThat(one(form, "select count(*) from leads.form_submission")).isEqualTo("2");
    post("/leads/forms/" + form.id() + "/junk/removal", Map.of());
    assertThat(one(form, "select min(email) || count(*) from leads.form_submission"))
        .isEqualTo("queda@gente.example1");
  }

  @Test
  void viewsAreCountedOfPeopleAndNotOfMachines() {
    LeadForm form = form(c -> c);
    for (String browser : List.of("Mozilla/5.0 Firefox", "Googlebot/2.1", "curl/8")) {
      String css =
          Page.of(mvc.get().uri("/forms/" + form.slug()).exchange())
              .document()
              .select("link[href*=seen.css]")
              .attr("href");
      for (int i = 0; i < 2; i++) {
        mvc.get().uri(java.net.URI.create(css)).header("User-Agent", browser).exchange();
      }
    }
    assertThat(
            jdbc.sql("select sum(views) from leads.form_view where form_id = ?")
                .param(form.id().id())
                .query(Integer.class)
                .single())
        .isOne();
  }

  /**
   * Of the visits that are counted, so many people answered; what came by other ways is said apart.
   */
  @Test
  void theShareOfAnswersIsOfTheSameVisits() {
    LeadForm form = form(c -> c);
    for (int i = 0; i < 3; i++) {
      Map<String, String> visit = visitor(form, "dos.veces@gente.example");
      mvc.get()
          .uri("/forms/" + form.slug() + "/seen.css")
          .param("id", visit.get("id"))
          .param("stamp", visit.get("stamp"))
          .header("User-Agent", "Mozilla/5.0 Firefox")
          .exchange();
      if (i < 2) {
        visit.put("company", "Empresa " + i);
        send(form, visit);
      }
    }
    // Asked for without a browser's name: no visit that counts.
    send(form, visitor(form, "sin.visita@gente.example"));

    Page page = Page.of(get("/leads/forms/" + form.id()));

    assertThat(page.text("main"))
        .contains("la página se ha visto 3 veces y ha contestado 1 persona: el 33")
        .contains("1 respuesta más llegó sin visita contada")
        .contains("Quien contesta dos veces sigue siendo una persona");
  }

  private LeadForm form(UnaryOperator<LeadForm.Content> changed) {
    return FormFixture.offer(
        submissions, tasting.id(), cast.lucia().id(), clock.instant(), changed);
  }

  private Map<String, String> typed() {
    Map<String, String> typed = new HashMap<>();
    UUID id = UUID.randomUUID();
    typed.put("id", id.toString());
    typed.put("slug", "hecho-" + id.toString().substring(24));
    typed.put("activity", tasting.id().toString());
    typed.put("languages", "es");
    typed.put("texts[0].title", "Ven a probar");
    typed.put("texts[0].intro", "Te esperamos");
    typed.put("texts[0].consent", "Acepto");
    typed.put("consentRequired", "true");
    typed.put("fields[0].id", "fullName");
    typed.put("fields[0].kind", "SHORT_TEXT");
    typed.put("fields[0].required", "true");
    typed.put("fields[1].id", "email");
    typed.put("fields[1].kind", "EMAIL");
    typed.put("fields[1].required", "true");
    typed.put("fields[2].id", "company");
    typed.put("fields[2].kind", "SHORT_TEXT");
    return typed;
  }

  private Map<String, String> visitor(LeadForm form, String email) {
    Map<String, String> fields = new HashMap<>();
    UUID id = UUID.randomUUID();
    fields.put("id", id.toString());
    fields.put("stamp", form.stamp(id, clock.instant().minusSeconds(20)));
    fields.put("lang", "es");
    fields.put("fullName", "Visita Nueva");
    fields.put("email", email);
    fields.put("consent", "true");
    return fields;
  }

  private MvcTestResult send(LeadForm form, Map<String, String> fields) {
    seen(form, fields);
    var request = mvc.post().uri("/forms/" + form.slug()).with(at(place()));
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult sendFile(
      LeadForm form, Map<String, String> fields, String name, byte[] content) {
    seen(form, fields);
    var request =
        mvc.post()
            .multipart()
            .uri("/forms/" + form.slug())
            .file(new MockMultipartFile(FormFixture.CV, name, "application/pdf", content))
            .with(at(place()));
    fields.forEach(request::param);
    return request.exchange();
  }

  private void seen(LeadForm form, Map<String, String> fields) {
    mvc.get()
        .uri("/forms/" + form.slug() + "/seen.css")
        .param("id", fields.get("id"))
        .param("stamp", fields.get("stamp"))
        .exchange();
  }

  private static org.springframework.test.web.servlet.request.RequestPostProcessor at(
      String place) {
    return r -> {
      r.setRemoteAddr(place);
      return r;
    };
  }

  /** Gives the answer that waits a link that the test knows. */
  private Secret letter(LeadForm form) {
    Secret secret = Secret.next();
    jdbc.sql(
            """
            update leads.form_submission set secret_hash = ?, secret_expires_at = ?
            where form_id = ? and waiting
            """)
        .params(
            secret.hash(),
            clock.instant().plus(Confirmations.VALID).atOffset(java.time.ZoneOffset.UTC),
            form.id().id())
        .update();
    return secret;
  }

  private Lead lead(String email) {
    Person person = book.find(new EmailAddress(email), null).orElseThrow();
    return intake.openLeadOf(person.id()).orElseThrow();
  }

  private String one(LeadForm form, String select) {
    return String.valueOf(
        jdbc.sql(select + " where form_id = ?").param(form.id().id()).query(String.class).single());
  }

  private String policy(String path) {
    return String.valueOf(
        mvc.get().uri(path).exchange().getResponse().getHeader("Content-Security-Policy"));
  }

  private MvcTestResult dress(LeadForm form, String accent, String hosts) {
    return post(
        "/leads/forms/" + form.id() + "/look",
        Map.of(
            "version",
            String.valueOf(forms.findById(form.id()).orElseThrow().version()),
            "accent",
            accent,
            "hosts",
            hosts));
  }

  private Page draft(Map<String, String> typed, String step) {
    Map<String, String> sent = new HashMap<>(typed);
    sent.put("step", step);
    return Page.of(post("/leads/forms/draft", sent));
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(path).with(cast.as(cast.lucia())).exchange();
  }

  private MvcTestResult post(String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(cast.lucia()));
    fields.forEach(request::param);
    return request.exchange();
  }

  private static Map<String, String> fieldsOf(Page page) {
    return fieldsOf(page, "main form");
  }

  private static Map<String, String> fieldsOf(Page page, String form) {
    Map<String, String> fields = new HashMap<>();
    for (Element e : page.document().select(form + " [name]")) {
      if (e.closest(".preview") != null
          || e.tagName().equals("button")
          || ("checkbox".equals(e.attr("type")) && !e.hasAttr("checked"))
          || "file".equals(e.attr("type"))) {
        continue;
      }
      fields.put(
          e.attr("name"),
          switch (e.tagName()) {
            case "textarea" -> e.wholeText();
            case "select" -> e.select("option[selected]").attr("value");
            default -> e.attr("value");
          });
    }
    fields.remove("_csrf");
    return fields;
  }

  private static String place() {
    return "10.7." + PLACES.incrementAndGet() / 200 + "." + PLACES.get() % 200;
  }
}
