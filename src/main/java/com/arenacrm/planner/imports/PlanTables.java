package com.arenacrm.planner.imports;

import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.records.ImportTable;
import com.arenacrm.integration.records.ImportedRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** How imports read and write activities and the times that they happen. */
@Component
class PlanTables {

  static final String ACTIVITY = "activity";
  static final String OCCURRENCE = "occurrence";

  private static final List<String> OF_ACTIVITY =
      List.of(
          "title",
          "phase",
          "profile_id",
          "owner_id",
          "goal",
          "channel",
          "investment",
          "nature",
          "provider",
          "first_day",
          "stored_until",
          "outside_source",
          "outside_id");

  private static final List<String> OF_OCCURRENCE =
      List.of(
          "activity_id",
          "title",
          "phase",
          "profile_id",
          "owner_id",
          "series_day",
          "day",
          "investment",
          "tentative",
          "state",
          "reason",
          "reach",
          "invited",
          "attended",
          "spent",
          "closed_at",
          "closed_by");

  final ImportTable activities;
  final ImportTable times;

  PlanTables(JdbcClient jdbc, JsonMapper json) {
    activities = new ImportTable(jdbc, json, ACTIVITY, "planner.activity", OF_ACTIVITY, List.of());
    times =
        ImportTable.ofParts(
            jdbc, json, OCCURRENCE, "planner.occurrence", OF_OCCURRENCE, List.of("changed_at"));
  }

  /**
   * The activities that are known by one of these titles or outside identifiers.
   *
   * @param titles in small letters
   */
  List<ImportedRow> activities(
      Set<String> titles, Set<String> ids, Collection<String> keys, ImportPass pass) {
    return activities.load(
        """
        select id from planner.activity where lower(title) = any (cast(:titles as text[]))
        union
        select id from planner.activity
        where outside_source = :source and outside_id = any (cast(:ids as text[]))
        union
        select cast(u as uuid) from unnest(cast(:own as text[])) as u
        """,
        Map.of(
            "titles",
            titles.toArray(new String[0]),
            "source",
            pass.source(),
            "ids",
            ids.toArray(new String[0]),
            "own",
            pass.ownIds(ids)),
        keys,
        List.of(),
        pass);
  }

  /** The times of these activities, ghosts of a rehearsal included. */
  List<ImportedRow> times(Collection<ImportedRow> of, Collection<String> keys, ImportPass pass) {
    return times.load(
        "select id from planner.occurrence where activity_id = any (cast(:activities as uuid[]))",
        Map.of("activities", ImportTable.texts(of.stream().map(ImportedRow::id).toList())),
        keys,
        List.of(),
        pass);
  }
}
