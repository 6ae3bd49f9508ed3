package com.arenacrm.pipeline.tasks;

import com.arenacrm.pipeline.PlanFields;
import org.jspecify.annotations.Nullable;

/**
 * What was said with a customer, what comes next, and a task that is done by it, in one form.
 *
 * @param id of what was said, so that sending twice notes it once
 * @param next of the task that comes next, so that sending twice makes one
 * @param task that is done; empty for none
 * @param version of that task
 * @param person with whom; where there is no task
 * @param kind how it was said; empty where nobody talked
 * @param step what comes next; empty for nothing
 * @param from {@code day} where the form stands in the queue
 * @param row of the queue
 * @param about which of several open deals it was about; empty for none in particular
 */
record TalkForm(
    @Nullable String id,
    @Nullable String next,
    @Nullable String task,
    @Nullable Integer version,
    @Nullable String person,
    @Nullable String company,
    @Nullable String kind,
    @Nullable String result,
    @Nullable String note,
    @Nullable String step,
    @Nullable String when,
    @Nullable String on,
    @Nullable String from,
    @Nullable String row,
    @Nullable String back,
    @Nullable String about) {

  public PlanFields planFields() {
    return new PlanFields(step, when, on, "");
  }

  boolean isFromDay() {
    return "day".equals(from);
  }

  TalkForm at(int version) {
    return new TalkForm(
        id, next, task, version, person, company, kind, result, note, step, when, on, from, row,
        back, about);
  }
}
