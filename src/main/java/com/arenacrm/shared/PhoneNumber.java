package com.arenacrm.shared;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A telephone number in E.164, {@code +34912345678}, the one form under which two spellings of a
 * number are seen to be the same.
 */
public record PhoneNumber(String e164) {

  private static final PhoneNumberUtil UTIL = PhoneNumberUtil.getInstance();

  private static final Set<PhoneNumberType> CALLS_ONLY =
      EnumSet.of(
          PhoneNumberType.FIXED_LINE,
          PhoneNumberType.TOLL_FREE,
          PhoneNumberType.PREMIUM_RATE,
          PhoneNumberType.SHARED_COST,
          PhoneNumberType.UAN,
          PhoneNumberType.VOICEMAIL);

  /**
   * @throws IllegalArgumentException when the text is not a number in international form
   */
  public PhoneNumber {
    if (!e164.matches("\\+[1-9]\\d{6,14}")) {
      throw new IllegalArgumentException("Not a telephone number in E.164");
    }
  }

  /**
   * Reads a number as people write it.
   *
   * @param region the ISO 3166 country whose rules apply to a number without {@code +}, such as
   *     {@code ES}
   * @return empty when no such number can exist there
   */
  public static Optional<PhoneNumber> parse(String text, String region) {
    try {
      Phonenumber.PhoneNumber number = UTIL.parse(text, region);
      return UTIL.isPossibleNumber(number)
          ? Optional.of(new PhoneNumber(UTIL.format(number, PhoneNumberFormat.E164)))
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether messages can be sent to it, as far as its digits say: not to a telephone with a wire,
   * nor to a number that only takes calls. In countries that do not tell them apart, they can.
   */
  public boolean takesMessages() {
    try {
      return !CALLS_ONLY.contains(UTIL.getNumberType(UTIL.parse(e164, null)));
    } catch (NumberParseException e) {
      return true;
    }
  }

  /** Grouped as people read it, with the country code: {@code +34 912 34 56 78}. */
  public String readable() {
    try {
      return UTIL.format(UTIL.parse(e164, null), PhoneNumberFormat.INTERNATIONAL);
    } catch (NumberParseException e) {
      return e164;
    }
  }

  @Override
  public String toString() {
    return e164;
  }
}
