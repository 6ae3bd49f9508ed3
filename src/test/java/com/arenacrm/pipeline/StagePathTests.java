package com.arenacrm.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.pipeline.StagePath.Lack;
import com.arenacrm.pipeline.StagePath.Question;
import com.arenacrm.pipeline.tracks.Track;
import com.arenacrm.platform.NotFoundException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The rules for going from stage to stage. */
class StagePathTests {

  private static final Track SALES = new Track(new UUID(0, 1), 1, "Ventas");
  private static final Track RENEWALS = new Track(new UUID(0, 2), 2, "Renovaciones");

  private static final Stage CONTACTED =
      stage(1, "Contactado", Stage.Kind.OPEN, "Con quién hablar");
  private static final Stage NEED = stage(2, "Necesidad", Stage.Kind.OPEN);
  private static final Stage TRIAL = stage(3, "Prueba", Stage.Kind.OPEN, "Lo han probado", "Gusta");
  private static final Stage OFFER = stage(4, "Propuesta", Stage.Kind.OPEN);
  private static final Stage WON = stage(5, "Ganada", Stage.Kind.WON);
  private static final Stage LOST = stage(6, "Perdida", Stage.Kind.LOST);

  private static final StagePath PATH =
      new StagePath(List.of(LOST, OFFER, WON, TRIAL, NEED, CONTACTED));

  @Test
  void stagesStandInTheirOrderWithTheEndsLast() {
    assertThat(PATH.all())
        .extracting(Stage::name)
        .containsExactly("Contactado", "Necesidad", "Prueba", "Propuesta", "Ganada", "Perdida");
    assertThat(PATH.first()).isEqualTo(CONTACTED);
    assertThat(PATH.after(TRIAL)).isEqualTo(OFFER);
    assertThat(PATH.after(OFFER)).isEqualTo(WON);
  }

  @Test
  void onlyLaterOpenStagesAndWinningAreAnAdvance() {
    assertThat(PATH.isAdvance(NEED, TRIAL)).isTrue();
    assertThat(PATH.isAdvance(NEED, WON)).isTrue();
    assertThat(PATH.isAdvance(TRIAL, NEED)).isFalse();
    assertThat(PATH.isAdvance(TRIAL, TRIAL)).isFalse();
    assertThat(PATH.isAdvance(TRIAL, LOST)).isFalse();
    assertThat(PATH.isAdvance(null, TRIAL)).as("the first entry").isFalse();
    assertThat(PATH.isAdvance(LOST, TRIAL)).as("taking a lost deal up again").isFalse();
  }

  @Test
  void goingOnToTheNextStageWithAllMetAsksNothing() {
    assertThat(PATH.questions(NEED, TRIAL, Set.of())).isEmpty();
    assertThat(PATH.questions(TRIAL, OFFER, Set.of("Lo han probado", "Gusta"))).isEmpty();
    assertThat(PATH.questions(OFFER, WON, Set.of())).isEmpty();
  }

  @Test
  void whatIsNotMetIsNamed() {
    assertThat(PATH.questions(TRIAL, OFFER, Set.of("Gusta")))
        .containsExactly(new Question(Question.Kind.UNMET, List.of("Lo han probado")));
  }

  @Test
  void openingInALaterStageAsksWhyWithWhatItRequires() {
    Stage offer = entered(4, "Propuesta", "Sabemos cuánto pueden gastar", "Gusta");
    Stage first = entered(1, "Contactado", "Con quién hablar");
    StagePath path = new StagePath(List.of(first, NEED, TRIAL, offer, WON, LOST));

    assertThat(path.openingQuestions(offer, Set.of("Gusta")))
        .containsExactly(
            new Question(Question.Kind.UNREADY, List.of("Sabemos cuánto pueden gastar")),
            new Question(Question.Kind.SKIPPED, List.of("Contactado", "Necesidad", "Prueba")));
    assertThat(path.openingQuestions(first, Set.of())).as("where it begins").isEmpty();
    assertThat(path.toOpen(offer)).containsExactly("Sabemos cuánto pueden gastar", "Gusta");
    assertThat(path.toOpen(first)).isEmpty();
  }

