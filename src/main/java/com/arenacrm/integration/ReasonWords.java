package com.arenacrm.integration;

import com.arenacrm.integration.ImportRemarks.Remark;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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

  private static String country(String code, Locale locale) {
    return new Locale.Builder().setRegion(code).build().getDisplayCountry(locale);
  }
}
