package com.arenacrm.identity;

import com.arenacrm.identity.CurrentUser.ActingAdministrator;
import com.arenacrm.identity.CurrentUser.CompanyFacts;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads, in one statement, all that a request must know of the person behind it. */
@Component
public class CurrentUsers {

  private static final String SELECT =
      """
      select u.id, u.name, u.team_id, u.work_zone_id, u.language,
             coalesce(u.time_zone, w.time_zone) as time_zone, u.sample, u.enabled,
             u.credential_era, admin.id as admin_id, admin.name as admin_name,
             admin.enabled and admin.credential_era = :adminEra as admin_valid,
             array(select r.role from identity.user_role r where r.user_id = u.id) as roles,
             case when o.visibility = 'TEAM' and u.team_id is not null
                  then array(select m.id from identity.user_account m where m.team_id = u.team_id)
             end as team_mates,
             o.visibility, o.name as company, o.language as company_language,
             o.time_zone as company_zone, o.currency, o.region
      from identity.user_account u
      cross join identity.organization o
      left join identity.work_zone w on w.id = u.work_zone_id
      left join identity.user_account admin on admin.id = :admin
      where u.id = :user
      """;

  /** However busy, a session does not outlive this. */
  private static final Duration LONGEST_SESSION = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final Clock clock;

  CurrentUsers(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The person of a session, or empty when their session is no longer good. */
  Optional<CurrentUser> find(SignedIn signedIn, @Nullable String address) {
    if (signedIn.since().plus(LONGEST_SESSION).isBefore(clock.instant())) {
      return Optional.empty();
    }
    return read(signedIn.user(), signedIn.administrator(), signedIn.administratorEra(), address)
        .filter(Row::valid)
        .filter(row -> row.era() == signedIn.era() || row.user().sample())
        .map(Row::user);
  }

  /**
   * A user acting without a request of their own: a job that carries on what they started, or the
   * making of the sample company.
   *
   * @throws IllegalArgumentException when there is no such user
   */
  public CurrentUser acting(UserId user) {
    return read(user.id(), null, 0, null)
        .map(Row::user)
        .orElseThrow(() -> new IllegalArgumentException("No user " + user));
  }

  private Optional<Row> read(
      UUID user, @Nullable UUID administrator, int administratorEra, @Nullable String address) {
    return jdbc.sql(SELECT)
        .param("user", user)
        .param("admin", administrator)
        .param("adminEra", administratorEra)
        .query((rs, n) -> row(rs, administrator != null, address))
        .optional();
  }

  private record Row(CurrentUser user, int era, boolean valid) {}

  private static Row row(ResultSet rs, boolean acting, @Nullable String address)
      throws SQLException {
    UUID id = uuid(rs, "id");
    UUID team = rs.getObject("team_id", UUID.class);
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String role : (String[]) rs.getArray("roles").getArray()) {
      roles.add(Role.valueOf(role));
    }
    CompanyFacts company =
        new CompanyFacts(
            rs.getString("company"),
            rs.getString("company_language"),
            ZoneId.of(rs.getString("company_zone")),
            Currency.getInstance(rs.getString("currency")),
            rs.getString("region"));
    String ownZone = rs.getString("time_zone");
    UUID admin = rs.getObject("admin_id", UUID.class);
    CurrentUser user =
        new CurrentUser(
            new UserId(id),
            rs.getString("name"),
            roles,
            Optional.ofNullable(team).map(TeamId::new),
            scope(
                id,
                roles,
                Visibility.valueOf(rs.getString("visibility")),
                rs.getArray("team_mates")),
            ownZone == null ? company.zone() : ZoneId.of(ownZone),
            rs.getString("language"),
            company,
            rs.getObject("work_zone_id", UUID.class),
            rs.getBoolean("sample"),
            admin == null
                ? null
                : new ActingAdministrator(
                    new UserId(admin), Objects.requireNonNull(rs.getString("admin_name"))),
            address);
    boolean valid =
        rs.getBoolean("enabled") && (acting ? rs.getBoolean("admin_valid") : !user.sample());
    return new Row(user, rs.getInt("credential_era"), valid);
  }

  private static Scope scope(
      UUID id, Set<Role> roles, Visibility visibility, @Nullable Array teamMates)
      throws SQLException {
    boolean onlySales = roles.equals(EnumSet.of(Role.SALES));
    if (!onlySales || visibility == Visibility.ALL) {
      return new Scope(true, List.of(id));
    }
    return teamMates == null
        ? new Scope(false, List.of(id))
        : new Scope(false, Arrays.asList((UUID[]) teamMates.getArray()));
  }

  private static UUID uuid(ResultSet rs, String column) throws SQLException {
    return Objects.requireNonNull(rs.getObject(column, UUID.class));
  }
}
