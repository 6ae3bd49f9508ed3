package com.arenacrm.leads.likelihood;

import org.jspecify.annotations.Nullable;

/** Whether the likelihood is shown, or why not. */
enum Verdict {
  /** It tells buyers from others. */
  ON,
  /** There are not enough outcomes to learn from, or all ended alike. */
  TOO_FEW,
  /** Nothing that is known when leads come in may be used. */
  NO_FACTS,
  /** It orders leads hardly better than chance, or chance explains it. */
  NO_ORDER,
  /** Only one group of leads differs: it does not rank the others. */
  ONE_GROUP,
  /** Who always says the average is nearer to the truth. */
  NO_BETTER;

  /** From so many outcomes on it is tried at all. */
  static final int FEWEST_OUTCOMES = 200;

  /** Of those that bought, and of those that did not. */
  static final int FEWEST_OF_EACH = 40;

  /** The area must surely be above this; 0.5 is chance. */
  static final double LEAST_AUC = 0.55;

  /** Before it is tried. */
  static boolean isEnough(int outcomes, int bought) {
    return outcomes >= FEWEST_OUTCOMES
        && bought >= FEWEST_OF_EACH
        && outcomes - bought >= FEWEST_OF_EACH;
  }

  /** After it was tried; null quality means that it could not be. */
  static Verdict of(@Nullable Quality quality) {
    if (quality == null) {
      return TOO_FEW;
    }
    if (quality.aucLow() < LEAST_AUC) {
      return NO_ORDER;
    }
    if (quality.aucWithoutOneTenth() < LEAST_AUC) {
      return ONE_GROUP;
    }
    return quality.brier() < quality.brierOfAverage() ? ON : NO_BETTER;
  }
}
