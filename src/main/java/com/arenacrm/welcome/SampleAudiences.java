package com.arenacrm.welcome;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.Operator;
import com.arenacrm.contacts.SavedFilters;
import com.arenacrm.contacts.SavedFilters.Saved;
import com.arenacrm.planner.ActivityAudiences;
import com.arenacrm.shared.TimeOrderedUuid;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Whom Cafés Almendro invites: two segments; the tasting for hotels, which sales approved and which
 * went out three times; and the one for offices, to which others come as well, for a reason.
 */
@Component
class SampleAudiences {

  private final SavedFilters segments;
  private final ActivityAudiences audiences;

  SampleAudiences(SavedFilters segments, ActivityAudiences audiences) {
    this.segments = segments;
    this.audiences = audiences;
  }

  /** Tells it before the occurrences are closed, because invitations go out before. */
  void tell(
      SampleCast cast,
      SampleContacts contacts,
      SamplePlan plan,
      SampleWords words,
      SampleTime time) {
    Saved hotels =
        new Saved(
            TimeOrderedUuid.next(),
            words.say("segment.hotels"),
            false,
            false,
            List.of(is(Kind.INDUSTRY, words.say("industry.hotel")), is(Kind.REGION, "Galicia")));
    Saved offices =
        new Saved(
            TimeOrderedUuid.next(),
            words.say("segment.offices"),
            true,
            false,
            List.of(
                is(Kind.INDUSTRY, words.say("industry.office")),
                new Condition(ContactField.of(Kind.EMPLOYEES), Operator.AT_LEAST, "20")));
    Instant beginning = time.at(-7, DayOfWeek.MONDAY, 12);
    segments.save(hotels, words.say("segment.hotels.note"), null, cast.lucia().id(), beginning);
    segments.save(
        offices,
        words.say("segment.offices.note"),
        words.say("segment.offices.community"),
        cast.lucia().id(),
        beginning);
    hotelTasting(hotels, cast, contacts, plan, words, time);
    officeTasting(offices, cast, contacts, plan, words, time);
  }

  private void hotelTasting(
      Saved hotels,
      SampleCast cast,
      SampleContacts contacts,
      SamplePlan plan,
      SampleWords words,
      SampleTime time) {
    var tasting = plan.tasting().id();
    var lucia = cast.lucia().id();
    var marcos = cast.marcos().id();
    audiences.addSegment(next(), tasting, hotels, lucia, time.at(-6, DayOfWeek.MONDAY, 10));
    audiences.addPeople(
        next(),
        tasting,
        false,
        "Diego Olmo",
        List.of(contacts.who("Diego Olmo")),
        lucia,
        time.at(-6, DayOfWeek.MONDAY, 11));
    // Julio never said whether he agrees; his hotel asked for a tasting.
    audiences.allowSilent(
        next(),
        tasting,
        words.say("audience.tasting.ground"),
        lucia,
        time.at(-6, DayOfWeek.MONDAY, 11));
    UUID review = next();
    audiences.askSales(
        review,
        tasting,
        words.say("audience.tasting.note"),
        List.of(marcos),
        lucia,
        time.at(-6, DayOfWeek.MONDAY, 12));
    audiences.takeOutForSales(
        next(),
        tasting,
        contacts.who("Tomás Vigo"),
        words.say("audience.tasting.out"),
        marcos,
        time.at(-6, DayOfWeek.TUESDAY, 9));
    audiences.decide(
        review,
        tasting,
        true,
        words.say("audience.tasting.approved"),
        marcos,
        time.at(-6, DayOfWeek.TUESDAY, 10));
    for (int week = -4; week <= 0; week += 2) {
      audiences.launch(
          next(),
          tasting,
          plan.of(plan.tasting(), week),
          null,
          cast.lucia(),
          time.at(week - 1, DayOfWeek.THURSDAY, 10));
    }
  }

  private void officeTasting(
      Saved offices,
      SampleCast cast,
      SampleContacts contacts,
      SamplePlan plan,
      SampleWords words,
      SampleTime time) {
    var tasting = plan.officeTasting().id();
    var lucia = cast.lucia().id();
    audiences.addSegment(next(), tasting, offices, lucia, time.at(-1, DayOfWeek.THURSDAY, 11));
    audiences.addPeople(
        next(),
        tasting,
        true,
        words.say("audience.office.picked"),
        List.of(
            contacts.who("Mateo Lúa"), contacts.who("Uxía Porto"), contacts.who("Nicolás Vidal")),
        lucia,
        time.at(-1, DayOfWeek.THURSDAY, 12));
    audiences.justify(
        next(),
        tasting,
        words.say("audience.office.why"),
        lucia,
        time.at(-1, DayOfWeek.THURSDAY, 13));
    audiences.askSales(
        next(),
        tasting,
        words.say("audience.office.note"),
        List.of(),
        lucia,
        time.at(-1, DayOfWeek.FRIDAY, 9));
  }

  private static Condition is(Kind kind, String value) {
    return new Condition(ContactField.of(kind), Operator.IS, value);
  }

  private static UUID next() {
    return TimeOrderedUuid.next();
  }
}
