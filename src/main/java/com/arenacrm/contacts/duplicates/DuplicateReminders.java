package com.arenacrm.contacts.duplicates;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.notifications.Reminders;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells marketing each morning of those who are almost surely there twice. */
@Component
class DuplicateReminders implements Reminders {

  private final Duplicates duplicates;

  DuplicateReminders(Duplicates duplicates) {
    this.duplicates = duplicates;
  }

  @Override
  public List<Line> due(CurrentUser user, LocalDate day, Formats show) {
    if (!user.isMarketing()) {
      return List.of();
    }
    int people = duplicates.count(Subject.PEOPLE, Duplicates.Certainty.SURE, false);
    int companies = duplicates.count(Subject.COMPANIES, Duplicates.Certainty.SURE, false);
    if (people + companies == 0) {
      return List.of();
    }
    return List.of(
        new Line(
            "duplicates",
            people + companies == 1 ? "reminder.duplicate" : "reminder.duplicates",
            List.of(show.number(people + companies)),
            "/contacts/duplicates?certainty=SURE&what=" + (people > 0 ? "people" : "companies")));
  }
}
