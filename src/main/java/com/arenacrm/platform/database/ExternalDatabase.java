package com.arenacrm.platform.database;

import com.arenacrm.platform.CannotStartException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The PostgreSQL server that {@code spring.datasource.url} names, once it has been reached and
 * found fit.
 */
record ExternalDatabase(String url, @Nullable String username, @Nullable String password)
    implements JdbcConnectionDetails {

  /** As the sentences name it. */
  static final String ADDRESS = "spring.datasource.url (SPRING_DATASOURCE_URL)";

  private static final String OWNERS_ADDRESS = "spring.flyway.url (SPRING_FLYWAY_URL)";

  /**
   * Connects once, before the pool and the migrations do. Where another role than the application's
   * migrates, it does so too, first, and adds the extensions.
   *
   * @throws CannotStartException when the server cannot be reached, refuses Arena or is unfit
   */
  static ExternalDatabase reach(DataSourceProperties properties, FlywayProperties migrations) {
    ExternalDatabase database =
        new ExternalDatabase(
            addressIn(ADDRESS, properties.determineUrl()),
            properties.determineUsername(),
            properties.determinePassword());
    MigratingRole owner = MigratingRole.of(database, migrations);
    if (owner.apart()) {
      String setting = owner.url().equals(database.url()) ? ADDRESS : OWNERS_ADDRESS;
      DatabaseRequirements.of(
              new ExternalDatabase(
                  addressIn(setting, owner.url()), owner.username(), owner.password()),
              setting,
              "correct spring.flyway.user and spring.flyway.password"
                  + " (SPRING_FLYWAY_USER, SPRING_FLYWAY_PASSWORD)")
          .meet();
    }
    DatabaseRequirements.of(
            database,
            ADDRESS,
            "correct spring.datasource.username and spring.datasource.password"
                + " (SPRING_DATASOURCE_USERNAME, SPRING_DATASOURCE_PASSWORD)")
        .meet();
    return database;
  }

  private static String addressIn(String setting, String url) {
    if (parse(url) == null) {
      throw new CannotStartException(
          setting
              + " is not the address of a PostgreSQL database;"
              + " write it as jdbc:postgresql://host:5432/database.");
    }
    return url;
  }

  static @Nullable Properties parse(String url) {
    return url.startsWith("jdbc:postgresql:") ? Driver.parseURL(url, null) : null;
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
    return "ExternalDatabase[" + username + "]";
  }
}
