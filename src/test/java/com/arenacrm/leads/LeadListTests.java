package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.Person;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Visibility;
import com.arenacrm.lists.ListState;
import com.arenacrm.lists.Neighbourhood;
import com.arenacrm.lists.Neighbours;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.PhoneNumber;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Working through the list of leads: views, columns, and from one lead to the next. */
@ArenaTest
class LeadListTests {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Outcomes outcomes;
  @Autowired LeadLists lists;
  @Autowired LeadWork work;
  @Autowired Neighbourhood neighbourhood;
  @Autowired JdbcClient jdbc;
  @Autowired PlatformTransactionManager transactions;
  @Autowired Clock clock;

  /** Occurs in the names of one test's leads and nowhere else. */
  private final String word = "lw" + Long.toString(System.nanoTime(), 36);

  @AfterEach
  void noViewsRemain() {
    jdbc.sql("delete from lists.saved_view").update();
    jdbc.sql("delete from lists.column_choice").update();
  }

  /** By who is in charge: a choice like the others, that an address carries. */
  @Test
  void theyAreChosenByWhoIsInCharge() {
    var marcos = cast.marcos();
    Page all = Page.of(mvc.get().uri("/leads").with(cast.as(cast.teresa())).exchange());
    assertThat(all.texts("select[name=owner] option")).contains("Todos", marcos.name());

    Page his =
        Page.of(
            mvc.get()
                .uri("/leads?stage=ALL&owner=" + marcos.id())
                .with(cast.as(cast.teresa()))
                .exchange());
    assertThat(his.document().select("select[name=owner] option[selected]").text())
        .isEqualTo(marcos.name());
    assertThat(his.document().select("input[type=hidden][name=owner]")).isEmpty();
  }

  /** The first answer or the one that is due next: a column, an order and a choice. */
  @Test
  void theListSaysByWhenAnAnswerIsDue() {
    List<UUID> ids = leads(4).stream().map(lead -> lead.id().id()).toList();
    Instant now = clock.instant();
    inHand(ids.get(0), now.plusSeconds(86_400), null, null);
    inHand(ids.get(1), now.minusSeconds(900_000), now.minusSeconds(800_000), now.plusSeconds(3600));
    inHand(
        ids.get(2), now.minusSeconds(900_000), now.minusSeconds(800_000), now.minusSeconds(7200));
    CurrentUser teresa = cast.teresa();

    Page page = page(teresa, "/leads?saved=none&sort=ANSWER&q=" + word);

    assertThat(page.document().select("tbody tr[data-row]").eachAttr("id"))
        .containsExactly(
            "r-" + ids.get(2), "r-" + ids.get(1), "r-" + ids.get(0), "r-" + ids.get(3));
    assertThat(page.texts("thead th")).contains("Respuesta");
    assertThat(page.text("#r-" + ids.get(2))).contains("fuera de plazo");
    assertThat(page.text("#r-" + ids.get(1))).contains("la siguiente").doesNotContain("fuera de");
    assertThat(page.text("#r-" + ids.get(0))).contains("la primera");
    assertThat(page.text("#r-" + ids.get(3))).doesNotContain("la primera", "la siguiente");
    String rest = "/leads?saved=none&sort=ANSWER&q=" + word + "&after=" + ids.get(1);
    assertThat(page(teresa, rest).document().select("tbody tr[data-row]").eachAttr("id"))
        .containsExactly("r-" + ids.get(0), "r-" + ids.get(3));
    assertThat(
            page(teresa, "/leads?saved=none&answer=LATE&q=" + word)
                .document()
                .select("tbody tr[data-row]")
                .eachAttr("id"))
        .containsExactly("r-" + ids.get(2));
    Page awaited = page(teresa, "/leads?saved=none&answer=DUE&q=" + word);
    assertThat(awaited.document().select("tbody tr[data-row]")).hasSize(3);
    assertThat(awaited.document().select("#answer option[selected]").val()).isEqualTo("DUE");
  }

