package com.arenacrm.planner.audience;

/**
 * What an audience is made of. Whoever was put in is either taken out, or has withdrawn consent, or
 * cannot be reached, or never gave it and is left out for that, or will be invited; and whoever
 * will be invited stands inside the profile, outside, or nobody can say yet. Nothing is counted
 * twice.
 *
 * @param people all who were put in
 * @param takenOut those whom somebody took out, with a reason
 * @param withdrawn those who may never be written to, and were not taken out besides
 * @param silent those who never said whether they agree, and are left out because nobody said on
 *     what ground they may be written to
 * @param inside of those who will be invited, who is whom we want
 * @param outside of those who will be invited, who is not
 * @param unjudged of those who will be invited, of whom too little is known
 * @param repeated of those who will be invited, who was so often without answering (R041)
 * @param consentUnknown of those who will be invited, who never said whether they agree: they are
 *     invited on the ground that marketing gave
 * @param unreachable those who have neither an address nor a number, and are neither taken out nor
 *     withdrawn
 */
record Shares(
    int people,
    int takenOut,
    int withdrawn,
    int silent,
    int inside,
    int outside,
    int unjudged,
    int repeated,
    int consentUnknown,
    int unreachable) {

  static final Shares NONE = new Shares(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * @throws IllegalArgumentException when the parts do not add up
   */
  Shares {
    int invited = inside + outside + unjudged;
    if (Math.min(Math.min(inside, outside), Math.min(unjudged, takenOut)) < 0
        || withdrawn < 0
        || silent < 0
        || repeated < 0
        || consentUnknown < 0
        || unreachable < 0
        || invited + takenOut + withdrawn + silent + unreachable != people
        || repeated > invited
        || consentUnknown > invited) {
      throw new IllegalArgumentException("The parts of an audience add up to it");
    }
  }

  /** Who will be invited. */
  public int invited() {
    return inside + outside + unjudged;
  }

  /** The share inside the profile of those who will be invited, 0 to 1; 0 where nobody will be. */
  public double insideShare() {
    return of(inside);
  }

  /** The share of repeat invitees of those who will be invited, 0 to 1. */
  public double repeatedShare() {
    return of(repeated);
  }

  /** Whether fewer than agreed lie inside; of nobody it cannot be said. */
  public boolean isBelow(int agreedPercent) {
    return invited() > 0 && 100L * inside < (long) agreedPercent * invited();
  }

  /**
   * Whether what was said of another share also holds for this one: it does as long as no smaller
   * part lies inside.
   */
  boolean isNoWorseThan(int insideThen, int invitedThen) {
    return (long) inside * invitedThen >= (long) insideThen * invited();
  }

  private double of(int part) {
    return invited() == 0 ? 0 : (double) part / invited();
  }
}
