package com.arenacrm.pipeline.tasks;

import com.arenacrm.integration.Effect;
import com.arenacrm.integration.Effects;
import com.arenacrm.integration.Ghost;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.RecordKind;
import com.arenacrm.integration.UndoPass;
import com.arenacrm.integration.records.ImportTable;
import com.arenacrm.integration.records.ImportedRow;
import com.arenacrm.integration.records.KeyedRows;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** How imports write tasks, and how that is taken back. */
@Component
class TaskTable implements RecordKind {

  static final String TASK = "task";

  private static final List<String> COLUMNS =
      List.of(
          "what",
          "note",
          "due_on",
          "owner_id",
          "person_id",
          "company_id",
          "person_name",
          "company_name",
          "done_at",
          "outside_source",
          "outside_id",
          "attributes");

  private final ImportTable table;

  TaskTable(JdbcClient jdbc, JsonMapper json) {
    this.table =
        new ImportTable(
            jdbc, json, TASK, "pipeline.task", COLUMNS, List.of("person_name", "company_name"));
  }

  /** The tasks that a source knows under these identifiers. */
  List<ImportedRow> known(Set<String> ids, Collection<String> keys, ImportPass pass) {
    return table.known(ids, keys, pass);
  }

  List<Ghost> ghosts(KeyedRows tasks) {
    return tasks.ghosts(table);
  }

  void write(List<ImportedRow> tasks, Effects effects) {
    table.write(tasks, "what", effects);
  }

  @Override
  public String kind() {
    return TASK;
  }

  @Override
  public String page(UUID id) {
    return "/pipeline/tasks/" + id;
  }

  @Override
  public List<Left> undo(List<Effect> effects, UndoPass pass) {
    return table.undo(effects, pass, "false").left();
  }
}
