package com.arenacrm.planner.traits;

import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.shared.HourglassPhase;

/**
 * How people come to a phase of the hourglass by something else than an activity: by buying, by
 * recommending us (R005). Each floor answers for what it knows, and a phase that has one is come to
 * by it alone.
 */
public interface Arrival {

  HourglassPhase phase();

  /**
   * Those who have come to it.
   *
   * @param prefix of the names of the query's parameters
   */
  PeopleQuery people(String prefix);
}
