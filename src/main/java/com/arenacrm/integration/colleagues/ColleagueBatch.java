package com.arenacrm.integration.colleagues;

import com.arenacrm.identity.Colleagues;
import com.arenacrm.identity.Colleagues.Colleague;
import com.arenacrm.identity.Colleagues.TeamName;
import com.arenacrm.identity.Role;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.Effects;
import com.arenacrm.integration.Ghost;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.Outcome;
import com.arenacrm.integration.Reason;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.TimeOrderedUuid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A batch of rows, each somebody of ours: worked out in memory, then written. */
final class ColleagueBatch {

  private static final int LONGEST_TEAM = 100;

  private final ImportPass pass;
  private final Colleagues colleagues;
  private final JsonMapper json;
  private final Roster roster;
  private final UnaryOperator<String> teamOf;
  private final Map<UUID, Colleague> before = new LinkedHashMap<>();
  private final Map<UUID, TeamName> newTeams = new LinkedHashMap<>();
  private final Map<UUID, Colleague> made = new LinkedHashMap<>();
  private final Map<UUID, Colleague> changed = new LinkedHashMap<>();
  private int managers;

  /**
   * @param teamOf what the team of somebody is called, by their name
   */
  ColleagueBatch(
      ImportPass pass, Colleagues colleagues, JsonMapper json, UnaryOperator<String> teamOf) {
    this.pass = pass;
    this.colleagues = colleagues;
    this.json = json;
    this.teamOf = teamOf;
    if (!pass.rehearsal()) {
      colleagues.hold();
    }
    this.roster = Roster.of(colleagues, json, pass);
    roster.people().forEach(one -> before.put(one.id(), one));
  }

  BatchPlan plan(List<ImportRow> rows) {
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    rows.forEach(row -> outcomes.add(take(row)));
    return new Plan(outcomes);
  }

  private Outcome take(ImportRow row) {
    String name = row.text("name");
    if (name == null) {
      return Outcome.refused(Reason.of("colleague.import.refused.nameless"));
    }
    List<Colleague> found = find(name, emailOf(row));
    Colleague there = Roster.meant(found);
    if (there == null && !found.isEmpty()) {
      return Outcome.refused(Reason.of("colleague.import.refused.namesakes", found.size(), name));
    }
    if (there == null) {
      return make(row, name);
    }
    if (!there.withoutAccess()) {
      return Outcome.of(Outcome.Kind.UNCHANGED).noting(differences(there, row));
    }
    if (!pass.mode().updates()) {
      return Outcome.of(Outcome.Kind.UNCHANGED);
    }
    return change(there, row);
  }

  private static @Nullable String emailOf(ImportRow row) {
    EmailAddress email = row.email("email");
    return email == null ? null : email.value();
  }

  /** By e-mail, else by name: who has no access is not who is known under another e-mail. */
  private List<Colleague> find(String name, @Nullable String email) {
    Colleague known = email == null ? null : roster.byEmail(email);
    return known != null
        ? List.of(known)
        : roster.called(name).stream()
            .filter(c -> email == null || c.email() == null || !c.withoutAccess())
            .toList();
  }

  private Outcome make(ImportRow row, String name) {
    if (!pass.mode().creates()) {
      return Outcome.refused(Reason.of("import.refused.notThere"));
    }
    if (isFull()) {
      return Outcome.refused(Reason.of("colleague.import.refused.most", Colleagues.MOST));
    }
    List<Reason> notes = new ArrayList<>();
    Role role = roleOf(row);
    Colleague one =
        Colleague.without(
            TimeOrderedUuid.next(), name, EnumSet.of(role == null ? Role.SALES : role), null);
    put(with(one, one.name(), emailOf(row), one.roles(), null), true);
    UUID team = teamOf(row, notes);
    Colleague now = Objects.requireNonNull(roster.get(one.id()));
    put(with(now, now.name(), now.email(), now.roles(), team == null ? now.team() : team), true);
    return Outcome.of(Outcome.Kind.CREATED).noting(notes);
  }

  private Outcome change(Colleague there, ImportRow row) {
    List<Reason> notes = new ArrayList<>();
    UUID team = teamOf(row, notes);
    // Who is their own manager has that role by now.
    Colleague now = Objects.requireNonNull(roster.get(there.id()));
    String name = Objects.requireNonNull(row.text("name"));
    Role role = roleOf(row);
    Colleague then =
        with(
            now,
            Roster.key(name).equals(Roster.key(now.name())) ? now.name() : name,
            now.email() == null ? emailOf(row) : now.email(),
            role == null || now.roles().contains(role) ? now.roles() : EnumSet.of(role),
            team == null ? now.team() : team);
    if (!then.equals(now)) {
      put(then, false);
    }
    return Outcome.of(then.equals(there) ? Outcome.Kind.UNCHANGED : Outcome.Kind.UPDATED)
        .noting(notes);
  }

  private static Colleague with(
      Colleague one, String name, @Nullable String email, Set<Role> roles, @Nullable UUID team) {
    return new Colleague(
        one.id(), name, email, EnumSet.copyOf(roles), team, one.enabled(), one.withoutAccess());
  }

  private static @Nullable Role roleOf(ImportRow row) {
    String role = row.choice("role");
    return role == null ? null : Role.valueOf(role);
  }

  private boolean isFull() {
    return roster.people().size() >= Colleagues.MOST;
  }

