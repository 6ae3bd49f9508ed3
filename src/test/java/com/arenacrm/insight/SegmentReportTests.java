package com.arenacrm.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
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
import com.arenacrm.insight.SegmentReports.Figure;
import com.arenacrm.insight.SegmentReports.Line;
import com.arenacrm.leads.PlannedActivity;
import com.arenacrm.planner.audience.Asked;
import com.arenacrm.planner.audience.Audiences;
import com.arenacrm.planner.traits.Wish;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.Money;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The report on segments: every number opens its rows. */
@ArenaTest
class SegmentReportTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired SavedFilters segments;
  @Autowired SegmentReports reports;
  @Autowired Audiences audiences;
  @Autowired Purchases purchases;
  @Autowired Profiles profiles;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  @Test
  void sizeAndGrowthFollowFromWhoIsInItAndEachNumberOpensItsRows() {
    Instant now = clock.instant();
    String domain = UUID.randomUUID() + ".example";
    Saved segment =
        new Saved(
            UUID.randomUUID(),
            "De " + domain,
            false,
            false,
            List.of(new Condition(ContactField.of(Kind.EMAIL), Operator.CONTAINS, domain)));
    segments.save(segment, null, null, cast.lucia().id(), now);
    for (int days : List.of(1, 29, 31, 89, 200)) {
      book.addPerson(
          PersonId.next(),
          PersonDetails.of("Hace " + days, new EmailAddress("p" + days + "@" + domain), null, null),
          cast.lucia().id(),
          now.minus(Duration.ofDays(days)));
    }

    Line line =
        reports.lines(now).stream()
            .filter(l -> l.segment().id().equals(segment.id()))
            .findFirst()
            .orElseThrow();
    assertThat(line).isEqualTo(new Line(segment, 5, 2, 4, 0, 0, 0, 0));
    assertThat(reports.people(segment, Figure.PEOPLE, null, SegmentReports.PAGE, now).rows())
        .hasSize(line.people());
    assertThat(reports.people(segment, Figure.NEW_30, null, SegmentReports.PAGE, now).rows())
        .hasSize(line.new30());
    assertThat(reports.people(segment, Figure.NEW_90, null, SegmentReports.PAGE, now).rows())
        .hasSize(line.new90());
    for (Figure figure : List.of(Figure.ANSWERED, Figure.LEADS, Figure.ACCEPTED, Figure.WON)) {
      assertThat(reports.people(segment, figure, null, SegmentReports.PAGE, now).rows()).isEmpty();
    }

    Page nothing =
        Page.of(
            mvc.get()
                .uri("/reports/segments/rows?figure=ANSWERED&segment=" + segment.id())
                .with(cast.as(cast.teresa()))
                .exchange());
    assertThat(nothing.text(".empty")).contains("En los últimos 90 días no hay apuntado");
    UUID person =
        reports.people(segment, Figure.PEOPLE, null, SegmentReports.PAGE, now).rows().get(0).id();
    UUID occurrence =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 5))
            .occurrence()
            .id();
    answer(occurrence, person, "ATTENDED", now);
    answer(occurrence, person, "REPLIED", now);
    assertThat(reports.lines(now).stream().filter(l -> l.segment().id().equals(segment.id())))
        .singleElement()
        .satisfies(l -> assertThat(l.answered()).isEqualTo(1));
    assertThat(reports.people(segment, Figure.ANSWERED, null, SegmentReports.PAGE, now).rows())
        .hasSize(1);
    Page answers =
        Page.of(
            mvc.get()
                .uri("/reports/segments/rows?figure=ANSWERED&segment=" + segment.id())
                .with(cast.as(cast.teresa()))
                .exchange());
    assertThat(answers.texts("tbody tr")).hasSize(1);

    var asTeresa = cast.as(cast.teresa());
    List<String> sent =
        SqlCount.during(
            () -> {
              Page page = Page.of(mvc.get().uri("/reports/segments").with(asTeresa).exchange());
              assertThat(page.text("tbody")).contains("De " + domain);
            });
    assertThat(sent).hasSizeLessThanOrEqualTo(8);
    assertThat(mvc.get().uri("/reports/segments").with(cast.as(cast.marcos())).exchange())
        .hasStatus(403);
    assertThat(
            mvc.get()
                .uri("/reports/segments/rows?figure=NEW_30&segment=" + segment.id())
                .with(asTeresa)
                .exchange())
        .hasStatusOk();
  }

  @Test
  void whoAnsweredAndWhoBoughtAreTheSameHereAndInAnAudienceOfTheSegment() {
    Instant now = clock.instant();
    String domain = UUID.randomUUID() + ".example";
    Saved segment =
        new Saved(
            UUID.randomUUID(),
            "Iguales " + domain,
            false,
            false,
            List.of(new Condition(ContactField.of(Kind.EMAIL), Operator.CONTAINS, domain)));
    segments.save(segment, null, null, cast.lucia().id(), now);
    CompanyId hotel = company("Hotel " + domain);
    CompanyId other = company("Otro " + domain);
    PersonId bought = person("compra@" + domain, null);
    PersonId works = person("trabaja@" + domain, hotel);
    PersonId read = person("lee@" + domain, other);
    PersonId came = person("viene@" + domain, other);
    PersonId talked = person("habla@" + domain, other);
    PersonId called = person("nocontesta@" + domain, other);
    List<PersonId> all = List.of(bought, works, read, came, talked, called);
    all.forEach(
        p -> book.consent(p, ConsentState.GIVEN, "Formulario", null, cast.lucia().id(), now));
    buy(null, bought, now);
    buy(hotel, null, now);
    Instant before = now.minus(Duration.ofDays(20));
    PlannedActivity activity =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", cast.lucia().today(clock).plusDays(7));
    jdbc.sql("update planner.activity set profile_id = ? where id = ?")
        .params(profile(domain).id(), activity.id().id())
        .update();
    for (int i = 0; i < 3; i++) {
      UUID occurrence =
          PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 5))
              .occurrence()
              .id();
      all.forEach(p -> answer(occurrence, p.id(), "INVITED", before));
      if (i == 0) {
        answer(occurrence, read.id(), "READ", now.minus(Duration.ofDays(2)));
        answer(occurrence, came.id(), "ATTENDED", now.minus(Duration.ofDays(2)));
      }
    }
    log(talked, InteractionResult.TALKED, now);
    log(called, InteractionResult.NO_ANSWER, now);

    Line line =
        reports.lines(now).stream()
            .filter(l -> l.segment().id().equals(segment.id()))
            .findFirst()
            .orElseThrow();

    assertThat(line.people()).isEqualTo(6);
    assertThat(line.answered()).as("bought, their company bought, came, talked").isEqualTo(4);
    assertThat(line.won()).as("bought, or works where it was bought").isEqualTo(2);
    assertThat(reports.people(segment, Figure.ANSWERED, null, SegmentReports.PAGE, now).rows())
        .hasSize(4);
    assertThat(reports.people(segment, Figure.WON, null, SegmentReports.PAGE, now).rows())
        .hasSize(2);
    assertThat(
            audiences.addWithin(
                UUID.randomUUID(),
                activity.id(),
                segment,
                new Asked(List.of(), false, List.of(new Wish("customer", "YES", null))),
                "Clientes",
                cast.lucia().id(),
                now))
        .as("of the audience, who is a customer")
        .isEqualTo(line.won());
    audiences.addSegment(UUID.randomUUID(), activity.id(), segment, cast.lucia().id(), now);
    assertThat(
            Page.of(
                    mvc.get()
                        .uri("/planner/activities/" + activity.id() + "/audience")
                        .with(cast.as(cast.lucia()))
                        .exchange())
                .text("#share a[href$='view=REPEATED']"))
        .as("of the audience, who was invited three times without an answer")
        .startsWith(line.people() - line.answered() + " persona");
  }

  private ProfileId profile(String domain) {
    ProfileId profile = ProfileId.next();
    profiles.define(
        profile,
        "Perfil " + domain,
        new EditionText(
            null,
            List.of(),
            List.of(
                new Criterion(
                    new Condition(ContactField.of(Kind.INDUSTRY), Operator.IS, "Hotel"),
                    60,
                    false)),
            null,
            null,
            "Vale",
            List.of(),
            Map.of()),
        cast.lucia().id(),
        clock.instant());
    return profile;
  }

  private CompanyId company(String name) {
    CompanyId id = CompanyId.next();
    book.addCompany(id, CompanyDetails.named(name), cast.lucia().id(), clock.instant());
    return id;
  }

  private PersonId person(String email, @Nullable CompanyId company) {
    PersonId id = PersonId.next();
    book.addPerson(
        id,
        PersonDetails.of(email, new EmailAddress(email), null, company),
        cast.lucia().id(),
        clock.instant());
    return id;
  }

  private void buy(@Nullable CompanyId company, @Nullable PersonId person, Instant now) {
    purchases.add(
        PurchaseId.next(),
        new PurchaseDetails(
            company,
            person,
            "Café",
            cast.lucia().today(clock).minusDays(3),
            Money.of(BigDecimal.TEN, Currency.getInstance("EUR")),
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        cast.lucia().id(),
        now);
  }

  private void log(PersonId person, InteractionResult result, Instant now) {
    book.log(
        InteractionId.next(),
        InteractionKind.CALL,
        result,
        person,
        null,
        "Hablado",
        now.minus(Duration.ofDays(1)),
        cast.lucia().id(),
        now);
  }

  private void answer(UUID occurrence, UUID person, String kind, Instant at) {
    jdbc.sql(
            """
            insert into planner.touch (id, occurrence_id, person_id, kind, at)
            values (gen_random_uuid(), ?, ?, ?, ?)
            """)
        .params(occurrence, person, kind, at.atOffset(java.time.ZoneOffset.UTC))
        .update();
  }
}
