package com.arenacrm.contacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.platform.Slice;
import com.arenacrm.platform.TypedNumber;
import com.arenacrm.shared.PhoneNumber;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ArenaTest
class PeopleTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;

  @Test
  void aPersonIsAddedWithTheirCompany() {
    MvcTestResult added =
        add(
            Map.of(
                "name",
                "Paula de la Alta",
                "email",
                "Paula.Rey@mirador.example",
                "phone",
                "912 000 101",
                "company",
                "Hotel de la Alta"));

    assertThat(added).hasStatus(302);
    Page page = Page.of(get(added.getResponse().getRedirectedUrl()));
    assertThat(page.title()).isEqualTo("Paula de la Alta");
    assertThat(page.text("main"))
        .contains("Hotel de la Alta")
        .contains("paula.rey@mirador.example")
        .contains("+34 912 00 01 01");
  }

  @Test
  void theSameAddressIsTheSamePersonAndTheFormSaysWhose() {
    add(Map.of("name", "Luis Cano", "email", "luis@cano.example"));

    MvcTestResult again =
        add(Map.of("name", "Luis C.", "email", "LUIS@cano.example", "notes", "lo que escribí"));

    assertThat(again).hasStatus(422);
    assertThat(Page.of(again).text(".error")).contains("Luis Cano");
    assertThat(Page.of(again).value("notes")).isEqualTo("lo que escribí");
    assertThat(Page.of(again).text("#alike")).contains("Luis Cano");
  }

  /** A household, a reception, a switchboard: who has it is said once, and one goes on. */
  @Test
  void twoPeopleMayShareATelephone() {
    String first =
        add(Map.of("name", "Lois Casal Vara", "phone", "600 55 44 01"))
            .getResponse()
            .getRedirectedUrl();
    Map<String, String> hers = Map.of("name", "Sabela Otero Vara", "phone", "600 55 44 01");

    MvcTestResult asked = add(hers);
    assertThat(asked).hasStatus(422);
    Page form = Page.of(asked);
    assertThat(form.text(".error")).contains("lo tiene también Lois Casal Vara");
    assertThat(form.document().select("#alike a[href=" + first + "]")).isNotEmpty();
    Map<String, String> again = new HashMap<>(hers);
    again.put("id", form.value("id"));
    again.put("seen", form.document().select("#alike input[name=seen]").val());
    MvcTestResult added = add(again);
    assertThat(added).hasStatus(302);
    String second = String.valueOf(added.getResponse().getRedirectedUrl());
    assertThat(Page.of(get(second)).text("main")).contains("600 55 44 01");

    PhoneNumber phone = PhoneNumber.parse("600554401", "ES").orElseThrow();
    assertThat(book.find(null, phone)).as("nobody in particular").isEmpty();
    assertThat(book.find(null, phone, "otero vara, sabela"))
        .get()
        .extracting(Person::name)
        .isEqualTo("Sabela Otero Vara");
    assertThat(book.find(null, phone, "Uxía Lema")).isEmpty();

    // Whoever has it already is asked nothing when something else of them changes.
    Page edit = Page.of(get(second + "/edit"));
    assertThat(
            post(
                second,
                Map.of(
                    "name",
                    "Sabela Otero Vara",
                    "phone",
                    "600 55 44 01",
                    "city",
                    "Lugo",
                    "version",
                    edit.value("version"))))
        .hasStatus(302);
    // A third who takes it on is told of both.
    String third =
        String.valueOf(add(Map.of("name", "Uxía Lema Rial")).getResponse().getRedirectedUrl());
    MvcTestResult changed =
        post(third, Map.of("name", "Uxía Lema Rial", "phone", "600554401", "version", "0"));
    assertThat(changed).hasStatus(422);
    assertThat(Page.of(changed).text(".error")).contains("Lois Casal Vara, Sabela Otero Vara");
  }

  /** Two companies are called the same: who works where is asked, and stays as it is afterwards. */
  @Test
  void whichCompanyOfSeveralSomebodyWorksAtIsAsked() {
    CompanyId older = CompanyId.next();
    CompanyId newer = CompanyId.next();
    for (CompanyId id : new CompanyId[] {older, newer}) {
      book.addCompany(
          id,
          CompanyDetails.named("Fisterra Doble"),
          cast.lucia().id(),
          Instant.parse("2026-11-18T09:30:00Z"));
    }
    Map<String, String> form = new HashMap<>();
    form.put("id", PersonId.next().toString());
    form.put("name", "Uxío Fisterra");
    form.put("company", "Fisterra Doble");
    MvcTestResult asked = add(form);
    assertThat(asked).hasStatus(422);
    form.put("asked", Page.of(asked).value("asked"));
    form.put("which", newer.toString());
    String path = String.valueOf(add(form).getResponse().getRedirectedUrl());
    assertThat(Page.of(get(path)).has("main a[href='/contacts/companies/" + newer + "']")).isTrue();

    Page edit = Page.of(get(path + "/edit"));
    assertThat(
            post(
                path,
                Map.of(
                    "name",
                    "Uxío Fisterra",
                    "company",
                    edit.value("company"),
                    "city",
                    "Muros",
                    "version",
                    edit.value("version"))))
        .hasStatus(302);
    assertThat(Page.of(get(path)).has("main a[href='/contacts/companies/" + newer + "']"))
        .as("another field changed, the company did not")
        .isTrue();
  }

  /** Accents, slips, colleagues: whoever it may be is shown while one types. */
  @Test
  void whoItMayBeIsShownWhileOneTypes() {
    add(Map.of("name", "Begoña Ocampo", "email", "begona@ocampazo.example"));

    for (String typed :
        new String[] {
          "name=begona ocam",
          "name=Begonya Ocanpo",
          "personName=Ocampo Begoña",
          "name=&email=begona@ocampazo.example",
          "name=Wifredo Xandri&email=otra.persona@ocampazo.example"
        }) {
      assertThat(Page.of(get("/contacts/people/alike?" + typed)).text("body"))
          .as(typed)
          .contains("Begoña Ocampo");
    }
    assertThat(
            Page.of(get("/contacts/people/new"))
                .document()
                .select("[hx-get='/contacts/people/alike']"))
        .first()
        .satisfies(
            around -> {
              assertThat(around.attr("hx-trigger")).contains("input");
              assertThat(around.select("#name, #email, #phone")).hasSize(3);
            });
  }

  /** The name typed is looked for in names, not in the words of an address or of a company. */
  @Test
  void whoseCompanyAndAddressBearTheWordsOfTheNameIsNobodyAlike() {
    add(
        Map.of(
            "name",
            "Lawing",
            "email",
            "zenobiaqlawing@correo.example",
            "company",
            "Formula Quirós"));

    assertThat(Page.of(get("/contacts/people/alike?name=Zenobia Quirós")).text("body"))
        .doesNotContain("Lawing");
  }

  /** Without script, who bears the name is shown once; who says that it is another may go on. */
  @Test
  void aNamesakeIsShownBeforeAnotherIsAdded() {
    String there = add(Map.of("name", "Úrsula Goñi Arce")).getResponse().getRedirectedUrl();
    Map<String, String> form =
        new java.util.HashMap<>(
            Map.of("id", PersonId.next().toString(), "name", "ursula goni arce"));

    MvcTestResult asked = add(form);

    assertThat(asked).hasStatus(422);
    Page page = Page.of(asked);
    assertThat(page.has("#alike a.btn[href='" + there + "']")).isTrue();
    assertThat(page.text(".error")).contains("vuelve a guardar");
    form.put("seen", page.document().select("input[name=seen]").val());
    assertThat(add(form)).hasStatus(302);
    assertThat(add(form)).as("sent again").hasStatus(302);
  }

  @Test
  void twoSpellingsOfATelephoneAreOne() {
    add(Map.of("name", "Eva Prieto Larrauri", "phone", "+34 600 18 27 36"));

    assertThat(Page.of(add(Map.of("name", "Eva P. L.", "phone", "600-182-736"))).text(".error"))
        .contains("Eva Prieto Larrauri");
  }

  @Test
  void sendingTheFormManyTimesAtOnceAddsOnePerson() throws Exception {
    String id = PersonId.next().toString();
    Map<String, String> form =
        Map.of("id", id, "name", "Doble Clic", "email", "doble@clic.example");
    ExecutorService clicks = Executors.newFixedThreadPool(6);
    try {
      var results =
          clicks.invokeAll(
              IntStream.range(0, 6)
                  .<Callable<MvcTestResult>>mapToObj(i -> () -> add(form))
                  .toList());
      for (var result : results) {
        assertThat(result.get()).hasStatus(302).redirectedUrl().isEqualTo("/contacts/people/" + id);
      }
    } finally {
      clicks.shutdownNow();
    }
    assertThat(
            jdbc.sql("select count(*) from contacts.person where email = 'doble@clic.example'")
                .query(Integer.class)
                .single())
        .isOne();
  }

  @Test
  void whatIsWrongIsSaidAtItsFieldAndNothingTypedIsLost() {
    MvcTestResult wrong =
        add(
            Map.of(
                "name",
                " ",
                "email",
                "no es correo",
                "phone",
                "tampoco",
                "jobTitle",
                "Jefa de compras",
                "attributes",
                "sin dos puntos"));

    assertThat(wrong).hasStatus(422);
    Page page = Page.of(wrong);
    assertThat(page.texts(".error")).hasSize(4);
    assertThat(page.value("email")).isEqualTo("no es correo");
    assertThat(page.value("jobTitle")).isEqualTo("Jefa de compras");
  }

  @Test
  void searchFindsWithoutAccentsInPartsAndDespiteASlip() {
    add(Map.of("name", "Begoña Martínez", "company", "Balneario Áncora"));

    assertThat(Page.of(get("/contacts/people?q=begona")).text(".list")).contains("Begoña Martínez");
    assertThat(Page.of(get("/contacts/people?q=ancora")).text(".list")).contains("Begoña Martínez");
    assertThat(Page.of(get("/contacts/people?q=begonia martines")).text(".list"))
        .contains("Begoña Martínez");
    assertThat(Page.of(get("/contacts/people?q=beona martnez")).text(".list"))
        .contains("Begoña Martínez");
    assertThat(Page.of(get("/contacts/people?q=%25_%25")).has(".list")).isFalse();
  }

  @Test
  void aTelephoneNumberIsFoundAsPeopleWriteIt() {
    add(Map.of("name", "Xosefa Numerada", "phone", "601 22 33 44"));
    add(Map.of("name", "Xosefa Ajena", "phone", "601 22 33 45"));

    for (String typed :
        new String[] {
          "601 22 33 44",
          "601-223-344",
          "601.22.33.44",
          "601 223 344",
          "22 33 44",
          "0034 601-22-33-44",
          "(+34) 601 22 33 44",
          "0034601223344",
          "601223344",
          "3344"
        }) {
      for (String path : new String[] {"/search", "/search/suggestions", "/contacts/people"}) {
        assertThat(Page.of(asked(path, typed)).text("body"))
            .as(path + " " + typed)
            .contains("Xosefa Numerada")
            .doesNotContain("Xosefa Ajena");
      }
    }
    assertThat(Page.of(asked("/contacts/people", "601 22 33 46")).has(".list")).isFalse();
    assertThat(Page.of(asked("/contacts/people", "--- ()")).has(".list")).isFalse();
  }

  @Test
  void aTelephoneNumberIsReadFromTheIndex() {
    String plan =
        new TransactionTemplate(transactions)
            .execute(
                tx -> {
                  // Of so few, reading all of them would be as quick.
                  jdbc.sql("set local enable_seqscan = off").update();
                  return String.join(
                      " ",
                      jdbc.sql(
                              "explain (costs off) select id from contacts.person x where "
                                  + TypedNumber.condition("x.search", "601 22 33 44"))
                          .param("pattern", Slice.containing("601 22 33 44"))
                          .query(String.class)
                          .list());
                });

    assertThat(plan).contains("BitmapOr", "%601223344%").doesNotContain("Seq Scan");
  }

  private MvcTestResult asked(String path, String q) {
    return mvc.get().uri(path + "?q={q}", q).with(cast.as(cast.lucia())).exchange();
  }

  @Test
  void aLetterTooFewOrOutOfPlaceInAShortWordIsASlip() {
    add(Map.of("name", "Uxía Oubiña", "company", "Cowork Alameda"));
    add(Map.of("name", "Brais Xunqueira", "company", "Hotel Mirador del Balneario"));

    for (String slip : new String[] {"oubnia", "cowrk", "alamda", "uxia alameida"}) {
      assertThat(Page.of(get("/contacts/people?q=" + slip)).text(".list"))
          .as(slip)
          .contains("Uxía Oubiña");
      assertThat(Page.of(get("/search?q=" + slip)).text("main")).as(slip).contains("Uxía Oubiña");
    }
    for (String slip : new String[] {"mirdor xunqeira", "xunqueria balnario"}) {
      assertThat(Page.of(get("/contacts/people?q=" + slip)).text(".list"))
          .as(slip)
          .contains("Brais Xunqueira");
    }
    assertThat(Page.of(get("/contacts/companies?q=mirdor")).text(".list")).contains("Mirador");
    assertThat(Page.of(get("/contacts/people?q=oubnixx")).has(".list")).isFalse();
  }

  @Test
  void aStaleFormOverwritesNothing() {
    Person person =
        book.addPerson(
            PersonId.next(),
            PersonDetails.of("Sara Vela", null, null, null),
            cast.lucia().id(),
            Instant.EPOCH);
    String path = "/contacts/people/" + person.id();
    post(path, Map.of("name", "Sara Vela Ruiz", "version", "0"));

    MvcTestResult late = post(path, Map.of("name", "Otra cosa", "version", "0"));

    assertThat(late).hasStatus(409);
    assertThat(book.person(person.id()).name()).isEqualTo("Sara Vela Ruiz");

    Page form = Page.of(late);
    assertThat(form.value("name")).isEqualTo("Otra cosa");
    assertThat(form.text(".problems")).contains("Otra persona ha cambiado esto");
    assertThat(form.texts(".meanwhile")).containsExactly("Ahora: Sara Vela Ruiz");
    assertThat(post(path, Map.of("name", "Otra cosa", "version", form.value("version"))))
        .hasStatus(302);
    assertThat(book.person(person.id()).name()).isEqualTo("Otra cosa");
  }

  @Test
  void aRelationshipIsSaidOnceAndWhatIsRefusedStaysInItsOpenForm() {
    Person lara = person("Lara Soto Pico");
    Person abel = person("Abel Soto Pico");
    String path = "/contacts/people/" + lara.id();
    Map<String, String> knows =
        Map.of("kind", "KNOWS", "other", "Abel Soto Pico", "note", "primos");

    post(path + "/relationships", knows);
    MvcTestResult again = post(path + "/relationships", knows);

    assertThat(Page.of(get(path)).texts("a[href^='/contacts/people/" + abel.id() + "']"))
        .hasSize(1);
    assertThat(Map.copyOf(again.getMvcResult().getFlashMap()))
        .containsEntry("flashKey", "relationship.already")
        .containsEntry("typedOther", "Abel Soto Pico")
        .containsEntry("typedNote", "primos");

    MvcTestResult unknown =
        post(
            path + "/relationships", Map.of("kind", "INFLUENCES", "other", "Nadie", "note", "ojo"));
    Page open =
        Page.of(
            mvc.get()
                .uri(path)
                .with(cast.as(cast.lucia()))
                .cookie(unknown.getResponse().getCookie("arena"))
                .exchange());
    assertThat(open.has("details[open] #rel-other")).isTrue();
    assertThat(open.value("other")).isEqualTo("Nadie");
    assertThat(open.text("#rel-kind option[selected]")).isEqualTo("influye en");
  }

  private Person person(String name) {
    return book.addPerson(
        PersonId.next(),
        PersonDetails.of(name, null, null, null),
        cast.lucia().id(),
        Instant.EPOCH);
  }

  @Test
  void aFurtherFactIsThereOnce() {
    MvcTestResult twice = add(Map.of("name", "Ada Rial", "attributes", "Camas: 12\nCamas: 14"));

    assertThat(twice).hasStatus(422);
    assertThat(Page.of(twice).text(".error")).contains("«Camas» está dos veces");
  }

  @Test
  void aWordOnConsentIsKeptWithTheOnesBefore() {
    Person person =
        book.addPerson(
            PersonId.next(),
            PersonDetails.of("Iago Lens", null, null, null),
            cast.lucia().id(),
            Instant.EPOCH);
    String path = "/contacts/people/" + person.id();

    post(path + "/consent", Map.of("state", "GIVEN"));
    post(path + "/consent", Map.of("state", "WITHDRAWN"));

    assertThat(book.person(person.id()).consent()).isEqualTo(ConsentState.WITHDRAWN);
    assertThat(
            jdbc.sql("select count(*) from contacts.consent where person_id = ?")
                .param(person.id().id())
                .query(Integer.class)
                .single())
        .isEqualTo(2);
  }

  @Test
  void aRenamedCompanyIsRenamedOnItsPeople() {
    add(Map.of("name", "Rosa Gil", "email", "rosa@gil.example", "company", "Nombre Viejo"));
    Company company = book.company(book.findCompany("nombre viejo").orElseThrow());

    post("/contacts/companies/" + company.id(), Map.of("name", "Nombre Nuevo", "version", "0"));

    assertThat(Page.of(get("/contacts/people?q=nombre+nuevo")).text(".list")).contains("Rosa Gil");
  }

  @Test
  void storedTextIsShownAsTextAndNeverRuns() {
    MvcTestResult added =
        add(
            Map.of(
                "name", "<script>alert(1)</script>", "notes", "\"><img src=x onerror=alert(1)>"));

    Page page = Page.of(get(added.getResponse().getRedirectedUrl()));
    assertThat(page.title()).isEqualTo("<script>alert(1)</script>");
    assertThat(page.has("main img")).isFalse();
  }

  private MvcTestResult add(Map<String, String> fields) {
    var request = mvc.post().uri("/contacts/people").with(csrf()).with(cast.as(cast.lucia()));
    if (!fields.containsKey("id")) {
      request.param("id", PersonId.next().toString());
    }
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult post(String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(cast.lucia()));
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(String path) {
    return mvc.get()
        .uri(java.net.URI.create(path.replace(" ", "+")))
        .with(cast.as(cast.lucia()))
        .exchange();
  }
}
