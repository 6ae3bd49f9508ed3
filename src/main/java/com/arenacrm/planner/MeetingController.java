package com.arenacrm.planner;

import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.ClosedWeeks.ClosedWeek;
import com.arenacrm.planner.PlanLists.Figures;
import com.arenacrm.planner.PlanLists.Filter;
import com.arenacrm.planner.PlanLists.OccurrenceRow;
import com.arenacrm.planner.WeekBoard.Card;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.Flash;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
 * The weekly close as a meeting of marketing and sales (R015, R021): a step at a time on a wall or
 * a telephone, from what was done to what was learned.
 */
@Controller
@RequestMapping("/planner/week/meeting")
class MeetingController {

  private static final Filter EVERYTHING = new Filter(null, null, null, null);
  private static final int SHOWN = 50;
  private static final int LONGEST = 500;

  /** The steps of the meeting in order. */
  enum Step {
    PHASES,
    MISSED,
    DEMAND,
    NEXT,
    LEARNED;

    /** As in addresses and message keys. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    public @Nullable Step before() {
      return ordinal() == 0 ? null : values()[ordinal() - 1];
    }

    public @Nullable Step after() {
      return ordinal() == values().length - 1 ? null : values()[ordinal() + 1];
    }

    static Step of(Filters filters) {
      Step step = filters.choice("step", values(), Step::key);
      return step == null ? PHASES : step;
    }
  }

  /** The close as typed. */
  record MeetingForm(String week, String learned, List<String> participants) {

    /** Whether somebody is ticked. */
    public boolean names(UUID user) {
      return participants != null && participants.contains(user.toString());
    }
  }

  private final Planner planner;
  private final WeekReviews weeks;
  private final PlanLists lists;
  private final ClosedWeeks closedWeeks;
  private final Profiles profiles;
  private final UserNames userNames;
  private final Clock clock;

  MeetingController(
      Planner planner,
      WeekReviews weeks,
      PlanLists lists,
      ClosedWeeks closedWeeks,
      Profiles profiles,
      UserNames userNames,
      Clock clock) {
    this.planner = planner;
    this.weeks = weeks;
    this.lists = lists;
    this.closedWeeks = closedWeeks;
    this.profiles = profiles;
    this.userNames = userNames;
    this.clock = clock;
  }

  /** Where a step of the meeting about a week is. */
  static String address(Week week, Step step) {
    return "/planner/week/meeting?week=" + week + "&step=" + step.key();
  }

  @GetMapping
  String page(
      CurrentUser viewer,
      @RequestParam(defaultValue = "") String week,
      Filters filters,
      Model model) {
    Week which = week.isBlank() ? likely(viewer) : WeekController.parse(week, viewer.today(clock));
    // What was learned before the week was opened again.
    Step step = Step.of(filters);
    String learned = show(model, which, step, viewer).lastLearned();
    model.addAttribute(
        "form",
        new MeetingForm(
            which.toString(),
            learned,
            step == Step.LEARNED && model.getAttribute("review") == null
                ? present(which, viewer)
                : List.of()));
    return "planner/week-meeting";
  }

