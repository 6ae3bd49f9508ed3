package com.arenacrm.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaProcess;
import com.arenacrm.testing.Visitor;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills Arena at random moments while people merge, hand over, accept, win and change many things
 * at once, starts it again, and looks whether anything is half done. One kill by default, in the
 * middle of an import, which goes on after it, nothing twice and nothing left out; {@code
 * -Darena.test.kills=100} for as many.
 */
class KillTests {

  private static final int KILLS = Integer.getInteger("arena.test.kills", 1);
  private static final int OF_EACH = 400;
  private static final int IN_A_CHANGE = 12;
  private static final int LONGEST_LOAD_MILLIS = 3000;
  private static final Pattern DEAL = Pattern.compile("/pipeline/opportunities/([0-9a-f-]{36})");

  /** What would be half done, by what it is: each must find nothing. */
  private static final Map<String, String> HALF_DONE = new LinkedHashMap<>();

  static {
    HALF_DONE.put(
        "a person who is neither there nor merged, or both",
        """
        select d.id from kill.pair d
        where (select count(*) from contacts.person p where p.id in (d.one, d.other))
          <> case when exists (select from contacts.merge m where m.survivor_id in (d.one, d.other))
             then 1 else 2 end
        """);
    HALF_DONE.put(
        "a conversation that a merge lost or left behind",
        """
        select d.id from kill.pair d
        where 2 <> (select count(*) from contacts.interaction i
          join contacts.person p on p.id = i.person_id
          where i.person_id in (d.one, d.other))
        """);
    HALF_DONE.put(
        "a merge that nobody finds by the old address, or whose pair is still proposed",
        """
        select m.id from contacts.merge m
        where not exists (select from contacts.alias a
            where a.merge_id = m.id and a.kind = 'EMAIL')
          or exists (select from contacts.duplicate d
            where m.merged_id in (d.first_person, d.second_person))
        """);
    HALF_DONE.put(
        "a lead that was handed over without a handoff that waits, or the other way round",
        """
        select l.id from leads.lead l join kill.lead k on k.id = l.id
        where (l.stage = 'HANDED_OVER') <> exists (select from leads.handoff h
          where h.lead_id = l.id and h.accepted_at is null and h.rejected_at is null
            and h.withdrawn_at is null)
        """);
    HALF_DONE.put(
        "an accepted lead without exactly one handoff, one acceptance and one deal",
        """
        select l.id from leads.lead l join kill.lead k on k.id = l.id
        where l.stage in ('ACCEPTED', 'ENDED') and (
          1 <> (select count(*) from leads.handoff h
            where h.lead_id = l.id and h.accepted_at is not null)
          or 1 <> (select count(*) from pipeline.acceptance a where a.lead_id = l.id)
          or 1 <> (select count(*) from pipeline.opportunity o where o.person_id = l.person_id))
        """);
    HALF_DONE.put(
        "a deal of a lead that nobody accepted",
        """
        select o.id from pipeline.opportunity o
        where not exists (select from pipeline.acceptance a where a.opportunity_id = o.id)
        """);
    HALF_DONE.put(
        "a deal won without its lead bought, its move told or its amount, or the other way round",
        """
        select a.lead_id from pipeline.acceptance a
        join pipeline.opportunity o on o.id = a.opportunity_id
        join pipeline.stage s on s.id = o.stage_id
        join leads.lead l on l.id = a.lead_id
        where (o.kind = 'WON') <> (coalesce(l.outcome, '') = 'BOUGHT')
          or (o.kind = 'WON') <> (o.closed_at is not null)
          or o.kind <> s.kind
          or o.kind = 'WON' and (o.amount is null or 1 <> (
            select count(*) from pipeline.stage_change c
            where c.opportunity_id = o.id and c.to_stage = o.stage_id))
        """);
    HALF_DONE.put(
        "an import that counts other rows than it wrote",
        """
        select r.id from integration.import_run r
        left join integration.import_pass p on p.run_id = r.id and p.kind = 'RUN'
        where coalesce(p.handled, 0) <> (
          select count(*) from integration.import_effect e
          where e.run_id = r.id and e.kind = 'person')
        """);
    HALF_DONE.put(
        "somebody who was imported twice",
        """
        select email from contacts.person where email like 'n%@fila.example'
        group by email having count(*) > 1
        """);
    HALF_DONE.put(
        "a change of many that changed some",
        """
        select k.id from kill.change k
        where (select count(*) from planner.occurrence o
            where o.activity_id = k.id and o.day <> o.series_day)
          <> (select case when exists (select from planner.bulk_change_item i
                join planner.occurrence o on o.id = i.occurrence_id where o.activity_id = k.id)
              then %d else 0 end)
        """
            .formatted(IN_A_CHANGE));
    HALF_DONE.put(
        "leads of which some were ended together, or not all are to be talked to again",
        """
        select k.n from kill.ending k join leads.lead l on l.id = k.id
        left join leads.recontact r on r.lead_id = l.id
        left join lists.bulk_change_item i on i.record_id = l.id
        group by k.n
        having count(*) filter (where l.stage = 'ENDED' and l.outcome = 'NOTHING') not in (0, %1$d)
          or count(*) filter (where l.stage = 'ENDED') <> count(r.lead_id)
          or count(*) filter (where l.stage = 'ENDED') <> count(i.record_id)
        """
            .formatted(IN_A_CHANGE));
  }

