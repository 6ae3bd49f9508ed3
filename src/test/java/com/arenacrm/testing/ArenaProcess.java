package com.arenacrm.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Arena in a process of its own, started as a customer starts it, for what only a whole process
 * shows: kills, exit codes and what the console says.
 */
public final class ArenaProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern READY =
      Pattern.compile("^Arena is ready at (.*)$", Pattern.MULTILINE);

  private final Process process;
  private final Path console;

  private ArenaProcess(Process process, Path console) {
    this.process = process;
    this.console = console;
  }

  /** Starts with these command-line arguments, on a free port unless they name one. */
  public static ArenaProcess start(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", classPathWithoutTests(), "com.arenacrm.ArenaApplication"));
    command.add(
        "--arena.postgres.programs-dir=" + Path.of("target/postgres-programs").toAbsolutePath());
    command.addAll(Arrays.asList(arguments));
    if (Arrays.stream(arguments).noneMatch(argument -> argument.startsWith("--server.port="))) {
      command.add("--server.port=0");
    }
    try {
      Path console = Files.createTempFile("arena-console", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(console.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("SPRING_"));
      return new ArenaProcess(builder.start(), console);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String classPathWithoutTests() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Waits until it is ready, and answers its address, such as {@code http://localhost:8080}. */
  public String awaitReady() {
    await().atMost(PATIENCE).until(() -> READY.matcher(console()).find() || !process.isAlive());
    Matcher ready = READY.matcher(console());
    if (!ready.find()) {
      throw new IllegalStateException(console());
    }
    return ready.group(1);
  }

  /** Waits for its end, and answers the exit code. */
  public int awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("Arena has not ended:\n" + console());
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Ends it at once, without a chance to tidy up (SIGKILL). */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Asks it to end (SIGTERM), waits until it has, and answers the exit code. */
  public int terminate() {
    process.destroy();
    return awaitExit();
  }

  /** What it has written so far, to both streams. */
  public String console() {
    try {
      return Files.readString(console, UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
    }
    try {
      Files.deleteIfExists(console);
    } catch (IOException left) {
      // A file in the temporary folder.
    }
  }
}
