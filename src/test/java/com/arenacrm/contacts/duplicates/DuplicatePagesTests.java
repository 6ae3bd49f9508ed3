package com.arenacrm.contacts.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.integration.MatchKey;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Finding who is there twice, merging and taking it back, as marketing and sales see it. */
@ArenaTest
@OnOwnDatabase
class DuplicatePagesTests {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired DuplicateLook look;
  @Autowired JdbcClient jdbc;
  @Autowired ImportProbe imports;

  private final String mark = UUID.randomUUID().toString().substring(0, 8);

  private PersonId person(String name, @Nullable String email, @Nullable CompanyId company) {
    PersonId id = PersonId.next();
    book.addPerson(
        id,
        PersonDetails.of(name, email == null ? null : new EmailAddress(email), null, company),
        cast.lucia().id(),
        NOW);
    return id;
  }

  private CompanyId company(String name) {
    CompanyId id = CompanyId.next();
    book.addCompany(id, CompanyDetails.named(name), cast.lucia().id(), NOW);
    return id;
  }

  private UUID pairOf(UUID one, UUID other) {
    return jdbc.sql(
            """
            select id from contacts.duplicate
            where :one in (first_person, first_company) and :other in (second_person, second_company)
            """)
        .param("one", one)
        .param("other", other)
        .query(UUID.class)
        .optional()
        .orElse(null);
  }

  private record Twins(PersonId first, PersonId second, UUID pair) {}

  private Twins twins() {
    CompanyId company = company("Hotel " + mark);
    PersonId first = person("Xián Quiroga " + mark, "xian." + mark + "@hotel.example", company);
    PersonId second = person("xian quiroga " + mark, "xian." + mark + "@correo.example", company);
    look.look(() -> false);
    return new Twins(first, second, pairOf(first.id(), second.id()));
  }

  @Test
  void theNightFindsAccentsTyposAddressesAndLegalForms() {
    CompanyId company = company("Aceites " + mark);
    PersonId one = person("Gonzalo Etxeberría " + mark, null, company);
    PersonId typo = person("Gonzalo Echeberria " + mark, null, company);
    PersonId swapped = person("Etxeberria, Gonzalo " + mark, null, company);
    PersonId colleague = person("Miren Zubiri", "miren" + mark + "@x.example", company);
    CompanyId limited = company("ACEITES " + mark + ", S. L.");
    CompanyId slip = company("Aceites " + mark + "o");

    look.look(() -> false);

    assertThat(pairOf(one.id(), typo.id())).isNotNull();
    assertThat(pairOf(one.id(), swapped.id())).isNotNull();
    assertThat(pairOf(one.id(), colleague.id())).isNull();
    assertThat(pairOf(company.id(), limited.id())).isNotNull();
    assertThat(pairOf(company.id(), slip.id())).isNull();
  }

  /** The legal form does not count; another one makes it less sure. */
  @Test
  void theNightSaysHowFarTheLegalFormsAgree() {
    CompanyId plain = company("Gaiteira " + mark);
    CompanyId limited = company("Gaiteira " + mark + ", S. Coop. And.");
    CompanyId one = company("Ameixenda " + mark + " S.L.");
    CompanyId other = company("Ameixenda " + mark + ", S.A.");
    CompanyId german = company("Muiñeira " + mark + " GmbH & Co. KG");
    CompanyId bare = company("MUIÑEIRA " + mark);

    look.look(() -> false);

    assertThat(pairOf(plain.id(), limited.id())).as("another word").isNull();
    UUID forms = pairOf(one.id(), other.id());
    assertThat(Page.of(get("/contacts/duplicates/" + forms, cast.lucia())).text("main"))
        .contains("mismo nombre, pero con otra forma jurídica");
    UUID leftOut = pairOf(german.id(), bare.id());
    assertThat(Page.of(get("/contacts/duplicates/" + leftOut, cast.lucia())).text("main"))
        .contains("mismo nombre, sin contar S. L. y similares");
    assertThat(certaintyOf(forms)).isLessThan(certaintyOf(leftOut));
  }

  private int certaintyOf(UUID pair) {
    return jdbc.sql("select certainty from contacts.duplicate where id = :id")
        .param("id", pair)
        .query(Integer.class)
        .single();
  }

