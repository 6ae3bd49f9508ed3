package com.arenacrm.contacts;

import com.arenacrm.platform.FormReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Further fields as they are typed, one a line: {@code Camas: 120}. */
final class Attributes {

  static final int MOST = 100;

  private Attributes() {}

  static Map<String, String> read(FormReader reader, String field, @Nullable String typed) {
    Map<String, String> attributes = new TreeMap<>();
    for (String line : lines(typed)) {
      int colon = line.indexOf(':');
      if (colon < 1 || colon > 100 || line.length() > 2000) {
        reader.refuse(field, "attributes.invalid", line.substring(0, Math.min(40, line.length())));
        return Map.of();
      }
      String key = line.substring(0, colon).strip();
      if (attributes.put(key, line.substring(colon + 1).strip()) != null) {
        reader.refuse(field, "attributes.twice", key);
        return Map.of();
      }
    }
    if (attributes.size() > MOST) {
      reader.refuse(field, "attributes.tooMany", MOST);
    }
    return attributes;
  }

  static String write(Map<String, String> attributes) {
    return new TreeMap<>(attributes)
        .entrySet().stream()
            .map(e -> e.getKey() + ": " + e.getValue())
            .collect(Collectors.joining("\n"));
  }

  static List<String> readLinks(FormReader reader, String field, @Nullable String typed) {
    List<String> links = new ArrayList<>();
    for (String line : lines(typed)) {
      String link = reader.url(field, line);
      if (link != null && links.size() < 20) {
        links.add(link);
      }
    }
    return links;
  }

  private static List<String> lines(@Nullable String typed) {
    return FormReader.clean(typed).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
  }
}
