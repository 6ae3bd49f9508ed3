package com.arenacrm.leads.qualification;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an edition that is being written or signed asks otherwise than the one in force, so that
 * whoever signs sees what they sign (R061).
 *
 * @param added criteria that are new
 * @param removed those that are asked no longer
 * @param changed those that are asked in another way
 * @param moved whether nothing but their order is another
 */
public record Difference(
    List<Criterion> added, List<Criterion> removed, List<Change> changed, boolean moved) {

  /** A criterion as it is in force, and as it would be. */
  public record Change(Criterion before, Criterion after) {

    /** Whether it is worded otherwise. */
    public boolean isReworded() {
      return !before.text().equals(after.text());
    }

    /** Whether it is found out in another way. */
    public boolean isAskedOtherwise() {
      return !before.asks().equals(after.asks());
    }

    /** Whether it became required, or optional. */
    public boolean isWeighedOtherwise() {
      return before.required() != after.required();
    }
  }

  static Difference of(List<Criterion> before, List<Criterion> after) {
    Map<UUID, Criterion> was = byId(before);
    Map<UUID, Criterion> is = byId(after);
    List<Change> changed =
        after.stream()
            .filter(c -> was.containsKey(c.id()) && !c.equals(was.get(c.id())))
            .map(c -> new Change(was.get(c.id()), c))
            .toList();
    List<Criterion> added = after.stream().filter(c -> !was.containsKey(c.id())).toList();
    List<Criterion> removed = before.stream().filter(c -> !is.containsKey(c.id())).toList();
    return new Difference(
        added,
        removed,
        changed,
        Stream.of(added, removed, changed).allMatch(List::isEmpty) && !before.equals(after));
  }

  private static Map<UUID, Criterion> byId(List<Criterion> criteria) {
    return criteria.stream().collect(Collectors.toMap(Criterion::id, Function.identity()));
  }

  /** Whether both ask the same. */
  public boolean isNothing() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && !moved;
  }
}
