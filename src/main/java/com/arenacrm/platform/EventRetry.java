package com.arenacrm.platform;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.IncompleteEventPublications;

/**
 * Gives events again to listeners that could not take them: two that got in each other's way, a
 * database that was away for a moment. Listeners may be told the same thing twice.
 */
@Configuration(proxyBeanMethods = false)
class EventRetry {

  private static final Duration EVERY = Duration.ofMinutes(1);

  /** Younger ones are still under way. */
  private static final Duration GIVEN_UP_AFTER = Duration.ofMinutes(2);

  @Bean
  RecurringTask<Void> retryEvents(IncompleteEventPublications publications) {
    return Tasks.recurring("platform-retry-events", FixedDelay.of(EVERY))
        .execute(
            (instance, context) ->
                publications.resubmitIncompletePublicationsOlderThan(GIVEN_UP_AFTER));
  }
}
