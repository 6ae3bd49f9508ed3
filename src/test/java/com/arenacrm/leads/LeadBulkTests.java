package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Many leads changed in one go, and back. */
@ArenaTest
class LeadBulkTests {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  private static final Facts ALL =
      new Facts("40 kg al mes", "1.000 €", "Decide ella", LocalDate.of(2099, 1, 1));

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Leads leads;
  @Autowired HandoffRecords handoffs;
  @Autowired Outcomes outcomes;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private final String word = "lb" + Long.toString(System.nanoTime(), 36);

  @Test
  void theOwnerOfThoseTickedChangesAndGoesBack() {
    List<Lead> made = leads(3, Facts.NONE);
    outcomes.end(made.get(2).id(), ended(), cast.lucia(), NOW);
    String nuria = cast.nuria().id().toString();

    Page list = page(cast.lucia(), "/leads?stage=ALL&q=" + word);
    assertThat(list.document().select("td.pick input[form=bulk]")).hasSize(3);
    assertThat(list.text(".bulkbar .all")).isEqualTo("los 3 de este filtro");
    Page ask = page(cast.lucia(), ask("OWNER", made, false));
    assertThat(ask.text(".pagehead")).contains("De 3 fichas");
    MvcTestResult nobody = preview(cast.lucia(), ask, Map.of());
    assertThat(nobody).hasStatus(422);
    assertThat(Page.of(nobody).text(".error")).isEqualTo("Elige una opción.");
    Page preview = Page.of(preview(cast.lucia(), ask, Map.of("v-owner", nuria)));
    assertThat(preview.text("main"))
        .contains("Nuria Bello")
        .contains("Cambian 2")
        .contains("ahora: Lucía Ferrer")
        .contains("1 se queda como está")
        .contains("ya ha terminado");
    assertThat(owner(made.get(0))).isEqualTo(cast.lucia().id().id());

    MvcTestResult done = make(cast.lucia(), preview);
    assertThat(done.getResponse().getRedirectedUrl()).startsWith("/leads?q=" + word);
    assertThat(owner(made.get(0))).isEqualTo(cast.nuria().id().id());
    assertThat(owner(made.get(1))).isEqualTo(cast.nuria().id().id());
    // The same form again changes nothing more.
    make(cast.lucia(), preview);
    assertThat(changes()).isEqualTo(1);

    // One is changed by somebody else before the change is taken back: it stays.
    jdbc.sql("update leads.lead set version = version + 1 where id = ?")
        .param(made.get(1).id().id())
        .update();
    Page last = page(cast.lucia(), "/lists/leads/changes");
    assertThat(last.text("tbody tr")).contains("Nuria Bello");
    String undo = last.document().select("tbody form").get(0).attr("action");
    assertThat(post(cast.marcos(), undo, Map.of())).hasStatus(404);
    assertThat(post(cast.lucia(), undo, Map.of())).hasStatus(302);
    assertThat(owner(made.get(0))).isEqualTo(cast.lucia().id().id());
    assertThat(owner(made.get(1))).isEqualTo(cast.nuria().id().id());
    assertThat(page(cast.lucia(), "/lists/leads/changes").text("tbody tr")).contains("1 ficha");
    assertThat(post(cast.lucia(), undo, Map.of())).hasStatus(302);
    assertThat(owner(made.get(0))).isEqualTo(cast.lucia().id().id());
  }

  @Test
  void whatChangedAfterItWasShownIsLeft() {
    List<Lead> made = leads(2, Facts.NONE);
    Page ask = page(cast.lucia(), ask("OWNER", made, true));
    Page preview =
        Page.of(preview(cast.lucia(), ask, Map.of("v-owner", cast.nuria().id().toString())));
    jdbc.sql("update leads.lead set version = version + 1 where id = ?")
        .param(made.get(0).id().id())
        .update();

    make(cast.lucia(), preview);

    assertThat(owner(made.get(0))).isEqualTo(cast.lucia().id().id());
    assertThat(owner(made.get(1))).isEqualTo(cast.nuria().id().id());
  }

