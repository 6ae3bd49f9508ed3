package com.arenacrm.contacts.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.duplicates.MergeFields.Take;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.PlannedActivity;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whatever hangs on two people or two companies: a merge loses none of it, and taking it back
 * restores every row byte for byte (Q07). Random graphs; each is built, merged, taken back and
 * forgotten in one transaction.
 */
@ArenaTest
@OnOwnDatabase
class MergeGraphTests {

  private static final int TRIES = 60;
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  /** Something that hangs on somebody. */
  enum Kind {
    INTERACTION,
    CONSENT_GIVEN,
    CONSENT_WITHDRAWN,
    KNOWS,
    KNOWN_BY,
    SUPPLIES,
    TOUCH,
    AUDIENCE,
    EXCLUSION,
    RETURNED,
    MENTION,
    LEAD,
    ENDED_LEAD,
    REFERRAL,
    SIGNAL,
    DEAL,
    ROLE,
    NOTE,
    PART_OF,
    DISMISSED
  }

  /**
   * @param who on whom it hangs
   * @param with whom or what else it names
   */
  record Piece(Kind kind, int who, int with) {}

  record Somebody(String name, int fields, int consent, int company) {}

  record Graph(List<Somebody> people, List<Somebody> companies, List<Piece> pieces, int choice) {}

  @Autowired Merges merges;
  @Autowired Cast cast;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;

  private final List<UUID> people = new ArrayList<>();
  private final List<UUID> companies = new ArrayList<>();
  private final List<PlannedActivity> activities = new ArrayList<>();
  private final List<UUID> sources = new ArrayList<>();
  private UUID stage;
  private CurrentUser lucia;

  private static Arbitrary<Graph> graphs() {
    Arbitrary<Somebody> somebody =
        Combinators.combine(
                Arbitraries.of("Paula Rey", "Paula Réy", "Rey, Paula", "Ana «Ñ» O'Hara"),
                Arbitraries.integers().between(0, 1023),
                Arbitraries.integers().between(0, 2),
                Arbitraries.integers().between(0, 3))
            .as(Somebody::new);
    Arbitrary<Piece> piece =
        Combinators.combine(
                Arbitraries.of(Kind.values()),
                Arbitraries.integers().between(0, 3),
                Arbitraries.integers().between(0, 3))
            .as(Piece::new);
    return Combinators.combine(
            somebody.list().ofSize(4),
            somebody.list().ofSize(3),
            piece.list().ofMaxSize(40),
            Arbitraries.integers().between(0, 1 << 12))
        .as(Graph::new);
  }

  @Test
  void aMergeOfPeopleLosesNothingAndComesBackByteForByte() {
    eachGraph(graph -> mergeAndBack(Subject.PEOPLE, graph));
  }

  @Test
  void aMergeOfCompaniesLosesNothingAndComesBackByteForByte() {
    eachGraph(graph -> mergeAndBack(Subject.COMPANIES, graph));
  }

  @Test
  void mergesOnTopOfOneAnotherComeBackInTheOppositeOrder() {
    eachGraph(
        graph -> {
          Map<String, List<String>> before = everything();
          UUID person = merge(Subject.PEOPLE, people.get(0), people.get(1), graph.choice());
          UUID company =
              merge(Subject.COMPANIES, companies.get(0), companies.get(1), graph.choice());
          UUID again = merge(Subject.PEOPLE, people.get(0), people.get(2), graph.choice() >> 2);
          merges.undo(again, lucia, NOW.plusSeconds(5));
          merges.undo(company, lucia, NOW.plusSeconds(6));
          merges.undo(person, lucia, NOW.plusSeconds(7));
          assertThat(everything()).isEqualTo(before);
        });
  }

