package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.pipeline.tracks.Track;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Several ways of selling, each with stages of its own. */
@ArenaTest
@OnOwnDatabase
class TracksTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Deals deals;
  @Autowired StageBook stages;
  @Autowired ContactBook book;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private Desk desk;
  private CurrentUser seller;

  @BeforeEach
  void setUp() {
    desk = new Desk(mvc, cast, deals, book, jdbc, clock);
    seller = desk.seller("Renueva Todo");
    jdbc.sql("truncate pipeline.opportunity cascade").update();
    List<Track> tracks = stages.tracks();
    for (Track track : tracks.subList(1, tracks.size())) {
      stages.removeTrack(track.id());
    }
    jdbc.sql("update pipeline.track set name = null").update();
  }

  @Test
  void aCompanyWithOneReadsNothingOfIt() {
    OpportunityId deal = desk.deal(seller, "Trato único " + UUID.randomUUID());
    for (String path :
        List.of(
            "/pipeline/board",
            "/pipeline/board?view=list",
            "/reports/forecast",
            "/pipeline/opportunities/" + deal,
            "/pipeline/opportunities/" + deal + "/move",
            "/pipeline/opportunities/new")) {
      Page page = read(path);
      assertThat(page.has("[name=track]")).as(path).isFalse();
      assertThat(page.has(".column-track, .stagebar-track")).as(path).isFalse();
      assertThat(page.text("main")).as(path).doesNotContain("Proceso", "Ventas:");
    }
    for (String path : List.of("/reports/results", "/reports/goals", "/reports/coverage")) {
      assertThat(read(path).has("#processes")).as(path).isFalse();
    }
    Page admin = Page.of(get("/pipeline/stages", cast.andres()));
    assertThat(admin.document().select("table.stages")).hasSize(1);
    assertThat(admin.text("#tracks")).contains("Otro proceso de venta");
  }

  @Test
  void anotherBeginsWithTheStagesOfTheFirstAndIsChosenOnBoardListAndForecast() {
    int before = deals.stages().size();
    UUID renewals = add("Renovaciones");
    assertThat(deals.stages()).hasSize(2 * before);
    assertThat(add(renewals, "Renovaciones")).as("sent twice").hasStatus(302);
    assertThat(deals.stages()).hasSize(2 * before);
    OpportunityId fresh = desk.deal(seller, "Trato nuevo");
    OpportunityId due = desk.deal(seller, "Trato por renovar");
    deals.move(due, open(renewals).get(1).id(), "Ya es cliente", seller.id(), desk.now());

    Page all = read("/pipeline/board");
    assertThat(all.texts(".column-track")).contains("Ventas", "Renovaciones");
    assertThat(all.document().select(".card-deal")).hasSize(2);
    Page one = read("/pipeline/board?track=" + renewals);
    assertThat(one.document().select(".column")).hasSize(before);
    assertThat(one.has(".column-track")).isFalse();
    assertThat(one.document().select(".card-deal").eachAttr("id")).containsExactly("c-" + due);
    assertThat(one.text(".sums")).contains("1 abierta");
    for (String shape : List.of("", "view=list&")) {
      Page shown = read("/pipeline/board?" + shape + "track=" + renewals);
      assertThat(shown.has("a[href='/pipeline/opportunities/new?track=" + renewals + "']"))
          .as(shape)
          .isTrue();
    }
    assertThat(one.has(".actions a[href^='/reports/forecast'][href*='track=" + renewals + "']"))
        .isTrue();
    assertThat(
            read("/reports/forecast?track=" + renewals)
                .has(".actions a[href='/pipeline/board?track=" + renewals + "']"))
        .isTrue();
    assertThat(
            Page.of(get("/pipeline/opportunities/new?track=" + renewals, seller))
                .text("#stage option[selected]"))
        .isEqualTo("Renovaciones: " + open(renewals).get(0).name());
    Page list = read("/pipeline/board?view=list&track=" + renewals);
    assertThat(list.texts("tbody tr")).hasSize(1);
    assertThat(list.text("tbody")).contains("Renovaciones: Necesidad clara");
    assertThat(list.texts("#f-stage option"))
        .anyMatch(o -> o.startsWith("Renovaciones: "))
        .noneMatch(o -> o.startsWith("Ventas: "));
    assertThat(read("/reports/forecast?track=" + renewals).text("tfoot"))
        .contains("1 oportunidad")
        .doesNotContain("2 oportunidades");
    assertThat(read("/reports/forecast").text("tfoot")).contains("2 oportunidades");
    for (String path : List.of("/reports/results", "/reports/goals", "/reports/coverage")) {
      assertThat(read(path).text("#processes"))
          .as(path)
          .contains("todos los procesos de venta: Ventas, Renovaciones");
    }
    Page deal = read("/pipeline/opportunities/" + due);
    assertThat(deal.text(".stagebar-track")).isEqualTo("Renovaciones");
    assertThat(deal.document().select(".stagebar li")).hasSize(before - 1);
    assertThat(read("/pipeline/opportunities/" + fresh).text(".stagebar-track"))
        .isEqualTo("Ventas");
    var as = cast.as(cast.teresa());
    for (String path :
        List.of(
            "/pipeline/board",
            "/pipeline/board?track=" + renewals,
            "/pipeline/board?view=list&track=" + renewals,
            "/reports/forecast?track=" + renewals,
            "/reports/forecast/accuracy?track=" + renewals,
            "/pipeline/opportunities/" + due)) {
      assertThat(SqlCount.during(() -> mvc.get().uri(URI.create(path)).with(as).exchange()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  @Test
  void goingOverToAnotherAsksWhyAndTheHistoryKeepsIt() {
    UUID renewals = add("Renovaciones");
    OpportunityId deal = desk.deal(seller, "Trato que pasa");
    Stage to = open(renewals).get(0);
    String address = "/pipeline/opportunities/" + deal + "/move";
    assertThat(Page.of(get(address, seller)).text(".targets"))
        .contains("Renovaciones: Contactado")
        .doesNotContain("Renovaciones: Ganada");
    Page form = Page.of(get(address + "?stage=" + to.id(), seller));
    assertThat(form.text("form.form")).contains("Pasa al proceso «Renovaciones»");
    String version = form.document().select("input[name=version]").attr("value");
    assertThat(move(deal, to, version, "")).hasStatus(422);
    assertThat(move(deal, to, version, "Ya compraba antes")).hasStatus(302);

    Page page = read("/pipeline/opportunities/" + deal);
    assertThat(page.text("main"))
        .contains("De Ventas: Contactado a Renovaciones: Contactado", "Ya compraba antes");
    assertThat(page.has("#strayed")).isFalse();
    // It is won and lost on its own way.
    deals.lose(
        deal,
        new Loss(LostReason.PRICE, LostTo.UNKNOWN, null, null),
        desk.today(),
        seller.id(),
        desk.now());
    assertThat(
            jdbc.sql(
                    "select s.track_id from pipeline.opportunity o join pipeline.stage s on s.id = o.stage_id where o.id = ?")
                .param(deal.id())
                .query(UUID.class)
                .single())
        .isEqualTo(renewals);
  }

  @Test
  void stagesAreNamedAndKeptForEachByItself() {
    UUID renewals = add("Renovaciones");
    Stage offer = open(renewals).get(3);
    Page admin = Page.of(get("/pipeline/stages", cast.andres()));
    assertThat(admin.document().select("table.stages")).hasSize(2);
    assertThat(admin.text("#t-" + renewals)).contains("Propuesta", "Quitar este proceso");
    stages.retire(offer.id());
    assertThat(open(renewals)).doesNotContain(offer);
    assertThat(deals.stages()).filteredOn(s -> s.name().equals("Propuesta")).hasSize(1);
    MvcTestResult added =
        post(
            "/pipeline/stages",
            "id",
            UUID.randomUUID().toString(),
            "track",
            renewals.toString(),
            "name",
            "Por vencer",
            "kind",
            "OPEN",
            "probability",
            "60");
    assertThat(added).hasStatus(302);
    assertThat(open(renewals)).extracting(Stage::name).contains("Por vencer");

    assertThat(add(UUID.randomUUID(), "renovaciones")).as("taken").hasStatus(422);
    assertThat(Page.of(add(UUID.randomUUID(), "  ")).texts("#tracks .error")).hasSize(1);
    assertThat(post("/pipeline/stages/tracks/" + renewals, "name", "Clientes")).hasStatus(302);
    assertThat(Page.of(get("/pipeline/stages", cast.andres())).text("#t-" + renewals + " h2"))
        .isEqualTo("Clientes");
    OpportunityId deal = desk.deal(seller, "Trato dentro");
    deals.move(deal, open(renewals).get(0).id(), "Es cliente", seller.id(), desk.now());
    post("/pipeline/stages/tracks/" + renewals + "/deletion");
    assertThat(stages.tracks()).as("deals are on it").hasSize(2);
    deals.remove(deal);
    post("/pipeline/stages/tracks/" + renewals + "/deletion");
    assertThat(stages.tracks()).hasSize(1);
    post("/pipeline/stages/tracks/" + stages.tracks().get(0).id() + "/deletion");
    assertThat(stages.tracks()).as("one remains").hasSize(1);
  }

  @Test
  void whatComesFirstIsTheAdministratorsChoice() {
    UUID main = stages.tracks().get(0).id();
    UUID renewals = add("Renovaciones");
    String path = "/pipeline/stages/tracks/" + renewals + "/position";
    assertThat(post(path, "to", "earlier")).hasStatus(302);
    assertThat(stages.tracks()).extracting(Track::id).containsExactly(renewals, main);
    assertThat(stages.path().first().track().id())
        .as("what comes in starts there")
        .isEqualTo(renewals);
    desk.deal(seller, "Trato del primero");
    assertThat(read("/pipeline/board").texts(".column-track").get(0)).isEqualTo("Renovaciones");
    post(path, "to", "earlier");
    assertThat(stages.tracks()).as("already first").extracting(Track::id).startsWith(renewals);
    post(path, "to", "later");
    assertThat(stages.tracks()).extracting(Track::id).containsExactly(main, renewals);
  }

  @Test
  void oneThatWasUsedIsRetiredAsAWholeAndItsOpenDealsGoOver() {
    UUID renewals = add("Renovaciones");
    Stage there = open(renewals).get(0);
    Stage here = stages.path().open().get(2);
    OpportunityId worked = desk.deal(seller, "Trato vivo");
    OpportunityId lost = desk.deal(seller, "Trato perdido allí");
    for (OpportunityId deal : List.of(worked, lost)) {
      deals.move(deal, there.id(), "Es cliente", seller.id(), desk.now());
    }
    deals.lose(
        lost,
        new Loss(LostReason.PRICE, LostTo.UNKNOWN, null, null),
        desk.today(),
        seller.id(),
        desk.now());
    String path = "/pipeline/stages/tracks/" + renewals + "/retiring";
    Page form = Page.of(get(path, cast.andres()));
    assertThat(form.text("main")).contains("una oportunidad abierta", "Renovaciones: Contactado 1");
    assertThat(form.texts("select[name=to] option"))
        .contains("Ventas: " + here.name())
        .noneMatch(o -> o.startsWith("Renovaciones"));

    Page refused = Page.of(post(path, "seen", "1", "act", "preview", "to", "", "reason", ""));
    assertThat(refused.texts(".field .error")).hasSize(2);
    assertThat(
            post(path, "seen", "1", "act", "retire", "to", there.id().toString(), "reason", "No"))
        .as("not on itself")
        .hasStatus(422);
    String to = here.id().toString();
    MvcTestResult preview =
        post(path, "seen", "1", "act", "preview", "to", to, "reason", "Ya no renovamos aparte");
    assertThat(preview).hasStatus(200);
    assertThat(Page.of(preview).text("tbody"))
        .contains("Trato vivo", "Renovaciones: Contactado", "Ventas: " + here.name())
        .doesNotContain("Trato perdido allí");
    assertThat(stages.path().tracksInUse()).as("nothing is done yet").hasSize(2);
    MvcTestResult changed =
        post(path, "seen", "7", "act", "retire", "to", to, "reason", "Ya no renovamos aparte");
    assertThat(changed).hasStatus(422);
    assertThat(Page.of(changed).text("[role=alert]")).contains("ahora hay una oportunidad abierta");

    assertThat(
            post(path, "seen", "1", "act", "retire", "to", to, "reason", "Ya no renovamos aparte"))
        .hasStatus(302);

    assertThat(stages.path().tracksInUse()).hasSize(1);
    Page deal = read("/pipeline/opportunities/" + worked);
    assertThat(deal.text("main"))
        .contains("De Renovaciones: Contactado a Ventas: " + here.name())
        .contains("Ya no renovamos aparte");
    assertThat(deal.has("#strayed")).as("no seller's doing").isFalse();
    assertThat(get("/pipeline/opportunities/" + lost, cast.teresa())).hasStatus(200);
    assertThat(get("/pipeline/opportunities/" + lost + "/move", cast.teresa())).hasStatus(200);
    assertThat(read("/pipeline/opportunities/" + lost).text("main")).contains("Renovaciones");
    assertThat(read("/pipeline/board").has("[name=track]")).as("nothing to choose").isFalse();
    assertThat(read("/reports/forecast").has("[name=track]")).isFalse();
    assertThat(
            post(
                "/pipeline/stages/tracks/" + main() + "/retiring",
                "seen",
                "1",
                "act",
                "retire",
                "to",
                there.id().toString(),
                "reason",
                "No"))
        .as("one remains")
        .hasStatus(422);

    assertThat(post("/pipeline/stages/tracks/" + renewals + "/restoring")).hasStatus(302);
    assertThat(stages.path().tracksInUse()).hasSize(2);
    assertThat(open(renewals)).extracting(Stage::id).contains(there.id());
  }

  private UUID main() {
    return stages.tracks().get(0).id();
  }

  private List<Stage> open(UUID track) {
    return deals.stages().stream().filter(s -> s.isOpen() && s.track().id().equals(track)).toList();
  }

  private UUID add(String name) {
    UUID id = UUID.randomUUID();
    assertThat(add(id, name)).hasStatus(302);
    return id;
  }

  private MvcTestResult add(UUID id, String name) {
    return post("/pipeline/stages/tracks", "id", id.toString(), "name", name);
  }

  private MvcTestResult move(OpportunityId deal, Stage to, String version, String reason) {
    return mvc.post()
        .uri("/pipeline/opportunities/" + deal + "/moves")
        .with(cast.as(seller))
        .with(csrf())
        .param("stage", to.id().toString())
        .param("version", version)
        .param("asked", "true")
        .param("reason", reason)
        .exchange();
  }

  private MvcTestResult post(String path, String... parameters) {
    var request = mvc.post().uri(path).with(cast.as(cast.andres())).with(csrf());
    for (int i = 0; i < parameters.length; i += 2) {
      request.param(parameters[i], parameters[i + 1]);
    }
    return request.exchange();
  }

  private Page read(String path) {
    return Page.of(get(path, cast.teresa()));
  }

  private MvcTestResult get(String path, CurrentUser user) {
    return mvc.get().uri(URI.create(path)).with(cast.as(user)).exchange();
  }
}
