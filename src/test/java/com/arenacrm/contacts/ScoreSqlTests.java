package com.arenacrm.contacts;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.ContactScores.Band;
import com.arenacrm.contacts.ContactScores.Scored;
import com.arenacrm.contacts.ContactScores.Tally;
import com.arenacrm.contacts.ScoreSql.Subject;
import com.arenacrm.contacts.Scorecard.Rule;
import com.arenacrm.contacts.Scorecard.Verdict;
import com.arenacrm.identity.Cast;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.testing.ArenaTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database judges all people as Java judges each. */
@ArenaTest
class ScoreSqlTests {

  private static final int SCORECARDS = 120;
  private static final String ODD_LABEL = "Camas' or 1=1 --";
  private static final List<String> WORDS =
      List.of(
          "Hotel",
          "HÓTEL",
          "hotel",
          "Cafetería",
          "cafeteria",
          "Ñandú",
          "Straße",
          "œuvre",
          "Łódź",
          "ΑΣ",
          "½ kg",
          "100 %",
          "a_b",
          "O'Higgins",
          "Madrid, Comunidad de",
          "",
          " ",
          "Ça \"y\" \\",
          "Ｈotel",
          "𝐇otel");
  private static final List<String> NUMBERS =
      List.of("0", "7", "10", "12,5", "1.200", "1,250.75", "-3", "99", "diez", "10 kg", "0.125");

  @Autowired ContactBook book;
  @Autowired ContactScores scores;
  @Autowired Folding folding;
  @Autowired JdbcClient jdbc;
  @Autowired Cast cast;

