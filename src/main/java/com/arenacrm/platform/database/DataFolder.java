package com.arenacrm.platform.database;

import com.arenacrm.platform.CannotStartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.springframework.util.FileSystemUtils;

/**
 * The folder where the embedded database keeps everything, held by one running Arena at a time. The
 * hold is a lock of the operating system, which vanishes with the process however it ends.
 */
final class DataFolder implements AutoCloseable {

  private static final String OR_ANOTHER_FOLDER =
      "or give this Arena another folder with --arena.data-dir=... (ARENA_DATA_DIR).";
  private static final String UNFINISHED = "postgres-unfinished-";

  private final Path root;
  private final FileChannel lockFile;

  private DataFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder where it is missing, and holds it until closed.
   *
   * @throws CannotStartException when another running Arena holds it or it cannot be written
   */
  static DataFolder hold(Path root) {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw fileInTheWay(root);
    }
    try {
      Files.createDirectories(root);
      FileChannel lockFile =
          FileChannel.open(
              root.resolve("arena.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(lockFile)) {
        lockFile.close();
        throw new CannotStartException(
            "another running Arena uses the data folder %s; stop that one first, %s"
                .formatted(root, OR_ANOTHER_FOLDER));
      }
      return new DataFolder(root, lockFile);
    } catch (IOException failure) {
      throw unusable(root, failure);
    }
  }

  /** Closing the channel, or the end of the process, gives the lock back. */
  private static boolean lock(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  /** The sentence for a folder that cannot be made, read or written. */
  static CannotStartException unusable(Path folder, IOException failure) {
    return new CannotStartException(
        "the data folder %s cannot be used (%s); make it a folder that the user %s may write, %s"
            .formatted(folder, reason(failure), System.getProperty("user.name"), OR_ANOTHER_FOLDER),
        failure);
  }

  private static CannotStartException fileInTheWay(Path file) {
    return new CannotStartException(
        "%s is a file, and Arena keeps its data in a folder of that name; move the file away, %s"
            .formatted(file, OR_ANOTHER_FOLDER));
  }

  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "it cannot be made there";
    }
    if (failure instanceof FileSystemException refused && refused.getReason() != null) {
      return refused.getFile() + ": " + refused.getReason();
    }
    return String.valueOf(failure.getMessage());
  }

  Path root() {
    return root;
  }

  /** What PostgreSQL and the programs around it have to say, of this start and the one before. */
  Path log() {
    return root.resolve("postgres.log");
  }

  /** Keeps the log of the last start beside that of this one, so that neither grows for ever. */
  void beginLog() throws IOException {
    if (Files.exists(log())) {
      Files.move(log(), root.resolve("postgres.previous.log"), StandardCopyOption.REPLACE_EXISTING);
    }
    OwnersFile.create(log());
  }

  /**
   * PostgreSQL's own folder, which may not exist yet.
   *
   * @throws CannotStartException when something else has its place, or another version made it
   */
  Cluster cluster() throws IOException {
    Cluster cluster = new Cluster(root.resolve("postgres"));
    if (Files.exists(cluster.folder()) && !Files.isDirectory(cluster.folder())) {
      throw fileInTheWay(cluster.folder());
    }
    if (cluster.exists()) {
      String version = cluster.version();
      if (!version.equals(PostgresPrograms.MAJOR_VERSION)) {
        throw new CannotStartException(
            ("the data folder %s was made by PostgreSQL %s, and this Arena brings PostgreSQL %s;"
                    + " start the Arena that made it and move its data with pg_dump, %s")
                .formatted(root, version, PostgresPrograms.MAJOR_VERSION, OR_ANOTHER_FOLDER));
      }
    } else if (Files.exists(cluster.folder()) && !isEmpty(cluster.folder())) {
      throw new CannotStartException(
          "the folder %s has files but no database in it (PG_VERSION is missing); move it away, %s"
              .formatted(cluster.folder(), OR_ANOTHER_FOLDER));
    }
    return cluster;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  /** A new empty folder to make a cluster in; what an interrupted start left behind is removed. */
  Cluster unfinishedCluster() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(root, UNFINISHED + "*")) {
      for (Path leftover : leftovers) {
        FileSystemUtils.deleteRecursively(leftover);
      }
    }
    return new Cluster(Files.createTempDirectory(root, UNFINISHED));
  }

  /** Puts a finished cluster in its place, whole or not at all. */
  void adopt(Cluster finished, Cluster place) throws IOException {
    Files.deleteIfExists(place.folder());
    Files.move(finished.folder(), place.folder(), StandardCopyOption.ATOMIC_MOVE);
    OwnersFile.sync(root);
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException alreadyGone) {
      // The lock is given back either way.
    }
  }
}
