package com.arenacrm.leads.forms;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Forgets what bots sent, and what nobody confirmed, after thirty days; sends the letters that
 * could not be sent before.
 */
@Configuration(proxyBeanMethods = false)
class FormRetention {

  @Bean
  RecurringTask<Void> forgetJunkOfForms(FormSubmissions submissions, Clock clock) {
    return Tasks.recurring(
            "leads-forget-junk", Schedules.daily(ZoneOffset.UTC, LocalTime.of(3, 20)))
        .execute((instance, context) -> submissions.forget(clock.instant()));
  }

  @Bean
  RecurringTask<Void> sendWaitingLettersOfForms(FormSubmissions submissions, Clock clock) {
    return Tasks.recurring("leads-waiting-letters", Schedules.fixedDelay(Duration.ofMinutes(10)))
        .execute((instance, context) -> submissions.sendWaitingLetters(clock.instant()));
  }
}
