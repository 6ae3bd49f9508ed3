package com.arenacrm.leads.forms;

import com.arenacrm.identity.Links;
import com.arenacrm.identity.Organizations;
import com.arenacrm.leads.Secret;
import com.arenacrm.notifications.Letters;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asks people by a letter whether it was they who filled a form in. The link works for seven days
 * and once; opening it shows a button and uses nothing up, so that a mail scanner may fetch it
 * (Q29). Nobody gets more than three letters for one answer.
 */
@Component
@Transactional
class Confirmations {

  static final Duration VALID = Duration.ofDays(7);
  static final int MOST_LETTERS = 3;
  static final Duration BETWEEN_LETTERS = Duration.ofMinutes(10);

  private final Letters letters;
  private final Links links;
  private final Organizations organizations;
  private final MessageSource messages;
  private final JdbcClient jdbc;

  Confirmations(
      Letters letters,
      Links links,
      Organizations organizations,
      MessageSource messages,
      JdbcClient jdbc) {
    this.letters = letters;
    this.links = links;
    this.organizations = organizations;
    this.messages = messages;
    this.jdbc = jdbc;
  }

  /** Whether letters can be sent at all. */
  boolean isPossible() {
    return letters.isConfigured();
  }

  private record Addressee(
      String name,
      @Nullable String email,
      String language,
      int letters,
      @Nullable OffsetDateTime letteredAt) {}

  /**
   * Sends the letter; the link of an earlier one no longer works. Where no letter can be sent none
   * counts as sent, and the answer waits until one can.
   */
  void ask(LeadForm form, UUID answer, Instant now) {
    if (!isPossible()) {
      return;
    }
    Addressee to = addressee(answer).orElseThrow(NotFoundException::new);
    if (to.email() == null) {
      throw new RefusedException("form.confirm.noAddress");
    }
    Secret secret = Secret.next();
    jdbc.sql(
            """
            update leads.form_submission set secret_hash = :hash, secret_expires_at = :expires,
              letters = letters + 1, lettered_at = :now
            where id = :id
            """)
        .param("hash", secret.hash())
        .param("expires", now.plus(VALID).atOffset(ZoneOffset.UTC))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("id", answer)
        .update();
    Locale locale = Locale.forLanguageTag(to.language());
    String company = organizations.current().name();
    Object[] said = {
      to.name(),
      company,
      form.texts(to.language()).title(),
      links.forMail(
          "/forms/%s/confirmation/%s?lang=%s".formatted(form.slug(), secret.value(), to.language()))
    };
    letters.send(
        new EmailAddress(to.email()),
        messages.getMessage("mail.formConfirmation.subject", said, locale),
        messages.getMessage("mail.formConfirmation.text", said, locale));
  }

  /** Sends another letter, unless there were too many or the last one has just gone. */
  boolean again(LeadForm form, UUID answer, Instant now) {
    boolean may =
        addressee(answer)
            .filter(
                to ->
                    to.letters() < MOST_LETTERS
                        && (to.letteredAt() == null
                            || to.letteredAt().toInstant().isBefore(now.minus(BETWEEN_LETTERS))))
            .isPresent();
    if (may) {
      ask(form, answer, now);
    }
    return may;
  }

  private Optional<Addressee> addressee(UUID answer) {
    return jdbc.sql(
            """
            select name, email, language, letters, lettered_at from leads.form_submission
            where id = :id and waiting
            """)
        .param("id", answer)
        .query(Addressee.class)
        .optional();
  }

  /** The answer that waits for this link, while it works; uses nothing up. */
  @Transactional(readOnly = true)
  Optional<UUID> waitingFor(LeadForm form, Secret secret, Instant now) {
    return jdbc.sql(
            """
            select id from leads.form_submission
            where form_id = :form and secret_hash = :hash and waiting and secret_expires_at > :now
            """)
        .param("form", form.id().id())
        .param("hash", secret.hash())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query(UUID.class)
        .optional();
  }

  /** The answer that was confirmed by this link before. */
  @Transactional(readOnly = true)
  Optional<UUID> confirmedBy(LeadForm form, Secret secret) {
    return jdbc.sql(
            """
            select id from leads.form_submission
            where form_id = :form and secret_hash = :hash and confirmed_at is not null
            """)
        .param("form", form.id().id())
        .param("hash", secret.hash())
        .query(UUID.class)
        .optional();
  }

  /**
   * Uses the link up; of two who try at once, one gets the answer and the other nothing. On the
   * page of another form it is no link, and stays good.
   */
  Optional<UUID> redeem(LeadForm form, Secret secret, Instant now) {
    return jdbc.sql(
            """
            update leads.form_submission set waiting = false, confirmed_at = :now
            where form_id = :form and secret_hash = :hash and waiting and secret_expires_at > :now
            returning id
            """)
        .param("form", form.id().id())
        .param("hash", secret.hash())
        .param("now", now.atOffset(ZoneOffset.UTC))
        .query(UUID.class)
        .optional();
  }
}
