package com.arenacrm.planner.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import com.arenacrm.icp.EditionText;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.Absences;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.ActivityDetails;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.FollowUp;
import com.arenacrm.planner.FollowUpPlan.Per;
import com.arenacrm.planner.FollowUpPlan.Seller;
import com.arenacrm.planner.FollowUpPlans;
import com.arenacrm.planner.Nature;
import com.arenacrm.planner.NewActivity;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Schedule;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.Page;
import com.arenacrm.testing.SqlCount;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The page on which it is agreed who follows up the people of an activity (R097). */
@ArenaTest
class FollowUpPageTests {

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired Profiles profiles;
  @Autowired Planner planner;
  @Autowired FollowUpPlans plans;
  @Autowired Absences absences;
  @Autowired Clock clock;

  CurrentUser lucia;
  CurrentUser marcos;
  CurrentUser ines;
  ProfileId profile;
  ActivityId activity;

  @BeforeEach
  void anActivityOfNextWeek() {
    lucia = cast.lucia();
    marcos = cast.marcos();
    ines = cast.ines();
    profile = ProfileId.next();
    profiles.define(
        profile,
        "Seguimiento " + profile,
        new EditionText(null, List.of(), List.of(), null, null, "Vale", List.of(), Map.of()),
        lucia.id(),
        clock.instant());
    activity = plan(profile, lucia.today(clock).plusDays(7));
  }

  private ActivityId plan(ProfileId profile, LocalDate day) {
    return planner.plan(
        new NewActivity(
            ActivityId.next(),
            new ActivityDetails(
                "Cata por seguir",
                HourglassPhase.TRY,
                profile,
                lucia.id(),
                "Que prueben",
                "En el tostadero",
                BigDecimal.TEN,
                Nature.DEMAND,
                null,
                null,
                FollowUp.NONE,
                null,
                null),
            Schedule.once(day)),
        lucia.id(),
        clock.instant());
  }

  @Test
  void severalFollowUpAndThePageWarnsOfThoseWhoWouldBeLeftToNobody() {
    Map<String, String> form = form();
    form.put("expected", "40");
    form.put("days", "2");
    seller(form, 0, marcos, "6", "DAY");
    seller(form, 1, ines, "10", "TIME");

    assertThat(post(lucia, form)).hasStatus(302);

    assertThat(plans.of(activity).sellers())
        .containsExactlyInAnyOrder(
            new Seller(marcos.id().id(), 6, Per.DAY), new Seller(ines.id().id(), 10, Per.TIME));
    Page page = page(lucia);
    assertThat(page.document().select(".sellers tbody tr"))
        .as("two agreed, two blank lines for more")
        .hasSize(4);
    assertThat(page.text(".hint-line.warn"))
        .contains("40")
        .contains("22")
        .contains("18")
        .contains("Marcos Vidal");
    assertThat(page.document().select("[name='sellers[0].capacity']").val()).isIn("6", "10");
    // The days that were agreed are those that it reckons with.
    form = form();
    form.put("expected", "400");
    form.put("days", "9");
    seller(form, 0, marcos, "6", "DAY");
    post(lucia, form);
    assertThat(page(lucia).text(".hint-line.warn"))
        .contains("en 9 días de trabajo se puede atender a 54");
  }

  @Test
  void whatIsWrongIsSaidBesideItsFieldAndNothingTypedIsLost() {
    Map<String, String> form = form();
    form.put("expected", "muchas");
    seller(form, 0, marcos, "8", "DAY");
    seller(form, 1, marcos, "9", "TIME");
    form.put("sellers[2].user", "");
    form.put("sellers[2].capacity", "7");
    form.put("sellers[3].user", ines.id().toString());
    form.put("sellers[3].capacity", "");

    MvcTestResult refused = post(lucia, form);

    assertThat(refused).hasStatus(422);
    Page page = Page.of(refused);
    assertThat(page.document().select("[name=expected]").val()).isEqualTo("muchas");
    assertThat(page.document().select("[name='sellers[1].capacity']").val()).isEqualTo("9");
    assertThat(page.document().select("[name='sellers[0].per'] [selected]").val()).isEqualTo("DAY");
    for (String wrong : List.of("sellers[1].user", "sellers[2].user", "sellers[3].capacity")) {
      var field = page.document().select("[name='" + wrong + "']");
      assertThat(field.attr("aria-invalid")).as(wrong).isEqualTo("true");
      assertThat(page.text("#" + field.attr("aria-describedby"))).as(wrong).isNotBlank();
    }
    assertThat(page.document().select("[name='sellers[0].user']").attr("aria-invalid")).isEmpty();
    assertThat(plans.of(activity).sellers()).isEmpty();
  }

