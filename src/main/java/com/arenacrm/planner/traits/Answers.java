package com.arenacrm.planner.traits;

/**
 * What people did of their own will, besides what they did at activities: whoever is invited again
 * and again answers by it (R041). Having something sent to them is none of it. Each floor answers
 * for what it knows.
 */
public interface Answers {

  /**
   * A query without parameters: columns {@code person_id} and {@code at}, a row for each deed. What
   * is known by its day alone counts until the end of it.
   */
  String deeds();
}
