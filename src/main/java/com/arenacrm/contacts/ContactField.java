package com.arenacrm.contacts;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fact about a person or their company that rules can ask for. Where a person is is told by their
 * company first, because that is who buys, and by themselves where the company's place is unknown.
 *
 * @param kind which fact
 * @param attribute the label of a further field; null for the facts that everybody has
 */
public record ContactField(Kind kind, @Nullable String attribute) {

  private static final List<Operator> TEXT =
      List.of(
          Operator.IS,
          Operator.IS_ONE_OF,
          Operator.CONTAINS,
          Operator.IS_KNOWN,
          Operator.IS_NOT_KNOWN);
  private static final List<Operator> NUMBER =
      List.of(
          Operator.AT_LEAST,
          Operator.AT_MOST,
          Operator.BETWEEN,
          Operator.IS,
          Operator.IS_KNOWN,
          Operator.IS_NOT_KNOWN);
  private static final List<Operator> MARK = List.of(Operator.IS_KNOWN, Operator.IS_NOT_KNOWN);

  /** The facts there are. */
  public enum Kind {
    INDUSTRY(true),
    EMPLOYEES(true),
    REGION(true),
    CITY(true),
    COUNTRY(true),
    COMPANY(true),
    WEBSITE(true),
    JOB_TITLE(false),
    EMAIL(false),
    PHONE(false),
    INFLUENCER(false),
    /** A further field of the company, by its label. */
    COMPANY_ATTRIBUTE(true),
    /** A further field of the person, by its label. */
    PERSON_ATTRIBUTE(false);

    private final boolean ofCompanies;

    Kind(boolean ofCompanies) {
      this.ofCompanies = ofCompanies;
    }

    boolean isAttribute() {
      return this == COMPANY_ATTRIBUTE || this == PERSON_ATTRIBUTE;
    }
  }

  /**
   * @throws IllegalArgumentException when a further field has no label, or another fact has one
   */
  public ContactField {
    if (kind.isAttribute() != (attribute != null && !attribute.isBlank())) {
      throw new IllegalArgumentException("A further field has a label, and only it");
    }
  }

  public static ContactField of(Kind kind) {
    return new ContactField(kind, null);
  }

  /** The fact of a {@link #key()}. */
  public static Optional<ContactField> parse(@Nullable String key) {
    if (key == null) {
      return Optional.empty();
    }
    int colon = key.indexOf(':');
    String kind = colon < 0 ? key : key.substring(0, colon);
    String label = colon < 0 ? null : key.substring(colon + 1);
    return Arrays.stream(Kind.values())
        .filter(k -> k.name().equals(kind))
        .filter(k -> k.isAttribute() == (label != null && !label.isBlank()))
        .map(k -> new ContactField(k, label))
        .findFirst();
  }

  /** How it is stored and sent by forms: {@code INDUSTRY}, {@code COMPANY_ATTRIBUTE:Camas}. */
  public String key() {
    return attribute == null ? kind.name() : kind.name() + ":" + attribute;
  }

  /** Whether a company can be judged by it without any of its people. */
  public boolean ofCompanies() {
    return kind.ofCompanies;
  }

  /** Whether it is a number in itself. */
  public boolean isNumber() {
    return kind == Kind.EMPLOYEES;
  }

  /** The comparisons that make sense for it, the likeliest first. */
  public List<Operator> operators() {
    return switch (kind) {
      case EMPLOYEES -> NUMBER;
      case INFLUENCER -> MARK;
      case COMPANY_ATTRIBUTE, PERSON_ATTRIBUTE -> List.of(Operator.values());
      default -> TEXT;
    };
  }

  @Override
  public String toString() {
    return key();
  }
}
