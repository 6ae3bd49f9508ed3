package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** How long a purchase lasts, and its renewals. */
class TermTests {

  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

  @Property
  void wholeMonthsStayWholeMonths(
      @ForAll @IntRange(max = 2_000) int start, @ForAll @IntRange(min = 1, max = 240) int months) {
    LocalDate from = FIRST.plusDays(start);
    Term term = Term.between(from, from.plusMonths(months));

    assertThat(term).isEqualTo(Term.ofMonths(months));
    LocalDate end = from.plusMonths(months);
    for (int i = 0; i < 5; i++) {
      LocalDate next = term.after(end);
      assertThat(next).isEqualTo(end.plusMonths(months));
      end = next;
    }
  }

  @Property
  void whateverTheFirstDaysAreEachRenewalIsAsLongAsTheFirstTime(
      @ForAll @IntRange(max = 2_000) int start, @ForAll @IntRange(min = 1, max = 4_000) int days) {
    LocalDate from = FIRST.plusDays(start);
    LocalDate until = from.plusDays(days);
    Term term = Term.between(from, until);

    assertThat(term.after(from)).isEqualTo(until);
    LocalDate next = term.after(until);
    if (term.days() > 0) {
      assertThat(ChronoUnit.DAYS.between(until, next)).isEqualTo(days);
    } else {
      assertThat(next).isEqualTo(until.plusMonths(term.months()));
    }
  }

  @Test
  void theEndOfAShortMonthEndsAMonth() {
    assertThat(Term.between(LocalDate.of(2026, 1, 31), LocalDate.of(2026, 2, 28)))
        .isEqualTo(Term.ofMonths(1));
    assertThat(Term.between(LocalDate.of(2026, 1, 15), LocalDate.of(2026, 2, 14)))
        .isEqualTo(new Term(0, 30));
    assertThatIllegalArgumentException().isThrownBy(() -> Term.between(FIRST, FIRST));
  }
}
