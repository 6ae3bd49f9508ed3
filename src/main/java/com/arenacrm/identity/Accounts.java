package com.arenacrm.identity;

import com.arenacrm.identity.AccessTokens.Purpose;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.EmailAddress;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The front door to users, their credentials and the company's own settings. */
@Component
@Transactional
public class Accounts {

  private final Users users;
  private final Teams teams;
  private final Organizations organizations;
  private final AccessTokens tokens;
  private final Passwords passwords;
  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final Clock clock;

  Accounts(
      Users users,
      Teams teams,
      Organizations organizations,
      AccessTokens tokens,
      Passwords passwords,
      AuditTrail audit,
      JdbcClient jdbc,
      Clock clock) {
    this.users = users;
    this.teams = teams;
    this.organizations = organizations;
    this.tokens = tokens;
    this.passwords = passwords;
    this.audit = audit;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** What the first page asks about the company. */
  public record NewCompany(
      String name,
      String language,
      ZoneId timeZone,
      Currency currency,
      String region,
      Map<DayOfWeek, List<WorkingCalendar.Span>> hours) {}

  /** Who will administer it. */
  public record FirstAdministrator(EmailAddress email, String name, String password) {}

  /** Whether nobody has set this Arena up yet. */
  @Transactional(readOnly = true)
  public boolean isEmpty() {
    return users.count() == 0;
  }

  /** The key of the sentence that says why a password is refused; empty when it is good. */
  public Optional<String> objectionTo(String password, EmailAddress email, String name) {
    return passwords.objection(password, List.of(email.value(), name));
  }

  /**
   * Makes the company and its first administrator.
   *
   * @throws RefusedException when Arena is set up already, also by somebody else at this moment
   */
  public UserId setUp(NewCompany company, FirstAdministrator administrator) {
    // Two who press the button at once: the second waits here, and then finds a user.
    jdbc.sql("lock table identity.user_account in share row exclusive mode").update();
    if (users.count() > 0) {
      throw new RefusedException("setup.done");
    }
    Organization organization =
        new Organization(
            company.name(),
            company.language(),
            company.timeZone(),
            company.currency(),
            company.region());
    organization.work(company.hours(), List.of());
    organizations.save(organization);
    User user =
        new User(
            UserId.next(),
            administrator.email(),
            administrator.name(),
            EnumSet.of(Role.ADMINISTRATOR),
            clock.instant());
    user.choosePassword(passwords.hash(administrator.password()));
    users.save(user);
    audit.noteVisitor(administrator.name(), null, "set-up", subject(user));
    return user.id();
  }

  /**
   * Adds a person, who chooses a password by the link's secret.
   *
   * @return the secret of the invitation
   * @throws RefusedException when the address is already somebody's
   */
  String invite(
      CurrentUser actor,
      UserId id,
      EmailAddress email,
      String name,
      Set<Role> roles,
      @Nullable TeamId team) {
    users
        .findByEmail(email.value())
        .ifPresent(
            u -> {
              throw u.isWithoutAccess()
                  ? new RefusedException("user.email.noAccess", u.name())
                  : new RefusedException("user.email.taken");
            });
    User user = new User(id, email, name, roles, clock.instant());
    user.change(name, roles, team);
    users.save(user);
    audit.note(actor, "user-invited", subject(user), null, rolesOf(user));
    return tokens.issue(id, Purpose.INVITATION);
  }

  /**
   * Lets somebody in who was without access, by the same invitation that anybody gets; what was
   * theirs stays theirs.
   *
   * @return the secret of the invitation
   * @throws RefusedException when the address is already somebody else's
   */
  String giveAccess(CurrentUser actor, User user, EmailAddress email) {
    if (users.findByEmail(email.value()).filter(u -> !u.id().equals(user.id())).isPresent()) {
      throw new RefusedException("user.email.taken");
    }
    user.giveAccess(email);
    users.save(user);
    audit.note(actor, "user-invited", subject(user), null, rolesOf(user));
    return tokens.issue(user.id(), Purpose.INVITATION);
  }

  /** A new link for somebody who has lost theirs: an invitation, or a password reset. */
  String link(CurrentUser actor, User user) {
    audit.note(actor, "link-made", subject(user));
    forgetAsking(user);
    return tokens.issue(user.id(), user.isInvited() ? Purpose.INVITATION : Purpose.PASSWORD_RESET);
  }

  /** Takes effect on the person's next request. */
  void change(CurrentUser actor, User user, String name, Set<Role> roles, @Nullable TeamId team) {
    if (user.roles().contains(Role.ADMINISTRATOR) && !roles.contains(Role.ADMINISTRATOR)) {
      requireAnotherAdministrator(user);
    }
    String before = rolesOf(user);
    user.change(name, roles, team);
    users.save(user);
    audit.note(actor, "user-changed", subject(user), before, rolesOf(user));
  }

  /** Ends the person's sessions and refuses new ones; their work stays. */
  void disable(CurrentUser actor, User user) {
    requireAnotherAdministrator(user);
    user.disable();
    users.save(user);
    tokens.withdraw(user.id(), Purpose.INVITATION);
    tokens.withdraw(user.id(), Purpose.PASSWORD_RESET);
    audit.note(actor, "user-disabled", subject(user));
  }

  void enable(CurrentUser actor, User user) {
    user.enable();
    users.save(user);
    audit.note(actor, "user-enabled", subject(user));
  }

  /**
   * Chooses a password by a one-time link.
   *
   * @return the user, or empty when the link was used, replaced or too old
   */
  Optional<User> choosePassword(String secret, Purpose purpose, String password) {
    return tokens
        .redeem(secret, purpose)
        .flatMap(users::findById)
        .filter(User::isEnabled)
        .map(
            user -> {
              user.choosePassword(passwords.hash(password));
              users.save(user);
              forgetAsking(user);
              audit.noteVisitor(user.name(), null, "password-chosen", subject(user));
              return user;
            });
  }

  void changePassword(CurrentUser actor, User user, String password) {
    user.choosePassword(passwords.hash(password));
    users.save(user);
    forgetAsking(user);
    audit.note(actor, "password-changed", subject(user));
  }

  // Who has a password, or a link to choose one, waits for nothing any more.
  private void forgetAsking(User user) {
    jdbc.sql("update identity.user_account set reset_asked_at = null where id = :id")
        .param("id", user.id().id())
        .update();
  }

  /**
   * Starts a password reset for an address.
   *
   * @return the secret of the link to mail, or empty when nobody has the address
   */
  Optional<Reset> askForReset(EmailAddress email) {
    Optional<User> user =
        users.findByEmail(email.value()).filter(u -> u.isEnabled() && !u.isSample());
    user.ifPresent(
        u ->
            jdbc.sql("update identity.user_account set reset_asked_at = :now where id = :id")
                .param("now", clock.instant().atOffset(java.time.ZoneOffset.UTC))
                .param("id", u.id().id())
                .update());
    return user.map(
        u ->
            new Reset(
                u,
                tokens.issue(u.id(), u.isInvited() ? Purpose.INVITATION : Purpose.PASSWORD_RESET)));
  }

  /** A started reset. */
  record Reset(User user, String secret) {}

  /** A person of the sample company, without a password: nobody signs in as one. */
  public UserId addSamplePerson(EmailAddress email, String name, Set<Role> roles, TeamId team) {
    User user = new User(UserId.next(), email, name, roles, clock.instant());
    user.change(name, roles, team);
    user.markAsSample();
    users.save(user);
    return user.id();
  }

  /** The team of that name, made if there is none. */
  public TeamId team(String name) {
    return teams
        .findByNameIgnoreCase(name)
        .orElseGet(() -> teams.save(new Team(TeamId.next(), name)))
        .id();
  }

  /** The people of the sample company, or none when it is gone. */
  @Transactional(readOnly = true)
  public List<SamplePerson> samplePeople() {
    return jdbc.sql(
            """
            select u.id, u.name, array_to_string(array(select role from identity.user_role r
                     where r.user_id = u.id order by role), ' ') as roles
            from identity.user_account u where u.sample order by u.id
            """)
        .query(
            (rs, n) ->
                new SamplePerson(
                    new UserId(rs.getObject("id", UUID.class)),
                    rs.getString("name"),
                    List.of(rs.getString("roles").split(" ")).stream().map(Role::valueOf).toList()))
        .list();
  }

  /** Somebody made up. */
  public record SamplePerson(UserId id, String name, List<Role> roles) {}

  /**
   * Removes the people of the sample company and the teams that only they were in; what they made
   * must be gone already. Real work that still names one of them, a call that Marcos was to make,
   * is the administrator's from now on.
   */
  public void removeSamplePeople(CurrentUser actor) {
    for (String column : columnsThatNameUsers()) {
      String[] parts = column.split(" ");
      jdbc.sql(
              """
              update %s set %s = :heir
              where %s in (select id from identity.user_account where sample)
              """
                  .formatted(parts[0], parts[1], parts[1]))
          .param("heir", actor.id().id())
          .update();
    }
    List<UUID> sampleTeams =
        jdbc.sql(
                """
                select distinct team_id from identity.user_account
                where sample and team_id is not null
                """)
            .query(UUID.class)
            .list();
    jdbc.sql("delete from identity.user_account where sample").update();
    if (!sampleTeams.isEmpty()) {
      jdbc.sql(
              """
              delete from identity.team t where t.id in (:teams)
                and not exists (select from identity.user_account u where u.team_id = t.id)
              """)
          .param("teams", sampleTeams)
          .update();
    }
    audit.note(actor, "sample-removed", new Subject("organization", null, actor.company().name()));
  }

  // Whatever any module keeps of users, asked of the database itself, so that no module is
  // forgotten; where a row goes together with its user there is nothing to inherit.
  private List<String> columnsThatNameUsers() {
    return jdbc.sql(
            """
            select c.conrelid::regclass || ' ' || quote_ident(a.attname)
            from pg_constraint c
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where c.contype = 'f' and c.confrelid = 'identity.user_account'::regclass
              and c.confdeltype in ('a', 'r') and cardinality(c.conkey) = 1
            """)
        .query(String.class)
        .list();
  }

  private void requireAnotherAdministrator(User user) {
    Integer others =
        jdbc.sql(
                """
                select count(*) from identity.user_account u
                join identity.user_role r on r.user_id = u.id and r.role = 'ADMINISTRATOR'
                where u.enabled and not u.sample and u.id <> :id
                """)
            .param("id", user.id().id())
            .query(Integer.class)
            .single();
    if (user.roles().contains(Role.ADMINISTRATOR) && others == 0) {
      throw new RefusedException("user.lastAdministrator");
    }
  }

  private static Subject subject(User user) {
    return new Subject("user", user.id().id(), user.name());
  }

  private static String rolesOf(User user) {
    return user.roles().stream()
        .map(role -> AuditTrail.word("role." + role.key()))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
