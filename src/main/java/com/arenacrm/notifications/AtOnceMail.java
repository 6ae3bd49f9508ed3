package com.arenacrm.notifications;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.CurrentUsers;
import com.arenacrm.identity.Links;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Addressee;
import com.arenacrm.notifications.Inbox.Letter;
import com.arenacrm.shared.EmailAddress;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/**
 * Mails what people are told at once. What is to be mailed stands in the inbox, so that nothing is
 * lost when Arena stops, and each goes once: one of which it is not known whether it left is not
 * sent again.
 */
@Component
class AtOnceMail {

  private static final Logger LOG = LoggerFactory.getLogger(AtOnceMail.class);

  /** After that it would tell of yesterday. */
  private static final Duration FRESH = Duration.ofHours(12);

  /** So many go in one round. */
  private static final int MOST = 200;

  private static final int LONGEST_SUBJECT = 150;

  private final Inbox inbox;
  private final UserNames userNames;
  private final CurrentUsers users;
  private final Links links;
  private final ObjectProvider<JavaMailSender> sender;
  private final MessageSource messages;
  private final String from;

  AtOnceMail(
      Inbox inbox,
      UserNames userNames,
      CurrentUsers users,
      Links links,
      ObjectProvider<JavaMailSender> sender,
      MessageSource messages,
      @Value("${arena.mail.from:arena@localhost}") String from) {
    this.inbox = inbox;
    this.userNames = userNames;
    this.users = users;
    this.links = links;
    this.sender = sender;
    this.messages = messages;
    this.from = from;
  }

  /** Sends what waits. */
  void send(Instant now) {
    JavaMailSender server = sender.getIfAvailable();
    if (server == null) {
      return;
    }
    Optional<Letter> letter = inbox.nextLetter(now.minus(FRESH));
    if (letter.isEmpty()) {
      return;
    }
    Map<UserId, Addressee> people =
        userNames.addressees().stream().collect(Collectors.toMap(Addressee::id, a -> a));
    for (int i = 0; letter.isPresent() && i < MOST; i++) {
      Letter present = letter.get();
      Addressee to = people.get(present.to());
      if (to != null && !to.sample()) {
        try {
          server.send(mail(to, present));
        } catch (MailException e) {
          LOG.warn("A notice could not be mailed and is tried again: {}", e.getMessage());
          inbox.mailed(present.notification().id(), false);
          return;
        }
      }
      inbox.mailed(present.notification().id(), true);
      letter = inbox.nextLetter(now.minus(FRESH));
    }
  }

  private SimpleMailMessage mail(Addressee to, Letter letter) {
    CurrentUser user = users.acting(to.id());
    Locale locale =
        Locale.forLanguageTag(
            user.language() == null ? user.company().language() : user.language());
    String text =
        messages.getMessage(
            letter.notification().textKey(), letter.notification().arguments(), locale);
    SimpleMailMessage mail = new SimpleMailMessage();
    mail.setFrom(from);
    mail.setTo(new EmailAddress(to.email()).wire());
    String subject = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    mail.setSubject(
        subject.length() <= LONGEST_SUBJECT
            ? subject
            : subject.substring(0, LONGEST_SUBJECT - 1) + "…");
    // Without a base address of its own Arena does not know what it is called outside.
    mail.setText(
        messages.getMessage(
            "mail.atOnce.text",
            new Object[] {
              user.firstName(),
              text,
              links.isConfigured() ? links.forMail(letter.notification().link()) + "\n" : "",
              links.isConfigured() ? links.forMail("/notifications") : "Arena"
            },
            locale));
    return mail;
  }

  /** The job, which runs on one node at a time. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> mailAtOnce(AtOnceMail mail, Clock clock) {
      return Tasks.recurring("notifications-at-once", FixedDelay.of(Duration.ofSeconds(15)))
          .execute((instance, context) -> mail.send(clock.instant()));
    }
  }
}
