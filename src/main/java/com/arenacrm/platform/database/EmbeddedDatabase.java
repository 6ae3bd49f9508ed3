package com.arenacrm.platform.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.arenacrm.platform.CannotStartException;
import com.arenacrm.platform.database.PostgresPrograms.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Arena's own PostgreSQL server, from its start until {@link #close()}. It keeps what it has
 * acknowledged through a crash of either process, answers this machine only and nobody without the
 * password, and is started again should it ever end by itself.
 */
final class EmbeddedDatabase implements JdbcConnectionDetails, AutoCloseable {

  /**
   * @param dataFolder where the database lives
   * @param programsFolder where PostgreSQL's programs are unpacked, one folder for each version
   * @param startLimit how long each step may take: making the database, and starting the server,
   *     repairs after a crash included
   */
  record Settings(Path dataFolder, Path programsFolder, Duration startLimit) {}

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  /** On the command line, where no configuration file can undo them. */
  private static final List<String> FIXED =
      List.of(
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "password_encryption=scram-sha-256");

  /** Written into postgresql.conf once, for the administrator to change. */
  private static final List<String> ADJUSTABLE =
      List.of(
          "shared_buffers=128MB",
          "max_connections=50",
          // Disks without moving parts: a page here costs hardly more than the page beside it.
          "random_page_cost=1.1",
          "jit=off",
          "timezone=UTC",
          "log_timezone=UTC");

  /**
   * Which letters there are (for the trigram index: is ñ one?) is the system's to say, so a locale
   * of UTF-8 is wanted; which of these a system has differs. C knows the English letters only.
   */
  private static final List<String> CHARACTER_TYPES =
      List.of("C.UTF-8", "en_US.UTF-8", "en-US", "C");

  private static final Duration SMART_STOP = Duration.ofSeconds(3);
  private static final Duration FAST_STOP = Duration.ofSeconds(20);
  private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(5);
  private static final Duration OBSTACLE_LIMIT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration GUARD_PERIOD = Duration.ofMillis(500);
  private static final Duration RELAUNCH_PERIOD = Duration.ofSeconds(5);

  /** The port was taken meanwhile; processes of a killed server have not all ended yet. */
  private static final List<String> PASSING_OBSTACLES =
      List.of(
          "could not create any TCP/IP sockets",
          "pre-existing shared memory block",
          "lock file \"postmaster.pid\" already exists");

  private final Settings settings;
  private final DataFolder folder;
  private final Cluster cluster;
  private final PostgresPrograms programs;
  private final CountDownLatch closed = new CountDownLatch(1);
  private int port;
  private String password = "";
  private boolean launched;
  private @Nullable ProcessHandle postmaster;

  private EmbeddedDatabase(
      Settings settings, DataFolder folder, Cluster cluster, PostgresPrograms programs) {
    this.settings = settings;
    this.folder = folder;
    this.cluster = cluster;
    this.programs = programs;
  }

  /**
   * Starts the server, made ready first where the folder is new; a server that a killed Arena left
   * behind on the folder is stopped.
   *
   * @throws CannotStartException when it cannot be started, with what to do about it
   */
  static EmbeddedDatabase start(Settings settings) {
    DataFolder folder = DataFolder.hold(settings.dataFolder());
    EmbeddedDatabase database = null;
    try {
      Cluster cluster = folder.cluster();
      PostgresPrograms programs = PostgresPrograms.in(settings.programsFolder());
      database = new EmbeddedDatabase(settings, folder, cluster, programs);
      database.begin();
      return database;
    } catch (IOException failure) {
      abandon(folder, database);
      throw DataFolder.unusable(settings.dataFolder(), failure);
    } catch (RuntimeException failure) {
      abandon(folder, database);
      throw failure;
    }
  }

  private static void abandon(DataFolder folder, @Nullable EmbeddedDatabase database) {
    if (database == null) {
      folder.close();
    } else {
      database.close();
    }
  }

  private void begin() throws IOException {
    stopOrphan();
    folder.beginLog();
    if (!cluster.exists()) {
      initialise();
    }
    Optional<String> known = cluster.password();
    password = known.isPresent() ? known.get() : renewPassword(cluster);
    cluster.writeAccessRules();
    launch();
    DatabaseRequirements.of(
            this,
            "remove the file %s, and Arena makes a new password at the next start"
                .formatted(cluster.passwordFile()))
        .meet();
    Thread guard = new Thread(this::relaunchWhenGone, "arena-database-guard");
    guard.setDaemon(true);
    guard.start();
  }

