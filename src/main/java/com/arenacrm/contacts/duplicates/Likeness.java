package com.arenacrm.contacts.duplicates;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How sure it is that two records are one: a list of rules, each of which gives a reason in words.
 * Reasons for it add up as independent ones do; a reason against it takes away a share.
 */
final class Likeness {

  /** Below this, two are not worth anybody's time. */
  static final int LEAST = 45;

  /** From here on they are probably one, and from there almost surely. */
  static final int PROBABLE = 60;

  static final int SURE = 85;

  /**
   * What two records share.
   *
   * @param sameName whether the names are one but for accents, case and order
   * @param alikeName whether they differ by a slip or two, or by what is left out
   * @param nameSimilarity of the names' groups of three letters, 0 to 1
   * @param sameCompany of people: whether they are at one company; null where one is at none
   * @param sameMailName of people: whether the own part of their addresses is one
   * @param sameDomain whether they have a web domain of their own in common; null where one has
   *     none
   * @param samePhone null where one has none
   * @param sameCity null where one has none
   * @param nearName of people: whether the names differ by one slip of the hand or the ear only
   * @param oneWord of people: whether one of the names is a single word, which many bear
   * @param form of companies of one name: how far the legal forms agree
   */
  record Shared(
      boolean sameName,
      boolean alikeName,
      double nameSimilarity,
      @Nullable Boolean sameCompany,
      @Nullable Boolean sameMailName,
      @Nullable Boolean sameDomain,
      @Nullable Boolean samePhone,
      @Nullable Boolean sameCity,
      boolean nearName,
      boolean oneWord,
      Form form) {}

  /** How far the legal forms of two companies agree. */
  enum Form {
    /** Both are of the same, or of none. */
    SAME,
    /** Only one says it, or it is written in another way. */
    LEFT_OUT,
    /** Each says another, such as S. L. and S. A. */
    OTHER
  }

  /**
   * A reason.
   *
   * @param key of its text, as in {@code duplicate.reason.…}
   * @param weight how much it says, 0 to 1; below 0 where it speaks against
   */
  record Reason(String key, double weight) {}

  /** How sure it is, of a hundred, and why. */
  record Verdict(int certainty, List<String> reasons) {}

  private static final double ALIKE = 0.55;

  private static final List<Function<Shared, Optional<Reason>>> OF_PEOPLE =
      List.of(
          s -> when(s.sameName() && !s.oneWord(), "name", .5),
          s -> when(s.sameName() && s.oneWord(), "nameOneWord", .25),
          s -> when(!s.sameName() && s.nearName(), "nameNear", ofName(s, .47)),
          s -> when(!s.sameName() && !s.nearName() && isAlike(s), "nameAlike", ofName(s, .35)),
          s -> when(named(s) && is(s.sameCompany()), "company", .6),
          s -> when(is(s.sameMailName()), "mailName", .55),
          s -> when(named(s) && is(s.sameDomain()), "mailDomain", .4),
          s -> when(is(s.samePhone()), "phone", .6),
          s -> when(named(s) && is(s.sameCity()), "city", .15),
          s -> when(!named(s), "otherName", -.35),
          s -> when(isNot(s.sameCompany()), "otherCompany", -.3));

  private static final List<Function<Shared, Optional<Reason>>> OF_COMPANIES =
      List.of(
          s -> when(s.sameName() && s.form() == Form.SAME, "companyName", .6),
          s -> when(s.sameName() && s.form() == Form.LEFT_OUT, "companyForm", .6),
          s -> when(s.sameName() && s.form() == Form.OTHER, "companyOtherForm", .57),
          s -> when(!s.sameName() && isAlike(s), "nameAlike", .4),
          s -> when(is(s.sameDomain()), "domain", .75),
          s -> when(is(s.samePhone()), "phone", .45),
          s -> when(named(s) && is(s.sameCity()), "city", .3),
          s -> when(!named(s), "otherName", -.35),
          s -> when(isNot(s.sameDomain()), "otherDomain", -.2),
          s -> when(isNot(s.sameCity()), "otherCity", -.2));

  private Likeness() {}

  static Verdict of(Subject subject, Shared shared) {
    List<String> reasons = new ArrayList<>();
    double doubt = 1;
    double against = 1;
    for (Function<Shared, Optional<Reason>> rule : subject.companies() ? OF_COMPANIES : OF_PEOPLE) {
      Optional<Reason> reason = rule.apply(shared);
      if (reason.isPresent()) {
        double weight = reason.get().weight();
        reasons.add(reason.get().key());
        if (weight > 0) {
          doubt *= 1 - weight;
        } else {
          against *= 1 + weight;
        }
      }
    }
    return new Verdict((int) Math.round(100 * (1 - doubt) * against), List.copyOf(reasons));
  }

  private static Optional<Reason> when(boolean holds, String key, double weight) {
    return holds ? Optional.of(new Reason(key, weight)) : Optional.empty();
  }

  private static double ofName(Shared s, double weight) {
    return s.oneWord() ? weight / 2 : weight;
  }

  private static boolean isAlike(Shared s) {
    return s.alikeName() || s.nameSimilarity() >= ALIKE;
  }

  private static boolean named(Shared s) {
    return s.sameName() || s.nearName() || isAlike(s);
  }

  private static boolean is(@Nullable Boolean shared) {
    return shared != null && shared;
  }

  private static boolean isNot(@Nullable Boolean shared) {
    return shared != null && !shared;
  }
}
