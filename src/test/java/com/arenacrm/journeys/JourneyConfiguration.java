package com.arenacrm.journeys;

import java.time.Clock;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** What differs from the application as it is shipped: the time is ours to say. */
@TestConfiguration(proxyBeanMethods = false)
class JourneyConfiguration {

  @Bean
  @Primary
  SettableClock journeyClock() {
    return new SettableClock();
  }

  /** Jobs are due by the same clock as those who order them believe. */
  @Bean
  com.github.kagkarlsson.scheduler.Clock schedulerClock(Clock clock) {
    return clock::instant;
  }
}
