package com.arenacrm.journeys;

import com.microsoft.playwright.Browser;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.util.FileSystemUtils;

/**
 * Runs the journeys: skips them without a browser, before the application is even started; begins
 * each class in the same hour; after each journey asks the tabs what else they noticed, keeps their
 * pictures in {@code target/journeys} where it failed, and closes them.
 */
final class JourneyExtension
    implements ExecutionCondition, BeforeAllCallback, BeforeEachCallback, AfterEachCallback {

  static final Path EVIDENCE = Path.of("target/journeys");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Browsers browsers = browsers(context);
    return browsers.browser().isPresent()
        ? ConditionEvaluationResult.enabled("there is a browser")
        : ConditionEvaluationResult.disabled(browsers.whyNot());
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    arena(context).clock().set(SettableClock.START);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Browser browser = browsers(context).browser().orElseThrow();
    arena(context).uses(browser);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Arena arena = arena(context);
    try {
      if (context.getExecutionException().isPresent()) {
        arena.keepEvidence(EVIDENCE, nameOf(context));
        return;
      }
      try {
        arena.finish();
      } catch (AssertionError failure) {
        arena.keepEvidence(EVIDENCE, nameOf(context));
        throw failure;
      }
    } finally {
      arena.closeTabs();
    }
  }

  private static Browsers browsers(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(JourneyExtension.class))
        .computeIfAbsent(Browsers.class, key -> begin(), Browsers.class);
  }

  private static Browsers begin() {
    removeWhatIsOld();
    Browsers browsers = Browsers.start();
    if (browsers.browser().isEmpty()) {
      System.out.println("The journeys in a browser are skipped: " + browsers.whyNot());
    }
    return browsers;
  }

  /** Of runs before this one; another process may be running journeys beside it. */
  private static void removeWhatIsOld() {
    Instant before =
        Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime())
            .minus(Duration.ofMinutes(1));
    File[] known = EVIDENCE.toFile().listFiles();
    for (File file : known == null ? new File[0] : known) {
      if (Instant.ofEpochMilli(file.lastModified()).isBefore(before)) {
        FileSystemUtils.deleteRecursively(file);
      }
    }
  }

  private static Arena arena(ExtensionContext context) {
    return SpringExtension.getApplicationContext(context).getBean(Arena.class);
  }

  private static String nameOf(ExtensionContext context) {
    String method = context.getTestMethod().map(Method::getName).orElse("");
    String which = context.getDisplayName().replaceAll("[^\\p{L}\\d]+", "-");
    String full = context.getRequiredTestClass().getSimpleName() + "." + method;
    return which.startsWith(method) ? full : full + "." + which;
  }
}
