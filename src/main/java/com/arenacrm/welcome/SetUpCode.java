package com.arenacrm.welcome;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The code that lets somebody at another machine set Arena up: whoever can read the start-up output
 * may. Each node prints its own; all of them work until set-up is done (Q32).
 */
@Component
class SetUpCode {

  // Letters and digits that nobody mistakes for one another.
  private static final String ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  private static final int LENGTH = 12;

  private final JdbcClient jdbc;
  private final Clock clock;

  SetUpCode(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Makes a new code to print. */
  String issue() {
    SecureRandom random = new SecureRandom();
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    jdbc.sql("insert into welcome.set_up_code (hash, created_at) values (:hash, :now)")
        .param("hash", hash(code.toString()))
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    return code.substring(0, 4) + "-" + code.substring(4, 8) + "-" + code.substring(8);
  }

  /** Whether the code, with or without its dashes, was printed by one of the nodes. */
  boolean isRight(@Nullable String code) {
    return code != null
        && jdbc.sql("select exists (select 1 from welcome.set_up_code where hash = :hash)")
            .param("hash", hash(code))
            .query(Boolean.class)
            .single();
  }

  @Transactional
  public void forgetAll() {
    jdbc.sql("delete from welcome.set_up_code").update();
  }

  /**
   * Whether the request comes from this very machine, where whoever asks could read the code
   * anyway. Behind a proxy every request seems to, so one that was passed on does not count.
   */
  static boolean isFromHere(HttpServletRequest request) {
    String address = request.getRemoteAddr();
    return ("127.0.0.1".equals(address)
            || "0:0:0:0:0:0:0:1".equals(address)
            || "::1".equals(address))
        && request.getHeader("X-Forwarded-For") == null
        && request.getHeader("Forwarded") == null
        && request.getHeader("Via") == null;
  }

  private static byte[] hash(String code) {
    String plain = code.replace("-", "").strip().toUpperCase(Locale.ROOT);
    try {
      return MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
