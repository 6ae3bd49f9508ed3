package com.arenacrm.planner.templates;

import com.arenacrm.planner.Idea;
import com.arenacrm.shared.Coverage;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Thirteen weeks drafted from three answers: one activity for each phase that applies, each every
 * so many weeks, set off against one another so that every week has as many as were asked for.
 *
 * @param weeks the thirteen
 * @param pace so many activities a week were asked for
 * @param lines one for each applicable phase, in order
 * @param weekly what an average week costs
 * @param over by how much that is more than was wanted; null when it is not
 */
record FirstQuarter(
    List<Week> weeks, int pace, List<Line> lines, BigDecimal weekly, @Nullable BigDecimal over) {

  static final int WEEKS = 13;

  /**
   * What is done in one phase.
   *
   * @param idea the activity to start from
   * @param choices those of the phase
   * @param kept whether it is to be planned
   * @param every every so many weeks
   * @param offset the first of the thirteen weeks in which it happens, from 0
   */
  record Line(
      HourglassPhase phase, Idea idea, List<Idea> choices, boolean kept, int every, int offset) {

    public boolean in(int week) {
      return kept && week >= offset && (week - offset) % every == 0;
    }

    /** How often it happens. */
    public int times() {
      return (int) IntStream.range(0, WEEKS).filter(this::in).count();
    }

    private Line with(Idea other) {
      return new Line(phase, other, choices, kept, every, offset);
    }

    private BigDecimal cost() {
      return idea.investment().multiply(BigDecimal.valueOf(times()));
    }
  }

  /**
   * Drafts it.
   *
   * @param applicable the phases that apply
   * @param ideas what there is to start from
   * @param pace so many activities a week
   * @param budget so much a week at most; null when it does not matter
   * @param chosen the keys of those that were chosen; the cheaper ones are tried for the rest
   * @param dropped the phases that are left out
   */
  static FirstQuarter draft(
      Collection<HourglassPhase> applicable,
      List<Idea> ideas,
      int pace,
      @Nullable BigDecimal budget,
      Week start,
      Set<String> chosen,
      Set<HourglassPhase> dropped) {
    List<HourglassPhase> phases =
        Stream.of(HourglassPhase.values()).filter(applicable::contains).toList();
    List<HourglassPhase> kept = phases.stream().filter(p -> !dropped.contains(p)).toList();
    List<Line> lines = new ArrayList<>();
    for (HourglassPhase phase : phases) {
      // As many places a week as were asked for; the phases that share one take turns in it.
      int place = Math.max(0, kept.indexOf(phase));
      int sharing = Math.max(1, (kept.size() - place % pace + pace - 1) / pace);
      List<Idea> choices = ideas.stream().filter(idea -> idea.phase() == phase).toList();
      Idea first =
          choices.stream()
              .filter(idea -> chosen.contains(idea.key()))
              .findFirst()
              .orElse(choices.stream().filter(idea -> !idea.own()).findFirst().orElseThrow());
      lines.add(new Line(phase, first, choices, kept.contains(phase), sharing, place / pace));
    }
    if (budget != null) {
      economize(lines, budget, chosen);
      spend(lines, budget, chosen);
    }
    BigDecimal weekly = weekly(lines);
    return new FirstQuarter(
        Stream.iterate(start, Week::next).limit(WEEKS).toList(),
        pace,
        List.copyOf(lines),
        weekly,
        budget != null && weekly.compareTo(budget) > 0 ? weekly.subtract(budget) : null);
  }

  /** How many of the phases that apply it covers. */
  public Coverage coverage() {
    Map<HourglassPhase, Integer> times = new EnumMap<>(HourglassPhase.class);
    lines.forEach(line -> times.put(line.phase(), line.times()));
    return Coverage.of(times, lines.stream().map(Line::phase).toList());
  }

  /** How many phases one week covers. */
  public int coveredIn(int week) {
    return (int) lines.stream().filter(line -> line.in(week)).count();
  }

  public int times() {
    return lines.stream().mapToInt(Line::times).sum();
  }

  /** How many it would be at the pace that was asked for. */
  public int asked() {
    return pace * WEEKS;
  }

  /** Whether it is less than asked for, since no phase has more than one a week. */
  public boolean isFewer() {
    return times() < asked();
  }

  public List<Line> kept() {
    return lines.stream().filter(Line::kept).toList();
  }

  // The dearest that nobody chose gives way to the cheapest of its phase, until it fits.
  private static void economize(List<Line> lines, BigDecimal budget, Set<String> chosen) {
    for (int tries = 0; tries < lines.size() && weekly(lines).compareTo(budget) > 0; tries++) {
      Line dearest =
          lines.stream()
              .filter(line -> !chosen.contains(line.idea().key()))
              .filter(line -> cheapest(line).investment().compareTo(line.idea().investment()) < 0)
              .max(Comparator.comparing(Line::cost))
              .orElse(null);
      if (dearest == null) {
        return;
      }
      lines.set(lines.indexOf(dearest), dearest.with(cheapest(dearest)));
    }
  }

  // What is then left of it goes to the dearest that still fits, phase after phase.
  private static void spend(List<Line> lines, BigDecimal budget, Set<String> chosen) {
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (!line.kept() || chosen.contains(line.idea().key()) || line.idea().own()) {
        continue;
      }
      BigDecimal rest = budget.subtract(weekly(lines)).add(perWeek(line.cost()));
      line.choices().stream()
          .filter(idea -> !idea.own())
          .filter(idea -> perWeek(line.with(idea).cost()).compareTo(rest) <= 0)
          .filter(idea -> idea.investment().compareTo(line.idea().investment()) > 0)
          .max(Comparator.comparing(Idea::investment))
          .filter(idea -> line.idea().investment().signum() == 0)
          .ifPresent(idea -> lines.set(lines.indexOf(line), line.with(idea)));
    }
  }

  /** The least that an average week can cost with the phases that are kept. */
  public BigDecimal least() {
    return weekly(lines.stream().map(line -> line.with(cheapest(line))).toList());
  }

  /** The least that an average week costs with anything in it that is not free; null if all is. */
  public @Nullable BigDecimal leastPaid() {
    BigDecimal least = least();
    return least.signum() > 0
        ? least
        : kept().stream()
            .flatMap(
                line ->
                    line.choices().stream()
                        .filter(idea -> idea.investment().signum() > 0)
                        .map(idea -> perWeek(line.with(idea).cost())))
            .min(Comparator.naturalOrder())
            .orElse(null);
  }

  private static Idea cheapest(Line line) {
    return line.choices().stream().min(Comparator.comparing(Idea::investment)).orElseThrow();
  }

  private static BigDecimal weekly(List<Line> lines) {
    return perWeek(lines.stream().map(Line::cost).reduce(BigDecimal.ZERO, BigDecimal::add));
  }

  private static BigDecimal perWeek(BigDecimal cost) {
    return cost.divide(BigDecimal.valueOf(WEEKS), 2, RoundingMode.UP);
  }
}
