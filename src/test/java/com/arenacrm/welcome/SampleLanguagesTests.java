package com.arenacrm.welcome;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.Fit;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.Cast;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.Week;
import com.arenacrm.testing.ArenaTest;
import com.arenacrm.testing.OnOwnDatabase;
import java.io.IOException;
import java.io.Reader;
import java.io.UnsupportedEncodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sample company speaks the language of our own company, and what it counts is the same in
 * each. In a database of its own, because it is told here as in an Arena that was just set up.
 */
@ArenaTest
@OnOwnDatabase
class SampleLanguagesTests {

  /** A Saturday evening, when all of the week has happened. */
  private static final Instant NOW = Instant.parse("2026-11-28T19:00:00Z");

  private static final Week PRESENT = Week.of(NOW, ZoneId.of("Europe/Madrid"));

  @Autowired MockMvcTester mvc;
  @Autowired Cast cast;
  @Autowired SampleCompany sample;
  @Autowired Profiles profiles;
  @Autowired JdbcClient jdbc;

  private CurrentUser andres;

  @BeforeEach
  void setUp() {
    andres = cast.andres();
  }

  @AfterEach
  void removeIt() {
    sample.remove(andres);
    // The stages stay, in the language in which they were made.
    jdbc.sql("delete from pipeline.stage").update();
  }

  @Test
  void theStoryIsToldInTheCompanysLanguageAndInNoOther() {
    for (String language : List.of("en", "es")) {
      tell(language);
      Set<String> kept = everyTextKept();

      Map<String, String> own = SampleWordsTests.texts(language);
      Map<String, String> other = SampleWordsTests.texts(language.equals("en") ? "es" : "en");
      assertThat(own.keySet())
          .as("what is kept of the story in %s", language)
          .filteredOn(meaning -> kept.contains(own.get(meaning)))
          .hasSizeGreaterThan(200)
          .contains("form.title", "paula.why", "rias.waiting.next", "learned.11", "offers.goal");
      assertThat(other.values())
          .as("texts of the other language, where %s is told", language)
          .filteredOn(text -> !own.containsValue(text))
          .filteredOn(text -> !onTheForm(other).contains(text))
          .filteredOn(text -> kept.stream().anyMatch(k -> isSaidIn(k, text)))
          .isEmpty();
      removeIt();
    }
  }

  @Test
  void whatArenaItselfWritesDownIsEnglishToo() {
    tell("en");

    Map<String, String> english = messages(true);
    List<String> spanishOnly =
        messages(false).entrySet().stream()
            .filter(text -> !text.getValue().equals(english.get(text.getKey())))
            .flatMap(text -> text.getValue().lines())
            .filter(text -> !text.isBlank())
            .filter(text -> !english.containsValue(text))
            .toList();
    Set<String> kept = everyTextKept();
    assertThat(kept).contains("Clear need", "We know who decides");
    assertThat(spanishOnly).filteredOn(kept::contains).isEmpty();
  }

  @Test
  void everyNumberIsTheSameInBothLanguages() {
    tell("en");
    Map<String, String> english = numbers();
    removeIt();
    tell("es");

    assertThat(numbers()).isEqualTo(english);
    assertThat(english).hasSizeGreaterThan(70);
    assertThat(english.values()).as("deals won").anyMatch(csv -> csv.contains(",1,4200"));
  }

  // Visitors choose in which language they read the public form.
  private static Set<String> onTheForm(Map<String, String> texts) {
    return Stream.of(
            "title", "intro", "button", "thanks", "consent", "cups", "interests", "question")
        .map(part -> texts.get("form." + part))
        .collect(Collectors.toSet());
  }

  private void tell(String language) {
    jdbc.sql("update identity.organization set language = ?").param(language).update();
    sample.make(NOW);
    // What listeners answer belongs to the story.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(count("select count(*) from platform.event_publication")).isZero());
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(count("select count(*) from leads.lead where fit_due")).isZero());
  }

  /** The report of each week, for all profiles and for each, and how well everybody fits. */
  private Map<String, String> numbers() {
    Map<String, String> profileIds = new TreeMap<>();
    profiles.choices().forEach(p -> profileIds.put(p.signed() ? "hotels" : "offices", p.value()));
    assertThat(profileIds).hasSize(2);
    Map<String, String> numbers = new TreeMap<>();
    for (int week = -13; week <= 4; week++) {
      numbers.put("all " + week, report(PRESENT.plus(week), ""));
      for (Map.Entry<String, String> profile : profileIds.entrySet()) {
        numbers.put(profile.getKey() + " " + week, report(PRESENT.plus(week), profile.getValue()));
      }
    }
    everybody()
        .forEach(
            (name, person) ->
                numbers.put(
                    "fit of " + name,
                    profiles.fitsOf(person).stream()
                        .map(f -> points(f, profileIds.get("hotels")))
                        .sorted()
                        .collect(Collectors.joining(", "))));
    return numbers;
  }

  private String report(Week week, String profile) {
    MvcTestResult report =
        mvc.get()
            .uri("/reports/coverage.csv?week=" + week + "&profile=" + profile)
            .with(cast.as(andres))
            .exchange();
    assertThat(report).hasStatusOk();
    try {
      return report.getResponse().getContentAsString();
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, PersonId> everybody() {
    return jdbc
        .sql("select id, name from contacts.person")
        .query(
            (rs, n) ->
                Map.entry(rs.getString("name"), new PersonId(rs.getObject("id", UUID.class))))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String points(Fit fit, String hotels) {
    String profile = fit.profile().id().toString().equals(hotels) ? "hotels " : "offices ";
    List<Integer> points = fit.points().stream().map(Fit.Point::points).toList();
    return profile + fit.score() + " " + fit.grade() + " " + fit.knockedOut() + " " + points;
  }

  /** Whether it occurs there; short texts may be part of many words, so they count as a whole. */
  private static boolean isSaidIn(String kept, String text) {
    return text.length() < 12 ? kept.equals(text) : kept.contains(text);
  }

  /** Each text in each column of each table, also those inside JSON. */
  private Set<String> everyTextKept() {
    Set<String> texts = new TreeSet<>();
    for (String table : tables()) {
      for (String row :
          jdbc.sql("select to_jsonb(t)::text from " + table + " t").query(String.class).list()) {
        collect(JsonMapper.shared().readTree(row), texts);
      }
    }
    return texts;
  }

  private static void collect(JsonNode node, Set<String> texts) {
    if (node.isString()) {
      texts.add(node.stringValue());
    }
    node.forEach(child -> collect(child, texts));
  }

  private List<String> tables() {
    return jdbc.sql(
            """
            select n.nspname || '.' || c.relname from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'public')
              and c.relname not in ('audit_entry', 'scheduled_task', 'session',
                                    'session_attributes', 'flyway_schema_history')
            """)
        .query(String.class)
        .list();
  }

  private long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  private static Map<String, String> messages(boolean english) {
    Properties all = new Properties();
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/messages"))) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith("_en.properties") == english) {
          try (Reader in = Files.newBufferedReader(file)) {
            all.load(in);
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Map<String, String> texts = new TreeMap<>();
    all.forEach((key, text) -> texts.put(key.toString(), text.toString()));
    return texts;
  }
}
