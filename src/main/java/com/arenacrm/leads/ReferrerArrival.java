package com.arenacrm.leads;

import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.planner.traits.Arrival;
import com.arenacrm.shared.HourglassPhase;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Whoever brought us somebody recommends us (R012). */
@Component
class ReferrerArrival implements Arrival {

  @Override
  public HourglassPhase phase() {
    return HourglassPhase.REFER;
  }

  @Override
  public PeopleQuery people(String prefix) {
    return new PeopleQuery(
        "select l.referred_by as id from leads.lead l where l.referred_by is not null group by 1",
        Map.of());
  }
}
