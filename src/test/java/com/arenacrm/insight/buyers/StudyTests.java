package com.arenacrm.insight.buyers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.arenacrm.insight.buyers.Trait.Part;
import com.arenacrm.insight.buyers.Trait.Value;
import com.arenacrm.platform.CalendarWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is really there is found; what is not there is not claimed. */
class StudyTests {

  @Example
  void whatWasPlantedIsFound() {
    Random random = new Random(7);
    Study study = study(random, 600, "CITY", "v2", 0.75, 0.40);

    assertThat(study.findings()).hasSize(1);
    Study.Finding finding = study.findings().get(0);
    assertThat(finding.trait().field()).isEqualTo("CITY");
    assertThat(finding.value().text()).isEqualTo("v2");
    assertThat(finding.isMore()).isTrue();
    assertThat(finding.odds()).isGreaterThanOrEqualTo(1000);
    assertThat(finding.weight()).isBetween(20, 50);
    assertThat(finding.value().all() + finding.within().get(0).others().all()).isEqualTo(600);
  }

  @Example
  void whoBuysLessIsFoundToo() {
    Study study = study(new Random(11), 800, "REGION", "v0", 0.15, 0.50);

    assertThat(study.findings()).isNotEmpty().allMatch(f -> f.trait().field().equals("REGION"));
    assertThat(study.findings().get(0).isMore()).isFalse();
  }

  @Example
  void ofTwoHundredRandomCompaniesAtMostOneInTwentyLeadsToAClaim() {
    Random random = new Random(20260822);
    int claims = 0;
    for (int i = 0; i < 200; i++) {
      double rate = 0.1 + 0.8 * random.nextDouble();
      Study study = study(random, 60 + random.nextInt(1500), "", "", rate, rate);
      claims += study.findings().isEmpty() ? 0 : 1;
    }
    assertThat(claims).isLessThanOrEqualTo(10);
  }

  @Example
  void ofTwoFilesOfDifferentRatesChanceLeadsToNoMoreClaimsThanOfOne() {
    Random random = new Random(20261123);
    int claims = 0;
    for (int i = 0; i < 200; i++) {
      Map<String, Map<String, int[]>> counts = new HashMap<>();
      int[] yes = {0, 0};
      for (int n = 0; n < 1000; n++) {
        int source = n % 2;
        boolean bought = random.nextDouble() < (source == 0 ? 0.93 : 0.38);
        // The one file knows mostly the press, the other mostly the web.
        String channel = random.nextInt(10) < (source == 0 ? 8 : 2) ? "Prensa" : "Web";
        yes[source] += bought ? 1 : 0;
        int[] count =
            counts
                .computeIfAbsent(channel, x -> new HashMap<>())
                .computeIfAbsent("s" + source, x -> new int[2]);
        count[0] += bought ? 1 : 0;
        count[1]++;
      }
      Study study = Study.of(sources(yes), List.of(trait("INDUSTRY", counts)), Map.of(), Map.of());
      claims += study.findings().isEmpty() ? 0 : 1;
    }
    assertThat(claims).isLessThanOrEqualTo(10);
  }

  @Example
  void whatHoldsInEveryFileIsClaimedAndWhatGoesBothWaysIsNot() {
    Map<String, Map<String, int[]>> same =
        Map.of(
            "Prensa", Map.of("s0", new int[] {180, 200}, "s1", new int[] {50, 100}),
            "Web", Map.of("s0", new int[] {180, 300}, "s1", new int[] {80, 400}));
    Study.Finding finding =
        Study.of(sources(360, 130), List.of(trait("INDUSTRY", same)), Map.of(), Map.of())
            .findings()
            .stream()
            .filter(f -> f.value().text().equals("Prensa"))
            .findFirst()
            .orElseThrow();
    assertThat(finding.isMore()).isTrue();
    assertThat(finding.within()).hasSize(2);
    // 200 of 300 stand beside 60 %, 100 beside 20 %.
    assertThat(finding.expected()).isCloseTo(0.4667, within(0.0001));

    Map<String, Map<String, int[]>> against =
        Map.of(
            "Prensa", Map.of("s0", new int[] {290, 300}, "s1", new int[] {20, 200}),
            "Web", Map.of("s0", new int[] {100, 200}, "s1", new int[] {110, 300}));
    assertThat(
            Study.of(sources(390, 130), List.of(trait("INDUSTRY", against)), Map.of(), Map.of())
                .findings())
        .isEmpty();
  }

