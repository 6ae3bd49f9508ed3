package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Private addresses under which other calendars follow the plan (Q34). */
@ArenaTest
class FeedPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  CurrentUser lucia;
  Plan plan;
  ProfileId profile;
  LocalDate soon;

  @BeforeEach
  void setUp() {
    lucia = cast.lucia();
    plan = new Plan(planner, jdbc);
    profile = plan.profile("Suscripción", lucia.id());
    soon = LocalDate.ofInstant(clock.instant(), lucia.company().zone()).plusDays(30);
  }

  @Test
  void anAddressWorksWithoutSigningInAndShowsWhatIsTheirs() {
    String mine = plan.once("De Lucía", HourglassPhase.KNOW, profile, soon, lucia).toString();
    CurrentUser marcos = cast.marcos();
    ActivityId his = plan.once("De Marcos", HourglassPhase.KNOW, profile, soon, marcos);
    String uid = plan.on(his, soon).id() + "@arena";

    String address = issue("PERSON", marcos);
    assertThat(address).matches("http://localhost/planner/feeds/[\\w-]{43}\\.ics");
    MvcTestResult answer = fetch(address, null);
    assertThat(answer).hasStatusOk().hasContentType("text/calendar;charset=UTF-8");
    assertThat(uids(answer)).contains(uid);
    assertThat(mine).isNotNull();
    assertThat(titles(answer)).doesNotContain("De Lucía");
    assertThat(uids(fetch(issue("TEAM", cast.nuria()), null)))
        .as("Nuria is in Marcos' team")
        .contains(uid);
    assertThat(uids(fetch(issue("TEAM", cast.ines()), null))).doesNotContain(uid);
    assertThat(uids(fetch(issue("ALL", cast.ines()), null))).contains(uid);

    planner.reschedule(
        plan.on(his, soon).occurrence(), soon.plusDays(1), null, marcos, clock.instant());
    VEvent moved =
        events(fetch(address, null)).stream()
            .filter(e -> e.getUid().getValue().equals(uid))
            .findFirst()
            .orElseThrow();
    assertThat(moved.getSequence().getValue()).isEqualTo(1);
    assertThat(moved.getDateStart().getValue().getRawComponents().toString())
        .contains(soon.plusDays(1).toString().replace("-", ""));
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() {
    CurrentUser teresa = cast.teresa();
    plan.once("De Teresa", HourglassPhase.REFER, profile, soon, teresa);
    String address = issue("PERSON", teresa);
    MvcTestResult answer = fetch(address, null);
    String tag = answer.getResponse().getHeader("ETag");
    assertThat(answer.getResponse().getHeader("Last-Modified")).isNull();
    assertThat(fetch(address, tag)).hasStatus(304);
    plan.once("Otra de Teresa", HourglassPhase.REFER, profile, soon, teresa);
    assertThat(fetch(address, tag)).hasStatusOk();
  }

  @Test
  void whatWasTakenOutIsSeenByACalendarThatKnowsDatesOnly() {
    CurrentUser nuria = cast.nuria();
    plan.once("De Nuria", HourglassPhase.REFER, profile, soon, nuria);
    ActivityId second = plan.once("Otra de Nuria", HourglassPhase.KNOW, profile, soon, nuria);
    String address = issue("PERSON", nuria);
    assertThat(titles(fetchSince(address, "Thu, 01 Jan 2099 00:00:00 GMT")))
        .contains("Otra de Nuria");

    jdbc.sql("delete from planner.activity where id = :id").param("id", second.id()).update();

    assertThat(titles(fetchSince(address, "Thu, 01 Jan 2099 00:00:00 GMT")))
        .doesNotContain("Otra de Nuria");
  }

  @Test
  void aCalendarThatAsksForTheHeadFirstIsAnsweredAsWhoReads() {
    String address = issue("PERSON", lucia);
    MvcTestResult read = fetch(address, null);
    MvcTestResult head = mvc.head().uri(URI.create(address)).exchange();
    assertThat(head).hasStatusOk();
    for (String name : List.of("Content-Type", "ETag", "Cache-Control", "Content-Disposition")) {
      assertThat(head.getResponse().getHeader(name))
          .as(name)
          .isNotNull()
          .isEqualTo(read.getResponse().getHeader(name));
    }
    assertThat(
            mvc.head()
                .uri(URI.create(address))
                .header("If-None-Match", read.getResponse().getHeader("ETag")))
        .hasStatus(304);
    assertThat(mvc.head().uri("/planner/feeds/x.ics")).hasStatus(404);
  }

  @Test
  void anAddressEndsWhenItIsReplacedRevokedOrItsOwnerLeaves() {
    CurrentUser ines = cast.ines();
    String first = issue("PERSON", ines);
    String second = issue("PERSON", ines);
    assertThat(fetch(first, null)).hasStatus(404);
    assertThat(fetch(second, null)).hasStatusOk();
    jdbc.sql("update identity.user_account set enabled = false where id = :id")
        .param("id", ines.id().id())
        .update();
    try {
      assertThat(fetch(second, null)).hasStatus(404);
    } finally {
      jdbc.sql("update identity.user_account set enabled = true where id = :id")
          .param("id", ines.id().id())
          .update();
    }
    assertThat(
            mvc.post()
                .uri("/planner/feeds/revocation")
                .param("kind", "PERSON")
                .with(cast.as(ines))
                .with(csrf()))
        .hasStatus3xxRedirection();
    assertThat(fetch(second, null)).hasStatus(404);
    assertThat(fetch("http://localhost/planner/feeds/x.ics", null)).hasStatus(404);
  }

  @Test
  void onlyTheHashIsKeptAndTheAddressIsShownOnce() {
    String address = issue("ALL", lucia);
    String secret = address.substring(address.lastIndexOf('/') + 1).replace(".ics", "");
    assertThat(
            jdbc.sql("select encode(hash, 'escape') from planner.feed").query(String.class).list())
        .noneMatch(h -> h.contains(secret));
    Page page = Page.of(mvc.get().uri("/planner/feeds").with(cast.as(lucia)).exchange());
    assertThat(page.document().html()).doesNotContain(secret);
    assertThat(page.text("tbody")).contains("Todo el plan", "Desde el");
  }

  private String issue(String kind, CurrentUser user) {
    MvcTestResult made =
        mvc.post()
            .uri("/planner/feeds")
            .param("kind", kind)
            .with(cast.as(user))
            .with(csrf())
            .exchange();
    assertThat(made).hasStatus3xxRedirection();
    return String.valueOf(made.getMvcResult().getFlashMap().get("address"));
  }

  private MvcTestResult fetch(String address, String tag) {
    var request = mvc.get().uri(URI.create(address));
    return (tag == null ? request : request.header("If-None-Match", tag)).exchange();
  }

  private MvcTestResult fetchSince(String address, String date) {
    return mvc.get().uri(URI.create(address)).header("If-Modified-Since", date).exchange();
  }

  private List<String> uids(MvcTestResult answer) {
    return events(answer).stream().map(e -> e.getUid().getValue()).toList();
  }

  private List<String> titles(MvcTestResult answer) {
    return events(answer).stream().map(e -> e.getSummary().getValue()).toList();
  }

  private List<VEvent> events(MvcTestResult answer) {
    try {
      return Biweekly.parse(answer.getResponse().getContentAsString()).first().getEvents();
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }
}
