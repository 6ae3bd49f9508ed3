package com.arenacrm.contacts.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.contacts.duplicates.Likeness.Form;
import com.arenacrm.contacts.duplicates.Likeness.Shared;
import com.arenacrm.contacts.duplicates.Likeness.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How sure it is that two are one, and why. */
class LikenessTests {

  /** A letter more or less in a company's name says too little alone: with its city, perhaps. */
  @Test
  void companiesALetterApartAreProposedOnlyWithSomethingElseInCommon() {
    assertThat(Likeness.of(Subject.COMPANIES, alike(null)).certainty()).isLessThan(Likeness.LEAST);
    assertThat(Likeness.of(Subject.COMPANIES, alike(true)).certainty())
        .isBetween(Likeness.LEAST, Likeness.PROBABLE);
  }

  private static Shared alike(@Nullable Boolean city) {
    return new Shared(false, true, 0.72, null, null, null, null, city, false, false, Form.LEFT_OUT);
  }

  @Test
  void oneNameAtOneCompanyWithOneMailNameIsAlmostSure() {
    Verdict verdict = people(true, false, true, true);

    assertThat(verdict.certainty()).isGreaterThanOrEqualTo(Likeness.SURE);
    assertThat(verdict.reasons()).containsExactly("name", "company", "mailName");
  }

  /** Many are called Foster: one word alone does not make it almost sure. */
  @Test
  void oneWordInCommonAtOneCompanyWithItsMailDomainIsOnlyProbable() {
    Verdict verdict =
        Likeness.of(
            Subject.PEOPLE,
            new Shared(true, true, 1, true, null, true, null, null, false, true, Form.SAME));

    assertThat(verdict.certainty()).isBetween(Likeness.PROBABLE, Likeness.SURE - 1);
    assertThat(verdict.reasons()).containsExactly("nameOneWord", "company", "mailDomain");
  }

  @Test
  void namesakesAtDifferentCompaniesAreNotWorthALook() {
    assertThat(people(true, false, false, null).certainty()).isLessThan(Likeness.LEAST);
  }

  @Test
  void aSlipInTheNameAtOneCompanyIsProbable() {
    Verdict verdict = people(false, true, true, null);

    assertThat(verdict.certainty()).isBetween(Likeness.PROBABLE, Likeness.SURE - 1);
    assertThat(verdict.reasons()).containsExactly("nameAlike", "company");
  }

  @Test
  void colleaguesOfDifferentNamesAreTwo() {
    assertThat(people(false, false, true, null).certainty()).isZero();
  }

  @Test
  void everyReasonAgainstTakesSomethingAway() {
    Shared with = new Shared(true, false, 1, null, null, true, null, null, false, false, Form.SAME);
    Shared against =
        new Shared(true, false, 1, null, null, true, null, false, false, false, Form.SAME);

    assertThat(Likeness.of(Subject.COMPANIES, against).certainty())
        .isLessThan(Likeness.of(Subject.COMPANIES, with).certainty());
    assertThat(Likeness.of(Subject.COMPANIES, against).reasons()).contains("otherCity");
  }

  @Test
  void theLegalFormDoesNotCountButAnotherOneMakesItLessSure() {
    Verdict same = companies(Form.SAME);
    Verdict leftOut = companies(Form.LEFT_OUT);
    Verdict other = companies(Form.OTHER);

    assertThat(leftOut.certainty()).isEqualTo(same.certainty());
    assertThat(leftOut.reasons()).containsExactly("companyForm");
    assertThat(other.certainty()).isBetween(Likeness.LEAST, Likeness.PROBABLE - 1);
    assertThat(other.reasons()).containsExactly("companyOtherForm");
  }

  private static Verdict companies(Form form) {
    return Likeness.of(
        Subject.COMPANIES,
        new Shared(true, true, 1, null, null, null, null, null, false, false, form));
  }

  private static Verdict people(
      boolean same, boolean alike, @Nullable Boolean company, @Nullable Boolean mail) {
    return Likeness.of(
        Subject.PEOPLE,
        new Shared(
            same, alike, same ? 1 : 0.1, company, mail, null, null, null, false, false, Form.SAME));
  }
}
