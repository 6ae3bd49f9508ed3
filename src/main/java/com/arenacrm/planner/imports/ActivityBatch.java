package com.arenacrm.planner.imports;

import com.arenacrm.icp.ProfileId;
import com.arenacrm.icp.Profiles;
import com.arenacrm.integration.BatchPlan;
import com.arenacrm.integration.Effects;
import com.arenacrm.integration.Ghost;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.Outcome;
import com.arenacrm.integration.Reason;
import com.arenacrm.integration.records.ImportedRow;
import com.arenacrm.integration.records.RefusedRow;
import com.arenacrm.planner.Nature;
import com.arenacrm.planner.Occurrence.State;
import com.arenacrm.shared.HourglassPhase;
import com.arenacrm.shared.Week;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Activities of one batch of an import: each row is one that happens once, with what it cost and
 * brought together if the file says so.
 *
 * <p>Which one a row is: the one with its outside identifier; else the time of an activity of the
 * same title on the same day, which may be one of a series. What is closed stays as it is, since
 * its numbers have been reported; into a closed week nothing is put.
 */
final class ActivityBatch {

  /** Ten digits before the comma. */
  private static final BigDecimal MOST = new BigDecimal("9999999999.99");

  private static final List<String> FIGURES = List.of("spent", "reach", "invited", "attended");

  /**
   * Texts that stand for what a file leaves open, in the company's language: they are kept with the
   * activity.
   */
  record Texts(String goal, String channel, String reason) {}

  /** What a row says once its choices and those for the whole file are put together. */
  private record Said(
      ImportRow row,
      @Nullable String title,
      @Nullable LocalDate day,
      @Nullable String phase,
      @Nullable String profile) {}

  private final ImportPass pass;
  private final PlanTables tables;
  private final KnownTimes known;
  private final Set<LocalDate> closedWeeks;
  private final Profiles profiles;
  private final Texts texts;
  private final LocalDate today;
  private final Map<String, Boolean> applies = new HashMap<>();

  /**
   * @param closedWeeks the Mondays of the weeks that are closed
   */
  ActivityBatch(
      ImportPass pass,
      PlanTables tables,
      Set<LocalDate> closedWeeks,
      Profiles profiles,
      Texts texts) {
    this.pass = pass;
    this.tables = tables;
    this.known = new KnownTimes(tables, pass);
    this.closedWeeks = closedWeeks;
    this.profiles = profiles;
    this.texts = texts;
    this.today = LocalDate.ofInstant(pass.now(), pass.actor().company().zone());
  }

  BatchPlan plan(List<ImportRow> rows) {
    rows.forEach(row -> known.expect(row.text("title"), row.text("outsideId")));
    known.load();
    List<Outcome> outcomes = new ArrayList<>(rows.size());
    for (ImportRow row : rows) {
      try {
        outcomes.add(take(said(row)));
      } catch (RefusedRow e) {
        outcomes.add(e.outcome());
      }
    }
    return new Plan(outcomes);
  }

  private Said said(ImportRow row) {
    String phase = row.choice("phase");
    String profile = row.choice("profile");
    return new Said(
        row,
        row.text("title"),
        row.date("day"),
        phase == null ? pass.option(ActivitiesImport.PHASE) : phase,
        profile == null ? pass.option(ActivitiesImport.PROFILE) : profile);
  }

  private Outcome take(Said said) {
    check(said);
    ImportedRow time = find(said);
    List<Reason> notes = new ArrayList<>();
    if (time == null) {
      if (!pass.mode().creates()) {
        throw new RefusedRow(Reason.of("import.refused.notThere"));
      }
      make(said, notes);
      return Outcome.of(Outcome.Kind.CREATED).noting(notes);
    }
    if (!pass.mode().updates()) {
      return Outcome.of(Outcome.Kind.UNCHANGED);
    }
    boolean changed = change(time, said, notes);
    return Outcome.of(changed ? Outcome.Kind.UPDATED : Outcome.Kind.UNCHANGED).noting(notes);
  }

  private void check(Said said) {
    for (String field : List.of("investment", "spent")) {
      BigDecimal amount = said.row().amount(field);
      if (amount != null && amount.compareTo(MOST) > 0) {
        throw new RefusedRow(Reason.of("activity.import.refused.amount", amount.toPlainString()));
      }
    }
    if (said.phase() != null && said.profile() != null && !applies(said)) {
      throw new RefusedRow(Reason.of("activity.import.refused.phase"));
    }
  }

  private boolean applies(Said said) {
    return applies.computeIfAbsent(
        said.profile() + " " + said.phase(),
        k ->
            profiles
                .applicability(new ProfileId(UUID.fromString(said.profile())))
                .applies(HourglassPhase.valueOf(said.phase())));
  }

