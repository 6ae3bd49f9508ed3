package com.arenacrm.planner.audience;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.notifications.Reminders;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reminds a seller of the audiences that they were asked to look at (R098). */
@Component
class AudienceReminders implements Reminders {

  private final AudienceLists lists;

  AudienceReminders(AudienceLists lists) {
    this.lists = lists;
  }

  @Override
  public List<Line> due(CurrentUser user, LocalDate day, Formats show) {
    if (!user.isSales()) {
      return List.of();
    }
    return lists.waitingFor(user.id().id(), day).stream()
        .map(
            w ->
                new Line(
                    "audience",
                    w.people() == 1 ? "reminder.audience.one" : "reminder.audience",
                    List.of(w.title(), show.number(w.people())),
                    "/planner/activities/" + w.activity() + "/audience#review"))
        .toList();
  }
}
