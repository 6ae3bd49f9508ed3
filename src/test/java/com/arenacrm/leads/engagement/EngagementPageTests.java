package com.arenacrm.leads.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.leads.PlannedActivity;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.TouchKind;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** How keen leads are, on the list, on their page and on the page of the rule (complaint 12). */
@ArenaTest
class EngagementPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired ImportProbe imports;
  @Autowired Planner planner;
  @Autowired ContactBook book;
  @Autowired Engagements engagements;
  @Autowired Clock clock;

  @Test
  void whatPeopleDoMovesTheirLeadsAndIsExplained() {
    CurrentUser lucia = cast.lucia();
    List<UUID> leads = leads("interes", "Berta Ganas", "Blas Ganas", "Bruno Ganas");
    Instant now = clock.instant();
    PlannedActivity tasting =
        PlannedActivity.of(jdbc, lucia.id(), "TRY", LocalDate.of(2026, 11, 18));
    planner.touch(tasting.occurrence(), person(leads.get(0)), TouchKind.INVITED, now, lucia.id());
    planner.touch(
        tasting.occurrence(),
        person(leads.get(1)),
        TouchKind.ATTENDED,
        now.minus(Duration.ofDays(30)),
        lucia.id());
    book.log(
        InteractionId.next(),
        InteractionKind.MEETING,
        null,
        person(leads.get(2)),
        null,
        "Vino a vernos",
        now,
        lucia.id(),
        now);
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .until(
            () ->
                jdbc.sql(
                        "select count(*) from leads.lead where outside_source = 'interes' and engagement > 0")
                    .query(Integer.class)
                    .single()
                    .equals(2));

    Page list = get("/leads?q=Ganas&sort=ENGAGEMENT", lucia);
    assertThat(list.texts("tbody tr td.who"))
        .extracting(text -> text.split(" ")[0])
        .containsExactly("Bruno", "Blas", "Berta");
    assertThat(list.texts("tbody td[data-label=Interés]")).containsExactly("25", "10", "0");
    assertThat(names("/leads?q=Ganas&keenness=WARM")).containsExactly("Bruno");
    assertThat(names("/leads?q=Ganas&keenness=COOL")).containsExactly("Blas");
    assertThat(names("/leads?q=Ganas&keenness=NONE")).containsExactly("Berta");
    assertThat(names("/leads?q=Ganas&keenness=HOT")).isEmpty();
    var asLucia = cast.as(lucia);
    String page = "/leads?q=Ganas&sort=ENGAGEMENT&keenness=COOL";
    assertThat(SqlCount.during(() -> mvc.get().uri(page).with(asLucia).exchange()))
        .hasSizeLessThanOrEqualTo(8);

    Page panel = get("/leads/" + leads.get(1) + "/engagement", lucia);
    assertThat(panel.text(".pushes"))
        .contains("+10", "Asistió: Cata para jefes de sala", "valía 20");
    assertThat(panel.texts(".by-week li")).hasSize(12);
    assertThat(panel.text(".by-week")).contains("de Ninguno a Poco");
    assertThat(panel.has("#weeks[open]")).as("the history is there at once").isTrue();
    Page beside =
        Page.of(
            mvc.get()
                .uri("/leads/" + leads.get(1) + "/engagement")
                .header("HX-Request", "true")
                .with(asLucia)
                .exchange());
    assertThat(beside.text("a[href='/leads/" + leads.get(1) + "/engagement#weeks']"))
        .isEqualTo("Cómo ha cambiado");
    assertThat(get("/leads/" + leads.get(0) + "/engagement", lucia).text("main"))
        .contains("No ha hecho nada que cuente");
  }

  @Test
  void aSellerSeesWhatTheySeeTheLeadOf() {
    Visibility before = cast.see(Visibility.OWN);
    try {
      List<UUID> leads = leads("ajenos", "Carla Ajena");
      jdbc.sql("update leads.lead set sales_owner_id = ? where id = ?")
          .params(cast.marcos().id().id(), leads.get(0))
          .update();
      get("/leads/" + leads.get(0) + "/engagement", cast.marcos());
      for (String what : List.of("engagement", "likelihood")) {
        assertThat(
                mvc.get()
                    .uri("/leads/" + leads.get(0) + "/" + what)
                    .with(cast.as(cast.ines()))
                    .exchange())
            .hasStatus(404);
      }
    } finally {
      cast.see(before);
    }
  }

  @Test
  void marketingSaysWhatDeedsAreWorth() {
    EngagementRule before = engagements.rule();
    try {
      assertThat(get("/leads/engagement", cast.marcos()).has("form[action$=engagement]")).isFalse();
      MvcTestResult wrong = post(before.version(), Map.of("halfLife", "0", "READ", "muchos"));
      assertThat(wrong).hasStatus(422);
      assertThat(Page.of(wrong).texts(".error")).hasSize(2);
      assertThat(Page.of(wrong).value("READ")).as("nothing typed is lost").isEqualTo("muchos");
      assertThat(engagements.rule()).isEqualTo(before);

      assertThat(post(before.version(), Map.of("halfLife", "14", "READ", "6")))
          .hasStatus3xxRedirection();
      assertThat(engagements.rule().halfLife()).isEqualTo(14);
      assertThat(engagements.rule().weight(Deed.READ)).isEqualTo(6);
      assertThat(
              jdbc.sql(
                      """
                      select old_value like '%#{engagement.halfLife} 30%'
                        and new_value like '%#{engagement.halfLife} 14%'
                      from identity.audit_entry where action = 'engagement-rule' order by at desc limit 1
                      """)
                  .query(Boolean.class)
                  .single())
          .isTrue();

      MvcTestResult late = post(before.version(), Map.of("halfLife", "90"));
      assertThat(late).hasStatus(409);
      assertThat(Page.of(late).value("halfLife")).isEqualTo("90");
      assertThat(Page.of(late).text(".meanwhile")).contains("14");
      assertThat(engagements.rule().halfLife()).isEqualTo(14);
    } finally {
      engagements.change(
          new EngagementRule(before.halfLife(), before.weights(), engagements.rule().version()),
          cast.lucia(),
          clock.instant());
    }
  }

  private MvcTestResult post(int version, Map<String, String> changes) {
    MockMvcRequestBuilder form =
        mvc.post().uri("/leads/engagement").param("version", String.valueOf(version));
    form.param("halfLife", changes.getOrDefault("halfLife", "30"));
    for (Deed deed : Deed.values()) {
      form.param(deed.name(), changes.getOrDefault(deed.name(), "10"));
    }
    return form.with(cast.as(cast.lucia())).with(csrf()).exchange();
  }

  private List<UUID> leads(String source, String... names) {
    StringBuilder file = new StringBuilder("Lead Id,Name\n");
    for (int i = 0; i < names.length; i++) {
      file.append(i).append(',').append(names[i]).append('\n');
    }
    imports.upload("leads", file.toString(), cast.lucia()).source(source).rehearsed().start();
    return jdbc.sql("select id from leads.lead where outside_source = ? order by outside_id")
        .param(source)
        .query(UUID.class)
        .list();
  }

  private PersonId person(UUID lead) {
    return new PersonId(
        jdbc.sql("select person_id from leads.lead where id = ?")
            .param(lead)
            .query(UUID.class)
            .single());
  }

  private List<String> names(String uri) {
    return get(uri, cast.lucia()).texts("tbody tr td.who").stream()
        .map(text -> text.split(" ")[0])
        .toList();
  }

  private Page get(String uri, CurrentUser as) {
    MvcTestResult result = mvc.get().uri(uri).with(cast.as(as)).exchange();
    assertThat(result).hasStatusOk();
    return Page.of(result);
  }
}
