package com.arenacrm.leads.clock;

import com.arenacrm.contacts.InteractionKind;
import com.arenacrm.contacts.InteractionLogged;
import com.arenacrm.contacts.InteractionResult;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.identity.UserId;
import com.arenacrm.identity.Workforce;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.Origin;
import com.arenacrm.leads.clock.ClockReading.Kept;
import com.arenacrm.leads.clock.ClockReading.Pause;
import com.arenacrm.leads.clock.ClockReading.Question;
import com.arenacrm.platform.NotFoundException;
import com.arenacrm.platform.RefusedException;
import com.arenacrm.shared.CountedTime;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.shared.WorkingCalendar;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The front door to the response clock (R062). Between us and a customer one clock runs at most:
 * that of the first answer, which is the handoff's own, or that of an answer which follows.
 */
@Component
@Transactional
public class ResponseClocks {

  /** So many clocks are set to other hours at once. */
  private static final int AT_ONCE = 1000;

  /** A pause longer than this is a lead that nobody works. */
  static final int LONGEST_PAUSE_DAYS = 90;

  /** When a handoff is due, and by which agreement. */
  public record Due(Instant at, int targetMinutes) {}

  private final ResponseTargets targets;
  private final Workforce workforce;
  private final JdbcClient jdbc;

  ResponseClocks(ResponseTargets targets, Workforce workforce, JdbcClient jdbc) {
    this.targets = targets;
    this.workforce = workforce;
    this.jdbc = jdbc;
  }

  /**
   * By when the first answer is due.
   *
   * @param seller by whose calendar; the company's for the queue
   */
  @Transactional(readOnly = true)
  public Due first(
      @Nullable UserId seller, @Nullable ProfileId profile, Origin origin, Instant from) {
    int minutes = targets.of(profile, origin).first();
    return new Due(workforce.calendarOf(seller).after(from, Duration.ofMinutes(minutes)), minutes);
  }

  /**
   * By when the first answer is due by another seller's calendar, from the moment of the handing
   * over on; a pause holds on.
   *
   * @param seller null for nobody yet
   */
  public Instant moved(
      HandoffId handoff,
      @Nullable UserId seller,
      Instant handedAt,
      int targetMinutes,
      Instant now) {
    WorkingCalendar calendar = workforce.calendarOf(seller);
    Open open = find(handoff, true);
    Pause pause = open.kept().pause();
    if (pause != null && !open.kept().following() && now.isBefore(pause.untilAt())) {
      return calendar.after(pause.untilAt(), pause.left());
    }
    // By their hours it counts from the beginning, whatever counted by those of somebody else.
    jdbc.sql("update leads.handoff set counted_until = null, counted_seconds = null where id = :id")
        .param("id", handoff.id())
        .update();
    Instant due = calendar.after(handedAt, Duration.ofMinutes(targetMinutes));
    Question asked = open.kept().asked();
    if (asked == null) {
      return due;
    }
    Instant answer = calendar.after(asked.at(), asked.time());
    return answer.isBefore(due) ? answer : due;
  }

  /** What the clock of a handoff shows now. */
  @Transactional(readOnly = true)
  public ClockReading read(HandoffId handoff, Instant now) {
    Open open = find(handoff, false);
    return ClockReading.of(open.kept(), workforce.calendarOf(open.seller()), now);
  }

  /**
   * Stops the clock while we wait for the customer: what is left runs on from the morning of a day.
   *
   * @throws RefusedException when nothing runs, it is late already, or the day is not to come or
   *     too far off
   */
  public void pause(
      HandoffId handoff, LocalDate until, @Nullable String note, CurrentUser actor, Instant now) {
    Open open = find(handoff, true);
    WorkingCalendar calendar = workforce.calendarOf(open.seller());
    ClockReading reading = ClockReading.of(open.kept(), calendar, now);
    if (reading.face() == ClockReading.Face.PAUSED) {
      throw new RefusedException("clock.pause.already");
    }
    if (reading.face() == ClockReading.Face.LATE) {
      throw new RefusedException("clock.pause.late");
    }
    if (!reading.mayPause()) {
      throw new RefusedException("clock.pause.nothing");
    }
    LocalDate today = LocalDate.ofInstant(now, calendar.zone());
    if (!until.isAfter(today) || until.isAfter(today.plusDays(LONGEST_PAUSE_DAYS))) {
      throw new RefusedException("clock.pause.day", LONGEST_PAUSE_DAYS);
    }
    Instant runs = calendar.after(until.atStartOfDay(calendar.zone()).toInstant(), Duration.ZERO);
    end(handoff, now);
    jdbc.sql(
            """
            insert into leads.clock_pause (id, handoff_id, started_at, until_day, until_at,
              left_seconds, note, created_by)
            values (:id, :handoff, :now, :day, :until, :left, :note, :actor)
            """)
        .param("id", TimeOrderedUuid.next())
        .param("handoff", handoff.id())
        .param("now", utc(now))
        .param("day", until)
        .param("until", utc(runs))
        .param("left", Math.toIntExact(reading.time().toSeconds()))
        .param("note", note)
        .param("actor", actor.id().id())
        .update();
    due(open, calendar.after(runs, reading.time()));
  }

