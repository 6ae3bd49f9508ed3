package com.arenacrm.pipeline.answers;

import com.arenacrm.contacts.PeopleQuery;
import com.arenacrm.pipeline.wins.Buyers;
import com.arenacrm.planner.traits.Arrival;
import com.arenacrm.shared.HourglassPhase;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One purchase is to buy, two are to buy again. */
@Configuration(proxyBeanMethods = false)
class BuyerArrivals {

  private record Bought(HourglassPhase phase, int times, Buyers buyers) implements Arrival {

    @Override
    public PeopleQuery people(String prefix) {
      return buyers.people(times, null, prefix);
    }
  }

  @Bean
  Arrival whoBought(Buyers buyers) {
    return new Bought(HourglassPhase.BUY, 1, buyers);
  }

  @Bean
  Arrival whoBoughtAgain(Buyers buyers) {
    return new Bought(HourglassPhase.REPEAT, 2, buyers);
  }
}
