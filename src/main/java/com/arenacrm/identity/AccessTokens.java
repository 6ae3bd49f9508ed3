package com.arenacrm.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * One-time links, kept as hashes only. Opening a link shows a page and uses nothing up, so that a
 * mail scanner may fetch it; sending that page's form does (Q29).
 */
@Component
class AccessTokens {

  /** What a link lets somebody do. */
  enum Purpose {
    INVITATION(Duration.ofDays(7)),
    PASSWORD_RESET(Duration.ofHours(2));

    private final Duration validity;

    Purpose(Duration validity) {
      this.validity = validity;
    }
  }

  private static final SecureRandom RANDOM = new SecureRandom();

  private final JdbcClient jdbc;
  private final Clock clock;

  AccessTokens(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Makes a link's secret; earlier links of the user for the same purpose stop working. */
  String issue(UserId user, Purpose purpose) {
    withdraw(user, purpose);
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant now = clock.instant();
    jdbc.sql(
            """
            insert into identity.access_token (hash, purpose, user_id, expires_at, created_at)
            values (:hash, :purpose, :user, :expires, :now)
            """)
        .param("hash", hash(secret))
        .param("purpose", purpose.name())
        .param("user", user.id())
        .param("expires", now.plus(purpose.validity).atOffset(ZoneOffset.UTC))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    return secret;
  }

  /** Whose link this is, if it still works; uses nothing up. */
  Optional<UserId> holder(String secret, Purpose purpose) {
    return jdbc.sql(
            """
            select user_id from identity.access_token
            where hash = :hash and purpose = :purpose and used_at is null and expires_at > :now
            """)
        .param("hash", hash(secret))
        .param("purpose", purpose.name())
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .query(UUID.class)
        .optional()
        .map(UserId::new);
  }

  /** Uses the link up; of two who try at once, one gets the user and the other nothing. */
  Optional<UserId> redeem(String secret, Purpose purpose) {
    return jdbc.sql(
            """
            update identity.access_token set used_at = :now
            where hash = :hash and purpose = :purpose and used_at is null and expires_at > :now
            returning user_id
            """)
        .param("hash", hash(secret))
        .param("purpose", purpose.name())
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .query(UUID.class)
        .optional()
        .map(UserId::new);
  }

  void withdraw(UserId user, Purpose purpose) {
    jdbc.sql("delete from identity.access_token where user_id = :user and purpose = :purpose")
        .param("user", user.id())
        .param("purpose", purpose.name())
        .update();
  }

  private static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