  @Test
  void enteringAStageAsksForWhatItRequiresAndIsNotMet() {
    Stage offer = entered(4, "Propuesta", "Sabemos cuánto pueden gastar", "Gusta");
    StagePath path = new StagePath(List.of(CONTACTED, NEED, TRIAL, offer, WON, LOST));

    assertThat(path.questions(TRIAL, offer, Set.of("Lo han probado", "Gusta")))
        .containsExactly(
            new Question(Question.Kind.UNREADY, List.of("Sabemos cuánto pueden gastar")));
    assertThat(
            path.questions(
                TRIAL, offer, Set.of("Lo han probado", "Gusta", "Sabemos cuánto pueden gastar")))
        .isEmpty();
    assertThat(path.unmet(TRIAL, offer, Set.of()))
        .as("one sentence is asked once")
        .containsExactly("Lo han probado", "Gusta", "Sabemos cuánto pueden gastar");
    assertThat(path.questions(NEED, offer, Set.of()))
        .extracting(Question::kind)
        .containsExactly(Question.Kind.UNREADY, Question.Kind.SKIPPED);
    Stage later = entered(5, "Negociación");
    assertThat(new StagePath(List.of(offer, later)).questions(later, offer, Set.of()))
        .as("going back")
        .extracting(Question::kind)
        .containsExactly(Question.Kind.BACK);
    assertThat(path.questions(LOST, offer, Set.of()))
        .as("taking up again")
        .extracting(Question::kind)
        .containsExactly(Question.Kind.REOPENED);
    assertThat(
            new Stage(
                    StageId.next(),
                    SALES,
                    9,
                    "Fin",
                    Stage.Kind.WON,
                    0,
                    new Stage.Criteria(List.of("algo"), List.of()),
                    Stage.Outlook.of(0))
                .entryCriteria())
        .isEmpty();
  }

  private static Stage entered(int position, String name, String... toEnter) {
    return new Stage(
        StageId.next(),
        SALES,
        position,
        name,
        Stage.Kind.OPEN,
        70,
        new Stage.Criteria(List.of(toEnter), List.of()),
        Stage.Outlook.of(70));
  }

  @Test
  void eachWayOfSellingGoesByItselfAndGoingOverToAnotherAsksWhy() {
    Stage due = renewal(1, "Por renovar", Stage.Kind.OPEN, true);
    Stage offer = renewal(4, "Propuesta", Stage.Kind.OPEN, false);
    Stage renewed = renewal(8, "Renovada", Stage.Kind.WON, false);
    Stage ended = renewal(9, "Se va", Stage.Kind.LOST, false);
    StagePath path =
        new StagePath(
            List.of(ended, due, offer, renewed, CONTACTED, NEED, TRIAL, OFFER, WON, LOST));

    assertThat(path.tracks()).containsExactly(SALES, RENEWALS);
    assertThat(path.all())
        .containsExactly(CONTACTED, NEED, TRIAL, OFFER, WON, LOST, due, offer, renewed, ended);
    assertThat(path.first()).isEqualTo(CONTACTED);
    assertThat(path.after(due)).isEqualTo(offer);
    assertThat(path.after(offer)).isEqualTo(renewed);
    assertThat(path.won(due)).isEqualTo(renewed);
    assertThat(path.lost(NEED)).isEqualTo(LOST);
    assertThat(path.questions(due, renewed, Set.of()))
        .containsExactly(new Question(Question.Kind.SKIPPED, List.of("Propuesta")));
    assertThat(path.questions(CONTACTED, offer, Set.of()))
        .as("no way round what stands before it there")
        .containsExactlyInAnyOrder(
            new Question(Question.Kind.SKIPPED, List.of("Por renovar")),
            new Question(Question.Kind.OVER, List.of("Renovaciones")));
    assertThat(path.questions(OFFER, due, Set.of()))
        .containsExactly(new Question(Question.Kind.OVER, List.of("Renovaciones")));
    assertThat(path.isAdvance(CONTACTED, offer)).isFalse();
    assertThat(path.straying(CONTACTED, offer)).contains(Question.Kind.SKIPPED);
    assertThat(path.straying(offer, CONTACTED)).isEmpty();
    Stage asking =
        new Stage(
            StageId.next(),
            RENEWALS,
            1,
            "Con contrato",
            Stage.Kind.OPEN,
            60,
            new Stage.Criteria(List.of("Sabemos cuándo vence"), List.of()),
            Stage.Outlook.of(60));
    assertThat(path.questions(NEED, asking, Set.of()))
        .contains(new Question(Question.Kind.UNREADY, List.of("Sabemos cuándo vence")));
    assertThat(path.lacking(NEED, null, null)).as("asked for elsewhere").isEmpty();
    assertThat(path.lacking(offer, null, null)).containsExactly(Lack.AMOUNT);
    assertThat(path.label(offer)).isEqualTo("Renovaciones: Propuesta");
    assertThat(PATH.label(OFFER)).isEqualTo("Propuesta");
    assertThat(path.named("propuesta")).contains(OFFER);
    assertThat(path.alike(OFFER, due)).isEqualTo(offer);
    assertThat(path.alike(TRIAL, due)).isEqualTo(TRIAL);
  }

