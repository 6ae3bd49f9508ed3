package com.arenacrm.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.identity.UserId;
import com.arenacrm.shared.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long a purchase lasts, and its renewals. */
class TermTests {

  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
  private static final Instant NOW = Instant.parse("2026-11-18T09:30:00Z");
  private static final UserId SOMEBODY = new UserId(new UUID(0, 1));

  @Property
  void wholeMonthsStayWholeMonths(
      @ForAll @IntRange(max = 2_000) int start, @ForAll @IntRange(min = 1, max = 240) int months) {
    LocalDate from = FIRST.plusDays(start);
    Term term = Term.between(from, from.plusMonths(months));

    assertThat(term).isEqualTo(Term.ofMonths(months));
    LocalDate end = from.plusMonths(months);
    for (int i = 2; i < 7; i++) {
      end = term.after(end, from.getDayOfMonth());
      assertThat(end).isEqualTo(from.plusMonths((long) i * months));
    }
  }

  @Property
  void renewalsEndOnTheDayOnWhichTheFirstBegan(
      @ForAll @IntRange(max = 2_000) int start,
      @ForAll @IntRange(min = 1, max = 24) int months,
      @ForAll boolean said) {
    LocalDate from = FIRST.plusDays(start);
    Purchase purchase = contract(from, from.plusMonths(months), said ? months : null);
    for (int i = 2; i < 16; i++) {
      purchase = renewed(purchase);
      assertThat(purchase.details().renews()).isEqualTo(from.plusMonths((long) i * months));
    }
  }

  @Test
  void whatBeganAtTheEndOfJanuaryEndsAtTheEndOfMarch() {
    Purchase first = contract(LocalDate.of(2026, 1, 31), LocalDate.of(2026, 2, 28), null);
    Purchase second = renewed(first);
    assertThat(second.details().renews()).isEqualTo(LocalDate.of(2026, 3, 31));
    assertThat(renewed(second).details().renews()).isEqualTo(LocalDate.of(2026, 4, 30));

    PurchaseDetails d = second.details();
    LocalDate other = LocalDate.of(2026, 3, 20);
    second.change(
        new PurchaseDetails(
            d.company(),
            d.person(),
            d.what(),
            d.on(),
            d.amount(),
            null,
            null,
            null,
            null,
            null,
            other,
            1),
        second.names());
    assertThat(renewed(second).details().renews())
        .as("another day was said")
        .isEqualTo(LocalDate.of(2026, 4, 20));
  }

  private static Purchase contract(LocalDate from, LocalDate until, @Nullable Integer term) {
    return new Purchase(
        PurchaseId.next(),
        new PurchaseDetails(
            CompanyId.next(),
            null,
            "Cuota",
            from,
            Money.of(new BigDecimal("50"), Currency.getInstance("EUR")),
            null,
            null,
            null,
            null,
            null,
            until,
            term),
        new Purchase.Names("Hotel", null),
        SOMEBODY,
        NOW);
  }

  private static Purchase renewed(Purchase purchase) {
    return purchase.next(PurchaseId.next(), SOMEBODY, FIRST, NOW);
  }

  @Property
  void whateverTheFirstDaysAreEachRenewalIsAsLongAsTheFirstTime(
      @ForAll @IntRange(max = 2_000) int start, @ForAll @IntRange(min = 1, max = 4_000) int days) {
    LocalDate from = FIRST.plusDays(start);
    LocalDate until = from.plusDays(days);
    Term term = Term.between(from, until);

    assertThat(term.after(from, from.getDayOfMonth())).isEqualTo(until);
    LocalDate next = term.after(until, until.getDayOfMonth());
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
