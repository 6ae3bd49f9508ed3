package com.arenacrm.playbook;

import com.arenacrm.platform.Folding;
import com.arenacrm.shared.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That an offer for new customers beats what existing ones can have of the same product line
 * (R033): they would do better to leave and come back. Trials and diagnoses are not compared; a
 * customer has tried us already.
 *
 * @param since the first day on which it is, where nobody can take it yet; null where it is already
 * @param by in what it is better
 * @param price what new customers pay; null when nothing
 * @param existing the best that existing customers can have
 * @param existingPrice what they pay for it; null when nothing
 */
public record BetterForNew(
    @Nullable LocalDate since,
    By by,
    @Nullable Money price,
    Money worth,
    UUID existing,
    String existingName,
    @Nullable Money existingPrice,
    Money existingWorth) {

  /** In what an offer is better. */
  public enum By {
    PRICE,
    WORTH
  }

  /** An offer that others are compared with. */
  record Other(UUID id, Offer.Content content) {}

  /**
   * Compares what new customers can take on a day, or on the first day on which they can, with what
   * existing ones can take on that day.
   *
   * @param others offers in use, of whatever kind
   * @param folding lines of products that differ only in capitals, accents or spaces are one
   */
  static Optional<BetterForNew> of(
      Offer.Content offer, Collection<Other> others, LocalDate day, Folding folding) {
    boolean later = offer.from() != null && offer.from().isAfter(day);
    LocalDate then = later ? offer.from() : day;
    return compare(
            offer, others.stream().filter(o -> o.content().holdsOn(then)).toList(), then, folding)
        .map(b -> later ? b.since(then) : b);
  }

  /**
   * Compares what new customers can take on a day with what an existing one took before, whether or
   * not that can still be taken.
   */
  static Optional<BetterForNew> than(
      Other taken, Offer.Content offer, LocalDate day, Folding folding) {
    return compare(offer, List.of(taken), day, folding);
  }

  /** Whether it is better already. */
  public boolean isNow() {
    return since == null;
  }

  private BetterForNew since(LocalDate first) {
    return new BetterForNew(
        first, by, price, worth, existing, existingName, existingPrice, existingWorth);
  }

  private static Optional<BetterForNew> compare(
      Offer.Content offer, List<Other> others, LocalDate day, Folding folding) {
    if (offer.kind() != Offer.Kind.SALE
        || offer.forWhom() != Offer.ForWhom.NEW
        || offer.productLine() == null
        || !offer.holdsOn(day)) {
      return Optional.empty();
    }
    List<Other> theirs =
        others.stream()
            .filter(o -> o.content().kind() == Offer.Kind.SALE)
            .filter(o -> o.content().forWhom() != Offer.ForWhom.NEW)
            .filter(o -> sameLine(o.content().productLine(), offer.productLine(), folding))
            .filter(o -> o.content().currency().equals(offer.currency()))
            .toList();
    Optional<Other> cheapest =
        theirs.stream().min((a, b) -> amount(a.content()).compareTo(amount(b.content())));
    if (cheapest.isPresent() && amount(offer).compareTo(amount(cheapest.get().content())) < 0) {
      return cheapest.map(o -> beaten(o, By.PRICE, offer));
    }
    // Worth for each unit of the price says nothing where there is no price.
    return theirs.stream()
        .filter(o -> !o.content().isFree() && !offer.isFree())
        .max((a, b) -> rate(a.content()).compareTo(rate(b.content())))
        .filter(o -> theirs.stream().noneMatch(free -> free.content().isFree()))
        .filter(o -> rate(offer).compareTo(rate(o.content())) > 0)
        .map(o -> beaten(o, By.WORTH, offer));
  }

  private static BetterForNew beaten(Other other, By by, Offer.Content offer) {
    Offer.Content theirs = other.content();
    return new BetterForNew(
        null,
        by,
        price(offer),
        offer.worth(),
        other.id(),
        theirs.name(),
        price(theirs),
        theirs.worth());
  }

  private static @Nullable Money price(Offer.Content offer) {
    return offer.price() == null ? null : Money.of(offer.price(), offer.currency());
  }

  private static BigDecimal amount(Offer.Content offer) {
    return Objects.requireNonNullElse(offer.price(), BigDecimal.ZERO);
  }

  private static BigDecimal rate(Offer.Content offer) {
    return offer.worth().amount().divide(amount(offer), 6, RoundingMode.HALF_UP);
  }

  private static boolean sameLine(@Nullable String one, @Nullable String other, Folding folding) {
    return one != null && other != null && key(one, folding).equals(key(other, folding));
  }

  private static String key(String line, Folding folding) {
    return folding.fold(line).replaceAll("(?U)\\s", "");
  }
}
