package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * What both teams call a qualified prospect, from the first draft to the seller's check (R039,
 * R056, R061, R101). On a database of its own: a definition in force holds for every lead.
 */
@ArenaTest
@OnOwnDatabase
class DefinitionTests {

  private static final String TASTED = "6f9b7f40-0000-4000-8000-000000000001";
  private static final String LARGE = "6f9b7f40-0000-4000-8000-000000000002";
  private static final LocalDate LATER = LocalDate.of(2099, 12, 1);
  private static final Facts ALL = new Facts("40 kg al mes", "1.000 €", "Decide ella", LATER);

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Leads leads;
  @Autowired Handoffs handoffs;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @BeforeEach
  void nothingIsAgreed() {
    jdbc.sql("delete from leads.definition").update();
    jdbc.sql("delete from notifications.notification").update();
  }

  @Test
  void withoutASignedDefinitionTheFiveFactsCount() {
    assertThat(Page.of(get(cast.marcos(), "/leads/definition")).text(".notice"))
        .contains("los cinco datos");

    draft(cast.lucia());

    Lead lead = lead("borrador@definicion.example");
    qualify(lead);
    assertThat(stage(lead)).isEqualTo(LeadStage.QUALIFIED);
  }

  @Test
  void aDraftIsSignedByOneOfEachTeamAndOnlyThenHolds() {
    draft(cast.lucia());
    assertThat(post(cast.lucia(), "/leads/definition/1/proposal", Map.of("version", version(1))))
        .redirectedUrl()
        .isEqualTo("/leads/definition/1");
    // Who proposed cannot sign for the others.
    post(cast.lucia(), "/leads/definition/1/signature", Map.of("version", version(1)));
    assertThat(state(1)).isEqualTo("PROPOSED");

    Page proposal = Page.of(get(cast.marcos(), "/leads/definition/1"));
    assertThat(proposal.has("form[action$='/1/signature']")).isTrue();
    assertThat(
            Page.of(get(cast.marcos(), "/pipeline/day"))
                .has("[hx-get='/leads/definition/waiting']"))
        .isTrue();
    assertThat(Page.of(get(cast.marcos(), "/leads/definition/waiting")).text("body"))
        .contains("espera tu firma");
    assertThat(Page.of(get(cast.lucia(), "/leads/definition/waiting")).text("body"))
        .doesNotContain("espera tu firma");
    String seen = version(1);
    for (int i = 0; i < 2; i++) {
      assertThat(
              post(cast.marcos(), "/leads/definition/1/signature", Map.of("version", seen))
                  .getMvcResult()
                  .getFlashMap()
                  .get("flashKey"))
          .as("pressed twice " + i)
          .isEqualTo("definition.signed");
    }
    assertThat(Page.of(get(cast.marcos(), "/leads/definition/waiting")).text("body"))
        .doesNotContain("espera tu firma");

    assertThat(state(1)).isEqualTo("IN_FORCE");
    Page inForce = Page.of(get(cast.teresa(), "/leads/definition"));
    assertThat(inForce.text("main")).contains("Ha probado nuestro café").contains("Lucía");
    assertThat(inForce.has(".notice")).isFalse();
  }

  @Test
  void theOtherTeamIsToldOfAProposalAndWhoProposedItOfTheAnswer() {
    cast.marcos();
    cast.ines();
    draft(cast.lucia());
    post(cast.lucia(), "/leads/definition/1/proposal", Map.of("version", version(1)));

    assertThat(told(cast.marcos())).contains("definition.told.proposed");
    assertThat(told(cast.ines())).contains("definition.told.proposed");
    assertThat(told(cast.lucia())).doesNotContain("definition.told.proposed");
    assertThat(told(cast.teresa())).doesNotContain("definition.told.proposed");

    post(cast.marcos(), "/leads/definition/1/signature", Map.of("version", version(1)));
    assertThat(told(cast.lucia())).contains("definition.told.signed");
  }

