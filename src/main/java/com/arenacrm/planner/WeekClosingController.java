package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.ClosedWeeks.ClosedWeek;
import com.arenacrm.planner.ClosedWeeks.ClosedWeek.Closing;
import com.arenacrm.planner.FollowUpPlan.Shortage;
import com.arenacrm.planner.PlanLists.Filter;
import com.arenacrm.planner.PlanLists.OccurrenceRow;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.Week;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The weekly close (R015): first what nobody has closed, each with a short form of its own, then
 * one sentence on what was learned.
 */
@Controller
@RequestMapping("/planner/week/closing")
class WeekClosingController {

  private static final int SHOWN = 50;
  private static final int LONGEST = 500;

  /** The close as typed. */
  record ClosingForm(String week, String learned) {}

  private final Planner planner;
  private final WeekReviews weeks;
  private final PlanLists lists;
  private final FollowUpPlans followUps;
  private final ClosedWeeks closedWeeks;
  private final UserNames userNames;
  private final Clock clock;

  WeekClosingController(
      Planner planner,
      WeekReviews weeks,
      PlanLists lists,
      FollowUpPlans followUps,
      ClosedWeeks closedWeeks,
      UserNames userNames,
      Clock clock) {
    this.followUps = followUps;
    this.closedWeeks = closedWeeks;
    this.planner = planner;
    this.weeks = weeks;
    this.lists = lists;
    this.userNames = userNames;
    this.clock = clock;
  }

  @GetMapping
  String page(CurrentUser viewer, @RequestParam(defaultValue = "") String week, Model model) {
    Week which = WeekController.parse(week, viewer.today(clock));
    // What was learned before the week was opened again.
    String learned = show(model, which, viewer).lastLearned();
    model.addAttribute("form", new ClosingForm(which.toString(), learned));
    return "planner/week-closing";
  }

  @PostMapping
  ModelAndView close(
      CurrentUser actor,
      @ModelAttribute("form") ClosingForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    Week week = WeekController.parse(FormReader.clean(form.week()), actor.today(clock));
    FormReader reader = new FormReader(errors, locale);
    String learned = reader.text("learned", form.learned(), LONGEST);
    reader.require("learned", learned, "week.learned.required");
    if (!reader.failed() && learned != null) {
      try {
        if (!weeks.isClosedSo(week, learned, actor)) {
          planner.closeWeek(week, learned, actor, clock.instant());
        }
        Flash.done(next, "week.closed.now", week.number());
        Flash.undo(next, "/planner/week/closing/undo?week=" + week);
        return new ModelAndView("redirect:" + WeekQuery.of(week).address());
      } catch (RefusedException e) {
        errors.reject(e.messageKey(), e.arguments(), null);
      }
    }
    show(model, week, actor);
    ModelAndView page = new ModelAndView("planner/week-closing", errors.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  /** A week closed by mistake, or too early. */
  @PostMapping("/reopening")
  String reopen(CurrentUser actor, @RequestParam String week, RedirectAttributes next) {
    Week which = Week.parse(week.strip()).orElseThrow(NotFoundException::new);
    try {
      planner.reopenWeek(which, actor, clock.instant());
      Flash.done(next, "week.reopened", which.number());
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/planner/week/closing?week=" + which;
  }

  /** A close that was a slip of the finger. */
  @PostMapping("/undo")
  String undo(CurrentUser actor, @RequestParam String week, RedirectAttributes next) {
    Week which = Week.parse(week.strip()).orElseThrow(NotFoundException::new);
    try {
      planner.takeBackClosing(which, actor, clock.instant());
      Flash.done(next, "week.closed.undone", which.number());
    } catch (RefusedException e) {
      Flash.refused(next, e);
    }
    return "redirect:/planner/week/closing?week=" + which;
  }

  private ClosedWeek show(Model model, Week week, CurrentUser viewer) {
    Slice<OccurrenceRow> first = lists.occurrences(week, new Filter(null, null, null, null), null);
    List<OccurrenceRow> all = first.rows();
    // As a rule all of the week stands in its first page, and what is open need not be read again.
    List<OccurrenceRow> open =
        first.next() != null
            ? lists.open(week, SHOWN)
            : all.stream().filter(o -> o.state() == Occurrence.State.PLANNED).limit(SHOWN).toList();
    model.addAttribute("week", week);
    model.addAttribute("open", open);
    model.addAttribute("openCount", open.size() < SHOWN ? open.size() : weeks.countOpen(week));
    Map<UUID, String> names = userNames.all();
    ClosedWeek closed =
        closedWeeks.of(
            week,
            all.stream()
                .filter(o -> o.state() == Occurrence.State.DONE)
                .map(OccurrenceRow::id)
                .toList(),
            viewer,
            names,
            true);
    model.addAttribute("closed", closed);
    // Who is short of time is looked at before a week is closed.
    Map<Week, List<Shortage>> shortages =
        closed.isClosed()
            ? Map.of(week, List.of(), week.next(), List.of())
            : followUps.shortagesFrom(week);
    model.addAttribute("shortages", shortages.get(week));
    model.addAttribute("nextShortages", shortages.get(week.next()));
    model.addAttribute("all", all.stream().map(closed::asClosed).toList());
    model.addAttribute(
        "live", all.stream().collect(Collectors.toMap(OccurrenceRow::id, Function.identity())));
    model.addAttribute("left", lists.leftTheWeek(week, SHOWN));
    Closing closing = closed.inForce();
    model.addAttribute("review", closing);
    model.addAttribute(
        "mayReopen", closing != null && closing.later() == null && viewer.isMarketing());
    // Closed weeks are opened again from the last one backwards.
    model.addAttribute(
        "reopenFirst", closing != null && viewer.isMarketing() ? closing.later() : null);
    model.addAttribute("names", names);
    model.addAttribute("asOf", viewer.today(clock));
    model.addAttribute("mayPlan", viewer.isMarketing());
    model.addAttribute("back", "/planner/week/closing?week=" + week);
    return closed;
  }
}
