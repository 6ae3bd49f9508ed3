package com.arenacrm.platform;

import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one clock of the application; nothing else asks what time it is. */
@Configuration(proxyBeanMethods = false)
class TimeConfiguration {

  @Bean
  Clock clock() {
    // As exact as the database keeps a time, so that what was stored equals what was meant.
    return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  }
}
