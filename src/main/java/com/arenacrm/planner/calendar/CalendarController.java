package com.arenacrm.planner.calendar;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.CalendarViews;
import com.arenacrm.platform.ShortAddress;
import com.arenacrm.shared.Week;
import com.arenacrm.shared.WorkingCalendar;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern QUARTER = Pattern.compile("(\\d{4})-Q([1-4])");

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
      @RequestParam(defaultValue = "") String month,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID owner,
      Locale locale,
      Model model) {
    LocalDate today = viewer.today(clock);
    YearMonth shown = parseMonth(month, today);
    List<Week> weeks = weeks(Week.of(shown.atDay(1)), Week.of(shown.atEndOfMonth()));
    model.addAttribute("noSuch", month.isBlank() || month.equals(shown.toString()) ? null : month);
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
      @RequestParam(defaultValue = "") String quarter,
      @RequestParam(required = false) @Nullable UUID profile,
      @RequestParam(required = false) @Nullable UUID owner,
      Model model) {
    LocalDate today = viewer.today(clock);
    String current = CalendarViews.quarter(Week.of(today));
    String shown = isNear(quarter, today) ? quarter : current;
    List<Week> weeks = weeksOf(shown);
    Week first = weeks.get(0);
    Week last = weeks.get(weeks.size() - 1);
    model.addAttribute("noSuch", quarter.isBlank() || quarter.equals(shown) ? null : quarter);
    model.addAttribute("quarter", shown);
    model.addAttribute("year", first.year());
    model.addAttribute("number", Integer.parseInt(shown.substring(6)));
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

  private static YearMonth parseMonth(String text, LocalDate today) {
    try {
      YearMonth month = YearMonth.parse(text);
      return Math.abs(month.getYear() - today.getYear()) > FARTHEST_YEARS
          ? YearMonth.from(today)
          : month;
    } catch (DateTimeParseException e) {
      return YearMonth.from(today);
    }
  }

  private static boolean isNear(String quarter, LocalDate today) {
    Matcher m = QUARTER.matcher(quarter);
    return m.matches()
        && Math.abs(Integer.parseInt(m.group(1)) - today.getYear()) <= FARTHEST_YEARS;
  }

  /** The weeks of {@code 2026-Q4}. */
  static List<Week> weeksOf(String quarter) {
    int year = Integer.parseInt(quarter.substring(0, 4));
    int number = Integer.parseInt(quarter.substring(6));
    Week first = new Week(year, (number - 1) * 13 + 1);
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
