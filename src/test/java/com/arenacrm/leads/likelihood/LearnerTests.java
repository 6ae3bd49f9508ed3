package com.arenacrm.leads.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.arenacrm.leads.likelihood.LeakCheck.Filling;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What is learned from made-up cases whose truth is known. */
class LearnerTests {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void factsThatMatterPushAndThoseThatDoNotHardlyDo() {
    Cases cases = cases(4000, 7);
    Knowledge knowledge = Learner.learn(cases, Set.of(), 0.3);

    Map<String, String> lead = Map.of("INDUSTRY", "Hotel", "EMPLOYEES", "90", "CITY", "Vigo");
    assertThat(knowledge.likelihood(lead)).isBetween(0.65, 0.95);
    assertThat(knowledge.likelihood(Map.of("INDUSTRY", "Bar", "EMPLOYEES", "3", "CITY", "Vigo")))
        .isBetween(0.02, 0.2);
    assertThat(knowledge.pushes(lead))
        .first()
        .satisfies(
            push -> {
              assertThat(push.field()).isEqualTo("INDUSTRY");
              assertThat(push.value()).isEqualTo("Hotel");
              assertThat(push.points()).isGreaterThan(10);
            });
    assertThat(knowledge.pushes(lead))
        .filteredOn(push -> push.field().equals("CITY") && push.with() == null)
        .allMatch(push -> Math.abs(push.points()) < 5);
  }

  @Test
  void theSameCasesGiveTheSameKnowledgeWhichSurvivesBeingKept() {
    Knowledge once = Learner.learn(cases(1000, 3), Set.of(), 0.1);
    assertThat(Learner.learn(cases(1000, 3), Set.of(), 0.1)).isEqualTo(once);

    JsonMapper json = new JsonMapper();
    assertThat(json.readValue(json.writeValueAsString(once), Knowledge.class)).isEqualTo(once);
    Quality quality = Quality.of(cases(1000, 3), Set.of());
    assertThat(json.readValue(json.writeValueAsString(quality), Quality.class)).isEqualTo(quality);
  }

  @Test
  void itIsSwitchedOnWhereItTellsBuyersApartAndSaysTheirShareRightly() {
    Quality quality = Quality.of(cases(4000, 11), Set.of());

    assertThat(Verdict.of(quality)).isEqualTo(Verdict.ON);
    assertThat(quality.tested()).isEqualTo(2000);
    assertThat(quality.testedFrom()).isEqualTo(START.plus(Duration.ofHours(2000)));
    assertThat(quality.tenths()).hasSize(10);
    assertThat(quality.tenths().stream().mapToInt(Quality.Tenth::leads).sum()).isEqualTo(2000);
    assertThat(quality.tenths())
        .allSatisfy(tenth -> assertThat(tenth.expected() - tenth.rate()).isBetween(-0.1, 0.1));
    assertThat(quality.lift()).isGreaterThan(1.5);
  }

  @Test
  void whatIsShownOfALeadAddsUpToItsLikelihood() {
    Knowledge known = Learner.learn(cases(2000, 3), Set.of(), 1);
    for (String industry : List.of("Hotel", "Bar")) {
      for (int employees = 1; employees < 100; employees += 7) {
        Map<String, String> facts =
            Map.of("INDUSTRY", industry, "EMPLOYEES", String.valueOf(employees));
        double sum =
            100 * known.usual()
                + known.pushes(facts).stream().mapToDouble(Knowledge.Push::points).sum();
        // What is too small to name is all that may lack.
        assertThat(sum).isCloseTo(100 * known.likelihood(facts), within(5.0));
        List<LikelihoodController.Part> parts =
            LikelihoodController.parts(known.pushes(facts), known.usual());
        assertThat(
                Math.round(100 * known.usual())
                    + parts.stream().mapToInt(LikelihoodController.Part::points).sum())
            .isEqualTo(Math.round(sum));
      }
    }
  }

  @Test
  void whatOnlyOneGroupIsToldByIsNotSwitchedOn() {
    Random random = new Random(7);
    Cases.Collector cases = new Cases.Collector();
    for (int i = 0; i < 4000; i++) {
      boolean never = random.nextInt(10) == 0;
      cases.add(
          never
              ? Map.of("CITY", "c" + random.nextInt(3))
              : Map.of("WEBSITE", "yes", "CITY", "c" + random.nextInt(3)),
          !never && random.nextBoolean(),
          START.plus(Duration.ofHours(i)));
    }

    Quality quality = Quality.of(cases.cases(), Set.of());

    assertThat(quality.aucLow()).isGreaterThan(Verdict.LEAST_AUC);
    assertThat(Verdict.of(quality)).isEqualTo(Verdict.ONE_GROUP);
  }

