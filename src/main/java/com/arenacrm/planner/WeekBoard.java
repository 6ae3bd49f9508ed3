package com.arenacrm.planner;

import com.arenacrm.shared.Balance;
import com.arenacrm.shared.Coverage;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A week as the planner shows it: seven rows of phases by seven days, and what the week amounts to.
 *
 * @param week the week
 * @param today today in the company's zone, in this week or not
 * @param rows the seven phases in order
 * @param coverage applicable phases with something done ÷ applicable phases
 * @param plannedCoverage applicable phases with something planned ÷ applicable phases
 * @param balance how evenly what was done is spread
 * @param budget what the week's occurrences are planned to cost, whatever became of them
 * @param spent what those that are closed really cost, also those that were not done
 * @param overdue occurrences up to today that nobody has closed
 * @param tentative occurrences that still have to be confirmed
 */
record WeekBoard(
    Week week,
    LocalDate today,
    List<Row> rows,
    Coverage coverage,
    Coverage plannedCoverage,
    Balance balance,
    BigDecimal budget,
    BigDecimal spent,
    int overdue,
    int tentative) {

  /** So many weeks, the shown one included, make the trend beside each phase. */
  static final int TREND_WEEKS = 4;

  /** An occurrence on the week. */
  record Card(
      UUID id,
      String title,
      HourglassPhase phase,
      UUID ownerId,
      LocalDate day,
      @Nullable LocalTime startTime,
      BigDecimal investment,
      @Nullable BigDecimal spent,
      @Nullable Integer invited,
      @Nullable Integer attended,
      Occurrence.State state,
      boolean tentative,
      int version) {

    public boolean isOpen() {
      return state == Occurrence.State.PLANNED;
    }

    /** As in style classes and message keys. */
    public String stateKey() {
      return tentative && isOpen() ? "tentative" : state.key();
    }

    /** The same in words: what is still open after its day has to be closed. */
    public String stateKey(LocalDate today) {
      return state.key(day, today, stateKey());
    }

    /**
     * What it costs as far as is known: planned while it is open, spent afterwards; nothing where
     * it was not done and nothing was spent.
     */
    public BigDecimal cost() {
      return spent != null && !isOpen()
          ? spent
          : state == Occurrence.State.NOT_DONE ? BigDecimal.ZERO : investment;
    }
  }

  /**
   * What one phase came to on one day, before any filter by person.
   *
   * @param total all occurrences, whatever became of them
   * @param tentative of the open ones, those that still have to be confirmed
   */
  record Tally(
      LocalDate day,
      HourglassPhase phase,
      int total,
      int done,
      int open,
      int tentative,
      BigDecimal investment,
      BigDecimal spent) {}

  /**
   * One day of one phase.
   *
   * @param more how many there are beyond the cards shown
   */
  record Cell(LocalDate day, List<Card> cards, int more) {}

  /**
   * What one phase came to in one week of the trend.
   *
   * @param height of its bar, 1 to {@value #TALLEST}
   */
  record Bar(int done, int height) {

    private static final int TALLEST = 14;

    /** Where the bar begins, counted from the top as drawings do. */
    public int top() {
      return TALLEST - height;
    }
  }

  /**
   * One phase.
   *
   * @param reason why it does not apply; null when it does
   * @param trend the last weeks up to the shown one
   */
  record Row(
      HourglassPhase phase,
      @Nullable String reason,
      int total,
      int done,
      List<Bar> trend,
      List<Cell> cells) {

    public boolean applies() {
      return reason == null;
    }

    /** Nothing is planned although it applies. */
    public boolean isGap() {
      return applies() && total == 0;
    }

    /** Nothing is planned, and nothing need be. */
    public boolean isOut() {
      return !applies() && total == 0;
    }
  }

  /**
   * Puts a week together.
   *
   * @param notApplicable the phases that do not apply, with the reason
   * @param tallies of the weeks of the trend
   * @param cards of the shown week, in the order in which they are to stand
   * @param filtered whether the cards are those of one person only
   */
  static WeekBoard of(
      Week week,
      LocalDate today,
      Map<HourglassPhase, String> notApplicable,
      List<Tally> tallies,
      List<Card> cards,
      boolean filtered) {
    List<Tally> own = tallies.stream().filter(t -> week.contains(t.day())).toList();
    Map<HourglassPhase, Integer> total = sums(own, Tally::total);
    Map<HourglassPhase, Integer> done = sums(own, Tally::done);
    List<HourglassPhase> applicable =
        Stream.of(HourglassPhase.values()).filter(p -> !notApplicable.containsKey(p)).toList();
    int tallest = tallest(week, tallies);
    List<Row> rows =
        Stream.of(HourglassPhase.values())
            .map(
                phase ->
                    new Row(
                        phase,
                        notApplicable.get(phase),
                        total.getOrDefault(phase, 0),
                        done.getOrDefault(phase, 0),
                        trend(week, phase, tallies, tallest),
                        cells(week, phase, own, cards, filtered)))
            .toList();
    return new WeekBoard(
        week,
        today,
        rows,
        Coverage.of(done, applicable),
        Coverage.of(total, applicable),
        Balance.of(done, applicable),
        own.stream().map(Tally::investment).reduce(BigDecimal.ZERO, BigDecimal::add),
        own.stream().map(Tally::spent).reduce(BigDecimal.ZERO, BigDecimal::add),
        own.stream().filter(t -> !t.day().isAfter(today)).mapToInt(Tally::open).sum(),
        own.stream().mapToInt(Tally::tentative).sum());
  }

  /** Planned and not yet spent; negative when more was spent. */
  public BigDecimal left() {
    return budget.subtract(spent);
  }

  /** Nothing is planned at all in this week. */
  public boolean isEmpty() {
    return rows.stream().allMatch(row -> row.total() == 0);
  }

  public boolean isCurrent() {
    return week.contains(today);
  }

  /** The day on which an activity is most likely to be added: today if it lies in the week. */
  public LocalDate likelyDay() {
    return isCurrent() ? today : week.monday();
  }

  /** The identifiers of the cards shown of what was done. */
  public List<UUID> doneCards() {
    return rows.stream()
        .flatMap(row -> row.cells().stream())
        .flatMap(cell -> cell.cards().stream())
        .filter(card -> card.state() == Occurrence.State.DONE)
        .map(Card::id)
        .toList();
  }

  /** The cards that should have been closed by today, in order. */
  public List<Card> overdueCards(int most) {
    return rows.stream()
        .flatMap(row -> row.cells().stream())
        .flatMap(cell -> cell.cards().stream())
        .filter(card -> card.isOpen() && !card.day().isAfter(today))
        .limit(most)
        .toList();
  }

  private static List<Cell> cells(
      Week week, HourglassPhase phase, List<Tally> tallies, List<Card> cards, boolean filtered) {
    List<Cell> cells = new ArrayList<>();
    for (LocalDate day : week.days()) {
      List<Card> here =
          cards.stream().filter(c -> c.phase() == phase && c.day().equals(day)).toList();
      int all =
          tallies.stream()
              .filter(t -> t.phase() == phase && t.day().equals(day))
              .mapToInt(Tally::total)
              .sum();
      cells.add(new Cell(day, here, filtered ? 0 : Math.max(0, all - here.size())));
    }
    return cells;
  }

  private static List<Bar> trend(
      Week week, HourglassPhase phase, List<Tally> tallies, int tallest) {
    return weeksOfTrend(week)
        .map(
            w -> {
              int done = doneIn(w, phase, tallies);
              return new Bar(done, Math.max(1, Math.round((float) Bar.TALLEST * done / tallest)));
            })
        .toList();
  }

  private static int tallest(Week week, List<Tally> tallies) {
    int most =
        Stream.of(HourglassPhase.values())
            .flatMapToInt(phase -> weeksOfTrend(week).mapToInt(w -> doneIn(w, phase, tallies)))
            .max()
            .orElse(0);
    return Math.max(1, most);
  }

  private static Stream<Week> weeksOfTrend(Week week) {
    return IntStream.rangeClosed(1 - TREND_WEEKS, 0).mapToObj(week::plus);
  }

  private static int doneIn(Week week, HourglassPhase phase, List<Tally> tallies) {
    return tallies.stream()
        .filter(t -> t.phase() == phase && week.contains(t.day()))
        .mapToInt(Tally::done)
        .sum();
  }

  private static Map<HourglassPhase, Integer> sums(List<Tally> tallies, ToIntFunction<Tally> what) {
    return tallies.stream()
        .collect(
            Collectors.toMap(
                Tally::phase,
                what::applyAsInt,
                Integer::sum,
                () -> new EnumMap<>(HourglassPhase.class)));
  }
}
