package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.Outcomes.Ending;
import com.arenacrm.notifications.Reminders;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Talking again, on a day, to those who did not buy; and leads without an end (R094, R096). */
@ArenaTest
@OnOwnDatabase
class RecontactTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired ContactBook book;
  @Autowired LeadIntake intake;
  @Autowired Leads leads;
  @Autowired List<Reminders> reminders;
  @Autowired JdbcClient jdbc;
  @Autowired Clock clock;

  private LocalDate today;

  @BeforeEach
  void nobodyIsToBeTalkedTo() {
    jdbc.sql("delete from leads.lead").update();
    today = cast.lucia().today(clock);
  }

  @Test
  void whoBoughtElsewhereIsNamedAndComesBackOnTheDay() {
    Lead lead = lead("varela");
    assertThat(Page.of(get(cast.lucia(), "/leads/" + lead.id())).value("recontactOn"))
        .isEqualTo(today.plusMonths(6).toString());

    end(lead, "COMPETITOR", "", today.plusDays(30).toString());
    assertThat(stage(lead)).isEqualTo(LeadStage.OPEN);

    end(lead, "COMPETITOR", "Cafés Norte", today.plusDays(30).toString());
    assertThat(stage(lead)).isEqualTo(LeadStage.ENDED);
    assertThat(Page.of(get(cast.lucia(), "/leads/" + lead.id())).text("aside"))
        .contains("compró a otro Cafés Norte")
        .contains("Volveremos a hablar");
    assertThat(Page.of(get(cast.lucia(), "/leads/recontacts")).has(".list")).isFalse();
    assertThat(Page.of(get(cast.lucia(), "/leads/recontacts?all=true")).text(".list"))
        .contains("Persona varela", "Cafés Norte");
  }

  @Test
  void nobodyWhoBoughtOrNeverWasALeadIsAskedAgain() {
    assertThat(new Ending(Outcome.BOUGHT, null, null, LocalDate.MAX).recontactOn()).isNull();
    assertThat(new Ending(Outcome.NOT_A_LEAD, null, null, LocalDate.MAX).recontactOn()).isNull();
    assertThat(new Ending(Outcome.NOTHING, "Nadie", null, LocalDate.MAX).competitor()).isNull();
    assertThatThrownBy(() -> new Ending(Outcome.COMPETITOR, " ", null, null))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void theDayMustBeToComeAndWhatWasTypedIsKept() {
    Lead lead = lead("ayer");

    MvcTestResult refused = end(lead, "NOTHING", "", today.toString());

    assertThat(refused).redirectedUrl().endsWith("#end");
    assertThat(refused.getMvcResult().getFlashMap().get("typedDay")).isEqualTo(today.toString());
    assertThat(stage(lead)).isEqualTo(LeadStage.OPEN);
  }

  @Test
  void takingUpOpensTheLeadAgainAndLettingBeCanBeUndone() {
    Lead first = due("primera");
    Lead second = due("segunda");

    assertThat(post(cast.lucia(), path(first) + "/lead", Map.of("version", "0")))
        .redirectedUrl()
        .isEqualTo("/leads/" + first.id());
    assertThat(stage(first)).isEqualTo(LeadStage.OPEN);

    String let = path(second);
    post(cast.lucia(), let + "/rest", Map.of("version", "0"));
    assertThat(Page.of(get(cast.lucia(), "/leads/recontacts")).has(".list")).isFalse();
    post(cast.lucia(), let + "/return", Map.of());
    assertThat(Page.of(get(cast.lucia(), "/leads/recontacts")).text(".list"))
        .contains("Persona segunda");
  }

  @Test
  void puttingOffIsCountedAndTwoAtOnceDoNotOverwriteOneAnother() {
    Lead lead = due("aplazada");

    post(
        cast.marcos(),
        path(lead) + "/day",
        Map.of("version", "0", "day", today.plusDays(9).toString()));
    assertThat(
            post(
                cast.lucia(),
                path(lead) + "/day",
                Map.of("version", "0", "day", today.plusDays(20).toString())))
        .hasStatus(409);

    assertThat(Page.of(get(cast.lucia(), "/leads/recontacts?all=true")).text(".list"))
        .contains("aplazado una vez");
  }

  @Test
  void aLeadThatIsOpenedAgainLeavesTheList() {
    Lead lead = due("reabierta");

    post(cast.lucia(), "/leads/" + lead.id() + "/reopening", Map.of());

    assertThat(Page.of(get(cast.lucia(), "/leads/recontacts")).has(".list")).isFalse();
  }

  @Test
  void thoseWithoutAnEndAreAskedForAfterNinetyDaysAndEndedTogether() {
    Lead old = lead("antigua");
    Lead older = lead("anterior");
    Lead fresh = lead("reciente");
    age(old, 91);
    age(older, 200);
    assertThat(Page.of(get(cast.lucia(), "/leads/recontacts/unended")).text(".list"))
        .contains("Persona antigua", "Persona anterior")
        .doesNotContain("Persona reciente");

    MvcTestResult unsaid =
        mvc.post()
            .uri("/leads/recontacts/unended")
            .with(csrf())
            .with(cast.as(cast.lucia()))
            .param("lead", old.id().toString(), older.id().toString())
            .exchange();
    assertThat(stage(old)).isEqualTo(LeadStage.OPEN);
    assertThat(unsaid.getMvcResult().getFlashMap().get("chosen"))
        .isEqualTo(List.of(old.id().id(), older.id().id()));

    mvc.post()
        .uri("/leads/recontacts/unended")
        .with(csrf())
        .with(cast.as(cast.lucia()))
        .param("lead", old.id().toString(), older.id().toString())
        .param("outcome", "UNKNOWN")
        .param("recontactOn", today.plusDays(10).toString())
        .exchange();

    assertThat(stage(old)).isEqualTo(LeadStage.ENDED);
    assertThat(stage(older)).isEqualTo(LeadStage.ENDED);
    assertThat(stage(fresh)).isEqualTo(LeadStage.OPEN);
    assertThat(Page.of(get(cast.lucia(), "/leads/recontacts?all=true")).texts("tbody tr"))
        .hasSize(2);
  }

  @Test
  void theInboxSaysWhomToTalkToAndNothingWhereThereIsNobody() {
    assertThat(due(cast.lucia())).isEmpty();
    due("recordada");
    Lead old = lead("olvidada");
    age(old, 91);

    assertThat(due(cast.lucia()))
        .extracting(Reminders.Line::textKey)
        .containsExactly("reminder.recontact", "reminder.unended");
    assertThat(due(cast.teresa())).isEmpty();
  }

  @Test
  void listsAskTheDatabaseTheSameHoweverLong() {
    for (int i = 0; i < 5; i++) {
      due("larga" + i);
    }
    CurrentUser lucia = cast.lucia();
    assertThat(SqlCount.during(() -> get(lucia, "/leads/recontacts"))).hasSizeLessThanOrEqualTo(8);
    assertThat(SqlCount.during(() -> get(lucia, "/leads/recontacts/unended")))
        .hasSizeLessThanOrEqualTo(8);
  }

  private List<Reminders.Line> due(CurrentUser user) {
    return reminders.stream()
        .filter(r -> r.getClass().getName().contains("Recontact"))
        .flatMap(r -> r.due(user, today, user.formats(Locale.forLanguageTag("es"))).stream())
        .toList();
  }

  /** A lead that bought nothing, whom we meant to talk to by yesterday. */
  private Lead due(String name) {
    Lead lead = lead(name);
    end(lead, "NOTHING", "", today.plusDays(1).toString());
    jdbc.sql("update leads.recontact set due_on = ? where lead_id = ?")
        .param(today.minusDays(1))
        .param(lead.id().id())
        .update();
    return lead;
  }

  private void age(Lead lead, int days) {
    jdbc.sql("update leads.lead set created_at = ? where id = ?")
        .param(clock.instant().minus(Duration.ofDays(days)).atOffset(ZoneOffset.UTC))
        .param(lead.id().id())
        .update();
  }

  private String path(Lead lead) {
    return "/leads/recontacts/"
        + jdbc.sql("select id from leads.recontact where lead_id = ?")
            .param(lead.id().id())
            .query(UUID.class)
            .single();
  }

  private MvcTestResult end(Lead lead, String outcome, String competitor, @Nullable String day) {
    Map<String, String> fields = new HashMap<>();
    fields.put("outcome", outcome);
    fields.put("competitor", competitor);
    fields.put("recontactOn", day);
    return post(cast.lucia(), "/leads/" + lead.id() + "/ending", fields);
  }

  private Lead lead(String name) {
    PersonId person =
        book.addPerson(
                PersonId.next(),
                PersonDetails.of(
                    "Persona " + name,
                    new EmailAddress(name + "-" + UUID.randomUUID() + "@recontacto.example"),
                    null,
                    null),
                cast.lucia().id(),
                clock.instant())
            .id();
    return intake.open(
        LeadId.next(),
        new LeadIntake.ByHand(person, null, null, null, Facts.NONE),
        cast.lucia(),
        clock.instant());
  }

  private LeadStage stage(Lead lead) {
    return leads.findById(lead.id()).orElseThrow().stage();
  }

  private MvcTestResult post(CurrentUser user, String path, Map<String, String> fields) {
    var request = mvc.post().uri(path).with(csrf()).with(cast.as(user));
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult get(CurrentUser user, String path) {
    return mvc.get().uri(path).with(cast.as(user)).exchange();
  }
}
