package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.Plan.Stored;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Planning and changing an activity as people do it: by its forms and pages. */
@ArenaTest
class ActivityPageTests {

  private static final LocalDate MONDAY = LocalDate.of(2033, 9, 5);

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Planner planner;
  @Autowired Occurrences occurrences;
  @Autowired JdbcClient jdbc;

  CurrentUser lucia;
  Plan plan;
  ProfileId profile;

  @BeforeEach
  void setUp() {
    lucia = cast.lucia();
    plan = new Plan(planner, jdbc);
    profile = plan.profile("Páginas", lucia.id(), HourglassPhase.REFER);
  }

  @Test
  void thisAndTheFollowingLeadsToAPageThatOpensAndSoDoesTheFirstPart() {
    ActivityId weekly = weekly("Boletín partido");
    Stored third = plan.on(weekly, MONDAY.plusWeeks(2));
    Map<String, String> form =
        fields(
            Page.of(
                get(
                    "/planner/activities/"
                        + weekly
                        + "/edit?scope=FOLLOWING&occurrence="
                        + third.id())));
    form.put("title", "Boletín con vídeo");

    MvcTestResult saved = post("/planner/activities/" + weekly, form);

    assertThat(saved).hasStatus(302);
    String later = saved.getResponse().getRedirectedUrl();
    assertThat(later).startsWith("/planner/activities/").doesNotContain(weekly.toString());
    assertThat(get(later)).hasStatusOk();
    assertThat(Page.of(get(later)).text(".hint-line")).contains("Continúa a", "Boletín partido");
    MvcTestResult first = get("/planner/activities/" + weekly);
    assertThat(first).hasStatusOk();
    assertThat(Page.of(first).text(".hint-line")).contains("sigue en", "Boletín con vídeo");
  }

  private ActivityId weekly(String title) {
    return plan.series(title, profile, MONDAY, Recurrence.weekly(1, DayOfWeek.MONDAY), lucia);
  }

  /** What a browser would send of the form on the page. */
  private static Map<String, String> fields(Page page) {
    Map<String, String> fields = new HashMap<>();
    Element form = page.document().selectFirst("form.activity-form");
    for (Element field : form.select("[name]")) {
      boolean choice = List.of("radio", "checkbox").contains(field.attr("type"));
      if (field.tagName().equals("select")) {
        Element chosen = field.selectFirst("option[selected]");
        fields.put(field.attr("name"), chosen == null ? "" : chosen.val());
      } else if (!choice || field.hasAttr("checked")) {
        fields.put(
            field.attr("name"),
            field.tagName().equals("textarea") ? field.wholeText() : field.val());
      }
    }
    return fields;
  }

  private MvcTestResult get(String path) {
    return mvc.get().uri(URI.create(path)).with(cast.as(lucia)).exchange();
  }

  private MvcTestResult post(String path, Map<String, String> fields) {
    var request = mvc.post().uri(URI.create(path)).with(csrf()).with(cast.as(lucia));
    fields.forEach(request::param);
    return request.exchange();
  }
}
