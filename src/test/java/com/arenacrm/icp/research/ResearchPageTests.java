package com.arenacrm.icp.research;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.Operator;
import com.arenacrm.icp.Criterion;
import com.arenacrm.icp.EditionText;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ArenaTest
class ResearchPageTests {

  private static final Instant NOW = Instant.parse("2026-11-16T09:00:00Z");

  private static final Criterion CRITERION =
      new Criterion(
          new Condition(ContactField.of(Kind.INDUSTRY), Operator.IS, "Hotel"), 100, false);

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Profiles profiles;
  @Autowired ContactBook book;

  @Test
  void aNoteSaysWhatWasFoundOutFromWhomAndWhen() {
    ProfileId profile = signed();
    CompanyId company = company("Hotel Mirador " + UUID.randomUUID());
    Map<String, String> form = note(profile);
    form.put("company", nameOf(company));
    form.put("phase", "TRY");

    MvcTestResult added = post("/icp/research", cast.marcos(), form);

    assertThat(added).hasStatus(302);
    Page read = Page.of(get("/icp/research/" + form.get("id"), cast.teresa()));
    assertThat(read.title()).isEqualTo(form.get("title"));
    assertThat(read.text("main"))
        .contains("Paula Rey")
        .contains("12 nov 2026")
        .contains("entrevista")
        .contains("al probar")
        .contains(nameOf(company));
    assertThat(Page.of(get("/icp/research?profile=" + profile, cast.teresa())).text(".list"))
        .contains(form.get("title"));
    assertThat(Page.of(part("/icp/research?company=" + company, cast.marcos())).text("li"))
        .contains(form.get("title"));
    assertThat(
            Page.of(get("/icp/research?expected=true&profile=" + profile, cast.marcos()))
                .text("main"))
        .contains(form.get("title"));
    assertThat(
            Page.of(get("/icp/research?markets=true&profile=" + profile, cast.marcos()))
                .text("main"))
        .doesNotContain(form.get("title"));
    assertThat(
            Page.of(get("/icp/research?q=DESAYUNO&profile=" + profile, cast.marcos()))
                .text(".list"))
        .contains(form.get("title"));
  }

