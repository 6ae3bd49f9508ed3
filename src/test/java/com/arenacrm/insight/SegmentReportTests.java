package com.arenacrm.insight;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.Operator;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.contacts.SavedFilters;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.identity.Cast;
import com.arenacrm.insight.SegmentReports.Figure;
import com.arenacrm.insight.SegmentReports.Line;
import com.arenacrm.leads.PlannedActivity;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
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
    assertThat(line).isEqualTo(new Line(segment, 5, 2, 4, 0, 0, 0, 0, 0));
    assertThat(reports.people(segment, Figure.PEOPLE, null, now).rows()).hasSize(line.people());
    assertThat(reports.people(segment, Figure.NEW_30, null, now).rows()).hasSize(line.new30());
    assertThat(reports.people(segment, Figure.NEW_90, null, now).rows()).hasSize(line.new90());
    for (Figure figure : List.of(Figure.ANSWERED, Figure.LEADS, Figure.ACCEPTED, Figure.WON)) {
      assertThat(reports.people(segment, figure, null, now).rows()).isEmpty();
    }

    assertThat(reports.answers(segment, null, now).rows()).isEmpty();
    Page nothing =
        Page.of(
            mvc.get()
                .uri("/reports/segments/rows?figure=ANSWERS&segment=" + segment.id())
                .with(cast.as(cast.teresa()))
                .exchange());
    assertThat(nothing.text(".empty")).contains("En los últimos 90 días no hay apuntado");
    UUID person = reports.people(segment, Figure.PEOPLE, null, now).rows().get(0).id();
    UUID occurrence =
        PlannedActivity.of(jdbc, cast.lucia().id(), "TRY", LocalDate.of(2026, 11, 5))
            .occurrence()
            .id();
    answer(occurrence, person, "ATTENDED", now);
    answer(occurrence, person, "REPLIED", now);
    assertThat(reports.lines(now).stream().filter(l -> l.segment().id().equals(segment.id())))
        .singleElement()
        .satisfies(l -> assertThat(l.answers()).isEqualTo(2))
        .satisfies(l -> assertThat(l.answered()).isEqualTo(1));
    assertThat(reports.answers(segment, null, now).rows()).hasSize(2);
    Page answers =
        Page.of(
            mvc.get()
                .uri("/reports/segments/rows?figure=ANSWERS&segment=" + segment.id())
                .with(cast.as(cast.teresa()))
                .exchange());
    assertThat(answers.texts("tbody tr")).hasSize(2);

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
