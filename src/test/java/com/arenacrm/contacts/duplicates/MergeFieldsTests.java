package com.arenacrm.contacts.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

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
  void ofEqualsTheOneThatTheyAgreedWithAndThenTheNewer() {
    assertThat(mail(known(true, true, true), known(true, true, false))).isEqualTo("FIRST agreed");
    assertThat(mail(known(false, false, false), known(false, false, false)))
        .isEqualTo("SECOND newer");
  }

  @Test
  void whereOnlyOneHasAnAddressNothingIsExplained() {
    Field field =
        new MergeFields(Subject.PEOPLE, Map.of("email", "a@b.example"), Map.of())
            .fields().stream().filter(f -> f.key().equals("email")).findFirst().orElseThrow();
    assertThat(field.take()).isEqualTo(Take.FIRST);
    assertThat(field.why()).isNull();
  }

  private static Map<String, Object> known(boolean company, boolean work, boolean agreed) {
    return Map.of("company", company, "work", work, "agreed", agreed);
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
