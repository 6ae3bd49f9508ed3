package com.arenacrm.pipeline.comments;

import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames.Colleague;
import com.arenacrm.platform.Folding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a text calls by name: {@code @} and a first name, or a whole name, whatever its capitals and
 * accents. An e-mail address calls nobody.
 *
 * @param parts the text in pieces, together the whole of it
 * @param called who is called, each once, in the order of the text
 * @param unclear first names that several people have, as written
 * @param unknown names that nobody has, as written
 */
record Mentions(List<Part> parts, Set<UserId> called, Set<String> unclear, Set<String> unknown) {

  private static final Pattern CALL =
      Pattern.compile(
          "(?<![\\p{L}\\p{M}\\p{N}._-])@(\\p{L}[\\p{L}\\p{M}'’-]*(?: \\p{L}[\\p{L}\\p{M}'’-]*){0,5})");

  /**
   * A piece of a text.
   *
   * @param call whether it calls somebody
   */
  public record Part(String text, boolean call) {}

  static Mentions in(String text, List<Colleague> people, Folding folding) {
    List<Part> parts = new ArrayList<>();
    Set<UserId> called = new LinkedHashSet<>();
    Set<String> unclear = new LinkedHashSet<>();
    Set<String> unknown = new LinkedHashSet<>();
    int from = 0;
    Matcher call = CALL.matcher(text);
    int at = 0;
    while (call.find(at)) {
      List<String> words = List.of(call.group(1).split(" "));
      at = call.end(1) - call.group(1).length() + words.get(0).length();
      for (int many = words.size(); many > 0; many--) {
        String name = String.join(" ", words.subList(0, many));
        List<Colleague> meant = named(name, many == 1, people, folding);
        if (meant.size() == 1) {
          at = call.start() + 1 + name.length();
          called.add(meant.get(0).id());
          parts.add(new Part(text.substring(from, call.start()), false));
          parts.add(new Part(text.substring(call.start(), at), true));
          from = at;
          break;
        }
        if (many == 1) {
          (meant.isEmpty() ? unknown : unclear).add(name);
        }
      }
    }
    parts.add(new Part(text.substring(from), false));
    return new Mentions(
        parts.stream().filter(p -> !p.text().isEmpty()).toList(), called, unclear, unknown);
  }

  private static List<Colleague> named(
      String name, boolean first, List<Colleague> people, Folding folding) {
    String folded = folding.fold(name);
    List<Colleague> whole =
        people.stream().filter(p -> folding.fold(p.name()).equals(folded)).toList();
    return whole.isEmpty() && first
        ? people.stream()
            .filter(p -> folding.fold(p.name().strip().split("\\s+")[0]).equals(folded))
            .toList()
        : whole;
  }
}
