package com.arenacrm.planner;

import com.arenacrm.icp.Applicability;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.Organizations;
import com.arenacrm.identity.UserNames;
import com.arenacrm.planner.PlanLists.Figures;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.Hourglass;
import com.arenacrm.platform.Hourglass.Share;
import com.arenacrm.shared.HourglassPhase;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** Puts into a page what the week's grid shows; the page and what is swapped into it share it. */
@Component
class WeekPage {

  /** Somebody whose activities alone can be looked at. */
  record Person(UUID id, String name) {}

  private final PlanLists lists;
  private final Profiles profiles;
  private final UserNames userNames;
  private final Organizations organizations;
  private final MessageSource messages;

  WeekPage(
      PlanLists lists,
      Profiles profiles,
      UserNames userNames,
      Organizations organizations,
      MessageSource messages) {
    this.lists = lists;
    this.profiles = profiles;
    this.userNames = userNames;
    this.organizations = organizations;
    this.messages = messages;
  }

  /** Puts it there and answers with the figures behind it. */
  Figures show(Model model, WeekQuery query, CurrentUser viewer, LocalDate today, Locale locale) {
    Figures figures = lists.figures(query.week(), query.filter());
    WeekBoard board =
        WeekBoard.of(
            query.week(),
            today,
            notApplicable(
                profiles.applicability(
                    query.profile() == null ? null : new ProfileId(query.profile()))),
            figures.tallies(),
            query.list() ? List.of() : lists.cards(query.week(), query.filter()),
            query.owner() != null);
    Map<UUID, String> names = userNames.all();
    model.addAttribute("query", query);
    model.addAttribute("board", board);
    model.addAttribute("glass", hourglass(board, locale));
    model.addAttribute(
        "views",
        CalendarViews.of(
            query.list() ? "list" : "week", query.week(), query.profile(), query.owner()));
    model.addAttribute("working", organizations.current().calendar());
    model.addAttribute("review", figures.review().orElse(null));
    model.addAttribute("profiles", profiles.choices());
    model.addAttribute(
        "sentBack", viewer.isMarketing() && !query.list() ? profiles.sentBack() : List.of());
    model.addAttribute("people", people(names));
    model.addAttribute("names", names);
    model.addAttribute("shortNames", shortNames(names));
    model.addAttribute("mayPlan", viewer.isMarketing());
    return figures;
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
