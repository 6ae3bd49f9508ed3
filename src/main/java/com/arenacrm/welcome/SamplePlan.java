package com.arenacrm.welcome;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.ActivityDetails;
import com.arenacrm.planner.ActivityId;
import com.arenacrm.planner.FollowUp;
import com.arenacrm.planner.Nature;
import com.arenacrm.planner.NewActivity;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.planner.Planner;
import com.arenacrm.planner.Recurrence;
import com.arenacrm.planner.Result;
import com.arenacrm.planner.Schedule;
import com.arenacrm.planner.TouchKind;
import com.arenacrm.shared.HourglassPhase;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Cafés Almendro plans, week by week, and what became of it: twelve weeks behind, with a lean
 * one, forgotten customers and a tasting that fell through, and four ahead.
 */
final class SamplePlan {

  /** An activity of the plan. */
  record Planned(ActivityId id, DayOfWeek day, CurrentUser owner) {}

  private final Planner planner;
  private final SampleCast cast;
  private final SampleProfiles profiles;
  private final SampleContacts contacts;
  private final SamplePlaybook told;
  private final SampleWords words;
  private final SampleTime time;

  private Planned advert;
  private Planned article;
  private Planned newsletter;
  private Planned video;
  private Planned visit;
  private Planned caseStudy;
  private Planned tasting;
  private Planned diagnosis;
  private Planned offers;
  private Planned sixtyDays;
  private Planned lunch;
  private Planned linkedIn;
  private Planned officeTasting;

  SamplePlan(
      Planner planner,
      SampleCast cast,
      SampleProfiles profiles,
      SampleContacts contacts,
      SamplePlaybook told,
      SampleWords words,
      SampleTime time) {
    this.planner = planner;
    this.cast = cast;
    this.profiles = profiles;
    this.contacts = contacts;
    this.told = told;
    this.words = words;
    this.time = time;
  }

  Planned tasting() {
    return tasting;
  }

  Planned officeTasting() {
    return officeTasting;
  }

  Planned article() {
    return article;
  }

  Planned visit() {
    return visit;
  }

  Planned diagnosis() {
    return diagnosis;
  }

  Planned sixtyDays() {
    return sixtyDays;
  }

  Planned lunch() {
    return lunch;
  }

  Planned linkedIn() {
    return linkedIn;
  }

  /** Its occurrence of that week. */
  OccurrenceId of(Planned activity, int week) {
    return planner
        .occurrenceFor(activity.id(), time.day(week, activity.day()))
        .orElseThrow(() -> new IllegalStateException("Nothing planned in week " + week));
  }

