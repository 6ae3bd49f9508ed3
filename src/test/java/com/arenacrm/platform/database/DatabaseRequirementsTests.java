package com.arenacrm.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.arenacrm.platform.CannotStartException;
import com.arenacrm.testing.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.springframework.boot.flyway.autoconfigure.FlywayProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;

class DatabaseRequirementsTests {

  private final TestDatabase database = TestDatabase.shared();
  private final FlywayProperties owner = new FlywayProperties();

  @Test
  void aFitDatabaseIsAccepted() {
    ExternalDatabase reached = reach(database.url(), database.username(), database.password());

    assertThat(reached.getJdbcUrl()).isEqualTo(database.url());
    assertThat(reached.getUsername()).isEqualTo(database.username());
    assertThat(reached.getPassword()).isEqualTo(database.password());
    assertThat(reached.toString()).doesNotContain("password=" + database.password());
  }

  @Test
  void nobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertRefused(
        "jdbc:postgresql://127.0.0.1:" + port + "/arena",
        "x",
        "x",
        "the PostgreSQL server at 127.0.0.1:%d cannot be reached (Connection refused); start it"
            .formatted(port));
  }

  @Test
  void nobodyKnowsTheMachine() {
    assertRefused(
        "jdbc:postgresql://nowhere.invalid/arena",
        "x",
        "x",
        "no machine of the name in nowhere.invalid:5432 is known here;");
  }

  @Test
  void thePasswordIsWrong() {
    assertRefused(
        database.url(),
        "arena",
        "wrong",
        "refuses Arena (password authentication failed for user \"arena\"); correct");
  }

  @Test
  void thePasswordOfTheOwnerIsWrong() {
    owner.setUser("nobody");
    owner.setPassword("wrong");

    assertRefused(
        database.url(),
        database.username(),
        database.password(),
        "refuses Arena (password authentication failed for user \"nobody\"); correct"
            + " spring.flyway.user and spring.flyway.password"
            + " (SPRING_FLYWAY_USER, SPRING_FLYWAY_PASSWORD).");
  }

  @Test
  void theOwnersAddressIsWrong() {
    owner.setUser("nobody");
    owner.setUrl("jdbc:postgresql://nowhere.invalid/arena");

    assertRefused(
        database.url(),
        database.username(),
        database.password(),
        "no machine of the name in nowhere.invalid:5432 is known here; correct spring.flyway.url");
  }

  @Test
  void anEmptyOwnerIsNone() {
    owner.setUser("");
    owner.setUrl("");

    assertThat(reach(database.url(), database.username(), database.password()).getUsername())
        .isEqualTo(database.username());
  }

  @Test
  void theDatabaseIsMissing() {
    assertRefused(
        database.url().replace("/arena", "/atlantis"),
        database.username(),
        database.password(),
        "has no database atlantis; create it");
  }

  @Test
  void theExtensionsAreMissingAndMayNotBeAdded() {
    assertRefused(
        database.url().replace("/arena", "/postgres"),
        database.username(),
        database.password(),
        "run \"CREATE EXTENSION citext; CREATE EXTENSION fuzzystrmatch; CREATE EXTENSION pg_trgm;"
            + " CREATE EXTENSION unaccent;\" in that database");
  }

  @Test
  void theAddressIsNotOfPostgresql() {
    assertRefused(
        "jdbc:mysql://localhost/arena", "x", "x", "is not the address of a PostgreSQL database");
    assertRefused(
        "jdbc:postgresql://host:port/arena", "x", "x", "is not the address of a PostgreSQL");
  }

  @Test
  void theServerIsTooOld() {
    DatabaseRequirements requirements =
        DatabaseRequirements.of(
            new ExternalDatabase("jdbc:postgresql://db.example/arena", "arena", null), "");

    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> requirements.refuseOld(14, "14.9"))
        .withMessageStartingWith(
            "the PostgreSQL server at db.example:5432 is version 14.9, and Arena needs 15 or newer;");
    assertThatCode(() -> requirements.refuseOld(15, "15.0")).doesNotThrowAnyException();
  }

  private void assertRefused(String url, String username, String password, String words) {
    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> reach(url, username, password))
        .withMessageContaining(words)
        .withMessageNotContaining("\n");
  }

  private ExternalDatabase reach(String url, String username, String password) {
    DataSourceProperties properties = new DataSourceProperties();
    properties.setUrl(url);
    properties.setUsername(username);
    properties.setPassword(password);
    return ExternalDatabase.reach(properties, owner);
  }
}
