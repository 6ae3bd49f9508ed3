package com.arenacrm.leads.qualification;

import com.arenacrm.contacts.Condition;
import com.arenacrm.icp.Grade;
import com.arenacrm.platform.Folding;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that the company asks of a lead beyond the five facts (R061).
 *
 * @param id the same in every edition that keeps it
 * @param text what is asked, in the company's words
 * @param required whether a lead without it does not count as qualified
 */
public record Criterion(UUID id, String text, Asks asks, boolean required) {

  static final int LONGEST = 300;

  /**
   * @throws IllegalArgumentException when the text is missing or too long
   */
  public Criterion {
    if (text.isBlank() || text.length() > LONGEST) {
      throw new IllegalArgumentException("A criterion says what it asks for");
    }
  }

  /** Where the answer comes from. */
  public sealed interface Asks {

    /** Somebody who spoke with them answers yes or no. */
    record Somebody() implements Asks {}

    /** What is known of the person and the company says it. */
    record Contact(Condition condition) implements Asks {}

    /** The fit says it: the best over all profiles is this grade or better. */
    record Fit(Grade least) implements Asks {}
  }

  /** How a lead stands against a criterion. */
  public enum Standing {
    MET,
    NOT_MET,
    /** Nobody has answered yet, or the fact is not known. */
    UNKNOWN;

    static Standing of(@Nullable Boolean met) {
      return met == null ? UNKNOWN : met ? MET : NOT_MET;
    }
  }

  /**
   * How a lead stands.
   *
   * @param answer what somebody answered; null where nobody did
   * @param fact what is known of what the condition asks for; null where nothing is
   * @param grade of the best fit; null while there is none
   */
  Standing judge(
      @Nullable Boolean answer, @Nullable String fact, @Nullable Grade grade, Folding folding) {
    if (asks instanceof Asks.Contact contact) {
      boolean open = fact == null && contact.condition().operator().needsValue();
      return open ? Standing.UNKNOWN : Standing.of(contact.condition().isMetBy(fact, folding));
    }
    if (asks instanceof Asks.Fit fit) {
      return Standing.of(grade == null ? null : grade.compareTo(fit.least()) <= 0);
    }
    return Standing.of(answer);
  }

  /** Whether somebody has to be asked. */
  public boolean isQuestion() {
    return asks instanceof Asks.Somebody;
  }

  /** The condition on a fact of person or company; null for other kinds. */
  public @Nullable Condition condition() {
    return asks instanceof Asks.Contact contact ? contact.condition() : null;
  }

  /** The grade asked for; null for other kinds. */
  public @Nullable Grade grade() {
    return asks instanceof Asks.Fit fit ? fit.least() : null;
  }

  /** As it stands in forms: {@code QUESTION}, {@code CONTACT} or {@code FIT}. */
  public String kind() {
    return isQuestion() ? "QUESTION" : condition() != null ? "CONTACT" : "FIT";
  }
}
