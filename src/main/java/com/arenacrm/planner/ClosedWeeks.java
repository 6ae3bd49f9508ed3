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
   * @param closings every close of the week, the first one first
   * @param kept what each occurrence came to, by its identifier; empty while the week is open
   * @param confirmed the demand signals that each occurrence has now
   * @param since what was said after the close, the latest first
   * @param between what changed from one close to the next, where it was opened again
   */
  record ClosedWeek(
      List<Closing> closings,
      Map<UUID, Kept> kept,
      Map<UUID, Integer> confirmed,
      List<Change> since,
      List<Change> between) {

    /**
     * That the week was closed, and perhaps opened again.
     *
     * @param recordedAt when it was written down
     * @param later whether a later week is closed, too
     */
    record Closing(
        UUID id,
        String learned,
        Instant closedAt,
        UUID closedBy,
        Instant recordedAt,
        @Nullable Instant openedAt,
        @Nullable UUID openedBy,
        boolean later) {

      boolean isInForce() {
        return openedAt == null;
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
     *     {@code added} or {@code moved}
     * @param figures what it changed
     * @param about the people whom it is about, as far as the viewer may see them; may be empty
     * @param how of people, how they met it; of a signal, its kind; else null
     */
    record Change(
        @Nullable UUID occurrenceId,
        @Nullable String title,
        @Nullable Instant at,
        @Nullable String by,
        String kind,
        List<Corrections.Correction.Change> figures,
        List<String> about,
        @Nullable String how) {

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
      return new ClosedWeek(List.of(), Map.of(), Map.of(), List.of(), List.of());
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

    /** What was learned by the last close; empty where there was none. */
    public String lastLearned() {
      return closings.isEmpty() ? "" : closings.get(closings.size() - 1).learned();
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

  private static final RowMapper<Closing> CLOSING = new DataClassRowMapper<>(Closing.class);
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
   * @param corrections of its result since that close, as JSON; null where there are none
   */
  private record Told(Closing closing, @Nullable Kept kept, @Nullable String corrections) {}

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
    List<Closing> closings = told.stream().map(Told::closing).distinct().toList();
    Closing last = closings.isEmpty() ? null : closings.get(closings.size() - 1);
    if (last == null || !last.isInForce()) {
      return new ClosedWeek(closings, Map.of(), signals.confirmed(done), List.of(), List.of());
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
    List<Change> since = new ArrayList<>(changes(counted(said, kept), false, names, people));
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
    return new ClosedWeek(closings, kept, demand.confirmed(), since, between);
  }

  /**
   * The week as it was closed, with the results that were put right since, but without who was
   * added and which signals came later, for a page that is read often; of an open one, its earlier
   * closes.
   *
   * @param done the occurrences of the page whose signals are asked for
   * @param names of all users
   */
  ClosedWeek resultsOf(Week week, Collection<UUID> done, Map<UUID, String> names) {
    List<Told> told = told(week);
    List<Closing> closings = told.stream().map(Told::closing).distinct().toList();
    Closing last = closings.isEmpty() ? null : closings.get(closings.size() - 1);
    if (last == null || !last.isInForce()) {
      return new ClosedWeek(closings, Map.of(), signals.confirmed(done), List.of(), List.of());
    }
    Map<UUID, Kept> kept = keptIn(told, last);
    List<Change> since =
        told.stream()
            .filter(t -> t.kept() != null && t.closing().id().equals(last.id()))
            .flatMap(t -> corrections(t, names).stream())
            .sorted(LATEST_FIRST)
            .toList();
    Map<UUID, Integer> confirmed = new HashMap<>();
    kept.forEach(
        (id, then) -> {
          if (then.signals() != null) {
            confirmed.put(id, then.signals());
          }
        });
    // Weeks closed before signals were kept show those of now.
    List<UUID> unknown = done.stream().filter(id -> !confirmed.containsKey(id)).toList();
    if (!unknown.isEmpty()) {
      confirmed.putAll(signals.confirmed(unknown));
    }
    return new ClosedWeek(closings, kept, confirmed, since, List.of());
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
                   exists (select from planner.week_review l where l.monday > w.monday) as later,
                   c.occurrence_id, o.day, o.phase, o.profile_id, c.state, c.reason, c.reach, c.invited, c.attended,
                   c.spent, c.signals,
                   (select jsonb_agg(jsonb_build_object('at', k.at, 'by', k.by_user,
                      'before', k.before, 'after', k.after) order by k.at desc)
                    from planner.correction k
                    where k.occurrence_id = c.occurrence_id and k.at > w.closed_at) as corrections
            from planner.week_closing w
            left join planner.closed_occurrence c on c.closing_id = w.id
            left join planner.occurrence o on o.id = c.occurrence_id
            where w.monday = :monday order by w.recorded_at, w.closed_at, c.occurrence_id
            """)
        .param("monday", week.monday())
        .query(
            (rs, n) ->
                new Told(
                    Objects.requireNonNull(CLOSING.mapRow(rs, n)),
                    rs.getObject("occurrence_id") == null ? null : KEPT.mapRow(rs, n),
                    rs.getString("corrections")))
        .list();
  }

  private static Map<UUID, Kept> keptIn(List<Told> told, Closing closing) {
    return told.stream()
        .filter(t -> t.closing().id().equals(closing.id()))
        .flatMap(t -> Stream.ofNullable(t.kept()))
        .collect(Collectors.toMap(Kept::occurrenceId, k -> k));
  }

  /**
   * What was written down after the first close.
   *
   * @param early whether it was before the last one
   * @param fresh whether it made the people of the occurrence one more, or one fewer
   * @param people how many there are now
   * @param invited of a result, how many are known by name now to have been invited
   * @param attended the same of those who came
   */
  private record Said(
      String kind,
      UUID occurrenceId,
      String title,
      Instant at,
      @Nullable UUID byUser,
      List<Corrections.Correction.Change> figures,
      @Nullable UUID person,
      @Nullable String touch,
      boolean fresh,
      int people,
      int invited,
      int attended,
      boolean early) {

    /** How many are known by name now who make up a figure. */
    private int named(String figure) {
      return figure.equals("invited") ? invited : figure.equals("attended") ? attended : 0;
    }

    private Said with(List<Corrections.Correction.Change> other) {
      return new Said(
          kind,
          occurrenceId,
          title,
          at,
          byUser,
          other,
          person,
          touch,
          fresh,
          people,
          invited,
          attended,
          early);
    }
  }

  private List<Said> said(Week week, Closing first, Closing last) {
    return jdbc.sql(
            """
            select 'result' as kind, c.occurrence_id, o.title, c.at, c.by_user, c.before, c.after,
                   cast(null as uuid) as person_id, null as touch, false as fresh, 0 as people,
                   n.invited_named, n.attended_named, c.at <= :closed as early
            from planner.correction c join planner.occurrence o on o.id = c.occurrence_id
            join planner.turnout n on n.occurrence_id = o.id
            where o.day between :monday and :sunday and c.at > :first
            union all
            select 'came', t.occurrence_id, o.title, t.noted_at, t.created_by, null, null, t.person_id,
                   t.kind, not exists (select from planner.touch e
                     where e.occurrence_id = t.occurrence_id and e.person_id = t.person_id
                       and (e.noted_at, e.id) < (t.noted_at, t.id)),
                   (select count(distinct e.person_id) from planner.touch e
                    where e.occurrence_id = o.id),
                   0, 0, t.noted_at <= :recorded
            from planner.touch t join planner.occurrence o on o.id = t.occurrence_id
            where t.day between :monday and :sunday and t.noted_at > :begun
            union all
            select 'went', r.occurrence_id, o.title, r.removed_at, r.by_user, null, null, r.person_id,
                   r.kind, not exists (select from planner.touch e
                     where e.occurrence_id = r.occurrence_id and e.person_id = r.person_id
                       and e.noted_at <= r.removed_at),
                   (select count(distinct e.person_id) from planner.touch e
                    where e.occurrence_id = o.id),
                   0, 0, r.removed_at <= :recorded
            from planner.touch_removal r join planner.occurrence o on o.id = r.occurrence_id
            where o.day between :monday and :sunday and r.removed_at > :begun
              and r.noted_at <= case when r.removed_at > :recorded then :recorded else :begun end
            order by 4 desc limit :most
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
    UUID occurrence = rs.getObject("occurrence_id", UUID.class);
    Instant at = rs.getObject("at", OffsetDateTime.class).toInstant();
    UUID by = rs.getObject("by_user", UUID.class);
    return new Said(
        rs.getString("kind"),
        occurrence,
        rs.getString("title"),
        at,
        by,
        before == null
            ? List.of()
            : new Corrections.Correction(
                    occurrence,
                    "",
                    at,
                    by,
                    json.readValue(before, Result.class),
                    json.readValue(rs.getString("after"), Result.class))
                .changes(),
        rs.getObject("person_id", UUID.class),
        rs.getString("touch"),
        rs.getBoolean("fresh"),
        rs.getInt("people"),
        rs.getInt("invited_named"),
        rs.getInt("attended_named"),
        rs.getBoolean("early"));
  }

  /**
   * Results put right since the close, with the numbers of people that hold: where more are known
   * by name than were counted, it is they who do, as in the figures of the week.
   */
  private static List<Said> counted(List<Said> said, Map<UUID, Kept> kept) {
    List<Said> counted = new ArrayList<>(said);
    Map<UUID, Map<String, Object>> running = new HashMap<>();
    for (int i = said.size() - 1; i >= 0; i--) {
      Said one = said.get(i);
      if (one.early() || !one.kind().equals("result")) {
        continue;
      }
      Map<String, Object> at =
          running.computeIfAbsent(one.occurrenceId(), id -> holding(kept.get(id)));
      List<Corrections.Correction.Change> figures = new ArrayList<>();
      for (Corrections.Correction.Change figure : one.figures()) {
        if (ClosedWeek.counted(figure.what()).isEmpty()) {
          figures.add(figure);
          continue;
        }
        Object before = at.getOrDefault(figure.what(), figure.before());
        Object after = holding(figure.after(), one.named(figure.what()));
        if (after != null) {
          at.put(figure.what(), after);
        } else {
          at.remove(figure.what());
        }
        if (!ClosedWeek.same(before, after)) {
          figures.add(new Corrections.Correction.Change(figure.what(), before, after));
        }
      }
      counted.set(i, one.with(figures));
    }
    counted.removeIf(s -> s.kind().equals("result") && s.figures().isEmpty());
    return counted;
  }

  private static Map<String, Object> holding(@Nullable Kept kept) {
    Map<String, Object> figures = new HashMap<>();
    if (kept != null && kept.invited() != null) {
      figures.put("invited", kept.invited());
    }
    if (kept != null && kept.attended() != null) {
      figures.put("attended", kept.attended());
    }
    return figures;
  }

  /** A number of people that was counted, or how many are known by name where they are more. */
  private static @Nullable Object holding(@Nullable Object counted, int named) {
    return counted instanceof Integer number
        ? (Integer) Math.max(number, named)
        : named > 0 ? (Integer) named : counted;
  }

  /** Those that one person wrote down of one occurrence within a minute are one change. */
  private record Stroke(
      UUID occurrence,
      String kind,
      @Nullable String touch,
      @Nullable UUID by,
      Instant minute,
      boolean early) {}

  /**
   * What was said before the last close, or after it.
   *
   * @param said all that was said, the latest first, since people are counted back from those now
   */
  private static List<Change> changes(
      List<Said> said, boolean early, Map<UUID, String> names, Map<PersonId, String> people) {
    List<Change> changes = new ArrayList<>();
    Map<Stroke, List<Said>> strokes = new LinkedHashMap<>();
    for (Said s : said) {
      if (s.person() == null && s.early() != early) {
        continue;
      }
      if (s.person() == null) {
        changes.add(
            new Change(
                s.occurrenceId(),
                s.title(),
                s.at(),
                names.get(s.byUser()),
                s.kind(),
                s.figures(),
                List.of(),
                null));
      } else {
        strokes
            .computeIfAbsent(
                new Stroke(
                    s.occurrenceId(),
                    s.kind(),
                    s.touch(),
                    s.byUser(),
                    s.at().truncatedTo(ChronoUnit.MINUTES),
                    s.early()),
                stroke -> new ArrayList<>())
            .add(s);
      }
    }
    Map<UUID, Integer> running = new HashMap<>();
    strokes.forEach(
        (stroke, of) -> {
          Said latest = of.get(0);
          int after = running.getOrDefault(stroke.occurrence(), latest.people());
          int fresh = (int) of.stream().filter(Said::fresh).count();
          int before = stroke.kind().equals("came") ? after - fresh : after + fresh;
          running.put(stroke.occurrence(), before);
          if (stroke.early() != early) {
            return;
          }
          changes.add(
              new Change(
                  stroke.occurrence(),
                  latest.title(),
                  latest.at(),
                  stroke.by() == null ? null : names.get(stroke.by()),
                  stroke.kind(),
                  before == after
                      ? List.of()
                      : List.of(new Corrections.Correction.Change("people", before, after)),
                  of.stream()
                      .map(s -> people.get(new PersonId(Objects.requireNonNull(s.person()))))
                      .filter(Objects::nonNull)
                      .sorted()
                      .toList(),
                  stroke.touch()));
        });
    return changes;
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
              "signal",
              figures,
              late.whose() == null ? List.of() : List.of(late.whose()),
              late.kind()));
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
              .filter(figure -> !tell(id, figure, said))
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
   * Files a number of people under those who noted them, where only one did, or what they noted
   * adds up to it.
   *
   * @return whether it does
   */
  private static boolean tell(
      UUID occurrence, Corrections.Correction.Change figure, List<Change> said) {
    List<Change> noted =
        said.stream()
            .filter(c -> occurrence.equals(c.occurrenceId()) && c.changes("people"))
            .filter(c -> ClosedWeek.isOf(figure.what(), c.how()))
            .sorted(LATEST_FIRST.reversed())
            .toList();
    // Nobody had counted them before.
    int from = figure.before() instanceof Integer before ? before : 0;
    int sum = noted.stream().mapToInt(ClosedWeeks::more).sum();
    if (noted.isEmpty()
        || !(figure.after() instanceof Integer to)
        || noted.size() > 1 && to - from != sum) {
      return false;
    }
    int at = from;
    for (Change one : noted) {
      int then = noted.size() == 1 ? to : at + more(one);
      said.set(
          said.indexOf(one),
          new Change(
              one.occurrenceId(),
              one.title(),
              one.at(),
              one.by(),
              one.kind(),
              Stream.concat(
                      Stream.of(
                          new Corrections.Correction.Change(
                              figure.what(),
                              one == noted.get(0) ? figure.before() : (Integer) at,
                              then)),
                      one.figures().stream())
                  .toList(),
              one.about(),
              one.how()));
      at = then;
    }
    return true;
  }

  /** How many people more there were after a change. */
  private static int more(Change change) {
    return change.figures().stream()
        .filter(f -> f.what().equals("people"))
        .mapToInt(
            f ->
                (Integer) Objects.requireNonNull(f.after())
                    - (Integer) Objects.requireNonNull(f.before()))
        .sum();
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