  /** What the file says otherwise of somebody whose data are not its business. */
  private List<Reason> differences(Colleague there, ImportRow row) {
    List<Reason> notes = new ArrayList<>();
    String name = Objects.requireNonNull(row.text("name"));
    String email = emailOf(row);
    Role role = roleOf(row);
    String team = row.text("team");
    if (!Roster.key(name).equals(Roster.key(there.name()))) {
      notes.add(Reason.of("colleague.import.note.name", there.name(), name));
    }
    if (email != null && !email.equals(there.email())) {
      notes.add(Reason.of("colleague.import.note.email", there.name(), there.email(), email));
    }
    if (role != null && !there.roles().contains(role)) {
      notes.add(Reason.of("colleague.import.note.role", there.name()));
    }
    if (team != null && !Roster.key(team).equals(Roster.key(roster.teamName(there.team())))) {
      notes.add(
          Reason.of(
              "colleague.import.note.team", there.name(), roster.teamName(there.team()), team));
    }
    return notes;
  }

  /**
   * The team of a row: as it says; in a file without teams that of the manager, who is made where
   * nobody is called so.
   */
  private @Nullable UUID teamOf(ImportRow row, List<Reason> notes) {
    String boss = row.text("manager");
    List<Colleague> found = boss == null ? List.of() : roster.called(boss);
    Colleague manager = Roster.meant(found);
    if (manager == null && !found.isEmpty()) {
      notes.add(Reason.of("colleague.import.note.namesakes", found.size(), boss));
    }
    UUID team;
    if (row.text("team") != null) {
      team = team(row.text("team"), notes);
    } else if (manager != null && manager.team() != null) {
      team = manager.team();
    } else if (boss == null
        || pass.mapped().contains("team")
        || !found.isEmpty() && manager == null) {
      team = null;
    } else {
      team = team(teamOf.apply(manager == null ? boss : manager.name()), notes);
    }
    if (boss != null && found.isEmpty()) {
      makeManager(boss, team, notes);
    } else if (manager != null && manager.withoutAccess() && pass.mode().updates()) {
      lead(manager, team);
    }
    return team;
  }

  private @Nullable UUID team(String said, List<Reason> notes) {
    String name = said.length() <= LONGEST_TEAM ? said : said.substring(0, LONGEST_TEAM).strip();
    TeamName there = roster.team(name);
    if (there != null) {
      return there.id();
    }
    if (!pass.mode().creates()) {
      notes.add(Reason.of("colleague.import.note.noTeam", name));
      return null;
    }
    TeamName team = new TeamName(TimeOrderedUuid.next(), name);
    roster.put(team);
    newTeams.put(team.id(), team);
    return team.id();
  }

  private void makeManager(String name, @Nullable UUID team, List<Reason> notes) {
    if (!pass.mode().creates() || isFull()) {
      notes.add(Reason.of("colleague.import.note.noManager", name));
      return;
    }
    managers++;
    put(Colleague.without(TimeOrderedUuid.next(), name, EnumSet.of(Role.MANAGER), team), true);
  }

  /** Whom others name as their manager is one. */
  private void lead(Colleague manager, @Nullable UUID team) {
    Set<Role> roles = EnumSet.copyOf(manager.roles());
    roles.add(Role.MANAGER);
    Colleague then =
        with(
            manager,
            manager.name(),
            manager.email(),
            roles,
            manager.team() == null ? team : manager.team());
    if (!then.equals(manager)) {
      put(then, false);
    }
  }

  private void put(Colleague one, boolean isNew) {
    roster.put(one);
    if (isNew || made.containsKey(one.id())) {
      made.put(one.id(), one);
    } else {
      changed.put(one.id(), one);
    }
  }

  private final class Plan implements BatchPlan {

    private final List<Outcome> outcomes;

    Plan(List<Outcome> outcomes) {
      this.outcomes = outcomes;
    }

    @Override
    public List<Outcome> outcomes() {
      return outcomes;
    }

    @Override
    public Map<String, Integer> besides() {
      Map<String, Integer> besides = new LinkedHashMap<>();
      if (managers > 0) {
        besides.put(Roster.COLLEAGUE, managers);
      }
      if (!newTeams.isEmpty()) {
        besides.put(Roster.TEAM, newTeams.size());
      }
      return besides;
    }

    @Override
    public Collection<Ghost> ghosts() {
      List<Ghost> ghosts = new ArrayList<>();
      newTeams.values().forEach(t -> ghosts.add(ghost(Roster.TEAM, t.id(), t)));
      made.values().forEach(c -> ghosts.add(ghost(Roster.COLLEAGUE, c.id(), c)));
      changed.values().forEach(c -> ghosts.add(ghost(Roster.COLLEAGUE, c.id(), c)));
      return ghosts;
    }

    private Ghost ghost(String kind, UUID id, Object content) {
      return new Ghost(kind, id, Set.of(Roster.EVERY), json.writeValueAsString(content));
    }

    @Override
    public void write(Effects effects) {
      if (!newTeams.isEmpty()) {
        Map<UUID, String> marks = colleagues.addTeams(List.copyOf(newTeams.values()));
        newTeams
            .values()
            .forEach(t -> effects.created(Roster.TEAM, t.id(), t.name(), marks.get(t.id())));
      }
      if (!made.isEmpty()) {
        Map<UUID, String> marks = colleagues.add(List.copyOf(made.values()), pass.now());
        made.values()
            .forEach(c -> effects.created(Roster.COLLEAGUE, c.id(), c.name(), marks.get(c.id())));
      }
      if (!changed.isEmpty()) {
        Map<UUID, String> marks = colleagues.change(List.copyOf(changed.values()));
        changed
            .values()
            .forEach(
                c ->
                    effects.updated(
                        Roster.COLLEAGUE,
                        c.id(),
                        c.name(),
                        json.writeValueAsString(before.get(c.id())),
                        marks.get(c.id())));
      }
    }
  }
}
