package com.arenacrm.welcome;

import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.insight.forecast.Snapshots;
import com.arenacrm.insight.forecast.Snapshots.Kept;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.pipeline.Acceptances;
import com.arenacrm.pipeline.BuyingRole;
import com.arenacrm.pipeline.DealDetails;
import com.arenacrm.pipeline.Deals;
import com.arenacrm.pipeline.Deals.NewDeal;
import com.arenacrm.pipeline.Loss;
import com.arenacrm.pipeline.LostReason;
import com.arenacrm.pipeline.LostTo;
import com.arenacrm.pipeline.OpportunityId;
import com.arenacrm.pipeline.Plan;
import com.arenacrm.pipeline.Stage;
import com.arenacrm.pipeline.Terms;
import com.arenacrm.pipeline.comments.Comments;
import com.arenacrm.pipeline.comments.Topic;
import com.arenacrm.pipeline.forecast.DealForecasts;
import com.arenacrm.pipeline.lines.DealLine;
import com.arenacrm.pipeline.lines.DealLines;
import com.arenacrm.pipeline.lines.Product;
import com.arenacrm.pipeline.lines.Products;
import com.arenacrm.pipeline.value.BuyerRisk;
import com.arenacrm.pipeline.value.BuyerRisks;
import com.arenacrm.pipeline.value.CostSheet;
import com.arenacrm.pipeline.value.CostSheets;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The front door by which the sellers of the sample company work their deals. */
@Component
record SampleSales(
    Deals deals,
    Acceptances acceptances,
    DealForecasts forecasts,
    DealLines lines,
    Products products,
    CostSheets sheets,
    BuyerRisks risks,
    Comments comments,
    Snapshots snapshots) {

  /** For how many weeks the story knows what the deals looked like. */
  private static final int WEEKS = 12;

  private static final Duration SHORT = Duration.ofDays(3);

  /** The deals of one telling. */
  Story story(
      SampleCast cast,
      SampleProfiles profiles,
      SampleContacts contacts,
      SamplePlaybook told,
      SampleWords words,
      SampleTime time) {
    return new Story(cast, profiles, contacts, told, words, time);
  }

  final class Story {

    private final SampleCast cast;
    private final SampleProfiles profiles;
    private final SampleContacts contacts;
    private final SamplePlaybook told;
    private final SampleWords words;
    private final SampleTime time;
    private final List<Stage> worked;
    private final List<Worked> all = new ArrayList<>();

    Story(
        SampleCast cast,
        SampleProfiles profiles,
        SampleContacts contacts,
        SamplePlaybook told,
        SampleWords words,
        SampleTime time) {
      this.cast = cast;
      this.profiles = profiles;
      this.contacts = contacts;
      this.told = told;
      this.words = words;
      this.time = time;
      List<Stage> open = deals.stages().stream().filter(Stage::isOpen).toList();
      this.worked = open.stream().filter(s -> s.track().equals(open.get(0).track())).toList();
    }

    void mirador(HandoffId handoff) {
      accept(handoff, cast.marcos(), time.at(-11, DayOfWeek.TUESDAY, 11), "Paula Rey")
          .worth("mirador.deal", 4200, -8)
          .with("Paula Rey", BuyingRole.USES)
          .with("Tomás Vigo", BuyingRole.DECIDES)
          .talk(
              -11,
              DayOfWeek.TUESDAY,
              InteractionKind.CALL,
              InteractionResult.MEETING_AGREED,
              "mirador.team",
              -10)
          .forward(-11, DayOfWeek.THURSDAY)
          .forward(-10, DayOfWeek.TUESDAY)
          .talk(
              -10,
              DayOfWeek.THURSDAY,
              InteractionKind.VISIT,
              InteractionResult.DONE,
              "mirador.trial",
              -9)
          .forward(-9, DayOfWeek.TUESDAY)
          .talk(
              -9,
              DayOfWeek.WEDNESDAY,
              InteractionKind.MEETING,
              InteractionResult.TALKED,
              "mirador.cost",
              -8)
          .forward(-9, DayOfWeek.FRIDAY)
          .won(4200, -8, DayOfWeek.TUESDAY)
          .paid(-4, -5, DayOfWeek.THURSDAY);
    }

    void returnOfMirador() {
      open("Paula Rey", cast.ines(), "miradorAgain.deal", 1900, -3, DayOfWeek.TUESDAY)
          .talk(
              -2,
              DayOfWeek.TUESDAY,
              InteractionKind.CALL,
              InteractionResult.TALKED,
              "miradorAgain.double",
              -2)
          .won(1900, -1, DayOfWeek.WEDNESDAY)
          .toBePaid(3, DayOfWeek.THURSDAY);
    }

    void ribeira(HandoffId handoff) {
      accept(handoff, cast.ines(), time.at(-7, DayOfWeek.MONDAY, 11), "Noa Castro")
          .worth("ribeira.deal", 3150, -4)
          .counted(Stage.Forecast.COMMIT, time.at(-7, DayOfWeek.TUESDAY, 10))
          .with("Noa Castro", BuyingRole.DECIDES)
          .talk(
              -7,
              DayOfWeek.MONDAY,
              InteractionKind.CALL,
              InteractionResult.MEETING_AGREED,
              "ribeira.hurry",
              -6)
          .forward(-7, DayOfWeek.THURSDAY)
          .forward(-6, DayOfWeek.WEDNESDAY)
          .talk(
              -6,
              DayOfWeek.THURSDAY,
              InteractionKind.VISIT,
              InteractionResult.DONE,
              "ribeira.blend",
              -5)
          .forward(-5, DayOfWeek.TUESDAY)
          .won(3150, -4, DayOfWeek.FRIDAY)
          .paid(-1, -2, DayOfWeek.FRIDAY);
    }

    void rias(HandoffId handoff) {
      accept(handoff, cast.marcos(), time.at(-9, DayOfWeek.WEDNESDAY, 13), "Eva Prieto")
          .worth("rias.deal", 9000, -4)
          .with("Eva Prieto", BuyingRole.INFLUENCES)
          .with("Julio Cal", BuyingRole.USES)
          .talk(
              -9,
              DayOfWeek.FRIDAY,
              InteractionKind.CALL,
              InteractionResult.MEETING_AGREED,
              "rias.old",
              -7)
          .forward(-8, DayOfWeek.TUESDAY)
          .forward(-7, DayOfWeek.WEDNESDAY)
          .talk(
              -7,
              DayOfWeek.THURSDAY,
              InteractionKind.VISIT,
              InteractionResult.DONE,
              "rias.delighted",
              -2)
          .changed("rias.deal", 8400, 0, "rias.board", time.at(-4, DayOfWeek.TUESDAY, 10))
          .on(told.welcome(), 400, "rias.discount", SamplePlaybook.COMPETITOR)
          .forward(-3, DayOfWeek.MONDAY)
          .talkAgo(2, InteractionKind.CALL, InteractionResult.ASKED_FOR_TIME, "rias.waiting", 0)
          .changed("rias.deal", 8400, 3, "rias.later", time.now().minus(Duration.ofDays(2)));
    }

    void fontes(HandoffId handoff) {
      accept(handoff, cast.marcos(), time.at(-4, DayOfWeek.MONDAY, 11), "Ramón Ledo")
          .worth("fontes.deal", 6100, 4)
          .with("Ramón Ledo", BuyingRole.DECIDES)
          .talk(
              -4,
              DayOfWeek.MONDAY,
              InteractionKind.CALL,
              InteractionResult.MEETING_AGREED,
              "fontes.agrees",
              -3)
          .forward(-4, DayOfWeek.THURSDAY)
          .forward(-3, DayOfWeek.WEDNESDAY)
          .talkAgo(7, InteractionKind.VISIT, InteractionResult.ASKED_FOR_TIME, "fontes.trial", -3);
    }

    void casona(HandoffId handoff) {
      accept(handoff, cast.marcos(), time.at(-3, DayOfWeek.TUESDAY, 10), "Carmen Llano")
          .worth("casona.deal", 11000, 2)
          .with("Carmen Llano", BuyingRole.DECIDES)
          .with("Hugo Menéndez", BuyingRole.USES)
          .talk(
              -3,
              DayOfWeek.TUESDAY,
              InteractionKind.VISIT,
              InteractionResult.TALKED,
              "casona.fee",
              -2)
          .forward(-3, DayOfWeek.FRIDAY)
          .forward(-2, DayOfWeek.TUESDAY)
          .forward(-2, DayOfWeek.FRIDAY)
          .changed("casona.deal", 12500, 2, "deal.closeDate", time.now().minus(Duration.ofDays(4)))
          .talkAgo(4, InteractionKind.MEETING, InteractionResult.ASKED_FOR_TIME, "casona.months", 1)
          .forwardAgo(3)
          .lined(line("casona.line.coffee", 40, 225), line("casona.line.machines", 2, 1750))
          .compared(
              "casona.alternative",
              cost("costs.price", 3500, 9000, 0, 11400),
              cost("costs.repairs", 0, 0, 600, 900),
              cost("costs.training", 0, 0, 450, 0))
          .feared("casona.risk.august", "casona.risk.august.done", BuyerRisk.State.HANDLED)
          .feared("casona.risk.guests", null, BuyerRisk.State.OPEN)
          .said("casona.comment", cast.lucia());
    }

    OpportunityId brisamar(HandoffId handoff) {
      return accept(handoff, cast.marcos(), time.at(-2, DayOfWeek.FRIDAY, 12), "Laura Cueto")
          .worth("brisamar.deal", 15000, 12)
          .with("Laura Cueto", BuyingRole.INFLUENCES)
          .talkAgo(11, InteractionKind.EMAIL, InteractionResult.SENT, "brisamar.papers", 5)
          .id;
    }

    void breogan(HandoffId handoff) {
      accept(handoff, cast.ines(), time.at(-3, DayOfWeek.WEDNESDAY, 11), "Óscar Freire")
          .worth("breogan.deal", 5200, 6);
    }

    void cowork(HandoffId handoff) {
      accept(handoff, cast.ines(), time.at(-2, DayOfWeek.TUESDAY, 11), "Sara Lema")
          .worth("cowork.deal", 2300, 7)
          .with("Sara Lema", BuyingRole.DECIDES)
          .forward(-2, DayOfWeek.THURSDAY)
          .changed("cowork.deal", 2300, 9, "cowork.later", time.at(-2, DayOfWeek.FRIDAY, 10))
          .changed("cowork.deal", 2300, 12, "cowork.budget", time.now().minus(Duration.ofDays(6)))
          .counted(Stage.Forecast.OMITTED, time.now().minus(Duration.ofDays(6)))
          .waits(6, "cowork.waits");
    }

    void torre(HandoffId handoff) {
      accept(handoff, cast.marcos(), time.at(-9, DayOfWeek.MONDAY, 17), "Sergio Pazos")
          .worth("torre.deal", 3600, -5)
          .talk(
              -8,
              DayOfWeek.MONDAY,
              InteractionKind.CALL,
              InteractionResult.ASKED_FOR_TIME,
              "torre.director",
              -7)
          .talk(
              -7,
              DayOfWeek.MONDAY,
              InteractionKind.CALL,
              InteractionResult.NO_ANSWER,
              "torre.silence",
              -6)
          .lost(
              new Loss(LostReason.SILENCE, LostTo.UNKNOWN, null, words.say("torre.lost")),
              1,
              -5,
              DayOfWeek.MONDAY);
    }

    void varela(HandoffId handoff) {
      accept(handoff, cast.ines(), time.at(-5, DayOfWeek.THURSDAY, 11), "Belén Varela")
          .worth("varela.deal", 2900, -3)
          .talk(
              -5,
              DayOfWeek.THURSDAY,
              InteractionKind.CALL,
              InteractionResult.TALKED,
              "varela.offers",
              -4)
          .forward(-4, DayOfWeek.TUESDAY)
          .lost(
              new Loss(
                  LostReason.PRICE, LostTo.COMPETITOR, "Tostadero Norte", words.say("varela.lost")),
              9,
              -3,
              DayOfWeek.WEDNESDAY);
    }

    void olmo(HandoffId handoff) {
      accept(handoff, cast.ines(), time.at(-5, DayOfWeek.MONDAY, 13), "Diego Olmo")
          .worth("olmo.deal", 1150, -2)
          .talk(
              -4,
              DayOfWeek.THURSDAY,
              InteractionKind.VISIT,
              InteractionResult.TALKED,
              "olmo.origins",
              -3)
          .won(1150, -2, DayOfWeek.MONDAY)
          .paid(-2, -1, DayOfWeek.TUESDAY);
    }

    private DealLine line(String what, int quantity, int price) {
      return new DealLine(
          products.all().stream()
              .filter(p -> p.name().equalsIgnoreCase(words.say(what)))
              .findFirst()
              .map(Product::id)
              .orElse(null),
          words.say(what),
          BigDecimal.valueOf(quantity),
          BigDecimal.valueOf(price),
          DealLine.Discount.NONE,
          null);
    }

    private CostSheet.Row cost(
        String what, int oursOnce, int oursYearly, int theirsOnce, int theirsYearly) {
      return new CostSheet.Row(
          words.say(what),
          new CostSheet.Cost(BigDecimal.valueOf(oursOnce), BigDecimal.valueOf(oursYearly)),
          new CostSheet.Cost(BigDecimal.valueOf(theirsOnce), BigDecimal.valueOf(theirsYearly)),
          null);
    }

    private Worked accept(HandoffId handoff, CurrentUser seller, Instant at, String person) {
      return new Worked(acceptances.accept(handoff, seller, at), seller, contacts.who(person), at);
    }

    private Worked open(
        String person, CurrentUser seller, String name, int amount, int week, DayOfWeek day) {
      Instant at = time.at(week, day, 12);
      DealDetails details =
          new DealDetails(
              words.say(name),
              contacts.who(person),
              contacts.employer(person).orElse(null),
              seller.id(),
              profiles.hotels(),
              BigDecimal.valueOf(amount),
              seller.company().currency(),
              time.day(week + 3, day),
              Map.of());
      Plan first = Plan.step(words.say("deal.firstStep"), time.day(week + 1, day));
      return new Worked(
              deals.open(NewDeal.of(details, first, at), seller.id(), at),
              seller,
              contacts.who(person),
              at)
          .stood(BigDecimal.valueOf(amount), time.day(week + 3, day), at);
    }

    /** Keeps what the deals looked like at the start of each week, as Arena would have. */
    void keep() {
      for (int week = -WEEKS; week <= 0; week++) {
        LocalDate monday = time.week(week).monday();
        Instant taken =
            snapshots
                .of(monday)
                .map(Snapshots.Snapshot::takenAt)
                .orElse(time.at(monday, LocalTime.of(0, 5)));
        List<Kept> kept = all.stream().flatMap(deal -> deal.at(taken).stream()).toList();
        if (time.isOver(taken) && !kept.isEmpty()) {
          snapshots.tell(monday, taken, kept, cast.teresa().id());
        }
      }
    }

    /**
     * How a deal stood from a moment on.
     *
     * @param stage the place of its stage among those in which deals are worked; -1 once it ended
     * @param said what it counts as, where that is not what its stage says
     */
    private record Stood(
        Instant from,
        @Nullable BigDecimal amount,
        @Nullable LocalDate close,
        int stage,
        Stage.@Nullable Forecast said) {}

    /** A deal in the hands of its seller. */
    private final class Worked {

      private final OpportunityId id;
      private final CurrentUser seller;
      private final PersonId person;
      private final Instant since;
      private final List<Stood> history = new ArrayList<>();
      private int stage;

      Worked(OpportunityId id, CurrentUser seller, PersonId person, Instant since) {
        this.id = id;
        this.seller = seller;
        this.person = person;
        this.since = since;
        history.add(new Stood(since, null, null, 0, null));
        all.add(this);
      }

      private Stood last() {
        return history.get(history.size() - 1);
      }

      private Worked stood(@Nullable BigDecimal amount, LocalDate close, Instant from) {
        history.add(new Stood(from, amount, close, last().stage(), last().said()));
        return this;
      }

      private void stood(int stage, Instant from) {
        history.add(new Stood(from, last().amount(), last().close(), stage, last().said()));
      }

      /** Its seller says what it counts as. */
      Worked counted(Stage.Forecast as, Instant from) {
        forecasts.say(id, as, seller.id(), from);
        history.add(new Stood(from, last().amount(), last().close(), last().stage(), as));
        return this;
      }

      /** How it stood at a moment; empty while it was not open. */
      Optional<Kept> at(Instant moment) {
        Stood then = null;
        for (Stood stood : history) {
          // What happened is told in the order of the story, which need not be that of the days.
          if (!stood.from().isAfter(moment)
              && (then == null || !stood.from().isBefore(then.from()))) {
            then = stood;
          }
        }
        if (then == null || then.stage() < 0) {
          return Optional.empty();
        }
        Stage in = worked.get(then.stage());
        Stage.Forecast category = then.said() == null ? in.outlook().forecast() : then.said();
        return Optional.of(
            new Kept(
                id.id(),
                seller.id().id(),
                in.id().id(),
                category.name(),
                in.probability(),
                then.amount(),
                seller.company().currency().getCurrencyCode(),
                then.close()));
      }

      /** What it is about, what it may bring, and the week in which that should be decided. */
      Worked worth(String name, int amount, int week) {
        return changed(name, amount, week, "deal.closeDate", since);
      }

      /** The same with what was found out at a moment: another amount, or a later week. */
      Worked changed(String name, int amount, int week, String why, Instant at) {
        DealDetails known = deals.details(id).orElseThrow();
        @Nullable CompanyId company = known.company();
        deals.change(
            id,
            new DealDetails(
                words.say(name),
                person,
                company,
                seller.id(),
                known.profile(),
                BigDecimal.valueOf(amount),
                known.currency(),
                time.day(week, DayOfWeek.FRIDAY),
                known.attributes()),
            words.say(why),
            seller.id(),
            at);
        return stood(BigDecimal.valueOf(amount), time.day(week, DayOfWeek.FRIDAY), at);
      }

      /** What is offered, how much below the list price and why, and against whom. */
      Worked on(OfferId offer, int discount, String why, String competitor) {
        deals.agree(
            id,
            new Terms(offer, BigDecimal.valueOf(discount), words.say(why), competitor),
            seller.id(),
            time.at(-3, DayOfWeek.MONDAY, 10));
        return this;
      }

      /** What is sold, line by line; its sum is the amount that it has. */
      Worked lined(DealLine... sold) {
        Deals.Seen deal = deals.seen(id, seller);
        lines.put(
            id,
            List.of(sold),
            deal.currency(),
            deal.version(),
            seller.id(),
            time.now().minus(SHORT));
        return this;
      }

      /** What it costs the customer over three years, beside something else. */
      Worked compared(String alternative, CostSheet.Row... rows) {
        sheets.put(
            id,
            new CostSheet(
                words.say(alternative), 3, seller.company().currency(), List.of(rows), null, null),
            0,
            seller.id(),
            time.now().minus(SHORT));
        return this;
      }

      /** What the customer fears, and what is done about it. */
      Worked feared(String risk, @Nullable String done, BuyerRisk.State state) {
        risks.add(
            TimeOrderedUuid.next(),
            id,
            words.say(risk),
            done == null ? null : words.say(done),
            state,
            seller.id(),
            time.now().minus(SHORT));
        return this;
      }

      /** Its seller says something to somebody, by name. */
      Worked said(String comment, CurrentUser to) {
        comments.say(
            TimeOrderedUuid.next(),
            Topic.of(deals.seen(id, seller)),
            "@" + to.name() + " " + words.say(comment),
            seller,
            time.now().minus(SHORT));
        return this;
      }

      Worked with(String name, BuyingRole role) {
        deals.engage(id, contacts.who(name), role);
        return this;
      }

      Worked talk(
          int week,
          DayOfWeek day,
          InteractionKind kind,
          InteractionResult result,
          String talk,
          int nextWeek) {
        return talk(time.at(week, day, 12), kind, result, talk, time.day(nextWeek, day));
      }

      /**
       * @param ago days
       * @param next days from today on which the next step is due
       */
      Worked talkAgo(
          int ago, InteractionKind kind, InteractionResult result, String talk, int next) {
        Instant at = time.now().minus(Duration.ofDays(ago));
        return talk(at, kind, result, talk, time.today().plusDays(next));
      }

      private Worked talk(
          Instant at, InteractionKind kind, InteractionResult result, String talk, LocalDate due) {
        deals.done(
            id,
            new Deals.Result(TimeOrderedUuid.next(), kind, result, words.say(talk + ".said")),
            Plan.step(words.say(talk + ".next"), due),
            seller.id(),
            at);
        return this;
      }

      Worked waits(int ago, String why) {
        deals.planNextStep(
            id, Plan.none(words.say(why)), seller.id(), time.now().minus(Duration.ofDays(ago)));
        return this;
      }

      Worked forward(int week, DayOfWeek day) {
        return forward(time.at(week, day, 17));
      }

      Worked forwardAgo(int days) {
        return forward(time.now().minus(Duration.ofDays(days)));
      }

      private Worked forward(Instant at) {
        worked.get(stage).exitCriteria().forEach(c -> deals.meet(id, c, seller.id(), at));
        stage++;
        worked.get(stage).entryCriteria().forEach(c -> deals.meet(id, c, seller.id(), at));
        deals.move(id, worked.get(stage).id(), null, seller.id(), at);
        stood(stage, at);
        return this;
      }

      Worked won(int amount, int week, DayOfWeek day) {
        deals.win(
            id,
            BigDecimal.valueOf(amount),
            time.day(week, day),
            words.say("deal.signed"),
            seller.id(),
            time.at(week, day, 18));
        stood(-1, time.at(week, day, 18));
        return this;
      }

      /** The customer pays, by then or late. */
      void paid(int dueWeek, int paidWeek, DayOfWeek day) {
        deals.paid(id, time.day(dueWeek, day), time.day(paidWeek, day));
      }

      void toBePaid(int dueWeek, DayOfWeek day) {
        deals.paid(id, time.day(dueWeek, day), null);
      }

      /** Lost, to be talked to again in so many weeks from now. */
      void lost(Loss loss, int again, int week, DayOfWeek day) {
        deals.lose(
            id,
            loss,
            time.day(again, DayOfWeek.TUESDAY),
            time.day(week, day),
            seller.id(),
            time.at(week, day, 18));
        stood(-1, time.at(week, day, 18));
      }
    }
  }
}
