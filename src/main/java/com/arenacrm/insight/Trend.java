package com.arenacrm.insight;

import com.arenacrm.insight.CoverageReport.WeekPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The twelve weeks as a line drawing of 440 by 140, one line for what was covered and one for what
 * was planned. The same numbers stand in words beside it.
 *
 * @param marks the numbers at the left edge with their lines
 * @param weeks the week numbers below
 */
record Trend(
    String done,
    String planned,
    List<Dot> dots,
    List<Mark> marks,
    List<Mark> weeks,
    String values) {

  /** A point of the line of what was covered. */
  record Dot(String x, String y, String title) {}

  /** A text at a place. */
  record Mark(String x, String y, String text) {}

  private static final double LEFT = 20;
  private static final double RIGHT = 416;
  private static final double TOP = 20;
  private static final double BOTTOM = 118;
  private static final int PHASES = 7;

  static Trend draw(List<WeekPoint> points) {
    List<Dot> dots = new ArrayList<>();
    List<Mark> weeks = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      WeekPoint point = points.get(i);
      dots.add(
          new Dot(
              number(x(i, points.size())),
              number(y(point.covered())),
              point.week() + ": " + point.covered() + "/" + point.planned()));
      if (i % 2 == 1 || points.size() < 6) {
        weeks.add(
            new Mark(number(x(i, points.size())), "136", String.valueOf(point.week().number())));
      }
    }
    List<Mark> marks = new ArrayList<>();
    for (int n : new int[] {0, 3, 5, 7}) {
      marks.add(new Mark("4", number(y(n)), String.valueOf(n)));
    }
    return new Trend(
        line(points.stream().map(WeekPoint::covered).toList()),
        line(points.stream().map(WeekPoint::planned).toList()),
        dots,
        marks,
        weeks,
        points.stream()
            .map(p -> p.week().number() + ": " + p.covered() + "/" + p.planned())
            .collect(Collectors.joining(", ")));
  }

  private static String line(List<Integer> values) {
    List<String> corners = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      corners.add(number(x(i, values.size())) + "," + number(y(values.get(i))));
    }
    return String.join(" ", corners);
  }

  private static double x(int i, int of) {
    return of == 1 ? RIGHT : LEFT + (RIGHT - LEFT) * i / (of - 1);
  }

  private static double y(int phases) {
    return BOTTOM - (BOTTOM - TOP) * phases / PHASES;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
