package com.arenacrm.leads;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of an address that nobody can guess: 256 random bits. Whoever knows it may answer a
 * survey, or confirm what a form took; we keep its hash only.
 *
 * @param value as it stands in the address
 */
public record Secret(String value) {

  private static final int BYTES = 32;
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  public Secret {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("Not a secret");
    }
  }

  public static Secret next() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Reads it from an address or a form; empty when it has not the shape of one. */
  public static Optional<Secret> parse(@Nullable String text) {
    return text != null && SHAPE.matcher(text).matches()
        ? Optional.of(new Secret(text))
        : Optional.empty();
  }

  /** What we keep of it (Q29). */
  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  // It must not get into a log.
  @Override
  public String toString() {
    return "Secret";
  }
}
