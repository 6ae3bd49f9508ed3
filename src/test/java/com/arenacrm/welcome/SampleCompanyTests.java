package com.arenacrm.welcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.Accounts.SamplePerson;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.Demand;
import com.arenacrm.leads.DemandSignal;
import com.arenacrm.leads.DemandSignalId;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.Plan;
import com.arenacrm.planner.ActivityDetails;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.FollowUp;
import com.arenacrm.planner.Nature;
import com.arenacrm.planner.NewActivity;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Schedule;
import com.arenacrm.planner.SignalCounts;
import com.arenacrm.planner.TouchKind;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import com.arenacrm.testing.ArenaTest;
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
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** In a database of its own, because the story closes weeks of everybody. */
@ArenaTest
@OnOwnDatabase
class SampleCompanyTests {

  private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");

  private static final Instant STORY = Instant.parse("2026-11-25T11:00:00Z");

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired SampleCompany sample;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Planner planner;
  @Autowired Demand demand;
  @Autowired Deals deals;
  @Autowired SignalCounts signals;
  @Autowired JdbcClient jdbc;

  @AfterEach
  void removeIt() {
    settle();
    sample.remove(cast.andres());
    // What stayed for the sake of real work.
    jdbc.sql(
            """
            truncate pipeline.opportunity, leads.lead, leads.lead_form, leads.demand_signal,
              planner.activity, planner.week_review, insight.week_snapshot, icp.profile,
              contacts.person, contacts.company cascade
            """)
        .update();
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
        .as("handoffs that wait, two of them in the pool")
        .hasSize(4);
    assertThat(values("select coalesce(note, 'rule') from leads.pool_return"))
        .hasSize(2)
        .contains("rule");
    assertThat(count("leads.pool_notice")).as("one is about to return").isEqualTo(1);
    assertThat(count("pipeline.snooze")).isEqualTo(2);
    assertThat(count("customers.checklist_step")).as("what is done after a sale").isEqualTo(4);
    assertThat(values("select step from customers.task where done_at is null")).isNotEmpty();
    assertThat(values("select step from customers.task where done_at is not null")).isNotEmpty();
    assertThat(count("pipeline.product")).isEqualTo(4);
    assertThat(values("select what from pipeline.deal_line where product_id is null")).isEmpty();
    assertThat(values("select what from pipeline.task where done_at is null"))
        .as("one of them because a customer is not happy")
        .hasSize(5);
    assertThat(count("pipeline.task")).isEqualTo(6);
    assertThat(
            values(
                "select l.person_name from leads.recontact r join leads.lead l on l.id = r.lead_id"
                    + " where r.settled_at is null and r.due_on > date '"
                    + present.monday()
                    + "'"))
        .as("those who were lost")
        .contains("Belén Varela", "Sergio Pazos");
    assertThat(
            values(
                "select id::text from leads.form_submission where quarantine is not null and at < '"
                    + now
                    + "'::timestamptz - interval '30 days'"))
        .as("nothing set aside is older than it is kept")
        .isEmpty();
    assertThat(values("select title from planner.template")).hasSize(1);
    assertThat(count("planner.budget")).as("seven phases in six months").isEqualTo(42);
  }

