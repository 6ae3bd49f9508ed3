package com.arenacrm.planner;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.ClosedWeeks.ClosedWeek;
import com.arenacrm.planner.NoSuchWeekPage.NoSuchWeekException;
import com.arenacrm.planner.PlanLists.OccurrenceRow;
import com.arenacrm.planner.WeekPage.Tallies;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.platform.Slice;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The week: marketing's home (R015 to R017). */
@Controller
class WeekController {

  /** Nobody plans or remembers weeks farther off; an address that names one is a slip. */
  static final int FARTHEST_YEARS = 20;

  private final WeekPage page;
  private final PlanLists lists;
  private final SignalCounts signals;
  private final Clock clock;

  WeekController(WeekPage page, PlanLists lists, SignalCounts signals, Clock clock) {
    this.signals = signals;
    this.page = page;
    this.lists = lists;
    this.clock = clock;
  }

  @ShortAddress
  @GetMapping(WeekQuery.PATH)
  String week(
      CurrentUser viewer,
      @RequestParam(defaultValue = "") String week,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID owner,
      Filters filters,
      @RequestParam(required = false) @Nullable HourglassPhase phase,
      @RequestParam(required = false) Occurrence.@Nullable State state,
      @RequestParam(defaultValue = "false") boolean tentative,
      @RequestParam(required = false) @Nullable UUID after,
      Locale locale,
      Model model) {
    LocalDate today = viewer.today(clock);
    WeekQuery query =
        new WeekQuery(parse(week, today), profile, owner, isList(filters), phase, state, tentative);
    model.addAttribute("thisWeek", Week.of(today));
    if (!query.list()) {
      page.show(model, query, viewer, today, locale);
    } else {
      Slice<OccurrenceRow> rows = lists.occurrences(query.week(), query.filter(), after);
      Tallies tallies = page.show(model, query, rows.rows(), viewer, today, locale);
      ClosedWeek closed = (ClosedWeek) Objects.requireNonNull(model.getAttribute("closed"));
      model.addAttribute("page", rows);
      model.addAttribute(
          "signals",
          closed.isClosed()
              ? closed.confirmed()
              : signals.confirmed(rows.rows().stream().map(OccurrenceRow::id).toList()));
      model.addAttribute("sums", lists.sums(query.week(), query.filter(), tallies));
      model.addAttribute("states", Occurrence.State.values());
    }
    return query.list() ? "planner/week-list" : "planner/week";
  }

  private static boolean isList(Filters filters) {
    return filters.read("view", view -> Optional.of(view).filter("list"::equals)).isPresent();
  }

  /**
   * The week in an address; the current one where none is named.
   *
   * @throws NoSuchWeekException when what is named is no week, or one that nobody plans
   */
  static Week parse(String text, LocalDate today) {
    if (text.isBlank()) {
      return Week.of(today);
    }
    Week week = Week.parse(text).orElseThrow(() -> NoSuchWeekException.unknown(text));
    if (isTooFar(week, today)) {
      throw NoSuchWeekException.tooFar(text);
    }
    return week;
  }

  /** Whether nobody plans that week; a day in it is a slip. */
  static boolean isTooFar(Week week, LocalDate today) {
    return Math.abs(week.year() - today.getYear()) > FARTHEST_YEARS;
  }
}