  @Test
  void theyAreFoundByTheTelephoneOfTheirPersonAsPeopleWriteIt() {
    PersonId person = PersonId.next();
    book.addPerson(
        person,
        PersonDetails.of("Xoel Sonado", null, new PhoneNumber("+34601889977"), null),
        cast.lucia().id(),
        NOW);
    LeadId lead = LeadId.next();
    intake.open(
        lead,
        new LeadIntake.ByHand(person, null, null, null, Facts.NONE),
        cast.lucia(),
        clock.instant());
    CurrentUser teresa = cast.teresa();
    for (String typed : List.of("601 88 99 77", "601-889-977", "88 99 77", "601889977")) {
      String path = "/leads?saved=none&stage=ALL&q=" + typed.replace(" ", "%20");
      assertThat(page(teresa, path).document().select("tbody tr[data-row]").eachAttr("id"))
          .as(typed)
          .containsExactly("r-" + lead);
    }
    String other = "/leads?saved=none&stage=ALL&q=601%2088%2099%2078";
    assertThat(page(teresa, other).document().select("tbody tr[data-row]")).isEmpty();
  }

  /** By the address, whole or in part, which the list does not even show; in as few statements. */
  @Test
  void theyAreFoundByTheAddressOfTheirPerson() {
    PersonId person = PersonId.next();
    book.addPerson(
        person,
        PersonDetails.of("Xoel Buscado", new EmailAddress(word + ".xb@correo.example"), null, null),
        cast.lucia().id(),
        NOW);
    LeadId lead = LeadId.next();
    intake.open(
        lead,
        new LeadIntake.ByHand(person, null, null, null, Facts.NONE),
        cast.lucia(),
        clock.instant());
    CurrentUser teresa = cast.teresa();
    for (String typed :
        List.of(
            word + ".xb@correo.example",
            word.toUpperCase(java.util.Locale.ROOT) + ".XB@CORREO.example",
            word + ".xb@")) {
      String path = "/leads?saved=none&stage=ALL&q=" + typed.replace(" ", "%20");
      assertThat(page(teresa, path).document().select("tbody tr[data-row]").eachAttr("id"))
          .as(typed)
          .containsExactly("r-" + lead);
      assertThat(SqlCount.during(() -> page(teresa, path))).hasSizeLessThanOrEqualTo(8);
    }
    String none = "/leads?saved=none&stage=ALL&q=" + word + ".nadie@correo.example";
    assertThat(page(teresa, none).document().select("tbody tr[data-row]")).isEmpty();
    String plan =
        new TransactionTemplate(transactions)
            .execute(
                tx -> {
                  // Of so few, reading all of them would be as quick.
                  jdbc.sql("set local enable_seqscan = off").update();
                  return String.join(
                      " ",
                      jdbc.sql(
                              """
                              explain (costs off) select id from leads.lead l
                              where l.search like '%xb@correo%' or l.person_id = any (array(
                                select contacts.people_found('%xb@correo%')))
                              """)
                          .query(String.class)
                          .list());
                });
    assertThat(plan).contains("lead_person_idx", "lead_search_idx");
  }

  private void inHand(UUID lead, Instant due, Instant spoken, Instant nextDue) {
    jdbc.sql("update leads.lead set stage = 'ACCEPTED', sales_owner_id = ? where id = ?")
        .params(cast.marcos().id().id(), lead)
        .update();
    UUID handoff = UUID.randomUUID();
    jdbc.sql(
            """
            insert into leads.handoff (id, lead_id, from_user, to_user, why, first_step, handed_at,
              due_at, accepted_at, first_contact_at, version)
            values (:id, :lead, :lucia, :marcos, 'Pidió precio', 'Llamar', :handed, :due, :handed,
              :spoken, 0)
            """)
        .param("id", handoff)
        .param("lead", lead)
        .param("lucia", cast.lucia().id().id())
        .param("marcos", cast.marcos().id().id())
        .param("handed", due.minusSeconds(90_000).atOffset(ZoneOffset.UTC))
        .param("due", due.atOffset(ZoneOffset.UTC))
        .param("spoken", spoken == null ? null : spoken.atOffset(ZoneOffset.UTC))
        .update();
    if (nextDue != null) {
      jdbc.sql(
              """
              insert into leads.following_clock (id, handoff_id, asked_at, target_minutes, due_at)
              values (?, ?, ?, 240, ?)
              """)
          .params(
              UUID.randomUUID(),
              handoff,
              nextDue.minusSeconds(20_000).atOffset(ZoneOffset.UTC),
              nextDue.atOffset(ZoneOffset.UTC))
          .update();
    }
  }