  /** Deals that moved on and signals that were confirmed later belong to the corrections. */
  @Test
  void eachWeekKeepsWhatWasKnownWhenItWasClosed() {
    CurrentUser andres = cast.andres();
    sample.make(STORY);
    record Kept(LocalDate monday, Instant closedAt, UUID occurrence, int signals) {}
    Map<LocalDate, List<Kept>> weeks =
        jdbc
            .sql(
                """
                select w.monday, w.closed_at, c.occurrence_id as occurrence, c.signals
                from planner.week_closing w join planner.closed_occurrence c on c.closing_id = w.id
                """)
            .query(Kept.class)
            .list()
            .stream()
            .collect(Collectors.groupingBy(Kept::monday));

    int late = 0;
    for (List<Kept> kept : weeks.values()) {
      SignalCounts.Since since =
          signals.since(
              Week.of(kept.get(0).monday()),
              kept.get(0).closedAt(),
              kept.stream().map(Kept::occurrence).toList(),
              andres);
      for (Kept one : kept) {
        int after =
            (int)
                since.late().stream().filter(l -> one.occurrence().equals(l.occurrence())).count();
        late += after;
        assertThat(one.signals())
            .as("%s", one)
            .isEqualTo(since.confirmed().getOrDefault(one.occurrence(), 0) - after);
      }
    }
    assertThat(late).as("the story has late ones").isPositive();
    assertThat(
            values(
                """
                select s.monday || ' ' || sum(s.signals_intent + s.signals_closing)
                from insight.week_snapshot s where s.profile_id is null group by s.monday
                """))
        .containsExactlyInAnyOrderElementsOf(
            values(
                """
                select r.monday || ' ' || (select count(*) from leads.demand_signal s
                  where s.happened_on between r.monday and r.monday + 6
                    and s.confirmed_at <= r.closed_at)
                from planner.week_review r
                """));
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
    settle();

    assertThat(mvc.post().uri("/welcome/sample/removal").with(cast.as(andres)).with(csrf()))
        .hasStatus(302);

    Map<String, Long> after = rows();
    before.merge("contacts.person", 1L, Long::sum);
    before.merge("leads.lead", 1L, Long::sum);
    before.merge("leads.lead_fit", 0L, Long::sum);
    // What may have been learned is forgotten with the sample, and learned anew at night.
    before.put("leads.learning", 0L);
    // What was known of the real lead when it came is noted by a job, at a moment of its own.
    before.put("leads.captured", after.get("leads.captured"));
    assertThat(ids("select lead_id from leads.captured")).isSubsetOf(lead.id());
    assertThat(after).isEqualTo(before);
    assertThat(
            jdbc.sql("select sales_owner_id from leads.lead where id = ?")
                .param(lead.id())
                .query(UUID.class)
                .single())
        .as("what a sample person was to do is the administrator's")
        .isEqualTo(andres.id().id());
    jdbc.sql("delete from leads.lead where id = ?").param(lead.id()).update();
    jdbc.sql("delete from contacts.person where id = ?").param(real.id()).update();
  }

