package com.arenacrm.playbook;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.platform.FormReader;
import com.arenacrm.playbook.Playbook.Choice;
import com.arenacrm.shared.HourglassPhase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What the editors and lists of the playbook offer to choose from. */
@Component
class Shelf {

  private final Profiles profiles;
  private final MessageSource messages;

  Shelf(Profiles profiles, MessageSource messages) {
    this.profiles = profiles;
    this.messages = messages;
  }

  /** Puts phases and profiles into the model of an editor or a list. */
  void addChoices(Map<String, Object> model, Locale locale) {
    model.put(
        "phaseChoices",
        Stream.of(HourglassPhase.values())
            .map(p -> new Choice(p.name(), text("phase." + p.key(), locale)))
            .toList());
    model.put("profileChoices", profiles.choices());
  }

  /** The values of an enumeration with their names in words. */
  <E extends Enum<E>> List<Choice> choices(E[] values, String prefix, Locale locale) {
    return Stream.of(values)
        .map(v -> new Choice(v.name(), text(prefix + v.name(), locale)))
        .toList();
  }

  /** Every profile's name, also of those that are retired. */
  Map<UUID, String> profileNames() {
    return profiles.names().entrySet().stream()
        .collect(Collectors.toMap(e -> e.getKey().id(), Map.Entry::getValue));
  }

  /** The profile chosen; null when none was, or it was refused because there is none. */
  @Nullable ProfileId profile(FormReader reader, @Nullable String typed) {
    UUID id = reader.id("profile", typed);
    if (id == null) {
      return null;
    }
    ProfileId profile = new ProfileId(id);
    if (!profiles.names().containsKey(profile)) {
      reader.refuse("profile", "choose");
      return null;
    }
    return profile;
  }

  private String text(String key, Locale locale) {
    return messages.getMessage(key, null, locale);
  }
}
