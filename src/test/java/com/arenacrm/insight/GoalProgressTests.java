package com.arenacrm.insight;

import static com.arenacrm.planner.goals.Measure.ACCEPTED;
import static com.arenacrm.planner.goals.Measure.COVERAGE;
import static com.arenacrm.planner.goals.Measure.REVENUE;
import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.insight.GoalProgress.Outlook;
import com.arenacrm.planner.goals.Measure;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GoalProgressTests {

  @Test
  void aGoalIsReachedOnCourseShortOrMissed() {
    assertThat(progress(ACCEPTED, "100", "100", "180", 51).outlook()).isEqualTo(Outlook.REACHED);
    assertThat(progress(ACCEPTED, "100", "60", "108", 51).outlook()).isEqualTo(Outlook.ON_COURSE);
    assertThat(progress(ACCEPTED, "100", "50", "90", 51).outlook()).isEqualTo(Outlook.SHORT);
    assertThat(progress(ACCEPTED, "100", "99", null, 92).outlook()).isEqualTo(Outlook.MISSED);
    assertThat(progress(ACCEPTED, "100", "1", null, 3).outlook()).isEqualTo(Outlook.OPEN);
    assertThat(progress(ACCEPTED, null, "50", "90", 51).outlook()).isEqualTo(Outlook.OPEN);
  }

  @Test
  void aShareThatIsReachedTodayCanStillFall() {
    assertThat(progress(COVERAGE, "80", "85", "70", 51).outlook()).isEqualTo(Outlook.SHORT);
    assertThat(progress(COVERAGE, "80", "85", "70", 51).lacking()).isEqualByComparingTo("10");
    assertThat(progress(COVERAGE, "80", "85", "82", 51).outlook()).isEqualTo(Outlook.ON_COURSE);
    assertThat(progress(COVERAGE, "80", "85", null, 92).outlook()).isEqualTo(Outlook.REACHED);
  }

  @Test
  void saysHowMuchWillBeLacking() {
    assertThat(progress(REVENUE, "1000", "400.50", "900.25", 51).lacking())
        .isEqualByComparingTo("99.75");
    assertThat(progress(REVENUE, "1000", "1400", "1500", 51).lacking()).isZero();
    assertThat(progress(REVENUE, "1000", "400", null, 92).lacking()).isEqualByComparingTo("600");
  }

  @Test
  void theSameEachDayIsWhatIsDueToday() {
    assertThat(progress(ACCEPTED, "92", "0", null, 51).dueToday()).isEqualByComparingTo("51");
    assertThat(progress(REVENUE, "1000", "0", null, 46).dueToday()).isEqualByComparingTo("500");
    assertThat(progress(COVERAGE, "80", "0", null, 46).dueToday()).isNull();
    assertThat(progress(ACCEPTED, "92", "0", null, 0).dueToday()).isNull();
    assertThat(progress(ACCEPTED, "92", "0", null, 92).dueToday()).isNull();
  }

  @Test
  void aHundredPercentIsNothingLess() {
    assertThat(progress(REVENUE, "1000", "999.99", null, 51).percent()).isEqualTo(99);
    assertThat(progress(REVENUE, "1000", "1000", null, 51).percent()).isEqualTo(100);
    assertThat(progress(REVENUE, null, "1000", null, 51).percent()).isNull();
  }

  @Test
  void thePaceIsKnownAfterTwoWeeks() {
    assertThat(GoalProgress.atThisPace(BigDecimal.TEN, 13, 92)).isEmpty();
    assertThat(GoalProgress.atThisPace(BigDecimal.TEN, 46, 92)).contains(new BigDecimal("20"));
    assertThat(GoalProgress.atThisPace(BigDecimal.ZERO, 46, 92).orElseThrow()).isZero();
    assertThat(GoalProgress.atThisPace(BigDecimal.TEN, 92, 92)).contains(BigDecimal.TEN);
  }

  private static GoalProgress progress(
      Measure measure,
      @Nullable String target,
      String reached,
      @Nullable String forecast,
      int begun) {
    return new GoalProgress(
        measure,
        target == null ? null : new BigDecimal(target),
        new BigDecimal(reached),
        forecast == null ? null : new BigDecimal(forecast),
        begun,
        92);
  }
}
