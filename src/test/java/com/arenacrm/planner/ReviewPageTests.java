package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.reviews.MentionId;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ArenaTest
class ReviewPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void aReviewThatAnActivityMovedIsATouchAndGoesWithIt() {
    PersonId paula = person();
    ActivityId tasting = activity();
    Map<String, String> form = review("5");
    form.put("person", nameOf(paula));
    form.put("chosen", paula.toString());
    form.put("activity", tasting.toString());

    assertThat(post("/planner/reviews", cast.lucia(), form)).hasStatus(302);
    assertThat(post("/planner/reviews", cast.lucia(), form)).as("sent twice").hasStatus(302);

    assertThat(planner.touchesOf(paula))
        .extracting(Planner.TouchCard::kind)
        .containsExactly(TouchKind.REVIEWED);
    assertThat(
            Page.of(get("/reports/timeline?person=" + paula, cast.marcos())).texts(".timeline li"))
        .singleElement()
        .asString()
        .contains("Reseña")
        .contains(form.get("said"));
    Page page = Page.of(get("/planner/reviews/" + form.get("id"), cast.teresa()));
    assertThat(page.text("main")).contains("5 estrellas").contains(nameOf(paula));

    form.put("stars", "");
    form.put("tone", "BAD");
    assertThat(post("/planner/reviews/" + form.get("id"), cast.lucia(), form)).hasStatus(302);
    assertThat(planner.touchesOf(paula))
        .extracting(Planner.TouchCard::kind)
        .containsExactly(TouchKind.MENTIONED);
    assertThat(Page.of(get("/planner/reviews?open=true", cast.lucia())).text(".list"))
        .contains(form.get("said"))
        .contains("sin contestar");

    assertThat(post("/planner/reviews/" + form.get("id") + "/deletion", cast.lucia(), Map.of()))
        .hasStatus(302);
    assertThat(planner.touchesOf(paula)).isEmpty();
  }

  @Test
  void withoutStarsTheToneIsAskedForAndNotTakenForGood() {
    Page blank = Page.of(get("/planner/reviews/new", cast.lucia()));
    assertThat(blank.document().select("[name=tone] option[selected]").attr("value")).isEmpty();

    MvcTestResult asked = post("/planner/reviews", cast.lucia(), with(review(""), "tone", ""));
    assertThat(asked).hasStatus(422);
    assertThat(Page.of(asked).text("#tone-notes .error")).isEqualTo("Elige una opción.");
    assertThat(post("/planner/reviews", cast.lucia(), with(review("4"), "tone", "")))
        .as("the stars say it")
        .hasStatus(302);
  }

  @Test
  void whatWasSaidBeforeAnActivityIsNotHungOnItAndHasNoHour() {
    PersonId paula = person();
    ActivityId tasting = activity();
    Map<String, String> form = review("5");
    form.put("person", nameOf(paula));
    form.put("chosen", paula.toString());
    form.put("activity", tasting.toString());
    form.put("saidOn", "2020-01-01");

    MvcTestResult refused = post("/planner/reviews", cast.lucia(), form);
    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).text("#activity-notes .error"))
        .contains("fue por primera vez el")
        .contains("después de esa fecha");

    form.put("activity", "");
    assertThat(post("/planner/reviews", cast.lucia(), form)).hasStatus(302);
    assertThat(
            Page.of(get("/reports/timeline?person=" + paula, cast.marcos()))
                .texts(".timeline time"))
        .containsExactly("1 ene 2020");
  }

  @Test
  void starsSayTheTone() {
    Map<String, String> form = review("2");
    form.put("tone", "GOOD");

    post("/planner/reviews", cast.marcos(), form);

    assertThat(Page.of(get("/planner/reviews?tone=BAD", cast.lucia())).text(".list"))
        .contains(form.get("said"));
  }

  @Test
  void eachMonthOpensWhatWasSaidInIt() {
    Map<String, String> form = review("3");
    post("/planner/reviews", cast.marcos(), form);

    Page page = Page.of(get("/planner/reviews", cast.teresa()));
    var month = page.document().select("aside tbody tr").last();
    assertThat(page.document().select("aside tbody tr")).hasSize(12);
    int neutral = Integer.parseInt(month.select("td").get(3).text());
    Page rows = Page.of(get(month.select("td").get(3).select("a").attr("href"), cast.teresa()));
    assertThat(rows.texts(".stack > .list tbody tr")).hasSize(neutral);
    assertThat(rows.text(".list")).contains(form.get("said"));
  }

  @Test
  void whatCannotBeIsSaidBesideItsFieldAndOnlyItsWriterOrMarketingChangesIt() {
    Map<String, String> form = review("7");
    form.put("person", "Nadie " + UUID.randomUUID());
    form.put("saidOn", "2999-01-01");
    MvcTestResult refused = post("/planner/reviews", cast.marcos(), form);
    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.text("#stars-notes .error")).isNotEmpty();
    assertThat(page.text("#person-notes .error")).contains("No hay una sola persona");
    assertThat(page.text("#saidOn-notes .error")).contains("futura");
    assertThat(page.value("said")).isEqualTo(form.get("said"));

    Map<String, String> good = review("4");
    post("/planner/reviews", cast.marcos(), good);
    String address = "/planner/reviews/" + good.get("id");
    assertThat(post(address, cast.ines(), good)).hasStatus(404);
    assertThat(post(address + "/deletion", cast.ines(), Map.of())).hasStatus(404);
    assertThat(post(address, cast.lucia(), with(good, "answer", "Gracias"))).hasStatus(302);
    assertThat(post(address, cast.marcos(), good)).as("somebody was faster").hasStatus(409);
  }

  private Map<String, String> review(String stars) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("id", MentionId.next().toString());
    form.put("place", "Google");
    form.put("saidOn", today().toString());
    form.put("stars", stars);
    form.put("tone", "GOOD");
    form.put("said", "El café " + form.get("id"));
    for (String empty :
        List.of("link", "author", "person", "chosen", "activity", "answer", "answeredOn")) {
      form.put(empty, "");
    }
    form.put("version", "0");
    return form;
  }

  private static Map<String, String> with(Map<String, String> form, String field, String value) {
    Map<String, String> changed = new LinkedHashMap<>(form);
    changed.put(field, value);
    return changed;
  }

  private LocalDate today() {
    return cast.lucia().today(clock);
  }

  private ActivityId activity() {
    CurrentUser lucia = cast.lucia();
    ProfileId profile = new Plan(planner, jdbc).profile("Reseñas", lucia.id());
    return planner.plan(
        new NewActivity(
            ActivityId.next(),
            Plan.details("Cata " + UUID.randomUUID(), HourglassPhase.TRY, profile, lucia.id()),
            Schedule.once(today().minusDays(3))),
        lucia.id(),
        clock.instant());
  }

  private PersonId person() {
    PersonId id = PersonId.next();
    book.addPerson(
        id,
        PersonDetails.of("Paula " + UUID.randomUUID(), null, null, null),
        cast.lucia().id(),
        clock.instant());
    return id;
  }

  private String nameOf(PersonId person) {
    return book.person(person).name();
  }

  private MvcTestResult get(String uri, CurrentUser viewer) {
    return mvc.get().uri(uri).with(cast.as(viewer)).exchange();
  }

  private MvcTestResult post(String uri, CurrentUser actor, Map<String, String> form) {
    var request = mvc.post().uri(uri).with(cast.as(actor)).with(csrf());
    form.forEach(request::param);
    return request.exchange();
  }
}