  @Test
  void allOfTheFilterEndAndOpenAgainAsTheyStood() {
    List<Lead> made = leads(2, ALL);
    post(cast.lucia(), "/leads/" + made.get(0).id() + "/qualification", Map.of());
    assertThat(stage(made.get(0))).isEqualTo(LeadStage.QUALIFIED);
    returned(made.get(1));
    Page ask = page(cast.lucia(), ask("END", List.of(), true));

    MvcTestResult unnamed =
        preview(cast.lucia(), ask, Map.of("v-outcome", "COMPETITOR", "v-note", "Era tarde"));
    assertThat(unnamed).hasStatus(422);
    assertThat(Page.of(unnamed).text(".error")).contains("Di a quién compró");
    assertThat(Page.of(unnamed).value("v-note")).isEqualTo("Era tarde");
    Page preview =
        Page.of(
            preview(
                cast.lucia(),
                ask,
                Map.of(
                    "v-outcome",
                    "COMPETITOR",
                    "v-competitor",
                    "Cafés Norte",
                    "v-recontactOn",
                    "2099-05-04")));
    make(cast.lucia(), preview);
    assertThat(stage(made.get(0))).isEqualTo(LeadStage.ENDED);
    assertThat(stage(made.get(1))).isEqualTo(LeadStage.ENDED);
    assertThat(recontact(made.get(1))).containsExactly(LocalDate.of(2099, 5, 4));
    assertThat(handoffs.openReturnsOf(made.get(1).id())).isEmpty();

    // Both are ended: another day to talk again can be set for them, and be taken back.
    Page day = page(cast.lucia(), ask("RECONTACT", made, false));
    make(cast.lucia(), Page.of(preview(cast.lucia(), day, Map.of("v-day", "2099-09-01"))));
    assertThat(recontact(made.get(1))).containsExactly(LocalDate.of(2099, 9, 1));
    undoLast(cast.lucia());
    assertThat(recontact(made.get(1))).containsExactly(LocalDate.of(2099, 5, 4));

    undo(cast.lucia(), 1);
    assertThat(stage(made.get(0))).isEqualTo(LeadStage.QUALIFIED);
    assertThat(stage(made.get(1))).isEqualTo(LeadStage.OPEN);
    assertThat(handoffs.openReturnsOf(made.get(1).id())).as("asks for an answer again").hasSize(1);
  }

  private void returned(Lead lead) {
    jdbc.sql(
            """
            insert into leads.handoff (id, lead_id, from_user, to_user, why, first_step, handed_at,
              due_at, rejected_at, rejected_by, rejection, version)
            values (gen_random_uuid(), :lead, :from, :to, 'Ya', 'Llamar', now(), now(), now(), :to,
              'NO_DATE', 0)
            """)
        .param("lead", lead.id().id())
        .param("from", cast.lucia().id().id())
        .param("to", cast.marcos().id().id())
        .update();
  }