  @Test
  void javaAndTheDatabaseJudgeAlike() {
    Random random = new Random(20261121);
    List<CompanyId> companies = new ArrayList<>();
    List<PersonId> people = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      companies.add(company(random));
    }
    for (int i = 0; i < 120; i++) {
      people.add(person(random, companies));
    }
    Map<PersonId, Facts> ofPeople = scores.factsOfPeople(people);
    Map<CompanyId, Facts> ofCompanies = scores.factsOfCompanies(companies);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < SCORECARDS; i++) {
      Scorecard card = scorecard(random);
      Map<UUID, Integer> peopleBySql = bySql(new ScoreSql(Subject.PEOPLE, card));
      ofPeople.forEach(
          (id, facts) -> {
            Integer inSql = peopleBySql.get(id.id());
            seen.add(inSql);
            assertThat(inSql).as("%s by %s", facts, card).isEqualTo(byJava(card, facts));
          });
      Map<UUID, Integer> companiesBySql = bySql(new ScoreSql(Subject.COMPANIES, card));
      ofCompanies.forEach(
          (id, facts) ->
              assertThat(companiesBySql.get(id.id()))
                  .as("%s by %s", facts, card)
                  .isEqualTo(byJava(card.ofCompanies(), facts)));
    }
    assertThat(seen).as("different scores that the comparison met").hasSizeGreaterThan(30);
  }

  @Test
  void javaAndTheDatabaseSayAlikeWhereEverybodyStands() {
    Random random = new Random(20261122);
    List<CompanyId> companies = List.of(company(random), company(random), company(random));
    List<PersonId> people = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      people.add(person(random, companies));
    }
    Map<PersonId, Facts> known = scores.factsOfPeople(people);
    Set<Standing> seen = new HashSet<>();
    for (int i = 0; i < SCORECARDS; i++) {
      Scorecard card = scorecard(random);
      ScoreSql sql = new ScoreSql(Subject.PEOPLE, card, "x_");
      Map<UUID, Standing> bySql = new HashMap<>();
      jdbc.sql(sql.standing("true"))
          .params(sql.parameters())
          .query(
              rs -> {
                bySql.put(
                    rs.getObject("id", UUID.class), Standing.valueOf(rs.getString("standing")));
              });
      known.forEach(
          (id, facts) -> {
            Standing standing = card.standing(facts, folding);
            seen.add(standing);
            assertThat(bySql.get(id.id())).as("%s by %s", facts, card).isEqualTo(standing);
          });
    }
    assertThat(seen).containsExactlyInAnyOrder(Standing.values());
  }

  @Test
  void theTallyAddsUpToAllThereAreAndItsExamplesHaveItsScore() {
    Random random = new Random(7);
    List<CompanyId> companies = List.of(company(random), company(random), company(random));
    for (int i = 0; i < 30; i++) {
      person(random, companies);
    }
    for (int i = 0; i < 20; i++) {
      Scorecard card = scorecard(random);
      Tally people = scores.tallyPeople(card);
      Map<UUID, Integer> each = bySql(new ScoreSql(Subject.PEOPLE, card));

      assertThat(people.total()).isEqualTo(count("contacts.person")).isEqualTo(each.size());
      assertThat(scores.tallyCompanies(card).total()).isEqualTo(count("contacts.company"));
      assertThat(people.rules()).hasSameSizeAs(card.rules());
      for (Band band : people.bands()) {
        assertThat(band.examples()).hasSize(band.count() > 1 ? 2 : 1);
        assertThat(band.examples())
            .allSatisfy(id -> assertThat(each.get(id)).isEqualTo(band.out() ? -1 : band.score()));
      }
    }
  }

  @Test
  void thoseBehindANumberAreListedByNameAndPageByPage() {
    String mark = "Sector " + UUID.randomUUID();
    CompanyId company =
        book.addCompany(
                CompanyId.next(), companyDetails("De la lista", mark), cast.lucia().id(), now())
            .id();
    Set<UUID> made = new HashSet<>();
    for (int i = 0; i < 120; i++) {
      made.add(
          book.addPerson(
                  PersonId.next(),
                  PersonDetails.of("Lista " + i, null, null, company),
                  cast.lucia().id(),
                  now())
              .id()
              .id());
    }
    Scorecard card =
        new Scorecard(
            List.of(
                Rule.criterion(
                    new Condition(ContactField.of(Kind.INDUSTRY), Operator.IS, mark), 10, false)));

    List<UUID> listed = new ArrayList<>();
    UUID after = null;
    do {
      Slice<Scored> page = scores.people(card, false, 75, 100, after);
      page.rows().forEach(row -> listed.add(row.id()));
      after = page.next();
    } while (after != null);

    assertThat(listed).containsExactlyInAnyOrderElementsOf(made);
    assertThat(scores.companies(card, false, 100, 100, null).rows())
        .containsExactly(new Scored(company.id(), 100));
  }

  @Test
  void folding() {
    Random random = new Random(3);
    List<String> texts = new ArrayList<>(WORDS);
    for (int i = 0; i < 500; i++) {
      texts.add(
          random
              .ints(8, 1, 0x2100)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString());
    }
    List<String> bySql =
        jdbc.sql(
                "select platform.fold(t) from unnest(:texts::text[]) with ordinality u(t, n) order by n")
            .param("texts", texts.toArray(String[]::new))
            .query(String.class)
            .list();

    assertThat(texts.stream().map(folding::fold)).containsExactlyElementsOf(bySql);
  }

  @Test
  void theValuesThatAFactHasMostOftenComeFirst() {
    String label = "Rareza " + UUID.randomUUID();
    for (String value : List.of("dos", "uno", "dos", " ")) {
      book.addPerson(
          PersonId.next(),
          new PersonDetails(
              "Rara",
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              false,
              List.of(),
              null,
              Map.of(label, value)),
          cast.lucia().id(),
          now());
    }

    assertThat(scores.commonValues(new ContactField(Kind.PERSON_ATTRIBUTE, label)))
        .containsExactly("dos", "uno");
    assertThat(scores.commonValues(ContactField.of(Kind.EMAIL))).isEmpty();
  }

  private static int byJava(Scorecard card, Facts facts, Folding folding) {
    Verdict verdict = card.judge(facts, folding);
    return verdict.out() ? -1 : verdict.score();
  }

  private int byJava(Scorecard card, Facts facts) {
    return byJava(card, facts, folding);
  }

  private Map<UUID, Integer> bySql(ScoreSql sql) {
    Map<UUID, Integer> scoresById = new HashMap<>();
    for (boolean out : new boolean[] {true, false}) {
      jdbc.sql(sql.matching())
          .params(sql.parameters())
          .param("out", out)
          .param("least", 0)
          .param("most", 100)
          .param("after", null)
          .param("limit", 1_000_000)
          .query(Scored.class)
          .list()
          .forEach(row -> scoresById.put(row.id(), out ? -1 : row.score()));
    }
    return scoresById;
  }

  private long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  private Scorecard scorecard(Random random) {
    return new Scorecard(
        IntStream.range(0, random.nextInt(7)).mapToObj(i -> rule(random)).toList());
  }

  private Rule rule(Random random) {
    Condition condition = null;
    while (condition == null) {
      condition = condition(random);
    }
    return switch (random.nextInt(8)) {
      case 0 -> Rule.exclusion(condition);
      case 1 -> Rule.criterion(condition, random.nextInt(101), true);
      default -> Rule.criterion(condition, random.nextInt(101), false);
    };
  }

  private static @Nullable Condition condition(Random random) {
    ContactField field = field(random);
    List<Operator> operators = field.operators();
    Operator operator = operators.get(random.nextInt(operators.size()));
    String value =
        switch (operator) {
          case BETWEEN -> random.nextInt(20) + " y " + random.nextInt(2000);
          case AT_LEAST, AT_MOST -> String.valueOf(random.nextInt(1300));
          case IS -> field.isNumber() ? String.valueOf(random.nextInt(12)) : word(random, WORDS);
          case IS_ONE_OF -> word(random, WORDS) + ";" + word(random, NUMBERS);
          case CONTAINS -> random.nextBoolean() ? "o" : word(random, WORDS);
          case IS_KNOWN, IS_NOT_KNOWN -> "";
        };
    try {
      return Condition.typed(field, operator, value, Locale.forLanguageTag("es-ES"));
    } catch (RefusedException e) {
      return null;
    }
  }

  private static ContactField field(Random random) {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    return switch (kind) {
      case COMPANY_ATTRIBUTE, PERSON_ATTRIBUTE ->
          new ContactField(kind, random.nextBoolean() ? ODD_LABEL : "Otro dato");
      default -> ContactField.of(kind);
    };
  }

  private static String word(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static @Nullable String maybe(Random random) {
    return random.nextInt(4) == 0 ? null : word(random, WORDS);
  }

  private CompanyId company(Random random) {
    return book.addCompany(
            CompanyId.next(),
            new CompanyDetails(
                "Empresa " + word(random, WORDS),
                maybe(random),
                maybe(random),
                random.nextInt(3) == 0 ? null : random.nextInt(15),
                maybe(random),
                maybe(random),
                maybe(random),
                null,
                List.of(),
                null,
                attributes(random)),
            cast.lucia().id(),
            now())
        .id();
  }

  private PersonId person(Random random, List<CompanyId> companies) {
    return book.addPerson(
            PersonId.next(),
            new PersonDetails(
                "Persona " + word(random, WORDS),
                null,
                null,
                random.nextInt(4) == 0 ? null : companies.get(random.nextInt(companies.size())),
                maybe(random),
                maybe(random),
                maybe(random),
                maybe(random),
                random.nextBoolean(),
                List.of(),
                null,
                attributes(random)),
            cast.lucia().id(),
            now())
        .id();
  }

  private static Map<String, String> attributes(Random random) {
    Map<String, String> attributes = new HashMap<>();
    if (random.nextBoolean()) {
      attributes.put(ODD_LABEL, word(random, NUMBERS));
    }
    if (random.nextBoolean()) {
      attributes.put("Otro dato", word(random, WORDS));
    }
    return attributes;
  }

  private static CompanyDetails companyDetails(String name, String industry) {
    return new CompanyDetails(
        name, null, industry, null, null, null, null, null, List.of(), null, Map.of());
  }

  private static Instant now() {
    return Instant.parse("2026-11-21T09:00:00Z");
  }
}