  @Test
  void aManagerSignsForNobodyAndOnePersonForOneTeamOnly() {
    draft(cast.nuria());
    Page draft = Page.of(get(cast.teresa(), "/leads/definition/1"));
    assertThat(draft.has("form[action$='/1/proposal']")).isFalse();
    assertThat(draft.text("aside")).contains("La definición la firman marketing y ventas");
    post(cast.nuria(), "/leads/definition/1/proposal", Map.of("version", version(1)));

    assertThat(post(cast.teresa(), "/leads/definition/1/signature", Map.of("version", version(1))))
        .hasStatus(403);
    Page proposal = Page.of(get(cast.nuria(), "/leads/definition/1"));
    assertThat(proposal.has("form[action$='/1/signature']")).isFalse();
    assertThat(proposal.text("aside")).contains("por ventas tiene que firmar otra persona");
    post(cast.nuria(), "/leads/definition/1/signature", Map.of("version", version(1)));
    assertThat(state(1)).isEqualTo("PROPOSED");

    post(cast.marcos(), "/leads/definition/1/signature", Map.of("version", version(1)));
    assertThat(state(1)).isEqualTo("IN_FORCE");
  }

  @Test
  void anAdministratorWhoProposedDoesNotSignForTheOthers() {
    draft(cast.andres());
    post(cast.andres(), "/leads/definition/1/proposal", Map.of("version", version(1)));

    post(cast.andres(), "/leads/definition/1/signature", Map.of("version", version(1)));

    assertThat(state(1)).isEqualTo("PROPOSED");
  }

  @Test
  void whatAnEarlierEditionQualifiedIsJudgedAgainBeforeItIsHandedOver() {
    inForce();
    Lead lead = lead("rejuzgado@definicion.example");
    answer(lead, "yes", "");
    qualify(lead);
    Handoff before = handedOver("entregado@definicion.example");
    secondEdition();

    Page page = Page.of(get(cast.lucia(), "/leads/" + lead.id()));
    assertThat(page.text("main .warn"))
        .contains("Se calificó con la edición 1", "está en vigor la 2");
    assertThat(page.has("#handoff")).isFalse();
    assertThat(Page.of(get(cast.marcos(), "/leads/handoffs/" + before.id())).text("main .warn"))
        .contains("Se calificó con la edición 1");
    post(
        cast.lucia(),
        "/leads/" + lead.id() + "/handoffs",
        Map.of("id", HandoffId.next().toString(), "why", "Ya", "firstStep", "Llamar"));
    assertThat(stage(lead)).isEqualTo(LeadStage.QUALIFIED);

    // Marketing finds it among what is below the gate, with what it lacks now.
    assertThat(below(lead))
        .contains("un dato: Encaja con alguien", "Se calificó con una edición anterior");
    assertThat(
            Page.of(get(cast.lucia(), "/leads?stage=QUALIFIED"))
                .document()
                .select("tr:has(a[href^=/leads/" + lead.id() + "])")
                .text())
        .contains("Encaja con alguien");

    // It does not fit anybody whom we look for, which the second edition asks for.
    qualify(lead);
    assertThat(Page.of(get(cast.lucia(), "/leads/" + lead.id())).has("#handoff")).isFalse();
    jdbc.sql("update leads.lead set fit_grade = 'A', fit_score = 90 where id = ?")
        .param(lead.id().id())
        .update();
    qualify(lead);

    Page judged = Page.of(get(cast.lucia(), "/leads/" + lead.id()));
    assertThat(judged.has("main .warn")).isFalse();
    assertThat(judged.has("#handoff")).isTrue();
    assertThat(below(lead)).isEmpty();
    post(
        cast.lucia(),
        "/leads/" + lead.id() + "/handoffs",
        Map.of("id", HandoffId.next().toString(), "why", "Ya", "firstStep", "Llamar"));
    assertThat(stage(lead)).isEqualTo(LeadStage.HANDED_OVER);
  }

