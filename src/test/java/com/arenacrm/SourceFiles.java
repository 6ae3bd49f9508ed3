package com.arenacrm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's own files, for tests that read them as text. */
final class SourceFiles {

  static final Path JAVA = Path.of("src/main/java/com/arenacrm");
  static final Path RESOURCES = Path.of("src/main/resources");

  private SourceFiles() {}

  static List<Path> under(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the modules, which are the folders below the root package. */
  static List<String> modules() {
    try (Stream<Path> folders = Files.list(JAVA)) {
      return folders
          .filter(Files::isDirectory)
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
