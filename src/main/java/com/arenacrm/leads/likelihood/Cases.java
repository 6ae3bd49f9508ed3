package com.arenacrm.leads.likelihood;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Leads whose outcome is known, each with what was known when it came in, the oldest first. */
final class Cases {

  private record Case(@Nullable String[] values, boolean bought, Instant at) {}

  private final List<String> fields;
  private final List<Case> cases;

  private Cases(List<String> fields, List<Case> cases) {
    this.fields = fields;
    this.cases = cases;
  }

  int size() {
    return cases.size();
  }

  List<String> fields() {
    return fields;
  }

  boolean bought(int i) {
    return cases.get(i).bought();
  }

  int bought() {
    return (int) cases.stream().filter(Case::bought).count();
  }

  /** The share that bought, 0 to 1. */
  double rate() {
    return cases.isEmpty() ? 0 : bought() / (double) size();
  }

  /** When it came in. */
  Instant at(int i) {
    return cases.get(i).at();
  }

  /** What was known of it; null where nothing was. */
  @Nullable String value(int i, int field) {
    String[] values = cases.get(i).values();
    return field < values.length ? values[field] : null;
  }

  /** What was known of one of them. */
  Map<String, String> facts(int i) {
    Map<String, String> facts = new HashMap<>();
    for (int f = 0; f < fields.size(); f++) {
      String value = value(i, f);
      if (value != null) {
        facts.put(fields.get(f), value);
      }
    }
    return facts;
  }

  /** Those from one place to before another. */
  Cases part(int from, int until) {
    return new Cases(fields, cases.subList(from, until));
  }

  /** Takes cases in, each value kept once however often it occurs. */
  static final class Collector {

    private final Map<String, Integer> fields = new LinkedHashMap<>();
    private final Map<String, String> values = new HashMap<>();
    private final List<Case> cases = new ArrayList<>();

    void add(Map<String, String> facts, boolean bought, Instant at) {
      Map<Integer, String> known = new HashMap<>();
      int width = 0;
      for (Map.Entry<String, String> fact : new TreeMap<>(facts).entrySet()) {
        String value = fact.getValue() == null ? "" : fact.getValue().strip();
        if (!value.isEmpty()) {
          int field = fields.computeIfAbsent(fact.getKey(), k -> fields.size());
          known.put(field, values.computeIfAbsent(value, v -> v));
          width = Math.max(width, field + 1);
        }
      }
      String[] row = new String[width];
      known.forEach((field, value) -> row[field] = value);
      cases.add(new Case(row, bought, at));
    }

    /** By the day they came in; those of the same moment as they were added. */
    Cases cases() {
      List<Case> sorted = new ArrayList<>(cases);
      sorted.sort(Comparator.comparing(Case::at));
      return new Cases(List.copyOf(fields.keySet()), sorted);
    }
  }
}
