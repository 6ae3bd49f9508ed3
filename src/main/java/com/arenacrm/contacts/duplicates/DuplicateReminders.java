package com.arenacrm.contacts.duplicates;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.notifications.Reminders;
import com.arenacrm.platform.Formats;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Tells marketing each morning of people, and of companies, that are almost surely there twice. */
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
    List<Line> lines = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      int sure = duplicates.count(subject, Duplicates.Certainty.SURE, false);
      if (sure > 0) {
        lines.add(
            new Line(
                "duplicates",
                "reminder.duplicates." + subject.key() + (sure == 1 ? ".one" : ""),
                List.of(show.number(sure)),
                "/contacts/duplicates?certainty=SURE&what=" + subject.key()));
      }
    }
    return lines;
  }
}