  private static Stage renewal(int position, String name, Stage.Kind kind, boolean amount) {
    return new Stage(
        StageId.next(),
        RENEWALS,
        position,
        name,
        kind,
        60,
        Stage.Criteria.NONE,
        new Stage.Outlook(amount, false, Stage.Forecast.BEST));
  }

  @Test
  void whatIsSkippedIsNamed() {
    assertThat(PATH.questions(NEED, WON, Set.of()))
        .containsExactly(new Question(Question.Kind.SKIPPED, List.of("Prueba", "Propuesta")));
    assertThat(PATH.questions(CONTACTED, TRIAL, Set.of("Con quién hablar")))
        .containsExactly(new Question(Question.Kind.SKIPPED, List.of("Necesidad")));
  }

  @Test
  void skippingAndGoingBackStrayWhateverIsMetAndNothingElseDoes() {
    assertThat(PATH.straying(NEED, OFFER)).contains(Question.Kind.SKIPPED);
    assertThat(PATH.straying(CONTACTED, WON)).contains(Question.Kind.SKIPPED);
    assertThat(PATH.straying(OFFER, NEED)).contains(Question.Kind.BACK);
    assertThat(PATH.straying(TRIAL, OFFER)).as("criteria not met").isEmpty();
    assertThat(PATH.straying(NEED, LOST)).isEmpty();
    assertThat(PATH.straying(LOST, NEED)).isEmpty();
    assertThat(PATH.straying(null, OFFER)).as("opened late").contains(Question.Kind.SKIPPED);
    assertThat(PATH.straying(null, CONTACTED)).as("opened where it begins").isEmpty();
  }

  @Test
  void aRetiredStageIsNotSkipped() {
    Stage retired = stage(2, "Necesidad", Stage.Kind.OPEN);
    retired.retire();
    StagePath path = new StagePath(List.of(CONTACTED, retired, TRIAL, OFFER, WON, LOST));

    assertThat(path.questions(CONTACTED, TRIAL, Set.of("Con quién hablar"))).isEmpty();
    assertThat(path.active()).doesNotContain(retired);
    assertThat(path.after(CONTACTED)).isEqualTo(TRIAL);
  }

  @Test
  void goingBackAsksWhyAndNotForCriteria() {
    assertThat(PATH.questions(TRIAL, CONTACTED, Set.of()))
        .containsExactly(new Question(Question.Kind.BACK, List.of("Prueba")));
  }

