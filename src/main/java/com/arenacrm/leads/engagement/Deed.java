package com.arenacrm.leads.engagement;

import com.arenacrm.contacts.ContactBook.Talk;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.planner.TouchKind;
import java.util.Optional;

/** What somebody did, or let happen, that says that they are keen; the weightiest first. */
enum Deed {
  /** Filled in a form. */
  SUBMITTED,
  /** Answered a message or an invitation. */
  REPLIED,
  /** Met with one of us. */
  MET,
  REVIEWED,
  ATTENDED,
  /** Spoke with one of us on the telephone. */
  SPOKE,
  /** Wrote with one of us, and answered. */
  WROTE,
  MENTIONED,
  VISITED,
  WATCHED,
  READ;

  /** Empty for what we did, and they did not. */
  static Optional<Deed> of(TouchKind touch) {
    return switch (touch) {
      case INVITED -> Optional.empty();
      case SUBMITTED -> Optional.of(SUBMITTED);
      case REPLIED -> Optional.of(REPLIED);
      case REVIEWED -> Optional.of(REVIEWED);
      case ATTENDED -> Optional.of(ATTENDED);
      case MENTIONED -> Optional.of(MENTIONED);
      case VISITED -> Optional.of(VISITED);
      case WATCHED -> Optional.of(WATCHED);
      case READ -> Optional.of(READ);
    };
  }

  /** Empty for notes, for calls that nobody took, for what we only sent, and for a no. */
  static Optional<Deed> of(Talk talk) {
    InteractionResult result = talk.result();
    boolean answered =
        result == InteractionResult.TALKED
            || result == InteractionResult.MEETING_AGREED
            || result == InteractionResult.ASKED_FOR_TIME
            || result == InteractionResult.DONE;
    return switch (talk.kind()) {
      case MEETING, VISIT -> answered || result == null ? Optional.of(MET) : Optional.empty();
      case CALL -> answered || result == null ? Optional.of(SPOKE) : Optional.empty();
      case EMAIL, MESSAGE -> answered ? Optional.of(WROTE) : Optional.empty();
      case NOTE -> Optional.empty();
    };
  }
}
