package com.arenacrm.integration;

import com.arenacrm.integration.ImportRemarks.Remark;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Says reasons in the reader's language. */
@Component
class ReasonWords {

  private final MessageSource messages;

  ReasonWords(MessageSource messages) {
    this.messages = messages;
  }

  String say(Reason reason, Locale locale) {
    Stream<String> texts = reason.arguments().stream();
    if (reason.messageKey().equals("imports.finding.phones")) {
      texts = texts.map(text -> text.matches("[A-Z]{2}") ? country(text, locale) : text);
    }
    List<String> arguments =
        reason.label() == null
            ? texts.toList()
            : Stream.concat(Stream.of(messages.getMessage(reason.label(), null, locale)), texts)
                .toList();
    return messages.getMessage(reason.messageKey(), arguments.toArray(), locale);
  }

  /** All that is said of a row, sentence by sentence. */
  List<String> sayAll(Remark remark, Locale locale) {
    return remark.asReasons().stream().map(reason -> say(reason, locale)).toList();
  }

  /**
   * What is said of a file as a whole.
   *
   * @param page where it can be seen to or looked at, or null
   * @param link what the way there is called
   */
  record Telling(String text, @Nullable String page, @Nullable String link) {}

  /**
   * What is to be known of a file by a pass through it.
   *
   * @param in whether the file is in, so that its records can be shown
   */
  List<Telling> tell(@Nullable Progress pass, boolean in, Locale locale) {
    return pass == null
        ? List.of()
        : pass.findings().entrySet().stream()
            .map(finding -> tell(finding.getKey(), finding.getValue(), in, locale))
            .toList();
  }

  private Telling tell(String key, Map<String, Integer> abouts, boolean in, Locale locale) {
    int count = abouts.values().stream().mapToInt(Integer::intValue).sum();
    String listed =
        abouts.keySet().stream()
            .filter(a -> !a.isEmpty())
            .sorted()
            .collect(Collectors.joining(", "));
    int more = abouts.getOrDefault("", 0);
    String all =
        more == 0 || listed.isEmpty()
            ? listed
            : listed
                + " "
                + messages.getMessage("imports.leftOut.more", new Object[] {more}, locale);
    String text = messages.getMessage(key, new Object[] {count, all}, locale);
    String page = messages.getMessage(key + ".link", null, null, locale);
    if (page != null) {
      return new Telling(text, page, messages.getMessage(key + ".see", null, locale));
    }
    String list = in ? messages.getMessage(key + ".list", null, null, locale) : null;
    return list == null
        ? new Telling(text, null, null)
        : new Telling(text, list, messages.getMessage(key + ".listed", null, locale));
  }

  private static String country(String code, Locale locale) {
    return new Locale.Builder().setRegion(code).build().getDisplayCountry(locale);
  }
}