  @Test
  void whatWasAnsweredIsStillThereWhenTheLeadHasEnded() {
    inForce();
    Lead lead = lead("acabado@definicion.example");
    answer(lead, "yes", "En la feria, dos tazas");

    post(cast.lucia(), "/leads/" + lead.id() + "/ending", Map.of("outcome", "NOTHING"));

    assertThat(stage(lead)).isEqualTo(LeadStage.ENDED);
    assertThat(Page.of(get(cast.lucia(), "/leads/" + lead.id())).text("main"))
        .contains("En la feria, dos tazas");
  }

  @Test
  void whoHandedALeadOverIsToldAtOnceThatItCameBack() {
    inForce();
    Handoff handoff = handedOver("avisado@definicion.example");

    post(
        cast.marcos(),
        "/leads/handoffs/" + handoff.id() + "/rejection",
        Map.of("reason", "BAD_DATA", "note", "El teléfono no existe"));

    assertThat(told(cast.lucia())).contains("handoff.told.returned.BAD_DATA");
    assertThat(Page.of(get(cast.lucia(), "/notifications")).text("main"))
        .contains("datos malos. «El teléfono no existe»");
    post(cast.marcos(), "/leads/handoffs/" + handoff.id() + "/reconsideration", Map.of());
    assertThat(told(cast.lucia())).contains("handoff.told.reconsidered");
  }

  @Test
  void afterAcceptanceTheClockSaysThatTheFirstContactIsMissing() {
    inForce();
    get(cast.marcos(), "/pipeline/board");
    Handoff handoff = handedOver("sinllamar@definicion.example");
    jdbc.sql("update leads.handoff set due_at = now() - interval '90 days' where id = ?")
        .param(handoff.id().id())
        .update();
    assertThat(Page.of(get(cast.marcos(), "/leads/handoffs/" + handoff.id())).text(".response"))
        .startsWith("Tarde por");

    post(
        cast.marcos(),
        "/pipeline/handoffs/" + handoff.id() + "/acceptance",
        Map.of("nextStep", "Llamar", "nextStepOn", "2027-03-02"));

    assertThat(Page.of(get(cast.marcos(), "/leads/handoffs/" + handoff.id())).text(".response"))
        .startsWith("Aceptado; falta el primer contacto");
    assertThat(
            Page.of(
                    get(
                        cast.marcos(),
                        "/leads/handoffs/" + handoff.id() + "/assignments?clock=true"))
                .text(".response"))
        .startsWith("Aceptado; falta el primer contacto");
  }

  @Test
  void whoeverSendsItBackSaysWhy() {
    draft(cast.marcos());
    post(cast.marcos(), "/leads/definition/1/proposal", Map.of("version", version(1)));

    post(cast.lucia(), "/leads/definition/1/objection", Map.of("version", version(1)));
    assertThat(state(1)).isEqualTo("PROPOSED");
    post(
        cast.lucia(),
        "/leads/definition/1/objection",
        Map.of("version", version(1), "comment", "Eso no se puede saber"));

    assertThat(state(1)).isEqualTo("DRAFT");
    assertThat(Page.of(get(cast.marcos(), "/leads/definition/1")).text("aside"))
        .contains("Eso no se puede saber");
  }

