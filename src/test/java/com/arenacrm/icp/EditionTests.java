package com.arenacrm.icp;

import static com.arenacrm.icp.Example.criterion;
import static com.arenacrm.icp.Example.signable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.Operator;
import com.arenacrm.icp.Edition.Side;
import com.arenacrm.icp.Edition.State;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INDUSTRY  | IS        | hotel        | INDUSTRY  | IS_ONE_OF | Bar, Hotel | true  | nobody
          INDUSTRY  | IS_ONE_OF | hotel, hotel | INDUSTRY  | CONTAINS  | hot        | false | never
          INDUSTRY  | IS_ONE_OF | hotel, bar   | INDUSTRY  | IS        | bar        | true  | some
          INDUSTRY  | CONTAINS  | hotel        | INDUSTRY  | IS        | hotel      | true  |
          INDUSTRY  | IS        | hotel        | JOB_TITLE | IS        | hotel      | true  |
          INDUSTRY  | IS        | hotel        | INDUSTRY  | IS_KNOWN  |            | true  | nobody
          EMPLOYEES | AT_LEAST  | 50           | EMPLOYEES | AT_LEAST  | 20         | true  | nobody
          EMPLOYEES | AT_LEAST  | 20           | EMPLOYEES | AT_LEAST  | 50         | true  |
          EMPLOYEES | BETWEEN   | 20..50       | EMPLOYEES | AT_MOST   | 50         | true  | nobody
          EMPLOYEES | AT_MOST   | 50           | EMPLOYEES | BETWEEN   | 0..50      | true  |
          EMPLOYEES | IS        | 7            | EMPLOYEES | BETWEEN   | 5..9       | false | never
          """)
  void whatIsWantedAndNotWantedAtOnceIsFound(
      ContactField.Kind wanted,
      Operator operator,
      String value,
      ContactField.Kind excluded,
      Operator excludes,
      @Nullable String excludedValue,
      boolean mustHave,
      @Nullable String kind) {
    EditionText t = Example.signable();
    EditionText text =
        new EditionText(
            null,
            List.of(
                new Condition(
                    ContactField.of(excluded),
                    excludes,
                    excludedValue == null ? "" : excludedValue)),
            List.of(
                new Criterion(
                    new Condition(ContactField.of(wanted), operator, value), 10, mustHave)),
            null,
            null,
            null,
            t.roles(),
            Map.of());

    assertThat(text.contradictions(String::toLowerCase))
        .extracting(EditionText.Contradiction::kind)
        .isEqualTo(kind == null ? List.of() : List.of(kind));
  }
}
