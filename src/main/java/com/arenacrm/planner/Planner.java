package com.arenacrm.planner;

import com.arenacrm.contacts.PersonId;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.AuditTrail;
import com.arenacrm.identity.AuditTrail.Subject;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.platform.StaleVersionException;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.Week;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The front door to the plan: what is planned, what became of it, and whom it touched.
 *
 * <p>Occurrences are closed, put off and given touches by marketing and by whoever sees to them
 * (R025); the rest is for marketing, which the routes see to.
 */
@Component
@Transactional
public class Planner {

  private static final int DAYS_BACK = 120;
  private static final int MOST_CHOICES = 100;

  /** What was left open longer ago is no longer news. */
  private static final int DAYS_OPEN = 60;

  private static final int MOST_OPEN = 100;
  private static final int MOST_TOUCHES = 50;

  /**
   * What other modules show of an activity.
   *
   * @param apart what tells it apart from others of its name where one is chosen among several: the
   *     day on which it begins; null where the name is enough
   */
  public record ActivityCard(
      ActivityId id,
      String title,
      HourglassPhase phase,
      ProfileId profile,
      UserId owner,
      @Nullable String apart) {

    /** The identifier as a form sends it. */
    public String value() {
      return id.toString();
    }

    public String label() {
      return apart == null ? title : title + " · " + apart;
    }
  }

  /**
   * What other modules show of an occurrence.
   *
   * @param day in the company's calendar
   */
  public record OccurrenceCard(
      OccurrenceId id,
      ActivityId activity,
      String title,
      HourglassPhase phase,
      ProfileId profile,
      LocalDate day,
      Occurrence.State state) {}

  /**
   * These people met activities of ours, or it turned out that they did not: at most a thousand at
   * a time. Of invitations nothing is said.
   */
  public record PeopleTouched(List<PersonId> people) {}

  /** That a person met an occurrence, and how. */
  public record TouchCard(
      OccurrenceId occurrence,
      ActivityId activity,
      String title,
      HourglassPhase phase,
      TouchKind kind,
      Instant at) {}

  private final Occurrences occurrences;
  private final Series series;
  private final Touches touches;
  private final WeekReviews weeks;
  private final Corrections corrections;
  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final Clock clock;

