package com.arenacrm.leads.forms;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of the link in a letter of confirmation that nobody can guess: 256 random bits. We keep
 * its hash only (Q29).
 */
record ConfirmationSecret(String value) {

  private static final int BYTES = 32;
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  static ConfirmationSecret next() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return new ConfirmationSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Reads it from an address; empty when it has not the shape of one. */
  static Optional<ConfirmationSecret> parse(@Nullable String text) {
    return text != null && SHAPE.matcher(text).matches()
        ? Optional.of(new ConfirmationSecret(text))
        : Optional.empty();
  }

  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  // It must not get into a log.
  @Override
  public String toString() {
    return "ConfirmationSecret";
  }
}
