package com.arenacrm.planner;

import com.arenacrm.icp.Applicability;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.ClosedWeeks.ClosedWeek;
import com.arenacrm.planner.PlanLists.Figures;
import com.arenacrm.planner.PlanLists.OccurrenceRow;
import com.arenacrm.planner.WeekBoard.Card;
import com.arenacrm.planner.WeekBoard.Tally;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.Hourglass;
import com.arenacrm.platform.Hourglass.Share;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.WorkingCalendar;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Puts into a page what the week's grid shows; the page and what is swapped into it share it. */
@Component
class WeekPage {

  /** Somebody whose activities alone can be looked at. */
  record Person(UUID id, String name) {}

  /**
   * What a week came to, by day and phase.
   *
   * @param shown as it was closed, if it is
   * @param live as it is
   */
  record Tallies(List<Tally> shown, List<Tally> live) {}

  private final PlanLists lists;
  private final ClosedWeeks closedWeeks;
  private final Profiles profiles;
  private final UserNames userNames;
  private final Organizations organizations;
  private final MessageSource messages;

  WeekPage(
      PlanLists lists,
      ClosedWeeks closedWeeks,
      Profiles profiles,
      UserNames userNames,
      Organizations organizations,
      MessageSource messages) {
    this.lists = lists;
    this.closedWeeks = closedWeeks;
    this.profiles = profiles;
    this.userNames = userNames;
    this.organizations = organizations;
    this.messages = messages;
  }

  /** Puts the grid there. */
  void show(Model model, WeekQuery query, CurrentUser viewer, LocalDate today, Locale locale) {
    show(model, query, null, viewer, today, locale);
  }

  /**
   * Puts what the list and the grid share there, and answers with the figures behind it.
   *
   * @param rows of the list; null for the grid
   */
  Tallies show(
      Model model,
      WeekQuery query,
      @Nullable List<OccurrenceRow> rows,
      CurrentUser viewer,
      LocalDate today,
      Locale locale) {
    Figures figures = lists.figures(query.week(), query.filter());
    Map<UUID, String> names = userNames.all();
    List<Card> cards = query.list() ? List.of() : lists.cards(query.week(), query.filter());
    ClosedWeek closed =
        closedWeeks.resultsOf(
            query.week(),
            rows == null || figures.review().isEmpty()
                ? List.of()
                : rows.stream().map(OccurrenceRow::id).toList(),
            viewer,
            names);
    List<Tally> tallies =
        figures.tallies().stream().map(t -> closed.asClosed(t, query.profile())).toList();
    Profiles.Choice choice =
        profiles.choice(query.profile() == null ? null : new ProfileId(query.profile()));
    Map<HourglassPhase, String> notApplicable = notApplicable(choice.applicability());
    WeekBoard board =
        WeekBoard.of(
            query.week(),
            today,
            notApplicable,
            tallies,
            cards.stream().map(closed::asClosed).toList(),
            query.owner() != null);
    model.addAttribute("closed", closed);
    model.addAttribute(
        "live", cards.stream().collect(Collectors.toMap(Card::id, Function.identity())));
    model.addAttribute(
        "boardNow",
        WeekBoard.of(query.week(), today, notApplicable, figures.tallies(), List.of(), true));
    model.addAttribute("query", query);
    model.addAttribute("board", board);
    model.addAttribute("glass", hourglass(board, locale));
    model.addAttribute(
        "views",
        CalendarViews.of(
            query.list() ? "list" : "week", query.week(), query.profile(), query.owner()));
    WorkingCalendar working = organizations.current().calendar();
    model.addAttribute("working", working);
    model.addAttribute(
        "freeDays", query.week().days().stream().filter(working.holidays()::contains).toList());
    model.addAttribute("review", figures.review().orElse(null));
    model.addAttribute("profiles", choice.profiles());
    model.addAttribute(
        "sentBack",
        viewer.isMarketing() && !query.list() && figures.review().isEmpty()
            ? profiles.sentBack()
            : List.of());
    model.addAttribute("people", people(names));
    model.addAttribute("names", names);
    model.addAttribute("shortNames", shortNames(names));
    model.addAttribute("mayPlan", viewer.isMarketing());
    return new Tallies(tallies, figures.tallies());
  }

  /** The names of those who sat together at a close, in order; nobody where there was none. */
  static List<String> present(ClosedWeek.@Nullable Closing closing, Map<UUID, String> names) {
    return closing == null ? List.of() : closing.present(names);
  }

  /** The phases that do not apply, with the reason. */
  static Map<HourglassPhase, String> notApplicable(Applicability applicability) {
    Map<HourglassPhase, String> reasons = new EnumMap<>(HourglassPhase.class);
    for (HourglassPhase phase : HourglassPhase.values()) {
      if (!applicability.applies(phase)) {
        reasons.put(phase, applicability.reason(phase).orElse(Formats.NONE));
      }
    }
    return reasons;
  }

  private Hourglass hourglass(WeekBoard board, Locale locale) {
    return Hourglass.draw(
        board.rows().stream()
            .map(row -> new Share(row.phase(), row.applies(), row.done(), row.total()))
            .toList(),
        messages,
        locale);
  }

  private static List<Person> people(Map<UUID, String> names) {
    return names.entrySet().stream()
        .map(e -> new Person(e.getKey(), e.getValue()))
        .sorted(Comparator.comparing(Person::name))
        .toList();
  }

  /** First names where they tell people apart. */
  static Map<UUID, String> shortNames(Map<UUID, String> names) {
    Map<String, Long> bearers =
        names.values().stream()
            .collect(Collectors.groupingBy(WeekPage::first, Collectors.counting()));
    Map<UUID, String> shortened = new HashMap<>();
    names.forEach(
        (id, name) -> shortened.put(id, bearers.get(first(name)) == 1 ? first(name) : name));
    return shortened;
  }

  private static String first(String name) {
    return name.split(" ")[0];
  }
}
