package com.arenacrm.contacts.duplicates;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Two records that may carry the same name, each called so that one knows which is meant. */
public record Namesakes(String first, String second) {

  /** What tells two of one name apart, the most telling first. */
  private static final List<String> TELLING =
      List.of("company_name", "email", "phone", "website", "city", "job_title");

  /** Calls two by their rows. */
  static Namesakes of(Map<String, Object> one, Map<String, Object> other) {
    return of(String.valueOf(one.get("name")), one, String.valueOf(other.get("name")), other);
  }

  /** Calls two by these names, and where they are the same by what their rows say besides. */
  static Namesakes of(
      String first, Map<String, Object> one, String second, Map<String, Object> other) {
    if (!first.strip().equalsIgnoreCase(second.strip())) {
      return new Namesakes(first, second);
    }
    return TELLING.stream()
        .filter(column -> !Objects.equals(text(one, column), text(other, column)))
        .findFirst()
        .map(
            column ->
                new Namesakes(
                    called(first, text(one, column)), called(second, text(other, column))))
        .orElse(new Namesakes(first, second));
  }

  private static String called(String name, @Nullable String by) {
    return by == null ? name : name + " (" + by + ")";
  }

  private static @Nullable String text(Map<String, Object> row, String column) {
    Object value = row.get(column);
    return value == null || value.toString().isBlank() ? null : value.toString();
  }
}
