package com.arenacrm.insight;

import com.arenacrm.shared.Balance;
import com.arenacrm.shared.Coverage;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.MacroPhase;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One week of the hourglass: what was done in each phase beside the demand that it really produced
 * (R001, R017, R022, R049–R054).
 *
 * @param profile the profile that it is about; null for all together
 * @param lines the seven phases in order
 * @param unattributed what came without any activity of ours
 * @param trend the twelve weeks up to this one
 * @param closings every close of the week, the first one first
 */
public record CoverageReport(
    Week week,
    @Nullable UUID profile,
    List<Line> lines,
    Line unattributed,
    List<WeekPoint> trend,
    List<Unclosed> unclosed,
    @Nullable Review review,
    List<Closing> closings) {

  /**
   * The figures of one phase, or of several added up.
   *
   * @param phase null for what no activity brought, and for sums
   * @param notApplicable why the phase does not apply; null when it does
   * @param now the figures as they are now
   * @param frozen the figures as they were when the week was closed; empty while it is open
   */
  public record Line(
      @Nullable HourglassPhase phase,
      boolean applies,
      @Nullable String notApplicable,
      Map<Figure, BigDecimal> now,
      Map<Figure, BigDecimal> frozen) {

    /** What the report states: frozen where the week froze it, else as it is now. */
    public BigDecimal value(Figure figure) {
      return frozen.getOrDefault(figure, live(figure));
    }

    /** As it is now. */
    public BigDecimal live(Figure figure) {
      return now.getOrDefault(figure, BigDecimal.ZERO);
    }

    /** Whether it changed after the week was closed. */
    public boolean isCorrected(Figure figure) {
      return frozen.containsKey(figure) && value(figure).compareTo(live(figure)) != 0;
    }

    public boolean isZero(Figure figure) {
      return value(figure).signum() == 0;
    }

    /** All three kinds of demand signal together. */
    public BigDecimal signals() {
      return value(Figure.SIGNALS_INTENT)
          .add(value(Figure.SIGNALS_CLOSING))
          .add(value(Figure.SIGNALS_ADVANCE));
    }

    /** Demand in the strict sense: signals, and deals that were opened or won. */
    private boolean hasDemand() {
      return signals().signum() > 0
          || value(Figure.DEALS_OPENED).signum() > 0
          || value(Figure.DEALS_WON).signum() > 0;
    }

    /** Something was done, and no demand shows. */
    public boolean isCoveredWithoutDemand() {
      return phase != null && value(Figure.DONE).signum() > 0 && !hasDemand();
    }

    /** Demand shows, and nothing was done for it this week. */
    public boolean isDemandWithoutActivity() {
      return phase != null && value(Figure.DONE).signum() == 0 && hasDemand();
    }

    /** What was planned and has no state yet. */
    public BigDecimal open() {
      return value(Figure.PLANNED)
          .subtract(value(Figure.DONE))
          .subtract(value(Figure.NOT_DONE))
          .max(BigDecimal.ZERO);
    }

    /** The same as if the week had never been closed. */
    public Line today() {
      return new Line(phase, applies, notApplicable, now, Map.of());
    }

    private static Line sum(List<Line> lines) {
      Map<Figure, BigDecimal> now = new EnumMap<>(Figure.class);
      Map<Figure, BigDecimal> frozen = new EnumMap<>(Figure.class);
      for (Figure figure : Figure.values()) {
        now.put(
            figure,
            lines.stream().map(l -> l.live(figure)).reduce(BigDecimal.ZERO, BigDecimal::add));
        // A line that kept nothing then says what it says now.
        if (lines.stream().anyMatch(l -> l.frozen().containsKey(figure))) {
          frozen.put(
              figure,
              lines.stream().map(l -> l.value(figure)).reduce(BigDecimal.ZERO, BigDecimal::add));
        }
      }
      return new Line(null, lines.stream().anyMatch(Line::applies), null, now, frozen);
    }
  }

  /** A macro-phase with its figures added up (R022). */
  public record MacroLine(MacroPhase macroPhase, Line line) {}

  /**
   * One week of the trend.
   *
   * @param covered phases with something done
   * @param planned phases with something planned
   * @param applicable phases that applied
   */
  public record WeekPoint(Week week, int covered, int planned, int applicable, Balance balance) {}

  /** An occurrence that nobody has closed. */
  public record Unclosed(UUID id, String title, LocalDate day, String owner) {}

  /** That the week was closed: by whom, when, and what was learned. */
  public record Review(String learned, Instant closedAt, String closedBy) {}

  /**
   * One close of the week, and that it was opened again.
   *
   * @param learned what was learned by then
   * @param recordedAt when it was written down
   * @param reworded whether a later close says the same, perhaps in other words
   */
  public record Closing(
      String learned,
      Instant closedAt,
      @Nullable String closedBy,
      Instant recordedAt,
      @Nullable Instant openedAt,
      @Nullable String openedBy,
      boolean reworded) {}

  /** Whether it was closed, and is open again: then its figures are those of the last close. */
  public boolean isOpenAgain() {
    return !closings.isEmpty() && closings.get(closings.size() - 1).openedAt() != null;
  }

  /** Whether it was opened again after a close. */
  public boolean wasOpenedAgain() {
    return closings.stream().anyMatch(c -> c.openedAt() != null);
  }

  /** The phases that apply. */
  public Set<HourglassPhase> applicable() {
    EnumSet<HourglassPhase> phases = EnumSet.noneOf(HourglassPhase.class);
    lines.stream().filter(Line::applies).forEach(l -> phases.add(phaseOf(l)));
    return phases;
  }

  /** Applicable phases with at least one done occurrence ÷ applicable phases. */
  public Coverage coverage() {
    return Coverage.of(counts(Figure.DONE), applicable());
  }

  /** Applicable phases with at least one planned occurrence ÷ applicable phases. */
  public Coverage plannedCoverage() {
    return Coverage.of(counts(Figure.PLANNED), applicable());
  }

  /** How evenly what was done is spread. */
  public Balance balance() {
    return Balance.of(counts(Figure.DONE), applicable());
  }

  /** All phases and what no activity brought, added up. */
  public Line total() {
    return Line.sum(Stream.concat(lines.stream(), Stream.of(unattributed)).toList());
  }

  /** The four phases of the commercial cycle. */
  public List<MacroLine> macroLines() {
    List<MacroLine> macro = new ArrayList<>();
    for (MacroPhase phase : MacroPhase.values()) {
      macro.add(
          new MacroLine(
              phase,
              Line.sum(lines.stream().filter(l -> phaseOf(l).macroPhase() == phase).toList())));
    }
    return macro;
  }

  /** The same report as if the week had never been closed: every figure as it is now. */
  public CoverageReport today() {
    return new CoverageReport(
        week,
        profile,
        lines.stream().map(Line::today).toList(),
        unattributed.today(),
        trend,
        unclosed,
        review,
        closings);
  }

  /** What each signal cost; empty when there was none. */
  public Optional<BigDecimal> costPerSignal() {
    Line total = total();
    return total.signals().signum() == 0
        ? Optional.empty()
        : Optional.of(
            total.value(Figure.INVESTMENT_SPENT).divide(total.signals(), 2, RoundingMode.HALF_UP));
  }

  private Map<HourglassPhase, Integer> counts(Figure figure) {
    Map<HourglassPhase, Integer> counts = new EnumMap<>(HourglassPhase.class);
    lines.forEach(l -> counts.put(phaseOf(l), l.value(figure).intValueExact()));
    return counts;
  }

  private static HourglassPhase phaseOf(Line line) {
    return java.util.Objects.requireNonNull(line.phase());
  }
}
