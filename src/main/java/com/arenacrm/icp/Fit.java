package com.arenacrm.icp;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.Facts;
import com.arenacrm.contacts.Operator;
import com.arenacrm.contacts.Scorecard;
import com.arenacrm.contacts.Scorecard.Verdict;
import com.arenacrm.platform.Folding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well somebody fits a profile, with the reason for each point (R084). The score is the weight
 * of the criteria that are met, in per cent of all weights; whom an exclusion names, or who fails a
 * knock-out, is out: score 0, grade D.
 *
 * @param score 0 to 100
 * @param knockedOut whether an exclusion or a knock-out decided it
 * @param points what decided it, exclusions that were met first, then every criterion
 */
public record Fit(
    ProfileId profile,
    String profileName,
    int score,
    Grade grade,
    boolean knockedOut,
    List<Point> points) {

  static final Comparator<Fit> BEST_FIRST =
      Comparator.comparing(Fit::knockedOut).thenComparing(Fit::score, Comparator.reverseOrder());

  /** What kind of rule a point comes from. */
  public enum Rule {
    EXCLUSION,
    KNOCK_OUT,
    CRITERION
  }

  /**
   * What one rule says. Holds the rule and the fact, not a sentence, so that it can be stored and
   * shown in each reader's language: {@code ~{icp/parts :: points(points)}}.
   *
   * @param points what it brought
   * @param outOf what it could bring
   * @param met whether the rule is met; for an exclusion that is the bad news
   * @param field the key of the {@link ContactField}
   * @param operator the name of the {@link Operator}
   * @param value as in {@link Condition}
   * @param fact what is known; null when nothing is
   */
  public record Point(
      int points,
      int outOf,
      Rule rule,
      boolean met,
      String field,
      String operator,
      String value,
      @Nullable String fact) {

    /** The rule itself. */
    public Condition condition() {
      return new Condition(
          ContactField.parse(field).orElseThrow(), Operator.valueOf(operator), value);
    }

    /** Whether there is a fact at all. */
    public boolean known() {
      return fact != null && !fact.isBlank();
    }

    /** Whether this rule alone puts somebody out. */
    public boolean putsOut() {
      return rule == Rule.EXCLUSION ? met : rule == Rule.KNOCK_OUT && !met;
    }
  }

  /** What decided it: for who is out, only what put them out. */
  public List<Point> reasons() {
    return knockedOut ? points.stream().filter(Point::putsOut).toList() : points;
  }

  /**
   * Whether only facts that nobody knows put them out: written down, they may let them in. So the
   * audience of an activity, too, counts them as not judged yet.
   */
  public boolean unsure() {
    return knockedOut && reasons().stream().noneMatch(Point::known);
  }

  static Fit of(ProfileId profile, String name, Scorecard scorecard, Facts facts, Folding folding) {
    Verdict verdict = scorecard.judge(facts, folding);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < scorecard.rules().size(); i++) {
      Scorecard.Rule rule = scorecard.rules().get(i);
      boolean met = verdict.met().get(i);
      if (met || !rule.outIfMet()) {
        points.add(point(rule, met, facts));
      }
    }
    return new Fit(
        profile, name, verdict.score(), Grade.of(verdict.score()), verdict.out(), points);
  }

  static Rule ruleOf(Scorecard.Rule rule) {
    return rule.outIfMet() ? Rule.EXCLUSION : rule.outIfUnmet() ? Rule.KNOCK_OUT : Rule.CRITERION;
  }

  private static Point point(Scorecard.Rule rule, boolean met, Facts facts) {
    Condition condition = rule.condition();
    return new Point(
        met ? rule.weight() : 0,
        rule.weight(),
        ruleOf(rule),
        met,
        condition.field().key(),
        condition.operator().name(),
        condition.value(),
        facts.value(condition.field()));
  }
}
