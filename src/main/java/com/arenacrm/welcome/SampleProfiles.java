package com.arenacrm.welcome;

import com.arenacrm.contacts.Condition;
import com.arenacrm.contacts.ContactField;
import com.arenacrm.contacts.ContactField.Kind;
import com.arenacrm.contacts.Operator;
import com.arenacrm.icp.BuyingRole;
import com.arenacrm.icp.Criterion;
import com.arenacrm.icp.EditionText;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.shared.HourglassPhase;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;

/**
 * Whom Cafés Almendro wants.
 *
 * @param hotels signed by both teams
 * @param offices proposed by marketing, and sales has not signed yet
 */
record SampleProfiles(ProfileId hotels, ProfileId offices) {

  static SampleProfiles define(
      Profiles profiles, SampleCast cast, SampleWords words, SampleTime time) {
    ProfileId hotels =
        profiles.define(
            ProfileId.next(),
            words.say("hotels.name"),
            whoHotelsAre(words),
            cast.lucia().id(),
            time.at(-12, DayOfWeek.MONDAY, 10));
    profiles.propose(hotels, cast.lucia().id(), time.at(-12, DayOfWeek.MONDAY, 12));
    profiles.sign(hotels, cast.marcos().id(), time.at(-12, DayOfWeek.TUESDAY, 9));
    ProfileId offices =
        profiles.define(
            ProfileId.next(),
            words.say("offices.name"),
            whoOfficesAre(words),
            cast.lucia().id(),
            time.at(-7, DayOfWeek.THURSDAY, 16));
    profiles.propose(offices, cast.lucia().id(), time.at(-6, DayOfWeek.MONDAY, 9));
    return new SampleProfiles(hotels, offices);
  }

  private static EditionText whoHotelsAre(SampleWords words) {
    return new EditionText(
        words.say("hotels.unwanted"),
        List.of(
            new Condition(ContactField.of(Kind.INDUSTRY), Operator.IS, words.say("industry.bar")),
            new Condition(
                ContactField.of(Kind.JOB_TITLE),
                Operator.CONTAINS,
                words.say("hotels.unwanted.job"))),
        List.of(
            wanted(Kind.INDUSTRY, Operator.IS, words.say("industry.hotel"), 40, true),
            wanted(Kind.EMPLOYEES, Operator.BETWEEN, "20..120", 30, false),
            wanted(Kind.REGION, Operator.IS_ONE_OF, "Galicia, Asturias, Cantabria", 15, false),
            wanted(Kind.JOB_TITLE, Operator.CONTAINS, words.say("hotels.jobs"), 15, false)),
        words.say("hotels.motivators"),
        words.say("hotels.channels"),
        words.say("hotels.value"),
        List.of(role(words, "hotels.frontOfHouse"), role(words, "hotels.management")),
        Map.of());
  }

  private static EditionText whoOfficesAre(SampleWords words) {
    return new EditionText(
        words.say("offices.unwanted"),
        List.of(),
        List.of(
            wanted(Kind.INDUSTRY, Operator.IS, words.say("industry.office"), 50, true),
            wanted(Kind.EMPLOYEES, Operator.BETWEEN, "20..60", 35, false),
            wanted(Kind.REGION, Operator.IS, "Galicia", 15, false)),
        words.say("offices.motivators"),
        words.say("offices.channels"),
        words.say("offices.value"),
        List.of(role(words, "offices.management")),
        Map.of(HourglassPhase.LIKE, words.say("offices.withoutLike")));
  }

  private static BuyingRole role(SampleWords words, String who) {
    return new BuyingRole(
        words.say(who + ".name"),
        words.say(who + ".reality"),
        words.say(who + ".words"),
        words.say(who + ".solution"));
  }

  private static Criterion wanted(
      Kind field, Operator operator, String value, int weight, boolean knockOut) {
    return new Criterion(new Condition(ContactField.of(field), operator, value), weight, knockOut);
  }
}
