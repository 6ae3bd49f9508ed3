package com.arenacrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every text stands in both languages, and no page asks for one that does not exist (Q64). */
class MessagesTests {

  private static final Path FOLDER = SourceFiles.RESOURCES.resolve("messages");

  /** {@code #{key}} and {@code #{key(...)}} in templates. */
  private static final Pattern IN_TEMPLATE = Pattern.compile("#\\{([a-zA-Z][\\w.-]*)[}(]");

  /** {@code #{${'prefix.' + ...}}}, of which only the prefix is known. */
  private static final Pattern DYNAMIC = Pattern.compile("'([a-zA-Z][\\w.-]*\\.)' \\+");

  /** {@code label='key'} and the like, passed to a fragment. */
  private static final Pattern ARGUMENT =
      Pattern.compile("(?:label|hint|empty)='([a-zA-Z][\\w.-]*)'");

  private static final Pattern IN_JAVA =
      Pattern.compile("\"([a-z][a-zA-Z]*(?:\\.[a-zA-Z_][\\w-]*)+\\.?)\"");

  /**
   * Texts whose number is never one: limits that are fixed, counts that have a text of their own
   * for one, names and amounts in the place of a number, and parts of a hundred.
   */
  private static final List<String> NEVER_ONE =
      List.of(
          // A limit that is fixed.
          "duplicate\\.undoable|merge\\.undo\\.late|merges\\.lede|changes\\.undo\\.late",
          "rhythm\\.few|export\\.tooMany|buyers\\.how\\..*|uses\\..*lede|useful\\.how\\.few",
          "leakage\\.way\\..*\\.what|forecast\\.changes\\.how\\.weeks|board\\.lastDays",
          "imports\\.(file\\.columns|columns\\.tooManyKept)|calendar\\.month\\.crumb",
          "definition\\.checks|unended\\.lede|likelihood\\.how\\.outcome|retention\\.expected\\.about",
          "form\\.options\\.number|clock\\.pause\\.day|moreTime\\.day|snooze\\.most|form\\.waiting\\.letters",
          "engagement\\.band\\.from|trait\\.fit\\.of",
          // Another text stands for one.
          "reminder\\..*|recurrence\\.every\\..*\\.many|.*import\\..*\\.(namesakes|alike)",
          "buyers\\.(nothing|something)\\..*",
          // So many times of a hundred, or as many times as something else.
          "likelihood\\.(verdict|doubt)\\..*|buyers\\.(doubt\\..*|odds|note)|keeping\\.verdict\\..*",
          // A name stands there.
          "routing\\.why\\.owner");

  @Test
  void bothLanguagesHaveTheSameTexts() {
    Map<String, String> spanish = load("");
    Map<String, String> english = load("_en");

    assertThat(english.keySet())
        .as("keys of the English bundles")
        .containsExactlyInAnyOrderElementsOf(spanish.keySet());
  }

  @Test
  void bothLanguagesUseTheSameArgumentsAndParse() {
    Map<String, String> english = load("_en");
    load("")
        .forEach(
            (key, spanish) -> {
              assertThat(argumentsOf(key, english.getOrDefault(key, "")))
                  .as("arguments of %s", key)
                  .isEqualTo(argumentsOf(key, spanish));
            });
  }

  @Test
  void aWayOfSellingHasOneNameInEnglish() {
    Map<String, String> english = load("_en");
    assertThat(english.keySet())
        .filteredOn(key -> key.startsWith("tracks.") || key.startsWith("processes."))
        .isNotEmpty()
        .allSatisfy(
            key -> assertThat(english.get(key)).as(key).doesNotContainPattern("(?i)process"));
  }

  @Test
  void apostrophesAreDoubled() {
    for (String suffix : List.of("", "_en")) {
      load(suffix)
          .forEach(
              (key, text) ->
                  assertThat(text.replace("''", ""))
                      .as("a single apostrophe in %s%s quotes what follows it", key, suffix)
                      .doesNotContain("'"));
    }
  }