  @Test
  void whoChangesItAtTheSameTimeSeesWhatTheOtherAgreedAndOverwritesNothing() {
    Map<String, String> mine = form();
    Map<String, String> theirs = form();
    seller(theirs, 0, ines, "10", "TIME");
    assertThat(post(lucia, theirs)).hasStatus(302);

    mine.put("expected", "25");
    seller(mine, 0, marcos, "8", "DAY");
    MvcTestResult meanwhile = post(lucia, mine);

    assertThat(meanwhile).hasStatus(409);
    assertThat(Page.of(meanwhile).document().select("[name=expected]").val()).isEqualTo("25");
    assertThat(plans.of(activity).sellers())
        .containsExactly(new Seller(ines.id().id(), 10, Per.TIME));
  }

  @Test
  void whoIsAwayIsNotCountedOnAndThePageSaysWhoAndWhen() {
    // On a Wednesday of a week of its own; its people are attended to on Thursday and Friday.
    LocalDate friday = LocalDate.of(2027, 3, 19);
    activity = plan(profile, friday.minusDays(2));
    Map<String, String> form = form();
    form.put("expected", "12");
    form.put("days", "2");
    seller(form, 0, marcos, "6", "DAY");
    post(lucia, form);
    assertThat(page(lucia).has(".hint-line.warn")).isFalse();
    UUID absence = TimeOrderedUuid.next();
    absences.note(
        absence, marcos.id(), friday, friday.plusDays(3), null, cast.teresa(), clock.instant());
    try {
      Page page = page(lucia);
      assertThat(page.text(".hint-line.warn"))
          .contains("se espera a 12 personas y en 2 días de trabajo se puede atender a 6")
          .contains("Marcos Vidal está fuera del 19 mar al 22 mar");
      form = form();
      form.put("expected", "5");
      form.put("days", "2");
      seller(form, 0, marcos, "6", "DAY");
      post(lucia, form);
      page = page(lucia);
      assertThat(page.has(".hint-line.warn")).as("there is time enough").isFalse();
      assertThat(page.text(".away"))
          .as("and still it says on whom nobody can count")
          .contains("Marcos Vidal está fuera del 19 mar al 22 mar");
      assertThat(SqlCount.during(() -> page(lucia))).hasSizeLessThanOrEqualTo(8);
    } finally {
      absences.remove(absence, cast.teresa(), clock.instant());
    }
    assertThat(page(lucia).has(".away")).isFalse();
  }

  @Test
  void salesReadsItAndMarketingAgreesIt() {
    assertThat(page(marcos).has(".form .btn-primary")).isFalse();
    assertThat(post(marcos, form())).hasStatus(403);
  }

  private Map<String, String> form() {
    Map<String, String> form = new HashMap<>();
    form.put("version", page(lucia).document().select("[name=version]").val());
    form.put("expected", "");
    form.put("days", "");
    return form;
  }

  private static void seller(
      Map<String, String> form, int row, CurrentUser who, String capacity, String per) {
    form.put("sellers[" + row + "].user", who.id().toString());
    form.put("sellers[" + row + "].capacity", capacity);
    form.put("sellers[" + row + "].per", per);
  }

  private Page page(CurrentUser who) {
    MvcTestResult result = mvc.get().uri(path()).with(cast.as(who)).exchange();
    assertThat(result).hasStatusOk();
    return Page.of(result);
  }

  private MvcTestResult post(CurrentUser who, Map<String, String> form) {
    var request = mvc.post().uri(path()).with(cast.as(who)).with(csrf());
    form.forEach(request::param);
    return request.exchange();
  }

  private String path() {
    return "/planner/activities/" + activity + "/follow-up";
  }
}
