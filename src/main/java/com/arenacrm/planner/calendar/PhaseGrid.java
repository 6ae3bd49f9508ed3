package com.arenacrm.planner.calendar;

import com.arenacrm.icp.Applicability;
import com.arenacrm.planner.Occurrence;
import com.arenacrm.platform.Formats;
import com.arenacrm.shared.Coverage;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WorkingCalendar;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several weeks as the planner shows them: seven rows of phases by columns of weeks, so that a week
 * without anything in an applicable phase stands out (R007, R016).
 *
 * @param rows the seven phases in order
 */
record PhaseGrid(List<Column> columns, List<Row> rows) {

  /** So many cards stand in one cell of the month; the rest is in the week's list. */
  static final int CARDS_IN_A_CELL = 4;

  /** From so many on a cell of the quarter is as dark as it gets. */
  private static final int DARKEST = 4;

  /**
   * What one phase came to in one week.
   *
   * @param everybody how many there are, whoever sees to them
   * @param total how many there are of those looked at, whatever became of them
   * @param tentative of those, how many still have to be confirmed
   */
  record Tally(
      LocalDate monday,
      boolean closed,
      @Nullable HourglassPhase phase,
      int everybody,
      int total,
      int done,
      int tentative) {}

  /** An occurrence, as short as it can be said. */
  record Card(
      UUID id,
      String title,
      HourglassPhase phase,
      LocalDate day,
      @Nullable LocalTime startTime,
      Occurrence.State state,
      boolean tentative) {

    public String stateKey() {
      return tentative && state == Occurrence.State.PLANNED ? "tentative" : state.key();
    }

    /** The same in words: what is still open after its day has to be closed. */
    public String stateKey(LocalDate today) {
      return state.key(day, today, stateKey());
    }
  }

  /**
   * A week.
   *
   * @param closed nothing new is put into it
   * @param holidays days on which the company would work otherwise
   * @param workingDays on how many days it works
   * @param planned applicable phases with something planned, by anybody
   */
  record Column(
      Week week,
      boolean current,
      boolean closed,
      List<LocalDate> holidays,
      int workingDays,
      Coverage planned) {

    /** The day on which something is most likely to be added. */
    public LocalDate likelyDay(LocalDate today, WorkingCalendar calendar) {
      return current
          ? today
          : week.days().stream().filter(calendar::isWorkingDay).findFirst().orElse(week.monday());
    }
  }

  /** One phase in one week. */
  record Cell(Column column, Tally tally, List<Card> cards, boolean gap) {

    public int more() {
      return Math.max(0, tally.total() - cards.size());
    }

    /** How dark it is drawn, 0 to 4. */
    public int shade() {
      return Math.min(DARKEST, tally.total());
    }
  }

  /**
   * One phase.
   *
   * @param reason why it does not apply; null when it does
   */
  record Row(HourglassPhase phase, @Nullable String reason, List<Cell> cells) {

    public boolean applies() {
      return reason == null;
    }

    public int total() {
      return cells.stream().mapToInt(c -> c.tally().total()).sum();
    }

    public int done() {
      return cells.stream().mapToInt(c -> c.tally().done()).sum();
    }

    /** In how many weeks nobody has planned anything although it applies. */
    public int gaps() {
      return (int) cells.stream().filter(Cell::gap).count();
    }

    public boolean isOut() {
      return !applies() && cells.stream().allMatch(c -> c.tally().everybody() == 0);
    }
  }

  /**
   * Puts it together.
   *
   * @param cards in the order of their days and hours; empty where none are shown
   */
  static PhaseGrid of(
      List<Week> weeks,
      LocalDate today,
      Applicability applicability,
      WorkingCalendar calendar,
      List<Tally> tallies,
      List<Card> cards) {
    List<Column> columns =
        weeks.stream().map(w -> column(w, today, applicability, calendar, tallies)).toList();
    return new PhaseGrid(
        columns,
        Stream.of(HourglassPhase.values())
            .map(
                phase ->
                    new Row(
                        phase,
                        applicability.applies(phase)
                            ? null
                            : applicability.reason(phase).orElse(Formats.NONE),
                        columns.stream()
                            .map(c -> cell(c, phase, applicability, tallies, cards))
                            .toList()))
            .toList());
  }

  /** In how many places of the grid an applicable phase has nothing. */
  public int gaps() {
    return rows.stream().mapToInt(Row::gaps).sum();
  }

  /** How many of those looked at still have to be confirmed. */
  public int tentative() {
    return rows.stream()
        .flatMap(r -> r.cells().stream())
        .mapToInt(c -> c.tally().tentative())
        .sum();
  }

  private static Column column(
      Week week,
      LocalDate today,
      Applicability applicability,
      WorkingCalendar calendar,
      List<Tally> tallies) {
    Map<HourglassPhase, Integer> planned = new EnumMap<>(HourglassPhase.class);
    boolean closed = false;
    for (Tally t : tallies) {
      if (t.monday().equals(week.monday())) {
        closed |= t.closed();
        if (t.phase() != null) {
          planned.merge(t.phase(), t.everybody(), Integer::sum);
        }
      }
    }
    return new Column(
        week,
        week.contains(today),
        closed,
        week.days().stream().filter(calendar.holidays()::contains).toList(),
        (int) week.days().stream().filter(calendar::isWorkingDay).count(),
        Coverage.of(planned, applicability.phases()));
  }

  private static Cell cell(
      Column column,
      HourglassPhase phase,
      Applicability applicability,
      List<Tally> tallies,
      List<Card> cards) {
    Tally tally =
        tallies.stream()
            .filter(t -> t.phase() == phase && t.monday().equals(column.week().monday()))
            .findFirst()
            .orElse(new Tally(column.week().monday(), column.closed(), phase, 0, 0, 0, 0));
    List<Card> here =
        cards.stream()
            .filter(c -> c.phase() == phase && column.week().contains(c.day()))
            .sorted(
                Comparator.comparing(Card::day)
                    .thenComparing(c -> c.startTime() == null ? LocalTime.MAX : c.startTime())
                    .thenComparing(Card::id))
            .limit(CARDS_IN_A_CELL)
            .toList();
    return new Cell(column, tally, here, applicability.applies(phase) && tally.everybody() == 0);
  }
}
