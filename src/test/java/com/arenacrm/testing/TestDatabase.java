package com.arenacrm.testing;

import com.arenacrm.platform.database.EmbeddedTestDatabase;
import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.boot.SpringApplication;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The one PostgreSQL server of a test run, empty when the run begins, started when a test first
 * asks for it. {@code -Darena.test.database} says where it comes from:
 *
 * <ul>
 *   <li>{@code docker}: a container, whose image is pulled if need be;
 *   <li>{@code embedded}: the server that Arena itself brings;
 *   <li>{@code auto} (default): a container if Docker answers and has the image, else embedded.
 * </ul>
 *
 * <p>In each case the tests connect as the role {@code arena}, which owns its database and is no
 * superuser, as the application does; here it may also make databases, see {@link OwnDatabase}.
 *
 * @param url JDBC address
 * @param username the role
 * @param password its password
 */
public record TestDatabase(String url, String username, String password) {

  private static final String IMAGE = "postgres:18-alpine";

  private static volatile boolean usedBySpring;

  static void useBySpring() {
    usedBySpring = true;
  }

  /** The server of this run. */
  public static TestDatabase shared() {
    return Shared.DATABASE;
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, username, password);
  }

  /** Another database of the same server, whether or not it exists. */
  TestDatabase sibling(String name) {
    return new TestDatabase(url.replaceFirst("/[^/?]+(?=\\?|$)", "/" + name), username, password);
  }

  private static final class Shared {
    static final TestDatabase DATABASE = start(System.getProperty("arena.test.database", "auto"));
  }

  private static TestDatabase start(String kind) {
    return switch (kind) {
      case "docker" -> startContainer();
      case "embedded" -> startEmbedded();
      case "auto" -> dockerHasImage() ? startContainer() : startEmbedded();
      default ->
          throw new IllegalArgumentException(
              "arena.test.database is " + kind + ", not auto, docker or embedded");
    };
  }

  private static TestDatabase startEmbedded() {
    EmbeddedTestDatabase.Running running = EmbeddedTestDatabase.start();
    // After the application contexts of the tests, which Spring Boot closes first, and does not do
    // in a run without any.
    SpringApplication.getShutdownHandlers().add(running.end());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!usedBySpring) {
                    running.end().run();
                  }
                }));
    return new TestDatabase(
        running.connection().getJdbcUrl(),
        running.connection().getUsername(),
        running.connection().getPassword());
  }

  @SuppressWarnings("resource") // Testcontainers removes the container after the run
  private static TestDatabase startContainer() {
    PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
    container.withCommand("postgres", "-c", "fsync=off", "-c", "jit=off");
    container.start();
    try (Connection connection = container.createConnection("");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE arena LOGIN CREATEDB PASSWORD 'arena'");
      statement.execute("CREATE DATABASE arena OWNER arena");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    String url =
        "jdbc:postgresql://%s:%d/arena"
            .formatted(
                container.getHost(), container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT));
    return new TestDatabase(url, "arena", "arena");
  }

  /** Asks Testcontainers only where there may be a Docker, since its search takes seconds. */
  private static boolean dockerHasImage() {
    boolean likely =
        System.getenv("DOCKER_HOST") != null
            || Files.exists(Path.of("/var/run/docker.sock"))
            || Files.exists(Path.of(System.getProperty("user.home"), ".testcontainers.properties"));
    if (!likely) {
      return false;
    }
    // A client of our own: that of Testcontainers first starts, and so may pull, its cleaner.
    try (DockerClient docker =
        DockerClientProviderStrategy.getClientForConfig(
            DockerClientFactory.instance().getTransportConfig())) {
      docker.inspectImageCmd(IMAGE).exec(); // throws when the image is not here
      return true;
    } catch (IOException | RuntimeException notHere) {
      return false;
    }
  }
}