  void plan() {
    advert =
        hotels("advert", HourglassPhase.KNOW, cast.lucia())
            .toBring(Nature.AWARENESS)
            .costing(120)
            .from("Guía del Noroeste")
            .weekly(1, -12, DayOfWeek.MONDAY);
    article =
        hotels("article", HourglassPhase.KNOW, cast.lucia())
            .toBring(Nature.AWARENESS)
            .costing(0)
            .at(10)
            .weekly(2, -12, DayOfWeek.THURSDAY);
    newsletter =
        hotels("newsletter", HourglassPhase.LIKE, cast.lucia())
            .toBring(Nature.RELATIONSHIP)
            .costing(35)
            .at(9)
            .weekly(2, -12, DayOfWeek.TUESDAY);
    video =
        hotels("video", HourglassPhase.LIKE, cast.ines())
            .toBring(Nature.RELATIONSHIP)
            .costing(80)
            .from("Agencia faro")
            .at(12)
            .weekly(4, -8, DayOfWeek.FRIDAY);
    visit =
        hotels("visit", HourglassPhase.TRUST, cast.marcos())
            .toBring(Nature.RELATIONSHIP)
            .costing(90)
            .at(11)
            .weekly(3, -10, DayOfWeek.THURSDAY);
    caseStudy =
        hotels("caseStudy", HourglassPhase.TRUST, cast.lucia())
            .toBring(Nature.RELATIONSHIP)
            .costing(0)
            .weekly(6, -6, DayOfWeek.WEDNESDAY);
    tasting =
        hotels("tasting", HourglassPhase.TRY, cast.marcos())
            .toBring(Nature.DEMAND)
            .costing(260)
            .at(17)
            .followedUp(new FollowUp(cast.marcos().id(), 3, 10, 8))
            .weekly(2, -12, DayOfWeek.WEDNESDAY);
    diagnosis =
        hotels("diagnosis", HourglassPhase.TRY, cast.ines())
            .toBring(Nature.DEMAND)
            .costing(40)
            .at(11)
            .weekly(1, -5, DayOfWeek.FRIDAY);
    offers =
        hotels("offers", HourglassPhase.BUY, cast.marcos())
            .toBring(Nature.DEMAND)
            .costing(0)
            .weekly(2, -11, DayOfWeek.TUESDAY);
    sixtyDays =
        hotels("sixtyDays", HourglassPhase.REPEAT, cast.ines())
            .toBring(Nature.DEMAND)
            .costing(0)
            .series(-11, DayOfWeek.MONDAY, Recurrence.weekly(3, DayOfWeek.MONDAY).times(3));
    lunch =
        hotels("lunch", HourglassPhase.REFER, cast.teresa())
            .toBring(Nature.DEMAND)
            .costing(180)
            .from("Restaurante Lúa")
            .at(14)
            .weekly(4, -8, DayOfWeek.THURSDAY);
    linkedIn =
        offices("linkedIn", HourglassPhase.KNOW, cast.lucia())
            .toBring(Nature.AWARENESS)
            .costing(90)
            .from("Agencia Faro")
            .weekly(1, -6, DayOfWeek.WEDNESDAY);
    officeTasting =
        offices("officeTasting", HourglassPhase.TRY, cast.ines())
            .toBring(Nature.DEMAND)
            .costing(75)
            .at(9)
            .weekly(4, -3, DayOfWeek.TUESDAY);
    hotels("fair", HourglassPhase.KNOW, cast.lucia())
        .toBring(Nature.DEMAND)
        .costing(640)
        .at(10)
        .tentatively()
        .once(2, DayOfWeek.WEDNESDAY);
    hotels("christmas", HourglassPhase.REPEAT, cast.teresa())
        .toBring(Nature.RELATIONSHIP)
        .costing(320)
        .once(3, DayOfWeek.THURSDAY);
  }

