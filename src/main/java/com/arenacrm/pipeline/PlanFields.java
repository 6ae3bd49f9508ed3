package com.arenacrm.pipeline;

import com.arenacrm.platform.FormReader;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that say what happens next, the same in every form.
 *
 * @param when a day as a quick pick gives it, or {@code date} for the one in {@code on}
 * @param why there is no next step
 */
public record PlanFields(
    @Nullable String step, @Nullable String when, @Nullable String on, @Nullable String why) {

  private static final String DATE = "date";

  /** Whether the day is none of the quick picks. */
  public boolean isOtherDay(List<QuickPick> picks) {
    return picks.stream().noneMatch(p -> p.day().toString().equals(when));
  }

  /** What stands in the field for another day. */
  public String otherDay() {
    return when == null || when.isBlank() || DATE.equals(when) ? (on == null ? "" : on) : when;
  }

  /** Whether a reason for having no step is being given. */
  public boolean isNone() {
    return why != null && !why.isBlank();
  }

  /**
   * What comes next as typed; what is wrong is said at its field.
   *
   * @param today before which no step can be planned
   */
  @Nullable Plan read(FormReader reader, LocalDate today) {
    String step = reader.text("step", this.step, 300);
    String why = reader.text("why", this.why, 300);
    if (step == null) {
      if (why == null) {
        reader.require("step", null, "step.required");
        return null;
      }
      return Plan.none(why);
    }
    LocalDate day = day(reader, today);
    return day == null ? null : Plan.step(step, day);
  }

  /**
   * The day as chosen; what is wrong is said at its field.
   *
   * @param today before which it cannot be, nor {@link Plan#isTooFar long after}
   */
  public @Nullable LocalDate day(FormReader reader, LocalDate today) {
    LocalDate day = changedDay(reader, today, null);
    if (day != null && day.isBefore(today)) {
      reader.refuse(dayField(), "step.when.past");
      return null;
    }
    return day;
  }

  /**
   * The day as chosen for something that has one already, and may be late.
   *
   * @param known the day that it has, which may stay however far it is; null for none
   */
  public @Nullable LocalDate changedDay(
      FormReader reader, LocalDate today, @Nullable LocalDate known) {
    String field = dayField();
    LocalDate day = reader.date(field, field.equals("when") ? when : on);
    reader.require(field, day, "step.when.required");
    if (day != null && !day.equals(known) && Plan.isTooFar(day, today)) {
      reader.refuse(field, "step.when.far");
      return null;
    }
    return day;
  }

  private String dayField() {
    return when != null && !when.isBlank() && !DATE.equals(when) ? "when" : "on";
  }
}
