package com.arenacrm.planner;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Each night stores the occurrences that have come within reach, so that plans look far ahead. */
@Component
class SeriesExtension {

  private static final Logger LOG = LoggerFactory.getLogger(SeriesExtension.class);

  private final Series series;

  SeriesExtension(Series series) {
    this.series = series;
  }

  /**
   * Extends every series, each in a transaction of its own, so that one that cannot be extended
   * holds up none of the others.
   *
   * @return how many occurrences were stored
   */
  int extend(LocalDate today) {
    int stored = 0;
    for (ActivityId id : series.due(today)) {
      try {
        stored += series.extend(id, today);
      } catch (RuntimeException e) {
        LOG.error("The occurrences of activity {} could not be stored", id, e);
      }
    }
    return stored;
  }

  /** The job, which runs on one node at a time. */
  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> extendSeries(SeriesExtension extension, Clock clock) {
      return Tasks.recurring(
              "planner-extend-series", Schedules.daily(ZoneOffset.UTC, LocalTime.of(2, 40)))
          .execute(
              (instance, context) ->
                  extension.extend(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    }
  }
}
