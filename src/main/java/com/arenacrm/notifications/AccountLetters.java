package com.arenacrm.notifications;

import com.arenacrm.identity.AccountMail;
import com.arenacrm.shared.EmailAddress;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.core.task.TaskExecutor;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** The letters of accounts, sent by the configured mail server. */
@Component
class AccountLetters implements AccountMail {

  private static final Logger LOG = LoggerFactory.getLogger(AccountLetters.class);

  private final ObjectProvider<JavaMailSender> sender;
  private final MessageSource messages;
  private final TaskExecutor background;
  private final String from;

  AccountLetters(
      ObjectProvider<JavaMailSender> sender,
      MessageSource messages,
      @Qualifier("applicationTaskExecutor") TaskExecutor background,
      @Value("${arena.mail.from:arena@localhost}") String from) {
    this.sender = sender;
    this.messages = messages;
    this.background = background;
    this.from = from;
  }

  @Override
  public boolean isConfigured() {
    return sender.getIfAvailable() != null;
  }

  @Override
  public void send(Letter letter, EmailAddress to, String name, String link, Locale locale) {
    String key = letter == Letter.INVITATION ? "mail.invitation" : "mail.passwordReset";
    SimpleMailMessage mail = new SimpleMailMessage();
    mail.setFrom(from);
    mail.setTo(to.wire());
    mail.setSubject(messages.getMessage(key + ".subject", null, locale));
    mail.setText(messages.getMessage(key + ".text", new Object[] {name, link}, locale));
    background.execute(() -> deliver(mail));
  }

  private void deliver(SimpleMailMessage mail) {
    try {
      sender.getObject().send(mail);
    } catch (MailException e) {
      // The address is left out: whoever reads logs need not learn who has an account.
      LOG.warn("A letter could not be sent: {}", e.getMessage());
    }
  }
}
