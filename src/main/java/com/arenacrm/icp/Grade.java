package com.arenacrm.icp;

/**
 * How well somebody fits a profile, as a letter: A from 75 of 100, B from 50, C from 25, else D.
 */
public enum Grade {
  A(75),
  B(50),
  C(25),
  D(0);

  private final int least;

  Grade(int least) {
    this.least = least;
  }

  /** The lowest score that has this grade. */
  public int least() {
    return least;
  }

  /** The highest score that has this grade. */
  public int most() {
    return this == A ? 100 : values()[ordinal() - 1].least - 1;
  }

  /**
   * The grade of a score.
   *
   * @param score 0 to 100
   */
  public static Grade of(int score) {
    for (Grade grade : values()) {
      if (score >= grade.least) {
        return grade;
      }
    }
    return D;
  }
}
