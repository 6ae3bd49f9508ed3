package com.arenacrm.identity;

import com.arenacrm.shared.EmailAddress;
import java.util.Locale;

/**
 * Sends the letters of accounts: invitations and password resets. Declared here, implemented by the
 * module that knows how mail is sent.
 */
public interface AccountMail {

  /** What a letter is about. */
  enum Letter {
    INVITATION,
    PASSWORD_RESET
  }

  /** Whether mail can be sent at all; if not, the administrator copies links by hand. */
  boolean isConfigured();

  /**
   * Sends a letter after the present transaction has committed, without making the caller wait.
   *
   * @param link the one-time address, absolute
   */
  void send(Letter letter, EmailAddress to, String name, String link, Locale locale);
}