  @Test
  void aViewKeepsFilterOrderAndColumnsAndOpensForThoseItIsSharedWith() {
    leads(2);
    CurrentUser lucia = cast.lucia();
    String state = "q=" + word + "&sort=FIT&role=ADMINISTRATOR&stage=DROP";
    Page form = page(lucia, "/lists/leads/views/new?state=" + encoded(state));
    String id = form.value("id");
    String address =
        redirect(
            post(
                lucia,
                "/lists/leads/views",
                Map.of("id", id, "name", "Por encaje", "audience", "SALES", "state", state)));

    assertThat(address).isEqualTo("/leads?q=" + word + "&sort=FIT&saved=" + id);
    Page open = page(lucia, address);
    assertThat(open.texts(".viewtabs [aria-current=page]").toString()).contains("Por encaje");
    assertThat(open.document().select("#q").val()).isEqualTo(word);
    assertThat(open.document().select("tbody tr[data-row]")).hasSize(2);
    // Sent again, it is the same view.
    post(lucia, "/lists/leads/views", Map.of("id", id, "name", "Por encaje", "audience", "SALES"));
    assertThat(page(lucia, "/leads").texts(".viewtabs a"))
        .filteredOn(t -> t.contains("Por encaje"))
        .hasSize(1);

    // Marcos sells: the view is there for him, with the rows that he may see, which are none.
    Visibility before = cast.see(Visibility.OWN);
    try {
      Page his = page(cast.marcos(), address);
      assertThat(his.text(".viewtabs")).contains("Por encaje");
      assertThat(his.document().select("tbody tr[data-row]")).isEmpty();
    } finally {
      cast.see(before);
    }
    assertThat(post(cast.marcos(), "/lists/views/" + id + "/deletion", Map.of())).hasStatus(404);
    assertThat(post(cast.marcos(), "/lists/views/" + id + "/present", Map.of("state", "q=otro")))
        .hasStatus(404);
    // A form of somebody who may not change it changes no name, whatever it sends.
    post(
        cast.marcos(),
        "/lists/views/" + id,
        Map.of("name", "Mía", "audience", "ME", "version", "0", "first", "true"));
    assertThat(page(cast.marcos(), "/leads?saved=none").text(".viewtabs")).contains("Por encaje");
    assertThat(redirect(get(cast.marcos(), "/leads"))).isEqualTo(address);
  }

  @Test
  void aPrivateViewIsNobodyElses() {
    String id = view(cast.lucia(), "Solo mía", "ME", "q=" + word);

    assertThat(page(cast.teresa(), "/leads?saved=" + id).text(".viewnote"))
        .contains("ya no existe");
    assertThat(get(cast.teresa(), "/lists/views/" + id)).hasStatus(404);
    assertThat(get(cast.andres(), "/lists/views/" + id)).hasStatus(404);
  }

  @Test
  void aViewIsRenamedRenewedDeletedAndBroughtBack() {
    CurrentUser lucia = cast.lucia();
    String id = view(lucia, "Primera", "ME", "q=" + word);
    view(lucia, "Segunda", "ME", "q=" + word);

    MvcTestResult taken =
        post(
            lucia,
            "/lists/views/" + id,
            Map.of("name", "segunda", "audience", "ME", "version", "0"));
    assertThat(taken).hasStatus(422);
    assertThat(Page.of(taken).text(".error")).contains("Ya tienes una vista con ese nombre");
    assertThat(Page.of(taken).value("name")).isEqualTo("segunda");
    post(
        lucia,
        "/lists/views/" + id,
        Map.of("name", "Tercera", "audience", "MARKETING", "version", "0"));
    MvcTestResult late =
        post(
            lucia,
            "/lists/views/" + id,
            Map.of("name", "Cuarta", "audience", "ME", "version", "0"));
    assertThat(late).hasStatus(409);
    assertThat(Page.of(late).value("name")).isEqualTo("Cuarta");

    // What is open now becomes the view.
    Page other = page(lucia, "/leads?stage=ALL&saved=" + id);
    assertThat(other.text(".viewdo")).contains("Guardar los cambios en «Tercera»");
    post(lucia, "/lists/views/" + id + "/present", Map.of("state", "stage=ALL&evil=1"));
    assertThat(query(id)).isEqualTo("stage=ALL");

    post(lucia, "/lists/views/" + id + "/deletion", Map.of());
    assertThat(page(lucia, "/leads?saved=none").text(".viewtabs")).doesNotContain("Tercera");
    post(lucia, "/lists/views/" + id + "/restoration", Map.of());
    assertThat(page(lucia, "/leads?saved=none").text(".viewtabs")).contains("Tercera");
  }