  /** Lets the clock run again before its day. */
  public void resume(HandoffId handoff, Instant now) {
    Open open = find(handoff, true);
    Pause pause = open.kept().pause();
    if (pause == null || !now.isBefore(pause.untilAt())) {
      return;
    }
    end(handoff, now);
    due(open, workforce.calendarOf(open.seller()).after(now, pause.left()));
  }

  /**
   * Something was said. Our word stops the clock; the customer's, when it waits for an answer, ends
   * a pause and starts the clock of an answer that follows. What is heard twice counts once, and
   * what was said before the lead ended counts even where it is heard afterwards.
   */
  public void hear(InteractionLogged said) {
    boolean asked = said.result() == InteractionResult.AWAITS_ANSWER;
    if (!said.withCustomer()) {
      return;
    }
    // A letter of theirs is no word of ours; whatever was said aloud was said by both.
    boolean ours = !asked || !isWritten(said.kind());
    for (UUID id : handoffsOf(said)) {
      HandoffId handoff = new HandoffId(id);
      if (ours) {
        answer(handoff, said.at());
      }
      if (asked) {
        resume(handoff, said.at());
        follow(handoff, said);
      }
    }
  }

  /** Whether what the customer said is in writing, so that nobody of us took part. */
  public static boolean isWritten(InteractionKind kind) {
    return kind == InteractionKind.EMAIL || kind == InteractionKind.MESSAGE;
  }

  private List<UUID> handoffsOf(InteractionLogged said) {
    return jdbc.sql(
            """
            select h.id from leads.handoff h join leads.lead l on l.id = h.lead_id
            where (l.person_id = :person or l.company_id = :company)
              and (l.stage in ('HANDED_OVER', 'ACCEPTED') or l.ended_at >= :at) and h.handed_at <= :at
              and h.rejected_at is null and h.withdrawn_at is null and h.released_at is null
            order by h.id for update of h
            """)
        .param("person", said.person() == null ? null : said.person().id())
        .param(
            "company", said.person() != null || said.company() == null ? null : said.company().id())
        .param("at", utc(said.at()))
        .query(UUID.class)
        .list();
  }

  private void answer(HandoffId handoff, Instant at) {
    jdbc.sql(
            """
            update leads.handoff set first_contact_at = :at
            where id = :id and (first_contact_at is null or first_contact_at > :at)
            """)
        .param("at", utc(at))
        .param("id", handoff.id())
        .update();
    jdbc.sql(
            """
            update leads.following_clock set answered_at = :at
            where handoff_id = :id and answered_at is null and asked_at < :at
            """)
        .param("at", utc(at))
        .param("id", handoff.id())
        .update();
    end(handoff, at);
  }

  /**
   * The customer waits for an answer. After our first word a clock of its own begins, unless one
   * runs; before it the first one answers this, too, and is due sooner where the answer is.
   */
  private void follow(HandoffId handoff, InteractionLogged said) {
    record Asked(
        @Nullable UUID seller, @Nullable UUID profile, Origin origin, boolean heardFromUs) {}
    jdbc.sql(
            """
            select h.to_user as seller, l.profile_id as profile, l.origin,
              coalesce(h.first_contact_at <= :at, false) as heard_from_us
            from leads.handoff h join leads.lead l on l.id = h.lead_id
            where h.id = :id and (h.first_contact_at is null or h.first_contact_at <= :at)
              and not exists (select from leads.following_clock f where f.handoff_id = h.id
                and (f.answered_at is null or f.id = :said or f.answered_at > :at))
            """)
        .param("id", handoff.id())
        .param("at", utc(said.at()))
        .param("said", said.interaction().id())
        .query(Asked.class)
        .optional()
        .ifPresent(
            asked -> {
              UserId seller = asked.seller() == null ? null : new UserId(asked.seller());
              ProfileId profile = asked.profile() == null ? null : new ProfileId(asked.profile());
              int minutes = targets.of(profile, asked.origin()).following();
              Instant due =
                  workforce.calendarOf(seller).after(said.at(), Duration.ofMinutes(minutes));
              if (asked.heardFromUs()) {
                begin(handoff, said, minutes, due);
              } else {
                hasten(handoff, said.at(), minutes, due);
              }
            });
  }

