package com.arenacrm.integration;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The background of imports. A job's name is the import and its version, so each step of an import
 * has one job of its own; what the job does, it reads from the import itself.
 */
@Configuration(proxyBeanMethods = false)
class ImportJobs {

  static final TaskDescriptor<Void> WORK = TaskDescriptor.of("import");

  private static final int MOST_FAILURES = 5;
  private static final Duration PAUSE = Duration.ofSeconds(10);

  static String nameOf(ImportRun run) {
    return run.id() + ":" + run.version();
  }

  @Bean
  Task<Void> importTask(ImportWork work, ImportSets sets, Clock clock) {
    return Tasks.custom(WORK)
        .onFailure(
            (complete, operations) -> {
              if (complete.getExecution().consecutiveFailures + 1 >= MOST_FAILURES) {
                giveUp(importOf(complete.getExecution().taskInstance.getId()), work, sets);
                operations.remove();
              } else {
                operations.reschedule(complete, complete.getTimeDone().plus(PAUSE));
              }
            })
        .onDeadExecutionRevive()
        .execute(
            (instance, context) -> {
              boolean finished =
                  goOn(
                      importOf(instance.getId()),
                      work,
                      sets,
                      clock,
                      () -> context.getSchedulerState().isShuttingDown());
              return finished
                  ? (complete, operations) -> operations.remove()
                  : (complete, operations) ->
                      operations.reschedule(complete, complete.getTimeDone());
            });
  }

  @Bean
  Task<Void> importTidyingTask(ImportTidying tidying, Clock clock) {
    return Tasks.recurring(
            TaskDescriptor.of("import-tidying"), Schedules.daily(LocalTime.of(3, 30)))
        .execute((instance, context) -> tidying.tidy(clock.instant()));
  }

  /** Ends what failed again and again, with what was still to come of the files around it. */
  static void giveUp(UUID first, ImportWork work, ImportSets sets) {
    UUID failed = sets.underWay(first);
    work.giveUp(failed);
    sets.giveUp(failed);
  }

  /**
   * Goes on with a file, and then with those that came with it; after a crash from where they were,
   * whichever of them that is.
   *
   * @return whether nothing is left to do
   */
  static boolean goOn(
      UUID first, ImportWork work, ImportSets sets, Clock clock, BooleanSupplier stopping) {
    Optional<UUID> at = Optional.of(first);
    while (at.isPresent()) {
      if (!work.goOn(at.get(), stopping)) {
        return false;
      }
      at = sets.advance(at.get(), clock.instant());
    }
    return true;
  }

  private static UUID importOf(String job) {
    return UUID.fromString(job.substring(0, job.indexOf(':')));
  }
}