  @Test
  void whatRealPeopleMadeStaysWithWhatItNamesOfTheSample() {
    CurrentUser andres = cast.andres();
    CurrentUser lucia = cast.lucia();
    CurrentUser marcos = cast.marcos();
    sample.make(STORY);
    settle();
    UUID profile = one("select id from icp.profile where name like '%otel%' limit 1");
    UUID otherProfile =
        one("select id from icp.profile where id <> '%s' limit 1".formatted(profile));
    UUID activity =
        one("select activity_id from planner.occurrence where state = 'DONE' order by day limit 1");
    UUID attended =
        one("select id from planner.occurrence where state = 'DONE' order by day desc limit 1");
    List<UUID> people =
        jdbc.sql(
                """
                select p.id from contacts.person p
                where p.company_id is not null and not exists (select from leads.lead l
                  where l.person_id = p.id and l.stage <> 'ENDED')
                order by p.name limit 5
                """)
            .query(UUID.class)
            .list();
    UUID openDeal = one("select id from pipeline.opportunity where kind = 'OPEN' limit 1");
    Instant now = STORY.plusSeconds(300);

    PersonId real = PersonId.next();
    book.addPerson(real, PersonDetails.of("Cliente de verdad", null, null, null), lucia.id(), now);
    LeadId ofReal = LeadId.next();
    intake.open(
        ofReal,
        new LeadIntake.ByHand(
            real,
            new ProfileId(profile),
            new ActivityId(activity),
            new PersonId(people.get(0)),
            Facts.NONE),
        lucia,
        now);
    LeadId ofSample = LeadId.next();
    intake.open(
        ofSample,
        new LeadIntake.ByHand(new PersonId(people.get(1)), null, null, null, Facts.NONE),
        marcos,
        now);
    ActivityId planned = planOnProfileOf(new ProfileId(otherProfile), lucia, now);
    planner.touch(
        new OccurrenceId(attended),
        new PersonId(people.get(2)),
        TouchKind.ATTENDED,
        now,
        lucia.id());
    demand.note(
        DemandSignalId.next(),
        DemandSignal.Kind.PURCHASE_INTENT,
        new PersonId(people.get(3)),
        null,
        "Pidió precio",
        LocalDate.of(2026, 11, 25),
        marcos.id(),
        now);
    book.log(
        InteractionId.next(),
        InteractionKind.NOTE,
        null,
        new PersonId(people.get(4)),
        null,
        "Una nota",
        now,
        marcos.id(),
        now);
    deals.done(
        new OpportunityId(openDeal),
        new Deals.Result(
            UUID.randomUUID(), InteractionKind.CALL, InteractionResult.TALKED, "Hablado"),
        Plan.none("Espera"),
        marcos.id(),
        now);
    UUID closedByUs = lucia.id().id();
    Week week = Week.of(STORY, MADRID).plus(-4);
    jdbc.sql("update planner.week_review set closed_by = ? where monday = ?")
        .params(closedByUs, week.monday())
        .update();
    settle();

    Page welcome = Page.of(mvc.get().uri("/welcome").with(cast.as(andres)).exchange());
    assertThat(String.join(" ", welcome.texts(".confirm")))
        .as("what goes and what stays")
        .contains("Se van ", "1 oportunidad", "2 perfiles")
        .containsPattern("se queda .*con lo que usa de la muestra");
    assertThat(mvc.post().uri("/welcome/sample/removal").with(cast.as(andres)).with(csrf()))
        .hasStatus(302);

    assertThat(sample.people()).isEmpty();
    assertThat(ids("select id from leads.lead")).contains(ofReal.id(), ofSample.id());
    assertThat(
            values(
                """
                select concat_ws(' ', profile_id, source_activity_id, referred_by)
                from leads.lead where id = '%s'
                """
                    .formatted(ofReal)))
        .containsExactly(profile + " " + activity + " " + people.get(0));
    assertThat(ids("select id from planner.activity")).contains(planned.id(), activity);
    assertThat(ids("select id from planner.occurrence")).contains(attended);
    assertThat(ids("select person_id from planner.touch")).contains(people.get(2));
    assertThat(ids("select person_id from leads.demand_signal")).containsExactly(people.get(3));
    assertThat(ids("select person_id from contacts.interaction")).contains(people.get(4));
    assertThat(ids("select id from contacts.person")).containsAll(people).hasSizeLessThan(12);
    assertThat(ids("select id from pipeline.opportunity")).containsExactly(openDeal);
    assertThat(
            ids("select created_by from contacts.person union select created_by from icp.edition"))
        .containsExactlyInAnyOrder(andres.id().id(), lucia.id().id());
    assertThat(values("select state from planner.occurrence where day < date '2026-11-01'"))
        .as("nothing of it waits to be closed")
        .doesNotContain("PLANNED");
    assertThat(ids("select closed_by from planner.week_review")).containsExactly(closedByUs);
    assertThat(
            values(
                """
                select sum(planned) || ' ' || (select count(*) from planner.occurrence o
                  where o.day between s.monday and s.monday + 6)
                from insight.week_snapshot s where profile_id is null group by s.monday
                """))
        .as("the numbers of the closed week, and the rows behind them")
        .allSatisfy(pair -> assertThat(pair.split(" ")[0]).isEqualTo(pair.split(" ")[1]))
        .hasSize(1);
    for (String page :
        List.of(
            "/planner/activities/" + activity,
            "/leads/" + ofReal,
            "/icp",
            "/pipeline/opportunities/" + openDeal,
            "/contacts/people/" + people.get(4),
            "/reports/coverage?week=" + week)) {
      assertThat(mvc.get().uri(page).with(cast.as(andres))).as(page).hasStatusOk();
    }
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

  private ActivityId planOnProfileOf(ProfileId profile, CurrentUser marketing, Instant now) {
    ActivityId id = ActivityId.next();
    planner.plan(
        new NewActivity(
            id,
            new ActivityDetails(
                "De prueba",
                HourglassPhase.KNOW,
                profile,
                marketing.id(),
                "Ver cómo va",
                "Aquí",
                BigDecimal.ZERO,
                Nature.AWARENESS,
                null,
                null,
                FollowUp.NONE,
                null,
                null),
            Schedule.once(LocalDate.of(2026, 12, 1))),
        marketing.id(),
        now);
    return id;
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

  private UUID one(String sql) {
    return jdbc.sql(sql).query(UUID.class).single();
  }

  private List<UUID> ids(String sql) {
    return jdbc.sql(sql).query(UUID.class).list();
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
