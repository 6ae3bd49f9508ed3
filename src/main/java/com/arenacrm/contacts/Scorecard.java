package com.arenacrm.contacts;

import com.arenacrm.platform.Folding;
import java.util.ArrayList;
import java.util.List;

/**
 * Weighted rules that give people and companies a score: the weights of the rules that they meet,
 * in per cent of all weights, rounded; 0 where a decisive rule speaks against them, or nothing has
 * weight.
 */
public record Scorecard(List<Rule> rules) {

  /**
   * One rule.
   *
   * @param weight what meeting it counts, 0 to 100
   * @param outIfMet whether meeting it rules the subject out, whatever else is true
   * @param outIfUnmet whether not meeting it does
   */
  public record Rule(Condition condition, int weight, boolean outIfMet, boolean outIfUnmet) {

    /** Whom we do not want. */
    public static Rule exclusion(Condition condition) {
      return new Rule(condition, 0, true, false);
    }

    /** Whom we want. */
    public static Rule criterion(Condition condition, int weight, boolean knockOut) {
      return new Rule(condition, weight, false, knockOut);
    }
  }

  /**
   * What the rules say of somebody.
   *
   * @param out whether a decisive rule spoke against them
   * @param score 0 to 100; 0 when out
   * @param met for each rule whether it is met
   */
  public record Verdict(boolean out, int score, List<Boolean> met) {}

  /** From this score on somebody is inside. */
  public static final int LEAST_INSIDE = 50;

  public Scorecard {
    rules = List.copyOf(rules);
  }

  /** The rules by which a company can be judged without its people. */
  public Scorecard ofCompanies() {
    return new Scorecard(
        rules.stream().filter(rule -> rule.condition().field().ofCompanies()).toList());
  }

  /** Judges one person or company; {@link ScoreSql} does the same for all at once. */
  public Verdict judge(Facts facts, Folding folding) {
    List<Boolean> met = new ArrayList<>();
    int earned = 0;
    boolean out = false;
    for (Rule rule : rules) {
      Condition condition = rule.condition();
      boolean is = condition.isMetBy(facts.value(condition.field()), folding);
      met.add(is);
      earned += is ? rule.weight() : 0;
      out |= is ? rule.outIfMet() : rule.outIfUnmet();
    }
    return new Verdict(out, out ? 0 : score(earned, totalWeight()), met);
  }

  /**
   * Where somebody stands (R038): inside with half of all weight or more and nothing decisive
   * against them; outside where a known fact decides it, or where even the best answer to all that
   * is not known would not be enough; otherwise nobody can say yet. {@link ScoreSql} says the same
   * to the database.
   */
  public Standing standing(Facts facts, Folding folding) {
    Verdict verdict = judge(facts, folding);
    int total = totalWeight();
    if (!verdict.out() && (total == 0 || verdict.score() >= LEAST_INSIDE)) {
      return Standing.INSIDE;
    }
    int possible = 0;
    boolean surelyOut = false;
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      boolean is = verdict.met().get(i);
      boolean open =
          rule.condition().operator().needsValue()
              && !Condition.isKnown(facts.value(rule.condition().field()));
      possible += is || open ? rule.weight() : 0;
      surelyOut |= is ? rule.outIfMet() : rule.outIfUnmet() && !open;
    }
    boolean never = total > 0 && score(possible, total) < LEAST_INSIDE;
    return surelyOut || never ? Standing.OUTSIDE : Standing.UNKNOWN;
  }

  int totalWeight() {
    return rules.stream().mapToInt(Rule::weight).sum();
  }

  // In whole numbers, so that the database rounds the same halves up.
  private static int score(int earned, int total) {
    return total == 0 ? 0 : (200 * earned + total) / (2 * total);
  }
}