  @Test
  void aCompanyIsFoundAsOneTypesWhateverItsLegalForm() {
    String[][] typed = {
      {"Corcubión %s S.L.", "Corcubión %s", "sin contar la forma jurídica"},
      {"Laxe %s", "Laxe %s Sociedad Limitada", "sin contar la forma jurídica"},
      {"Muxía %s S.L.", "Muxía %s S.A.", "con otra forma jurídica"},
      {"Ponteceso %s Ltd", "Ponteceso %s, Limited", "sin contar la forma jurídica"}
    };
    for (String[] t : typed) {
      String there = t[0].formatted(mark);
      company(there);
      String path = "/contacts/companies/alike?name=" + t[1].formatted(mark);
      Page hint = Page.of(get(path, cast.lucia()));
      assertThat(hint.text("body")).as(t[1]).contains(there).contains(t[2]);
      assertThat(SqlCount.during(() -> get(path, cast.lucia()))).hasSizeLessThanOrEqualTo(8);
      Page options =
          Page.of(get("/contacts/companies/options?company=" + t[1].formatted(mark), cast.lucia()));
      assertThat(options.document().html()).as(t[1]).contains(there);
    }
  }

  @Test
  void aCompanyThatIsTypedIsNotMadeTwiceForItsLegalForm() {
    CompanyId limited = company("Sardiñeiro " + mark + ", S.L.");
    assertThat(book.companyNamed("Sardiñeiro " + mark, cast.lucia().id(), NOW)).isEqualTo(limited);
    assertThat(book.companyNamed("sardineiro " + mark + " SLU", cast.lucia().id(), NOW))
        .isEqualTo(limited);

    CompanyId other = book.companyNamed("Sardiñeiro " + mark + " SA", cast.lucia().id(), NOW);
    assertThat(other).as("two forms are two").isNotEqualTo(limited);
    assertThat(book.findCompany("Sardiñeiro " + mark)).as("either may be meant").isEmpty();
  }

  @Test
  void anImportKnowsACompanyWhateverItsLegalForm() {
    CompanyId limited = company("Camelle " + mark + ", S.L.");
    company("Traba " + mark + " S.L.");
    company("Traba " + mark + " S.A.");
    company("Soesto " + mark + " S.A.");
    String file =
        "Empresa;Sector\nCamelle %1$s;Pesca\nTraba %1$s;Pesca\nSoesto %1$s SL;Pesca\n"
            .formatted(mark);

    ImportProbe.Journey companies =
        imports.upload("companies", file, cast.lucia()).key("name").mode("BOTH");
    companies.rehearse();
    assertThat(companies.start()).isEqualTo("created 2 updated 1 unchanged 0 refused 0");

    assertThat(companies.notes())
        .anyMatch(n -> n.startsWith("2 company.import.note.form "))
        .anyMatch(n -> n.startsWith("3 company.import.note.otherForm "))
        .anyMatch(n -> n.startsWith("4 company.import.note.otherForm "))
        .hasSize(3);
    assertThat(book.company(limited).name()).as("keeps its form").endsWith(", S.L.");
    assertThat(book.company(limited).details().industry()).isEqualTo("Pesca");

    ImportProbe.Journey people =
        imports
            .upload(
                "people",
                "Nombre;Correo;Empresa\nBrais Rial;brais.%1$s@x.example;Camelle %1$s\n"
                    .formatted(mark),
                cast.lucia())
            .mode("BOTH");
    people.rehearse();
    assertThat(people.start()).isEqualTo("created 1 updated 0 unchanged 0 refused 0");
    assertThat(people.notes()).anyMatch(n -> n.startsWith("2 company.import.note.form "));
    PersonId brais =
        book.find(new EmailAddress("brais." + mark + "@x.example"), null).orElseThrow().id();
    assertThat(book.person(brais).company()).contains(limited);
  }

  /** In one file, a name without a form is nobody's where two forms follow it. */
  @Test
  void anImportDoesNotMakeOneOfTwoLegalForms() {
    String file =
        "Empresa;Sector\nArou %1$s;Pesca\nArou %1$s SL;Pesca\nArou %1$s SA;Pesca\n".formatted(mark);
    ImportProbe.Journey companies =
        imports.upload("companies", file, cast.lucia()).key("name").mode("BOTH");
    companies.rehearse();

    assertThat(companies.start()).startsWith("created 3 ");
  }

