package com.arenacrm.leads.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.Handoff;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@ArenaTest
class RoutingTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Handoffs handoffs;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void aRuleSendsItsLeadsToItsSellerWhoIsToldAndEverybodySeesWhy() {
    String place = "Villa " + UUID.randomUUID();
    LeadId lead = lead("regla", place);
    UUID rule =
        rule(
            Map.of(
                "zone",
                "Lugo, " + place.toUpperCase(),
                "target",
                "SELLER",
                "seller",
                cast.ines().id().toString()),
            1);

    Page proposal = Page.of(get(cast.lucia(), "/leads/" + lead + "/routing"));
    assertThat(proposal.text("main h2")).contains("Le tocaría a Inés Soto");
    MvcTestResult handed = handOver(lead);

    assertThat(handed).redirectedUrl().isEqualTo("/leads/" + lead);
    HandoffId handoff = handoffOf(lead);
    assertThat(handoffs.get(handoff, cast.lucia()).to()).contains(cast.ines().id());
    assertThat(
            Page.of(get(cast.marcos(), "/leads/handoffs/" + handoff + "/assignments")).text("main"))
        .contains("Las reglas se lo dieron a Inés Soto")
        .contains(place.toUpperCase())
        .contains("La regla nombra a Inés Soto");
    assertThat(
            jdbc.sql(
                    """
                    select mail from notifications.notification
                    where user_id = ? and link = ? and text_key = 'handoff.told'
                    """)
                .params(cast.ines().id().id(), "/leads/handoffs/" + handoff)
                .query(String.class)
                .list())
        .as("in the inbox and by mail, once")
        .hasSize(1)
        .allMatch(mail -> !mail.equals("NONE"));
    remove(rule);
  }

  @Test
  void whatNobodyCanTakeWaitsInTheQueueUntilSomebodyTakesIt() {
    String place = "Aldea " + UUID.randomUUID();
    LeadId lead = lead("cola", place);
    UUID rule =
        rule(
            Map.of(
                "zone",
                place,
                "target",
                "GROUP",
                "members",
                cast.ines().id().toString(),
                "weights",
                "0",
                "otherwise",
                "QUEUE"),
            1);

    handOver(lead);

    HandoffId handoff = handoffOf(lead);
    assertThat(handoffs.get(handoff, cast.marcos()).isQueued()).isTrue();
    assertThat(
            Page.of(get(cast.marcos(), "/leads/handoffs/" + handoff + "/assignments")).text("main"))
        .contains("fue a la bolsa")
        .contains("Inés Soto tiene peso 0");
    assertThat(post(cast.marcos(), "/pipeline/handoffs/" + handoff + "/acceptance", Map.of()))
        .as("nobody accepts what is nobody's")
        .hasStatus(404);
    post(cast.marcos(), "/leads/handoffs/" + handoff + "/taking", Map.of());
    post(cast.ines(), "/leads/handoffs/" + handoff + "/taking", Map.of());
    assertThat(handoffs.get(handoff, cast.lucia()).to()).contains(cast.marcos().id());
    post(
        cast.teresa(),
        "/pipeline/reassignment",
        Map.of(
            "id",
            UUID.randomUUID().toString(),
            "row",
            "lead:" + lead,
            "seller",
            cast.ines().id().toString(),
            "confirmed",
            cast.ines().id().toString()));
    assertThat(handoffs.get(handoff, cast.lucia()).to()).contains(cast.ines().id());
    assertThat(
            post(
                cast.marcos(),
                "/pipeline/reassignment",
                Map.of("row", "lead:" + lead, "seller", cast.marcos().id().toString())))
        .as("only managers give out")
        .hasStatus(403);
    remove(rule);
  }

  @Test
  void aRuleThatHidesOthersOrGivesToNobodySaysSo() {
    UUID all = rule(Map.of("target", "EVERYBODY", "otherwise", "QUEUE"), 1);
    UUID nobody =
        rule(
            Map.of(
                "zone",
                "Islote " + UUID.randomUUID(),
                "target",
                "GROUP",
                "members",
                cast.ines().id().toString(),
                "weights",
                "0"),
            2);
    UUID last = rule(Map.of("target", "EVERYBODY"), 10_000);
    Page page = Page.of(get(cast.teresa(), "/leads/routing"));
    assertThat(page.text("#rule-" + all + " .warn"))
        .contains("cualquier prospecto", "no se miran nunca");
    assertThat(page.text("#rule-" + nobody + " .warn")).contains("no da prospectos a nadie");
    assertThat(page.document().select("#rule-" + last + " .warn")).isEmpty();
    List.of(all, nobody, last).forEach(this::remove);
  }

  @Test
  void theReasonNamesWhoHadNoRoom() {
    LeadId his = lead("llena", "Lalín");
    handoffs.handOver(
        his, HandoffId.next(), cast.marcos().id(), packet(), cast.lucia().id(), clock.instant());
    jdbc.sql(
            """
            insert into leads.seller_capacity (to_user, takes_part, weight, most, version)
            values (?, true, 1, 1, 0)
            on conflict (to_user) do update set takes_part = true, weight = 1, most = 1
            """)
        .param(cast.marcos().id().id())
        .update();
    String place = "Parroquia " + UUID.randomUUID();
    LeadId lead = lead("tope", place);
    UUID rule = rule(Map.of("zone", place, "target", "EVERYBODY"), 1);
    try {
      handOver(lead);

      assertThat(
              Page.of(get(cast.teresa(), "/leads/handoffs/" + handoffOf(lead) + "/assignments"))
                  .text("main"))
          .containsPattern(", porque Marcos Vidal ya lleva \\d+ de 1\\.");
    } finally {
      remove(rule);
      jdbc.sql("delete from leads.seller_capacity where to_user = ?")
          .param(cast.marcos().id().id())
          .update();
    }
  }

  /** Whoever works by the calendar of another zone reads the clock there, and the year with it. */
  @Test
  void theClockIsReadWhereTheSellerWorks() {
    UUID zone = UUID.randomUUID();
    jdbc.sql(
            """
            insert into identity.work_zone (id, name, time_zone, created_at, created_by, version)
            values (?, ?, 'Atlantic/Canary', now(), ?, 0)
            """)
        .params(zone, "Zona " + zone, cast.andres().id().id())
        .update();
    jdbc.sql("update identity.user_account set work_zone_id = ? where id = ?")
        .params(zone, cast.ines().id().id())
        .update();
    try {
      LeadId lead = lead("isla", "Telde");
      handoffs.handOver(
          lead, HandoffId.next(), cast.ines().id(), packet(), cast.lucia().id(), clock.instant());
      HandoffId handoff = handoffOf(lead);
      String path = "/leads/handoffs/" + handoff;
      Instant soon = clock.instant().plus(Duration.ofDays(3));
      due(handoff, soon);
      assertThat(Page.of(get(cast.ines(), path)).text(".response"))
          .contains("a las " + hour(soon, "Atlantic/Canary"));
      assertThat(Page.of(get(cast.teresa(), path)).text(".response"))
          .contains("a las " + hour(soon, "Europe/Madrid"));
      Instant far = clock.instant().plus(Duration.ofDays(400));
      due(handoff, far);
      assertThat(Page.of(get(cast.ines(), path)).text(".response"))
          .contains(far.atZone(ZoneId.of("Atlantic/Canary")).getYear() + " a las");
      due(handoff, clock.instant().minusSeconds(10));
      assertThat(Page.of(get(cast.ines(), path)).text(".response"))
          .contains("menos de 1 min")
          .doesNotContain(" 0 min");
      // A zone of one's own comes first.
      jdbc.sql("update identity.user_account set time_zone = 'America/Lima' where id = ?")
          .param(cast.ines().id().id())
          .update();
      due(handoff, soon);
      assertThat(Page.of(get(cast.ines(), path)).text(".response"))
          .contains("a las " + hour(soon, "America/Lima"));
    } finally {
      jdbc.sql("update identity.user_account set time_zone = null where id = ?")
          .param(cast.ines().id().id())
          .update();
      jdbc.sql("delete from identity.work_zone where id = ?").param(zone).update();
    }
  }

  private static String hour(Instant at, String zone) {
    return DateTimeFormatter.ofPattern("HH:mm").format(at.atZone(ZoneId.of(zone)));
  }

  private void due(HandoffId handoff, Instant at) {
    jdbc.sql("update leads.handoff set due_at = ? where id = ?")
        .params(at.atOffset(ZoneOffset.UTC), handoff.id())
        .update();
  }

  @Test
  void anAbsenceKeepsLeadsAway() {
    String place = "Puerto " + UUID.randomUUID();
    LocalDate today = cast.nuria().today(clock);
    UUID absence = UUID.randomUUID();
    MvcTestResult noted =
        post(
            cast.nuria(),
            "/identity/absences",
            Map.of(
                "id",
                absence.toString(),
                "from",
                today.toString(),
                "until",
                today.plusDays(3).toString(),
                "who",
                cast.ines().id().toString()));
    assertThat(noted).redirectedUrl().isEqualTo("/identity/absences");
    assertThat(
            jdbc.sql("select user_id from identity.absence where id = ?")
                .param(absence)
                .query(UUID.class)
                .single())
        .as("of oneself only, unless one manages")
        .isEqualTo(cast.nuria().id().id());
    LeadId lead = lead("ausente", place);
    UUID rule =
        rule(
            Map.of(
                "zone",
                place,
                "target",
                "SELLER",
                "seller",
                cast.nuria().id().toString(),
                "otherwise",
                "QUEUE"),
            1);

    assertThat(Page.of(get(cast.lucia(), "/leads/" + lead + "/routing")).text("main"))
        .contains("Esperaría en la bolsa")
        .contains("Nuria Bello no está hasta el");

    assertThat(post(cast.marcos(), "/identity/absences/" + absence + "/removal", Map.of()))
        .hasStatus(404);
    post(cast.nuria(), "/identity/absences/" + absence + "/removal", Map.of());
    assertThat(Page.of(get(cast.lucia(), "/leads/" + lead + "/routing")).text("main"))
        .contains("Le tocaría a Nuria Bello");
    remove(rule);
  }

  @Test
  void whoHasTheAccountGetsTheNextLeadOfIt() {
    CompanyId hotel = CompanyId.next();
    book.addCompany(
        hotel, CompanyDetails.named("Hotel " + hotel), cast.lucia().id(), clock.instant());
    LeadId first = lead("cuenta1", hotel);
    handoffs.handOver(
        first, HandoffId.next(), cast.ines().id(), packet(), cast.lucia().id(), clock.instant());

    assertThat(
            Page.of(get(cast.lucia(), "/leads/" + lead("cuenta2", hotel) + "/routing"))
                .text("main"))
        .contains("Inés Soto ya trata con este cliente");
  }

  @Test
  void rulesAreSetInOrderByManagersOnlyAndNeverOverwritten() {
    UUID rule = rule(Map.of("zone", "Teruel", "target", "EVERYBODY"), 1);
    String path = "/leads/routing/rules/" + rule;
    Map<String, String> typed =
        Map.of("zone", "Soria", "target", "EVERYBODY", "otherwise", "NEXT", "version", "0");
    assertThat(post(cast.marcos(), path, typed)).hasStatus(403);
    assertThat(post(cast.teresa(), path, typed)).redirectedUrl().isEqualTo("/leads/routing");
    assertThat(post(cast.teresa(), path, typed)).as("upon an old version").hasStatus(409);
    MvcTestResult wrong =
        post(
            cast.teresa(),
            path,
            Map.of("zone", "Ávila", "target", "SELLER", "otherwise", "NEXT", "version", "1"));
    assertThat(wrong).hasStatus(422);
    assertThat(Page.of(wrong).value("zone")).isEqualTo("Ávila");

    post(cast.teresa(), path + "/place", Map.of("up", "false"));
    assertThat(place(rule)).as("the first of them is the second now").isEqualTo(2);
    post(cast.teresa(), path + "/removal", Map.of());
    assertThat(get(cast.teresa(), path)).hasStatus(404);
    post(cast.teresa(), path + "/restoration", Map.of());
    assertThat(Page.of(get(cast.marcos(), "/leads/routing")).text("main")).contains("zona Soria");
    remove(rule);
  }

  @Test
  void capacitiesAreKeptAndCheckedAndCountWhatIsOpen() {
    String path = "/leads/routing/sellers/" + cast.ines().id();
    int version =
        jdbc.sql("select coalesce(max(version), -1) from leads.seller_capacity where to_user = ?")
            .param(cast.ines().id().id())
            .query(Integer.class)
            .single();
    Map<String, String> good =
        Map.of("takesPart", "true", "weight", "1", "most", "", "version", "" + version);

    assertThat(post(cast.marcos(), path, good)).hasStatus(403);
    assertThat(post(cast.teresa(), path, Map.of("weight", "muchos", "version", "" + version)))
        .hasStatus(422);
    assertThat(post(cast.teresa(), path, good))
        .redirectedUrl()
        .isEqualTo("/leads/routing/sellers#seller-" + cast.ines().id());
    assertThat(post(cast.teresa(), path, good)).hasStatus(409);
  }

  @Test
  void aTargetIsChangedWhereItStandsAndSaysFromWhenItCounts() {
    CurrentUser andres = cast.andres();
    String id = UUID.randomUUID().toString();
    jdbc.sql("delete from leads.response_target").update();
    assertThat(
            post(
                andres,
                "/leads/routing/targets",
                Map.of("id", id, "origin", "REFERRAL", "first", "60", "following", "240")))
        .redirectedUrl()
        .isEqualTo("/leads/routing/targets");
    LeadId before = lead("plazo", "Soria");
    jdbc.sql("update leads.lead set origin = 'REFERRAL' where id = ?").param(before.id()).update();
    handoffs.handOver(
        before, HandoffId.next(), cast.marcos().id(), packet(), cast.lucia().id(), clock.instant());

    Page list = Page.of(mvc.get().uri("/leads/routing/targets").with(cast.as(andres)).exchange());
    String edit = "/leads/routing/targets/" + id;
    assertThat(list.texts("tbody a.btn[href^=" + edit + "]"))
        .containsExactly("Cambiar: Recomendación");
    assertThat(list.document().select("main a[href=/identity/company]")).hasSize(1);
    Page form = Page.of(mvc.get().uri(edit).with(cast.as(andres)).exchange());
    assertThat(form.value("first")).isEqualTo("60");
    assertThat(form.text("aside"))
        .contains(
            "Cuenta desde que lo guardas", "Ahora corre 1 reloj de esos", "conserva el plazo");
    assertThat(form.document().select("tr[aria-current=true]")).hasSize(1);

    assertThat(
            post(
                andres,
                edit,
                Map.of(
                    "id",
                    id,
                    "origin",
                    "REFERRAL",
                    "first",
                    "120",
                    "following",
                    "300",
                    "version",
                    "0")))
        .redirectedUrl()
        .isEqualTo("/leads/routing/targets");

    assertThat(targetOf(before)).as("what runs keeps its own").isEqualTo(60);
    LeadId after = lead("plazo2", "Soria");
    jdbc.sql("update leads.lead set origin = 'REFERRAL' where id = ?").param(after.id()).update();
    handoffs.handOver(
        after, HandoffId.next(), cast.marcos().id(), packet(), cast.lucia().id(), clock.instant());
    assertThat(targetOf(after)).isEqualTo(120);
    assertThat(Page.of(mvc.get().uri(edit).with(cast.as(andres)).exchange()).text("aside"))
        .contains("Ahora corren 2 relojes");
    assertThat(
            Page.of(mvc.get().uri("/leads/routing/targets").with(cast.as(cast.lucia())).exchange())
                .document()
                .select("tbody a.btn, main a[href^=/identity/company]"))
        .isEmpty();
    jdbc.sql("delete from leads.response_target").update();
  }

  private int targetOf(LeadId lead) {
    return jdbc.sql("select target_minutes from leads.handoff where lead_id = ?")
        .param(lead.id())
        .query(Integer.class)
        .single();
  }

  @Test
  void pagesAskLittleOfTheDatabase() {
    LeadId lead = lead("pocas", "Lugar");
    handoffs.handOver(lead, HandoffId.next(), null, packet(), cast.lucia().id(), clock.instant());
    CurrentUser teresa = cast.teresa();
    for (String path :
        List.of(
            "/leads/routing",
            "/leads/routing/rules/new",
            "/leads/routing/sellers",
            "/leads/routing/targets",
            "/leads/pool",
            "/leads/routing/simulation",
            "/leads/routing/simulation?typed=true&company=Nada&zone=Lugo&origin=FORM",
            "/leads/" + lead + "/routing",
            "/leads/handoffs/" + handoffOf(lead) + "/assignments?clock=true",
            "/identity/absences")) {
      var asked = mvc.get().uri(path).with(cast.as(teresa));
      assertThat(SqlCount.during(() -> assertThat(asked.exchange()).hasStatusOk()))
          .as(path)
          .hasSizeLessThanOrEqualTo(8);
    }
  }

  private int place(UUID rule) {
    return jdbc.sql("select place from leads.routing_rule where id = ?")
        .param(rule)
        .query(Integer.class)
        .single();
  }

  /** A rule that stands first, so that those of other tests have no say. */
  private UUID rule(Map<String, String> typed, int place) {
    UUID id = UUID.randomUUID();
    Map<String, String> form = new HashMap<>(Map.of("otherwise", "NEXT"));
    form.putAll(typed);
    form.put("id", id.toString());
    form.put("version", "0");
    assertThat(post(cast.teresa(), "/leads/routing/rules", form))
        .redirectedUrl()
        .isEqualTo("/leads/routing");
    jdbc.sql("update leads.routing_rule set place = ? where id = ?").params(place - 1, id).update();
    return id;
  }

  private void remove(UUID rule) {
    jdbc.sql("delete from leads.routing_rule where id = ?").param(rule).update();
  }

  private LeadId lead(String name, String place) {
    CompanyId company = CompanyId.next();
    book.addCompany(
        company,
        new CompanyDetails(
            "Empresa " + company,
            null,
            null,
            null,
            null,
            place,
            null,
            null,
            List.of(),
            null,
            Map.of()),
        cast.lucia().id(),
        clock.instant());
    return lead(name, company);
  }

  private LeadId lead(String name, CompanyId company) {
    PersonId person = PersonId.next();
    book.addPerson(
        person,
        PersonDetails.of(
            "Persona " + name, new EmailAddress(person + "@reparto.example"), null, company),
        cast.lucia().id(),
        clock.instant());
    LeadId lead = LeadId.next();
    intake.open(
        lead,
        new LeadIntake.ByHand(
            person,
            null,
            null,
            null,
            new Facts("40 kg", "1.000 €", "Ella", LocalDate.of(2099, 12, 1))),
        cast.lucia(),
        clock.instant());
    handoffs.qualify(lead, cast.lucia().id(), LocalDate.of(2026, 11, 20), clock.instant());
    return lead;
  }

  private static Handoff.Packet packet() {
    return new Handoff.Packet("Pidió precio", null, "Llamar");
  }

  private MvcTestResult handOver(LeadId lead) {
    return post(
        cast.lucia(),
        "/leads/" + lead + "/handoffs",
        Map.of(
            "id",
            HandoffId.next().toString(),
            "seller",
            "",
            "why",
            "Pidió precio",
            "firstStep",
            "Llamar"));
  }

  private HandoffId handoffOf(LeadId lead) {
    return new HandoffId(
        jdbc.sql("select id from leads.handoff where lead_id = ? order by handed_at desc limit 1")
            .param(lead.id())
            .query(UUID.class)
            .single());
  }

  private MvcTestResult get(CurrentUser user, String path) {
    return mvc.get().uri(path).with(cast.as(user)).exchange();
  }

  private MvcTestResult post(CurrentUser user, String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(cast.as(user)).with(csrf());
    fields.forEach(request::param);
    return request.exchange();
  }
}
