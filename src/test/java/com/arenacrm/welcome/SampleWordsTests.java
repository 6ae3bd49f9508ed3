package com.arenacrm.welcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The story stands in both languages, with nothing missing and nothing left over. */
class SampleWordsTests {

  private static final Pattern LITERAL = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern NO_FIGURE = Pattern.compile("\\D+");

  private final Map<String, String> spanish = texts("es");
  private final Map<String, String> english = texts("en");

  /** The texts of the story by their meaning. */
  static Map<String, String> texts(String language) {
    String file = language.equals("en") ? "sample_en.properties" : "sample.properties";
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of("src/main/resources/welcome", file))) {
      properties.load(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Map<String, String> texts = new TreeMap<>();
    properties.forEach((meaning, text) -> texts.put(meaning.toString(), text.toString()));
    return texts;
  }

  @Test
  void bothLanguagesTellTheSame() {
    assertThat(english).containsOnlyKeys(spanish.keySet());
    spanish.forEach(
        (meaning, text) -> {
          assertThat(text).as(meaning).isNotBlank();
          assertThat(english.get(meaning)).as(meaning).isNotBlank();
          assertThat(figures(english.get(meaning))).as(meaning).isEqualTo(figures(text));
        });
  }

  @Test
  void onlyWordsThatBothLanguagesHaveAreTheSame() {
    assertThat(spanish.keySet())
        .filteredOn(meaning -> spanish.get(meaning).equals(english.get(meaning)))
        .containsExactlyInAnyOrder(
            "industry.hotel", "industry.bar", "job.chef", "linkedIn.channel");
  }

  /** A meaning is named whole, or as a name and what is asked of it: "advert" and ".goal". */
  @Test
  void everyTextIsToldByTheStory() {
    Set<String> named = new TreeSet<>();
    for (Path source : storyFiles()) {
      Matcher literal = LITERAL.matcher(read(source));
      while (literal.find()) {
        named.add(literal.group(1));
      }
    }
    assertThat(spanish.keySet())
        .filteredOn(meaning -> !isNamed(meaning, named))
        .as("texts that no part of the story tells")
        .isEmpty();
  }

  @Test
  void aMeaningWithoutWordsEndsTheStory() {
    assertThat(SampleWords.in("en").say("tasting.title"))
        .isEqualTo("Tasting for front-of-house managers");
    assertThat(SampleWords.in("es").say("tasting.title")).isEqualTo("Cata para jefes de sala");
    assertThatThrownBy(() -> SampleWords.in("en").say("tasting.dinner"))
        .hasMessageContaining("tasting.dinner");
  }

  private static boolean isNamed(String meaning, Set<String> named) {
    return named.contains(meaning)
        || IntStream.range(1, meaning.length())
            .filter(i -> named.contains(meaning.substring(0, i)))
            .mapToObj(meaning::substring)
            .anyMatch(rest -> named.contains(rest) || rest.matches("\\d+"));
  }

  private static List<Path> storyFiles() {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/com/arenacrm/welcome"))) {
      return files.filter(f -> f.getFileName().toString().startsWith("Sample")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String figures(String text) {
    return NO_FIGURE.matcher(text).replaceAll("");
  }
}
