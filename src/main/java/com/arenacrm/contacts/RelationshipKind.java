package com.arenacrm.contacts;

import java.util.List;

/** What one has to do with the other, read from the first to the second (R047, R048). */
public enum RelationshipKind {
  CUSTOMER_OF,
  SUPPLIER_OF,
  PART_OF,
  INFLUENCES,
  KNOWS,
  WORKED_AT;

  /** Those that start at a person. */
  static List<RelationshipKind> ofPeople() {
    return List.of(INFLUENCES, KNOWS, WORKED_AT, CUSTOMER_OF);
  }

  /** Those that start at a company. */
  static List<RelationshipKind> ofCompanies() {
    return List.of(CUSTOMER_OF, SUPPLIER_OF, PART_OF);
  }
}
