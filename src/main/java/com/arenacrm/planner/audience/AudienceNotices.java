package com.arenacrm.planner.audience;

import com.arenacrm.identity.UserId;
import com.arenacrm.identity.UserNames;
import com.arenacrm.notifications.Notices;
import com.arenacrm.notifications.Reminders;
import com.arenacrm.planner.audience.AudienceFacts.Review;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells those whom it concerns what was said of an audience (R098). */
@Component
class AudienceNotices {

  /** So much of what was said is quoted. */
  private static final int LONGEST = 200;

  private final Notices notices;
  private final UserNames userNames;

  AudienceNotices(Notices notices, UserNames userNames) {
    this.notices = notices;
    this.userNames = userNames;
  }

  /** Who asked is told the answer, and who was asked that somebody else gave it. */
  void answered(
      AudienceFacts facts,
      Review review,
      boolean approved,
      @Nullable String comment,
      boolean inPlace,
      UserId actor,
      Instant now) {
    String key = "audience.notice." + (approved ? "approved" : "sentBack");
    String said = comment == null ? "" : shortened(comment);
    tell(Set.of(review.by()), key + (said.isEmpty() ? "" : ".why"), facts, said, actor, now);
    if (inPlace) {
      tell(Set.copyOf(review.reviewers()), key + ".inPlace", facts, said, actor, now);
    }
  }

  /** Who asked sales is told, or who owns the activity, and whom they asked. */
  void commented(AudienceFacts facts, String text, UserId actor, Instant now) {
    Set<UUID> concerned = new LinkedHashSet<>();
    concerned.add(facts.review().map(Review::by).orElse(facts.owner()));
    facts.review().ifPresent(r -> concerned.addAll(r.reviewers()));
    tell(concerned, "audience.notice.commented", facts, shortened(text), actor, now);
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  private void tell(
      Set<UUID> users, String key, AudienceFacts facts, String said, UserId actor, Instant now) {
    Map<UUID, String> names = userNames.all();
    users.stream()
        .filter(user -> !user.equals(actor.id()))
        .forEach(
            user ->
                notices.tell(
                    new UserId(user),
                    new Reminders.Line(
                        "audience",
                        key,
                        List.of(names.getOrDefault(actor.id(), ""), facts.title(), said),
                        "/planner/activities/" + facts.activity() + "/audience#review"),
                    now));
  }
}
