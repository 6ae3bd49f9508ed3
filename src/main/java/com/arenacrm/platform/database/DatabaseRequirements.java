package com.arenacrm.platform.database;

import com.arenacrm.platform.CannotStartException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.util.PSQLState;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * What Arena asks of its database before it uses it: that it answers, is PostgreSQL 15 or newer and
 * has the extensions, which are added where the role may. One connection, opened and closed before
 * the pool exists, so that a refusal is told once and not by every library that would have met it.
 */
final class DatabaseRequirements {

  static final int OLDEST_VERSION = 15;
  static final List<String> EXTENSIONS = List.of("citext", "fuzzystrmatch", "pg_trgm", "unaccent");

  private static final String PATIENCE_SECONDS = "10";

  private final JdbcConnectionDetails database;
  private final String server;
  private final String name;
  private final String addressSetting;
  private final String whenRefused;

  private DatabaseRequirements(
      JdbcConnectionDetails database,
      Properties address,
      String addressSetting,
      String whenRefused) {
    this.database = database;
    this.addressSetting = addressSetting;
    this.server =
        address.getProperty("PGHOST", "localhost") + ":" + address.getProperty("PGPORT", "5432");
    this.name = address.getProperty("PGDBNAME", "");
    this.whenRefused = whenRefused;
  }

  static DatabaseRequirements of(JdbcConnectionDetails database, String whenRefused) {
    return of(database, ExternalDatabase.ADDRESS, whenRefused);
  }

  /**
   * @param addressSetting the setting that holds the address, as the sentences name it
   * @param whenRefused what to do when the server does not accept the user's name or password
   */
  static DatabaseRequirements of(
      JdbcConnectionDetails database, String addressSetting, String whenRefused) {
    Properties address = Driver.parseURL(database.getJdbcUrl(), null);
    return new DatabaseRequirements(
        database, address == null ? new Properties() : address, addressSetting, whenRefused);
  }

  /**
   * Checks the database and adds the extensions that it lacks.
   *
   * @throws CannotStartException when the database cannot be reached or is unfit
   */
  void meet() {
    try (Connection connection = connect()) {
      DatabaseMetaData about = connection.getMetaData();
      refuseOld(about.getDatabaseMajorVersion(), about.getDatabaseProductVersion());
      addMissingExtensions(connection);
    } catch (SQLException failure) {
      throw refusal(failure);
    }
  }

  void refuseOld(int majorVersion, String version) {
    if (majorVersion < OLDEST_VERSION) {
      throw new CannotStartException(
          ("the PostgreSQL server at %s is version %s, and Arena needs %d or newer;"
                  + " upgrade it, or name another one in %s.")
              .formatted(server, version, OLDEST_VERSION, addressSetting));
    }
  }

  private void addMissingExtensions(Connection connection) throws SQLException {
    SQLException refused = null;
    for (String extension : missingExtensions(connection)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE EXTENSION IF NOT EXISTS " + extension);
      } catch (SQLException failure) {
        refused = failure;
      }
    }
    // Asked again, because another Arena that starts at this moment may have added what this one
    // was refused.
    List<String> missing = refused == null ? List.of() : missingExtensions(connection);
    if (refused != null && !missing.isEmpty()) {
      throw new CannotStartException(
          ("the database %s at %s lacks extensions that the user %s cannot add (%s);"
                  + " as its administrator run \"%s\" in that database, then start Arena again.")
              .formatted(
                  name,
                  server,
                  connection.getMetaData().getUserName(),
                  reason(refused),
                  missing.stream()
                      .map(extension -> "CREATE EXTENSION " + extension + ";")
                      .collect(Collectors.joining(" "))),
          refused);
    }
  }

  private static List<String> missingExtensions(Connection connection) throws SQLException {
    List<String> missing = new ArrayList<>(EXTENSIONS);
    try (Statement query = connection.createStatement();
        ResultSet present = query.executeQuery("SELECT extname FROM pg_extension")) {
      while (present.next()) {
        missing.remove(present.getString(1));
      }
    }
    return missing;
  }

  private Connection connect() throws SQLException {
    Properties options = new Properties();
    set(options, "user", database.getUsername());
    set(options, "password", database.getPassword());
    // The address may set its own limits, and they win.
    options.setProperty("loginTimeout", PATIENCE_SECONDS);
    options.setProperty("connectTimeout", PATIENCE_SECONDS);
    options.setProperty("ApplicationName", "Arena");
    Connection connection = new Driver().connect(database.getJdbcUrl(), options);
    if (connection == null) {
      throw new SQLException(
          "not an address of PostgreSQL", PSQLState.CONNECTION_UNABLE_TO_CONNECT.getState());
    }
    return connection;
  }

  private static void set(Properties options, String key, @Nullable String value) {
    if (value != null) {
      options.setProperty(key, value);
    }
  }

  /** The sentence for a failed connection, by the standard's class of error. */
  private CannotStartException refusal(SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String sentence;
    if (state.equals("3D000")) {
      sentence =
          "the PostgreSQL server at %s has no database %s; create it, or correct %s."
              .formatted(server, name, addressSetting);
    } else if (state.startsWith("28") || state.equals("08004")) {
      sentence =
          "the PostgreSQL server at %s refuses Arena (%s); %s."
              .formatted(server, reason(failure), whenRefused);
    } else if (state.equals("57P03") || state.equals("53300")) {
      sentence =
          "the PostgreSQL server at %s takes no connections just now (%s); start Arena again when it does."
              .formatted(server, reason(failure));
    } else if (causedByUnknownHost(failure)) {
      sentence =
          "no machine of the name in %s is known here; correct %s."
              .formatted(server, addressSetting);
    } else if (state.startsWith("08")) {
      sentence =
          "the PostgreSQL server at %s cannot be reached (%s); start it, or correct %s."
              .formatted(server, reason(failure), addressSetting);
    } else {
      sentence =
          "the database %s at %s failed (%s); look at that server's log, then start Arena again."
              .formatted(name, server, reason(failure));
    }
    return new CannotStartException(sentence, failure);
  }

  private static boolean causedByUnknownHost(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  /** The innermost words that say why, on one line and without the final full stop. */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String words =
        innermost.getMessage() == null
            ? innermost.getClass().getSimpleName()
            : innermost.getMessage();
    return words
        .lines()
        .findFirst()
        .orElse("")
        .strip()
        .replaceFirst("^(FATAL|ERROR): ", "")
        .replaceFirst("\\.$", "");
  }
}