  // -- making a new one

  private void initialise() throws IOException {
    Cluster unfinished = folder.unfinishedCluster();
    Answer answer = null;
    for (String characterType : CHARACTER_TYPES) {
      answer = run(settings.startLimit(), "initdb", initdb(unfinished, characterType), "");
      if (!answer.text().contains("invalid locale name")) {
        break;
      }
    }
    if (answer == null || !answer.ok()) {
      throw failed("its PostgreSQL database could not be made", answer);
    }
    inSingleUserMode(unfinished, "CREATE ROLE arena LOGIN", "CREATE DATABASE arena OWNER arena");
    renewPassword(unfinished);
    folder.adopt(unfinished, cluster);
  }

  private static List<String> initdb(Cluster cluster, String characterType) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--pgdata=" + cluster.folder(),
                "--username=postgres",
                // Nobody ever signs in as the superuser: it has no password. The rules that Arena
                // writes at each start let others in.
                "--auth=reject",
                "--encoding=UTF8",
                "--locale=C",
                "--lc-ctype=" + characterType,
                // Sorts alike on every system and after every upgrade of it, so that no index of
                // text is ever silently wrong.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums"));
    ADJUSTABLE.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return arguments;
  }

  private String renewPassword(Cluster of) throws IOException {
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    String renewed = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    // In this order: after a crash between the two, the next start finds no file and does it again.
    inSingleUserMode(of, "ALTER ROLE arena PASSWORD '" + renewed + "'");
    of.keepPassword(renewed);
    return renewed;
  }

  /** Runs commands as the superuser while no server runs, over no connection at all. */
  private void inSingleUserMode(Cluster on, String... commands) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--single", "-D", on.folder().toString()));
    Stream.concat(FIXED.stream(), Stream.of("exit_on_error=on"))
        .forEach(setting -> arguments.addAll(List.of("-c", setting)));
    arguments.add("postgres");
    Answer answer =
        run(settings.startLimit(), "postgres", arguments, String.join("\n", commands) + "\n");
    if (!answer.ok()) {
      throw failed("its PostgreSQL database could not be prepared", answer);
    }
  }

  // -- starting and stopping

  /** Stops the server that a killed Arena left behind: this one holds the folder, so it is ours. */
  private void stopOrphan() throws IOException {
    Optional<ProcessHandle> orphan = cluster.postmaster();
    if (orphan.isPresent()) {
      LOG.info("Stopping the PostgreSQL server that an Arena which was killed has left behind");
      stop();
      if (cluster.postmaster().isPresent()) {
        throw new CannotStartException(
            "an earlier PostgreSQL server (process %d) still uses the data folder %s and does not stop; end that process, then start Arena again."
                .formatted(orphan.get().pid(), folder.root()));
      }
    }
    cluster.forgetStranger();
  }

  /** Starts the server; what stands in the way for a moment only is waited for. */
  private void launch() throws IOException {
    long begun = System.nanoTime();
    port = freePort();
    Answer answer = launchOn(port);
    while (!answer.ok()
        && answer.holdsAnyOf(PASSING_OBSTACLES)
        && since(begun).compareTo(OBSTACLE_LIMIT) < 0) {
      stopOrphan();
      pause();
      port = freePort();
      answer = launchOn(port);
    }
    if (!answer.ok()) {
      throw failed(
          since(begun).compareTo(settings.startLimit()) < 0
              ? "its PostgreSQL server did not start"
              : "its PostgreSQL server did not start within %d seconds"
                  .formatted(settings.startLimit().toSeconds()),
          answer);
    }
  }

  /** Starts the server once; a failed answer ends with what the server logged meanwhile. */
  private Answer launchOn(int port) throws IOException {
    StringBuilder options = new StringBuilder("-c port=" + port);
    FIXED.forEach(setting -> options.append(" -c ").append(setting));
    long logged = Files.size(folder.log());
    launched = true;
    Answer answer =
        run(
            settings.startLimit().plus(IMMEDIATE_STOP),
            "pg_ctl",
            List.of(
                "start",
                "--pgdata=" + cluster.folder(),
                "--log=" + folder.log(),
                "--options=" + options,
                "--wait",
                "--timeout=" + settings.startLimit().toSeconds()),
            "");
    if (answer.ok()) {
      postmaster = cluster.postmaster().orElse(null);
    }
    return answer.ok() ? answer : answer.with(tail(logged));
  }

  private String tail(long from) throws IOException {
    byte[] all = Files.readAllBytes(folder.log());
    int start = (int) Math.min(from, all.length);
    return new String(all, start, all.length - start, UTF_8);
  }

  /** A port that is free now; by the time the server opens it another program may have it. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  // Those who are just leaving are let go first; whoever stays is cut off.
  private void stop() throws IOException {
    if (programs.run(FAST_STOP, "pg_ctl", stopping("smart", SMART_STOP), "").ok()) {
      return;
    }
    if (!stop("fast", FAST_STOP).ok() && cluster.hasPostmasterFile()) {
      stop("immediate", IMMEDIATE_STOP); // repaired from its log at the next start
    }
  }

  private Answer stop(String mode, Duration limit) throws IOException {
    return run(limit.plus(IMMEDIATE_STOP), "pg_ctl", stopping(mode, limit), "");
  }

  private List<String> stopping(String mode, Duration limit) {
    return List.of(
        "stop",
        "--pgdata=" + cluster.folder(),
        "--mode=" + mode,
        "--wait",
        "--timeout=" + limit.toSeconds());
  }

  /** Runs a program, and keeps what a failed one says in the log. */
  private Answer run(Duration limit, String program, List<String> arguments, String input)
      throws IOException {
    Answer answer = programs.run(limit, program, arguments, input);
    if (!answer.ok()) {
      Files.writeString(folder.log(), answer.text(), CREATE, APPEND);
    }
    return answer;
  }

  /** Stops the server and gives the folder back. To be called once nothing uses the database. */
  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      try {
        if (launched && cluster.hasPostmasterFile()) {
          stop();
        }
      } catch (IOException failure) {
        LOG.warn("The PostgreSQL server could not be stopped; the next start will do it", failure);
      } finally {
        folder.close();
      }
    }
  }

  // -- keeping it running

  /**
   * Starts the server again, on the same port, when it has ended without being told to: the system
   * may kill it for want of memory, and the application then serves again without a restart.
   */
  private void relaunchWhenGone() {
    try {
      boolean running = true;
      while (!closed.await((running ? GUARD_PERIOD : RELAUNCH_PERIOD).toMillis(), MILLISECONDS)) {
        synchronized (this) {
          running = !isGone() || relaunched();
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean relaunched() throws InterruptedException {
    LOG.warn("The PostgreSQL server has ended by itself; starting it again, see {}", folder.log());
    try {
      while (!closed.await(PAUSE.toMillis(), MILLISECONDS)) {
        cluster.forgetPostmaster();
        Answer answer = launchOn(port);
        if (!answer.ok() && !answer.holdsAnyOf(PASSING_OBSTACLES)) {
          LOG.error("The PostgreSQL server does not start again: {}", answer.text());
          return false;
        }
        if (answer.ok()) {
          return true;
        }
      }
    } catch (IOException failure) {
      LOG.error("The PostgreSQL server does not start again", failure);
    }
    return false;
  }

  /** A process that has ended but that nobody has collected yet still counts as alive in Java. */
  private boolean isGone() {
    return postmaster != null && (!postmaster.isAlive() || postmaster.info().command().isEmpty());
  }

  // -- what Spring's pool asks

  @Override
  public String getJdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/arena?sslmode=disable";
  }

  @Override
  public String getUsername() {
    return "arena";
  }

  @Override
  public String getPassword() {
    return password;
  }

  // -- words

  private CannotStartException failed(String what, @Nullable Answer answer) {
    String text = answer == null ? "" : answer.text();
    if (text.contains("cannot be run as root") || text.contains("\"root\" execution")) {
      return new CannotStartException(
          "PostgreSQL does not run as root, and this machine does not let root run it with fewer rights; start Arena as an ordinary user, or name a PostgreSQL server in spring.datasource.url (SPRING_DATASOURCE_URL).");
    }
    return new CannotStartException(
        "%s; the reason is at the end of %s.".formatted(what, folder.log()));
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
