package com.arenacrm.platform.database;

import com.arenacrm.platform.CannotStartException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * The PostgreSQL server that {@code spring.datasource.url} names, once it has been reached and
 * found fit.
 */
record ExternalDatabase(String url, @Nullable String username, @Nullable String password)
    implements JdbcConnectionDetails {

  /**
   * Connects once, before the pool and the migrations do.
   *
   * @throws CannotStartException when the server cannot be reached, refuses Arena or is unfit
   */
  static ExternalDatabase reach(DataSourceProperties properties) {
    String url = properties.determineUrl();
    if (parse(url) == null) {
      throw new CannotStartException(
          "spring.datasource.url (SPRING_DATASOURCE_URL) is not the address of a PostgreSQL database;"
              + " write it as jdbc:postgresql://host:5432/database.");
    }
    ExternalDatabase database =
        new ExternalDatabase(url, properties.determineUsername(), properties.determinePassword());
    DatabaseRequirements.of(
            database,
            "correct spring.datasource.username and spring.datasource.password"
                + " (SPRING_DATASOURCE_USERNAME, SPRING_DATASOURCE_PASSWORD)")
        .meet();
    return database;
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
