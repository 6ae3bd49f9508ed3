package com.arenacrm.identity;

import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who is who among our own people, for pages that show or choose them. */
@Component
public class UserNames {

  /** One of our own people. */
  public record Colleague(UserId id, String name) {

    /** The identifier as a form sends it. */
    public String value() {
      return id.toString();
    }

    public String label() {
      return name;
    }
  }

  private final JdbcClient jdbc;

  UserNames(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Everybody's name, also of those who have left; a company has few enough people. */
  public Map<UUID, String> all() {
    return jdbc
        .sql("select id, name from identity.user_account")
        .query(UserNames::row)
        .list()
        .stream()
        .collect(Collectors.toMap(c -> c.id().id(), Colleague::name));
  }

  /** Those who can be given work in one of these roles, by name. */
  public List<Colleague> active(Role... roles) {
    return activeOr(null, roles);
  }

  /**
   * Those who can be given work in one of these roles, and who has it now whatever became of them,
   * so that leaving a field as it is changes nothing.
   *
   * @param present who it is now, or null
   */
  public List<Colleague> activeOr(@Nullable UUID present, Role... roles) {
    return jdbc.sql(
            """
            select u.id, u.name from identity.user_account u
            where u.id = :present or u.enabled and exists (select 1 from identity.user_role r
              where r.user_id = u.id and r.role in (:roles))
            order by u.name
            """)
        .param("present", present, Types.OTHER)
        .param("roles", List.of(roles).stream().map(Role::name).toList())
        .query(UserNames::row)
        .list();
  }

  /**
   * Whom this person may put in charge of a deal or a customer: the sellers whom they see,
   * themselves, and who it is now.
   *
   * @param present who it is now, or null
   */
  public List<Colleague> assignable(CurrentUser actor, @Nullable UUID present) {
    List<Colleague> sellers = actor.scope().among(active(Role.SALES));
    return active(Role.values()).stream()
        .filter(
            c -> sellers.contains(c) || c.id().equals(actor.id()) || c.id().id().equals(present))
        .toList();
  }

  /**
   * Those who cannot sign in, by name: nobody has let them in yet, or they have left. What they did
   * is theirs when it comes in from elsewhere, and nothing else is given to them.
   */
  public List<Colleague> absent(CurrentUser actor) {
    return actor
        .scope()
        .among(
            jdbc.sql("select id, name from identity.user_account where not enabled order by name")
                .query(UserNames::row)
                .list());
  }

  /**
   * All our people at once.
   *
   * @param names everybody's, as {@link #all} has them
   * @param active those who can be given work, as {@link #active} has them
   * @param absent of those who cannot sign in whoever has something of what is listed
   */
  public record Everybody(Map<UUID, String> names, List<Colleague> active, List<Colleague> absent) {

    /** By whom a list can be narrowed down by this viewer. */
    public List<Colleague> owners(Scope scope) {
      return Stream.concat(scope.among(active).stream(), scope.among(absent).stream()).toList();
    }
  }

  /** Everybody's name, and those who can be given work in one of these roles; by one statement. */
  public Everybody everybody(Role... roles) {
    return everybody("false", roles);
  }

  /**
   * Everybody's name, those who can be given work in one of these roles, and of those who cannot
   * sign in whoever has something; by one statement.
   *
   * @param having the SQL condition for that of the person {@code u.id}, by the caller's own
   *     tables; a constant of the code, never input
   */
  public Everybody everybody(String having, Role... roles) {
    Map<UUID, String> names = new HashMap<>();
    List<Colleague> active = new ArrayList<>();
    List<Colleague> absent = new ArrayList<>();
    jdbc.sql(
            """
            select u.id, u.name, u.enabled and exists (select 1 from identity.user_role r
              where r.user_id = u.id and r.role in (:roles)) as active,
              not u.enabled and (%s) as absent
            from identity.user_account u order by u.name
            """
                .formatted(having))
        .param("roles", List.of(roles).stream().map(Role::name).toList())
        .query(
            rs -> {
              Colleague one = row(rs, 0);
              names.put(one.id().id(), one.name());
              if (rs.getBoolean("active")) {
                active.add(one);
              } else if (rs.getBoolean("absent")) {
                absent.add(one);
              }
            });
    return new Everybody(names, active, absent);
  }

  /**
   * Somebody who can be told something.
   *
   * @param sample one of the sample company, whose address nobody reads
   */
  public record Addressee(UserId id, String name, String email, boolean sample) {}

  /** Everybody who works here now and has been here once. */
  public List<Addressee> addressees() {
    return jdbc.sql(
            """
            select id, name, email, sample from identity.user_account
            where enabled and (password_hash is not null or sample) order by id
            """)
        .query(
            (rs, n) ->
                new Addressee(
                    new UserId(rs.getObject("id", UUID.class)),
                    rs.getString("name"),
                    rs.getString("email"),
                    rs.getBoolean("sample")))
        .list();
  }

  /**
   * Who answers for a seller: the managers of their team, or else all managers, or else the
   * administrators; of the sample company for one of its people, and otherwise none of it.
   *
   * @param seller whose; null when it is nobody's yet
   * @param otherwise by whom it is seen whether it is the sample's when there is no seller
   */
  public List<UserId> managersOf(@Nullable UserId seller, UserId otherwise) {
    return jdbc
        .sql(
            """
            with about as (select sample, case when :known then team_id end as team_id
                           from identity.user_account where id = :about),
              who as (
                select u.id, min(case when r.role = 'ADMINISTRATOR' then 3
                                      when u.team_id = a.team_id then 1 else 2 end) as place
                from about a join identity.user_account u on u.enabled and u.sample = a.sample
                join identity.user_role r on r.user_id = u.id
                  and r.role in ('MANAGER', 'ADMINISTRATOR')
                group by u.id)
            select id from who where place = (select min(place) from who) order by id
            """)
        .param("known", seller != null)
        .param("about", seller == null ? otherwise.id() : seller.id())
        .query(UUID.class)
        .list()
        .stream()
        .map(UserId::new)
        .toList();
  }

  /** The names of all people and all teams, in one statement. */
  public Map<UUID, String> peopleAndTeams() {
    return jdbc
        .sql(
            """
            select id, name from identity.user_account
            union all select id, name from identity.team
            """)
        .query(UserNames::row)
        .list()
        .stream()
        .collect(Collectors.toMap(c -> c.id().id(), Colleague::name));
  }

  /** Every team's name. */
  public Map<UUID, String> teams() {
    return jdbc.sql("select id, name from identity.team").query(UserNames::row).list().stream()
        .collect(Collectors.toMap(c -> c.id().id(), Colleague::name));
  }

  /** Whether this person may work here now. */
  public boolean isActive(UserId user) {
    return jdbc.sql("select enabled from identity.user_account where id = :id")
        .param("id", user.id())
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /** This person and everybody of the team that they are in now; without a team, only they. */
  public Set<UUID> teamMates(UserId user) {
    return new HashSet<>(
        jdbc.sql(
                """
                select m.id from identity.user_account u
                join identity.user_account m on m.id = u.id or m.team_id = u.team_id
                where u.id = :id
                """)
            .param("id", user.id())
            .query(UUID.class)
            .list());
  }

  private static Colleague row(java.sql.ResultSet rs, int n) throws java.sql.SQLException {
    return new Colleague(new UserId(rs.getObject("id", UUID.class)), rs.getString("name"));
  }
}
