package com.arenacrm.pipeline;

import static com.arenacrm.shared.HourglassPhase.BUY;
import static com.arenacrm.shared.HourglassPhase.REFER;
import static com.arenacrm.shared.HourglassPhase.REPEAT;
import static com.arenacrm.shared.HourglassPhase.TRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.pipeline.Opportunity.Names;
import com.arenacrm.pipeline.Opportunity.Source;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a deal allows and what it is credited to. */
class OpportunityTests {

  private static final Instant NOW = Instant.parse("2026-11-20T11:00:00Z");
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final Stage CONTACTED = StagePathTests.stage(1, "Contactado", Stage.Kind.OPEN);
  private static final Stage OFFER = StagePathTests.stage(2, "Propuesta", Stage.Kind.OPEN);
  private static final Stage WON = StagePathTests.stage(3, "Ganada", Stage.Kind.WON);
  private static final Stage LOST = StagePathTests.stage(4, "Perdida", Stage.Kind.LOST);
  private static final Plan CALL = Plan.step("Llamar", TODAY);

  @Test
  void anOpenDealHasADatedStepOrAReason() {
    assertThatThrownBy(() -> new Plan(null, null, null))
        .isInstanceOfSatisfying(RefusedException.class, e -> key(e, "step.required"));
    assertThatThrownBy(() -> new Plan(" ", TODAY, " "))
        .isInstanceOfSatisfying(RefusedException.class, e -> key(e, "step.required"));
    assertThatThrownBy(() -> new Plan("Llamar", null, "no sé cuándo"))
        .isInstanceOfSatisfying(RefusedException.class, e -> key(e, "step.when.required"));
    assertThat(Plan.none("Esperan al presupuesto").on()).isNull();
    assertThat(new Plan("Llamar", TODAY, "sobra").whyNone()).isNull();
  }

  @Test
  void openingIsCreditedToTheLeadsPhaseUnlessTheyHaveBoughtBefore() {
    assertThat(deal(false, null).phase()).isEqualTo(BUY);
    assertThat(deal(false, TRY).phase()).isEqualTo(TRY);
    assertThat(deal(false, REFER).phase()).isEqualTo(REFER);
    assertThat(deal(true, TRY).phase()).isEqualTo(REPEAT);
  }

  @Test
  void winningIsCreditedToRepeatThenReferThenThePhaseAtOpening() {
    assertThat(won(deal(false, null), false)).isEqualTo(BUY);
    assertThat(won(deal(false, TRY), false)).isEqualTo(TRY);
    assertThat(won(deal(false, REFER), false)).isEqualTo(REFER);
    assertThat(won(deal(false, TRY), true)).isEqualTo(REPEAT);
    assertThat(won(deal(true, REFER), false))
        .as("a referral, whose earlier deal was reopened")
        .isEqualTo(REFER);
  }

  @Test
  void puttingTheSameStepOffIsCounted() {
    Opportunity deal = deal(false, null);

    deal.plan(Plan.step("Llamar", TODAY.plusDays(1)));
    deal.plan(Plan.step("Llamar", TODAY.plusDays(4)));
    assertThat(deal.stepMoves()).isEqualTo(2);

    deal.plan(Plan.step("Llamar", TODAY.plusDays(2)));
    assertThat(deal.stepMoves()).as("an earlier day is no delay").isEqualTo(2);

    deal.plan(Plan.step("Llamar a la gerente", TODAY.plusDays(9)));
    assertThat(deal.stepMoves()).as("other words, and later again").isEqualTo(3);

    deal.plan(Plan.step("Enviar oferta", TODAY.plusDays(9)));
    assertThat(deal.stepMoves()).as("another step").isZero();
  }

  @Test
  void onlyWhatTheCustomerTookPartInCountsAsContact() {
    Opportunity deal = deal(false, null);

    deal.done(false, CALL, NOW);
    assertThat(deal.lastContactAt()).isEmpty();

    deal.done(true, CALL, NOW);
    deal.done(true, CALL, NOW.minusSeconds(60));
    assertThat(deal.lastContactAt()).as("an older talk is noted later").contains(NOW);
  }

  @Test
  void winningEndsTheDealAndItsStep() {
    Opportunity deal = deal(false, null);

    deal.win(WON, new BigDecimal("8400"), TODAY, NOW, false);

    assertThat(deal.kind()).isEqualTo(Stage.Kind.WON);
    assertThat(deal.plan()).isEmpty();
    assertThat(deal.closedAt()).contains(NOW);
    assertThat(deal.closeDate()).contains(TODAY);
    refuses("deal.ended", () -> deal.moveTo(OFFER));
    refuses("deal.ended", () -> deal.plan(CALL));
    refuses("deal.ended", () -> deal.done(true, CALL, NOW));
    refuses("deal.ended", () -> deal.win(WON, BigDecimal.TEN, TODAY, NOW, false));
  }

  @Test
  void losingKeepsWhyAndToWhom() {
    Opportunity deal = deal(false, null);

    deal.lose(
        LOST, new Loss(LostReason.PRICE, LostTo.COMPETITOR, "Tostadero Norte", null), TODAY, NOW);

    assertThat(deal.loss().orElseThrow().competitor()).isEqualTo("Tostadero Norte");
    assertThat(deal.wonPhase()).isEmpty();
  }

