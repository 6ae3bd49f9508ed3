package com.arenacrm.notifications;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.CurrentUsers;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.platform.Formats;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
  private final CurrentUsers users;
  private final UserNames names;

  Notices(Inbox inbox, CurrentUsers users, UserNames names) {
    this.inbox = inbox;
    this.users = users;
    this.names = names;
  }

  /** Puts a line into the inbox of a user, in the caller's transaction. */
  public void tell(UserId user, Reminders.Line line, Instant now) {
    inbox.tell(user, line, false, now);
  }

  /** Puts a line into the inbox of a user, with days and numbers as they read them. */
  public void tell(UserId user, Function<Formats, Reminders.Line> line, Instant now) {
    inbox.tell(user, line.apply(formatsOf(users.acting(user))), false, now);
  }

  /**
   * Puts a line into the inbox of a user and, unless they want no such mail, sends it by mail as
   * soon as the caller's transaction has committed.
   */
  public void tellAtOnce(UserId user, Function<Formats, Reminders.Line> line, Instant now) {
    CurrentUser reader = users.acting(user);
    // Nobody reads the mail of the sample company.
    inbox.tell(user, line.apply(formatsOf(reader)), !reader.sample(), now);
  }

  /**
   * The same for a colleague whom it concerns what somebody did: nobody is told what they did
   * themselves, nor who works here no more.
   *
   * @param user null for nobody
   */
  public void tellColleague(
      @Nullable UserId user, UserId actor, Function<Formats, Reminders.Line> line, Instant now) {
    if (user != null && !user.equals(actor) && names.isActive(user)) {
      tellAtOnce(user, line, now);
    }
  }

  /**
   * Takes back what a user was told about something that is not so any more.
   *
   * @param path to which those lines lead
   * @param instead what to say where they have heard of it already
   */
  public void takeBack(UserId user, String path, Reminders.Line instead, Instant now) {
    if (inbox.takeBack(user, path)) {
      inbox.tell(user, instead, false, now);
    }
  }

  /**
   * Takes back what a user was told by a change that is undone.
   *
   * @param instead what to say where they have heard of it already; of the kind of those lines, and
   *     leading to where they lead
   * @param since when the change was made
   */
  public void takeBack(UserId user, Reminders.Line instead, Instant since, Instant now) {
    if (inbox.takeBack(user, instead.path(), instead.kind(), since)) {
      inbox.tell(user, instead, false, now);
    }
  }

  private static Formats formatsOf(CurrentUser user) {
    return user.formats(
        Locale.forLanguageTag(
            user.language() == null ? user.company().language() : user.language()));
  }
}
