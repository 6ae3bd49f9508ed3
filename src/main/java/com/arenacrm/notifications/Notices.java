package com.arenacrm.notifications;

import com.arenacrm.identity.UserId;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells somebody at once, in their inbox, of something that has happened. What is due each morning
 * comes by {@link Reminders} instead.
 */
@Component
@Transactional
public class Notices {

  private final Inbox inbox;

  Notices(Inbox inbox) {
    this.inbox = inbox;
  }

  /** Puts a line into the inbox of a user, in the caller's transaction. */
  public void tell(UserId user, Reminders.Line line, Instant now) {
    inbox.tell(user, line, now);
  }
}
