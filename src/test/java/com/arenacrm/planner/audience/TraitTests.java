package com.arenacrm.planner.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.Operator;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.contacts.SavedFilters;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.customers.PurchaseDetails;
import com.arenacrm.customers.PurchaseId;
import com.arenacrm.customers.Purchases;
import com.arenacrm.icp.Criterion;
import com.arenacrm.icp.EditionText;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.PlannedActivity;
import com.arenacrm.pipeline.wins.Wins;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.TouchKind;
import com.arenacrm.planner.traits.Wish;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.Money;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Audiences narrowed to what people have in common beyond their cards (R038). */
@ArenaTest
class TraitTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired Profiles profiles;
  @Autowired Planner planner;
  @Autowired Audiences audiences;
  @Autowired SavedFilters segments;
  @Autowired Purchases purchases;
  @Autowired Wins wins;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  CurrentUser lucia;
  Instant now;
  String mark;
  CompanyId hotel;
  PlannedActivity activity;
  UUID stage = TimeOrderedUuid.next();
  PersonId one;
  PersonId other;

  @BeforeEach
  void setUp() {
    lucia = cast.lucia();
    now = clock.instant();
    mark = "Rasgo " + UUID.randomUUID();
    hotel = company("Hotel");
    activity = PlannedActivity.of(jdbc, lucia.id(), "TRY", lucia.today(clock).plusDays(9));
    one = person("Ana " + mark, hotel);
    other = person("Blas " + mark, null);
  }

  @Test
  void howFarTheyHaveComeIsTheLastPhaseInWhichTheyDidSomething() {
    touch(one, "TRUST", TouchKind.ATTENDED);
    touch(one, "KNOW", TouchKind.READ);
    touch(one, "BUY", TouchKind.INVITED);
    touch(other, "KNOW", TouchKind.READ);
    assertThat(found("phase", "TRUST", null)).containsExactly(one.id());
    assertThat(found("phase", "KNOW", null)).containsExactly(other.id());
    assertThat(found("phase", "BUY", null)).isEmpty();
  }

  @Test
  void fitIsMeasuredByTheEditionInForce() {
    ProfileId profile = ProfileId.next();
    profiles.define(
        profile,
        "Perfil " + profile,
        new EditionText(
            null,
            List.of(),
            List.of(
                new Criterion(is(Kind.INDUSTRY, "Hotel"), 60, false),
                new Criterion(is(Kind.CITY, "Soria"), 40, false)),
            null,
            null,
            "Vale",
            List.of(),
            Map.of()),
        lucia.id(),
        now);
    assertThat(found("fit", profile.toString(), null)).containsExactly(one.id());
    assertThat(found("fit", profile.toString(), 60)).containsExactly(one.id());
    assertThat(found("fit", profile.toString(), 61)).isEmpty();
    assertThat(found("fit", profile.toString(), 0)).containsExactlyInAnyOrder(one.id(), other.id());
  }

  @Test
  void aCustomerIsWhoBoughtOrWorksWhereSomebodyDid() {
    won(null, hotel, now.minus(Duration.ofDays(400)));
    PersonId third = person("Carla " + mark, null);
    won(third, null, now.minus(Duration.ofDays(20)));
    assertThat(found("customer", "YES", null)).containsExactlyInAnyOrder(one.id(), third.id());
    assertThat(found("customer", "NO", null)).containsExactly(other.id());
    assertThat(found("customer", "SINCE", 6)).containsExactly(third.id());
    assertThat(found("customer", "BEFORE", 6)).containsExactly(one.id());
    assertThat(found("customer", "SINCE", 14)).containsExactlyInAnyOrder(one.id(), third.id());
  }

  @Test
  void aPurchaseWrittenDownMakesACustomerAsADealThatIsWonDoes() {
    bought(null, hotel, 400);
    assertThat(found("customer", "YES", null)).containsExactly(one.id());
    assertThat(found("customer", "NO", null)).containsExactly(other.id());
    assertThat(found("customer", "BEFORE", 6)).containsExactly(one.id());
    PurchaseId lately = bought(other, null, 20);
    assertThat(found("customer", "SINCE", 6)).containsExactly(other.id());
    jdbc.sql("update customers.purchase set deleted_at = now() where id = ?")
        .param(lately.id())
        .update();
    assertThat(found("customer", "YES", null)).containsExactly(one.id());
  }

  @Test
  void onePurchaseIsToBuyTwoAreToBuyAgainWhereverTheyAreKept() {
    touch(one, "TRUST", TouchKind.ATTENDED);
    touch(other, "BUY", TouchKind.ATTENDED);
    bought(null, hotel, 30);
    assertThat(found("phase", "BUY", null)).containsExactly(one.id());
    assertThat(found("phase", "TRUST", null)).isEmpty();
    assertThat(reached(one)).contains("Comprar", "Café de " + mark);
    assertThat(reached(other)).doesNotContain("Ha llegado a");
    won(one, hotel, now.minus(Duration.ofDays(3)));
    assertThat(found("phase", "BUY", null)).isEmpty();
    assertThat(found("phase", "REPEAT", null)).containsExactly(one.id());
    assertThat(reached(one)).contains("Repetir", "2 compras");
    lead(other, "OPEN", "FORM", now);
    jdbc.sql("update leads.lead set referred_by = ? where person_id = ?")
        .params(one.id(), other.id())
        .update();
    assertThat(found("phase", "REFER", null)).containsExactly(one.id());
    assertThat(reached(one)).contains("Referir");
  }

  @Test
  void conditionsNarrowASegmentOrStandBesideItAndWhatIsSaidIsWhoCame() {
    Saved segment =
        new Saved(
            UUID.randomUUID(),
            "Hoteles " + mark,
            false,
            false,
            List.of(
                new Condition(
                    new ContactField(Kind.PERSON_ATTRIBUTE, "Marca"), Operator.IS, mark)));
    segments.save(segment, null, null, lucia.id(), now);
    touch(one, "TRUST", TouchKind.ATTENDED);
    String path = "/planner/activities/" + activity.id() + "/audience/sources";
    assertThat(get(path + "/new").has("input[name=join][value=within][checked]")).isTrue();
    String[] both = {
      "segment", segment.value(), "wishes[0].trait", "phase", "wishes[0].choice", "TRUST", "join"
    };

    MvcTestResult narrowed = send(path, with(both, "within"));
    assertThat(members()).containsExactly(one.id());
    assertThat((Object[]) narrowed.getMvcResult().getFlashMap().get("flashArguments"))
        .containsExactly(1);
    assertThat(sourceLabels())
        .containsExactly("Hoteles " + mark + ", y además ha llegado a Confiar");
    touch(other, "TRUST", TouchKind.ATTENDED);
    UUID source =
        jdbc.sql("select id from planner.audience_source where activity_id = :id")
            .param("id", activity.id().id())
            .query(UUID.class)
            .single();
    assertThat(audiences.refresh(source, activity.id(), now)).isOne();
    assertThat(members()).containsExactlyInAnyOrder(one.id(), other.id());

    jdbc.sql("delete from planner.audience_source where activity_id = :id")
        .param("id", activity.id().id())
        .update();
    MvcTestResult besides = send(path, with(both, "besides"));
    assertThat((Object[]) besides.getMvcResult().getFlashMap().get("flashArguments"))
        .as("both of them stand in both sources, and all who reached it anywhere are there")
        .containsExactly((int) members().stream().distinct().count());
    assertThat(members()).hasSizeGreaterThan((int) members().stream().distinct().count());
  }

  private static String[] with(String[] fields, String last) {
    String[] all = Arrays.copyOf(fields, fields.length + 1);
    all[fields.length] = last;
    return all;
  }

  private List<String> sourceLabels() {
    return jdbc.sql("select label from planner.audience_source where activity_id = :id")
        .param("id", activity.id().id())
        .query(String.class)
        .list();
  }

  @Test
  void engagementIsThatOfNow() {
    lead(one, "OPEN", "FORM", now);
    double lives =
        Duration.between(Instant.parse("2020-01-01T00:00:00Z"), now).toMillis()
            / (30d * 24 * 3600 * 1000);
    jdbc.sql("update leads.lead set engagement = :e, engagement_due = false where person_id = :p")
        .param("e", Math.log(40) / Math.log(2) + lives)
        .param("p", one.id())
        .update();
    assertThat(found("engagement", null, 40)).containsExactly(one.id());
    assertThat(found("engagement", null, 41)).isEmpty();
  }

  @Test
  void theLastTimeThatTheyWereALeadCounts() {
    lead(one, "ENDED", "IMPORT", now.minus(Duration.ofDays(90)));
    lead(one, "QUALIFIED", "FORM", now);
    assertThat(found("lead-stage", "QUALIFIED", null)).containsExactly(one.id());
    assertThat(found("lead-stage", "ENDED", null)).isEmpty();
    assertThat(found("lead-stage", "NEVER", null)).containsExactly(other.id());
    assertThat(found("lead-origin", "FORM", null)).containsExactly(one.id());
    assertThat(found("lead-origin", "IMPORT", null)).isEmpty();
  }

  @Test
  void whoMayBeReachedAndHow() {
    book.consent(one, ConsentState.GIVEN, "Feria", null, lucia.id(), now);
    PersonId refused = person("Dora " + mark, null);
    book.consent(refused, ConsentState.WITHDRAWN, "Carta", null, lucia.id(), now);
    assertThat(found("consent", "MAIL", null)).containsExactly(one.id());
    assertThat(found("consent", "MAIL_UNLESS_REFUSED", null))
        .containsExactlyInAnyOrder(one.id(), other.id());
    assertThat(found("consent", "SILENT", null)).containsExactly(other.id());
    assertThat(found("consent", "PHONE", null)).isEmpty();
  }

  @Test
  void allThatIsWishedMustHoldAndTheSourceSaysWhatItWas() {
    book.consent(one, ConsentState.GIVEN, "Feria", null, lucia.id(), now);
    book.consent(other, ConsentState.GIVEN, "Feria", null, lucia.id(), now);
    won(null, hotel, now.minus(Duration.ofDays(40)));
    String path = "/planner/activities/" + activity.id() + "/audience/sources";
    assertThat(SqlCount.during(() -> get(path + "/new"))).hasSizeLessThanOrEqualTo(8);
    Page form = get(path + "/new");
    assertThat(form.document().select("input[name~=wishes.*trait]").eachAttr("value"))
        .containsExactly(
            "phase", "engagement", "fit", "customer", "consent", "lead-stage", "lead-origin");

    MvcTestResult wrong =
        send(
            path,
            "wishes[2].trait",
            "fit",
            "wishes[2].number",
            "70",
            "wishes[3].trait",
            "customer",
            "wishes[3].choice",
            "SINCE");
    assertThat(wrong).hasStatus(422);
    Page again = Page.of(wrong);
    assertThat(again.texts(".has-error .error")).hasSize(2);
    assertThat(again.value("wishes[2].number")).isEqualTo("70");

    MvcTestResult made =
        send(
            path,
            "rules[0].field",
            "PERSON_ATTRIBUTE:Marca",
            "rules[0].operator",
            "IS",
            "rules[0].value",
            mark,
            "wishes[3].trait",
            "customer",
            "wishes[3].choice",
            "SINCE",
            "wishes[3].number",
            "6",
            "wishes[4].trait",
            "consent",
            "wishes[4].choice",
            "MAIL");
    assertThat(made).hasStatus3xxRedirection();
    assertThat(members()).containsExactly(one.id());
    assertThat(
            jdbc.sql("select label from planner.audience_source where activity_id = :id")
                .param("id", activity.id().id())
                .query(String.class)
                .single())
        .contains("compró en los últimos 6 meses y aceptó que le escribamos y tiene correo");
    PersonId later = person("Eva " + mark, hotel);
    book.consent(later, ConsentState.GIVEN, "Feria", null, lucia.id(), now);
    UUID source =
        jdbc.sql("select id from planner.audience_source where activity_id = :id")
            .param("id", activity.id().id())
            .query(UUID.class)
            .single();
    assertThat(audiences.refresh(source, activity.id(), now)).isOne();
  }

  private List<UUID> found(String trait, @Nullable String choice, @Nullable Integer number) {
    jdbc.sql("delete from planner.audience_source where activity_id = :id")
        .param("id", activity.id().id())
        .update();
    audiences.addMatching(
        TimeOrderedUuid.next(),
        activity.id(),
        new Asked(
            List.of(
                new Condition(new ContactField(Kind.PERSON_ATTRIBUTE, "Marca"), Operator.IS, mark)),
            false,
            List.of(new Wish(trait, choice, number))),
        trait,
        lucia.id(),
        now);
    return members();
  }

  private List<UUID> members() {
    return jdbc.sql("select person_id from planner.audience_entry where activity_id = :id")
        .param("id", activity.id().id())
        .query(UUID.class)
        .list();
  }

  private void touch(PersonId person, String phase, TouchKind kind) {
    LocalDate day = lucia.today(clock).minusDays(3);
    PlannedActivity met = PlannedActivity.of(jdbc, lucia.id(), phase, day);
    planner.touch(met.occurrence(), person, kind, now, lucia.id());
  }

  private void lead(PersonId person, String stage, String origin, Instant at) {
    jdbc.sql(
            """
            insert into leads.lead (id, person_id, person_name, origin, stage, outcome, ended_at,
              fit_due, engagement_due, created_at, created_by, version)
            values (?, ?, 'Alguien', ?, ?, case when ? = 'ENDED' then 'NOTHING' end,
              case when ? = 'ENDED' then now() end, false, false, ?, ?, 0)
            """)
        .params(
            TimeOrderedUuid.next(),
            person.id(),
            origin,
            stage,
            stage,
            stage,
            at.atOffset(ZoneOffset.UTC),
            lucia.id().id())
        .update();
  }

  private void won(@Nullable PersonId person, @Nullable CompanyId company, Instant at) {
    jdbc.sql(
            """
            insert into pipeline.stage (id, position, name, kind, probability, version)
            select ?, coalesce(max(position), 0) + 1000, ?, 'OPEN', 10, 0 from pipeline.stage
            on conflict (id) do nothing
            """)
        .params(stage, "Abierta " + stage)
        .update();
    jdbc.sql(
            """
            insert into pipeline.opportunity (id, name, person_id, company_id, stage_id, kind,
              amount, currency, phase, won_phase, opened_at, closed_at, created_at, created_by, version)
            values (?, 'Venta', ?, ?, ?, 'WON', 100, 'EUR', 'BUY', 'BUY', ?, ?, ?, ?, 0)
            """)
        .params(
            TimeOrderedUuid.next(),
            person == null ? null : person.id(),
            company == null ? null : company.id(),
            stage,
            at.atOffset(ZoneOffset.UTC),
            at.atOffset(ZoneOffset.UTC),
            at.atOffset(ZoneOffset.UTC),
            lucia.id().id())
        .update();
    wins.tell(
        jdbc.sql("select id from pipeline.opportunity where stage_id = ?")
            .param(stage)
            .query(UUID.class)
            .list());
  }

  private PurchaseId bought(@Nullable PersonId person, @Nullable CompanyId company, int daysAgo) {
    return purchases.add(
        PurchaseId.next(),
        new PurchaseDetails(
            company,
            person,
            "Café de " + mark,
            lucia.today(clock).minusDays(daysAgo),
            Money.of(BigDecimal.TEN, Currency.getInstance("EUR")),
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        lucia.id(),
        now);
  }

  private String reached(PersonId person) {
    return get("/reports/timeline?person=" + person.id()).text("main");
  }

  @AfterEach
  void leaveThePathOfStagesAsItWas() {
    jdbc.sql("delete from customers.purchase where what = ?").param("Café de " + mark).update();
    jdbc.sql("delete from pipeline.opportunity where stage_id = ?").param(stage).update();
    jdbc.sql("delete from pipeline.stage where id = ?").param(stage).update();
  }

  private PersonId person(String name, @Nullable CompanyId company) {
    PersonId id = PersonId.next();
    book.addPerson(
        id,
        PersonDetails.of(name, new EmailAddress(id + "@x.example"), null, company),
        lucia.id(),
        now);
    jdbc.sql(
            "update contacts.person set attributes = jsonb_build_object('Marca', :mark) where id = :id")
        .param("mark", mark)
        .param("id", id.id())
        .update();
    return id;
  }

  private CompanyId company(String industry) {
    CompanyId id = CompanyId.next();
    jdbc.sql(
            """
            insert into contacts.company (id, name, industry, created_at, created_by, version)
            values (?, ?, ?, now(), ?, 0)
            """)
        .params(id.id(), "Hotel " + mark, industry, lucia.id().id())
        .update();
    return id;
  }

  private static Condition is(Kind kind, String value) {
    return new Condition(ContactField.of(kind), Operator.IS, value);
  }

  private Page get(String path) {
    var result = mvc.get().uri(path).with(cast.as(lucia)).exchange();
    assertThat(result).hasStatusOk();
    return Page.of(result);
  }

  private MvcTestResult send(String path, String... fields) {
    var request =
        mvc.post()
            .uri(path)
            .with(cast.as(lucia))
            .with(csrf())
            .param("id", TimeOrderedUuid.next().toString());
    for (int i = 0; i < fields.length; i += 2) {
      request = request.param(fields[i], fields[i + 1]);
    }
    return request.exchange();
  }
}
