package com.arenacrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/deployment.md} is the one page of configuration: it has each of Arena's own settings,
 * with its default, and none that the code no longer knows.
 */
class DeploymentPageTests {

  private static final Path PAGE = Path.of("docs/deployment.md");
  private static final String NAME = "arena(?:\\.[a-z][a-z0-9-]*)+";

  /** {@code ${arena.data-dir:data}} and {@code ${arena.import.max-size}}. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{(" + NAME + ")(?::([^}]*))?\\}");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(" + NAME + ")` \\| (?:`([^`]*)`|empty) \\| [^|]+ \\| [^|]+ \\|$");

  @Test
  void hasEverySettingWithItsDefault() {
    assertThat(documented()).containsExactlyInAnyOrderEntriesOf(used());
  }

  @Test
  void givesSettingsByPropertiesInOnePlaceOnly() {
    for (Path source : SourceFiles.under(SourceFiles.JAVA, ".java")) {
      assertThat(SourceFiles.read(source))
          .as(
              "%s: read a setting as @Value(\"${arena.name:default}\"), so that this test sees it",
              source)
          .doesNotContainPattern("@ConfigurationProperties\\(|getProperty\\(\"arena\\.");
    }
  }

  @Test
  void namesNoOtherSetting() {
    Set<String> named = new TreeSet<>();
    Matcher name = Pattern.compile("(?:`|--)(" + NAME + ")(?=[`=])").matcher(page());
    while (name.find()) {
      named.add(name.group(1));
    }
    // Files in the data folder.
    named.remove("arena.lock");

    assertThat(used().keySet()).containsAll(named);
  }

  private static Map<String, String> used() {
    Map<String, String> used = new TreeMap<>();
    for (Path source : SourceFiles.under(SourceFiles.JAVA, ".java")) {
      Matcher placeholder = PLACEHOLDER.matcher(SourceFiles.read(source));
      while (placeholder.find()) {
        String value = placeholder.group(2);
        used.merge(placeholder.group(1), value == null ? "" : value, (a, b) -> b.isEmpty() ? a : b);
      }
    }
    Properties defaults = new Properties();
    try (Reader in =
        Files.newBufferedReader(SourceFiles.RESOURCES.resolve("application.properties"))) {
      defaults.load(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    defaults.forEach(
        (name, value) -> {
          if (name.toString().startsWith("arena.")) {
            used.put(name.toString(), value.toString());
          }
        });
    return used;
  }

  private static Map<String, String> documented() {
    Map<String, String> documented = new TreeMap<>();
    Matcher row = ROW.matcher(page());
    while (row.find()) {
      documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
    }
    return documented;
  }

  private static String page() {
    return SourceFiles.read(PAGE);
  }
}