  private @Nullable ImportedRow find(Said said) {
    String id = said.row().text("outsideId");
    List<ImportedRow> found =
        known.withId(id).stream().flatMap(a -> known.timesOf(a.id()).stream()).toList();
    if (found.size() > 1) { // A series: the day tells which.
      found = found.stream().filter(t -> KnownTimes.dayOf(t).equals(said.day())).toList();
    }
    if (found.isEmpty() && pass.own() && id != null) {
      throw new RefusedRow(Reason.of("import.refused.gone"));
    }
    if (found.isEmpty() && said.title() != null && (id == null || pass.matchKey().equals("name"))) {
      found =
          known.called(said.title()).stream()
              .filter(t -> KnownTimes.dayOf(t).equals(said.day()))
              .filter(t -> id == null || known.activityOf(t).text("outside_id") == null)
              .toList();
    }
    if (found.size() > 1) { // Of two with one title on one day, the one for this profile.
      found =
          found.stream().filter(t -> Objects.equals(t.text("profile_id"), said.profile())).toList();
      if (found.size() != 1) {
        throw new RefusedRow(Reason.of("activity.import.refused.namesakes", said.title()));
      }
    }
    return found.isEmpty() ? null : found.get(0);
  }

  private void make(Said said, List<Reason> notes) {
    if (said.title() == null) {
      throw new RefusedRow(Reason.of("activity.import.refused.nameless"));
    }
    if (said.day() == null) {
      throw new RefusedRow(Reason.of("activity.import.refused.dayless"));
    }
    if (said.phase() == null) {
      throw new RefusedRow(Reason.of("activity.import.refused.phaseless"));
    }
    if (said.profile() == null) {
      throw new RefusedRow(Reason.of("activity.import.refused.profileless"));
    }
    requireOpen(said.day());
    ImportRow row = said.row();
    State state = stateOf(said, said.day());
    BigDecimal investment = money(row.amount("investment"));
    if (investment == null) {
      BigDecimal spent = money(row.amount("spent"));
      investment = spent == null ? BigDecimal.ZERO.setScale(2) : spent;
      notes.add(Reason.of("activity.import.note.investment", investment.toPlainString()));
    }
    ImportedRow activity = ImportedRow.make(pass, null);
    identify(activity, row);
    activity.set("title", said.title());
    activity.set("goal", row.text("goal") == null ? texts.goal() : row.text("goal"));
    activity.set("channel", row.text("channel") == null ? texts.channel() : row.text("channel"));
    String nature = row.choice("nature");
    activity.set(
        "nature", nature == null ? usual(HourglassPhase.valueOf(said.phase())).name() : nature);
    activity.set("provider", row.text("provider"));
    activity.set("phase", said.phase());
    activity.set("profile_id", said.profile());
    activity.set(
        "owner_id",
        row.choice("owner") == null ? pass.actor().id().toString() : row.choice("owner"));
    activity.set("investment", investment);
    activity.set("first_day", said.day().toString());
    activity.set("stored_until", "9999-12-31");
    ImportedRow time = ImportedRow.make(pass, null);
    time.set("activity_id", activity.id());
    for (String same : List.of("title", "phase", "profile_id", "owner_id")) {
      time.set(same, activity.text(same));
    }
    time.set("investment", investment);
    time.set("series_day", said.day().toString());
    time.set("day", said.day().toString());
    time.set("tentative", false);
    time.set("state", State.PLANNED);
    if (state != State.PLANNED) {
      close(time, state, row, notes);
    }
    known.activities.touch(activity);
    known.times.touch(time);
  }

  // One that was recognised by its title keeps the capitals that it has here.
  private static @Nullable String titleOf(ImportedRow activity, Said said) {
    String title = said.title();
    return title != null
            && said.row().text("outsideId") == null
            && title.equalsIgnoreCase(activity.text("title"))
        ? activity.text("title")
        : title;
  }