  @Test
  void thoseThatPassTheGateAreHandedOverAndComeBack() {
    Lead complete = leads(1, ALL).get(0);
    Lead lacking = lead("falta", Facts.NONE);
    Page ask = page(cast.lucia(), ask("HAND_OVER", List.of(complete, lacking), false));

    Page preview =
        Page.of(
            preview(
                cast.lucia(),
                ask,
                Map.of(
                    "v-seller",
                    cast.marcos().id().toString(),
                    "v-why",
                    "Vinieron a la cata",
                    "v-firstStep",
                    "Llamar")));
    assertThat(preview.text("main")).contains("le falta algo para ser calificado");
    make(cast.lucia(), preview);

    assertThat(stage(complete)).isEqualTo(LeadStage.HANDED_OVER);
    assertThat(stage(lacking)).isEqualTo(LeadStage.OPEN);
    assertThat(handoffs.findByLeadOrderByHandedAtDesc(complete.id()))
        .singleElement()
        .satisfies(h -> assertThat(h.packet().firstStep()).isEqualTo("Llamar"));
    String told =
        "/leads/handoffs/" + handoffs.findByLeadOrderByHandedAtDesc(complete.id()).get(0).id();
    assertThat(notices(told)).isEqualTo(1);

    // What nobody can take back now may still be taken back later.
    jdbc.sql("update leads.lead set version = version + 1 where id = ?")
        .param(complete.id().id())
        .update();
    undoLast(cast.lucia());
    assertThat(stage(complete)).isEqualTo(LeadStage.HANDED_OVER);
    jdbc.sql("update leads.lead set version = version - 1 where id = ?")
        .param(complete.id().id())
        .update();
    undoLast(cast.lucia());
    assertThat(stage(complete)).isEqualTo(LeadStage.OPEN);
    assertThat(notices(told)).as("there is nothing to answer any more").isZero();
    assertThat(
            jdbc.sql("select count(*) from leads.qualification where lead_id = ?")
                .param(complete.id().id())
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void nobodyChangesWhatTheyDoNotSeeOrMayNotChange() {
    List<Lead> made = leads(1, Facts.NONE);
    Page ask = page(cast.lucia(), ask("OWNER", made, false));
    Page preview =
        Page.of(preview(cast.lucia(), ask, Map.of("v-owner", cast.nuria().id().toString())));
    Visibility before = cast.see(Visibility.OWN);
    try {
      make(cast.marcos(), preview);
      assertThat(owner(made.get(0))).isEqualTo(cast.lucia().id().id());
      assertThat(page(cast.marcos(), ask("OWNER", made, true)).text("main"))
          .contains("No has marcado nada");
    } finally {
      cast.see(before);
    }
    // Whoever manages ends leads and does not give them to others.
    assertThat(get(cast.teresa(), ask("OWNER", made, false))).hasStatus(404);
    assertThat(post(cast.teresa(), "/lists/leads/changes", fields(preview))).hasStatus(404);
    assertThat(get(cast.lucia(), "/lists/leads/changes/new?kind=consent")).hasStatus(404);
    assertThat(get(cast.lucia(), "/lists/nothing/changes/new?kind=OWNER")).hasStatus(404);
    // Who is none of the choices any more is not the same as nobody in particular.
    Page hand = page(cast.lucia(), ask("HAND_OVER", made, false));
    assertThat(
            preview(
                cast.lucia(),
                hand,
                Map.of(
                    "v-seller",
                    UUID.randomUUID().toString(),
                    "v-why",
                    "Vinieron",
                    "v-firstStep",
                    "Llamar")))
        .hasStatus(422);
    assertThat(preview(cast.lucia(), ask, Map.of("v-owner", UUID.randomUUID().toString())))
        .hasStatus(422);
  }

  @Test
  void ofTwoChangesAtOnceEachLeadKeepsOne() throws Exception {
    List<Lead> made = leads(12, Facts.NONE);
    Page one =
        Page.of(
            preview(
                cast.lucia(),
                page(cast.lucia(), ask("OWNER", made, false)),
                Map.of("v-owner", cast.nuria().id().toString())));
    Page other =
        Page.of(
            preview(
                cast.nuria(),
                page(cast.nuria(), ask("OWNER", made, false)),
                Map.of("v-owner", cast.marcos().id().toString())));
    CurrentUser lucia = cast.lucia();
    CurrentUser nuria = cast.nuria();

    try (var both = new Both()) {
      assertThat(both.run(() -> make(lucia, one), () -> make(nuria, other)))
          .allSatisfy(r -> assertThat(r).hasStatus(302));
    }

    // Whoever came first has changed all of them; the other has left all of them.
    assertThat(made.stream().map(this::owner).distinct().toList()).hasSize(1);
    assertThat(
            jdbc.sql(
                    """
                    select made from lists.bulk_change c where exists (
                      select from lists.bulk_change_item i
                      where i.change_id = c.id and i.record_id = :lead)
                    """)
                .param("lead", made.get(0).id().id())
                .query(Integer.class)
                .list())
        .containsExactly(12);
  }

  /** Two threads, for as long as a test needs them. */
  private static final class Both implements AutoCloseable {
    private final java.util.concurrent.ExecutorService threads = Executors.newFixedThreadPool(2);

    List<MvcTestResult> run(Callable<MvcTestResult> one, Callable<MvcTestResult> other)
        throws Exception {
      List<MvcTestResult> results = new ArrayList<>();
      for (var future : threads.invokeAll(List.of(one, other))) {
        results.add(future.get());
      }
      return results;
    }

    @Override
    public void close() {
      threads.shutdown();
    }
  }

  @Test
  void moreThanAllowedIsRefusedInWords() {
    jdbc.sql(
            """
            insert into leads.lead (id, person_id, person_name, origin, stage, created_at, version)
            select gen_random_uuid(), :person, :name, 'MANUAL', 'ENDED', now(), 0
            from generate_series(1, 501)
            """)
        .param("person", lead("muchos", Facts.NONE).person().id())
        .param("name", "Muchos " + word + "x")
        .update();

    Page page =
        page(
            cast.lucia(),
            "/lists/leads/changes/new?kind=OWNER&all=true&state="
                + encoded("stage=ALL&q=" + word + "x"));

    assertThat(page.text(".empty")).contains("500 como mucho");
    jdbc.sql("delete from leads.lead where person_name = :name")
        .param("name", "Muchos " + word + "x")
        .update();
  }

  private static Outcomes.Ending ended() {
    return new Outcomes.Ending(Outcome.NOTHING, null, null, null);
  }

  private String ask(String kind, List<Lead> picked, boolean all) {
    StringBuilder path =
        new StringBuilder("/lists/leads/changes/new?kind=" + kind)
            .append("&state=")
            .append(encoded("q=" + word + "&stage=ALL"));
    picked.forEach(l -> path.append("&pick=").append(l.id()));
    return path + (all ? "&all=true" : "");
  }

  private MvcTestResult preview(CurrentUser user, Page ask, Map<String, String> values) {
    Map<String, String> sent = fields(ask);
    sent.put("preview", "true");
    sent.putAll(values);
    return post(user, "/lists/leads/changes", sent);
  }

  private MvcTestResult make(CurrentUser user, Page preview) {
    return post(user, "/lists/leads/changes", fields(preview));
  }

  private static Map<String, String> fields(Page page) {
    Map<String, String> fields = new HashMap<>();
    page.document()
        .select("main input[type=hidden][name]")
        .forEach(i -> fields.put(i.attr("name"), i.val()));
    return fields;
  }

  private int notices(String link) {
    return jdbc.sql("select count(*) from notifications.notification where link = ?")
        .param(link)
        .query(Integer.class)
        .single();
  }

  private void undoLast(CurrentUser user) {
    undo(user, 0);
  }

  private void undo(CurrentUser user, int back) {
    List<UUID> ids =
        jdbc.sql(
                "select id from lists.bulk_change where created_by = ? and made > 0 order by id desc")
            .param(user.id().id())
            .query(UUID.class)
            .list();
    assertThat(post(user, "/lists/changes/" + ids.get(back) + "/undo", Map.of())).hasStatus(302);
  }

  private int changes() {
    return jdbc.sql(
            """
            select count(distinct change_id) from lists.bulk_change_item i
            join leads.lead l on l.id = i.record_id where l.person_name like :name
            """)
        .param("name", "%" + word + "%")
        .query(Integer.class)
        .single();
  }

  private UUID owner(Lead lead) {
    return leads.findById(lead.id()).orElseThrow().owner().orElseThrow().id();
  }

  private LeadStage stage(Lead lead) {
    return leads.findById(lead.id()).orElseThrow().stage();
  }

  private List<LocalDate> recontact(Lead lead) {
    return jdbc.sql("select due_on from leads.recontact where person_id = ? and settled_at is null")
        .param(lead.person().id())
        .query(LocalDate.class)
        .list();
  }

  private List<Lead> leads(int number, Facts facts) {
    List<Lead> made = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      made.add(lead(String.valueOf(i), facts));
    }
    return made;
  }

  private Lead lead(String more, Facts facts) {
    String name = "Persona " + word + " " + more;
    PersonId person =
        book.addPerson(
                PersonId.next(),
                PersonDetails.of(
                    name,
                    new EmailAddress(word + more + "@bloque.example"),
                    null,
                    facts == ALL
                        ? book.companyNamed("Empresa " + word + more, cast.lucia().id(), NOW)
                        : null),
                cast.lucia().id(),
                NOW)
            .id();
    return intake.open(
        LeadId.next(),
        new LeadIntake.ByHand(person, null, null, null, facts),
        cast.lucia(),
        clock.instant());
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }

  private Page page(CurrentUser user, String path) {
    MvcTestResult result = get(user, path);
    assertThat(result).hasStatusOk();
    return Page.of(result);
  }

  private MvcTestResult post(CurrentUser user, String path, Map<String, String> fields) {
    var request = mvc.post().uri(java.net.URI.create(path)).with(csrf()).with(cast.as(user));
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(CurrentUser user, String path) {
    return mvc.get().uri(java.net.URI.create(path)).with(cast.as(user)).exchange();
  }
}
