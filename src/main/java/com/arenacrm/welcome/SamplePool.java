package com.arenacrm.welcome;

import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.pool.IdleReturns;
import com.arenacrm.leads.pool.Pool;
import com.arenacrm.leads.pool.SnoozeForm.Wish;
import com.arenacrm.leads.pool.SnoozeReason;
import com.arenacrm.pipeline.DealSnoozes;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * What lay too long: Óscar, whom Inés forgot, went back to the pool by itself; Sara is about to;
 * Teresa took Daniel from Marcos, who has all the hotels; and Marcos has put Brisamar aside for the
 * second time.
 */
@Component
record SamplePool(IdleReturns idle, Pool pool, DealSnoozes snoozes) {

  void tell(
      SampleCast cast,
      LeadId oscar,
      LeadId sara,
      LeadId daniel,
      OpportunityId brisamar,
      SampleWords words,
      SampleTime time) {
    // Told with two working days to go, and gone when nothing had happened.
    idle.lookAt(oscar, time.at(-2, DayOfWeek.FRIDAY, 12));
    idle.lookAt(oscar, time.at(-1, DayOfWeek.WEDNESDAY, 12));
    idle.lookAt(sara, time.now());
    pool.takeBack(
        daniel, words.say("pool.takenBack"), cast.teresa(), time.now().minus(Duration.ofHours(22)));
    Instant first = time.now().minus(Duration.ofDays(10));
    snoozes.snooze(
        brisamar,
        new Wish(
            TimeOrderedUuid.next(),
            time.today().minusDays(4),
            SnoozeReason.DECIDER_AWAY,
            words.say("pool.away")),
        cast.marcos(),
        first);
    snoozes.snooze(
        brisamar,
        new Wish(
            TimeOrderedUuid.next(),
            time.today().plusDays(9),
            SnoozeReason.BUDGET,
            words.say("pool.budget")),
        cast.marcos(),
        time.now().minus(Duration.ofDays(1)));
  }
}
