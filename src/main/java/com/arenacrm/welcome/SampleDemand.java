package com.arenacrm.welcome;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.Operator;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.research.Finding;
import com.arenacrm.icp.research.ResearchMethod;
import com.arenacrm.icp.research.ResearchNoteId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.Demand;
import com.arenacrm.leads.DemandSignal;
import com.arenacrm.leads.DemandSignalId;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.Handoff.Packet;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.Lead;
import com.arenacrm.leads.LeadFormId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.leads.Outcome;
import com.arenacrm.leads.Outcomes;
import com.arenacrm.leads.Rejection;
import com.arenacrm.leads.Secret;
import com.arenacrm.leads.Trial;
import com.arenacrm.leads.TrialId;
import com.arenacrm.leads.Trials;
import com.arenacrm.leads.forms.FormSubmissions;
import com.arenacrm.leads.forms.LeadForm;
import com.arenacrm.leads.qualification.Agreement;
import com.arenacrm.leads.qualification.Criterion;
import com.arenacrm.leads.qualification.Criterion.Asks;
import com.arenacrm.leads.qualification.Judgements;
import com.arenacrm.leads.qualification.Judgements.Given;
import com.arenacrm.leads.survey.Survey;
import com.arenacrm.leads.survey.Surveys;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.welcome.SamplePlan.Planned;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The front doors by which the story of the sample company gets its leads. */
@Component
record SampleDemand(
    ContactBook book,
    LeadIntake intake,
    FormSubmissions forms,
    Handoffs handoffs,
    Demand demand,
    Outcomes outcomes,
    Trials trials,
    Surveys surveys,
    Agreement agreement,
    Judgements judgements,
    SampleSales sales,
    SamplePool pool) {

  /** Tells who came, and what marketing and sales made of it. */
  void tell(
      SampleCast cast,
      SampleProfiles profiles,
      SampleContacts contacts,
      SamplePlan plan,
      SamplePlaybook told,
      SampleWords words,
      SampleTime time) {
    new Story(cast, profiles, contacts, plan, told, words, time).tell();
  }

  private final class Story {

    private final SampleCast cast;
    private final SampleProfiles profiles;
    private final SampleContacts contacts;
    private final SamplePlan plan;
    private final SamplePlaybook told;
    private final SampleWords words;
    private final SampleTime time;
    private final LeadForm form;
    private final Criterion tasted;
    private final Criterion large;

    Story(
        SampleCast cast,
        SampleProfiles profiles,
        SampleContacts contacts,
        SamplePlan plan,
        SamplePlaybook told,
        SampleWords words,
        SampleTime time) {
      this.cast = cast;
      this.profiles = profiles;
      this.contacts = contacts;
      this.plan = plan;
      this.told = told;
      this.words = words;
      this.time = time;
      this.tasted =
          new Criterion(
              TimeOrderedUuid.next(), words.say("definition.tasted"), new Asks.Somebody(), false);
      this.large =
          new Criterion(
              TimeOrderedUuid.next(),
              words.say("definition.large"),
              new Asks.Contact(
                  new Condition(ContactField.of(Kind.EMPLOYEES), Operator.AT_LEAST, "20")),
              false);
      this.form =
          forms.offer(
              LeadFormId.next(),
              SampleForm.of(words, plan.tasting().id(), told.breakfast()),
              cast.lucia().id(),
              time.at(-13, DayOfWeek.FRIDAY, 13));
    }

    void tell() {
      agreement.agreed(
          List.of(tasted, large),
          cast.lucia().id(),
          cast.marcos().id(),
          time.at(-13, DayOfWeek.THURSDAY, 10));
      // What bots sent is kept for thirty days.
      Instant night = time.at(-2, DayOfWeek.WEDNESDAY, 4);
      forms.take(form, SampleForm.junk(words, night.minusSeconds(20)), night);
      SampleSales.Story selling = sales.story(cast, profiles, contacts, told, words, time);

      // The one that went as it should, came back, and recommended us.
      LeadId paula = asked("Paula Rey", "hotelmirador", "Hotel Mirador", -12, "paula.asks");
      signal("Paula Rey", plan.tasting(), -12, INTENT, "paula.signal").confirmedBy(cast.marcos());
      know(paula, "paula", 6);
      answered(paula, "paula.tasted", -11);
      selling.mirador(hand(paula, cast.marcos(), -11, DayOfWeek.TUESDAY, "paula.why"));
      LeadId noa = recommended("Noa Castro", "Paula Rey", -8);
      know(noa, "noa", 5);
      selling.ribeira(hand(noa, cast.ines(), -7, DayOfWeek.MONDAY, "noa.why"));

      // Those that are on their way.
      LeadId eva = met("Eva Prieto", plan.tasting(), -10, profiles.hotels());
      signal("Eva Prieto", plan.tasting(), -10, INTENT, "eva.signal").confirmedBy(cast.marcos());
      know(eva, "eva", 10);
      selling.rias(hand(eva, cast.marcos(), -9, DayOfWeek.WEDNESDAY, "eva.why"));
      LeadId ramon = met("Ramón Ledo", plan.diagnosis(), -5, profiles.hotels());
      signal("Ramón Ledo", plan.diagnosis(), -5, CLOSING, "ramon.signal")
          .confirmedBy(cast.marcos());
      know(ramon, "ramon", 8);
      selling.fontes(hand(ramon, cast.marcos(), -4, DayOfWeek.MONDAY, "ramon.why"));
      LeadId carmen = met("Carmen Llano", plan.diagnosis(), -4, profiles.hotels());
      signal("Carmen Llano", plan.diagnosis(), -4, INTENT, "carmen.signal")
          .confirmedBy(cast.marcos());
      know(carmen, "carmen", 4);
      selling.casona(hand(carmen, cast.marcos(), -3, DayOfWeek.TUESDAY, "carmen.why"));
      LeadId laura = met("Laura Cueto", plan.diagnosis(), -2, profiles.hotels());
      know(laura, "laura", 20);
      OpportunityId brisamar =
          selling.brisamar(hand(laura, cast.marcos(), -2, DayOfWeek.FRIDAY, "laura.why"));
      LeadId sara = met("Sara Lema", plan.linkedIn(), -3, profiles.offices());
      know(sara, "sara", 9);
      selling.cowork(hand(sara, cast.ines(), -2, DayOfWeek.TUESDAY, "sara.why"));

      // What they tried, and how the story is told to one of them.
      intake.adapt(eva, words.say("eva.adaptation"));
      told.usedFor(eva.id(), time.at(-9, DayOfWeek.FRIDAY, 11));
      told.usedFor(ramon.id(), time.at(-3, DayOfWeek.TUESDAY, 11));
      told.shownTo(sara.id(), time.at(-2, DayOfWeek.WEDNESDAY, 12));
      TrialId week = tried(eva, told.trial(), -10, -8, Trial.Result.CONVINCED, "eva.tried");
      said(week, -8, 5, "eva");
      noted(week, -7, "eva");
      TrialId diagnosis =
          tried(ramon, told.diagnosis(), -5, -4, Trial.Result.UNDECIDED, "ramon.tried");
      said(diagnosis, -4, 3, "ramon");
      tried(laura, told.diagnosis(), -2, null, null, null);

      // Those that were lost, and one restaurant that bought although nobody aimed at it.
      LeadId sergio = met("Sergio Pazos", plan.visit(), -10, profiles.hotels());
      know(sergio, "sergio", 3);
      selling.torre(hand(sergio, cast.marcos(), -9, DayOfWeek.MONDAY, "sergio.why"));
      LeadId belen = met("Belén Varela", plan.linkedIn(), -6, profiles.offices());
      know(belen, "belen", 4);
      selling.varela(hand(belen, cast.ines(), -5, DayOfWeek.THURSDAY, "belen.why"));
      LeadId diego = met("Diego Olmo", plan.article(), -6, null);
      know(diego, "diego", 2);
      selling.olmo(hand(diego, cast.ines(), -5, DayOfWeek.MONDAY, "diego.why"));

      // What waits, what came back, what is not ready.
      LeadId nicolas = met("Nicolás Vidal", plan.tasting(), -4, profiles.hotels());
      know(nicolas, "nicolas", 3);
      HandoffId bar = hand(nicolas, cast.marcos(), -3, DayOfWeek.WEDNESDAY, "nicolas.why");
      handoffs.reject(
          bar,
          Rejection.OUTSIDE_PROFILE,
          words.say("nicolas.rejected"),
          cast.marcos(),
          time.at(-3, DayOfWeek.THURSDAY, 10));
      judgements.check(
          bar.id(),
          Map.of("NEED", true, "DATE", true, large.id().toString(), false),
          cast.marcos().id(),
          time.at(-3, DayOfWeek.THURSDAY, 10));
      LeadId irene = met("Irene Sala", plan.tasting(), -2, profiles.hotels());
      know(irene, "irene", 12);
      handAgo(irene, cast.ines(), Duration.ofDays(3), "irene.why");
      LeadId marta = met("Marta Oubiña", plan.tasting(), -2, profiles.hotels());
      signal("Marta Oubiña", plan.tasting(), -2, INTENT, "marta.signal");
      know(marta, "marta", 6);
      answered(marta, "marta.tasted", -1);
      handAgo(marta, null, Duration.ofMinutes(25), "marta.why");
      LeadId pilar = met("Pilar Sanz", plan.linkedIn(), -1, profiles.offices());
      know(pilar, "pilar", 5);
      qualify(pilar, time.now().minus(Duration.ofHours(20)));
      LeadId ivan = met("Iván Roca", plan.linkedIn(), -2, profiles.offices());
      intake.learn(ivan, new Facts(words.say("ivan.need"), null, null, null));
      int latest = time.isOver(time.at(0, DayOfWeek.TUESDAY, 21)) ? 0 : -1;
      asked("Xoel Dacal", "posadadelsil", "Posada del Sil", latest, "xoel.asks");
      asked("Mateo Lúa", "restaurantelua", "Restaurante Lúa", latest, "mateo.asks");
      if (time.isOver(time.at(0, DayOfWeek.WEDNESDAY, 20))) {
        signal("Xoel Dacal", plan.tasting(), 0, INTENT, "xoel.when").confirmedBy(cast.marcos());
        signal("Irene Sala", plan.tasting(), 0, CLOSING, "irene.signal");
      }
      LeadId uxia = met("Uxía Porto", plan.tasting(), -6, null);
      know(uxia, "uxia", 12);
      handoffs.reject(
          hand(uxia, cast.ines(), -5, DayOfWeek.WEDNESDAY, "uxia.why"),
          Rejection.NO_DATE,
          words.say("uxia.rejected"),
          cast.ines(),
          time.at(-5, DayOfWeek.WEDNESDAY, 12));
      outcomes.lost(
          uxia,
          new Outcomes.Ending(
              Outcome.NOTHING, null, words.say("uxia.lost"), time.day(0, DayOfWeek.MONDAY)),
          cast.lucia().id(),
          time.at(-4, DayOfWeek.MONDAY, 10));
      signal("Xoel Dacal", plan.visit(), -1, INTENT, "xoel.fits");
      signal("Jorge Sil", plan.tasting(), -4, INTENT, "jorge.signal")
          .dismissedBy(cast.marcos(), words.say("jorge.dismissed"));
      selling.returnOfMirador();

      // What lay too long.
      LeadId oscar = met("Óscar Freire", plan.linkedIn(), -4, profiles.offices());
      know(oscar, "oscar", 10);
      selling.breogan(hand(oscar, cast.ines(), -3, DayOfWeek.TUESDAY, "oscar.why"));
      selling.keep();
      LeadId daniel = met("Daniel Moya", plan.tasting(), -3, profiles.hotels());
      know(daniel, "daniel", 7);
      handAgo(daniel, cast.marcos(), Duration.ofDays(2), "daniel.why");
      pool.tell(cast, oscar, sara, daniel, brisamar, words, time);
    }

    private static final DemandSignal.Kind INTENT = DemandSignal.Kind.PURCHASE_INTENT;
    private static final DemandSignal.Kind CLOSING = DemandSignal.Kind.CLOSING_INTENT;

    /** Somebody fills in the public form of the tasting. */
    private LeadId asked(String name, String domain, String company, int week, String answer) {
      Instant at = time.at(week, DayOfWeek.TUESDAY, 20);
      forms.take(
          form,
          SampleForm.sent(
              words,
              SampleForm.visitor(words, name, contacts.mailOf(name, domain), company),
              answer,
              at.minus(Duration.ofMinutes(2))),
          at);
      return intake.openLeadOf(contacts.who(name)).map(Lead::id).orElseThrow();
    }

    /** Somebody asks to try it, gets it, and says what they think. */
    private TrialId tried(
        LeadId lead,
        OfferId offer,
        int asked,
        @Nullable Integer got,
        Trial.@Nullable Result result,
        @Nullable String note) {
      TrialId trial = TrialId.next();
      Trials.By lucia = new Trials.By(cast.lucia(), time.at(asked, DayOfWeek.THURSDAY, 10));
      trials.request(trial, lead, offer, time.day(asked, DayOfWeek.THURSDAY), lucia);
      if (got != null && result != null) {
        Trials.By later = new Trials.By(cast.lucia(), time.at(got, DayOfWeek.FRIDAY, 10));
        trials.deliver(trial, time.day(got, DayOfWeek.MONDAY), time.today(), later);
        trials.conclude(
            trial,
            result,
            note == null ? null : words.say(note),
            time.day(got, DayOfWeek.FRIDAY),
            time.today(),
            later);
      }
      return trial;
    }

    /** Lucía asks them what it was like, and they tell her after the weekend. */
    private void said(TrialId trial, int week, int score, String who) {
      Secret secret = Secret.next();
      surveys.ask(trial, secret, cast.lucia(), time.at(week, DayOfWeek.FRIDAY, 12));
      surveys.answer(
          secret,
          TimeOrderedUuid.next(),
          new Survey.Answer(
              score, words.say(who + ".tried.expected"), words.say(who + ".tried.surprised")),
          time.at(week + 1, DayOfWeek.MONDAY, 20));
    }

    /** What they expected goes into the research, without their name. */
    private void noted(TrialId trial, int week, String who) {
      surveys.note(
          surveys.of(trial).orElseThrow().id(),
          ResearchNoteId.next(),
          new Finding(
              profiles.hotels(),
              null,
              null,
              ResearchMethod.SURVEY,
              HourglassPhase.TRY,
              words.say(who + ".tried.note"),
              words.say(who + ".tried.finding"),
              words.say(who + ".tried.source"),
              null,
              time.day(week, DayOfWeek.MONDAY)),
          cast.lucia(),
          time.at(week, DayOfWeek.TUESDAY, 10));
    }

    /** Marketing writes down whom an activity brought. */
    private LeadId met(String name, Planned activity, int week, @Nullable ProfileId profile) {
      LeadIntake.ByHand lead =
          new LeadIntake.ByHand(contacts.who(name), profile, activity.id(), null, Facts.NONE);
      return intake.open(LeadId.next(), lead, cast.lucia(), time.at(week, activity.day(), 18)).id();
    }

    private LeadId recommended(String name, String by, int week) {
      LeadIntake.ByHand lead =
          new LeadIntake.ByHand(
              contacts.who(name),
              profiles.hotels(),
              plan.lunch().id(),
              contacts.who(by),
              Facts.NONE);
      return intake
          .open(LeadId.next(), lead, cast.lucia(), time.at(week, DayOfWeek.FRIDAY, 10))
          .id();
    }

    /** Somebody who spoke with them says that they have tasted the coffee, and how it is known. */
    private void answered(LeadId lead, String how, int week) {
      judgements.answer(
          lead,
          List.of(new Given(tasted.id(), true, words.say(how))),
          cast.lucia().id(),
          time.at(week, DayOfWeek.MONDAY, 12));
    }

    /**
     * @param weeks from now until they want to have bought
     */
    private void know(LeadId lead, String who, int weeks) {
      intake.learn(
          lead,
          new Facts(
              words.say(who + ".need"),
              words.say(who + ".budget"),
              words.say(who + ".decides"),
              time.day(weeks, DayOfWeek.MONDAY)));
    }

    private void qualify(LeadId lead, Instant at) {
      handoffs.qualify(lead, cast.lucia().id(), LocalDate.ofInstant(at, time.zone()), at);
    }

    private HandoffId hand(LeadId lead, CurrentUser to, int week, DayOfWeek day, String why) {
      return hand(lead, to, time.at(week, day, 9), why);
    }

    /**
     * @param to null for whoever gets it by the rules
     */
    private HandoffId handAgo(LeadId lead, @Nullable CurrentUser to, Duration ago, String why) {
      return hand(lead, to, time.now().minus(ago), why);
    }

    private HandoffId hand(LeadId lead, @Nullable CurrentUser to, Instant at, String why) {
      qualify(lead, at.minus(Duration.ofMinutes(20)));
      HandoffId handoff = HandoffId.next();
      handoffs.handOver(
          lead,
          handoff,
          to == null ? null : to.id(),
          new Packet(words.say(why), words.say("handoff.promise"), words.say("handoff.firstStep")),
          cast.lucia().id(),
          at);
      return handoff;
    }

    private Noted signal(
        String name, Planned activity, int week, DemandSignal.Kind kind, String evidence) {
      Instant at = time.at(week, activity.day(), 19);
      OccurrenceId occurrence = plan.of(activity, week);
      DemandSignal signal =
          demand.note(
              DemandSignalId.next(),
              kind,
              contacts.who(name),
              occurrence,
              words.say(evidence),
              time.day(week, activity.day()),
              cast.lucia().id(),
              at);
      return new Noted(signal.id(), at.plus(Duration.ofHours(16)));
    }

    private final class Noted {

      private final DemandSignalId id;
      private final Instant later;

      Noted(DemandSignalId id, Instant later) {
        this.id = id;
        this.later = later;
      }

      void confirmedBy(CurrentUser seller) {
        demand.confirm(id, seller.id(), later);
      }

      void dismissedBy(CurrentUser seller, String why) {
        demand.dismiss(id, seller.id(), why, later);
      }
    }
  }
}
