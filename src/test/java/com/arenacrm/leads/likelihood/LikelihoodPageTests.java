package com.arenacrm.leads.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.integration.ImportProbe;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SharedData;
import com.arenacrm.testing.SqlCount;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * From a real file of leads to what the pages say of them (complaint 12). On a database of its own:
 * outcomes of other tests would teach something else.
 */
@ArenaTest
@OnOwnDatabase
class LikelihoodPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired ImportProbe imports;
  @Autowired Lessons lessons;
  @Autowired Learnings learnings;
  @Autowired Captures captures;
  @Autowired Clock clock;

  @AfterEach
  void forget() {
    jdbc.sql("delete from leads.learning").update();
    jdbc.sql("delete from leads.learning_field").update();
    jdbc.sql("update leads.lead set likelihood = null, likelihood_due = true").update();
  }

  @Test
  void withTooFewOutcomesItSaysHowManyAreMissing() {
    lessons.learn(clock.instant());

    Page page = get("/leads/likelihood", cast.teresa());
    assertThat(page.text(".empty")).contains("Apagada", "hacen falta 200", "Faltan");
    assertThat(page.has("form[action$=learning]")).isTrue();
    assertThat(get("/leads/likelihood", cast.marcos()).has("form[action$=learning]")).isFalse();
    assertThat(get("/leads", cast.lucia()).has("th a[href*=LIKELIHOOD]")).isFalse();
  }

  @Test
  void whatIsNotLearnedYetSaysWhyOnTheLeadToo() {
    lessons.learn(clock.instant());
    UUID lead =
        jdbc.sql("select id from leads.lead where stage <> 'ENDED' limit 1")
            .query(UUID.class)
            .optional()
            .orElseGet(this::newLead);

    assertThat(get("/leads/" + lead + "/likelihood", cast.teresa()).text("main"))
        .contains("aún hay pocos desenlaces");
  }

  private UUID newLead() {
    ImportProbe.Journey file =
        imports
            .upload(
                "leads", "Nombre,Correo\nPilar Sin Final,pilar@sinfinal.example\n", cast.lucia())
            .source("sin-final")
            .rehearsed();
    file.start();
    return jdbc.sql(
            """
            select l.id from leads.lead l join contacts.person p on p.id = l.person_id
            where p.email = 'pilar@sinfinal.example'
            """)
        .query(UUID.class)
        .single();
  }

  @Test
  void itDoesNotLearnFromHalfOfAFile() {
    learnings.ask(cast.teresa(), clock.instant());
    UUID set = UUID.randomUUID();
    jdbc.sql(
            """
            insert into integration.import_set (id, state, unknown, created_at, created_by)
            select :id, 'RUNNING', '{}', now(), id from identity.user_account limit 1
            """)
        .param("id", set)
        .update();
    try {
      assertThat(lessons.learnIfDue(clock.instant())).isFalse();
    } finally {
      jdbc.sql("delete from integration.import_set where id = :id").param("id", set).update();
    }
    assertThat(lessons.learnIfDue(clock.instant())).isTrue();
  }

  @Test
  void theLeadsOfAnAcademyGetTheirLikelihood() {
    CurrentUser lucia = cast.lucia();
    String file =
        new String(
            SharedData.bytes("x_education/x_education_oldest70_labelled.csv"),
            StandardCharsets.UTF_8);
    // A tenth of them has not ended yet.
    StringBuilder rows = new StringBuilder();
    int n = 0;
    for (String row : file.replace(",Select,", ",,").replace(",Select,", ",,").split("\n")) {
      rows.append(
              ++n > 1 && n % 10 == 0
                  ? row.replaceFirst("(,(?:Yes|No),(?:Yes|No)),[01],", "$1,open,")
                  : row)
          .append('\n');
    }
    ImportProbe.Journey academy =
        imports
            .upload("leads", rows.toString(), lucia)
            .source("academia")
            .value("outcome", "1", "BOUGHT")
            .value("outcome", "0", "NOTHING")
            .value("outcome", "open", "OPEN")
            .rehearsed();
    academy.start();
    try {
      captureAll();
      Learning learning = lessons.learn(clock.instant());
      captureAll();

      Quality quality = RealOutcomesTests.print("academy, imported", learning.quality());
      assertThat(learning.verdict()).isEqualTo(Verdict.ON);
      assertThat(quality.auc()).isGreaterThanOrEqualTo(0.86);
      assertThat(learning.doubts())
          .containsKeys(
              "PERSON_ATTRIBUTE:Tags",
              "PERSON_ATTRIBUTE:Lead Quality",
              "PERSON_ATTRIBUTE:Lead Profile");

      Page page = get("/leads/likelihood", lucia);
      assertThat(page.text(".verdict-line")).startsWith("Encendida");
      assertThat(page.texts(".tenths tbody tr")).hasSize(10);
      assertThat(page.text("main"))
          .as("of one file, on one day")
          .contains("todos llegaron el", "que llegaron el mismo día")
          .doesNotContain("llegados desde");
      assertThat(page.text("tr:has(input[value='PERSON_ATTRIBUTE:Tags'])"))
          .contains("no se usa", "Parece anotado después");

      List<UUID> open =
          jdbc.sql(
                  """
                  select id from leads.lead where outside_source = 'academia' and stage = 'OPEN'
                  order by coalesce(likelihood, -1) desc, id desc
                  """)
              .query(UUID.class)
              .list();
      assertThat(open).hasSizeGreaterThan(600);
      Page list = get("/leads?sort=LIKELIHOOD", lucia);
      assertThat(list.document().selectFirst("tbody tr a").attr("href"))
          .startsWith("/leads/" + open.get(0));
      var asLucia = cast.as(lucia);
      assertThat(
              SqlCount.during(
                  () -> mvc.get().uri("/leads?sort=LIKELIHOOD&likely=60").with(asLucia).exchange()))
          .hasSizeLessThanOrEqualTo(8);

      assertThat(get("/leads/" + open.get(0) + "/likelihood", lucia).texts(".pushes li"))
          .isNotEmpty()
          .noneMatch(push -> push.contains("Tags"));

      keepsWhatWasKnownAtFirst(open.get(0));
      putsAFactBack(lucia);
    } finally {
      academy.undo();
    }
  }

  private void keepsWhatWasKnownAtFirst(UUID lead) {
    Integer before = likelihood(lead);
    jdbc.sql(
            """
            update contacts.person set attributes = attributes || '{"Total Time Spent on Website": "0"}'
            where id = (select person_id from leads.lead where id = ?)
            """)
        .param(lead)
        .update();
    jdbc.sql("update leads.lead set likelihood_due = true where id = ?").param(lead).update();
    captures.captureSome(clock.instant());
    assertThat(likelihood(lead)).as("what was found out later does not count").isEqualTo(before);
  }

  private void putsAFactBack(CurrentUser lucia) {
    MvcTestResult done =
        mvc.post()
            .uri("/leads/likelihood/fields")
            .param("field", "PERSON_ATTRIBUTE:Tags")
            .param("use", "yes")
            .with(cast.as(lucia))
            .with(csrf())
            .exchange();
    assertThat(done).hasStatus3xxRedirection();
    assertThat(learnings.isAsked()).isTrue();
    assertThat(
            jdbc.sql(
                    """
                    select subject_name || ' ' || old_value || ' ' || new_value from identity.audit_entry
                    where action = 'likelihood-field' order by at desc limit 1
                    """)
                .query(String.class)
                .single())
        .isEqualTo("Tags #{likelihood.field.byCheck} #{likelihood.field.used}");
    Learning cheating = lessons.learn(clock.instant());
    assertThat(cheating.quality().auc()).as("with what came afterwards").isGreaterThan(0.93);
    assertThat(get("/leads/likelihood", lucia).text("tr:has(input[value='PERSON_ATTRIBUTE:Tags'])"))
        .contains("se usa", "Puesto a mano");
    assertThat(
            mvc.post()
                .uri("/leads/likelihood/fields")
                .param("field", "PERSON_ATTRIBUTE:No hay")
                .param("use", "yes")
                .with(cast.as(lucia))
                .with(csrf())
                .exchange())
        .hasStatus(404);
  }

  private Integer likelihood(UUID lead) {
    return jdbc.sql("select likelihood from leads.lead where id = ?")
        .param(lead)
        .query(Integer.class)
        .single();
  }

  private Page get(String uri, CurrentUser as) {
    MvcTestResult result = mvc.get().uri(uri).with(cast.as(as)).exchange();
    assertThat(result).hasStatusOk();
    return Page.of(result);
  }

  /** Until none is left, also of those that the application's own job is at. */
  private void captureAll() {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              captures.captureSome(clock.instant());
              return jdbc.sql("select not exists (select from leads.lead where likelihood_due)")
                  .query(Boolean.class)
                  .single();
            });
  }
}
