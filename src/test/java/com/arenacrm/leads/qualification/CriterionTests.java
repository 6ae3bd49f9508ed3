package com.arenacrm.leads.qualification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.Operator;
import com.arenacrm.icp.Grade;
import com.arenacrm.identity.UserId;
import com.arenacrm.leads.qualification.Criterion.Asks;
import com.arenacrm.leads.qualification.Criterion.Standing;
import com.arenacrm.leads.qualification.Definition.Side;
import com.arenacrm.leads.qualification.Definition.State;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a lead stands against a criterion, and how an edition comes into force (R039, R061). */
class CriterionTests {

  private static final Folding FOLDING = text -> text.toLowerCase(Locale.ROOT);
  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");
  private static final UserId LUCIA = new UserId(UUID.randomUUID());
  private static final UserId MARCOS = new UserId(UUID.randomUUID());

  @Test
  void aQuestionIsOpenUntilSomebodyAnswersIt() {
    Criterion asked = criterion(new Asks.Somebody());

    assertThat(asked.judge(null, null, null, FOLDING)).isEqualTo(Standing.UNKNOWN);
    assertThat(asked.judge(true, null, null, FOLDING)).isEqualTo(Standing.MET);
    assertThat(asked.judge(false, null, null, FOLDING)).isEqualTo(Standing.NOT_MET);
  }

  @Test
  void aFactThatIsNotKnownIsNoRefusal() {
    Criterion large =
        criterion(
            new Asks.Contact(
                new Condition(ContactField.of(Kind.EMPLOYEES), Operator.AT_LEAST, "20")));

    assertThat(large.judge(null, null, null, FOLDING)).isEqualTo(Standing.UNKNOWN);
    assertThat(large.judge(null, "20", null, FOLDING)).isEqualTo(Standing.MET);
    assertThat(large.judge(null, "19", null, FOLDING)).isEqualTo(Standing.NOT_MET);
    // What somebody answered once, when it was a question, does not speak for the fact.
    assertThat(large.judge(true, "19", null, FOLDING)).isEqualTo(Standing.NOT_MET);
  }

  @Test
  void whetherAFactIsKnownIsItselfAnAnswer() {
    Criterion known =
        criterion(
            new Asks.Contact(new Condition(ContactField.of(Kind.PHONE), Operator.IS_KNOWN, "")));

    assertThat(known.judge(null, null, null, FOLDING)).isEqualTo(Standing.NOT_MET);
    assertThat(known.judge(null, "+34600100200", null, FOLDING)).isEqualTo(Standing.MET);
  }

  @Test
  void aGradeAsksForItselfOrABetterOne() {
    Criterion fits = criterion(new Asks.Fit(Grade.B));

    assertThat(fits.judge(null, null, Grade.A, FOLDING)).isEqualTo(Standing.MET);
    assertThat(fits.judge(null, null, Grade.B, FOLDING)).isEqualTo(Standing.MET);
    assertThat(fits.judge(null, null, Grade.C, FOLDING)).isEqualTo(Standing.NOT_MET);
    assertThat(fits.judge(null, null, null, FOLDING)).isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void bothTeamsSignWhicheverBegins() {
    Definition edition = edition();
    edition.propose(Side.SALES, MARCOS, NOW);

    assertThat(edition.awaited()).contains(Side.MARKETING);
    assertThat(edition.state()).isEqualTo(State.PROPOSED);

    edition.sign(LUCIA, NOW.plusSeconds(60));

    assertThat(edition.state()).isEqualTo(State.IN_FORCE);
    assertThat(signer(edition.marketing())).isEqualTo(LUCIA.id());
    assertThat(signer(edition.sales())).isEqualTo(MARCOS.id());
    assertThatThrownBy(() -> edition.rewrite(List.of())).isInstanceOf(RefusedException.class);
  }

  @Test
  void whatIsSentBackLosesItsSignatureAndKeepsTheComment() {
    Definition edition = edition();
    edition.propose(Side.MARKETING, LUCIA, NOW);

    edition.sendBack(MARCOS, "Eso no se puede comprobar", NOW);

    assertThat(edition.state()).isEqualTo(State.DRAFT);
    assertThat(edition.marketing()).isNull();
    assertThat(edition.objections())
        .extracting(Definition.Objection::comment)
        .containsExactly("Eso no se puede comprobar");
    assertThatThrownBy(() -> edition.sign(MARCOS, NOW)).isInstanceOf(RefusedException.class);
  }

  @Test
  void whatIsStoredIsReadAsItWas() {
    List<Criterion> all =
        List.of(
            criterion(new Asks.Somebody()),
            criterion(new Asks.Fit(Grade.C)),
            criterion(
                new Asks.Contact(
                    new Condition(ContactField.of(Kind.REGION), Operator.IS_ONE_OF, "Galicia"))));

    assertThat(new Definition(DefinitionId.next(), 1, all, LUCIA, NOW).criteria()).isEqualTo(all);
  }

  private static @Nullable UUID signer(Definition.@Nullable Signature signature) {
    return signature == null ? null : signature.userId();
  }

  private static Definition edition() {
    return new Definition(
        DefinitionId.next(), 1, List.of(criterion(new Asks.Somebody())), LUCIA, NOW);
  }

  private static Criterion criterion(Asks asks) {
    return new Criterion(UUID.randomUUID(), "Lo que se pide", asks, true);
  }
}
