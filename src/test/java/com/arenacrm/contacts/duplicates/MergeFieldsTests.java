package com.arenacrm.contacts.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.arenacrm.contacts.duplicates.MergeFields.Field;
import com.arenacrm.contacts.duplicates.MergeFields.Take;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of two addresses stays unless somebody says otherwise, and why. */
class MergeFieldsTests {

  @Test
  void theAddressAtTheCompanyStaysWhicheverOfTheTwoItIs() {
    assertThat(mail(known(true, true, false), known(false, true, true))).isEqualTo("FIRST company");
    assertThat(mail(known(false, false, true), known(true, true, false)))
        .isEqualTo("SECOND company");
  }

  @Test
  void aPrivateAddressGivesWayToOneOfWork() {
    assertThat(mail(known(false, true, false), known(false, false, true))).isEqualTo("FIRST work");
  }

  @Test
  void ofEqualsTheOneThatTheyAgreedWithAndThenThatOfWhoStays() {
    assertThat(mail(known(true, true, true), known(true, true, false))).isEqualTo("FIRST agreed");
    assertThat(mail(known(false, false, false), known(false, false, false)))
        .isEqualTo("FIRST null");
  }

  @Test
  void whereOnlyOneHasAnAddressNothingIsExplained() {
    Field field =
        new MergeFields(Subject.PEOPLE, Map.of("email", "a@b.example"), Map.of())
            .fields().stream().filter(f -> f.key().equals("email")).findFirst().orElseThrow();
    assertThat(field.take()).isEqualTo(Take.FIRST);
    assertThat(field.why()).isNull();
  }

  /** Who stays keeps what they know, and learns from the other only what they did not. */
  @Test
  void whatTheOneThatStaysKnowsIsProposed() {
    Map<String, Object> kept =
        Map.of("name", "Ana Rey", "city", "Soria", "attributes", Map.of("Talla", "M"));
    Map<String, Object> other =
        Map.of(
            "name",
            "Ana María Rey Calvo",
            "city",
            "Lugo",
            "job_title",
            "Jefa de sala",
            "attributes",
            Map.of("Talla", "L", "Turno", "Tarde"));

    assertThat(new MergeFields(Subject.PEOPLE, kept, other).fields())
        .extracting(Field::key, Field::take)
        .containsExactly(
            tuple("name", Take.FIRST),
            tuple("job_title", Take.SECOND),
            tuple("city", Take.FIRST),
            tuple("attribute.Talla", Take.FIRST),
            tuple("attribute.Turno", Take.SECOND));
    assertThat(new MergeFields(Subject.COMPANIES, Map.of("name", "Mirador"), other).fields())
        .extracting(Field::key, Field::take)
        .startsWith(tuple("name", Take.FIRST), tuple("city", Take.SECOND));
  }

  private static Map<String, Object> known(boolean company, boolean work, boolean agreed) {
    return Map.of("company", company, "work", work, "agreed", agreed);
  }

  @Test
  void aDoubtfulAddressIsNotProposed() {
    assertThat(MergeFields.isMistyped("ana@gmial.com")).isTrue();
    assertThat(MergeFields.isMistyped("ana@gmai.com")).isTrue();
    assertThat(MergeFields.isMistyped("ana@hotmaill.com")).isTrue();
    assertThat(MergeFields.isMistyped("ana@gnail.com")).isTrue();
    assertThat(MergeFields.isMistyped("ana@gmail.com")).isFalse();
    assertThat(MergeFields.isMistyped("ana@hotelmirador.example")).isFalse();
    Map<String, Object> mistyped =
        Map.of("email", "ana@gmial.com", MergeFields.MAIL, known(false, true, false));
    Map<String, Object> right =
        Map.of("email", "ana@gmail.com", MergeFields.MAIL, known(false, false, false));
    assertThat(new MergeFields(Subject.PEOPLE, right, mistyped).fields().get(0))
        .satisfies(f -> assertThat(f.take() + " " + f.why()).isEqualTo("FIRST typed"));
    Map<String, Object> shared =
        Map.of(
            "email",
            "info@mirador.example",
            MergeFields.MAIL,
            Map.of("company", true, "work", true, "own", false));
    Map<String, Object> own =
        Map.of(
            "email",
            "ana@mirador.example",
            MergeFields.MAIL,
            Map.of("company", true, "work", true, "own", true));
    assertThat(new MergeFields(Subject.PEOPLE, own, shared).fields().get(0))
        .satisfies(f -> assertThat(f.take() + " " + f.why()).isEqualTo("FIRST own"));
  }

  private static String mail(Map<String, Object> first, Map<String, Object> second) {
    Field field =
        new MergeFields(
                Subject.PEOPLE,
                Map.of("email", "one@first.example", MergeFields.MAIL, first),
                Map.of("email", "two@second.example", MergeFields.MAIL, second))
            .fields().stream().filter(f -> f.key().equals("email")).findFirst().orElseThrow();
    return field.take() + " " + field.why();
  }
}
