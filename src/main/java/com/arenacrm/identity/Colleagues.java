package com.arenacrm.identity;

import com.arenacrm.platform.SampleContent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The front door for files that know our own people: finds them, adds them without access, changes
 * those who have none, and takes back those whom nothing refers to. Nobody gets in, loses a role or
 * is told anything by it (complaint 3, Q40).
 *
 * <p>Works in its caller's transaction, and so that what the database refuses can be undone to a
 * savepoint.
 */
@Component
public class Colleagues {

  /** So many people of ours are kept at most, since every page that names them knows them all. */
  public static final int MOST = 2_000;

  /**
   * One of our own people.
   *
   * @param enabled whether they can be given work
   * @param withoutAccess whether nobody has let them in yet
   */
  public record Colleague(
      UUID id,
      String name,
      @Nullable String email,
      Set<Role> roles,
      @Nullable UUID team,
      boolean enabled,
      boolean withoutAccess) {

    /** Somebody new, without access. */
    public static Colleague without(UUID id, String name, Set<Role> roles, @Nullable UUID team) {
      return new Colleague(id, name, null, roles, team, false, true);
    }
  }

  /** A team by its name. */
  public record TeamName(UUID id, String name) {}

  private static final String MARK =
      """
      md5((to_jsonb(u) - '{version,created_at,reset_asked_at}'::text[])::text
        || array_to_string(array(select r.role from identity.user_role r
             where r.user_id = u.id order by r.role), ' '))
      """;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  Colleagues(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Everybody, also those who left; a company has few enough people. */
  public List<Colleague> everybody() {
    return jdbc.sql(
            """
            select u.id, u.name, u.email, u.team_id, u.enabled, u.without_access,
                   array(select r.role from identity.user_role r where r.user_id = u.id) as roles
            from identity.user_account u order by u.enabled desc, u.name, u.id
            """)
        .query(
            (rs, n) -> {
              Set<Role> roles = EnumSet.noneOf(Role.class);
              for (String role : (String[]) rs.getArray("roles").getArray()) {
                roles.add(Role.valueOf(role));
              }
              return new Colleague(
                  rs.getObject("id", UUID.class),
                  rs.getString("name"),
                  rs.getString("email"),
                  roles,
                  rs.getObject("team_id", UUID.class),
                  rs.getBoolean("enabled"),
                  rs.getBoolean("without_access"));
            })
        .list();
  }

  /** Every team. */
  public List<TeamName> teams() {
    return jdbc.sql("select id, name from identity.team order by name")
        .query(TeamName.class)
        .list();
  }

  /**
   * Until the transaction ends, no other file adds people, and nobody gets access who has none; so
   * that what was read first is true when it is written.
   */
  public void hold() {
    jdbc.sql("select pg_advisory_xact_lock(hashtext('identity.colleagues'))")
        .query((rs, n) -> true)
        .list();
    jdbc.sql("select id from identity.user_account where without_access for update")
        .query(UUID.class)
        .list();
  }

  /**
   * Adds teams.
   *
   * @return a digest of each, the same as long as nobody changes it
   */
  public Map<UUID, String> addTeams(List<TeamName> teams) {
    jdbc.sql(
            """
            insert into identity.team (id, name, version)
            select id, name, 0 from jsonb_to_recordset(cast(:rows as jsonb)) as r (id uuid, name text)
            """)
        .param("rows", json.writeValueAsString(teams))
        .update();
    return teamMarks(teams.stream().map(TeamName::id).toList());
  }

  /**
   * Adds people without access.
   *
   * @return a digest of each, the same as long as nobody changes them
   */
  public Map<UUID, String> add(List<Colleague> people, Instant now) {
    jdbc.sql(
            """
            insert into identity.user_account
              (id, name, email, team_id, enabled, without_access, credential_era, created_at, version)
            select id, name, email, team, false, true, 0, :now, 0
            from jsonb_to_recordset(cast(:rows as jsonb))
              as r (id uuid, name text, email text, team uuid)
            """)
        .param("rows", json.writeValueAsString(people))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .update();
    giveRoles(people);
    return marks(people.stream().map(Colleague::id).toList());
  }

  /**
   * Changes people without access; whoever has access by now stays as they are.
   *
   * @return a digest of each, the same as long as nobody changes them
   */
  public Map<UUID, String> change(List<Colleague> people) {
    Set<UUID> open =
        new HashSet<>(
            jdbc.sql(
                    """
                    update identity.user_account u
                    set name = r.name, email = r.email, team_id = r.team, version = u.version + 1
                    from jsonb_to_recordset(cast(:rows as jsonb))
                      as r (id uuid, name text, email text, team uuid)
                    where u.id = r.id and u.without_access
                    returning u.id
                    """)
                .param("rows", json.writeValueAsString(people))
                .query(UUID.class)
                .list());
    jdbc.sql("delete from identity.user_role where user_id = any (cast(:ids as uuid[]))")
        .param("ids", SampleContent.array(open))
        .update();
    giveRoles(people.stream().filter(c -> open.contains(c.id())).toList());
    return marks(people.stream().map(Colleague::id).toList());
  }

  private void giveRoles(List<Colleague> people) {
    jdbc.sql(
            """
            insert into identity.user_role (user_id, role)
            select r.id, role
            from jsonb_to_recordset(cast(:rows as jsonb)) as r (id uuid, roles text[]),
              unnest(r.roles) as role
            """)
        .param("rows", json.writeValueAsString(people))
        .update();
  }

  /** A digest of each of these people who is still there; locks them. */
  public Map<UUID, String> marks(Collection<UUID> ids) {
    return digests(
        "select u.id, %s from identity.user_account u where u.id = any (cast(:ids as uuid[])) for update of u"
            .formatted(MARK),
        ids);
  }

  /** A digest of each of these teams that is still there; locks them. */
  public Map<UUID, String> teamMarks(Collection<UUID> ids) {
    return digests(
        "select t.id, md5(t.name) from identity.team t where t.id = any (cast(:ids as uuid[])) for update of t",
        ids);
  }

  private Map<UUID, String> digests(String sql, Collection<UUID> ids) {
    Map<UUID, String> marks = new HashMap<>();
    jdbc.sql(sql)
        .param("ids", SampleContent.array(new HashSet<>(ids)))
        .query(
            rs -> {
              marks.put(rs.getObject(1, UUID.class), rs.getString(2));
            });
    return marks;
  }

  /**
   * Those of these people to whom something refers that would silently go with them, or lose them;
   * where a foreign key forbids it, {@link #remove} is refused.
   */
  public Set<UUID> named(Collection<UUID> ids) {
    return named("identity.user_account", ids);
  }

  /** The same of teams. */
  public Set<UUID> teamsNamed(Collection<UUID> ids) {
    return named("identity.team", ids);
  }

  // Asked of the database itself, so that no module is forgotten. Roles are the person's own.
  private Set<UUID> named(String table, Collection<UUID> ids) {
    List<String> questions = new ArrayList<>();
    jdbc.sql(
            """
            select c.conrelid::regclass || ' ' || quote_ident(a.attname)
            from pg_constraint c
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'f' and c.confrelid = cast(:table as regclass)
              and c.confdeltype not in ('a', 'r') and cardinality(c.conkey) = 1
              and c.conrelid <> 'identity.user_role'::regclass
            """)
        .param("table", table)
        .query(String.class)
        .list()
        .forEach(
            column -> {
              String[] parts = column.split(" ");
              questions.add(
                  "select %2$s from %1$s where %2$s = any (cast(:ids as uuid[]))"
                      .formatted(parts[0], parts[1]));
            });
    return questions.isEmpty()
        ? Set.of()
        : new HashSet<>(
            jdbc.sql(String.join(" union ", questions))
                .param("ids", SampleContent.array(new HashSet<>(ids)))
                .query(UUID.class)
                .list());
  }

  /**
   * Takes people without access away.
   *
   * @throws org.springframework.dao.DataIntegrityViolationException when something refers to them
   */
  public void remove(Collection<UUID> ids) {
    jdbc.sql(
            """
            delete from identity.user_account
            where id = any (cast(:ids as uuid[])) and without_access
            """)
        .param("ids", SampleContent.array(new HashSet<>(ids)))
        .update();
  }

  /**
   * Takes teams away.
   *
   * @throws org.springframework.dao.DataIntegrityViolationException when somebody is in one
   */
  public void removeTeams(Collection<UUID> ids) {
    jdbc.sql("delete from identity.team where id = any (cast(:ids as uuid[]))")
        .param("ids", SampleContent.array(new HashSet<>(ids)))
        .update();
  }
}
