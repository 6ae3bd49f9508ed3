package com.arenacrm.customers;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactBook.PersonCard;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.Links;
import com.arenacrm.identity.Organization;
import com.arenacrm.identity.Organizations;
import com.arenacrm.leads.Secret;
import com.arenacrm.notifications.Letters;
import com.arenacrm.platform.InBatches;
import com.arenacrm.shared.EmailAddress;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes to customers to ask how happy they are: when somebody says so, and, where the company set
 * a number of days, by itself after each purchase (R029).
 */
@Component
@Transactional
class CheckInLetters {

  private static final int BATCH = 20;

  /** A purchase that nobody looked at for longer is not asked about any more. */
  private static final int LATE_DAYS = 14;

  private final CheckIns checkIns;
  private final ContactBook contacts;
  private final Organizations organizations;
  private final Letters letters;
  private final Links links;
  private final MessageSource messages;
  private final JdbcClient jdbc;

  CheckInLetters(
      CheckIns checkIns,
      ContactBook contacts,
      Organizations organizations,
      Letters letters,
      Links links,
      MessageSource messages,
      JdbcClient jdbc) {
    this.checkIns = checkIns;
    this.contacts = contacts;
    this.organizations = organizations;
    this.letters = letters;
    this.links = links;
    this.messages = messages;
    this.jdbc = jdbc;
  }

  /** Whether Arena can write to people outside, with an address that they can open. */
  boolean canSend() {
    return letters.isConfigured() && links.isConfigured();
  }

  /** Sends the address of a question to somebody. */
  void send(PersonCard person, Secret secret, @Nullable String what) {
    Organization company = organizations.current();
    Locale locale = Locale.forLanguageTag(company.language());
    Object[] words = {
      person.name().split(" ")[0],
      company.name(),
      what == null ? "" : what,
      links.forMail("/opinions/" + secret.value())
    };
    EmailAddress.parse(String.valueOf(person.email()))
        .ifPresent(
            to ->
                letters.send(
                    to,
                    messages.getMessage("checkin.mail.subject", words, locale),
                    messages.getMessage(
                        what == null ? "checkin.mail.text" : "checkin.mail.text.what",
                        words,
                        locale)));
  }

  private record Due(
      UUID id, @Nullable UUID companyId, @Nullable UUID personId, String what, boolean lately) {}

  /** Asks about purchases whose day has come; answers how many were looked at. */
  int askSome(Instant now) {
    boolean wanted =
        jdbc.sql("select count(*) from customers.rule where ask_days is not null")
                .query(Integer.class)
                .single()
            > 0;
    if (!wanted || !canSend()) {
      return 0;
    }
    LocalDate today = LocalDate.ofInstant(now, organizations.current().timeZone());
    List<Due> due =
        jdbc.sql(
                """
                select p.id, p.company_id, p.person_id, p.what, exists (
                  select from customers.check_in k where k.person_id = p.person_id
                    and k.voided_at is null
                    and coalesce(k.answered_at, k.asked_at) > :lately) as lately
                from customers.purchase p cross join customers.rule u
                where not p.asked and p.deleted_at is null and p.person_id is not null
                  and u.ask_days is not null and p.bought_on >= u.ask_since
                  and p.bought_on <= cast(:today as date) - u.ask_days
                  and p.bought_on >= cast(:today as date) - u.ask_days - :late
                order by p.bought_on, p.id limit :batch for update of p skip locked
                """)
            .param("today", today)
            .param("late", LATE_DAYS)
            .param(
                "lately",
                now.minus(java.time.Duration.ofDays(CheckIns.PEACE_DAYS)).atOffset(ZoneOffset.UTC))
            .param("batch", BATCH)
            .query(Due.class)
            .list();
    for (Due purchase : due) {
      jdbc.sql("update customers.purchase set asked = true where id = :id")
          .param("id", purchase.id())
          .update();
      PersonId person = new PersonId(purchase.personId());
      PersonCard card = contacts.cards(List.of(person)).get(person);
      if (purchase.lately()
          || card == null
          || card.email() == null
          || card.consent() == ConsentState.WITHDRAWN) {
        continue;
      }
      Secret secret = Secret.next();
      checkIns.ask(
          person,
          purchase.companyId() == null ? null : new CompanyId(purchase.companyId()),
          new PurchaseId(purchase.id()),
          secret,
          null,
          now);
      send(card, secret, purchase.what());
    }
    return due.size();
  }

  /** The job, which runs on one node at a time. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> askCustomers(CheckInLetters asking, Clock clock) {
      return InBatches.job("customers-ask", BATCH, () -> asking.askSome(clock.instant()));
    }
  }
}