  /**
   * Of two surnames the second is often left out; colleagues' names tell them apart from namesakes.
   */
  @Test
  void whoLeavesOutASurnameIsFoundAsOneTypesAndAtNight() {
    CompanyId hotel = company("Hotel Corzo " + mark + ", S.L.");
    CompanyId other = company("Balneario Lobio " + mark);
    for (int i = 0; i < 12; i++) {
      person("Ana García " + (char) ('A' + i) + "rias", null, other);
    }
    PersonId full = person("Ana García López", null, hotel);
    PersonId brief = person("Sabela Outeiro", "sabela@corzo" + mark + ".example", null);
    PersonId caller = PersonId.next();
    book.addPerson(
        caller,
        PersonDetails.of(
            "Iago Vilar Pena", null, PhoneNumber.parse("+34 612 345 987", "ES").get(), null),
        cast.lucia().id(),
        NOW);

    for (String[] typed :
        new String[][] {
          {"Ana García", "", "", "Hotel Corzo " + mark, full.toString()},
          {"Sabela Outeiro Lema", "s.outeiro@corzo" + mark + ".example", "", "", brief.toString()},
          {"Iago Vilar", "", "612 345 987", "", caller.toString()}
        }) {
      String path =
          "/contacts/people/alike?name=%s&email=%s&phone=%s&company=%s"
              .formatted(typed[0], typed[1], typed[2], typed[3]);
      assertThat(Page.of(get(path, cast.lucia())).texts("li a[href$=" + typed[4] + "]"))
          .as(typed[0])
          .isNotEmpty();
      MvcTestResult added =
          post(
              "/contacts/people",
              cast.lucia(),
              Map.of(
                  "id",
                  PersonId.next().toString(),
                  "name",
                  typed[0],
                  "email",
                  typed[1],
                  "phone",
                  typed[2],
                  "company",
                  typed[3],
                  "version",
                  "0"));
      assertThat(added).as(typed[0]).hasStatus(422);
      assertThat(Page.of(added).value("seen")).as(typed[0]).isEqualTo(typed[4]);
    }
    PersonId twin = person("Ana García", null, hotel);
    look.look(() -> false);
    assertThat(pairOf(full.id(), twin.id())).isNotNull();
  }

  /** One letter or one sound apart, and nothing else in common. */
  @Test
  void theNightFindsNamesThatAreNear() {
    String[][] near = {
      {"Iria Pasos", "Iria Pazos"},
      {"Amancio Jiménez", "Amancio Gimenez"},
      {"Delmiro Valverde", "Delmiro Balverde"},
      {"Hermelinda Coira", "Ermelinda Coira"},
      {"Olalla Fontenla", "Olalla Fontanla"}
    };
    String[][] apart = {
      {"Mario Dobarro", "María Dobarro"},
      {"Daniel Lourido", "Daniela Lourido"},
      {"Sito Cao", "Sito Rei"}
    };
    List<PersonId[]> found =
        Arrays.stream(near)
            .map(n -> new PersonId[] {person(n[0], null, null), person(n[1], null, null)})
            .toList();
    List<PersonId[]> none =
        Arrays.stream(apart)
            .map(n -> new PersonId[] {person(n[0], null, null), person(n[1], null, null)})
            .toList();

    look.look(() -> false);

    for (int i = 0; i < near.length; i++) {
      UUID pair = pairOf(found.get(i)[0].id(), found.get(i)[1].id());
      assertThat(pair).as(near[i][0]).isNotNull();
      assertThat(Page.of(get("/contacts/duplicates/" + pair, cast.lucia())).text(".reasons, main"))
          .as(near[i][0])
          .contains("nombre parecido");
    }
    for (int i = 0; i < apart.length; i++) {
      assertThat(pairOf(none.get(i)[0].id(), none.get(i)[1].id())).as(apart[i][0]).isNull();
    }
    // As one types, too, and at once.
    for (String[] n : near) {
      String path = "/contacts/people/alike?name=" + n[1];
      assertThat(Page.of(get(path, cast.lucia())).text("body")).as(n[1]).contains(n[0]);
      assertThat(SqlCount.during(() -> get(path, cast.lucia()))).hasSizeLessThanOrEqualTo(8);
    }
  }

  @Test
  void whatManyShareSaysNothing() {
    List<PersonId> many =
        IntStream.range(0, 12).mapToObj(i -> person("Recepción " + mark, null, null)).toList();

    look.look(() -> false);

    assertThat(pairOf(many.get(0).id(), many.get(1).id())).isNull();
  }

  @Test
  void aLookThatIsStoppedGoesOnWhereItWas() {
    PersonId one = person("Breixo Varela " + mark, null, null);
    PersonId other = person("Breixo Varela " + mark, null, null);

    int steps = 0;
    while (!look.look(() -> true)) {
      assertThat(++steps).as("it gets on each time").isLessThan(2_000);
    }

    assertThat(steps).isGreaterThan(3);
    assertThat(pairOf(one.id(), other.id())).isNotNull();
  }

