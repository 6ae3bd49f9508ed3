package com.arenacrm.planner;

import com.arenacrm.shared.Quarter;
import com.arenacrm.shared.Week;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The ways to look at the plan from where one stands, as addresses that keep the filters: the week,
 * its month, its quarter, and the list of what is looked at.
 *
 * @param current which of them is being looked at: {@code week}, {@code month}, {@code quarter} or
 *     {@code list}
 */
public record CalendarViews(
    String current, String week, String month, String quarter, String list) {

  /** From a week. */
  public static CalendarViews of(
      String current, Week week, @Nullable UUID profile, @Nullable UUID owner) {
    return of(current, week.monday().plusDays(3), week.monday(), week.sunday(), profile, owner);
  }

  /**
   * From any stretch of days.
   *
   * @param day the day whose week, month and quarter are meant
   */
  public static CalendarViews of(
      String current,
      LocalDate day,
      LocalDate from,
      LocalDate until,
      @Nullable UUID profile,
      @Nullable UUID owner) {
    Week week = Week.of(day);
    return new CalendarViews(
        current,
        address(WeekQuery.PATH, profile, owner).queryParam("week", week).build().toString(),
        address("/planner/month", profile, owner)
            .queryParam("month", day.toString().substring(0, 7))
            .build()
            .toString(),
        address("/planner/quarter", profile, owner)
            .queryParam("quarter", quarter(week))
            .build()
            .toString(),
        address("/planner/list", profile, owner)
            .queryParam("from", from)
            .queryParam("until", until)
            .build()
            .toString());
  }

  /** The quarter of thirteen or, at the end of a long year, fourteen weeks. */
  public static Quarter quarter(Week week) {
    return new Quarter(week.year(), Math.min(4, (week.number() - 1) / 13 + 1));
  }

  private static UriComponentsBuilder address(
      String path, @Nullable UUID profile, @Nullable UUID owner) {
    UriComponentsBuilder uri = UriComponentsBuilder.fromPath(path);
    if (profile != null) {
      uri.queryParam("profile", profile);
    }
    if (owner != null) {
      uri.queryParam("owner", owner);
    }
    return uri;
  }
}
