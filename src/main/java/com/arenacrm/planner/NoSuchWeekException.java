package com.arenacrm.planner;

/** Somebody asked for a week that does not exist, such as the 99th of a year. */
class NoSuchWeekException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String asked;

  NoSuchWeekException(String asked) {
    super("No week " + asked);
    this.asked = asked;
  }

  /** What was asked for, as written. */
  String asked() {
    return asked;
  }
}
