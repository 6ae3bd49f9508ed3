package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.ActivityForm.Scope;
import com.arenacrm.planner.PlanLists.OccurrenceRow;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Ends an activity, or takes it out of the plan: one time of it, from one day on, or all of it.
 * What is closed stays in any case.
 */
@Controller
@RequestMapping("/planner/activities/{id}/ending")
class EndingController {

  private final Series series;
  private final Activities activities;
  private final Occurrences occurrences;
  private final PlanLists lists;
  private final Clock clock;

  EndingController(
      Series series, Activities activities, Occurrences occurrences, PlanLists lists, Clock clock) {
    this.series = series;
    this.activities = activities;
    this.occurrences = occurrences;
    this.lists = lists;
    this.clock = clock;
  }

  @GetMapping
  String ask(
      CurrentUser viewer,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable UUID occurrence,
      Model model) {
    Activity activity = get(id);
    LocalDate today = viewer.today(clock);
    model.addAttribute("activity", activity);
    model.addAttribute("from", from(activity, occurrence).orElse(null));
    model.addAttribute("today", today);
    return "planner/activity-ending";
  }

  @PostMapping
  String end(
      CurrentUser actor,
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable Scope scope,
      @RequestParam(defaultValue = "") String day,
      @RequestParam(required = false) @Nullable UUID occurrence,
      @RequestParam(defaultValue = "-1") int version,
      @RequestParam(defaultValue = "-1") int occurrenceVersion,
      RedirectAttributes next) {
    Activity activity = get(id);
    LocalDate today = actor.today(clock);
    try {
      if (scope == Scope.ONE) {
        Occurrence one = from(activity, occurrence).orElseThrow(NotFoundException::new);
        series.removeOne(one.id(), occurrenceVersion, actor);
        Flash.done(next, "occurrence.gone", activity.title());
      } else if (scope == Scope.ALL) {
        Series.Ended ended = series.remove(activity.id(), version, today, actor);
        say(next, ended, activity);
        if (ended.gone()) {
          return "redirect:/planner/activities";
        }
      } else if (scope == Scope.FOLLOWING) {
        Optional<LocalDate> from = FormReader.parseDate(FormReader.clean(day));
        if (from.isEmpty()) {
          Flash.refused(next, "date.invalid");
          return "redirect:/planner/activities/" + id + "/ending";
        }
        say(next, series.end(activity.id(), version, from.get(), actor), activity);
      } else {
        Flash.refused(next, "ending.scope.required");
        return "redirect:/planner/activities/" + id + "/ending";
      }
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/planner/activities/" + id;
  }

  private static void say(RedirectAttributes next, Series.Ended ended, Activity activity) {
    if (ended.gone()) {
      Flash.done(next, "activity.gone", activity.title());
    } else if (ended.kept() > 0) {
      Flash.done(next, "activity.ended.kept", activity.title(), ended.kept());
    } else {
      Flash.done(next, "activity.ended", activity.title());
    }
  }

  private Optional<Occurrence> from(Activity activity, @Nullable UUID occurrence) {
    UUID id =
        occurrence != null
            ? occurrence
            : lists.toCome(activity.id(), 1).stream()
                .findFirst()
                .map(OccurrenceRow::id)
                .orElse(null);
    return Optional.ofNullable(id)
        .flatMap(i -> occurrences.findById(new OccurrenceId(i)))
        .filter(o -> o.activity().equals(activity.id()))
        .filter(Occurrence::isOpen);
  }

  private Activity get(UUID id) {
    return activities.findById(new ActivityId(id)).orElseThrow(NotFoundException::new);
  }
}
