package com.arenacrm.notifications;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.CurrentUsers;
import com.arenacrm.identity.Links;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.identity.UserNames.Addressee;
import com.arenacrm.notifications.Inbox.Preference;
import com.arenacrm.platform.Formats;
import com.arenacrm.shared.EmailAddress;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells each person on each working morning what is due, in their inbox and in one mail; nothing
 * when nothing is due. A row for each person and day decides between nodes, so nobody is told
 * twice. A mail that the server refused is tried again until the morning is over; one of which it
 * is not known whether it left is not, since two are worse than none.
 */
@Component
class Digests {

  private static final Logger LOG = LoggerFactory.getLogger(Digests.class);

  /** After that nobody is told of their morning any more, say after Arena stood still. */
  private static final int LATEST_HOUR = 14;

  private final UserNames userNames;
  private final CurrentUsers users;
  private final Organizations organizations;
  private final Inbox inbox;
  private final List<Reminders> reminders;
  private final Links links;
  private final ObjectProvider<JavaMailSender> sender;
  private final MessageSource messages;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final String from;

  Digests(
      UserNames userNames,
      CurrentUsers users,
      Organizations organizations,
      Inbox inbox,
      List<Reminders> reminders,
      Links links,
      ObjectProvider<JavaMailSender> sender,
      MessageSource messages,
      JdbcClient jdbc,
      PlatformTransactionManager transactions,
      @Value("${arena.mail.from:arena@localhost}") String from) {
    this.userNames = userNames;
    this.users = users;
    this.organizations = organizations;
    this.inbox = inbox;
    this.reminders = reminders;
    this.links = links;
    this.sender = sender;
    this.messages = messages;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.from = from;
  }

  /** Tells everybody whose hour has come and who has not been told today. */
  void tell(Instant now) {
    List<Addressee> people = userNames.addressees();
    if (people.isEmpty()) {
      return;
    }
    var calendar = organizations.current().calendar();
    ZonedDateTime here = now.atZone(calendar.zone());
    LocalDate today = here.toLocalDate();
    if (!calendar.isWorkingDay(today) || here.getHour() >= LATEST_HOUR) {
      return;
    }
    for (Addressee person : people) {
      try {
        Preference wish = inbox.preference(person.id());
        if (here.getHour() >= wish.hour()) {
          transaction.executeWithoutResult(t -> prepare(person, wish, today, now));
          mail(person, today, sender.getIfAvailable());
        }
      } catch (RuntimeException e) {
        // One that fails holds up none of the others.
        LOG.error("What is due could not be told to user {}", person.id(), e);
      }
    }
  }

  /** Writes down what is due, once a day, and whether a mail is to say it. */
  private void prepare(Addressee person, Preference wish, LocalDate today, Instant now) {
    int first =
        jdbc.sql(
                """
                insert into notifications.digest (user_id, day, mail) values (:user, :day, 'NONE')
                on conflict do nothing
                """)
            .param("user", person.id().id())
            .param("day", today)
            .update();
    if (first == 0) {
      return;
    }
    CurrentUser user = users.acting(person.id());
    Locale locale =
        Locale.forLanguageTag(
            user.language() == null ? user.company().language() : user.language());
    Formats show = user.formats(locale);
    List<Reminders.Line> lines = Reminders.all(reminders, user, today, show);
    lines.forEach(line -> inbox.tell(person.id(), line, false, now));
    if (!lines.isEmpty() && wish.dailyMail() && !person.sample()) {
      jdbc.sql(
              """
              update notifications.digest set mail = 'DUE', text = :text
              where user_id = :user and day = :day
              """)
          .param("text", text(user, lines, locale))
          .param("user", person.id().id())
          .param("day", today)
          .update();
    }
  }

  private void mail(Addressee person, LocalDate today, @Nullable JavaMailSender server) {
    if (server == null) {
      return;
    }
    Optional<String> text = step(person.id(), today, "DUE", "SENDING");
    if (text.isEmpty()) {
      return;
    }
    CurrentUser user = users.acting(person.id());
    Locale locale =
        Locale.forLanguageTag(
            user.language() == null ? user.company().language() : user.language());
    SimpleMailMessage mail = new SimpleMailMessage();
    mail.setFrom(from);
    mail.setTo(new EmailAddress(person.email()).wire());
    mail.setSubject(
        messages.getMessage(
            "mail.digest.subject", new Object[] {user.formats(locale).longDate(today)}, locale));
    mail.setText(text.get());
    try {
      server.send(mail);
      step(person.id(), today, "SENDING", "SENT");
    } catch (MailException e) {
      LOG.warn("What is due could not be mailed and is tried again: {}", e.getMessage());
      step(person.id(), today, "SENDING", "DUE");
    }
  }

  /** Of two nodes that try at once, one gets the text and the other nothing. */
  private Optional<String> step(UserId user, LocalDate day, String before, String after) {
    return jdbc.sql(
            """
            update notifications.digest set mail = :after
            where user_id = :user and day = :day and mail = :before returning text
            """)
        .param("after", after)
        .param("user", user.id())
        .param("day", day)
        .param("before", before)
        .query(String.class)
        .optional();
  }

  private String text(CurrentUser user, List<Reminders.Line> lines, Locale locale) {
    StringBuilder text = new StringBuilder();
    for (Reminders.Line line : lines) {
      text.append("- ")
          .append(messages.getMessage(line.textKey(), line.arguments().toArray(), locale));
      // Without a base address of its own Arena does not know what it is called outside.
      if (links.isConfigured()) {
        text.append("\n  ").append(links.forMail(line.path()));
      }
      text.append('\n');
    }
    return messages.getMessage(
        "mail.digest.text",
        new Object[] {
          user.firstName(), text, links.isConfigured() ? links.forMail("/notifications") : "Arena"
        },
        locale);
  }

  /** The job, which runs on one node at a time. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> tellWhatIsDue(Digests digests, Clock clock) {
      return Tasks.recurring("notifications-daily", FixedDelay.of(Duration.ofMinutes(10)))
          .execute((instance, context) -> digests.tell(clock.instant()));
    }
  }
}
