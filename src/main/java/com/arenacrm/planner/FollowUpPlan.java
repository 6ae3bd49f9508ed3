package com.arenacrm.planner;

import com.arenacrm.shared.WorkingCalendar;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who follows up the people whom one occurrence brings, and whether they can (R097).
 *
 * @param expected how many people are expected, or came; null when nobody says
 * @param withinDays in how many of the company's working days, from the one after the occurrence; 0
 *     is the same day; null when nobody says
 * @param open whether it is still to be closed; afterwards nobody can be left out any more, but
 *     those who came keep their sellers busy
 * @param present on how many of those working days each seller is there; who is missing, on all
 * @param away who of them is away on some of those days, and when
 */
public record FollowUpPlan(
    UUID occurrence,
    UUID activity,
    String title,
    LocalDate day,
    @Nullable Integer expected,
    @Nullable Integer withinDays,
    List<Seller> sellers,
    boolean open,
    Map<UUID, Integer> present,
    List<Away> away) {

  /** Nobody attends to more than this, however much was typed. */
  private static final int MOST = 100_000_000;

  /** One that is still to come, with everybody there. */
  FollowUpPlan(
      UUID occurrence,
      UUID activity,
      String title,
      LocalDate day,
      @Nullable Integer expected,
      @Nullable Integer withinDays,
      List<Seller> sellers) {
    this(
        occurrence, activity, title, day, expected, withinDays, sellers, true, Map.of(), List.of());
  }

  /** The same with those who are away. */
  FollowUpPlan attendedBy(Map<UUID, Integer> present, List<Away> away) {
    return new FollowUpPlan(
        occurrence, activity, title, day, expected, withinDays, sellers, open, present, away);
  }

  /** Whether so many each time, or on every working day. */
  public enum Per {
    TIME,
    DAY
  }

  /** One of those who follow up, with how many people they can attend to. */
  public record Seller(UUID user, int capacity, Per per) {}

  /**
   * One of those who follow up is away.
   *
   * @param until the last day
   */
  public record Away(UUID user, LocalDate from, LocalDate until) {}

  /**
   * That there are more people than can be attended to.
   *
   * @param able to how many they can attend in the agreed days
   * @param workingDays in how many working days; at least one
   * @param claimed how many people of other occurrences of that week count on the same sellers
   * @param away who of the sellers is away on some of those days
   */
  public record Shortage(
      UUID occurrence,
      String title,
      LocalDate day,
      int expected,
      int able,
      int workingDays,
      int claimed,
      List<UUID> sellers,
      List<Away> away) {

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
   * On which days they are followed up.
   *
   * @param company when the company works
   */
  List<LocalDate> days(WorkingCalendar company) {
    if (withinDays != null && withinDays == 0) {
      return List.of(day);
    }
    return Stream.iterate(company.nextWorkingDay(day), company::nextWorkingDay)
        .limit(workingDays())
        .toList();
  }

  /**
   * Whether people are left to nobody. Who attends to so many a working day has that time once, for
   * all occurrences of the week; who attends to so many each time has it each time, and the part of
   * it that falls to the days on which they are there.
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
      int time = Math.toIntExact(Math.min(MOST, time(seller)));
      if (seller.per() == Per.TIME) {
        able += time;
      } else {
        int others =
            week.stream()
                .filter(other -> !other.occurrence.equals(occurrence))
                .mapToInt(other -> other.countsOn(seller.user()))
                .sum();
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
            sellers.stream().map(Seller::user).toList(),
            away);
  }

  /** How many of its people fall to that seller's working days, by what each can attend to. */
  private int countsOn(UUID user) {
    long all = sellers.stream().mapToLong(this::time).sum();
    long own =
        sellers.stream()
            .filter(s -> s.user().equals(user) && s.per() == Per.DAY)
            .mapToLong(this::time)
            .sum();
    return expected == null || all == 0 ? 0 : Math.toIntExact((expected * own + all - 1) / all);
  }

  /** To how many that seller can attend in those days. */
  private long time(Seller seller) {
    int days = workingDays();
    long there = Math.min(days, present.getOrDefault(seller.user(), days));
    return seller.per() == Per.DAY ? seller.capacity() * there : seller.capacity() * there / days;
  }
}
