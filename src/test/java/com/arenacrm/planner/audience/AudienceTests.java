package com.arenacrm.planner.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.Operator;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.customers.PurchaseDetails;
import com.arenacrm.customers.PurchaseId;
import com.arenacrm.customers.Purchases;
import com.arenacrm.icp.Criterion;
import com.arenacrm.icp.EditionText;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.planner.ActivityDetails;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.FollowUp;
import com.arenacrm.planner.Nature;
import com.arenacrm.planner.NewActivity;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Schedule;
import com.arenacrm.planner.TouchKind;
import com.arenacrm.planner.audience.Audiences.Why;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Money;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The audience of an activity, from the first name to the invitations. */
@ArenaTest
class AudienceTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired Profiles profiles;
  @Autowired Planner planner;
  @Autowired Audiences audiences;
  @Autowired Purchases purchases;
  @Autowired AudienceLists lists;
  @Autowired Organizations organizations;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  CurrentUser lucia;
  CurrentUser marcos;
  Instant now;
  String mark;
  ProfileId profile;
  CompanyId hotel;
  CompanyId office;
  CompanyId unknown;
  ActivityId activity;
  OccurrenceId occurrence;

  @BeforeEach
  void setUp() {
    lucia = cast.lucia();
    marcos = cast.marcos();
    now = clock.instant();
    mark = "Hotel " + UUID.randomUUID();
    profile = ProfileId.next();
    profiles.define(
        profile,
        "Perfil " + profile,
        new EditionText(
            null,
            List.of(),
            List.of(new Criterion(is(Kind.INDUSTRY, mark), 60, false)),
            null,
            null,
            "Vale",
            List.of(),
            Map.of()),
        lucia.id(),
        now);
    hotel = company("Mirador " + mark, mark);
    office = company("Oficina " + mark, "Oficina");
    unknown = company("Sin sector " + mark, null);
    activity = plan("Cata " + mark, lucia.today(clock).plusDays(7));
    occurrence = planner.occurrenceFor(activity, lucia.today(clock).plusDays(7)).orElseThrow();
  }

  @Test
  void anActivityThatIsPlannedAgainIsForTheSamePeople() {
    List<PersonId> hotels = people(hotel, 3);
    List<PersonId> listed = people(office, 2);
    add(listed);
    Asked asked = new Asked(List.of(is(Kind.INDUSTRY, mark)), false, List.of());
    audiences.addMatching(
        TimeOrderedUuid.next(), activity, asked, "Sector es " + mark, lucia.id(), now);
    audiences.takeOutForSales(
        UUID.randomUUID(), activity, listed.get(0), "Ya es cliente", marcos.id(), now);
    audiences.askSales(UUID.randomUUID(), activity, null, List.of(), lucia.id(), now);
    List<PersonId> since = people(hotel, 1);

    ActivityId again = plan("Cata " + mark, lucia.today(clock).plusDays(14));
    audiences.copy(activity, again, lucia.id(), now);

    assertThat(members(again))
        .as("conditions are asked again, lists are taken over")
        .containsExactlyInAnyOrder(
            hotels.get(0).id(),
            hotels.get(1).id(),
            hotels.get(2).id(),
            since.get(0).id(),
            listed.get(0).id(),
            listed.get(1).id());
    AudienceFacts facts = lists.facts(again, lucia.today(clock));
    assertThat(facts.sources()).hasSize(2);
    assertThat(facts.reviews()).as("sales is asked anew").isEmpty();
    assertThat(
            jdbc.sql("select reason from planner.audience_exclusion where activity_id = :id")
                .param("id", again.id())
                .query(String.class)
                .list())
        .containsExactly("Ya es cliente");

    people(hotel, 1);
    UUID source =
        facts.sources().stream()
            .filter(s -> s.kind().equals("FILTER"))
            .findFirst()
            .orElseThrow()
            .id();
    assertThat(audiences.refresh(source, again, now)).isOne();
    assertThat(planner.choices().stream().filter(c -> c.title().equals("Cata " + mark)))
        .as("equal names are told apart")
        .extracting(c -> c.label())
        .doesNotHaveDuplicates()
        .allMatch(label -> label.startsWith("Cata " + mark + " · "));
  }

  private List<UUID> members(ActivityId of) {
    return jdbc.sql("select distinct person_id from planner.audience_entry where activity_id = :id")
        .param("id", of.id())
        .query(UUID.class)
        .list();
  }

  @Test
  void aSourceThatFindsNobodyStandsOnThePageAndCanBeTakenAway() {
    UUID nobody = TimeOrderedUuid.next();
    audiences.addMatching(
        nobody,
        activity,
        new Asked(List.of(is(Kind.INDUSTRY, "Nada " + mark)), false, List.of()),
        "Sector es Nada " + mark,
        lucia.id(),
        now);

    Page alone = page(lucia);
    assertThat(alone.text(".empty")).contains("no encuentra a nadie");
    assertThat(alone.texts("#sources li")).hasSize(1);
    assertThat(alone.text("#sources li")).contains("Sector es Nada " + mark, "0 personas");
    assertThat(page(marcos).has("#sources form")).as("marketing alone changes it").isFalse();

    add(people(hotel, 2));
    assertThat(page(lucia).texts("#sources li"))
        .as("beside one that finds somebody")
        .hasSize(2)
        .anyMatch(line -> line.contains("0 personas"))
        .anyMatch(line -> line.contains("2 personas"));

    Page before = page(lucia);
    String away =
        before.document().select("#sources form[action$='" + nobody + "/deletion']").attr("action");
    post(lucia, away.substring(path("").length()), Map.of());
    assertThat(page(lucia).texts("#sources li")).hasSize(1);
  }

  @Test
  void theListOfAudiencesCountsWhomThePageOfEachWouldInviteAndTheirListHasAsManyRows() {
    List<PersonId> agreed = people(hotel, 4);
    List<PersonId> silent = people(office, 2, ConsentState.UNKNOWN);
    book.consent(agreed.get(0), ConsentState.WITHDRAWN, "Carta", null, lucia.id(), now);
    add(agreed);
    add(silent);
    audiences.takeOut(
        TimeOrderedUuid.next(), activity, agreed.get(1), Why.MARKETING, "No", lucia.id(), now);
    assertThat(shares().invited()).isEqualTo(2);

    assertThat(listedToInvite()).isEqualTo("2 de 6 personas");
    assertThat(Page.of(get(lucia, "/people?view=INVITED")).texts("tr[data-row]")).hasSize(2);
    assertThat(Page.of(get(lucia, "")).text("#share a[href$='view=INVITED']")).isEqualTo("2");

    post(lucia, "/grounds", Map.of("id", UUID.randomUUID().toString(), "text", "Son clientes"));
    assertThat(listedToInvite())
        .as("there is a ground for those who said nothing")
        .isEqualTo("4 de 6 personas");
    assertThat(shares().invited()).isEqualTo(4);
  }

  /** What the list of audiences says of how many of this one are to be invited. */
  private String listedToInvite() {
    UUID after = null;
    do {
      String address = "/planner/audiences" + (after == null ? "" : "?after=" + after);
      Element row =
          Page.of(exchange(lucia, address)).document().select("tr[data-row]").stream()
              .filter(r -> !r.select("a[href='" + path("") + "']").isEmpty())
              .findFirst()
              .orElse(null);
      if (row != null) {
        return row.select("td.num").text();
      }
      after = lists.audiences(lucia.today(clock), null, after, AudienceLists.AUDIENCES).next();
    } while (after != null);
    throw new AssertionError("It stands in the list");
  }

  @Test
  void everybodyCountsOnceAndTheSharesAddUp() {
    List<PersonId> hotels = people(hotel, 6);
    List<PersonId> offices = people(office, 3);
    List<PersonId> others = people(unknown, 2);
    book.consent(hotels.get(0), ConsentState.WITHDRAWN, "Carta", null, lucia.id(), now);
    add(hotels);
    add(offices);
    add(others);
    assertThat(
            audiences.addMatching(
                TimeOrderedUuid.next(),
                activity,
                new Asked(List.of(is(Kind.INDUSTRY, mark)), false, List.of()),
                "Sector es " + mark,
                lucia.id(),
                now))
        .isEqualTo(6);

    Shares shares = shares();
    assertThat(shares).isEqualTo(new Shares(11, 0, 1, 0, 5, 3, 2, 0, 0, 0));

    Page page = page(lucia);
    assertThat(page.text(".audience-share .facts")).contains("10", "50 %", "pactado: 70 %");
    assertThat(page.texts(".sharekey b")).containsExactly("5", "3", "2");
    assertThat(page.texts(".example .points")).isNotEmpty();
    for (AudienceLists.View view : AudienceLists.View.values()) {
      assertThat(get(lucia, "/people?view=" + view)).hasStatusOk();
    }
    assertThat(Page.of(get(lucia, "/people?view=OUTSIDE")).texts("tbody td:first-child"))
        .hasSize(3);
    assertThat(Page.of(get(lucia, "/people?view=WITHDRAWN")).texts("tbody tr")).hasSize(1);
  }

  @Test
  void whoIsInvitedAgainAndAgainWithoutAnAnswerIsLeftOutByOneButtonAndPutBackByAnother() {
    List<PersonId> people = people(hotel, 4);
    add(people);
    for (int i = 1; i <= 3; i++) {
      ActivityId before = plan("Antes " + i + mark, lucia.today(clock));
      OccurrenceId of = planner.occurrenceFor(before, lucia.today(clock)).orElseThrow();
      Instant at = now.minus(Duration.ofDays(20L * i));
      planner.touch(of, people.get(0), TouchKind.INVITED, at, lucia.id());
      planner.touch(of, people.get(1), TouchKind.INVITED, at, lucia.id());
      if (i == 2) {
        // An answer counts for what was sent before it, so two remain without one.
        planner.touch(of, people.get(1), TouchKind.REPLIED, at.plusSeconds(60), lucia.id());
      }
      planner.touch(
          of, people.get(2), TouchKind.INVITED, at.minus(Duration.ofDays(90)), lucia.id());
    }
    assertThat(shares().repeated()).isEqualTo(1);
    assertThat(page(lucia).text(".leftout")).contains("3 veces o más en 90 días");

    MvcTestResult out = post(lucia, "/exclusions/repeated", Map.of());
    assertThat(out).hasStatus(302);
    assertThat(shares()).isEqualTo(new Shares(4, 1, 0, 0, 3, 0, 0, 0, 0, 0));
    String undo = (String) out.getMvcResult().getFlashMap().get("flashUndo");
    assertThat(mvc.post().uri(undo).with(cast.as(lucia)).with(csrf()).exchange()).hasStatus(302);
    assertThat(shares().takenOut()).isZero();
  }

  @Test
  void anAnswerIsWhatSomebodyDidOfTheirOwnWillAndReadingIsNone() {
    List<PersonId> people = people(hotel, 10);
    add(people);
    OccurrenceId last = occurrence;
    for (int i = 3; i >= 1; i--) {
      ActivityId before = plan("Antes " + i + mark, lucia.today(clock));
      last = planner.occurrenceFor(before, lucia.today(clock)).orElseThrow();
      for (PersonId p : people) {
        planner.touch(last, p, TouchKind.INVITED, now.minus(Duration.ofDays(10L * i)), lucia.id());
      }
    }
    assertThat(shares().repeated()).isEqualTo(10);
    LocalDate lately = lucia.today(clock).minusDays(5);
    Instant then = now.minus(Duration.ofDays(5));
    planner.touch(last, people.get(0), TouchKind.READ, then, lucia.id());
    log(people.get(1), InteractionKind.EMAIL, InteractionResult.SENT, then);
    log(people.get(2), InteractionKind.CALL, InteractionResult.NO_ANSWER, then);
    assertThat(shares().repeated()).as("nothing of it is an answer").isEqualTo(10);

    planner.touch(last, people.get(3), TouchKind.ATTENDED, then, lucia.id());
    log(people.get(4), InteractionKind.VISIT, null, then);
    log(people.get(5), InteractionKind.CALL, InteractionResult.TALKED, then);
    purchases.add(
        PurchaseId.next(),
        new PurchaseDetails(
            hotel,
            people.get(6),
            "Café",
            lately,
            Money.of(BigDecimal.TEN, Currency.getInstance("EUR")),
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        lucia.id(),
        now);
    jdbc.sql(
            """
            insert into leads.demand_signal (id, kind, person_id, person_name, evidence, happened_on,
              noted_at, noted_by, version)
            values (?, 'PURCHASE_INTENT', ?, 'Alguien', 'Pidió precio', ?, now(), ?, 0)
            """)
        .params(TimeOrderedUuid.next(), people.get(7).id(), lately, lucia.id().id())
        .update();
    jdbc.sql(
            """
            insert into leads.lead (id, person_id, person_name, origin, stage, fit_due,
              engagement_due, created_at, created_by, version)
            values (?, ?, 'Alguien', 'FORM', 'OPEN', false, false, ?, ?, 0)
            """)
        .params(
            TimeOrderedUuid.next(),
            people.get(8).id(),
            then.atOffset(ZoneOffset.UTC),
            lucia.id().id())
        .update();
    assertThat(shares().repeated()).isEqualTo(4);
    assertThat(Page.of(get(lucia, "/people?view=REPEATED")).texts("tbody tr")).hasSize(4);
    buy(hotel, lucia.today(clock).minusDays(60));
    buy(office, lately);
    assertThat(shares().repeated()).as("before the invitations, or by others").isEqualTo(4);
    buy(hotel, lately);
    assertThat(shares().repeated())
        .as("what names nobody may be the answer of any of them, so it is held against none")
        .isZero();
    assertThat(page(lucia).text(".leftout"))
        .contains("Responder es hacer algo", "leer lo que se le manda no cuenta");
  }

  private void buy(CompanyId company, LocalDate day) {
    purchases.add(
        PurchaseId.next(),
        new PurchaseDetails(
            company,
            null,
            "Café",
            day,
            Money.of(BigDecimal.TEN, Currency.getInstance("EUR")),
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        lucia.id(),
        now);
  }

  private void log(
      PersonId person, InteractionKind kind, @Nullable InteractionResult result, Instant at) {
    book.log(InteractionId.next(), kind, result, person, null, "Hablado", at, lucia.id(), now);
  }

  @Test
  void whoNeverSaidWhetherTheyAgreeIsLeftOutUntilMarketingSaysOnWhatGround() {
    List<PersonId> agreed = people(hotel, 2);
    List<PersonId> silent = people(hotel, 3, ConsentState.UNKNOWN);
    List<PersonId> withdrawn = people(hotel, 1, ConsentState.WITHDRAWN);
    add(agreed);
    add(silent);
    add(withdrawn);
    assertThat(shares()).isEqualTo(new Shares(6, 0, 1, 3, 2, 0, 0, 0, 0, 0));
    assertThat(page(lucia).text(".leftout")).contains("3 personas no han dicho");
    assertThat(Page.of(get(lucia, "/people?view=CONSENT_UNKNOWN")).texts("tbody tr")).hasSize(3);
    assertThat(Page.of(get(lucia, "/people?view=INVITED")).texts("tbody tr")).hasSize(2);
    UUID review = TimeOrderedUuid.next();
    audiences.askSales(review, activity, null, List.of(), lucia.id(), now);
    audiences.decide(review, activity, true, null, marcos.id(), clock.instant());
    assertThat(page(lucia).text(".pagehead")).contains("aprobado por ventas");

    String ground = TimeOrderedUuid.next().toString();
    assertThat(post(marcos, "/grounds", Map.of("id", ground, "text", "Son clientes")))
        .hasStatus(403);
    MvcTestResult blank = post(lucia, "/grounds", Map.of("id", ground, "text", " "));
    assertThat(blank).hasStatus(302);
    assertThat(shares().silent()).isEqualTo(3);
    assertThat(post(lucia, "/grounds", Map.of("id", ground, "text", "Son clientes")))
        .hasStatus(302);
    assertThat(post(lucia, "/grounds", Map.of("id", ground, "text", "Son clientes")))
        .hasStatus(302);
    assertThat(shares()).isEqualTo(new Shares(6, 0, 1, 0, 5, 0, 0, 0, 3, 0));
    // Sales reads it where it looks at the audience, and has to look again: there are more.
    assertThat(page(marcos).text(".leftout")).contains("Son clientes", "Lucía Ferrer");
    assertThat(page(lucia).text(".pagehead")).contains("en borrador");
    assertThat(post(lucia, "/launches", launch("Prisa"))).hasStatus(302);
    assertThat(invited()).isEqualTo(5);
    assertThat(page(lucia).text("#launch")).contains("Son clientes");

    assertThat(post(lucia, "/grounds/" + ground + "/end", Map.of())).hasStatus(302);
    assertThat(shares()).isEqualTo(new Shares(6, 0, 1, 3, 2, 0, 0, 0, 0, 0));
    assertThat(
            jdbc.sql("select text from planner.audience_ground where activity_id = :id")
                .param("id", activity.id())
                .query(String.class)
                .list())
        .containsExactly("Son clientes");
  }

  @Test
  void theGroundCoversThoseForWhomItWasGivenAndNobodyElse() {
    add(people(hotel, 1));
    List<PersonId> first = people(hotel, 2, ConsentState.UNKNOWN);
    add(first);
    post(
        lucia,
        "/grounds",
        Map.of("id", TimeOrderedUuid.next().toString(), "text", "Pidieron una cata"));
    List<PersonId> strangers = people(hotel, 3, ConsentState.UNKNOWN);
    add(strangers);
    assertThat(shares()).isEqualTo(new Shares(6, 0, 0, 3, 3, 0, 0, 0, 2, 0));
    Page page = page(lucia);
    assertThat(page.text(".leftout"))
        .contains("3 personas no han dicho", "quedan fuera", "Pidieron una cata")
        .contains("2 personas no han dicho si quieren que se les escriba; se les escribe por esto");
    assertThat(Page.of(get(lucia, "/people?view=SILENT")).texts("tbody tr")).hasSize(3);
    assertThat(Page.of(get(lucia, "/people?view=GROUNDED")).texts("tbody tr")).hasSize(2);
    assertThat(Page.of(get(lucia, "/people?view=SILENT")).text("tbody")).contains("queda fuera");

    UUID second = TimeOrderedUuid.next();
    post(lucia, "/grounds", Map.of("id", second.toString(), "text", "Dejaron su tarjeta"));
    assertThat(shares()).isEqualTo(new Shares(6, 0, 0, 0, 6, 0, 0, 0, 5, 0));
    assertThat(page(lucia).texts(".leftout .said")).hasSize(2);
    assertThat(post(lucia, "/launches", launch("Prisa"))).hasStatus(302);
    assertThat(page(lucia).text("#launch")).contains("Pidieron una cata", "Dejaron su tarjeta");
    post(lucia, "/grounds/" + second + "/end", Map.of());
    assertThat(shares()).isEqualTo(new Shares(6, 0, 0, 3, 3, 0, 0, 0, 2, 0));
  }

  @Test
  void anotherAnswersForWhoWasAskedOnlyExplicitlyAndTheyAreTold() {
    add(people(hotel, 2));
    UUID review = TimeOrderedUuid.next();
    post(lucia, "/review", Map.of("id", review.toString(), "sellers", marcos.id().toString()));
    CurrentUser ines = cast.ines();
    assertThat(page(marcos).texts("#review form[action$=/decision] button"))
        .containsExactly("Aprobar", "Devolver a marketing");
    for (CurrentUser other : List.of(ines, cast.teresa())) {
      Page page = page(other);
      assertThat(page.texts("#review form[action$=/decision] button"))
          .containsExactly("Aprobar en lugar de Marcos Vidal", "Devolver en lugar de Marcos Vidal");
      assertThat(page.text(".nextstep")).contains("Marcos Vidal");
    }
    String decision = "/review/" + review + "/decision";
    String seen = seen(ines);
    Map<String, String> quiet = Map.of("approved", "true", "seen", seen);
    assertThat(post(ines, decision, quiet)).hasStatus(422);
    assertThat(page(lucia).text(".pagehead")).contains("en revisión");
    assertThat(post(ines, decision, Map.of("approved", "true", "seen", seen, "inPlace", "true")))
        .hasStatus(302);
    assertThat(page(lucia).text("#review")).contains("Inés Soto en lugar de Marcos Vidal");
    assertThat(inbox(marcos)).contains("Inés Soto respondió en tu lugar", "Cata " + mark);
  }

  @Test
  void marketingIsToldWhatSalesSaysAndThePageSaysThatItWasSentBack() {
    add(people(hotel, 2));
    UUID review = TimeOrderedUuid.next();
    post(lucia, "/review", Map.of("id", review.toString()));
    post(
        marcos,
        "/comments",
        Map.of("id", TimeOrderedUuid.next().toString(), "text", "Falta gente de Lugo"));
    assertThat(inbox(lucia)).contains("Marcos Vidal comentó", "Falta gente de Lugo");
    post(
        marcos,
        "/review/" + review + "/decision",
        Map.of("approved", "false", "seen", seen(marcos), "comment", "Sobra la competencia"));
    assertThat(inbox(lucia)).contains("Marcos Vidal te devolvió", "Sobra la competencia");
    String step = page(lucia).text(".nextstep");
    assertThat(step).contains("Marcos Vidal lo devolvió el", "Sobra la competencia");
    assertThat(step).doesNotContain("aún no ha visto");

    // Also where a reason for the share is missing.
    List<PersonId> outside = people(office, 2);
    add(outside);
    assertThat(page(lucia).text(".nextstep")).contains("Sobra la competencia");

    UUID second = TimeOrderedUuid.next();
    post(lucia, "/review", Map.of("id", second.toString()));
    outside.forEach(
        one ->
            audiences.takeOutForSales(
                TimeOrderedUuid.next(), activity, one, "Sobra", marcos.id(), clock.instant()));
    post(
        marcos,
        "/review/" + second + "/decision",
        Map.of("approved", "true", "seen", seen(marcos)));
    assertThat(inbox(lucia)).contains("Marcos Vidal aprobó el público");
    add(people(hotel, 1));
    assertThat(page(lucia).text(".nextstep"))
        .contains("Marcos Vidal lo aprobó el", "ha entrado o vuelto más gente");
  }

  @Test
  void whoCameBackAndWentAgainIsOutAndNotBack() {
    List<PersonId> people = people(hotel, 2);
    add(people);
    UUID out = TimeOrderedUuid.next();
    audiences.takeOutForSales(out, activity, people.get(0), "No", marcos.id(), clock.instant());
    audiences.putBack(activity, out, lucia.id(), clock.instant());
    audiences.takeOutForSales(
        TimeOrderedUuid.next(), activity, people.get(0), "Sigue", marcos.id(), clock.instant());
    assertThat(page(lucia).text(".leftout"))
        .contains("Una persona está sacada")
        .doesNotContain("ha vuelto");
    assertThat(Page.of(get(lucia, "/people?view=BACK")).texts("tbody tr")).isEmpty();
  }

  @Test
  void aSourceTakenAwayComesBackWhole() {
    List<PersonId> people = people(office, 2);
    UUID first = TimeOrderedUuid.next();
    audiences.addPeople(first, activity, true, "La primera", people, lucia.id(), clock.instant());
    audiences.keepStrangers(first, activity, List.of(), List.of("mal@@x"));
    audiences.justify(TimeOrderedUuid.next(), activity, "Son vecinos", lucia.id(), clock.instant());
    audiences.takeOut(
        TimeOrderedUuid.next(),
        activity,
        people.get(0),
        Why.MARKETING,
        "No viene",
        lucia.id(),
        clock.instant());
    add(people(hotel, 1));
    UUID review = TimeOrderedUuid.next();
    post(lucia, "/review", Map.of("id", review.toString()));
    post(
        marcos,
        "/review/" + review + "/decision",
        Map.of("approved", "true", "seen", seen(marcos)));
    String before = page(lucia).text("#sources");
    Shares all = shares();

    MvcTestResult removed = post(lucia, "/sources/" + first + "/deletion", Map.of());
    assertThat(shares().people()).isEqualTo(1);
    String undo = (String) removed.getMvcResult().getFlashMap().get("flashUndo");
    assertThat(undo).isNotNull();
    for (int i = 0; i < 2; i++) {
      assertThat(mvc.post().uri(undo).with(cast.as(lucia)).with(csrf()).exchange()).hasStatus(302);
      assertThat(shares()).isEqualTo(all);
    }
    Page page = page(lucia);
    assertThat(page.text("#sources")).isEqualTo(before);
    assertThat(page.text(".pagehead")).contains("aprobado por ventas");
    assertThat(page.text("#share")).contains("Son vecinos");
    assertThat(Page.of(get(lucia, "/people?view=TAKEN_OUT")).text("tbody")).contains("No viene");
  }

  @Test
  void whereNobodyAgreedThePageSaysSoAndNothingCanBeSent() {
    add(people(hotel, 2, ConsentState.UNKNOWN));
    MvcTestResult refused = post(lucia, "/launches", launch("Prisa"));
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text(".problems")).contains("di con qué base");
    assertThat(page(lucia).text("#launch")).contains("di con qué base");
    assertThat(invited()).isZero();
  }

  @Test
  void belowTheAgreedShareTheReasonIsAskedAndKeptWithItsNumbers() {
    add(people(hotel, 1));
    add(people(office, 1));
    Map<String, String> launch = launch("No da tiempo");
    MvcTestResult refused = post(lucia, "/launches", launch);
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text(".problems")).contains("guarda antes el motivo");

    assertThat(
            post(
                lucia,
                "/justification",
                Map.of("id", TimeOrderedUuid.next().toString(), "text", "Abrimos oficinas")))
        .hasStatus(302);
    assertThat(page(lucia).text(".said")).contains("Abrimos oficinas", "50 %");
    // It holds for a better share, too, as long as those outside are those it was written of.
    add(people(hotel, 1));
    assertThat(page(lucia).has("#justify")).isFalse();
    add(people(office, 1));
    add(people(hotel, 1));
    Page other = page(lucia);
    assertThat(other.document().select("#justify").text()).isEqualTo("Abrimos oficinas");
    assertThat(other.text("#share")).contains("se escribió cuando", "Confírmalo o cámbialo");
    assertThat(page(marcos).text("#share"))
        .as("sales reads the reason, and that it does not hold yet")
        .contains("Abrimos oficinas", "tiene que confirmarlo");
    assertThat(post(lucia, "/launches", launch)).hasStatus(422);
    post(
        lucia,
        "/justification",
        Map.of("id", TimeOrderedUuid.next().toString(), "text", "Abrimos oficinas"));
    assertThat(page(lucia).has("#justify")).isFalse();
    assertThat(post(lucia, "/launches", launch)).hasStatus(302);
    assertThat(invited()).isEqualTo(5);
  }

  @Test
  void salesSeesItTakesSomebodyOutAndApprovesAndMarketingLaunchesOnce() {
    List<PersonId> people = people(hotel, 5);
    add(people);
    UUID review = TimeOrderedUuid.next();
    assertThat(post(marcos, "/review", Map.of("id", review.toString()))).hasStatus(403);
    post(
        lucia,
        "/review",
        Map.of(
            "id", review.toString(), "note", "¿Sobra alguien?", "sellers", marcos.id().toString()));
    assertThat(waiting(marcos)).contains("Cata " + mark);
    assertThat(waiting(cast.ines())).doesNotContain("Cata " + mark);
    assertThat(post(lucia, "/launches", launch(""))).hasStatus(422);

    assertThat(
            post(marcos, "/exclusions", Map.of("person", people.get(0).toString(), "reason", "")))
        .hasStatus(302);
    assertThat(shares().takenOut()).isZero();
    post(
        marcos,
        "/exclusions",
        Map.of("person", people.get(0).toString(), "reason", "Ya es cliente"));
    assertThat(Page.of(get(lucia, "/people?view=TAKEN_OUT")).text("tbody"))
        .contains("Ya es cliente", "Marcos Vidal");

    String decision = "/review/" + review + "/decision";
    assertThat(post(lucia, decision, Map.of("approved", "true"))).hasStatus(403);
    post(
        marcos,
        decision,
        Map.of("approved", "true", "comment", "Bien elegidos", "seen", seen(marcos)));
    assertThat(page(lucia).text("#review")).contains("aprobado", "Bien elegidos");
    assertThat(page(lucia).text(".pagehead")).contains("aprobado por ventas");

    Map<String, String> launch = launch("");
    MvcTestResult launched = post(lucia, "/launches", launch);
    assertThat(launched).hasStatus(302);
    assertThat(post(lucia, "/launches", launch)).hasStatus(302);
    assertThat(invited()).isEqualTo(4);
    assertThat(page(lucia).text(".pagehead")).contains("lanzado");
    assertThat(Page.of(exchange(lucia, "/planner/occurrences/" + occurrence)).text("#people"))
        .contains("invitadas: 4");

    // Whoever comes later may be invited, too, once sales has seen them or a reason is given.
    add(people(hotel, 1));
    assertThat(post(lucia, "/launches", launch(""))).hasStatus(422);
    assertThat(post(lucia, "/launches", launch("Llegó tarde"))).hasStatus(302);
    assertThat(invited()).isEqualTo(5);
  }

  @Test
  void whatSalesSawIsWhatItApproves() {
    add(people(hotel, 2));
    List<PersonId> silent = people(hotel, 1, ConsentState.UNKNOWN);
    add(silent);
    UUID review = TimeOrderedUuid.next();
    post(lucia, "/review", Map.of("id", review.toString()));
    String seen = seen(marcos);
    PersonId stranger = PersonId.next();
    book.addPerson(
        stranger,
        PersonDetails.of("Noa Castro", new EmailAddress(stranger + "@x.example"), null, hotel),
        lucia.id(),
        now);
    book.consent(stranger, ConsentState.GIVEN, "Feria", null, lucia.id(), now);
    add(List.of(stranger));

    String decision = "/review/" + review + "/decision";
    Map<String, String> answer = Map.of("approved", "true", "comment", "Vale", "seen", seen);
    MvcTestResult early = post(marcos, decision, answer);
    assertThat(early).hasStatus(422);
    Page again = Page.of(early);
    assertThat(again.text(".problems")).contains("Noa Castro", "aún no se ha aprobado");
    assertThat(again.document().select("#decision").text()).isEqualTo("Vale");
    assertThat(page(lucia).text(".pagehead")).contains("en revisión");
    assertThat(post(marcos, decision, Map.of("approved", "true"))).hasStatus(422);
    // Who is taken out or back by sales itself was on the page all the time.
    seen = again.document().select("#review input[name=seen]").attr("value");
    UUID out = TimeOrderedUuid.next();
    audiences.takeOutForSales(out, activity, stranger, "No", marcos.id(), clock.instant());
    audiences.putBack(activity, out, marcos.id(), clock.instant());
    answer = Map.of("approved", "true", "comment", "Vale", "seen", seen);
    assertThat(post(marcos, decision, answer)).hasStatus(302);
    assertThat(page(lucia).text("#review")).contains("aprobado", "con 3 personas");
  }

  @Test
  void whoIsBroughtBackOrMayBeWrittenToOnlySinceThePageWasOpenedWasNotSeen() {
    List<PersonId> people = people(hotel, 2);
    add(people);
    add(people(hotel, 1, ConsentState.UNKNOWN));
    UUID out = TimeOrderedUuid.next();
    audiences.takeOut(
        out, activity, people.get(0), Why.MARKETING, "No viene", lucia.id(), clock.instant());
    UUID review = TimeOrderedUuid.next();
    post(lucia, "/review", Map.of("id", review.toString()));
    String decision = "/review/" + review + "/decision";

    String seen = seen(marcos);
    audiences.putBack(activity, out, lucia.id(), clock.instant());
    assertThat(post(marcos, decision, Map.of("approved", "true", "seen", seen))).hasStatus(422);
    seen = seen(marcos);
    audiences.allowSilent(
        TimeOrderedUuid.next(), activity, "Son clientes", lucia.id(), clock.instant());
    assertThat(post(marcos, decision, Map.of("approved", "true", "seen", seen))).hasStatus(422);
    assertThat(post(marcos, decision, Map.of("approved", "true", "seen", seen(marcos))))
        .hasStatus(302);
  }

  @Test
  void afterALaunchThePageSaysWhatWasDoneThoughSomebodyWithdrewSince() {
    List<PersonId> people = people(hotel, 2);
    people.addAll(people(office, 1));
    add(people);
    assertThat(page(lucia).text(".hint-line.warn")).contains("Nadie tiene el encargo de seguir");
    // A third of the bar leaves no room for less than nothing.
    page(lucia)
        .document()
        .select(".sharebar rect")
        .forEach(bar -> assertThat(Double.parseDouble(bar.attr("width"))).isNotNegative());
    audiences.justify(TimeOrderedUuid.next(), activity, "Son vecinos", lucia.id(), now);
    audiences.launch(TimeOrderedUuid.next(), activity, occurrence, "Prisa", lucia, now);
    book.consent(people.get(0), ConsentState.WITHDRAWN, "Carta", null, lucia.id(), now);

    String facts = page(lucia).text(".audience-share .facts");
    assertThat(facts).contains("Se invitó a 3", "Hoy se invitaría a 2");
    assertThat(facts).doesNotContain("Se invitará a");
    assertThat(page(lucia).text(".leftout")).contains("no se la invita nunca");
  }

  @Test
  void whoIsBroughtBackAfterSalesTookThemOutMustBeApprovedAgainAndTheReasonStays() {
    List<PersonId> people = people(hotel, 3);
    add(people);
    UUID review = TimeOrderedUuid.next();
    post(lucia, "/review", Map.of("id", review.toString()));
    post(
        marcos,
        "/exclusions",
        Map.of("person", people.get(0).toString(), "reason", "Está en un pleito"));
    post(
        marcos,
        "/review/" + review + "/decision",
        Map.of("approved", "true", "seen", seen(marcos)));
    assertThat(page(lucia).text(".pagehead")).contains("aprobado por ventas");

    String back =
        Page.of(get(lucia, "/people?view=TAKEN_OUT"))
            .document()
            .select("form[action$=/deletion]")
            .attr("action");
    mvc.post().uri(back).with(cast.as(lucia)).with(csrf()).exchange();

    Page page = page(lucia);
    assertThat(page.text(".pagehead")).contains("en borrador");
    assertThat(page.text("#review")).contains("pide que lo vea otra vez");
    assertThat(post(lucia, "/launches", launch(""))).hasStatus(422);
    assertThat(page.text(".leftout")).contains("Una persona que estaba sacada ha vuelto");
    assertThat(Page.of(get(marcos, "/people?view=BACK")).text("tbody"))
        .contains("Está en un pleito", "La sacó Marcos Vidal", "la devolvió Lucía");
    assertThat(
            lists
                .audiences(
                    lucia.today(clock), AudienceState.APPROVED, null, AudienceLists.AUDIENCES)
                .rows()
                .stream()
                .map(AudienceLists.Row::id))
        .doesNotContain(activity.id());
    // And sales may take them out once more.
    post(
        marcos,
        "/exclusions",
        Map.of("person", people.get(0).toString(), "reason", "El pleito sigue"));
    assertThat(shares().takenOut()).isEqualTo(1);
  }

  @Test
  void whatSalesDecidedHoldsThoughTheSourceIsTakenAwayAndTheListAddedAgain() {
    List<PersonId> people = people(hotel, 2);
    add(people);
    audiences.takeOutForSales(
        TimeOrderedUuid.next(), activity, people.get(0), "Ya es cliente", marcos.id(), now);
    UUID source = lists.facts(activity, lucia.today(clock)).sources().get(0).id();
    audiences.removeSource(source, activity, lucia.id(), clock.instant());
    add(people);
    assertThat(shares().takenOut()).isEqualTo(1);
  }

  @Test
  void aLaunchCanBeTakenBackForTenMinutesUnlessSomebodyAnswered() {
    List<PersonId> people = people(hotel, 2);
    add(people);
    UUID first = TimeOrderedUuid.next();
    audiences.launch(first, activity, occurrence, "Prisa", lucia, now);
    assertThatThrownBy(
            () -> audiences.undoLaunch(first, activity, lucia, now.plus(Duration.ofMinutes(11))))
        .isInstanceOf(RefusedException.class);
    audiences.undoLaunch(first, activity, lucia, now.plus(Duration.ofMinutes(9)));
    assertThat(invited()).isZero();

    UUID second = TimeOrderedUuid.next();
    audiences.launch(second, activity, occurrence, "Prisa", lucia, now);
    planner.touch(occurrence, people.get(0), TouchKind.REPLIED, now, null);
    assertThatThrownBy(() -> audiences.undoLaunch(second, activity, lucia, now))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.messageKey()).isEqualTo("audience.launch.answered"));
    assertThat(invited()).isEqualTo(2);
  }

  @Test
  void aListOfNamesAddressesAndNumbersFindsWhoIsKnownAndOffersToAddTheOthers() {
    PersonId paula = people(hotel, 1).get(0);
    String email = book.person(paula).details().email().value();
    String stranger = "Nueva " + paula.toString().substring(24);
    Map<String, String> form =
        Map.of(
            "id",
            TimeOrderedUuid.next().toString(),
            "people",
            email + "\n" + stranger + ", nueva" + paula + "@x.example\n+34 600 123 987");
    MvcTestResult asked = post(lucia, "/sources", form);
    assertThat(asked).hasStatus(302);
    // Whoever leaves the page finds the lines again.
    String step =
        page(lucia).document().select("#sources a:contains(2 líneas por resolver)").attr("href");
    Page strangers = Page.of(exchange(lucia, step));
    assertThat(strangers.title()).isEqualTo("A estas personas no las conocemos");
    assertThat(strangers.document().select("tbody tr")).hasSize(2);
    assertThat(shares().people()).isEqualTo(1);

    var add =
        mvc.post()
            .uri(strangers.document().select("main form").attr("action"))
            .with(cast.as(lucia))
            .with(csrf());
    String company = "Hotel nuevo " + mark;
    strangers
        .document()
        .select("main form input[name]:not([name=_csrf])")
        .forEach(
            f ->
                add.param(
                    f.attr("name"),
                    f.attr("name").startsWith("company-") ? company : f.attr("value")));
    assertThat(add.exchange()).hasStatus(302);
    assertThat(shares().people()).isEqualTo(3);
    assertThat(book.findCompany(company)).isPresent();
    assertThat(page(lucia).text("#sources")).doesNotContain("por resolver");
    // Nobody has asked the two new ones yet.
    assertThat(shares().silent()).isEqualTo(2);
  }

  @Test
  void aFileSaysWhereTheyWorkAndItsLinesWaitUntilSomebodyDecides() {
    String who = "eva" + UUID.randomUUID() + "@x.example";
    MvcTestResult asked =
        upload(
            "lista.csv",
            "Nombre;Correo;Empresa;Zona\nEva Prieto;" + who + ";Bar Eva;Sur\nMal;mal@@x;;\n");
    assertThat(asked).hasStatus(302);
    assertThat(asked.getMvcResult().getFlashMap().get("notRead")).isEqualTo("Zona");
    String step = page(lucia).document().select(".empty a[href$=/strangers]").attr("href");
    assertThat(page(lucia).text(".empty")).contains("lista.csv", "2 líneas por resolver");
    Page strangers = Page.of(exchange(lucia, step));
    assertThat(strangers.document().select("input[name^=company-]").eachAttr("value"))
        .containsExactly("Bar Eva", "");
    assertThat(strangers.text("tbody")).contains("No se entiende: Mal, mal@@x");

    mvc.post()
        .uri(step)
        .param("shown", UUID.randomUUID().toString())
        .with(cast.as(lucia))
        .with(csrf())
        .exchange();
    assertThat(page(lucia).text(".empty")).contains("2 líneas por resolver");
    var out = mvc.post().uri(step).param("skip", "true").with(cast.as(lucia)).with(csrf());
    strangers
        .document()
        .select("input[name=shown]")
        .forEach(f -> out.param("shown", f.attr("value")));
    assertThat(out.exchange()).hasStatus(302);
    assertThat(page(lucia).text("main")).doesNotContain("por resolver", "lista.csv");
  }

  @Test
  void whomOnePressAddedGoesByOneMoreButForThoseWhoWereChangedOrUsedSince() {
    String word = profile.toString().replaceAll("[^a-z]", "x");
    String firm = "Taberna " + word;
    StringBuilder lines = new StringBuilder("Nombre;Correo;Empresa\n");
    for (String name : List.of("Uno", "Dos", "Tres", "Cuatro")) {
      lines.append("%s %s;%s%s@x.example;%s\n".formatted(name, word, name, word, firm));
    }
    assertThat(upload("lista.csv", lines.toString())).hasStatus(302);
    String step = page(lucia).document().select(".empty a[href$=/strangers]").attr("href");
    var all = mvc.post().uri(step).param("all", "true").with(cast.as(lucia)).with(csrf());
    MvcTestResult added = all.exchange();
    assertThat(added).hasStatus(302);
    assertThat(shares().people()).isEqualTo(4);
    String undo = (String) added.getMvcResult().getFlashMap().get("flashUndo");
    assertThat(undo).startsWith(step);

    PersonId two = book.peopleCalled(List.of("Dos " + word)).get("Dos " + word);
    PersonId three = book.peopleCalled(List.of("Tres " + word)).get("Tres " + word);
    jdbc.sql("update contacts.person set version = 1, city = 'Vigo' where id = :id")
        .param("id", two.id())
        .update();
    planner.touch(occurrence, three, TouchKind.INVITED, now, lucia.id());

    MvcTestResult undone = mvc.post().uri(undo).with(cast.as(lucia)).with(csrf()).exchange();

    assertThat(undone).hasStatus(302);
    assertThat(shares().people()).isEqualTo(2);
    Page after = Page.of(exchange(lucia, undone.getResponse().getRedirectedUrl()));
    assertThat(undone.getMvcResult().getFlashMap().get("flashKey"))
        .isEqualTo("audience.strangers.undone.but");
    Object[] said = (Object[]) undone.getMvcResult().getFlashMap().get("flashArguments");
    assertThat(said).startsWith(2, 2);
    assertThat((String) said[2])
        .contains("Dos " + word + " (alguien cambió su ficha)")
        .contains("Tres " + word + " (ya se usa en otro sitio)");
    assertThat(after.document().select("input[name^=name-]").eachAttr("value"))
        .as("their lines wait again")
        .containsExactly("Uno " + word, "Cuatro " + word);
    assertThat(book.peopleCalled(List.of("Uno " + word, "Cuatro " + word))).isEmpty();
    assertThat(book.findCompany(firm)).as("others work there").isPresent();
    assertThat(mvc.post().uri(undo).with(cast.as(lucia)).with(csrf()).exchange())
        .as("once")
        .hasStatus(404);
    assertThat(mvc.post().uri(undo).with(cast.as(marcos)).with(csrf()).exchange()).hasStatus(403);

    MvcTestResult again =
        mvc.post().uri(step).param("all", "true").with(cast.as(lucia)).with(csrf()).exchange();
    assertThat(shares().people()).isEqualTo(4);
    assertThat((String) again.getMvcResult().getFlashMap().get("flashUndo")).isNotEqualTo(undo);
  }

  @Test
  void whoIsCalledLikeSomebodyKnownIsAskedAboutAndNotAddedASecondTime() {
    String name = "Eva Prieto " + profile.toString().replaceAll("[^a-z]", "");
    List<PersonId> known = List.of(PersonId.next(), PersonId.next());
    for (PersonId one : known) {
      book.addPerson(
          one,
          PersonDetails.of(name, new EmailAddress(one + "@x.example"), null, hotel),
          lucia.id(),
          now);
    }
    String other = "otra" + profile + "@x.example";
    String fresh = "nueva" + profile + "@x.example";
    post(
        lucia,
        "/sources",
        Map.of(
            "id",
            TimeOrderedUuid.next().toString(),
            "people",
            name.toUpperCase(java.util.Locale.ROOT)
                + ", "
                + other
                + "\n"
                + name
                + "\nNueva, "
                + fresh));
    String step = page(lucia).document().select("a[href$=/strangers]").attr("href");
    Page strangers = Page.of(exchange(lucia, step));
    assertThat(strangers.text("h1")).isEqualTo("¿Quiénes son estas personas?");
    assertThat(strangers.document().select("tbody tr")).hasSize(3);
    assertThat(strangers.document().select("input[name=chosen]")).hasSize(1);
    assertThat(strangers.texts(".namesakes legend"))
        .hasSize(2)
        .allSatisfy(legend -> assertThat(legend).contains("Ya conoces a 2 personas"));
    assertThat(strangers.document().select("input[type=radio][checked]")).isEmpty();

    List<String> rows = strangers.document().select("input[name=shown]").eachAttr("value");
    MvcTestResult undecided = resolve(strangers, step, Map.of());
    assertThat(undecided).hasStatus(422);
    Page again = Page.of(undecided);
    assertThat(again.document().select("tbody tr")).hasSize(2);
    assertThat(again.text("tbody")).contains("Di si es la misma persona");
    assertThat(called(name)).isEqualTo(2);
    assertThat(shares().people()).isEqualTo(1);

    assertThat(
            resolve(
                again,
                step,
                Map.of(
                    "same-" + rows.get(0), known.get(1).toString(), "same-" + rows.get(1), "out")))
        .hasStatus(302);
    assertThat(called(name)).isEqualTo(2);
    assertThat(shares().people()).isEqualTo(2);
    assertThat(page(lucia).text("#sources")).doesNotContain("por resolver");
  }

  @Test
  void aLongListIsAddedOrLeftOutByOnePress() {
    String name = "Inés Prieto " + profile.toString().replaceAll("[^a-z]", "");
    book.addPerson(
        PersonId.next(),
        PersonDetails.of(name, new EmailAddress(PersonId.next() + "@x.example"), null, hotel),
        lucia.id(),
        now);
    StringBuilder list = new StringBuilder("Nombre;Correo\n");
    for (int i = 0; i < 230; i++) {
      String called = i == 220 ? name : "Nueva " + i + " " + profile;
      list.append(called).append(';').append("n" + i + "-" + profile + "@x.example\n");
    }
    upload("larga.csv", list.toString());
    String step = page(lucia).document().select(".empty a[href$=/strangers]").attr("href");
    Page first = Page.of(exchange(lucia, step));
    assertThat(first.document().select("tbody tr")).hasSize(200);
    assertThat(first.texts("button[name=all]"))
        .containsExactly("Añadir estas y las 30 que faltan", "Dejar fuera a las 230");

    MvcTestResult rest = resolve(first, step, Map.of("all", "true"));
    assertThat(rest).hasStatus(422);
    assertThat(shares().people()).isEqualTo(229);
    Page left = Page.of(rest);
    assertThat(left.document().select("tbody tr")).as("who may be known waits").hasSize(1);
    assertThat(left.text("tbody")).contains("Di si es la misma persona");
    assertThat(left.has("button[name=all]")).as("all that is left is shown").isFalse();
    assertThat(resolve(first, step, Map.of("all", "true"))).as("sent twice").hasStatus(422);
    assertThat(shares().people()).isEqualTo(229);

    upload(
        "otra.csv", list.toString().replace("@x.example", "@y.example").replace("Nueva", "Otra"));
    String other =
        page(lucia).document().select("#sources a[href$=/strangers]").eachAttr("href").stream()
            .filter(href -> !href.equals(step))
            .findFirst()
            .orElseThrow();
    assertThat(
            resolve(Page.of(exchange(lucia, other)), other, Map.of("all", "true", "skip", "true")))
        .hasStatus(302);
    assertThat(shares().people()).isEqualTo(229);
    assertThat(page(lucia).text("#sources")).doesNotContain("otra.csv");
  }

  @Test
  void whoIsAskedAboutGoesInUnderAMendedNameToo() {
    String name = "Ramón Ledo " + profile.toString().replaceAll("[^a-z]", "");
    PersonId known = PersonId.next();
    book.addPerson(
        known,
        PersonDetails.of(name, new EmailAddress(known + "@x.example"), null, hotel),
        lucia.id(),
        now);
    upload("lista.csv", "Nombre;Correo\n" + name + ";otro" + profile + "@x.example\n");
    String step = page(lucia).document().select(".empty a[href$=/strangers]").attr("href");
    Page strangers = Page.of(exchange(lucia, step));
    String row = strangers.document().selectFirst("[name=shown]").val();

    assertThat(
            ticked(
                strangers, step, Map.of("name-" + row, name + " Pérez", "same-" + row, "another")))
        .hasStatus(302);

    assertThat(shares().people()).isEqualTo(1);
    assertThat(called(name + " Pérez")).isEqualTo(1);
  }

  @Test
  void aLineThatNobodyUnderstandsWaitsUntilItIsMended() {
    String good = "buena" + profile + "@x.example";
    upload("lista.csv", "Nombre;Correo\nBuena;" + good + "\nMal;mal@@x\n");
    String step = page(lucia).document().select(".empty a[href$=/strangers]").attr("href");
    Page strangers = Page.of(exchange(lucia, step));
    List<String> rows = strangers.document().select("input[name=shown]").eachAttr("value");

    assertThat(ticked(strangers, step, Map.of())).hasStatus(302);
    assertThat(shares().people()).isEqualTo(1);
    assertThat(page(lucia).text("#sources")).contains("1 línea por resolver");

    Page again =
        Page.of(
            ticked(
                Page.of(exchange(lucia, step)),
                step,
                Map.of("chosen", rows.get(1), "email-" + rows.get(1), "mal@@y")));
    assertThat(again.text("tbody")).contains("No se ha podido añadir");
    ticked(again, step, Map.of("email-" + rows.get(1), "bien" + profile + "@x.example"));
    assertThat(shares().people()).as("still ticked").isEqualTo(2);
  }

  /** Sends the page of strangers as a browser does: ticks that are not set are not sent. */
  private MvcTestResult ticked(Page page, String step, Map<String, String> answers) {
    var send = mvc.post().uri(step).with(cast.as(lucia)).with(csrf());
    page.document()
        .select("main form input[name]:not([name=_csrf]):not([type=radio])")
        .forEach(
            f -> {
              boolean off = f.attr("type").equals("checkbox") && !f.hasAttr("checked");
              if (!off && !answers.containsKey(f.attr("name"))) {
                send.param(f.attr("name"), f.attr("value"));
              }
            });
    answers.forEach(send::param);
    return send.exchange();
  }

  private int called(String name) {
    return book.namesakes(List.of(name)).getOrDefault(name, List.of()).size();
  }

  /** Sends the page of strangers as it stands, with these answers. */
  private MvcTestResult resolve(Page page, String step, Map<String, String> answers) {
    var send = mvc.post().uri(step).with(cast.as(lucia)).with(csrf());
    page.document()
        .select("main form input[name]:not([name=_csrf]):not([type=radio])")
        .forEach(f -> send.param(f.attr("name"), f.attr("value")));
    answers.forEach(send::param);
    return send.exchange();
  }

  @Test
  void whoIsWrittenIntoTheSearchIsTakenWithoutScriptsToo() {
    book.addPerson(
        PersonId.next(),
        PersonDetails.of("Buscada Sin Guiones", null, null, null),
        lucia.id(),
        clock.instant());
    assertThat(
            Page.of(exchange(lucia, "/contacts/people/options?q=Buscada Sin Guiones")).text("li"))
        .isEqualTo("Buscada Sin Guiones");
    post(
        lucia,
        "/sources",
        Map.of("id", TimeOrderedUuid.next().toString(), "q", "Buscada Sin Guiones"));
    assertThat(Page.of(get(lucia, "/people")).text("main")).contains("Buscada Sin Guiones");
  }

  @Test
  void aListSaysWhatTheyDoAndWhoCannotBeReachedIsNotToBeInvited() {
    String who = "brais" + UUID.randomUUID() + "@x.example";
    upload("lista.csv", "Nombre;Correo;Cargo\nBrais Fraga;" + who + ";Jefe de sala\n");
    String step = page(lucia).document().select(".empty a[href$=/strangers]").attr("href");
    Page strangers = Page.of(exchange(lucia, step));
    assertThat(strangers.document().select("input[name^=job-]").eachAttr("value"))
        .containsExactly("Jefe de sala");
    assertThat(resolve(strangers, step, Map.of())).hasStatus(302);
    PersonId made = book.peopleAt(List.of(new EmailAddress(who))).get(new EmailAddress(who));
    assertThat(book.person(made).details().jobTitle()).isEqualTo("Jefe de sala");

    add(people(hotel, 1));
    List<PersonId> silent = List.of(PersonId.next(), PersonId.next());
    for (PersonId one : silent) {
      book.addPerson(one, PersonDetails.of("Sin nada " + one, null, null, hotel), lucia.id(), now);
      book.consent(one, ConsentState.GIVEN, "Feria", null, lucia.id(), now);
    }
    add(silent);
    assertThat(shares()).isEqualTo(new Shares(4, 0, 0, 1, 1, 0, 0, 0, 0, 2));
    assertThat(page(lucia).text(".leftout")).contains("2 personas no tienen ni correo ni teléfono");
    assertThat(Page.of(get(lucia, "/people?view=UNREACHABLE")).texts("tbody tr")).hasSize(2);
    post(lucia, "/launches", launch("Prisa"));
    assertThat(invited()).isEqualTo(1);
  }

  @Test
  void anArchiveNamedCsvIsRefusedAndLeavesNothing() {
    MvcTestResult refused = upload("fake.csv", "PK\u0003\u0004 not a list at all");
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("main")).contains("hoja de cálculo");
    assertThat(lists.facts(activity, lucia.today(clock)).sources()).isEmpty();
  }

  private MvcTestResult upload(String name, String text) {
    return mvc.post()
        .multipart()
        .uri("/planner/activities/" + activity + "/audience/sources")
        .file(
            new MockMultipartFile(
                "file", name, "text/csv", text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .param("id", TimeOrderedUuid.next().toString())
        .with(cast.as(lucia))
        .with(csrf())
        .exchange();
  }

  @Test
  void aFileOfThousandsIsReadByAFewStatements() {
    List<String> lines = new ArrayList<>(List.of("Nombre;Correo"));
    jdbc.sql(
            """
            insert into contacts.person
              (id, name, email, company_id, company_name, consent, created_at, created_by, version)
            select gen_random_uuid(), 'Persona ' || n, n || :mark, :company, 'Mirador', 'GIVEN', now(),
              :by, 0
            from generate_series(1, 3000) n
            """)
        .param("mark", "@" + profile + ".example")
        .param("company", hotel.id())
        .param("by", lucia.id().id())
        .update();
    for (int n = 1; n <= 3000; n++) {
      lines.add("Persona " + n + ";" + n + "@" + profile + ".example");
    }
    MockMultipartFile file =
        new MockMultipartFile("file", "lista.csv", "text/csv", String.join("\n", lines).getBytes());
    List<String> sent =
        SqlCount.during(
            () ->
                assertThat(
                        mvc.post()
                            .multipart()
                            .uri(path("/sources"))
                            .file(file)
                            .param("id", TimeOrderedUuid.next().toString())
                            .with(cast.as(lucia))
                            .with(csrf())
                            .exchange())
                    .hasStatus(302));
    assertThat(sent).hasSizeLessThanOrEqualTo(14);
    assertThat(shares().inside()).isEqualTo(3000);
    UUID launch = TimeOrderedUuid.next();
    assertThat(audiences.launch(launch, activity, occurrence, "Prisa", lucia, now)).isEqualTo(3000);
    assertThat(invited()).isEqualTo(3000);
    MvcTestResult first = get(lucia, "/people?view=INVITED");
    assertThat(Page.of(first).texts("tbody tr")).hasSize(50);
  }

  @Test
  void theFileForTheMailingProgramIsHarmlessAndInTheTrail() throws Exception {
    PersonId formula = PersonId.next();
    book.addPerson(
        formula,
        PersonDetails.of(
            "=HYPERLINK(1)", new EmailAddress("x" + profile + "@x.example"), null, hotel),
        lucia.id(),
        now);
    book.consent(formula, ConsentState.GIVEN, "Feria", null, lucia.id(), now);
    add(List.of(formula));
    MvcTestResult file = exchange(lucia, "/planner/activities/" + activity + "/audience.csv");
    assertThat(file.getResponse().getContentAsString())
        .contains("'=HYPERLINK(1);x" + profile + "@x.example");
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from identity.audit_entry
                    where action = 'audience-exported' and subject_id = :id
                    """)
                .param("id", activity.id())
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    assertThat(exchange(marcos, "/planner/activities/" + activity + "/audience.csv"))
        .hasStatus(403);
  }

  @Test
  void aLongAudienceIsSearchedByNameCompanyAndAddressAndThePagerAndTheFileKeepTheWords()
      throws Exception {
    PersonId begona = PersonId.next();
    EmailAddress address = new EmailAddress("b" + begona.id() + "@ñandú.example");
    book.addPerson(
        begona, PersonDetails.of("Begoña Ibáñez", address, null, hotel), lucia.id(), now);
    book.consent(begona, ConsentState.GIVEN, "Feria", null, lucia.id(), now);
    add(List.of(begona));
    add(people(office, AudienceLists.PAGE + 1));

    for (String typed : List.of("begona iban", "IBAÑEZ", "b" + begona.id(), "mirador hotel")) {
      Page found = Page.of(get(lucia, "/people?q=" + typed));
      assertThat(found.texts("tbody td:first-child a")).as(typed).containsExactly("Begoña Ibáñez");
      assertThat(found.document().select(".filters [name=q]").val()).isEqualTo(typed);
    }
    Page first = Page.of(get(lucia, "/people?view=INVITED&q=oficina"));
    assertThat(first.texts("tbody tr")).hasSize(AudienceLists.PAGE);
    String next = first.document().select(".pager a[href*=after]").attr("href");
    assertThat(next).contains("q=oficina", "view=INVITED");
    Page second = Page.of(exchange(lucia, next));
    assertThat(second.texts("tbody tr")).hasSize(1);
    assertThat(second.document().select(".pager a").first().attr("href")).contains("q=oficina");

    String file =
        Page.of(get(lucia, "/people?view=INVITED&q=ibanez"))
            .document()
            .select("a[download]")
            .attr("href");
    assertThat(exchange(lucia, file).getResponse().getContentAsString())
        .contains("Begoña Ibáñez")
        .doesNotContain("Oficina");
    assertThat(Page.of(get(lucia, "/people?view=TAKEN_OUT")).has("a[download]"))
        .as("who is not invited is in no mailing file")
        .isFalse();
    assertThat(exchange(lucia, "/planner/activities/" + activity + "/audience.csv?view=TAKEN_OUT"))
        .hasStatus(404);

    Page none = Page.of(get(lucia, "/people?view=INVITED&q=100%_nobody"));
    assertThat(none.text(".empty")).contains("«100%_nobody»");
    assertThat(none.document().select(".empty a").attr("href")).endsWith("people?view=INVITED");

    MvcTestResult out =
        post(
            lucia,
            "/exclusions",
            Map.of("person", begona.toString(), "reason", "Ya viene", "q", "ibáñez"));
    assertThat(out.getResponse().getRedirectedUrl()).contains("view=ALL").contains("q=ib");
    URI found = URI.create(out.getResponse().getRedirectedUrl());
    assertThat(Page.of(mvc.get().uri(found).with(cast.as(lucia)).exchange()).texts("tbody tr"))
        .hasSize(1);
  }

  @Test
  void thePagesAskTheSameNumberOfStatementsHoweverManyPeople() {
    add(people(hotel, 3));
    add(people(office, 3));
    audiences.remark(TimeOrderedUuid.next(), activity, "Hola", marcos.id(), now);
    var asLucia = cast.as(lucia);
    for (String page :
        List.of(
            path(""),
            path("/people"),
            path("/sources/new"),
            path("/review"),
            "/planner/activities/" + activity + "/follow-up",
            "/planner/occurrences/" + occurrence,
            "/planner/week/closing",
            "/planner/audiences")) {
      assertThat(
              SqlCount.during(
                  () -> assertThat(mvc.get().uri(page).with(asLucia).exchange()).hasStatusOk()))
          .as(page)
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  @Test
  void theListOfAudiencesIsPagedByKeyAndByHowFarTheyHaveCome() {
    for (int i = 0; i < AudienceLists.AUDIENCES + 2; i++) {
      ActivityId many = plan("Muchas " + i + mark, lucia.today(clock).plusDays(9 + i % 3));
      audiences.addPeople(
          TimeOrderedUuid.next(), many, false, "Elegidas", people(hotel, 1), lucia.id(), now);
    }
    for (AudienceState state : AudienceState.values()) {
      lists
          .audiences(lucia.today(clock), state, null, AudienceLists.AUDIENCES)
          .rows()
          .forEach(row -> assertThat(row.state()).as(row.title()).isEqualTo(state));
    }
    List<UUID> seen = new ArrayList<>();
    UUID after = null;
    do {
      Page page =
          Page.of(
              exchange(
                  lucia,
                  "/planner/audiences?state=DRAFT" + (after == null ? "" : "&after=" + after)));
      assertThat(page.document().select("tbody tr").size()).isBetween(1, AudienceLists.AUDIENCES);
      page.document()
          .select("tbody td:first-child a")
          .forEach(a -> seen.add(UUID.fromString(a.attr("href").split("/")[3])));
      after =
          lists
              .audiences(lucia.today(clock), AudienceState.DRAFT, after, AudienceLists.AUDIENCES)
              .next();
      assertThat(page.has(".pager a[href*='after=" + after + "']")).isEqualTo(after != null);
    } while (after != null);
    assertThat(seen).doesNotHaveDuplicates().hasSizeGreaterThan(AudienceLists.AUDIENCES);
    assertThat(
            jdbc.sql("select id from planner.activity where title like :title")
                .param("title", "Muchas %" + mark)
                .query(UUID.class)
                .list())
        .isSubsetOf(seen);
  }

  @Test
  void whoIsTakenOutByOneIsNotInvitedThoughAnotherSourceNamesThem() {
    List<PersonId> people = people(hotel, 2);
    UUID source = TimeOrderedUuid.next();
    audiences.addPeople(source, activity, true, "Lista", people, lucia.id(), now);
    add(people);
    audiences.takeOut(
        TimeOrderedUuid.next(), activity, people.get(0), Why.SALES, "No", marcos.id(), now);
    audiences.removeSource(source, activity, lucia.id(), clock.instant());
    assertThat(shares()).isEqualTo(new Shares(2, 1, 0, 0, 1, 0, 0, 0, 0, 0));
    assertThat(post(lucia, "/sources/" + UUID.randomUUID() + "/deletion", Map.of())).hasStatus(404);
  }

  private Shares shares() {
    return lists
        .overview(
            activity,
            profiles.yardstick(profile),
            organizations.current(),
            occurrence.id(),
            3,
            now.plusSeconds(1))
        .shares();
  }

  private int invited() {
    return jdbc.sql(
            """
            select count(*) from planner.touch where occurrence_id = :id and kind = 'INVITED'
            """)
        .param("id", occurrence.id())
        .query(Integer.class)
        .single();
  }

  private void add(List<PersonId> people) {
    audiences.addPeople(
        TimeOrderedUuid.next(), activity, false, "Elegidas", people, lucia.id(), clock.instant());
  }

  private Map<String, String> launch(String why) {
    return Map.of(
        "id", TimeOrderedUuid.next().toString(),
        "occurrence", occurrence.toString(),
        "unapproved", why);
  }

  /** The version that is on the page. */
  private String seen(CurrentUser who) {
    return page(who).document().select("#review input[name=seen]").attr("value");
  }

  private String inbox(CurrentUser who) {
    return Page.of(exchange(who, "/notifications")).text("main");
  }

  private String waiting(CurrentUser who) {
    return Page.of(exchange(who, "/planner/audiences/waiting")).text("body");
  }

  private Page page(CurrentUser who) {
    return Page.of(get(who, ""));
  }

  private MvcTestResult get(CurrentUser who, String path) {
    MvcTestResult result = exchange(who, path(path));
    assertThat(result).hasStatusOk();
    return result;
  }

  private MvcTestResult exchange(CurrentUser who, String path) {
    return mvc.get().uri(path).with(cast.as(who)).exchange();
  }

  private MvcTestResult post(CurrentUser who, String path, Map<String, String> form) {
    var request = mvc.post().uri(path(path)).with(cast.as(who)).with(csrf());
    form.forEach(request::param);
    return request.exchange();
  }

  private String path(String path) {
    return "/planner/activities/" + activity + "/audience" + path;
  }

  private ActivityId plan(String title, LocalDate day) {
    return planner.plan(
        new NewActivity(
            ActivityId.next(),
            new ActivityDetails(
                title,
                HourglassPhase.TRY,
                profile,
                lucia.id(),
                "Que prueben",
                "En el tostadero",
                BigDecimal.TEN,
                Nature.DEMAND,
                null,
                null,
                FollowUp.NONE,
                null,
                null),
            Schedule.once(day)),
        lucia.id(),
        now);
  }

  private List<PersonId> people(CompanyId company, int many) {
    return people(company, many, ConsentState.GIVEN);
  }

  private List<PersonId> people(CompanyId company, int many, ConsentState consent) {
    List<PersonId> people = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      PersonId id = PersonId.next();
      people.add(
          book.addPerson(
                  id,
                  PersonDetails.of(
                      "Persona " + i, new EmailAddress(id + "@x.example"), null, company),
                  lucia.id(),
                  now)
              .id());
      if (consent != ConsentState.UNKNOWN) {
        book.consent(id, consent, "Feria", null, lucia.id(), now);
      }
    }
    return people;
  }

  private CompanyId company(String name, String industry) {
    return book.addCompany(
            CompanyId.next(),
            new CompanyDetails(
                name, null, industry, null, null, null, null, null, List.of(), null, Map.of()),
            lucia.id(),
            now)
        .id();
  }

  private static Condition is(Kind kind, String value) {
    return new Condition(ContactField.of(kind), Operator.IS, value);
  }
}
