package com.arenacrm.platform.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.arenacrm.platform.CannotStartException;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs ({@code initdb}, {@code postgres}, {@code pg_ctl}), which the jar brings in
 * an archive, unpacked once for each version into a folder of its own.
 */
final class PostgresPrograms {

  /** The major version of the programs; the database's files belong to one major version. */
  static final String MAJOR_VERSION = "18";

  private final Path home;

  private PostgresPrograms(Path home) {
    this.home = home;
  }

  /** Finds the programs below the folder, or unpacks them there. */
  static PostgresPrograms in(Path folder) throws IOException {
    Path home = folder.resolve(MAJOR_VERSION + "-" + fingerprint());
    if (!Files.isDirectory(home)) {
      unpack(home);
    }
    return new PostgresPrograms(home);
  }

  private static InputStream open() throws IOException {
    String system = System.getProperty("os.name");
    String machine = System.getProperty("os.arch");
    try {
      return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
          isWindows() ? "Windows" : system.startsWith("Mac") ? "Darwin" : system,
          machine.equals("amd64") ? "x86_64" : machine);
    } catch (IllegalStateException none) {
      throw new CannotStartException(
          "this build of Arena brings no PostgreSQL for %s on %s; build it on such a machine, or name a PostgreSQL server in spring.datasource.url (SPRING_DATASOURCE_URL)."
              .formatted(system, machine),
          none);
    }
  }

  /** Tells one build of the programs from another, which the archive's name does not. */
  private static String fingerprint() throws IOException {
    MessageDigest digest = sha256();
    try (InputStream archive = new DigestInputStream(open(), digest)) {
      archive.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }

  /**
   * Unpacks beside the home and then renames, so that a home is whole whenever it exists: another
   * process that unpacks at the same time, or a crash half-way, does no harm.
   */
  private static void unpack(Path home) throws IOException {
    Files.createDirectories(home.getParent());
    Path draft = Files.createTempDirectory(home.getParent(), "unfinished-");
    try {
      try (TarArchiveInputStream entries =
          new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open())))) {
        TarArchiveEntry entry;
        while ((entry = entries.getNextEntry()) != null) {
          unpack(entry, entries, draft.resolve(entry.getName()).normalize());
        }
      }
      Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
      OwnersFile.sync(home.getParent());
    } catch (FileSystemException failure) {
      if (!Files.isDirectory(home)) { // else another process was faster, and its work is as good
        throw failure;
      }
    } finally {
      FileSystemUtils.deleteRecursively(draft);
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink() || entry.isLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    try (FileChannel file =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.transferTo(Channels.newOutputStream(file));
      file.force(true);
    }
    if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true, false)) {
      throw new IOException(target + " cannot be made executable");
    }
  }

  /** What a program answered: its exit code and all that it wrote. */
  record Answer(int exitCode, String text) {
    boolean ok() {
      return exitCode == 0;
    }

    Answer with(String more) {
      return new Answer(exitCode, text + more);
    }

    boolean holdsAnyOf(List<String> words) {
      return words.stream().anyMatch(text::contains);
    }
  }

  /**
   * Runs a program to its end, with the input given; one that takes longer than the limit is ended
   * and answers as failed. Reads only what has been written by that end: a server that the program
   * leaves behind may keep the pipe open (Windows).
   */
  Answer run(Duration limit, String program, List<String> arguments, String input)
      throws IOException {
    Process process = start(program, arguments);
    try {
      try (Writer writer = process.outputWriter(UTF_8)) {
        writer.write(input);
      } catch (IOException ended) {
        // The program ended before it read its input, and its answer says why.
      }
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      InputStream output = process.getInputStream();
      String text = new String(output.readNBytes(output.available()), UTF_8);
      return ended ? new Answer(process.exitValue(), text) : new Answer(-1, text);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Answer(-1, "interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      // Only for root, as whom PostgreSQL refuses to run: a user namespace without a mapping, in
      // which the same user has no name and no privileges.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(home.resolve("bin").resolve(isWindows() ? program + ".exe" : program).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Neither the language nor the settings of the person at the console are PostgreSQL's.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static boolean isWindows() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
  }
}
