package com.arenacrm.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with merge fields such as {@code {{persona.nombre}}}. What the record does not say is
 * shown as missing, never as nothing, so that nobody sends a sentence with a hole in it.
 */
public final class MergeText {

  private static final Pattern FIELD = Pattern.compile("\\{\\{([^{}\\n]*)}}");
  private static final Pattern STRAY = Pattern.compile("\\{\\{[^\\s}]*|}}");

  private MergeText() {}

  /**
   * A stretch of a filled text.
   *
   * @param text what stands there; empty for a gap
   * @param gap what is missing; null where nothing is
   */
  public record Piece(String text, @Nullable MergeField gap) {}

  /** What stands in braces and is no merge field, as it was written. */
  static List<String> unknown(String text) {
    List<String> unknown = new ArrayList<>();
    Matcher field = FIELD.matcher(text);
    while (field.find()) {
      if (MergeField.named(field.group(1)).isEmpty()) {
        unknown.add(field.group());
      }
    }
    Matcher stray = STRAY.matcher(FIELD.matcher(text).replaceAll(""));
    while (stray.find()) {
      unknown.add(stray.group());
    }
    return unknown.stream().distinct().toList();
  }

  /** Whether a text has that field. */
  static boolean asks(String text, MergeField wanted) {
    return FIELD
        .matcher(text)
        .results()
        .anyMatch(m -> MergeField.named(m.group(1)).filter(wanted::equals).isPresent());
  }

  /** What a text asks for and nobody says, each once, in its order. */
  static List<MergeField> missing(String text, Map<MergeField, String> facts) {
    return fill(text, facts).stream().map(Piece::gap).filter(Objects::nonNull).distinct().toList();
  }

  /** The text with what the record says. */
  static List<Piece> fill(String text, Map<MergeField, String> facts) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder said = new StringBuilder();
    Matcher field = FIELD.matcher(text);
    int from = 0;
    while (field.find()) {
      said.append(text, from, field.start());
      from = field.end();
      MergeField known = MergeField.named(field.group(1)).orElse(null);
      String fact = known == null ? field.group() : facts.get(known);
      if (fact != null && !fact.isBlank()) {
        said.append(fact.strip());
      } else {
        pieces.add(new Piece(said.toString(), null));
        said.setLength(0);
        pieces.add(new Piece("", known));
      }
    }
    said.append(text, from, text.length());
    pieces.add(new Piece(said.toString(), null));
    return pieces.stream().filter(p -> p.gap() != null || !p.text().isEmpty()).toList();
  }
}
