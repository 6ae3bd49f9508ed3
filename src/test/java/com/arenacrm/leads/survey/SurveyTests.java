package com.arenacrm.leads.survey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.icp.research.ResearchNoteId;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Secret;
import com.arenacrm.leads.TrialId;
import com.arenacrm.leads.survey.Survey.Answer;
import com.arenacrm.leads.survey.Survey.State;
import com.arenacrm.platform.RefusedException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SurveyTests {

  private static final Instant ASKED = Instant.parse("2026-11-02T10:00:00Z");
  private static final Instant LAST = ASKED.plus(Duration.ofDays(60)).minusMillis(1);
  private static final Instant LATE = ASKED.plus(Duration.ofDays(60));
  private static final Answer SAID = new Answer(4, "Menos ruido", null);

  private final Secret secret = Secret.next();
  private final Survey survey =
      new Survey(SurveyId.next(), TrialId.next(), secret, UserId.next(), ASKED);

  @Test
  void itIsOpenForSixtyDays() {
    assertThat(survey.state(ASKED)).isEqualTo(State.OPEN);
    assertThat(survey.state(LAST)).isEqualTo(State.OPEN);
    assertThat(survey.state(LATE)).isEqualTo(State.EXPIRED);
    refused("survey.over.EXPIRED", () -> survey.answer(UUID.randomUUID(), SAID, LATE));
  }

  @Test
  void itTakesOneAnswerAndKeepsIt() {
    UUID form = UUID.randomUUID();
    survey.answer(form, SAID, LAST);

    assertThat(survey.state(LATE)).isEqualTo(State.ANSWERED);
    assertThat(survey.answer()).contains(SAID);
    assertThat(survey.isAnsweredBy(form)).isTrue();
    assertThat(survey.isAnsweredBy(UUID.randomUUID())).isFalse();
    refused(
        "survey.over.ANSWERED",
        () -> survey.answer(UUID.randomUUID(), new Answer(1, null, null), LAST));
    refused("survey.answered.already", () -> survey.giveWay(LAST));
  }

  @Test
  void whatGaveWayTakesNoAnswer() {
    survey.giveWay(ASKED.plusSeconds(60));

    assertThat(survey.state(ASKED.plusSeconds(61))).isEqualTo(State.VOID);
    assertThat(survey.state(LATE)).isEqualTo(State.VOID);
    refused(
        "survey.over.VOID", () -> survey.answer(UUID.randomUUID(), SAID, ASKED.plusSeconds(61)));
  }

  @Test
  void anAnswerIsNotedOnce() {
    refused("survey.note.early", () -> survey.note(ResearchNoteId.next()));
    survey.answer(UUID.randomUUID(), SAID, LAST);
    ResearchNoteId note = ResearchNoteId.next();
    survey.note(note);

    assertThat(survey.note()).contains(note);
    refused("survey.note.already", () -> survey.note(ResearchNoteId.next()));
  }

  @Test
  void aSecretIsLongAndKnownByItsHashOnly() {
    assertThat(secret.value()).hasSize(43).isNotEqualTo(Secret.next().value());
    assertThat(secret.toString()).doesNotContain(secret.value());
    assertThat(survey.isAt(secret)).isTrue();
    assertThat(survey.isAt(Secret.next())).isFalse();
    assertThat(Secret.parse("corto")).isEmpty();
    assertThat(Secret.parse(secret.value() + "a")).isEmpty();
  }

  @Test
  void aMeanOfFewIsNotEnough() {
    assertThat(new Surveys.Summary(9, 4, BigDecimal.TEN).isEnough()).isFalse();
    assertThat(new Surveys.Summary(9, 5, BigDecimal.TEN).isEnough()).isTrue();
    assertThatThrownBy(() -> new Answer(6, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void refused(String why, ThrowingCallable verb) {
    assertThatThrownBy(verb)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.messageKey()).isEqualTo(why));
  }
}
