package com.arenacrm.journeys;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.impl.driver.Driver;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one browser of a test run: Chromium or Chrome where the machine has it on its PATH, else the
 * one that Playwright downloads, which needs the network. {@code -Darena.test.browser} says what
 * happens without one:
 *
 * <ul>
 *   <li>{@code auto} (default): the journeys are skipped, and it is said why and how to get one;
 *   <li>{@code required}: that is an error, as on the machine that decides whether a change is
 *       good;
 *   <li>{@code off}: none is looked for.
 * </ul>
 */
final class Browsers implements AutoCloseable {

  static final String PROPERTY = "arena.test.browser";

  /** The one without windows first: it takes a third less of the processor for the same pages. */
  private static final List<String> NAMES =
      List.of(
          "chromium-headless-shell",
          "chromium",
          "chromium-browser",
          "google-chrome",
          "google-chrome-stable");

  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run",
          "--disable-lcd-text",
          "--disable-smooth-scrolling",
          // Scripts live as long as a page: to optimize them takes longer than it saves.
          "--js-flags=--no-opt --no-maglev");

  /** Playwright would otherwise fetch three browsers before it says a word. */
  private static final Map<String, String> WITHOUT_DOWNLOAD =
      Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

  private static final long LONGEST_DOWNLOAD_MINUTES = 5;

  private final @Nullable Playwright playwright;
  private final @Nullable Browser browser;
  private final String whyNot;

  private Browsers(@Nullable Playwright playwright, @Nullable Browser browser, String whyNot) {
    this.playwright = playwright;
    this.browser = browser;
    this.whyNot = whyNot;
  }

  /**
   * Starts the browser as the system property wants it.
   *
   * @throws IllegalStateException when a browser is required and there is none
   */
  static Browsers start() {
    return start(System.getProperty(PROPERTY, "auto"), System.getenv("PATH"));
  }

  static Browsers start(String wanted, @Nullable String path) {
    return switch (wanted) {
      case "off" -> new Browsers(null, null, "-D" + PROPERTY + "=off");
      case "auto" -> find(path);
      case "required" -> {
        Browsers found = find(path);
        if (found.browser == null) {
          throw new IllegalStateException(found.whyNot);
        }
        yield found;
      }
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " is " + wanted + ", not auto, required or off");
    };
  }

  /** The browser, or empty when the journeys must be skipped. */
  Optional<Browser> browser() {
    return Optional.ofNullable(browser);
  }

  /** Why there is none, and how to get one. */
  String whyNot() {
    return whyNot;
  }

  @Override
  public void close() {
    if (playwright != null) {
      playwright.close();
    }
  }

  private static Browsers find(@Nullable String path) {
    List<String> tried = new ArrayList<>();
    Playwright playwright = null;
    try {
      playwright = Playwright.create(new Playwright.CreateOptions().setEnv(WITHOUT_DOWNLOAD));
      Browser browser = launch(playwright, path, tried);
      if (browser != null) {
        return new Browsers(playwright, browser, "");
      }
    } catch (RuntimeException noDriver) {
      tried.add("Playwright does not start here: " + firstLine(noDriver));
    }
    if (playwright != null) {
      playwright.close();
    }
    return new Browsers(
        null,
        null,
        "there is no browser to test with (%s). Install Chromium or Google Chrome so that one of %s is on the PATH (Debian: apt-get install chromium), or connect this machine to the network so that Playwright can download one."
            .formatted(String.join("; ", tried), NAMES));
  }

  private static @Nullable Browser launch(
      Playwright playwright, @Nullable String path, List<String> tried) {
    Optional<Path> installed = onPath(path);
    if (installed.isPresent()) {
      try {
        return playwright.chromium().launch(options().setExecutablePath(installed.get()));
      } catch (PlaywrightException e) {
        tried.add(installed.get() + " does not start: " + firstLine(e));
      }
    } else {
      tried.add("none of " + NAMES + " is on the PATH");
    }
    try {
      return playwright.chromium().launch(options());
    } catch (PlaywrightException notThere) {
      tried.add(download());
    }
    try {
      return playwright.chromium().launch(options());
    } catch (PlaywrightException e) {
      tried.add("Playwright's own does not start: " + firstLine(e));
      return null;
    }
  }

  private static LaunchOptions options() {
    return new LaunchOptions().setArgs(FLAGS);
  }

  private static Optional<Path> onPath(@Nullable String path) {
    List<String> folders = path == null ? List.of() : Arrays.asList(path.split(File.pathSeparator));
    return NAMES.stream()
        .flatMap(name -> folders.stream().filter(f -> !f.isBlank()).map(f -> Path.of(f, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Lets Playwright fetch its Chromium, and tells in a few words how that went. */
  private static String download() {
    Process process = null;
    try {
      ProcessBuilder builder =
          Driver.ensureDriverInstalled(WITHOUT_DOWNLOAD, false).createProcessBuilder();
      builder.command().addAll(List.of("install", "--only-shell", "chromium"));
      builder.environment().put("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "10000");
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      process = builder.start();
      if (!process.waitFor(LONGEST_DOWNLOAD_MINUTES, TimeUnit.MINUTES)) {
        return "Playwright's download took more than %d minutes"
            .formatted(LONGEST_DOWNLOAD_MINUTES);
      }
      return process.exitValue() == 0
          ? "Playwright has downloaded its own"
          : "Playwright's download failed";
    } catch (IOException e) {
      return "Playwright's download did not start: " + firstLine(e);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "Playwright's download was interrupted";
    } finally {
      if (process != null) {
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
            .forEach(ProcessHandle::destroyForcibly);
      }
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