  @Test
  void aPairIsComparedMergedAndTakenBack() {
    Twins twins = twins();
    book.log(
        InteractionId.next(),
        InteractionKind.CALL,
        null,
        twins.second(),
        null,
        "Quiere una cata",
        NOW,
        cast.marcos().id(),
        NOW);
    book.consent(twins.second(), ConsentState.WITHDRAWN, "correo", null, cast.lucia().id(), NOW);

    Page page = Page.of(get("/contacts/duplicates/" + twins.pair(), cast.lucia()));
    assertThat(page.text("main"))
        .contains("mismo nombre")
        .contains("misma empresa")
        .contains("1 conversación o nota")
        .contains("queda retirado");
    MvcTestResult merged = merge(page, twins.pair(), Map.of("take.email", "SECOND"));

    assertThat(merged).hasStatus(302);
    String survivor = "/contacts/people/" + twins.first();
    assertThat(merged.getResponse().getRedirectedUrl()).isEqualTo(survivor);
    Page stays = Page.of(get(survivor, cast.lucia()));
    assertThat(stays.text("main"))
        .contains("Xián Quiroga")
        .contains("@correo.example")
        .contains("Quiere una cata")
        .contains("retirado");
    assertThat(get("/contacts/people/" + twins.second(), cast.marcos()))
        .hasStatus(302)
        .hasRedirectedUrl(survivor);
    assertThat(book.find(new EmailAddress("xian." + mark + "@hotel.example"), null))
        .as("the address that was not chosen still finds them")
        .get()
        .extracting(p -> p.id())
        .isEqualTo(twins.first());

    assertThat(get("/contacts/duplicates/" + twins.pair(), cast.lucia()))
        .as("an address of the comparison leads to the one who stayed")
        .hasStatus(302)
        .hasRedirectedUrl(survivor);

    UUID merge = mergeOf(twins.second());
    assertThat(Page.of(get("/contacts/duplicates/merges", cast.teresa())).text("main"))
        .contains("Xián Quiroga " + mark);
    assertThat(post("/contacts/duplicates/merges/" + merge + "/undoing", cast.lucia(), Map.of()))
        .hasStatus(302)
        .hasRedirectedUrl("/contacts/people/" + twins.second());
    assertThat(Page.of(get("/contacts/people/" + twins.second(), cast.lucia())).text("main"))
        .contains("xian quiroga " + mark)
        .contains("Quiere una cata")
        .contains("retirado");
    assertThat(Page.of(get(survivor, cast.lucia())).text("main"))
        .contains("@hotel.example")
        .doesNotContain("Quiere una cata");
    assertThat(book.person(twins.first()).consent()).isEqualTo(ConsentState.UNKNOWN);
  }

  @Test
  void theTwoAreToldApartWhereTheyAreNamedTheSame() {
    Twins twins = twins();
    jdbc.sql(
            "update contacts.person set name = (select name from contacts.person where id = ?) where id = ?")
        .params(twins.first().id(), twins.second().id())
        .update();
    String one = "xian." + mark + "@hotel.example";
    String other = "xian." + mark + "@correo.example";
    Page page = compare(twins);
    assertThat(page.document().select(".versus.heads p").eachText())
        .satisfiesExactly(
            first -> assertThat(first).contains(one), second -> assertThat(second).contains(other));
    MvcTestResult merged = merge(page, twins.pair(), Map.of());
    assertThat(
            Arrays.toString((Object[]) merged.getMvcResult().getFlashMap().get("flashArguments")))
        .as("what is said")
        .contains(one)
        .contains(other);
    assertThat(Page.of(get("/contacts/duplicates/merges", cast.teresa())).text("main"))
        .contains("(" + one + ")")
        .contains("(" + other + ")");
  }

  @Test
  void whatWouldComeOutFollowsTheChoice() {
    Twins twins = twins();
    String one = "xian." + mark + "@hotel.example";
    String other = "xian." + mark + "@correo.example";
    Page page = compare(twins);
    assertThat(page.text("#result"))
        .as("what is proposed")
        .contains(one, "Xián Quiroga")
        .doesNotContain(other);
    assertThat(page.document().select("#result").attr("hx-post"))
        .isEqualTo("/contacts/duplicates/" + twins.pair() + "/draft");
    Page chosen =
        Page.of(
            post(
                "/contacts/duplicates/" + twins.pair() + "/draft",
                cast.lucia(),
                Map.of("take.email", "SECOND", "take.name", "SECOND")));
    assertThat(chosen.text("#result")).contains(other, "xian quiroga").doesNotContain(one);
    assertThat(
            chosen.document().select("input[name='take.email'][value=SECOND]").hasAttr("checked"))
        .isTrue();
    assertThat(mergeable(twins)).as("nothing was merged").isTrue();
  }

