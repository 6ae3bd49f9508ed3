package com.arenacrm.platform.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The folder of one PostgreSQL server: its databases, its access rules and Arena's password. */
record Cluster(Path folder) {

  boolean exists() {
    return Files.exists(folder.resolve("PG_VERSION"));
  }

  /** The major version that made it, such as 18. */
  String version() throws IOException {
    return Files.readString(folder.resolve("PG_VERSION")).strip();
  }

  /** The password of the role arena; empty when its file was removed. */
  Optional<String> password() throws IOException {
    try {
      return Optional.of(Files.readString(passwordFile()).strip());
    } catch (NoSuchFileException removed) {
      return Optional.empty();
    }
  }

  void keepPassword(String password) throws IOException {
    OwnersFile.write(passwordFile(), password + "\n");
  }

  Path passwordFile() {
    return folder.resolve("arena.password");
  }

  /** Lets nobody in but from this machine and with a password; written again at every start. */
  void writeAccessRules() throws IOException {
    OwnersFile.write(
        folder.resolve("pg_hba.conf"),
        """
        # Written by Arena at every start.
        # TYPE  DATABASE  USER  ADDRESS       METHOD
        host    all       all   127.0.0.1/32  scram-sha-256
        """);
  }

  boolean hasPostmasterFile() {
    return Files.exists(postmasterFile());
  }

  /** The server's process while one is known to run on this folder, whoever started it. */
  Optional<ProcessHandle> postmaster() throws IOException {
    return namedPostmaster().filter(process -> isPostgres(process) && !servesElsewhere(process));
  }

  /**
   * Forgets a server that is gone but whose process number another program has since been given, as
   * happens after a restart of the machine or of a container: PostgreSQL itself would take that
   * program for the server and refuse to start.
   */
  void forgetStranger() throws IOException {
    Optional<ProcessHandle> process = namedPostmaster();
    if (process.isPresent() && isStranger(process.get())) {
      forgetPostmaster();
    }
  }

  /** To be called for a server that is known to have ended, and could not say so. */
  void forgetPostmaster() throws IOException {
    Files.deleteIfExists(postmasterFile());
  }

  private Path postmasterFile() {
    return folder.resolve("postmaster.pid");
  }

  /** The living process, if any, that has the number in the server's file. */
  private Optional<ProcessHandle> namedPostmaster() throws IOException {
    try {
      long id = Long.parseLong(Files.readAllLines(postmasterFile()).get(0).strip());
      return id > 0 ? ProcessHandle.of(id) : Optional.empty();
    } catch (NoSuchFileException | IndexOutOfBoundsException | NumberFormatException none) {
      return Optional.empty();
    }
  }

  private boolean isStranger(ProcessHandle process) {
    return process.info().command().isPresent()
        && (!isPostgres(process) || servesElsewhere(process));
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString())
        .filter(name -> name.startsWith("postgres"))
        .isPresent();
  }

  /** Whether it is certain that the PostgreSQL process belongs to another folder. */
  private boolean servesElsewhere(ProcessHandle process) {
    List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
    int option = arguments.indexOf("-D");
    if (option < 0 || option + 1 >= arguments.size()) {
      return false; // not every system tells the arguments
    }
    try {
      return !Files.isSameFile(folder, Path.of(arguments.get(option + 1)));
    } catch (IOException | InvalidPathException unknown) {
      return false;
    }
  }
}
