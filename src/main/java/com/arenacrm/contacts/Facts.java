package com.arenacrm.contacts;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of somebody, or of a company, as far as rules can ask for it.
 *
 * @param name who it is
 * @param company the company's name; null where it is unknown, or is the subject itself
 * @param values what is known; what is missing is not known
 */
public record Facts(String name, @Nullable String company, Map<ContactField, String> values) {

  public Facts {
    values = Map.copyOf(values);
  }

  /** The fact, or null. */
  public @Nullable String value(ContactField field) {
    return values.get(field);
  }

  /** Collects what is known, leaving out what is not. */
  static final class Collected {

    private final Map<ContactField, String> values = new HashMap<>();

    Collected with(ContactField.Kind kind, @Nullable String value) {
      if (value != null) {
        values.put(ContactField.of(kind), value);
      }
      return this;
    }

    Collected with(ContactField.Kind kind, Map<String, String> attributes) {
      attributes.forEach(
          (label, value) -> {
            if (!label.isBlank() && value != null) {
              values.put(new ContactField(kind, label), value);
            }
          });
      return this;
    }

    Facts of(String name, @Nullable String company) {
      return new Facts(name, company, values);
    }
  }
}
