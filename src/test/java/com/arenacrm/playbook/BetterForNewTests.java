package com.arenacrm.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.platform.Folding;
import com.arenacrm.playbook.BetterForNew.By;
import com.arenacrm.playbook.BetterForNew.Other;
import com.arenacrm.playbook.Offer.ForWhom;
import com.arenacrm.playbook.Offer.Kind;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BetterForNewTests {

  private static final Currency EUR = Currency.getInstance("EUR");
  private static final Folding FOLDING =
      text ->
          Normalizer.normalize(text, Normalizer.Form.NFD)
              .replaceAll("\\p{M}", "")
              .toLowerCase(Locale.ROOT);
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 18);

  @Test
  void aLowerPriceForNewCustomersIsSaidWithBothPrices() {
    BetterForNew better = of(offer(90, 100, ForWhom.NEW), offer(120, 900, ForWhom.EXISTING)).get();

    assertThat(better.by()).isEqualTo(By.PRICE);
    assertThat(better.price().amount()).isEqualByComparingTo("90");
    assertThat(better.existingPrice().amount()).isEqualByComparingTo("120");
  }

  @Test
  void moreWorthForEachEuroIsSaidToo() {
    assertThat(of(offer(100, 300, ForWhom.NEW), offer(100, 200, ForWhom.EXISTING)).get().by())
        .isEqualTo(By.WORTH);
    assertThat(of(offer(200, 300, ForWhom.NEW), offer(100, 200, ForWhom.EXISTING))).isEmpty();
  }

  @Test
  void anOfferForEverybodyIsOpenToExistingCustomers() {
    assertThat(
            of(
                offer(90, 0, ForWhom.NEW),
                offer(120, 0, ForWhom.EXISTING),
                offer(80, 0, ForWhom.ALL)))
        .isEmpty();
  }

  @Test
  void whatIsFreeForNewCustomersBeatsAnyPrice() {
    assertThat(of(offer(null, 0, ForWhom.NEW), offer(10, 0, ForWhom.EXISTING)).get().price())
        .isNull();
    assertThat(of(offer(null, 0, ForWhom.NEW), offer(null, 0, ForWhom.EXISTING))).isEmpty();
  }

  @Test
  void onlyTheSameLineAndTheSameCurrencyAreCompared() {
    Offer.Content fresh = offer(90, 0, ForWhom.NEW);
    assertThat(of(fresh, in("otra línea", EUR, null, null))).isEmpty();
    assertThat(of(fresh, in("café", Currency.getInstance("USD"), null, null))).isEmpty();
    assertThat(of(fresh, in("CAFÉ ", EUR, null, null))).isPresent();
  }

  @Test
  void onlyWhatHoldsOnTheDayIsCompared() {
    Offer.Content fresh = offer(90, 0, ForWhom.NEW);
    assertThat(of(fresh, in("café", EUR, TODAY, TODAY))).isPresent();
    assertThat(of(fresh, in("café", EUR, TODAY.plusDays(1), null))).isEmpty();
    assertThat(of(fresh, in("café", EUR, null, TODAY.minusDays(1)))).isEmpty();
    assertThat(of(fresh, in("café", EUR, null, null)).get().isNow()).isTrue();
    assertThat(of(fresh(null, TODAY.minusDays(1)), in("café", EUR, null, null))).isEmpty();
  }

  @Test
  void whatWillBeBetterIsSaidWithItsFirstDay() {
    LocalDate first = LocalDate.of(2027, 1, 1);
    Offer.Content later = fresh(first, null);
    assertThat(of(later, in("café", EUR, null, null)).get().since()).isEqualTo(first);
    assertThat(of(later, in("café", EUR, null, first)).get().since()).isEqualTo(first);
    assertThat(of(later, in("café", EUR, first, null)).get().since()).isEqualTo(first);
    assertThat(of(later, in("café", EUR, null, first.minusDays(1)))).isEmpty();
  }

  @Test
  void aLineWrittenOtherwiseIsTheSameLine() {
    Offer.Content fresh = offer(90, 0, ForWhom.NEW);
    for (String line : List.of("CAFÉ", "cafe", " ca  fé", "CAFE\u00a0")) {
      assertThat(of(fresh, in(line, EUR, null, null))).as(line).isPresent();
    }
    assertThat(of(fresh, in("cafés", EUR, null, null))).isEmpty();
  }

  @Test
  void whatACustomerTookIsComparedThoughItIsOver() {
    Other taken = new Other(UUID.randomUUID(), in("café", EUR, null, LocalDate.of(2026, 10, 31)));
    assertThat(BetterForNew.than(taken, fresh(TODAY, null), TODAY, FOLDING)).isPresent();
    assertThat(BetterForNew.than(taken, fresh(TODAY.plusDays(1), null), TODAY, FOLDING)).isEmpty();
  }

  @Test
  void aTrialForNewCustomersIsNoPriceThatOthersMiss() {
    Offer.Content trial =
        new Offer.Content(
            Kind.TRIAL, "Prueba", "café", null, EUR, ForWhom.NEW, null, null, null, List.of());
    assertThat(of(trial, offer(120, 0, ForWhom.EXISTING))).isEmpty();
  }

  private static Optional<BetterForNew> of(Offer.Content offer, Offer.Content... others) {
    return BetterForNew.of(
        offer,
        List.of(others).stream().map(o -> new Other(UUID.randomUUID(), o)).toList(),
        TODAY,
        FOLDING);
  }

  private static Offer.Content offer(@Nullable Integer price, int worth, ForWhom forWhom) {
    return new Offer.Content(
        Kind.SALE,
        "Oferta",
        "café",
        price == null ? null : BigDecimal.valueOf(price),
        EUR,
        forWhom,
        null,
        null,
        null,
        List.of(new Offer.Item("Formación", BigDecimal.valueOf(worth))));
  }

  private static Offer.Content fresh(@Nullable LocalDate from, @Nullable LocalDate until) {
    return new Offer.Content(
        Kind.SALE, "Nueva", "café", BigDecimal.TEN, EUR, ForWhom.NEW, null, from, until, List.of());
  }

  private static Offer.Content in(
      String line, Currency currency, @Nullable LocalDate from, @Nullable LocalDate until) {
    return new Offer.Content(
        Kind.SALE,
        "Otra",
        line,
        BigDecimal.valueOf(120),
        currency,
        ForWhom.EXISTING,
        null,
        from,
        until,
        List.of());
  }
}
