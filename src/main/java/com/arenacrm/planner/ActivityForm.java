package com.arenacrm.planner;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.UserId;
import com.arenacrm.planner.Recurrence.Nth;
import com.arenacrm.planner.Recurrence.Unit;
import com.arenacrm.platform.FormReader;
import com.arenacrm.platform.Formats;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.playbook.OfferId;
import com.arenacrm.playbook.StoryId;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An activity as typed.
 *
 * @param id the new activity's, or that of the part that is split off, so that sending twice makes
 *     one
 * @param scope which occurrences a change is about
 * @param occurrence the occurrence from which the change was begun
 * @param version of the activity
 * @param occurrenceVersion of the occurrence
 */
record ActivityForm(
    String id,
    String title,
    String owner,
    String firstDay,
    Repeats repeats,
    String every,
    Set<DayOfWeek> weekdays,
    String monthDays,
    String ordinal,
    DayOfWeek weekday,
    Ends ends,
    String until,
    String count,
    String goal,
    String channel,
    String investment,
    String phase,
    String profile,
    String nature,
    String startTime,
    String provider,
    String followUpBy,
    String followUpDays,
    String expected,
    String capacity,
    String tentative,
    Scope scope,
    String occurrence,
    Integer version,
    Integer occurrenceVersion,
    String story,
    String offer) {

  /** The ways to repeat that the form offers. */
  enum Repeats {
    ONCE,
    DAILY,
    WEEKLY,
    MONTHLY_BY_DATE,
    MONTHLY_BY_WEEKDAY
  }

  /** The ways to end that the form offers. */
  enum Ends {
    NEVER,
    UNTIL,
    COUNT
  }

  /** Which occurrences of a series a change is about. */
  enum Scope {
    ONE,
    FOLLOWING,
    ALL
  }

  /** How people write the last day of the month. */
  private static final List<String> LAST = List.of("último", "ultimo", "last", "-1");

  private static final BigDecimal MOST_INVESTMENT = new BigDecimal("9999999999");

  private static final int MOST_PEOPLE = 10_000_000;

  ActivityForm {
    repeats = repeats == null ? Repeats.ONCE : repeats;
    weekdays = weekdays == null ? EnumSet.noneOf(DayOfWeek.class) : weekdays;
    weekday = weekday == null ? DayOfWeek.MONDAY : weekday;
    ends = ends == null ? Ends.NEVER : ends;
    scope = scope == null ? Scope.ALL : scope;
  }

  /** Whether it is about one occurrence alone. */
  public boolean one() {
    return scope == Scope.ONE;
  }

  /** An empty form with what the address said, filled from an activity to start from. */
  static ActivityForm blank(
      UserId owner,
      LocalDate day,
      @Nullable HourglassPhase phase,
      @Nullable UUID profile,
      String title,
      @Nullable Idea idea,
      Formats show) {
    return new ActivityForm(
        ActivityId.next().toString(),
        idea == null ? title : idea.title(),
        owner.toString(),
        day.toString(),
        idea == null ? Repeats.ONCE : repeats(idea.unit()),
        idea == null ? "1" : String.valueOf(idea.every()),
        EnumSet.of(day.getDayOfWeek()),
        String.valueOf(day.getDayOfMonth()),
        "1",
        day.getDayOfWeek(),
        Ends.NEVER,
        "",
        "",
        idea == null ? "" : idea.goal(),
        idea == null ? "" : idea.channel(),
        idea == null ? "" : show.typedSum(idea.investment()),
        phase == null ? "" : phase.name(),
        profile == null ? "" : profile.toString(),
        idea == null ? "" : idea.nature().name(),
        "",
        "",
        "",
        idea == null ? "" : typed(idea.followUpDays()),
        "",
        "",
        "",
        Scope.ALL,
        "",
        0,
        0,
        "",
        "");
  }

  private static Repeats repeats(Idea.Unit unit) {
    return switch (unit) {
      case ONCE -> Repeats.ONCE;
      case DAY -> Repeats.DAILY;
      case WEEK -> Repeats.WEEKLY;
      case MONTH -> Repeats.MONTHLY_BY_DATE;
    };
  }

  /**
   * What is there now.
   *
   * @param schedule the days as the form is to show them
   * @param occurrence the occurrence from which the change begins; null for the whole activity
   */
  static ActivityForm of(
      Activity activity,
      Schedule schedule,
      Scope scope,
      @Nullable Occurrence occurrence,
      Formats show) {
    ActivityDetails d = activity.details();
    boolean one = scope == Scope.ONE && occurrence != null;
    Recurrence r = schedule.recurrence();
    FollowUp f = d.followUp();
    return new ActivityForm(
        scope == Scope.FOLLOWING ? ActivityId.next().toString() : activity.id().toString(),
        one ? occurrence.title() : d.title(),
        (one ? occurrence.owner() : d.owner()).toString(),
        (one ? occurrence.day() : schedule.firstDay()).toString(),
        repeats(r),
        r == null ? "1" : String.valueOf(r.every()),
        r == null || r.weekdays().isEmpty()
            ? EnumSet.of(schedule.firstDay().getDayOfWeek())
            : EnumSet.copyOf(r.weekdays()),
        r == null
            ? ""
            : r.monthDays().stream()
                .sorted(Comparator.comparing(date -> date < 0 ? 32 : date))
                .map(date -> date > 0 ? date.toString() : lastIn(show))
                .collect(Collectors.joining(", ")),
        r == null || r.nth() == null ? "1" : String.valueOf(r.nth().ordinal()),
        r == null || r.nth() == null ? schedule.firstDay().getDayOfWeek() : r.nth().weekday(),
        r == null || (r.until() == null && r.count() == null)
            ? Ends.NEVER
            : r.until() != null ? Ends.UNTIL : Ends.COUNT,
        r == null || r.until() == null ? "" : r.until().toString(),
        r == null || r.count() == null ? "" : r.count().toString(),
        d.goal(),
        d.channel(),
        show.typedSum(one ? occurrence.investment() : d.investment()),
        (one ? occurrence.phase() : d.phase()).name(),
        (one ? occurrence.profile() : d.profile()).toString(),
        d.nature().name(),
        typed(one ? occurrence.startTime().orElse(null) : d.startTime()),
        d.provider(),
        f.by() == null ? "" : f.by().toString(),
        typed(f.withinDays()),
        typed(f.expected()),
        typed(f.capacity()),
        String.valueOf(one ? occurrence.isTentative() : d.tentative()),
        scope,
        occurrence == null ? "" : occurrence.id().toString(),
        activity.version(),
        occurrence == null ? 0 : occurrence.version(),
        d.story() == null ? "" : d.story().toString(),
        d.offer() == null ? "" : d.offer().toString());
  }

  /**
   * The details; null once something has been refused.
   *
   * @param owners who may be given it
   * @param profiles for whom it may be planned
   * @param told which stories and offers it may be given
   * @param series what stays with the series when one occurrence alone is changed; else null
   */
  @Nullable ActivityDetails details(
      FormReader reader,
      Collection<UUID> owners,
      Collection<UUID> profiles,
      Telling.Choices told,
      @Nullable ActivityDetails series) {
    String title = reader.required("title", title(), 200);
    UUID owner = oneOf(reader, "owner", owner(), owners);
    UUID profile = oneOf(reader, "profile", profile(), profiles);
    BigDecimal investment = reader.amount("investment", investment());
    reader.require("investment", investment, "activity.investment.required");
    if (investment != null && investment.compareTo(MOST_INVESTMENT) > 0) {
      reader.refuse("investment", "amount.invalid");
    }
    HourglassPhase phase = reader.choice("phase", phase(), HourglassPhase.class);
    reader.require("phase", phase, "choose");
    LocalTime time = reader.time("startTime", startTime());
    String goal = series != null ? series.goal() : reader.required("goal", goal(), 1000);
    String channel = series != null ? series.channel() : reader.required("channel", channel(), 300);
    String provider = series != null ? series.provider() : reader.text("provider", provider(), 200);
    FollowUp followUp = series != null ? series.followUp() : followUp(reader, owners);
    Nature nature =
        series != null ? series.nature() : reader.choice("nature", nature(), Nature.class);
    reader.require("nature", nature, "choose");
    UUID story = chosen(reader, "story", story(), told.ids(), i -> "choose");
    UUID offer = chosen(reader, "offer", offer(), told.ids(), told.whyNoOffer());
    if (reader.failed()
        || phase == null
        || profile == null
        || owner == null
        || investment == null
        || nature == null) {
      return null;
    }
    return new ActivityDetails(
        title,
        phase,
        new ProfileId(profile),
        new UserId(owner),
        goal,
        channel,
        investment,
        nature,
        provider,
        time,
        followUp,
        series != null ? series.story() : story == null ? null : new StoryId(story),
        series != null ? series.offer() : offer == null ? null : new OfferId(offer),
        "true".equals(tentative()));
  }

  private FollowUp followUp(FormReader reader, Collection<UUID> owners) {
    UUID seller =
        FormReader.clean(followUpBy()).isEmpty()
            ? null
            : oneOf(reader, "followUpBy", followUpBy(), owners);
    return new FollowUp(
        seller == null ? null : new UserId(seller),
        reader.whole("followUpDays", followUpDays(), 0, 365),
        reader.whole("expected", expected(), 0, MOST_PEOPLE),
        reader.whole("capacity", capacity(), 0, MOST_PEOPLE));
  }

  /** The day of one occurrence; null once it has been refused. */
  @Nullable LocalDate day(FormReader reader, LocalDate today) {
    return near(reader, "firstDay", firstDay(), today);
  }

  /** A day of which a week can be shown; null once it has been refused. */
  static @Nullable LocalDate near(
      FormReader reader, String field, @Nullable String typed, LocalDate today) {
    LocalDate day = reader.date(field, typed);
    reader.require(field, day, "date.invalid");
    if (day == null || !WeekController.isTooFar(Week.of(day), today)) {
      return day;
    }
    reader.refuse(field, "day.tooFar", WeekController.FARTHEST_YEARS);
    return null;
  }

  /** The days; null once something about them has been refused. */
  @Nullable Schedule schedule(FormReader reader, LocalDate today) {
    LocalDate first = day(reader, today);
    if (repeats == Repeats.ONCE || first == null) {
      return first == null ? null : Schedule.once(first);
    }
    Integer every = reader.whole("every", every(), 1, Recurrence.MOST_EVERY);
    reader.require("every", every, "recurrence.every.required");
    Set<Integer> dates = repeats == Repeats.MONTHLY_BY_DATE ? monthDays(reader) : Set.of();
    LocalDate last = ends == Ends.UNTIL ? near(reader, "until", until(), today) : null;
    if (last != null && last.isBefore(first)) {
      reader.refuse("until", "recurrence.until.early");
    }
    Integer times =
        ends == Ends.COUNT ? reader.whole("count", count(), 1, Recurrence.MOST_TIMES) : null;
    if (ends == Ends.COUNT) {
      reader.require("count", times, "recurrence.count.required");
    }
    Integer nth =
        repeats == Repeats.MONTHLY_BY_WEEKDAY ? reader.whole("ordinal", ordinal(), -5, 5) : null;
    if (reader.failed() || every == null) {
      return null;
    }
    Recurrence recurrence =
        new Recurrence(
            switch (repeats) {
              case DAILY -> Unit.DAY;
              case WEEKLY -> Unit.WEEK;
              default -> Unit.MONTH;
            },
            every,
            repeats == Repeats.WEEKLY ? weekdays : Set.of(),
            dates,
            nth == null || nth == 0 ? null : new Nth(nth, weekday),
            last,
            times);
    try {
      return Schedule.series(first, recurrence).startingOnADayOfItsOwn();
    } catch (RefusedException e) {
      reader.refuse("firstDay", e.messageKey());
      return null;
    }
  }

  private Set<Integer> monthDays(FormReader reader) {
    Set<Integer> dates = new TreeSet<>();
    String words = FormReader.clean(monthDays()).toLowerCase(Locale.ROOT);
    for (String word : words.replaceAll("\\b(y|e|and)\\b", " ").split("[\\s,;]+")) {
      if (word.isEmpty()) {
        continue;
      }
      if (LAST.contains(word)) {
        dates.add(-1);
      } else if (word.matches("[1-9]|[12]\\d|3[01]")) {
        dates.add(Integer.valueOf(word));
      } else {
        reader.refuse("monthDays", "recurrence.monthDays.invalid");
        return Set.of();
      }
    }
    return dates;
  }

  private static @Nullable UUID chosen(
      FormReader reader,
      String field,
      @Nullable String typed,
      Collection<UUID> allowed,
      Function<UUID, String> refusal) {
    return FormReader.clean(typed).isEmpty() ? null : oneOf(reader, field, typed, allowed, refusal);
  }

  private static @Nullable UUID oneOf(
      FormReader reader, String field, @Nullable String typed, Collection<UUID> allowed) {
    return oneOf(reader, field, typed, allowed, id -> "choose");
  }

  private static @Nullable UUID oneOf(
      FormReader reader,
      String field,
      @Nullable String typed,
      Collection<UUID> allowed,
      Function<UUID, String> refusal) {
    UUID id = reader.id(field, typed);
    reader.require(field, id, "choose");
    if (id != null && !allowed.contains(id)) {
      reader.refuse(field, refusal.apply(id));
      return null;
    }
    return id;
  }

  private static String lastIn(Formats show) {
    return show.locale().getLanguage().equals("en") ? "last" : LAST.get(0);
  }

  private static Repeats repeats(@Nullable Recurrence r) {
    if (r == null) {
      return Repeats.ONCE;
    }
    return switch (r.unit()) {
      case DAY -> Repeats.DAILY;
      case WEEK -> Repeats.WEEKLY;
      case MONTH -> r.nth() == null ? Repeats.MONTHLY_BY_DATE : Repeats.MONTHLY_BY_WEEKDAY;
    };
  }

  private static String typed(@Nullable Integer number) {
    return number == null ? "" : number.toString();
  }

  private static String typed(@Nullable LocalTime time) {
    return time == null ? "" : "%02d:%02d".formatted(time.getHour(), time.getMinute());
  }
}