  @Test
  void aViewSaysWhenItsProfileOrPersonIsGone() {
    String gone = UUID.randomUUID().toString();
    String id = view(cast.lucia(), "De antes", "ME", "profile=" + gone + "&owner=" + gone);

    Page page = page(cast.lucia(), "/leads?profile=" + gone + "&owner=" + gone + "&saved=" + id);

    assertThat(page.text(".viewnote"))
        .contains("El perfil por el que se filtra ya no existe")
        .contains("La persona por la que se filtra ya no está");
  }

  @Test
  void columnsAreChosenAndPutInOrderWithoutAnotherStatement() {
    leads(3);
    CurrentUser lucia = cast.lucia();
    String list = "/leads?saved=none&q=" + word;
    int before = SqlCount.during(() -> get(lucia, list)).size();
    assertThat(before).isLessThanOrEqualTo(9); // one of them is the test's own sign-in

    // Moving one keeps nothing yet.
    Page moved =
        Page.of(
            mvc.post()
                .uri("/lists/leads/columns")
                .with(csrf())
                .with(cast.as(lucia))
                .param("state", "q=" + word)
                .param("order", "phone", "email", "fit")
                .param("show", "phone", "email")
                .param("down", "phone")
                .exchange());
    assertThat(moved.document().select("[name=order]").eachAttr("value").subList(0, 3))
        .containsExactly("email", "phone", "fit");
    assertThat(moved.document().select("[name=show][checked]").eachAttr("value"))
        .containsExactly("email", "phone");

    mvc.post()
        .uri("/lists/leads/columns")
        .with(csrf())
        .with(cast.as(lucia))
        .param("state", "q=" + word)
        .param("order", "email", "phone", "need", "purchaseDate", "seller", "company", "secret")
        .param("show", "email", "need", "purchaseDate", "seller", "company", "secret")
        .exchange();

    Page page = page(lucia, list);
    assertThat(page.texts("thead th"))
        .containsExactly(
            "Marcar", "Quién", "Correo", "Qué necesita", "Fecha de compra", "Vende", "Empresa");
    assertThat(page.texts("tbody tr").get(0)).contains(word + "2@lista.example", "40 kg al mes");
    assertThat(SqlCount.during(() -> get(lucia, list))).hasSizeLessThanOrEqualTo(before);
    assertThat(page(cast.teresa(), list).texts("thead th")).contains("Encaje");

    mvc.post()
        .uri("/lists/leads/columns")
        .with(csrf())
        .with(cast.as(lucia))
        .param("state", "q=" + word)
        .param("usual", "true")
        .exchange();
    assertThat(page(lucia, list).texts("thead th")).contains("Encaje", "Le falta");
  }

  @Test
  void fromOneLeadToTheNextAlsoAfterItLeftTheFilter() {
    List<Lead> made = leads(4);
    CurrentUser lucia = cast.lucia();
    Page list = page(lucia, "/leads?q=" + word);
    Element second = list.document().select("tbody tr td.who a").get(1);
    String open = second.attr("href");

    Page page = page(lucia, open);
    assertThat(page.text(".place nav")).contains("2 de 4");
    assertThat(href(page, "[data-previous]")).contains(made.get(3).id().toString());
    assertThat(href(page, "[data-next]")).contains(made.get(1).id().toString());
    assertThat(href(page, "[data-list-back]"))
        .isEqualTo("/leads?q=" + word + "#r-" + made.get(2).id());

    // It ends, and is no longer among those that are open: the others are still beside it.
    outcomes.end(
        made.get(2).id(), new Outcomes.Ending(Outcome.NOTHING, null, null, null), lucia, NOW);
    Page after = page(lucia, open);
    assertThat(after.text(".place nav")).contains("Ya no está en esta lista");
    assertThat(href(after, "[data-previous]")).contains(made.get(3).id().toString());
    Page next = page(lucia, href(after, "[data-next]"));
    assertThat(next.title()).contains(made.get(1).personName());
    assertThat(next.text(".place nav")).contains("2 de 3");

    Page first = page(lucia, href(after, "[data-previous]"));
    assertThat(first.has("[data-previous]")).isFalse();
    // A form of the page keeps the place.
    String path = open.substring(0, open.indexOf('?'));
    assertThat(
            redirect(
                mvc.post()
                    .uri(path + "/reopening")
                    .with(csrf())
                    .with(cast.as(lucia))
                    .header("Referer", "http://localhost" + open)
                    .exchange()))
        .isEqualTo(open);
  }

