package com.arenacrm.insight.forecast;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one total became another: each deal goes from what it was to what it is in small steps, one
 * for each thing that changed, and what a step adds is the difference that it makes by itself. So
 * the steps of all deals add up to the difference of the totals, to the cent, whatever is asked
 * for.
 */
final class Bridge {

  private Bridge() {}

  /** What changed, in the order in which it is shown. */
  enum Kind {
    NEW,
    REOPENED,
    /** From a way of selling that is not asked for. */
    CAME,
    FORWARD,
    BACK,
    ODDS,
    SURER,
    UNSURER,
    UP,
    DOWN,
    PULLED,
    PUSHED,
    HANDED,
    /** To a way of selling that is not asked for. */
    LEFT,
    WON,
    LOST,
    GONE,
    BETWEEN;

    static final List<Kind> ALL = List.of(values());

    static Optional<Kind> of(String key) {
      return Stream.of(values()).filter(k -> k.key().equals(key)).findFirst();
    }

    /** The name in addresses and texts. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is added up. */
  enum Measure {
    OPEN("COMMIT", "BEST", "PIPELINE"),
    COMMIT("COMMIT"),
    BEST("COMMIT", "BEST"),
    WEIGHTED("COMMIT", "BEST", "PIPELINE");

    private final Set<String> categories;

    Measure(String... categories) {
      this.categories = Set.of(categories);
    }

    static Optional<Measure> of(String key) {
      return Stream.of(values()).filter(m -> m.key().equals(key)).findFirst();
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    Set<String> categories() {
      return categories;
    }
  }

  /**
   * What a deal was or is, while it is open.
   *
   * @param position the place of its stage among the others
   * @param probability in percent
   */
  record State(
      @Nullable UUID owner,
      @Nullable BigDecimal amount,
      String currency,
      @Nullable LocalDate close,
      UUID stage,
      int position,
      int probability,
      String category) {

    State by(@Nullable UUID other) {
      return new State(other, amount, currency, close, stage, position, probability, category);
    }

    State worth(@Nullable BigDecimal other, String in) {
      return new State(owner, other, in, close, stage, position, probability, category);
    }

    State until(@Nullable LocalDate day) {
      return new State(owner, amount, currency, day, stage, position, probability, category);
    }

    State in(State other) {
      return new State(
          owner, amount, currency, close, other.stage, other.position, other.probability, category);
    }

    State as(String other) {
      return new State(owner, amount, currency, close, stage, position, probability, other);
    }
  }

  /** What became of a deal that is not open at the end. */
  enum End {
    WON,
    LOST,
    GONE
  }

  /**
   * A deal at both ends.
   *
   * @param then null where it was not open then
   * @param now null where it is not open now
   * @param end why it is not open now; null where it is
   * @param owner who has it now, open or not
   * @param isNew whether it was opened since; else, not being open then, it had ended
   */
  record Both(
      @Nullable State then,
      @Nullable State now,
      @Nullable End end,
      @Nullable UUID owner,
      boolean isNew) {}

  /** A thing that changed, and what it adds to the total. */
  record Step(Kind kind, BigDecimal adds) {}

  /**
   * What is asked for.
   *
   * @param owner whose deals
   * @param stages in which stages
   * @param from the first close date; null for any
   * @param until the last one; null for any
   */
  record Filter(
      Measure measure,
      String currency,
      Predicate<Optional<UUID>> owner,
      Predicate<UUID> stages,
      @Nullable LocalDate from,
      @Nullable LocalDate until) {

    boolean isTheirs(@Nullable UUID who) {
      return owner.test(Optional.ofNullable(who));
    }

    /** Whether a deal is part of the total, with or without an amount. */
    boolean has(@Nullable State s) {
      return s != null
          && s.currency().equals(currency)
          && measure.categories().contains(s.category())
          && isTheirs(s.owner())
          && stages.test(s.stage())
          && (from == null || s.close() != null && !s.close().isBefore(from))
          && (until == null || s.close() != null && !s.close().isAfter(until));
    }

    /** What a deal adds to the total. */
    BigDecimal value(@Nullable State s) {
      BigDecimal amount = s == null || !has(s) ? null : s.amount();
      if (s == null || amount == null) {
        return BigDecimal.ZERO;
      }
      return measure == Measure.WEIGHTED
          ? amount
              .multiply(BigDecimal.valueOf(s.probability()))
              .divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP)
          : amount;
    }
  }

