package com.arenacrm.icp;

import static com.arenacrm.icp.Example.EMPLOYEES;
import static com.arenacrm.icp.Example.INDUSTRY;
import static com.arenacrm.icp.Example.ROLE;
import static com.arenacrm.icp.Example.signable;
import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.Facts;
import com.arenacrm.icp.Fit.Point;
import com.arenacrm.icp.Fit.Rule;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class FitTests {

  @ParameterizedTest
  @CsvSource({"100,A", "75,A", "74,B", "50,B", "49,C", "25,C", "24,D", "0,D"})
  void theGradeFollowsTheScore(int score, Grade grade) {
    assertThat(Grade.of(score)).isEqualTo(grade);
    assertThat(score).isBetween(grade.least(), grade.most());
  }

  @Test
  void eachPointSaysWhatItBroughtAndOfWhichFact() {
    Fit fit = fit(Map.of(INDUSTRY, "Hotel", EMPLOYEES, "12", ROLE, "Gerente"));

    assertThat(fit.score()).isEqualTo(60);
    assertThat(fit.grade()).isEqualTo(Grade.B);
    assertThat(fit.knockedOut()).isFalse();
    assertThat(fit.points())
        .containsExactly(
            new Point(60, 60, Rule.KNOCK_OUT, true, "INDUSTRY", "IS", "Hotel", "Hotel"),
            new Point(0, 40, Rule.CRITERION, false, "EMPLOYEES", "AT_LEAST", "20", "12"));
    assertThat(fit.reasons()).isEqualTo(fit.points());
  }

  @Test
  void whoMissesAMustHaveIsOutAndToldSo() {
    Fit fit = fit(Map.of(EMPLOYEES, "300"));

    assertThat(fit.score()).isZero();
    assertThat(fit.grade()).isEqualTo(Grade.D);
    assertThat(fit.knockedOut()).isTrue();
    assertThat(fit.reasons())
        .containsExactly(new Point(0, 60, Rule.KNOCK_OUT, false, "INDUSTRY", "IS", "Hotel", null));
    assertThat(fit.unsure()).as("what decides is not known").isTrue();
    assertThat(fit(Map.of(INDUSTRY, "Banco")).unsure()).isFalse();
    assertThat(fit(Map.of(INDUSTRY, "Hotel")).unsure()).as("inside").isFalse();
  }

  @Test
  void whomWeDoNotWantIsOutHoweverWellTheRestFits() {
    Fit fit = fit(Map.of(INDUSTRY, "Hotel", EMPLOYEES, "30", ROLE, "Estudiante en prácticas"));

    assertThat(fit.score()).isZero();
    assertThat(fit.knockedOut()).isTrue();
    assertThat(fit.reasons())
        .singleElement()
        .satisfies(
            point -> {
              assertThat(point.rule()).isEqualTo(Rule.EXCLUSION);
              assertThat(point.fact()).isEqualTo("Estudiante en prácticas");
            });
    assertThat(fit.points()).hasSize(3);
  }

  @Test
  void aFitIsStoredAndReadBackWhole() {
    JsonMapper json = JsonMapper.builder().build();
    Fit fit = fit(Map.of(INDUSTRY, "Hotel", EMPLOYEES, "12"));

    Point[] read = json.readValue(json.writeValueAsString(fit.points()), Point[].class);

    assertThat(read).containsExactlyElementsOf(fit.points());
    assertThat(read[1].condition()).isEqualTo(signable().criteria().get(1).condition());
  }

  private static Fit fit(Map<ContactField, String> facts) {
    return Fit.of(
        ProfileId.next(),
        "Hoteles",
        signable().scorecard(),
        new Facts("Paula", "Hotel Mirador", facts),
        text -> text.toLowerCase(Locale.ROOT));
  }
}
