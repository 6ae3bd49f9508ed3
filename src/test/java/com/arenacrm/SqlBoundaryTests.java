package com.arenacrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;

/**
 * The floors hold for SQL as they do for Java: a module names only its own schema, except {@code
 * insight}, which reads all; a foreign key points only to a lower floor.
 */
class SqlBoundaryTests {

  private static final Pattern STRING =
      Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);
  private static final Pattern SQL =
      Pattern.compile(
          "\\b(select|insert into|update|delete from|truncate|lock table)\\b",
          Pattern.CASE_INSENSITIVE);

  @Test
  void aModuleNamesOnlyItsOwnTables() {
    List<String> schemas = schemas();
    Pattern table =
        Pattern.compile("\\b(" + String.join("|", schemas) + ")\\.([a-z_]+)\\b(?!\\s*\\()");
    List<String> trespassing = new ArrayList<>();
    for (Path file : SourceFiles.under(SourceFiles.JAVA, ".java")) {
      String module = SourceFiles.JAVA.relativize(file).getName(0).toString();
      if (module.equals("insight") || module.endsWith(".java")) {
        continue;
      }
      Matcher strings = STRING.matcher(SourceFiles.read(file));
      while (strings.find()) {
        String text = strings.group(1) == null ? strings.group(2) : strings.group(1);
        if (!SQL.matcher(text).find()) {
          continue;
        }
        Matcher tables = table.matcher(text);
        while (tables.find()) {
          if (!tables.group(1).equals(module) && !tables.group(1).equals("platform")) {
            trespassing.add(file.getFileName() + " names " + tables.group());
          }
        }
      }
    }
    assertThat(trespassing)
        .as(
            "SQL that names another module's schema; ask that module by its front door, keep a copy"
                + " that follows its events, or let insight read it")
        .isEmpty();
  }

  @Test
  void foreignKeysPointDown() throws ClassNotFoundException {
    Pattern reference = Pattern.compile("references\\s+([a-z]+)\\.([a-z_]+)");
    List<String> upward = new ArrayList<>();
    Path migrations = SourceFiles.RESOURCES.resolve("db/migration");
    for (Path file : SourceFiles.under(migrations, ".sql")) {
      String module = migrations.relativize(file).getName(0).toString();
      Set<String> allowed = new HashSet<>(allowedDependenciesOf(module));
      allowed.add(module);
      Matcher m = reference.matcher(SourceFiles.read(file));
      while (m.find()) {
        if (!allowed.contains(m.group(1))) {
          upward.add(file.getFileName() + " refers to " + m.group(1) + "." + m.group(2));
        }
      }
    }
    assertThat(upward)
        .as("a foreign key may point only to a module that the package-info allows")
        .isEmpty();
  }

  @Test
  void aMigrationMakesTablesOnlyInItsOwnSchema() {
    Pattern made =
        Pattern.compile("create (?:table|index|unique index)[^;]*?\\b(?:table|on)\\s+([a-z]+)\\.");
    Path migrations = SourceFiles.RESOURCES.resolve("db/migration");
    Map<String, List<String>> strange =
        SourceFiles.under(migrations, ".sql").stream()
            .collect(
                Collectors.toMap(
                    f -> f.getFileName().toString(),
                    f -> {
                      String module = migrations.relativize(f).getName(0).toString();
                      List<String> others = new ArrayList<>();
                      Matcher m = made.matcher(SourceFiles.read(f));
                      while (m.find()) {
                        if (!m.group(1).equals(module)) {
                          others.add(m.group(1));
                        }
                      }
                      return others;
                    }));
    assertThat(strange).allSatisfy((file, others) -> assertThat(others).as(file).isEmpty());
  }

  private static List<String> allowedDependenciesOf(String module) throws ClassNotFoundException {
    if (module.equals("platform")) {
      return List.of();
    }
    ApplicationModule declaration =
        Class.forName("com.arenacrm." + module + ".package-info")
            .getAnnotation(ApplicationModule.class);
    return List.of(declaration.allowedDependencies());
  }

  private static List<String> schemas() {
    List<String> schemas = new ArrayList<>();
    Pattern create = Pattern.compile("create schema ([a-z]+);");
    for (Path file : SourceFiles.under(SourceFiles.RESOURCES.resolve("db/migration"), ".sql")) {
      Matcher m = create.matcher(SourceFiles.read(file));
      while (m.find()) {
        schemas.add(m.group(1));
      }
    }
    return schemas;
  }
}
