package com.arenacrm.welcome;

import com.arenacrm.identity.CurrentUser;
import com.arenacrm.lists.SavedView.Audience;
import com.arenacrm.lists.SavedViews;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** The views that the people of the sample company share: what each team looks at on Mondays. */
@Component
record SampleViews(SavedViews views) {

  void share(SampleCast cast, SampleWords words, SampleTime time) {
    save(
        "leads",
        words.say("view.lacking"),
        Audience.EVERYONE,
        "stage=OPEN&sort=FIT",
        List.of("fit", "missing", "phone", "email", "source", "since"),
        cast.lucia(),
        time.now());
    save(
        "deals",
        words.say("view.silent"),
        Audience.SALES,
        "idle=true&sort=contact",
        List.of("contact", "step", "amount", "close", "stage", "owner"),
        cast.teresa(),
        time.now());
  }

  private void save(
      String list,
      String name,
      Audience audience,
      String asked,
      List<String> columns,
      CurrentUser owner,
      Instant now) {
    views.save(TimeOrderedUuid.next(), list, name, audience, asked, columns, owner, now);
  }
}
