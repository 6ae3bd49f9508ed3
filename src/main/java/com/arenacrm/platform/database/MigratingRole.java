package com.arenacrm.platform.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.StringUtils;

/**
 * Who makes and changes Arena's tables: the application's own role, or the owner that {@code
 * spring.flyway.user} names, so that the application itself owns nothing (Q26). Migrations run over
 * a connection of their own in either case, because one may take longer than the pool lets a
 * statement take.
 *
 * @param apart whether it is another role than the application's
 */
record MigratingRole(
    String url, @Nullable String username, @Nullable String password, boolean apart)
    implements FlywayConnectionDetails {

  /** The application's own role. */
  static MigratingRole same(JdbcConnectionDetails application) {
    return new MigratingRole(
        application.getJdbcUrl(), application.getUsername(), application.getPassword(), false);
  }

  /** As set; empty settings count as none, as a compose file passes unset variables on. */
  static MigratingRole of(JdbcConnectionDetails application, FlywayProperties settings) {
    String url =
        StringUtils.hasText(settings.getUrl()) ? settings.getUrl() : application.getJdbcUrl();
    if (!StringUtils.hasText(settings.getUser())) {
      return new MigratingRole(url, application.getUsername(), application.getPassword(), false);
    }
    return new MigratingRole(
        url,
        settings.getUser(),
        settings.getPassword(),
        !settings.getUser().equals(application.getUsername()));
  }

  @Override
  public String getJdbcUrl() {
    return url;
  }

  @Override
  public @Nullable String getUsername() {
    return username;
  }

  @Override
  public @Nullable String getPassword() {
    return password;
  }

  /** Leaves the password out, which the record's own text would show. */
  @Override
  public String toString() {
    return "MigratingRole[" + username + "]";
  }
}
