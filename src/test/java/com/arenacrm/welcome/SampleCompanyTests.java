package com.arenacrm.welcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.Accounts.SamplePerson;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.planner.ActivityDetails;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.FollowUp;
import com.arenacrm.planner.Nature;
import com.arenacrm.planner.NewActivity;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Schedule;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** In a database of its own, because the story closes weeks of everybody. */
@SpringBootTest
@AutoConfigureMockMvc
@OnOwnDatabase("sample")
@Import(Cast.class)
class SampleCompanyTests {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired SampleCompany sample;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Planner planner;
  @Autowired Profiles profiles;
  @Autowired JdbcClient jdbc;

  @AfterEach
  void removeIt() {
    settle();
    sample.remove(cast.andres());
  }

  /** Whatever day of the week it is made on, and around the turn of the year. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-11-23T06:30:00Z", "2026-11-22T22:30:00Z", "2027-01-01T11:00:00Z"})
  void itTellsTwelveWeeksBehindAndFourAhead(String now) {
    cast.andres();
    sample.make(Instant.parse(now));

    Week present = Week.of(Instant.parse(now), MADRID);
    assertThat(count("planner.week_review")).isEqualTo(11);
    assertThat(weeksWithPlans(present.plus(-12), present)).isEqualTo(13);
    assertThat(weeksWithPlans(present.plus(1), present.plus(4))).isEqualTo(4);
    assertThat(states(present.plus(-12), present.plus(-2))).doesNotContainKey("PLANNED");
    assertThat(states(present.plus(-12), present)).containsKeys("DONE", "NOT_DONE");
    assertThat(values("select outcome from leads.lead where outcome is not null"))
        .contains("BOUGHT", "COMPETITOR", "UNKNOWN", "NOTHING");
    assertThat(values("select won_phase from pipeline.opportunity where won_phase is not null"))
        .contains("TRY", "REPEAT", "REFER");
    assertThat(values("select state from icp.edition")).containsOnly("SIGNED", "PROPOSED");
    assertThat(
            values(
                "select h.id::text from leads.handoff h where accepted_at is null"
                    + " and rejected_at is null"))
        .as("handoffs that wait")
        .hasSize(2);
  }

  @Test
  void removingItLeavesNoTraceAndKeepsWhatIsReal() {
    CurrentUser andres = cast.andres();
    assertThat(mvc.get().uri("/pipeline/board").with(cast.as(andres))).hasStatusOk();
    Map<String, Long> before = rows();
    sample.make(Instant.parse("2026-11-25T11:00:00Z"));
    SamplePerson marcos =
        sample.people().stream()
            .filter(p -> p.name().startsWith("Marcos"))
            .findFirst()
            .orElseThrow();
    PersonId real = PersonId.next();
    Instant now = Instant.parse("2026-11-25T11:05:00Z");
    book.addPerson(real, PersonDetails.of("Cliente de verdad", null, null, null), andres.id(), now);
    LeadId lead = LeadId.next();
    intake.open(lead, new LeadIntake.ByHand(real, null, null, null, Facts.NONE), andres, now);
    jdbc.sql("update leads.lead set sales_owner_id = :marcos where id = :lead")
        .param("marcos", marcos.id().id())
        .param("lead", lead.id())
        .update();
    planOnProfileOf(marcos, andres, now);
    settle();

    assertThat(mvc.post().uri("/welcome/sample/removal").with(cast.as(andres)).with(csrf()))
        .hasStatus(302);

    Map<String, Long> after = rows();
    before.merge("contacts.person", 1L, Long::sum);
    before.merge("leads.lead", 1L, Long::sum);
    before.merge("leads.lead_fit", 0L, Long::sum);
    assertThat(after).isEqualTo(before);
    assertThat(
            jdbc.sql("select sales_owner_id from leads.lead where id = ?")
                .param(lead.id())
                .query(java.util.UUID.class)
                .single())
        .as("what a sample person was to do is the administrator's")
        .isEqualTo(andres.id().id());
    jdbc.sql("delete from leads.lead where id = ?").param(lead.id()).update();
    jdbc.sql("delete from contacts.person where id = ?").param(real.id()).update();
  }

  @Test
  void theAdministratorStepsIntoSampleShoesOnly() {
    CurrentUser andres = cast.andres();
    sample.make(Instant.parse("2026-11-25T11:00:00Z"));
    Page welcome = Page.of(mvc.get().uri("/welcome").with(cast.as(andres)).exchange());
    assertThat(welcome.texts(".shoes-list li")).hasSize(4);
    SamplePerson lucia = sample.people().get(0);

    assertThat(mvc.post().uri("/welcome/shoes/" + lucia.id()).with(cast.as(andres)).with(csrf()))
        .hasStatus(302)
        .redirectedUrl()
        .isEqualTo("/");
    assertThat(
            mvc.post()
                .uri("/welcome/shoes/" + cast.marcos().id())
                .with(cast.as(andres))
                .with(csrf()))
        .as("nobody real")
        .hasStatus(404);
    assertThat(values("select action from identity.audit_entry where action = 'stepped-in'"))
        .isNotEmpty();
  }

  /** The administrator tries the plan out with the profile that is there. */
  private void planOnProfileOf(SamplePerson owner, CurrentUser andres, Instant now) {
    planner.plan(
        new NewActivity(
            ActivityId.next(),
            new ActivityDetails(
                "De prueba",
                HourglassPhase.KNOW,
                profiles.choices().get(0).id(),
                owner.id(),
                "Ver cómo va",
                "Aquí",
                BigDecimal.ZERO,
                Nature.AWARENESS,
                null,
                null,
                FollowUp.NONE),
            Schedule.once(LocalDate.of(2026, 12, 1))),
        andres.id(),
        now);
  }

  /** Listeners answer after the story is told; what they do belongs to it. */
  private void settle() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(count("platform.event_publication")).isZero());
  }

  private long weeksWithPlans(Week from, Week to) {
    return jdbc.sql(
            "select count(distinct date_trunc('week', day)) from planner.occurrence"
                + " where day between ? and ?")
        .params(from.monday(), to.sunday())
        .query(Long.class)
        .single();
  }

  private Map<String, Long> states(Week from, Week to) {
    return jdbc
        .sql(
            "select state, count(*) as n from planner.occurrence where day between ? and ?"
                + " group by state")
        .params(from.monday(), to.sunday())
        .query((rs, n) -> Map.entry(rs.getString(1), rs.getLong(2)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  private List<String> values(String sql) {
    return jdbc.sql(sql).query(String.class).list();
  }

  /** How many rows each table holds, but for the records that are meant to outlive everything. */
  private Map<String, Long> rows() {
    Map<String, Long> rows = new TreeMap<>();
    values(
            """
            select n.nspname || '.' || c.relname from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'public')
              and c.relname not in ('audit_entry', 'scheduled_task', 'session', 'session_attributes',
                                    'flyway_schema_history', 'event_publication')
            """)
        .forEach(table -> rows.put(table, count(table)));
    return rows;
  }
}