  @Example
  void whatIsWrittenOnceTheOutcomeIsKnownIsDoubtedAndSaidWhy() {
    Trait sure =
        new Trait(
            "PERSON_ATTRIBUTE:Situación",
            List.of(
                Value.of("Cerrada", 95, 100, 100),
                Value.of("No contesta", 4, 100, 100),
                Value.of("En curso", 101, 200, 200)));
    Trait forBuyers =
        new Trait(
            "DEAL_ATTRIBUTE:Factura",
            List.of(Value.of("mensual", 60, 75, 75), Value.of("anual", 30, 45, 45)));
    Trait named =
        new Trait(
            "PERSON_ATTRIBUTE:Última actividad",
            List.of(Value.of("correo", 120, 200, 200), Value.of("visita", 80, 200, 200)));
    Trait fact =
        new Trait(
            "INDUSTRY", List.of(Value.of("Hotel", 130, 200, 200), Value.of("Bar", 70, 200, 200)));

    Study study = Study.of(400, 200, List.of(sure, forBuyers, named, fact));

    assertThat(study.doubted())
        .extracting(d -> d.trait().field(), d -> d.doubt().why())
        .containsExactly(
            tuple("PERSON_ATTRIBUTE:Situación", Hindsight.Why.SURE_BOTH_WAYS),
            tuple("DEAL_ATTRIBUTE:Factura", Hindsight.Why.FILLED_FOR_BUYERS),
            tuple("PERSON_ATTRIBUTE:Última actividad", Hindsight.Why.NAMED_SO));
    assertThat(study.findings()).extracting(f -> f.trait().field()).containsOnly("INDUSTRY");
    assertThat(study.examined()).hasSize(1);
  }

  private static List<Study.Source> sources(int... yes) {
    return IntStream.range(0, yes.length)
        .mapToObj(i -> new Study.Source("s" + i, 500, yes[i], "s" + i + ".csv", null))
        .toList();
  }

  private static Trait trait(String field, Map<String, Map<String, int[]>> counts) {
    return new Trait(
        field,
        counts.entrySet().stream()
            .map(
                e -> {
                  Map<String, Part> parts = new HashMap<>();
                  e.getValue().forEach((s, c) -> parts.put(s, new Part(c[0], c[1])));
                  return Value.of(e.getKey(), 99, parts);
                })
            .toList());
  }

  @Example
  void withAHandfulNothingIsSaidHoweverClearItLooks() {
    Study study =
        Study.of(
            24,
            12,
            List.of(
                new Trait(
                    "INDUSTRY",
                    List.of(Value.of("Hotel", 12, 12, 12), Value.of("Bar", 0, 12, 12)))));

    assertThat(study.isEnough()).isFalse();
    assertThat(study.findings()).isEmpty();
    assertThat(study.unusable()).hasSize(1);
  }

  @Example
  void oneLargeCustomerIsNoPattern() {
    List<Value> values = List.of(Value.of("Hotel", 90, 100, 2), Value.of("Bar", 30, 100, 60));

    assertThat(Study.of(200, 120, List.of(new Trait("INDUSTRY", values))).findings())
        .extracting(f -> f.value().text())
        .containsExactly("Bar");
  }

