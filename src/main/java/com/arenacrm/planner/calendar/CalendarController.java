package com.arenacrm.planner.calendar;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.CalendarViews;
import com.arenacrm.platform.Filters;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.shared.Quarter;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The month and the quarter: phases by weeks (R014, R016). */
@Controller
class CalendarController {

  /** Nobody plans or remembers farther off; an address that names it is a slip. */
  private static final int FARTHEST_YEARS = 20;

  private final CalendarLists lists;
  private final Profiles profiles;
  private final UserNames userNames;
  private final Organizations organizations;
  private final Clock clock;

  CalendarController(
      CalendarLists lists,
      Profiles profiles,
      UserNames userNames,
      Organizations organizations,
      Clock clock) {
    this.lists = lists;
    this.profiles = profiles;
    this.userNames = userNames;
    this.organizations = organizations;
    this.clock = clock;
  }

  /** The weeks of a month, those included that only begin or end in it. */
  @ShortAddress
  @GetMapping("/planner/month")
  String month(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID owner,
      Locale locale,
      Model model) {
    LocalDate today = viewer.today(clock);
    YearMonth shown =
        filters.read("month", text -> parseMonth(text, today)).orElse(YearMonth.from(today));
    List<Week> weeks = weeks(Week.of(shown.atDay(1)), Week.of(shown.atEndOfMonth()));
    model.addAttribute("month", shown);
    model.addAttribute(
        "monthName",
        DateTimeFormatter.ofPattern("LLLL yyyy", viewer.formats(locale).locale()).format(shown));
    model.addAttribute("before", address("month", shown.minusMonths(1), profile, owner));
    model.addAttribute("after", address("month", shown.plusMonths(1), profile, owner));
    model.addAttribute("now", address("month", YearMonth.from(today), profile, owner));
    model.addAttribute("isNow", shown.equals(YearMonth.from(today)));
    LocalDate day = shown.equals(YearMonth.from(today)) ? today : shown.atDay(15);
    model.addAttribute(
        "views",
        CalendarViews.of("month", day, shown.atDay(1), shown.atEndOfMonth(), profile, owner));
    show(model, viewer, today, weeks, profile, owner, true);
    return "planner/month";
  }

  /** Thirteen weeks, at the end of a long year fourteen. */
  @ShortAddress
  @GetMapping("/planner/quarter")
  String quarter(
      CurrentUser viewer,
      Filters filters,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID owner,
      Model model) {
    LocalDate today = viewer.today(clock);
    Quarter current = CalendarViews.quarter(Week.of(today));
    Quarter shown =
        filters
            .quarter("quarter", current.plus(-4 * FARTHEST_YEARS), current.plus(4 * FARTHEST_YEARS))
            .orElse(current);
    List<Week> weeks = weeksOf(shown);
    Week first = weeks.get(0);
    Week last = weeks.get(weeks.size() - 1);
    model.addAttribute("quarter", shown);
    model.addAttribute("year", first.year());
    model.addAttribute("number", shown.number());
    model.addAttribute("first", first.monday());
    model.addAttribute("last", last.sunday());
    model.addAttribute(
        "before", address("quarter", CalendarViews.quarter(first.previous()), profile, owner));
    model.addAttribute(
        "after", address("quarter", CalendarViews.quarter(last.next()), profile, owner));
    model.addAttribute("now", address("quarter", current, profile, owner));
    model.addAttribute("isNow", shown.equals(current));
    LocalDate day = shown.equals(current) ? today : first.monday().plusDays(3);
    model.addAttribute(
        "views", CalendarViews.of("quarter", day, first.monday(), last.sunday(), profile, owner));
    show(model, viewer, today, weeks, profile, owner, false);
    return "planner/quarter";
  }

  private void show(
      Model model,
      CurrentUser viewer,
      LocalDate today,
      List<Week> weeks,
      @Nullable UUID profile,
      @Nullable UUID owner,
      boolean withCards) {
    WorkingCalendar working = organizations.current().calendar();
    model.addAttribute(
        "grid",
        PhaseGrid.of(
            weeks,
            today,
            profiles.applicability(profile == null ? null : new ProfileId(profile)),
            working,
            lists.tallies(weeks, profile, owner),
            withCards ? lists.cards(weeks, profile, owner) : List.of()));
    var names = userNames.all();
    model.addAttribute("working", working);
    model.addAttribute(
        "freeDays",
        weeks.stream()
            .flatMap(week -> week.days().stream())
            .filter(working.holidays()::contains)
            .toList());
    model.addAttribute("today", today);
    model.addAttribute("profile", profile);
    model.addAttribute("owner", owner);
    model.addAttribute("profiles", profiles.choices());
    model.addAttribute(
        "people",
        names.entrySet().stream()
            .map(e -> new Person(e.getKey(), e.getValue()))
            .sorted(Comparator.comparing(Person::name))
            .toList());
    model.addAttribute("names", names);
    model.addAttribute("mayPlan", viewer.isMarketing());
  }

  /** Somebody whose activities alone can be looked at. */
  record Person(UUID id, String name) {}

  private static Optional<YearMonth> parseMonth(String text, LocalDate today) {
    return Filters.parseMonth(text).filter(month -> isNear(month.getYear(), today));
  }

  private static boolean isNear(int year, LocalDate today) {
    return Math.abs(year - today.getYear()) <= FARTHEST_YEARS;
  }

  /** The weeks of {@code 2026-Q4}. */
  static List<Week> weeksOf(Quarter quarter) {
    Week first = new Week(quarter.year(), (quarter.number() - 1) * 13 + 1);
    return Stream.iterate(first, Week::next)
        .limit(14)
        .filter(w -> CalendarViews.quarter(w).equals(quarter))
        .toList();
  }

  private static List<Week> weeks(Week first, Week last) {
    List<Week> weeks = new ArrayList<>();
    for (Week week = first; week.compareTo(last) <= 0; week = week.next()) {
      weeks.add(week);
    }
    return weeks;
  }

  private static String address(
      String what, Object value, @Nullable UUID profile, @Nullable UUID owner) {
    UriComponentsBuilder uri =
        UriComponentsBuilder.fromPath("/planner/" + what).queryParam(what, value);
    if (profile != null) {
      uri.queryParam("profile", profile);
    }
    if (owner != null) {
      uri.queryParam("owner", owner);
    }
    return uri.build().toUriString();
  }
}
