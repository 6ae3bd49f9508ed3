package com.arenacrm.contacts.segments;

import com.arenacrm.contacts.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is written of a segment.
 *
 * @param note what it is for; null when nobody says
 * @param community the community that its members form; null where there is none
 * @param companies whether it is over companies; otherwise over people
 * @param any whether one condition is enough; otherwise all are needed
 * @param conditions at least one
 */
public record SegmentText(
    String name,
    @Nullable String note,
    @Nullable String community,
    boolean companies,
    boolean any,
    List<Condition> conditions) {

  /** How many conditions a segment may have. */
  static final int MOST = 20;

  /**
   * @throws IllegalArgumentException when there is no condition, too many, or one asks companies
   *     for what only people have
   */
  public SegmentText {
    conditions = List.copyOf(conditions);
    if (conditions.isEmpty() || conditions.size() > MOST) {
      throw new IllegalArgumentException("A segment has between one condition and " + MOST);
    }
    if (companies && conditions.stream().anyMatch(c -> !c.field().ofCompanies())) {
      throw new IllegalArgumentException("Companies have no such fact");
    }
  }
}
