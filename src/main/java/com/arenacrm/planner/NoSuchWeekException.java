package com.arenacrm.planner;

/**
 * Somebody asked for a week that does not exist, such as the 99th of a year, or for one too far.
 */
class NoSuchWeekException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String asked;
  private final boolean tooFar;

  private NoSuchWeekException(String asked, boolean tooFar) {
    super("No week " + asked);
    this.asked = asked;
    this.tooFar = tooFar;
  }

  /** There is no such week in any calendar. */
  static NoSuchWeekException unknown(String asked) {
    return new NoSuchWeekException(asked, false);
  }

  /** There is, but so far from today that nobody plans it. */
  static NoSuchWeekException tooFar(String asked) {
    return new NoSuchWeekException(asked, true);
  }

  /** What was asked for, as written. */
  String asked() {
    return asked;
  }

  boolean isTooFar() {
    return tooFar;
  }
}