  private void begin(HandoffId handoff, InteractionLogged said, int minutes, Instant due) {
    jdbc.sql(
            """
            insert into leads.following_clock (id, handoff_id, asked_at, target_minutes, due_at)
            values (:said, :handoff, :at, :minutes, :due) on conflict do nothing
            """)
        .param("said", said.interaction().id())
        .param("handoff", handoff.id())
        .param("at", utc(said.at()))
        .param("minutes", minutes)
        .param("due", utc(due))
        .update();
  }

  private void hasten(HandoffId handoff, Instant askedAt, int minutes, Instant due) {
    jdbc.sql(
            """
            update leads.handoff set due_at = least(due_at, :due), asked_at = :at,
              asked_minutes = :minutes, version = version + 1
            where id = :handoff and (asked_at is null or asked_at > :at)
            """)
        .param("handoff", handoff.id())
        .param("at", utc(askedAt))
        .param("minutes", minutes)
        .param("due", utc(due))
        .update();
  }

  /**
   * Other hours hold from now on: each clock that runs is due when the time that was left of it has
   * passed by them, and what was answered or late stays so (R062).
   */
  @EventListener
  void on(Workforce.HoursChanged changed) {
    Set<@Nullable UUID> whose = new HashSet<>(changed.after().keySet());
    whose.removeIf(
        user -> calendar(changed.before(), user).equals(calendar(changed.after(), user)));
    for (boolean following : List.of(false, true)) {
      List<Open> clocks = of(whose, following);
      for (int i = 0; i < clocks.size(); i += AT_ONCE) {
        reschedule(clocks.subList(i, Math.min(i + AT_ONCE, clocks.size())), following, changed);
      }
    }
  }

  private static WorkingCalendar calendar(
      Map<@Nullable UUID, WorkingCalendar> calendars, @Nullable UUID user) {
    WorkingCalendar own = calendars.get(user);
    return own == null ? Objects.requireNonNull(calendars.get(null)) : own;
  }

  /** All clocks of these people, and for null of nobody yet. */
  private List<Open> of(Collection<@Nullable UUID> whose, boolean following) {
    return jdbc.sql(
            select(
                    following
                        ? "join leads.following_clock f on f.handoff_id = h.id"
                        : "left join leads.following_clock f on false",
                    "least(h.first_contact_at, h.rejected_at)")
                + """
                where h.to_user = any(cast(:whose as uuid[])) or (:queue and h.to_user is null)
                order by h.id for update of h
                """)
        .param(
            "whose",
            whose.stream().filter(Objects::nonNull).map(UUID::toString).toArray(String[]::new))
        .param("queue", whose.contains(null))
        .query(ResponseClocks::row)
        .list();
  }

  private void reschedule(List<Open> clocks, boolean following, Workforce.HoursChanged changed) {
    List<Open> others = new ArrayList<>();
    for (Open clock : clocks) {
      UUID seller = clock.seller() == null ? null : clock.seller().id();
      Kept kept =
          clock
              .kept()
              .under(
                  calendar(changed.before(), seller),
                  calendar(changed.after(), seller),
                  changed.at());
      if (!kept.equals(clock.kept())) {
        others.add(new Open(clock.clock(), clock.handoff(), clock.seller(), kept));
      }
    }
    jdbc.sql(
            """
            update leads.%s c set due_at = v.due, counted_until = v.until, counted_seconds = v.counted%s
            from unnest(cast(:ids as uuid[]), cast(:dues as timestamptz[]),
              cast(:untils as timestamptz[]), cast(:counted as bigint[])) as v (id, due, until, counted)
            where c.id = v.id
            """
                .formatted(
                    following ? "following_clock" : "handoff",
                    following ? "" : ", version = version + 1"))
        .param("ids", texts(others, Open::clock))
        .param("dues", texts(others, o -> o.kept().due()))
        .param("untils", texts(others, o -> counted(o).until()))
        .param("counted", texts(others, o -> counted(o).time().toSeconds()))
        .update();
    jdbc.sql(
            """
            update leads.clock_pause p set until_at = coalesce(v.until, p.until_at)
            from unnest(cast(:ids as uuid[]), cast(:untils as timestamptz[])) as v (id, until)
            where p.handoff_id = v.id and p.ended_at is null and p.until_at > :now
            """)
        .param("ids", texts(others, o -> o.handoff().id()))
        .param(
            "untils",
            texts(others, o -> o.kept().pause() == null ? null : o.kept().pause().untilAt()))
        .param("now", utc(changed.at()))
        .update();
  }