  private boolean mergeable(Twins twins) {
    return get("/contacts/duplicates/" + twins.pair(), cast.lucia()).getResponse().getStatus()
        == 200;
  }

  /** The address and the telephone that were not chosen are still somebody's, and say so. */
  @Test
  void whatTheOtherWasReachedAtStays() {
    String phone = "+3491" + String.format("%07d", Math.abs(mark.hashCode()) % 10_000_000);
    CompanyId company = company("Posada " + mark);
    PersonId first = person("Antía Rúa " + mark, "antia." + mark + "@posada.example", company);
    PersonId second = PersonId.next();
    EmailAddress other = new EmailAddress("recados." + mark + "@buzon.example");
    book.addPerson(
        second,
        PersonDetails.of("antia rua " + mark, other, new PhoneNumber(phone), company),
        cast.lucia().id(),
        NOW);
    book.change(
        book.person(first),
        PersonDetails.of(
            "Antía Rúa " + mark,
            new EmailAddress("antia." + mark + "@posada.example"),
            new PhoneNumber("+34600" + phone.substring(6)),
            company));
    look.look(() -> false);
    UUID pair = pairOf(first.id(), second.id());
    Page page = Page.of(get("/contacts/duplicates/" + pair, cast.lucia()));
    merge(page, pair, Map.of("take.email", "FIRST", "take.phone", "FIRST"));

    Page stays = Page.of(get("/contacts/people/" + first, cast.lucia()));
    assertThat(stays.text("aside")).contains(other.value());
    assertThat(stays.text("aside").replace(" ", "")).contains(phone);
    for (String sought : List.of(other.value(), phone.substring(1))) {
      assertThat(Page.of(get("/contacts/people?q=" + sought, cast.lucia())).text("main"))
          .contains("Antía Rúa " + mark);
    }
    Map<String, String> form = new HashMap<>();
    form.put("id", PersonId.next().toString());
    form.put("name", "Otra persona " + mark);
    form.put("email", other.value());
    MvcTestResult refused = post("/contacts/people", cast.lucia(), form);
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("main")).contains("Antía Rúa " + mark);
    PersonId alike = person("Antia Rua " + mark + "e", "recados." + mark + "@otro.example", null);
    look.look(() -> false);
    assertThat(pairOf(first.id(), alike.id())).isNotNull();

