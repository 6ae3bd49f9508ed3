package com.arenacrm.leads;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.leads.QualificationGate.Fact;
import com.arenacrm.leads.QualificationGate.Known;
import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class QualificationGateTests {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final Facts ALL =
      new Facts("40 kg al mes", "1.000 €", "Decide ella", TODAY.plusDays(20));

  @Test
  void allFiveFactsOpenTheGate() {
    assertThat(QualificationGate.missing(new Known(true, true, ALL), TODAY)).isEmpty();
  }

  @Test
  void nothingKnownLacksAllFiveInOrder() {
    assertThat(QualificationGate.missing(new Known(false, false, Facts.NONE), TODAY))
        .containsExactly(Fact.PERSON, Fact.COMPANY, Fact.NEED, Fact.ABILITY, Fact.DATE);
  }

  @Test
  void abilityIsBudgetAndAuthorityTogether() {
    Facts onlyBudget = new Facts("café", "1.000 €", null, TODAY);
    Facts onlyAuthority = new Facts("café", null, "Decide ella", TODAY);

    assertThat(QualificationGate.missing(new Known(true, true, onlyBudget), TODAY))
        .containsExactly(Fact.ABILITY);
    assertThat(QualificationGate.missing(new Known(true, true, onlyAuthority), TODAY))
        .containsExactly(Fact.ABILITY);
  }

  @Test
  void aDateThatHasPassedIsNoDate() {
    Facts past = new Facts("café", "1.000 €", "Decide ella", TODAY.minusDays(1));
    Facts today = new Facts("café", "1.000 €", "Decide ella", TODAY);

    assertThat(QualificationGate.missing(new Known(true, true, past), TODAY))
        .containsExactly(Fact.DATE);
    assertThat(QualificationGate.missing(new Known(true, true, today), TODAY)).isEmpty();
  }

  @Property
  void theGateOpensOnlyWhenEverythingIsKnown(
      @ForAll boolean reachable,
      @ForAll boolean company,
      @ForAll boolean need,
      @ForAll boolean budget,
      @ForAll boolean authority,
      @ForAll boolean date) {
    Facts facts =
        new Facts(
            need ? "n" : null, budget ? "b" : null, authority ? "a" : null, date ? TODAY : null);

    assertThat(QualificationGate.missing(new Known(reachable, company, facts), TODAY).isEmpty())
        .isEqualTo(reachable && company && need && budget && authority && date);
  }
}