  @Test
  void aMissingRequiredCriterionKeepsTheGateClosedUntilItIsAnswered() {
    inForce();
    Lead lead = lead("catador@definicion.example");

    Page before = Page.of(get(cast.lucia(), "/leads/" + lead.id()));
    assertThat(before.texts(".gate.criteria > li:not(.met) > span"))
        .containsExactly("Ha probado nuestro café", "Tiene al menos 20 empleados");
    assertThat(Page.of(get(cast.lucia(), "/leads?q=catador")).text(".list"))
        .contains("Ha probado nuestro café")
        .doesNotContain("20 empleados");
    qualify(lead);
    assertThat(stage(lead)).isEqualTo(LeadStage.OPEN);

    answer(lead, "yes", "En la feria, dos tazas");
    Page after = Page.of(get(cast.lucia(), "/leads/" + lead.id()));
    assertThat(after.texts(".gate.criteria > li.met > span"))
        .containsExactly("Ha probado nuestro café");
    assertThat(after.value("note-" + TASTED)).isEqualTo("En la feria, dos tazas");
    qualify(lead);

    assertThat(stage(lead)).isEqualTo(LeadStage.QUALIFIED);
    assertThat(Page.of(get(cast.lucia(), "/leads/" + lead.id())).text("aside"))
        .contains("con la edición 1");
  }

  /** What the inbox says of a lead; empty where it is not below the gate. */
  private String below(Lead lead) {
    return Page.of(get(cast.lucia(), "/leads/inbox/gate"))
        .document()
        .select("#r-" + lead.id())
        .text();
  }

  @Test
  void anAnswerIsTakenBack() {
    inForce();
    Lead lead = lead("duda@definicion.example");
    answer(lead, "yes", "");
    answer(lead, "", "");

    qualify(lead);

    assertThat(stage(lead)).isEqualTo(LeadStage.OPEN);
  }

