package com.arenacrm.integration;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What becomes of a batch of rows, worked out and not yet written. */
public interface BatchPlan {

  /** One for each row, in the order of the rows. */
  List<Outcome> outcomes();

  /**
   * How many records the batch makes besides those of its rows, by record kind: a new company that
   * a row of people names.
   */
  default Map<String, Integer> besides() {
    return Map.of();
  }

  /**
   * Something to be known of the file as a whole, said once: how many of its rows it means is
   * counted, and what it is about is listed. The bundle of the importer has the sentence under its
   * key, with the number and the list as arguments; where there is a page to see to it, {@code
   * <key>.link} is its address and {@code <key>.see} what the link is called; where there is one
   * that shows the records, once they are in, {@code <key>.list} is its address and {@code
   * <key>.listed} what that link is called.
   *
   * @param about what is listed, such as a currency or a name; the empty text for nothing
   */
  record Finding(String messageKey, String about) {

    /** So many things that a finding is about are kept; the others are counted. */
    static final int LISTED = 10;

    /** Adds findings to those that were counted before. */
    static Map<String, Map<String, Integer>> sum(
        Map<String, Map<String, Integer>> before, Map<Finding, Integer> more) {
      Map<String, Map<String, Integer>> sum = new TreeMap<>();
      before.forEach((key, abouts) -> sum.put(key, new LinkedHashMap<>(abouts)));
      more.forEach(
          (finding, count) -> {
            Map<String, Integer> abouts =
                sum.computeIfAbsent(finding.messageKey(), k -> new LinkedHashMap<>());
            boolean listed = abouts.containsKey(finding.about()) || abouts.size() < LISTED;
            abouts.merge(listed ? finding.about() : "", count, Integer::sum);
          });
      return sum;
    }
  }

  /** What is to be known of the file because of these rows, with how many of them. */
  default Map<Finding, Integer> findings() {
    return Map.of();
  }

  /** Work that rows put off until all rows were read. */
  default List<Deferred> deferred() {
    return List.of();
  }

  /** In a rehearsal: each record as the batch would leave it, for later batches to find. */
  Collection<Ghost> ghosts();

  /**
   * In a run: writes the batch, by a few statements whatever its size, and reports what was made
   * and changed, what others refer to first. A rule of the database that is broken here, because
   * somebody added the same address a moment ago, lets the engine plan the batch again.
   */
  void write(Effects effects);
}