  @PostMapping
  ModelAndView close(
      CurrentUser actor,
      @ModelAttribute("form") MeetingForm form,
      BindingResult errors,
      Locale locale,
      Model model,
      RedirectAttributes next) {
    Week week = WeekController.parse(FormReader.clean(form.week()), actor.today(clock));
    FormReader reader = new FormReader(errors, locale);
    String learned = reader.text("learned", form.learned(), LONGEST);
    reader.require("learned", learned, "week.learned.required");
    Set<UUID> present = participants(form, reader);
    if (!reader.failed() && learned != null) {
      try {
        if (!weeks.isClosedSo(week, learned, actor)) {
          planner.closeWeek(
              week,
              learned,
              present.stream().map(UserId::new).collect(Collectors.toSet()),
              actor,
              clock.instant());
        }
        Flash.done(next, "week.closed.now", week.number());
        Flash.undo(next, "/planner/week/closing/undo?week=" + week);
        return new ModelAndView("redirect:" + address(week, Step.LEARNED));
      } catch (RefusedException e) {
        errors.reject(e.messageKey(), e.arguments(), null);
      }
    }
    show(model, week, Step.LEARNED, actor);
    ModelAndView page = new ModelAndView("planner/week-meeting", errors.getModel());
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  /** Whoever was there when the week was closed before, else who is looking at it. */
  private List<String> present(Week week, CurrentUser viewer) {
    Set<UUID> before = weeks.participants(week);
    return (before.isEmpty() ? Set.of(viewer.id().id()) : before)
        .stream().map(UUID::toString).toList();
  }

  // On a Monday people look back at the week that is over.
  private Week likely(CurrentUser viewer) {
    Week current = viewer.thisWeek(clock);
    Week before = current.previous();
    return weeks.find(before).isEmpty() && viewer.today(clock).getDayOfWeek().getValue() <= 3
        ? before
        : current;
  }

  private Set<UUID> participants(MeetingForm form, FormReader reader) {
    if (form.participants() == null) {
      return Set.of();
    }
    Set<UUID> known =
        userNames.active(Role.values()).stream().map(c -> c.id().id()).collect(Collectors.toSet());
    return form.participants().stream()
        .map(id -> reader.id("participants", id))
        .filter(id -> id != null && known.contains(id))
        .collect(Collectors.toSet());
  }

  private ClosedWeek show(Model model, Week week, Step step, CurrentUser viewer) {
    model.addAttribute("week", week);
    model.addAttribute("step", step);
    model.addAttribute("steps", Step.values());
    model.addAttribute("asOf", viewer.today(clock));
    Map<UUID, String> names = userNames.all();
    model.addAttribute("names", names);
    model.addAttribute("mayPlan", viewer.isMarketing());
    Figures figures = lists.figures(week, EVERYTHING);
    model.addAttribute("review", figures.review().orElse(null));
    int openCount =
        figures.tallies().stream()
            .filter(t -> week.contains(t.day()))
            .mapToInt(WeekBoard.Tally::open)
            .sum();
    model.addAttribute("openCount", openCount);
    switch (step) {
      case PHASES -> {
        List<Card> cards = lists.cards(week, EVERYTHING);
        ClosedWeek closed =
            closedWeeks.of(
                week,
                cards.stream()
                    .filter(c -> c.state() == Occurrence.State.DONE)
                    .map(Card::id)
                    .toList(),
                viewer,
                names,
                false);
        model.addAttribute("closed", closed);
        model.addAttribute(
            "live", cards.stream().collect(Collectors.toMap(Card::id, Function.identity())));
        Map<HourglassPhase, String> notApplicable =
            WeekPage.notApplicable(profiles.applicability(null));
        model.addAttribute("board", board(week, figures, cards, closed, notApplicable, viewer));
        model.addAttribute(
            "boardNow", board(week, figures, List.of(), ClosedWeek.open(), notApplicable, viewer));
      }
      case MISSED -> {
        ClosedWeek closed = closedWeeks.of(week, List.of(), viewer, names, false);
        model.addAttribute("closed", closed);
        List<OccurrenceRow> all =
            closed.isClosed() ? lists.allOccurrences(week, EVERYTHING) : List.of();
        model.addAttribute(
            "live", all.stream().collect(Collectors.toMap(OccurrenceRow::id, Function.identity())));
        model.addAttribute(
            "missed",
            closed.isClosed()
                ? all.stream()
                    .map(closed::asClosed)
                    .filter(o -> o.state() == Occurrence.State.NOT_DONE)
                    .limit(SHOWN)
                    .toList()
                : lists.notDone(week, SHOWN));
        model.addAttribute("left", lists.leftTheWeek(week, SHOWN));
        model.addAttribute("open", lists.open(week, SHOWN));
      }
      case DEMAND -> {
        model.addAttribute("closed", closedWeeks.of(week, List.of(), viewer, names, false));
        model.addAttribute("demand", "/reports/week-demand?week=" + week);
      }
      case NEXT -> {
        Week following = week.next();
        Figures next = lists.figures(following, EVERYTHING);
        model.addAttribute("following", following);
        model.addAttribute("closed", closedWeeks.of(week, List.of(), viewer, names, false));
        model.addAttribute(
            "board",
            board(
                following,
                next,
                lists.cards(following, EVERYTHING),
                ClosedWeek.open(),
                WeekPage.notApplicable(profiles.applicability(null)),
                viewer));
        model.addAttribute("nextClosed", next.review().isPresent());
      }
      case LEARNED -> {
        boolean open = figures.review().isEmpty();
        model.addAttribute("people", open ? userNames.active(Role.values()) : List.of());
        ClosedWeek closed = closedWeeks.of(week, List.of(), viewer, names, true);
        model.addAttribute("closed", closed);
        model.addAttribute("present", WeekPage.present(closed.inForce(), names));
      }
    }
    return (ClosedWeek) Objects.requireNonNull(model.getAttribute("closed"));
  }

  private WeekBoard board(
      Week week,
      Figures figures,
      List<Card> cards,
      ClosedWeek closed,
      Map<HourglassPhase, String> notApplicable,
      CurrentUser viewer) {
    return WeekBoard.of(
        week,
        viewer.today(clock),
        notApplicable,
        figures.tallies().stream().map(t -> closed.asClosed(t, null)).toList(),
        cards.stream().map(closed::asClosed).toList(),
        false);
  }
}
