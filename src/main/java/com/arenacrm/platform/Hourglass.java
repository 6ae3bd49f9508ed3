package com.arenacrm.platform;

import com.arenacrm.shared.HourglassPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/**
 * The picture of a week (R017): an hourglass of seven bands, one a phase from top to bottom. Each
 * fills with sand by how much of what was planned in its phase is done; a phase that does not apply
 * is a dashed outline. It stands with the same numbers in words, for those who do not see it. Drawn
 * by the fragment {@code ui/hourglass}.
 *
 * @param bands from the top down
 * @param words what the picture says
 */
public record Hourglass(List<Band> bands, String words) {

  /**
   * What happened in a phase.
   *
   * @param applies whether the phase applies at all
   * @param done occurrences that were done
   * @param planned all occurrences, whatever became of them
   */
  public record Share(HourglassPhase phase, boolean applies, int done, int planned) {

    double filled() {
      return planned == 0 ? 0 : Math.min(1, (double) done / planned);
    }
  }

  /**
   * One band, as the corners of polygons in a drawing of 150 by 230.
   *
   * @param outline its glass
   * @param sand its sand; null when it has none
   * @param words what it says
   */
  public record Band(
      HourglassPhase phase, boolean applies, String outline, @Nullable String sand, String words) {}

  private static final double CENTER = 75;
  private static final double NECK_Y = 136.5;
  private static final double TOP_Y = 13;
  private static final double BOTTOM_Y = 217;
  private static final double NECK = 10.6;
  private static final double TOP_BULB = 66;
  private static final double BOTTOM_BULB = 63.4;
  private static final double GAP = 2.4;

  /** Where the bands begin, and where the last one ends: low where the glass is wide. */
  private static final double[] EDGES = {13.2, 44.1, 75, 103.9, 128.6, 149.2, 184.2, 219.2};

  private static final int STEPS = 12;

  /**
   * Draws the hourglass.
   *
   * @param shares the seven phases in order
   */
  public static Hourglass draw(List<Share> shares, MessageSource messages, Locale locale) {
    List<Band> bands = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      Share share = shares.get(i);
      double top = EDGES[i];
      double bottom = EDGES[i + 1] - GAP;
      double level = bottom - (bottom - top) * share.filled();
      bands.add(
          new Band(
              share.phase(),
              share.applies(),
              polygon(top, bottom),
              share.filled() > 0 && share.applies() ? polygon(level, bottom) : null,
              words(share, messages, locale)));
    }
    String all = bands.stream().map(Band::words).collect(Collectors.joining(", "));
    return new Hourglass(
        List.copyOf(bands), messages.getMessage("hourglass.words", new Object[] {all}, locale));
  }

  private static String words(Share share, MessageSource messages, Locale locale) {
    String name = messages.getMessage("phase." + share.phase().key(), null, locale);
    String key =
        share.applies()
            ? share.planned() == 0 ? "hourglass.empty" : "hourglass.band"
            : "hourglass.notApplicable";
    return messages.getMessage(key, new Object[] {name, share.done(), share.planned()}, locale);
  }

  private static String polygon(double top, double bottom) {
    List<String> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (int i = 0; i <= STEPS; i++) {
      double y = top + (bottom - top) * i / STEPS;
      double half = halfWidth(y);
      left.add(point(CENTER - half, y));
      right.add(0, point(CENTER + half, y));
    }
    left.addAll(right);
    return String.join(" ", left);
  }

  private static double halfWidth(double y) {
    double far = y < NECK_Y ? (NECK_Y - y) / (NECK_Y - TOP_Y) : (y - NECK_Y) / (BOTTOM_Y - NECK_Y);
    double bulb = y < NECK_Y ? TOP_BULB : BOTTOM_BULB;
    double swell = Math.sin(Math.min(1, far) * Math.PI / 2);
    return NECK + (bulb - NECK) * swell * swell;
  }

  private static String point(double x, double y) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
  }
}
