package com.arenacrm.leads;

import com.arenacrm.leads.qualification.Criterion;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known before a lead counts as a qualified prospect: five facts, all of them
 * (R056). There is no score in it, and no touch: a survey that was filled in or a call that was
 * received qualifies nobody (R057).
 */
final class QualificationGate {

  /** One of the five facts. */
  public enum Fact {
    PERSON,
    COMPANY,
    NEED,
    ABILITY,
    DATE;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Something that a lead lacks: one of the five facts, or a criterion of the definition in force.
   *
   * @param fact null for a criterion
   * @param text the criterion in the company's words; null for a fact
   */
  record Gap(@Nullable Fact fact, @Nullable String text) {

    static Gap of(Fact fact) {
      return new Gap(fact, null);
    }

    static Gap of(Criterion criterion) {
      return new Gap(null, criterion.text());
    }
  }

  /**
   * What is known of a lead.
   *
   * @param reachable whether there is a way to reach the person
   */
  record Known(boolean reachable, boolean company, Facts facts) {}

  private interface Rule {
    boolean isMet(Known known, LocalDate today);
  }

  private record Named(Fact fact, Rule rule) {}

  private static final List<Named> RULES =
      List.of(
          new Named(Fact.PERSON, (known, today) -> known.reachable()),
          new Named(Fact.COMPANY, (known, today) -> known.company()),
          new Named(Fact.NEED, (known, today) -> known.facts().need() != null),
          new Named(
              Fact.ABILITY,
              (known, today) ->
                  known.facts().budget() != null && known.facts().authority() != null),
          new Named(
              Fact.DATE,
              (known, today) ->
                  known.facts().purchaseDate() != null
                      && !known.facts().purchaseDate().isBefore(today)));

  private QualificationGate() {}

  /** The facts that are missing, in order; empty when the gate is open. */
  static List<Fact> missing(Known known, LocalDate today) {
    List<Fact> missing = new ArrayList<>();
    for (Named named : RULES) {
      if (!named.rule().isMet(known, today)) {
        missing.add(named.fact());
      }
    }
    return missing;
  }
}
