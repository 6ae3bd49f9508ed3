package com.arenacrm.contacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.Scorecard.Rule;
import com.arenacrm.contacts.Scorecard.Verdict;
import com.arenacrm.platform.Folding;
import com.arenacrm.platform.RefusedException;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScorecardTests {

  private static final Folding FOLDING =
      text ->
          Normalizer.normalize(text, Normalizer.Form.NFD)
              .replaceAll("\\p{M}", "")
              .toLowerCase(Locale.ROOT);
  private static final Locale SPANISH = Locale.forLanguageTag("es-ES");

  private static final ContactField INDUSTRY = ContactField.of(Kind.INDUSTRY);
  private static final ContactField EMPLOYEES = ContactField.of(Kind.EMPLOYEES);
  private static final ContactField ROLE = ContactField.of(Kind.JOB_TITLE);
  private static final ContactField BEDS = new ContactField(Kind.COMPANY_ATTRIBUTE, "Camas");

  @Test
  void theScoreIsTheWeightMetInPerCentOfAllRoundedHalfUp() {
    Scorecard card =
        new Scorecard(
            List.of(
                Rule.criterion(is(INDUSTRY, "Hotel"), 5, false),
                Rule.criterion(typed(EMPLOYEES, Operator.AT_LEAST, "20"), 195, false)));

    assertThat(card.judge(facts(Map.of(INDUSTRY, "hotel")), FOLDING).score()).isEqualTo(3);
    assertThat(card.judge(facts(Map.of(EMPLOYEES, "20")), FOLDING).score()).isEqualTo(98);
    assertThat(card.judge(facts(Map.of()), FOLDING).score()).isZero();
  }

  @Test
  void aFailedKnockOutRulesOutWhateverElseIsTrue() {
    Scorecard card =
        new Scorecard(
            List.of(
                Rule.criterion(is(INDUSTRY, "Hotel"), 90, false),
                Rule.criterion(typed(EMPLOYEES, Operator.AT_LEAST, "20"), 10, true)));

    Verdict small = card.judge(facts(Map.of(INDUSTRY, "Hotel", EMPLOYEES, "19")), FOLDING);
    Verdict unknown = card.judge(facts(Map.of(INDUSTRY, "Hotel")), FOLDING);

    assertThat(small).isEqualTo(new Verdict(true, 0, List.of(true, false)));
    assertThat(unknown.out()).isTrue();
    assertThat(card.judge(facts(Map.of(EMPLOYEES, "20")), FOLDING).out()).isFalse();
  }

  @Test
  void aMetExclusionRulesOut() {
    Scorecard card =
        new Scorecard(
            List.of(
                Rule.exclusion(typed(ROLE, Operator.CONTAINS, "estudiante, becario")),
                Rule.criterion(is(INDUSTRY, "Hotel"), 10, false)));

    Verdict student = card.judge(facts(Map.of(INDUSTRY, "Hotel", ROLE, "Becaria")), FOLDING);
    Verdict trainee = card.judge(facts(Map.of(INDUSTRY, "Hotel", ROLE, "Soy becario")), FOLDING);

    assertThat(student.out()).isFalse();
    assertThat(student.score()).isEqualTo(100);
    assertThat(trainee).isEqualTo(new Verdict(true, 0, List.of(true, true)));
  }

  @Test
  void withoutAnyWeightNobodyFits() {
    assertThat(new Scorecard(List.of()).judge(facts(Map.of()), FOLDING).score()).isZero();
  }

  @Test
  void companiesAreJudgedByWhatIsTheirs() {
    Scorecard card =
        new Scorecard(
            List.of(
                Rule.criterion(is(INDUSTRY, "Hotel"), 50, false),
                Rule.criterion(is(ROLE, "Gerente"), 50, true)));

    Verdict hotel = card.ofCompanies().judge(facts(Map.of(INDUSTRY, "Hotel")), FOLDING);

    assertThat(hotel).isEqualTo(new Verdict(false, 100, List.of(true)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "INDUSTRY|IS|Cafetería|CAFETERIA|true",
        "INDUSTRY|IS|Café|Cafetería|false",
        "INDUSTRY|IS|Hotel|-|false",
        "INDUSTRY|IS_ONE_OF|hotel, cafetería|Cafeteria|true",
        "INDUSTRY|IS_ONE_OF|Madrid, Comunidad de; Soria|Madrid, Comunidad de|true",
        "INDUSTRY|IS_ONE_OF|Madrid, Comunidad de; Soria|Madrid|false",
        "JOB_TITLE|CONTAINS|dirección|Subdireccion de compras|true",
        "JOB_TITLE|CONTAINS|director, jefa|Jefa de sala|true",
        "JOB_TITLE|CONTAINS|director|-|false",
        "JOB_TITLE|IS_KNOWN||Gerente|true",
        "JOB_TITLE|IS_KNOWN||' '|false",
        "JOB_TITLE|IS_NOT_KNOWN||-|true",
        "JOB_TITLE|IS_NOT_KNOWN||Gerente|false",
        "EMPLOYEES|AT_LEAST|1.000|1000|true",
        "EMPLOYEES|AT_LEAST|1.000|999|false",
        "EMPLOYEES|AT_MOST|50|-|false",
        "EMPLOYEES|BETWEEN|10-50|50|true",
        "EMPLOYEES|BETWEEN|50 y 10|9|false",
        "EMPLOYEES|IS|7|7|true",
        "COMPANY_ATTRIBUTE:Camas|AT_LEAST|100|1.200|true",
        "COMPANY_ATTRIBUTE:Camas|AT_LEAST|100|muchas|false",
        "COMPANY_ATTRIBUTE:Camas|BETWEEN|12,4 – 12,6|12.5|true",
        "COMPANY_ATTRIBUTE:Camas|IS|120|120|true",
        "INFLUENCER|IS_KNOWN||true|true",
      })
  void aFactMeetsAConditionOrDoesNot(
      String field, Operator operator, String value, String fact, boolean met) {
    Condition condition = typed(ContactField.parse(field).orElseThrow(), operator, value);

    assertThat(condition.isMetBy(fact, FOLDING)).isEqualTo(met);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EMPLOYEES|AT_LEAST|muchos|condition.number",
        "EMPLOYEES|BETWEEN|10|condition.range",
        "EMPLOYEES|CONTAINS|1|condition.operator",
        "INFLUENCER|IS|sí|condition.operator",
        "INDUSTRY|IS|' '|condition.value",
        "INDUSTRY|IS_ONE_OF|', ,'|condition.value",
      })
  void whatMakesNoSenseIsRefusedWithItsReason(
      String field, Operator operator, String value, String reason) {
    assertThatThrownBy(() -> typed(ContactField.parse(field).orElseThrow(), operator, value))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.messageKey()).isEqualTo(reason));
  }

  @Test
  void numbersAreReadHoweverFilesWriteThem() {
    assertThat(
            List.of("1250", "1.250", "1,250", "1.250,75", "1,250.75", "12,5", "0.125", "-3")
                .stream()
                .map(text -> NumberText.read(text).orElseThrow().toPlainString()))
        .containsExactly("1250", "1250", "1250", "1250.75", "1250.75", "12.5", "0.125", "-3");
    assertThat(NumberText.read("1.25.0")).isEmpty();
    assertThat(NumberText.read("120 camas")).isEmpty();
  }

  @Test
  void aFieldIsReadBackFromItsKeyAndNothingElseIs() {
    assertThat(ContactField.parse(BEDS.key())).contains(BEDS);
    assertThat(ContactField.parse("INDUSTRY")).contains(INDUSTRY);
    assertThat(ContactField.parse("INDUSTRY:x")).isEmpty();
    assertThat(ContactField.parse("COMPANY_ATTRIBUTE")).isEmpty();
    assertThat(ContactField.parse("id; drop table")).isEmpty();
  }

  private static Condition is(ContactField field, String value) {
    return typed(field, Operator.IS, value);
  }

  private static Condition typed(ContactField field, Operator operator, String value) {
    return Condition.typed(field, operator, Objects.requireNonNullElse(value, ""), SPANISH);
  }

  private static Facts facts(Map<ContactField, String> values) {
    return new Facts("Paula", null, values);
  }
}