  private static CountedTime counted(Open clock) {
    return Objects.requireNonNull(clock.kept().counted());
  }

  private static String[] texts(List<Open> clocks, Function<Open, @Nullable Object> what) {
    return clocks.stream()
        .map(what)
        .map(value -> value == null ? null : value.toString())
        .toArray(String[]::new);
  }

  private void end(HandoffId handoff, Instant at) {
    jdbc.sql(
            """
            update leads.clock_pause set ended_at = least(until_at, greatest(started_at, :at))
            where handoff_id = :id and ended_at is null
            """)
        .param("at", utc(at))
        .param("id", handoff.id())
        .update();
  }

  private void due(Open open, Instant due) {
    jdbc.sql(
            open.kept().following()
                ? "update leads.following_clock set due_at = :due where id = :id"
                : "update leads.handoff set due_at = :due, version = version + 1 where id = :id")
        .param("due", utc(due))
        .param("id", open.clock())
        .update();
  }

  private record Open(UUID clock, HandoffId handoff, @Nullable UserId seller, Kept kept) {}

  /**
   * Clocks as they are kept.
   *
   * @param following which of those that follow stands for the handoff
   * @param answered when the first one was answered
   */
  private static String select(String following, String answered) {
    return """
        select h.id, h.to_user, h.handed_at, h.due_at, h.target_minutes, %2$s as first_answer,
          h.asked_at as early, h.asked_minutes as early_minutes,
          h.accepted_at is not null as accepted, h.counted_until, h.counted_seconds,
          l.stage in ('HANDED_OVER', 'ACCEPTED') and h.rejected_at is null
            and h.withdrawn_at is null and h.released_at is null as open,
          f.id as f_id, f.asked_at, f.due_at as f_due, f.target_minutes as f_target,
          f.answered_at, f.counted_until as f_counted_until, f.counted_seconds as f_counted_seconds,
          p.started_at, p.until_day, p.until_at, p.left_seconds, p.note
        from leads.handoff h join leads.lead l on l.id = h.lead_id
        %1$s
        left join leads.clock_pause p on p.handoff_id = h.id and p.ended_at is null
        """
        .formatted(following, answered);
  }

  private Open find(HandoffId handoff, boolean lock) {
    return jdbc.sql(
            select(
                    """
                    left join lateral (select * from leads.following_clock f
                      where f.handoff_id = h.id
                      order by f.answered_at is null desc, f.asked_at desc limit 1) f on true
                    """,
                    "h.first_contact_at")
                + " where h.id = :id"
                + (lock ? " for update of h" : ""))
        .param("id", handoff.id())
        .query(ResponseClocks::row)
        .optional()
        .orElseThrow(NotFoundException::new);
  }

  private static Open row(ResultSet rs, int n) throws SQLException {
    UUID handoff = rs.getObject("id", UUID.class);
    UUID seller = rs.getObject("to_user", UUID.class);
    UUID following = rs.getObject("f_id", UUID.class);
    boolean open = rs.getBoolean("open");
    Instant runs = instant(rs, "until_at");
    Pause pause =
        runs == null
            ? null
            : new Pause(
                Objects.requireNonNull(instant(rs, "started_at")),
                rs.getObject("until_day", LocalDate.class),
                runs,
                Duration.ofSeconds(rs.getInt("left_seconds")),
                rs.getString("note"));
    Kept kept =
        following == null
            ? new Kept(
                false,
                rs.getBoolean("accepted"),
                Objects.requireNonNull(instant(rs, "handed_at")),
                Objects.requireNonNull(instant(rs, "due_at")),
                rs.getObject("target_minutes", Integer.class),
                instant(rs, "first_answer"),
                open,
                pause,
                counted(rs, ""),
                question(rs))
            : new Kept(
                true,
                rs.getBoolean("accepted"),
                Objects.requireNonNull(instant(rs, "asked_at")),
                Objects.requireNonNull(instant(rs, "f_due")),
                rs.getInt("f_target"),
                instant(rs, "answered_at"),
                open,
                pause,
                counted(rs, "f_"),
                null);
    return new Open(
        following == null ? handoff : following,
        new HandoffId(handoff),
        seller == null ? null : new UserId(seller),
        kept);
  }

  private static @Nullable Question question(ResultSet rs) throws SQLException {
    Instant at = instant(rs, "early");
    return at == null ? null : new Question(at, Duration.ofMinutes(rs.getInt("early_minutes")));
  }

  private static @Nullable CountedTime counted(ResultSet rs, String of) throws SQLException {
    Instant until = instant(rs, of + "counted_until");
    return until == null
        ? null
        : new CountedTime(until, Duration.ofSeconds(rs.getLong(of + "counted_seconds")));
  }

  private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
