package com.arenacrm.planner.imports;

import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.records.ImportedRow;
import com.arenacrm.integration.records.KeyedRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The activities that the rows of a batch name, by title or by the identifier that the file's
 * source gave them, and the times that they happen.
 */
final class KnownTimes {

  private final PlanTables tables;
  private final ImportPass pass;
  private final Set<String> titles = new HashSet<>();
  private final Set<String> ids = new HashSet<>();
  final KeyedRows activities = new KeyedRows(this::keysOfActivity);
  final KeyedRows times = new KeyedRows(KnownTimes::keysOfTime);

  KnownTimes(PlanTables tables, ImportPass pass) {
    this.tables = tables;
    this.pass = pass;
  }

  /** Announces what a row names. */
  void expect(@Nullable String title, @Nullable String id) {
    if (title != null) {
      titles.add(plain(title));
    }
    if (id != null) {
      ids.add(id);
    }
  }

  void load() {
    if (titles.isEmpty() && ids.isEmpty()) {
      return;
    }
    List<String> keys = new ArrayList<>(titles.stream().map(KnownTimes::named).toList());
    ids.forEach(id -> keys.add(outside(pass.source(), id)));
    List<ImportedRow> found = tables.activities(titles, ids, keys, pass);
    activities.add(found);
    times.add(tables.times(found, found.stream().map(a -> of(a.id())).toList(), pass));
  }

  List<ImportedRow> withId(@Nullable String id) {
    return id == null ? List.of() : activities.under(outside(pass.source(), id));
  }

  List<ImportedRow> timesOf(UUID activity) {
    return times.under(of(activity));
  }

  ImportedRow activityOf(ImportedRow time) {
    return activities.under(itself(time.reference("activity_id"))).get(0);
  }

  /** The times of the activities of this title, those of one that goes on in another included. */
  List<ImportedRow> called(String title) {
    return activities.under(named(plain(title))).stream()
        .flatMap(a -> timesOf(a.id()).stream())
        .toList();
  }

  static LocalDate dayOf(ImportedRow time) {
    return LocalDate.parse(String.valueOf(time.text("day")));
  }

  private Set<String> keysOfActivity(ImportedRow activity) {
    Set<String> keys = new HashSet<>(Set.of(named(plain(activity.text("title")))));
    keys.add(itself(activity.id()));
    if (pass.own()) {
      keys.add(outside(pass.source(), activity.id().toString()));
    }
    if (activity.text("outside_id") != null) {
      keys.add(outside(activity.text("outside_source"), activity.text("outside_id")));
    }
    return keys;
  }

  private static Set<String> keysOfTime(ImportedRow time) {
    return Set.of(of(time.reference("activity_id")));
  }

  private static String plain(String title) {
    return title.toLowerCase(Locale.ROOT);
  }

  private static String named(String title) {
    return "named:" + title;
  }

  private static String itself(UUID activity) {
    return "id:" + activity;
  }

  private static String of(UUID activity) {
    return "of:" + activity;
  }

  private static String outside(String source, String id) {
    return "outside:" + source + "|" + id;
  }
}