  /** Nobody reads of "1 días": where a count may be one, the sentence says so. */
  @Test
  void oneIsNotSpokenOfAsMany() {
    Pattern many =
        Pattern.compile(
            "(?<![\\d.,])\\b1 (?:(?:días|meses|semanas|horas|veces|puntos|columnas|filas|avisos"
                + "|prospectos|oportunidades|opciones)|(?:days|months|weeks|hours|times|points"
                + "|columns|rows|notes|leads|deals|options|working days))\\b");
    Set<String> wrong = new TreeSet<>();
    for (String suffix : List.of("", "_en")) {
      load(suffix)
          .forEach(
              (key, text) -> {
                String said =
                    new MessageFormat(text, java.util.Locale.ROOT)
                        .format(new Object[] {1, 1, 1, 1, 1, 1, 1, 1});
                if (many.matcher(said).find() && NEVER_ONE.stream().noneMatch(key::matches)) {
                  wrong.add(key + ": " + said);
                }
              });
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void noTextIsEmpty() {
    for (String suffix : List.of("", "_en")) {
      load(suffix).forEach((key, text) -> assertThat(text).as(key + suffix).isNotBlank());
    }
  }

  @Test
  void pagesAskOnlyForTextsThatExist() {
    Set<String> keys = load("").keySet();
    List<String> missing = new ArrayList<>();
    for (Path template : SourceFiles.under(SourceFiles.RESOURCES.resolve("templates"), ".html")) {
      String text = SourceFiles.read(template);
      collect(IN_TEMPLATE, text)
          .forEach(
              key -> {
                if (!keys.contains(key)) {
                  missing.add(template.getFileName() + ": " + key);
                }
              });
      collect(ARGUMENT, text)
          .forEach(
              key -> {
                if (!keys.contains(key)) {
                  missing.add(template.getFileName() + ": " + key);
                }
              });
      collect(DYNAMIC, text)
          .forEach(
              prefix -> {
                if (keys.stream().noneMatch(k -> k.startsWith(prefix))) {
                  missing.add(template.getFileName() + ": " + prefix + "*");
                }
              });
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void noTextIsLeftOver() {
    Set<String> used = new TreeSet<>();
    Set<String> prefixes = new TreeSet<>();
    for (Path template : SourceFiles.under(SourceFiles.RESOURCES.resolve("templates"), ".html")) {
      String text = SourceFiles.read(template);
      used.addAll(collect(IN_TEMPLATE, text));
      used.addAll(collect(ARGUMENT, text));
      prefixes.addAll(collect(DYNAMIC, text));
    }
    for (Path source : SourceFiles.under(SourceFiles.JAVA, ".java")) {
      String text = SourceFiles.read(source);
      used.addAll(collect(IN_JAVA, text));
      collect(Pattern.compile("\"([a-zA-Z][\\w-]*(?:\\.[\\w-]+)*\\.)\""), text)
          .forEach(prefixes::add);
      used.addAll(collect(Pattern.compile("\"([a-z][a-zA-Z]+)\""), text));
    }
    List<String> left =
        load("").keySet().stream()
            .filter(key -> !used.contains(key))
            .filter(key -> prefixes.stream().noneMatch(key::startsWith))
            .filter(
                key ->
                    used.stream()
                        .noneMatch(
                            u -> key.startsWith(u + ".") && key.matches(".*\\.(subject|text)")))
            .toList();
    assertThat(left).as("texts that no page and no class asks for").isEmpty();
  }

  /** What the audit trail says that somebody did, wherever a call to it names it. */
  @Test
  void everyDeedOfTheAuditTrailHasAText() {
    Set<String> keys = load("").keySet();
    Set<String> deeds = new TreeSet<>();
    List<String> missing = new ArrayList<>();
    for (Path source : SourceFiles.under(SourceFiles.JAVA, ".java")) {
      String text = SourceFiles.read(source);
      if (!text.contains("AuditTrail")) {
        continue;
      }
      Matcher call = Pattern.compile("\\bnote(?:Visitor)?\\(").matcher(text);
      while (call.find()) {
        String arguments = text.substring(call.end(), endOfCall(text, call.end()));
        Set<String> named = collect(Pattern.compile("\"([a-z]+(?:-[a-z]+)+)\""), arguments);
        deeds.addAll(named);
        if (named.isEmpty() && !arguments.matches("(?s).*\\b(?:String )?action\\b.*")) {
          // Another method of that name, unless it is the trail's own.
          if (text.substring(0, call.start()).endsWith("audit.")) {
            missing.add(source.getFileName() + ": " + arguments.strip());
          }
        }
      }
    }
    assertThat(missing).as("deeds that no text can be found for").isEmpty();
    assertThat(deeds).hasSizeGreaterThan(30);
    assertThat(deeds).allSatisfy(deed -> assertThat(keys).contains("audit." + deed));
  }

  private static int endOfCall(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (open == 0) {
        return i;
      }
    }
    return text.length();
  }

  private static Set<String> argumentsOf(String key, String text) {
    try {
      new MessageFormat(text);
    } catch (IllegalArgumentException e) {
      throw new AssertionError("The text of " + key + " does not parse", e);
    }
    return collect(Pattern.compile("\\{(\\d+)"), text);
  }

  private static Set<String> collect(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher m = pattern.matcher(text);
    while (m.find()) {
      found.add(m.group(1));
    }
    return found;
  }

  private static Map<String, String> load(String suffix) {
    Map<String, String> all = new TreeMap<>();
    for (Path file : SourceFiles.under(FOLDER, ".properties")) {
      boolean english = file.getFileName().toString().endsWith("_en.properties");
      if (english != suffix.equals("_en")) {
        continue;
      }
      Properties properties = new Properties();
      try (Reader in = Files.newBufferedReader(file)) {
        properties.load(in);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      properties.forEach(
          (key, text) ->
              assertThat(all.put(key.toString(), text.toString()))
                  .as("%s stands twice", key)
                  .isNull());
    }
    return all;
  }
}
