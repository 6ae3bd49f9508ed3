package com.arenacrm.contacts;

import org.jspecify.annotations.Nullable;

/** How something was said. */
public enum InteractionKind {
  CALL,
  MEETING,
  EMAIL,
  MESSAGE,
  VISIT,
  NOTE;

  /** Whether the customer took part; a note to ourselves resets no clock. */
  public boolean isWithCustomer() {
    return this != NOTE;
  }

  /**
   * Whether it can have had this result: a note of ours is done, and nobody answers it.
   *
   * @param result null where nobody said
   */
  public boolean allows(@Nullable InteractionResult result) {
    return this != NOTE || result == null || result == InteractionResult.DONE;
  }

  /**
   * Whether the customer took part in it, so that it starts an idle clock again (R065). What was
   * written counts once they say something; until then, and when nobody took a call, it is an
   * attempt of ours.
   *
   * @param result what came out of it; null where nobody said
   */
  public boolean isContact(@Nullable InteractionResult result) {
    return switch (this) {
      case NOTE -> false;
      case EMAIL, MESSAGE -> result != null && result.isSaidByCustomer();
      case CALL, MEETING, VISIT ->
          result == null || result.isReached() && result != InteractionResult.SENT;
    };
  }
}