  private static final int ROWS = 3000;

  /** How many rows the import has written. */
  private static final String HANDLED =
      """
      select coalesce(max(p.handled), 0) from integration.import_pass p where p.kind = 'RUN'
      """;

  @TempDir private Path folder;
  private final Random random = new Random(Long.getLong("arena.test.seed", System.nanoTime()));
  private boolean firstLoad = true;
  private int imports;
  private final AtomicInteger pairs = new AtomicInteger();
  private final AtomicInteger leads = new AtomicInteger();
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicInteger endings = new AtomicInteger();

  @Test
  void nothingIsHalfDoneAfterAKill() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      try (ArenaProcess arena = start()) {
        String address = arena.awaitReady();
        if (kill == 0) {
          setUp(address);
        }
        assertNothingHalfDone("after kill " + kill);
        addWork();
        work(address, arena);
      }
    }
    try (ArenaProcess arena = start()) {
      arena.awaitReady();
      assertNothingHalfDone("in the end");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(
                          ask(
                              "select count(*) from platform.event_publication where completion_date is null"))
                      .as("what listeners have still to do")
                      .containsExactly("0"));
      await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () ->
                  assertThat(ask("select state from integration.import_run"))
                      .as("imports that were killed go on")
                      .containsOnly("DONE"));
      assertThat(ask("select count(*) from contacts.person where email like 'n%@fila.example'"))
          .containsExactly(String.valueOf(imports * ROWS));
    }
  }

  private ArenaProcess start() {
    return ArenaProcess.start(
        "--arena.data-dir=" + folder,
        "--db-scheduler.heartbeat-interval=1s",
        "--db-scheduler.missed-heartbeats-limit=4",
        "--db-scheduler.polling-interval=1s");
  }

  private void setUp(String address) throws SQLException {
    new Visitor(address)
        .fillIn(
            "/welcome/set-up",
            "main form",
            Map.of(
                "company", "Prueba",
                "sample", "false",
                "name", "Ana Ruiz",
                "email", "ana@example.com",
                "password", "café con leche 9"),
            null);
    execute(
        "create schema kill",
        "create table kill.pair (id uuid, one uuid, other uuid, n int)",
        "create table kill.lead (id uuid, n int)",
        "create table kill.change (id uuid, n int)",
        "create table kill.ending (id uuid, n int)",
        "insert into identity.user_role select id, 'SALES' from identity.user_account on conflict do nothing");
  }

  /** Puts people, leads and activities there, as much as nobody gets done before the next kill. */
  private void addWork() throws SQLException {
    String by = "(select id from identity.user_account limit 1)";
    execute(
        """
        with d as (
          insert into kill.pair select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
            n + (select count(*) from kill.pair)
          from generate_series(0, %1$d) n returning *),
        one as (
          insert into contacts.person (id, name, email, created_at, created_by, version)
          select one, 'Paula ' || n, 'p' || one || '@muerte.example', now(), %2$s, 0 from d),
        other as (
          insert into contacts.person (id, name, email, created_at, created_by, version)
          select other, 'Paula ' || n, 'q' || other || '@muerte.example', now(), %2$s, 0 from d),
        said as (
          insert into contacts.interaction
            (id, kind, person_id, summary, happened_at, created_at, created_by)
          select gen_random_uuid(), 'CALL', who, 'Hablamos', now(), now(), %2$s
          from d cross join lateral (values (one), (other)) w(who))
        insert into contacts.duplicate
          (id, first_person, second_person, certainty, reasons, found_at, likeness, version)
        select id, least(one, other), greatest(one, other), 90, '[]', now(), 'x', 0 from d
        """
            .formatted(OF_EACH - 1, by),
        """
        with p as (
          insert into contacts.person (id, name, email, created_at, created_by, version)
          select gen_random_uuid(), 'Luis ' || n, 'l' || gen_random_uuid() || '@muerte.example',
            now(), %2$s, 0
          from generate_series(0, %1$d) n returning id, name),
        l as (
          insert into leads.lead (id, person_id, person_name, origin, stage, need, purchase_date,
            created_at, created_by, version)
          select gen_random_uuid(), id, name, 'MANUAL', 'QUALIFIED', 'Café', current_date + 40,
            now(), %2$s, 0 from p returning id)
        insert into kill.lead
        select id, row_number() over () - 1 + (select count(*) from kill.lead) from l
        """
            .formatted(OF_EACH - 1, by),
        """
        with p as (
          insert into contacts.person (id, name, email, created_at, created_by, version)
          select gen_random_uuid(), 'Rosa ' || n, 'r' || gen_random_uuid() || '@muerte.example',
            now(), %2$s, 0
          from generate_series(1, %1$d) n returning id, name),
        l as (
          insert into leads.lead (id, person_id, person_name, origin, stage, created_at, created_by,
            version)
          select gen_random_uuid(), id, name, 'MANUAL', 'OPEN', now(), %2$s, 0 from p returning id)
        insert into kill.ending
        select id, (row_number() over () - 1 + (select count(*) from kill.ending)) / %3$d from l
        """
            .formatted(OF_EACH / 4 * IN_A_CHANGE, by, IN_A_CHANGE),
        """
        with f as (
          insert into icp.profile (id, name, created_at, created_by, version)
          values (gen_random_uuid(), 'Perfil ' || gen_random_uuid(), now(), %2$s, 0) returning id),
        a as (
          insert into planner.activity (id, title, phase, profile_id, owner_id, goal, channel,
            investment, nature, first_day, stored_until, created_at, created_by, version)
          select gen_random_uuid(), 'Cata ' || n, 'TRY', f.id, %2$s, 'Que prueben', 'Aquí', 260,
            'DEMAND', current_date + 10, current_date + 200, now(), %2$s, 0
          from f, generate_series(0, %1$d) n returning id, profile_id),
        o as (
          insert into planner.occurrence (id, activity_id, title, phase, profile_id, owner_id,
            series_day, day, investment, state, version)
          select gen_random_uuid(), a.id, 'Cata', 'TRY', a.profile_id, %2$s,
            current_date + 10 + 7 * w, current_date + 10 + 7 * w, 260, 'PLANNED', 0
          from a, generate_series(1, %3$d) w)
        insert into kill.change
        select id, row_number() over () - 1 + (select count(*) from kill.change) from a
        """
            .formatted(OF_EACH - 1, by, IN_A_CHANGE));
  }

  /** Lets people work until Arena dies under their hands. */
  private void work(String address, ArenaProcess arena) throws Exception {
    ExecutorService people = Executors.newFixedThreadPool(5);
    List<Visitor> signedIn = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Visitor ana = new Visitor(address);
      ana.fillIn(
          "/sign-in",
          "main form",
          Map.of("email", "ana@example.com", "password", "café con leche 9"),
          null);
      signedIn.add(ana);
    }
    boolean importing =
        !ask("select id from integration.import_run where state <> 'DONE'").isEmpty();
    String rehearsed = importing ? null : rehearseAnImport(signedIn.get(0));
    if (rehearsed != null && !firstLoad) {
      run(signedIn.get(0), rehearsed);
    }
    people.submit(() -> untilItDies(() -> merge(signedIn.get(0))));
    people.submit(() -> untilItDies(() -> sell(signedIn.get(1))));
    people.submit(() -> untilItDies(() -> sell(signedIn.get(2))));
    people.submit(() -> untilItDies(() -> change(signedIn.get(3))));
    people.submit(() -> untilItDies(() -> end(signedIn.get(4))));
    people.shutdown();
    if (firstLoad) {
      // So that every kind of work is under way at least once, however slow the machine.
      await().atMost(Duration.ofSeconds(90)).until(this::everythingWasDone);
      firstLoad = false;
      // And so that the first kill is in the middle of an import.
      run(signedIn.get(0), Objects.requireNonNull(rehearsed));
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !ask(HANDLED).contains("0"));
      arena.kill();
      assertThat(Integer.parseInt(ask(HANDLED).get(0))).as("rows imported").isLessThan(ROWS);
    } else {
      TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(LONGEST_LOAD_MILLIS));
      arena.kill();
    }
    assertThat(people.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong).as("answers that nobody expected").isEmpty();
  }

  private String rehearseAnImport(Visitor ana) {
    int first = imports++ * ROWS;
    String rows =
        IntStream.range(first, first + ROWS)
            .mapToObj(n -> "Fila %d,n%d@fila.example\n".formatted(n, n))
            .collect(Collectors.joining());
    String path =
        ana.fillIn(
                "/integration/imports/new?what=people",
                "form[enctype]",
                Map.of(),
                ("Nombre,Correo\n" + rows).getBytes(StandardCharsets.UTF_8))
            .uri()
            .getPath()
            .replace("/reading", "");
    ana.fillIn(path + "/reading", "form:has([name=header])", Map.of(), null);
    ana.fillIn(path + "/columns", "form:has([name=matchKey])", Map.of(), null);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> ask("select id from integration.import_run where state = 'CHECKED'").size() == 1);
    return path;
  }

  private static void run(Visitor ana, String path) {
    ana.fillIn(path, "form[action$=run]", Map.of(), null);
  }

  private boolean everythingWasDone() throws SQLException {
    List<String> done =
        ask(
            """
            select (select count(*) from contacts.merge)
            union all select count(*) from leads.handoff
            union all select count(*) from pipeline.opportunity where kind = 'WON'
            union all select count(*) from planner.bulk_change
            union all select count(*) from lists.bulk_change
            """);
    return !wrong.isEmpty() || !done.contains("0");
  }

  private interface Deed {
    void doIt() throws Exception;
  }

  private final List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());

  private void untilItDies(Deed deed) {
    try {
      while (wrong.isEmpty()) {
        deed.doIt();
      }
    } catch (IllegalStateException died) {
      // As it must.
    } catch (Exception e) {
      wrong.add(String.valueOf(e));
    }
  }

  private void merge(Visitor ana) throws SQLException {
    String pair = row("select id from kill.pair where n = " + pairs.getAndIncrement()).get(0);
    expect(ana.fillIn("/contacts/duplicates/" + pair, "form[action$=merge]", Map.of(), null));
  }

  private void sell(Visitor ana) throws SQLException {
    String lead = row("select id from kill.lead where n = " + leads.getAndIncrement()).get(0);
    String handoff = TimeOrderedUuid.next().toString();
    String seller = row("select id from identity.user_account limit 1").get(0);
    expect(
        ana.submit(
            "/me",
            "/leads/" + lead + "/handoffs",
            Map.of("id", handoff, "seller", seller, "why", "Pidió precio", "firstStep", "Llamar")));
    HttpResponse<String> accepted =
        expect(
            ana.submit(
                "/me", "/pipeline/handoffs/" + handoff + "/acceptance", Map.of("into", "new")));
    Matcher deal = DEAL.matcher(accepted.uri().getPath());
    if (!deal.find()) {
      wrong.add("accepted: " + accepted.uri());
      return;
    }
    expect(
        ana.fillIn(
            "/pipeline/opportunities/" + deal.group(1) + "/move?stage=won",
            "form[action$=moves]",
            Map.of("amount", "900", "reason", "Ya estaba decidido"),
            null));
  }

  private void change(Visitor ana) throws SQLException {
    String activity =
        row("select id from kill.change where n = " + changes.getAndIncrement()).get(0);
    Map<String, String> fields = new HashMap<>();
    fields.put("id", TimeOrderedUuid.next().toString());
    fields.put("kind", "MOVE");
    fields.put("days", "1");
    fields.put("reason", "La sala no estaba libre");
    fields.put(
        "seen",
        ask("select id from planner.occurrence where activity_id = '" + activity + "'").stream()
            .map(id -> id + ":0")
            .collect(Collectors.joining(",")));
    expect(ana.submit("/me", "/planner/list/change", fields));
  }

  private void end(Visitor ana) throws SQLException {
    int group = endings.getAndIncrement();
    List<String> seen =
        ask(
            "select l.id || ':' || l.version from leads.lead l join kill.ending k on k.id = l.id"
                + " where k.n = "
                + group);
    if (seen.isEmpty()) {
      throw new IllegalStateException("No work is left to end");
    }
    expect(
        ana.submit(
            "/me",
            "/lists/leads/changes",
            Map.of(
                "id", TimeOrderedUuid.next().toString(),
                "kind", "END",
                "v-outcome", "NOTHING",
                "v-recontactOn", "2099-12-01",
                "seen", String.join(",", seen))));
  }

  private HttpResponse<String> expect(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      wrong.add(answer.uri() + " " + answer.statusCode());
    }
    return answer;
  }

  private void assertNothingHalfDone(String when) throws SQLException {
    for (Map.Entry<String, String> half : HALF_DONE.entrySet()) {
      assertThat(ask(half.getValue())).as(half.getKey() + ", " + when).isEmpty();
    }
  }

  private List<String> row(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> row = new ArrayList<>();
      if (!result.next()) {
        throw new IllegalStateException("No work is left: " + sql);
      }
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        row.add(result.getString(i));
      }
      return row;
    }
  }

  /** The first column. */
  private List<String> ask(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (result.next()) {
        values.add(result.getString(1));
      }
      return values;
    }
  }

  private void execute(String... commands) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private Connection connect() throws SQLException {
    try {
      String port = Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(3);
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:" + port + "/arena",
          "arena",
          Files.readString(folder.resolve("postgres/arena.password")).strip());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
