package com.arenacrm.icp;

import static com.arenacrm.icp.Example.criterion;
import static com.arenacrm.icp.Example.signable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.icp.Edition.Side;
import com.arenacrm.icp.Edition.State;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EditionTests {

  private static final UserId LUCIA = UserId.next();
  private static final UserId MARCOS = UserId.next();
  private static final Instant MONDAY = Instant.parse("2026-11-16T09:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-11-17T09:00:00Z");

  @Test
  void bothSignaturesPutItInForceWithWhoAndWhen() {
    Edition edition = edition(signable());
    assertThat(edition.state()).isEqualTo(State.DRAFT);

    edition.propose(LUCIA, MONDAY);
    assertThat(edition.state()).isEqualTo(State.PROPOSED);
    assertThat(edition.state().isSigned()).isFalse();

    edition.sign(MARCOS, TUESDAY);
    assertThat(edition.state()).isEqualTo(State.SIGNED);
    assertThat(edition.signature(Side.MARKETING))
        .contains(new Edition.Signature(LUCIA.id(), MONDAY));
    assertThat(edition.signature(Side.SALES)).contains(new Edition.Signature(MARCOS.id(), TUESDAY));
  }

  @Test
  void aSignedEditionNeverChanges() {
    Edition edition = edition(signable());
    edition.propose(LUCIA, MONDAY);
    edition.sign(MARCOS, TUESDAY);

    refused("icp.notDraft", () -> edition.rewrite(EditionText.blank()));
    refused("icp.notDraft", () -> edition.propose(LUCIA, TUESDAY));
    refused("icp.notProposed", () -> edition.sign(MARCOS, TUESDAY));
    refused("icp.notProposed", () -> edition.sendBack(MARCOS, "no", TUESDAY));
    refused("icp.notProposed", edition::takeBack);
    edition.supersede();
    refused("icp.notDraft", () -> edition.rewrite(EditionText.blank()));
    assertThat(edition.text()).isEqualTo(signable());
  }

  @Test
  void salesCannotSignWhatMarketingHasNotProposed() {
    refused("icp.notProposed", () -> edition(signable()).sign(MARCOS, MONDAY));
  }

  @Test
  void whatAwaitsSalesCannotBeRewrittenUntilItIsTakenBack() {
    Edition edition = edition(signable());
    edition.propose(LUCIA, MONDAY);
    refused("icp.notDraft", () -> edition.rewrite(EditionText.blank()));

    edition.takeBack();
    edition.rewrite(EditionText.blank());

    assertThat(edition.state()).isEqualTo(State.DRAFT);
    assertThat(edition.signature(Side.MARKETING)).isEmpty();
    assertThat(edition.text()).isEqualTo(EditionText.blank());
  }

  @Test
  void whatSalesSendsBackIsADraftThatKeepsTheReason() {
    Edition edition = edition(signable());
    edition.propose(LUCIA, MONDAY);

    edition.sendBack(MARCOS, "Falta la región", TUESDAY);

    assertThat(edition.state()).isEqualTo(State.DRAFT);
    assertThat(edition.signature(Side.MARKETING)).isEmpty();
    assertThat(edition.objections())
        .containsExactly(new Edition.Objection("Falta la región", MARCOS.id(), TUESDAY));
    edition.propose(LUCIA, TUESDAY);
    assertThat(edition.objections()).hasSize(1);
  }

  @Test
  void nothingIsSignedThatDoesNotSayWhomWeWantWhomNotAndWhy() {
    EditionText whole = signable();
    refusedToPropose(
        "icp.missing.notWanted",
        new EditionText(
            null, List.of(), whole.criteria(), null, null, "vale", List.of(), Map.of()));
    refusedToPropose(
        "icp.missing.criteria",
        new EditionText("nadie", List.of(), List.of(), null, null, "vale", List.of(), Map.of()));
    refusedToPropose(
        "icp.missing.criteria",
        new EditionText(
            "nadie",
            List.of(),
            List.of(criterion("Hotel", 0, true)),
            null,
            null,
            "vale",
            List.of(),
            Map.of()));
    refusedToPropose(
        "icp.missing.value",
        new EditionText(
            null, whole.exclusions(), whole.criteria(), null, null, null, List.of(), Map.of()));
  }

  private static void refusedToPropose(String reason, EditionText text) {
    Edition edition = edition(text);
    refused(reason, () -> edition.propose(LUCIA, MONDAY));
    assertThat(edition.state()).isEqualTo(State.DRAFT);
  }

  private static void refused(String reason, ThrowingCallable deed) {
    assertThatThrownBy(deed)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.messageKey()).isEqualTo(reason));
  }

  private static Edition edition(EditionText text) {
    return new Edition(EditionId.next(), ProfileId.next(), 1, text, LUCIA, MONDAY);
  }
}