  @Test
  void aLossToACompetitorNamesItAndAnotherNamesNone() {
    refuses(
        "loss.competitor.required", () -> new Loss(LostReason.PRICE, LostTo.COMPETITOR, " ", null));
    assertThat(new Loss(LostReason.PRICE, LostTo.NOBODY, "Sobra", null).competitor()).isNull();
  }

  @Test
  void endingNeedsTheStageOfThatEndAndMovingOneThatIsOpen() {
    refuses("dealMove.ending", () -> deal(false, null).moveTo(WON));
    refuses(
        "dealMove.ending", () -> deal(false, null).win(LOST, BigDecimal.ONE, TODAY, NOW, false));
    refuses(
        "dealMove.ending",
        () ->
            deal(false, null)
                .lose(WON, new Loss(LostReason.OTHER, LostTo.NOBODY, null, null), TODAY, NOW));
  }

  @Test
  void nothingEntersARetiredStage() {
    Stage retired = StagePathTests.stage(7, "Antigua", Stage.Kind.OPEN);
    retired.retire();
    refuses("dealMove.retired", () -> deal(false, null).moveTo(retired));
  }

  @Test
  void reopeningTakesBackTheEndAndAsksForAStep() {
    Opportunity deal = deal(false, TRY);
    deal.win(WON, BigDecimal.TEN, TODAY, NOW, false);

    deal.reopen(OFFER, CALL, NOW);

    assertThat(deal.isOpen()).isTrue();
    assertThat(deal.wonPhase()).isEmpty();
    assertThat(deal.closedAt()).isEmpty();
    assertThat(deal.plan()).contains(CALL);
    refuses("deal.notEnded", () -> deal.reopen(OFFER, CALL, NOW));
  }

  @Test
  void whatIsWorkedAgainIsExpectedToCloseWhenItWasBeforeItEnded() {
    Opportunity deal = deal(false, TRY);
    LocalDate expected = TODAY.plusDays(40);
    deal.change(deal.details().by(expected), deal.names());

    deal.win(WON, BigDecimal.TEN, TODAY, NOW, false);
    assertThat(deal.closeDate()).contains(TODAY);
    deal.reopen(OFFER, CALL, NOW);
    assertThat(deal.closeDate()).contains(expected);

    deal.change(deal.details().by(null), deal.names());
    deal.lose(LOST, new Loss(LostReason.PRICE, LostTo.NOBODY, null, null), TODAY, NOW);
    assertThat(deal.closeDate()).contains(TODAY);
    deal.reopen(OFFER, CALL, NOW);
    assertThat(deal.closeDate()).as("nobody had said any").isEmpty();
  }

  @Test
  void aDealCannotStartWhereDealsEnd() {
    refuses(
        "deal.open.stage",
        () ->
            new Opportunity(
                OpportunityId.next(),
                details(null),
                new Names(null, null),
                Source.NONE,
                WON,
                CALL,
                false,
                null,
                NOW,
                NOW));
  }

  @Test
  void aCloseDateThatIsLaterThanTheLastKnownOrTakenAwayIsAPush() {
    LocalDate later = TODAY.plusDays(1);
    LocalDate earlier = TODAY.minusDays(1);

    assertThat(Opportunity.isPush(TODAY, TODAY, later)).isTrue();
    assertThat(Opportunity.isPush(TODAY, TODAY, TODAY)).isFalse();
    assertThat(Opportunity.isPush(TODAY, TODAY, earlier)).isFalse();
    assertThat(Opportunity.isPush(TODAY, TODAY, null)).as("taken away").isTrue();
    assertThat(Opportunity.isPush(null, TODAY, null)).as("taken away before").isFalse();
    assertThat(Opportunity.isPush(null, TODAY, later)).as("said again, later").isTrue();
    assertThat(Opportunity.isPush(null, TODAY, TODAY)).isFalse();
    assertThat(Opportunity.isPush(null, TODAY, earlier)).isFalse();
    assertThat(Opportunity.isPush(null, null, later)).as("the first one").isFalse();
  }

  private static HourglassPhase won(Opportunity deal, boolean before) {
    deal.win(WON, BigDecimal.TEN, TODAY, NOW, before);
    return deal.wonPhase().orElseThrow();
  }

  private static Opportunity deal(boolean wonBefore, @Nullable HourglassPhase leadPhase) {
    return new Opportunity(
        OpportunityId.next(),
        details(null),
        new Names(null, "Grupo Lar"),
        leadPhase == null ? Source.NONE : new Source(LeadId.next(), leadPhase),
        CONTACTED,
        CALL,
        wonBefore,
        null,
        NOW,
        NOW);
  }

  private static DealDetails details(@Nullable LocalDate closeDate) {
    return DealDetails.of(
        "Máquinas", null, CompanyId.next(), null, null, Currency.getInstance("EUR"), closeDate);
  }

  private static void refuses(
      String key, org.assertj.core.api.ThrowableAssert.ThrowingCallable it) {
    assertThatThrownBy(it).isInstanceOfSatisfying(RefusedException.class, e -> key(e, key));
  }

  private static void key(RefusedException e, String key) {
    assertThat(e.messageKey()).isEqualTo(key);
  }
}