  @Test
  void losingHasItsOwnReasonAndIsAskedNothingElse() {
    assertThat(PATH.questions(TRIAL, LOST, Set.of())).isEmpty();
  }

  @Test
  void takingUpAgainWhatHadEndedAsksWhy() {
    assertThat(PATH.questions(WON, OFFER, Set.of()))
        .containsExactly(new Question(Question.Kind.REOPENED, List.of("Ganada")));
  }

  @Test
  void whatAStageAsksForHoldsInLaterOpenStagesOnly() {
    Stage need = asking(2, "Necesidad", true, false);
    Stage trial = stage(3, "Prueba", Stage.Kind.OPEN);
    Stage offer = asking(4, "Propuesta", false, true);
    StagePath path = new StagePath(List.of(CONTACTED, need, trial, offer, WON, LOST));
    LocalDate day = LocalDate.of(2026, 12, 1);

    assertThat(path.lacking(CONTACTED, null, null)).isEmpty();
    assertThat(path.lacking(need, null, null)).containsExactly(Lack.AMOUNT);
    assertThat(path.lacking(trial, null, null)).containsExactly(Lack.AMOUNT);
    assertThat(path.lacking(offer, null, null)).containsExactly(Lack.AMOUNT, Lack.CLOSE);
    assertThat(path.lacking(offer, BigDecimal.ONE, null)).containsExactly(Lack.CLOSE);
    assertThat(path.lacking(offer, BigDecimal.ZERO, day)).as("nothing is an amount").isEmpty();
    assertThat(path.lacking(LOST, null, null)).as("whatever is lost").isEmpty();
  }

  @Test
  void aRetiredStageAsksForItsOwnDealsOnly() {
    Stage need = asking(2, "Necesidad", true, false);
    need.retire();
    StagePath path = new StagePath(List.of(CONTACTED, need, TRIAL, OFFER, WON, LOST));

    assertThat(path.lacking(need, null, null)).containsExactly(Lack.AMOUNT);
    assertThat(path.lacking(TRIAL, null, null)).isEmpty();
  }

  @Test
  void aStageCountsByItsProbabilityUnlessItSaysOtherwise() {
    assertThat(Stage.Forecast.of(75)).isEqualTo(Stage.Forecast.COMMIT);
    assertThat(Stage.Forecast.of(74)).isEqualTo(Stage.Forecast.BEST);
    assertThat(Stage.Forecast.of(49)).isEqualTo(Stage.Forecast.PIPELINE);
    assertThat(LOST.outlook().forecast()).isEqualTo(Stage.Forecast.OMITTED);
    assertThat(WON.outlook().forecast()).isEqualTo(Stage.Forecast.COMMIT);
  }

  private static Stage asking(int position, String name, boolean amount, boolean close) {
    return new Stage(
        StageId.next(),
        SALES,
        position,
        name,
        Stage.Kind.OPEN,
        40,
        Stage.Criteria.NONE,
        new Stage.Outlook(amount, close, Stage.Forecast.BEST));
  }

  @Test
  void aStageThatDoesNotExistIsNotFound() {
    assertThatThrownBy(() -> PATH.get(StageId.next())).isInstanceOf(NotFoundException.class);
    assertThat(PATH.named("propuesta ")).contains(OFFER);
  }

  @Test
  void wonIsCertainAndLostIsNotWhateverWasTyped() {
    assertThat(WON.probability()).isEqualTo(100);
    assertThat(LOST.probability()).isZero();
    assertThat(stage(9, "Fin", Stage.Kind.WON, "algo").exitCriteria()).isEmpty();
  }

  static Stage stage(int position, String name, Stage.Kind kind, String... criteria) {
    return new Stage(
        StageId.next(),
        SALES,
        position,
        name,
        kind,
        40,
        Stage.Criteria.toLeave(List.of(criteria)),
        Stage.Outlook.of(40));
  }
}
