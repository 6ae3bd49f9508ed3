package com.arenacrm.welcome;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.InteractionId;
import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.customers.AfterSale;
import com.arenacrm.customers.CheckIn;
import com.arenacrm.customers.CheckInId;
import com.arenacrm.customers.CheckIns;
import com.arenacrm.customers.PurchaseDetails;
import com.arenacrm.customers.PurchaseId;
import com.arenacrm.customers.Purchases;
import com.arenacrm.customers.Referrals;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.shared.Money;
import com.arenacrm.shared.TimeOrderedUuid;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Those who have bought from Cafés Almendro for a year: most at their own pace, one who stopped,
 * one who pays late, one whose maintenance ends soon, one of whom nobody has heard for long.
 */
@Component
class SampleCustomers {

  /** How the real intervals lie around the usual one, in hundredths; a year of them. */
  private static final int[] AROUND = {0, 10, -10, 20, -5, 5, -15, 30, 0, -20, 15, -10, 40, 5, -5};

  private final ContactBook book;
  private final Purchases purchases;
  private final CheckIns checkIns;
  private final Referrals referrals;
  private final AfterSale afterSale;

  SampleCustomers(
      ContactBook book,
      Purchases purchases,
      CheckIns checkIns,
      Referrals referrals,
      AfterSale afterSale) {
    this.book = book;
    this.afterSale = afterSale;
    this.purchases = purchases;
    this.checkIns = checkIns;
    this.referrals = referrals;
  }

  /** What they do after each sale; said before the first one. */
  void promise(SampleWords words) {
    afterSale.begin(
        List.of(
            new AfterSale.Step(1, words.say("aftersale.thanks")),
            new AfterSale.Step(4, words.say("aftersale.first")),
            new AfterSale.Step(14, words.say("aftersale.barista")),
            new AfterSale.Step(45, words.say("aftersale.happy"))));
  }

  void tell(
      SampleCast cast,
      SampleContacts known,
      SamplePlaybook told,
      SampleWords words,
      SampleTime time) {
    Story story = new Story(words, time);
    story.buys(cast.marcos(), "Cafetería Rúa Nova", "house", 420, 30, 12, 10);
    story.took("renewed", 720, 75, told.loyal());
    story.spoke(12, InteractionKind.CALL, InteractionResult.TALKED, "ruaNova");
    story.said(9, 12, "happy.ruaNova");
    story.buys(cast.ines(), "Asador Barbanza", "house", 310, 21, 14, 6);
    story.spoke(20, InteractionKind.VISIT, InteractionResult.DONE, "barbanza");
    story.said(8, 20, "happy.barbanza");
    story.buys(cast.marcos(), "Hotel Compás", "hotel", 960, 35, 11, 33);
    story.spoke(26, InteractionKind.CALL, InteractionResult.ASKED_FOR_TIME, "compas");
    story.lasts("maintenance", 780, time.day(3, DayOfWeek.TUESDAY));
    story.buys(cast.ines(), "Panadería Trisquel", "house", 180, 14, 15, 3);
    story.spoke(40, InteractionKind.CALL, InteractionResult.TALKED, "trisquel");
    story.buys(cast.marcos(), "Oficinas Faro", "office", 540, 45, 8, 20);
    story.spoke(30, InteractionKind.EMAIL, InteractionResult.SENT, "faro");
    story.said(4, 6, "happy.faro");
    story.owes(210, 50, 20);
    story.buys(cast.ines(), "Bar Estación Norte", "house", 260, 28, 10, 118);
    story.spoke(120, InteractionKind.CALL, InteractionResult.TALKED, "estacion");
    story.buys(cast.marcos(), "Restaurante A Lonxa", "house", 390, 32, 12, 25);
    story.spoke(18, InteractionKind.VISIT, InteractionResult.DONE, "lonxa");
    story.said(7, 70, "happy.lonxa");
    mirador(cast, known, words, time);
    afterSale.catchUp(
        List.of(cast.marcos().id(), cast.ines().id()),
        time.today(),
        cast.marcos().company().zone());
  }