  /** Whatever the order, nothing breaks and nobody who had withdrawn consent is written to. */
  @Test
  void mergesComeBackInAnyOrderWithoutBreaking() {
    eachGraph(
        graph -> {
          int all = rowsOf(everything());
          List<UUID> withdrawn = withdrawn();
          UUID person = merge(Subject.PEOPLE, people.get(0), people.get(1), graph.choice());
          UUID company =
              merge(Subject.COMPANIES, companies.get(0), companies.get(1), graph.choice());
          UUID third = merge(Subject.PEOPLE, people.get(2), people.get(3), graph.choice() >> 2);
          merges.undo(person, lucia, NOW.plusSeconds(5));
          merges.undo(third, lucia, NOW.plusSeconds(6));
          merges.undo(company, lucia, NOW.plusSeconds(7));
          assertThat(withdrawn()).containsAll(withdrawn);
          assertThat(rowsOf(everything())).isLessThanOrEqualTo(all).isGreaterThan(all - 20);
        });
  }

  private interface Check {
    void of(Graph graph);
  }

  private void eachGraph(Check check) {
    lucia = cast.lucia();
    long seed = Long.getLong("arena.test.seed", new Random().nextLong());
    JqwikSession.run(
        () -> {
          List<Graph> some =
              graphs().generator(1000, true).stream(new Random(seed))
                  .limit(TRIES)
                  .map(net.jqwik.api.Shrinkable::value)
                  .toList();
          for (Graph graph : some) {
            new TransactionTemplate(transactions)
                .executeWithoutResult(
                    status -> {
                      status.setRollbackOnly();
                      try {
                        build(graph);
                        check.of(graph);
                      } catch (AssertionError | RuntimeException e) {
                        throw new AssertionError("seed " + seed + ", " + graph, e);
                      }
                    });
          }
        });
  }

  private void mergeAndBack(Subject subject, Graph graph) {
    List<UUID> ids = subject.companies() ? companies : people;
    Map<String, List<String>> before = everything();
    Map<String, Integer> conserved = conserved();
    List<UUID> withdrawn = withdrawn();

    UUID merge = merge(subject, ids.get(0), ids.get(1), graph.choice());

    assertThat(conserved()).isEqualTo(conserved);
    assertThat(names(ids.get(1))).as("what still names the one that is gone").isZero();
    if (!subject.companies() && withdrawn.stream().anyMatch(ids.subList(0, 2)::contains)) {
      assertThat(withdrawn()).contains(ids.get(0));
    }

    merges.undo(merge, lucia, NOW.plusSeconds(5));

    assertThat(everything()).isEqualTo(before);
  }

  private UUID merge(Subject subject, UUID survivor, UUID merged, int choice) {
    Merges.Pair pair = merges.pair(subject, survivor, merged);
    assertThat(pair.survivor()).isEqualTo(survivor);
    Map<String, Take> chosen = new HashMap<>();
    int bits = choice;
    for (MergeFields.Field field : pair.fields().fields()) {
      chosen.put(field.key(), Take.values()[bits % 3]);
      bits = Integer.rotateRight(bits, 1) & 0xffff;
    }
    UUID id = TimeOrderedUuid.next();
    merges.merge(
        id,
        subject,
        survivor,
        pair.survivorVersion(),
        merged,
        pair.mergedVersion(),
        chosen,
        lucia,
        NOW);
    return id;
  }

