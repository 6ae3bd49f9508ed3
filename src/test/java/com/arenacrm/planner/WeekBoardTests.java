package com.arenacrm.planner;

import static com.arenacrm.shared.HourglassPhase.KNOW;
import static com.arenacrm.shared.HourglassPhase.LIKE;
import static com.arenacrm.shared.HourglassPhase.REFER;
import static com.arenacrm.shared.HourglassPhase.TRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.planner.WeekBoard.Bar;
import com.arenacrm.planner.WeekBoard.Card;
import com.arenacrm.planner.WeekBoard.Cell;
import com.arenacrm.planner.WeekBoard.Row;
import com.arenacrm.planner.WeekBoard.Tally;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WeekBoardTests {

  private static final Week WEEK = new Week(2026, 47);
  private static final LocalDate MONDAY = WEEK.monday();
  private static final LocalDate FRIDAY = MONDAY.plusDays(4);

  @Test
  void theFiguresAreThoseOfTheWeekAlone() {
    WeekBoard board =
        board(
            Map.of(),
            List.of(
                tally(MONDAY, KNOW, 2, 2, "100", "90"),
                tally(MONDAY.plusDays(1), KNOW, 1, 0, "50", "0"),
                tally(FRIDAY, TRY, 1, 0, "20", "0"),
                tally(MONDAY.minusDays(1), LIKE, 5, 5, "999", "999")));

    assertThat(board.coverage().covered()).isOne();
    assertThat(board.plannedCoverage().covered()).isEqualTo(2);
    assertThat(board.balance().value()).hasValue(0);
    assertThat(board.budget()).isEqualByComparingTo("170");
    assertThat(board.spent()).isEqualByComparingTo("90");
    assertThat(board.left()).isEqualByComparingTo("80");
    assertThat(row(board, KNOW).total()).isEqualTo(3);
    assertThat(row(board, KNOW).done()).isEqualTo(2);
    assertThat(row(board, LIKE).isGap()).isTrue();
  }

  @Test
  void whatDoesNotApplyIsNoGapAndSaysWhy() {
    WeekBoard board = board(Map.of(REFER, "No se recomienda"), List.of());

    assertThat(row(board, REFER).isGap()).isFalse();
    assertThat(row(board, REFER).isOut()).isTrue();
    assertThat(row(board, REFER).reason()).isEqualTo("No se recomienda");
    assertThat(board.coverage().applicable()).isEqualTo(6);
    assertThat(board.coverage().missing()).doesNotContain(REFER);
  }

  @Test
  void whatIsPlannedInAPhaseThatDoesNotApplyIsShownAndCountsNowhere() {
    WeekBoard board = board(Map.of(REFER, "No"), List.of(tally(MONDAY, REFER, 1, 1, "0", "0")));

    assertThat(row(board, REFER).isOut()).isFalse();
    assertThat(board.coverage().covered()).isZero();
  }

  @Test
  void theTrendIsFourWeeksOnOneScale() {
    WeekBoard board =
        board(
            Map.of(),
            List.of(
                tally(MONDAY, KNOW, 4, 4, "0", "0"),
                tally(MONDAY.minusWeeks(3), KNOW, 1, 1, "0", "0"),
                tally(MONDAY.minusWeeks(4), KNOW, 9, 9, "0", "0"),
                tally(MONDAY.minusWeeks(1), LIKE, 2, 2, "0", "0")));

    assertThat(row(board, KNOW).trend())
        .containsExactly(new Bar(1, 4), new Bar(0, 1), new Bar(0, 1), new Bar(4, 14));
    assertThat(row(board, LIKE).trend().get(2)).isEqualTo(new Bar(2, 7));
  }

  @Test
  void aCellSaysHowManyMoreThereAre() {
    List<Card> cards = List.of(card(MONDAY, KNOW), card(MONDAY, KNOW));
    List<Tally> tallies = List.of(tally(MONDAY, KNOW, 7, 0, "0", "0"));

    Cell cell =
        WeekBoard.of(WEEK, FRIDAY, Map.of(), tallies, cards, false).rows().get(0).cells().get(0);
    assertThat(cell.cards()).hasSize(2);
    assertThat(cell.more()).isEqualTo(5);
    assertThat(
            WeekBoard.of(WEEK, FRIDAY, Map.of(), tallies, cards, true)
                .rows()
                .get(0)
                .cells()
                .get(0)
                .more())
        .as("of one person's cards nobody knows the rest")
        .isZero();
  }

  @Test
  void somethingIsOverdueFromItsOwnDayOn() {
    List<Tally> tallies =
        List.of(
            tally(FRIDAY, KNOW, 2, 0, "0", "0"), tally(FRIDAY.plusDays(1), KNOW, 1, 0, "0", "0"));

    assertThat(
            WeekBoard.of(WEEK, FRIDAY.minusDays(1), Map.of(), tallies, List.of(), false).overdue())
        .isZero();
    assertThat(WeekBoard.of(WEEK, FRIDAY, Map.of(), tallies, List.of(), false).overdue())
        .isEqualTo(2);
  }

  private static WeekBoard board(Map<HourglassPhase, String> excluded, List<Tally> tallies) {
    return WeekBoard.of(WEEK, FRIDAY, excluded, tallies, List.of(), false);
  }

  private static Row row(WeekBoard board, HourglassPhase phase) {
    return board.rows().get(phase.ordinal());
  }

  private static Tally tally(
      LocalDate day, HourglassPhase phase, int total, int done, String planned, String spent) {
    return new Tally(
        day, phase, total, done, total - done, 0, new BigDecimal(planned), new BigDecimal(spent));
  }

  private static Card card(LocalDate day, HourglassPhase phase) {
    return new Card(
        UUID.randomUUID(),
        "Una",
        phase,
        UUID.randomUUID(),
        day,
        null,
        BigDecimal.ZERO,
        null,
        null,
        null,
        Occurrence.State.PLANNED,
        false,
        0);
  }
}