  @Test
  void chanceIsDeclined() {
    int on = 0;
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Cases.Collector cases = new Cases.Collector();
      for (int i = 0; i < 300; i++) {
        cases.add(
            Map.of(
                "INDUSTRY", "i" + random.nextInt(5),
                "CITY", "c" + random.nextInt(8),
                "EMPLOYEES", String.valueOf(random.nextInt(200))),
            random.nextInt(3) == 0,
            START.plus(Duration.ofHours(i)));
      }
      on += Verdict.of(Quality.of(cases.cases(), Set.of())) == Verdict.ON ? 1 : 0;
    }
    assertThat(on).as("of 40 companies in which nothing tells buyers apart").isLessThanOrEqualTo(2);
  }

  @Test
  void tooFewOutcomesAreTooFew() {
    assertThat(Verdict.isEnough(199, 100)).isFalse();
    assertThat(Verdict.isEnough(200, 39)).isFalse();
    assertThat(Verdict.isEnough(200, 161)).isFalse();
    assertThat(Verdict.isEnough(200, 40)).isTrue();
    assertThat(Verdict.of(null)).isEqualTo(Verdict.TOO_FEW);
  }

  @Test
  void factsThatLookNotedAfterwardsAreNamedWithTheReason() {
    Random random = new Random(5);
    Cases.Collector collector = new Cases.Collector();
    for (int i = 0; i < 1000; i++) {
      boolean bought = random.nextInt(3) == 0;
      Map<String, String> facts = new HashMap<>();
      facts.put("INDUSTRY", bought == random.nextInt(4) > 0 ? "Hotel" : "Bar");
      if (random.nextInt(3) > 0) {
        facts.put("PERSON_ATTRIBUTE:Marca", bought ? "cobrado" : "no quiso");
        if (random.nextBoolean()) {
          facts.put("PERSON_ATTRIBUTE:Sala", "s" + random.nextInt(3));
        }
      }
      if (random.nextInt(10) < (bought ? 8 : 2)) {
        facts.put("PERSON_ATTRIBUTE:Talla", "t" + random.nextInt(3));
      }
      facts.put("PERSON_ATTRIBUTE:Última visita", "v" + random.nextInt(3));
      facts.put("PERSON_ATTRIBUTE:Plantas", "p" + random.nextInt(3));
      facts.put("PERSON_ATTRIBUTE:Turno", "u" + random.nextInt(3));
      facts.put("PERSON_ATTRIBUTE:Alta", "2026-01-" + (10 + random.nextInt(15)));
      facts.put("PERSON_ATTRIBUTE:Clave", "k" + i);
      facts.put("PERSON_ATTRIBUTE:País", "ES");
      collector.add(facts, bought, START.plus(Duration.ofHours(i)));
    }
    Map<String, Filling> fillings =
        Map.of(
            "PERSON_ATTRIBUTE:Plantas", new Filling(1, 1, 0.4),
            "PERSON_ATTRIBUTE:Turno", new Filling(1, 0.3, 0));

    Map<String, LeakCheck.Suspicion> doubts = LeakCheck.of(collector.cases(), fillings);

    Map<String, Doubt> named = new HashMap<>();
    doubts.forEach((field, suspicion) -> named.put(field, suspicion.doubt()));
    assertThat(named)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "PERSON_ATTRIBUTE:Marca", named.get("PERSON_ATTRIBUTE:Marca"),
                "PERSON_ATTRIBUTE:Sala", Doubt.WRITTEN_WITH,
                "PERSON_ATTRIBUTE:Talla", Doubt.FILLED_FOR_BUYERS,
                "PERSON_ATTRIBUTE:Última visita", Doubt.NAMED_SO,
                "PERSON_ATTRIBUTE:Plantas", Doubt.FILLED_LATER,
                "PERSON_ATTRIBUTE:Turno", Doubt.FILLED_WHEN_ENDED,
                "PERSON_ATTRIBUTE:Alta", Doubt.DATE,
                "PERSON_ATTRIBUTE:Clave", Doubt.TOO_VARIED,
                "PERSON_ATTRIBUTE:País", Doubt.ALWAYS_SAME));
    assertThat(named.get("PERSON_ATTRIBUTE:Marca"))
        .isIn(Doubt.TELLS_TOO_MUCH, Doubt.SURE_BOTH_WAYS);
    assertThat(doubts.get("PERSON_ATTRIBUTE:Sala").other()).isEqualTo("PERSON_ATTRIBUTE:Marca");
  }

  /** Hotels buy, large ones more; the city says nothing. */
  private static Cases cases(int count, long seed) {
    Random random = new Random(seed);
    Cases.Collector cases = new Cases.Collector();
    for (int i = 0; i < count; i++) {
      boolean hotel = random.nextBoolean();
      int employees = 1 + random.nextInt(100);
      double odds = (hotel ? 1.2 : -1.2) + (employees - 50) / 50.0;
      cases.add(
          Map.of(
              "INDUSTRY", hotel ? "Hotel" : "Bar",
              "EMPLOYEES", String.valueOf(employees),
              "CITY", random.nextInt(4) == 0 ? "Vigo" : "Lugo"),
          random.nextDouble() < Knowledge.share(odds),
          START.plus(Duration.ofHours(i)));
    }
    return cases.cases();
  }
}
