package com.arenacrm.integration.colleagues;

import com.arenacrm.identity.Colleagues;
import com.arenacrm.identity.Colleagues.Colleague;
import com.arenacrm.identity.Colleagues.TeamName;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.RowImporter;
import com.arenacrm.integration.sheets.Words;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everybody of ours as a batch of a file meets them: those who are there, as earlier batches and
 * earlier files of the same rehearsal would have left them.
 */
final class Roster {

  /** The record kinds, which name effects and ghosts. */
  static final String COLLEAGUE = RowImporter.COLLEAGUE;

  static final String TEAM = "team";

  /** A key that all ghosts of a kind have: a company has few enough people to know them all. */
  static final String EVERY = "every";

  private final Map<UUID, Colleague> people = new LinkedHashMap<>();
  private final Map<String, Map<UUID, Colleague>> byKey = new HashMap<>();
  private final Map<String, UUID> byEmail = new HashMap<>();
  private final Map<UUID, TeamName> teams = new LinkedHashMap<>();

  static Roster of(Colleagues colleagues, JsonMapper json, ImportPass pass) {
    Roster roster = new Roster();
    colleagues.teams().forEach(roster::put);
    colleagues.everybody().forEach(roster::put);
    pass.ghosts()
        .find(TEAM, List.of(EVERY), List.of())
        .forEach(ghost -> roster.put(json.readValue(ghost.content(), TeamName.class)));
    pass.ghosts()
        .find(COLLEAGUE, List.of(EVERY), List.of())
        .forEach(ghost -> roster.put(json.readValue(ghost.content(), Colleague.class)));
    return roster;
  }

  void put(Colleague one) {
    Colleague before = people.put(one.id(), one);
    if (before != null) {
      byKey.get(key(before.name())).remove(before.id());
    }
    byKey.computeIfAbsent(key(one.name()), k -> new LinkedHashMap<>()).put(one.id(), one);
    if (one.email() != null) {
      byEmail.put(one.email(), one.id());
    }
  }

  void put(TeamName team) {
    teams.put(team.id(), team);
  }

  Collection<Colleague> people() {
    return people.values();
  }

  @Nullable Colleague get(UUID id) {
    return people.get(id);
  }

  @Nullable Colleague byEmail(String email) {
    UUID id = byEmail.get(email);
    return id == null ? null : people.get(id);
  }

  /** Those who are called so, whatever the capitals, accents, blanks and signs. */
  List<Colleague> called(String name) {
    return List.copyOf(byKey.getOrDefault(key(name), Map.of()).values());
  }

  /**
   * Of several namesakes the one who is meant: who works here, if only one of them does.
   *
   * @return null when it cannot be told
   */
  static @Nullable Colleague meant(List<Colleague> namesakes) {
    for (List<Colleague> some :
        List.of(namesakes, namesakes.stream().filter(Colleague::enabled).toList())) {
      if (some.size() == 1) {
        return some.get(0);
      }
    }
    return null;
  }

  @Nullable TeamName team(String name) {
    String key = key(name);
    return teams.values().stream().filter(t -> key(t.name()).equals(key)).findFirst().orElse(null);
  }

  String teamName(@Nullable UUID id) {
    TeamName team = id == null ? null : teams.get(id);
    return team == null ? "—" : team.name();
  }

  /** A name as it is compared; one of nothing but signs stands for itself. */
  static String key(String name) {
    String key = Words.key(name);
    return key.isEmpty() ? name.strip().toLowerCase(Locale.ROOT) : key;
  }
}