    // Somebody makes it their first address; taken back, each has their own again.
    form.clear();
    form.put("name", "Antía Rúa " + mark);
    form.put("email", other.value());
    form.put("phone", "+34600" + phone.substring(6));
    form.put("company", "Posada " + mark);
    form.put("version", String.valueOf(book.person(first).version()));
    assertThat(post("/contacts/people/" + first, cast.lucia(), form)).hasStatus(302);
    post("/contacts/duplicates/merges/" + mergeOf(second) + "/undoing", cast.lucia(), Map.of());
    assertThat(book.person(first).email())
        .contains(new EmailAddress("antia." + mark + "@posada.example"));
    assertThat(book.person(second).email()).contains(other);
    assertThat(book.person(second).phone()).contains(new PhoneNumber(phone));
    assertThat(Page.of(get("/contacts/people/" + first, cast.lucia())).text("aside"))
        .doesNotContain(other.value());
  }

  @Test
  void whatSomebodyIsNoLongerReachedAtIsTakenAway() {
    Twins twins = twins();
    String other = "xian." + mark + "@correo.example";
    merge(compare(twins), twins.pair(), Map.of("take.email", "FIRST"));
    Page page = Page.of(get("/contacts/people/" + twins.first(), cast.lucia()));
    assertThat(page.text("aside")).contains(other);

    assertThat(
            post(
                "/contacts/people/" + twins.first() + "/further/removal",
                cast.lucia(),
                Map.of("value", other)))
        .hasStatus(302)
        .hasRedirectedUrl("/contacts/people/" + twins.first());

    assertThat(Page.of(get("/contacts/people/" + twins.first(), cast.lucia())).text("aside"))
        .doesNotContain(other);
    assertThat(book.find(new EmailAddress(other), null)).isEmpty();
  }

  @Test
  void whoWithdrawsAfterAMergeHasWithdrawnAsBoth() {
    Twins twins = twins();
    merge(compare(twins), twins.pair(), Map.of());
    book.consent(
        twins.first(),
        ConsentState.WITHDRAWN,
        "correo",
        null,
        cast.lucia().id(),
        Instant.now().plusSeconds(60));

    post(
        "/contacts/duplicates/merges/" + mergeOf(twins.second()) + "/undoing",
        cast.lucia(),
        Map.of());

    assertThat(book.person(twins.first()).consent()).isEqualTo(ConsentState.WITHDRAWN);
    assertThat(book.person(twins.second()).consent()).isEqualTo(ConsentState.WITHDRAWN);
  }

  @Test
  void whatSomebodyWroteAfterTheMergeStaysAndIsNamed() {
    Twins twins = twins();
    merge(compare(twins), twins.pair(), Map.of("take.name", "SECOND"));
    var present = book.person(twins.first());
    PersonDetails d = present.details();
    book.change(present, PersonDetails.of("Xián, el de recepción", d.email(), null, d.company()));

    MvcTestResult undone =
        post(
            "/contacts/duplicates/merges/" + mergeOf(twins.second()) + "/undoing",
            cast.lucia(),
            Map.of());

    assertThat(undone.getMvcResult().getFlashMap().get("flashKey")).isEqualTo("merge.undone.but");
    assertThat(book.person(twins.first()).name()).isEqualTo("Xián, el de recepción");
    assertThat(book.person(twins.second()).name()).isEqualTo("xian quiroga " + mark);
  }

  @Test
  void whatIsSaidToBeTwoIsNotProposedAgain() {
    Twins twins = twins();

    assertThat(post("/contacts/duplicates/" + twins.pair() + "/dismissal", cast.lucia(), Map.of()))
        .hasStatus(302);
    look.look(() -> false);

    assertThat(openIn(twins)).isFalse();
    assertThat(Page.of(get("/contacts/duplicates?dismissed=true", cast.lucia())).text("main"))
        .contains("Xián Quiroga " + mark)
        .contains("Lucía Ferrer");
    post("/contacts/duplicates/" + twins.pair() + "/reopening", cast.lucia(), Map.of());
    look.look(() -> false);
    assertThat(openIn(twins)).isTrue();
  }

  private boolean openIn(Twins twins) {
    return jdbc.sql("select dismissed_at is null from contacts.duplicate where id = ?")
        .param(twins.pair())
        .query(Boolean.class)
        .single();
  }

  /** Whoever adds a company and says that it is none of those of its name is not asked twice. */
  @Test
  void aCompanyThatWasSaidToBeAnotherIsNotProposedAsOne() {
    String name = "Vilariño " + mark;
    CompanyId limited = company(name + ", S. L.");
    CompanyId plain = company(name);
    Map<String, String> form = new HashMap<>();
    UUID added = CompanyId.next().id();
    form.put("id", added.toString());
    form.put("name", name + " S.A.");

    MvcTestResult asked = post("/contacts/companies", cast.lucia(), form);
    assertThat(asked).hasStatus(422);
    form.put("distinct", Page.of(asked).document().select("input[name=distinct]").val());
    Map<String, String> renamed = new HashMap<>(form);
    renamed.put("name", name);
    assertThat(post("/contacts/companies", cast.lucia(), renamed))
        .as("nothing was said of that name")
        .hasStatus(422);
    assertThat(post("/contacts/companies", cast.lucia(), form)).hasStatus(302);
    look.look(() -> false);

    for (CompanyId other : List.of(limited, plain)) {
      UUID pair = pairOf(other.id(), added);
      assertThat(dismissedBy(pair)).isEqualTo(cast.lucia().id().id());
    }
    assertThat(dismissedBy(pairOf(limited.id(), plain.id())))
        .as("of these two nobody has said anything")
        .isNull();
    Page list = Page.of(get("/contacts/duplicates?what=companies", cast.lucia()));
    assertThat(list.text("main")).contains(name + ", S. L.").doesNotContain(name + " S.A.");
    Page dismissed =
        Page.of(get("/contacts/duplicates?what=companies&dismissed=true", cast.lucia()));
    assertThat(dismissed.text("main")).contains(name + " S.A.");
  }

  private @Nullable UUID dismissedBy(UUID pair) {
    return jdbc.sql("select dismissed_by from contacts.duplicate where id = :id")
        .param("id", pair)
        .query((rs, n) -> Optional.ofNullable(rs.getObject(1, UUID.class)))
        .single()
        .orElse(null);
  }

  @Test
  void aSellerProposesWithAReasonAndMarketingReadsIt() {
    PersonId one = person("Iria Souto " + mark, "iria" + mark + "@a.example", null);
    PersonId other = person("I. S. " + mark, "otra" + mark + "@b.example", null);
    Map<String, String> form = new HashMap<>();
    form.put("id", TimeOrderedUuid.next().toString());
    form.put("what", "people");
    form.put("one", one.toString());
    form.put("other", other.toString());
    form.put("why", "");

    assertThat(post("/contacts/duplicates", cast.marcos(), form)).hasStatus(422);
    form.put("why", "Me lo dijo por teléfono");
    assertThat(post("/contacts/duplicates", cast.marcos(), form)).hasStatus(302);

    UUID pair = pairOf(one.id(), other.id());
    assertThat(Page.of(get("/contacts/duplicates/" + pair, cast.lucia())).text("main"))
        .contains("Marcos Vidal")
        .contains("Me lo dijo por teléfono");
    assertThat(get("/contacts/duplicates/" + pair, cast.marcos())).hasStatus(403);
    look.look(() -> false);
    assertThat(pairOf(one.id(), other.id())).as("stays until somebody decides").isEqualTo(pair);
  }

  /** Who unsubscribed stays so, and who was merged is not there a second time (Q46). */
  @Test
  void importingAgainAddsNobodyAndWithdrawsNothing() {
    String file =
        """
        Id,Name,Email,Company,Consent
        1,Uxío Lago %1$s,uxio.%1$s@lago.example,Lago %1$s,no
        2,Uxio Lago %1$s,uxio.%1$s@correo.example,Lago %1$s SL,yes
        """
            .formatted(mark);
    assertThat(brought(file).start()).startsWith("created 2 updated 0 unchanged 0 refused 0");
    PersonId first = book.find(new EmailAddress("uxio." + mark + "@lago.example"), null).get().id();
    PersonId second =
        book.find(new EmailAddress("uxio." + mark + "@correo.example"), null).get().id();
    look.look(() -> false);
    UUID pair = pairOf(first.id(), second.id());
    Page page = Page.of(get("/contacts/duplicates/" + pair, cast.lucia()));
    merge(page, pair, Map.of("take.email", "FIRST", "take.name", "FIRST", "take.company", "FIRST"));
    CompanyId company = book.findCompany("Lago " + mark).orElseThrow();
    assertThat(book.findCompany("Lago " + mark + " SL")).contains(company);

    ImportProbe.Journey again = brought(file);
    assertThat(again.start()).startsWith("created 0 ").endsWith("refused 0");

    assertThat(book.person(first).consent()).isEqualTo(ConsentState.WITHDRAWN);
    assertThat(book.person(first).email())
        .contains(new EmailAddress("uxio." + mark + "@lago.example"));
    assertThat(book.person(first).name()).isEqualTo("Uxío Lago " + mark);
    assertThat(
            jdbc.sql("select count(*) from contacts.person where name like ?")
                .param("Ux_o Lago " + mark)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(
            jdbc.sql("select count(*) from contacts.company where name like ?")
                .param("Lago " + mark + "%")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  private ImportProbe.Journey brought(String file) {
    ImportProbe.Journey journey =
        imports
            .upload("people", file, cast.lucia())
            .column("Id", MatchKey.OUTSIDE)
            .column("Name", "name")
            .column("Email", "email")
            .column("Company", "company")
            .column("Consent", "consent")
            .value("consent", "no", "WITHDRAWN")
            .value("consent", "yes", "GIVEN")
            .source("crm-" + mark)
            .mode("BOTH");
    journey.rehearse();
    return journey;
  }

  @Test
  void companiesMergeWithTheirPeople() {
    CompanyId one = company("Panadería " + mark);
    CompanyId other = company("Panaderia " + mark + " S.A.");
    PersonId baker = person("Telmo " + mark, null, other);
    look.look(() -> false);
    UUID pair = pairOf(one.id(), other.id());

    Page page = Page.of(get("/contacts/duplicates/" + pair, cast.teresa()));
    assertThat(page.text("main")).contains("1 persona");
    merge(page, pair, Map.of("take.name", "FIRST"));

    assertThat(book.person(baker).company()).contains(one);
    assertThat(book.person(baker).companyName()).contains("Panadería " + mark);
    assertThat(book.findCompany("panaderia " + mark + " s.a.")).contains(one);
    assertThat(get("/contacts/companies/" + other, cast.marcos()))
        .hasRedirectedUrl("/contacts/companies/" + one);
  }

  @Test
  void sentManyTimesAtOnceItMergesOnce() throws Exception {
    Twins twins = twins();
    Page page = compare(twins);
    ExecutorService clicks = Executors.newFixedThreadPool(6);
    try {
      var results =
          clicks.invokeAll(
              IntStream.range(0, 6)
                  .<Callable<MvcTestResult>>mapToObj(i -> () -> merge(page, twins.pair(), Map.of()))
                  .toList());
      for (var result : results) {
        assertThat(result.get())
            .hasStatus(302)
            .hasRedirectedUrl("/contacts/people/" + twins.first());
      }
    } finally {
      clicks.shutdownNow();
    }
    assertThat(
            jdbc.sql("select count(*) from contacts.merge where merged_id = ?")
                .param(twins.second().id())
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void notesThatComeInWhileTheyAreMergedAreNotLost() throws Exception {
    Twins twins = twins();
    Page page = compare(twins);
    ExecutorService both = Executors.newFixedThreadPool(5);
    try {
      var results =
          both.invokeAll(
              IntStream.range(0, 9)
                  .<Callable<MvcTestResult>>mapToObj(
                      i ->
                          () ->
                              i == 4
                                  ? merge(page, twins.pair(), Map.of())
                                  : post(
                                      "/contacts/people/" + twins.second() + "/interactions",
                                      cast.marcos(),
                                      Map.of(
                                          "id",
                                          UUID.randomUUID().toString(),
                                          "kind",
                                          "CALL",
                                          "summary",
                                          "Nota " + i)))
                  .toList());
      long accepted = 0;
      for (int i = 0; i < 9; i++) {
        accepted += i != 4 && results.get(i).get().getResponse().getStatus() == 302 ? 1 : 0;
      }
      assertThat(
              jdbc.sql("select count(*) from contacts.interaction where person_id = ?")
                  .param(twins.first().id())
                  .query(Long.class)
                  .single())
          .isEqualTo(accepted);
    } finally {
      both.shutdownNow();
    }
  }

  @Test
  void whoChangedMeanwhileIsShownAgain() {
    Twins twins = twins();
    Page page = compare(twins);
    var present = book.person(twins.second());
    book.change(present, PersonDetails.of("Otro nombre " + mark, null, null, null));

    MvcTestResult late = merge(page, twins.pair(), Map.of());

    assertThat(late).hasStatus(409);
    assertThat(Page.of(late).text("main")).contains("Otro nombre " + mark).contains("ha cambiado");
    assertThat(book.person(twins.second()).id()).isEqualTo(twins.second());
  }

  @Test
  void thePagesAskFewQuestions() {
    Twins twins = twins();
    CurrentUser lucia = cast.lucia();
    for (String path :
        List.of(
            "/contacts/duplicates",
            "/contacts/duplicates/" + twins.pair(),
            "/contacts/duplicates/merges",
            "/contacts/duplicates/new?person=" + twins.first())) {
      assertThat(SqlCount.during(() -> assertThat(get(path, lucia)).hasStatusOk()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  private Page compare(Twins twins) {
    return Page.of(get("/contacts/duplicates/" + twins.pair(), cast.lucia()));
  }

  private UUID mergeOf(PersonId merged) {
    return jdbc.sql("select id from contacts.merge where merged_id = ? and undone_at is null")
        .param(merged.id())
        .query(UUID.class)
        .single();
  }

  private MvcTestResult merge(Page page, UUID pair, Map<String, String> chosen) {
    Map<String, String> form = new HashMap<>();
    for (String field : List.of("id", "survivor", "survivorVersion", "mergedVersion")) {
      form.put(field, page.document().select(".merging input[name=" + field + "]").val());
    }
    form.putAll(chosen);
    return post("/contacts/duplicates/" + pair + "/merge", cast.lucia(), form);
  }

  private MvcTestResult get(String path, CurrentUser who) {
    return mvc.get().uri(path).with(cast.as(who)).exchange();
  }

  private MvcTestResult post(String path, CurrentUser who, Map<String, String> form) {
    var request = mvc.post().uri(path).with(cast.as(who)).with(csrf());
    form.forEach(request::param);
    return request.exchange();
  }
}