  @Test
  void whatWasTypedIsKeptWhenAFieldIsRefused() {
    inForce();
    Lead lead = lead("tecleado@definicion.example");
    Map<String, String> fields = facts(lead);
    fields.put("purchaseDate", "mañana");
    fields.put("answer-" + TASTED, "no");
    fields.put("note-" + TASTED, "Dijo que no");

    MvcTestResult refused = post(cast.lucia(), "/leads/" + lead.id(), fields);

    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.value("note-" + TASTED)).isEqualTo("Dijo que no");
    assertThat(page.has("[name='answer-" + TASTED + "'][value=no][checked]")).isTrue();
  }

  @Test
  void aLaterEditionReplacesTheOneInForceAndOldJudgementsKeepTheirs() {
    inForce();
    Lead lead = lead("antes@definicion.example");
    answer(lead, "yes", "");
    qualify(lead);

    secondEdition();

    assertThat(state(1)).isEqualTo("REPLACED");
    assertThat(state(2)).isEqualTo("IN_FORCE");
    assertThat(Page.of(get(cast.lucia(), "/leads/" + lead.id())).text("aside"))
        .contains("con la edición 1");
    Lead next = lead("despues@definicion.example");
    assertThat(Page.of(get(cast.lucia(), "/leads/" + next.id())).text("main"))
        .contains("Encaja con alguien a quien buscamos");
    qualify(next);
    assertThat(stage(next)).isEqualTo(LeadStage.OPEN);
  }

  /** What is said of an edition is true of each state, and nobody signs what changes nothing. */
  @Test
  void anEditionThatAsksTheSameIsRefusedAndWhoSignsSeesWhatChanges() {
    draft(cast.lucia());
    post(cast.lucia(), "/leads/definition/1/proposal", Map.of("version", version(1)));
    assertThat(Page.of(get(cast.marcos(), "/leads/definition/1")).text(".notice"))
        .contains("Aún no hay ninguna edición en vigor")
        .doesNotContain("Nadie ha firmado");
    assertThat(Page.of(get(cast.marcos(), "/leads/definition/1")).has("#difference")).isFalse();
    post(cast.marcos(), "/leads/definition/1/signature", Map.of("version", version(1)));

    Map<String, String> typed = new HashMap<>(Map.of("number", "0", "version", "0"));
    typed.put("then", "propose");
    typed.put("criteria[0].id", TASTED);
    typed.put("criteria[0].kind", "QUESTION");
    typed.put("criteria[0].text", "Ha probado nuestro café");
    typed.put("criteria[0].required", "true");
    typed.put("criteria[1].id", LARGE);
    typed.put("criteria[1].kind", "CONTACT");
    typed.put("criteria[1].text", "Tiene al menos 20 empleados");
    typed.put("criteria[1].field", "EMPLOYEES");
    typed.put("criteria[1].operator", "AT_LEAST");
    typed.put("criteria[1].value", "20");
    typed.put("criteria[2].kind", "QUESTION");
    typed.put("criteria[2].text", " ");
    MvcTestResult same = post(cast.lucia(), "/leads/definition", typed);
    assertThat(same).hasStatus(422);
    assertThat(Page.of(same).text("#criteria .error")).contains("está vacío");
    assertThat(jdbc.sql("select count(*) from leads.definition").query(Integer.class).single())
        .isOne();

    // Beside real changes an empty one is not dropped without a word either.
    typed.put("criteria[0].text", "Ha probado nuestro café dos veces");
    typed.put("criteria[2].kind", "FIT");
    MvcTestResult half = post(cast.lucia(), "/leads/definition", typed);
    assertThat(half).hasStatus(422);
    assertThat(Page.of(half).texts("#criteria .has-error"))
        .singleElement()
        .asString()
        .contains("Este criterio está vacío: escríbelo, o quítalo.");
    assertThat(Page.of(half).value("criteria[0].text"))
        .isEqualTo("Ha probado nuestro café dos veces");
    assertThat(Page.of(half).document().select("[name='criteria[2].kind'] [selected]").val())
        .isEqualTo("FIT");
    assertThat(jdbc.sql("select count(*) from leads.definition").query(Integer.class).single())
        .isOne();

    typed.put("criteria[2].kind", "QUESTION");
    typed.put("criteria[2].text", "Tiene molino");
    typed.put("criteria[2].required", "true");
    assertThat(post(cast.lucia(), "/leads/definition", typed))
        .redirectedUrl()
        .isEqualTo("/leads/definition/2");
    Page signer = Page.of(get(cast.marcos(), "/leads/definition/2"));
    assertThat(signer.text("#difference"))
        .contains("Qué cambia frente a la edición 1")
        .contains("Nuevo Tiene molino")
        .contains("Cambia Ha probado nuestro café dos veces")
        .contains("antes: Ha probado nuestro café")
        .doesNotContain("empleados");
    assertThat(Page.of(get(cast.marcos(), "/leads/definition")).has("#difference")).isFalse();
  }

  @Test
  void anIncompleteRowIsRefusedAtItsFieldAndNothingIsLost() {
    MvcTestResult refused =
        post(
            cast.lucia(),
            "/leads/definition",
            Map.of(
                "number",
                "0",
                "version",
                "0",
                "criteria[0].kind",
                "CONTACT",
                "criteria[0].text",
                "Es grande",
                "criteria[0].field",
                "EMPLOYEES",
                "criteria[0].operator",
                "AT_LEAST",
                "criteria[0].value",
                "muchos"));

    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.value("criteria[0].text")).isEqualTo("Es grande");
    assertThat(page.value("criteria[0].value")).isEqualTo("muchos");
    assertThat(page.has(".has-error .error")).isTrue();
  }

  @Test
  void sendingTheFirstDraftTwiceBeginsOne() {
    draft(cast.lucia());
    assertThat(draft(cast.lucia())).redirectedUrl().isEqualTo("/leads/definition/1");
    assertThat(jdbc.sql("select count(*) from leads.definition").query(Integer.class).single())
        .isOne();
  }

  @Test
  void theSellersCheckIsKeptWithTheReturnAndCounted() {
    inForce();
    Handoff handoff = handedOver("comprobado@definicion.example");
    Page packet = Page.of(get(cast.marcos(), "/leads/handoffs/" + handoff.id()));
    assertThat(packet.has("[name='check-" + TASTED + "']")).isTrue();
    assertThat(packet.has("[name='check-DATE']")).isTrue();

    // Without a reason nothing is returned, and what was ticked stays.
    MvcTestResult unreasoned =
        post(
            cast.marcos(),
            "/leads/handoffs/" + handoff.id() + "/rejection",
            Map.of("check-DATE", "no"));
    assertThat(unreasoned.getMvcResult().getFlashMap().get("typedChecks"))
        .isEqualTo(Map.of("DATE", false));
    // It is said beside the reasons, where the keyboard then is.
    Page again =
        Page.of(
            mvc.get()
                .uri("/leads/handoffs/" + handoff.id())
                .requestAttr(
                    "rejectionProblem",
                    unreasoned.getMvcResult().getFlashMap().get("rejectionProblem"))
                .with(cast.as(cast.marcos()))
                .exchange());
    assertThat(again.text("fieldset.has-error[data-focus] .error")).isNotBlank();
    assertThat(again.has("fieldset[aria-describedby=why-error]")).isTrue();

    post(
        cast.marcos(),
        "/leads/handoffs/" + handoff.id() + "/rejection",
        Map.of("reason", "NO_DATE", "check-DATE", "no", "check-" + TASTED, "yes"));

    Page answered = Page.of(get(cast.marcos(), "/leads/handoffs/" + handoff.id()));
    assertThat(answered.texts("aside .gate li:not(.met) span")).containsExactly("Fecha de compra");
    assertThat(Page.of(get(cast.lucia(), "/leads/definition")).text("main"))
        .contains("una vez, una no era así");
  }

  @Test
  void acceptingFromThePacketTakesTheStepAndTheDayThatWereTyped() {
    inForce();
    get(cast.marcos(), "/pipeline/board");
    Handoff handoff = handedOver("aceptado@definicion.example");

    MvcTestResult accepted =
        post(
            cast.marcos(),
            "/pipeline/handoffs/" + handoff.id() + "/acceptance",
            Map.of(
                "nextStep",
                "Llevarle dos muestras",
                "nextStepOn",
                "2027-03-02",
                "check-NEED",
                "yes"));

    assertThat(accepted.getResponse().getRedirectedUrl()).doesNotContain("form=");
    assertThat(
            jdbc.sql(
                    """
                    select o.next_step || ' ' || o.next_step_on from pipeline.opportunity o
                    join pipeline.acceptance a on a.opportunity_id = o.id where a.handoff_id = ?
                    """)
                .param(handoff.id().id())
                .query(String.class)
                .single())
        .isEqualTo("Llevarle dos muestras 2027-03-02");
    assertThat(
            jdbc.sql("select item from leads.handoff_check where handoff_id = ? and holds")
                .param(handoff.id().id())
                .query(String.class)
                .list())
        .containsExactly("NEED");
  }

  @Test
  void aLeadsPageAndTheListStayCheap() {
    inForce();
    Lead lead = lead("barato@definicion.example");

    CurrentUser lucia = cast.lucia();
    assertThat(SqlCount.during(() -> get(lucia, "/leads")))
        .as("the list")
        .hasSizeLessThanOrEqualTo(9); // one of them is the test's own sign-in
    int before = SqlCount.during(() -> get(lucia, "/leads/" + lead.id())).size();
    jdbc.sql("delete from leads.definition").update();
    assertThat(before - SqlCount.during(() -> get(lucia, "/leads/" + lead.id())).size())
        .as("statements for the facts that the definition asks for")
        .isLessThanOrEqualTo(1);
  }

  private void secondEdition() {
    post(
        cast.marcos(),
        "/leads/definition",
        Map.of(
            "number",
            "0",
            "version",
            "0",
            "criteria[0].kind",
            "FIT",
            "criteria[0].grade",
            "B",
            "criteria[0].text",
            "Encaja con alguien a quien buscamos",
            "criteria[0].required",
            "true"));
    post(cast.marcos(), "/leads/definition/2/proposal", Map.of("version", version(2)));
    post(cast.lucia(), "/leads/definition/2/signature", Map.of("version", version(2)));
  }

  private List<String> told(CurrentUser user) {
    return jdbc.sql("select text_key from notifications.notification where user_id = ?")
        .param(user.id().id())
        .query(String.class)
        .list();
  }

  private MvcTestResult draft(CurrentUser actor) {
    return post(
        actor,
        "/leads/definition",
        Map.of(
            "number",
            "0",
            "version",
            "0",
            "criteria[0].id",
            TASTED,
            "criteria[0].kind",
            "QUESTION",
            "criteria[0].text",
            "Ha probado nuestro café",
            "criteria[0].required",
            "true",
            "criteria[1].id",
            LARGE,
            "criteria[1].kind",
            "CONTACT",
            "criteria[1].text",
            "Tiene al menos 20 empleados",
            "criteria[1].field",
            "EMPLOYEES"),
        Map.of("criteria[1].operator", "AT_LEAST", "criteria[1].value", "20"));
  }

  private void inForce() {
    draft(cast.lucia());
    post(cast.lucia(), "/leads/definition/1/proposal", Map.of("version", version(1)));
    post(cast.marcos(), "/leads/definition/1/signature", Map.of("version", version(1)));
    assertThat(state(1)).isEqualTo("IN_FORCE");
  }

  private Lead lead(String email) {
    String name = "Persona " + email.substring(0, email.indexOf('@'));
    Person person =
        book.addPerson(
            PersonId.next(),
            PersonDetails.of(
                name,
                new EmailAddress(email),
                null,
                book.companyNamed("Empresa de " + name, cast.lucia().id(), clock.instant())),
            cast.lucia().id(),
            clock.instant());
    return intake.open(
        LeadId.next(),
        new LeadIntake.ByHand(person.id(), null, null, null, ALL),
        cast.lucia(),
        clock.instant());
  }

  private Handoff handedOver(String email) {
    Lead lead = lead(email);
    answer(lead, "yes", "");
    qualify(lead);
    return handoffs.handOver(
        lead.id(),
        HandoffId.next(),
        cast.marcos().id(),
        new Handoff.Packet("Pidió precio", null, "Llamar mañana"),
        cast.lucia().id(),
        clock.instant());
  }

  private void answer(Lead lead, String answer, String note) {
    Map<String, String> fields = facts(lead);
    fields.put("answer-" + TASTED, answer);
    fields.put("note-" + TASTED, note);
    assertThat(post(cast.lucia(), "/leads/" + lead.id(), fields)).hasStatus3xxRedirection();
  }

  private Map<String, String> facts(Lead lead) {
    Map<String, String> fields = new HashMap<>();
    fields.put("need", "40 kg al mes");
    fields.put("budget", "1.000 €");
    fields.put("authority", "Decide ella");
    fields.put("purchaseDate", "2027-12-01");
    fields.put("version", String.valueOf(leads.findById(lead.id()).orElseThrow().version()));
    return fields;
  }

  private void qualify(Lead lead) {
    post(cast.lucia(), "/leads/" + lead.id() + "/qualification", Map.of());
  }

  private LeadStage stage(Lead lead) {
    return leads.findById(lead.id()).orElseThrow().stage();
  }

  private String state(int number) {
    return jdbc.sql("select state from leads.definition where number = ?")
        .param(number)
        .query(String.class)
        .single();
  }

  private String version(int number) {
    return jdbc.sql("select version::text from leads.definition where number = ?")
        .param(number)
        .query(String.class)
        .single();
  }

  @SafeVarargs
  private MvcTestResult post(CurrentUser user, String path, Map<String, String>... fields) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(user));
    for (Map<String, String> some : fields) {
      some.forEach(request::param);
    }
    return request.exchange();
  }

  private MvcTestResult get(CurrentUser user, String path) {
    return mvc.get().uri(path).with(cast.as(user)).exchange();
  }
}
