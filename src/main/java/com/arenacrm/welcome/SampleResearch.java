package com.arenacrm.welcome;

import com.arenacrm.icp.research.Finding;
import com.arenacrm.icp.research.Research;
import com.arenacrm.icp.research.ResearchMethod;
import com.arenacrm.icp.research.ResearchNoteId;
import com.arenacrm.icp.research.Validations;
import com.arenacrm.icp.research.Validations.Verdict;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.DayOfWeek;
import java.util.List;
import org.springframework.stereotype.Component;

/** What Cafés Almendro found out about hotels and offices, and that hotels are what it thought. */
@Component
class SampleResearch {

  private final Research research;
  private final Validations validations;

  SampleResearch(Research research, Validations validations) {
    this.research = research;
    this.validations = validations;
  }

  void tell(
      SampleCast cast,
      SampleProfiles profiles,
      SampleContacts known,
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
  }
}
