package com.arenacrm.leads.likelihood;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/** Says facts of leads and their values in the reader's language. */
public record FactWords(MessageSource messages, Locale locale) {

  /** What the fact is called. */
  public String name(String field) {
    int colon = field.indexOf(':');
    return colon < 0 ? text("likelihood.fact." + field) : field.substring(colon + 1);
  }

  /** What is known. */
  public String value(String field, @Nullable String value) {
    if (value == null) {
      return text("likelihood.fact.unknown");
    }
    if (field.equals("ORIGIN")) {
      return text("lead.origin." + value);
    }
    if (field.equals("PHASE")) {
      return text("phase." + value.toLowerCase(Locale.ROOT));
    }
    return field.indexOf(':') < 0 && value.equals(Captures.KNOWN)
        ? text("likelihood.fact.known")
        : value;
  }

  private String text(String key) {
    return messages.getMessage(key, null, key, locale);
  }
}
