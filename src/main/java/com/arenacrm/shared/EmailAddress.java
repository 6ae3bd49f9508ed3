package com.arenacrm.shared;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address in the one form under which Arena knows a person: trimmed and in lower case, so
 * that {@code Ana@Example.com} and {@code ana@example.com} are the same person. A domain in letters
 * beyond ASCII is kept as people write it.
 */
public record EmailAddress(String value) {

  /** The longest address that mail systems carry (RFC 5321). */
  public static final int MAX_LENGTH = 254;

  // The form that browsers accept in an e-mail field, with a dot required in the domain.
  private static final Pattern FORM =
      Pattern.compile(
          "[\\p{L}0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[\\p{L}0-9](?:[\\p{L}0-9-]{0,61}[\\p{L}0-9])?\\.)+"
              + "[\\p{L}]{2,63}");

  /**
   * @throws IllegalArgumentException when the text is no e-mail address
   */
  public EmailAddress {
    value = normal(value);
    if (!valid(value)) {
      throw new IllegalArgumentException("Not an e-mail address");
    }
  }

  /** The address in the text, or empty when the text is none. */
  public static Optional<EmailAddress> parse(String text) {
    String normal = normal(text);
    return valid(normal) ? Optional.of(new EmailAddress(normal)) : Optional.empty();
  }

  /** What follows the at sign. */
  public String domain() {
    return value.substring(value.lastIndexOf('@') + 1);
  }

  /** The address as mail systems carry it, with its domain in ASCII. */
  public String wire() {
    return value.substring(0, value.lastIndexOf('@') + 1) + IDN.toASCII(domain());
  }

  private static boolean valid(String text) {
    return text.length() <= MAX_LENGTH
        && FORM.matcher(text).matches()
        && !text.contains("..")
        && !text.startsWith(".")
        && !text.contains(".@");
  }

  private static String normal(String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    int at = plain.lastIndexOf('@');
    // Browsers send the domain of an e-mail field in the letters of the wire.
    return at < 0 || !plain.startsWith("xn--", at + 1) && !plain.substring(at).contains(".xn--")
        ? plain
        : plain.substring(0, at + 1) + IDN.toUnicode(plain.substring(at + 1));
  }

  @Override
  public String toString() {
    return value;
  }
}
