package com.arenacrm.notifications;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * What a module has to remind people of. Declared here, known on higher floors: every bean of this
 * type is asked once for each person on each working morning, and whenever somebody opens their
 * inbox, so that it answers with a statement or two.
 */
public interface Reminders {

  /**
   * Something to do.
   *
   * @param kind as in {@code notification.kind.…}
   * @param textKey the key of its text
   * @param arguments of the text, as this person reads them
   * @param path where to do it, on this server
   */
  record Line(String kind, String textKey, List<String> arguments, String path) {}

  /**
   * What this person is to do, most pressing first; empty when nothing is due.
   *
   * @param day today in the company's zone
   * @param show how this person reads days and numbers
   */
  List<Line> due(CurrentUser user, LocalDate day, Formats show);

  /**
   * What all of them remind this person of, most pressing first: a customer who waits before a
   * plan, and what can wait for a quiet hour at the end.
   */
  static List<Line> all(List<Reminders> all, CurrentUser user, LocalDate day, Formats show) {
    List<String> order =
        List.of(
            "handoff",
            "pool",
            "today",
            "left",
            "unclosed",
            "deals",
            "audience",
            "week",
            "recontact",
            "duplicates");
    return all.stream()
        .flatMap(r -> r.due(user, day, show).stream())
        .sorted(
            Comparator.comparingInt(
                line -> {
                  int place = order.indexOf(line.kind());
                  return place < 0 ? order.size() : place;
                }))
        .toList();
  }
}
