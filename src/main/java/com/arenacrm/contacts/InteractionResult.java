package com.arenacrm.contacts;

/** What came out of something that was said or tried. */
public enum InteractionResult {
  TALKED,
  MEETING_AGREED,
  ASKED_FOR_TIME,
  NOT_INTERESTED,
  NO_ANSWER,
  SENT,
  DONE,
  /** The customer waits for an answer of ours. */
  AWAITS_ANSWER;

  /** Whether it reached the customer; a call that nobody took resets no clock. */
  public boolean isReached() {
    return this != NO_ANSWER;
  }

  /** Whether only the customer can have brought it about: that something was sent is ours alone. */
  boolean isSaidByCustomer() {
    return switch (this) {
      case TALKED, MEETING_AGREED, ASKED_FOR_TIME, NOT_INTERESTED, AWAITS_ANSWER -> true;
      case NO_ANSWER, SENT, DONE -> false;
    };
  }
}
