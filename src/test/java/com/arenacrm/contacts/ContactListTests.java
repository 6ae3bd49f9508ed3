package com.arenacrm.contacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Working through the lists of people and companies. */
@ArenaTest
class ContactListTests {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;

  private final String word = "cl" + Long.toString(System.nanoTime(), 36);

  @AfterEach
  void nothingChosenRemains() {
    jdbc.sql("delete from lists.saved_view").update();
    jdbc.sql("delete from lists.column_choice").update();
  }

  @Test
  void peopleHaveViewsColumnsAndNeighbours() {
    List<Person> people = people(3);
    book.log(
        new InteractionId(TimeOrderedUuid.next()),
        InteractionKind.CALL,
        InteractionResult.TALKED,
        people.get(0).id(),
        null,
        "Hablamos",
        Instant.parse("2026-11-10T09:00:00Z"),
        cast.lucia().id(),
        NOW);
    CurrentUser lucia = cast.lucia();
    String list = "/contacts/people?saved=none&q=" + word;
    mvc.post()
        .uri("/lists/people/columns")
        .with(csrf())
        .with(cast.as(lucia))
        .param("state", "saved=none&q=" + word)
        .param("order", "spoken", "since", "city", "influencer")
        .param("show", "spoken", "since", "city", "influencer")
        .exchange();

    Page page = page(lucia, list);
    assertThat(page.texts("thead th"))
        .containsExactly(
            "Marcar",
            "Nombre y apellidos",
            "Se habló",
            "Fecha de alta",
            "Ciudad",
            "Influye en otros compradores");
    assertThat(page.texts("tbody tr").get(0)).contains("10 nov 2026");
    assertThat(SqlCount.during(() -> get(lucia, list))).hasSizeLessThanOrEqualTo(9);

    String id = TimeOrderedUuid.next().toString();
    post(
        lucia,
        "/lists/people/views",
        Map.of("id", id, "name", "Los de la feria", "audience", "EVERYONE", "state", "q=" + word));
    assertThat(page(cast.marcos(), "/contacts/people?q=" + word + "&saved=" + id).text(".viewtabs"))
        .contains("Los de la feria");

    Page second = page(lucia, page.document().select("td.who a").get(1).attr("href"));
    assertThat(second.text(".place nav")).contains("2 de 3");
    assertThat(second.document().select("[data-next]").attr("href"))
        .contains(people.get(2).id().toString());
  }

  @Test
  void aSegmentThatIsNoMoreIsSaidAndShowsNobody() {
    Page page = page(cast.lucia(), "/contacts/people?segment=" + UUID.randomUUID());

    assertThat(page.text(".viewnote")).contains("El segmento por el que se filtra ya no existe");
    assertThat(page.has("tbody tr")).isFalse();
    assertThat(
            page(cast.lucia(), "/contacts/companies?segment=" + UUID.randomUUID()).has("tbody tr"))
        .isFalse();
  }

  @Test
  void aFieldIsSetOnManyPeopleAndTakenBack() {
    List<Person> people = people(3);
    Page ask =
        page(cast.marcos(), "/lists/people/changes/new?kind=ATTRIBUTE&all=true&state=q%3D" + word);
    MvcTestResult wrong =
        preview("people", cast.marcos(), ask, Map.of("v-field", "a:b", "v-value", "c"));
    assertThat(wrong).hasStatus(422);
    assertThat(Page.of(wrong).value("v-value")).isEqualTo("c");
    Page preview =
        Page.of(
            preview(
                "people",
                cast.marcos(),
                ask,
                Map.of("v-field", "Feria", "v-value", "Alimentaria")));
    assertThat(preview.text("main")).contains("Cambian 3").contains("Feria · Alimentaria");
    make("people", cast.marcos(), preview);

    Person changed = book.person(people.get(0).id());
    assertThat(changed.details().attributes()).containsEntry("Feria", "Alimentaria");
    assertThat(changed.details().email()).isEqualTo(people.get(0).details().email());
    undoLast(cast.marcos());
    assertThat(book.person(people.get(0).id()).details()).isEqualTo(people.get(0).details());

    // Nobody changes in bulk what somebody allows us to send them.
    assertThat(get(cast.lucia(), "/lists/people/changes/new?kind=CONSENT")).hasStatus(404);
  }

  @Test
  void companiesHaveTheirPlaceAndChangeTogether() {
    List<CompanyId> companies = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      companies.add(
          book.addCompany(
                  CompanyId.next(),
                  CompanyDetails.named("Empresa " + word + " " + i),
                  cast.lucia().id(),
                  NOW)
              .id());
    }
    CurrentUser lucia = cast.lucia();
    Page list = page(lucia, "/contacts/companies?q=" + word);
    Page first = page(lucia, list.document().select("td.who a").get(0).attr("href"));
    assertThat(first.text(".place nav")).contains("1 de 2");

    Page ask = page(lucia, "/lists/companies/changes/new?kind=INDUSTRY&all=true&state=q%3D" + word);
    make(
        "companies",
        lucia,
        Page.of(preview("companies", lucia, ask, Map.of("v-value", "Hostelería"))));
    assertThat(book.company(companies.get(1)).details().industry()).isEqualTo("Hostelería");
    undoLast(lucia);
    assertThat(book.company(companies.get(1)).details().industry()).isNull();
  }

  private List<Person> people(int number) {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      people.add(
          book.addPerson(
              PersonId.next(),
              PersonDetails.of(
                  "Persona " + word + " " + i,
                  new EmailAddress(word + i + "@contactos.example"),
                  null,
                  null),
              cast.lucia().id(),
              NOW));
    }
    return people;
  }

  private MvcTestResult preview(
      String list, CurrentUser user, Page ask, Map<String, String> values) {
    Map<String, String> sent = fields(ask);
    sent.put("preview", "true");
    sent.putAll(values);
    return post(user, "/lists/" + list + "/changes", sent);
  }

  private void make(String list, CurrentUser user, Page preview) {
    assertThat(post(user, "/lists/" + list + "/changes", fields(preview))).hasStatus(302);
  }

  private void undoLast(CurrentUser user) {
    UUID id =
        jdbc.sql("select id from lists.bulk_change where created_by = ? order by id desc limit 1")
            .param(user.id().id())
            .query(UUID.class)
            .single();
    assertThat(post(user, "/lists/changes/" + id + "/undo", Map.of())).hasStatus(302);
  }

  private static Map<String, String> fields(Page page) {
    Map<String, String> fields = new HashMap<>();
    page.document()
        .select("main input[type=hidden][name]")
        .forEach(i -> fields.put(i.attr("name"), i.val()));
    return fields;
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
