package com.arenacrm.welcome;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.research.Finding;
import com.arenacrm.icp.research.Research;
import com.arenacrm.icp.research.ResearchMethod;
import com.arenacrm.icp.research.ResearchNoteId;
import com.arenacrm.icp.research.Validations;
import com.arenacrm.icp.research.Validations.Verdict;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.reviews.MentionId;
import com.arenacrm.planner.reviews.Reputation;
import com.arenacrm.planner.reviews.Saying;
import com.arenacrm.planner.reviews.Tone;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What Cafés Almendro found out about hotels and offices, that hotels are what it thought, and what
 * is said of it in public.
 */
@Component
class SampleResearch {

  private final Research research;
  private final Validations validations;
  private final Reputation reputation;

  SampleResearch(Research research, Validations validations, Reputation reputation) {
    this.research = research;
    this.validations = validations;
    this.reputation = reputation;
  }

  void tell(
      SampleCast cast,
      SampleProfiles profiles,
      SampleContacts known,
      SamplePlan plan,
      SampleWords words,
      SampleTime time) {
    ResearchNoteId breakfast = ResearchNoteId.next();
    ResearchNoteId tasting = ResearchNoteId.next();
    research.note(
        breakfast,
        new Finding(
            profiles.hotels(),
            known.employer("Paula Rey").orElse(null),
            null,
            ResearchMethod.INTERVIEW,
            null,
            words.say("research.breakfast"),
            words.say("research.breakfast.text"),
            words.say("research.breakfast.source"),
            null,
            time.day(-9, DayOfWeek.WEDNESDAY)),
        cast.lucia().id(),
        time.at(-9, DayOfWeek.WEDNESDAY, 17));
    research.note(
        tasting,
        new Finding(
            profiles.hotels(),
            null,
            null,
            ResearchMethod.OBSERVATION,
            HourglassPhase.TRY,
            words.say("research.tasting"),
            words.say("research.tasting.text"),
            words.say("research.tasting.source"),
            null,
            time.day(-5, DayOfWeek.THURSDAY)),
        cast.ines().id(),
        time.at(-5, DayOfWeek.THURSDAY, 19));
    research.note(
        ResearchNoteId.next(),
        new Finding(
            profiles.offices(),
            null,
            words.say("research.offices.market"),
            ResearchMethod.ONLINE,
            null,
            words.say("research.offices"),
            words.say("research.offices.text"),
            words.say("research.offices.source"),
            null,
            time.day(-4, DayOfWeek.TUESDAY)),
        cast.lucia().id(),
        time.at(-4, DayOfWeek.TUESDAY, 10));
    validations.conclude(
        TimeOrderedUuid.next(),
        profiles.hotels(),
        null,
        Verdict.VALIDATED,
        words.say("research.hotels.validated"),
        List.of(breakfast.id(), tasting.id()),
        cast.lucia(),
        time.at(-3, DayOfWeek.FRIDAY, 12));
    said("mirador", -6, 5, known.who("Paula Rey"), plan.of(plan.tasting(), -7), cast, words, time);
    said("fontes", -4, 4, known.who("Ramón Ledo"), null, cast, words, time);
    said("cold", -1, 2, null, null, cast, words, time);
  }

  private void said(
      String what,
      int week,
      int stars,
      @Nullable PersonId who,
      @Nullable OccurrenceId moved,
      SampleCast cast,
      SampleWords words,
      SampleTime time) {
    LocalDate day = time.day(week, DayOfWeek.SATURDAY);
    String answer = stars > 3 ? words.say("review.thanks") : null;
    reputation.note(
        MentionId.next(),
        new Saying(
            "Google",
            day,
            stars,
            Tone.GOOD,
            words.say("review." + what),
            null,
            who == null ? words.say("review.guest") : null,
            who,
            moved,
            answer,
            answer == null ? null : day),
        cast.lucia().company().zone(),
        cast.lucia().id(),
        time.at(week, DayOfWeek.SATURDAY, 20));
  }
}