  /** The first hotel, so happy that it recommends us and lets us say so. */
  private void mirador(SampleCast cast, SampleContacts known, SampleWords words, SampleTime time) {
    PersonId paula = known.who("Paula Rey");
    CompanyId hotel = known.employer("Paula Rey").orElseThrow();
    Instant at = time.at(time.today().minusDays(34), LocalTime.of(10, 0));
    checkIns.note(
        CheckInId.next(),
        hotel,
        paula,
        new CheckIn.Answer(10, words.say("happy.mirador")),
        cast.marcos().id(),
        at);
    referrals.asked(
        TimeOrderedUuid.next(),
        hotel,
        paula,
        Referrals.Answer.YES,
        null,
        words.say("referral.mirador"),
        cast.marcos().id(),
        at);
    referrals.keep(
        TimeOrderedUuid.next(),
        hotel,
        paula,
        words.say("testimonial.signed"),
        words.say("testimonial.mirador"),
        words.say("testimonial.how"),
        time.today().minusDays(30),
        List.of(Referrals.Place.WEB, Referrals.Place.SALES),
        cast.lucia().id(),
        time.at(time.today().minusDays(30), LocalTime.of(10, 0)));
  }

  private final class Story {

    private final SampleWords words;
    private final SampleTime time;
    private @Nullable CompanyId company;
    private @Nullable CurrentUser seller;

    Story(SampleWords words, SampleTime time) {
      this.words = words;
      this.time = time;
    }

    /**
     * Somebody who buys again and again.
     *
     * @param every days that usually lie between two purchases
     * @param last days since the last one
     */
    void buys(
        CurrentUser who, String name, String what, int amount, int every, int times, int last) {
      seller = who;
      company =
          book.addCompany(
                  CompanyId.next(),
                  CompanyDetails.named(name),
                  who.id(),
                  time.at(time.today().minusDays(400), LocalTime.NOON))
              .id();
      LocalDate day = time.today().minusDays(last);
      for (int i = 0; i < times; i++) {
        int paidAfter = 20 + AROUND[(i + every) % AROUND.length] / 5;
        LocalDate paid = day.plusDays(paidAfter);
        bought(
            "purchase." + what,
            amount + AROUND[(i + amount) % AROUND.length],
            day,
            day.plusDays(30),
            paid.isAfter(time.today()) ? null : paid,
            null,
            null);
        day = day.minusDays(every + Math.round(every * AROUND[(i + every) % AROUND.length] / 100f));
      }
    }

    /** Something that ends on a day of which they should be asked before. */
    void lasts(String what, int amount, LocalDate until) {
      LocalDate on = until.minusYears(1);
      bought("purchase." + what, amount, on, on.plusDays(30), on.plusDays(25), null, until);
    }

    /** How happy they are, as they said by word of mouth. */
    void said(int score, int ago, String why) {
      checkIns.note(
          CheckInId.next(),
          company,
          null,
          new CheckIn.Answer(score, words.say(why)),
          seller.id(),
          time.at(time.today().minusDays(ago), LocalTime.of(11, 30)));
    }

    /** Something that they bought by an offer. */
    void took(String what, int amount, int ago, OfferId offer) {
      LocalDate on = time.today().minusDays(ago);
      bought("purchase." + what, amount, on, on.plusDays(30), on.plusDays(28), offer, null);
    }

    /** Something that they have not paid yet, though they should have. */
    void owes(int amount, int boughtAgo, int dueAgo) {
      LocalDate on = time.today().minusDays(boughtAgo);
      bought("purchase.cups", amount, on, time.today().minusDays(dueAgo), null, null, null);
    }

    void spoke(int ago, InteractionKind kind, InteractionResult result, String said) {
      LocalDate day = time.today().minusDays(ago);
      book.log(
          InteractionId.next(),
          kind,
          result,
          null,
          company,
          words.say("customers." + said),
          time.at(day, LocalTime.of(11, 0)),
          seller.id(),
          time.at(day, LocalTime.of(11, 0)));
    }

    private void bought(
        String what,
        int amount,
        LocalDate on,
        LocalDate due,
        @Nullable LocalDate paid,
        @Nullable OfferId offer,
        @Nullable LocalDate until) {
      purchases.add(
          PurchaseId.next(),
          new PurchaseDetails(
              company,
              null,
              words.say(what),
              on,
              Money.of(BigDecimal.valueOf(amount), seller.company().currency()),
              due,
              paid,
              null,
              seller.id(),
              offer,
              until,
              until == null ? null : 12),
          seller.id(),
          time.at(on, LocalTime.of(12, 0)));
    }
  }
}
