package com.arenacrm.contacts.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Segments as people write and use them. */
@ArenaTest
class SegmentPagesTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;

  CurrentUser lucia;
  String industry;
  CompanyId hotel;

  @BeforeEach
  void setUp() {
    lucia = cast.lucia();
    industry = "Posada " + UUID.randomUUID();
    hotel =
        book.addCompany(
                CompanyId.next(),
                new CompanyDetails(
                    "Hotel " + industry,
                    null,
                    industry,
                    12,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    null,
                    Map.of()),
                lucia.id(),
                Instant.parse("2026-11-01T09:00:00Z"))
            .id();
    person("Paula");
    person("Eva");
  }

  @Test
  void aSegmentIsAListThatKeepsItselfUpToDate() {
    UUID id = SegmentId.next().id();
    MvcTestResult added = post("/contacts/segments", form(id, "Posadas " + id, "companies"));
    assertThat(added).hasStatus(302).hasRedirectedUrl("/contacts/companies?segment=" + id);
    assertThat(post("/contacts/segments", form(id, "Posadas " + id, "companies"))).hasStatus(302);

    assertThat(names("/contacts/companies?segment=" + id)).containsExactly("Hotel " + industry);
    assertThat(names("/contacts/people?segment=" + id)).containsExactly("Eva", "Paula");
    person("Zoe");
    Page people = get("/contacts/people?segment=" + id);
    assertThat(people.texts("tbody td.who")).containsExactly("Eva", "Paula", "Zoe");
    assertThat(people.text(".filters .muted")).contains("3");
    assertThat(names("/contacts/people?segment=" + id + "&q=paula")).containsExactly("Paula");
    assertThat(get("/contacts/segments").texts("td.num")).contains("1 empresa");
  }

  @Test
  void whatIsWrongIsSaidAtItsFieldAndNothingTypedIsLost() {
    UUID id = SegmentId.next().id();
    Map<String, String> form = form(id, "", "companies");
    form.put("rules[0].field", "JOB_TITLE");
    form.put("rules[1].field", "EMPLOYEES");
    form.put("rules[1].operator", "AT_LEAST");
    form.put("rules[1].value", "muchos");
    MvcTestResult refused = post("/contacts/segments", form);
    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.texts(".error")).hasSize(3);
    assertThat(page.value("rules[1].value")).isEqualTo("muchos");

    UUID other = SegmentId.next().id();
    post("/contacts/segments", form(other, "Único " + other, "people"));
    MvcTestResult taken = post("/contacts/segments", form(id, "único " + other, "people"));
    assertThat(taken).hasStatus(422);
    assertThat(Page.of(taken).text("#name-notes")).contains("Ya hay un segmento");
  }

  @Test
  void theCountStandsBesideTheConditionsAsTheyAreTyped() {
    Page counted = Page.of(post("/contacts/segments/count", form(UUID.randomUUID(), "", "people")));
    assertThat(counted.text(".big")).isEqualTo("2 personas");
    assertThat(counted.texts("li a")).containsExactly("Eva", "Paula");
    Map<String, String> any = form(UUID.randomUUID(), "", "people");
    any.putAll(
        Map.of(
            "rules[1].field", "JOB_TITLE",
            "rules[1].operator", "IS",
            "rules[1].value", "nadie lo es " + industry));
    assertThat(Page.of(post("/contacts/segments/count", any)).text(".big")).isEqualTo("0 personas");
    any.put("match", "any");
    assertThat(Page.of(post("/contacts/segments/count", any)).text(".big")).isEqualTo("2 personas");
  }

  @Test
  void aSegmentThatSomebodyChangedMeanwhileIsNotOverwritten() {
    UUID id = SegmentId.next().id();
    post("/contacts/segments", form(id, "Doble " + id, "people"));
    Map<String, String> form = form(id, "Doble dos " + id, "people");
    form.put("version", "0");
    assertThat(post("/contacts/segments/" + id, form)).hasStatus(302);
    MvcTestResult late = post("/contacts/segments/" + id, form);
    assertThat(late).hasStatus(409);
    assertThat(post("/contacts/segments/" + id + "/deletion", Map.of())).hasStatus(302);
    Page gone = get("/contacts/people?segment=" + id);
    assertThat(gone.text(".viewnote")).contains("El segmento por el que se filtra ya no existe");
    assertThat(gone.has("tbody tr")).isFalse();
  }

  @Test
  void theListAsksTheSameNumberOfStatementsHoweverManyThereAre() {
    UUID id = SegmentId.next().id();
    post("/contacts/segments", form(id, "Cuenta " + id, "people"));
    assertThat(SqlCount.during(() -> get("/contacts/segments"))).hasSizeLessThanOrEqualTo(8);
    assertThat(SqlCount.during(() -> get("/contacts/people?segment=" + id)))
        .hasSizeLessThanOrEqualTo(8);
  }

  private void person(String name) {
    book.addPerson(
        PersonId.next(),
        PersonDetails.of(name, null, null, hotel),
        lucia.id(),
        Instant.parse("2026-11-01T09:00:00Z"));
  }

  private Map<String, String> form(UUID id, String name, String subject) {
    return new java.util.HashMap<>(
        Map.of(
            "id",
            id.toString(),
            "name",
            name,
            "subject",
            subject,
            "match",
            "all",
            "rules[0].field",
            "INDUSTRY",
            "rules[0].operator",
            "IS",
            "rules[0].value",
            industry.toUpperCase()));
  }

  private List<String> names(String path) {
    return get(path).texts("tbody td.who");
  }

  private Page get(String path) {
    MvcTestResult result = mvc.get().uri(path).with(cast.as(lucia)).exchange();
    assertThat(result).hasStatusOk();
    return Page.of(result);
  }

  private MvcTestResult post(String path, Map<String, String> form) {
    var request = mvc.post().uri(path).with(cast.as(lucia)).with(csrf());
    form.forEach(request::param);
    return request.exchange();
  }
}
