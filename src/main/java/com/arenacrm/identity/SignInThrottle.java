package com.arenacrm.identity;

import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Slows password guessing down: five wrong guesses at an account from one place, or fifty at any
 * accounts, and that place waits; an account guessed at from many places is tried only every few
 * seconds. The owner, elsewhere, still gets in (Q30).
 */
@Component
class SignInThrottle {

  static final Duration WINDOW = Duration.ofMinutes(15);
  static final int GUESSES_AT_ONE_ACCOUNT = 5;
  static final int GUESSES_FROM_ONE_PLACE = 50;
  static final int GUESSES_FROM_EVERYWHERE = 20;
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final JdbcClient jdbc;
  private final Clock clock;

  SignInThrottle(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  private record Failures(int here, int fromPlace, int everywhere, boolean justNow) {}

  /** Whether another try at this account from this place has to wait. */
  boolean mustWait(String email, String address) {
    Instant now = clock.instant();
    Failures failures =
        jdbc.sql(
                """
                select count(*) filter (where email = :email and address = :address) as here,
                       count(*) filter (where address = :address) as from_place,
                       count(*) filter (where email = :email) as everywhere,
                       coalesce(bool_or(email = :email and at > :justNow), false) as just_now
                from identity.sign_in_failure
                where at > :since
                  and (email = :email or address = :address)
                """)
            .param("email", email)
            .param("address", address)
            .param("since", at(now.minus(WINDOW)))
            .param("justNow", at(now.minus(PAUSE)))
            .query(Failures.class)
            .single();
    return failures.here() >= GUESSES_AT_ONE_ACCOUNT
        || failures.fromPlace() >= GUESSES_FROM_ONE_PLACE
        || (failures.everywhere() >= GUESSES_FROM_EVERYWHERE && failures.justNow());
  }

  void failed(String email, String address) {
    jdbc.sql(
            """
            insert into identity.sign_in_failure (id, email, address, at)
            values (:id, :email, :address, :at)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("email", email)
        .param("address", address)
        .param("at", at(clock.instant()))
        .update();
  }

  /** A right password clears this place's guesses at this account, and what is long past. */
  void succeeded(String email, String address) {
    jdbc.sql(
            """
            delete from identity.sign_in_failure
            where (email = :email and address = :address) or at < :longPast
            """)
        .param("email", email)
        .param("address", address)
        .param("longPast", at(clock.instant().minus(WINDOW.multipliedBy(4))))
        .update();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
