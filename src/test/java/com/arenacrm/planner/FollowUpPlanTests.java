package com.arenacrm.planner;

import static org.assertj.core.api.Assertions.assertThat;

import com.arenacrm.planner.FollowUpPlan.Away;
import com.arenacrm.planner.FollowUpPlan.Per;
import com.arenacrm.planner.FollowUpPlan.Seller;
import com.arenacrm.planner.FollowUpPlan.Shortage;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether those who follow up have time for whom an occurrence brings (R097). */
class FollowUpPlanTests {

  private static final LocalDate WEDNESDAY = LocalDate.of(2026, 11, 25);
  private static final UUID MARCOS = UUID.randomUUID();
  private static final UUID INES = UUID.randomUUID();

  @Test
  void whoAttendsToSoManyEachTimeHasThatTimeEachTime() {
    FollowUpPlan tasting = plan(40, 3, new Seller(MARCOS, 15, Per.TIME));
    FollowUpPlan other = plan(15, 3, new Seller(MARCOS, 15, Per.TIME));
    assertThat(short_(tasting, tasting, other).missing()).isEqualTo(25);
    assertThat(other.shortage(List.of(tasting, other))).isNull();
  }

  @Test
  void severalSellersShareThePeople() {
    FollowUpPlan tasting =
        plan(40, 3, new Seller(MARCOS, 15, Per.TIME), new Seller(INES, 10, Per.TIME));
    Shortage shortage = short_(tasting, tasting);
    assertThat(shortage.able()).isEqualTo(25);
    assertThat(shortage.missing()).isEqualTo(15);
    assertThat(shortage.sellers()).containsExactly(MARCOS, INES);
  }

  @Test
  void theDaysAreWorkingDaysAndOneAtLeast() {
    // A week-end in between is not among them: four days are four times five people.
    assertThat(short_(plan(21, 4, new Seller(MARCOS, 5, Per.DAY))).able()).isEqualTo(20);
    assertThat(plan(20, 4, new Seller(MARCOS, 5, Per.DAY)).shortage(List.of())).isNull();
    assertThat(short_(plan(6, 0, new Seller(MARCOS, 5, Per.DAY))).able()).isEqualTo(5);
    assertThat(short_(plan(6, null, new Seller(MARCOS, 5, Per.DAY))).able()).isEqualTo(5);
  }

  @Test
  void theDaysOfASellerAreThereOnceForAllOccurrencesOfTheWeek() {
    FollowUpPlan tasting = plan(8, 2, new Seller(MARCOS, 5, Per.DAY));
    FollowUpPlan lunch = plan(6, 2, new Seller(MARCOS, 5, Per.DAY), new Seller(INES, 10, Per.TIME));
    Shortage shortage = short_(tasting, tasting, lunch);
    assertThat(shortage.claimed()).isEqualTo(3);
    assertThat(shortage.able()).isEqualTo(7);
  }

  @Test
  void nothingIsSaidWhereNobodySaidHowManyOrWho() {
    assertThat(plan(null, 2, new Seller(MARCOS, 0, Per.TIME)).shortage(List.of())).isNull();
    assertThat(plan(10, 2).shortage(List.of())).isNull();
  }

  @Test
  void whoIsAwayAttendsToNobodyOnThoseDays() {
    Seller marcos = new Seller(MARCOS, 5, Per.DAY);
    assertThat(plan(20, 4, marcos).shortage(List.of())).isNull();

    Away away = new Away(MARCOS, WEDNESDAY.plusDays(1), WEDNESDAY.plusDays(3));
    Shortage shortage = short_(plan(20, 4, marcos).attendedBy(Map.of(MARCOS, 1), List.of(away)));
    assertThat(shortage.able()).isEqualTo(5);
    assertThat(shortage.missing()).isEqualTo(15);
    assertThat(shortage.away()).containsExactly(away);

    FollowUpPlan nobody = plan(1, 4, marcos).attendedBy(Map.of(MARCOS, 0), List.of(away));
    assertThat(short_(nobody).able()).isZero();
  }

  @Test
  void whoAttendsToSoManyEachTimeAttendsToTheirPartOnTheDaysTheyAreThere() {
    Seller ines = new Seller(INES, 10, Per.TIME);
    Away away = new Away(INES, WEDNESDAY.plusDays(1), WEDNESDAY.plusDays(1));
    assertThat(short_(plan(10, 3, ines).attendedBy(Map.of(INES, 2), List.of(away))).able())
        .as("two days of three, and nobody is attended to by halves")
        .isEqualTo(6);
  }

  @Test
  void whoIsAwayTakesNoPartOfTheOtherOccurrencesEither() {
    FollowUpPlan tasting = plan(10, 2, new Seller(INES, 5, Per.DAY));
    FollowUpPlan lunch = plan(8, 2, new Seller(MARCOS, 4, Per.DAY), new Seller(INES, 4, Per.DAY));
    assertThat(short_(tasting, tasting, lunch).claimed()).isEqualTo(4);
    FollowUpPlan alone =
        lunch.attendedBy(
            Map.of(MARCOS, 0, INES, 2), List.of(new Away(MARCOS, WEDNESDAY, WEDNESDAY)));
    assertThat(short_(tasting, tasting, alone).claimed())
        .as("without Marcos all of the lunch fall to Inés")
        .isEqualTo(8);
  }

  private static Shortage short_(FollowUpPlan plan, FollowUpPlan... week) {
    Shortage shortage = plan.shortage(List.of(week));
    assertThat(shortage).isNotNull();
    return shortage;
  }

  private static FollowUpPlan plan(
      @Nullable Integer expected, @Nullable Integer days, Seller... sellers) {
    UUID id = UUID.randomUUID();
    return new FollowUpPlan(id, id, "Cata", WEDNESDAY, expected, days, List.of(sellers));
  }
}