  /** Tells how it went, and closes each week but the last. */
  void tell() {
    each(advert, -12, 1)
        .reach(3120, 118)
        .reach(3480, 118)
        .reach(3950, 121)
        .missed("advert.missed")
        .reach(4020, 119)
        .reach(4110, 120)
        .reach(3890, 120)
        .reach(4200, 120)
        .reach(4310, 118)
        .reach(4150, 120)
        .reach(4380, 120)
        .reach(4290, 119)
        .reach(4310, 120);
    each(article, -12, 2)
        .reach(410, 0)
        .reach(530, 0)
        .missed("article.missed")
        .reach(620, 0)
        .reach(580, 0)
        .reach(640, 0)
        .reach(655, 0);
    each(newsletter, -12, 2)
        .reach(310, 35)
        .reach(318, 35)
        .reach(322, 35)
        .reach(330, 35)
        .reach(341, 35)
        .reach(345, 35)
        .reach(352, 35);
    for (int week = -12; week <= 0; week += 2) {
      touched(newsletter, week, TouchKind.READ, contacts.readers(10 + week / 2));
    }
    each(video, -8, 4).reach(1250, 80).reach(1480, 95);
    each(visit, -10, 3).met(8, 5, 92).met(8, 6, 88).missed("visit.missed").met(9, 7, 90);
    touched(visit, -10, TouchKind.ATTENDED, "Tomás Vigo", "Sergio Pazos", "Julio Cal");
    touched(visit, -7, TouchKind.ATTENDED, "Ramón Ledo", "Irene Sala", "Alba Ríos");
    touched(visit, -1, TouchKind.ATTENDED, "Laura Cueto", "Marta Oubiña", "Xoel Dacal");
    each(caseStudy, -6, 6).reach(260, 0).reach(310, 0);
    each(tasting, -12, 2)
        .met(14, 9, 262)
        .met(16, 11, 271)
        .met(12, 7, 255)
        .met(15, 10, 262)
        .met(18, 6, 249)
        .met(12, 8, 258)
        .met(14, 9, 262);
    touched(tasting, -12, TouchKind.ATTENDED, "Paula Rey", "Sergio Pazos", "Jorge Sil");
    touched(tasting, -10, TouchKind.ATTENDED, "Eva Prieto", "Sergio Pazos", "Julio Cal");
    touched(tasting, -8, TouchKind.ATTENDED, "Noa Castro", "Diego Olmo");
    touched(tasting, -6, TouchKind.ATTENDED, "Hugo Menéndez", "Uxía Porto", "Nicolás Vidal");
    touched(tasting, -4, TouchKind.ATTENDED, "Nicolás Vidal", "Jorge Sil", "Daniel Moya");
    touched(tasting, -2, TouchKind.ATTENDED, "Marta Oubiña", "Irene Sala");
    touched(tasting, 0, TouchKind.ATTENDED, "Xoel Dacal", "Mateo Lúa", "Irene Sala");
    each(diagnosis, -5, 1)
        .reach(1, 40)
        .reach(1, 40)
        .missed("diagnosis.postponed")
        .reach(1, 42)
        .open()
        .missed("diagnosis.ill");
    touched(diagnosis, -5, TouchKind.ATTENDED, "Ramón Ledo");
    touched(diagnosis, -4, TouchKind.ATTENDED, "Carmen Llano");
    touched(diagnosis, -2, TouchKind.ATTENDED, "Laura Cueto");
    each(offers, -11, 2)
        .reach(3, 0)
        .reach(4, 0)
        .missed("offers.missed")
        .reach(2, 0)
        .reach(3, 0)
        .reach(2, 0);
    each(sixtyDays, -11, 3).reach(6, 0).reach(5, 0).reach(7, 0);
    touched(sixtyDays, -5, TouchKind.REPLIED, "Paula Rey", "Tomás Vigo");
    each(lunch, -8, 4).met(8, 6, 184).met(8, 5, 171);
    touched(lunch, -8, TouchKind.ATTENDED, "Paula Rey", "Tomás Vigo", "Alba Ríos");
    touched(lunch, -4, TouchKind.ATTENDED, "Paula Rey", "Noa Castro", "Alba Ríos");
    each(linkedIn, -6, 1)
        .reach(5200, 90)
        .reach(6100, 90)
        .reach(5850, 90)
        .reach(6300, 90)
        .reach(6420, 90)
        .reach(6010, 90)
        .reach(6150, 90);
    each(officeTasting, -3, 4).met(24, 19, 78);
    touched(officeTasting, -3, TouchKind.ATTENDED, "Iván Roca", "Pilar Sanz", "Óscar Freire");
    closeWeeks();
  }

  private void closeWeeks() {
    for (int week = -12; week < -1; week++) {
      Instant monday = time.at(week + 1, DayOfWeek.MONDAY, 9);
      String learned = words.say("learned." + (week + 13));
      planner.closeWeek(
          time.week(week),
          learned,
          List.of(cast.lucia().id(), cast.marcos().id(), cast.teresa().id()),
          cast.lucia(),
          monday);
    }
    correctTheVisit();
  }

  // Somebody came late and was not on the list: two weeks later they say so.
  private void correctTheVisit() {
    planner.correct(
        of(visit, -10),
        1,
        Result.done(5, 8, 6, BigDecimal.valueOf(92)),
        cast.lucia(),
        time.at(-8, DayOfWeek.WEDNESDAY, 10));
  }

  private void touched(Planned activity, int week, TouchKind kind, String... names) {
    touched(activity, week, kind, List.of(names).stream().map(contacts::who).toList());
  }