  private static final List<String> RANKS = List.of("OMITTED", "PIPELINE", "BEST", "COMMIT");

  /** What changed of a deal; nothing where it is no part of the total at either end. */
  static List<Step> steps(Both deal, Filter filter) {
    State then = deal.then();
    State now = deal.now();
    List<Step> steps = new ArrayList<>();
    if (then == null) {
      if (now == null) {
        if (filter.isTheirs(deal.owner())) {
          steps.add(new Step(Kind.BETWEEN, BigDecimal.ZERO));
        }
      } else if (filter.has(now)) {
        steps.add(new Step(deal.isNew() ? Kind.NEW : Kind.REOPENED, filter.value(now)));
      }
      return steps;
    }
    UUID owner = now == null && deal.end() != End.GONE ? deal.owner() : owner(now, then);
    if (now != null && !filter.has(then) && !filter.has(now)) {
      return steps;
    }
    State moved = then.by(owner);
    if (!Objects.equals(then.owner(), owner)) {
      if (filter.has(then) || filter.has(now) || filter.has(moved)) {
        steps.add(step(Kind.HANDED, then, moved, filter));
      }
      if (!filter.isTheirs(owner)) {
        // What others did with it since is not told to whoever had it.
        return steps;
      }
    }
    if (now == null) {
      if (filter.has(moved)) {
        Kind kind =
            deal.end() == End.WON ? Kind.WON : deal.end() == End.LOST ? Kind.LOST : Kind.GONE;
        steps.add(new Step(kind, filter.value(moved).negate()));
      }
      return steps;
    }
    boolean stays = stages(then, filter);
    if (stays != stages(now, filter)) {
      // What it becomes elsewhere is not told here, nor what it was before.
      steps.add(step(stays ? Kind.LEFT : Kind.CAME, moved, now, filter));
      return steps;
    }
    State worth = moved.worth(now.amount(), now.currency());
    if (!moved.currency().equals(now.currency()) || amount(moved).compareTo(amount(now)) != 0) {
      BigDecimal adds = filter.value(worth).subtract(filter.value(moved));
      boolean up =
          adds.signum() == 0 ? amount(now).compareTo(amount(moved)) > 0 : adds.signum() > 0;
      steps.add(new Step(up ? Kind.UP : Kind.DOWN, adds));
    }
    State dated = worth.until(now.close());
    if (!Objects.equals(worth.close(), now.close())) {
      steps.add(
          step(day(now).isBefore(day(worth)) ? Kind.PULLED : Kind.PUSHED, worth, dated, filter));
    }
    State staged = dated.in(now);
    if (!dated.stage().equals(now.stage())) {
      steps.add(
          step(
              now.position() < dated.position() ? Kind.BACK : Kind.FORWARD, dated, staged, filter));
    } else if (dated.probability() != now.probability()) {
      steps.add(step(Kind.ODDS, dated, staged, filter));
    }
    if (!staged.category().equals(now.category())) {
      steps.add(
          step(
              RANKS.indexOf(now.category()) > RANKS.indexOf(staged.category())
                  ? Kind.SURER
                  : Kind.UNSURER,
              staged,
              staged.as(now.category()),
              filter));
    }
    return steps;
  }

  private static boolean stages(State s, Filter filter) {
    return filter.stages().test(s.stage());
  }

  private static @Nullable UUID owner(@Nullable State now, State then) {
    return now == null ? then.owner() : now.owner();
  }

  private static Step step(Kind kind, State before, State after, Filter filter) {
    return new Step(kind, filter.value(after).subtract(filter.value(before)));
  }

  private static BigDecimal amount(State s) {
    return s.amount() == null ? BigDecimal.ZERO : s.amount();
  }

  /** No day is later than any. */
  private static LocalDate day(State s) {
    return s.close() == null ? LocalDate.MAX : s.close();
  }
}
