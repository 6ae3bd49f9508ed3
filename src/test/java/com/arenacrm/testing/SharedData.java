package com.arenacrm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Real files by others, which lie beside the project and are no part of it. A test that needs one
 * is skipped, with a sentence, where they are missing.
 */
public final class SharedData {

  private SharedData() {}

  /** The file, found by walking up from the project. */
  public static Path file(String path) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve("shared/data").resolve(path);
      if (Files.exists(file)) {
        return file;
      }
    }
    Assumptions.abort("Skipped: ../shared/data/" + path + " is not here");
    throw new AssertionError();
  }

  public static byte[] bytes(String path) {
    try {
      return Files.readAllBytes(file(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
