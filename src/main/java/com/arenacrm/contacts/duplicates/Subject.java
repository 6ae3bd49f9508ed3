package com.arenacrm.contacts.duplicates;

import java.util.List;
import java.util.Optional;

/** What may be there twice: people, and companies. */
enum Subject {
  PEOPLE(
      "people",
      "contacts.person",
      "first_person",
      "second_person",
      List.of(
          "name",
          "email",
          "phone",
          "company_id",
          "company_name",
          "job_title",
          "region",
          "city",
          "country",
          "influencer",
          "links",
          "notes",
          "attributes",
          "consent")),
  COMPANIES(
      "companies",
      "contacts.company",
      "first_company",
      "second_company",
      List.of(
          "name",
          "website",
          "domain",
          "industry",
          "employees",
          "region",
          "city",
          "country",
          "phone",
          "links",
          "notes",
          "attributes"));

  private final String key;
  private final String table;
  private final String first;
  private final String second;
  private final List<String> columns;

  Subject(String key, String table, String first, String second, List<String> columns) {
    this.key = key;
    this.table = table;
    this.first = first;
    this.second = second;
    this.columns = columns;
  }

  static Optional<Subject> of(String key) {
    for (Subject subject : values()) {
      if (subject.key.equals(key)) {
        return Optional.of(subject);
      }
    }
    return Optional.empty();
  }

  static Subject of(boolean companies) {
    return companies ? COMPANIES : PEOPLE;
  }

  /** As in addresses and messages. */
  public String key() {
    return key;
  }

  public boolean companies() {
    return this == COMPANIES;
  }

  String table() {
    return table;
  }

  /** The columns of a pair. */
  String first() {
    return first;
  }

  String second() {
    return second;
  }

  /** What can be chosen when two are merged, as columns. */
  List<String> columns() {
    return columns;
  }

  /** The page of one of them. */
  public String page() {
    return "/contacts/" + key + "/";
  }
}
