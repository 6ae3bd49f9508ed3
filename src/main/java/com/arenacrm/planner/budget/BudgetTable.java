package com.arenacrm.planner.budget;

import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A year's money by phase and month. What is planned is what all activities of the month are
 * planned to cost, whatever became of them; what was spent is what those that are closed really
 * cost, also those that were not done; what is left is the budget less what was spent and what is
 * still to come (R105). In a year that has a budget, what is spent or to be spent where none was
 * set has nothing to be taken from: there less than nothing is left, and the totals count it.
 *
 * @param version raised with each change of the year's budget
 * @param rows the seven phases in order
 */
record BudgetTable(int year, int version, List<Row> rows) {

  /**
   * Money of one phase in one month, or of several.
   *
   * @param budget null where nobody has set one
   * @param planned what the activities are planned to cost
   * @param spent what the closed ones cost
   * @param open what those still open are planned to cost
   * @param unbudgeted what of the spent and the open has no budget, in a year that has one
   */
  record Sums(
      @Nullable BigDecimal budget,
      BigDecimal planned,
      BigDecimal spent,
      BigDecimal open,
      BigDecimal unbudgeted) {

    static final Sums NONE =
        new Sums(null, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    Sums plus(Sums other) {
      return new Sums(
          budget == null ? other.budget : other.budget == null ? budget : budget.add(other.budget),
          planned.add(other.planned),
          spent.add(other.spent),
          open.add(other.open),
          unbudgeted.add(other.unbudgeted));
    }

    /**
     * What is left of the budget; negative when it is overdrawn, or where there is none and money
     * goes all the same; null where there is neither.
     */
    public @Nullable BigDecimal left() {
      if (budget == null && !isUnbudgeted()) {
        return null;
      }
      return (budget == null ? BigDecimal.ZERO : budget).subtract(spent).subtract(open);
    }

    /** Whether money is spent or to be spent that has no budget. */
    public boolean isUnbudgeted() {
      return unbudgeted.signum() != 0;
    }

    /** By how much more than the budget is spent or to be spent. */
    public @Nullable BigDecimal over() {
      BigDecimal left = left();
      return left == null || left.signum() >= 0 ? null : left.negate();
    }
  }

  /** One month of one phase. */
  record Cell(YearMonth month, HourglassPhase phase, Sums sums) {

    /** As its field is called. */
    public String field() {
      return phase.name() + "_" + month.getMonthValue();
    }
  }

  /** One phase through the year. */
  record Row(HourglassPhase phase, List<Cell> cells) {

    public Sums total() {
      return sum(cells.stream().map(Cell::sums).toList());
    }
  }

  /** What the database knows of one month of one phase. */
  record Known(
      int month,
      HourglassPhase phase,
      @Nullable BigDecimal budget,
      BigDecimal planned,
      BigDecimal spent,
      BigDecimal open) {

    private Sums sums(boolean isSet) {
      return new Sums(
          budget,
          planned,
          spent,
          open,
          isSet && budget == null ? spent.add(open) : BigDecimal.ZERO);
    }
  }

  static BudgetTable of(int year, int version, Collection<Known> known) {
    Map<HourglassPhase, Map<Integer, Sums>> sums = new EnumMap<>(HourglassPhase.class);
    boolean isSet = known.stream().anyMatch(k -> k.budget() != null);
    known.forEach(
        k ->
            sums.computeIfAbsent(k.phase(), p -> new java.util.HashMap<>())
                .put(k.month(), k.sums(isSet)));
    return new BudgetTable(
        year,
        version,
        Stream.of(HourglassPhase.values())
            .map(
                phase ->
                    new Row(
                        phase,
                        IntStream.rangeClosed(1, 12)
                            .mapToObj(
                                m ->
                                    new Cell(
                                        YearMonth.of(year, m),
                                        phase,
                                        sums.getOrDefault(phase, Map.of())
                                            .getOrDefault(m, Sums.NONE)))
                            .toList()))
            .toList());
  }

  /** One month through all phases. */
  public Sums month(int month) {
    return sum(rows.stream().map(r -> r.cells().get(month - 1).sums()).toList());
  }

  public Sums total() {
    return sum(rows.stream().map(Row::total).toList());
  }

  public boolean isEmpty() {
    return total().budget() == null;
  }

  private static Sums sum(List<Sums> sums) {
    return sums.stream().reduce(Sums.NONE, Sums::plus);
  }
}