  @Example
  void whenARecordWasMadeSaysNothingOfWhoBuys() {
    List<Value> months = List.of(Value.of("July", 90, 100, 99), Value.of("Nov", 10, 100, 99));

    Study study = Study.of(200, 100, List.of(new Trait("PERSON_ATTRIBUTE:Month", months)));

    assertThat(study.findings()).isEmpty();
    assertThat(study.calendar()).hasSize(1);
    assertThat(List.of("2021-04-15 00:03", "15 Apr, 2021", "3/4/2020", "martes", "Q3 2024"))
        .allMatch(CalendarWords::isOne);
    assertThat(List.of("Marítimo", "120", "Mayorista", "Q-Park")).noneMatch(CalendarWords::isOne);
  }

  @Example
  void aDifferenceTooSmallToActUponIsNotClaimed() {
    List<Value> values =
        List.of(Value.of("Hotel", 25_500, 50_000, 900), Value.of("Bar", 24_000, 50_000, 900));

    Study study = Study.of(100_000, 49_500, List.of(new Trait("INDUSTRY", values)));

    assertThat(study.examined().get(0).isTelling()).isTrue();
    assertThat(study.findings()).isEmpty();
  }

  @Example
  void numbersAreCutIntoPartsAndSizesIntoTheUsualOnes() {
    List<Value> numbers =
        IntStream.rangeClosed(1, 100).mapToObj(n -> Value.of("" + n, n % 2, 1, 1)).toList();

    assertThat(new Trait("COMPANY_ATTRIBUTE:Camas", numbers).banded().values())
        .extracting(Value::text)
        .containsExactly("1..25", "26..50", "51..75", "76..100");
    assertThat(new Trait("EMPLOYEES", numbers).banded().values())
        .extracting(Value::text)
        .containsExactly("1..9", "10..49", "50..249");
  }

  @Property
  void theCorrectionNeverMakesAFindingLikelierAndKeepsTheOrder(
      @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 1000) Integer> thousandths) {
    double[] p = thousandths.stream().mapToDouble(t -> t / 1000.0).toArray();
    double[] adjusted = Holm.adjusted(p);

    for (int i = 0; i < p.length; i++) {
      assertThat(adjusted[i]).isBetween(p[i], 1.0);
      for (int j = 0; j < p.length; j++) {
        if (p[i] < p[j]) {
          assertThat(adjusted[i]).isLessThanOrEqualTo(adjusted[j]);
        }
      }
    }
    double smallest = Arrays.stream(p).min().orElse(1);
    assertThat(Arrays.stream(adjusted).min().orElse(1))
        .isEqualTo(Math.min(1, smallest * Math.max(1, p.length)));
  }

  /** Six traits of random values; of one value of one of them, buying may be likelier. */
  private static Study study(
      Random random, int cases, String field, String value, double rate, double otherwise) {
    List<String> fields = List.of("INDUSTRY", "REGION", "CITY", "COUNTRY", "JOB_TITLE", "ORIGIN");
    Map<String, Map<String, int[]>> counts = new HashMap<>();
    int yes = 0;
    for (int i = 0; i < cases; i++) {
      Map<String, String> facts = new HashMap<>();
      for (int f = 0; f < fields.size(); f++) {
        facts.put(fields.get(f), "v" + random.nextInt(2 + 3 * f));
      }
      boolean bought = random.nextDouble() < (value.equals(facts.get(field)) ? rate : otherwise);
      yes += bought ? 1 : 0;
      facts.forEach(
          (f, v) -> {
            int[] count =
                counts.computeIfAbsent(f, x -> new HashMap<>()).computeIfAbsent(v, x -> new int[2]);
            count[0] += bought ? 1 : 0;
            count[1]++;
          });
    }
    List<Trait> traits = new ArrayList<>();
    for (String f : fields) {
      traits.add(
          new Trait(
              f,
              counts.get(f).entrySet().stream()
                  .map(e -> Value.of(e.getKey(), e.getValue()[0], e.getValue()[1], e.getValue()[1]))
                  .toList()));
    }
    return Study.of(cases, yes, traits);
  }
}