  private boolean change(ImportedRow time, Said said, List<Reason> notes) {
    ImportRow row = said.row();
    if (!State.PLANNED.name().equals(time.text("state"))) {
      if (FIGURES.stream().anyMatch(f -> differs(time, f, row))) {
        notes.add(Reason.of("activity.import.note.closed", time.text("title")));
      }
      return false;
    }
    LocalDate was = KnownTimes.dayOf(time);
    LocalDate day = said.day() == null ? was : said.day();
    requireOpen(was);
    requireOpen(day);
    State state = stateOf(said, day);
    ImportedRow activity = known.activityOf(time);
    boolean once = activity.text("rule") == null;
    int ofTime = time.changes();
    int ofActivity = activity.changes();
    if (once) {
      identify(activity, row);
      String title = titleOf(activity, said);
      activity.set("title", title);
      activity.set("goal", row.text("goal"));
      activity.set("channel", row.text("channel"));
      activity.set("nature", row.choice("nature"));
      activity.set("provider", row.text("provider"));
      activity.set("first_day", day.toString());
      details(activity, said);
      time.set("title", title);
      time.set("series_day", day.toString());
      time.set("day", day.toString());
    }
    details(time, said);
    if (state != State.PLANNED) {
      close(time, state, row, notes);
    }
    if (ofActivity != activity.changes()) {
      known.activities.touch(activity);
    }
    if (ofTime != time.changes()) {
      known.times.touch(time);
    }
    return ofTime != time.changes() || ofActivity != activity.changes();
  }

  /** What a time has of its own and an activity has for all of its times. */
  private void details(ImportedRow one, Said said) {
    one.set("phase", said.row().choice("phase"));
    one.set("profile_id", said.row().choice("profile"));
    one.set("owner_id", said.row().choice("owner"));
    one.set("investment", money(said.row().amount("investment")));
  }

  private void identify(ImportedRow activity, ImportRow row) {
    if (row.text("outsideId") != null && !pass.own() && activity.text("outside_id") == null) {
      activity.set("outside_source", pass.source());
      activity.set("outside_id", row.text("outsideId"));
    }
  }

  private void close(ImportedRow time, State state, ImportRow row, List<Reason> notes) {
    time.set("state", state);
    time.setMoment("closed_at", pass.now());
    time.set("closed_by", pass.actor().id().id());
    BigDecimal spent = money(row.amount("spent"));
    if (state == State.NOT_DONE) {
      time.set("reason", row.text("reason") == null ? texts.reason() : row.text("reason"));
      time.set("spent", spent == null ? BigDecimal.ZERO.setScale(2) : spent);
      return;
    }
    if (spent == null) {
      spent = time.amount("investment");
      notes.add(
          Reason.of("activity.import.note.spent", Objects.requireNonNull(spent).toPlainString()));
    }
    time.set("spent", spent);
    for (String figure : List.of("reach", "invited", "attended")) {
      time.set(figure, row.whole(figure));
    }
  }

  /** As the file says, or as its figures do; else as was chosen for days that have passed. */
  private State stateOf(Said said, LocalDate day) {
    String chosen = said.row().choice("state");
    if (chosen == null && !day.isAfter(today)) {
      chosen =
          FIGURES.stream().anyMatch(said.row()::has)
              ? State.DONE.name()
              : day.isBefore(today) ? pass.option(ActivitiesImport.PAST) : null;
    }
    State state = chosen == null ? State.PLANNED : State.valueOf(chosen);
    if (state == State.DONE && day.isAfter(today)) {
      throw new RefusedRow(Reason.of("activity.import.refused.early", day));
    }
    return state;
  }

  private void requireOpen(LocalDate day) {
    if (closedWeeks.contains(Week.of(day).monday())) {
      throw new RefusedRow(Reason.of("activity.import.refused.closedWeek", Week.of(day).number()));
    }
  }

  private static boolean differs(ImportedRow time, String figure, ImportRow row) {
    if (figure.equals("spent")) {
      BigDecimal said = money(row.amount(figure));
      return said != null && !said.equals(time.amount(figure));
    }
    return row.whole(figure) != null && !row.whole(figure).equals(time.whole(figure));
  }

  private static @Nullable BigDecimal money(@Nullable BigDecimal amount) {
    return amount == null ? null : amount.setScale(2, RoundingMode.HALF_UP);
  }

  /** What activities of a phase are usually meant to bring. */
  private static Nature usual(HourglassPhase phase) {
    return switch (phase) {
      case KNOW -> Nature.AWARENESS;
      case TRY, BUY -> Nature.DEMAND;
      default -> Nature.RELATIONSHIP;
    };
  }

  private final class Plan implements BatchPlan {

    private final List<Outcome> outcomes;

    Plan(List<Outcome> outcomes) {
      this.outcomes = outcomes;
    }

    @Override
    public List<Outcome> outcomes() {
      return outcomes;
    }

    @Override
    public Collection<Ghost> ghosts() {
      return Stream.concat(
              known.activities.ghosts(tables.activities).stream(),
              known.times.ghosts(tables.times).stream())
          .toList();
    }

    @Override
    public void write(Effects effects) {
      tables.activities.write(known.activities.touched(), "title", effects);
      tables.times.write(known.times.touched(), "title", effects);
    }
  }
}