  /** What no merge changes: how much there is of what is never the same twice. */
  private Map<String, Integer> conserved() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String table :
        List.of(
            "contacts.interaction",
            "contacts.consent",
            "planner.mention",
            "leads.lead",
            "leads.demand_signal",
            "pipeline.opportunity",
            "icp.research_note")) {
      counts.put(table, one("select count(*) from " + table));
    }
    counts.put("deals", one("select coalesce(sum(amount), 0)::int from pipeline.opportunity"));
    return counts;
  }

  private int names(UUID gone) {
    return one(
        """
        select count(*) from (
          select to_jsonb(r)::text as t from contacts.interaction r
          union all select to_jsonb(r)::text from contacts.consent r
          union all select to_jsonb(r)::text from contacts.relationship r
          union all select to_jsonb(r)::text from contacts.person r
          union all select to_jsonb(r)::text from planner.touch r
          union all select to_jsonb(r)::text from planner.audience_entry r
          union all select to_jsonb(r)::text from planner.audience_exclusion r
          union all select to_jsonb(r)::text from planner.mention r
          union all select to_jsonb(r)::text from leads.lead r
          union all select to_jsonb(r)::text from leads.demand_signal r
          union all select to_jsonb(r)::text from pipeline.opportunity r
          union all select to_jsonb(r)::text from pipeline.buying_role r
          union all select to_jsonb(r)::text from icp.research_note r) x
        where strpos(x.t, '%s') > 0
        """
            .formatted(gone));
  }

  private int one(String sql) {
    return jdbc.sql(sql).query(Integer.class).single();
  }

  private List<UUID> withdrawn() {
    return jdbc.sql(
            "select id from contacts.person where consent = 'WITHDRAWN' and id = any (cast(:ids as uuid[]))")
        .param("ids", people.stream().map(UUID::toString).toArray(String[]::new))
        .query(UUID.class)
        .list();
  }

  private static int rowsOf(Map<String, List<String>> everything) {
    return everything.entrySet().stream()
        .filter(e -> !e.getKey().equals("contacts.duplicate"))
        .mapToInt(e -> e.getValue().size())
        .sum();
  }

  /**
   * Every row of the graph, whole; but for the version, which only ever rises so that open forms
   * notice, and that a fit is due, which is worked out again.
   */
  private Map<String, List<String>> everything() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (String table :
        List.of(
            "contacts.person",
            "contacts.company",
            "contacts.interaction",
            "contacts.consent",
            "contacts.relationship",
            "contacts.duplicate",
            "contacts.alias",
            "planner.touch",
            "planner.audience_entry",
            "planner.audience_exclusion",
            "planner.mention",
            "leads.lead",
            "leads.demand_signal",
            "pipeline.opportunity",
            "pipeline.buying_role",
            "icp.research_note")) {
      rows.put(
          table,
          jdbc.sql(
                  """
                  select (to_jsonb(r) - cast('{version,fit_due,likelihood,likelihood_due,engagement_due}' as text[]))::text from %s r
                  where to_jsonb(r)::text ~ :ids order by 1
                  """
                      .formatted(table))
              .param("ids", ids())
              .query(String.class)
              .list());
    }
    return rows;
  }

  private String ids() {
    List<UUID> all = new ArrayList<>(people);
    all.addAll(companies);
    return String.join("|", all.stream().map(UUID::toString).toList());
  }

  private void build(Graph graph) {
    people.clear();
    companies.clear();
    activities.clear();
    sources.clear();
    UUID actor = lucia.id().id();
    stage = TimeOrderedUuid.next();
    jdbc.sql(
            """
            insert into pipeline.stage (id, position, name, kind, probability, version)
            select ?, coalesce(max(position), 0) + 1000, 'Abierta', 'OPEN', 10, 0 from pipeline.stage
            """)
        .param(stage)
        .update();
    for (int i = 0; i < 2; i++) {
      activities.add(PlannedActivity.of(jdbc, lucia.id(), "TRUST", LocalDate.of(2026, 11, 2)));
      UUID source = TimeOrderedUuid.next();
      sources.add(source);
      jdbc.sql(
              """
              insert into planner.audience_source (id, activity_id, kind, label, created_at, created_by)
              values (?, ?, 'PICKED', 'x', now(), ?)
              """)
          .params(source, activities.get(i).id().id(), actor)
          .update();
    }
    for (int i = 0; i < graph.companies().size(); i++) {
      Somebody s = graph.companies().get(i);
      UUID id = TimeOrderedUuid.next();
      companies.add(id);
      boolean[] has = bits(s.fields());
      jdbc.sql(
              """
              insert into contacts.company (id, name, website, domain, industry, employees, city, phone,
                links, notes, attributes, outside_source, outside_id, created_at, created_by, version)
              values (?, ?, ?, ?, ?, ?, ?, ?, cast(? as text[]), ?, cast(? as jsonb), ?, ?, ?, ?, 3)
              """)
          .params(
              id,
              "Hotel " + s.name() + " " + i,
              has[0] ? "https://h" + i + ".example" : null,
              has[0] ? "h" + i + ".example" : null,
              has[1] ? "Hoteles" : null,
              has[2] ? 10 + i : null,
              has[3] ? "Soria" : null,
              has[4] ? "975 00 00 0" + i : null,
              has[5] ? "{https://l" + i + ".example,https://l.example}" : "{}",
              has[6] ? "nota " + i : null,
              has[7] ? "{\"Camas\": \"" + i + "\", \"Sólo " + i + "\": \"ñ\"}" : "{}",
              has[8] ? "erp" : null,
              has[8] ? id.toString().substring(20) : null,
              at(i),
              actor)
          .update();
    }
    for (int i = 0; i < graph.people().size(); i++) {
      Somebody s = graph.people().get(i);
      UUID id = TimeOrderedUuid.next();
      people.add(id);
      boolean[] has = bits(s.fields());
      UUID company = s.company() < companies.size() ? companies.get(s.company()) : null;
      jdbc.sql(
              """
              insert into contacts.person (id, name, email, phone, company_id, company_name, job_title,
                city, influencer, links, notes, attributes, consent, outside_source, outside_id,
                created_at, created_by, version)
              values (?, ?, ?, ?, ?, (select name from contacts.company where id = ?), ?, ?, ?,
                cast(? as text[]), ?, cast(? as jsonb), ?, ?, ?, ?, ?, 2)
              """)
          .params(
              id,
              s.name(),
              has[0] ? id.toString().substring(24) + "@g.example" : null,
              has[1]
                  ? has[9]
                      ? "+34982112233"
                      : "+346" + String.format("%08d", Math.abs(id.hashCode() % 100_000_000))
                  : null,
              company,
              company,
              has[2] ? "Jefa " + i : null,
              has[3] ? "Soria" : null,
              has[4],
              has[5] ? "{https://p" + i + ".example}" : "{}",
              has[6] ? "nota\n" + i : null,
              has[7] ? "{\"Idioma\": \"" + i + "\"}" : "{}",
              List.of("UNKNOWN", "GIVEN", "WITHDRAWN").get(s.consent()),
              has[8] ? "crm" : null,
              has[8] ? id.toString().substring(20) : null,
              at(i),
              actor)
          .update();
    }
    graph.pieces().forEach(this::hang);
  }

  private static java.time.OffsetDateTime at(int i) {
    return NOW.minus(100 - i, ChronoUnit.DAYS).plusNanos(123_456_000).atOffset(ZoneOffset.UTC);
  }

  private static boolean[] bits(int number) {
    boolean[] bits = new boolean[10];
    for (int i = 0; i < 10; i++) {
      bits[i] = (number >> i & 1) == 1;
    }
    return bits;
  }

  private void hang(Piece piece) {
    UUID id = TimeOrderedUuid.next();
    UUID who = people.get(piece.who());
    UUID with = people.get(piece.with());
    UUID company = companies.get(piece.who() % companies.size());
    UUID other = companies.get(piece.with() % companies.size());
    PlannedActivity activity = activities.get(piece.with() % 2);
    UUID source = sources.get(piece.with() % 2);
    Map<String, Object> values = new HashMap<>();
    values.put("id", id);
    values.put("who", who);
    values.put("with", with);
    values.put("company", company);
    values.put("other", other);
    values.put("activity", activity.id().id());
    values.put("occurrence", activity.occurrence().id());
    values.put("source", source);
    values.put("stage", stage);
    values.put("actor", lucia.id().id());
    values.put("at", at(piece.with()));
    values.put("kind", piece.with() % 2 == 0 ? "ATTENDED" : "INVITED");
    String sql =
        switch (piece.kind()) {
          case INTERACTION ->
              "insert into contacts.interaction (id, kind, person_id, company_id, summary, happened_at, created_at, created_by) values (:id, 'CALL', :who, :company, 'dijo', :at, :at, :actor)";
          case CONSENT_GIVEN ->
              "insert into contacts.consent (id, person_id, state, source, at) values (:id, :who, 'GIVEN', 'web', :at)";
          case CONSENT_WITHDRAWN ->
              "with w as (update contacts.person set consent = 'WITHDRAWN' where id = :who) insert into contacts.consent (id, person_id, state, source, at) values (:id, :who, 'WITHDRAWN', 'web', :at)";
          case KNOWS ->
              who.equals(with)
                  ? ""
                  : "insert into contacts.relationship (id, kind, from_person, to_person, created_at, created_by) values (:id, 'KNOWS', :who, :with, :at, :actor)";
          case KNOWN_BY ->
              "insert into contacts.relationship (id, kind, from_company, to_person, created_at, created_by) values (:id, 'CUSTOMER_OF', :other, :who, :at, :actor)";
          case SUPPLIES ->
              company.equals(other)
                  ? ""
                  : "insert into contacts.relationship (id, kind, from_company, to_company, created_at, created_by) values (:id, 'SUPPLIER_OF', :company, :other, :at, :actor)";
          case TOUCH ->
              "insert into planner.touch (id, occurrence_id, person_id, kind, at, day) values (:id, :occurrence, :who, :kind, :at, '2026-11-02')";
          case AUDIENCE ->
              "insert into planner.audience_entry (source_id, person_id, activity_id, added_at) values (:source, :who, :activity, :at)";
          case EXCLUSION ->
              "insert into planner.audience_exclusion (id, activity_id, person_id, why, batch, created_at, created_by) values (:id, :activity, :who, 'SALES', :id, :at, :actor)";
          case RETURNED ->
              "insert into planner.audience_exclusion (id, activity_id, person_id, why, batch, created_at, created_by, returned_at, returned_by) values (:id, :activity, :who, 'SALES', :id, :at, :actor, :at, :actor)";
          case MENTION ->
              "insert into planner.mention (id, kind, place, said_on, tone, said, person_id, created_at, created_by, version) values (:id, 'MENTION', 'web', '2026-11-02', 'GOOD', 'bien', :who, :at, :actor, 0)";
          case LEAD ->
              "insert into leads.lead (id, person_id, company_id, person_name, company_name, origin, stage, created_at, version) select :id, p.id, p.company_id, p.name, p.company_name, 'MANUAL', 'OPEN', :at, 0 from contacts.person p where p.id = :who";
          case ENDED_LEAD ->
              "insert into leads.lead (id, person_id, company_id, person_name, company_name, origin, stage, created_at, version) select :id, p.id, c.id, p.name, c.name, 'MANUAL', 'ENDED', :at, 4 from contacts.person p, contacts.company c where p.id = :who and c.id = :other";
          case REFERRAL ->
              "insert into leads.lead (id, person_id, person_name, origin, stage, referred_by, created_at, version) select :id, p.id, p.name, 'REFERRAL', 'ENDED', :who, :at, 0 from contacts.person p where p.id = :with";
          case SIGNAL ->
              "insert into leads.demand_signal (id, kind, person_id, person_name, evidence, happened_on, noted_at, noted_by, version) select :id, 'PURCHASE_INTENT', p.id, p.name, 'lo dijo', '2026-11-02', :at, :actor, 0 from contacts.person p where p.id = :who";
          case DEAL ->
              "insert into pipeline.opportunity (id, name, person_id, company_id, person_name, company_name, stage_id, kind, amount, currency, no_step_reason, phase, opened_at, created_at, version) select :id, 'Café', p.id, c.id, p.name, c.name, cast(:stage as uuid), 'OPEN', 120.50, 'EUR', 'x', 'TRUST', :at, :at, 0 from contacts.person p, contacts.company c where p.id = :who and c.id = :other";
          case ROLE ->
              "insert into pipeline.buying_role (opportunity_id, person_id, role) select o.id, :who, 'DECIDES' from pipeline.opportunity o where o.person_id = :with limit 1";
          case NOTE ->
              "insert into icp.research_note (id, company_id, method, title, finding, source, found_on, created_at, created_by, version) values (:id, :company, 'ONLINE', 't', 'f', 's', '2026-11-02', :at, :actor, 0)";
          case PART_OF ->
              "insert into contacts.relationship (id, kind, from_person, to_company, created_at, created_by) values (:id, 'WORKED_AT', :who, :other, :at, :actor)";
          case DISMISSED ->
              who.equals(with)
                  ? ""
                  : "insert into contacts.duplicate (id, first_person, second_person, certainty, reasons, found_at, dismissed_at, dismissed_by, likeness, version) values (:id, least(cast(:who as uuid), cast(:with as uuid)), greatest(cast(:who as uuid), cast(:with as uuid)), 70, '[\"name\"]', :at, :at, :actor, 'x', 0)";
        };
    if (!sql.isEmpty()) {
      jdbc.sql(sql + " on conflict do nothing").params(values).update();
    }
  }
}
