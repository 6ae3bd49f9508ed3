package com.arenacrm.pipeline.tasks;

import com.arenacrm.pipeline.PlanFields;
import org.jspecify.annotations.Nullable;

/**
 * A task as typed.
 *
 * @param id the new one's, so that sending twice makes one
 * @param when a day as a quick pick gives it, or {@code date} for the one in {@code on}
 * @param person chosen from the list, or empty
 * @param personName as typed: a name or an address
 * @param back where to go afterwards
 */
record TaskForm(
    @Nullable String id,
    @Nullable String what,
    @Nullable String note,
    @Nullable String when,
    @Nullable String on,
    @Nullable String owner,
    @Nullable String person,
    @Nullable String personName,
    @Nullable String company,
    @Nullable String deal,
    @Nullable String back,
    @Nullable Integer version) {

  public PlanFields planFields() {
    return new PlanFields(null, when, on, null);
  }
}
