package com.arenacrm.pipeline;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.Handoffs.Waiting;
import com.arenacrm.notifications.Reminders;
import com.arenacrm.platform.Formats;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What a seller's day reminds of: the leads that wait for an answer, and the deals to move on; and
 * everybody of their tasks.
 */
@Component
class DayReminders implements Reminders {

  private static final String DAY = "/pipeline/day";

  private final Handoffs handoffs;
  private final DayQueue queue;
  private final DealDesk desk;

  DayReminders(Handoffs handoffs, DayQueue queue, DealDesk desk) {
    this.handoffs = handoffs;
    this.queue = queue;
    this.desk = desk;
  }

  @Override
  public List<Line> due(CurrentUser user, LocalDate day, Formats show) {
    DayQueue.Due due =
        queue.due(user, desk.idleness(day.atStartOfDay(user.company().zone()).toInstant()));
    List<Line> lines = new ArrayList<>();
    if (due.tasks() > 0) {
      lines.add(
          new Line(
              "task",
              due.tasks() == 1 ? "reminder.task" : "reminder.tasks",
              List.of(String.valueOf(due.tasks())),
              "/pipeline/tasks"));
    }
    if (!user.isSales()) {
      return lines;
    }
    Instant morning = day.atStartOfDay(user.company().zone()).toInstant();
    List<Waiting> waiting =
        handoffs.waitingFor(user, morning).stream().filter(w -> w.isAwake(day)).toList();
    if (!waiting.isEmpty()) {
      Waiting first = waiting.get(0);
      String until = show.dateTime(first.dueAt());
      boolean late = first.dueAt().isBefore(day.atStartOfDay(user.company().zone()).toInstant());
      // Whoever asked something after the first word is no handoff any more, but waits all the
      // same.
      String one =
          first.accepted()
              ? late ? "reminder.answer.late" : "reminder.answer"
              : late ? "reminder.handoff.late" : "reminder.handoff";
      String several =
          waiting.stream().anyMatch(Waiting::accepted)
              ? late ? "reminder.answers.late" : "reminder.answers"
              : late ? "reminder.handoffs.late" : "reminder.handoffs";
      lines.add(
          waiting.size() == 1
              ? new Line(
                  "handoff",
                  one,
                  List.of(first.personName(), until),
                  "/leads/handoffs/" + first.id())
              : new Line("handoff", several, List.of(String.valueOf(waiting.size()), until), DAY));
    }
    int deals = due.deals();
    if (deals > 0) {
      lines.add(
          new Line(
              "deals",
              deals == 1 ? "reminder.deal" : "reminder.deals",
              List.of(String.valueOf(deals)),
              DAY));
    }
    return lines;
  }
}
