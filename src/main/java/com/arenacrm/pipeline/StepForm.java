package com.arenacrm.pipeline;

import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The inline form that stands wherever a deal does: what happened and what comes next, or only what
 * comes next.
 *
 * @param id of the result, so that sending twice notes it once
 * @param person with whom it was; empty for whom the deal is with
 * @param kind how it was said
 * @param result what came out of it
 * @param note what else is worth remembering, or nothing
 * @param when a day as a quick pick gives it, or {@code date} for the one in {@code on}
 * @param why there is no next step
 * @param form {@code done}, {@code move} for another day, {@code first} for a deal just accepted
 * @param from where the form stands: {@code day}, {@code board} or {@code deal}
 * @param back where to go afterwards
 */
record StepForm(
    @Nullable String id,
    @Nullable Integer version,
    @Nullable String person,
    @Nullable String kind,
    @Nullable String result,
    @Nullable String note,
    @Nullable String step,
    @Nullable String when,
    @Nullable String on,
    @Nullable String why,
    @Nullable String form,
    @Nullable String from,
    @Nullable String back) {

  static final String DONE = "done";
  static final String MOVE = "move";
  static final String FIRST = "first";

  /** An empty form for a deal. */
  static StepForm of(
      DealRow deal, String form, String from, @Nullable String back, List<QuickPick> picks) {
    boolean done = form.equals(DONE);
    LocalDate on = form.equals(FIRST) ? deal.nextStepOn() : QuickPick.usual(picks);
    return new StepForm(
        TimeOrderedUuid.next().toString(),
        deal.version(),
        deal.personId() == null ? "" : deal.personId().toString(),
        InteractionKind.CALL.name(),
        "",
        "",
        done || deal.nextStep() == null ? "" : deal.nextStep(),
        on == null ? "" : on.toString(),
        "",
        "",
        form,
        from,
        back);
  }

  /** The same, knowing what has changed meanwhile. */
  StepForm at(int version) {
    return new StepForm(
        id, version, person, kind, result, note, step, when, on, why, form, from, back);
  }

  /** The same, about a talk with this person. */
  StepForm with(@Nullable UUID person) {
    return person == null
        ? this
        : new StepForm(
            id,
            version,
            person.toString(),
            kind,
            result,
            note,
            step,
            when,
            on,
            why,
            form,
            from,
            back);
  }

  public boolean isDone() {
    return DONE.equals(form);
  }

  boolean isFrom(String place) {
    return place.equals(from);
  }

  public PlanFields planFields() {
    return new PlanFields(step, when, on, why);
  }
}