  @Test
  void whatIsMissingIsSaidBesideItsFieldAndNothingTypedIsLost() {
    Map<String, String> form = note(null);
    form.put("company", "Nadie S.L. " + UUID.randomUUID());
    form.put("foundOn", "2999-01-01");

    MvcTestResult refused = post("/icp/research", cast.lucia(), form);

    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.text("#company-notes")).contains("No hay ninguna empresa");
    assertThat(page.text("#foundOn-notes")).contains("no puede ser futura");
    assertThat(page.value("title")).isEqualTo(form.get("title"));
    form.put("company", "");
    form.put("foundOn", "2026-11-12");
    assertThat(Page.of(post("/icp/research", cast.lucia(), form)).text("#profile-notes"))
        .contains("Di de qué trata");
  }

  @Test
  void aNoteIsChangedByItsWriterAndByMarketingOnly() {
    Map<String, String> form = note(signed());
    post("/icp/research", cast.marcos(), form);
    form.put("title", "Otra frase");
    String address = "/icp/research/" + form.get("id");

    assertThat(post(address, cast.ines(), form)).hasStatus(404);
    assertThat(post(address + "/deletion", cast.ines(), Map.of())).hasStatus(404);
    assertThat(post(address, cast.lucia(), form)).hasStatus(302);
    assertThat(post(address, cast.marcos(), form)).hasStatus(409);
    form.put("version", "1");
    assertThat(post(address, cast.marcos(), form)).hasStatus(302);
    assertThat(post(address + "/deletion", cast.marcos(), Map.of())).hasStatus(302);
    assertThat(get(address, cast.marcos())).hasStatus(404);
  }

  @Test
  void aProfileIsAHypothesisUntilEvidenceValidatesIt() {
    ProfileId profile = signed();
    Map<String, String> note = note(profile);
    post("/icp/research", cast.lucia(), note);
    String address = "/icp/" + profile + "/validation";
    assertThat(Page.of(get(address, cast.marcos())).title()).contains("hipótesis");
    Map<String, String> form = conclusion("VALIDATED", "");

    assertThat(Page.of(post(address, cast.lucia(), form)).text(".error"))
        .contains("Marca al menos una nota");
    form.put("notes", note.get("id"));
    assertThat(post(address, cast.lucia(), form)).hasStatus(302);
    assertThat(post(address, cast.lucia(), form)).as("sent twice").hasStatus(302);

    Page page = Page.of(get(address, cast.marcos()));
    assertThat(page.title()).contains("validado");
    assertThat(page.texts("section.section li > p.pre")).hasSize(1);
    assertThat(Page.of(get("/icp/" + profile, cast.marcos())).text("aside"))
        .contains("validado")
        .contains("Ocho de diez");
    assertThat(post("/icp/research/" + note.get("id") + "/deletion", cast.lucia(), Map.of()))
        .hasStatus(302);
    assertThat(get("/icp/research/" + note.get("id"), cast.lucia()))
        .as("evidence stays")
        .hasStatusOk();

    Map<String, String> late = conclusion("REFUTED", "");
    late.put("notes", note.get("id"));
    assertThat(post(address, cast.teresa(), late))
        .as("somebody concluded meanwhile")
        .hasStatus(409);
    Map<String, String> again = conclusion("REOPENED", form.get("id"));
    again.put("notes", note.get("id"));
    assertThat(post(address, cast.teresa(), again)).hasStatus(302);
    assertThat(Page.of(get(address, cast.marcos())).document().select("section.section ul ul a"))
        .as("what speaks for opening it again stays on the page, too")
        .hasSize(2);
    assertThat(Page.of(get(address, cast.marcos())).title()).contains("hipótesis");
  }

  @Test
  void aConclusionShowsWhatItsNoteSaidWhenTheNoteIsChangedSince() {
    ProfileId profile = signed();
    Map<String, String> note = note(profile);
    post("/icp/research", cast.marcos(), note);
    String address = "/icp/research/" + note.get("id");
    note.put("finding", "Siete de ocho lo nombran.");
    assertThat(post(address, cast.marcos(), note)).hasStatus(302);
    String validation = "/icp/" + profile + "/validation";
    Map<String, String> form = conclusion("VALIDATED", "");
    form.put("notes", note.get("id"));
    post(validation, cast.lucia(), form);
    assertThat(Page.of(get(validation, cast.marcos())).has("details .said"))
        .as("changed before it was cited, not since")
        .isFalse();

    note.put("version", "1");
    assertThat(post(address, cast.marcos(), note)).hasStatus(302);
    assertThat(Page.of(get(validation, cast.marcos())).has("details .said"))
        .as("saved without a change")
        .isFalse();
    note.put("finding", "Nadie lo nombra.");
    assertThat(Page.of(get(address + "/edit", cast.marcos())).text(".notice"))
        .contains("se apoya en esta nota");
    assertThat(post(address, cast.marcos(), note)).hasStatus(302);
    note.put("version", "2");
    note.put("finding", "Uno lo nombra.");
    assertThat(post(address, cast.lucia(), note)).hasStatus(302);

    assertThat(Page.of(get(validation, cast.teresa())).text("section.section details"))
        .contains("Marcos", "después de la conclusión", "Siete de ocho lo nombran.", "Paula Rey")
        .doesNotContain("Seis de ocho", "Nadie lo nombra");
    Page now = Page.of(get(address, cast.teresa()));
    assertThat(now.texts("#before li")).hasSize(3);
    assertThat(now.text("#before"))
        .contains("Seis de ocho", "Siete de ocho", "Nadie lo nombra", "Marcos", "Lucía");
    assertThat(now.text("aside")).contains("Una conclusión se apoya en esta nota");
  }

  @Test
  void aProfileWhoseEvidenceWasChangedSinceIsMarkedUntilItIsConcludedAnew() {
    ProfileId profile = signed();
    Map<String, String> note = note(profile);
    post("/icp/research", cast.marcos(), note);
    String validation = "/icp/" + profile + "/validation";
    Map<String, String> form = conclusion("VALIDATED", "");
    form.put("notes", note.get("id"));
    post(validation, cast.lucia(), form);
    String mark = "a[href='" + validation + "#conclusions']";
    assertThat(Page.of(get("/icp/" + profile, cast.marcos())).has(mark)).isFalse();
    assertThat(listed(profile).select(mark)).isEmpty();

    note.put("finding", "Nadie lo nombra.");
    assertThat(post("/icp/research/" + note.get("id"), cast.marcos(), note)).hasStatus(302);

    assertThat(Page.of(get("/icp/" + profile, cast.teresa())).text("aside " + mark))
        .contains("Una prueba ha cambiado después de la conclusión");
    assertThat(listed(profile).select(mark).text()).contains("una prueba ha cambiado");
    assertThat(Page.of(get(validation, cast.teresa())).has("#conclusions")).isTrue();

    Map<String, String> again = conclusion("REFUTED", form.get("id"));
    again.put("notes", note.get("id"));
    assertThat(post(validation, cast.teresa(), again)).hasStatus(302);
    assertThat(Page.of(get("/icp/" + profile, cast.teresa())).has(mark))
        .as("the latest conclusion cites what the note says now")
        .isFalse();
    assertThat(listed(profile).select(mark)).isEmpty();
  }

  @Test
  void notesAboutAnotherProfileProveNothing() {
    ProfileId profile = signed();
    Map<String, String> elsewhere = note(signed());
    post("/icp/research", cast.lucia(), elsewhere);
    Map<String, String> form = conclusion("VALIDATED", "");
    form.put("notes", elsewhere.get("id"));

    MvcTestResult refused = post("/icp/" + profile + "/validation", cast.lucia(), form);

    assertThat(refused).hasStatus(422);
    assertThat(Page.of(refused).value("conclusion")).isEqualTo(form.get("conclusion"));
  }

  @Test
  void aDraftIsNotConcludedUpon() {
    ProfileId draft =
        profiles.define(
            ProfileId.next(), "Borrador " + UUID.randomUUID(), text(), cast.lucia().id(), NOW);

    assertThat(Page.of(get("/icp/" + draft + "/validation", cast.lucia())).text(".notice"))
        .contains("edición firmada");
    assertThat(post("/icp/" + draft + "/validation", cast.lucia(), conclusion("VALIDATED", "")))
        .hasStatus(422);
  }

  @Test
  void theListAsksTheDatabaseAsOftenForManyAsForFew() {
    ProfileId profile = signed();
    post("/icp/research", cast.lucia(), note(profile));
    String address = "/icp/research?profile=" + profile;
    int few = statements(address);
    for (int i = 0; i < 12; i++) {
      post("/icp/research", cast.lucia(), note(profile));
    }

    assertThat(statements(address)).isEqualTo(few).isLessThanOrEqualTo(8);
  }

  /** The line of the profile in the list of profiles, on whichever page of it. */
  private Element listed(ProfileId profile) {
    String address = "/icp";
    while (true) {
      Page page = Page.of(get(address, cast.teresa()));
      Element row =
          page.document().select("tr:has(a[href='/icp/" + profile + "'])").stream()
              .findFirst()
              .orElse(null);
      if (row != null) {
        return row;
      }
      address = page.document().select(".pager a").last().attr("href");
    }
  }

  private int statements(String address) {
    return SqlCount.during(() -> get(address, cast.lucia())).size();
  }

  private Map<String, String> note(ProfileId profile) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("id", ResearchNoteId.next().toString());
    form.put("profile", profile == null ? "" : profile.toString());
    form.put("company", "");
    form.put("market", "");
    form.put("method", "INTERVIEW");
    form.put("phase", "");
    form.put("title", "El desayuno decide " + form.get("id"));
    form.put("finding", "Seis de ocho lo nombran.");
    form.put("source", "Paula Rey");
    form.put("link", "");
    form.put("foundOn", "12/11/2026");
    form.put("version", "0");
    return form;
  }

  private static Map<String, String> conclusion(String verdict, String seen) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("id", UUID.randomUUID().toString());
    form.put("seen", seen);
    form.put("verdict", verdict);
    form.put("conclusion", "Ocho de diez compran por esto.");
    return form;
  }

  private ProfileId signed() {
    ProfileId profile =
        profiles.define(
            ProfileId.next(), "Hoteles " + UUID.randomUUID(), text(), cast.lucia().id(), NOW);
    profiles.propose(profile, cast.lucia().id(), NOW);
    profiles.sign(profile, cast.marcos().id(), NOW);
    return profile;
  }

  private static EditionText text() {
    return new EditionText(
        "A quien solo mira el precio",
        List.of(),
        List.of(CRITERION),
        null,
        null,
        "El desayuno",
        List.of(),
        Map.of());
  }

  private CompanyId company(String name) {
    CompanyId id = CompanyId.next();
    book.addCompany(id, CompanyDetails.named(name), cast.lucia().id(), NOW);
    return id;
  }

  private String nameOf(CompanyId company) {
    return book.company(company).name();
  }

  private MvcTestResult get(String uri, CurrentUser viewer) {
    return mvc.get().uri(uri).with(cast.as(viewer)).exchange();
  }

  private MvcTestResult part(String uri, CurrentUser viewer) {
    return mvc.get().uri(uri).header("HX-Request", "true").with(cast.as(viewer)).exchange();
  }

  private MvcTestResult post(String uri, CurrentUser actor, Map<String, String> form) {
    var request = mvc.post().uri(uri).with(cast.as(actor)).with(csrf());
    form.forEach(request::param);
    return request.exchange();
  }
}