  @Test
  void inEachOrderEveryLeadStandsBetweenThoseThatTheListShowsBesideIt() {
    leads(7);
    // Many are alike, so that the order rests on more than its own key.
    jdbc.sql(
            """
            update leads.lead set fit_score = 50 + (ascii(right(person_name, 1)) % 2) * 10,
              likelihood = case when right(person_name, 1) < '3' then 40 end,
              engagement = ascii(right(person_name, 1)) % 3
            where person_name like :name
            """)
        .param("name", "%" + word + "%")
        .update();
    CurrentUser lucia = cast.lucia();
    LeadLists.Filter filter = LeadLists.Filter.of(Map.of("q", word));
    for (LeadLists.Sort sort : LeadLists.Sort.values()) {
      ListState state = ListState.parse(work, "q=" + word + "&sort=" + sort);
      List<UUID> order =
          lists.leads(filter, sort, null, lucia, NOW).rows().stream()
              .map(LeadLists.LeadRow::id)
              .toList();
      for (int i = 0; i < order.size(); i++) {
        Neighbours place =
            neighbourhood.of(order.get(i), state, lists.source(filter, sort, lucia, NOW));
        assertThat(place.position()).as(sort + " " + i).isEqualTo(i + 1);
        assertThat(place.total()).isEqualTo(7);
        assertThat(place.previous() == null ? null : place.previous().id())
            .isEqualTo(i == 0 ? null : order.get(i - 1));
        assertThat(place.next() == null ? null : place.next().id())
            .isEqualTo(i == 6 ? null : order.get(i + 1));
      }
    }
  }

  @Test
  void aPlaceThatSomebodyMadeUpIsNone() {
    Lead lead = leads(1).get(0);

    Page page =
        page(cast.lucia(), "/leads/" + lead.id() + "?list=%27%20or%201%3D1--%26after%3Dx%26q");

    assertThat(page.title()).contains(lead.personName());
    assertThat(page.text(".place nav")).doesNotContain("or 1=1");
    Visibility before = cast.see(Visibility.OWN);
    try {
      assertThat(get(cast.marcos(), "/leads/" + lead.id() + "?list=q%3D" + word)).hasStatus(404);
    } finally {
      cast.see(before);
    }
  }

  @Test
  void farDownTheListTheWayBackBeginsThere() {
    List<Lead> made = leads(25);
    CurrentUser lucia = cast.lucia();
    String open = "/leads/" + made.get(0).id() + "?list=" + encoded("q=" + word);

    String back = href(page(lucia, open), "[data-list-back]");

    assertThat(back).contains("after=").endsWith("#r-" + made.get(0).id());
    Page page = page(lucia, back.substring(0, back.indexOf('#')));
    assertThat(page.has("#r-" + made.get(0).id())).isTrue();
    // From the page that it stands on, back to that page.
    String after = made.get(5).id().toString();
    String same =
        href(
            page(
                lucia,
                "/leads/" + made.get(0).id() + "?list=" + encoded("q=" + word + "&after=" + after)),
            "[data-list-back]");
    assertThat(same).isEqualTo("/leads?q=" + word + "&after=" + after + "#r-" + made.get(0).id());
  }

  private List<Lead> leads(int number) {
    List<Lead> made = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Person person =
          book.addPerson(
              PersonId.next(),
              PersonDetails.of(
                  "Persona " + word + " " + i,
                  new EmailAddress(word + i + "@lista.example"),
                  null,
                  null),
              cast.lucia().id(),
              NOW);
      made.add(
          intake.open(
              LeadId.next(),
              new LeadIntake.ByHand(
                  person.id(),
                  null,
                  null,
                  null,
                  new Facts("40 kg al mes", null, null, LocalDate.of(2099, 1, 1))),
              cast.lucia(),
              NOW.plusSeconds(i)));
    }
    return made;
  }

  private String view(CurrentUser owner, String name, String audience, String state) {
    String id = TimeOrderedUuid.next().toString();
    post(
        owner,
        "/lists/leads/views",
        Map.of("id", id, "name", name, "audience", audience, "state", state));
    return id;
  }

  private String query(String view) {
    return jdbc.sql("select query from lists.saved_view where id = ?")
        .param(UUID.fromString(view))
        .query(String.class)
        .single();
  }

  private static String href(Page page, String selector) {
    Element link = page.document().selectFirst(selector);
    assertThat(link).as(selector).isNotNull();
    return link.attr("href");
  }

  private static String redirect(MvcTestResult result) {
    return String.valueOf(result.getResponse().getRedirectedUrl());
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
