package com.arenacrm.leads.forms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a form says and asks.
 *
 * @param texts what it says, by language: {@code es} and {@code en}, one of them or both
 * @param fields what it asks, in this order
 */
public record FormDesign(Map<String, Texts> texts, List<Field> fields) {

  /** The four things that every form may ask, by the names of their fields. */
  static final String NAME = "fullName";

  static final String EMAIL = "email";
  static final String PHONE = "phone";
  static final String COMPANY = "company";
  static final Set<String> USUAL = Set.of(NAME, EMAIL, PHONE, COMPANY);

  /**
   * What it says in one language.
   *
   * @param button what its button says; null for what all say
   * @param thanks what is said after sending; null for what all say
   * @param consent the words that a visitor agrees to
   */
  public record Texts(
      String title,
      @Nullable String intro,
      @Nullable String button,
      @Nullable String thanks,
      String consent) {}

  /** What is asked for, and so how it is typed. */
  public enum Kind {
    SHORT_TEXT,
    LONG_TEXT,
    /** One of several. */
    CHOICE,
    /** As many of several as apply. */
    CHOICES,
    NUMBER,
    DATE,
    EMAIL,
    PHONE,
    YES_NO,
    /** A file of the visitor's; one a form. */
    FILE;

    public boolean hasOptions() {
      return this == CHOICE || this == CHOICES;
    }
  }

  /**
   * One field.
   *
   * @param id its name in the page, never changed
   * @param kept where it is kept beside the answer: {@code NEED}, {@code BUDGET}, {@code
   *     PURCHASE_DATE}, {@code PERSON:} or {@code COMPANY:} and an attribute; null for nowhere
   * @param words by language; a usual field may have none
   */
  public record Field(
      String id, Kind kind, boolean required, @Nullable String kept, Map<String, Words> words) {

    /** Whether it is one of the four that every form may ask. */
    public boolean usual() {
      return USUAL.contains(id);
    }

    /** The attribute of the person, or of the company, that it says; null when it says none. */
    @Nullable String attribute(boolean ofCompany) {
      String prefix = ofCompany ? COMPANY_ATTRIBUTE : PERSON_ATTRIBUTE;
      return kept != null && kept.startsWith(prefix) ? kept.substring(prefix.length()) : null;
    }
  }

  static final String NEED = "NEED";
  static final String BUDGET = "BUDGET";
  static final String PURCHASE_DATE = "PURCHASE_DATE";
  static final String PERSON_ATTRIBUTE = "PERSON:";
  static final String COMPANY_ATTRIBUTE = "COMPANY:";

  /**
   * How a field is called in one language.
   *
   * @param options what may be chosen, in the same order in each language
   */
  public record Words(String label, @Nullable String hint, List<String> options) {

    static Words named(String label) {
      return new Words(label, null, List.of());
    }
  }

  Optional<Field> field(String id) {
    return fields.stream().filter(f -> f.id().equals(id)).findFirst();
  }

  /** What it asks besides the usual. */
  List<Field> ownFields() {
    return fields.stream().filter(f -> !f.usual()).toList();
  }

  Optional<Field> kept(String where) {
    return fields.stream().filter(f -> where.equals(f.kept())).findFirst();
  }
}
