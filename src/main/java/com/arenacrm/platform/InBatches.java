package com.arenacrm.platform;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.util.function.IntSupplier;

/** Work that is done some at a time, in a transaction each, until nothing is due. */
public final class InBatches {

  private InBatches() {}

  /**
   * A job that looks every five seconds, on one node at a time, and goes on while whole batches are
   * due and the node stays up.
   *
   * @param name of the job, the same for good
   * @param batch how many are done at a time
   * @param some does some, and answers how many they were
   */
  public static RecurringTask<Void> job(String name, int batch, IntSupplier some) {
    return Tasks.recurring(name, FixedDelay.ofSeconds(5))
        .execute(
            (instance, context) -> {
              int done = batch;
              while (done == batch && !context.getSchedulerState().isShuttingDown()) {
                done = some.getAsInt();
              }
            });
  }
}
