package com.arenacrm.leads.recontact;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.notifications.Reminders;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Reminds sales of the leads that are about to leave their hands, marketing and sales of whom to
 * talk to again, and marketing of leads without an end.
 */
@Component
class RecontactReminders implements Reminders {

  private final Recontacts recontacts;

  RecontactReminders(Recontacts recontacts) {
    this.recontacts = recontacts;
  }

  @Override
  public List<Line> due(CurrentUser user, LocalDate day, Formats show) {
    if (!user.isMarketing() && !user.isSales()) {
      return List.of();
    }
    List<Line> lines = new ArrayList<>();
    Recontacts.Today today = recontacts.today(day, user);
    if (today.returning() > 0) {
      lines.add(
          new Line(
              "pool",
              today.returning() == 1 ? "reminder.pool" : "reminder.pools",
              List.of(show.number(today.returning()), show.date(today.first())),
              "/leads?owner=" + user.id()));
    }
    int due = today.due();
    if (due > 0) {
      lines.add(
          line(
              due,
              due == 1 ? "reminder.recontact" : "reminder.recontacts",
              "/leads/recontacts",
              show));
    }
    if (user.isMarketing()) {
      int open = recontacts.onTheirWay(day.atStartOfDay(user.company().zone()).toInstant(), user);
      if (open > 0) {
        lines.add(
            line(
                open,
                open == 1 ? "reminder.unended" : "reminder.unendeds",
                "/leads/recontacts/unended",
                show));
      }
    }
    return lines;
  }

  private static Line line(int number, String key, String path, Formats show) {
    return new Line("recontact", key, List.of(show.number(number)), path);
  }
}
