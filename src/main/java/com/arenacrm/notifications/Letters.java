package com.arenacrm.notifications;

import com.arenacrm.shared.EmailAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.task.TaskExecutor;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Sends a letter to somebody outside, by the configured mail server. */
@Component
public class Letters {

  private static final Logger LOG = LoggerFactory.getLogger(Letters.class);

  private final ObjectProvider<JavaMailSender> sender;
  private final TaskExecutor background;
  private final String from;

  Letters(
      ObjectProvider<JavaMailSender> sender,
      @Qualifier("applicationTaskExecutor") TaskExecutor background,
      @Value("${arena.mail.from:arena@localhost}") String from) {
    this.sender = sender;
    this.background = background;
    this.from = from;
  }

  /** Whether mail can be sent at all. */
  public boolean isConfigured() {
    return sender.getIfAvailable() != null;
  }

  /** Sends it once the present transaction has committed, without making the caller wait. */
  public void send(EmailAddress to, String subject, String text) {
    SimpleMailMessage mail = new SimpleMailMessage();
    mail.setFrom(from);
    mail.setTo(to.wire());
    mail.setSubject(subject.replaceAll("\\s+", " "));
    mail.setText(text);
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              background.execute(() -> deliver(mail));
            }
          });
    } else {
      background.execute(() -> deliver(mail));
    }
  }

  private void deliver(SimpleMailMessage mail) {
    JavaMailSender available = sender.getIfAvailable();
    if (available == null) {
      return;
    }
    try {
      available.send(mail);
    } catch (MailException e) {
      // The address is left out: whoever reads logs need not learn who wrote to us.
      LOG.warn("A letter could not be sent: {}", e.getMessage());
    }
  }
}
