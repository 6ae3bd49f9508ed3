package com.arenacrm.planner;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.planner.ClosedWeeks.ClosedWeek.Change;
import com.arenacrm.planner.ClosedWeeks.ClosedWeek.Closing;
import com.arenacrm.planner.ClosedWeeks.ClosedWeek.Kept;
import com.arenacrm.planner.PlanLists.OccurrenceRow;
import com.arenacrm.planner.WeekBoard.Card;
import com.arenacrm.planner.WeekBoard.Tally;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads weeks as they were closed, with what was said since (R015). */
@Component
@Transactional(readOnly = true)
class ClosedWeeks {

  /**
   * A week as it was closed, and what has been said otherwise since (R015): its figures stay, and
   * beside each stands what it is now, with who said so and when.
   *
   * @param closings every close of the week, the first one first; one that was taken back at once
   *     is none
   * @param lastLearned what was written at the last close, taken back or not; empty where there was
   *     none
   * @param kept what each occurrence came to, by its identifier; empty while the week is open
   * @param confirmed the demand signals that each occurrence has now
   * @param since what was said after the close, the latest first
   * @param between what changed from one close to the next, where it was opened again
   */
  record ClosedWeek(
      List<Closing> closings,
      String lastLearned,
      Map<UUID, Kept> kept,
      Map<UUID, Integer> confirmed,
      List<Change> since,
      List<Change> between) {

    /**
     * That the week was closed, and perhaps opened again.
     *
     * @param recordedAt when it was written down
     * @param later the last week that is closed, where it is a later one; else null
     * @param reworded whether a later close of the week says the same, perhaps in other words
     * @param participants who sat together
     */
    record Closing(
        UUID id,
        String learned,
        Instant closedAt,
        UUID closedBy,
        Instant recordedAt,
        @Nullable Instant openedAt,
        @Nullable UUID openedBy,
        @Nullable Week later,
        boolean reworded,
        List<UUID> participants) {

      boolean isInForce() {
        return openedAt == null;
      }

      /**
       * Who sat together, by name and in order.
       *
       * @param names of all users
       */
      public List<String> present(Map<UUID, String> names) {
        return participants.stream()
            .flatMap(id -> Stream.ofNullable(names.get(id)))
            .sorted()
            .toList();
      }
    }

    /**
     * What an occurrence came to when the week was closed.
     *
     * @param profileId of whom the occurrence is
     * @param signals null in weeks that were closed before they were kept
     */
    record Kept(
        UUID occurrenceId,
        LocalDate day,
        HourglassPhase phase,
        UUID profileId,
        Occurrence.State state,
        @Nullable String reason,
        @Nullable Integer reach,
        @Nullable Integer invited,
        @Nullable Integer attended,
        @Nullable BigDecimal spent,
        @Nullable Integer signals) {}

    /**
     * One thing that was said after a close.
     *
     * @param at when; null where nobody wrote that down, as when a signal came to count elsewhere
     * @param occurrenceId null for a signal that no activity brought
     * @param by the name of who said it; null when nobody did, as through a form
     * @param kind as in message keys: {@code result}, {@code came}, {@code went}, {@code signal},
     *     {@code added} or {@code moved}; or {@code deal}, of a deal that was won in the week
     * @param figures what it changed
     * @param about the people whom it is about, as far as the viewer may see them; may be empty
     * @param how of people, how they met it; of a signal, its kind; of a deal, what became of it;
     *     else null
     * @param sums of a deal, its amounts; else null
     */
    record Change(
        @Nullable UUID occurrenceId,
        @Nullable String title,
        @Nullable Instant at,
        @Nullable String by,
        String kind,
        List<Corrections.Correction.Change> figures,
        List<String> about,
        @Nullable String how,
        SignalCounts.@Nullable Sums sums) {

      private Change(
          @Nullable UUID occurrenceId,
          @Nullable String title,
          @Nullable Instant at,
          @Nullable String by,
          String kind,
          List<Corrections.Correction.Change> figures,
          List<String> about,
          @Nullable String how) {
        this(occurrenceId, title, at, by, kind, figures, about, how, null);
      }

      /** Whether signals of another time count for it since, by what it says. */
      public boolean isCredited() {
        return !kind.equals("signal") && changes("signals") && !changes("state");
      }

      private Change with(Corrections.Correction.Change figure) {
        return new Change(
            occurrenceId,
            title,
            at,
            by,
            kind,
            Stream.concat(figures.stream(), Stream.of(figure)).toList(),
            about,
            how,
            sums);
      }

      /** Whether it changed a figure. */
      public boolean changes(String figure) {
        return figures.stream().anyMatch(f -> f.what().equals(figure));
      }
    }

    /**
     * What a figure is now.
     *
     * @param value null where nothing is said any more
     */
    record Now(@Nullable Object value, @Nullable String by, @Nullable Instant at) {}

    /** A week that is open, and always was. */
    static ClosedWeek open() {
      return new ClosedWeek(List.of(), "", Map.of(), Map.of(), List.of(), List.of());
    }

    public boolean isClosed() {
      return !closings.isEmpty() && closings.get(closings.size() - 1).isInForce();
    }

    /** Whether it was opened again after a close. */
    public boolean wasOpenedAgain() {
      return closings.stream().anyMatch(c -> !c.isInForce());
    }

    /** The close that is in force; null while the week is open. */
    public @Nullable Closing inForce() {
      return isClosed() ? closings.get(closings.size() - 1) : null;
    }

    /** Whether the result of an occurrence was another when the week was closed. */
    private boolean keeps(UUID occurrence) {
      return isClosed() && kept.containsKey(occurrence);
    }

    /** The signals that an occurrence had when the week was closed, or has now if it is open. */
    public int signals(UUID occurrence) {
      int now = confirmed.getOrDefault(occurrence, 0);
      Integer then = keeps(occurrence) ? kept.get(occurrence).signals() : null;
      if (then != null || !keeps(occurrence)) {
        return then == null ? now : then;
      }
      // Weeks closed before signals were kept: those of now without those that came since.
      long late =
          since.stream()
              .filter(c -> c.kind().equals("signal") && occurrence.equals(c.occurrenceId()))
              .count();
      return now - (int) Math.min(late, now);
    }

    /** What the signals are now; null when they are those of the close. */
    public @Nullable Now signalsNow(UUID occurrence) {
      return now(occurrence, "signals", signals(occurrence), confirmed.getOrDefault(occurrence, 0));
    }

    /** What a figure is now; null when it is the one of the close. */
    private @Nullable Now now(
        UUID occurrence, String figure, @Nullable Object then, @Nullable Object live) {
      if (!keeps(occurrence) || same(then, live)) {
        return null;
      }
      List<Change> of = since.stream().filter(c -> occurrence.equals(c.occurrenceId())).toList();
      return of.stream()
          .filter(c -> c.changes(figure))
          .findFirst()
          .or(() -> of.stream().filter(c -> isOf(figure, c.how())).findFirst())
          .map(c -> new Now(live, c.by(), c.at()))
          .orElseGet(() -> new Now(live, null, null));
    }

    /** Whether a number of people counts those who met it that way. */
    private static boolean isOf(String figure, @Nullable String how) {
      return how != null && counted(figure).contains(how);
    }

    /** How people met it who are counted by a figure. */
    private static List<String> counted(String figure) {
      return switch (figure) {
        case "attended" -> List.of(TouchKind.ATTENDED.name(), TouchKind.VISITED.name());
        case "invited" -> List.of(TouchKind.INVITED.name());
        default -> List.of();
      };
    }

    static boolean same(@Nullable Object one, @Nullable Object other) {
      return one instanceof BigDecimal a && other instanceof BigDecimal b
          ? a.compareTo(b) == 0
          : Objects.equals(one, other);
    }

    /**
     * What a figure of a card is now, by the figure's name; null when it is the one of the close.
     */
    public @Nullable Now now(Card live, String figure) {
      Kept then = kept.get(live.id());
      return then == null
          ? null
          : switch (figure) {
            case "state" -> now(live.id(), figure, then.state(), live.state());
            case "invited" -> now(live.id(), figure, then.invited(), live.invited());
            case "attended" -> now(live.id(), figure, then.attended(), live.attended());
            case "spent" -> now(live.id(), figure, then.spent(), live.spent());
            default -> throw new IllegalArgumentException(figure);
          };
    }

    /** As {@link #now(Card, String)}. */
    public @Nullable Now now(OccurrenceRow live, String figure) {
      Kept then = kept.get(live.id());
      if (figure.equals("reach")) {
        return then == null ? null : now(live.id(), figure, then.reach(), live.reach());
      }
      return now(card(live), figure);
    }

    private static Card card(OccurrenceRow row) {
      return new Card(
          row.id(),
          row.title(),
          row.phase(),
          row.ownerId(),
          row.day(),
          row.startTime(),
          row.investment(),
          row.spent(),
          row.invited(),
          row.attended(),
          row.state(),
          row.tentative(),
          row.version());
    }

    /** The card with the figures of the close. */
    Card asClosed(Card live) {
      if (!keeps(live.id())) {
        return live;
      }
      Kept then = kept.get(live.id());
      return new Card(
          live.id(),
          live.title(),
          live.phase(),
          live.ownerId(),
          live.day(),
          live.startTime(),
          live.investment(),
          then.spent(),
          then.invited(),
          then.attended(),
          then.state(),
          live.tentative(),
          live.version());
    }

    /** The line with the figures of the close. */
    public OccurrenceRow asClosed(OccurrenceRow live) {
      if (!keeps(live.id())) {
        return live;
      }
      Kept then = kept.get(live.id());
      return new OccurrenceRow(
          live.id(),
          live.activityId(),
          live.title(),
          live.phase(),
          live.profileId(),
          live.ownerId(),
          live.day(),
          live.startTime(),
          live.investment(),
          then.spent(),
          then.state(),
          then.reason(),
          then.reach(),
          then.invited(),
          then.attended(),
          live.tentative(),
          live.version());
    }

    /**
     * What a phase came to on a day when the week was closed; other weeks' stay as they are.
     *
     * @param profile to which the tally is limited; null for all
     */
    Tally asClosed(Tally live, @Nullable UUID profile) {
      List<Kept> here =
          isClosed()
              ? kept.values().stream()
                  .filter(k -> k.day().equals(live.day()) && k.phase() == live.phase())
                  .filter(k -> profile == null || k.profileId().equals(profile))
                  .toList()
              : List.of();
      if (here.isEmpty()) {
        return live;
      }
      return new Tally(
          live.day(),
          live.phase(),
          live.total(),
          (int) here.stream().filter(k -> k.state() == Occurrence.State.DONE).count(),
          live.open(),
          live.tentative(),
          live.investment(),
          here.stream()
              .map(Kept::spent)
              .flatMap(Stream::ofNullable)
              .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /** The figures that differ between two closes. */
    static List<Corrections.Correction.Change> differences(Kept before, Kept after) {
      return Stream.of(
              new Corrections.Correction.Change("state", before.state().key(), after.state().key()),
              new Corrections.Correction.Change("reason", before.reason(), after.reason()),
              new Corrections.Correction.Change("reach", before.reach(), after.reach()),
              new Corrections.Correction.Change("invited", before.invited(), after.invited()),
              new Corrections.Correction.Change("attended", before.attended(), after.attended()),
              new Corrections.Correction.Change("spent", before.spent(), after.spent()),
              new Corrections.Correction.Change(
                  "signals",
                  before.signals() == null ? after.signals() : before.signals(),
                  after.signals() == null ? before.signals() : after.signals()))
          .filter(c -> !same(c.before(), c.after()))
          .toList();
    }
  }

  private static final int MOST = 200;

  private static final Comparator<Change> LATEST_FIRST =
      Comparator.comparing(Change::at, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
          .reversed();

  private static final RowMapper<Kept> KEPT = new DataClassRowMapper<>(Kept.class);

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final SignalCounts signals;
  private final ContactBook contacts;

  ClosedWeeks(JdbcClient jdbc, JsonMapper json, SignalCounts signals, ContactBook contacts) {
    this.jdbc = jdbc;
    this.json = json;
    this.signals = signals;
    this.contacts = contacts;
  }

  /**
   * A row of a close: what an occurrence came to, or that there was none.
   *
   * @param takenBack whether the close was taken back at once
   * @param corrections of its result since that close, as JSON; null where there are none
   */
  private record Told(
      Closing closing, boolean takenBack, @Nullable Kept kept, @Nullable String corrections) {}

  /**
   * The week as it was closed; of an open one, its earlier closes and the demand of its
   * occurrences.
   *
   * @param done the occurrences of the page whose signals are asked for
   * @param names of all users
   * @param named whether the people who were added or taken off are to be named
   */
  ClosedWeek of(
      Week week,
      Collection<UUID> done,
      CurrentUser viewer,
      Map<UUID, String> names,
      boolean named) {
    List<Told> told = told(week);
    String learned = learned(told);
    List<Closing> closings = closings(told);
    Closing last = closings.isEmpty() ? null : closings.get(closings.size() - 1);
    if (last == null || !last.isInForce()) {
      return new ClosedWeek(
          closings, learned, Map.of(), signals.confirmed(done), List.of(), List.of());
    }
    Map<UUID, Kept> kept = keptIn(told, last);
    Closing first = closings.get(0);
    SignalCounts.Since demand =
        signals.since(
            week,
            first.closedAt(),
            Stream.concat(kept.keySet().stream(), done.stream()).distinct().toList(),
            viewer);
    Map<Boolean, List<SignalCounts.Late>> late =
        demand.late().stream()
            .collect(Collectors.partitioningBy(s -> !s.at().isAfter(last.closedAt())));
    List<Said> said = said(week, first, last);
    Map<PersonId, String> people = named ? names(said) : Map.of();
    List<Change> since = new ArrayList<>(changes(said, false, names, people));
    since.addAll(late(late.get(false), demand.confirmed()));
    since.sort(LATEST_FIRST);
    List<Change> between = new ArrayList<>();
    if (closings.size() > 1 && named) {
      between.addAll(changes(said, true, names, people));
      Map<UUID, Kept> before = keptIn(told, first);
      between.addAll(late(late.get(true), counted(before, kept, late.get(true))));
      Set<UUID> ever =
          told.stream()
              .flatMap(t -> Stream.ofNullable(t.kept()))
              .map(Kept::occurrenceId)
              .collect(Collectors.toSet());
      explain(before, kept, ever, between, first, last, names);
      between.sort(LATEST_FIRST);
    }
    return new ClosedWeek(closings, learned, kept, demand.confirmed(), since, between);
  }

  /**
   * The week as it was closed, with the results that were put right and the signals that came
   * since, but without who was added, for a page that is read often; of an open one, its earlier
   * closes.
   *
   * @param done the occurrences of the page whose signals are asked for
   * @param names of all users
   */
  ClosedWeek resultsOf(
      Week week, Collection<UUID> done, CurrentUser viewer, Map<UUID, String> names) {
    List<Told> told = told(week);
    String learned = learned(told);
    List<Closing> closings = closings(told);
    Closing last = closings.isEmpty() ? null : closings.get(closings.size() - 1);
    if (last == null || !last.isInForce()) {
      return new ClosedWeek(
          closings, learned, Map.of(), signals.confirmed(done), List.of(), List.of());
    }
    Map<UUID, Kept> kept = keptIn(told, last);
    SignalCounts.Since demand =
        signals.since(
            week,
            last.closedAt(),
            Stream.concat(kept.keySet().stream(), done.stream()).distinct().toList(),
            viewer);
    List<Change> since =
        Stream.concat(
                told.stream()
                    .filter(t -> t.kept() != null && t.closing().id().equals(last.id()))
                    .flatMap(t -> corrections(t, names).stream()),
                late(demand.late(), demand.confirmed()).stream())
            .sorted(LATEST_FIRST)
            .toList();
    return new ClosedWeek(closings, learned, kept, demand.confirmed(), since, List.of());
  }

  private static List<Closing> closings(List<Told> told) {
    return told.stream().filter(t -> !t.takenBack()).map(Told::closing).distinct().toList();
  }

  private static String learned(List<Told> told) {
    return told.isEmpty() ? "" : told.get(told.size() - 1).closing().learned();
  }

  private List<Change> corrections(Told told, Map<UUID, String> names) {
    List<Change> changes = new ArrayList<>();
    if (told.corrections() == null || told.kept() == null) {
      return changes;
    }
    for (JsonNode said : json.readTree(told.corrections())) {
      UUID by = UUID.fromString(said.get("by").stringValue());
      Corrections.Correction correction =
          new Corrections.Correction(
              told.kept().occurrenceId(),
              "",
              OffsetDateTime.parse(said.get("at").stringValue()).toInstant(),
              by,
              json.treeToValue(said.get("before"), Result.class),
              json.treeToValue(said.get("after"), Result.class));
      changes.add(
          new Change(
              correction.occurrenceId(),
              null,
              correction.at(),
              names.get(by),
              "result",
              correction.changes(),
              List.of(),
              null));
    }
    return changes;
  }

  private List<Told> told(Week week) {
    return jdbc.sql(
            """
            select w.id, w.learned, w.closed_at, w.closed_by, w.recorded_at, w.opened_at, w.opened_by,
                   (select max(l.monday) from planner.week_review l where l.monday > w.monday) as later,
                   w.taken_back, coalesce(t.reworded, false) as reworded,
                   array(select p.user_id from planner.closing_participant p
                         where p.closing_id = w.id order by p.user_id) as participants,
                   c.occurrence_id, o.day, o.phase, o.profile_id, c.state, c.reason, c.reach, c.invited, c.attended,
                   c.spent, c.signals,
                   (select jsonb_agg(jsonb_build_object('at', k.at, 'by', k.by_user,
                      'before', k.before, 'after', k.after) order by k.at desc)
                    from planner.correction k
                    where k.occurrence_id = c.occurrence_id and k.at > w.closed_at) as corrections
            from planner.week_closing w left join planner.told_closing t on t.id = w.id
            left join planner.closed_occurrence c on c.closing_id = t.id
            left join planner.occurrence o on o.id = c.occurrence_id
            where w.monday = :monday order by w.recorded_at, w.closed_at, c.occurrence_id
            """)
        .param("monday", week.monday())
        .query(
            (rs, n) ->
                new Told(
                    closing(rs),
                    rs.getBoolean("taken_back"),
                    rs.getObject("occurrence_id") == null ? null : KEPT.mapRow(rs, n),
                    rs.getString("corrections")))
        .list();
  }

  private static Closing closing(ResultSet rs) throws SQLException {
    OffsetDateTime opened = rs.getObject("opened_at", OffsetDateTime.class);
    LocalDate later = rs.getObject("later", LocalDate.class);
    return new Closing(
        rs.getObject("id", UUID.class),
        rs.getString("learned"),
        rs.getObject("closed_at", OffsetDateTime.class).toInstant(),
        rs.getObject("closed_by", UUID.class),
        rs.getObject("recorded_at", OffsetDateTime.class).toInstant(),
        opened == null ? null : opened.toInstant(),
        rs.getObject("opened_by", UUID.class),
        later == null ? null : Week.of(later),
        rs.getBoolean("reworded"),
        List.of((UUID[]) rs.getArray("participants").getArray()));
  }

  private static Map<UUID, Kept> keptIn(List<Told> told, Closing closing) {
    return told.stream()
        .filter(t -> t.closing().id().equals(closing.id()))
        .flatMap(t -> Stream.ofNullable(t.kept()))
        .collect(Collectors.toMap(Kept::occurrenceId, k -> k));
  }

  /**
   * How many people an occurrence has, as said of it at some time.
   *
   * @param counts whether who came counts; of what was not done nobody does
   * @param invited how many were counted; null where nobody counted
   * @param attended the same of those who came
   * @param invitedNamed how many are known by name to have been invited
   * @param attendedNamed the same of those who came
   * @param people how many are known by name in any way
   */
  private record Standing(
      boolean counts,
      @Nullable Integer invited,
      @Nullable Integer attended,
      int invitedNamed,
      int attendedNamed,
      int people) {

    /** The same with a result as it was said. */
    Standing as(Result result) {
      return new Standing(
          result.done(), result.invited(), result.attended(), invitedNamed, attendedNamed, people);
    }

    /**
     * The same before people were noted.
     *
     * @param touch how they met it
     * @param counted how many of them the number of those counts; negative where they were taken
     *     off
     * @param fresh how many of them were not known before
     */
    Standing without(String touch, int counted, int fresh) {
      return new Standing(
          counts,
          invited,
          attended,
          ClosedWeek.isOf("invited", touch) ? invitedNamed - counted : invitedNamed,
          ClosedWeek.isOf("attended", touch) ? attendedNamed - counted : attendedNamed,
          people - fresh);
    }

    /**
     * A figure of people as the pages tell it: what was counted, or who is known if they are more.
     */
    private @Nullable Object figure(String what) {
      return switch (what) {
        case "invited" -> holding(invited, invitedNamed);
        case "attended" -> counts ? holding(attended, attendedNamed) : null;
        case "people" -> people;
        default -> throw new IllegalArgumentException(what);
      };
    }

    private static @Nullable Integer holding(@Nullable Integer counted, int named) {
      return counted != null
          ? (Integer) Math.max(counted, named)
          : named > 0 ? (Integer) named : null;
    }

    /** What of these figures is another afterwards. */
    Stream<Corrections.Correction.Change> until(Standing after, String... figures) {
      return Stream.of(figures)
          .map(f -> new Corrections.Correction.Change(f, figure(f), after.figure(f)))
          .filter(f -> !ClosedWeek.same(f.before(), f.after()));
    }
  }

  /**
   * What was written down after the first close.
   *
   * @param before of a result, what was said before it
   * @param after of a result, what it says
   * @param fresh whether it made the people of the occurrence one more, or one fewer
   * @param counted whether it made those one more, or one fewer, who met it that way
   * @param now how many people the occurrence has by now
   * @param early whether it was before the last close
   */
  private record Said(
      String kind,
      UUID occurrenceId,
      String title,
      Instant at,
      @Nullable UUID byUser,
      @Nullable Result before,
      @Nullable Result after,
      @Nullable UUID person,
      @Nullable String touch,
      boolean fresh,
      boolean counted,
      Standing now,
      boolean early) {}

  private List<Said> said(Week week, Closing first, Closing last) {
    return jdbc.sql(
            """
            with o as materialized (
              select o.id, o.title, o.state <> 'NOT_DONE' as counts, o.invited, o.attended,
                     n.invited_named, n.attended_named,
                     (select count(distinct e.person_id) from planner.touch e
                      where e.occurrence_id = o.id) as people
              from planner.occurrence o join planner.turnout n on n.occurrence_id = o.id
              where o.day between :monday and :sunday)
            select 'result' as kind, o.*, c.at, c.by_user, c.before, c.after,
                   cast(null as uuid) as person_id, null as touch, false as fresh,
                   false as counted, c.at <= :closed as early
            from planner.correction c join o on o.id = c.occurrence_id
            where c.at > :first
            union all
            select 'came', o.*, t.noted_at, t.created_by, null, null, t.person_id, t.kind,
                   not exists (select from planner.touch e
                     where e.occurrence_id = t.occurrence_id and e.person_id = t.person_id
                       and (e.noted_at, e.id) < (t.noted_at, t.id)),
                   not exists (select from planner.touch e
                     where e.occurrence_id = t.occurrence_id and e.person_id = t.person_id
                       and replace(e.kind, 'VISITED', 'ATTENDED') = replace(t.kind, 'VISITED', 'ATTENDED')
                       and (e.noted_at, e.id) < (t.noted_at, t.id)),
                   t.noted_at <= :recorded
            from planner.touch t join o on o.id = t.occurrence_id
            where t.day between :monday and :sunday and t.noted_at > :begun
            union all
            select 'went', o.*, r.removed_at, r.by_user, null, null, r.person_id, r.kind,
                   not exists (select from planner.touch e
                     where e.occurrence_id = r.occurrence_id and e.person_id = r.person_id
                       and e.noted_at <= r.removed_at),
                   not exists (select from planner.touch e
                     where e.occurrence_id = r.occurrence_id and e.person_id = r.person_id
                       and replace(e.kind, 'VISITED', 'ATTENDED') = replace(r.kind, 'VISITED', 'ATTENDED')
                       and e.noted_at <= r.removed_at),
                   r.removed_at <= :recorded
            from planner.touch_removal r join o on o.id = r.occurrence_id
            where r.removed_at > :begun
              and r.noted_at <= case when r.removed_at > :recorded then :recorded else :begun end
            order by at desc limit :most
            """)
        .param("monday", week.monday())
        .param("sunday", week.sunday())
        .param("first", first.closedAt().atOffset(ZoneOffset.UTC))
        .param("closed", last.closedAt().atOffset(ZoneOffset.UTC))
        .param("recorded", last.recordedAt().atOffset(ZoneOffset.UTC))
        .param("begun", first.recordedAt().atOffset(ZoneOffset.UTC))
        .param("most", MOST)
        .query(this::said)
        .list();
  }

  private Said said(ResultSet rs, int n) throws SQLException {
    String before = rs.getString("before");
    return new Said(
        rs.getString("kind"),
        rs.getObject("id", UUID.class),
        rs.getString("title"),
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getObject("by_user", UUID.class),
        before == null ? null : json.readValue(before, Result.class),
        before == null ? null : json.readValue(rs.getString("after"), Result.class),
        rs.getObject("person_id", UUID.class),
        rs.getString("touch"),
        rs.getBoolean("fresh"),
        rs.getBoolean("counted"),
        new Standing(
            rs.getBoolean("counts"),
            rs.getObject("invited", Integer.class),
            rs.getObject("attended", Integer.class),
            rs.getInt("invited_named"),
            rs.getInt("attended_named"),
            rs.getInt("people")),
        rs.getBoolean("early"));
  }

  /**
   * Those that one person wrote down of one occurrence within a minute are one change.
   *
   * @param results how many times its result was put right afterwards
   */
  private record Stroke(
      UUID occurrence,
      String kind,
      @Nullable String touch,
      @Nullable UUID by,
      Instant minute,
      boolean early,
      int results) {}

  /** What was said, the latest first, with what is one change in one. */
  private static List<List<Said>> strokes(List<Said> said) {
    List<List<Said>> together = new ArrayList<>();
    Map<Stroke, List<Said>> strokes = new HashMap<>();
    Map<UUID, Integer> results = new HashMap<>();
    for (Said s : said) {
      if (s.person() == null) {
        results.merge(s.occurrenceId(), 1, Integer::sum);
        together.add(List.of(s));
        continue;
      }
      strokes
          .computeIfAbsent(
              new Stroke(
                  s.occurrenceId(),
                  s.kind(),
                  s.touch(),
                  s.byUser(),
                  s.at().truncatedTo(ChronoUnit.MINUTES),
                  s.early(),
                  results.getOrDefault(s.occurrenceId(), 0)),
              stroke -> {
                List<Said> of = new ArrayList<>();
                together.add(of);
                return of;
              })
          .add(s);
    }
    return together;
  }

  /**
   * What was said before the last close, or after it. The people of an occurrence are counted back
   * from those of now, so that each number that changed is told where it was said, and only there.
   *
   * @param said all that was said, the latest first
   */
  private static List<Change> changes(
      List<Said> said, boolean early, Map<UUID, String> names, Map<PersonId, String> people) {
    List<Change> changes = new ArrayList<>();
    Map<UUID, Standing> running = new HashMap<>();
    for (List<Said> of : strokes(said)) {
      Said latest = of.get(0);
      Standing after = running.getOrDefault(latest.occurrenceId(), latest.now());
      Standing before;
      List<Corrections.Correction.Change> figures;
      if (latest.before() != null && latest.after() != null) {
        after = after.as(latest.after());
        before = after.as(latest.before());
        figures =
            figures(latest.before(), latest.after(), before.until(after, "invited", "attended"));
      } else {
        int sign = latest.kind().equals("came") ? 1 : -1;
        before =
            after.without(
                Objects.requireNonNull(latest.touch()),
                sign * (int) of.stream().filter(Said::counted).count(),
                sign * (int) of.stream().filter(Said::fresh).count());
        figures = before.until(after, "invited", "attended", "people").toList();
      }
      running.put(latest.occurrenceId(), before);
      if (latest.early() != early || latest.person() == null && figures.isEmpty()) {
        continue;
      }
      changes.add(
          new Change(
              latest.occurrenceId(),
              latest.title(),
              latest.at(),
              latest.byUser() == null ? null : names.get(latest.byUser()),
              latest.kind(),
              figures,
              of.stream()
                  .flatMap(s -> Stream.ofNullable(s.person()))
                  .map(person -> people.get(new PersonId(person)))
                  .filter(Objects::nonNull)
                  .sorted()
                  .toList(),
              latest.touch()));
    }
    return changes;
  }

  /**
   * What a result that was put right changed, in the order of the form.
   *
   * @param people what it changed of the numbers of people: where more are known by name than were
   *     counted, it is they who hold
   */
  private static List<Corrections.Correction.Change> figures(
      Result before, Result after, Stream<Corrections.Correction.Change> people) {
    Map<Boolean, List<Corrections.Correction.Change>> rest =
        Corrections.Correction.changes(before, after).stream()
            .filter(f -> ClosedWeek.counted(f.what()).isEmpty())
            .collect(Collectors.partitioningBy(f -> f.what().equals("spent")));
    return Stream.of(rest.get(false).stream(), people, rest.get(true).stream())
        .flatMap(f -> f)
        .toList();
  }

  /**
   * The signals whose number at the last close tells how many came one by one since the first; more
   * than these are others that count for it by now.
   */
  private static Map<UUID, Integer> counted(
      Map<UUID, Kept> before, Map<UUID, Kept> after, List<SignalCounts.Late> between) {
    Map<UUID, Integer> counted = new HashMap<>();
    after.forEach(
        (id, now) -> {
          Kept then = before.get(id);
          long came = between.stream().filter(s -> id.equals(s.occurrence())).count();
          if (then != null
              && then.signals() != null
              && now.signals() != null
              && now.signals() - then.signals() >= came) {
            counted.put(id, now.signals());
          }
        });
    return counted;
  }

  /**
   * @param counts the signals that each occurrence had after the latest of these; one that is
   *     missing is not counted back
   */
  private static List<Change> late(List<SignalCounts.Late> signals, Map<UUID, Integer> counts) {
    Map<UUID, Integer> running = new HashMap<>(counts);
    List<Change> changes = new ArrayList<>();
    for (SignalCounts.Late late : signals) {
      UUID occurrence = late.occurrence();
      List<Corrections.Correction.Change> figures = List.of();
      Integer after = occurrence == null ? null : running.get(occurrence);
      if (occurrence != null && after != null) {
        running.put(occurrence, after - 1);
        figures = List.of(new Corrections.Correction.Change("signals", after - 1, after));
      }
      changes.add(
          new Change(
              occurrence,
              late.title(),
              late.at(),
              late.by(),
              late.sums() == null ? "signal" : "deal",
              figures,
              late.whose() == null ? List.of() : List.of(late.whose()),
              late.kind(),
              late.sums()));
    }
    return changes;
  }

  private Map<PersonId, String> names(List<Said> said) {
    List<PersonId> ids =
        said.stream()
            .map(Said::person)
            .filter(Objects::nonNull)
            .distinct()
            .map(PersonId::new)
            .toList();
    return ids.isEmpty()
        ? Map.of()
        : contacts.cards(ids).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().name()));
  }

  /** Who put something into the week, out of it, or said how it went. */
  private record Author(
      UUID id,
      String title,
      @Nullable Instant closedAt,
      @Nullable UUID closedBy,
      @Nullable Instant plannedAt,
      @Nullable UUID plannedBy) {}

  /**
   * Adds what differs between the first close and the last, and nothing of what was said in between
   * tells. Nobody is named but who is known to have done it.
   */
  private void explain(
      Map<UUID, Kept> before,
      Map<UUID, Kept> after,
      Set<UUID> ever,
      List<Change> said,
      Closing first,
      Closing last,
      Map<UUID, String> names) {
    Map<UUID, List<Corrections.Correction.Change>> untold = new LinkedHashMap<>();
    for (UUID id : ever) {
      Kept then = before.get(id);
      Kept now = after.get(id);
      if (then == null || now == null) {
        untold.put(id, List.of());
        continue;
      }
      List<Corrections.Correction.Change> gaps =
          ClosedWeek.differences(then, now).stream()
              .flatMap(figure -> untold(id, figure, said).stream())
              .filter(figure -> !figure.what().equals("signals") || !file(id, figure, said))
              .toList();
      if (!gaps.isEmpty()) {
        untold.put(id, gaps);
      }
    }
    if (untold.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            select o.id, o.title, o.closed_at, o.closed_by,
                   coalesce(r.at, a.created_at) as planned_at,
                   coalesce(r.by_user, a.created_by) as planned_by
            from planner.occurrence o join planner.activity a on a.id = o.activity_id
            left join lateral (select r.at, r.by_user from planner.rescheduling r
              where r.occurrence_id = o.id and r.at > :first and r.at <= :last
              order by r.at desc, r.id desc limit 1) r on true
            where o.id in (:ids)
            """)
        .param("ids", List.copyOf(untold.keySet()))
        .param("first", first.closedAt().atOffset(ZoneOffset.UTC))
        .param("last", last.closedAt().atOffset(ZoneOffset.UTC))
        .query(Author.class)
        .list()
        .forEach(
            o -> {
              boolean result = before.containsKey(o.id()) && after.containsKey(o.id());
              Instant at = result ? o.closedAt() : o.plannedAt();
              UUID by = result ? o.closedBy() : o.plannedBy();
              boolean known =
                  at != null && at.isAfter(first.closedAt()) && !at.isAfter(last.closedAt());
              List<Corrections.Correction.Change> figures = untold.getOrDefault(o.id(), List.of());
              // Who says again how it went does not bring its signals.
              Map<Boolean, List<Corrections.Correction.Change>> apart =
                  figures.stream()
                      .collect(
                          Collectors.partitioningBy(f -> known && !f.what().equals("signals")));
              apart.forEach(
                  (theirs, some) -> {
                    if (some.isEmpty() && (result || theirs != known)) {
                      return;
                    }
                    said.add(
                        new Change(
                            o.id(),
                            o.title(),
                            theirs ? at : null,
                            theirs && by != null ? names.get(by) : null,
                            result ? "result" : after.containsKey(o.id()) ? "added" : "moved",
                            some,
                            List.of(),
                            null));
                  });
            });
  }

  /**
   * Files a number of signals that no single one tells under what moved it: one of them that came,
   * else who was noted or taken off, or that the occurrence was done or not, where one person said
   * it all.
   *
   * @return whether there is such a thing
   */
  private static boolean file(
      UUID occurrence, Corrections.Correction.Change signals, List<Change> said) {
    List<Change> here =
        said.stream()
            .filter(c -> occurrence.equals(c.occurrenceId()) && c.at() != null)
            .sorted(LATEST_FIRST)
            .toList();
    List<Change> came = here.stream().filter(c -> c.kind().equals("signal")).toList();
    List<Change> movers =
        came.isEmpty()
            ? here.stream().filter(c -> c.how() != null || c.changes("state")).toList()
            : came;
    boolean known = !came.isEmpty() || movers.stream().map(Change::by).distinct().count() == 1;
    if (known) {
      said.set(said.indexOf(movers.get(0)), movers.get(0).with(signals));
    }
    return known;
  }

  /** What of a difference between two closes nothing that was said in between tells. */
  private static List<Corrections.Correction.Change> untold(
      UUID occurrence, Corrections.Correction.Change between, List<Change> said) {
    List<Corrections.Correction.Change> told =
        said.stream()
            .filter(c -> occurrence.equals(c.occurrenceId()))
            .sorted(LATEST_FIRST.reversed())
            .flatMap(c -> c.figures().stream())
            .filter(f -> f.what().equals(between.what()))
            .toList();
    if (told.isEmpty()) {
      return List.of(between);
    }
    // Whom people are noted for counts besides what was said of their number.
    boolean people = between.what().equals("invited") || between.what().equals("attended");
    List<Corrections.Correction.Change> gaps = new ArrayList<>();
    Object at = people ? told.get(0).before() : between.before();
    for (Corrections.Correction.Change one : told) {
      if (!ClosedWeek.same(at, one.before())) {
        gaps.add(new Corrections.Correction.Change(between.what(), at, one.before()));
      }
      at = one.after();
    }
    if (!ClosedWeek.same(at, between.after())) {
      gaps.add(new Corrections.Correction.Change(between.what(), at, between.after()));
    }
    return gaps;
  }
}