  Planner(
      Occurrences occurrences,
      Series series,
      Touches touches,
      WeekReviews weeks,
      Corrections corrections,
      AuditTrail audit,
      JdbcClient jdbc,
      Clock clock) {
    this.occurrences = occurrences;
    this.series = series;
    this.touches = touches;
    this.weeks = weeks;
    this.corrections = corrections;
    this.audit = audit;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Transactional(readOnly = true)
  public Optional<ActivityCard> activity(ActivityId id) {
    return Optional.ofNullable(cards(List.of(id)).get(id));
  }

  /** All that is known of an occurrence. */
  @Transactional(readOnly = true)
  public Optional<Occurrence> read(OccurrenceId id) {
    return occurrences.findById(id);
  }

  /** All that is known of an activity. */
  @Transactional(readOnly = true)
  public Optional<Activity> read(ActivityId id) {
    return series.read(id);
  }

  /** What to show of each of these activities, by one statement however many they are. */
  @Transactional(readOnly = true)
  public Map<ActivityId, ActivityCard> cards(Collection<ActivityId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return jdbc
        .sql(
            "select id, title, phase, profile_id, owner_id from planner.activity where id in (:ids)")
        .param("ids", ids.stream().map(ActivityId::id).distinct().toList())
        .query((rs, n) -> activityCard(rs, null))
        .list()
        .stream()
        .collect(Collectors.toMap(ActivityCard::id, Function.identity()));
  }

  /**
   * The activities to choose from where something is credited to one: those that happened in the
   * last {@value #DAYS_BACK} days or will happen, newest first, at most {@value #MOST_CHOICES}.
   */
  public List<ActivityCard> choices() {
    return choices(null);
  }

  /**
   * The activities to choose from, as {@link #choices()}, and one more that is chosen already,
   * however long ago it was. Those of equal names say on which day they begin, in the reader's
   * language.
   *
   * @param chosen null for none; one that does not exist adds nothing
   */
  @Transactional(readOnly = true)
  public List<ActivityCard> choices(@Nullable ActivityId chosen) {
    return jdbc.sql(
            """
            select c.*, case when count(*) over (partition by lower(c.title)) > 1
                        then c.first_day end as apart from (
              (select a.id, a.title, a.phase, a.profile_id, a.owner_id, a.first_day, a.created_at
               from planner.activity a
               where exists (select 1 from planner.occurrence o
                 where o.activity_id = a.id and o.day >= :since)
               order by a.created_at desc, a.id desc limit :most)
              union
              select a.id, a.title, a.phase, a.profile_id, a.owner_id, a.first_day, a.created_at
              from planner.activity a where a.id = :chosen) c
            order by c.created_at desc, c.id desc
            """)
        .param("chosen", chosen == null ? null : chosen.id())
        .param("since", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(DAYS_BACK))
        .param("most", MOST_CHOICES)
        .query(
            (rs, n) -> {
              LocalDate apart = rs.getObject("apart", LocalDate.class);
              return activityCard(rs, apart == null ? null : inWords(apart));
            })
        .list();
  }

  @Transactional(readOnly = true)
  public Optional<OccurrenceCard> occurrence(OccurrenceId id) {
    return occurrences
        .findById(id)
        .map(
            o ->
                new OccurrenceCard(
                    o.id(), o.activity(), o.title(), o.phase(), o.profile(), o.day(), o.state()));
  }

  /**
   * What somebody sees to that is still open, of this day and of the last {@value #DAYS_OPEN}, the
   * oldest first, at most {@value #MOST_OPEN}.
   */
  @Transactional(readOnly = true)
  public List<OccurrenceCard> open(UserId owner, LocalDate today) {
    return jdbc.sql(
            """
            select id, activity_id, title, phase, profile_id, day, state from planner.occurrence
            where owner_id = :owner and state = 'PLANNED' and day between :since and :today
            order by day, start_time, id limit :most
            """)
        .param("owner", owner.id())
        .param("since", today.minusDays(DAYS_OPEN))
        .param("today", today)
        .param("most", MOST_OPEN)
        .query(
            (rs, n) ->
                new OccurrenceCard(
                    new OccurrenceId(rs.getObject("id", UUID.class)),
                    new ActivityId(rs.getObject("activity_id", UUID.class)),
                    rs.getString("title"),
                    HourglassPhase.valueOf(rs.getString("phase")),
                    new ProfileId(rs.getObject("profile_id", UUID.class)),
                    rs.getObject("day", LocalDate.class),
                    Occurrence.State.valueOf(rs.getString("state"))))
        .list();
  }

  /**
   * The occurrence to which something belongs that came in by an activity on that day: its latest
   * on or before the day, else the first after it. An activity that another continues goes on in
   * it.
   */
  @Transactional(readOnly = true)
  public Optional<OccurrenceId> occurrenceFor(ActivityId activity, LocalDate day) {
    return jdbc.sql(
            """
            with recursive part (id) as (
              select cast(:activity as uuid)
              union
              select a.id from planner.activity a join part p on a.continues_id = p.id)
            select o.id from planner.occurrence o join part p on p.id = o.activity_id
            order by o.day > :day, abs(o.day - :day), o.id limit 1
            """)
        .param("activity", activity.id())
        .param("day", day)
        .query(UUID.class)
        .optional()
        .map(OccurrenceId::new);
  }

  /**
   * Notes that a person met an occurrence; asked twice, it is noted once.
   *
   * @param at when they met it
   * @param actor who noted it; null when the person did, by a form
   */
  public void touch(
      OccurrenceId occurrence,
      PersonId person,
      TouchKind kind,
      Instant at,
      @Nullable UserId actor) {
    touches.add(occurrence, List.of(person), kind, at, actor);
  }

  /** What this person met, newest first, at most {@value #MOST_TOUCHES}. */
  @Transactional(readOnly = true)
  public List<TouchCard> touchesOf(PersonId person) {
    return touches.of(person, MOST_TOUCHES);
  }

  /** What these people met since then, by one statement, the latest first. */
  @Transactional(readOnly = true)
  public Map<PersonId, List<TouchCard>> touchesOf(Collection<PersonId> people, Instant since) {
    return people.isEmpty() ? Map.of() : touches.of(people, since);
  }

  /**
   * The same without what counts nowhere, as what did not take place: what demand may be credited
   * to (R055).
   */
  @Transactional(readOnly = true)
  public Map<PersonId, List<TouchCard>> countedTouchesOf(
      Collection<PersonId> people, Instant since) {
    return people.isEmpty() ? Map.of() : touches.countedOf(people, since);
  }

  /** How this person first met us. */
  @Transactional(readOnly = true)
  public Optional<TouchCard> firstTouch(PersonId person) {
    return touches.firstOf(person);
  }

  /** How each of these people first met us, by one statement; who never did is left out. */
  @Transactional(readOnly = true)
  public Map<PersonId, TouchCard> firstTouches(Collection<PersonId> people) {
    return people.isEmpty() ? Map.of() : touches.firstOf(people);
  }

  /**
   * Plans an activity and stores its occurrences for thirteen months.
   *
   * @throws RefusedException when its rule has no day, or its only day lies in a closed week
   */
  public ActivityId plan(NewActivity activity, UserId actor, Instant now) {
    return series.plan(activity, actor, now).id();
  }

  /**
   * Keeps every week from being closed until the transaction is over, for what puts many times into
   * the plan at once and looks itself at which weeks are closed.
   */
  public void holdWeeksOpen() {
    weeks.holdOpen();
  }

  /**
   * Says how an occurrence went. That it will not take place may be said in advance.
   *
   * @throws RefusedException when it is closed already, or done on a day that is yet to come in the
   *     company's zone
   */
  public void close(OccurrenceId id, Result result, CurrentUser actor, Instant now) {
    Occurrence occurrence = get(id, actor);
    occurrence.close(result, actor.id(), now, today(actor, now));
    occurrences.save(occurrence);
  }

  /**
   * Says how an occurrence went, as long as it is what the form showed.
   *
   * @throws StaleVersionException when somebody changed it meanwhile
   * @throws RefusedException as {@link #close(OccurrenceId, Result, CurrentUser, Instant)} does
   */
  void close(OccurrenceId id, int version, Result result, CurrentUser actor, Instant now) {
    Occurrence occurrence = get(id, actor);
    if (occurrence.isOpen()) {
      StaleVersionException.check(version, occurrence.version());
    }
    close(id, result, actor, now);
  }

  /**
   * Puts the result of a closed occurrence right. It stays to be seen that it was, and the audit
   * trail keeps what was there before; a correction after the close of the week is named so, since
   * the numbers of the week are frozen by then.
   *
   * @param version the version that the correction was made upon
   * @return whether it says something else than before
   * @throws StaleVersionException when somebody changed it meanwhile
   */
  public boolean correct(
      OccurrenceId id, int version, Result result, CurrentUser actor, Instant now) {
    Occurrence occurrence = get(id, actor);
    StaleVersionException.check(version, occurrence.version());
    String before = inWords(occurrence);
    Optional<Result> said = occurrence.result();
    occurrence.correct(result, actor.id(), now, today(actor, now));
    occurrences.save(occurrence);
    boolean changed =
        said.filter(was -> corrections.note(id, was, result, actor.id(), now)).isPresent();
    audit.note(
        actor,
        weeks.find(occurrence.week()).isPresent()
            ? "occurrence-corrected-late"
            : "occurrence-corrected",
        subject(occurrence),
        before,
        inWords(occurrence));
    return changed;
  }

  /**
   * Gives a corrected occurrence the result back that it had before its last correction. That is a
   * correction, too, and stays to be seen as one.
   *
   * @param version the version that the last correction led to
   * @throws StaleVersionException when somebody changed it meanwhile
   */
  void takeBackCorrection(OccurrenceId id, int version, CurrentUser actor, Instant now) {
    Result before =
        corrections.of(id).stream().findFirst().orElseThrow(NotFoundException::new).before();
    correct(id, version, before, actor, now);
  }

  /**
   * Takes back that an occurrence was closed.
   *
   * @throws RefusedException when its week is closed
   */
  public void reopen(OccurrenceId id, CurrentUser actor) {
    Occurrence occurrence = get(id, actor);
    weeks.holdOpen();
    weeks.requireOpen(occurrence.week());
    if (occurrence.isOpen()) {
      return;
    }
    String before = inWords(occurrence);
    occurrence.reopen();
    occurrences.save(occurrence);
    audit.note(actor, "occurrence-reopened", subject(occurrence), before, null);
  }

  /**
   * Puts an open occurrence on another day. That it was put off is noted when it leaves its week,
   * because then the week will lack it, or when a reason is given; a shift within the week is
   * planning, and leaves no trace.
   *
   * @param reason why; may be null
   * @throws RefusedException when it is closed, or the day lies in a closed week
   */
  public void reschedule(
      OccurrenceId id, LocalDate day, @Nullable String reason, CurrentUser actor, Instant now) {
    Occurrence occurrence = get(id, actor);
    if (!occurrence.isOpen()) {
      throw new RefusedException("occurrence.closed", occurrence.title());
    }
    LocalDate from = occurrence.day();
    if (day.equals(from)) {
      return;
    }
    weeks.holdOpen();
    weeks.requireOpen(Week.of(day));
    occurrence.moveTo(day);
    occurrences.save(occurrence);
    if (reason != null || !Week.of(from).contains(day)) {
      jdbc.sql(
              """
              insert into planner.rescheduling
                (id, occurrence_id, from_day, to_day, reason, at, by_user)
              values (:id, :occurrence, :from, :to, :reason, :now, :actor)
              """)
          .param("id", TimeOrderedUuid.next())
          .param("occurrence", id.id())
          .param("from", from)
          .param("to", day)
          .param("reason", reason)
          .param("now", now.atOffset(ZoneOffset.UTC))
          .param("actor", actor.id().id())
          .update();
    }
  }

  /**
   * Puts an open occurrence on another day, as long as it is what the page showed.
   *
   * @throws StaleVersionException when somebody changed it meanwhile
   */
  void reschedule(
      OccurrenceId id,
      int version,
      LocalDate day,
      @Nullable String reason,
      CurrentUser actor,
      Instant now) {
    Occurrence occurrence = get(id, actor);
    if (occurrence.isOpen()) {
      StaleVersionException.check(version, occurrence.version());
    }
    reschedule(id, day, reason, actor, now);
  }

  /**
   * Changes one open occurrence alone, and puts it on another day if it is another.
   *
   * @throws StaleVersionException when somebody changed it meanwhile
   * @throws RefusedException when it is closed, or the day lies in a closed week
   */
  void vary(
      OccurrenceId id,
      int version,
      Occurrence.Variation variation,
      LocalDate day,
      CurrentUser actor,
      Instant now) {
    Occurrence occurrence = get(id, actor);
    StaleVersionException.check(version, occurrence.version());
    occurrence.change(variation);
    occurrences.save(occurrence);
    reschedule(id, day, null, actor, now);
  }

  /**
   * Says that an occurrence will take place as planned.
   *
   * @throws RefusedException when it is closed already
   */
  public void confirm(OccurrenceId id, CurrentUser actor) {
    Occurrence occurrence = get(id, actor);
    occurrence.confirm();
    occurrences.save(occurrence);
  }

  /**
   * Takes back that an occurrence was confirmed.
   *
   * @throws StaleVersionException when somebody changed it meanwhile
   * @throws RefusedException when it is closed already
   */
  void doubt(OccurrenceId id, int version, CurrentUser actor) {
    Occurrence occurrence = get(id, actor);
    StaleVersionException.check(version, occurrence.version());
    occurrence.doubt();
    occurrences.save(occurrence);
  }

  /** Puts an occurrence back where it was, as if it had not been moved. */
  void moveBack(OccurrenceId id, int version, LocalDate to, CurrentUser actor) {
    Occurrence occurrence = get(id, actor);
    StaleVersionException.check(version, occurrence.version());
    LocalDate from = occurrence.day();
    weeks.holdOpen();
    weeks.requireOpen(Week.of(to));
    occurrence.moveTo(to);
    occurrences.save(occurrence);
    jdbc.sql(
            """
            delete from planner.rescheduling where id =
              (select id from planner.rescheduling where occurrence_id = :occurrence
               order by at desc, id desc limit 1)
              and from_day = :to and to_day = :from
            """)
        .param("occurrence", id.id())
        .param("from", from)
        .param("to", to)
        .update();
  }

  /**
   * Closes a week: each of its occurrences has a state, and something was learned. Who sat together
   * when it was closed before, if it was, still did. Announces {@link
   * com.arenacrm.shared.WeekClosed}.
   *
   * @throws RefusedException when it is closed already, has not begun, or something in it is open
   */
  public void closeWeek(Week week, String learned, CurrentUser actor, Instant now) {
    weeks.close(week, learned, weeks.participants(week), actor, now);
  }

  /**
   * Closes a week in a meeting; as {@link #closeWeek(Week, String, CurrentUser, Instant)}.
   *
   * @param participants who sat together
   */
  public void closeWeek(
      Week week, String learned, Collection<UserId> participants, CurrentUser actor, Instant now) {
    weeks.close(
        week,
        learned,
        participants.stream().map(UserId::id).collect(Collectors.toSet()),
        actor,
        now);
  }

  /**
   * Opens the last closed week again. Announces {@link com.arenacrm.shared.WeekReopened}.
   *
   * @throws RefusedException when it is not closed, or a later one is
   */
  public void reopenWeek(Week week, CurrentUser actor, Instant now) {
    weeks.reopen(week, actor, now);
  }

  /**
   * Takes the close of a week back that the same person made a moment ago, as if it had not been;
   * later, or of somebody else, as {@link #reopenWeek}.
   *
   * @throws RefusedException when it is not closed, or a later one is
   */
  public void takeBackClosing(Week week, CurrentUser actor, Instant now) {
    weeks.takeBack(week, actor, now);
  }

  private Occurrence get(OccurrenceId id, CurrentUser actor) {
    Occurrence occurrence = occurrences.findById(id).orElseThrow(NotFoundException::new);
    if (!occurrence.mayBeClosedBy(actor)) {
      throw new AccessDeniedException("Neither marketing nor who sees to it");
    }
    return occurrence;
  }

  private static Subject subject(Occurrence occurrence) {
    return new Subject(
        "occurrence", occurrence.id().id(), occurrence.title() + " · " + occurrence.day());
  }

  // For the audit trail, which keeps plain values for readers of any language.
  private static String inWords(Occurrence occurrence) {
    Result r =
        occurrence
            .result()
            .orElseThrow(() -> new RefusedException("occurrence.stillOpen", occurrence.title()));
    return Stream.of(
            AuditTrail.word("result." + occurrence.state().name()),
            r.reason(),
            AuditTrail.word("result.reach") + ": " + r.reach(),
            AuditTrail.word("result.invited") + ": " + r.invited(),
            AuditTrail.word("result.attended") + ": " + r.attended(),
            AuditTrail.word("result.spent") + ": " + r.spent())
        .filter(part -> part != null && !part.endsWith(" null"))
        .collect(Collectors.joining(", "));
  }

  private static String inWords(LocalDate day) {
    return DateTimeFormatter.ofPattern("d MMM yyyy", LocaleContextHolder.getLocale()).format(day);
  }

  private static ActivityCard activityCard(ResultSet rs, @Nullable String apart)
      throws SQLException {
    return new ActivityCard(
        new ActivityId(rs.getObject("id", UUID.class)),
        rs.getString("title"),
        HourglassPhase.valueOf(rs.getString("phase")),
        new ProfileId(rs.getObject("profile_id", UUID.class)),
        new UserId(rs.getObject("owner_id", UUID.class)),
        apart);
  }

  private static LocalDate today(CurrentUser actor, Instant now) {
    return LocalDate.ofInstant(now, actor.company().zone());
  }
}
