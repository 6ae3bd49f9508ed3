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
   * @param today before which it cannot be
   */
  public @Nullable LocalDate day(FormReader reader, LocalDate today) {
    boolean picked = when != null && !when.isBlank() && !DATE.equals(when);
    String field = picked ? "when" : "on";
    String typed = picked ? when : on;
    LocalDate day =
        today.equals(LocalDate.MIN)
            ? reader.date(field, typed)
            : reader.date(field, typed, today, null);
    reader.require(field, day, "step.when.required");
    if (day == null) {
      return null;
    }
    if (day.isBefore(today)) {
      reader.refuse(field, "step.when.past");
      return null;
    }
    return day;
  }
}