  private void touched(Planned activity, int week, TouchKind kind, List<PersonId> people) {
    Instant at = time.at(week, activity.day(), 18);
    if (time.isOver(at)) {
      OccurrenceId occurrence = of(activity, week);
      people.forEach(p -> planner.touch(occurrence, p, kind, at, activity.owner().id()));
    }
  }

  private Results each(Planned activity, int first, int every) {
    return new Results(activity, first, every);
  }

  /** How the occurrences of an activity went, one after the other. */
  private final class Results {

    private final Planned activity;
    private final int every;
    private int week;

    Results(Planned activity, int first, int every) {
      this.activity = activity;
      this.week = first;
      this.every = every;
    }

    Results reach(int reach, int spent) {
      return close(Result.done(reach, null, null, BigDecimal.valueOf(spent)));
    }

    Results met(int invited, int attended, int spent) {
      return close(Result.done(attended, invited, attended, BigDecimal.valueOf(spent)));
    }

    Results missed(String why) {
      return close(Result.notDone(words.say(why)));
    }

    /** Nobody has said yet. */
    Results open() {
      week += every;
      return this;
    }

    private Results close(Result result) {
      Instant evening = time.at(week, activity.day(), 19);
      if (time.isOver(evening)) {
        planner.close(of(activity, week), result, activity.owner(), evening);
      }
      week += every;
      return this;
    }
  }

  private Draft hotels(String name, HourglassPhase phase, CurrentUser owner) {
    return new Draft(name, phase, profiles.hotels(), owner);
  }

  private Draft offices(String name, HourglassPhase phase, CurrentUser owner) {
    return new Draft(name, phase, profiles.offices(), owner);
  }

  /** An activity that is being written down; its texts go by its name. */
  private final class Draft {

    private final String name;
    private final HourglassPhase phase;
    private final ProfileId profile;
    private final CurrentUser owner;
    private Nature nature = Nature.AWARENESS;
    private BigDecimal investment = BigDecimal.ZERO;
    private @Nullable LocalTime start;
    private @Nullable String provider;
    private FollowUp followUp = FollowUp.NONE;
    private boolean tentative;

    Draft(String name, HourglassPhase phase, ProfileId profile, CurrentUser owner) {
      this.name = name;
      this.phase = phase;
      this.profile = profile;
      this.owner = owner;
    }

    Draft toBring(Nature nature) {
      this.nature = nature;
      return this;
    }

    Draft costing(int investment) {
      this.investment = BigDecimal.valueOf(investment);
      return this;
    }

    Draft at(int hour) {
      start = LocalTime.of(hour, 0);
      return this;
    }

    Draft from(String provider) {
      this.provider = provider;
      return this;
    }

    Draft followedUp(FollowUp followUp) {
      this.followUp = followUp;
      return this;
    }

    /** The place is not certain yet. */
    Draft tentatively() {
      tentative = true;
      return this;
    }

    Planned weekly(int every, int first, DayOfWeek day) {
      return series(first, day, Recurrence.weekly(every, day));
    }

    Planned series(int first, DayOfWeek day, Recurrence recurrence) {
      return keep(first, day, Schedule.series(time.day(first, day), recurrence));
    }

    Planned once(int week, DayOfWeek day) {
      return keep(week, day, Schedule.once(time.day(week, day)));
    }

    private Planned keep(int first, DayOfWeek day, Schedule schedule) {
      ActivityDetails details =
          new ActivityDetails(
              words.say(name + ".title"),
              phase,
              profile,
              owner.id(),
              words.say(name + ".goal"),
              words.say(name + ".channel"),
              investment,
              nature,
              provider,
              start,
              followUp,
              told.storyOf(name),
              told.offerOf(name),
              tentative);
      // Written down in the week before it begins, or today if that is still to come.
      Instant written = time.at(first - 1, DayOfWeek.FRIDAY, 12);
      ActivityId id =
          planner.plan(
              new NewActivity(ActivityId.next(), details, schedule),
              cast.lucia().id(),
              time.isOver(written) ? written : time.now());
      return new Planned(id, day, owner);
    }
  }
}
