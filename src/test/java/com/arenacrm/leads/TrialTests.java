package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.identity.UserId;
import com.arenacrm.leads.Trial.Result;
import com.arenacrm.leads.Trial.State;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.playbook.OfferId;
import java.time.Instant;
import java.time.LocalDate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TrialTests {

  private static final UserId MARCOS = UserId.next();
  private static final LocalDate ASKED = LocalDate.of(2026, 11, 2);
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private final Trial trial =
      new Trial(
          TrialId.next(),
          LeadId.next(),
          OfferId.next(),
          ASKED,
          MARCOS,
          Instant.parse("2026-11-02T10:00:00Z"));

  @Test
  void itIsRequestedThenDeliveredThenConcluded() {
    assertThat(trial.state()).isEqualTo(State.REQUESTED);
    trial.deliver(ASKED, TODAY, MARCOS);
    assertThat(trial.state()).isEqualTo(State.DELIVERED);
    trial.conclude(Result.CONVINCED, "Se la quedan", TODAY, TODAY, MARCOS);
    assertThat(trial.state()).isEqualTo(State.CONCLUDED);
  }

  @Test
  void nothingComesOfWhatWasNotDelivered() {
    refused(
        "trial.result.undelivered",
        () -> trial.conclude(Result.CONVINCED, null, TODAY, TODAY, MARCOS));
    trial.deliver(TODAY, TODAY, MARCOS);
    refused("trial.delivered.already", () -> trial.deliver(TODAY, TODAY, MARCOS));
    refused(
        "trial.result.early",
        () -> trial.conclude(Result.CONVINCED, null, TODAY.minusDays(1), TODAY, MARCOS));
  }

  @Test
  void noDayLiesBeforeTheOneBeforeItOrInTheFuture() {
    refused("trial.delivered.early", () -> trial.deliver(ASKED.minusDays(1), TODAY, MARCOS));
    refused("trial.later", () -> trial.deliver(TODAY.plusDays(1), TODAY, MARCOS));
    assertThat(trial.deliveredOn()).isNull();
  }

  private static void refused(String why, ThrowingCallable verb) {
    assertThatThrownBy(verb)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.messageKey()).isEqualTo(why));
  }
}
