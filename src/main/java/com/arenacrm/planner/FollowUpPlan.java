package com.arenacrm.planner;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who follows up the people whom one occurrence brings, and whether they can (R097).
 *
 * @param expected how many people are expected, or came; null when nobody says
 * @param withinDays in how many of the company's working days, from the one after the occurrence; 0
 *     is the same day; null when nobody says
 * @param open whether it is still to be closed; afterwards nobody can be left out any more, but
 *     those who came keep their sellers busy
 */
public record FollowUpPlan(
    UUID occurrence,
    UUID activity,
    String title,
    LocalDate day,
    @Nullable Integer expected,
    @Nullable Integer withinDays,
    List<Seller> sellers,
    boolean open) {

  /** One that is still to come. */
  FollowUpPlan(
      UUID occurrence,
      UUID activity,
      String title,
      LocalDate day,
      @Nullable Integer expected,
      @Nullable Integer withinDays,
      List<Seller> sellers) {
    this(occurrence, activity, title, day, expected, withinDays, sellers, true);
  }

  /** Whether so many each time, or on every working day. */
  public enum Per {
    TIME,
    DAY
  }

  /** One of those who follow up, with how many people they can attend to. */
  public record Seller(UUID user, int capacity, Per per) {}

  /**
   * That there are more people than can be attended to.
   *
   * @param able to how many they can attend in the agreed days
   * @param workingDays in how many working days; at least one
   * @param claimed how many people of other occurrences of that week count on the same sellers
   */
  public record Shortage(
      UUID occurrence,
      String title,
      LocalDate day,
      int expected,
      int able,
      int workingDays,
      int claimed,
      List<UUID> sellers) {

    /** For how many nobody has time. */
    public int missing() {
      return expected - able;
    }
  }

  /** In how many working days the people of this occurrence are followed up; at least one. */
  int workingDays() {
    return withinDays == null ? 1 : Math.max(1, withinDays);
  }

  /**
   * Whether people are left to nobody. Who attends to so many a working day has that time once, for
   * all occurrences of the week; who attends to so many each time has it each time.
   *
   * @param week the plans of all occurrences of the same week
   * @return null when there is time for all, or nobody has said how much there is
   */
  @Nullable Shortage shortage(Collection<FollowUpPlan> week) {
    if (!open || expected == null || sellers.isEmpty()) {
      return null;
    }
    int days = workingDays();
    int able = 0;
    int claimed = 0;
    for (Seller seller : sellers) {
      if (seller.per() == Per.TIME) {
        able += seller.capacity();
      } else {
        int others =
            week.stream()
                .filter(other -> !other.occurrence.equals(occurrence))
                .mapToInt(other -> other.countsOn(seller.user()))
                .sum();
        int time = seller.capacity() * days;
        claimed += Math.min(time, others);
        able += Math.max(0, time - others);
      }
    }
    return able >= expected
        ? null
        : new Shortage(
            occurrence,
            title,
            day,
            expected,
            able,
            days,
            claimed,
            sellers.stream().map(Seller::user).toList());
  }

  /** How many of its people fall to that seller's working days, by what each can attend to. */
  private int countsOn(UUID user) {
    int days = workingDays();
    long all = sellers.stream().mapToLong(s -> time(s, days)).sum();
    long own =
        sellers.stream()
            .filter(s -> s.user().equals(user) && s.per() == Per.DAY)
            .mapToLong(s -> time(s, days))
            .sum();
    return expected == null || all == 0 ? 0 : Math.toIntExact((expected * own + all - 1) / all);
  }

  private static long time(Seller seller, int days) {
    return (long) seller.capacity() * (seller.per() == Per.DAY ? days : 1);
  }
}
